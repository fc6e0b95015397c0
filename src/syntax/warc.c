/* The heads of WARC records: bytes in, slices of them out; and the head for a file that came without one.
 *
 * Reads what crawlers really wrote: versions 0.17 to 1.1, LF alone, names in any case, folded lines,
 * addresses in angle brackets or with blanks. The body is the caller's business; a length is only read, never
 * followed here. */
#include "syntax/warc.h"

#include "base/builder.h"
#include "base/digest.h"
#include "syntax/url.h"

#define LINE_WITHIN                                                                                          \
    128 /* a version line and the name of the first field are looked for within so many bytes */

/* One line with its line break; *size counts the break. False: no break within the bytes. */
static bool line_at(Slice bytes, size_t at, Slice *line, size_t *size)
{
    Slice rest = slice_skip(bytes, at);
    size_t end = slice_find_byte(rest, '\n');
    if (end == SLICE_NONE)
        return false;
    *size = end + 1;
    *line = slice_range(rest, 0, end);
    if (slice_ends_with(*line, SLICE("\r")))
        line->size--;
    return true;
}

/* "WARC/1.0" -> "1.0" */
static bool version_of(Slice line, Slice *version)
{
    Slice rest = slice_trim(slice_skip(line, 5));
    if (!slice_starts_with(line, SLICE("WARC/")) || rest.size < 3 || rest.size > 8)
        return false;
    for (size_t i = 0; i < rest.size; i++)
        if (!ascii_is_digit(rest.data[i]) && (rest.data[i] != '.' || i == 0))
            return false;
    *version = rest;
    return true;
}

static Slice without_brackets(Slice s)
{
    if (slice_starts_with(s, SLICE("<")))
        s = slice_skip(s, 1);
    if (slice_ends_with(s, SLICE(">")))
        s.size--;
    return slice_trim(s);
}

static const struct {
    const char *name;
    size_t place;
    bool is_bracketed;
} fields[] = {
    {"WARC-Type", offsetof(WarcHead, type), false},
    {"WARC-Record-ID", offsetof(WarcHead, record_id), true},
    {"WARC-Target-URI", offsetof(WarcHead, target_uri), true},
    {"WARC-Date", offsetof(WarcHead, date), false},
    {"Content-Type", offsetof(WarcHead, content_type), false},
    {"WARC-Payload-Digest", offsetof(WarcHead, payload_digest), false},
    {"WARC-Block-Digest", offsetof(WarcHead, block_digest), false},
    {"WARC-Refers-To", offsetof(WarcHead, refers_to), true},
    {"WARC-Refers-To-Target-URI", offsetof(WarcHead, refers_to_uri), true},
    {"WARC-Refers-To-Date", offsetof(WarcHead, refers_to_date), false},
    {"WARC-Profile", offsetof(WarcHead, profile), false},
    {"WARC-Truncated", offsetof(WarcHead, truncated), false},
    {"Backfile-Sidecar", offsetof(WarcHead, sidecar), false},
};

/* The first of two fields of one name counts. */
static void take_field(WarcHead *head, Slice *length, Slice name, Slice value)
{
    if (slice_equal_nocase(name, SLICE("Content-Length")) && !length->data)
        *length = value;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        Slice *field = (Slice *)(void *)((char *)head + fields[i].place);
        if (slice_is_empty(*field) && slice_equal_nocase(name, slice_from(fields[i].name)))
            *field = fields[i].is_bracketed ? without_brackets(value) : value;
    }
}

static Status finish_head(WarcHead *head, Slice length, Error *err)
{
    head->date_s = warc_date_s(head->date);
    if (!length.data)
        return error_set(err, STATUS_SKIP, "no length in the WARC head");
    if (!slice_to_u64(length, &head->content_length) || head->content_length > INT64_MAX)
        return error_set(err, STATUS_SKIP, "length '%.*s' in the WARC head is no number",
                         slice_print_size(slice_range(length, 0, 40)), length.data);
    return STATUS_OK;
}

Status warc_read_head(Slice bytes, WarcHead *head, Error *err)
{
    Slice line = SLICE_EMPTY, length = SLICE_EMPTY, name = SLICE_EMPTY, value = SLICE_EMPTY;
    size_t size = 0;
    *head = (WarcHead){0};
    if (!slice_starts_with(bytes, slice_range(SLICE("WARC/"), 0, bytes.size)))
        return error_set(err, STATUS_SKIP, "no WARC record begins here");
    if (!line_at(slice_range(bytes, 0, LINE_WITHIN), 0, &line, &size))
        return bytes.size < LINE_WITHIN ? STATUS_END : error_set(err, STATUS_SKIP, "no WARC version line");
    if (!version_of(line, &head->version))
        return error_set(err, STATUS_SKIP, "no WARC version in the first line");
    for (size_t at = size;; at += size) {
        if (!line_at(bytes, at, &line, &size))
            return STATUS_END;
        Slice version = SLICE_EMPTY;
        if (version_of(line, &version))
            return error_set(err, STATUS_SKIP, "another WARC record begins within the head");
        bool is_folded = name.data && line.size && (line.data[0] == ' ' || line.data[0] == '\t');
        if (is_folded && !slice_is_empty(slice_trim(line))) {
            const char *begin = slice_is_empty(value) ? line.data : value.data;
            value = slice_trim(slice_of(begin, (size_t)(line.data + line.size - begin)));
            continue;
        }
        if (name.data)
            take_field(head, &length, name, value);
        if (slice_is_empty(slice_trim(line))) {
            head->head_size = at + size;
            return finish_head(head, length, err);
        }
        size_t colon = slice_find_byte(line, ':');
        name = slice_trim(slice_range(line, 0, colon == SLICE_NONE ? 0 : colon));
        value = slice_trim(slice_skip(line, colon == SLICE_NONE ? line.size : colon + 1));
    }
}

/* Could a record begin at this "WARC/"? Pages about WARC hold the word too, but no fields below it. */
static bool is_head_likely(Slice there)
{
    Slice line = SLICE_EMPTY, version = SLICE_EMPTY;
    size_t size = 0;
    Slice window = slice_range(there, 0, LINE_WITHIN);
    if (!line_at(window, 0, &line, &size))
        return window.size < LINE_WITHIN;
    if (!version_of(line, &version))
        return false;
    Slice next = slice_skip(window, size);
    Slice warc = SLICE("WARC-");
    Slice other = SLICE("Content-");
    return slice_starts_with_nocase(next, slice_range(warc, 0, next.size)) ||
           slice_starts_with_nocase(next, slice_range(other, 0, next.size));
}

size_t warc_find_head(Slice bytes, size_t from)
{
    while (from < bytes.size) {
        size_t at = slice_find(slice_skip(bytes, from), SLICE("WARC/"));
        if (at == SLICE_NONE)
            return SLICE_NONE;
        if (is_head_likely(slice_skip(bytes, from + at)))
            return from + at;
        from += at + 1;
    }
    return SLICE_NONE;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar.
 * Formula: Howard Hinnant, "chrono-compatible low-level date algorithms". */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_of_days(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* Takes exactly `count` digits off the front. */
static bool take_digits(Slice *s, size_t count, int64_t *number)
{
    uint64_t value = 0;
    Slice digits = slice_range(*s, 0, count);
    for (size_t i = 0; i < digits.size; i++)
        if (!ascii_is_digit(digits.data[i]))
            return false;
    if (digits.size < count || !slice_to_u64(digits, &value))
        return false;
    *number = (int64_t)value;
    *s = slice_skip(*s, count);
    return true;
}

/* "Z", "+03:00", "-0500" or nothing -> minutes east. */
static bool read_offset(Slice s, int64_t *minutes)
{
    int64_t hour = 0, minute = 0;
    *minutes = 0;
    if (slice_is_empty(s) || slice_equal_nocase(s, SLICE("Z")))
        return true;
    int64_t sign = s.data[0] == '-' ? -1 : s.data[0] == '+' ? 1 : 0;
    s = slice_skip(s, 1);
    if (!sign || !take_digits(&s, 2, &hour))
        return false;
    if (slice_starts_with(s, SLICE(":")))
        s = slice_skip(s, 1);
    if (!take_digits(&s, 2, &minute) || !slice_is_empty(s) || hour > 23 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

/* Reads year, month, day, hour, minute, second, as many as are there; separators[i] stands before part i. */
static bool read_parts(Slice *s, const char *separators, int64_t parts[6])
{
    static const size_t widths[6] = {4, 2, 2, 2, 2, 2};
    for (size_t i = 0; i < 6; i++) {
        char separator = separators[i];
        if (i > 0 && separator != '\0') {
            bool is_there = s->size && (s->data[0] == separator || (separator == 'T' && s->data[0] == ' '));
            if (!is_there)
                return i != 4; /* an hour alone is no time */
            *s = slice_skip(*s, 1);
        }
        if (!take_digits(s, widths[i], &parts[i]))
            return false;
    }
    return true;
}

static void drop_fraction(Slice *s)
{
    if (!slice_starts_with(*s, SLICE(".")) && !slice_starts_with(*s, SLICE(",")))
        return;
    *s = slice_skip(*s, 1);
    while (s->size && ascii_is_digit(s->data[0]))
        *s = slice_skip(*s, 1);
}

int64_t warc_date_s(Slice date)
{
    int64_t parts[6] = {0, 1, 1, 0, 0, 0}, offset = 0;
    date = slice_trim(date);
    bool is_run = date.size >= 14 && ascii_is_digit(date.data[4]);
    if (!read_parts(&date, is_run ? "\0\0\0\0\0\0" : "\0--T::", parts))
        return 0;
    drop_fraction(&date);
    bool is_right = parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= 31 && parts[3] <= 23 &&
                    parts[4] <= 59 && parts[5] <= 60;
    if (!is_right || !read_offset(date, &offset))
        return 0;
    int64_t days = days_since_1970(parts[0], parts[1], parts[2]);
    return days * 86400 + parts[3] * 3600 + (parts[4] - offset) * 60 + parts[5];
}

/* A value for a head: what could end the line or break its form is percent-encoded. */
static void add_value(Builder *b, Slice value)
{
    for (size_t i = 0; i < value.size; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c <= ' ' || c == 0x7F || c == '<' || c == '>')
            builder_format(b, "%%%02X", c);
        else
            builder_add_byte(b, (char)c);
    }
}

static bool is_printable(Slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] < ' ' || s.data[i] == 0x7F)
            return false;
    return s.size > 0;
}

static void add_file_address(Builder *b, Arena *arena, Slice path)
{
    Slice piece = SLICE_EMPTY;
    builder_add_string(b, "file://");
    while (slice_starts_with(path, SLICE("/")))
        path = slice_skip(path, 1);
    while (slice_next_split(&path, '/', &piece)) {
        builder_add_byte(b, '/');
        builder_add(b, url_encode(arena, piece));
    }
}

/* An UUID of version 8 (RFC 9562: the writer's own) made from address and content, so that it is the same
 * again. */
static void add_record_id(Builder *b, Slice address, const unsigned char block_digest[32])
{
    unsigned char id[DIGEST_MAX_BYTES];
    Digest *digest = digest_open(DIGEST_SHA256);
    digest_add(digest, address);
    digest_add(digest, SLICE("\n"));
    digest_add(digest, slice_of(block_digest, 32));
    digest_finish(digest, id);
    digest_close(digest);
    id[6] = (unsigned char)((id[6] & 0x0F) | 0x80);
    id[8] = (unsigned char)((id[8] & 0x3F) | 0x80);
    builder_add_string(b, "WARC-Record-ID: <urn:uuid:");
    for (size_t i = 0; i < 16; i++)
        builder_format(b, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", id[i]);
    builder_add_string(b, ">\r\n");
}

static void add_date(Builder *b, int64_t date_s)
{
    int64_t year = 0;
    int month = 0, day = 0;
    if (date_s < 0 || date_s > 253402300799) /* up to the end of the year 9999 */
        date_s = 0;
    civil_of_days(date_s / 86400, &year, &month, &day);
    int of_day = (int)(date_s % 86400);
    builder_format(b, "WARC-Date: %04d-%02d-%02dT%02d:%02d:%02dZ\r\n", (int)year, month, day, of_day / 3600,
                   of_day / 60 % 60, of_day % 60);
}

/* What closes every head that we write, from behind the last value on: type, digest and length of the block.
 */
static void add_content(Builder *b, Slice type, const unsigned char digest[32], size_t block_bytes)
{
    builder_add_string(b, "\r\nContent-Type: ");
    builder_add(b, is_printable(type) ? type : SLICE("application/octet-stream"));
    builder_format(b, "\r\nWARC-Block-Digest: sha256:%.*s\r\nContent-Length: %zu\r\n\r\n",
                   SLICE_ARG(hex_of(b->arena, digest, 32)), block_bytes);
}

Slice warc_wrap_head(Arena *arena, Slice url, Slice path, int64_t date_s, Slice media_type, Slice block)
{
    unsigned char digest[32];
    digest_sha256(block, digest);
    return warc_wrap_digested(arena, url, path, date_s, media_type, block.size, digest, SLICE_EMPTY);
}

Slice warc_wrap_digested(Arena *arena, Slice url, Slice path, int64_t date_s, Slice media_type,
                         size_t block_bytes, const unsigned char digest[32], Slice sidecar)
{
    Builder address, b, identity;
    builder_init(&address, arena);
    if (slice_is_empty(url))
        add_file_address(&address, arena, path);
    else
        add_value(&address, url);

    builder_init(&b, arena);
    builder_add_string(&b, "WARC/1.1\r\nWARC-Type: resource\r\n");
    builder_init(&identity, arena);
    builder_add(&identity, builder_slice(&address));
    if (sidecar.size > 0)
        builder_format(&identity, "\n%.*s", SLICE_ARG(digest_sha256_hex(arena, sidecar)));
    add_record_id(&b, builder_slice(&identity), digest);
    add_date(&b, date_s);
    builder_add_string(&b, "WARC-Target-URI: ");
    builder_add(&b, builder_slice(&address));
    if (sidecar.size > 0) {
        builder_add_string(&b, "\r\nBackfile-Sidecar: ");
        builder_add(&b, url_encode(arena, sidecar));
    }
    add_content(&b, media_type, digest, block_bytes);
    return builder_slice(&b);
}

static bool is_known_ip(Slice ip)
{
    bool has_digit = false;
    for (size_t i = 0; i < ip.size; i++)
        has_digit |= ip.data[i] != '0' && ip.data[i] != '.' && ip.data[i] != ':' && ip.data[i] != '-';
    return has_digit && is_printable(ip) &&
           (slice_contains(ip, SLICE(".")) || slice_contains(ip, SLICE(":")));
}

Slice warc_wrap_record_head(Arena *arena, const WarcWrap *wrap)
{
    unsigned char digest[32];
    Builder address, identity, b;
    builder_init(&address, arena);
    add_value(&address, wrap->url);
    builder_init(&identity, arena);
    builder_format(&identity, "%s\n%lld\n", wrap->type, (long long)wrap->date_s);
    builder_add(&identity, builder_slice(&address));
    digest_sha256(wrap->block, digest);

    builder_init(&b, arena);
    builder_format(&b, "WARC/1.1\r\nWARC-Type: %s\r\n", wrap->type);
    add_record_id(&b, builder_slice(&identity), digest);
    add_date(&b, wrap->date_s);
    builder_add_string(&b, "WARC-Target-URI: ");
    builder_add(&b, builder_slice(&address));
    if (is_known_ip(wrap->ip)) {
        builder_add_string(&b, "\r\nWARC-IP-Address: ");
        builder_add(&b, wrap->ip);
    }
    add_content(&b, wrap->content_type, digest, wrap->block.size);
    return builder_slice(&b);
}
