/* The dictionary: what is written is read back, by walking, by finding, by ordinal, whatever the keys; and
 * bytes that nobody wrote are read without harm. */
#include "index/dict.h"
#include "index/dict_write.h"
#include "index/test/world.h"

enum { KEYS = 3000 };

typedef struct Entry {
    Slice key;
    uint32_t df;
    uint64_t extra, postings_size, positions_size;
} Entry;

typedef struct Entries {
    Entry *items;
    size_t count, capacity;
} Entries;

static Slice any_form(Chance *c, Arena *arena)
{
    Builder b;
    builder_init(&b, arena);
    for (uint32_t parts = 1 + chance(c, chance(c, 50) == 0 ? 30 : 3); parts > 0; parts--) {
        static const char *const syllables[] = {"a", "b", "ba", "ab", "z", "9", "é", "ل", "-"};
        builder_add_string(&b, syllables[chance(c, 9)]);
    }
    return builder_slice(&b);
}

static Slice with_capitals(Arena *arena, Slice form, bool all)
{
    Slice copy = arena_copy(arena, form);
    for (size_t i = 0; i < (all ? copy.size : 1); i++)
        if (copy.data[i] >= 'a' && copy.data[i] <= 'z')
            ((char *)copy.data)[i] = (char)(copy.data[i] - 'a' + 'A');
    return copy;
}

static Slice any_key(Chance *c, Arena *arena, bool is_term)
{
    Slice form = any_form(c, arena), other = any_form(c, arena);
    uint32_t kind = chance(c, 6);
    if (is_term) {
        other = kind < 3 ? with_capitals(arena, form, kind == 2) : other;
        return kind == 5 ? form : arena_format(arena, "%.*s\x1F%.*s", SLICE_ARG(form), SLICE_ARG(other));
    }
    Builder b;
    builder_init(&b, arena);
    builder_add_byte(&b, (char)chance(c, FACET_FIELDS));
    builder_add(&b, form);
    builder_add_byte(&b, 0);
    builder_add(&b, kind < 4 ? form : other);
    return builder_slice(&b);
}

static int compare_keys(const void *left, const void *right)
{
    return slice_compare(((const Entry *)left)->key, ((const Entry *)right)->key);
}

static void any_entries(Chance *c, Arena *arena, bool is_term, Entries *entries)
{
    for (size_t i = 0; i < KEYS; i++) {
        bool is_rare = chance(c, 4) > 0;
        Entry entry = {any_key(c, arena, is_term), 1 + chance(c, is_rare ? 5 : 100000), 0,
                       1 + chance(c, is_rare ? 5 : 100000), 0};
        entry.extra = is_term && is_rare ? 0 : chance(c, is_term ? 70000 : 40);
        entry.positions_size = is_term ? 1 + chance(c, is_rare ? 5 : 100000) : 0;
        *LIST_ADD(arena, entries) = entry;
    }
    qsort(entries->items, entries->count, sizeof *entries->items, compare_keys);
    size_t kept = 1;
    for (size_t i = 1; i < entries->count; i++)
        if (!slice_equal(entries->items[i].key, entries->items[kept - 1].key))
            entries->items[kept++] = entries->items[i];
    entries->count = kept;
}

/* A segment of nothing but a dictionary, its one checksum said to be right. */
static void make_segment(Arena *arena, bool is_term, Slice blocks, Slice entries, uint32_t count,
                         Segment *segment)
{
    const DictSpec *spec = is_term ? &dict_terms : &dict_facets;
    size_t size = blocks.size + entries.size;
    char *bytes = arena_text(arena, size + CODEC_OVERREAD);
    memcpy(bytes, blocks.data, blocks.size);
    memcpy(bytes + blocks.size, entries.data, entries.size);
    *segment = (Segment){.arena = arena, .documents = DOCUMENTS_MAX, .covered = size};
    segment->terms = segment->facets = count;
    segment->map.bytes = slice_of(bytes, size);
    segment->sections[spec->blocks] = (SectionPlace){0, blocks.size};
    segment->sections[spec->entries] = (SectionPlace){blocks.size, entries.size};
    size_t words = size / CHUNK_SIZE / 64 + 1;
    segment->seen = (_Atomic uint64_t *)ARENA_ARRAY(arena, uint64_t, words);
    for (size_t i = 0; i < words; i++)
        segment->seen[i] = UINT64_MAX;
}

static void write_entries(Arena *arena, bool is_term, const Entries *entries, Slice *blocks, Slice *bytes)
{
    Section sections[2];
    DictWriter writer;
    Error err;
    for (size_t i = 0; i < 2; i++)
        section_init(&sections[i], arena, "/tmp");
    dict_writer_init(&writer, arena, &sections[0], &sections[1], is_term ? &dict_terms : &dict_facets);
    for (size_t i = 0; i < entries->count; i++) {
        const Entry *e = &entries->items[i];
        dict_writer_add(&writer, e->key, e->df, e->extra, e->postings_size, e->positions_size);
    }
    OK(section_map(&sections[0], blocks, &err));
    OK(section_map(&sections[1], bytes, &err));
}

static void assert_entry(const DictEntry *read, const Entry *written)
{
    assert_int_equal(slice_compare(read->key, written->key), 0);
    assert_int_equal(read->df, written->df);
    assert_int_equal(read->extra, written->extra);
    assert_int_equal(read->postings_size, written->postings_size);
    assert_int_equal(read->positions_size, written->positions_size);
}

static void check(Chance *c, bool is_term)
{
    Arena *arena = arena_open(SIZE_MAX);
    Entries entries = {0};
    Slice blocks, bytes;
    Segment segment;
    any_entries(c, arena, is_term, &entries);
    write_entries(arena, is_term, &entries, &blocks, &bytes);
    make_segment(arena, is_term, blocks, bytes, (uint32_t)entries.count, &segment);
    DictCursor cursor;
    dict_init(&cursor, arena, &segment, is_term ? &dict_terms : &dict_facets);
    uint64_t postings_at = 0;
    for (size_t i = 0; i < entries.count; i++) {
        assert_true(dict_next(&cursor));
        assert_entry(&cursor.entry, &entries.items[i]);
        assert_int_equal(cursor.entry.postings_at, postings_at);
        postings_at += entries.items[i].postings_size;
    }
    assert_false(dict_next(&cursor));
    assert_false(cursor.is_damaged);
    for (size_t i = 0; i < 500; i++) {
        size_t which = chance(c, (uint32_t)entries.count);
        assert_true(dict_find(&cursor, entries.items[which].key));
        assert_entry(&cursor.entry, &entries.items[which]);
        dict_seek_ordinal(&cursor, (uint32_t)which);
        assert_true(dict_next(&cursor));
        assert_entry(&cursor.entry, &entries.items[which]);
    }
    arena_close(arena);
}

static void a_dictionary_reads_back_as_it_was_written(void **state)
{
    (void)state;
    Chance c = {4711};
    for (int round = 0; round < 6; round++) {
        check(&c, true);
        check(&c, false);
    }
}

static void a_capital_and_a_value_that_is_its_key_cost_next_to_nothing(void **state)
{
    (void)state;
    Arena *arena = arena_open(SIZE_MAX);
    Entries entries = {0};
    Slice blocks, plain, both;
    *LIST_ADD(arena, &entries) = (Entry){SLICE("harbourmaster"), 1, 0, 1, 1};
    write_entries(arena, true, &entries, &blocks, &plain);
    *LIST_ADD(arena, &entries) = (Entry){SLICE("harbourmaster\x1FHARBOURMASTER"), 1, 0, 1, 1};
    *LIST_ADD(arena, &entries) = (Entry){SLICE("harbourmaster\x1FHarbourmaster"), 1, 0, 1, 1};
    write_entries(arena, true, &entries, &blocks, &both);
    assert_int_equal(both.size - plain.size, 4); /* two bytes each */
    arena_close(arena);
}

/* Keys that share all of the key before and repeat it must not grow without end. */
static void bytes_of_nobody_are_read_without_harm(void **state)
{
    (void)state;
    Chance c = {99};
    for (int round = 0; round < 3000; round++) {
        Arena *arena = arena_open((size_t)64 << 20);
        bool is_term = round % 2;
        char noise[600], place[4] = {0};
        static const unsigned char likely[] = {0x0F, 0xDF, 0xEF, 0xFF, 0x1F, 0xD1, 0xE1,
                                               0xF1, 0,    1,    2,    3,    0x7F};
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (char)(chance(&c, 3) ? likely[chance(&c, sizeof likely)] : chance(&c, 256));
        Segment segment;
        make_segment(arena, is_term, slice_of(place, 4), slice_of(noise, 1 + chance(&c, sizeof noise - 1)),
                     32, &segment);
        DictCursor cursor;
        dict_init(&cursor, arena, &segment, is_term ? &dict_terms : &dict_facets);
        size_t largest = 0;
        while (dict_next(&cursor))
            largest = cursor.entry.key.size > largest ? cursor.entry.key.size : largest;
        assert_true(largest <= 2 * sizeof noise + 1);
        arena_close(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dictionary_reads_back_as_it_was_written),
        cmocka_unit_test(a_capital_and_a_value_that_is_its_key_cost_next_to_nothing),
        cmocka_unit_test(bytes_of_nobody_are_read_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
