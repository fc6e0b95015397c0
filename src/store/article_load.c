/* An article as merging needs it: what the sources say and nothing that reading fills in, and who spoke each
 * group of its fields.
 *
 * Who spoke: provenance.capture where it is told, else article.capture. A group without an origin that
 * another capture spoke has an origin of our own (origin_of_page), which is taken off here and put on again
 * when the article is stored: so an article that one capture gave has no row more than its fields. */
#include "store/inside.h"

static const Slice page_source = SLICE_INIT("visible"), page_rule = SLICE_INIT("page");

Origin origin_of_page(FieldGroup group, ClaimClass class, int64_t capture)
{
    return (Origin){.field = group_field(group),
                    .source = class == CLASS_REVISION ? SLICE("revision") : page_source,
                    .rule = page_rule,
                    .confidence = 0.5f,
                    .capture = capture};
}

static bool is_ours(const Origin *origin)
{
    return slice_equal(origin->rule, page_rule) && slice_is_empty(origin->at);
}

/* Keeps the ranks of captures met once. */
typedef struct RankList {
    struct {
        int64_t capture;
        ClaimRank rank;
    } items[8];
    size_t count;
} RankList;

static Status rank_of(Store *store, Arena *arena, RankList *list, int64_t capture, ClaimRank *rank,
                      Error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].capture == capture) {
            *rank = list->items[i].rank;
            return STATUS_OK;
        }
    }
    CaptureRank found;
    Status status = capture_rank(store, arena, capture, &found, err);
    *rank = (ClaimRank){CLASS_VISIBLE, found.captured_s, found.sha256, found.url};
    size_t at = list->count < 8 ? list->count++ : 7;
    list->items[at].capture = capture;
    list->items[at].rank = *rank;
    return status;
}

/* The capture that spoke a group; 0: nobody told. */
static int64_t speaker(const Article *article, FieldGroup group)
{
    for (size_t i = 0; i < article->provenance.count; i++) {
        const Origin *origin = &article->provenance.items[i];
        if (origin->capture != 0 && group_of_origin(origin->field) == group)
            return origin->capture;
    }
    return 0;
}

static void drop_ours(Arena *arena, Article *article)
{
    Origins theirs = {0};
    for (size_t i = 0; i < article->provenance.count; i++) {
        if (!is_ours(&article->provenance.items[i]))
            *LIST_ADD(arena, &theirs) = article->provenance.items[i];
    }
    article->provenance = theirs;
}

static Status load_ranks(Store *store, Arena *arena, Kept *kept, Error *err)
{
    RankList list = {0};
    Status status = STATUS_OK;
    for (FieldGroup group = 0; group < FIELD_GROUPS && status == STATUS_OK; group++) {
        int64_t capture = speaker(&kept->article, group);
        if (capture == 0)
            capture = kept->capture;
        kept->ranks.captures[group] = capture;
        status = rank_of(store, arena, &list, capture, &kept->ranks.ranks[group], err);
        kept->ranks.ranks[group].class = group_class(&kept->article, group);
    }
    return status;
}

Status article_load(Store *store, Arena *arena, int64_t number, Kept *kept, Error *err)
{
    *kept = (Kept){0};
    Statement s = statement_open(store, SQL_ARTICLE_SHOWN_GET);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        kept->capture = statement_take_number(&s);
        kept->version = statement_take_number(&s);
        kept->state = statement_take_text(&s, arena);
    }
    statement_close(&s);
    if (status == STATUS_OK)
        status = article_get_raw(store, arena, number, &kept->article, err);
    if (status == STATUS_OK)
        status = load_ranks(store, arena, kept, err);
    kept->told = kept->article.provenance;
    drop_ours(arena, &kept->article);
    article_settle(arena, &kept->article);
    return status;
}
