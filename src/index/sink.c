/* One segment, from documents, terms and facets in order to a file. In: see sink.h. Out: the bytes of
 * docs/index.md.
 *
 * Each section grows on its own (section.c) and all are copied behind one another at the end, with a checksum
 * for each 16 KiB of the file. What stays in memory is 12 bytes a document, one term's postings, and while a
 * facet field is turned from postings into a column, 8 bytes for each of its values in each document. */
#include "index/sink.h"

#include <fcntl.h>

#include "base/bytes.h"
#include "index/dict_write.h"
#include "index/format.h"
#include "index/ids.h"
#include "index/manifest.h"
#include "index/pairs_write.h"
#include "index/postings_write.h"

typedef struct FacetPair {
    uint32_t doc, ordinal;
} FacetPair;

typedef struct ArticleDoc {
    int64_t article;
    uint32_t doc;
} ArticleDoc;

typedef struct WindowDays {
    int32_t first_min, first_max, last_min, last_max;
} WindowDays;

struct Sink {
    Arena *arena;       /* for as long as the sink */
    Arena *field_arena; /* for one facet field */
    const char *folder;
    Section sections[SECTIONS];
    uint32_t documents, dated;
    uint64_t positions, postings;
    WindowDays window;
    struct {
        uint32_t *items;
        size_t count, capacity;
    } lengths;
    struct {
        ArticleDoc *items;
        size_t count, capacity;
    } articles;
    ColumnWriter columns_of[SECTIONS]; /* of those sections that are columns */
    IdsWriter ids;
    DictWriter terms, facets, pair_keys;
    PostingsWriter term_postings, facet_postings, pair_postings;
    PairMaker *pair_maker; /* NULL: no pairs are wanted */
    Slice key;             /* of the open term or facet */
    size_t facet_key_size;
    FacetField facet_field; /* that the column is collected for */
    struct {
        FacetPair *items;
        size_t count, capacity;
    } pairs;
    FacetColumn columns[FACET_FIELDS];
    char *key_buffer;
    size_t key_capacity;
};

/* Sections that are columns, but for the ends of ids. */
static const SectionKind column_sections[] = {SECTION_ARTICLES,      SECTION_TIMES, SECTION_DAYS,
                                              SECTION_DAY_SPANS,     SECTION_WORDS, SECTION_BY_ARTICLE,
                                              SECTION_STRUCTURE_ENDS};
enum { COLUMN_SECTIONS = sizeof column_sections / sizeof *column_sections };

Sink *sink_open(const char *folder, bool has_pairs)
{
    Arena *arena = arena_open(SIZE_MAX);
    Sink *sink = ARENA_NEW(arena, Sink);
    sink->arena = arena;
    sink->field_arena = arena_open(SIZE_MAX);
    sink->folder = arena_string(arena, slice_from(folder));
    for (size_t i = 0; i < SECTIONS; i++)
        section_init(&sink->sections[i], arena, sink->folder);
    Section *s = sink->sections;
    for (size_t i = 0; i < COLUMN_SECTIONS; i++)
        column_writer_init(&sink->columns_of[column_sections[i]], arena, &s[column_sections[i]]);
    ids_writer_init(&sink->ids, arena, &s[SECTION_IDS], &s[SECTION_ID_ENDS]);
    dict_writer_init(&sink->terms, arena, &s[SECTION_TERM_BLOCKS], &s[SECTION_TERMS], &dict_terms);
    dict_writer_init(&sink->facets, arena, &s[SECTION_FACET_BLOCKS], &s[SECTION_FACETS], &dict_facets);
    dict_writer_init(&sink->pair_keys, arena, &s[SECTION_PAIR_BLOCKS], &s[SECTION_PAIRS], &dict_pairs);
    postings_writer_init(&sink->term_postings, arena, &s[SECTION_POSTINGS], &s[SECTION_POSITIONS], true);
    postings_writer_init(&sink->facet_postings, arena, &s[SECTION_FACET_POSTINGS], NULL, false);
    postings_writer_init(&sink->pair_postings, arena, &s[SECTION_PAIR_POSTINGS], NULL, false);
    if (has_pairs)
        sink->pair_maker = pair_maker_open(folder);
    return sink;
}

void sink_close(Sink *sink)
{
    if (!sink)
        return;
    for (size_t i = 0; i < SECTIONS; i++)
        section_clear(&sink->sections[i]);
    pair_maker_close(sink->pair_maker);
    arena_close(sink->field_arena);
    arena_close(sink->arena);
}

/* ---- documents ---- */

static void end_window(Sink *sink)
{
    Section *section = &sink->sections[SECTION_WINDOWS];
    section_u32(section, (uint32_t)sink->window.first_min);
    section_u32(section, (uint32_t)sink->window.first_max);
    section_u32(section, (uint32_t)sink->window.last_min);
    section_u32(section, (uint32_t)sink->window.last_max);
}

static void widen_window(WindowDays *window, DayRange days)
{
    window->first_min = days.first < window->first_min ? days.first : window->first_min;
    window->first_max = days.first > window->first_max ? days.first : window->first_max;
    window->last_min = days.last < window->last_min ? days.last : window->last_min;
    window->last_max = days.last > window->last_max ? days.last : window->last_max;
}

void sink_document(Sink *sink, const Row *row)
{
    assert(sink->documents < DOCUMENTS_MAX);
    bool is_dated = row->time_s != TIME_UNDATED;
    Section *s = sink->sections;
    if (sink->documents % WINDOW_SIZE == 0) {
        if (sink->documents > 0)
            end_window(sink);
        sink->window = (WindowDays){INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN};
    }
    column_add(&sink->columns_of[SECTION_ARTICLES], row->article);
    column_add(&sink->columns_of[SECTION_WORDS], (int32_t)(row->length - row->words));
    ids_add(&sink->ids, row->id);
    if (sink->pair_maker)
        pair_maker_document(sink->pair_maker, row->structure);
    section_add(&s[SECTION_STRUCTURE], row->structure.data, row->structure.size);
    column_add(&sink->columns_of[SECTION_STRUCTURE_ENDS], (int64_t)s[SECTION_STRUCTURE].size);
    if (is_dated) {
        assert(sink->dated == sink->documents);
        sink->dated++;
        column_add(&sink->columns_of[SECTION_TIMES], row->time_s);
        column_add(&sink->columns_of[SECTION_DAYS], row->days.first);
        column_add(&sink->columns_of[SECTION_DAY_SPANS], (int64_t)row->days.last - row->days.first);
        widen_window(&sink->window, row->days);
    }
    *LIST_ADD(sink->arena, &sink->lengths) = row->length;
    *LIST_ADD(sink->arena, &sink->articles) = (ArticleDoc){row->article, sink->documents};
    sink->positions += row->length;
    sink->documents++;
}

static int compare_articles(const void *a, const void *b)
{
    const ArticleDoc *x = a, *y = b;
    return (x->article > y->article) - (x->article < y->article);
}

/* In two bytes each, if none is longer. */
static void write_lengths(Sink *sink)
{
    uint32_t most = 0;
    for (size_t i = 0; i < sink->lengths.count; i++)
        most |= sink->lengths.items[i];
    for (size_t i = 0; i < sink->lengths.count; i++) {
        unsigned char bytes[4];
        bytes_put_u32(bytes, sink->lengths.items[i]);
        section_add(&sink->sections[SECTION_LENGTHS], bytes, most <= UINT16_MAX ? 2 : 4);
    }
}

static void end_documents(Sink *sink)
{
    if (sink->documents > 0)
        end_window(sink);
    if (sink->articles.count > 0)
        qsort(sink->articles.items, sink->articles.count, sizeof *sink->articles.items, compare_articles);
    for (size_t i = 0; i < sink->articles.count; i++)
        column_add(&sink->columns_of[SECTION_BY_ARTICLE], sink->articles.items[i].doc);
    write_lengths(sink);
    for (size_t i = 0; i < COLUMN_SECTIONS; i++)
        column_end(&sink->columns_of[column_sections[i]]);
    ids_end(&sink->ids);
}

/* ---- terms ---- */

static void keep_key(Sink *sink, size_t size)
{
    if (size > sink->key_capacity) {
        sink->key_buffer = arena_text(sink->arena, size * 2);
        sink->key_capacity = size * 2;
    }
    sink->key = slice_of(sink->key_buffer, size);
}

void sink_term_begin(Sink *sink, Slice key)
{
    keep_key(sink, key.size);
    if (key.size > 0)
        memcpy(sink->key_buffer, key.data, key.size);
    sink->term_postings.lengths = sink->lengths.items;
    sink->term_postings.mean_length = sink->documents > 0 ? (double)sink->positions / sink->documents : 0;
    postings_begin(&sink->term_postings);
    if (sink->pair_maker)
        pair_maker_begin(sink->pair_maker, key);
}

void sink_posting(Sink *sink, uint32_t doc, uint32_t weight, const uint32_t *positions, uint32_t count)
{
    assert(doc < sink->documents);
    postings_add(&sink->term_postings, doc, weight, positions, count);
    if (sink->pair_maker)
        pair_maker_add(sink->pair_maker, doc, positions, count);
}

void sink_term_end(Sink *sink)
{
    if (sink->term_postings.df == 0)
        return;
    PostingsSize size = postings_end(&sink->term_postings);
    if (sink->pair_maker)
        pair_maker_end(sink->pair_maker, sink->terms.count);
    dict_writer_add(&sink->terms, sink->key, size.df, size.position_count - size.df, size.postings_size,
                    size.positions_size);
    sink->postings += size.df;
}

/* ---- facets ---- */

static unsigned width_of(uint32_t values)
{
    return values < UINT8_MAX ? 1 : values < UINT16_MAX ? 2 : 4;
}

static void put_ordinal(Section *section, unsigned width, uint32_t number)
{
    unsigned char bytes[4];
    bytes_put_u32(bytes, number);
    section_add(section, bytes, width);
}

/* Sorts the field's pairs by document; ordinals of one document stay rising. */
static void write_column(Sink *sink, FacetColumn *column)
{
    size_t n = sink->documents, count = sink->pairs.count;
    uint32_t *ends = ARENA_ARRAY(sink->field_arena, uint32_t, n + 1);
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t here = ++ends[sink->pairs.items[i].doc + 1];
        most = here > most ? here : most;
    }
    for (size_t i = 0; i < n; i++)
        ends[i + 1] += ends[i];
    uint32_t *ordinals = ARENA_ARRAY(sink->field_arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        ordinals[ends[sink->pairs.items[i].doc]++] = sink->pairs.items[i].ordinal;

    Section *out = &sink->sections[SECTION_FACET_COLUMNS];
    column->shape = most == 0 ? COLUMN_NONE : most == 1 ? COLUMN_SINGLE : COLUMN_MULTI;
    column->width = width_of(column->count);
    while (out->size % 4 != 0)
        section_add(out, "", 1);
    column->at = out->size;
    for (size_t i = 0; column->shape == COLUMN_MULTI && i < n; i++)
        section_u32(out, ends[i]);
    for (size_t i = 0; column->shape == COLUMN_MULTI && i < count; i++)
        put_ordinal(out, column->width, ordinals[i] + 1);
    uint32_t begin = 0;
    for (size_t i = 0; column->shape == COLUMN_SINGLE && i < n; i++) {
        put_ordinal(out, column->width, ends[i] > begin ? ordinals[begin] + 1 : 0);
        begin = ends[i];
    }
    column->size = out->size - column->at;
}

static void end_field(Sink *sink)
{
    FacetColumn *column = &sink->columns[sink->facet_field];
    column->count = sink->facets.count - column->first;
    if (sink->pairs.count > 0)
        write_column(sink, column);
    sink->pairs.items = NULL;
    sink->pairs.count = sink->pairs.capacity = 0;
    arena_reset(sink->field_arena);
}

/* Fields come in order; one without values gets an empty range. */
static void go_to_field(Sink *sink, FacetField field)
{
    while (sink->facet_field < field) {
        end_field(sink);
        sink->facet_field++;
        if (sink->facet_field < FACET_FIELDS)
            sink->columns[sink->facet_field].first = sink->facets.count;
    }
}

void sink_facet_begin(Sink *sink, FacetField field, Slice key, Slice value)
{
    assert(field < FACET_FIELDS && field >= sink->facet_field);
    go_to_field(sink, field);
    keep_key(sink, 2 + key.size + value.size);
    char *out = sink->key_buffer;
    *out++ = (char)field;
    if (key.size > 0)
        memcpy(out, key.data, key.size);
    out[key.size] = 0;
    if (value.size > 0)
        memcpy(out + key.size + 1, value.data, value.size);
    sink->facet_key_size = key.size;
    postings_begin(&sink->facet_postings);
}

void sink_facet_posting(Sink *sink, uint32_t doc)
{
    assert(doc < sink->documents);
    postings_add(&sink->facet_postings, doc, 0, NULL, 0);
    uint32_t ordinal = sink->facets.count - sink->columns[sink->facet_field].first;
    *LIST_ADD(sink->field_arena, &sink->pairs) = (FacetPair){doc, ordinal};
}

void sink_facet_end(Sink *sink)
{
    if (sink->facet_postings.df == 0)
        return;
    PostingsSize size = postings_end(&sink->facet_postings);
    dict_writer_add(&sink->facets, sink->key, size.df, sink->facet_key_size, size.postings_size, 0);
}

/* ---- the file ---- */

typedef struct Output {
    int fd;
    uint64_t size;
    unsigned char *chunk; /* CHUNK_SIZE */
    size_t used;
    Section *checks;
    uint64_t number; /* XXH3 of the footer */
    Status status;
    Error *err;
} Output;

static void end_chunk(Output *out)
{
    Slice bytes = slice_of(out->chunk, out->used);
    section_u64(out->checks, slice_hash(bytes));
    if (out->status == STATUS_OK)
        out->status = file_write(out->fd, bytes, out->err);
    out->used = 0;
}

static void output_add(Output *out, Slice bytes)
{
    out->size += bytes.size;
    while (bytes.size > 0) {
        size_t fits = CHUNK_SIZE - out->used;
        size_t size = bytes.size < fits ? bytes.size : fits;
        memcpy(out->chunk + out->used, bytes.data, size);
        out->used += size;
        bytes = slice_skip(bytes, size);
        if (out->used == CHUNK_SIZE)
            end_chunk(out);
    }
}

static void output_align(Output *out)
{
    static const char zeros[SECTION_ALIGN];
    output_add(out, slice_of(zeros, (SECTION_ALIGN - out->size % SECTION_ALIGN) % SECTION_ALIGN));
}

static void put_footer(const Sink *sink, unsigned char *at, const uint64_t offsets[SECTIONS])
{
    for (size_t i = 0; i < SECTIONS; i++, at += 16) {
        bytes_put_u64(at, offsets[i]);
        bytes_put_u64(at + 8, sink->sections[i].size);
    }
    for (size_t i = 0; i < FACET_FIELDS; i++, at += 32) {
        const FacetColumn *column = &sink->columns[i];
        bytes_put_u32(at, column->first);
        bytes_put_u32(at + 4, column->count);
        bytes_put_u32(at + 8, column->shape);
        bytes_put_u32(at + 12, column->width);
        bytes_put_u64(at + 16, column->at);
        bytes_put_u64(at + 24, column->size);
    }
    bytes_put_u32(at, sink->documents);
    bytes_put_u32(at + 4, sink->dated);
    bytes_put_u32(at + 8, sink->terms.count);
    bytes_put_u32(at + 12, sink->facets.count);
    bytes_put_u64(at + 16, sink->positions);
    bytes_put_u64(at + 24, sink->postings);
    bytes_put_u32(at + 32, sink->pair_keys.count);
    bytes_put_u32(at + 36, sink->pair_maker != NULL);
}

/* Checksums of the chunks, then the footer that vouches for them. */
static Status write_end(Sink *sink, Output *out, const uint64_t offsets[SECTIONS], Error *err)
{
    Slice checks;
    if (out->used > 0)
        end_chunk(out);
    Status status = section_map(out->checks, &checks, err);
    if (status != STATUS_OK)
        return status;
    unsigned char footer[FOOTER_SIZE];
    put_footer(sink, footer, offsets);
    unsigned char *tail = footer + FOOTER_SIZE - SEGMENT_MAGIC_SIZE - 8;
    bytes_put_u64(tail - 16, out->size);
    bytes_put_u64(tail - 8, slice_hash(checks));
    out->number = slice_hash(slice_of(footer, (size_t)(tail - footer)));
    bytes_put_u64(tail, out->number);
    memcpy(tail + 8, SEGMENT_MAGIC, SEGMENT_MAGIC_SIZE);
    if (out->status == STATUS_OK)
        out->status = file_write(out->fd, checks, err);
    if (out->status == STATUS_OK)
        out->status = file_write(out->fd, slice_of(footer, FOOTER_SIZE), err);
    return out->status;
}

static Status write_file(Sink *sink, int fd, Section *checks, uint64_t *number, Error *err)
{
    Output out = {.fd = fd, .checks = checks, .status = STATUS_OK, .err = err};
    out.chunk = (unsigned char *)arena_text(sink->arena, CHUNK_SIZE);
    uint64_t offsets[SECTIONS];
    output_add(&out, slice_of(SEGMENT_MAGIC, SEGMENT_MAGIC_SIZE));
    for (size_t i = 0; i < SECTIONS; i++) {
        Slice bytes;
        Status status = section_map(&sink->sections[i], &bytes, err);
        if (status != STATUS_OK)
            return status;
        output_align(&out);
        offsets[i] = out.size;
        output_add(&out, bytes);
    }
    output_align(&out);
    Status status = write_end(sink, &out, offsets, err);
    *number = out.number;
    return status;
}

Status sink_finish(Sink *sink, uint64_t *number, Error *err)
{
    end_documents(sink);
    go_to_field(sink, FACET_FIELDS);
    if (sink->sections[SECTION_TERMS].size > UINT32_MAX || sink->sections[SECTION_FACETS].size > UINT32_MAX)
        return error_set(err, STATUS_FAIL, "too many words for one segment of the index");
    Status status = STATUS_OK;
    if (sink->pair_maker)
        status = pair_maker_write(sink->pair_maker, sink->lengths.items, &sink->pair_postings,
                                  &sink->pair_keys, err);
    if (status != STATUS_OK)
        return error_while(err, status, "making the lists of word pairs");
    const char *path = path_join(sink->arena, sink->folder, "new.tmp");
    int fd = -1;
    Section checks;
    section_init(&checks, sink->arena, sink->folder);
    status = file_open(path, O_RDWR | O_CREAT | O_TRUNC, &fd, err);
    if (status == STATUS_OK)
        status = write_file(sink, fd, &checks, number, err);
    if (status == STATUS_OK)
        status = file_sync(fd, err);
    file_close(fd);
    section_clear(&checks);
    if (status == STATUS_OK)
        status = file_rename(path, segment_path(sink->arena, sink->folder, *number), err);
    if (status == STATUS_OK)
        status = file_sync_folder(sink->folder, err);
    return error_while(err, status, "writing '%s'", path);
}
