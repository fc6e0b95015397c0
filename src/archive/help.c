/* Answers that help: what folding and functions added, other spellings of names, what the archive has near to
 * a word that is nowhere, which clause brought nothing, and by which facets much is best split. In: a query
 * and its answer. Out: answer->help. Every figure is an exact count of its own. */
#include "archive/help.h"

enum {
    LEAVES_MAX = 12,
    ADDED_MAX = 12, /* words of one leaf */
    OTHERS_MAX = 6, /* spellings of one word */
    NAME_LETTERS_MIN = 5,
    CLAUSES_MAX = 8,
    NARROW_HITS_MIN = 100,
    NARROW_FIELDS = 3,
    NARROW_VALUES = 5
};

typedef struct Helping {
    Archive *archive;
    Arena *arena;
    Answer *answer;
    Error *err;
} Helping;

static Status count_hits(const Helping *h, const Query *query, uint64_t *total)
{
    const SearchOptions counting = {.sort = SORT_OLDEST, .bm25 = BM25_USUAL};
    Hits hits = {0};
    const Status status = index_search(h->archive->index, h->arena, query, &counting, &hits, h->err);
    *total = hits.total;
    return status;
}

/* ---- words ---- */

typedef struct Leaves {
    const Query *items[LEAVES_MAX];
    size_t count;
} Leaves;

static bool is_same_leaf(const Leaves *leaves, const Query *query)
{
    for (size_t i = 0; i < leaves->count; i++)
        if (query_equal(leaves->items[i], query))
            return true;
    return false;
}

/* The words of the query, each once. */
static void find_leaves(const Query *query, Leaves *leaves)
{
    const bool is_word = query->kind >= QUERY_TERM && query->kind < QUERY_ANYWORD;
    if (is_word && leaves->count < LEAVES_MAX && !is_same_leaf(leaves, query))
        leaves->items[leaves->count++] = query;
    for (size_t i = 0; i < query->child_count; i++)
        find_leaves(query->children[i], leaves); /* as high as the parser lets a query be */
}

static const char *how_of(QueryKind kind)
{
    static const char *const names[] = {
        [QUERY_TERM] = "folding",      [QUERY_PREFIX] = "prefix", [QUERY_WILD] = "wildcard",
        [QUERY_FUZZY] = "fuzzy",       [QUERY_REGEX] = "regex",   [QUERY_SOUNDS] = "sounds",
        [QUERY_VARIANTS] = "variants", [QUERY_STEM] = "stem"};
    return kind < sizeof names / sizeof *names ? names[kind] : NULL;
}

/* Capitals alone are nothing that was added. */
static bool is_as_typed(const Query *leaf, Slice word)
{
    return leaf->kind == QUERY_TERM ? slice_equal_nocase(word, leaf->text) : slice_equal(word, leaf->text);
}

static Status add_words(const Helping *h, const Query *leaf)
{
    FacetValue *words;
    size_t count, all, added = 0;
    const char *how = how_of(leaf->kind);
    if (!how)
        return STATUS_OK;
    const Status status =
        index_words(h->archive->index, h->arena, leaf, 4 * ADDED_MAX, &words, &count, &all, h->err);
    for (size_t i = 0; status == STATUS_OK && i < count && added < ADDED_MAX; i++) {
        if (is_as_typed(leaf, words[i].value))
            continue;
        added++;
        *LIST_ADD(h->arena, &h->answer->help.added) =
            (AddedWord){query_format(h->arena, leaf), slice_from(how), words[i].value, words[i].count};
    }
    return status;
}

/* The words of a set around a TERM, without itself, the most frequent first. */
static Status other_words(const Helping *h, const Query *term, const Query *set, OtherWordsList *list)
{
    FacetValue *words;
    size_t count, all;
    const Status status =
        index_words(h->archive->index, h->arena, set, OTHERS_MAX + 1, &words, &count, &all, h->err);
    if (status != STATUS_OK)
        return status;
    OtherWords others = {.word = term->text, .native = query_format(h->arena, set)};
    others.words = ARENA_ARRAY(h->arena, FacetValue, count + 1);
    for (size_t i = 0; i < count && others.count < OTHERS_MAX; i++)
        if (!slice_equal(words[i].value, term->text))
            others.words[others.count++] = words[i];
    if (others.count > 0)
        *LIST_ADD(h->arena, list) = others;
    return STATUS_OK;
}

/* Is it mostly written with a capital and small letters behind it? */
static Status is_name(const Helping *h, const Query *term, bool *is_one)
{
    FacetValue *words;
    size_t count, all;
    uint64_t documents = 0, capital = 0;
    Status status = index_words(h->archive->index, h->arena, term, ADDED_MAX, &words, &count, &all, h->err);
    if (status == STATUS_OK)
        status = count_hits(h, term, &documents);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (text_letters(words[i].value) == (LETTERS_UPPER | LETTERS_LOWER))
            capital += words[i].count;
    *is_one = 2 * capital > documents || documents == 0;
    return status;
}

/* Other spellings of what may be a name. */
static Status offer_variants(const Helping *h, const Query *term)
{
    SoundKey key;
    bool is_one = false;
    text_sound_key(term->text, &key);
    if (term->text.size < NAME_LETTERS_MIN || strlen(key.first) < 3)
        return STATUS_OK;
    const Status status = is_name(h, term, &is_one);
    if (status != STATUS_OK || !is_one)
        return status;
    const Query variants = {.kind = QUERY_VARIANTS, .text = term->text};
    return other_words(h, term, &variants, &h->answer->help.variants);
}

/* The spellings that the archive has, with one mistake or else with two. */
static Status offer_spellings(const Helping *h, const Query *term)
{
    const size_t before = h->answer->help.spellings.count;
    Status status = STATUS_OK;
    for (uint32_t distance = 1; distance <= 2 && status == STATUS_OK; distance++) {
        const Query fuzzy = {.kind = QUERY_FUZZY, .text = term->text, .distance = distance};
        if (h->answer->help.spellings.count == before && utf8_count(term->text) > distance + 1)
            status = other_words(h, term, &fuzzy, &h->answer->help.spellings);
    }
    return status;
}

static Status help_with_words(const Helping *h, const Query *query)
{
    Leaves leaves = {0};
    Status status = STATUS_OK;
    find_leaves(query, &leaves);
    for (size_t i = 0; i < leaves.count && status == STATUS_OK; i++) {
        const Query *leaf = leaves.items[i];
        uint64_t count = 1;
        status = add_words(h, leaf);
        if (status != STATUS_OK || leaf->kind != QUERY_TERM)
            continue;
        status = offer_variants(h, leaf);
        if (status == STATUS_OK)
            status = count_hits(h, leaf, &count);
        if (status == STATUS_OK && count == 0)
            status = offer_spellings(h, leaf);
    }
    return status;
}

/* ---- nothing found ---- */

static bool is_of_time(const Query *query)
{
    return query->kind == QUERY_DAYS || query->kind == QUERY_CALENDAR || query->kind == QUERY_UNDATED;
}

/* The query without those of its clauses for which drop(index) holds; NULL if none would be left. */
static Query *without(const Helping *h, const Query *query, size_t dropped, bool of_time)
{
    Query *less = ARENA_NEW(h->arena, Query);
    *less = *query;
    less->children = ARENA_ARRAY(h->arena, Query *, query->child_count);
    less->child_count = 0;
    for (size_t i = 0; i < query->child_count; i++)
        if (of_time ? !is_of_time(query->children[i]) : i != dropped)
            less->children[less->child_count++] = query->children[i];
    return less->child_count > 0 ? less : NULL;
}

static Status help_with_nothing(const Helping *h, const Query *query)
{
    AnswerHelp *help = &h->answer->help;
    Status status = STATUS_OK;
    if (query->kind != QUERY_AND || query->child_count > CLAUSES_MAX)
        return STATUS_OK;
    help->without = ARENA_ARRAY(h->arena, uint64_t, query->child_count);
    help->without_native = ARENA_ARRAY(h->arena, Slice, query->child_count);
    for (size_t i = 0; i < query->child_count && status == STATUS_OK; i++) {
        const Query *less = without(h, query, i, false);
        if (!less)
            continue;
        help->without_native[i] = query_format(h->arena, less);
        status = count_hits(h, less, &help->without[i]);
    }
    const Query *opened = without(h, query, 0, true);
    if (status != STATUS_OK || !opened || opened->child_count == query->child_count)
        return status;
    help->has_opened = true;
    help->opened_native = query_format(h->arena, opened);
    return count_hits(h, opened, &help->opened);
}

/* ---- much found ---- */

static const FacetField splitting[] = {FACET_SECTION, FACET_AUTHOR, FACET_TAG,  FACET_PLACE, FACET_AGENCY,
                                       FACET_KIND,    FACET_GENRE,  FACET_LANG, FACET_YEAR};
enum { SPLITTING = sizeof splitting / sizeof *splitting };

/* How well the greatest values split: their share of all, times the chance that two of it differ (Gini). */
static double worth_of(const FacetCounts *facet, uint64_t total)
{
    enum { LOOKED_AT = 10 };
    double sum = 0, squares = 0;
    for (size_t i = 0; i < facet->count && i < LOOKED_AT; i++)
        sum += (double)facet->values[i].count;
    for (size_t i = 0; i < facet->count && i < LOOKED_AT; i++) {
        const double share = (double)facet->values[i].count / sum;
        squares += share * share;
    }
    const double covered = sum / (double)total;
    return sum > 0 ? (covered < 1 ? covered : 1) * (1 - squares) : 0;
}

static Status help_with_much(const Helping *h, const Query *query)
{
    FacetRequest requests[SPLITTING];
    for (size_t i = 0; i < SPLITTING; i++)
        requests[i] = (FacetRequest){splitting[i], 0};
    const SearchOptions options = {
        .sort = SORT_OLDEST, .bm25 = BM25_USUAL, .facets = requests, .facet_count = SPLITTING};
    Hits hits = {0};
    const Status status = index_search(h->archive->index, h->arena, query, &options, &hits, h->err);
    AnswerHelp *help = &h->answer->help;
    help->narrow = ARENA_ARRAY(h->arena, FacetCounts, NARROW_FIELDS);
    while (status == STATUS_OK && help->narrow_count < NARROW_FIELDS) {
        FacetCounts *best = NULL;
        for (size_t i = 0; i < hits.facet_count; i++)
            if (hits.facets[i].count > 1 &&
                (!best || worth_of(&hits.facets[i], hits.total) > worth_of(best, hits.total)))
                best = &hits.facets[i];
        if (!best)
            break;
        FacetCounts *chosen = &help->narrow[help->narrow_count++];
        *chosen = *best;
        chosen->count = chosen->count < NARROW_VALUES ? chosen->count : NARROW_VALUES;
        best->count = 0;
    }
    return status;
}

Status help_make(Archive *archive, Arena *arena, const Query *query, Answer *answer, Error *err)
{
    const Helping h = {archive, arena, answer, err};
    Status status = help_with_words(&h, query);
    if (status == STATUS_OK && answer->total == 0)
        status = help_with_nothing(&h, query);
    if (status == STATUS_OK && answer->total >= NARROW_HITS_MIN)
        status = help_with_much(&h, query);
    return status;
}

void help_offer_dialects(Arena *arena, Slice typed, ParseOptions options, Answer *answer)
{
    const unsigned signs = query_dialect_signs(typed);
    const QueryDialect own = options.dialect;
    for (unsigned i = 0; i < QUERY_DIALECTS; i++) {
        Query *query;
        Error ignored;
        if (i == own || !(signs >> i & 1) || signs >> own & 1)
            continue;
        options.dialect = (QueryDialect)i;
        if (query_parse(arena, typed, options, &query, NULL, &ignored) == STATUS_OK)
            answer->offers[answer->offer_count++] =
                (DialectOffer){query_dialect_name((QueryDialect)i), query_format(arena, query)};
    }
}

/* ---- while typing ---- */

static const struct {
    FacetField field;
    const char *kind;
} completed[] = {
    {FACET_AUTHOR, "person"}, {FACET_SECTION, "section"}, {FACET_TAG, "tag"}, {FACET_PLACE, "place"}};

static Status complete_facet(Archive *archive, Arena *arena, size_t which, Slice key, size_t limit,
                             Completions *completions, Error *err)
{
    FacetValue *values;
    size_t count;
    const FacetField field = completed[which].field;
    const Status status =
        index_suggest_values(archive->index, arena, field, key, limit, &values, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const Query facet = {.kind = QUERY_FACET, .facet = field, .text = text_slug(arena, values[i].value)};
        *LIST_ADD(arena, completions) = (Completion){slice_from(completed[which].kind),
                                                     archive_label(archive, arena, field, values[i].value),
                                                     query_format(arena, &facet), values[i].count};
    }
    return status;
}

Status archive_complete(Archive *archive, Arena *arena, Slice typed, size_t limit, Completions *completions,
                        Error *err)
{
    FacetValue *words;
    size_t count;
    const Slice key = text_slug(arena, typed), folded = text_fold(arena, typed);
    Status status = archive_need_index(archive, err);
    if (key.size == 0)
        return status;
    for (size_t i = 0; i < sizeof completed / sizeof *completed && status == STATUS_OK; i++)
        status = complete_facet(archive, arena, i, key, limit, completions, err);
    if (status == STATUS_OK)
        status = index_suggest(archive->index, arena, folded, limit, &words, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        *LIST_ADD(arena, completions) =
            (Completion){SLICE("word"), words[i].value, words[i].value, words[i].count};
    return status;
}
