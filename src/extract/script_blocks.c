/* In: a text, or a list of blocks, in a script's data. Out: how much prose it holds, and its HTML.
 *
 * Content systems write a body as one text of HTML, as plain paragraphs, or as a list of blocks, each a text
 * or an object whose type says what it is and whose words stand in "text", "content", "html" or "value",
 * perhaps in runs of their own below. */
#include "extract/script_blocks.h"

#include "base/builder.h"
#include "syntax/html.h"

#define BLOCK_VISITS_MAX 400 /* values of one block */
#define BLOCKS_MAX 2000
#define PLAIN_BYTES_MIN 300

typedef enum BlockRole { ROLE_WORDS, ROLE_HEADING, ROLE_QUOTE, ROLE_PICTURE, ROLE_OTHER } BlockRole;

static bool has_markup(Slice text)
{
    static const char *const marks[] = {"</", "<p", "<br", "<a ", "<div", "<img"};
    return slice_find_byte(text, '<') != SLICE_NONE && SLICE_ANY(text, slice_contains_nocase, marks);
}

/* Bytes outside of tags. */
static size_t word_bytes(Slice text)
{
    size_t bytes = 0;
    bool is_inside = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        is_inside = c == '<' || (is_inside && c != '>');
        bytes += !is_inside && c != '>';
    }
    return bytes;
}

static bool is_prose(Slice text)
{
    if (has_markup(text))
        return slice_contains_nocase(text, SLICE("<p")) || slice_contains_nocase(text, SLICE("<br"));
    return text.size >= PLAIN_BYTES_MIN && slice_find_byte(text, ' ') != SLICE_NONE &&
           slice_find_byte(text, '{') == SLICE_NONE && slice_contains(text, SLICE(". "));
}

void script_text_weigh(const Json *text, ScriptText *best)
{
    if (text->text.size <= best->letters || text->text.size < SCRIPT_LETTERS_MIN || !is_prose(text->text))
        return;
    size_t letters = word_bytes(text->text);
    if (letters > best->letters)
        *best = (ScriptText){text, letters};
}

/* ---- one block ---- */

static BlockRole role_of(const Json *block)
{
    static const struct {
        const char *part;
        BlockRole role;
    } roles[] = {{"image", ROLE_PICTURE},  {"photo", ROLE_PICTURE},    {"picture", ROLE_PICTURE},
                 {"figure", ROLE_PICTURE}, {"head", ROLE_HEADING},     {"subtitle", ROLE_HEADING},
                 {"quote", ROLE_QUOTE},    {"embed", ROLE_OTHER},      {"video", ROLE_OTHER},
                 {"audio", ROLE_OTHER},    {"advert", ROLE_OTHER},     {"related", ROLE_OTHER},
                 {"teaser", ROLE_OTHER},   {"newsletter", ROLE_OTHER}, {"script", ROLE_OTHER},
                 {"promo", ROLE_OTHER},    {"poll", ROLE_OTHER}};
    static const char *const keys[] = {"type", "kind", "__typename", "component", "blockType", "_type"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        Slice type = json_get_text(block, keys[k]);
        for (size_t i = 0; type.size > 0 && i < sizeof roles / sizeof roles[0]; i++)
            if (slice_contains_nocase(type, slice_from(roles[i].part)))
                return roles[i].role;
    }
    return ROLE_WORDS;
}

static bool holds_words(Slice key)
{
    static const char *const keys[] = {"text", "content", "html",  "value",     "body",
                                       "data", "props",   "nodes", "paragraph", "children"};
    return SLICE_ANY(key, slice_equal_nocase, keys);
}

/* Adds the words of a block, run by run; in their order, without recursion. Gives the bytes of words. */
static size_t add_words(const Json *block, Builder *out, size_t *budget)
{
    const Json *above[8];
    size_t depth = 0, letters = 0, visits = 0;
    for (const Json *at = block->first; at && visits++<BLOCK_VISITS_MAX && * budget> 0;) {
        --*budget;
        bool is_words = at->key.size == 0 || holds_words(at->key);
        if (is_words && at->kind == JSON_TEXT) {
            letters += word_bytes(at->text);
            if (out)
                builder_add(out, has_markup(at->text) ? at->text : html_escape(out->arena, at->text));
        }
        bool goes_down = is_words && at->first && depth < sizeof above / sizeof above[0];
        if (goes_down) {
            above[depth++] = at;
            at = at->first;
            continue;
        }
        while (at && !at->next)
            at = depth > 0 ? above[--depth] : NULL;
        at = at ? at->next : NULL;
    }
    return letters;
}

/* The first text of such a name in the block or one object below it. */
static Slice text_named(const Json *block, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Slice own = json_get_text(block, names[i]);
        if (own.size > 0)
            return own;
    }
    for (const Json *inner = block->first; inner; inner = inner->next)
        for (size_t i = 0; inner->kind == JSON_OBJECT && i < count; i++) {
            Slice own = json_get_text(inner, names[i]);
            if (own.size > 0)
                return own;
        }
    return SLICE_EMPTY;
}
#define TEXT_NAMED(block, names) text_named(block, names, sizeof names / sizeof names[0])

static void add_picture(const Json *block, Builder *out)
{
    static const char *const addresses[] = {"src", "url", "contentUrl", "href", "originalUrl"};
    static const char *const captions[] = {"caption", "description", "legend"};
    static const char *const credits[] = {"credit", "copyright", "photographer", "source"};
    Slice address = TEXT_NAMED(block, addresses);
    if (!slice_starts_with(address, SLICE("http")) && !slice_starts_with(address, SLICE("/")))
        return;
    builder_format(out, "<figure><img src=\"%.*s\"><figcaption>",
                   SLICE_ARG(html_escape(out->arena, address)));
    builder_add(out, html_escape(out->arena, TEXT_NAMED(block, captions)));
    builder_format(out, " <span class=\"credit\">%.*s</span></figcaption></figure>\n",
                   SLICE_ARG(html_escape(out->arena, TEXT_NAMED(block, credits))));
}

static void add_in(Builder *out, const char *tag, Slice words)
{
    builder_format(out, "<%s>", tag);
    builder_add(out, words);
    builder_format(out, "</%s>\n", tag);
}

static void add_block(const Json *block, Builder *out, size_t *budget)
{
    static const char *const tags[] = {"p", "h2", "blockquote"};
    if (block->kind == JSON_TEXT) {
        bool is_html = has_markup(block->text);
        add_in(out, is_html ? "div" : "p", is_html ? block->text : html_escape(out->arena, block->text));
        return;
    }
    BlockRole role = block->kind == JSON_OBJECT ? role_of(block) : ROLE_OTHER;
    if (role == ROLE_PICTURE)
        add_picture(block, out);
    if (role >= ROLE_PICTURE)
        return;
    Builder words;
    builder_init(&words, out->arena);
    add_words(block, &words, budget);
    Slice text = builder_slice(&words);
    bool is_block = slice_starts_with_nocase(slice_trim(text), SLICE("<p"));
    add_in(out, role == ROLE_WORDS && is_block ? "div" : tags[role], text);
}

/* ---- lists ---- */

void script_list_weigh(const Json *list, ScriptText *best, size_t *budget)
{
    size_t letters = 0, blocks = 0, with_words = 0;
    for (const Json *block = list->first; block && blocks<BLOCKS_MAX && * budget> 0; block = block->next) {
        size_t own = 0;
        blocks++;
        --*budget;
        if (block->kind == JSON_TEXT)
            own = word_bytes(block->text);
        else if (block->kind == JSON_OBJECT && role_of(block) < ROLE_PICTURE)
            own = add_words(block, NULL, budget);
        letters += own;
        with_words += own >= 40;
    }
    if (with_words >= 2 && letters > best->letters)
        *best = (ScriptText){list, letters};
}

/* Without the marks that the script replaces by something else: "$$ADVERT$$". */
static Slice without_marks(Arena *arena, Slice html)
{
    Builder out;
    size_t mark = slice_find(html, SLICE("$$"));
    if (mark == SLICE_NONE)
        return html;
    builder_init(&out, arena);
    while (mark != SLICE_NONE) {
        size_t end = mark + 2;
        while (end < html.size && end < mark + 32 &&
               ((html.data[end] >= 'A' && html.data[end] <= 'Z') || html.data[end] == '_'))
            end++;
        bool is_mark = end > mark + 3 && slice_starts_with(slice_skip(html, end), SLICE("$$"));
        builder_add(&out, slice_range(html, 0, is_mark ? mark : mark + 2));
        html = slice_skip(html, is_mark ? end + 2 : mark + 2);
        mark = slice_find(html, SLICE("$$"));
    }
    builder_add(&out, html);
    return builder_slice(&out);
}

/* A plain text: each line is a paragraph. */
static void add_lines(Builder *out, Slice text)
{
    Slice line;
    while (slice_next_line(&text, &line))
        if (slice_trim(line).size > 0)
            add_in(out, "p", html_escape(out->arena, slice_trim(line)));
}

Slice script_text_html(Arena *arena, const ScriptText *text)
{
    Builder out;
    size_t blocks = 0, budget = SCRIPT_VISITS_MAX;
    builder_init(&out, arena);
    builder_add_string(&out, "<article class=\"article-body\">\n");
    if (text->value->kind == JSON_TEXT && has_markup(text->value->text))
        builder_add(&out, without_marks(arena, text->value->text));
    else if (text->value->kind == JSON_TEXT)
        add_lines(&out, text->value->text);
    else
        for (const Json *block = text->value->first; block && blocks++ < BLOCKS_MAX; block = block->next)
            add_block(block, &out, &budget);
    builder_add_string(&out, "</article>\n");
    return builder_slice(&out);
}
