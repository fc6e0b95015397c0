/* WXR, WordPress's export (versions 1.0 to 1.2): RSS with elements of its own. There is no specification but
 * the program that writes it, wp-admin/includes/export.php.
 *
 * In: a stream of any size. Out: each <item>...</item> as it stands there, one record each, and what stands
 * between them (the head with authors, categories and tags, which may also follow) as records too, so that
 * nothing is lost. Items are parted by their marks alone, CDATA and comments minded; so a broken item ends at
 * its end or where the next begins, and the rest of the file is read as if it were whole. */
#include "base/builder.h"
#include "import/feed_date.h"
#include "import/sniff.h"
#include "import/wxr.h"

#define WINDOW_FIRST ((size_t)64 << 10)
#define ITEM_MAX ((size_t)RECORD_HELD_MAX - 256) /* a declaration may come before it */
#define MARK_SIZE ((size_t)16)                   /* no mark that is looked for is longer */
#define ENCODING_MAX ((size_t)40)

/* Bytes [from, to), counted from where the next record begins, in which no end mark begins: they are looked
 * through once. */
typedef struct Gap {
    size_t from, to;
} Gap;

/* Of the ends of sections and of comments. */
typedef struct Gaps {
    Gap cdata, comment;
} Gaps;

#define TAIL_BYTES ((size_t)4096) /* within which an end stands, with white space and comments behind it */

typedef struct Wxr {
    int64_t captured_s;
    Gaps gaps;
    char encoding[ENCODING_MAX]; /* declared, if it is not UTF-8 */
    bool is_over;                /* damage behind which nothing is found was told */
    uint64_t cut_at;             /* of a plain file without </rss>: where its text ends; 0 for others */
} Wxr;

/* ---- is it one? ---- */

static int wxr_bid(Slice first, Slice file_name)
{
    (void)file_name;
    bool has_namespace = slice_contains(first, SLICE("wordpress.org/export/"));
    bool has_marks = slice_contains(first, SLICE("<wp:wxr_version")) ||
                     (slice_contains(first, SLICE("<item")) && slice_contains(first, SLICE("<wp:post_")));
    if ((!has_namespace && !has_marks) || sniff_is_html(first) || sniff_is_binary(first) ||
        slice_starts_with(first, SLICE("WARC/")))
        return 0;
    return slice_contains(first, SLICE("<rss")) ? 95 : has_marks ? 75 : 0;
}

/* ---- marks ---- */

static bool is_mark(Slice text, const char *mark)
{
    Slice name = slice_from(mark);
    if (!slice_starts_with(text, name))
        return false;
    const char next = text.size > name.size ? text.data[name.size] : '>';
    return next == '>' || next == '/' || ascii_is_space(next);
}

/* Does the CDATA section with that content swallow the next item? Then it was never closed. An export that is
 * quoted in a post has its section's ends taken apart ("]]]]><![CDATA[>"). */
static bool swallows_item(Slice content, Slice behind)
{
    size_t end = slice_find(content, SLICE("</item"));
    size_t next = end == SLICE_NONE ? SLICE_NONE : slice_find(slice_skip(content, end), SLICE("<item"));
    if (next == SLICE_NONE || !slice_contains(slice_skip(content, end + next), SLICE("<![CDATA[")))
        return false;
    return !(slice_ends_with(content, SLICE("]]")) && slice_starts_with(behind, SLICE("]]><![CDATA[>")));
}

/* The end mark at or behind `from`, looking where nobody has looked before; SLICE_NONE: not in these bytes.
 */
static size_t find_end(Slice s, size_t from, Slice mark, Gap *gap)
{
    bool is_known = from >= gap->from && from < gap->to;
    size_t begin = is_known ? gap->to : from;
    size_t size = begin < s.size ? slice_find(slice_skip(s, begin), mark) : SLICE_NONE;
    size_t end = size == SLICE_NONE ? SLICE_NONE : begin + size;
    size_t looked = end != SLICE_NONE ? end : s.size > mark.size ? s.size - mark.size + 1 : 0;
    if (!is_known)
        *gap = (Gap){from, from};
    gap->to = looked > gap->to ? looked : gap->to;
    return end;
}

/* Past a section that begins at `at`, or to the end of the item that it would swallow. 0: it has no end here.
 */
static size_t behind_cdata(Slice s, size_t at, Gaps *gaps)
{
    size_t begin = at + 9;
    size_t end = find_end(s, begin, SLICE("]]>"), &gaps->cdata);
    if (end == SLICE_NONE)
        return 0;
    Slice content = slice_range(s, begin, end);
    if (swallows_item(content, slice_skip(s, end)))
        return begin + slice_find(content, SLICE("</item"));
    return end + 3;
}

/* Where an item ends, or the next begins, sections not minded. */
static size_t next_border(Slice s, size_t at)
{
    for (at++; at < s.size; at++) {
        const char *angle = memchr(s.data + at, '<', s.size - at);
        if (!angle)
            break;
        at = (size_t)(angle - s.data);
        Slice rest = slice_skip(s, at);
        if (slice_starts_with(rest, SLICE("</item>")))
            return at + 7;
        if (slice_starts_with(rest, SLICE("<item>")))
            return at;
    }
    return s.size;
}

typedef enum Extent { EXTENT_FOUND, EXTENT_OPEN, EXTENT_BROKEN } Extent;

/* Where the item, or the text between items, that begins at byte 0 ends. OPEN: not within these bytes.
 * BROKEN: a section is not closed; *end is the best that can be done. is_last: there are no more bytes. */
static Extent find_extent(Slice s, bool is_item, bool is_last, Gaps *gaps, size_t *end)
{
    size_t at = is_item ? 5 : 0;
    *end = s.size;
    while (at < s.size) {
        const char *angle = memchr(s.data + at, '<', s.size - at);
        if (!angle)
            break;
        at = (size_t)(angle - s.data);
        Slice rest = slice_skip(s, at);
        if (rest.size < MARK_SIZE && !is_last)
            return EXTENT_OPEN;
        if (slice_starts_with(rest, SLICE("<![CDATA["))) {
            size_t behind = behind_cdata(s, at, gaps);
            if (behind == 0) {
                *end = is_last ? next_border(s, at) : 0;
                return EXTENT_BROKEN;
            }
            at = behind;
        } else if (slice_starts_with(rest, SLICE("<!--"))) {
            size_t close = find_end(s, at + 4, SLICE("-->"), &gaps->comment);
            if (close == SLICE_NONE && !is_last)
                return EXTENT_OPEN;
            at = close == SLICE_NONE ? at + 4 : close + 3;
        } else if (is_item && is_mark(rest, "</item")) {
            size_t close = slice_find_byte(rest, '>');
            *end = close == SLICE_NONE ? s.size : at + close + 1;
            return EXTENT_FOUND;
        } else if (at > 0 && (is_mark(rest, "<item") ||
                              (is_item && (is_mark(rest, "</channel") || is_mark(rest, "</rss"))))) {
            *end = at;
            return EXTENT_FOUND;
        } else {
            at++;
        }
    }
    return is_last ? EXTENT_FOUND : EXTENT_OPEN;
}

/* ---- what the head says once for all ---- */

static void read_encoding(Wxr *wxr, Slice head)
{
    Slice declaration = slice_range(head, 0, slice_find_byte(head, '>'));
    size_t at = slice_find(declaration, SLICE("encoding="));
    if (!slice_starts_with(slice_trim(head), SLICE("<?xml")) || at == SLICE_NONE)
        return;
    Slice rest = slice_skip(declaration, at + 10);
    size_t size = 0;
    while (size < rest.size && rest.data[size] != '"' && rest.data[size] != '\'')
        size++;
    rest = slice_range(rest, 0, size);
    if (rest.size < ENCODING_MAX && !slice_equal_nocase(rest, SLICE("utf-8")) &&
        !slice_equal_nocase(rest, SLICE("utf8")))
        memcpy(wxr->encoding, rest.data, rest.size);
}

/* The channel's date is the time of the export. */
static void read_date(Wxr *wxr, Slice head)
{
    size_t item = slice_find(head, SLICE("<item"));
    Slice channel = slice_range(head, 0, item);
    size_t at = slice_find(channel, SLICE("<pubDate>"));
    Slice rest = slice_range(channel, at == SLICE_NONE ? channel.size : at + 9, channel.size);
    Moment moment;
    if (feed_date_read(slice_trim(slice_range(rest, 0, slice_find_byte(rest, '<'))), &moment) &&
        moment.grain == GRAIN_MINUTE)
        wxr->captured_s = moment_utc_s(moment, NULL);
}

static Status wxr_seek(Import *import, uint64_t place, Error *err)
{
    Wxr *wxr = import->own;
    wxr->gaps = (Gaps){0};
    wxr->is_over = place >= stream_file(import->stream).size && !(place & STREAM_PLAIN);
    return wxr->is_over ? STATUS_OK : stream_seek(import->stream, place, err);
}

/* Where a file ends that was cut between two items. */
static void find_cut(Wxr *wxr, const Stream *stream)
{
    Slice file = stream_file(stream);
    size_t tail = file.size < TAIL_BYTES ? 0 : file.size - TAIL_BYTES;
    if (stream_is_packed(stream) || slice_contains(slice_skip(file, tail), SLICE("</rss")))
        return;
    while (file.size > 0 && ascii_is_space(file.data[file.size - 1]))
        file.size--;
    wxr->cut_at = file.size;
}

static Status wxr_open(Import *import, Error *err)
{
    Wxr *wxr = calloc(1, sizeof *wxr);
    if (!wxr)
        fatal("out of memory");
    import->own = wxr;
    import->seek = wxr_seek;
    wxr->captured_s = import->file_time_s ? import->file_time_s : file_modified(import->path);
    Slice head = SLICE_EMPTY;
    if (stream_peek(import->stream, SNIFF_SIZE, &head, NULL) == STATUS_OK) {
        head = slice_range(head, 0, SNIFF_SIZE);
        read_encoding(wxr, head);
        read_date(wxr, head);
    }
    find_cut(wxr, import->stream);
    return stream_seek(import->stream, 0, err);
}

static void wxr_close(Import *import)
{
    free(import->own);
    import->own = NULL;
}

/* ---- records ---- */

static void consume(Wxr *wxr, Stream *stream, size_t size)
{
    stream_skip(stream, size);
    Gap *const gaps[] = {&wxr->gaps.cdata, &wxr->gaps.comment};
    for (size_t i = 0; i < 2; i++) {
        gaps[i]->from -= gaps[i]->from < size ? gaps[i]->from : size;
        gaps[i]->to -= gaps[i]->to < size ? gaps[i]->to : size;
    }
}

/* White space between items belongs to none. */
static Status skip_space(Wxr *wxr, Stream *stream, Error *err)
{
    Slice bytes = SLICE_EMPTY;
    Status status = STATUS_OK;
    while ((status = stream_peek(stream, WINDOW_FIRST, &bytes, err)) == STATUS_OK) {
        bytes = slice_range(bytes, 0, WINDOW_FIRST);
        size_t size = 0;
        while (size < bytes.size && ascii_is_space(bytes.data[size]))
            size++;
        consume(wxr, stream, size);
        if (size < bytes.size)
            return STATUS_OK;
    }
    return status;
}

/* The bytes of the next record, which are then still to be consumed. */
static Status take(Stream *stream, Gaps *gaps, Slice *block, Error *err)
{
    for (size_t window = WINDOW_FIRST;; window *= 2) {
        size_t end = 0;
        Status status = stream_peek(stream, window + 1, block, err);
        if (status != STATUS_OK)
            return status;
        bool is_last = block->size <= window || window >= ITEM_MAX;
        *block = slice_range(*block, 0, window);
        if (find_extent(*block, is_mark(*block, "<item"), is_last, gaps, &end) == EXTENT_FOUND || is_last) {
            *block = slice_range(*block, 0, end);
            return STATUS_OK;
        }
    }
}

/* An item that is not UTF-8 keeps the declaration that says what it is. */
static Slice with_declaration(Arena *arena, const Wxr *wxr, Slice block)
{
    Builder b;
    if (wxr->encoding[0] == '\0' || slice_starts_with(block, SLICE("<?xml")))
        return arena_copy(arena, block);
    builder_init(&b, arena);
    builder_format(&b, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", wxr->encoding);
    builder_add(&b, block);
    return builder_slice(&b);
}

static Status wxr_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Wxr *wxr = import->own;
    Stream *stream = import->stream;
    Slice block = SLICE_EMPTY;
    if (wxr->is_over)
        return STATUS_END;
    stream_forget(stream);
    record->source_begin = stream_place(stream);
    Status status = skip_space(wxr, stream, err);
    if (status == STATUS_OK) {
        record->source_begin = stream_place(stream);
        status = take(stream, &wxr->gaps, &block, err);
    }
    if (status == STATUS_SKIP && !stream_resync(stream)) {
        wxr->is_over = true; /* what is packed cannot be unpacked further */
        record->source_end = stream_file(stream).size;
        return status;
    }
    record->source_end = stream_place(stream);
    if (status != STATUS_OK)
        return status;
    record->kind = RECORD_RESOURCE;
    record->body_kind = BODY_STATED;
    record->media_type = SLICE(WXR_MEDIA_TYPE);
    record->captured_s = wxr->captured_s;
    record->file_time_s = wxr->captured_s;
    record->block = with_declaration(arena, wxr, block);
    size_t tail = block.size < TAIL_BYTES ? 0 : block.size - TAIL_BYTES;
    bool ends = !is_mark(block, "<item") || slice_contains(slice_skip(block, tail), SLICE("</item"));
    consume(wxr, stream, block.size);
    record->source_end = stream_place(stream);
    bool is_last = wxr->cut_at > 0 && record->source_end >= wxr->cut_at;
    record->is_body_cut = !ends || is_last; /* the item does not end, or the file does not */
    return STATUS_OK;
}

const Importer importer_wxr = {"wxr", wxr_bid, wxr_open, wxr_next, wxr_close};
