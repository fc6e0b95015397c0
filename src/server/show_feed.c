/* Every list and every search as RSS, Atom and JSON Feed: "/category/x/feed/atom", "/search/feed?q=x",
 * "/?s=x&feed=rss2". Newest first, page by page ("?paged=2", as WordPress has it). The pieces are those that
 * the index gives to any search: nothing withheld or delisted is among them. */
#include "server/search.h"

#include "export/export.h"
#include "syntax/url.h"

enum { FEED_SIZE = 20, FEED_SIZE_MAX = 100, PICTURES_MAX = 4 };

static const struct {
    const char *tail, *type;
    Slice (*export)(Arena *arena, const Feed *feed);
} FORMS_OF[] = {
    [FEED_RSS] = {"/feed", "application/rss+xml; charset=utf-8", export_rss},
    [FEED_ATOM] = {"/feed/atom", "application/atom+xml; charset=utf-8", export_atom},
    [FEED_JSON] = {"/feed/json", "application/feed+json", export_json_feed},
};

/* Which page of which list. */
typedef struct Asked {
    Slice typed; /* the query */
    Slice lang;
    Slice title, home, base; /* home and base of feeds: paths; parameters of a search stand behind both */
    Slice parameters;        /* "?q=x&year=2014", or empty */
    Slice words;             /* of a search */
    uint64_t page;
    size_t size;
} Asked;

static bool is_search(const Call *call)
{
    return call->route.kind == ROUTE_SEARCH;
}

Slice search_parameters(Call *call, const Search *search)
{
    Search plain = *search;
    plain.sort_name = SLICE_EMPTY;
    Slice href = search_href(call, &plain, SLICE_EMPTY, 1);
    size_t mark = slice_find_byte(href, '?');
    return mark == SLICE_NONE ? SLICE_EMPTY : slice_skip(href, mark);
}

static void read_page(Call *call, Asked *asked)
{
    uint64_t number, first = 0;
    asked->page = call->route.page;
    asked->size = FEED_SIZE;
    if (slice_to_u64(query_value(call, "paged"), &number) && number > 0 && number <= UINT32_MAX)
        asked->page = number;
    if (slice_to_u64(query_value(call, "startIndex"), &number) && number > 0 && number <= UINT32_MAX)
        first = number;
    static const char *const sizes[] = {"limit", "count"};
    for (size_t i = 0; i < 2; i++)
        if (slice_to_u64(query_value(call, sizes[i]), &number) && number > 0)
            asked->size = number < FEED_SIZE_MAX ? (size_t)number : FEED_SIZE_MAX;
    if (first > 0) /* OpenSearch counts pieces: the page that has it */
        asked->page = (first - 1) / asked->size + 1;
}

static Asked read_asked(Call *call)
{
    Asked asked = {.title = call->site->title, .home = SLICE("/"), .base = SLICE_EMPTY};
    Slice heading = SLICE_EMPTY;
    read_page(call, &asked);
    if (is_search(call)) {
        Search search = {0};
        search_read(call, &search);
        asked.typed = search_whole(call, &search);
        asked.lang = search.lang;
        asked.words = search.typed;
        asked.parameters = search_parameters(call, &search);
        asked.home = asked.base = SLICE("/search");
        heading = slice_is_empty(asked.typed) ? SLICE("Search") : asked.typed;
    } else if (call->route.kind == ROUTE_FRONT) {
        asked.typed = SLICE("NOT kind:photo"); /* as on the front page */
    } else if (call->route.kind == ROUTE_WALL) {
        asked.typed = SLICE(WALL_QUERY);
        asked.home = asked.base = SLICE("/media");
        heading = say(call, "Photos");
    } else {
        asked.typed = list_query(call);
        asked.home = asked.base = list_base(call);
        heading = list_heading(call);
    }
    if (!slice_is_empty(heading))
        asked.title =
            arena_format(call->arena, "%.*s · %.*s", SLICE_ARG(heading), SLICE_ARG(call->site->title));
    return asked;
}

/* The address of one page of the feed. */
static Slice page_href(Call *call, const Asked *asked, uint64_t page)
{
    Builder href;
    builder_init(&href, call->arena);
    builder_format(&href, "%.*s%s%.*s", SLICE_ARG(asked->base), FORMS_OF[call->feed].tail,
                   SLICE_ARG(asked->parameters));
    char mark = slice_is_empty(asked->parameters) ? '?' : '&';
    if (asked->size != FEED_SIZE) {
        builder_format(&href, "%climit=%zu", mark, asked->size);
        mark = '&';
    }
    if (page > 1)
        builder_format(&href, "%cpaged=%llu", mark, (unsigned long long)page);
    return site_absolute(call, builder_slice(&href));
}

static void add_pages(Call *call, const Asked *asked, Feed *feed)
{
    uint64_t pages = feed->total ? (feed->total + asked->size - 1) / asked->size : 1;
    feed->self = page_href(call, asked, asked->page);
    if (pages < 2)
        return;
    feed->first = page_href(call, asked, 1);
    feed->last = page_href(call, asked, pages);
    if (asked->page > 1)
        feed->previous = page_href(call, asked, asked->page - 1);
    if (asked->page < pages)
        feed->next = page_href(call, asked, asked->page + 1);
}

static void add_pictures(Call *call, const Article *article, FeedEntry *entry)
{
    for (size_t i = 0; i < article->media.count && entry->pictures.count < PICTURES_MAX; i++) {
        Slice src = picture_src(call, article->media.items[i].href);
        if (!slice_is_empty(src))
            *LIST_ADD(call->arena, &entry->pictures) =
                (FeedPicture){.media = &article->media.items[i], .src = site_absolute(call, src)};
    }
}

static Status add_entries(Call *call, const Answer *answer, Feed *feed, Error *err)
{
    for (size_t i = 0; i < answer->hit_count; i++) {
        Article *article = ARENA_NEW(call->arena, Article);
        Status status = archive_article_number(call->worker->archive, call->arena,
                                               answer->hits[i].article.number, article, err);
        if (status == STATUS_END || (status == STATUS_OK && article->status != ARTICLE_PUBLIC))
            continue;
        if (status != STATUS_OK)
            return status;
        FeedEntry *entry = LIST_ADD(call->arena, &feed->entries);
        entry->article = article;
        entry->href = site_absolute(call, article_href(call->arena, article));
        entry->id = site_absolute(
            call, arena_format(call->arena, "/id/%.*s", SLICE_ARG(url_encode(call->arena, article->id))));
        add_pictures(call, article, entry);
    }
    return STATUS_OK;
}

static Slice description_of(Call *call, const Asked *asked, uint64_t total)
{
    Slice title = asked->title;
    return arena_format(call->arena, "%.*s: %llu %s, newest first", SLICE_ARG(title),
                        (unsigned long long)total, total == 1 ? "article" : "articles");
}

static void reply_feed(Call *call, const Feed *feed)
{
    reply_data(call, slice_from(FORMS_OF[call->feed].type), FORMS_OF[call->feed].export(call->arena, feed));
    Builder link;
    builder_init(&link, call->arena);
    link_add(&link, feed->self, "self");
    link_add_alternate(&link, feed->home, "text/html", SLICE_EMPTY);
    if (!slice_is_empty(feed->previous))
        link_add(&link, feed->previous, "prev");
    if (!slice_is_empty(feed->next))
        link_add(&link, feed->next, "next");
    call->reply->link = builder_slice(&link);
    call->reply->is_noindex = true; /* the pieces are found by their pages */
}

/* A list that a person withheld takes its feeds along. */
static Status check_held(Call *call, bool *is_held, Error *err)
{
    Resolution found = {0};
    *is_held = false;
    if (is_search(call) || call->route.kind == ROUTE_FRONT)
        return STATUS_OK;
    Slice base = call->route.kind == ROUTE_WALL ? SLICE("/media") : list_base(call);
    Status status = archive_resolve(call->worker->archive, call->arena, base, &found, err);
    *is_held = status == STATUS_OK && found.is_by_act && found.status != 301;
    if (*is_held)
        show_gone(call, found.status);
    return status;
}

Status show_feed(Call *call, Error *err)
{
    bool is_held;
    Status status = check_held(call, &is_held, err);
    if (status != STATUS_OK || is_held)
        return status;
    Asked asked = read_asked(call);
    SearchRequest request = {.typed = asked.typed,
                             .lang = asked.lang,
                             .options = {.sort = SORT_NEWEST, .limit = 1},
                             .is_count_only = true};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    uint64_t offset = (asked.page - 1) * asked.size;
    if (offset > 0) { /* a page far beyond the end costs a count */
        status = archive_search(call->worker->archive, call->arena, &request, answer, err);
        if (status == STATUS_OK && offset >= answer->total) {
            show_missing(call); /* nor is it anything that a crawl met there */
            return STATUS_OK;
        }
    }
    request.is_count_only = false;
    request.options.limit = asked.size;
    request.options.offset = offset;
    if (status == STATUS_OK)
        status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status != STATUS_OK)
        return status == STATUS_SKIP && !is_search(call) ? STATUS_END : status;
    bool may_be_empty = is_search(call) || call->route.kind == ROUTE_FRONT || call->route.kind == ROUTE_WALL;
    if (answer->total == 0 && !may_be_empty)
        return STATUS_END;
    Feed feed = {.title = asked.title,
                 .description = description_of(call, &asked, answer->total),
                 .publisher =
                     slice_is_empty(call->site->publisher) ? call->site->title : call->site->publisher,
                 .language = call->site->language,
                 .base = site_base(call),
                 .home = site_absolute(call, arena_format(call->arena, "%.*s%.*s", SLICE_ARG(asked.home),
                                                          SLICE_ARG(asked.parameters))),
                 .icon = site_absolute(call, SLICE("/-/icon.svg")),
                 .rights = call->site->rights,
                 .license = call->site->license,
                 .query = asked.words,
                 .total = answer->total,
                 .start = offset + 1,
                 .size = asked.size};
    if (is_search(call))
        feed.opensearch = site_absolute(call, SLICE("/opensearch.xml"));
    add_pages(call, &asked, &feed);
    status = add_entries(call, answer, &feed, err);
    if (status == STATUS_OK)
        reply_feed(call, &feed);
    return status;
}
