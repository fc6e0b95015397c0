/* What the two programs of the Search Benchmark, the Game share: how its texts become documents, and how its
 * query language (a part of Lucene's) becomes a Query. */
#include "game.h"

#include "text/text.h"

void game_document(Arena *arena, int64_t article, Slice text, Document *d)
{
    *d = (Document){.article = article, .id = arena_format(arena, "%010lld", (long long)article)};
    d->days = (DayRange){(int32_t)(article / 50), (int32_t)(article / 50)};
    d->time_s = (int64_t)d->days.first * 86400;
    Words words = {0};
    text_words(arena, text, &words);
    d->tokens.items = ARENA_ARRAY(arena, Token, words.count);
    d->tokens.count = d->tokens.capacity = words.count;
    for (size_t i = 0; i < words.count; i++) {
        const Word *word = &words.items[i];
        bool is_joined = word->flags & WORD_JOINED;
        uint32_t position = is_joined ? d->length - 1 : d->length++;
        if (word->flags & WORD_SENTENCE || position == 0)
            *LIST_ADD(arena, &d->sentences) = position;
        Slice surface = slice_range(text, word->begin, word->end);
        d->tokens.items[i] =
            (Token){position, 0, word->begin, word->end, word->flags & WORD_JOINED, word->folded, surface};
    }
    d->words = d->length;
    if (d->length == 0)
        return;
    *LIST_ADD(arena, &d->regions) = (Region){FIELD_BODY, 0, d->length};
    *LIST_ADD(arena, &d->paragraphs) = 0;
    d->regions.base_count = d->regions.count;
}

/* ---- queries ---- */

static Query *new_node(Arena *arena, QueryKind kind, Slice text)
{
    Query *query = ARENA_NEW(arena, Query);
    *query = (Query){.kind = kind, .text = text, .month = -1, .day = -1, .weekday = -1};
    return query;
}

typedef struct QueryList {
    Query **items;
    size_t count, capacity;
} QueryList;

static Query *join(Arena *arena, QueryKind kind, const QueryList *parts)
{
    if (parts->count == 1 && kind != QUERY_NOT)
        return parts->items[0];
    Query *query = new_node(arena, kind, SLICE_EMPTY);
    query->children = parts->items;
    query->child_count = parts->count;
    return query;
}

static Query *pair(Arena *arena, QueryKind kind, Query *a, Query *b)
{
    QueryList both = {0};
    *LIST_ADD(arena, &both) = a;
    *LIST_ADD(arena, &both) = b;
    return join(arena, kind, &both);
}

static Query *phrase(Arena *arena, Slice inner)
{
    QueryList words = {0};
    Slice word;
    while (slice_next_split(&inner, ' ', &word)) {
        if (word.size > 0)
            *LIST_ADD(arena, &words) = new_node(arena, QUERY_TERM, word);
    }
    return words.count > 0 ? join(arena, QUERY_PHRASE, &words) : NULL;
}

/* Takes one clause off the front: its sign, and a word or a phrase. */
static Query *next_clause(Arena *arena, Slice *rest, char *sign)
{
    *sign = ' ';
    while (rest->size > 0 && (rest->data[0] == ' ' || rest->data[0] == '+' || rest->data[0] == '-')) {
        if (rest->data[0] != ' ')
            *sign = rest->data[0];
        *rest = slice_skip(*rest, 1);
    }
    if (rest->size == 0)
        return NULL;
    bool is_phrase = rest->data[0] == '"';
    if (is_phrase)
        *rest = slice_skip(*rest, 1);
    Slice text = SLICE_EMPTY;
    if (!slice_next_split(rest, is_phrase ? '"' : ' ', &text))
        return NULL;
    return is_phrase ? phrase(arena, text) : new_node(arena, QUERY_TERM, text);
}

Query *game_query(Arena *arena, Slice text)
{
    QueryList required = {0}, optional = {0}, excluded = {0};
    while (text.size > 0) {
        char sign;
        Query *clause = next_clause(arena, &text, &sign);
        if (clause)
            *LIST_ADD(arena, sign == '+' ? &required : sign == '-' ? &excluded : &optional) = clause;
    }
    if (required.count == 0 && optional.count == 0)
        return new_node(arena, QUERY_NONE, SLICE_EMPTY);
    if (required.count == 0) {
        *LIST_ADD(arena, &required) = join(arena, QUERY_OR, &optional);
    } else if (optional.count > 0) { /* they only add to the score: true everywhere */
        *LIST_ADD(arena, &optional) = new_node(arena, QUERY_ALL, SLICE_EMPTY);
        *LIST_ADD(arena, &required) = join(arena, QUERY_OR, &optional);
    }
    Query *query = join(arena, QUERY_AND, &required);
    for (size_t i = 0; i < excluded.count; i++) {
        QueryList one = {0};
        *LIST_ADD(arena, &one) = excluded.items[i];
        query = pair(arena, QUERY_AND, query, join(arena, QUERY_NOT, &one));
    }
    return query;
}
