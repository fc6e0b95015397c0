/* Answers that help, on a small archive: what was added, what is near, which clause brought nothing, what
 * splits much; other languages; ranking by nearness; ways to go on typing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "archive/inside.h"
#include "base/builder.h"
#include "base/file.h"

typedef struct World {
    Arena *arena;
    char root[64];
    const char *folder;
    Archive *archive;
} World;

static World w;

static void add_line(Builder *b, int number, const char *section, const char *headline, const char *text)
{
    builder_format(b,
                   "{\"url\":\"https://paper.example/%s/story-%d\",\"headline\":\"%s\",\"text\":\"%s\","
                   "\"published\":\"20%02d-03-01\",\"section\":{\"slug\":\"%s\",\"label\":\"The %s\"},"
                   "\"byline\":\"Omar Farouk\"}\n",
                   section, number, headline, text, 10 + number % 4, section, section);
}

static int open_world(void **state)
{
    (void)state;
    static const Settings settings = {.title = {"T", 1}, .language = {"en", 2}, .timezone = {"UTC", 3}};
    Builder b;
    Error err;
    w = (World){.arena = arena_open((size_t)512 << 20), .root = "/tmp/backfile-help-XXXXXX"};
    assert_non_null(mkdtemp(w.root));
    w.folder = path_join(w.arena, w.root, "archive");
    builder_init(&b, w.arena);
    for (int i = 1; i <= 120; i++)
        add_line(&b, i, i % 3 ? "world" : "sport", i == 5 ? "Qadhafi speaks" : "Minister speaks",
                 i == 7 ? "Colonel Gaddafi and the harbour of Kadafi were far from each other and the strike."
                 : i == 8 ? "A harbour strike. Colonel Gaddafi."
                 : i == 9 ? "The Élysée was silent and Mr. GADDAFI too."
                          : "Nothing happened at all in the whole of the town.");
    assert_int_equal(file_replace(path_join(w.arena, w.root, "a.jsonl"), builder_slice(&b), &err), STATUS_OK);
    assert_int_equal(archive_init(w.folder, &settings, &err), STATUS_OK);
    assert_int_equal(archive_open(w.folder, ARCHIVE_WRITE, &w.archive, &err), STATUS_OK);
    const char *sources[] = {path_join(w.arena, w.root, "a.jsonl")};
    ImportReport report;
    IngestOptions options = {.workers = 1};
    assert_int_equal(archive_ingest(w.archive, w.arena, sources, 1, &options, &report, &err), STATUS_OK);
    assert_int_equal(report.articles, 120);
    uint64_t generation;
    return archive_refresh(w.archive, &generation, &err);
}

static int close_world(void **state)
{
    (void)state;
    archive_close(w.archive);
    Slices files = {0};
    Error err;
    assert_int_equal(file_walk(w.arena, w.root, &files, &err), STATUS_OK);
    for (size_t i = 0; i < files.count; i++)
        unlink(path_join(w.arena, w.root, arena_string(w.arena, files.items[i])));
    static const char *const folders[] = {"archive/warc", "archive/index", "archive", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(path_join(w.arena, w.root, folders[i]));
    arena_close(w.arena);
    return 0;
}

static Answer ask(const char *typed, const char *lang)
{
    SearchRequest request = {.typed = slice_from(typed),
                             .lang = slice_from(lang),
                             .options = {.sort = SORT_RELEVANCE, .limit = 20},
                             .with_clauses = true,
                             .with_help = true,
                             .with_score_parts = true,
                             .snippets_per_hit = 1};
    Answer answer;
    Error err;
    if (archive_search(w.archive, w.arena, &request, &answer, &err) != STATUS_OK)
        fail_msg("'%s': %s", typed, err.message);
    return answer;
}

static bool has_added(const Answer *answer, const char *how, const char *word, uint64_t count)
{
    for (size_t i = 0; i < answer->help.added.count; i++) {
        const AddedWord *added = &answer->help.added.items[i];
        if (slice_equal(added->how, slice_from(how)) && slice_equal(added->word, slice_from(word)))
            return added->count == count;
    }
    return false;
}

static bool offers_word(const OtherWordsList *list, const char *word)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < list->items[i].count; k++)
            if (slice_equal(list->items[i].words[k].value, slice_from(word)))
                return true;
    return false;
}

static void what_was_added_is_told_with_counts(void **state)
{
    (void)state;
    Answer answer = ask("sounds(gaddafi)", "native");
    assert_int_equal(answer.total, 4);
    assert_true(has_added(&answer, "sounds", "qadhafi", 1) && has_added(&answer, "sounds", "kadafi", 1));
    answer = ask("elysee", "native");
    assert_int_equal(answer.total, 1);
    assert_true(has_added(&answer, "folding", "Élysée", 1));
    answer = ask("gaddafi", "native");
    assert_int_equal(answer.total, 3); /* nothing is added in silence */
    assert_int_equal(answer.help.added.count, 0);
    assert_true(offers_word(&answer.help.variants, "qadhafi") &&
                offers_word(&answer.help.variants, "kadafi"));
    assert_true(slice_equal(answer.help.variants.items[0].native, SLICE("variants(gaddafi)")));
    assert_int_equal(ask("variants(gaddafi)", "native").total, 4);
    assert_int_equal(ask("caps(gaddafi) -allcaps(gaddafi)", "native").total, 2);
}

static void nothing_found_is_explained(void **state)
{
    (void)state;
    Answer answer = ask("harbuor strike date:2013", "native");
    assert_int_equal(answer.total, 0);
    assert_true(offers_word(&answer.help.spellings, "harbour"));
    assert_int_equal(answer.clause_count, 3);
    assert_int_equal(answer.help.without[0], 1); /* strike of 2013: story 7 */
    assert_int_equal(answer.help.without[1], 0);
    assert_true(slice_equal(answer.help.without_native[0], SLICE("strike AND date:2013")));
    assert_true(answer.help.has_opened);
    assert_int_equal(answer.help.opened, 0);
    answer = ask("elysee date:2010", "native");
    assert_int_equal(answer.total, 0);
    assert_int_equal(answer.help.opened, 1);
}

static void much_found_is_split(void **state)
{
    (void)state;
    Answer answer = ask("speaks", "native");
    assert_int_equal(answer.total, 120);
    assert_true(answer.help.narrow_count >= 2);
    assert_int_equal(answer.help.narrow[0].field, FACET_YEAR); /* four equal parts */
    assert_int_equal(answer.help.narrow[1].field, FACET_SECTION);
    assert_int_equal(answer.help.narrow[1].values[0].count, 80);
    assert_int_equal(ask("harbour", "native").help.narrow_count, 0);
}

static void words_side_by_side_rank_higher(void **state)
{
    (void)state;
    Answer answer = ask("harbour strike", "native");
    assert_int_equal(answer.total, 2);
    assert_true(slice_ends_with(answer.hits[0].article.path, SLICE("story-8")));
    assert_true(answer.hits[0].score > answer.hits[1].score);
    uint64_t sum = 0;
    for (size_t i = 0; i < answer.hits[0].parts.count; i++)
        sum += answer.hits[0].parts.items[i].score;
    assert_int_equal(sum, answer.hits[0].score);
    assert_int_equal(answer.hits[0].snippets[0].mark_count, 1); /* one mark for the two words */
}

static void other_languages_are_read_when_asked_and_offered_when_seen(void **state)
{
    (void)state;
    assert_int_equal(ask("harbour w/2 strike", "nexis").total, 1);
    Answer answer = ask("harbour w/2 strike", "native");
    assert_int_equal(answer.offer_count, 2);
    assert_true(slice_equal(answer.offers[1].lang, SLICE("nexis")));
    assert_true(slice_equal(answer.offers[1].native, SLICE("harbour NEAR/2 strike")));
    Error err;
    SearchRequest request = {.typed = SLICE("harbour W/2 strike"), .is_count_only = true};
    assert_int_equal(archive_search(w.archive, w.arena, &request, &answer, &err), STATUS_SKIP);
    assert_true(slice_equal(answer.error_code, SLICE("w-number")));
    assert_non_null(strstr(err.message, "it can be read as factiva or nexis"));
    request.lang = SLICE("latin");
    assert_int_equal(archive_search(w.archive, w.arena, &request, &answer, &err), STATUS_SKIP);
}

static void typing_is_completed(void **state)
{
    (void)state;
    Completions found = {0};
    Error err;
    assert_int_equal(archive_complete(w.archive, w.arena, SLICE("s"), 5, &found, &err), STATUS_OK);
    bool has_section = false, has_word = false;
    for (size_t i = 0; i < found.count; i++) {
        has_section |= slice_equal(found.items[i].kind, SLICE("section")) &&
                       slice_equal(found.items[i].query, SLICE("section:sport")) &&
                       found.items[i].count == 40 && slice_equal(found.items[i].label, SLICE("The sport"));
        has_word |= slice_equal(found.items[i].label, SLICE("speaks")) && found.items[i].count == 120;
    }
    assert_true(has_section && has_word);
    found = (Completions){0};
    assert_int_equal(archive_complete(w.archive, w.arena, SLICE("Omar"), 5, &found, &err), STATUS_OK);
    assert_true(found.count > 0 && slice_equal(found.items[0].kind, SLICE("person")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_told_with_counts),
        cmocka_unit_test(nothing_found_is_explained),
        cmocka_unit_test(much_found_is_split),
        cmocka_unit_test(words_side_by_side_rank_higher),
        cmocka_unit_test(other_languages_are_read_when_asked_and_offered_when_seen),
        cmocka_unit_test(typing_is_completed),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
