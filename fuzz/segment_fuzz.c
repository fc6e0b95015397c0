/* A segment of the index with changed bytes: opened, verified, searched. Damage is found or does no harm.
 *
 * The input is a list of changes to a small segment that is made once: a place (3 bytes) and a byte, again
 * and again. If the first byte is odd all checksums are made to fit again, so that the changes reach what
 * they guard. */
#include <fcntl.h>
#include <unistd.h>

#include "base/bytes.h"
#include "fuzz.h"
#include "index/format.h"
#include "index/manifest.h"
#include "index/segment.h"
#include "index/test/world.h"

enum { DOCUMENTS = 60, QUERIES = 24, ROWS = 6 };

typedef struct Sample {
    Arena *arena;
    char folder[64];
    Slice segment;
    ManifestSegment entry;
    Query *queries[QUERIES];
} Sample;

static void must(Status status, const Error *err)
{
    if (status != STATUS_OK)
        fatal("%s", err->message);
}

/* Rows of frequent words, which have lists of pairs. */
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

static void make_sample(Sample *sample)
{
    Error err = {{0}};
    Chance c = {4711};
    Manifest manifest = {0};
    IndexWriter *writer = NULL;
    sample->arena = arena_open(SIZE_MAX);
    snprintf(sample->folder, sizeof sample->folder, "fuzz_segment_%d", (int)getpid());
    must(index_writer_open(sample->folder, &writer, &err), &err);
    for (int64_t article = 1; article <= DOCUMENTS; article++)
        index_writer_add(writer, any_document(&c, sample->arena, article));
    must(index_writer_finish(writer, 1, &err), &err); /* with lists of pairs */
    index_writer_close(writer);
    must(manifest_read(sample->arena, sample->folder, &manifest, &err), &err);
    CHECK(manifest.count == 1);
    sample->entry = manifest.items[0];
    must(file_read(sample->arena, segment_path(sample->arena, sample->folder, sample->entry.number),
                   (size_t)8 << 20, &sample->segment, &err),
         &err);
    Segment *segment = NULL;
    must(segment_open(segment_path(sample->arena, sample->folder, sample->entry.number), &segment, &err),
         &err);
    CHECK(segment->pairs > 0);
    segment_close(segment);
    for (size_t i = 0; i < QUERIES; i++)
        sample->queries[i] = i < ROWS ? any_row(&c, sample->arena) : any_query(&c, sample->arena, 3);
}

/* Chunks, the row of their checksums, the footer: see index/format.h. */
static void reseal(char *bytes, size_t size)
{
    char *footer = bytes + size - FOOTER_SIZE;
    char *tail = footer + FOOTER_SIZE - SEGMENT_MAGIC_SIZE - 8;
    uint64_t covered = bytes_u64(tail - 16);
    if (covered > size - FOOTER_SIZE)
        return;
    uint64_t chunks = (covered + CHUNK_SIZE - 1) / CHUNK_SIZE;
    if (chunks * 8 > size - FOOTER_SIZE - covered)
        return;
    for (uint64_t i = 0; i < chunks; i++)
        bytes_put_u64(bytes + covered + i * 8,
                      slice_hash(slice_range(slice_of(bytes, (size_t)covered), (size_t)i * CHUNK_SIZE,
                                             (size_t)(i + 1) * CHUNK_SIZE)));
    bytes_put_u64(tail - 8, slice_hash(slice_of(bytes + covered, (size_t)chunks * 8)));
    bytes_put_u64(tail, slice_hash(slice_of(footer, (size_t)(tail - footer))));
}

static void write_segment(Sample *sample, Arena *arena, const uint8_t *data, size_t size)
{
    Error err = {{0}};
    ManifestSegment entry = sample->entry;
    Manifest manifest = {.mark = 1, .items = &entry, .count = 1};
    char *bytes = arena_text(arena, sample->segment.size);
    memcpy(bytes, sample->segment.data, sample->segment.size);
    for (size_t at = 1; at + 4 <= size; at += 4)
        bytes[(data[at] | (size_t)data[at + 1] << 8 | (size_t)data[at + 2] << 16) % sample->segment.size] =
            (char)data[at + 3];
    if (size > 0 && (data[0] & 1)) {
        reseal(bytes, sample->segment.size);
        entry.number = bytes_u64(bytes + sample->segment.size - SEGMENT_MAGIC_SIZE - 8);
    }
    int fd = -1;
    const char *path = segment_path(arena, sample->folder, entry.number);
    must(file_open(path, O_WRONLY | O_CREAT | O_TRUNC, &fd, &err), &err);
    must(file_write(fd, slice_of(bytes, sample->segment.size), &err), &err);
    file_close(fd);
    must(manifest_write(sample->folder, &manifest, &err), &err);
}

static void count_fault(void *context, const char *message)
{
    CHECK(message[0] != '\0');
    ++*(unsigned *)context;
}

/* A page of hits and the next: all orders, folded and not. */
static void search_one(const Index *index, Arena *arena, const Query *query, size_t i)
{
    static const FacetRequest requests[] = {{FACET_TAG, 0}, {FACET_SECTION, 3}, {FACET_HEADLINE, 3}};
    static const FacetField folded[] = {FACET_REPRINT, FACET_HEADLINE, FACET_AUTHOR};
    Error err = {{0}};
    Hits hits;
    SearchOptions options = {.sort = (SortKind)(i % SORTS),
                             .limit = 20,
                             .bm25 = BM25_USUAL,
                             .facets = requests,
                             .facet_count = i % 4,
                             .seed = i,
                             .is_fresh = i % 5 == 0,
                             .is_folded = i % 3 == 1,
                             .folded = folded[i / 3 % 3]};
    for (unsigned page = 0; page < 2; page++) {
        if (index_search(index, arena, query, &options, &hits, &err) != STATUS_OK)
            return;
        CHECK(hits.count <= 20);
        if (slice_is_empty(hits.cursor))
            return;
        options.cursor = hits.cursor;
    }
}

static void search_all(Sample *sample, Arena *arena)
{
    Index *index = NULL;
    Error err = {{0}};
    if (index_open(sample->folder, &index, &err) != STATUS_OK)
        return;
    for (size_t i = 0; i < QUERIES; i++)
        search_one(index, arena, sample->queries[i], i);
    FacetValue *words = NULL;
    size_t count = 0;
    int64_t *articles = NULL, neighbour = 0;
    CHECK(index_suggest(index, arena, SLICE("a"), 10, &words, &count, &err) != STATUS_OK || count <= 10);
    (void)!index_suggest_values(index, arena, FACET_TAG, SLICE("t"), 10, &words, &count, &err);
    (void)!index_articles(index, arena, &articles, &count, &err);
    index_neighbour(index, 7, true, &neighbour);
    index_close(index);
}

static void empty_folder(const char *folder, Arena *arena)
{
    Slices names;
    Error err = {{0}};
    must(file_list(arena, folder, &names, &err), &err);
    for (size_t i = 0; i < names.count; i++)
        must(file_remove(path_join(arena, folder, arena_string(arena, names.items[i])), &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Sample sample; /* made once: libFuzzer has no other place for it */
    unsigned faults = 0;
    uint64_t documents = 0;
    Error err = {{0}};
    if (!sample.arena)
        make_sample(&sample);
    Arena *arena = arena_open((size_t)256 << 20);
    write_segment(&sample, arena, data, size);
    search_all(&sample, arena);
    CHECK(index_verify(sample.folder, count_fault, &faults, &documents, &err) != STATUS_OK ||
          documents <= DOCUMENTS);
    empty_folder(sample.folder, arena);
    arena_close(arena);
    return 0;
}
