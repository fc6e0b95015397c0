/* In: a bracket in a text of WordPress's. Out: which shortcode it is, if it is one.
 *
 * Themes and plug-ins define shortcodes as they like, and what defined them is mostly gone by now; editors
 * put words of their own in brackets too. A name in the table is a shortcode; another is one if it is a word
 * in lower case with attributes behind it, or closed as only shortcodes are. */
#include "extract/wordpress.h"

#include "base/utf8.h"
#include "syntax/html.h"

#define CODE_MAX ((size_t)4000) /* bytes of one; captions in attributes are the longest */
#define NAME_MAX_BYTES ((size_t)60)

static const struct {
    const char *name;
    bool is_prefix;
    CodeAct act;
} known_codes[] = {
    {"caption", false, CODE_CAPTION},   {"wp_caption", false, CODE_CAPTION},
    {"gallery", false, CODE_GALLERY},   {"embed", false, CODE_EMBED},
    {"youtube", true, CODE_EMBED},      {"vimeo", false, CODE_EMBED},
    {"video", false, CODE_EMBED},       {"audio", false, CODE_EMBED},
    {"playlist", false, CODE_GALLERY},  {"soundcloud", false, CODE_EMBED},
    {"dailymotion", false, CODE_EMBED}, {"tweet", false, CODE_EMBED},
    {"twitter", false, CODE_EMBED},     {"instagram", false, CODE_EMBED},
    {"facebook", false, CODE_EMBED},    {"scribd", false, CODE_EMBED},
    {"slideshare", false, CODE_EMBED},  {"googlemaps", false, CODE_EMBED},
    {"wpvideo", false, CODE_EMBED},     {"videopress", false, CODE_EMBED},
    {"flv", false, CODE_EMBED},         {"iframe", false, CODE_EMBED},
    {"inset", true, CODE_INSET},        {"pullquote", true, CODE_INSET},
    {"box", false, CODE_INSET},         {"infobox", false, CODE_INSET},
    {"sidebar", false, CODE_INSET},     {"et_pb_", true, CODE_BUILDER},
    {"vc_", true, CODE_BUILDER},        {"fusion_", true, CODE_BUILDER},
    {"av_", true, CODE_BUILDER},        {"mk_", true, CODE_BUILDER},
    {"cs_", true, CODE_BUILDER},        {"su_", true, CODE_UNWRAP},
    {"dropcap", false, CODE_UNWRAP},    {"divider", false, CODE_DROP},
    {"column", true, CODE_UNWRAP},      {"row", false, CODE_PROSE},
    {"contact-form", true, CODE_DROP},  {"blog_subscription_form", false, CODE_DROP},
    {"sociable", true, CODE_DROP},
};

static CodeAct act_of(Slice name)
{
    for (size_t i = 0; i < sizeof known_codes / sizeof known_codes[0]; i++) {
        Slice own = slice_from(known_codes[i].name);
        if (known_codes[i].is_prefix ? slice_starts_with(name, own) : slice_equal(name, own))
            return known_codes[i].act;
    }
    return CODE_UNKNOWN;
}

static bool is_name_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '_' || c == '-';
}

/* Where the bracket closes, quotes minded; SLICE_NONE: it does not, or not near. */
static size_t find_bracket_end(Slice text, size_t from, size_t *next_close)
{
    if (*next_close < from) {
        size_t size = slice_find_byte(slice_skip(text, from), ']');
        *next_close = size == SLICE_NONE ? SIZE_MAX : from + size;
    }
    if (*next_close == SIZE_MAX || *next_close - from > CODE_MAX)
        return SLICE_NONE;
    char quote = '\0';
    for (size_t i = from; i < text.size && i < from + CODE_MAX; i++) {
        const char c = text.data[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && i > from && text.data[i - 1] == '=')
            quote = c;
        else if (c == ']')
            return i;
        else if (c == '[')
            return SLICE_NONE;
    }
    return SLICE_NONE; /* a quote is open: its first bracket is as good a guess as any, and a bad one */
}

/* Quotes that an editor made typographic, or wrote as references, are quotes too. */
static size_t quote_size(Slice text)
{
    static const char *const quotes[] = {"\"", "'", "&quot;", "&#8221;", "&#8220;", "&#8243;", "”", "“", "″"};
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (slice_starts_with(text, slice_from(quotes[i])))
            return strlen(quotes[i]);
    return 0;
}

static Slice read_quoted(Slice text, size_t *size)
{
    size_t open = quote_size(text), at = open;
    const bool is_plain = open == 1;
    while (at < text.size) {
        size_t close = is_plain ? (size_t)(text.data[at] == text.data[0]) : quote_size(slice_skip(text, at));
        if (close) {
            *size = at + close;
            return slice_range(text, open, at);
        }
        at++;
    }
    *size = text.size;
    return slice_skip(text, open);
}

/* Attributes from `text`; false if something in it is none. */
static bool read_attributes(Slice text, Code *code)
{
    bool is_well_formed = true;
    for (text = slice_trim(text); text.size > 0 && code->count < CODE_ATTRIBUTES_MAX;
         text = slice_trim(text)) {
        CodeAttribute *attribute = &code->attributes[code->count];
        *attribute = (CodeAttribute){0};
        size_t end = 0, size = 0;
        while (end < text.size && is_name_byte(text.data[end]))
            end++;
        if (end > 0 && end < text.size && text.data[end] == '=') {
            attribute->name = slice_range(text, 0, end);
            text = slice_skip(text, end + 1);
        }
        if (quote_size(text) > 0) {
            attribute->value = slice_trim(read_quoted(text, &size));
            text = slice_skip(text, size);
        } else {
            end = 0;
            while (end < text.size && !ascii_is_space(text.data[end]))
                end++;
            attribute->value = slice_range(text, 0, end);
            text = slice_skip(text, end);
        }
        is_well_formed = is_well_formed && attribute->name.size > 0;
        code->count++;
    }
    return is_well_formed;
}

bool code_read(Slice text, size_t at, size_t *next_close, Code *code)
{
    code->is_close = at + 1 < text.size && text.data[at + 1] == '/';
    size_t begin = at + 1 + code->is_close, name_end = begin;
    while (name_end < text.size && name_end - begin <= NAME_MAX_BYTES && is_name_byte(text.data[name_end]))
        name_end++;
    if (name_end == begin || name_end >= text.size || !ascii_is_alpha(text.data[begin]))
        return false;
    const char next = text.data[name_end];
    if (next != ']' && next != '/' && next != '=' && !ascii_is_space(next) &&
        quote_size(slice_skip(text, name_end)) == 0)
        return false;
    size_t end = find_bracket_end(text, name_end, next_close);
    if (end == SLICE_NONE)
        return false;
    Slice rest = slice_trim(slice_range(text, name_end, end));
    code->is_self_closed = slice_ends_with(rest, SLICE("/"));
    if (code->is_self_closed && rest.size > 1 && rest.data[rest.size - 2] != ' ' &&
        rest.data[rest.size - 2] != '"' && rest.data[rest.size - 2] != '\'')
        code->is_self_closed = false; /* the end of an address */
    if (code->is_self_closed)
        rest.size--;
    if (slice_starts_with(rest, SLICE("="))) /* [youtube=http://...] */
        rest = slice_skip(rest, 1);
    code->name = slice_range(text, begin, name_end);
    code->inside = slice_trim(slice_range(text, begin, end - code->is_self_closed));
    code->begin = at;
    code->end = end + 1;
    code->act = act_of(code->name);
    code->count = 0;
    code->is_well_formed = read_attributes(rest, code);
    return true;
}

Slice code_value(const Code *code, const char *name)
{
    for (size_t i = 0; i < code->count; i++)
        if (slice_equal_nocase(code->attributes[i].name, slice_from(name)))
            return code->attributes[i].value;
    return SLICE_EMPTY;
}

void code_find_closers(Slice text, Map *closers)
{
    size_t at = 0, size = 0;
    while ((size = slice_find(slice_skip(text, at), SLICE("[/"))) != SLICE_NONE) {
        size_t begin = at + size + 2, end = begin;
        while (end < text.size && end - begin <= NAME_MAX_BYTES && is_name_byte(text.data[end]))
            end++;
        if (end > begin && end < text.size && text.data[end] == ']')
            map_add(closers, slice_range(text, begin, end), NULL)->number = at + size;
        at = begin;
    }
}

static bool is_lower_word(Slice name)
{
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] >= 'A' && name.data[i] <= 'Z')
            return false;
    return name.size > 1;
}

bool code_is_real(const Code *code, const Map *closers)
{
    if (code->act != CODE_UNKNOWN && code->act != CODE_PROSE) {
        /* "[video]", "[box]", "[inset]" in prose mean what editors mean by them */
        bool is_bare = code->count == 0 && !code->is_close && !map_find(closers, code->name);
        return !is_bare || code->act == CODE_GALLERY || code->act == CODE_BUILDER || code->act == CODE_DROP ||
               memchr(code->name.data, '_', code->name.size);
    }
    const MapValue *closer = map_find(closers, code->name);
    if (code->is_close)
        return is_lower_word(code->name) && code->count == 0;
    if (!is_lower_word(code->name))
        return false;
    return (closer && closer->number > code->begin && (code->count == 0 || code->is_well_formed)) ||
           code->is_self_closed || (code->count > 0 && code->is_well_formed);
}

static bool is_absolute(Slice text)
{
    return slice_starts_with_nocase(text, SLICE("http://")) ||
           slice_starts_with_nocase(text, SLICE("https://"));
}

/* Number or name of a film or post -> its address. */
static Slice address_of_id(Arena *arena, Slice name, Slice id)
{
    static const struct {
        const char *name, *format;
    } sites[] = {
        {"youtube", "https://www.youtube.com/watch?v="},       {"vimeo", "https://vimeo.com/"},
        {"dailymotion", "https://www.dailymotion.com/video/"}, {"wpvideo", "https://videopress.com/v/"},
        {"videopress", "https://videopress.com/v/"},           {"scribd", "https://www.scribd.com/document/"},
    };
    if (id.size == 0 || id.size > 40)
        return SLICE_EMPTY;
    for (size_t i = 0; i < id.size; i++)
        if (!is_name_byte(id.data[i]))
            return SLICE_EMPTY;
    for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++)
        if (slice_starts_with(name, slice_from(sites[i].name)))
            return arena_format(arena, "%s%.*s", sites[i].format, SLICE_ARG(id));
    return SLICE_EMPTY;
}

Slice code_address(Arena *arena, const Code *code, Slice enclosed)
{
    enclosed = slice_trim(enclosed);
    size_t word = 0;
    while (word < enclosed.size && !ascii_is_space(enclosed.data[word]) && enclosed.data[word] != '<')
        word++;
    if (is_absolute(enclosed))
        return html_unescape(arena, slice_range(enclosed, 0, word));
    for (size_t i = 0; i < code->count; i++)
        if (is_absolute(code->attributes[i].value))
            return html_unescape(arena, code->attributes[i].value);
    static const char *const ids[] = {"id", "v", "video_id", "clip_id", "video"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        Slice address = address_of_id(arena, code->name, code_value(code, ids[i]));
        if (address.size > 0)
            return address;
    }
    Slice alone =
        code->count > 0 && code->attributes[0].name.size == 0 ? code->attributes[0].value : enclosed;
    return address_of_id(arena, code->name, alone);
}
