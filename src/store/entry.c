/* What lists say of single pieces: claims that make no article.
 *
 * In: an entry of a list page. Out: the article that it is about says so too, by model/merge.h, wherever no
 * better source does. Lists often come before their pieces, so an entry whose piece is not held waits in
 * `entry`, one row for all that lists say of one address, merged by the same rules; the piece takes it in
 * when it comes. So the order of arrival leaves no trace, and nothing stays of what an article has better. */
#include "store/entry.h"

#include "syntax/url.h"

/* ---- does it say anything that is not said better? ---- */

/* How an article as it is kept says a group. */
typedef struct Spoken {
    uint32_t said;                 /* groups, a bit each */
    uint32_t has_any, has_own;     /* origins of the group; with its own field */
    uint32_t any_beats, own_beats; /* one of these is of a class above lists */
} Spoken;

static const FieldGroup listed_groups[] = {GROUP_ADDRESS, GROUP_CMS_ID,  GROUP_HEADLINE,  GROUP_SUMMARY,
                                           GROUP_BYLINE,  GROUP_SECTION, GROUP_PUBLISHED, GROUP_AUTHORS,
                                           GROUP_TAGS,    GROUP_MEDIA,   GROUP_CUSTOM};

static Status read_said(Store *store, int64_t article, Spoken *spoken, Error *err)
{
    Statement s = statement_open(store, SQL_ENTRY_SAID);
    statement_bind_number(&s, article);
    Status status = statement_next(&s, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof listed_groups / sizeof listed_groups[0]; i++)
        if (statement_take_number(&s) != 0)
            spoken->said |= 1u << listed_groups[i];
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status read_speakers(Store *store, int64_t article, Spoken *spoken, Error *err)
{
    Statement s = statement_open(store, SQL_ENTRY_SPEAKERS);
    statement_bind_number(&s, article);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice field = statement_look_text(&s);
        FieldGroup group = group_of_origin(field);
        uint32_t bit = 1u << group;
        bool is_own = slice_equal(field, group_field(group));
        bool beats = class_of_source(statement_look_text(&s)) > CLASS_LIST;
        spoken->has_any |= bit;
        spoken->any_beats |= beats ? bit : 0;
        spoken->has_own |= is_own ? bit : 0;
        spoken->own_beats |= is_own && beats ? bit : 0;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* As group_class has it: a group without an origin is spoken by the page. */
static bool is_group_beaten(const Spoken *spoken, FieldGroup group)
{
    uint32_t bit = 1u << group;
    if (!(spoken->said & bit))
        return false;
    if (spoken->has_own & bit)
        return (spoken->own_beats & bit) != 0;
    return !(spoken->has_any & bit) || (spoken->any_beats & bit) != 0;
}

static Status one_article(Store *store, StatementId id, Slice name, Slice host, int64_t *number, Error *err)
{
    *number = 0;
    Statement s = statement_open(store, id);
    statement_bind_text_always(&s, name);
    if (id == SQL_ARTICLE_BY_CMS_ID)
        statement_bind_text_always(&s, host);
    Status status = statement_number(&s, number, err);
    return status == STATUS_END ? STATUS_OK : status;
}

/* A short way to what is most often so: the piece is held, known by its address and id, and says all of it
 * itself. */
static Status is_beaten(Store *store, Arena *arena, const Entry *entry, bool *is_so, Error *err)
{
    const Article *a = &entry->article;
    int64_t article, named;
    Spoken spoken = {0};
    *is_so = false;
    Status status =
        one_article(store, SQL_ARTICLE_BY_KEY, url_key(arena, a->url), SLICE_EMPTY, &article, err);
    if (status != STATUS_OK || article == 0)
        return status;
    if (!slice_is_empty(a->cms_id)) {
        status = one_article(store, SQL_ARTICLE_BY_CMS_ID, a->cms_id, url_host(arena, a->url), &named, err);
        if (status != STATUS_OK || named != article)
            return status;
    }
    status = read_said(store, article, &spoken, err);
    if (status == STATUS_OK)
        status = read_speakers(store, article, &spoken, err);
    *is_so = status == STATUS_OK;
    for (FieldGroup group = 0; group < FIELD_GROUPS && *is_so; group++)
        *is_so = !group_is_said(a, group) || is_group_beaten(&spoken, group);
    return status;
}

/* ---- waiting ---- */

/* A row read back, with the ranks of the captures that speak. */
static Status read_waiting(Store *store, Arena *arena, Slice said, Slice cms_id, Entry *entry, Error *err)
{
    if (!entry_read(arena, said, entry))
        return error_set(err, STATUS_FAIL, "what lists say of a piece cannot be read back");
    entry->article.cms_id = cms_id;
    int64_t last = 0;
    CaptureRank rank = {0};
    Status status = STATUS_OK;
    for (FieldGroup group = 0; group < FIELD_GROUPS && status == STATUS_OK; group++) {
        int64_t capture = entry->ranks.captures[group];
        if (capture != 0 && capture != last)
            status = capture_rank(store, arena, capture, &rank, err);
        last = capture != 0 ? capture : last;
        entry->ranks.ranks[group] = (ClaimRank){CLASS_LIST, rank.captured_s, rank.sha256, rank.url};
    }
    return status;
}

static Status keep_waiting(Store *store, Arena *arena, const Entry *entry, Error *err)
{
    int64_t address;
    Slice said = SLICE_EMPTY;
    Entry kept = *entry, before;
    Status status = address_number(store, arena, entry->article.url, &address, err);
    if (status != STATUS_OK || address == 0)
        return status;
    Statement s = statement_open(store, SQL_ENTRY_GET);
    statement_bind_number(&s, address);
    statement_bind_text_always(&s, entry->article.cms_id);
    status = statement_next(&s, err);
    if (status == STATUS_OK)
        said = statement_take_text(&s, arena);
    statement_close(&s);
    if (status == STATUS_FAIL)
        return status;
    if (status == STATUS_OK) {
        status = read_waiting(store, arena, said, entry->article.cms_id, &before, err);
        if (status != STATUS_OK)
            return status;
        kept = before;
        if (article_merge(arena, &kept.article, &kept.ranks, &entry->article, &entry->ranks) == 0)
            return STATUS_OK;
    }
    s = statement_open(store, SQL_ENTRY_PUT);
    statement_bind_number(&s, address);
    statement_bind_text_always(&s, entry->article.cms_id);
    statement_bind_text_always(&s, entry_said(arena, &kept));
    return statement_run(&s, err);
}

/* ---- taking in ---- */

typedef struct Waiting {
    int64_t address;
    Slice cms_id, said;
} Waiting;
typedef struct WaitingList {
    Waiting *items;
    size_t count, capacity;
} WaitingList;

static Status add_rows(Statement *s, Arena *arena, WaitingList *list, Error *err)
{
    Status status;
    while ((status = statement_next(s, err)) == STATUS_OK) {
        Waiting waiting = {.address = statement_take_number(s)};
        waiting.cms_id = statement_take_text(s, arena);
        waiting.said = statement_take_text(s, arena);
        *LIST_ADD(arena, list) = waiting;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status find_waiting(Store *store, Arena *arena, const ArticleKeys *keys, Slice cms_id,
                           WaitingList *list, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < keys->count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_ENTRIES_BY_KEY);
        statement_bind_text_always(&s, keys->items[i].key);
        status = add_rows(&s, arena, list, err);
    }
    if (status != STATUS_OK || slice_is_empty(cms_id))
        return status;
    Slice key = keys->count > 0 ? keys->items[0].key : SLICE_EMPTY;
    Statement s = statement_open(store, SQL_ENTRIES_BY_CMS_ID);
    statement_bind_text_always(&s, cms_id);
    statement_bind_text_always(&s, slice_range(key, 0, slice_find_byte(key, '/')));
    return add_rows(&s, arena, list, err);
}

static Status drop_waiting(Store *store, const Waiting *waiting, Error *err)
{
    Statement s = statement_open(store, SQL_ENTRY_DROP);
    statement_bind_number(&s, waiting->address);
    statement_bind_text_always(&s, waiting->cms_id);
    return statement_run(&s, err);
}

static Status take_one(Store *store, Arena *arena, const Waiting *waiting, EntryLaid *laid, WaitingList *more,
                       Error *err)
{
    Entry entry;
    EntryLaid one = {0};
    Status status = read_waiting(store, arena, waiting->said, waiting->cms_id, &entry, err);
    if (status == STATUS_OK)
        status = article_entry_lay(store, arena, &entry, &one, err);
    if (status != STATUS_OK || one.number == 0)
        return status;
    one.is_changed = one.is_changed || laid->is_changed;
    *laid = one;
    status = drop_waiting(store, waiting, err);
    ArticleKeys keys = article_keys(arena, &entry.article);
    return status == STATUS_OK ? find_waiting(store, arena, &keys, entry.article.cms_id, more, err) : status;
}

/* What an entry names may bring others in; each that goes in is gone from the table, so this ends. */
Status entries_take(Store *store, Arena *arena, const ArticleKeys *keys, Slice cms_id, EntryLaid *laid,
                    Error *err)
{
    WaitingList list = {0};
    *laid = (EntryLaid){0};
    Status status = find_waiting(store, arena, keys, cms_id, &list, err);
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++) {
        bool is_twice = false;
        for (size_t k = 0; k < i && !is_twice; k++)
            is_twice = list.items[k].address == list.items[i].address &&
                       slice_equal(list.items[k].cms_id, list.items[i].cms_id);
        if (!is_twice) {
            const Waiting waiting = list.items[i];
            status = take_one(store, arena, &waiting, laid, &list, err);
        }
    }
    return status;
}

/* ---- for the archive ---- */

static Status put_entry(Store *store, const Entry *entry, Error *err)
{
    Arena *arena = store->scratch;
    bool is_so;
    EntryLaid laid = {0};
    Status status = article_labels_put(store, &entry->article, &entry->ranks, err);
    if (status == STATUS_OK)
        status = is_beaten(store, arena, entry, &is_so, err);
    if (status != STATUS_OK || is_so)
        return status;
    status = article_entry_lay(store, arena, entry, &laid, err);
    if (status != STATUS_OK)
        return status;
    if (laid.number == 0)
        return keep_waiting(store, arena, entry, err);
    if (laid.is_changed)
        status = article_touch(store, laid.number, err);
    ArticleKeys keys = article_keys(arena, &entry->article);
    if (status == STATUS_OK)
        status = entries_take(store, arena, &keys, entry->article.cms_id, &laid, err);
    return status == STATUS_OK && laid.is_changed ? article_touch(store, laid.number, err) : status;
}

Status store_entry_put(Store *store, const Article *article, const Capture *capture, Error *err)
{
    assert(store->in_batch && capture->number > 0);
    arena_reset(store->scratch);
    Entry entry = {.article = *article};
    article_settle(store->scratch, &entry.article);
    entry.ranks = claim_ranks_of(&entry.article, capture->number,
                                 (ClaimRank){CLASS_LIST, capture->captured_s, capture->sha256, capture->url});
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++)
        entry.ranks.ranks[group].class = CLASS_LIST;
    return error_while(err, put_entry(store, &entry, err), "storing what a list says of '%.*s'",
                       SLICE_ARG(article->url));
}

Status store_article_lists(Store *store, Arena *arena, int64_t number, int64_t **captures, size_t *count,
                           Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_LISTS);
    statement_bind_number(&s, number);
    return statement_numbers(&s, arena, captures, count, err);
}

Status store_entries_forget(Store *store, Error *err)
{
    assert(store->in_batch);
    Statement s = statement_open(store, SQL_ENTRIES_DROP);
    return statement_run(&s, err);
}
