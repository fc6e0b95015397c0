/* Columns and ids come back from a segment as they went in: numbers near a line, far from it, and anything.
 */
#include "index/ids.h"
#include "index/manifest.h"
#include "index/sink.h"
#include "index/test/world.h"

enum { DOCUMENTS = 1000 };

static int64_t any_step(Chance *c, uint32_t how)
{
    static const int64_t units[] = {1, 60, 3600, 86400};
    return how == 0 ? 0 : units[how % 4] * (int64_t)chance(c, how < 5 ? 3 : 100000);
}

/* The id of document `i`: numbers of one length, hexadecimal, or texts. */
static Slice any_id(Chance *c, Arena *arena, uint32_t how, uint32_t i)
{
    static const char *const words[] = {"", "ferry", "a-very-long-name-of-an-article-about-a-ferry", "é"};
    if (how == 0)
        return arena_format(arena, "%09u", i * 7);
    if (how == 1)
        return arena_format(arena, "x%08x%04x", i, chance(c, 65536));
    return arena_format(arena, "%s%u", words[chance(c, 4)], chance(c, 100));
}

/* Rows of one shape: how far times are apart, how ids look, whether some articles are far away. */
static void make_rows(Chance *c, Arena *arena, uint32_t ids, Row *rows, uint32_t count, uint32_t dated)
{
    uint32_t how = chance(c, 9);
    int64_t time = (int64_t)chance(c, 1u << 30) - (1 << 29), far = chance(c, 3) ? 0 : INT64_MIN / 2;
    for (uint32_t i = 0; i < count; i++) {
        time += any_step(c, how);
        rows[i] = (Row){.article = chance(c, 50) ? (int64_t)i * 3 : far + (int64_t)chance(c, 1u << 30),
                        .time_s = i < dated ? time : TIME_UNDATED,
                        .words = chance(c, 90),
                        .length = chance(c, 90) + (how == 8 ? 70000 : 0),
                        .id = any_id(c, arena, ids, i),
                        .structure = arena_format(arena, "%u", chance(c, 1u << 20))};
        if (i < dated)
            rows[i].days = (DayRange){(int32_t)i, (int32_t)(i + chance(c, 3))};
    }
}

static void compare_row(const Segment *segment, uint32_t doc, IdBuffer *buffer, const Row *row)
{
    DocKey key;
    DayRange days = {0, 0};
    uint32_t words, length;
    assert_true(segment_key(segment, doc, buffer, &key));
    assert_true(segment_words(segment, doc, &words) && segment_length(segment, doc, &length));
    assert_true(doc >= segment->dated || segment_days(segment, doc, &days));
    assert_true(key.article == row->article && key.time_s == row->time_s && slice_equal(key.id, row->id));
    assert_true(words == row->words && length == row->length);
    assert_true(days.first == row->days.first && days.last == row->days.last);
    assert_true(slice_equal(segment_structure(segment, doc), row->structure));
}

static void columns_and_ids_come_back(void **state)
{
    (void)state;
    Chance c = {21};
    for (uint32_t round = 0; round < 30; round++) {
        Error err;
        Arena *arena = arena_open(SIZE_MAX);
        const char *folder = test_folder(arena, "columns");
        remove_folder(folder);
        OK(file_make_folder(folder, &err));
        Row rows[DOCUMENTS];
        uint32_t count = 1 + chance(&c, DOCUMENTS), dated = chance(&c, count + 1);
        make_rows(&c, arena, round % 3, rows, count, dated);
        Sink *sink = sink_open(folder, true);
        for (uint32_t i = 0; i < count; i++)
            sink_document(sink, &rows[i]);
        uint64_t number;
        OK(sink_finish(sink, &number, &err));
        sink_close(sink);
        Segment *segment;
        OK(segment_open(segment_path(arena, folder, number), &segment, &err));
        IdBuffer buffer = {.arena = arena};
        for (uint32_t i = 0; i < count; i++)
            compare_row(segment, i, &buffer, &rows[i]);
        segment_close(segment);
        remove_folder(folder);
        arena_close(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_and_ids_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
