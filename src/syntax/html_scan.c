/* In: HTML from strangers. Out: the same bytes, or a copy that an HTML parser can take, and take sooner.
 *
 * A parser by the standard needs time that grows with the square of the nesting depth, of the attributes of
 * one tag and of the formatting elements left open. One cheap pass over the tags measures these; only a page
 * beyond a limit is rewritten, and then it loses tags, never text. The measure is the scanner's own simple
 * stack of open elements: it never counts fewer than the parser would build by more than a few implied
 * elements.
 *
 * Near half of a page's bytes are programs and style sheets, of which a reader of words reads none: for him
 * their text becomes one blank, so that the tree keeps its nodes. JSON-LD stays. What <svg> draws, a tenth
 * of the rest, goes as well. */
#include "syntax/html_scan.h"

#include "base/builder.h"
#include "base/list.h"
#include "syntax/html_build.h"

typedef struct KnownTag {
    Slice name;
    HtmlTagKind kind;
} KnownTag;

static const KnownTag known_tags[] = {
    {SLICE_INIT("area"), TAG_VOID},      {SLICE_INIT("b"), TAG_FORMATS},
    {SLICE_INIT("base"), TAG_VOID},      {SLICE_INIT("big"), TAG_FORMATS},
    {SLICE_INIT("body"), TAG_IMPLIED},   {SLICE_INIT("br"), TAG_VOID},
    {SLICE_INIT("code"), TAG_FORMATS},   {SLICE_INIT("col"), TAG_VOID},
    {SLICE_INIT("dd"), TAG_IMPLIED},     {SLICE_INIT("dt"), TAG_IMPLIED},
    {SLICE_INIT("em"), TAG_FORMATS},     {SLICE_INIT("embed"), TAG_VOID},
    {SLICE_INIT("font"), TAG_FORMATS},   {SLICE_INIT("frame"), TAG_VOID},
    {SLICE_INIT("head"), TAG_IMPLIED},   {SLICE_INIT("hr"), TAG_VOID},
    {SLICE_INIT("html"), TAG_IMPLIED},   {SLICE_INIT("i"), TAG_FORMATS},
    {SLICE_INIT("iframe"), TAG_RAW},     {SLICE_INIT("img"), TAG_VOID},
    {SLICE_INIT("input"), TAG_VOID},     {SLICE_INIT("keygen"), TAG_VOID},
    {SLICE_INIT("li"), TAG_IMPLIED},     {SLICE_INIT("link"), TAG_VOID},
    {SLICE_INIT("meta"), TAG_VOID},      {SLICE_INIT("noembed"), TAG_RAW},
    {SLICE_INIT("noframes"), TAG_RAW},   {SLICE_INIT("option"), TAG_IMPLIED},
    {SLICE_INIT("p"), TAG_IMPLIED},      {SLICE_INIT("param"), TAG_VOID},
    {SLICE_INIT("s"), TAG_FORMATS},      {SLICE_INIT("script"), TAG_RAW},
    {SLICE_INIT("small"), TAG_FORMATS},  {SLICE_INIT("source"), TAG_VOID},
    {SLICE_INIT("strike"), TAG_FORMATS}, {SLICE_INIT("strong"), TAG_FORMATS},
    {SLICE_INIT("style"), TAG_RAW},      {SLICE_INIT("tbody"), TAG_IMPLIED},
    {SLICE_INIT("td"), TAG_IMPLIED},     {SLICE_INIT("textarea"), TAG_RAW},
    {SLICE_INIT("tfoot"), TAG_IMPLIED},  {SLICE_INIT("th"), TAG_IMPLIED},
    {SLICE_INIT("thead"), TAG_IMPLIED},  {SLICE_INIT("title"), TAG_RAW},
    {SLICE_INIT("tr"), TAG_IMPLIED},     {SLICE_INIT("track"), TAG_VOID},
    {SLICE_INIT("tt"), TAG_FORMATS},     {SLICE_INIT("u"), TAG_FORMATS},
    {SLICE_INIT("wbr"), TAG_VOID},       {SLICE_INIT("xmp"), TAG_RAW},
};
#define KNOWN_TAGS (sizeof known_tags / sizeof known_tags[0])

/* What name_number() gives of short names. */
#define NAME2(a, b) ((uint64_t)(a) << 8 | (b))
#define NAME3(a, b, c) (NAME2(a, b) << 8 | (c))
#define NAME4(a, b, c, d) (NAME3(a, b, c) << 8 | (d))
#define NAME5(a, b, c, d, e) (NAME4(a, b, c, d) << 8 | (e))

#define NAME_PLACES 256

/* The table by numbers: each name at the first free place from that which its number gives. */
typedef struct KnownNames {
    uint64_t numbers[NAME_PLACES]; /* 0: free */
    uint8_t kinds[NAME_PLACES];
} KnownNames;

#define CUT_MIN 64 /* bytes of a program that are worth a cut */

typedef struct OpenTag {
    uint64_t number; /* its name as one */
    uint32_t weight; /* elements that it stands for: those that the parser implies inside it are not on the
                        stack */
    bool is_foreign;
} OpenTag;

/* Bytes of the page that are left out. */
typedef struct Cut {
    size_t begin, end;
    bool is_text; /* a blank takes their place */
} Cut;
typedef struct Cuts {
    Cut *items;
    size_t count, capacity;
} Cuts;

typedef struct Scan {
    Slice html;
    KnownNames known;
    size_t at;
    OpenTag open[HTML_OPEN_MAX];
    size_t open_count;
    size_t depth; /* sum of the weights */
    size_t formats;
    size_t tags, attributes;
    size_t dropped; /* too deep start tags whose end tags have not come */
    size_t copied;  /* bytes of the page that the output holds already */
    bool is_hostile;
    bool has_foreign; /* an <svg> or <math> was opened */
    Builder *out;     /* NULL: measure only */
    Arena *arena;     /* of the cuts; NULL: programs stay */
    Cuts cuts;
    size_t cut_bytes;
    HtmlBuild *build; /* NULL: no tree is made */
    bool has_failed;  /* the tree cannot be made */
    HtmlSpan spans[HTML_SPANS_MAX];
} Scan;

/* Up to eight letters as one number, capitals as small letters; longer names give some other number. */
static uint64_t name_number(Slice name)
{
    uint64_t number = 0;
    if (name.size > 8) {
        number = 14695981039346656037u; /* FNV-1a, with a byte that no letter has */
        for (size_t i = 0; i < name.size; i++)
            number = (number ^ (unsigned char)ascii_lower(name.data[i])) * 1099511628211u;
        return number | 0x80;
    }
    for (size_t i = 0; i < name.size; i++)
        number = number << 8 | (unsigned char)ascii_lower(name.data[i]);
    return number;
}

static size_t place_of_number(uint64_t number)
{
    return number * UINT64_C(0x9E3779B97F4A7C15) >> 56;
}

static void index_tags(KnownNames *known)
{
    for (size_t i = 0; i < KNOWN_TAGS; i++) {
        uint64_t number = name_number(known_tags[i].name);
        size_t at = place_of_number(number);
        while (known->numbers[at] != 0)
            at = (at + 1) % NAME_PLACES;
        known->numbers[at] = number;
        known->kinds[at] = (uint8_t)known_tags[i].kind;
    }
}

/* name begins with a letter. */
static HtmlTagKind tag_kind(const KnownNames *known, Slice name, uint64_t number)
{
    if (name.size > 8)
        return TAG_NESTS;
    for (size_t at = place_of_number(number); known->numbers[at] != 0; at = (at + 1) % NAME_PLACES)
        if (known->numbers[at] == number)
            return (HtmlTagKind)known->kinds[at];
    return TAG_NESTS;
}

/* Does a name go on with this byte? Letters, most of all bytes, are told by the first comparison. */
static inline bool is_in_name(char c)
{
    return (unsigned char)c > '>' || (c != '>' && c != '/' && !ascii_is_space(c));
}

/* Past the value behind a '=' at `at`. */
static size_t attribute_value(Slice html, size_t at, Slice *value)
{
    at++;
    while (at < html.size && ascii_is_space(html.data[at]))
        at++;
    char quote = at < html.size ? html.data[at] : '\0';
    if (quote == '"' || quote == '\'') {
        const char *close = memchr(html.data + at + 1, quote, html.size - at - 1);
        size_t end = close ? (size_t)(close - html.data) : html.size;
        *value = slice_of(html.data + at + 1, end - at - 1);
        return close ? end + 1 : end;
    }
    size_t begin = at;
    while (at < html.size && html.data[at] != '>' && !ascii_is_space(html.data[at]))
        at++;
    *value = slice_of(html.data + begin, at - begin);
    return at;
}

/* Walks over the attributes to the closing '>', quotes respected. */
static void tag_attributes(Slice html, size_t at, HtmlTag *tag, HtmlSpan *spans)
{
    size_t slash = SLICE_NONE;
    while (at < html.size && html.data[at] != '>') {
        char c = html.data[at];
        if (ascii_is_space(c) || c == '/') {
            slash = c == '/' ? at : slash;
            at++;
            continue;
        }
        size_t begin = at;
        while (at < html.size && is_in_name(html.data[at]) && html.data[at] != '=')
            at++;
        HtmlSpan span = {.name = slice_of(html.data + begin, at - begin)};
        tag->is_odd |= begin == at;
        size_t value = at;
        while (value < html.size && ascii_is_space(html.data[value]))
            value++;
        if (value < html.size && html.data[value] == '=')
            at = attribute_value(html, value, &span.value);
        if (tag->attributes < HTML_SPANS_MAX)
            spans[tag->attributes] = span;
        tag->attributes++;
        if (tag->attributes <= HTML_TAG_ATTRIBUTES_MAX)
            tag->attributes_cut = at;
    }
    tag->is_self_closing = slash != SLICE_NONE && slash + 1 == at;
    tag->is_odd |= at >= html.size;
    tag->spans = spans;
    tag->end = at < html.size ? at + 1 : html.size;
}

/* Past a comment or declaration that begins at `at`. */
static size_t skip_declaration(Slice html, size_t at)
{
    if (slice_starts_with(slice_skip(html, at), SLICE("<!--"))) {
        size_t end = slice_find(slice_skip(html, at + 2), SLICE("-->"));
        return end == SLICE_NONE ? html.size : at + 2 + end + 3;
    }
    const char *close = memchr(html.data + at, '>', html.size - at);
    return close ? (size_t)(close - html.data) + 1 : html.size;
}

static void add_cut(Scan *scan, Cut cut)
{
    *LIST_ADD(scan->arena, &scan->cuts) = cut;
    scan->cut_bytes += cut.end - cut.begin;
}

/* The next tag; comments and declarations are passed over, and counted as tags are. */
static bool next_tag(Scan *scan, HtmlTag *tag)
{
    Slice html = scan->html;
    while (scan->at < html.size) {
        const char *found = memchr(html.data + scan->at, '<', html.size - scan->at);
        if (!found)
            break;
        size_t at = (size_t)(found - html.data);
        char c = at + 1 < html.size ? html.data[at + 1] : '\0';
        bool is_end = c == '/';
        size_t name = at + 1 + is_end;
        if (c == '!' || c == '?') {
            scan->tags++;
            scan->at = skip_declaration(html, at);
            continue;
        }
        if (name >= html.size || !ascii_is_alpha(html.data[name])) {
            scan->at = at + 1;
            continue;
        }
        size_t end = name;
        while (end < html.size && is_in_name(html.data[end]))
            end++;
        Slice own = slice_range(html, name, end);
        *tag = (HtmlTag){.begin = at,
                         .clear_from = scan->at,
                         .name = own,
                         .number = name_number(own),
                         .is_end = is_end,
                         .attributes_cut = end};
        tag->kind = tag_kind(&scan->known, own, tag->number);
        tag_attributes(html, end, tag, scan->spans);
        scan->at = tag->end;
        return true;
    }
    scan->at = html.size;
    return false;
}

/* SVG and MathML have rules of their own: a <style> in them may hold elements. */
static bool is_foreign(uint64_t name)
{
    return name == NAME3('s', 'v', 'g') || name == NAME4('m', 'a', 't', 'h');
}

static bool is_in_foreign(const Scan *scan)
{
    for (size_t i = 0; scan->has_foreign && i < scan->open_count; i++)
        if (scan->open[i].is_foreign)
            return true;
    return false;
}

/* JSON of other kinds feeds the page's own programs. */
static bool is_linked_data(Slice tag)
{
    return slice_find_nocase(tag, SLICE("json")) != SLICE_NONE &&
           !slice_contains(tag, SLICE("\"application/json\""));
}

static bool is_program(const HtmlTag *tag)
{
    return tag->number == NAME5('s', 't', 'y', 'l', 'e') ||
           tag->number == (NAME5('s', 'c', 'r', 'i', 'p') << 8 | 't');
}

/* Does a whole end tag of this name stand at `end`, not one that only begins like it? */
static bool is_end_of(Slice html, size_t end, const HtmlTag *tag)
{
    size_t behind = end + 2 + tag->name.size;
    return behind < html.size && (html.data[behind] == '>' || ascii_is_space(html.data[behind]));
}

/* May the text behind this tag, up to an end tag at `end`, be left out for a reader of words? Not linked
 * data, and not where the parser may see the end elsewhere: behind a "<!--" in a program. */
static bool may_cut(const Scan *scan, const HtmlTag *tag, size_t end, bool has_comment)
{
    Slice html = scan->html, text = slice_range(html, tag->end, end);
    if (!scan->arena || text.size < CUT_MIN || !is_end_of(html, end, tag) || !is_program(tag) ||
        is_in_foreign(scan))
        return false;
    return tag->number == NAME5('s', 't', 'y', 'l', 'e') ||
           (!has_comment && !is_linked_data(slice_range(html, tag->begin, tag->end)));
}

/* The text behind this tag, up to its end tag at `end`, is known. */
static void leave_raw(Scan *scan, const HtmlTag *tag, size_t end, bool has_comment)
{
    bool is_cut = may_cut(scan, tag, end, has_comment);
    if (!scan->build) {
        if (is_cut)
            add_cut(scan, (Cut){tag->end, end, true});
        return;
    }
    if (is_cut)
        scan->has_failed |= !html_build_cut(scan->build, end, true);
    else if (is_program(tag) && !has_comment && is_end_of(scan->html, end, tag))
        scan->has_failed |= !html_build_raw(scan->build, end);
}

/* Past the text of a script, style or the like, to its end tag. */
static void skip_raw(Scan *scan, const HtmlTag *tag)
{
    Slice html = scan->html;
    size_t at = scan->at;
    bool has_comment = false;
    while (at < html.size) {
        const char *found = memchr(html.data + at, '<', html.size - at);
        if (!found)
            break;
        at = (size_t)(found - html.data);
        has_comment = has_comment || slice_starts_with(slice_skip(html, at), SLICE("<!--"));
        if (at + 1 < html.size && html.data[at + 1] == '/' &&
            slice_starts_with_nocase(slice_skip(html, at + 2), tag->name)) {
            leave_raw(scan, tag, at, has_comment);
            scan->at = at;
            return;
        }
        at++;
    }
    scan->at = html.size;
}

/* Elements that only draw. None of them ends an <svg> before its own end tag, as those of HTML do. */
static bool is_drawing(Slice name)
{
    static const Slice names[] = {SLICE_INIT("path"),           SLICE_INIT("g"),        SLICE_INIT("use"),
                                  SLICE_INIT("circle"),         SLICE_INIT("rect"),     SLICE_INIT("polygon"),
                                  SLICE_INIT("line"),           SLICE_INIT("title"),    SLICE_INIT("defs"),
                                  SLICE_INIT("clippath"),       SLICE_INIT("symbol"),   SLICE_INIT("stop"),
                                  SLICE_INIT("mask"),           SLICE_INIT("polyline"), SLICE_INIT("ellipse"),
                                  SLICE_INIT("lineargradient"), SLICE_INIT("filter"),   SLICE_INIT("desc"),
                                  SLICE_INIT("radialgradient"), SLICE_INIT("text"),     SLICE_INIT("tspan"),
                                  SLICE_INIT("pattern")};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_equal_nocase(name, names[i]))
            return true;
    return false;
}

/* Where the <svg> that ends at `at` has its end tag; 0 if something else than drawings may stand before it.
 */
static size_t drawing_end(Slice html, size_t at)
{
    const char *found;
    while (at < html.size && (found = memchr(html.data + at, '<', html.size - at))) {
        size_t begin = (size_t)(found - html.data);
        bool is_end = begin + 1 < html.size && html.data[begin + 1] == '/';
        size_t name = begin + 1 + is_end, end = name;
        while (end < html.size && end - name < 16 && is_in_name(html.data[end]))
            end++;
        Slice own = slice_range(html, name, end);
        if (is_end && slice_equal_nocase(own, SLICE("svg")))
            return begin;
        if (!is_drawing(own))
            return 0;
        at = end;
    }
    return 0;
}

/* An icon: readers of words see none of it. */
static void skip_drawing(Scan *scan, const HtmlTag *tag)
{
    size_t end = scan->html.data[tag->end - 1] == '>' && scan->html.data[tag->end - 2] != '/'
                     ? drawing_end(scan->html, tag->end)
                     : 0;
    if (end <= tag->end)
        return;
    scan->at = end;
    if (scan->build)
        scan->has_failed |= !html_build_cut(scan->build, end, false);
    else
        add_cut(scan, (Cut){tag->end, end, false});
}

/* Leaves the tag out of the output. */
static void drop_tag(Scan *scan, const HtmlTag *tag)
{
    scan->is_hostile = true;
    if (!scan->out)
        return;
    builder_add(scan->out, slice_range(scan->html, scan->copied, tag->begin));
    scan->copied = tag->end;
}

/* Leaves out the attributes beyond the limit. */
static void cut_attributes(Scan *scan, const HtmlTag *tag)
{
    scan->is_hostile = true;
    if (!scan->out)
        return;
    size_t cut = scan->attributes > HTML_ATTRIBUTES_MAX
                     ? (size_t)(tag->name.data + tag->name.size - scan->html.data)
                     : tag->attributes_cut;
    builder_add(scan->out, slice_range(scan->html, scan->copied, cut));
    builder_add_byte(scan->out, '>');
    scan->copied = tag->end;
}

static void close_tag(Scan *scan, const HtmlTag *tag)
{
    if (tag->kind == TAG_FORMATS && scan->formats > 0)
        scan->formats--; /* only its own end tag ends a format: other elements' ends leave it waiting */
    size_t reach = scan->open_count > 64 ? scan->open_count - 64 : 0;
    for (size_t i = scan->open_count; i-- > reach;) {
        if (scan->open[i].number != tag->number)
            continue;
        while (scan->open_count > i)
            scan->depth -= scan->open[--scan->open_count].weight;
        return;
    }
    if (scan->dropped > 0 && tag->kind != TAG_IMPLIED) {
        scan->dropped--;
        drop_tag(scan, tag);
    }
}

/* Reads on behind a tag that may stay. */
static void tell_tag(Scan *scan, const HtmlTag *tag)
{
    if (scan->build && !scan->is_hostile)
        scan->has_failed |= !html_build_tag(scan->build, tag);
}

/* A table holds body, row and cell; a list its items. */
static uint32_t weight_of(uint64_t name)
{
    switch (name) {
    case NAME5('t', 'a', 'b', 'l', 'e'):
        return 4;
    case NAME2('u', 'l'):
    case NAME2('o', 'l'):
    case NAME2('d', 'l'):
        return 2;
    default:
        return 1;
    }
}

static void open_tag(Scan *scan, const HtmlTag *tag)
{
    bool formats = tag->kind == TAG_FORMATS;
    uint32_t weight = weight_of(tag->number);
    if (scan->depth + weight > HTML_OPEN_MAX || (formats && scan->formats == HTML_FORMATS_MAX)) {
        scan->dropped++;
        drop_tag(scan, tag);
        return;
    }
    bool foreign = is_foreign(tag->number);
    scan->has_foreign = scan->has_foreign || foreign;
    scan->open[scan->open_count++] = (OpenTag){tag->number, weight, foreign};
    scan->depth += weight;
    scan->formats += formats;
}

static void scan_tag(Scan *scan, const HtmlTag *tag)
{
    scan->attributes += tag->attributes;
    scan->tags +=
        1 + (tag->kind == TAG_IMPLIED ? scan->formats : 0); /* formats may be built anew in each block */
    if (scan->tags > HTML_TAGS_MAX && tag->kind != TAG_RAW) {
        drop_tag(scan, tag);
        return;
    }
    if (tag->attributes > HTML_TAG_ATTRIBUTES_MAX || scan->attributes > HTML_ATTRIBUTES_MAX)
        cut_attributes(scan, tag);
    if (tag->kind == TAG_NESTS || tag->kind == TAG_FORMATS)
        tag->is_end ? close_tag(scan, tag) : open_tag(scan, tag);
    tell_tag(scan, tag);
    if (tag->is_end)
        return;
    if (tag->kind == TAG_RAW) {
        skip_raw(scan, tag);
    } else if (tag->kind == TAG_NESTS) {
        if (scan->arena && tag->number == NAME3('s', 'v', 'g'))
            skip_drawing(scan, tag);
    }
}

static void begin_scan(Scan *scan, Slice html)
{
    memset(scan, 0, offsetof(Scan, spans));
    index_tags(&scan->known);
    scan->html = html;
}

static bool run_scan(Scan *scan, Slice html, Builder *out, Arena *arena)
{
    begin_scan(scan, html);
    scan->out = out;
    scan->arena = arena;
    HtmlTag tag;
    while (next_tag(scan, &tag)) {
        scan_tag(scan, &tag);
        if (scan->is_hostile && !out)
            break;
    }
    return scan->is_hostile;
}

bool html_scan_build(Arena *arena, Slice html, HtmlBuild *build)
{
    Scan scan;
    HtmlTag tag;
    begin_scan(&scan, html);
    scan.arena = arena;
    scan.build = build;
    while (!scan.is_hostile && !scan.has_failed && next_tag(&scan, &tag))
        scan_tag(&scan, &tag);
    return !scan.is_hostile && !scan.has_failed;
}

static Slice without_cuts(Arena *arena, const Scan *scan)
{
    size_t from = 0;
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, scan->html.size - scan->cut_bytes + scan->cuts.count);
    for (size_t i = 0; i < scan->cuts.count; i++) {
        builder_add(&out, slice_range(scan->html, from, scan->cuts.items[i].begin));
        if (scan->cuts.items[i].is_text)
            builder_add_byte(&out, ' ');
        from = scan->cuts.items[i].end;
    }
    builder_add(&out, slice_skip(scan->html, from));
    return builder_slice(&out);
}

Slice html_flatten(Arena *arena, Slice html, bool is_for_words)
{
    Scan scan;
    if (!run_scan(&scan, html, NULL, is_for_words ? arena : NULL))
        return scan.cut_bytes > html.size / 32 ? without_cuts(arena, &scan) : html;
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, html.size);
    run_scan(&scan, html, &out, NULL);
    builder_add(&out, slice_skip(html, scan.copied));
    return builder_slice(&out);
}
