/* Articles: what goes in comes out; one piece is one article; the latest capture is shown whatever the order.
 */
#include "fixture.h"

static const Slice url_a = {"https://www.example.org/world/haftar-in-rome/", 45};

static PutOutcome put(Fixture *f, Article *article, const Capture *capture, bool *changed)
{
    Put put;
    assert_ok(store_article_put(f->store, article, capture, false, &put, &f->err), f->err);
    if (changed)
        *changed = put.is_changed;
    article->number = put.number;
    article->id = arena_copy(f->arena, put.id);
    article->path = arena_copy(f->arena, put.path);
    return put.outcome;
}

static Article get(Fixture *f, int64_t number)
{
    Article article;
    assert_ok(store_article_get(f->store, f->arena, number, ARTICLE_WHOLE, &article, &f->err), f->err);
    return article;
}

static void fill(Fixture *f, Article *a)
{
    Arena *arena = f->arena;
    a->cms_id = SLICE("55383");
    a->kicker = SLICE("Libya");
    a->genre = SLICE("News");
    a->subheadline = SLICE("A visit that nobody announced");
    a->summary = SLICE("In short.");
    a->byline = SLICE("By Khalid Mahmoud");
    a->site_name = SLICE("ASHARQ AL-AWSAT English Archive");
    a->section = (Label){SLICE("middle-east"), SLICE("Middle East")};
    *LIST_ADD(arena, &a->authors) = (Author){SLICE("Khalid Mahmoud"), SLICE("khalid-mahmoud"),
                                             SLICE("correspondent"), SLICE("Asharq Al-Awsat")};
    *LIST_ADD(arena, &a->authors) = (Author){.name = SLICE("AP"), .slug = SLICE("ap")};
    *LIST_ADD(arena, &a->sections) = a->section;
    *LIST_ADD(arena, &a->sections) = (Label){SLICE("front"), SLICE_EMPTY};
    *LIST_ADD(arena, &a->sections) = (Label){SLICE("world"), SLICE("World")};
    *LIST_ADD(arena, &a->tags) = (Label){SLICE("libya"), SLICE("Libya")};
    *LIST_ADD(arena, &a->tags) = (Label){SLICE("italy"), SLICE_EMPTY};
    a->dateline.raw = SLICE("Cairo, Rome-");
    *LIST_ADD(arena, &a->dateline.places) = SLICE("Cairo");
    *LIST_ADD(arena, &a->dateline.places) = SLICE("Rome");
    *LIST_ADD(arena, &a->dateline.agencies) = SLICE("Reuters");
    a->dateline.span = (Span){0, 12};
    assert_true(moment_make(&a->dateline.date, GRAIN_DAY, 2017, 9, 25, 0, 0));
    assert_true(moment_make(&a->published, GRAIN_MINUTE, 2017, 9, 26, 14, 5));
    a->published.has_offset = true;
    a->published.offset_minutes = -210;
    assert_true(moment_make(&a->modified, GRAIN_YEAR, 2018, 1, 1, 0, 0));
    Media media = {.id = SLICE("55384080"),
                   .href = SLICE("https://example.org/haftar.jpg"),
                   .caption = SLICE("Haftar in Benghazi."),
                   .alt = SLICE("a general"),
                   .width = 640,
                   .height = 480};
    media.credit = (Credit){SLICE("AP/File"), SLICE("AP"), SLICE("M. Elshaiky"), true};
    assert_true(moment_make(&media.taken, GRAIN_MONTH, 2016, 3, 1, 0, 0));
    *LIST_ADD(arena, &a->media) = media;
    *LIST_ADD(arena, &a->media) = (Media){.caption = SLICE("without id or address")};
    *LIST_ADD(arena, &a->provenance) =
        (Origin){SLICE("headline"), SLICE("json-ld"), SLICE("$.headline"), SLICE("ld-headline"), 0.9f, 0};
    *LIST_ADD(arena, &a->provenance) =
        (Origin){.field = SLICE("byline"), .source = SLICE("visible"), .confidence = 0.333333343f};
    *LIST_ADD(arena, &a->repairs) = (Repair){SLICE("body"), {3, 9}, SLICE("â€™"), SLICE("mojibake")};
    *LIST_ADD(arena, &a->alt_ids) = (AltId){SLICE("shortlink"), SLICE("https://example.org/?p=55383")};
    *LIST_ADD(arena, &a->body) = (Block){.kind = BLOCK_TURN,
                                         .text = SLICE("\"No & yes\""),
                                         .html = SLICE("\"<em>No</em> &amp; yes\""),
                                         .speaker = SLICE("Q")};
    *LIST_ADD(arena, &a->body) =
        (Block){.kind = BLOCK_INSET, .text = SLICE("Read also"), .html = SLICE_EMPTY};
    *LIST_ADD(arena, &a->body) = (Block){.kind = BLOCK_EMBED};
    article_join_text(a, arena);
}

static void assert_same_blocks(const Article *a, const Article *b)
{
    assert_int_equal(a->body.count, b->body.count);
    for (size_t i = 0; i < a->body.count; i++) {
        const Block *x = &a->body.items[i], *y = &b->body.items[i];
        assert_int_equal(x->kind, y->kind);
        assert_slice(x->text, y->text);
        assert_slice(x->html, y->html);
        assert_slice(x->speaker, y->speaker);
        assert_int_equal(x->span.begin, y->span.begin);
        assert_int_equal(x->span.end, y->span.end);
    }
}

static void assert_same_media(const Media *x, const Media *y)
{
    assert_slice(x->id, y->id);
    assert_slice(x->href, y->href);
    assert_slice(x->caption, y->caption);
    assert_slice(x->alt, y->alt);
    assert_slice(x->credit.raw, y->credit.raw);
    assert_slice(x->credit.agency, y->credit.agency);
    assert_slice(x->credit.photographer, y->credit.photographer);
    assert_int_equal(x->credit.is_file, y->credit.is_file);
    assert_true(moment_equal(x->taken, y->taken));
    assert_int_equal(x->width, y->width);
    assert_int_equal(x->height, y->height);
}

static void assert_same_head(const Article *a, const Article *b)
{
    const Slice x[] = {a->id,        a->cms_id,       a->url,           a->canonical,
                       a->headline,  a->kicker,       a->genre,         a->subheadline,
                       a->summary,   a->byline,       a->lang,          a->dir,
                       a->site_name, a->section.slug, a->section.label, a->dateline.raw};
    const Slice y[] = {b->id,        b->cms_id,       b->url,           b->canonical,
                       b->headline,  b->kicker,       b->genre,         b->subheadline,
                       b->summary,   b->byline,       b->lang,          b->dir,
                       b->site_name, b->section.slug, b->section.label, b->dateline.raw};
    for (size_t i = 0; i < sizeof x / sizeof x[0]; i++)
        assert_slice(x[i], y[i]);
    assert_int_equal(a->page_kind, b->page_kind);
    assert_int_equal(a->status, b->status);
    assert_true(moment_equal(a->published, b->published));
    assert_true(moment_equal(a->modified, b->modified));
    assert_true(moment_equal(a->dateline.date, b->dateline.date));
    assert_int_equal(a->dateline.span.end, b->dateline.span.end);
}

static void assert_same_lists(const Article *a, const Article *b)
{
    assert_int_equal(a->authors.count, b->authors.count);
    for (size_t i = 0; i < a->authors.count; i++) {
        assert_slice(a->authors.items[i].name, b->authors.items[i].name);
        assert_slice(a->authors.items[i].slug, b->authors.items[i].slug);
        assert_slice(a->authors.items[i].role, b->authors.items[i].role);
        assert_slice(a->authors.items[i].agency, b->authors.items[i].agency);
    }
    assert_int_equal(a->sections.count, b->sections.count);
    for (size_t i = 0; i < a->sections.count; i++) {
        assert_slice(a->sections.items[i].slug, b->sections.items[i].slug);
        assert_slice(a->sections.items[i].label, b->sections.items[i].label);
    }
    assert_int_equal(a->tags.count, b->tags.count);
    for (size_t i = 0; i < a->tags.count; i++) {
        assert_slice(a->tags.items[i].slug, b->tags.items[i].slug);
        assert_slice(a->tags.items[i].label, b->tags.items[i].label);
    }
    assert_int_equal(a->dateline.places.count, b->dateline.places.count);
    for (size_t i = 0; i < a->dateline.places.count; i++)
        assert_slice(a->dateline.places.items[i], b->dateline.places.items[i]);
    assert_int_equal(a->dateline.agencies.count, b->dateline.agencies.count);
    assert_int_equal(a->media.count, b->media.count);
    for (size_t i = 0; i < a->media.count; i++)
        assert_same_media(&a->media.items[i], &b->media.items[i]);
    assert_int_equal(a->provenance.count, b->provenance.count);
    for (size_t i = 0; i < a->provenance.count; i++) {
        assert_slice(a->provenance.items[i].at, b->provenance.items[i].at);
        assert_slice(a->provenance.items[i].rule, b->provenance.items[i].rule);
        assert_true(a->provenance.items[i].confidence == b->provenance.items[i].confidence);
    }
    assert_int_equal(a->repairs.count, b->repairs.count);
    for (size_t i = 0; i < a->repairs.count; i++)
        assert_slice(a->repairs.items[i].was, b->repairs.items[i].was);
    assert_int_equal(a->alt_ids.count, b->alt_ids.count);
    for (size_t i = 0; i < a->alt_ids.count; i++)
        assert_slice(a->alt_ids.items[i].value, b->alt_ids.items[i].value);
}

static void whatever_goes_in_comes_out_the_same(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture capture = fixture_capture(f, url_a, 1506434700, SLICE("<html>one</html>"));
    Article article = fixture_article(f->arena, SLICE("55383"), url_a, SLICE("Haftar in Rome"),
                                      SLICE("Cairo, Rome- Following an invitation."));
    fill(f, &article);
    bool changed;
    assert_int_equal(put(f, &article, &capture, &changed), PUT_NEW);
    assert_true(changed);
    assert_ok(store_commit(f->store, &f->err), f->err);
    fixture_reopen(f, STORE_READ);

    Article back = get(f, article.number);
    assert_same_head(&article, &back);
    assert_same_lists(&article, &back);
    assert_same_blocks(&article, &back);
    assert_slice(back.text, article.text);
    assert_slice(back.path, SLICE("/world/haftar-in-rome/"));
    assert_int_equal(back.captures.count, 1);
    assert_int_equal(back.captures.items[0].at_s, 1506434700);
    assert_slice(back.captures.items[0].sha256, capture.sha256);
    assert_int_equal(back.versions.count, 1);
    assert_int_equal(back.versions.items[0].at_s, 1506434700);

    Article head;
    assert_ok(store_article_get(f->store, f->arena, article.number, ARTICLE_HEAD, &head, &f->err), f->err);
    assert_int_equal(head.body.count + head.text.size + head.provenance.count + head.captures.count, 0);
    assert_int_equal(head.media.count, 2);
}

static void the_dates_read_well_in_plain_sqlite(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture capture = fixture_capture(f, url_a, 1506434700, SLICE("<html>one</html>"));
    Article article = fixture_article(f->arena, SLICE("1"), url_a, SLICE("H"), SLICE("Text."));
    fill(f, &article);
    put(f, &article, &capture, NULL);
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_int_equal(database_number(f->archive, f->arena,
                                     "SELECT count(*) FROM article WHERE published = '2017-09-26T14:05-03:30'"
                                     " AND modified = '2018'"),
                     1);
    assert_int_equal(database_number(f->archive, f->arena,
                                     "SELECT count(*) FROM capture WHERE captured = '2017-09-26T14:05:00Z'"),
                     1);
    assert_int_equal(
        database_number(f->archive, f->arena, "SELECT count(*) FROM photo_use WHERE taken = '2016-03'"), 1);
    assert_int_equal(
        database_number(f->archive, f->arena,
                        "SELECT count(*) FROM paragraph WHERE article = 1 AND text = 'Read also'"),
        1);
    assert_int_equal(
        database_number(f->archive, f->arena,
                        "SELECT count(*) FROM paragraph WHERE article = 1 AND text = '\"No & yes\"'"),
        1);
}

typedef struct State {
    int64_t at_s;
    const char *headline, *text;
} State;

/* Puts three captures of one piece in the order given; the result is compared by what is read back. */
static Slice put_in_order(Fixture *f, const int order[3])
{
    static const State states[3] = {{1000000000, "First", "Old text."},
                                    {1100000000, "Second", "New text."},
                                    {1200000000, "First", "Old text."}};
    assert_ok(store_begin(f->store, &f->err), f->err);
    int64_t number = 0;
    for (int i = 0; i < 3; i++) {
        const State *s = &states[order[i]];
        Slice page = arena_format(f->arena, "<html>%s %lld</html>", s->text, (long long)s->at_s);
        Capture capture = fixture_capture(f, url_a, s->at_s, page);
        Article article =
            fixture_article(f->arena, SLICE("7"), url_a, slice_from(s->headline), slice_from(s->text));
        article.summary = arena_format(f->arena, "as of %lld", (long long)s->at_s);
        put(f, &article, &capture, NULL);
        number = article.number;
    }
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article back = get(f, number);
    Builder b;
    builder_init(&b, f->arena);
    builder_format(&b, "%.*s|%.*s|%.*s|%.*s", SLICE_ARG(back.id), SLICE_ARG(back.headline),
                   SLICE_ARG(back.text), SLICE_ARG(back.summary));
    for (size_t i = 0; i < back.versions.count; i++)
        builder_format(&b, "|%lld %.*s", (long long)back.versions.items[i].at_s,
                       SLICE_ARG(back.versions.items[i].digest));
    for (size_t i = 0; i < back.captures.count; i++)
        builder_format(&b, "|%lld %.*s", (long long)back.captures.items[i].at_s,
                       SLICE_ARG(back.captures.items[i].sha256));
    return builder_slice(&b);
}

static void the_order_of_captures_leaves_no_trace(void **state)
{
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    Fixture *f = *state;
    Slice first = SLICE_EMPTY;
    for (size_t i = 0; i < 6; i++) {
        store_close(f->store);
        remove_tree(f->arena, f->archive);
        assert_ok(store_create(f->archive, &fixture_settings, &f->err), f->err);
        fixture_open(f, STORE_WRITE);
        Slice now = put_in_order(f, orders[i]);
        if (i == 0)
            first = now;
        assert_slice(now, first);
        assert_int_equal(fixture_verify(f).count, 0);
    }
    assert_true(slice_starts_with(first, SLICE("7|First|Old text.|as of 1200000000|1000000000 ")));
}

static void outcomes_tell_new_version_and_same(void **state)
{
    Fixture *f = *state;
    bool changed;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture one = fixture_capture(f, url_a, 100, SLICE("1"));
    Capture two = fixture_capture(f, url_a, 200, SLICE("2"));
    Capture three = fixture_capture(f, url_a, 300, SLICE("3"));
    Capture early = fixture_capture(f, url_a, 50, SLICE("0"));
    Article a = fixture_article(f->arena, SLICE("7"), url_a, SLICE("H"), SLICE("T"));
    Article b = fixture_article(f->arena, SLICE("7"), url_a, SLICE("H"), SLICE("U"));
    Article e = fixture_article(f->arena, SLICE("7"), url_a, SLICE("H"), SLICE("E"));
    assert_int_equal(put(f, &a, &one, &changed), PUT_NEW);
    assert_true(changed);
    assert_int_equal(put(f, &a, &two, &changed), PUT_SAME);
    assert_false(changed);
    assert_int_equal(put(f, &b, &three, &changed), PUT_VERSION);
    assert_true(changed);
    assert_int_equal(put(f, &e, &early, &changed), PUT_VERSION);
    assert_false(changed);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article back = get(f, a.number);
    assert_slice(back.text, SLICE("U"));
    assert_int_equal(back.captures.count, 4);
    assert_int_equal(back.versions.count, 3);
    assert_int_equal(back.versions.items[0].at_s, 50);
}

static void a_capture_read_anew_replaces_its_reading(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture one = fixture_capture(f, url_a, 100, SLICE("1"));
    Article a = fixture_article(f->arena, SLICE("7"), url_a, SLICE("H"), SLICE("with menu"));
    Article b = fixture_article(f->arena, SLICE("7"), url_a, SLICE("H"), SLICE("clean"));
    put(f, &a, &one, NULL);
    int64_t *captures;
    size_t count;
    assert_ok(store_article_captures(f->store, f->arena, a.number, &captures, &count, &f->err), f->err);
    assert_int_equal(count, 1);
    assert_int_equal(captures[0], one.number);
    assert_ok(store_article_forget(f->store, a.number, &f->err), f->err);
    assert_int_equal(get(f, a.number).text.size, 0);
    assert_slice(get(f, a.number).id, SLICE("7"));
    bool changed;
    put(f, &b, &one, &changed);
    assert_true(changed);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article back = get(f, a.number);
    assert_slice(back.text, SLICE("clean"));
    assert_int_equal(back.versions.count, 1);
    assert_int_equal(fixture_verify(f).count, 0);
}

static void one_piece_is_found_again_by_its_addresses_and_its_cms_id(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture c = fixture_capture(f, url_a, 100, SLICE("1"));
    Article a = fixture_article(f->arena, SLICE("55"), url_a, SLICE("H"), SLICE("T"));
    a.cms_id = SLICE("55");
    assert_int_equal(put(f, &a, &c, NULL), PUT_NEW);

    Article other_spelling =
        fixture_article(f->arena, SLICE_EMPTY, SLICE("http://example.org/world/haftar-in-rome?utm_source=x"),
                        SLICE("H"), SLICE("T"));
    assert_int_equal(put(f, &other_spelling, &c, NULL), PUT_SAME);
    assert_int_equal(other_spelling.number, a.number);
    assert_slice(other_spelling.id, SLICE("55"));

    Article by_cms =
        fixture_article(f->arena, SLICE("55"), SLICE("https://example.org/?p=55"), SLICE("H"), SLICE("T"));
    by_cms.cms_id = SLICE("55");
    assert_int_equal(put(f, &by_cms, &c, NULL), PUT_SAME);
    assert_int_equal(by_cms.number, a.number);

    Article elsewhere =
        fixture_article(f->arena, SLICE("55"), SLICE("https://other.example/x"), SLICE("H"), SLICE("T"));
    elsewhere.cms_id = SLICE("55");
    assert_int_equal(put(f, &elsewhere, &c, NULL), PUT_NEW);
    assert_true(elsewhere.number != a.number);
    assert_int_equal(elsewhere.id.size, 13);
    assert_slice(elsewhere.id,
                 arena_format(f->arena, "x%.*s", 12, digest_sha256_hex(f->arena, elsewhere.canonical).data));
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void without_an_address_the_id_tells(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture c = fixture_capture(f, SLICE_EMPTY, 0, SLICE("text capture"));
    Article a = fixture_article(f->arena, SLICE("xabc"), SLICE_EMPTY, SLICE("H"), SLICE("T"));
    Article again = fixture_article(f->arena, SLICE("xabc"), SLICE_EMPTY, SLICE("H"), SLICE("T"));
    assert_int_equal(put(f, &a, &c, NULL), PUT_NEW);
    assert_int_equal(put(f, &again, &c, NULL), PUT_SAME);
    assert_slice(a.path, SLICE("/id/xabc"));
    assert_ok(store_commit(f->store, &f->err), f->err);
    int64_t number;
    assert_ok(store_article_by_path(f->store, SLICE("/id/xabc"), &number, &f->err), f->err);
    assert_int_equal(number, a.number);
    assert_status(store_article_by_path(f->store, SLICE("/id/none"), &number, &f->err), STATUS_END, f->err);
}

static void a_label_printed_otherwise_stays_as_printed(void **state)
{
    Fixture *f = *state;
    Slice labels[] = {SLICE_EMPTY, SLICE("Sport"), SLICE("SPORT"), SLICE("Sport")};
    int64_t numbers[4];
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (size_t i = 0; i < 4; i++) {
        Slice url = arena_format(f->arena, "https://example.org/sport/%zu", i);
        Capture c = fixture_capture(f, url, 100, url);
        Article a = fixture_article(f->arena, url, url, SLICE("H"), SLICE("T"));
        a.section = (Label){SLICE("sport"), labels[i]};
        put(f, &a, &c, NULL);
        numbers[i] = a.number;
    }
    assert_ok(store_commit(f->store, &f->err), f->err);
    assert_slice(get(f, numbers[0]).section.label,
                 SLICE("SPORT")); /* the first of equals in bytewise order */
    for (size_t i = 1; i < 4; i++)
        assert_slice(get(f, numbers[i]).section.label, labels[i]);
    Slice label;
    assert_ok(store_label(f->store, f->arena, FACET_SECTION, SLICE("sport"), &label, &f->err), f->err);
    assert_slice(label, SLICE("SPORT"));
    assert_status(store_label(f->store, f->arena, FACET_TAG, SLICE("sport"), &label, &f->err), STATUS_END,
                  f->err);
}

static void walks_go_by_number_by_id_and_by_batch(void **state)
{
    Fixture *f = *state;
    for (size_t batch = 0; batch < 3; batch++) {
        assert_ok(store_begin(f->store, &f->err), f->err);
        for (size_t i = 0; i < 5; i++) {
            Slice url = arena_format(f->arena, "https://example.org/%zu/%zu", 9 - i, batch);
            Capture c = fixture_capture(f, url, 100, url);
            Article a = fixture_article(f->arena, arena_format(f->arena, "%zu-%zu", 9 - i, batch), url,
                                        SLICE("H"), SLICE("T"));
            put(f, &a, &c, NULL);
        }
        SourceState source; /* a batch counts when it reads on in a source */
        assert_ok(store_source_open(f->store, SLICE("a"), SLICE("warc"), SLICE("aa"), 1, &source, &f->err),
                  f->err);
        assert_ok(store_source_advance(f->store, source.number, batch, false, &f->err), f->err);
        assert_ok(store_commit(f->store, &f->err), f->err);
    }
    int64_t *numbers;
    size_t count;
    Slices ids;
    assert_ok(store_articles(f->store, f->arena, 0, 0, 100, &numbers, &count, &f->err), f->err);
    assert_int_equal(count, 15);
    assert_ok(store_articles(f->store, f->arena, 4, 0, 3, &numbers, &count, &f->err), f->err);
    assert_int_equal(count, 3);
    assert_int_equal(numbers[0], 5);
    assert_ok(store_articles(f->store, f->arena, 0, 2, 100, &numbers, &count, &f->err), f->err);
    assert_int_equal(count, 5);
    assert_int_equal(numbers[0], 11);
    assert_ok(store_articles(f->store, f->arena, 0, 3, 100, &numbers, &count, &f->err), f->err);
    assert_int_equal(count, 0);
    assert_ok(store_articles_by_id(f->store, f->arena, SLICE("6-1"), 2, &numbers, &ids, &f->err), f->err);
    assert_int_equal(ids.count, 2);
    assert_slice(ids.items[0], SLICE("6-2"));
    assert_slice(ids.items[1], SLICE("7-0"));
    Standings standings = {0};
    assert_ok(store_standings_by_slug(f->store, f->arena, SLICE("1"), false, 3, &standings, &f->err), f->err);
    assert_int_equal(standings.count, 3);
}

static void an_address_of_a_photo_is_kept_with_each_use_that_has_another(void **state)
{
    Fixture *f = *state;
    static const char *const hrefs[] = {"https://cdn.example.org/a.jpg", "https://cdn.example.org/b.jpg", "",
                                        "https://cdn.example.org/a.jpg"};
    assert_ok(store_begin(f->store, &f->err), f->err);
    Slice url = SLICE("https://example.org/photos");
    Capture c = fixture_capture(f, url, 100, url);
    Article a = fixture_article(f->arena, SLICE("1"), url, SLICE("H"), SLICE("Text."));
    for (size_t i = 0; i < 4; i++)
        *LIST_ADD(f->arena, &a.media) = (Media){.id = SLICE("77"), .href = slice_from(hrefs[i])};
    *LIST_ADD(f->arena, &a.media) = (Media){.href = SLICE("https://cdn.example.org/c.jpg")};
    *LIST_ADD(f->arena, &a.media) = (Media){.caption = SLICE("A picture of which nothing is known.")};
    Put put;
    assert_ok(store_article_put(f->store, &a, &c, false, &put, &f->err), f->err);
    a.number = put.number;
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article got = {0};
    assert_ok(store_article_get(f->store, f->arena, a.number, ARTICLE_HEAD, &got, &f->err), f->err);
    assert_int_equal(got.media.count, 6);
    for (size_t i = 0; i < 6; i++) /* where the id alone is told, its address is known from elsewhere */
        assert_slice(got.media.items[i].href, a.media.items[i == 2 ? 0 : i].href);
    assert_int_equal(
        database_number(f->archive, f->arena, "SELECT count(*) FROM photo_use WHERE href IS NULL"), 3);
}

static void a_head_takes_its_body_later(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Slice url = SLICE("https://example.org/body");
    Capture c = fixture_capture(f, url, 100, url);
    Article a = fixture_article(f->arena, SLICE("1"), url, SLICE("H"), SLICE("Text & more."));
    *LIST_ADD(f->arena, &a.tags) = (Label){.slug = SLICE("t"), .label = SLICE("T")};
    Put put;
    assert_ok(store_article_put(f->store, &a, &c, false, &put, &f->err), f->err);
    a.number = put.number;
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article own = {0}, head = {0};
    assert_ok(store_article_get(f->store, f->arena, a.number, ARTICLE_OWN, &own, &f->err), f->err);
    assert_slice(own.headline, SLICE("H"));
    assert_int_equal(own.tags.count, 0);
    assert_ok(store_article_get(f->store, f->arena, a.number, ARTICLE_HEAD, &head, &f->err), f->err);
    assert_int_equal(head.tags.count, 1);
    assert_int_equal(head.body.count, 0);
    assert_ok(store_article_body(f->store, f->arena, &head, &f->err), f->err);
    assert_slice(head.text, a.text);
    assert_int_equal(head.body.count, 1);
    assert_slice(head.body.items[0].text, a.body.items[0].text);
    assert_int_equal(head.body.items[0].html.size, 0);
    Article none = {.number = 99};
    assert_status(store_article_body(f->store, f->arena, &none, &f->err), STATUS_END, f->err);
}

static void a_photo_knows_its_articles_and_its_fullest_record(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (int i = 0; i < 3; i++) {
        Slice url = arena_format(f->arena, "https://example.org/photo/%d", i);
        Capture c = fixture_capture(f, url, 100, url);
        Article a = fixture_article(f->arena, url, url, SLICE("H"), SLICE("T"));
        *LIST_ADD(f->arena, &a.media) = (Media){.id = SLICE("99"),
                                                .href = SLICE("https://example.org/p.jpg"),
                                                .caption = i == 1 ? SLICE("A caption") : SLICE_EMPTY};
        if (i < 2)
            assert_true(moment_make(&a.published, GRAIN_DAY, 2015 - i, 1, 1, 0, 0));
        put(f, &a, &c, NULL);
    }
    assert_ok(store_commit(f->store, &f->err), f->err);
    Media media;
    int64_t *articles;
    size_t count;
    assert_ok(store_media(f->store, f->arena, SLICE("99"), &media, &articles, &count, &f->err), f->err);
    assert_slice(media.caption, SLICE("A caption"));
    assert_int_equal(count, 3);
    assert_int_equal(articles[0], 2);
    assert_int_equal(articles[1], 1);
    assert_int_equal(articles[2], 3);
    assert_status(store_media(f->store, f->arena, SLICE("98"), &media, &articles, &count, &f->err),
                  STATUS_END, f->err);
}

static void the_commonest_host_becomes_the_home_host(void **state)
{
    Fixture *f = *state;
    const char *urls[] = {"https://b.example/one?x=1", "https://a.example/two/", "https://a.example/three"};
    assert_ok(store_begin(f->store, &f->err), f->err);
    for (size_t i = 0; i < 3; i++) {
        Capture c = fixture_capture(f, slice_from(urls[i]), 1398863700, slice_from(urls[i]));
        Article a = fixture_article(f->arena, arena_format(f->arena, "%zu", i), slice_from(urls[i]),
                                    SLICE("H"), SLICE("T"));
        put(f, &a, &c, NULL);
    }
    assert_slice(get(f, 1).path, SLICE("/one?x=1"));
    bool changed;
    assert_ok(store_settle_home_host(f->store, &changed, &f->err), f->err);
    assert_true(changed);
    assert_slice(store_settings(f->store)->home_host, SLICE("a.example"));
    assert_slice(get(f, 1).path, SLICE("/web/20140430131500/https://b.example/one?x=1"));
    assert_slice(get(f, 2).path, SLICE("/two/"));
    assert_ok(store_settle_home_host(f->store, &changed, &f->err), f->err);
    assert_false(changed);
    assert_ok(store_commit(f->store, &f->err), f->err);
    fixture_reopen(f, STORE_READ);
    assert_slice(store_settings(f->store)->home_host, SLICE("a.example"));
}

static void a_path_that_is_taken_gives_way_to_the_id(void **state)
{
    Fixture *f = *state;
    assert_ok(store_begin(f->store, &f->err), f->err);
    Slice trap = SLICE("https://example.org/id/2");
    Capture c = fixture_capture(f, trap, 100, SLICE("1"));
    Article a = fixture_article(f->arena, SLICE("1"), trap, SLICE("H"), SLICE("T"));
    Article b = fixture_article(f->arena, SLICE("2"), SLICE_EMPTY, SLICE("H"), SLICE("T"));
    put(f, &a, &c, NULL);
    put(f, &b, &c, NULL);
    assert_slice(a.path, SLICE("/id/2"));
    assert_slice(b.path, SLICE("/-/article/2"));
    assert_ok(store_commit(f->store, &f->err), f->err);
}

static void texts_of_any_bytes_survive(void **state)
{
    Fixture *f = *state;
    static const char bytes[] = "a\0b\xff'\"%s\n;DROP TABLE article;--";
    Slice wild = slice_of(bytes, sizeof bytes - 1);
    assert_ok(store_begin(f->store, &f->err), f->err);
    Capture c = fixture_capture(f, wild, INT64_MAX, wild);
    Article a = fixture_article(f->arena, wild, wild, wild, wild);
    put(f, &a, &c, NULL);
    assert_ok(store_commit(f->store, &f->err), f->err);
    Article back = get(f, a.number);
    assert_slice(back.headline, wild);
    assert_slice(back.text, wild);
    assert_slice(back.id, wild);
    assert_int_equal(back.captures.items[0].at_s, INT64_MAX);
}

static void an_unknown_number_is_no_article(void **state)
{
    Fixture *f = *state;
    Article article;
    assert_status(store_article_get(f->store, f->arena, 5, ARTICLE_WHOLE, &article, &f->err), STATUS_END,
                  f->err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whatever_goes_in_comes_out_the_same),
        TEST(the_dates_read_well_in_plain_sqlite),
        TEST(the_order_of_captures_leaves_no_trace),
        TEST(outcomes_tell_new_version_and_same),
        TEST(a_capture_read_anew_replaces_its_reading),
        TEST(one_piece_is_found_again_by_its_addresses_and_its_cms_id),
        TEST(without_an_address_the_id_tells),
        TEST(a_label_printed_otherwise_stays_as_printed),
        TEST(walks_go_by_number_by_id_and_by_batch),
        TEST(an_address_of_a_photo_is_kept_with_each_use_that_has_another),
        TEST(a_head_takes_its_body_later),
        TEST(a_photo_knows_its_articles_and_its_fullest_record),
        TEST(the_commonest_host_becomes_the_home_host),
        TEST(a_path_that_is_taken_gives_way_to_the_id),
        TEST(texts_of_any_bytes_survive),
        TEST(an_unknown_number_is_no_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
