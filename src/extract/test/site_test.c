/* What pages of one host teach, and what they do not. */
#include "reading.h"

#include "base/builder.h"

#define PAGES 6

/* A page of a paper: what it states, and what stands in the place that the template has for the author. */
static Slice page_of(Arena *arena, int number, const char *stated, const char *shown)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "<html><head><title>Harbour news %d</title>", number);
    if (stated)
        builder_format(&b, "<meta name=author content=\"%s\">", stated);
    builder_format(&b, "</head><body><div class=\"x post-%d000\"><h1>Harbour news %d</h1>", number, number);
    builder_format(&b, "<p class=zq>%s</p>", shown);
    for (int day = number; day < number + 3; day++)
        builder_format(
            &b,
            "<p>On day %d the ferry came back to the harbour, after a winter in which nobody had seen "
            "it, and the whole port was on its feet to see whether the captain would be aboard, and "
            "what he would say of the storm, the engine and the %d missing crates of oranges.</p>",
            day, day + 40);
    builder_add_string(&b, "<p>Ring us with your news, day or night.</p></div></body></html>");
    return builder_slice(&b);
}

static Article read_page(Reading *reading, const char *host, Slice page, ExtractOptions how)
{
    Article article;
    Record record = {.kind = RECORD_RESOURCE,
                     .body_kind = BODY_HTML,
                     .url = arena_format(reading->arena, "https://%s/a", host),
                     .body = page};
    assert_int_equal(extract_page(reading->extractor, reading->arena, &record, &how, &article, &reading->err),
                     STATUS_OK);
    return article;
}

static void teach(Reading *reading, Site *site, const char *host, Slice page)
{
    SiteLesson lesson;
    read_page(reading, host, page, (ExtractOptions){.lesson = &lesson});
    site_learn(site, &lesson);
}

static void close_reading(Reading *reading, Site *site)
{
    site_close(site);
    reading_close(reading);
}

static const char *const names[PAGES] = {"Jane Roe",   "Omar Said", "Lina Haddad",
                                         "Paul Grech", "Mia Vella", "Karl Borg"};

static void a_place_that_was_right_speaks_for_a_silent_page(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    Site *site = site_open();
    for (int i = 0; i < 4; i++)
        teach(&reading, site, "paper.example", page_of(reading.arena, i, names[i], names[i]));
    Slice mute = page_of(reading.arena, 9, NULL, "Karl Borg");
    Article alone = read_page(&reading, "paper.example", mute, (ExtractOptions){0});
    assert_int_equal(alone.authors.count, 0);
    Article told = read_page(&reading, "paper.example", mute, (ExtractOptions){.site = site});
    assert_int_equal(told.authors.count, 1);
    expect_text(told.authors.items[0].name, "Karl Borg");
    Article elsewhere = read_page(&reading, "other.example", mute, (ExtractOptions){.site = site});
    assert_int_equal(elsewhere.authors.count, 0);
    Article stated = read_page(&reading, "paper.example", page_of(reading.arena, 9, "Jane Roe", "Karl Borg"),
                               (ExtractOptions){.site = site});
    expect_text(stated.authors.items[0].name, "Jane Roe");
    close_reading(&reading, site);
}

static void a_place_that_was_wrong_or_says_the_same_everywhere_is_silent(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    Site *site = site_open();
    for (int i = 0; i < 4; i++) {
        teach(&reading, site, "wrong.example",
              page_of(reading.arena, i, names[i], names[(i + i % 2) % PAGES]));
        teach(&reading, site, "same.example", page_of(reading.arena, i, "Jane Roe", "Jane Roe"));
        teach(&reading, site, "piece.example", page_of(reading.arena, 1, names[0], names[0]));
    }
    static const char *const hosts[] = {"wrong.example", "same.example", "piece.example"};
    for (int i = 0; i < 3; i++) {
        Article told = read_page(&reading, hosts[i], page_of(reading.arena, 9, NULL, "Karl Borg"),
                                 (ExtractOptions){.site = site});
        assert_int_equal(told.authors.count, 0);
    }
    close_reading(&reading, site);
}

static void a_line_of_many_pieces_is_the_sites(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    Site *site = site_open();
    for (int i = 0; i < PAGES; i++)
        teach(&reading, site, "paper.example", page_of(reading.arena, i, names[i], names[i]));
    Slice page = page_of(reading.arena, 9, names[0], names[0]);
    Article alone = read_page(&reading, "paper.example", page, (ExtractOptions){0});
    Article told = read_page(&reading, "paper.example", page, (ExtractOptions){.site = site});
    assert_true(slice_contains(alone.text, SLICE("Ring us")));
    assert_false(slice_contains(told.text, SLICE("Ring us")));
    assert_true(slice_starts_with(told.text, SLICE("On day 9 the ferry")));
    close_reading(&reading, site);
}

/* What is kept of lessons reads a page as the lessons do, and helps those alone that need it. */
static void rules_read_as_the_lessons_they_were_made_of(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    const Slice host = SLICE("paper.example");
    Site *site = site_open(), *again = site_open();
    for (int i = 0; i < PAGES; i++)
        teach(&reading, site, "paper.example", page_of(reading.arena, i, names[i], names[i]));
    SiteRules rules, none;
    site_rules(site, reading.arena, host, &rules);
    site_rules(site, reading.arena, SLICE("other.example"), &none);
    assert_int_equal(none.count, 0);
    assert_int_equal(none.digest, 0);
    assert_int_equal(rules.fields, 1 << SITE_AUTHOR);
    site_teach(again, host, &rules);

    SitePage told, stated;
    Slice mute = page_of(reading.arena, 9, NULL, "Karl Borg");
    Article by_rules =
        read_page(&reading, "paper.example", mute, (ExtractOptions){.site = again, .page = &told});
    Article by_lessons = read_page(&reading, "paper.example", mute, (ExtractOptions){.site = site});
    assert_int_equal(by_rules.authors.count, 1);
    expect_text(by_rules.authors.items[0].name, "Karl Borg");
    assert_false(slice_contains(by_rules.text, SLICE("Ring us")));
    assert_true(slice_equal(by_rules.text, by_lessons.text));
    read_page(&reading, "paper.example", page_of(reading.arena, 9, names[0], names[0]),
              (ExtractOptions){.page = &stated});
    assert_true(told.is_piece && (told.silent >> SITE_AUTHOR & 1));
    assert_false(stated.silent >> SITE_AUTHOR & 1);
    assert_true(site_helps(again, &told) == rules.digest && rules.digest != 0);
    assert_int_equal(site_helps(again, &stated), 0);
    site_close(again);
    close_reading(&reading, site);
}

/* What readings depend on is the same: so is the digest, though more pages bear it out. */
static void the_digest_is_of_what_is_read_by_alone(void **state)
{
    (void)state;
    Reading reading;
    reading_open(&reading);
    int64_t digests[3];
    for (int run = 0; run < 3; run++) {
        Site *site = site_open();
        SiteRules rules;
        for (int i = 0; i < 40 + (run == 1); i++) {
            int n = run == 2 ? 39 - i : i;
            teach(&reading, site, "paper.example",
                  page_of(reading.arena, n, names[n % PAGES], names[n % PAGES]));
        }
        site_rules(site, reading.arena, SLICE("paper.example"), &rules);
        digests[run] = rules.digest;
        site_close(site);
    }
    assert_true(digests[0] == digests[1]);
    assert_true(digests[0] == digests[2]);
    reading_close(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_that_was_right_speaks_for_a_silent_page),
        cmocka_unit_test(a_place_that_was_wrong_or_says_the_same_everywhere_is_silent),
        cmocka_unit_test(a_line_of_many_pieces_is_the_sites),
        cmocka_unit_test(rules_read_as_the_lessons_they_were_made_of),
        cmocka_unit_test(the_digest_is_of_what_is_read_by_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
