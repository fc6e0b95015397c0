/* Words: plain, exact, and those that stand for others by the function around them.
 *
 * What is typed is cut and folded by text/, as the articles were, so the two cannot disagree. A word with a
 * hyphen or apostrophe inside is found with and without its mark: its parts in a row, or its joined form.
 * Inside a phrase its parts stand in the row. */
#include "base/utf8.h"
#include "query/parser.h"

/* ---- one word ---- */

static Query *cased_leaf(Parser *p, QueryKind kind, Slice text, Span typed)
{
    Query *leaf = node_with_text(p, kind, text, typed);
    if (leaf)
        leaf->letters = p->scope.letters;
    return leaf;
}

static Query *exact_leaf(Parser *p, Slice surface, Slice folded, Span typed)
{
    if (!text_letters_agree(p->scope.letters, surface))
        return parser_fail(p, typed.begin,
                           "exact-case\tan exact word has its capitals: take caps( ) and its like away");
    Query *leaf = node_with_text(p, QUERY_EXACT, surface, typed);
    if (leaf)
        leaf->folded = folded;
    return leaf;
}

static Query *sounding_leaf(Parser *p, QueryKind kind, Slice folded, Span typed)
{
    SoundKey key;
    text_sound_key(folded, &key);
    if (!key.first[0]) {
        parser_note(p, "no-sound\t'%.*s' has no sound that is known here: searched as it is",
                    SLICE_ARG(folded));
        return cased_leaf(p, p->scope.letters ? QUERY_CASED : QUERY_TERM, folded, typed);
    }
    return wild_leaf(p, kind, folded, 0, typed);
}

Query *leaf_make(Parser *p, Slice surface, Slice folded, Span typed)
{
    enum { FUZZY_LETTERS_MIN = 4, FUZZY_LETTERS_LONG = 6 };
    const size_t letters = utf8_count(folded);
    switch (p->scope.way) {
    case WAY_EXACT:
        return exact_leaf(p, surface, folded, typed);
    case WAY_SOUNDS:
        return sounding_leaf(p, QUERY_SOUNDS, folded, typed);
    case WAY_VARIANTS:
        return sounding_leaf(p, QUERY_VARIANTS, folded, typed);
    case WAY_STEM:
        return wild_leaf(p, QUERY_STEM, folded, 0, typed);
    case WAY_FUZZY:
        if (letters >= FUZZY_LETTERS_MIN)
            return wild_leaf(p, QUERY_FUZZY, folded, letters >= FUZZY_LETTERS_LONG ? 2 : 1, typed);
        break;
    default:
        break;
    }
    return cased_leaf(p, p->scope.letters ? QUERY_CASED : QUERY_TERM, folded, typed);
}

static Query *mistaken_leaf(Parser *p, const Chunk *chunk, Slice folded, Span typed)
{
    if (utf8_count(folded) <= chunk->mistakes + 1)
        return parser_fail(p, typed.begin, "fuzzy-short\ta word with '~%u' needs at least %u letters",
                           chunk->mistakes, chunk->mistakes + 2);
    return wild_leaf(p, QUERY_FUZZY, folded, chunk->mistakes, typed);
}

static Query *make_leaf(Parser *p, const Chunk *chunk, const Word *word, bool is_last)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    const bool is_prefix = chunk->is_prefix && is_last;
    const Span typed = {chunk->begin + word->begin, chunk->begin + word->end + (is_prefix ? 1 : 0)};
    if (p->scope.way == WAY_EXACT && (is_prefix || chunk->mistakes))
        return parser_fail(p, typed.begin,
                           "exact-wild\tan exact word cannot have '*' or '~': leave out '=' or exact( )");
    if (is_prefix)
        return wild_leaf(p, QUERY_PREFIX, word->folded, 0, typed);
    if (chunk->mistakes && is_last)
        return mistaken_leaf(p, chunk, word->folded, typed);
    return leaf_make(p, slice_range(text, word->begin, word->end), word->folded, typed);
}

/* ---- one typed run ---- */

/* The joined form of a chunk that is one compound and nothing else, a possessive 's apart; else NULL. */
static const Word *find_joined(const Words *words)
{
    if (words->count < 3 || !(words->items[1].flags & WORD_JOINED))
        return NULL;
    const Word *joined = &words->items[1];
    size_t beyond = 0;
    for (size_t i = 2; i < words->count; i++)
        beyond += words->items[i].begin >= joined->end;
    const Word *last = &words->items[words->count - 1];
    return beyond == 0 || (beyond == 1 && slice_equal(last->folded, SLICE("s"))) ? joined : NULL;
}

/* Makes one word of all, if nothing stands between them. */
static void make_whole(Parser *p, Slice text, Words *words)
{
    for (size_t i = 1; i < words->count; i++)
        if (words->items[i].begin != words->items[i - 1].end)
            return;
    if (words->count > 1) {
        words->items[0].end = words->items[words->count - 1].end;
        words->items[0].folded =
            text_fold(p->arena, slice_range(text, words->items[0].begin, words->items[0].end));
        words->count = 1;
    }
}

/* The words of a chunk. False with the error set if a "*" does not stand right behind a letter. */
static bool cut_chunk(Parser *p, const Chunk *chunk, Words *words)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    text_words(p->arena, text, words);
    if (chunk->is_whole)
        make_whole(p, text, words);
    size_t last_end = 0;
    for (size_t i = 0; i < words->count; i++)
        last_end = words->items[i].end > last_end ? words->items[i].end : last_end;
    if (chunk->is_prefix && last_end != text.size) {
        parser_fail(p, chunk->end, "star-place\t'*' must stand right behind a letter or digit: sarraj*");
        return false;
    }
    return true;
}

/* Is it an article that a name which is sought by its sound has before it? The sound does without. */
static bool is_article(const Parser *p, const Words *words, size_t i)
{
    static const char *const articles[] = {"al", "el", "ul", "as", "ad", "an", "ar", "at", "az", "ash", "ال"};
    if (i > 0 || words->count < 2 || (p->scope.way != WAY_SOUNDS && p->scope.way != WAY_VARIANTS))
        return false;
    for (size_t k = 0; k < sizeof articles / sizeof *articles; k++)
        if (slice_equal(words->items[i].folded, slice_from(articles[k])))
            return true;
    return false;
}

/* Adds the parts of the chunk, in a row, to `nodes`. */
static bool add_parts(Parser *p, const Chunk *chunk, const Words *words, Nodes *nodes)
{
    for (size_t i = 0; i < words->count; i++) {
        if ((words->items[i].flags & WORD_JOINED) || is_article(p, words, i))
            continue;
        const bool is_last =
            i + 1 == words->count || (i + 2 == words->count && words->items[i + 1].flags & WORD_JOINED);
        Query *leaf = make_leaf(p, chunk, &words->items[i], is_last);
        if (!leaf)
            return false;
        *LIST_ADD(p->arena, nodes) = leaf;
    }
    return true;
}

Query *leaf_row(Parser *p, const Nodes *nodes)
{
    const Span typed = {nodes->items[0]->typed.begin, nodes->items[nodes->count - 1]->typed.end};
    return node_over(p, QUERY_PHRASE, nodes->items, nodes->count, typed);
}

/* The parts in a row, or all of them as one word. */
static Query *row_or_joined(Parser *p, const Nodes *row, Query *joined, Span typed)
{
    Query *both[2] = {leaf_row(p, row), joined};
    return both[0] ? node_over(p, QUERY_OR, both, 2, typed) : NULL;
}

static Query *wild_word(Parser *p, const Chunk *chunk, bool *is_empty)
{
    Nodes row = {0};
    Query *joined;
    if (!wild_parts(p, chunk, &row, &joined))
        return NULL;
    *is_empty = row.count == 0;
    if (*is_empty)
        return NULL;
    return joined ? row_or_joined(p, &row, joined, (Span){chunk->begin, chunk->typed_end})
                  : leaf_row(p, &row);
}

static Query *plain_word(Parser *p, const Chunk *chunk, Span typed, bool *is_empty)
{
    Words words = {0};
    Nodes row = {0};
    if (!cut_chunk(p, chunk, &words))
        return NULL;
    const Word *joined = find_joined(&words);
    *is_empty = words.count == 0;
    if (*is_empty)
        return NULL;
    const WordWay way = p->scope.way;
    if (joined && way == WAY_EXACT && joined->end == words.items[words.count - 1].end)
        return make_leaf(p, chunk, joined, true); /* =al-Sarraj means that very form */
    if (!add_parts(p, chunk, &words, &row))
        return NULL;
    const bool has_joined = joined && way != WAY_EXACT && row.count > 1;
    if (!has_joined)
        return leaf_row(p, &row);
    Query *whole = make_leaf(p, chunk, joined, true);
    return whole ? row_or_joined(p, &row, whole, typed) : NULL;
}

Query *leaf_word(Parser *p, bool is_exact, bool *is_empty)
{
    const size_t begin = p->at;
    const size_t end = lex_chunk_end(p->text, begin);
    const Slice text = slice_range(p->text, begin, end);
    const Scope outer = p->scope;
    Chunk chunk;
    p->at = end;
    if (slice_equal(text, SLICE("*")) || slice_equal(text, SLICE("*:*")))
        return node_new(p, QUERY_ALL, (Span){begin, end});
    if (is_exact)
        p->scope.way = WAY_EXACT;
    Query *query = NULL;
    if (wild_read(p, begin, end, &chunk))
        query = chunk.is_wild ? wild_word(p, &chunk, is_empty)
                              : plain_word(p, &chunk, (Span){begin, end}, is_empty);
    p->scope = outer;
    if (!*is_empty)
        return query;
    if (!node_count(p, begin)) { /* a megabyte of commas is too large as well */
        *is_empty = false;
        return NULL;
    }
    parser_note(p, "left-out\t'%.*s' was left out: it holds no letter or digit", SLICE_ARG(text));
    return NULL;
}

bool leaf_run(Parser *p, size_t begin, size_t end, Nodes *nodes)
{
    const Scope outer = p->scope;
    Chunk chunk;
    Words words = {0};
    Query *joined;
    if (slice_equal(slice_range(p->text, begin, end), SLICE("*"))) {
        Query *any = node_new(p, QUERY_ANYWORD, (Span){begin, end});
        if (any)
            *LIST_ADD(p->arena, nodes) = any;
        return any != NULL;
    }
    if (begin < end && p->text.data[begin] == '=') {
        p->scope.way = WAY_EXACT;
        begin++;
    }
    bool is_good = wild_read(p, begin, end, &chunk);
    if (is_good && chunk.is_wild)
        is_good = wild_parts(p, &chunk, nodes, &joined);
    else if (is_good)
        is_good = cut_chunk(p, &chunk, &words) && add_parts(p, &chunk, &words, nodes);
    p->scope = outer;
    return is_good;
}
