/* The first bytes of a page in, the addresses in its head out. A scan of tags, as browsers' preload scanners
 * do it: no tree, nothing that recurses, each byte looked at a few times at most. */
#include "syntax/page_head.h"

#include "syntax/html.h"
#include "syntax/url.h"

#define HEAD_WITHIN ((size_t)128 << 10)
enum { ATTRIBUTES_MAX = 40 };

static Slice skip_space(Slice s)
{
    while (s.size && (ascii_is_space(s.data[0]) || s.data[0] == '/'))
        s = slice_skip(s, 1);
    return s;
}

/* The next attribute of a tag; *rest stands behind it. False at the tag's end. */
static bool next_attribute(Slice *rest, Slice *name, Slice *value)
{
    Slice s = skip_space(*rest);
    size_t size = 0;
    *value = SLICE_EMPTY;
    if (s.size == 0 || s.data[0] == '>')
        return false;
    while (size < s.size && !ascii_is_space(s.data[size]) && !memchr("=>/", s.data[size], 3))
        size++;
    *name = slice_range(s, 0, size);
    s = slice_skip(s, size ? size : 1);
    Slice behind = s;
    while (behind.size && ascii_is_space(behind.data[0]))
        behind = slice_skip(behind, 1);
    if (behind.size && behind.data[0] == '=' && size) {
        s = slice_skip(behind, 1);
        while (s.size && ascii_is_space(s.data[0]))
            s = slice_skip(s, 1);
        bool is_quoted = s.size && (s.data[0] == '"' || s.data[0] == '\'');
        size_t end = is_quoted ? slice_find_byte(slice_skip(s, 1), s.data[0]) : 0;
        if (is_quoted) {
            *value = slice_range(s, 1, end == SLICE_NONE ? s.size : end + 1);
            s = slice_skip(s, end == SLICE_NONE ? s.size : end + 2);
        } else {
            while (end < s.size && !ascii_is_space(s.data[end]) && s.data[end] != '>')
                end++;
            *value = slice_range(s, 0, end);
            s = slice_skip(s, end);
        }
    }
    *rest = s;
    return true;
}

/* Is one of the words of rel this one? */
static bool has_word(Slice words, Slice word)
{
    Slice piece;
    while (slice_next_split(&words, ' ', &piece))
        if (slice_equal_nocase(slice_trim(piece), word))
            return true;
    return false;
}

static void keep_absolute(Arena *arena, Slice value, Slice *field)
{
    Url url;
    Slice text = slice_trim(html_unescape(arena, value));
    if (slice_is_empty(*field) && slice_starts_with_nocase(text, SLICE("http")) && url_parse(text, &url) &&
        url.host.size > 0)
        *field = text;
}

/* "0; url='/there'": digits, a mark, "url=", the address with or without quotation marks. */
static void keep_refresh(Arena *arena, Slice value, Slice *field)
{
    Slice text = slice_trim(html_unescape(arena, value));
    size_t digits = 0;
    uint64_t seconds = 0;
    while (digits < text.size && ascii_is_digit(text.data[digits]))
        digits++;
    size_t url = slice_find_nocase(text, SLICE("url"));
    if (!slice_is_empty(*field) || digits == 0 || !slice_to_u64(slice_range(text, 0, digits), &seconds) ||
        seconds > REFRESH_SECONDS_MAX || url == SLICE_NONE)
        return;
    Slice rest = slice_trim(slice_skip(text, url + 3));
    if (!slice_starts_with(rest, SLICE("=")))
        return;
    rest = slice_trim(slice_skip(rest, 1));
    if (rest.size > 0 && (rest.data[0] == '\'' || rest.data[0] == '"')) {
        char quote = rest.data[0];
        rest = slice_skip(rest, 1);
        rest = slice_range(rest, 0, slice_find_byte(rest, quote));
    }
    *field = slice_trim(rest);
}

static void note_tag(Arena *arena, bool is_link, Slice *rest, PageHead *head)
{
    Slice name, value, kind = SLICE_EMPTY, address = SLICE_EMPTY;
    bool is_refresh = false;
    for (int i = 0; i < ATTRIBUTES_MAX && next_attribute(rest, &name, &value); i++) {
        if (slice_equal_nocase(name, is_link ? SLICE("rel") : SLICE("property")) ||
            (!is_link && slice_equal_nocase(name, SLICE("name"))))
            kind = value;
        else if (slice_equal_nocase(name, is_link ? SLICE("href") : SLICE("content")))
            address = value;
        else if (!is_link && slice_equal_nocase(name, SLICE("http-equiv")))
            is_refresh = slice_equal_nocase(slice_trim(value), SLICE("refresh"));
    }
    if (is_refresh)
        keep_refresh(arena, address, &head->refresh);
    if (is_link && has_word(kind, SLICE("canonical")))
        keep_absolute(arena, address, &head->canonical);
    else if (is_link && has_word(kind, SLICE("shortlink")))
        keep_absolute(arena, address, &head->shortlink);
    else if (!is_link && slice_equal_nocase(slice_trim(kind), SLICE("og:url")))
        keep_absolute(arena, address, &head->og_url);
}

/* Is it this tag: its name, and then no letter? */
static bool is_tag(Slice s, Slice name)
{
    if (!slice_starts_with_nocase(s, name))
        return false;
    char next = s.size > name.size ? s.data[name.size] : '>';
    return next == '>' || next == '/' || ascii_is_space(next);
}

static Slice skip_to(Slice s, Slice mark)
{
    size_t at = slice_find_nocase(s, mark);
    return at == SLICE_NONE ? SLICE_EMPTY : slice_skip(s, at + mark.size);
}

PageHead page_head_read(Arena *arena, Slice html)
{
    PageHead head = {0};
    Slice rest = slice_range(html, 0, HEAD_WITHIN);
    size_t at;
    while ((at = slice_find_byte(rest, '<')) != SLICE_NONE) {
        rest = slice_skip(rest, at + 1);
        if (is_tag(rest, SLICE("body")) || is_tag(rest, SLICE("/head")))
            break;
        if (slice_starts_with(rest, SLICE("!--"))) {
            rest = skip_to(rest, SLICE("-->"));
        } else if (is_tag(rest, SLICE("script"))) {
            rest = skip_to(rest, SLICE("</script"));
        } else if (is_tag(rest, SLICE("style"))) {
            rest = skip_to(rest, SLICE("</style"));
        } else if (is_tag(rest, SLICE("noscript"))) {
            rest = skip_to(rest, SLICE("</noscript"));
        } else if (is_tag(rest, SLICE("link")) || is_tag(rest, SLICE("meta"))) {
            bool is_link = is_tag(rest, SLICE("link"));
            rest = slice_skip(rest, 4);
            note_tag(arena, is_link, &rest, &head);
        }
    }
    return head;
}
