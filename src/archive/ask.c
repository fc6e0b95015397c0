/* The way out: typed words -> query -> hits -> articles with their best passages.
 * In: a SearchRequest. Out: an Answer, complete: exact total, the count of each clause, facets with labels.
 */
#include "archive/help.h"
#include "archive/rank.h"

#include "syntax/url.h"

enum { DAY_S = 86400 };

static int32_t last_day(const Archive *archive)
{
    DayRange range;
    return index_day_range(archive->index, &range) ? range.last : 0;
}

static Status fail_language(Slice lang, Error *err)
{
    return error_set(
        err, STATUS_SKIP,
        "the query language '%.*s' is not known here: there are native, factiva, nexis, trove and lucene",
        SLICE_ARG(lang));
}

/* Says in which other languages a text can be read that this one cannot. */
static void hint_at_offers(const Answer *answer, Error *err)
{
    for (size_t i = 0; i < answer->offer_count; i++) {
        const size_t size = strlen(err->message);
        snprintf(err->message + size, sizeof err->message - size, "%s%.*s",
                 i == 0 ? "; it can be read as " : " or ", SLICE_ARG(answer->offers[i].lang));
    }
}

static Status read_query(Archive *archive, Arena *arena, const SearchRequest *request, Answer *answer,
                         Query **query, Error *err)
{
    QueryNotes notes = {0};
    ParseOptions options = {.last_day = last_day(archive)};
    if (!query_dialect_find(request->lang, &options.dialect))
        return fail_language(request->lang, err);
    Status status = query_parse(arena, request->typed, options, query, &notes, err);
    answer->typed = request->typed;
    answer->lang = query_dialect_name(options.dialect);
    help_offer_dialects(arena, request->typed, options, answer);
    answer->error_code = notes.error_code;
    answer->notes = (Slices){notes.items, notes.count, notes.capacity};
    answer->note_codes = notes.codes;
    if (status != STATUS_OK) {
        hint_at_offers(answer, err);
        return STATUS_SKIP;
    }
    answer->native = query_format(arena, *query);
    return STATUS_OK;
}

/* Each child of an AND or OR alone; a query of one clause has been counted. */
static Status count_clauses(Archive *archive, Arena *arena, const Query *query, Answer *answer, Error *err)
{
    enum { CLAUSES_MAX = 32 };
    assert(query);
    bool is_split = query->kind == QUERY_AND || query->kind == QUERY_OR;
    size_t count = is_split ? query->child_count : 1;
    if (count > CLAUSES_MAX)
        count = CLAUSES_MAX;
    answer->clauses = ARENA_ARRAY(arena, Clause, count);
    SearchOptions counting = {.sort = SORT_OLDEST, .bm25 = BM25_USUAL};
    for (size_t i = 0; i < count; i++) {
        const Query *clause = is_split ? query->children[i] : query;
        Hits hits = {.total = answer->total};
        Status status =
            is_split ? index_search(archive->index, arena, clause, &counting, &hits, err) : STATUS_OK;
        if (status != STATUS_OK)
            return status;
        answer->clauses[answer->clause_count++] = (Clause){query_format(arena, clause), hits.total};
    }
    return STATUS_OK;
}

/* A query as it was asked, and as its hits are ranked. */
typedef struct Asking {
    const Query *query, *ranked;
    Bm25 bm25;
} Asking;

/* What all hits of a search are shown with. */
typedef struct Showing {
    Archive *archive;
    Arena *arena, *scratch;      /* scratch: one hit */
    const Query *query, *ranked; /* as asked, and as it is ranked by */
    size_t snippets;
    unsigned needs;   /* DocumentNeeds of the query */
    ArticlePart part; /* of each hit */
    bool has_scores, with_parts, is_fresh;
    Bm25 bm25;
} Showing;

static uint64_t df_in_index(void *context, Slice folded)
{
    return index_df(context, folded);
}

static void show_parts(const Showing *showing, const Document *document, HitView *view)
{
    const Index *index = showing->archive->index;
    const IndexStats stats = index_stats(index);
    query_explain(showing->arena, showing->ranked, document, showing->bm25, stats.documents + stats.deleted,
                  index_mean_length(index), df_in_index, (void *)(uintptr_t)index, &view->parts);
    uint64_t sum = 0;
    for (size_t i = 0; i < view->parts.count; i++)
        sum += view->parts.items[i].score;
    if (showing->is_fresh && view->score > sum)
        *LIST_ADD(showing->arena, &view->parts) =
            (ScorePart){.leaf = SLICE("(fresh)"), .score = (uint32_t)(view->score - sum)};
}

unsigned document_needs(const Query *query)
{
    unsigned needs = 0;
    if (!query_has_positions(query) && query->child_count == 0)
        needs |= NEEDS_FACETS;
    if (query->kind == QUERY_SAME && query->unit == SAME_SENTENCE)
        needs |= NEEDS_SENTENCES;
    for (size_t i = 0; i < query->child_count; i++)
        needs |= document_needs(query->children[i]); /* QUERY_DEPTH_MAX high at most */
    return needs;
}

static void copy_snippets(Arena *arena, const Snippet *found, size_t count, HitView *view)
{
    view->snippets = ARENA_ARRAY(arena, Snippet, count ? count : 1);
    view->snippet_count = count;
    for (size_t i = 0; i < count; i++) {
        Snippet *s = &view->snippets[i];
        *s = found[i];
        s->text = arena_copy(arena, s->text);
        s->marks = ARENA_ARRAY(arena, Span, s->mark_count ? s->mark_count : 1);
        if (s->mark_count > 0)
            memcpy(s->marks, found[i].marks, s->mark_count * sizeof *s->marks);
    }
}

static Status show_hit(const Showing *showing, const Hit *hit, HitView *view, Error *err)
{
    Archive *archive = showing->archive;
    view->score = hit->score;
    view->has_score = showing->has_scores;
    view->alike = hit->alike;
    Status status =
        store_article_get(archive->store, showing->arena, hit->article, showing->part, &view->article, err);
    if (status != STATUS_OK || (showing->snippets == 0 && !showing->with_parts))
        return status;
    arena_reset(showing->scratch);
    Article whole = view->article;
    status = store_article_body(archive->store, showing->scratch, &whole, err);
    if (status != STATUS_OK)
        return status;
    Document document;
    Snippet *found;
    size_t count;
    Slice address = slice_is_empty(whole.canonical) ? whole.url : whole.canonical;
    Slice host = showing->needs & NEEDS_FACETS ? url_host(showing->scratch, address) : SLICE_EMPTY;
    document_make(showing->scratch, &whole, archive->zone, host, showing->needs, &document);
    snippets_make(showing->scratch, &document, showing->query, showing->snippets, &found, &count);
    copy_snippets(showing->arena, found, count, view);
    if (showing->with_parts)
        show_parts(showing, &document, view);
    return STATUS_OK;
}

static Status show_hits(Archive *archive, Arena *arena, const SearchRequest *request, const Asking *asking,
                        const Hits *hits, Answer *answer, Error *err)
{
    const unsigned needs = document_needs(asking->query);
    const bool is_brief = request->with_brief_hits && !(needs & NEEDS_FACETS);
    Showing showing = {.archive = archive,
                       .arena = arena,
                       .scratch = arena_open(ARTICLE_ARENA_BYTES),
                       .query = asking->query,
                       .ranked = asking->ranked,
                       .snippets = request->snippets_per_hit,
                       .needs = needs,
                       .part = is_brief ? ARTICLE_BRIEF : ARTICLE_HEAD,
                       .has_scores = request->options.sort == SORT_RELEVANCE,
                       .with_parts = request->with_score_parts && request->options.sort == SORT_RELEVANCE,
                       .is_fresh = request->options.is_fresh,
                       .bm25 = asking->bm25};
    answer->hits = ARENA_ARRAY(arena, HitView, hits->count ? hits->count : 1);
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < hits->count; i++) {
        HitView *view = &answer->hits[answer->hit_count];
        status = show_hit(&showing, &hits->items[i], view, err);
        bool is_shown = status == STATUS_OK && view->article.status == ARTICLE_PUBLIC;
        if (is_shown)
            answer->hit_count++;
        else if (status == STATUS_OK || status == STATUS_END) { /* gone since the snapshot was taken */
            answer->total -= answer->total > 0;
            status = STATUS_OK;
        }
    }
    arena_close(showing.scratch);
    return status;
}

static void label_facets(Archive *archive, Arena *arena, const Hits *hits, Answer *answer)
{
    answer->facets = hits->facets;
    answer->facet_count = hits->facet_count;
    answer->labels = ARENA_ARRAY(arena, Slice *, hits->facet_count ? hits->facet_count : 1);
    for (size_t f = 0; f < hits->facet_count; f++) {
        const FacetCounts *facet = &hits->facets[f];
        answer->labels[f] = ARENA_ARRAY(arena, Slice, facet->count ? facet->count : 1);
        for (size_t v = 0; v < facet->count; v++)
            answer->labels[f][v] = archive_label(archive, arena, facet->field, facet->values[v].value);
    }
}

/* The articles of the hits and the names of facets, all of one commit. */
static Status show_answer(Archive *archive, Arena *arena, const SearchRequest *request, const Asking *asking,
                          const Hits *hits, Answer *answer, Error *err)
{
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = show_hits(archive, arena, request, asking, hits, answer, err);
    if (status == STATUS_OK)
        label_facets(archive, arena, hits, answer);
    store_read_end(archive->store);
    return status;
}

Status archive_search(Archive *archive, Arena *arena, const SearchRequest *request, Answer *answer,
                      Error *err)
{
    const SearchOptions *asked = &request->options;
    *answer = (Answer){.sort = asked->sort == SORT_RANDOM
                                   ? arena_format(arena, "random:%llu", (unsigned long long)asked->seed)
                                   : sort_name(asked->sort),
                       .is_fresh = asked->is_fresh && asked->sort == SORT_RELEVANCE,
                       .is_folded = asked->is_folded};
    Query *query = NULL;
    Hits hits = {0};
    Status status = archive_need_index(archive, err);
    if (status == STATUS_OK)
        status = read_query(archive, arena, request, answer, &query, err);
    if (status != STATUS_OK)
        return status;

    SearchOptions options = request->options;
    if (request->is_count_only)
        options.limit = 0;
    options.is_fresh = answer->is_fresh;
    options.newest_s = (int64_t)last_day(archive) * DAY_S;
    if (options.bm25.k1 <= 0)
        options.bm25 = BM25_USUAL;
    const Asking asking = {query,
                           options.sort == SORT_RELEVANCE ? rank_query(archive->index, arena, query) : query,
                           options.bm25};
    status = index_search(archive->index, arena, asking.ranked, &options, &hits, err);
    if (status != STATUS_OK)
        return status; /* SKIP: the index refuses what would cost too much, and says what to change */
    answer->total = hits.total;
    answer->cursor = hits.cursor;
    answer->groups = hits.groups;
    if (status == STATUS_OK && request->with_clauses)
        status = count_clauses(archive, arena, query, answer, err);
    if (status == STATUS_OK && (request->with_help || (request->with_help_in_need && hits.total == 0)))
        status = help_make(archive, arena, query, answer, err);
    if (status == STATUS_OK)
        status = show_answer(archive, arena, request, &asking, &hits, answer, err);
    return status;
}

Slice archive_label(Archive *archive, Arena *arena, FacetField field, Slice value)
{
    bool is_labelled = field == FACET_SECTION || field == FACET_TAG || field == FACET_AUTHOR;
    Slice label;
    Error ignored;
    if (is_labelled && store_label(archive->store, arena, field, value, &label, &ignored) == STATUS_OK &&
        !slice_is_empty(label))
        return label;
    return value;
}

Status archive_suggest(Archive *archive, Arena *arena, Slice prefix, size_t limit, Slices *words, Error *err)
{
    FacetValue *found;
    size_t count;
    Status status = archive_need_index(archive, err);
    if (status == STATUS_OK)
        status = index_suggest(archive->index, arena, prefix, limit, &found, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        *LIST_ADD(arena, words) = found[i].value;
    return status;
}
