/* An index of a crawl: lines of key and date in, addresses of the paper out. CDX with or without its line of
 * field letters (Internet Archive, "CDX file format"), CDXJ, and the index of a ZipNum index.
 *
 * Such an index holds no page, but it knows which addresses were there, when, and what they answered: a link
 * that it lists is a link of the paper, though the crawl may be lost. Lines are given in chunks, each a
 * record that can be read alone: the line of field letters stands before each. Bad lines are told by the
 * importer, which sees them all; the reader passes over them. */
#include "base/builder.h"
#include "base/utf8.h"
#include "import/lines.h"
#include "import/sniff.h"
#include "import/stated_kit.h"

#define MEDIA_TYPE "application/x-cdx"
#define CHUNK_SIZE ((size_t)64 << 10)
enum { FIELDS_MAX = 16, LETTERS_MAX = 31 };

/* ---- lines ---- */

/* Which letter stands at which field. Plain data. */
typedef struct Letters {
    char at[LETTERS_MAX + 1];
} Letters;

/* What a line says. */
typedef struct Entry {
    Slice key, date, url, status, redirect, json;
} Entry;

static bool is_header(Slice line)
{
    return slice_starts_with(line, SLICE(" CDX ")) || slice_starts_with(line, SLICE("CDX "));
}

static bool is_remark(Slice line)
{
    return is_header(line) || slice_starts_with(line, SLICE("!")) || slice_starts_with(line, SLICE("@"));
}

/* " CDX N b a m s k r M S V g": one letter a field. */
static Letters read_header(Slice line)
{
    Letters letters = {{0}};
    size_t count = 0;
    Slice rest = slice_skip(line, slice_find(line, SLICE("CDX ")) + 4), piece;
    while (count < LETTERS_MAX && slice_next_split(&rest, ' ', &piece))
        if (piece.size == 1)
            letters.at[count++] = piece.data[0];
    return letters;
}

/* Without letters the number of fields tells the order. */
static const char *usual_letters(size_t fields)
{
    return fields >= 11 ? "NbamskrMSVg" : fields == 10 ? "NbamskrMVg" : fields >= 5 ? "NbamskrVg" : "Nba";
}

static bool is_date(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_is_digit(text.data[i]))
            return false;
    return text.size >= 4 && text.size <= 17 && text.size % 2 == 0;
}

static void set_field(Entry *entry, char letter, Slice value)
{
    if (slice_equal(value, SLICE("-")))
        return;
    Slice *field = letter == 'N' || letter == 'A' || letter == 'U' ? &entry->key
                   : letter == 'b'                                 ? &entry->date
                   : letter == 'a'                                 ? &entry->url
                   : letter == 's'                                 ? &entry->status
                   : letter == 'r' || letter == 'R'                ? &entry->redirect
                                                                   : NULL;
    if (field && slice_is_empty(*field))
        *field = value;
}

/* False if it is no line of an index. */
static bool read_entry(Slice line, const Letters *letters, Entry *entry)
{
    Slice fields[FIELDS_MAX], rest = line;
    size_t count = 0;
    *entry = (Entry){0};
    while (count < FIELDS_MAX && slice_next_split(&rest, ' ', &fields[count])) {
        if (count == 2 && slice_starts_with(fields[2], SLICE("{"))) { /* CDXJ */
            entry->key = fields[0];
            entry->date = fields[1];
            entry->json = slice_skip(line, (size_t)(fields[2].data - line.data));
            return !slice_is_empty(entry->key) && is_date(entry->date);
        }
        count++;
    }
    size_t tab = count >= 2 ? slice_find_byte(fields[1], '\t') : SLICE_NONE;
    if (tab != SLICE_NONE) { /* ZipNum: key, date, then where the part lies */
        entry->key = fields[0];
        entry->date = slice_range(fields[1], 0, tab);
        return !slice_is_empty(entry->key) && is_date(entry->date);
    }
    const char *names = letters->at[0] ? letters->at : usual_letters(count);
    for (size_t i = 0; i < count && names[i]; i++)
        set_field(entry, names[i], fields[i]);
    return count >= 3 && is_date(entry->date) && (entry->key.size || entry->url.size);
}

/* ---- keys turned back into addresses ---- */

/* "com,example,www:8080" as "www.example.com:8080". */
static void add_host(Builder *b, Slice parts)
{
    size_t colon = slice_find_byte(parts, ':');
    Slice port = colon == SLICE_NONE ? SLICE_EMPTY : slice_skip(parts, colon);
    parts = slice_range(parts, 0, colon);
    while (slice_ends_with(parts, SLICE(",")))
        parts.size--;
    while (!slice_is_empty(parts)) {
        size_t comma = slice_find_last_byte(parts, ',');
        builder_add(b, comma == SLICE_NONE ? parts : slice_skip(parts, comma + 1));
        parts = slice_range(parts, 0, comma == SLICE_NONE ? 0 : comma);
        builder_add_string(b, slice_is_empty(parts) ? "" : ".");
    }
    builder_add(b, port);
}

/* The address of a key: "com,example)/a?b" (SURT) or "example.com/a?b". Empty if it is of another scheme. */
static Slice address_of_key(Arena *arena, Slice key)
{
    Builder b;
    if (kit_is_http(key) && !slice_contains(key, SLICE("://(")))
        return key;
    if (slice_starts_with(key, SLICE("http://(")) || slice_starts_with(key, SLICE("https://(")))
        key = slice_skip(key, slice_find_byte(key, '(') + 1);
    else if (slice_starts_with(key, SLICE("(")))
        key = slice_skip(key, 1);
    size_t close = slice_find_byte(key, ')'), slash = slice_find_byte(key, '/');
    builder_init(&b, arena);
    builder_add_string(&b, "http://");
    if (close != SLICE_NONE && (slash == SLICE_NONE || close < slash)) {
        add_host(&b, slice_range(key, 0, close));
        builder_add(&b, slice_skip(key, close + 1));
    } else {
        Slice host = slice_range(key, 0, slash);
        if (!slice_contains(host, SLICE(".")) || slice_contains(host, SLICE(":")))
            return SLICE_EMPTY; /* dns:, warcinfo:, urn: */
        builder_add(&b, key);
    }
    return builder_slice(&b);
}

/* ---- the importer ---- */

typedef struct IndexReader {
    LineReader lines; /* first: what lines.c knows of it */
    char header[256];
    size_t header_size;
    Letters letters;
} IndexReader;

static bool is_list_of_parts(Slice first, Slice file_name)
{
    Slice line = slice_range(first, 0, slice_find_byte(first, '\n'));
    return slice_equal_nocase(sniff_ending(file_name), SLICE("loc")) && slice_contains(line, SLICE("\t")) &&
           sniff_is_text(first);
}

static int cdx_bid(Slice first, Slice file_name)
{
    return sniff_is_crawl_index(first) ? 85 : is_list_of_parts(first, file_name) ? 45 : 0;
}

/* The line of field letters is wanted before each chunk, wherever reading begins. */
static void remember_header(IndexReader *reader, Slice first)
{
    Slice line = slice_range(first, 0, slice_find_byte(first, '\n'));
    while (line.size && ascii_is_space(line.data[line.size - 1]))
        line.size--;
    if (!is_header(line) || line.size > sizeof reader->header)
        return;
    memcpy(reader->header, line.data, line.size);
    reader->header_size = line.size;
    reader->letters = read_header(line);
}

static Status cdx_open(Import *import, Error *err)
{
    Slice first = SLICE_EMPTY;
    Status status = stream_peek(import->stream, SNIFF_SIZE, &first, err);
    if (status == STATUS_OK && !sniff_is_crawl_index(first) &&
        is_list_of_parts(first, slice_from(import->path)))
        return error_set(err, STATUS_SKIP, "the list of parts of a ZipNum index, which holds no address");
    IndexReader *reader = calloc(1, sizeof *reader);
    if (!reader)
        fatal("out of memory");
    reader->lines.number = 1;
    if (status == STATUS_OK)
        remember_header(reader, first);
    import->own = reader;
    import->seek = lines_seek;
    return status == STATUS_FAIL ? status : STATUS_OK;
}

/* Consecutive bad lines are told as one. */
static Status pass_bad_lines(Import *import, Error *err)
{
    IndexReader *reader = import->own;
    Status status = lines_bad(&reader->lines, err, "no line of an index of a crawl: key, date and address");
    size_t count = 0, size = 0;
    Slice line = SLICE_EMPTY;
    Entry entry;
    while (size < CHUNK_SIZE && lines_more(import, &line) && !is_remark(line) &&
           !read_entry(line, &reader->letters, &entry)) {
        size += line.size + 1;
        count++;
        lines_take(import);
    }
    if (count > 1)
        return error_while(err, status, "%zu bad lines, the first of them", count);
    return status;
}

/* Good lines up to the size of a chunk, after the line of field letters. */
static Status fill_chunk(Import *import, Builder *b, Error *err)
{
    IndexReader *reader = import->own;
    size_t lines = 0;
    for (;;) {
        Slice line = SLICE_EMPTY;
        Entry entry;
        Status status = STATUS_OK;
        if (lines > 0 && !lines_more(import, &line))
            return STATUS_OK;
        if (lines == 0)
            status = lines_peek(import, &line, err);
        if (status != STATUS_OK)
            return status;
        bool is_plain = !is_remark(line);
        if (is_plain && !read_entry(line, &reader->letters, &entry))
            return lines ? STATUS_OK : pass_bad_lines(import, err);
        if (lines && b->size + line.size > CHUNK_SIZE)
            return STATUS_OK;
        if (is_plain) {
            builder_add(b, line);
            builder_add_byte(b, '\n');
            lines++;
        }
        lines_take(import);
    }
}

static Status cdx_next(Import *import, Arena *arena, Record *record, Error *err)
{
    IndexReader *reader = import->own;
    Builder b;
    stream_forget(import->stream);
    builder_init(&b, arena);
    if (reader->header_size > 0) {
        builder_add(&b, slice_of(reader->header, reader->header_size));
        builder_add_byte(&b, '\n');
    }
    record->source_begin = lines_place(import);
    record->kind = RECORD_RESOURCE;
    record->body_kind = BODY_STATED;
    record->media_type = SLICE(MEDIA_TYPE);
    record->file_time_s = import->file_time_s;
    Status status = fill_chunk(import, &b, err);
    record->block = builder_slice(&b);
    record->source_end = lines_place(import);
    return status;
}

static void cdx_close(Import *import)
{
    lines_close(import);
}

const Importer importer_cdx = {"cdx", cdx_bid, cdx_open, cdx_next, cdx_close};

/* ---- the reader ---- */

static int64_t seconds_of(Slice date)
{
    unsigned parts[6] = {0, 1, 1, 0, 0, 0}; /* year, month, day, hour, minute, second */
    uint64_t number = 0;
    for (size_t i = 0, at = 0; i < 6 && at < date.size; i++) {
        size_t size = i == 0 ? 4 : 2;
        if (!slice_to_u64(slice_range(date, at, at + size), &number))
            return 0;
        parts[i] = (unsigned)number;
        at += size;
    }
    Moment m;
    if (!moment_make(&m, GRAIN_MINUTE, parts[0], parts[1], parts[2], parts[3], parts[4]))
        return 0;
    return m.local_s + (parts[5] < 60 ? parts[5] : 59);
}

static void read_json_fields(Arena *arena, Entry *entry)
{
    const Json *json = json_read(arena, entry->json);
    entry->url = json_get_text(json, "url");
    entry->status = kit_json_text(json_get(json, "status"));
    entry->redirect = json_get_text(json, "redirect");
    if (slice_equal(entry->redirect, SLICE("-")))
        entry->redirect = SLICE_EMPTY;
}

static void add_address(Arena *arena, const Entry *entry, StatedList *list)
{
    uint64_t status = 0;
    Slice url = slice_is_empty(entry->url) ? address_of_key(arena, entry->key) : entry->url;
    if (!kit_is_http(url))
        return; /* dns:, warcinfo: and the like are no addresses of a paper */
    Stated *stated = kit_add_stated(arena, list, "cdx");
    stated->kind = STATED_ADDRESS;
    stated->article.url = url;
    stated->seen_s = seconds_of(entry->date);
    if (slice_to_u64(entry->status, &status) && status >= 100 && status < 600)
        stated->http_status = (int)status;
    if (kit_is_http(entry->redirect))
        stated->redirect = entry->redirect;
}

static Status cdx_state(Record *record, Arena *arena, Error *err)
{
    StatedList list = {0};
    Letters letters = {{0}};
    size_t entries = 0;
    Slice rest = utf8_repair(arena, record->body), line;
    while (slice_next_line(&rest, &line)) {
        Entry entry;
        if (is_header(line))
            letters = read_header(line);
        if (is_remark(line) || !read_entry(line, &letters, &entry))
            continue;
        entries++;
        if (!slice_is_empty(entry.json))
            read_json_fields(arena, &entry);
        add_address(arena, &entry, &list);
    }
    Status status = kit_finish(record, &list, err, "no line of an index of a crawl");
    return entries > 0 ? STATUS_OK : status;
}

static Status cdx_read(Record *record, Arena *arena, Error *err)
{
    return kit_read_guarded(record, arena, cdx_state, err);
}

const StatedReader stated_cdx = {MEDIA_TYPE, NULL, cdx_read};
