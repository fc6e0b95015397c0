/* The best passages of an article for a query: where most of the sought words stand closest together.
 *
 * query_highlights tells the positions that made the match; here they are gathered by part (headline, block,
 * caption), and in each part the best window of about PASSAGE_BYTES is cut at words. */
#include "archive/inside.h"

#include "base/builder.h"
#include "base/utf8.h"

enum { PASSAGE_BYTES = 240, MARKS_MAX = 64 };

/* The marked tokens of one part, in order. */
typedef struct Marked {
    uint32_t part;
    const Token **tokens;
    size_t count;
    uint32_t worth;     /* of the best window: distinct words weigh most */
    size_t first, last; /* the window's tokens */
} Marked;

static bool contains(const Positions *positions, uint32_t position)
{
    size_t low = 0, high = positions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (positions->items[middle] < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < positions->count && positions->items[low] == position;
}

/* Distinct folded forms among tokens[first..last], each counting 8, and each further one 1. */
static uint32_t window_worth(const Token *const *tokens, size_t first, size_t last)
{
    uint32_t worth = 0;
    for (size_t i = first; i <= last && i < first + MARKS_MAX; i++) {
        bool is_seen = false;
        for (size_t k = first; k < i && !is_seen; k++)
            is_seen = slice_equal(tokens[k]->folded, tokens[i]->folded);
        worth += is_seen ? 1 : 8;
    }
    return worth;
}

static void choose_window(Marked *marked)
{
    size_t last = 0;
    for (size_t first = 0; first < marked->count; first++) {
        if (last < first)
            last = first;
        while (last + 1 < marked->count &&
               marked->tokens[last + 1]->end - marked->tokens[first]->begin <= PASSAGE_BYTES)
            last++;
        uint32_t worth = window_worth(marked->tokens, first, last);
        if (worth > marked->worth) {
            marked->worth = worth;
            marked->first = first;
            marked->last = last;
        }
    }
}

typedef struct MarkedParts {
    Marked *items;
    size_t count, capacity;
} MarkedParts;

static void gather(Arena *arena, const Document *document, const Positions *highlights, MarkedParts *parts)
{
    const Token **tokens = ARENA_ARRAY(arena, const Token *, highlights->count ? document->tokens.count : 1);
    size_t used = 0;
    Marked *open = NULL;
    for (size_t i = 0; highlights->count && i < document->tokens.count; i++) {
        const Token *token = &document->tokens.items[i];
        if ((token->flags & WORD_JOINED) || !contains(highlights, token->position))
            continue;
        if (!open || open->part != token->part) {
            open = LIST_ADD(arena, parts);
            *open = (Marked){.part = token->part, .tokens = &tokens[used]};
        }
        tokens[used++] = token;
        open->count++;
    }
    for (size_t i = 0; i < parts->count; i++)
        choose_window(&parts->items[i]);
}

/* The passage around a window: grown to PASSAGE_BYTES on both sides, cut between words. */
static Span passage_bounds(Slice text, size_t begin, size_t end)
{
    size_t spare = end - begin < PASSAGE_BYTES ? PASSAGE_BYTES - (end - begin) : 0;
    size_t from = begin > spare / 3 ? utf8_floor(text, begin - spare / 3) : 0;
    size_t rest = spare - (begin - from < spare ? begin - from : spare);
    size_t to = end + rest < text.size ? utf8_floor(text, end + rest) : text.size;
    while (from > 0 && from < begin && text.data[from - 1] != ' ')
        from = utf8_floor(text, from - 1);
    while (to < text.size && to > end && text.data[to] != ' ')
        to = utf8_floor(text, to - 1);
    return (Span){from, to < end ? end : to};
}

/* Words that stand side by side, as those of a phrase do, are one mark. */
static void add_mark(Snippet *snippet, Span mark)
{
    Span *last = snippet->mark_count > 0 ? &snippet->marks[snippet->mark_count - 1] : NULL;
    if (last && mark.begin == last->end + 1 && snippet->text.data[last->end] == ' ')
        last->end = mark.end;
    else
        snippet->marks[snippet->mark_count++] = mark;
}

static Snippet make_passage(Arena *arena, const Part *part, Span bounds, const Marked *marked)
{
    Snippet snippet = {.in = text_field_name(part->field),
                       .p = part->field == FIELD_BODY ? part->item + 1 : 0};
    Slice text = slice_range(part->text, bounds.begin, bounds.end);
    Slice before = bounds.begin > 0 ? SLICE("… ") : SLICE_EMPTY;
    Builder b; /* no format: a text may hold a NUL byte */
    builder_init(&b, arena);
    builder_add(&b, before);
    builder_add(&b, text);
    builder_add_string(&b, bounds.end < part->text.size ? " …" : "");
    snippet.text = builder_slice(&b);
    if (!marked)
        return snippet;
    snippet.marks = ARENA_ARRAY(arena, Span, marked->count ? marked->count : 1);
    for (size_t i = 0; i < marked->count; i++) {
        const Token *token = marked->tokens[i];
        if (token->begin >= bounds.begin && token->end <= bounds.end)
            add_mark(&snippet, (Span){token->begin - bounds.begin + before.size,
                                      token->end - bounds.begin + before.size});
    }
    return snippet;
}

static const Part *first_part(const Document *document, TextField field)
{
    for (size_t i = 0; i < document->parts.count; i++)
        if (document->parts.items[i].field == field)
            return &document->parts.items[i];
    return NULL;
}

/* With nothing to mark: how the piece begins; of a piece without text, a caption. */
static size_t lead_passage(Arena *arena, const Document *document, Snippet *out)
{
    const Part *part = first_part(document, FIELD_BODY);
    if (!part)
        part = first_part(document, FIELD_CAPTION);
    if (part)
        out[0] = make_passage(arena, part, passage_bounds(part->text, 0, 0), NULL);
    return part ? 1 : 0;
}

/* The most worthy part that is not taken yet; among equals the earlier. */
static Marked *best_of(MarkedParts *parts)
{
    Marked *best = NULL;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i].worth > 0 && (!best || parts->items[i].worth > best->worth))
            best = &parts->items[i];
    return best;
}

void snippets_make(Arena *arena, const Document *document, const Query *query, size_t limit,
                   Snippet **snippets, size_t *count)
{
    Positions highlights = {0};
    MarkedParts parts = {0};
    *snippets = ARENA_ARRAY(arena, Snippet, limit ? limit : 1);
    *count = 0;
    query_highlights(arena, query, document, &highlights);
    gather(arena, document, &highlights, &parts);
    for (Marked *best; *count < limit && (best = best_of(&parts)); best->worth = 0) {
        const Part *part = &document->parts.items[best->part];
        Span bounds =
            passage_bounds(part->text, best->tokens[best->first]->begin, best->tokens[best->last]->end);
        (*snippets)[(*count)++] = make_passage(arena, part, bounds, best);
    }
    if (*count == 0 && limit > 0)
        *count = lead_passage(arena, document, *snippets);
}
