/* A search from query to hits. In: a snapshot, a query, options. Out: exact total, hits in order, facets, a
 * cursor.
 *
 * Each segment is walked in windows: forward for "oldest", else backward. Every window
 * is counted, since the total is always exact; hits are only collected until there are enough. The segments'
 * hits are then merged by their keys. Where the total is known beforehand (one word, everything), a walk
 * stops as soon as it has its hits. */
#include "index/column.h"
#include "index/eval.h"
#include "index/facets.h"
#include "index/flat.h"
#include "index/fold.h"
#include "index/snapshot.h"

/* One segment's share of a search. */
typedef struct Share {
    const Segment *segment;
    Eval eval;
    Node *root;
    uint64_t total;
    bool is_total_known;
    bool are_facets_done, are_hits_done;
    uint32_t first_rank; /* hits of a lower rank were on earlier pages */
    uint32_t cursor_score;
    TopK top; /* date sorts use it as a plain list: score 0 */
    FacetTally *tallies;
    size_t next;   /* hit that waits to be merged */
    Placed placed; /* that hit */
    IdBuffer id;   /* of its key */
} Share;

typedef struct Job {
    Search search;
    const Index *index;
    const SearchOptions *options;
    Order order;
    bool is_scored; /* by relevance or another value, not by time alone */
    bool is_folded;
    Fold fold;
    size_t wanted; /* hits to collect: offset + limit + 1 */
    bool has_cursor;
    bool can_prune; /* bm25's constants are such that bounds hold */
    uint32_t least; /* so many hits as are wanted have at least this score, in one of the segments before */
    CursorKey cursor;
    Share *shares;
    size_t share_count;
} Job;

/* ---- ranks: the place of a document in the order of time, within its segment ---- */

static uint32_t rank_of(const Share *share, SortKind sort, uint32_t doc)
{
    return time_rank(share->segment, sort == SORT_OLDEST, doc);
}

static uint32_t doc_of(const Share *share, SortKind sort, uint32_t rank)
{
    return rank_of(share, sort, rank); /* each order is its own inverse */
}

/* The number of documents whose key is less than the given one, or (or_equal) not greater. */
static bool count_before(const Segment *segment, const DocKey *key, bool or_equal, IdBuffer *buffer,
                         uint32_t *count)
{
    uint32_t low = 0, high = segment->documents;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        DocKey here;
        if (!segment_key(segment, middle, buffer, &here))
            return false;
        int order = doc_key_compare(&here, key);
        if (order < 0 || (order == 0 && or_equal))
            low = middle + 1;
        else
            high = middle;
    }
    *count = low;
    return true;
}

/* The rank of the first document behind the cursor's. */
static bool rank_after(Share *share, const CursorKey *cursor, uint32_t *rank)
{
    uint32_t before;
    bool is_oldest = cursor->sort == SORT_OLDEST;
    if (!count_before(share->segment, &cursor->key, is_oldest, &share->id, &before))
        return false;
    uint32_t dated = share->segment->dated, n = share->segment->documents;
    bool is_dated = cursor->key.time_s != TIME_UNDATED;
    *rank = is_oldest ? before : is_dated ? dated - before : dated + n - before;
    return true;
}

/* ---- one segment ---- */

static bool find_known_total(Share *share)
{
    const Segment *segment = share->segment;
    const Node *root = share->root;
    if (root->query->kind == QUERY_ALL) {
        share->total = segment->documents - segment->deleted_count;
        return true;
    }
    bool is_list = (root->query->kind == QUERY_TERM || root->query->kind == QUERY_FACET) && !root->bits;
    if (!is_list || segment->deleted_count > 0)
        return false;
    share->total = root->list ? root->list->df : 0;
    return true;
}

static bool open_tallies(Job *job, Share *share)
{
    size_t count = job->options->facet_count;
    share->tallies = ARENA_ARRAY(job->search.arena, FacetTally, count);
    bool is_all = share->root->query->kind == QUERY_ALL && share->segment->deleted_count == 0;
    share->are_facets_done = is_all || count == 0;
    for (size_t i = 0; i < count; i++) {
        facet_tally_init(&share->tallies[i], job->search.arena, share->segment,
                         job->options->facets[i].field);
        if (is_all && !facet_tally_all(&share->tallies[i], job->search.arena))
            return false;
    }
    return true;
}

static bool begin_behind(Job *job, Share *share)
{
    bool is_met = true;
    share->cursor_score = job->cursor.score;
    if (!rank_after(share, &job->cursor, &share->first_rank) ||
        !order_place(&job->order, job->search.arena, share->segment, &job->cursor, &share->cursor_score,
                     &is_met))
        return false;
    if (!is_met)
        share->first_rank = UINT32_MAX;
    return true;
}

static void open_share(Job *job, Share *share, const Segment *segment, const Query *query)
{
    share->segment = segment;
    share->id.arena = job->search.arena;
    share->eval = (Eval){.search = &job->search, .segment = segment, .structure_doc = NO_DOC};
    share->root = node_open(&share->eval, query, 0);
    if (!share->root)
        return;
    share->is_total_known = find_known_total(share);
    topk_init(&share->top, job->search.arena, job->wanted);
    share->cursor_score = UINT32_MAX;
    if (job->has_cursor && !begin_behind(job, share))
        eval_damaged(&share->eval);
    if (!open_tallies(job, share))
        eval_damaged(&share->eval);
}

/* Documents [from, to) of the window that match and live. */
static void match_window(Share *share, uint32_t begin, uint32_t from, uint32_t to, uint64_t *bits)
{
    node_fill(&share->eval, share->root, begin, bits);
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        uint32_t first = begin + word * 64;
        if (from >= first + 64 || to <= first)
            bits[word] = 0;
        else if (from > first)
            bits[word] &= UINT64_MAX << (from - first);
        if (to > first && to - first < 64)
            bits[word] &= ((uint64_t)1 << (to - first)) - 1;
        if (share->segment->deleted)
            bits[word] &= ~share->segment->deleted[first / 64];
    }
}

static void count_facets(Job *job, Share *share, uint32_t begin, const uint64_t *bits)
{
    uint16_t offsets[WINDOW_SIZE];
    const uint32_t count = facet_window(bits, offsets);
    for (size_t i = 0; i < job->options->facet_count; i++) {
        if (!facet_tally_add(&share->tallies[i], begin, offsets, count))
            eval_damaged(&share->eval);
    }
}

/* Date sorts: in the order of the walk, until there are enough. */
static void collect_in_order(Job *job, Share *share, uint32_t begin, const uint64_t *bits)
{
    SortKind sort = job->options->sort;
    bool is_backward = sort == SORT_NEWEST;
    for (uint32_t i = 0; i < WINDOW_WORDS && share->top.count < job->wanted; i++) {
        uint32_t word = is_backward ? WINDOW_WORDS - 1 - i : i;
        for (uint64_t left = bits[word]; left && share->top.count < job->wanted;) {
            uint32_t bit =
                is_backward ? 63 - (uint32_t)__builtin_clzll(left) : (uint32_t)__builtin_ctzll(left);
            left &= ~((uint64_t)1 << bit);
            uint32_t rank = rank_of(share, sort, begin + word * 64 + bit);
            if (rank >= share->first_rank)
                topk_add(&share->top, topk_pack(0, rank));
        }
    }
}

/* The score that a hit must beat, -1 for any. Within a segment later hits lose ties, since the walk goes by
 * rank; a hit of another segment may win them. */
static int64_t score_to_beat(const Job *job, const Share *share)
{
    int64_t least = (int64_t)job->least - 1;
    if (!job->can_prune)
        return -1;
    if (topk_is_full(&share->top) && topk_score(share->top.least) > least)
        return topk_score(share->top.least);
    return least;
}

/* More for what is new. */
static void add_freshness(const Job *job, Share *share, uint32_t begin, const uint64_t *bits,
                          uint32_t *scores)
{
    const uint32_t dated = share->segment->dated;
    uint32_t count = dated > begin ? dated - begin : 0;
    int64_t times[WINDOW_SIZE];
    Column column;
    count = count < WINDOW_SIZE ? count : WINDOW_SIZE;
    if (count == 0)
        return;
    if (!column_open(&column, share->segment, SECTION_TIMES, dated) ||
        !column_read(&column, begin, count, times)) {
        eval_damaged(&share->eval);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        if (bits[i / 64] >> (i % 64) & 1)
            scores[i] = fresh_score(scores[i], times[i], job->options->newest_s);
}

static void set_values(const Job *job, Share *share, uint32_t begin, const uint64_t *bits, uint32_t *values)
{
    bool is_good = true;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left && is_good; left &= left - 1) {
            const uint32_t offset = word * 64 + (uint32_t)__builtin_ctzll(left);
            is_good = order_value(&job->order, share->segment, begin + offset, &values[offset]);
        }
    }
    if (!is_good)
        eval_damaged(&share->eval);
}

/* The value that each match is ordered by, besides time. Matches that have no chance may leave bits. */
static void value_window(const Job *job, Share *share, uint32_t begin, uint64_t *bits, uint32_t *values)
{
    memset(values, 0, WINDOW_SIZE * sizeof *values);
    if (job->order.is_valued) {
        set_values(job, share, begin, bits, values);
    } else if (job->is_scored) {
        const bool is_whole = job->is_folded || job->options->is_fresh;
        node_score_best(&share->eval, share->root, begin, bits, values,
                        is_whole ? -1 : score_to_beat(job, share));
        if (job->options->is_fresh)
            add_freshness(job, share, begin, bits, values);
    }
}

static bool is_behind_cursor(const Share *share, uint32_t value, uint32_t rank)
{
    return value < share->cursor_score || (value == share->cursor_score && rank >= share->first_rank);
}

static void collect_scored(Job *job, Share *share, uint32_t begin, uint64_t *bits)
{
    const SortKind sort = job->options->sort;
    uint32_t values[WINDOW_SIZE];
    value_window(job, share, begin, bits, values);
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            const uint32_t offset = word * 64 + (uint32_t)__builtin_ctzll(left);
            const uint32_t value = values[offset], rank = rank_of(share, sort, begin + offset);
            if (job->is_folded)
                fold_add(&job->fold, (size_t)(share - job->shares), topk_pack(value, rank));
            else if (is_behind_cursor(share, value, rank))
                topk_add(&share->top, topk_pack(value, rank));
        }
    }
    if (topk_is_full(&share->top) && topk_score(share->top.least) > job->least)
        job->least = topk_score(share->top.least);
}

/* The greatest rank among the documents [from, to) of a window. */
static uint32_t last_rank(const Job *job, const Share *share, uint32_t begin, uint32_t from, uint32_t to)
{
    if (job->options->sort == SORT_NEWEST)
        return rank_of(share, SORT_NEWEST, begin > from ? begin : from);
    return begin + WINDOW_SIZE < to ? begin + WINDOW_SIZE - 1 : to - 1;
}

/* False when nothing more is wanted of this segment. */
static bool visit_window(Job *job, Share *share, uint32_t begin, uint32_t from, uint32_t to)
{
    const bool is_whole = job->is_scored || job->is_folded; /* every match is looked at */
    bool are_hits_done = share->top.count >= job->wanted && !is_whole;
    are_hits_done |= (job->wanted == 0 && !job->is_folded) || share->are_hits_done;
    if (share->is_total_known && share->are_facets_done && are_hits_done)
        return false;
    bool is_only_passed = share->is_total_known && share->are_facets_done && !is_whole;
    if (is_only_passed && last_rank(job, share, begin, from, to) < share->first_rank)
        return true;
    uint64_t bits[WINDOW_WORDS];
    match_window(share, begin, from, to, bits);
    if (!bits_any(bits))
        return eval_is_good(&share->eval);
    if (!share->is_total_known)
        share->total += bits_count(bits);
    if (!share->are_facets_done)
        count_facets(job, share, begin, bits);
    if (are_hits_done)
        return eval_is_good(&share->eval);
    if (is_whole)
        collect_scored(job, share, begin, bits);
    else
        collect_in_order(job, share, begin, bits);
    return eval_is_good(&share->eval);
}

static bool walk_backward(Job *job, Share *share, uint32_t from, uint32_t to)
{
    for (uint32_t end = to; end > from;) {
        uint32_t begin = (end - 1) / WINDOW_SIZE * WINDOW_SIZE;
        if (!visit_window(job, share, begin, from, end))
            return false;
        end = begin;
    }
    return true;
}

static void count_matches(Job *job, Share *share, const uint64_t *matches)
{
    for (size_t w = 0; w < segment_windows(share->segment); w++)
        count_facets(job, share, (uint32_t)w * WINDOW_SIZE, matches + w * WINDOW_WORDS);
    share->are_facets_done = true;
}

/* Words and little else: by a shorter way. False if it is not for them. Facets are counted over the matches
 * where the way tells these; else the windows are still to be walked for them, but not for hits. */
static bool walk_flat(Job *job, Share *share)
{
    bool is_ranked = job->options->sort == SORT_RELEVANCE && job->wanted > 0;
    if (job->is_folded || job->options->is_fresh || (!is_ranked && job->wanted > 0) || !job->can_prune)
        return false;
    Flat *flat = flat_open(&share->eval, share->root);
    if (!flat)
        return false;
    bool is_for_facets = !share->are_facets_done && flat_tells_matches(flat);
    if (!share->are_facets_done && !is_for_facets && !is_ranked)
        return false;
    FlatHits hits = {.top = is_ranked ? &share->top : NULL,
                     .bar = job->least,
                     .cursor_score = share->cursor_score,
                     .first_rank = share->first_rank};
    if (is_for_facets)
        hits.matches =
            ARENA_ARRAY(job->search.arena, uint64_t, segment_windows(share->segment) * WINDOW_WORDS);
    bool is_walked_on = !share->are_facets_done && !is_for_facets;
    bool is_counted = is_for_facets || (!is_walked_on && !share->is_total_known && !job->options->no_total);
    uint64_t total = flat_search(flat, &hits, is_counted);
    job->least = hits.bar;
    if (is_for_facets)
        count_matches(job, share, hits.matches);
    if (!share->is_total_known && !is_walked_on)
        share->total = is_counted ? total : share->top.count;
    share->are_hits_done = is_walked_on;
    return !is_walked_on;
}

static void walk(Job *job, Share *share)
{
    if (walk_flat(job, share))
        return;
    uint32_t n = share->segment->documents, dated = share->segment->dated;
    if (job->options->sort != SORT_OLDEST) {
        if (walk_backward(job, share, 0, dated))
            walk_backward(job, share, dated, n);
        return;
    }
    for (uint32_t begin = 0; begin < n; begin += WINDOW_SIZE) {
        if (!visit_window(job, share, begin, 0, n))
            return;
    }
}

/* ---- all segments ---- */

static uint32_t doc_at(const Job *job, const Share *share, size_t i)
{
    return doc_of(share, job->options->sort, topk_rank(share->top.items[i]));
}

static void load_key(Job *job, Share *share)
{
    if (share->next < share->top.count &&
        !order_placed(&job->order, job->search.arena, share->segment, doc_at(job, share, share->next),
                      topk_score(share->top.items[share->next]), &share->id, &share->placed))
        eval_damaged(&share->eval);
}

static Share *best_share(Job *job)
{
    Share *best = NULL;
    for (size_t i = 0; i < job->share_count; i++) {
        Share *share = &job->shares[i];
        if (share->next >= share->top.count)
            continue;
        if (!best || order_compare(&job->order, &share->placed, &best->placed) < 0)
            best = share;
    }
    return best;
}

/* What is given of folded hits, behind the cursor. */
static void take_heads(Job *job, Hits *hits)
{
    if (!fold_groups(&job->fold, &hits->groups)) {
        eval_damaged(&(Eval){.search = &job->search});
        return;
    }
    for (size_t p = 0; p < job->share_count; p++) {
        Share *share = &job->shares[p];
        const FoldPart *part = &job->fold.parts[p];
        for (size_t i = 0; i < part->matches.count && job->wanted > 0; i++) {
            const uint64_t match = part->matches.items[i];
            if (is_behind_cursor(share, topk_score(match), topk_rank(match)))
                topk_add(&share->top, match);
        }
    }
}

static void add_hit(Job *job, Hits *hits, Share *share)
{
    Hit *hit = &hits->items[hits->count++];
    hit->article = share->placed.doc.article;
    if (!job->options->only_articles) {
        hit->id = arena_copy(job->search.arena, share->placed.doc.id);
        hit->time_s = share->placed.doc.time_s;
    }
    hit->score = job->options->sort == SORT_RELEVANCE ? share->placed.value : 0;
    if (job->is_folded &&
        !fold_alike(&job->fold, (size_t)(share - job->shares), doc_at(job, share, share->next), &hit->alike))
        eval_damaged(&share->eval);
}

/* One segment, and nothing but articles and scores is wanted: nothing is compared or copied. */
static void list_articles(Job *job, Hits *hits)
{
    Share *share = &job->shares[0];
    size_t offset = job->options->offset, count = share->top.count;
    count = count > offset ? count - offset : 0;
    hits->count = count < job->options->limit ? count : job->options->limit;
    hits->items = ARENA_ARRAY(job->search.arena, Hit, hits->count);
    Column articles;
    bool is_good = column_open(&articles, share->segment, SECTION_ARTICLES, share->segment->documents);
    for (size_t i = 0; is_good && i < hits->count; i++) {
        Hit *hit = &hits->items[i];
        is_good = column_get(&articles, doc_at(job, share, offset + i), &hit->article);
        hit->score = job->options->sort == SORT_RELEVANCE ? topk_score(share->top.items[offset + i]) : 0;
    }
    if (!is_good)
        eval_damaged(&share->eval);
}

static void merge_hits(Job *job, Hits *hits)
{
    if (job->options->only_articles && job->share_count == 1 && !job->is_folded) {
        topk_sort(&job->shares[0].top);
        list_articles(job, hits);
        return;
    }
    size_t collected = 0;
    for (size_t i = 0; i < job->share_count; i++) {
        topk_sort(&job->shares[i].top);
        load_key(job, &job->shares[i]);
        collected += job->shares[i].top.count;
    }
    size_t offset = job->options->offset;
    size_t room = collected > offset ? collected - offset : 0;
    room = room < job->options->limit ? room : job->options->limit;
    hits->items = ARENA_ARRAY(job->search.arena, Hit, room);
    CursorKey last = {.sort = job->options->sort};
    Share *share = best_share(job);
    for (size_t i = 0; share && hits->count < room && job->search.status == STATUS_OK; i++) {
        if (i >= offset) {
            add_hit(job, hits, share);
            last.score = share->placed.value;
            last.order = share->placed.key;
        }
        share->next++;
        load_key(job, share);
        share = best_share(job);
    }
    if (share && hits->count > 0 && !job->options->only_articles) {
        const Hit *hit = &hits->items[hits->count - 1];
        last.key = (DocKey){hit->time_s, hit->id, hit->article};
        hits->cursor = cursor_format(job->search.arena, &last);
    }
}

static void add_facets(Job *job, Hits *hits)
{
    Arena *arena = job->search.arena;
    hits->facet_count = job->options->facet_count;
    hits->facets = ARENA_ARRAY(arena, FacetCounts, hits->facet_count);
    FacetTally *tallies = ARENA_ARRAY(arena, FacetTally, job->share_count);
    for (size_t f = 0; f < hits->facet_count; f++) {
        for (size_t i = 0; i < job->share_count; i++)
            tallies[i] = job->shares[i].tallies[f];
        if (!facet_counts(arena, tallies, job->share_count, &job->options->facets[f], &hits->facets[f]))
            eval_damaged(&(Eval){.search = &job->search});
    }
}

static size_t wanted_hits(const Index *index, const SearchOptions *options)
{
    if (options->limit == 0)
        return 0;
    size_t wanted = 0;
    if (__builtin_add_overflow(options->offset, options->limit, &wanted) || wanted > index->documents)
        wanted = (size_t)index->documents;
    return options->only_articles ? wanted : wanted + 1; /* one more tells whether there are more */
}

static void open_shares(Job *job, const Query *query)
{
    Arena *arena = job->search.arena;
    job->share_count = job->index->manifest.count;
    job->shares = ARENA_ARRAY(arena, Share, job->share_count);
    Node **roots = ARENA_ARRAY(arena, Node *, job->share_count);
    if (job->is_folded)
        fold_open(&job->fold, arena, job->order, job->options->folded, job->share_count);
    for (size_t i = 0; i < job->share_count && job->search.status == STATUS_OK; i++) {
        open_share(job, &job->shares[i], job->index->segments[i], query);
        roots[i] = job->shares[i].root;
        if (job->is_folded)
            job->fold.parts[i].segment = job->index->segments[i];
    }
    if (job->search.status == STATUS_OK)
        nodes_share_df(arena, roots, job->share_count, job->index->documents);
}

Status index_search(const Index *index, Arena *arena, const Query *query, const SearchOptions *options,
                    Hits *hits, Error *err)
{
    *hits = (Hits){0};
    Job job = {.index = index, .options = options, .wanted = wanted_hits(index, options)};
    job.search = (Search){.arena = arena,
                          .err = err,
                          .bm25 = options->bm25,
                          .mean_length = index->mean_length,
                          .documents = index->documents};
    job.can_prune = options->bm25.k1 >= 0 && options->bm25.b >= 0 && options->bm25.b <= 1;
    job.order = order_of(options);
    job.is_scored = options->sort == SORT_RELEVANCE || job.order.is_valued;
    job.is_folded = options->is_folded;
    job.has_cursor = !slice_is_empty(options->cursor);
    if (job.has_cursor)
        job.search.status = cursor_parse(arena, options->cursor, options->sort, &job.cursor, err);
    if (job.search.status == STATUS_OK)
        open_shares(&job, query);
    for (size_t i = 0; i < job.share_count && job.search.status == STATUS_OK; i++) {
        walk(&job, &job.shares[i]);
        hits->total += job.shares[i].total;
    }
    if (job.search.status == STATUS_OK && job.is_folded)
        take_heads(&job, hits);
    if (job.search.status == STATUS_OK)
        merge_hits(&job, hits);
    if (job.search.status == STATUS_OK)
        add_facets(&job, hits);
    if (job.search.status != STATUS_OK)
        *hits = (Hits){0};
    return job.search.status;
}
