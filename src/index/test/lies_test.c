/* A segment that was made to lie, its checksums put right again: it may answer anything, but it never
 * crashes, hangs or reads outside its bytes. This reaches what the checksums otherwise keep from the
 * decoders. */
#include "index/manifest.h"
#include "index/segment.h"
#include "index/test/world.h"

enum { DOCUMENTS = 400, ROUNDS = 1000 };

/* The one segment of the folder. */
static Slice read_segment(Arena *arena, const char *folder, Manifest *manifest)
{
    Error err;
    Slice bytes;
    OK(manifest_read(arena, folder, manifest, &err));
    assert_int_equal(manifest->count, 1);
    OK(file_read(arena, segment_path(arena, folder, manifest->items[0].number), (size_t)1 << 30, &bytes,
                 &err));
    return bytes;
}

/* Makes all checksums true; gives the number that names the segment now. */
static uint64_t make_true(char *bytes, size_t size)
{
    char *footer = bytes + size - FOOTER_SIZE, *tail = bytes + size - SEGMENT_MAGIC_SIZE - 8;
    uint64_t covered = bytes_u64(tail - 16), chunks = (covered + CHUNK_SIZE - 1) / CHUNK_SIZE;
    char *checks = bytes + covered;
    for (uint64_t i = 0; i < chunks; i++) {
        uint64_t begin = i * CHUNK_SIZE, end = begin + CHUNK_SIZE < covered ? begin + CHUNK_SIZE : covered;
        bytes_put_u64(checks + 8 * i, slice_hash(slice_of(bytes + begin, (size_t)(end - begin))));
    }
    bytes_put_u64(tail - 8, slice_hash(slice_of(checks, (size_t)chunks * 8)));
    bytes_put_u64(tail, slice_hash(slice_of(footer, (size_t)(tail - footer))));
    return bytes_u64(tail);
}

static void write_index(Arena *arena, const char *folder, Slice segment, uint64_t number, const Manifest *old)
{
    Error err;
    remove_folder(folder);
    OK(file_make_folder(folder, &err));
    FILE *out = fopen(segment_path(arena, folder, number), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(segment.data, 1, segment.size, out), segment.size);
    assert_int_equal(fclose(out), 0);
    ManifestSegment named = old->items[0];
    named.number = number;
    Manifest manifest = {.mark = 1, .items = &named, .count = 1, .capacity = 1};
    OK(manifest_write(folder, &manifest, &err));
}

static void count_fault(void *context, const char *message)
{
    (void)message;
    ++*(int *)context;
}

static Status search(Index *index, Arena *arena, Chance *c, const Query *query)
{
    static const FacetRequest requests[] = {{FACET_TAG, 0}, {FACET_YEAR, 0}, {FACET_HEADLINE, 5}};
    static const FacetField folded[] = {FACET_REPRINT, FACET_HEADLINE, FACET_AUTHOR};
    Error err;
    Hits hits;
    SearchOptions options = {.sort = (SortKind)chance(c, SORTS),
                             .limit = 20,
                             .bm25 = BM25_USUAL,
                             .facets = requests,
                             .facet_count = chance(c, 4),
                             .seed = 7,
                             .is_fresh = chance(c, 4) == 0,
                             .is_folded = chance(c, 3) == 0,
                             .folded = folded[chance(c, 3)]};
    Status status = index_search(index, arena, query, &options, &hits, &err);
    if (status != STATUS_OK || slice_is_empty(hits.cursor))
        return status;
    options.cursor = hits.cursor;
    return index_search(index, arena, query, &options, &hits, &err);
}

/* Frequent words, one behind the other: mostly one with the other's list. */
static Query *any_row(Chance *c, Arena *arena)
{
    static const char *const stems[] = {"a", "ab", "abc", "b", "bca"};
    Query *row = new_query(arena, QUERY_PHRASE, 2 + chance(c, 2));
    for (size_t i = 0; i < row->child_count; i++) {
        row->children[i] = new_query(arena, QUERY_TERM, 0);
        row->children[i]->text = slice_from(stems[chance(c, 5)]);
    }
    return row;
}

/* Does everything that can be done with an index; what comes out does not matter. */
static void use(const char *folder, Chance *c)
{
    Error err;
    Arena *arena = arena_open(SIZE_MAX);
    Index *index = NULL;
    if (index_open(folder, &index, &err) == STATUS_OK) {
        for (int i = 0; i < 16; i++) {
            Status status = search(index, arena, c, i < 4 ? any_row(c, arena) : any_query(c, arena, 3));
            /* SKIP: words that are made to stand everywhere cost too much */
            assert_true(status == STATUS_OK || status == STATUS_FAIL || status == STATUS_SKIP);
        }
        FacetValue *words;
        int64_t *articles;
        size_t count;
        (void)!index_suggest(index, arena, SLICE("a"), 10, &words, &count, &err);
        (void)!index_suggest_values(index, arena, FACET_TAG, SLICE("t"), 10, &words, &count, &err);
        (void)!index_articles(index, arena, &articles, &count, &err);
        DayRange range;
        index_day_range(index, &range);
        index_stats(index);
    }
    index_close(index);
    int faults = 0;
    uint64_t documents;
    (void)!index_verify(folder, count_fault, &faults, &documents, &err);
    IndexWriter *writer = NULL;
    if (chance(c, 4) == 0 && index_writer_open(folder, &writer, &err) == STATUS_OK) {
        Document *document = any_document(c, arena, 1 + chance(c, DOCUMENTS * 2));
        index_writer_add(writer, document);
        (void)!index_writer_merge_all(writer, &err);
    }
    index_writer_close(writer);
    arena_close(arena);
}

/* Some bytes changed anywhere: in the sections, and now and then in the footer's tables. */
static void spoil(Chance *c, char *bytes, size_t size)
{
    size_t covered = (size_t)bytes_u64(bytes + size - SEGMENT_MAGIC_SIZE - 24);
    for (uint32_t changes = 1 + chance(c, 6); changes > 0; changes--) {
        size_t at = chance(c, (uint32_t)covered);
        if (chance(c, 6) == 0)
            at = size - FOOTER_SIZE + chance(c, FOOTER_SIZE - 32);
        static const unsigned char values[] = {0, 1, 0x7F, 0x80, 0xFF};
        bytes[at] = (char)(chance(c, 2) ? values[chance(c, sizeof values)] : (unsigned char)chance(c, 256));
    }
}

static void a_segment_that_lies_never_crashes(void **state)
{
    (void)state;
    Error err;
    Chance c = {31337};
    Arena *arena = arena_open(SIZE_MAX);
    const char *folder = test_folder(arena, "lies");
    remove_folder(folder);
    IndexWriter *writer = NULL;
    OK(index_writer_open(folder, &writer, &err));
    for (int64_t article = 1; article <= DOCUMENTS; article++)
        index_writer_add(writer, any_document(&c, arena, article));
    OK(index_writer_finish(writer, 1, &err));
    index_writer_close(writer);
    Manifest manifest;
    Slice good = read_segment(arena, folder, &manifest);
    for (int round = 0; round < ROUNDS; round++) {
        Arena *scratch = arena_open(SIZE_MAX);
        Slice copy = arena_copy(scratch, good);
        spoil(&c, (char *)copy.data, copy.size);
        /* the place of the checksums is kept, so that they can be put right */
        memcpy((char *)copy.data + copy.size - SEGMENT_MAGIC_SIZE - 24,
               good.data + good.size - SEGMENT_MAGIC_SIZE - 24, 8);
        uint64_t number = make_true((char *)copy.data, copy.size);
        write_index(scratch, folder, copy, number, &manifest);
        use(folder, &c);
        arena_close(scratch);
    }
    remove_folder(folder);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_segment_that_lies_never_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
