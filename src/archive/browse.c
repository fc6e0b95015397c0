/* Questions of a reader who goes from page to page: the piece before and after in a section or by an author,
 * and an earlier state of a text.
 *
 * The index steps from piece to piece in time; which of them have the facet value is asked of the index too,
 * by a search for the value on the days from the piece on, of which the first hit behind the piece counts. */
#include "archive/inside.h"

enum { TRIED_FIRST = 8, TRIED_MOST = 256 };

Status archive_version_text(Archive *archive, Arena *arena, int64_t article, Slice digest, Slice *text,
                            Error *err)
{
    *text = SLICE_EMPTY;
    return store_version_text(archive->store, arena, article, digest, text, err);
}

/* The hit behind the article in the order of the search; 0: none. */
static int64_t behind(const Hits *hits, int64_t article)
{
    for (size_t i = 0; i + 1 < hits->count; i++)
        if (hits->items[i].article == article)
            return hits->items[i + 1].article;
    return 0;
}

static Status find_among(Archive *archive, Arena *arena, const Article *article, FacetField field,
                         Slice value, bool is_next, int64_t *found, Error *err)
{
    const int64_t day = article->published.local_s >= 0 ? article->published.local_s / 86400
                                                        : -((-article->published.local_s + 86399) / 86400);
    Query of_value = {.kind = QUERY_FACET, .facet = field, .text = value};
    Query of_days = {.kind = QUERY_DAYS, .min = is_next ? day : INT32_MIN, .max = is_next ? INT32_MAX : day};
    Query photo = {.kind = QUERY_FACET, .facet = FACET_KIND, .text = SLICE("photo")};
    Query *of_photo = &photo;
    Query not_photo = {.kind = QUERY_NOT, .children = &of_photo, .child_count = 1};
    Query *parts[] = {&of_value, &of_days, &not_photo};
    Query query = {.kind = QUERY_AND, .children = parts, .child_count = 3};
    SearchOptions options = {.sort = is_next ? SORT_OLDEST : SORT_NEWEST, .bm25 = BM25_USUAL};
    *found = 0;
    for (size_t limit = TRIED_FIRST; *found == 0 && limit <= TRIED_MOST; limit *= TRIED_MOST / TRIED_FIRST) {
        Hits hits = {0};
        options.limit = limit;
        Status status = index_search(archive->index, arena, &query, &options, &hits, err);
        if (status != STATUS_OK)
            return status;
        *found = behind(&hits, article->number);
        if (hits.count < limit)
            break; /* there are no more */
    }
    return STATUS_OK;
}

static Status take(Archive *archive, Arena *arena, int64_t number, Article *out, bool *has, Error *err)
{
    *has = false;
    if (number == 0)
        return STATUS_OK;
    Status status = store_article_get(archive->store, arena, number, ARTICLE_HEAD, out, err);
    *has = status == STATUS_OK && out->status == ARTICLE_PUBLIC;
    return status == STATUS_END ? STATUS_OK : status;
}

Status archive_neighbours_among(Archive *archive, Arena *arena, const Article *article, FacetField field,
                                Slice value, Article *previous, bool *has_previous, Article *next,
                                bool *has_next, Error *err)
{
    int64_t before = 0, after = 0;
    *has_previous = *has_next = false;
    if (!archive->index || slice_is_empty(value) || !moment_is_known(article->published) ||
        article->published.grain < GRAIN_DAY)
        return STATUS_OK;
    Status status = find_among(archive, arena, article, field, value, false, &before, err);
    if (status == STATUS_OK)
        status = find_among(archive, arena, article, field, value, true, &after, err);
    if (status == STATUS_OK)
        status = take(archive, arena, before, previous, has_previous, err);
    return status == STATUS_OK ? take(archive, arena, after, next, has_next, err) : status;
}

/* ---- all of them ---- */

Status archive_piece_parts(Archive *archive, Arena *arena, PieceParts *parts, Error *err)
{
    return store_piece_parts(archive->store, arena, PIECES_PART, parts, err);
}

Status archive_pieces(Archive *archive, Arena *arena, uint64_t part, size_t photos, PieceRows *pieces,
                      Error *err)
{
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = store_pieces(archive->store, arena, part, PIECES_PART, photos, pieces, err);
    store_read_end(archive->store);
    return status;
}
