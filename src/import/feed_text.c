/* The texts of feeds: HTML that may stand escaped once, twice or not at all, in; plain words, or whether it
 * is HTML, out. One pass over the bytes, without a tree: a title needs none, and a body goes on to extraction
 * as HTML. */
#include "base/builder.h"
#include "base/utf8.h"
#include "import/feed.h"
#include "syntax/html.h"
#include "syntax/url.h"

/* ---- tags ---- */

/* Where tags end, found once: a search that failed is not begun anew for each "<". */
typedef struct Scan {
    Slice html;
    bool has_no_quoted_end, has_no_end, has_no_comment_end;
} Scan;

static size_t quoted_end(Slice s, size_t at)
{
    char quote = 0;
    for (size_t i = at; i < s.size; i++) {
        char c = s.data[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && i > at && s.data[i - 1] == '=')
            quote = c;
        else if (c == '>')
            return i + 1;
    }
    return SLICE_NONE;
}

/* What follows a "<" that begins something. */
static bool is_tag_start(Slice rest)
{
    char first = rest.size > 0 ? rest.data[0] : '\0';
    char second = rest.size > 1 ? rest.data[1] : '\0';
    return ascii_is_alpha(first) || first == '/' || first == '?' ||
           (first == '!' && (second == '-' || second == '[' || ascii_is_alpha(second)));
}

/* The place behind the tag, comment or instruction that begins at `at`; SLICE_NONE: it is a bare "<". A
 * comment that nobody closes ends as a tag does, or with the text. */
static size_t tag_end(Scan *scan, size_t at)
{
    Slice rest = slice_skip(scan->html, at + 1);
    size_t end = SLICE_NONE;
    if (!is_tag_start(rest))
        return SLICE_NONE;
    if (slice_starts_with(rest, SLICE("!--"))) {
        end = scan->has_no_comment_end ? SLICE_NONE : slice_find(rest, SLICE("-->"));
        if (end != SLICE_NONE)
            return at + 1 + end + 3;
        scan->has_no_comment_end = true;
        end = scan->has_no_end ? SLICE_NONE : slice_find_byte(rest, '>');
        scan->has_no_end |= end == SLICE_NONE;
        return end == SLICE_NONE ? scan->html.size : at + 1 + end + 1;
    }
    if (!scan->has_no_quoted_end) {
        end = quoted_end(scan->html, at);
        if (end != SLICE_NONE)
            return end;
        scan->has_no_quoted_end = true;
    }
    if (!scan->has_no_end) {
        end = slice_find_byte(rest, '>');
        if (end != SLICE_NONE)
            return at + 1 + end + 1;
        scan->has_no_end = true;
    }
    return SLICE_NONE;
}

/* The element's name, without the slash of an end tag. */
static Slice tag_name(Slice tag)
{
    Slice name = slice_skip(tag, 1);
    if (slice_starts_with(name, SLICE("/")))
        name = slice_skip(name, 1);
    size_t size = 0;
    while (size < name.size && (ascii_is_alpha(name.data[size]) || ascii_is_digit(name.data[size])))
        size++;
    return slice_range(name, 0, size);
}

static bool is_one_of(Slice name, const char *const *names)
{
    for (; *names; names++)
        if (slice_equal_nocase(name, slice_from(*names)))
            return true;
    return false;
}

static const char *const block_names[] = {"p",  "br",    "div",    "li",      "tr",         "h1", "h2", "h3",
                                          "h4", "h5",    "h6",     "hr",      "ul",         "ol", "td", "th",
                                          "dd", "table", "figure", "section", "blockquote", "dt", NULL};
static const char *const inline_names[] = {
    "a",     "b",      "i",      "em",      "strong", "span",   "u",          "s",      "img",   "font",
    "small", "big",    "sup",    "sub",     "strike", "tt",     "code",       "pre",    "abbr",  "cite",
    "q",     "center", "iframe", "embed",   "video",  "object", "audio",      "script", "style", "form",
    "dl",    "del",    "tbody",  "acronym", "input",  "ins",    "figcaption", NULL};
static const char *const hidden_names[] = {"script", "style", NULL};

/* ---- HTML as text ---- */

/* Controls of ISO 8859-1 (U+0080 to U+009F) are windows-1252 that went through a converter which did not
 * know: they have no other meaning in a text. Each is two bytes, and becomes at most three. */
Slice feed_mend(Arena *arena, Slice text)
{
    static const uint16_t windows_1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                              0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    Builder b = {0};
    size_t from = 0;
    for (size_t i = 0; i + 1 < text.size; i++) {
        unsigned char next = (unsigned char)text.data[i + 1];
        if (text.data[i] != '\xC2' || next < 0x80 || next > 0x9F)
            continue;
        if (!b.arena)
            builder_init(&b, arena);
        builder_add(&b, slice_range(text, from, i));
        if (windows_1252[next - 0x80])
            builder_add_rune(&b, windows_1252[next - 0x80]);
        from = i + 2;
        i++;
    }
    if (!b.arena)
        return text;
    builder_add(&b, slice_skip(text, from));
    return builder_slice(&b);
}

/* Past the content of a script or style sheet that begins at `at`. */
static size_t hidden_end(Slice html, size_t at, Slice name)
{
    char close[16];
    int size = snprintf(close, sizeof close, "</%.*s", SLICE_ARG(name));
    size_t found = slice_find_nocase(slice_skip(html, at), slice_of(close, (size_t)size));
    return found == SLICE_NONE ? html.size : at + found;
}

Slice feed_strip(Arena *arena, Slice html)
{
    Scan scan = {.html = html};
    Builder b;
    builder_init(&b, arena);
    builder_reserve(&b, html.size);
    for (size_t at = 0; at < html.size;) {
        size_t open = slice_find_byte(slice_skip(html, at), '<');
        open = open == SLICE_NONE ? html.size : at + open;
        builder_add(&b, slice_range(html, at, open));
        if (open == html.size)
            break;
        at = tag_end(&scan, open);
        if (at == SLICE_NONE) {
            builder_add_string(&b, "&lt;"); /* undone with all others below */
            at = open + 1;
            continue;
        }
        Slice tag = slice_range(html, open, at);
        Slice name = tag_name(tag);
        if (is_one_of(name, block_names))
            builder_add_byte(&b, '\n');
        if (is_one_of(name, hidden_names) && tag.data[1] != '/')
            at = hidden_end(html, at, name);
    }
    return html_unescape(arena, builder_slice(&b));
}

static Slice collapse(Arena *arena, Slice text)
{
    Builder b;
    text = slice_trim(text);
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    for (size_t i = 0; i < text.size; i++) {
        if (!ascii_is_space(text.data[i]))
            builder_add_byte(&b, text.data[i]);
        else if (!ascii_is_space(text.data[i - 1])) /* it was trimmed: one stands before */
            builder_add_byte(&b, ' ');
    }
    return builder_slice(&b);
}

Slice feed_plain(Arena *arena, FeedText text)
{
    bool is_html = text.form == FEED_HTML || (text.form == FEED_EITHER && feed_looks_like_html(text.value));
    return collapse(arena, is_html ? feed_strip(arena, text.value) : text.value);
}

/* A reference: "&amp;", "&#8217;", "&#x2019;". */
static bool is_reference(Slice s)
{
    size_t i = 1;
    bool is_number = s.size > 1 && s.data[1] == '#';
    for (i += is_number; i < s.size && i < 12; i++) {
        if (s.data[i] == ';')
            return i > 2;
        if (!ascii_is_alpha(s.data[i]) && !ascii_is_digit(s.data[i]))
            return false;
    }
    return false;
}

bool feed_looks_like_html(Slice text)
{
    Scan scan = {.html = text};
    for (size_t at = 0; at < text.size;) {
        if (text.data[at] == '&' && is_reference(slice_skip(text, at)))
            return true;
        size_t end = text.data[at] == '<' ? tag_end(&scan, at) : SLICE_NONE;
        if (end != SLICE_NONE) {
            Slice name = tag_name(slice_range(text, at, end));
            if (is_one_of(name, block_names) || is_one_of(name, inline_names))
                return true;
        }
        at = end == SLICE_NONE ? at + 1 : end;
    }
    return false;
}

size_t feed_count_paragraphs(Slice html)
{
    Scan scan = {.html = html};
    size_t paragraphs = 0, breaks = 0;
    for (size_t at = 0; at < html.size;) {
        size_t open = slice_find_byte(slice_skip(html, at), '<');
        if (open == SLICE_NONE)
            break;
        open += at;
        size_t end = tag_end(&scan, open);
        Slice tag = slice_range(html, open, end == SLICE_NONE ? open : end);
        Slice name = tag.size ? tag_name(tag) : SLICE_EMPTY;
        paragraphs += slice_equal_nocase(name, SLICE("p")) && tag.data[1] != '/';
        breaks += slice_equal_nocase(name, SLICE("br"));
        at = end == SLICE_NONE ? open + 1 : end;
    }
    return paragraphs + breaks / 2;
}

/* ---- what programs put at the end ---- */

static const struct {
    const char *text;
    FeedCut cut;
    bool is_words; /* of a link behind the text, not of the text */
} cut_marks[] = {
    {"[…]", FEED_CUT, false},         {"[...]", FEED_CUT, false},        {"(…)", FEED_CUT, false},
    {"(...)", FEED_CUT, false},       {"[..]", FEED_CUT, false},         {"[ ... ]", FEED_CUT, false},
    {"…", FEED_ELLIPSIS, false},      {"...", FEED_ELLIPSIS, false},     {"read more", FEED_CUT, true},
    {"more...", FEED_CUT, true},      {"[more]", FEED_CUT, true},        {"(more)", FEED_CUT, true},
    {"(more…)", FEED_CUT, true},      {"more…", FEED_CUT, true},         {"continue reading", FEED_CUT, true},
    {"full article", FEED_CUT, true}, {"full story", FEED_CUT, true},    {"read the rest", FEED_CUT, true},
    {"weiterlesen", FEED_CUT, true},  {"lire la suite", FEED_CUT, true}, {"المزيد", FEED_CUT, true},
    {"اقرأ المزيد", FEED_CUT, true},
};

/* Past arrows behind a link's words. */
static Slice trim_arrows(Slice plain)
{
    static const char *const arrows[] = {"»", "→", ">", "›"};
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows;) {
        plain = slice_trim(plain);
        bool is_there = slice_ends_with(plain, slice_from(arrows[i]));
        plain.size -= is_there ? strlen(arrows[i]) : 0;
        i = is_there ? 0 : i + 1;
    }
    return plain;
}

/* A link's words stand behind a sentence or a mark, never within one: "nothing to read more" is a text. */
static bool ends_sentence(Slice before)
{
    static const char *const ends[] = {".", "!", "?", "…", "]", ")", "\"", "”", "’", "»", ":", "؟"};
    before = slice_trim(before);
    if (SLICE_ANY(before, slice_ends_with, ends))
        return true;
    return slice_is_empty(before);
}

FeedCut feed_cut_of(Slice *plain)
{
    Slice text = trim_arrows(*plain);
    for (size_t i = 0; i < sizeof cut_marks / sizeof *cut_marks; i++) {
        Slice mark = slice_from(cut_marks[i].text);
        if (!slice_ends_with_nocase(text, mark))
            continue;
        Slice before = slice_range(text, 0, text.size - mark.size);
        if (!cut_marks[i].is_words)
            return cut_marks[i].cut;
        if (!ends_sentence(before))
            continue;
        *plain = slice_trim(before);
        return cut_marks[i].cut;
    }
    return FEED_WHOLE;
}

#define FOOTER_SIZE_MAX ((size_t)2000)

Slice feed_without_footer(Slice html)
{
    size_t from = html.size > FOOTER_SIZE_MAX ? html.size - FOOTER_SIZE_MAX : 0;
    Slice end = slice_skip(html, from);
    size_t first_on = slice_find(end, SLICE("appeared first on "));
    if (first_on == SLICE_NONE)
        return html;
    Slice before = slice_range(end, 0, first_on);
    size_t begin = SLICE_NONE;
    for (size_t at = 0; (at = slice_find(slice_skip(before, begin == SLICE_NONE ? 0 : begin + 1),
                                         SLICE("The post "))) != SLICE_NONE;)
        begin = begin == SLICE_NONE ? at : begin + 1 + at;
    if (begin == SLICE_NONE)
        return html;
    html = slice_range(html, 0, from + begin);
    if (slice_ends_with_nocase(slice_trim(html), SLICE("<p>")))
        html = slice_range(html, 0, slice_find_last_byte(html, '<'));
    return slice_trim(html);
}

/* ---- names, languages, kinds ---- */

static bool is_mail(Slice word)
{
    size_t at = slice_find_byte(word, '@');
    return at != SLICE_NONE && at > 0 && slice_find_byte(slice_skip(word, at), '.') != SLICE_NONE &&
           slice_find_byte(word, ' ') == SLICE_NONE;
}

static Slice trim_marks(Slice s)
{
    s = slice_trim(s);
    while (s.size > 0 && strchr("(<[\"", s.data[0]) && s.data[0])
        s = slice_trim(slice_skip(s, 1));
    while (s.size > 0 && s.data[s.size - 1] && strchr(")>]\"", s.data[s.size - 1]))
        s = slice_trim(slice_range(s, 0, s.size - 1));
    return s;
}

Slice feed_author_name(Slice text)
{
    text = slice_trim(text);
    if (slice_starts_with_nocase(text, SLICE("mailto:")))
        text = slice_skip(text, 7);
    size_t open = slice_find_byte(text, '(');
    if (open == SLICE_NONE)
        open = slice_find_byte(text, '<');
    if (open != SLICE_NONE) { /* one part is the mail address, the other the name */
        Slice first = slice_trim(slice_range(text, 0, open));
        Slice second = trim_marks(slice_skip(text, open));
        if (is_mail(first))
            return is_mail(second) ? SLICE_EMPTY : second;
        if (is_mail(second) || slice_is_empty(second))
            return trim_marks(first);
        return text;
    }
    size_t space = slice_find_byte(text, ' ');
    if (space != SLICE_NONE && is_mail(slice_range(text, 0, space)))
        return slice_trim(slice_skip(text, space)); /* "mail Name" */
    space = slice_find_last_byte(text, ' ');
    if (space != SLICE_NONE && is_mail(slice_skip(text, space + 1)))
        return trim_marks(slice_range(text, 0, space)); /* "Name mail" */
    return is_mail(text) ? SLICE_EMPTY : text;
}

#define LANG_SIZE_MAX 35 /* BCP 47 needs no more */

/* As extraction writes a page's: the language in lower case, a country of two letters in upper case. */
Slice feed_lang(Arena *arena, Slice tag)
{
    tag = slice_trim(tag);
    if (tag.size < 2 || tag.size > LANG_SIZE_MAX)
        return SLICE_EMPTY;
    char *out = arena_text(arena, tag.size);
    for (size_t i = 0; i < tag.size; i++) {
        out[i] = tag.data[i] == '_' ? '-' : ascii_lower(tag.data[i]);
        if (out[i] != '-' && !ascii_is_alpha(out[i]) && !ascii_is_digit(out[i]))
            return SLICE_EMPTY;
    }
    size_t dash = slice_find_byte(slice_of(out, tag.size), '-');
    bool has_country = dash != SLICE_NONE && tag.size - dash >= 3 &&
                       (tag.size - dash == 3 || out[dash + 3] == '-') && ascii_is_alpha(out[dash + 1]) &&
                       ascii_is_alpha(out[dash + 2]);
    for (size_t i = dash + 1; has_country && i < dash + 3; i++)
        out[i] = (char)(out[i] - 32);
    return ascii_is_alpha(out[0]) ? slice_of(out, tag.size) : SLICE_EMPTY;
}

bool feed_is_picture(Slice media_type, Slice href)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff"};
    Url url;
    if (!slice_is_empty(media_type) && slice_find_byte(media_type, '/') != SLICE_NONE)
        return slice_starts_with_nocase(media_type, SLICE("image/"));
    Slice path = url_parse(href, &url) ? url.path : href;
    if (SLICE_ANY(path, slice_ends_with_nocase, endings))
        return true;
    return slice_equal_nocase(media_type, SLICE("image"));
}

/* ---- addresses within HTML ---- */

/* The value of href or src that begins at `at` within the tag; its quote or blank ends it. */
static bool address_at(Slice tag, size_t at, Slice *value)
{
    static const char *const names[] = {"href=", "src="};
    if (at == 0 || !ascii_is_space(tag.data[at - 1]))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Slice name = slice_from(names[i]);
        if (!slice_starts_with_nocase(slice_skip(tag, at), name))
            continue;
        Slice rest = slice_skip(tag, at + name.size);
        bool is_quoted = rest.size > 0 && (rest.data[0] == '"' || rest.data[0] == '\'');
        size_t end = is_quoted ? slice_find_byte(slice_skip(rest, 1), rest.data[0]) : 0;
        if (!is_quoted)
            while (end < rest.size && !ascii_is_space(rest.data[end]) && rest.data[end] != '>')
                end++;
        *value = end == SLICE_NONE ? SLICE_EMPTY : slice_range(rest, is_quoted, is_quoted + end);
        return true;
    }
    return false;
}

static void add_tag(Builder *b, Arena *arena, Slice tag, Slice base)
{
    size_t from = 0;
    for (size_t at = 1; at < tag.size; at++) {
        Slice value = SLICE_EMPTY;
        if (!address_at(tag, at, &value) || slice_is_empty(value) || value.data[0] == '#')
            continue;
        Slice absolute = url_resolve(arena, base, html_unescape(arena, value));
        size_t begin = (size_t)(value.data - tag.data);
        if (!slice_is_empty(absolute)) {
            builder_add(b, slice_range(tag, from, begin));
            builder_add(b, html_escape(arena, absolute));
            from = begin + value.size;
        }
        at = begin + value.size;
    }
    builder_add(b, slice_skip(tag, from));
}

Slice feed_absolute_html(Arena *arena, Slice html, Slice base)
{
    Scan scan = {.html = html};
    Builder b;
    Url url;
    bool has_addresses = slice_find_nocase(html, SLICE("href=")) != SLICE_NONE ||
                         slice_find_nocase(html, SLICE("src=")) != SLICE_NONE;
    if (!has_addresses || !url_parse(base, &url))
        return html;
    builder_init(&b, arena);
    builder_reserve(&b, html.size + html.size / 8);
    for (size_t at = 0; at < html.size;) {
        size_t open = slice_find_byte(slice_skip(html, at), '<');
        size_t end = open == SLICE_NONE ? SLICE_NONE : tag_end(&scan, at + open);
        if (open == SLICE_NONE) {
            builder_add(&b, slice_skip(html, at));
            break;
        }
        open += at;
        builder_add(&b, slice_range(html, at, open));
        if (end == SLICE_NONE)
            builder_add_byte(&b, '<');
        else
            add_tag(&b, arena, slice_range(html, open, end), base);
        at = end == SLICE_NONE ? open + 1 : end;
    }
    return builder_slice(&b);
}

/* ---- base 64 ---- */

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (ascii_is_digit(c))
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

bool feed_decode_base64(Arena *arena, Slice text, Slice *bytes)
{
    char *out = arena_text(arena, text.size / 4 * 3 + 4);
    uint32_t held = 0;
    unsigned bits = 0;
    size_t size = 0;
    for (size_t i = 0; i < text.size && text.data[i] != '='; i++) {
        int value = base64_value(text.data[i]);
        if (ascii_is_space(text.data[i]))
            continue;
        if (value < 0)
            return false;
        held = held << 6 | (uint32_t)value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[size++] = (char)(held >> bits & 0xFF);
        }
    }
    *bytes = slice_of(out, size);
    return size > 0;
}
