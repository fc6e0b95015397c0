/* In: blocks with the raw shortcodes that a lost theme left in the text. Out: insets as blocks of their own,
 * no shortcode.
 *
 * "[inset_left]Title Author[/inset_left] London, Asharq Al-Awsat—In her novel" stands before the dateline and
 * would spoil it. An inset that is never closed was cut by an excerpt: it reaches to the end of its block. */
#include "extract/blocks.h"

#include "base/builder.h"

typedef struct Shortcode {
    const char *name;
    bool is_prefix;
    bool is_inset;   /* what it encloses is a block of its own */
    bool drops_text; /* what it encloses goes too: captions and addresses stand elsewhere */
} Shortcode;

static const Shortcode shortcodes[] = {
    {"inset", true, true, false},    {"pullquote", false, true, false},  {"box", false, true, false},
    {"caption", false, false, true}, {"wp_caption", false, false, true}, {"gallery", false, false, true},
    {"embed", false, false, true},   {"youtube", false, false, true},    {"video", false, false, true},
    {"audio", false, false, true},   {"playlist", false, false, true},   {"et_pb_", true, false, false},
    {"vc_", true, false, false},     {"dropcap", false, false, false},   {"divider", false, false, false},
};

typedef struct Found {
    const Shortcode *code;
    Slice name;
    size_t begin, end; /* of the bracket */
    bool is_close;
} Found;

static const Shortcode *known_code(Slice name)
{
    for (size_t i = 0; i < sizeof shortcodes / sizeof shortcodes[0]; i++) {
        Slice own = slice_from(shortcodes[i].name);
        if (shortcodes[i].is_prefix ? slice_starts_with(name, own) : slice_equal(name, own))
            return &shortcodes[i];
    }
    return NULL;
}

/* The next bracket at or behind `from` that holds a known name. */
static bool next_code(Slice text, size_t from, Found *found)
{
    for (size_t at = from; at < text.size; at++) {
        const char *open = memchr(text.data + at, '[', text.size - at);
        if (!open)
            return false;
        at = (size_t)(open - text.data);
        size_t name = at + 1 + (at + 1 < text.size && text.data[at + 1] == '/');
        size_t end = name;
        while (end < text.size &&
               (ascii_is_alpha(text.data[end]) || ascii_is_digit(text.data[end]) || text.data[end] == '_'))
            end++;
        Slice own = slice_range(text, name, end);
        const Shortcode *code = known_code(own);
        size_t close = code ? slice_find_byte(slice_range(text, end, end + 2000), ']') : SLICE_NONE;
        if (close == SLICE_NONE)
            continue;
        *found = (Found){
            .code = code, .name = own, .begin = at, .end = end + close + 1, .is_close = name == at + 2};
        return true;
    }
    return false;
}

/* Where the enclosed text ends and where reading goes on. `unclosed` has a bit for each shortcode of which no
 * end was found: there is none further on either, and a text of nothing but openings is read once. */
static void find_close(Slice text, const Found *open, unsigned *unclosed, size_t *inner_end, size_t *next)
{
    Found found;
    size_t at = open->end;
    unsigned bit = 1u << (open->code - shortcodes);
    while (!(*unclosed & bit) && next_code(text, at, &found)) {
        if (found.is_close && slice_equal(found.name, open->name)) {
            *inner_end = found.begin;
            *next = found.end;
            return;
        }
        at = found.end;
    }
    if (!open->code->is_inset) /* whose names differ; it takes all that follows, so nothing is read twice */
        *unclosed |= bit;
    *inner_end = *next = open->code->is_inset ? text.size : open->end;
}

static void add_block(Arena *arena, Blocks *out, BlockKind kind, Slice text)
{
    text = slice_trim(text);
    if (text.size > 0)
        *LIST_ADD(arena, out) = (Block){.kind = kind, .text = text, .html = html_escape(arena, text)};
}

static void split_block(Arena *arena, Blocks *out, const Block *block)
{
    Builder rest;
    builder_init(&rest, arena);
    Slice text = block->text;
    size_t at = 0;
    unsigned unclosed = 0;
    Found found;
    while (next_code(text, at, &found)) {
        builder_add(&rest, slice_range(text, at, found.begin));
        size_t inner_end = found.end, next = found.end;
        if (!found.is_close && (found.code->is_inset || found.code->drops_text))
            find_close(text, &found, &unclosed, &inner_end, &next);
        if (found.code->is_inset && !found.is_close)
            add_block(arena, out, BLOCK_INSET, slice_range(text, found.end, inner_end));
        at = next;
    }
    builder_add(&rest, slice_skip(text, at));
    add_block(arena, out, block->kind, builder_slice(&rest));
}

void shortcodes_to_insets(Arena *arena, Article *article)
{
    Found found;
    bool is_any = false;
    for (size_t i = 0; i < article->body.count && !is_any; i++)
        is_any = next_code(article->body.items[i].text, 0, &found);
    if (!is_any)
        return;
    Blocks out = {0};
    for (size_t i = 0; i < article->body.count; i++) {
        const Block *block = &article->body.items[i];
        if (next_code(block->text, 0, &found))
            split_block(arena, &out, block);
        else
            *LIST_ADD(arena, &out) = *block;
    }
    article->body = out;
}
