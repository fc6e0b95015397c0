/* In: HTML from strangers. Out: the same bytes, or for a hostile page a copy that an HTML parser can take.
 *
 * A parser by the standard needs time that grows with the square of the nesting depth, of the attributes of
 * one tag and of the formatting elements left open. One cheap pass over the tags measures these; only a page
 * beyond a limit is rewritten, and then it loses tags, never text. The measure is the scanner's own simple
 * stack of open elements: it never counts fewer than the parser would build by more than a few implied
 * elements. */
#include "syntax/html_scan.h"

#include "base/builder.h"

typedef enum TagKind {
    TAG_NESTS,   /* any element that may hold others */
    TAG_VOID,    /* never has content */
    TAG_RAW,     /* content is text up to its own end tag */
    TAG_IMPLIED, /* closes its like by itself: p, li, td */
    TAG_FORMATS  /* is opened anew in later blocks when left open */
} TagKind;

typedef struct KnownTag {
    const char *name;
    TagKind kind;
} KnownTag;

static const KnownTag known_tags[] = {
    {"area", TAG_VOID},     {"base", TAG_VOID},     {"br", TAG_VOID},        {"col", TAG_VOID},
    {"embed", TAG_VOID},    {"hr", TAG_VOID},       {"img", TAG_VOID},       {"input", TAG_VOID},
    {"link", TAG_VOID},     {"meta", TAG_VOID},     {"param", TAG_VOID},     {"source", TAG_VOID},
    {"track", TAG_VOID},    {"wbr", TAG_VOID},      {"frame", TAG_VOID},     {"keygen", TAG_VOID},
    {"script", TAG_RAW},    {"style", TAG_RAW},     {"textarea", TAG_RAW},   {"title", TAG_RAW},
    {"xmp", TAG_RAW},       {"iframe", TAG_RAW},    {"noembed", TAG_RAW},    {"noframes", TAG_RAW},
    {"p", TAG_IMPLIED},     {"li", TAG_IMPLIED},    {"dt", TAG_IMPLIED},     {"dd", TAG_IMPLIED},
    {"tr", TAG_IMPLIED},    {"td", TAG_IMPLIED},    {"th", TAG_IMPLIED},     {"thead", TAG_IMPLIED},
    {"tbody", TAG_IMPLIED}, {"tfoot", TAG_IMPLIED}, {"option", TAG_IMPLIED}, {"html", TAG_IMPLIED},
    {"head", TAG_IMPLIED},  {"body", TAG_IMPLIED},  {"b", TAG_FORMATS},      {"big", TAG_FORMATS},
    {"code", TAG_FORMATS},  {"em", TAG_FORMATS},    {"font", TAG_FORMATS},   {"i", TAG_FORMATS},
    {"s", TAG_FORMATS},     {"small", TAG_FORMATS}, {"strike", TAG_FORMATS}, {"strong", TAG_FORMATS},
    {"tt", TAG_FORMATS},    {"u", TAG_FORMATS},
};
#define KNOWN_TAGS (sizeof known_tags / sizeof known_tags[0])

/* One tag as it stands in the page: '<' at begin, behind '>' at end. */
typedef struct Tag {
    size_t begin, end;
    Slice name;
    TagKind kind;
    bool is_end;
    size_t attributes;
    size_t attributes_cut; /* where the last allowed attribute ends */
} Tag;

typedef struct OpenTag {
    uint64_t name_hash;
    size_t weight; /* elements that it stands for: those that the parser implies inside it are not on the
                      stack */
} OpenTag;

typedef struct Scan {
    Slice html;
    size_t at;
    OpenTag open[HTML_OPEN_MAX];
    size_t open_count;
    size_t depth; /* sum of the weights */
    size_t formats;
    size_t tags, attributes;
    size_t dropped; /* too deep start tags whose end tags have not come */
    size_t copied;  /* bytes of the page that the output holds already */
    bool is_hostile;
    Builder *out; /* NULL: measure only */
} Scan;

static TagKind tag_kind(Slice name)
{
    if (name.size > 8)
        return TAG_NESTS;
    for (size_t i = 0; i < KNOWN_TAGS; i++)
        if (ascii_lower(name.data[0]) == known_tags[i].name[0] &&
            slice_equal_nocase(name, slice_from(known_tags[i].name)))
            return known_tags[i].kind;
    return TAG_NESTS;
}

/* Walks over the attributes to the closing '>', quotes respected. */
static void tag_attributes(Slice html, size_t at, Tag *tag)
{
    while (at < html.size && html.data[at] != '>') {
        char c = html.data[at];
        if (ascii_is_space(c) || c == '/') {
            at++;
            continue;
        }
        tag->attributes++;
        while (at < html.size && html.data[at] != '>' && html.data[at] != '=' && html.data[at] != '/' &&
               !ascii_is_space(html.data[at]))
            at++;
        size_t value = at;
        while (value < html.size && ascii_is_space(html.data[value]))
            value++;
        if (value < html.size && html.data[value] == '=') {
            at = value + 1;
            while (at < html.size && ascii_is_space(html.data[at]))
                at++;
            char quote = at < html.size ? html.data[at] : '\0';
            if (quote == '"' || quote == '\'') {
                const char *close = memchr(html.data + at + 1, quote, html.size - at - 1);
                at = close ? (size_t)(close - html.data) + 1 : html.size;
            } else {
                while (at < html.size && html.data[at] != '>' && !ascii_is_space(html.data[at]))
                    at++;
            }
        }
        if (tag->attributes <= HTML_TAG_ATTRIBUTES_MAX)
            tag->attributes_cut = at;
    }
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

/* The next tag; comments and declarations are passed over, and counted as tags are. */
static bool next_tag(Scan *scan, Tag *tag)
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
        while (end < html.size && html.data[end] != '>' && html.data[end] != '/' &&
               !ascii_is_space(html.data[end]))
            end++;
        *tag =
            (Tag){.begin = at, .name = slice_range(html, name, end), .is_end = is_end, .attributes_cut = end};
        tag->kind = tag_kind(tag->name);
        tag_attributes(html, end, tag);
        scan->at = tag->end;
        return true;
    }
    scan->at = html.size;
    return false;
}

/* Past the text of a script, style or the like, to its end tag. */
static void skip_raw(Scan *scan, Slice name)
{
    Slice html = scan->html;
    size_t at = scan->at;
    while (at < html.size) {
        const char *found = memchr(html.data + at, '<', html.size - at);
        if (!found)
            break;
        at = (size_t)(found - html.data);
        if (at + 1 < html.size && html.data[at + 1] == '/' &&
            slice_starts_with_nocase(slice_skip(html, at + 2), name)) {
            scan->at = at;
            return;
        }
        at++;
    }
    scan->at = html.size;
}

static uint64_t name_hash(Slice name)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (unsigned char)ascii_lower(name.data[i])) * 1099511628211u;
    return hash;
}

/* Leaves the tag out of the output. */
static void drop_tag(Scan *scan, const Tag *tag)
{
    scan->is_hostile = true;
    if (!scan->out)
        return;
    builder_add(scan->out, slice_range(scan->html, scan->copied, tag->begin));
    scan->copied = tag->end;
}

/* Leaves out the attributes beyond the limit. */
static void cut_attributes(Scan *scan, const Tag *tag)
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

static void close_tag(Scan *scan, const Tag *tag)
{
    uint64_t hash = name_hash(tag->name);
    if (tag->kind == TAG_FORMATS && scan->formats > 0)
        scan->formats--; /* only its own end tag ends a format: other elements' ends leave it waiting */
    size_t reach = scan->open_count > 64 ? scan->open_count - 64 : 0;
    for (size_t i = scan->open_count; i-- > reach;) {
        if (scan->open[i].name_hash != hash)
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

/* A table holds body, row and cell; a list its items. */
static size_t weight_of(Slice name)
{
    if (slice_equal_nocase(name, SLICE("table")))
        return 4;
    bool is_list = slice_equal_nocase(name, SLICE("ul")) || slice_equal_nocase(name, SLICE("ol")) ||
                   slice_equal_nocase(name, SLICE("dl"));
    return is_list ? 2 : 1;
}

static void open_tag(Scan *scan, const Tag *tag)
{
    bool formats = tag->kind == TAG_FORMATS;
    size_t weight = weight_of(tag->name);
    if (scan->depth + weight > HTML_OPEN_MAX || (formats && scan->formats == HTML_FORMATS_MAX)) {
        scan->dropped++;
        drop_tag(scan, tag);
        return;
    }
    scan->open[scan->open_count++] = (OpenTag){name_hash(tag->name), weight};
    scan->depth += weight;
    scan->formats += formats;
}

static void scan_tag(Scan *scan, const Tag *tag)
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
    if (tag->kind == TAG_VOID || tag->kind == TAG_IMPLIED)
        return;
    if (tag->kind == TAG_RAW) {
        if (!tag->is_end)
            skip_raw(scan, tag->name);
    } else if (tag->is_end) {
        close_tag(scan, tag);
    } else {
        open_tag(scan, tag);
    }
}

static bool run_scan(Scan *scan, Slice html, Builder *out)
{
    memset(scan, 0, sizeof *scan);
    scan->html = html;
    scan->out = out;
    Tag tag;
    while (next_tag(scan, &tag)) {
        scan_tag(scan, &tag);
        if (scan->is_hostile && !out)
            break;
    }
    return scan->is_hostile;
}

Slice html_flatten(Arena *arena, Slice html)
{
    Scan scan;
    if (!run_scan(&scan, html, NULL))
        return html;
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, html.size);
    run_scan(&scan, html, &out);
    builder_add(&out, slice_skip(html, scan.copied));
    return builder_slice(&out);
}
