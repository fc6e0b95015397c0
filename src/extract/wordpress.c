/* In: a post's text as WordPress keeps it. Out: HTML that the rules for pages understand.
 *
 * In one pass: blank lines part paragraphs and single line ends break lines (not where HTML parts them
 * itself); comments of the block editor go, but for what they alone know: the address of an embed, the
 * pictures of a gallery; shortcodes become the elements that a theme would have made of them, or marked ones
 * (wordpress.h) that become blocks of their own. */
#include "extract/wordpress.h"

#include "syntax/html.h"
#include "syntax/json.h"
#include "syntax/url.h"

#define CLOSED_NAMES 7
#define TABLES_MAX 32 /* of tables in tables, minded */
#define NAMED_MAX 500 /* pictures named by number */

typedef struct Formatter {
    Arena *arena;
    Slice s;
    size_t at;
    Builder out;
    MediaList *named;
    bool is_wordpress;
    Map closers;         /* see code_find_closers */
    size_t next_close;   /* see code_read */
    size_t blocks;       /* open blocks of the block editor */
    size_t pres;         /* open <pre> */
    size_t tables;       /* open <table> */
    uint32_t cells;      /* a bit for each table: a cell is open */
    size_t insets;       /* open marked elements */
    bool is_after_block; /* only white space since a block's tag */
    bool no_comment_end, no_tag_end;
    size_t end_tags[CLOSED_NAMES]; /* see find_end_tag */
} Formatter;

static void add(Formatter *f, const char *text)
{
    builder_add_string(&f->out, text);
}

static void part_paragraph(Formatter *f)
{
    if (f->pres == 0 && (f->tables == 0 || f->cells & (1u << (f->tables < TABLES_MAX ? f->tables - 1 : 31))))
        add(f, "\n<p>");
    f->is_after_block = true;
}

static void add_embed(Formatter *f, Slice text)
{
    text = slice_trim(text);
    if (slice_is_empty(text))
        return;
    add(f, "\n<div class=\"" MARK_EMBED "\">");
    builder_add(&f->out, html_escape(f->arena, text));
    add(f, "</div>\n");
    f->is_after_block = true;
}

/* "55, 56": pictures by number. */
static void add_named(Formatter *f, Slice ids)
{
    Slice id;
    while (f->named && f->named->count < NAMED_MAX && slice_next_split(&ids, ',', &id)) {
        uint64_t number;
        id = slice_trim(id);
        if (slice_to_u64(id, &number) && number > 0)
            *LIST_ADD(f->arena, f->named) = (Media){.id = id};
    }
}

/* ---- addresses that stand alone ---- */

bool is_embed_address(Slice text)
{
    static const char *const hosts[] = {
        "youtube.com",     "youtu.be",       "vimeo.com",       "twitter.com",     "x.com",
        "facebook.com",    "instagram.com",  "soundcloud.com",  "dailymotion.com", "dai.ly",
        "flickr.com",      "flic.kr",        "ted.com",         "spotify.com",     "tiktok.com",
        "reddit.com",      "scribd.com",     "slideshare.net",  "imgur.com",       "issuu.com",
        "wordpress.tv",    "videopress.com", "kickstarter.com", "mixcloud.com",    "polldaddy.com",
        "crowdsignal.com", "animoto.com",    "smugmug.com",     "speakerdeck.com", "hulu.com",
        "meetup.com",      "screencast.com", "tumblr.com",      "cloudup.com",     "reverbnation.com",
        "pinterest.com",   "bsky.app",       "vine.co",         "photobucket.com", "viddler.com",
        "blip.tv",         "rdio.com",       "qik.com",         "revision3.com",   "funnyordie.com",
        "poll.fm",         "amazon.com"};
    Url url;
    if (!slice_starts_with(text, SLICE("http")) || !url_parse(text, &url))
        return false;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        Slice host = slice_from(hosts[i]);
        if (!slice_ends_with_nocase(url.host, host))
            continue;
        if (url.host.size == host.size || url.host.data[url.host.size - host.size - 1] == '.')
            return url.path.size > 1;
    }
    return false;
}

/* The address that is the line from `at` on; its size, 0 if the line is anything else. */
static size_t lone_address(Slice s, size_t at)
{
    size_t end = at;
    if (!slice_starts_with(slice_skip(s, at), SLICE("http")))
        return 0;
    while (end < s.size && !ascii_is_space(s.data[end]) && s.data[end] != '<' && s.data[end] != '[')
        end++;
    size_t behind = end;
    while (behind < s.size && (s.data[behind] == ' ' || s.data[behind] == '\t' || s.data[behind] == '\r'))
        behind++;
    bool is_line = behind == s.size || s.data[behind] == '\n' || s.data[behind] == '<';
    return is_line && is_embed_address(slice_range(s, at, end)) ? end - at : 0;
}

/* ---- text ---- */

static const char *const block_names[] = {
    "address", "article", "aside",   "blockquote", "caption",  "center",     "col",    "colgroup", "dd",
    "details", "div",     "dl",      "dt",         "fieldset", "figcaption", "figure", "footer",   "form",
    "h1",      "h2",      "h3",      "h4",         "h5",       "h6",         "header", "hgroup",   "hr",
    "legend",  "li",      "map",     "menu",       "nav",      "ol",         "p",      "pre",      "section",
    "style",   "script",  "summary", "table",      "tbody",    "td",         "tfoot",  "th",       "thead",
    "tr",      "ul",      "iframe",  "br"};

static Slice tag_name(Slice tag)
{
    size_t begin = 1 + (tag.size > 1 && tag.data[1] == '/'), end = begin;
    while (end < tag.size && (ascii_is_alpha(tag.data[end]) || ascii_is_digit(tag.data[end])))
        end++;
    return slice_range(tag, begin, end);
}

static bool is_one_of(Slice name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(name, slice_from(names[i])))
            return true;
    return false;
}

static bool is_block_name(Slice name)
{
    return is_one_of(name, block_names, sizeof block_names / sizeof block_names[0]);
}

static bool block_begins(Slice s, size_t at)
{
    Slice rest = slice_range(s, at, at + 24);
    return at >= s.size || slice_starts_with(rest, SLICE("<!-- wp:")) ||
           slice_starts_with(rest, SLICE("<!-- /wp:")) ||
           (slice_starts_with(rest, SLICE("<")) && is_block_name(tag_name(rest)));
}

/* White space with line ends in it, [at, end). */
static void add_line_ends(Formatter *f, size_t at, size_t end)
{
    size_t lines = 0;
    for (size_t i = at; i < end; i++)
        lines += f->s.data[i] == '\n';
    if (lines >= 2)
        part_paragraph(f);
    else if (f->is_after_block || f->blocks > 0 || f->tables > 0 || block_begins(f->s, end))
        add(f, "\n");
    else
        add(f, "<br>\n");
}

static bool begins_line(const Formatter *f, size_t at)
{
    while (at > 0 && (f->s.data[at - 1] == ' ' || f->s.data[at - 1] == '\t'))
        at--;
    return at == 0 || f->s.data[at - 1] == '\n' || f->is_after_block;
}

/* Text up to the next tag or bracket. */
static void read_text(Formatter *f)
{
    Slice s = f->s;
    while (f->at < s.size && s.data[f->at] != '<' && s.data[f->at] != '[') {
        size_t begin = f->at, end = begin;
        bool has_lines = false;
        while (end < s.size && ascii_is_space(s.data[end]))
            has_lines |= s.data[end++] == '\n';
        if (end > begin) {
            if (has_lines && f->is_wordpress && f->pres == 0)
                add_line_ends(f, begin, end);
            else
                builder_add(&f->out, slice_range(s, begin, end));
            f->at = end;
            continue;
        }
        size_t address =
            f->is_wordpress && f->pres == 0 && begins_line(f, begin) ? lone_address(s, begin) : 0;
        if (address) {
            add_embed(f, html_unescape(f->arena, slice_range(s, begin, begin + address)));
            f->at = begin + address;
            part_paragraph(f);
            continue;
        }
        while (end < s.size && s.data[end] != '<' && s.data[end] != '[' && s.data[end] != '\n')
            end++;
        while (end > begin && s.data[end - 1] == '\r') /* belongs to the line end */
            end--;
        if (end == begin)
            end++;
        builder_add(&f->out, slice_range(s, begin, end));
        f->is_after_block = false;
        f->at = end;
    }
}

/* ---- tags ---- */

/* One past the tag's ">"; SLICE_NONE: there is none. */
static size_t tag_end(Formatter *f, size_t at)
{
    size_t first = SLICE_NONE;
    char quote = '\0';
    if (f->no_tag_end)
        return SLICE_NONE;
    for (size_t i = at + 1; i < f->s.size; i++) {
        const char c = f->s.data[i];
        if (c == '>') {
            first = first == SLICE_NONE ? i + 1 : first;
            if (!quote)
                return i + 1;
        } else if (c == '<') {
            return first; /* a quote that is not closed, or no tag */
        } else if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if ((c == '"' || c == '\'') && f->s.data[i - 1] == '=') {
            quote = c;
        }
    }
    f->no_tag_end = first == SLICE_NONE;
    return first;
}

static Slice tag_attribute(Arena *arena, Slice tag, const char *wanted)
{
    size_t at = 0;
    Slice name = slice_from(wanted);
    while ((at = slice_find_nocase(tag, name)) != SLICE_NONE) {
        Slice rest = slice_skip(tag, at + name.size);
        bool is_word = at > 0 && (ascii_is_space(tag.data[at - 1]) || tag.data[at - 1] == '"');
        if (is_word && slice_starts_with(rest, SLICE("="))) {
            rest = slice_skip(rest, 1);
            const char quote = rest.size ? rest.data[0] : '\0';
            bool is_quoted = quote == '"' || quote == '\'';
            size_t end = is_quoted;
            while (end < rest.size && (is_quoted ? rest.data[end] != quote
                                                 : !ascii_is_space(rest.data[end]) && rest.data[end] != '>'))
                end++;
            return slice_trim(html_unescape(arena, slice_range(rest, is_quoted, end)));
        }
        tag = rest;
    }
    return SLICE_EMPTY;
}

/* Elements of which the inside is not text. */
static const char *const closed_names[CLOSED_NAMES] = {"iframe", "video",  "audio", "object",
                                                       "embed",  "script", "style"};
enum { PLAYERS = 5, CLOSED_NEAR = 20000 };

static size_t closed_name(Slice name)
{
    size_t i = 0;
    while (i < CLOSED_NAMES && !slice_equal_nocase(name, slice_from(closed_names[i])))
        i++;
    return i;
}

/* The next end tag of that name from `from` on, if it is near; SLICE_NONE else. Each is looked up once. */
static size_t find_end_tag(Formatter *f, size_t from, size_t name)
{
    if (f->end_tags[name] < from) {
        char mark[24];
        int size = snprintf(mark, sizeof mark, "</%s", closed_names[name]);
        size_t found = slice_find_nocase(slice_skip(f->s, from), slice_of(mark, (size_t)size));
        f->end_tags[name] = found == SLICE_NONE ? SIZE_MAX : from + found;
    }
    return f->end_tags[name] - from > CLOSED_NEAR ? SLICE_NONE : f->end_tags[name];
}

static Slice web_address(Arena *arena, Slice address)
{
    if (slice_starts_with(address, SLICE("//")))
        return arena_format(arena, "https:%.*s", SLICE_ARG(address));
    return slice_starts_with_nocase(address, SLICE("http")) ? address : SLICE_EMPTY;
}

/* <iframe src>, <video><source src>, <object data>: what it shows is named, what it holds for those who
 * cannot see it goes. Gives where reading goes on. */
static size_t read_player(Formatter *f, Slice tag, size_t name, size_t end)
{
    static const char *const attributes[] = {"src", "data", "data-src"};
    Slice address = SLICE_EMPTY;
    size_t close = find_end_tag(f, end, name);
    for (size_t i = 0; i < 3 && address.size == 0; i++)
        address = web_address(f->arena, tag_attribute(f->arena, tag, attributes[i]));
    Slice inner = close == SLICE_NONE ? SLICE_EMPTY : slice_range(f->s, end, close);
    if (address.size == 0)
        address = web_address(f->arena, tag_attribute(f->arena, inner, "src"));
    add_embed(f, address);
    if (close == SLICE_NONE)
        return end;
    size_t angle = slice_find_byte(slice_skip(f->s, close), '>');
    return angle == SLICE_NONE ? f->s.size : close + angle + 1;
}

static void mind_table(Formatter *f, Slice name, bool is_close)
{
    const uint32_t bit = f->tables ? 1u << (f->tables < TABLES_MAX ? f->tables - 1 : 31) : 0;
    if (slice_equal_nocase(name, SLICE("table"))) {
        if (!is_close && f->tables < 1000)
            f->tables++;
        else if (is_close && f->tables > 0)
            f->tables--;
        if (!is_close)
            f->cells &= ~(1u << (f->tables < TABLES_MAX ? f->tables - 1 : 31));
    } else if (slice_equal_nocase(name, SLICE("td")) || slice_equal_nocase(name, SLICE("th")) ||
               slice_equal_nocase(name, SLICE("caption"))) {
        f->cells = is_close ? f->cells & ~bit : f->cells | bit;
    } else if (slice_equal_nocase(name, SLICE("tr"))) {
        f->cells &= ~bit;
    }
}

static void read_tag(Formatter *f)
{
    size_t end = tag_end(f, f->at);
    if (end == SLICE_NONE) {
        add(f, "&lt;");
        f->at++;
        return;
    }
    Slice tag = slice_range(f->s, f->at, end), name = tag_name(tag);
    bool is_close = tag.data[1] == '/';
    size_t closed = is_close ? CLOSED_NAMES : closed_name(name);
    if (closed < PLAYERS) {
        f->at = read_player(f, tag, closed, end);
        return;
    }
    if (closed < CLOSED_NAMES) {
        size_t close = find_end_tag(f, end, closed);
        f->at = close == SLICE_NONE ? end : close;
        return;
    }
    if (slice_equal_nocase(name, SLICE("pre")))
        f->pres = is_close ? f->pres - (f->pres > 0) : f->pres + 1;
    mind_table(f, name, is_close);
    builder_add(&f->out, tag);
    f->is_after_block = is_block_name(name);
    f->at = end;
}

/* ---- the block editor's comments ---- */

/* What figcaptions in a range say, each an embed's words. */
static void add_figcaptions(Formatter *f, Slice range)
{
    size_t begin = slice_find(range, SLICE("<figcaption"));
    size_t open = begin == SLICE_NONE ? SLICE_NONE : slice_find_byte(slice_skip(range, begin), '>');
    if (open == SLICE_NONE)
        return;
    Slice rest = slice_skip(range, begin + open + 1);
    size_t end = slice_find(rest, SLICE("</figcaption"));
    add(f, "\n<p>");
    builder_add(&f->out, slice_range(rest, 0, end));
    part_paragraph(f);
}

/* Where the block opened at `from` is closed, if no other block stands in it: [begin, end) of the comment. */
static bool find_block_end(const Formatter *f, size_t from, size_t *begin, size_t *end)
{
    size_t found = slice_find(slice_skip(f->s, from), SLICE("<!-- "));
    *begin = found == SLICE_NONE ? f->s.size : from + found;
    Slice rest = slice_skip(f->s, *begin);
    size_t close = slice_find(rest, SLICE("-->"));
    *end = close == SLICE_NONE ? f->s.size : *begin + close + 3;
    return slice_starts_with(rest, SLICE("<!-- /wp:")) && close != SLICE_NONE;
}

/* "wp:embed {"url":"..."}", from behind the "wp:"; `end` is behind the comment. */
static void open_block(Formatter *f, Slice text, size_t end)
{
    size_t brace = slice_find_byte(text, '{'), name_end = 0, begin = 0, behind = 0;
    while (name_end < text.size && !ascii_is_space(text.data[name_end]) && text.data[name_end] != '{')
        name_end++;
    Slice name = slice_range(text, 0, name_end);
    bool is_alone = slice_ends_with(text, SLICE("/"));
    const Json *json = brace == SLICE_NONE ? NULL : json_read(f->arena, slice_skip(text, brace));
    f->at = end;
    f->is_after_block = true;
    if (slice_equal(name, SLICE("embed")) || slice_starts_with(name, SLICE("core-embed/"))) {
        bool is_found = !is_alone && find_block_end(f, end, &begin, &behind);
        add_embed(f, json_get_text(json, "url"));
        if (is_found) {
            add_figcaptions(f, slice_range(f->s, end, begin));
            f->at = behind;
        }
        return;
    }
    const Json *ids = slice_equal(name, SLICE("gallery")) ? json_get(json, "ids") : NULL;
    for (const Json *id = ids ? ids->first : NULL; id; id = id->next)
        add_named(f, id->text);
    if (!is_alone && !slice_equal(name, SLICE("freeform")))
        f->blocks++;
}

static void read_comment(Formatter *f)
{
    size_t begin = f->at + 4;
    size_t size = f->no_comment_end ? SLICE_NONE : slice_find(slice_skip(f->s, begin), SLICE("-->"));
    if (size == SLICE_NONE) {
        f->no_comment_end = true;
        f->at = begin;
        return;
    }
    Slice text = slice_trim(slice_range(f->s, begin, begin + size));
    f->at = begin + size + 3;
    if (slice_starts_with(text, SLICE("wp:")))
        open_block(f, slice_skip(text, 3), f->at);
    else if (slice_starts_with(text, SLICE("/wp:"))) {
        f->blocks -= f->blocks > 0 && !slice_equal(text, SLICE("/wp:freeform"));
        f->is_after_block = true;
    } else if (slice_equal(text, SLICE("nextpage")))
        part_paragraph(f);
}

/* ---- shortcodes ---- */

/* What a shortcode encloses; false: it is not closed. *behind is where reading goes on. */
static bool enclosed_by(const Formatter *f, const Code *code, Slice *inner, size_t *behind)
{
    const MapValue *last = map_find(&f->closers, code->name);
    *behind = code->end;
    *inner = SLICE_EMPTY;
    if (code->is_self_closed || !last || last->number < code->end)
        return false;
    char mark[72];
    int size = snprintf(mark, sizeof mark, "[/%.*s]", SLICE_ARG(code->name));
    size_t found = slice_find(slice_skip(f->s, code->end), slice_of(mark, (size_t)size));
    if (found == SLICE_NONE)
        return false;
    *inner = slice_range(f->s, code->end, code->end + found);
    *behind = code->end + found + (size_t)size;
    return true;
}

/* Is the next bracket the shortcode's end? An address has none in it. */
static bool is_closed_next(const Formatter *f, const Code *code)
{
    size_t size = slice_find_byte(slice_skip(f->s, code->end), '[');
    Slice rest = slice_skip(f->s, size == SLICE_NONE ? f->s.size : code->end + size);
    return slice_starts_with(rest, SLICE("[/")) && slice_starts_with(slice_skip(rest, 2), code->name);
}

/* The picture at the head of what [caption] encloses, with the link around it: its size, 0 if there is none.
 */
static size_t picture_size(Slice inner)
{
    size_t image = slice_find_nocase(inner, SLICE("<img"));
    if (image == SLICE_NONE)
        return 0;
    size_t angle = slice_find_byte(slice_skip(inner, image), '>');
    size_t end = angle == SLICE_NONE ? inner.size : image + angle + 1;
    Slice rest = slice_trim(slice_skip(inner, end));
    return slice_starts_with_nocase(rest, SLICE("</a>")) ? (size_t)(rest.data - inner.data) + 4 : end;
}

static Slice digits_at_end(Slice text)
{
    size_t begin = text.size;
    while (begin > 0 && ascii_is_digit(text.data[begin - 1]))
        begin--;
    return slice_skip(text, begin);
}

/* [caption id="attachment_55" caption="..."]<img>[/caption] and [caption id="attachment_55"]<img>
 * ...[/caption] */
static void read_caption(Formatter *f, const Code *code)
{
    Slice inner;
    bool is_closed = enclosed_by(f, code, &inner, &f->at);
    if (!is_closed)
        return;
    size_t picture = picture_size(inner);
    Slice id = digits_at_end(code_value(code, "id"));
    Slice words = code_value(code, "caption");
    Slice caption = words.size > 0 ? words : slice_skip(inner, picture);
    if (picture == 0 && id.size > 0 && f->named->count < NAMED_MAX) { /* the picture itself is gone */
        *LIST_ADD(f->arena, f->named) = (Media){.id = id, .caption = caption};
        return;
    }
    builder_format(&f->out, "\n<figure class=\"wp-caption\" id=\"attachment_%.*s\">", SLICE_ARG(id));
    builder_add(&f->out, slice_range(inner, 0, picture));
    add(f, "<figcaption class=\"wp-caption-text\">");
    builder_add(&f->out, caption);
    add(f, "</figcaption></figure>\n");
    f->is_after_block = true;
}

/* An aside that is not closed was cut: it reaches to the end of its paragraph. */
static void open_inset(Formatter *f, const Code *code)
{
    const MapValue *last = map_find(&f->closers, code->name);
    add(f, "\n<div class=\"" MARK_INSET "\">");
    f->is_after_block = true;
    if (last && last->number >= code->end) {
        f->insets++;
        return;
    }
    size_t size = slice_find(slice_skip(f->s, code->end), SLICE("\n\n"));
    size_t end = size == SLICE_NONE ? f->s.size : code->end + size;
    builder_add(&f->out, slice_range(f->s, code->end, end));
    add(f, "</div>\n");
    f->at = end;
}

static void close_inset(Formatter *f)
{
    if (f->insets > 0) {
        f->insets--;
        add(f, "</div>\n");
        f->is_after_block = true;
    }
}

/* Page builders: "et_pb_image src=", "vc_single_image image=", "et_pb_video src=", titles. */
static void read_builder(Formatter *f, const Code *code)
{
    Slice name = code->name;
    part_paragraph(f);
    if (code->is_close)
        return;
    add_named(f, code_value(code, "gallery_ids"));
    if (slice_contains(name, SLICE("image")) || slice_contains(name, SLICE("gallery"))) {
        add_named(f, code_value(code, "image"));
        add_named(f, code_value(code, "images"));
    }
    Slice source = web_address(f->arena, html_unescape(f->arena, code_value(code, "src")));
    if (source.size > 0 && slice_contains(name, SLICE("image"))) {
        builder_format(&f->out, "\n<div><img src=\"%.*s\" alt=\"%.*s\"></div>\n",
                       SLICE_ARG(html_escape(f->arena, source)), SLICE_ARG(code_value(code, "alt")));
    } else if (slice_contains(name, SLICE("video")) || slice_contains(name, SLICE("audio"))) {
        add_embed(f, code_address(f->arena, code, SLICE_EMPTY));
    } else if (slice_ends_with(name, SLICE("toggle")) || slice_ends_with(name, SLICE("blurb")) ||
               slice_ends_with(name, SLICE("custom_heading"))) {
        Slice title = code_value(code, "title");
        title = title.size > 0 ? title : code_value(code, "text");
        if (title.size > 0)
            builder_format(&f->out, "\n<h4>%.*s</h4>\n", SLICE_ARG(title));
    }
}

static void read_code(Formatter *f, const Code *code)
{
    Slice inner = SLICE_EMPTY;
    size_t behind = code->end;
    f->at = code->end;
    switch (code->act) {
    case CODE_INSET:
        if (code->is_close)
            close_inset(f);
        else if (!code->is_self_closed)
            open_inset(f, code);
        return;
    case CODE_BUILDER:
        read_builder(f, code);
        return;
    case CODE_CAPTION:
        if (!code->is_close)
            read_caption(f, code);
        return;
    case CODE_GALLERY:
        if (code->is_close)
            return;
        add_named(f, code_value(code, "ids"));
        add_named(f, code_value(code, "include"));
        part_paragraph(f);
        return;
    case CODE_EMBED:
        if (code->is_close)
            return;
        if (is_closed_next(f, code))
            enclosed_by(f, code, &inner, &behind);
        f->at = behind;
        Slice address = code_address(f->arena, code, inner);
        add_embed(f, address.size > 0 ? address : code->count > 0 ? code->inside : slice_trim(inner));
        part_paragraph(f);
        return;
    case CODE_DROP:
    case CODE_UNWRAP:
    case CODE_PROSE:
        return;
    case CODE_UNKNOWN:
        if (code->is_close || map_find(&f->closers, code->name))
            return; /* what it encloses stays */
        add_embed(f, code->inside);
        part_paragraph(f);
        return;
    }
}

static void read_bracket(Formatter *f)
{
    Slice rest = slice_skip(f->s, f->at);
    Code code;
    if (slice_starts_with(rest, SLICE("[["))) { /* how a shortcode is written to be seen */
        size_t end = slice_find(slice_range(rest, 0, 300), SLICE("]]"));
        size_t size = end == SLICE_NONE ? 1 : end + 2;
        builder_add(&f->out, end == SLICE_NONE ? SLICE("[") : slice_range(rest, 1, end + 1));
        f->at += size;
        f->is_after_block = false;
        return;
    }
    if (code_read(f->s, f->at, &f->next_close, &code) && code_is_real(&code, &f->closers)) {
        read_code(f, &code);
        return;
    }
    add(f, "[");
    f->is_after_block = false;
    f->at++;
}

static Slice format_all(Formatter *f)
{
    map_init(&f->closers, f->arena);
    if (f->is_wordpress)
        code_find_closers(f->s, &f->closers);
    builder_init(&f->out, f->arena);
    f->is_after_block = true;
    while (f->at < f->s.size) {
        const char c = f->s.data[f->at];
        const char next = f->at + 1 < f->s.size ? f->s.data[f->at + 1] : ' ';
        if (c == '<' && slice_starts_with(slice_skip(f->s, f->at), SLICE("<!--"))) {
            read_comment(f);
        } else if (c == '<' && (ascii_is_alpha(next) || next == '/')) {
            read_tag(f);
        } else if (c == '[' && f->is_wordpress) {
            read_bracket(f);
        } else if (slice_starts_with(slice_skip(f->s, f->at), SLICE("<!["))) {
            add(f, "&lt;"); /* a section of XML's: a reader is to see it */
            f->at++;
        } else if (c == '<' || c == '[') {
            builder_add_byte(&f->out, c);
            f->at++;
        } else {
            read_text(f);
        }
    }
    while (f->insets > 0)
        close_inset(f);
    return builder_slice(&f->out);
}

Slice wordpress_to_html(Arena *arena, Slice body, MediaList *named)
{
    Formatter f = {.arena = arena, .s = body, .named = named, .is_wordpress = true};
    return format_all(&f);
}

Slice html_with_embeds(Arena *arena, Slice body)
{
    Formatter f = {.arena = arena, .s = body};
    return format_all(&f);
}
