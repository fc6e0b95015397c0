/* A mapped segment: its footer, its checksums, its columns. In: a file that anything may have happened to.
 * Out: bytes that are as they were written, or a refusal.
 *
 * Hashing a whole index when it is opened would make opening slow, and not hashing it would make answers
 * wrong after a disk's mistake. So each 16 KiB is hashed when first touched and remembered in a bit; threads
 * may do so side by side, the worst that happens is that both do the work. */
#include "index/segment.h"

#include "base/builder.h"

#define DELETIONS_MAGIC "BFDEL001"
#define DELETIONS_HEAD 24u /* magic, u32 documents, u32 zero, u64 XXH3 of the bits */

/* ---- opening ---- */

static Status damaged(Error *err, const char *path, const char *what)
{
    return error_set(err, STATUS_SKIP, "index segment '%s' is damaged: %s", path, what);
}

static void read_tables(Segment *segment, const unsigned char *at)
{
    for (size_t i = 0; i < SECTIONS; i++, at += 16)
        segment->sections[i] = (SectionPlace){bytes_u64(at), bytes_u64(at + 8)};
    for (size_t i = 0; i < FACET_FIELDS; i++, at += 32)
        segment->columns[i] = (FacetColumn){bytes_u32(at),      bytes_u32(at + 4),  bytes_u32(at + 8),
                                            bytes_u32(at + 12), bytes_u64(at + 16), bytes_u64(at + 24)};
    segment->documents = bytes_u32(at);
    segment->dated = bytes_u32(at + 4);
    segment->terms = bytes_u32(at + 8);
    segment->facets = bytes_u32(at + 12);
    segment->positions = bytes_u64(at + 16);
    segment->postings = bytes_u64(at + 24);
    segment->covered = bytes_u64(at + 32);
}

static bool columns_fit(const Segment *segment)
{
    uint64_t size = segment->sections[SECTION_FACET_COLUMNS].size, n = segment->documents;
    for (size_t i = 0; i < FACET_FIELDS; i++) {
        const FacetColumn *c = &segment->columns[i];
        uint64_t least = c->shape == COLUMN_NONE ? 0 : n * (c->shape == COLUMN_MULTI ? 4 : c->width);
        bool is_width = c->width == 1 || c->width == 2 || c->width == 4;
        if (c->shape > COLUMN_MULTI || (c->shape != COLUMN_NONE && !is_width) || c->size < least ||
            c->at > size || c->size > size - c->at || c->first > segment->facets ||
            c->count > segment->facets - c->first)
            return false;
    }
    return true;
}

static bool sections_fit(const Segment *segment)
{
    static const struct {
        SectionKind kind;
        unsigned width;
    } columns[] = {{SECTION_ARTICLES, 8}, {SECTION_TIMES, 8},         {SECTION_DAYS, 8},
                   {SECTION_WORDS, 4},    {SECTION_LENGTHS, 4},       {SECTION_BY_ARTICLE, 4},
                   {SECTION_ID_ENDS, 4},  {SECTION_STRUCTURE_ENDS, 4}};
    for (size_t i = 0; i < SECTIONS; i++) {
        const SectionPlace *place = &segment->sections[i];
        if (place->at > segment->covered || place->size > segment->covered - place->at)
            return false;
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (segment->sections[columns[i].kind].size != (uint64_t)segment->documents * columns[i].width)
            return false;
    }
    uint64_t term_blocks = ((uint64_t)segment->terms + DICT_BLOCK - 1) / DICT_BLOCK;
    uint64_t facet_blocks = ((uint64_t)segment->facets + DICT_BLOCK - 1) / DICT_BLOCK;
    return segment->documents <= DOCUMENTS_MAX && segment->dated <= segment->documents &&
           segment->sections[SECTION_TERM_BLOCKS].size == term_blocks * 4 &&
           segment->sections[SECTION_FACET_BLOCKS].size == facet_blocks * 4 &&
           segment->sections[SECTION_WINDOWS].size == segment_windows(segment) * WINDOW_RECORD_SIZE &&
           columns_fit(segment);
}

static Status read_footer(Segment *segment, const char *path, Error *err)
{
    Slice file = segment->map.bytes;
    if (file.size < SEGMENT_MAGIC_SIZE + FOOTER_SIZE)
        return damaged(err, path, "it is too short");
    const unsigned char *footer = (const unsigned char *)file.data + file.size - FOOTER_SIZE;
    const unsigned char *tail = footer + FOOTER_SIZE - SEGMENT_MAGIC_SIZE - 8;
    if (memcmp(tail + 8, SEGMENT_MAGIC, SEGMENT_MAGIC_SIZE) != 0 ||
        memcmp(file.data, SEGMENT_MAGIC, SEGMENT_MAGIC_SIZE) != 0)
        return damaged(err, path, "it does not end or begin as a segment of this version");
    segment->number = slice_hash(slice_of(footer, (size_t)(tail - footer)));
    if (segment->number != bytes_u64(tail))
        return damaged(err, path, "the footer's checksum is wrong");
    read_tables(segment, footer);
    uint64_t chunks = (segment->covered + CHUNK_SIZE - 1) / CHUNK_SIZE;
    if (segment->covered > file.size || file.size - FOOTER_SIZE - segment->covered != chunks * 8)
        return damaged(err, path, "its size is not what the footer says");
    segment->checks = (const unsigned char *)file.data + segment->covered;
    if (slice_hash(slice_of(segment->checks, (size_t)chunks * 8)) != bytes_u64(tail - 8))
        return damaged(err, path, "the checksum of the checksums is wrong");
    if (!sections_fit(segment))
        return damaged(err, path, "a section lies outside the file");
    segment->seen = arena_alloc_array(segment->arena, (size_t)chunks / 64 + 1, sizeof *segment->seen);
    segment->whole = arena_alloc_array(segment->arena, SECTIONS, sizeof *segment->whole);
    return STATUS_OK;
}

Status segment_open(const char *path, Segment **segment, Error *err)
{
    *segment = NULL;
    FileMap map;
    if (file_kind(path) == FILE_MISSING)
        return STATUS_END;
    Status status = file_map(path, &map, err);
    if (status != STATUS_OK)
        return status;
    Arena *arena = arena_open(SIZE_MAX);
    Segment *made = ARENA_NEW(arena, Segment);
    made->arena = arena;
    made->map = map;
    made->codec = codec_best();
    status = read_footer(made, path, err);
    if (status != STATUS_OK) {
        segment_close(made);
        return status;
    }
    *segment = made;
    return STATUS_OK;
}

void segment_close(Segment *segment)
{
    if (!segment)
        return;
    file_unmap(&segment->map);
    arena_close(segment->arena);
}

void segment_forget(const Segment *segment)
{
    file_map_forget(&segment->map, 0, segment->map.bytes.size);
}

/* ---- deletions ---- */

size_t deletion_words(uint32_t documents)
{
    return ((size_t)documents + WINDOW_SIZE - 1) / WINDOW_SIZE * WINDOW_WORDS;
}

uint64_t deletions_number(const uint64_t *bits, uint32_t documents)
{
    uint64_t number = slice_hash(slice_of(bits, deletion_words(documents) * 8));
    return number ? number : 1;
}

Status segment_load_deletions(Segment *segment, const char *path, uint64_t number, Error *err)
{
    Slice bytes;
    size_t words = deletion_words(segment->documents);
    Status status = file_read(segment->arena, path, DELETIONS_HEAD + words * 8, &bytes, err);
    if (status == STATUS_FAIL || status == STATUS_END)
        return status;
    if (status == STATUS_SKIP || bytes.size != DELETIONS_HEAD + words * 8 ||
        memcmp(bytes.data, DELETIONS_MAGIC, 8) != 0 || bytes_u32(bytes.data + 8) != segment->documents ||
        bytes_u32(bytes.data + 12) != 0 ||
        bytes_u64(bytes.data + 16) != slice_hash(slice_skip(bytes, DELETIONS_HEAD)))
        return error_set(err, STATUS_SKIP, "deletions '%s' of the index are damaged", path);
    segment->deleted = ARENA_ARRAY(segment->arena, uint64_t, words);
    segment->deleted_count = 0;
    for (size_t i = 0; i < words; i++) {
        segment->deleted[i] = bytes_u64(bytes.data + DELETIONS_HEAD + i * 8);
        segment->deleted_count += (uint32_t)__builtin_popcountll(segment->deleted[i]);
    }
    if (deletions_number(segment->deleted, segment->documents) != number)
        return error_set(err, STATUS_SKIP, "deletions '%s' of the index are damaged", path);
    return STATUS_OK;
}

Status deletions_write(const char *path, const uint64_t *bits, uint32_t documents, Error *err)
{
    size_t words = deletion_words(documents);
    Arena *arena = arena_open(SIZE_MAX);
    unsigned char *out = arena_alloc(arena, DELETIONS_HEAD + words * 8);
    memcpy(out, DELETIONS_MAGIC, 8);
    bytes_put_u32(out + 8, documents);
    for (size_t i = 0; i < words; i++)
        bytes_put_u64(out + DELETIONS_HEAD + i * 8, bits[i]);
    bytes_put_u64(out + 16, slice_hash(slice_of(out + DELETIONS_HEAD, words * 8)));
    Status status = file_replace(path, slice_of(out, DELETIONS_HEAD + words * 8), err);
    arena_close(arena);
    return status;
}

/* ---- bytes ---- */

static bool check_chunk(const Segment *segment, uint64_t chunk)
{
    _Atomic uint64_t *word = &segment->seen[chunk / 64];
    uint64_t bit = (uint64_t)1 << (chunk % 64);
    if (atomic_load_explicit(word, memory_order_relaxed) & bit)
        return true;
    uint64_t begin = chunk * CHUNK_SIZE;
    uint64_t end = begin + CHUNK_SIZE < segment->covered ? begin + CHUNK_SIZE : segment->covered;
    Slice bytes = slice_of(segment->map.bytes.data + begin, (size_t)(end - begin));
    if (slice_hash(bytes) != bytes_u64(segment->checks + chunk * 8))
        return false;
    atomic_fetch_or_explicit(word, bit, memory_order_relaxed);
    return true;
}

bool segment_is_whole(const Segment *segment, uint64_t at, uint64_t size)
{
    if (size == 0)
        return true;
    for (uint64_t chunk = at / CHUNK_SIZE; chunk <= (at + size - 1) / CHUNK_SIZE; chunk++) {
        if (!check_chunk(segment, chunk))
            return false;
    }
    return true;
}

const unsigned char *segment_section(const Segment *segment, SectionKind kind)
{
    const SectionPlace *place = &segment->sections[kind];
    if (atomic_load_explicit(&segment->whole[kind], memory_order_relaxed))
        return (const unsigned char *)segment->map.bytes.data + place->at;
    const unsigned char *bytes = segment_bytes(segment, kind, 0, place->size);
    if (bytes)
        atomic_store_explicit(&segment->whole[kind], true, memory_order_relaxed);
    return bytes;
}

const unsigned char *segment_bytes(const Segment *segment, SectionKind kind, uint64_t at, uint64_t size)
{
    const SectionPlace *place = &segment->sections[kind];
    if (at > place->size || size > place->size - at)
        return NULL;
    at += place->at;
    if (!segment_is_whole(segment, at, size))
        return NULL;
    return (const unsigned char *)segment->map.bytes.data + at;
}

/* ---- columns ---- */

bool segment_article(const Segment *segment, uint32_t doc, int64_t *article)
{
    const unsigned char *at = segment_bytes(segment, SECTION_ARTICLES, (uint64_t)doc * 8, 8);
    *article = at ? (int64_t)bytes_u64(at) : 0;
    return at != NULL;
}

bool segment_length(const Segment *segment, uint32_t doc, uint32_t *length)
{
    const unsigned char *at = segment_bytes(segment, SECTION_LENGTHS, (uint64_t)doc * 4, 4);
    *length = at ? bytes_u32(at) : 0;
    return at != NULL;
}

static bool segment_id(const Segment *segment, uint32_t doc, Slice *id)
{
    const unsigned char *end = segment_bytes(segment, SECTION_ID_ENDS, (uint64_t)doc * 4, 4);
    const unsigned char *begin =
        doc > 0 ? segment_bytes(segment, SECTION_ID_ENDS, (uint64_t)(doc - 1) * 4, 4) : NULL;
    if (!end || (doc > 0 && !begin))
        return false;
    uint32_t first = begin ? bytes_u32(begin) : 0, last = bytes_u32(end);
    if (first > last)
        return false;
    const unsigned char *bytes = segment_bytes(segment, SECTION_IDS, first, last - first);
    *id = slice_of(bytes, last - first);
    return bytes != NULL;
}

bool segment_key(const Segment *segment, uint32_t doc, DocKey *key)
{
    const unsigned char *time = segment_bytes(segment, SECTION_TIMES, (uint64_t)doc * 8, 8);
    key->time_s = time ? (int64_t)bytes_u64(time) : 0;
    return time && segment_id(segment, doc, &key->id) && segment_article(segment, doc, &key->article);
}

Slice segment_structure(const Segment *segment, uint32_t doc)
{
    const unsigned char *ends = segment_section(segment, SECTION_STRUCTURE_ENDS);
    if (!ends)
        return SLICE_EMPTY;
    uint64_t first = doc > 0 ? bytes_u32(ends + (size_t)(doc - 1) * 4) : 0;
    uint64_t last = bytes_u32(ends + (size_t)doc * 4);
    if (first > last)
        return SLICE_EMPTY;
    return slice_of(segment_bytes(segment, SECTION_STRUCTURE, first, last - first), (size_t)(last - first));
}

bool segment_find_article(const Segment *segment, int64_t article, uint32_t *doc)
{
    uint32_t low = 0, high = segment->documents;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const unsigned char *at = segment_bytes(segment, SECTION_BY_ARTICLE, (uint64_t)middle * 4, 4);
        int64_t here = 0;
        if (!at || bytes_u32(at) >= segment->documents || !segment_article(segment, bytes_u32(at), &here))
            return false;
        *doc = bytes_u32(at);
        if (here == article)
            return true;
        if (here < article)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

int doc_key_compare(const DocKey *a, const DocKey *b)
{
    if (a->time_s != b->time_s)
        return a->time_s < b->time_s ? -1 : 1;
    int order = slice_compare(a->id, b->id);
    return order != 0 ? order : (a->article > b->article) - (a->article < b->article);
}

bool segment_ordinals(const Segment *segment, FacetField field, uint32_t doc, Ordinals *ordinals)
{
    const FacetColumn *column = &segment->columns[field];
    *ordinals = (Ordinals){NULL, 0};
    if (column->shape == COLUMN_NONE)
        return true;
    if (column->shape == COLUMN_SINGLE) {
        const unsigned char *at = segment_bytes(segment, SECTION_FACET_COLUMNS,
                                                column->at + (uint64_t)doc * column->width, column->width);
        if (at && ordinal_at(at, column->width) != UINT32_MAX)
            *ordinals = (Ordinals){at, 1};
        return at != NULL;
    }
    const unsigned char *end =
        segment_bytes(segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)doc * 4, 4);
    const unsigned char *begin =
        doc > 0 ? segment_bytes(segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)doc * 4 - 4, 4) : NULL;
    if (!end || (doc > 0 && !begin))
        return false;
    uint32_t first = begin ? bytes_u32(begin) : 0, last = bytes_u32(end);
    uint64_t values = (column->size - (uint64_t)segment->documents * 4) / column->width;
    if (first > last || last > values)
        return false;
    ordinals->count = last - first;
    ordinals->data =
        segment_bytes(segment, SECTION_FACET_COLUMNS,
                      column->at + (uint64_t)segment->documents * 4 + (uint64_t)first * column->width,
                      (uint64_t)(last - first) * column->width);
    return ordinals->data != NULL;
}
