/* Addresses as texts come in; their parts, absolute addresses and keys go out.
 *
 * The key is what "the same address" means everywhere in this program, so it is made by one function, in one
 * pass over host, path and query. It is its own key: url_key("http://" + key) gives the key again, which
 * tests hold. Everything is linear in the length of the text, and nothing is trusted to be an address. */
#include "syntax/url.h"

#include <assert.h>
#include <unicode/uidna.h>

#include "base/builder.h"
#include "base/utf8.h"

/* Which bytes may stand raw where (RFC 3986, appendix A). */
enum { CHAR_UNRESERVED = 1, CHAR_PATH = 2, CHAR_QUERY = 4 };

/* By byte; those from 0x80 on may stand nowhere. */
static const unsigned char url_chars[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 6, 0, 0, 6, 0, 6, 6, 6, 6, 6, 6, 6, 7, 7, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 0, 6, 0, 4,
    6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 7,
    0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 7, 0,
};

static int url_char(unsigned char c)
{
    return url_chars[c];
}

static int hex_value(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "%XX" at `at` stands for, or -1. */
static int percent_value(Slice s, size_t at)
{
    assert(s.data && at < s.size);
    if (s.data[at] != '%' || s.size - at < 3)
        return -1;
    int high = hex_value(s.data[at + 1]);
    int low = hex_value(s.data[at + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static void add_percent(Builder *b, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    builder_add_byte(b, '%');
    builder_add_byte(b, digits[c >> 4]);
    builder_add_byte(b, digits[c & 15]);
}

/* Percent-encoding in one spelling: unreserved characters bare, all other codes in capitals, bytes that may
 * not stand there encoded, a percent sign without two digits as %25. */
static void add_normal(Builder *b, Slice s, int place)
{
    for (size_t i = 0; i < s.size;) {
        size_t begin = i;
        while (i < s.size && (url_char((unsigned char)s.data[i]) & place))
            i++;
        builder_add(b, slice_range(s, begin, i));
        if (i == s.size)
            break;
        int coded = percent_value(s, i);
        if (coded < 0)
            add_percent(b, (unsigned char)s.data[i]);
        else if (url_char((unsigned char)coded) & CHAR_UNRESERVED)
            builder_add_byte(b, (char)coded);
        else
            add_percent(b, (unsigned char)coded);
        i += coded < 0 ? 1 : 3;
    }
}

/* White space and control characters at both ends are no part of an address. */
static Slice url_trim(Slice s)
{
    while (s.size && (unsigned char)s.data[0] <= ' ')
        s = slice_skip(s, 1);
    while (s.size && (unsigned char)s.data[s.size - 1] <= ' ')
        s.size--;
    return s;
}

static Slice scheme_of(Slice text)
{
    size_t colon = slice_find_byte(text, ':');
    if (colon == SLICE_NONE || colon == 0 || !ascii_is_alpha(text.data[0]))
        return SLICE_EMPTY;
    for (size_t i = 0; i < colon; i++) {
        char c = text.data[i];
        if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '+' && c != '-' && c != '.')
            return SLICE_EMPTY;
    }
    return slice_range(text, 0, colon);
}

/* Takes fragment and query off the end of a path. */
static void split_tail(Slice *path, Slice *query, Slice *fragment)
{
    size_t hash = slice_find_byte(*path, '#');
    if (hash != SLICE_NONE) {
        *fragment = slice_skip(*path, hash + 1);
        *path = slice_range(*path, 0, hash);
    }
    size_t mark = slice_find_byte(*path, '?');
    if (mark != SLICE_NONE) {
        *query = slice_skip(*path, mark + 1);
        *path = slice_range(*path, 0, mark);
    }
}

static size_t authority_size(Slice s)
{
    size_t size = 0;
    while (size < s.size && s.data[size] != '/' && s.data[size] != '?' && s.data[size] != '#' &&
           s.data[size] != '\\')
        size++;
    return size;
}

/* "[2001:db8::1]", or a name without what can stand in none. */
static bool host_is_sane(Slice host)
{
    bool is_literal = slice_starts_with(host, SLICE("["));
    if (is_literal != slice_ends_with(host, SLICE("]")))
        return false;
    if (is_literal)
        host = slice_range(host, 1, host.size - 1);
    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        if (!is_literal && (url_char((unsigned char)c) & CHAR_UNRESERVED))
            continue; /* most of all: letters, digits, dots */
        if (is_literal ? hex_value(c) < 0 && c != ':' && c != '.'
                       : (unsigned char)c <= ' ' || memchr("<>\"^`{|}[]:\x7F", c, 11))
            return false;
    }
    return true;
}

static bool split_authority(Slice authority, Url *url)
{
    size_t at = slice_find_last_byte(authority, '@');
    if (at != SLICE_NONE)
        authority = slice_skip(authority, at + 1);
    size_t bracket = slice_find_last_byte(authority, ']');
    size_t colon = slice_find_last_byte(authority, ':');
    if (colon != SLICE_NONE && (bracket == SLICE_NONE || colon > bracket)) {
        url->port = slice_skip(authority, colon + 1);
        authority = slice_range(authority, 0, colon);
    }
    url->host = authority;
    uint64_t port = 0;
    return host_is_sane(authority) &&
           (slice_is_empty(url->port) || (slice_to_u64(url->port, &port) && port <= 65535));
}

bool url_parse(Slice text, Url *url)
{
    *url = (Url){0};
    text = url_trim(text);
    url->scheme = scheme_of(text);
    bool is_file = slice_equal_nocase(url->scheme, SLICE("file"));
    if (!is_file && !slice_equal_nocase(url->scheme, SLICE("http")) &&
        !slice_equal_nocase(url->scheme, SLICE("https")))
        return false;
    Slice rest = slice_skip(text, url->scheme.size + 1);
    if (!slice_starts_with(rest, SLICE("//")))
        return false;
    rest = slice_skip(rest, 2);
    size_t size = authority_size(rest);
    if (!split_authority(slice_range(rest, 0, size), url) || (slice_is_empty(url->host) && !is_file))
        return false;
    url->path = slice_skip(rest, size);
    split_tail(&url->path, &url->query, &url->fragment);
    return true;
}

/* Adds a path without "." and ".." segments (RFC 3986, 5.2.4). It never climbs above where the builder stood.
 */
static void add_without_dots(Builder *b, Slice path)
{
    size_t floor = b->size;
    for (size_t at = path.size && path.data[0] == '/' ? 1 : 0; at <= path.size;) {
        Slice rest = slice_skip(path, at);
        size_t size = slice_find_byte(rest, '/');
        bool is_last = size == SLICE_NONE;
        Slice segment = slice_range(rest, 0, size);
        bool is_up = slice_equal(segment, SLICE(".."));
        if (is_up) {
            while (b->size > floor && b->data[b->size - 1] != '/')
                b->size--;
            if (b->size > floor)
                b->size--;
        }
        if (is_up || slice_equal(segment, SLICE("."))) {
            if (is_last)
                builder_add_byte(b, '/');
        } else {
            builder_add_byte(b, '/');
            builder_add(b, segment);
        }
        if (is_last)
            break;
        at += size + 1;
    }
}

/* As browsers do: ends trimmed, tabs and line breaks within removed, other blanks and controls encoded. */
static Slice clean_reference(Arena *arena, Slice reference)
{
    Builder b;
    reference = url_trim(reference);
    builder_init(&b, arena);
    builder_reserve(&b, reference.size);
    size_t from = 0;
    for (size_t i = 0; i < reference.size; i++) {
        unsigned char c = (unsigned char)reference.data[i];
        if (c > ' ' && c != 0x7F)
            continue;
        builder_add(&b, slice_range(reference, from, i));
        if (c != '\t' && c != '\n' && c != '\r')
            add_percent(&b, c);
        from = i + 1;
    }
    builder_add(&b, slice_skip(reference, from));
    return builder_slice(&b);
}

/* Where the path of an absolute address begins. */
static size_t path_begin(Slice address, const Url *url)
{
    size_t begin = url->scheme.size + 3;
    return begin + authority_size(slice_skip(address, begin));
}

Slice url_resolve(Arena *arena, Slice base, Slice reference)
{
    Url url = {0};
    Slice target = clean_reference(arena, reference);
    Builder b;
    builder_init(&b, arena);
    if (!slice_is_empty(scheme_of(target))) {
        if (!url_parse(target,
                       &url)) /* another scheme is absolute already; "http:" without a host is hopeless */
            return slice_starts_with_nocase(target, SLICE("http:")) ||
                           slice_starts_with_nocase(target, SLICE("https:"))
                       ? SLICE_EMPTY
                       : target;
        base = target;
    } else {
        base = clean_reference(arena, base);
        if (!url_parse(base, &url))
            return SLICE_EMPTY;
        if (slice_starts_with(target, SLICE("//"))) {
            builder_add(&b, url.scheme);
            builder_add_byte(&b, ':');
            builder_add(&b, target);
            Url there = {0};
            return url_parse(builder_slice(&b), &there) ? builder_slice(&b) : SLICE_EMPTY;
        }
    }
    Slice path = target, query = SLICE_EMPTY, fragment = SLICE_EMPTY;
    size_t authority_end = path_begin(base, &url);
    if (base.data == target.data)
        path = slice_skip(target, authority_end);
    split_tail(&path, &query, &fragment);

    builder_add(&b, slice_range(base, 0, authority_end));
    Builder merged;
    builder_init(&merged, arena);
    if (slice_is_empty(path) && base.data != target.data) {
        builder_add(&merged, url.path);
        if (!query.data)
            query = url.query;
    } else {
        if (!slice_starts_with(path, SLICE("/"))) {
            size_t slash = slice_find_last_byte(url.path, '/');
            builder_add(&merged, slice_range(url.path, 0, slash == SLICE_NONE ? 0 : slash + 1));
        }
        builder_add(&merged, path);
    }
    add_without_dots(&b, builder_slice(&merged));
    if (query.data) {
        builder_add_byte(&b, '?');
        builder_add(&b, query);
    }
    if (fragment.data) {
        builder_add_byte(&b, '#');
        builder_add(&b, fragment);
    }
    return builder_slice(&b);
}

#define HOST_MAX 1024

/* The form of a name as DNS has it, by UTS 46; the name as it is where ICU will not have it. */
static Slice host_to_ascii(Arena *arena, Slice host)
{
    char ascii[HOST_MAX];
    UErrorCode code = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (host.size > HOST_MAX / 4 || !utf8_is_valid(host))
        return host;
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &code);
    int32_t size = uidna_nameToASCII_UTF8(idna, host.data, (int32_t)host.size, ascii, HOST_MAX, &info, &code);
    uidna_close(idna);
    if (U_FAILURE(code) || info.errors != 0 || size <= 0 || size > HOST_MAX)
        return host;
    return arena_copy(arena, slice_of(ascii, (size_t)size));
}

/* A name without final dots and without "www." where something with a dot is left. */
static Slice bare_name(Slice name)
{
    while (slice_ends_with(name, SLICE(".")))
        name.size--;
    while (slice_starts_with_nocase(name, SLICE("www.")) && slice_contains(slice_skip(name, 4), SLICE(".")))
        name = slice_skip(name, 4);
    return name;
}

static Slice normal_host(Arena *arena, Slice host)
{
    Slice plain = bare_name(url_decode(arena, host, false));
    bool is_ascii = true;
    for (size_t i = 0; i < plain.size; i++)
        is_ascii &= (unsigned char)plain.data[i] < 0x80;
    if (!is_ascii)
        plain = host_to_ascii(arena, plain);

    Builder b;
    builder_init(&b, arena);
    bool is_bracketed = slice_starts_with(host, SLICE("["));
    for (size_t i = 0; i < plain.size; i++) {
        unsigned char c = (unsigned char)plain.data[i];
        bool is_plain = (url_char(c) & CHAR_UNRESERVED) || (is_bracketed && memchr("[]:", c, 3));
        if (is_plain)
            builder_add_byte(&b, ascii_lower((char)c));
        else
            add_percent(&b, c);
    }
    return bare_name(builder_slice(&b));
}

/* A name as nearly all are written: nothing of it changes. */
static bool host_is_normal(Slice host)
{
    for (size_t i = 0; i < host.size; i++) {
        char c = host.data[i];
        if (!(c >= 'a' && c <= 'z') && !ascii_is_digit(c) && c != '-' && c != '.')
            return false;
    }
    return !slice_starts_with(host, SLICE("www.")) && !slice_ends_with(host, SLICE("."));
}

/* False if nothing is left of the name. */
static bool add_host(Builder *b, Arena *arena, const Url *url)
{
    uint64_t port = 0;
    Slice name = host_is_normal(url->host) ? url->host : normal_host(arena, url->host);
    builder_add(b, name);
    if (slice_is_empty(name))
        return slice_equal_nocase(url->scheme, SLICE("file"));
    if (!slice_to_u64(url->port, &port))
        return true;
    if (port != 80 && port != 443) { /* the scheme is no part of a key, so both are the usual one */
        builder_add_byte(b, ':');
        builder_add_u64(b, port);
    }
    return true;
}

/* "https://host//a" is "/a": a browser would take "//a" for a host. */
static void one_slash_first(Builder *b, size_t begin)
{
    size_t slashes = 0;
    while (begin + slashes < b->size && b->data[begin + slashes] == '/')
        slashes++;
    if (slashes < 2)
        return;
    memmove(b->data + begin + 1, b->data + begin + slashes, b->size - begin - slashes);
    b->size -= slashes - 1;
}

/* The path without what does not tell two pages apart: dots, final slashes, the name of the index file. */
static void add_path(Builder *b, Arena *arena, Slice path)
{
    static const char *const indexes[] = {"/index.html", "/index.php"};
    size_t begin = b->size;
    add_normal(b, path, CHAR_PATH);
    Slice normal = slice_of(b->data + begin, b->size - begin);
    if (!slice_starts_with(path, SLICE("/")) || slice_contains(normal, SLICE("/."))) {
        normal = arena_copy(arena, normal);
        b->size = begin;
        add_without_dots(b, normal);
    }

    for (size_t before = 0; before != b->size;) {
        before = b->size;
        while (b->size > begin && b->data[b->size - 1] == '/')
            b->size--;
        for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) {
            Slice name = slice_from(indexes[i]);
            if (slice_ends_with(slice_of(b->data + begin, b->size - begin), name))
                b->size -= name.size;
        }
    }
    if (b->size == begin)
        builder_add_byte(b, '/');
    one_slash_first(b, begin);
}

/* Keys of queries that lead to the same page as without them. */
static bool query_key_is_idle(Slice key)
{
    static const char *const idle[] = {"share", "nb",     "fbclid", "gclid",   "replytocom",
                                       "amp",   "mc_cid", "mc_eid", "ref_src", "igshid"};
    if (SLICE_ANY(key, slice_equal_nocase, idle))
        return true;
    return slice_starts_with_nocase(key, SLICE("utm_"));
}

/* *is_cut: something was left out. */
static void add_query(Builder *b, Arena *arena, Slice query, bool *is_cut)
{
    char mark = '?';
    Slice piece = SLICE_EMPTY;
    Builder normal;
    *is_cut = false;
    if (slice_is_empty(query))
        return;
    builder_init(&normal, arena);
    add_normal(&normal, query, CHAR_QUERY);
    Slice rest = builder_slice(&normal);
    while (slice_next_split(&rest, '&', &piece)) {
        if (slice_is_empty(piece) || query_key_is_idle(slice_range(piece, 0, slice_find_byte(piece, '=')))) {
            *is_cut = true;
            continue;
        }
        builder_add_byte(b, mark);
        builder_add(b, piece);
        mark = '&';
    }
}

bool url_read(Arena *arena, Slice text, UrlKey *out)
{
    Builder b;
    *out = (UrlKey){0};
    if (!url_parse(text, &out->url))
        return false;
    builder_init(&b, arena);
    builder_reserve(&b, text.size + 1);
    if (!add_host(&b, arena, &out->url))
        return false;
    out->host_bytes = b.size;
    add_path(&b, arena, out->url.path);
    out->path_end = b.size;
    add_query(&b, arena, out->url.query, &out->is_query_cut);
    out->key = builder_slice(&b);
    return true;
}

Slice url_key(Arena *arena, Slice text)
{
    UrlKey read;
    return url_read(arena, text, &read) ? read.key : SLICE_EMPTY;
}

static Slice path_of(Arena *arena, Slice text, bool keeps_slash)
{
    Url url = {0};
    Builder b;
    bool is_cut;
    if (!url_parse(text, &url)) {
        url.path = url_trim(text);
        if (!slice_starts_with(url.path, SLICE("/")))
            return SLICE_EMPTY;
        split_tail(&url.path, &url.query, &url.fragment);
    }
    builder_init(&b, arena);
    add_path(&b, arena, url.path);
    if (keeps_slash && b.size > 1 && slice_ends_with(url.path, SLICE("/")))
        builder_add_byte(&b, '/');
    add_query(&b, arena, url.query, &is_cut);
    return builder_slice(&b);
}

Slice url_path(Arena *arena, Slice text)
{
    return path_of(arena, text, false);
}

Slice url_path_spelled(Arena *arena, Slice text)
{
    return path_of(arena, text, true);
}

Slice url_host(Arena *arena, Slice text)
{
    Url url;
    Builder b;
    if (!url_parse(text, &url))
        return SLICE_EMPTY;
    builder_init(&b, arena);
    return add_host(&b, arena, &url) ? builder_slice(&b) : SLICE_EMPTY;
}

Slice url_slug(Slice text)
{
    Url url = {0};
    if (!url_parse(text, &url)) {
        url.path = url_trim(text);
        split_tail(&url.path, &url.query, &url.fragment);
    }
    Slice path = url.path;
    while (slice_ends_with(path, SLICE("/")))
        path.size--;
    size_t slash = slice_find_last_byte(path, '/');
    return slash == SLICE_NONE ? path : slice_skip(path, slash + 1);
}

Slice url_decode(Arena *arena, Slice text, bool plus_is_space)
{
    Builder b;
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    assert(text.data || text.size == 0);
    for (size_t i = 0; i < text.size; i++) {
        int coded = percent_value(text, i);
        if (coded >= 0) {
            builder_add_byte(&b, (char)coded);
            i += 2;
        } else {
            builder_add_byte(&b, plus_is_space && text.data[i] == '+' ? ' ' : text.data[i]);
        }
    }
    return builder_slice(&b);
}

Slice url_encode(Arena *arena, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    for (size_t i = 0; i < text.size; i++) {
        if (url_char((unsigned char)text.data[i]) & CHAR_UNRESERVED)
            builder_add_byte(&b, text.data[i]);
        else
            add_percent(&b, (unsigned char)text.data[i]);
    }
    return builder_slice(&b);
}

bool url_query_get(Arena *arena, Slice query, Slice key, Slice *value)
{
    Slice piece = SLICE_EMPTY;
    *value = SLICE_EMPTY;
    while (slice_next_split(&query, '&', &piece)) {
        size_t equals = slice_find_byte(piece, '=');
        Slice name = slice_range(piece, 0, equals);
        bool is_plain = !memchr(name.data ? name.data : "", '%', name.size) &&
                        !memchr(name.data ? name.data : "", '+', name.size);
        if (!slice_equal(is_plain ? name : url_decode(arena, name, true), key))
            continue;
        if (equals != SLICE_NONE)
            *value = url_decode(arena, slice_skip(piece, equals + 1), true);
        return true;
    }
    return false;
}
