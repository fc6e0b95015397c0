/* Which addresses of this site an act changed, for a cache in front of it.
 *
 * In: an act as kept. Out: paths: the article's own with its twins, citations and captures, its photos, the
 * first page of each list that names it (where it stood and where it stands), their twins and feeds. Searches
 * and later pages of lists are not told: nobody can count them, and a cache keeps them for a short time only
 * (docs/serving.md). What is withheld is told too: that is what must leave a cache first. */
#include "archive/inside.h"

#include "base/list.h"
#include "syntax/url.h"

typedef struct Purge {
    Archive *archive;
    Arena *arena;
    const unsigned *widths;
    Slices *paths;
} Purge;

static void add(Purge *purge, Slice path)
{
    *LIST_ADD(purge->arena, purge->paths) = path;
}

static void add_each(Purge *purge, Slice path, const char *const *tails)
{
    for (; *tails; tails++)
        add(purge, arena_format(purge->arena, "%.*s%s", SLICE_ARG(path), *tails));
}

static void add_list(Purge *purge, Slice path)
{
    static const char *const tails[] = {"", ".json", "/feed", "/feed/atom", "/feed/json", NULL};
    add_each(purge, path, tails);
}

static void add_front(Purge *purge)
{
    static const char *const fronts[] = {"/", "/index.json", "/feed", "/feed/atom", "/feed/json", NULL};
    add_each(purge, SLICE_EMPTY, fronts);
}

static void add_named(Purge *purge, const char *kind, Slice slug)
{
    if (!slice_is_empty(slug))
        add_list(purge,
                 arena_format(purge->arena, "/%s/%.*s", kind, SLICE_ARG(url_encode(purge->arena, slug))));
}

static void add_time(Purge *purge, Moment moment)
{
    int64_t year;
    unsigned month, day;
    if (!moment_is_known(moment))
        return;
    civil_from_days(moment_days(moment, purge->archive->zone).first, &year, &month, &day);
    add_list(purge, arena_format(purge->arena, "/%04lld", (long long)year));
    if (moment.grain >= GRAIN_MONTH)
        add_list(purge, arena_format(purge->arena, "/%04lld/%02u", (long long)year, month));
    if (moment.grain >= GRAIN_DAY)
        add_list(purge, arena_format(purge->arena, "/%04lld/%02u/%02u", (long long)year, month, day));
}

/* A photo: its page, its file, the file in other widths. */
static void add_photo(Purge *purge, const Media *media)
{
    static const char *const tails[] = {"", ".json", NULL};
    if (!slice_is_empty(media->id))
        add_each(purge,
                 arena_format(purge->arena, "/media/%.*s", SLICE_ARG(url_encode(purge->arena, media->id))),
                 tails);
    Slice path = url_path(purge->arena, media->href);
    if (!slice_starts_with(path, SLICE("/")))
        return;
    add(purge, path);
    for (const unsigned *width = purge->widths; *width; width++)
        add(purge, arena_format(purge->arena, "/-/thumb/%u%.*s", *width, SLICE_ARG(path)));
}

static void add_piece(Purge *purge, Slice path)
{
    static const char *const tails[] = {"", ".json", ".ris", ".bib", ".csl.json", NULL};
    add_each(purge, path, tails);
}

static void add_captures(Purge *purge, const CaptureInfos *captures)
{
    for (size_t i = 0; i < captures->count; i++) {
        const CaptureInfo *info = &captures->items[i];
        int64_t year, days = info->at_s / 86400;
        unsigned month, day, into = (unsigned)(info->at_s % 86400);
        add(purge, arena_format(purge->arena, "/-/captured/%lld", (long long)info->number));
        if (info->at_s <= 0 || slice_is_empty(info->url))
            continue;
        civil_from_days(days, &year, &month, &day);
        add(purge, arena_format(purge->arena, "/web/%04lld%02u%02u%02u%02u%02u/%.*s", (long long)year, month,
                                day, into / 3600, into / 60 % 60, into % 60, SLICE_ARG(info->url)));
    }
}

static void add_article(Purge *purge, const Article *article)
{
    Slice id = url_encode(purge->arena, article->id);
    add_piece(purge, article->path);
    add_piece(purge, arena_format(purge->arena, "/id/%.*s", SLICE_ARG(id)));
    add(purge, arena_format(purge->arena, "/api/articles/%.*s", SLICE_ARG(id)));
    add_captures(purge, &article->captures);
    for (size_t i = 0; i < article->media.count; i++)
        add_photo(purge, &article->media.items[i]);
    add_front(purge);
    add_named(purge, "category", article->section.slug);
    for (size_t i = 0; i < article->sections.count; i++)
        add_named(purge, "category", article->sections.items[i].slug);
    for (size_t i = 0; i < article->tags.count; i++)
        add_named(purge, "tag", article->tags.items[i].slug);
    for (size_t i = 0; i < article->authors.count; i++)
        add_named(purge, "author", article->authors.items[i].slug);
    add_time(purge, article->published);
}

/* The lists that a corrected field names: those that the piece left too. */
static Status add_field(Purge *purge, const Act *act, Slice value, Error *err)
{
    static const struct {
        ActField field;
        FacetField facet;
        const char *kind;
    } lists[] = {{ACT_FIELD_SECTION, FACET_SECTION, "category"},
                 {ACT_FIELD_TAGS, FACET_TAG, "tag"},
                 {ACT_FIELD_AUTHORS, FACET_AUTHOR, "author"}};
    ActField field;
    size_t place;
    Moment moment;
    Slices names = {0};
    Status status = STATUS_OK;
    if (act->verb != ACT_CORRECT || !act_field_find(act->field, &field, &place))
        return STATUS_OK;
    if (field == ACT_FIELD_PUBLISHED && moment_parse(value, &moment))
        add_time(purge, moment);
    act_value_names(purge->arena, value, &names);
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        for (size_t i = 0; lists[k].field == field && i < names.count && status == STATUS_OK; i++) {
            Label label = {0};
            status = store_label_find(purge->archive->store, purge->arena, lists[k].facet, names.items[i],
                                      &label, err);
            add_named(purge, lists[k].kind, label.slug);
            if (status == STATUS_END)
                status = STATUS_OK;
        }
    return status;
}

static Status add_article_of(Purge *purge, const Act *act, Error *err)
{
    Store *store = purge->archive->store;
    Article article = {0};
    int64_t number = 0;
    Status status = store_article_by_id(store, act->article, &number, err);
    if (status == STATUS_OK)
        status = store_article_get(store, purge->arena, number, ARTICLE_WHOLE, &article, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    add_article(purge, &article);
    status = add_field(purge, act, act->was, err);
    return status == STATUS_OK ? add_field(purge, act, act->value, err) : status;
}

/* The photo, and the pieces that show it. */
static Status add_media_of(Purge *purge, const Act *act, Error *err)
{
    Media media = {0};
    int64_t *articles;
    size_t count = 0;
    Status status =
        store_media(purge->archive->store, purge->arena, act->media, &media, &articles, &count, err);
    if (status == STATUS_OK)
        add_photo(purge, &media);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        Article article = {0};
        status =
            store_article_get(purge->archive->store, purge->arena, articles[i], ARTICLE_HEAD, &article, err);
        if (status == STATUS_OK)
            add_article(purge, &article);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* An undo changes what the act changed. */
static Status what_counts(Purge *purge, const Act **act, Error *err)
{
    enum { UNDOS_MAX = 1000 };
    Status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && (*act)->verb == ACT_UNDO && i < UNDOS_MAX; i++) {
        Act *undone = ARENA_NEW(purge->arena, Act);
        status = store_act_get(purge->archive->store, purge->arena, (*act)->undoes, undone, err);
        *act = undone;
    }
    return status;
}

static Status add_act(Purge *purge, const Act *act, Error *err)
{
    Status status = what_counts(purge, &act, err);
    Slice path = slice_is_empty(act->url_key) ? SLICE_EMPTY : url_path(purge->arena, act->target);
    if (status == STATUS_OK && slice_starts_with(path, SLICE("/")))
        add_list(purge, path);
    if (status == STATUS_OK && !slice_is_empty(act->article))
        status = add_article_of(purge, act, err);
    if (status == STATUS_OK && !slice_is_empty(act->media))
        status = add_media_of(purge, act, err);
    return status;
}

static int compare_paths(const void *a, const void *b)
{
    return slice_compare(*(const Slice *)a, *(const Slice *)b);
}

static void sort_once(Slices *paths)
{
    size_t kept = 0;
    if (paths->count > 0)
        qsort(paths->items, paths->count, sizeof paths->items[0], compare_paths);
    for (size_t i = 0; i < paths->count; i++)
        if (kept == 0 || !slice_equal(paths->items[i], paths->items[kept - 1]))
            paths->items[kept++] = paths->items[i];
    paths->count = kept;
}

Status archive_acts_addresses(Archive *archive, Arena *arena, const Acts *acts, const unsigned *widths,
                              Slices *paths, Error *err)
{
    Purge purge = {archive, arena, widths, paths};
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < acts->count; i++)
        status = add_act(&purge, &acts->items[i], err);
    store_read_end(archive->store);
    sort_once(paths);
    return status;
}
