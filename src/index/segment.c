/* A mapped segment: its footer, its checksums, its columns. In: a file that anything may have happened to.
 * Out: bytes that are as they were written, or a refusal.
 *
 * Hashing a whole index when it is opened would make opening slow, and not hashing it would make answers
 * wrong after a disk's mistake. So each 16 KiB is hashed when first touched and remembered in a bit; threads
 * may do so side by side, the worst that happens is that both do the work. */
#include "index/segment.h"

#include "base/builder.h"
#include "index/ids.h"

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
    segment->pairs = bytes_u32(at + 32);
    segment->has_pairs = bytes_u32(at + 36) != 0;
    segment->covered = bytes_u64(at + 40);
    segment->length_width =
        segment->sections[SECTION_LENGTHS].size > (uint64_t)segment->documents * 2 ? 4 : 2;
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
    for (size_t i = 0; i < SECTIONS; i++) {
        const SectionPlace *place = &segment->sections[i];
        if (place->at > segment->covered || place->size > segment->covered - place->at)
            return false;
    }
    uint64_t term_blocks = ((uint64_t)segment->terms + DICT_BLOCK - 1) / DICT_BLOCK;
    uint64_t facet_blocks = ((uint64_t)segment->facets + DICT_BLOCK - 1) / DICT_BLOCK;
    uint64_t pair_blocks = ((uint64_t)segment->pairs + DICT_BLOCK - 1) / DICT_BLOCK;
    return segment->documents <= DOCUMENTS_MAX && segment->dated <= segment->documents &&
           segment->sections[SECTION_TERM_BLOCKS].size == term_blocks * 4 &&
           segment->sections[SECTION_FACET_BLOCKS].size == facet_blocks * 4 &&
           segment->sections[SECTION_PAIR_BLOCKS].size == pair_blocks * 4 &&
           segment->sections[SECTION_WINDOWS].size == segment_windows(segment) * WINDOW_RECORD_SIZE &&
           (segment->length_width == 2 || segment->length_width == 4) &&
           segment->sections[SECTION_LENGTHS].size == (uint64_t)segment->documents * segment->length_width &&
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

static bool number_of(const Segment *segment, SectionKind kind, uint32_t count, uint32_t i, int64_t *number)
{
    Column column;
    *number = 0;
    return column_open(&column, segment, kind, count) && column_get(&column, i, number);
}

bool segment_article(const Segment *segment, uint32_t doc, int64_t *article)
{
    return number_of(segment, SECTION_ARTICLES, segment->documents, doc, article);
}

bool segment_length(const Segment *segment, uint32_t doc, uint32_t *length)
{
    const unsigned width = segment->length_width;
    const unsigned char *at = segment_bytes(segment, SECTION_LENGTHS, (uint64_t)doc * width, width);
    *length = !at ? 0 : width == 2 ? bytes_u16(at) : bytes_u32(at);
    return at != NULL;
}

bool segment_days(const Segment *segment, uint32_t doc, DayRange *days)
{
    int64_t first, span;
    if (!number_of(segment, SECTION_DAYS, segment->dated, doc, &first) ||
        !number_of(segment, SECTION_DAY_SPANS, segment->dated, doc, &span) || first < INT32_MIN ||
        first > INT32_MAX || span < INT32_MIN - first || span > INT32_MAX - first)
        return false;
    *days = (DayRange){(int32_t)first, (int32_t)(first + span)};
    return true;
}

bool segment_words(const Segment *segment, uint32_t doc, uint32_t *words)
{
    int64_t less;
    uint32_t length;
    if (!segment_length(segment, doc, &length) ||
        !number_of(segment, SECTION_WORDS, segment->documents, doc, &less))
        return false;
    *words = length - (uint32_t)less;
    return true;
}

bool segment_key(const Segment *segment, uint32_t doc, IdBuffer *buffer, DocKey *key)
{
    key->time_s = TIME_UNDATED;
    return (doc >= segment->dated || number_of(segment, SECTION_TIMES, segment->dated, doc, &key->time_s)) &&
           ids_get(segment, doc, buffer, &key->id) && segment_article(segment, doc, &key->article);
}

Slice segment_structure(const Segment *segment, uint32_t doc)
{
    Column ends;
    int64_t first = 0, last;
    if (!column_open(&ends, segment, SECTION_STRUCTURE_ENDS, segment->documents) ||
        !column_get(&ends, doc, &last) || (doc > 0 && !column_get(&ends, doc - 1, &first)) || first < 0 ||
        first > last)
        return SLICE_EMPTY;
    uint64_t size = (uint64_t)(last - first);
    return slice_of(segment_bytes(segment, SECTION_STRUCTURE, (uint64_t)first, size), (size_t)size);
}

bool segment_find_article(const Segment *segment, int64_t article, uint32_t *doc)
{
    uint32_t low = 0, high = segment->documents;
    Column articles, order;
    if (!column_open(&articles, segment, SECTION_ARTICLES, segment->documents) ||
        !column_open(&order, segment, SECTION_BY_ARTICLE, segment->documents))
        return false;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int64_t here = 0, at;
        if (!column_get(&order, middle, &at) || at < 0 || at >= segment->documents ||
            !column_get(&articles, (uint32_t)at, &here))
            return false;
        *doc = (uint32_t)at;
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
