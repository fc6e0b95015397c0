/* One value in its place of an HTML page: text, an address, a piece of an address, JSON, a number, a date.
 *
 * The templates call these; none trusts what it is given. Input is valid UTF-8, which a browser reads as such
 * because the server says so; control characters, which HTML does not allow, are dropped, and so are
 * direction overrides (U+202D, U+202E), by which a headline could show another order of letters than it has.
 */
#include "page/parts.h"

#include "base/utf8.h"
#include "syntax/html.h"
#include "syntax/url.h"

static Slice reference_of(char byte)
{
    switch (byte) {
    case '&':
        return SLICE("&amp;");
    case '<':
        return SLICE("&lt;");
    case '>':
        return SLICE("&gt;");
    case '"':
        return SLICE("&#34;");
    case '\'':
        return SLICE("&#39;");
    default:
        return SLICE_EMPTY; /* a control character */
    }
}

static bool is_plain(unsigned char c)
{
    return c >= ' ' ? c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7f
                    : c == '\n' || c == '\t';
}

/* U+202D or U+202E at i: three bytes, E2 80 AD or AE. */
static bool is_override(Slice text, size_t i)
{
    return (unsigned char)text.data[i] == 0xE2 && i + 2 < text.size &&
           (unsigned char)text.data[i + 1] == 0x80 &&
           ((unsigned char)text.data[i + 2] == 0xAD || (unsigned char)text.data[i + 2] == 0xAE);
}

void page_escape(Builder *out, Slice text)
{
    size_t begin = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool is_dropped = is_override(text, i);
        if (is_plain((unsigned char)text.data[i]) && !is_dropped)
            continue;
        builder_add(out, slice_range(text, begin, i));
        builder_add(out, is_dropped ? SLICE_EMPTY : reference_of(text.data[i]));
        i += is_dropped ? 2 : 0;
        begin = i + 1;
    }
    builder_add(out, slice_skip(text, begin));
}

/* Markup that was made harmless on its way in, without the characters that no page may hold. */
static void add_markup(Builder *out, Slice html)
{
    size_t begin = 0;
    for (size_t i = 0; i < html.size; i++) {
        unsigned char c = (unsigned char)html.data[i];
        bool is_dropped = is_override(html, i);
        if (!is_dropped && c != 0x7f && (c >= ' ' || c == '\n' || c == '\t'))
            continue;
        builder_add(out, slice_range(html, begin, i));
        i += is_dropped ? 2 : 0;
        begin = i + 1;
    }
    builder_add(out, slice_skip(html, begin));
}

static bool is_unreserved(unsigned char c)
{
    return ascii_is_alpha((char)c) || ascii_is_digit((char)c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static void add_percent(Builder *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    char text[3] = {'%', digits[c >> 4], digits[c & 15]};
    builder_add(out, slice_of(text, 3));
}

void page_query(Builder *out, Slice piece)
{
    for (size_t i = 0; i < piece.size; i++) {
        unsigned char c = (unsigned char)piece.data[i];
        if (is_unreserved(c))
            builder_add_byte(out, (char)c);
        else
            add_percent(out, c);
    }
}

/* The bytes before a colon that comes before any of / ? #, or nothing. */
static Slice scheme_of(Slice address)
{
    for (size_t i = 0; i < address.size; i++) {
        char c = address.data[i];
        if (c == ':')
            return slice_range(address, 0, i);
        if (c == '/' || c == '?' || c == '#')
            break;
    }
    return SLICE_EMPTY;
}

static bool is_address_allowed(Slice address)
{
    Slice scheme = scheme_of(address);
    if (scheme.data == NULL)
        return true;
    return slice_equal_nocase(scheme, SLICE("http")) || slice_equal_nocase(scheme, SLICE("https")) ||
           slice_equal_nocase(scheme, SLICE("mailto"));
}

void page_url(Builder *out, Slice address)
{
    address = slice_trim(address);
    if (!is_address_allowed(address)) {
        builder_add_byte(out, '#');
        return;
    }
    if (slice_starts_with(address, SLICE("//")) || slice_starts_with(address, SLICE("/\\")))
        builder_add(out, SLICE("/.")); /* a path of ours, not another host */
    for (size_t i = 0; i < address.size; i++) {
        unsigned char c = (unsigned char)address.data[i];
        if (c == '&')
            builder_add(out, SLICE("&amp;"));
        else if (c <= ' ' || c >= 0x7f || strchr("\"'<>\\^`{|}", c))
            add_percent(out, c);
        else
            builder_add_byte(out, (char)c);
    }
}

void page_json(Builder *out, Slice json)
{
    for (size_t i = 0; i < json.size; i++) {
        char c = json.data[i];
        if (c == '<' || c == '>' || c == '&')
            builder_format(out, "\\u%04x", (unsigned)c);
        else
            builder_add_byte(out, c);
    }
}

void page_json_string(Builder *out, Slice text)
{
    builder_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            builder_add_byte(out, '\\');
        if (c < ' ')
            builder_format(out, "\\u%04x", c);
        else
            builder_add_byte(out, (char)c);
    }
    builder_add_byte(out, '"');
}

void page_number(Builder *out, uint64_t number)
{
    if (number >= 1000) {
        page_number(out, number / 1000); /* at most seven deep */
        builder_format(out, ",%03u", (unsigned)(number % 1000));
    } else {
        builder_add_u64(out, number);
    }
}

void page_marked(Builder *out, const Snippet *snippet)
{
    size_t at = 0;
    for (size_t i = 0; i < snippet->mark_count; i++) {
        Span mark = snippet->marks[i];
        if (mark.begin < at || mark.end > snippet->text.size || mark.begin >= mark.end)
            continue;
        page_escape(out, slice_range(snippet->text, at, mark.begin));
        builder_add(out, SLICE("<mark>"));
        page_escape(out, slice_range(snippet->text, mark.begin, mark.end));
        builder_add(out, SLICE("</mark>"));
        at = mark.end;
    }
    page_escape(out, slice_skip(snippet->text, at));
}

/* The path of an address of the home host, or the address itself. */
static Slice home_path(Slice address, Slice home_host)
{
    Url url;
    if (slice_is_empty(home_host) || !url_parse(address, &url))
        return address;
    Slice host = url.host;
    if (slice_starts_with_nocase(host, SLICE("www.")))
        host = slice_skip(host, 4);
    if (!slice_equal_nocase(host, home_host) || url.path.size == 0 || url.path.data < address.data ||
        url.path.data > address.data + address.size)
        return address;
    return slice_skip(address, (size_t)(url.path.data - address.data));
}

/* An address inside an article, as it leads on from here: against the article's own address, home ones as
 * paths. */
static void add_inner_address(Builder *out, Slice written, Slice base, Slice home_host)
{
    Slice address = slice_trim(html_unescape(out->arena, written));
    bool is_here = slice_starts_with(address, SLICE("#"));
    if (!is_here && !slice_is_empty(base)) {
        Slice absolute = url_resolve(out->arena, base, address);
        if (!slice_is_empty(absolute))
            address = absolute;
    }
    page_url(out, is_here ? address : home_path(address, home_host));
}

void page_inner_html(Builder *out, Slice html, Slice base, Slice home_host)
{
    const Slice key = SLICE(" href=\"");
    for (;;) {
        size_t at = slice_find(html, key);
        size_t end = at == SLICE_NONE ? SLICE_NONE : slice_find_byte(slice_skip(html, at + key.size), '"');
        if (end == SLICE_NONE)
            break;
        add_markup(out, slice_range(html, 0, at + key.size));
        add_inner_address(out, slice_of(html.data + at + key.size, end), base, home_host);
        html = slice_skip(html, at + key.size + end);
    }
    add_markup(out, html);
}

/* ---- dates ---- */

static int64_t floor_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

Slice page_iso(Builder *out, Moment moment)
{
    return moment_format(out->arena, moment);
}

Slice page_year(Builder *out, Moment moment)
{
    Slice text = moment_format(out->arena, moment);
    return slice_range(text, 0, 4);
}

Slice page_day_href(Arena *arena, Moment moment)
{
    if (!moment_is_known(moment))
        return SLICE_EMPTY;
    int64_t year;
    unsigned month, day;
    civil_from_days(floor_days(moment.local_s), &year, &month, &day);
    if (moment.grain == GRAIN_YEAR)
        return arena_format(arena, "/%04lld", (long long)year);
    if (moment.grain == GRAIN_MONTH)
        return arena_format(arena, "/%04lld/%02u", (long long)year, month);
    return arena_format(arena, "/%04lld/%02u/%02u", (long long)year, month, day);
}

Slice page_printed_href(Arena *arena, const Article *article)
{
    Moment day = article->published;
    if (article->page_kind != PAGE_PHOTO || !moment_is_known(day))
        return page_day_href(arena, day);
    Slice text = slice_range(moment_format(arena, day), 0, sizeof "2014-06-27" - 1);
    return arena_format(arena, "/search?q=date%%3A%.*s", SLICE_ARG(text));
}

Slice page_absolute(Builder *out, const PageSite *site, Slice path)
{
    return arena_format(out->arena, "%.*s%.*s", SLICE_ARG(site->base_url), SLICE_ARG(path));
}

Slice page_feed(Builder *out, const PageFrame *frame, const char *form)
{
    return arena_format(out->arena, "%.*s%s%.*s", SLICE_ARG(frame->feed), form, SLICE_ARG(frame->feed_query));
}

Slice page_readable(Builder *out, Slice address)
{
    Slice decoded = url_decode(out->arena, address, false);
    for (size_t i = 0; i < decoded.size; i++)
        if ((unsigned char)decoded.data[i] <= ' ')
            return address; /* would no longer be one address to the eye */
    return utf8_is_valid(decoded) ? decoded : address;
}

bool page_is_picture_worth(const PagePicture *picture)
{
    return !slice_is_empty(picture->src) || !slice_is_empty(picture->media->caption) ||
           !slice_is_empty(picture->media->credit.raw);
}

Slice page_photo_sizes(Builder *out, const Media *media)
{
    return media->width ? arena_format(out->arena, "min(100vw, 38rem, %upx)", (unsigned)media->width)
                        : SLICE_EMPTY;
}

Slice page_alt(const Media *media)
{
    return slice_is_empty(media->alt) ? media->caption : media->alt;
}
