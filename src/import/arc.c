/* ARC files, what crawlers wrote before WARC: versions 1, 1.1 and 2 of the Internet Archive's "Arc File
 * Format", those of Alexa among them; plain, packed a record or as a whole.
 *
 * A record is one line, then as many bytes as the last word of the line says:
 *
 *     URL IP-address Archive-date Content-type Archive-length
 *     URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length
 *
 * Addresses and media types with blanks were written too, so the line is read from address and date, the two
 * words that cannot be mistaken. The first record, filedesc://, tells of the file itself.
 *
 * A record is given as the WARC record that it would be, its bytes untouched as the block, so that the rest
 * of the program knows one form of evidence: an HTTP answer is a response, what came otherwise (dns:) a
 * resource, the description of the file metadata. The same record gives the same bytes and id each time. */
#include "import/crawl.h"
#include "syntax/warc.h"

#define LINE_MAX_SIZE ((size_t)16 << 10) /* addresses of some thousand bytes occur */
#define MARK_SIZE ((size_t)8)
#define FILE_SCHEME SLICE("filedesc://")

typedef struct ArcHead {
    Slice url, ip, date, type;
    int64_t date_s;
    uint64_t length;
    size_t size; /* of the line, with its end */
} ArcHead;

/* ---- the line ---- */

/* Takes the last word off the line. False: there is none. */
static bool take_last(Slice *line, Slice *word)
{
    size_t space = slice_find_last_byte(*line, ' ');
    if (space == SLICE_NONE)
        return false;
    *word = slice_skip(*line, space + 1);
    *line = slice_range(*line, 0, space);
    return true;
}

/* 14 digits, also with parts of a second; old files have none for the seconds. */
static bool read_date(Slice word, int64_t *date_s)
{
    char digits[14] = "00000000000000";
    if (word.size != 12 && (word.size < 14 || word.size > 17))
        return false;
    for (size_t i = 0; i < word.size; i++) {
        if (!ascii_is_digit(word.data[i]))
            return false;
        if (i < sizeof digits)
            digits[i] = word.data[i];
    }
    *date_s = warc_date_s(slice_of(digits, sizeof digits));
    return *date_s != 0;
}

/* IPv4 or IPv6; "0" and "-" stand where it was not known. */
static bool is_ip(Slice word)
{
    for (size_t i = 0; i < word.size; i++)
        if (!ascii_is_digit(word.data[i]) && !memchr(".:-abcdefABCDEF", word.data[i], 15))
            return false;
    return word.size > 0 && word.size <= 45;
}

/* "http:", at the start. */
static bool has_scheme(Slice url)
{
    size_t size = 0;
    while (size < url.size && size < 16 &&
           (ascii_is_alpha(url.data[size]) || (size > 0 && ascii_is_digit(url.data[size]))))
        size++;
    return size > 1 && size < url.size && url.data[size] == ':';
}

/* What stands between date and length: the media type, and in version 2 five words more. */
static Slice type_of(Slice words)
{
    Slice rest = words, code = SLICE_EMPTY, ignored = SLICE_EMPTY;
    for (int i = 0; i < 4; i++)
        if (!take_last(&rest, &ignored))
            return words;
    uint64_t number = 0;
    if (!take_last(&rest, &code) || code.size > 3 || !slice_to_u64(code, &number))
        return words;
    return rest;
}

/* Finds " IP date " from the right, and with it what stands on either side. */
static bool split_line(Slice line, ArcHead *head)
{
    Slice left = line, word = SLICE_EMPTY, ip = SLICE_EMPTY;
    for (int i = 0; i < 24 && take_last(&left, &word); i++) {
        Slice before = left;
        if (!read_date(word, &head->date_s) || !take_last(&before, &ip) || !is_ip(ip))
            continue;
        size_t behind = (size_t)(word.data + word.size - line.data);
        head->url = slice_trim(before);
        head->ip = ip;
        head->date = word;
        head->type = type_of(slice_trim(slice_skip(line, behind)));
        return has_scheme(head->url);
    }
    return false;
}

static Status read_line(Slice bytes, ArcHead *head, Error *err)
{
    Slice length = SLICE_EMPTY;
    size_t end = slice_find_byte(slice_range(bytes, 0, LINE_MAX_SIZE), '\n');
    *head = (ArcHead){0};
    if (!has_scheme(bytes) && bytes.size >= 16)
        return error_set(err, STATUS_SKIP, "no ARC record begins here");
    if (end == SLICE_NONE)
        return bytes.size < LINE_MAX_SIZE ? STATUS_END
                                          : error_set(err, STATUS_SKIP, "no ARC record begins here");
    Slice line = slice_trim(slice_range(bytes, 0, end));
    head->size = end + 1;
    if (!take_last(&line, &length) || !split_line(line, head))
        return error_set(err, STATUS_SKIP, "no ARC record begins here: its line has no address and date");
    if (!slice_to_u64(length, &head->length) || head->length > INT64_MAX)
        return error_set(err, STATUS_SKIP, "length '%.*s' in the ARC head is no number",
                         slice_print_size(slice_range(length, 0, 40)), length.data);
    return STATUS_OK;
}

/* ---- the form of an ARC file ---- */

static Status read_head(Slice bytes, CrawlHead *head, Error *err)
{
    ArcHead arc;
    Status status = read_line(bytes, &arc, err);
    *head = (CrawlHead){arc.size, arc.length};
    return status;
}

/* A line of a page that happens to look like a head would have to hold address, date and length in order. */
static size_t find_head(Slice bytes, size_t from)
{
    ArcHead head;
    while (from < bytes.size) {
        bool is_line = from == 0 || bytes.data[from - 1] == '\n';
        if (is_line && has_scheme(slice_skip(bytes, from)) &&
            read_line(slice_skip(bytes, from), &head, NULL) == STATUS_OK)
            return from;
        size_t end = slice_find_byte(slice_skip(bytes, from), '\n');
        if (end == SLICE_NONE)
            return SLICE_NONE;
        from += end + 1;
    }
    return SLICE_NONE;
}

static size_t tail_size(Slice bytes)
{
    size_t end = slice_find_last_byte(bytes, '\n');
    size_t size = end == SLICE_NONE ? bytes.size : bytes.size - end - 1;
    return size < LINE_MAX_SIZE ? size : 0;
}

static int arc_bid(Slice first, Slice file_name)
{
    ArcHead head;
    if (slice_starts_with(first, FILE_SCHEME))
        return read_line(first, &head, NULL) == STATUS_OK ? 100 : 90;
    if (find_head(first, 0) == SLICE_NONE)
        return 0;
    return find_head(first, 0) == 0 ? 80 : slice_contains(file_name, SLICE(".arc")) ? 60 : 0;
}

/* ---- the record ---- */

static Slice wrap_head(Arena *arena, const ArcHead *head, Slice block)
{
    WarcWrap wrap = {
        .type = "resource",
        .url = head->url,
        .date_s = head->date_s,
        .ip = head->ip,
        .content_type = head->type,
        .block = block,
    };
    if (slice_starts_with(head->url, FILE_SCHEME)) {
        wrap.type = "metadata";
    } else if (slice_starts_with(block, SLICE("HTTP/"))) {
        wrap.type = "response";
        wrap.content_type = SLICE("application/http; msgtype=response");
    }
    return warc_wrap_record_head(arena, &wrap);
}

/* Head and block as one piece of memory: in the arena, or in a spool if they are too large to hold. */
static Status join(Import *import, Arena *arena, Slice head, Slice block, Slice *both, Error *err)
{
    if (block.size <= RECORD_HELD_MAX) {
        char *text = arena_text(arena, head.size + block.size);
        memcpy(text, head.data, head.size);
        if (block.size > 0)
            memcpy(text + head.size, block.data, block.size);
        *both = slice_of(text, head.size + block.size);
        return STATUS_OK;
    }
    Spool spool = {.fd = -1};
    Status status = spool_open(import_spool_folder(import), &spool, err);
    if (status == STATUS_OK)
        status = spool_add(&spool, head, err);
    if (status == STATUS_OK)
        status = spool_add(&spool, block, err);
    if (status == STATUS_OK)
        status = import_keep(import, &spool, both, err);
    spool_close(&spool);
    return status;
}

static Status fill(Import *import, Arena *arena, Slice bytes, Record *record, Error *err)
{
    ArcHead head;
    Slice warc = SLICE_EMPTY;
    Status status = read_line(bytes, &head, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? error_set(err, STATUS_SKIP, "the ARC head is cut") : status;
    Slice block = slice_skip(bytes, head.size);
    status = join(import, arena, wrap_head(arena, &head, block), block, &warc, err);
    return status == STATUS_OK ? record_of_warc(warc, record, err) : status;
}

static const CrawlForm form = {
    .name = "ARC",
    .mark_size = MARK_SIZE,
    .look_size = LINE_MAX_SIZE,
    .sure_size = 1,
    .is_rewritten = true,
    .read_head = read_head,
    .find_head = find_head,
    .tail_size = tail_size,
    .fill = fill,
};

static Status arc_open(Import *import, Error *err)
{
    (void)err;
    return crawl_open(import, &form);
}

const Importer importer_arc = {"arc", arc_bid, arc_open, crawl_next, crawl_close};
