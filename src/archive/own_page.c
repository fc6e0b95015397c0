/* Addresses of this site's own pages, in WordPress's grammar where it has one: the front page, searches,
 * lists of a section, a tag, a writer, a year, a month, a day, and the feeds of all these; photos; the
 * interface for programs.
 *
 * A list is there when it has members; a page of it beyond the last leads to its first, since other programs
 * put other numbers of pieces on a page. How many it has is asked of the index, and kept for as long as the
 * archive stays as it is. */
#include "archive/resolve.h"

#include "base/utf8.h"

enum { SEGMENTS_MAX = 6, NAME_BYTES_MAX = 500, LISTS_KEPT_MAX = 4096 };

typedef struct List {
    FacetField field; /* FACET_DAY for all times */
    Slice name;       /* decoded; of a time "2014-06-27", cut to its grain */
    Slice base;       /* address of its first page */
    uint64_t page;    /* from 1 */
    size_t size;      /* pieces on a page */
} List;

typedef struct Segments {
    Slice items[SEGMENTS_MAX];
    size_t count;
} Segments;

static bool split(Slice path, Segments *segments)
{
    Slice rest = slice_skip(path, 1), piece;
    segments->count = 0;
    while (slice_next_split(&rest, '/', &piece)) {
        if (segments->count == SEGMENTS_MAX || slice_is_empty(piece))
            return false;
        segments->items[segments->count++] = piece;
    }
    return segments->count > 0;
}

static bool read_number(Slice text, size_t least, size_t most, uint64_t *number)
{
    return text.size >= least && text.size <= most && slice_to_u64(text, number);
}

/* Year, month, day; as many as there are. "9" is another spelling of "09". */
static bool read_time(Arena *arena, const Slice *parts, size_t count, List *list)
{
    uint64_t numbers[] = {0, 1, 1};
    Moment moment;
    if (count < 1 || count > 3)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_number(parts[i], i == 0 ? 4 : 1, i == 0 ? 4 : 2, &numbers[i]) || numbers[i] == 0)
            return false;
    if (!moment_make(&moment, GRAIN_DAY, (int64_t)numbers[0], (unsigned)numbers[1], (unsigned)numbers[2], 0,
                     0))
        return false;
    list->field = FACET_DAY;
    list->size = count == 3 ? LIST_DAY_SIZE : LIST_SIZE;
    Builder name, base;
    builder_init(&name, arena);
    builder_init(&base, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            builder_add_byte(&name, '-');
        builder_format(&name, i == 0 ? "%04u" : "%02u", (unsigned)numbers[i]);
        builder_format(&base, i == 0 ? "/%04u" : "/%02u", (unsigned)numbers[i]);
    }
    list->name = builder_slice(&name);
    list->base = builder_slice(&base);
    return true;
}

/* "/day/2014-06-27" */
static bool read_day_name(Arena *arena, Slice text, List *list)
{
    Slice parts[3], piece;
    size_t count = 0;
    while (slice_next_split(&text, '-', &piece)) {
        if (count == 3)
            return false;
        parts[count++] = piece;
    }
    return count == 3 && read_time(arena, parts, 3, list);
}

static bool read_named(Arena *arena, const Segments *segments, List *list)
{
    static const struct {
        const char *word;
        FacetField field;
        size_t deepest; /* segments at most: a section may lie within sections */
    } kinds[] = {{"category", FACET_SECTION, 3}, {"tag", FACET_TAG, 2}, {"author", FACET_AUTHOR, 2}};
    Slice last = segments->items[segments->count - 1];
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (segments->count < 2 || segments->count > kinds[i].deepest ||
            !slice_equal(segments->items[0], slice_from(kinds[i].word)))
            continue;
        list->field = kinds[i].field;
        list->size = LIST_SIZE;
        list->name = url_decode(arena, last, false);
        Slice first = segments->items[0];
        size_t bytes = (size_t)(last.data + last.size - first.data);
        list->base = arena_format(arena, "/%.*s", SLICE_ARG(slice_of(first.data, bytes)));
        return list->name.size > 0 && list->name.size <= NAME_BYTES_MAX && utf8_is_valid(list->name) &&
               slice_find_byte(list->name, '\0') == SLICE_NONE;
    }
    return false;
}

/* `path` in the archive's spelling, without "/-". */
static bool list_read(Arena *arena, Slice path, List *list)
{
    Segments segments;
    *list = (List){.page = 1};
    if (!split(path, &segments))
        return false;
    size_t count = segments.count;
    if (count > 2 && slice_equal(segments.items[count - 2], SLICE("page")) &&
        slice_to_u64(segments.items[count - 1], &list->page))
        segments.count -= 2;
    if (segments.count == 2 && slice_equal(segments.items[0], SLICE("day")))
        return read_day_name(arena, segments.items[1], list);
    return read_time(arena, segments.items, segments.count, list) || read_named(arena, &segments, list);
}

bool own_page_is_list(Arena *arena, Slice path)
{
    List list;
    return list_read(arena, path, &list);
}

/* The list as a query, of the same words as the site asks. */
static Slice list_query(Arena *arena, const List *list)
{
    Builder b;
    builder_init(&b, arena);
    if (list->field == FACET_DAY) {
        builder_format(&b, "date:%.*s", SLICE_ARG(list->name));
        return builder_slice(&b);
    }
    builder_add(&b, facet_field_name(list->field));
    builder_add(&b, list->field == FACET_AUTHOR ? SLICE(":=\"") : SLICE(":\""));
    for (size_t i = 0; i < list->name.size; i++)
        builder_add_byte(&b, memchr("\"\\*?", list->name.data[i], 4) ? ' ' : list->name.data[i]);
    builder_add_byte(&b, '"');
    return builder_slice(&b);
}

static uint64_t count_members(const Way *way, Slice typed)
{
    Query *query;
    QueryNotes notes = {0};
    Hits hits = {0};
    Error ignored; /* what cannot be asked for has no members */
    SearchOptions counting = {.sort = SORT_OLDEST, .bm25 = BM25_USUAL};
    if (!way->archive->index ||
        query_parse(way->arena, typed, (ParseOptions){0}, &query, &notes, &ignored) != STATUS_OK ||
        index_search(way->archive->index, way->arena, query, &counting, &hits, &ignored) != STATUS_OK)
        return 0;
    return hits.total;
}

static Status list_total(const Way *way, const List *list, uint64_t *total, Error *err)
{
    struct Resolver *resolver = way->archive->resolver;
    Slice typed = list_query(way->arena, list);
    Status status = resolver_refresh(way->archive, err);
    if (status != STATUS_OK)
        return status;
    const MapValue *kept = map_find(&resolver->lists, typed);
    if (kept) {
        *total = kept->number;
        return STATUS_OK;
    }
    *total = count_members(way, typed);
    if (resolver->lists.count >= LISTS_KEPT_MAX) {
        arena_reset(resolver->arena);
        map_init(&resolver->lists, resolver->arena);
    }
    map_add(&resolver->lists, arena_copy(resolver->arena, typed), NULL)->number = *total;
    return STATUS_OK;
}

static Status answer_list(Way *way, List *list, Slice prefix, Resolution *out, Error *err)
{
    uint64_t total, paged;
    Status status = list_total(way, list, &total, err);
    if (status != STATUS_OK || total == 0)
        return status == STATUS_OK ? STATUS_END : status;
    if (slice_to_u64(asked_value(way->arena, &way->asked, "paged"), &paged))
        list->page = paged;
    uint64_t pages = (total + list->size - 1) / list->size;
    Slice path = arena_format(way->arena, "%.*s%.*s", SLICE_ARG(prefix), SLICE_ARG(list->base));
    if (list->page > 1 && list->page <= pages)
        path = arena_format(way->arena, "%.*s/page/%llu", SLICE_ARG(path), (unsigned long long)list->page);
    way->is_bare = !slice_is_empty(way->asked.query);
    way_page(way, path, out);
    way->is_bare = false;
    return STATUS_OK;
}

/* As it was asked, with its query. */
static Status answer_typed(const Way *way, Resolution *out)
{
    *out = (Resolution){.status = 200, .target = way->asked.typed, .why = WHY_CANONICAL};
    return STATUS_OK;
}

/* ---- the front page, which WordPress gives many meanings ---- */

/* A list or piece that a key of the query names: "?tag=x" is "/tag/x". */
static Status by_named_query(Way *way, Resolution *out, Error *err)
{
    static const struct {
        const char *key, *path;
    } keys[] = {
        {"category_name", "/category/"}, {"tag", "/tag/"}, {"author_name", "/author/"}, {"name", "/"}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        Slice name = asked_value(way->arena, &way->asked, keys[i].key);
        if (!slice_is_empty(name) && name.size <= NAME_BYTES_MAX)
            return way_lead(
                way,
                arena_format(way->arena, "%s%.*s", keys[i].path, SLICE_ARG(url_encode(way->arena, name))),
                WHY_ALIAS, false, out, err);
    }
    Slice month = asked_value(way->arena, &way->asked, "m"); /* 2014, 201406, 20140627 */
    Slice time = slice_range(month, 0, 4);
    for (size_t i = 4; i + 2 <= month.size && i < 8; i += 2)
        time =
            arena_format(way->arena, "%.*s/%.*s", SLICE_ARG(time), SLICE_ARG(slice_range(month, i, i + 2)));
    return time.size < 4 ? STATUS_END
                         : way_lead(way, arena_format(way->arena, "/%.*s", SLICE_ARG(time)), WHY_ALIAS, false,
                                    out, err);
}

static Status front_page(Way *way, Resolution *out, Error *err)
{
    /* they name something: if it is not known, the front page is no answer */
    static const char *const naming[] = {"p",   "page_id", "attachment_id", "id",   "cat",
                                         "tag", "author",  "author_name",   "name", "category_name"};
    const Asked *asked = &way->asked;
    if (slice_is_empty(asked->query)) {
        way_page(way, SLICE("/"), out);
        return STATUS_OK;
    }
    if (!slice_is_empty(asked_value(way->arena, asked, "s")) ||
        !slice_is_empty(asked_value(way->arena, asked, "q")))
        return answer_typed(way, out);
    Status status = by_named_query(way, out, err);
    if (status != STATUS_END)
        return status;
    for (size_t i = 0; i < sizeof naming / sizeof naming[0]; i++)
        if (!slice_is_empty(asked_value(way->arena, asked, naming[i])))
            return STATUS_END;
    way->is_bare = true;
    way_page(way, SLICE("/"), out);
    way->is_bare = false;
    return STATUS_OK;
}

/* ---- feeds ---- */

static const struct {
    const char *tail, *name; /* behind a path; in "?feed=" */
    FeedForm form;
} feeds[] = {
    {"/feed/rss2", "rss2", FEED_RSS},  {"/feed/rss", "rss", FEED_RSS},    {"/feed/rdf", "rdf", FEED_RSS},
    {"/feed/atom", "atom", FEED_ATOM}, {"/feed/json", "json", FEED_JSON}, {"/feed", "feed", FEED_RSS},
    {"/rss2", NULL, FEED_RSS},         {"/rss", NULL, FEED_RSS},          {"/atom", NULL, FEED_ATOM},
};

FeedForm archive_feed_form(Slice path, Slice *list)
{
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++) {
        Slice tail = slice_from(feeds[i].tail);
        if (!slice_ends_with(path, tail))
            continue;
        *list = path.size == tail.size ? SLICE("/") : slice_range(path, 0, path.size - tail.size);
        return feeds[i].form;
    }
    return FEED_NONE;
}

FeedForm archive_feed_named(Slice name)
{
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++)
        if (feeds[i].name && slice_equal(name, slice_from(feeds[i].name)))
            return feeds[i].form;
    return FEED_NONE;
}

/* The feed of a list that has members, of the front page or of searches. */
static Status feed_page(Way *way, Slice path, Slice prefix, Resolution *out, Error *err)
{
    Slice list_path;
    List list;
    uint64_t total = 1;
    Status status = STATUS_OK;
    if (archive_feed_form(path, &list_path) == FEED_NONE)
        return STATUS_END;
    if (!slice_equal(list_path, SLICE("/")) && !slice_equal(list_path, SLICE("/search")) &&
        !slice_equal(list_path, SLICE("/media"))) {
        if (!list_read(way->arena, list_path, &list))
            return STATUS_END;
        status = list_total(way, &list, &total, err);
    }
    if (status != STATUS_OK || total == 0)
        return status == STATUS_OK ? STATUS_END : status;
    way_page(way,
             arena_format(way->arena, "%.*s%.*s%.*s", SLICE_ARG(prefix), SLICE_ARG(path),
                          SLICE_ARG(way->asked.query)),
             out);
    return STATUS_OK;
}

/* "?feed=atom" on a list, which says so itself. */
static bool asks_for_feed(const Way *way)
{
    return archive_feed_named(asked_value(way->arena, &way->asked, "feed")) != FEED_NONE;
}

/* ---- single pages ---- */

static Status photo_page(Way *way, Slice path, Slice prefix, Resolution *out, Error *err)
{
    Slice id = url_decode(way->arena, slice_skip(path, 7), false);
    Standings uses;
    Status status = store_standings_by_photo(way->archive->store, way->arena, id, 20, &uses, err);
    bool is_shown = false;
    for (size_t i = 0; status == STATUS_OK && i < uses.count; i++)
        is_shown |= uses.items[i].status == ARTICLE_PUBLIC;
    if (status != STATUS_OK || !is_shown)
        return status == STATUS_OK ? STATUS_END : status;
    way->is_bare = !slice_is_empty(way->asked.query);
    way_page(way, arena_format(way->arena, "%.*s%.*s", SLICE_ARG(prefix), SLICE_ARG(path)), out);
    way->is_bare = false;
    return STATUS_OK;
}

static Status article_data(Way *way, Slice path, Resolution *out, Error *err)
{
    Standing standing;
    bool is_former;
    Slice id = url_decode(way->arena, slice_skip(path, 14), false);
    Status status =
        store_standing_by_id(way->archive->store, way->arena, id, SLICE_EMPTY, &standing, &is_former, err);
    bool is_shown =
        status == STATUS_OK && (standing.status == ARTICLE_PUBLIC || standing.status == ARTICLE_DELISTED);
    return is_shown ? answer_typed(way, out) : status == STATUS_OK ? STATUS_END : status;
}

static Status single_page(Way *way, Slice path, Slice prefix, Resolution *out, Error *err)
{
    static const char *const pages[] = {"/search",      "/api/search",  "/api/resolve",
                                        "/api/suggest", "/robots.txt",  "/healthz",
                                        "/missing",     "/sitemap.xml", "/opensearch.xml"};
    static const char *const ours_alone[] = {"/style.css", "/icon.svg"};
    Slice list;
    if (SLICE_ANY(path, slice_equal, pages))
        return answer_typed(way, out);
    for (size_t i = 0; i < sizeof ours_alone / sizeof ours_alone[0] && !slice_is_empty(prefix); i++)
        if (slice_equal(path, slice_from(ours_alone[i])))
            return answer_typed(way, out);
    if (slice_starts_with(path, SLICE("/media/")))
        return photo_page(way, path, prefix, out, err);
    if (slice_starts_with(path, SLICE("/api/articles/")))
        return article_data(way, path, out, err);
    if (slice_starts_with(path, SLICE("/search/")) && archive_feed_form(path, &list) != FEED_NONE) {
        *out = (Resolution){.status = 301,
                            .target = arena_format(way->arena, "/search%.*s?q=%.*s",
                                                   SLICE_ARG(slice_skip(path, list.size)),
                                                   SLICE_ARG(slice_skip(list, 8))),
                            .why = WHY_ALIAS};
        return STATUS_OK;
    }
    if (slice_starts_with(path, SLICE("/search/"))) {
        *out =
            (Resolution){.status = 301,
                         .target = arena_format(way->arena, "/search?q=%.*s", SLICE_ARG(slice_skip(path, 8))),
                         .why = WHY_ALIAS};
        return STATUS_OK;
    }
    return STATUS_END;
}

Status own_page(Way *way, Resolution *out, Error *err)
{
    List list;
    Slice path = way->asked.path, prefix = SLICE_EMPTY;
    if (!way->asked.is_home)
        return STATUS_END;
    if (slice_equal(path, SLICE("/")))
        return asks_for_feed(way) ? answer_typed(way, out) : front_page(way, out, err);
    if (slice_starts_with(path, SLICE("/-/"))) {
        prefix = SLICE("/-");
        path = slice_skip(path, 2);
    }
    Status status = feed_page(way, path, prefix, out, err);
    if (status != STATUS_END)
        return status;
    if (list_read(way->arena, path, &list)) {
        status = answer_list(way, &list, prefix, out, err);
        return status == STATUS_OK && asks_for_feed(way) ? answer_typed(way, out) : status;
    }
    return single_page(way, path, prefix, out, err);
}
