/* The wall of photos: pieces that have photos, the newest first, and of each the pictures that are held here.
 * Pages are counted in pieces, since that is what the index counts. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum { WALL_SIZE = 24, PICTURES_MAX = 6 };

static void add_photos(Call *call, const Article *article, PagePhotos *photos)
{
    for (size_t i = 0, shown = 0; i < article->media.count && shown < PICTURES_MAX; i++) {
        const Media *media = &article->media.items[i];
        PagePicture picture = picture_of(call, media);
        if (slice_is_empty(picture.src))
            continue;
        shown++;
        PagePhoto *photo = LIST_ADD(call->arena, photos);
        photo->used = entry_of(call, article);
        picture.href =
            slice_is_empty(media->id)
                ? photo->used.href
                : arena_format(call->arena, "/media/%.*s", SLICE_ARG(url_encode(call->arena, media->id)));
        picture.is_first = photos->count == 1;
        photo->picture = picture;
    }
}

static Slice wall_path(Call *call, uint64_t page)
{
    return page <= 1 ? SLICE("/media")
                     : arena_format(call->arena, "/media/page/%llu", (unsigned long long)page);
}

/* A bar a year, which leads to the pieces with photos of that year. */
static void chart_years(Call *call, const FacetCounts *years, PageChart *chart)
{
    int64_t first, last;
    chart->title = say(call, "By year");
    if (!facet_years(years, &first, &last) || last == first || last - first > 400)
        return;
    chart->undated = facet_count(years, SLICE("undated"));
    for (int64_t year = first; year <= last; year++) {
        Slice label = arena_format(call->arena, "%04lld", (long long)year);
        uint64_t count = facet_count(years, label);
        Slice href = arena_format(call->arena, "/search?q=has%%3Aphoto&year=%.*s", SLICE_ARG(label));
        *LIST_ADD(call->arena, &chart->bars) =
            (PageLink){.label = label, .href = count ? href : SLICE_EMPTY, .count = count};
    }
}

static void show_wall_page(Call *call, const Answer *answer)
{
    uint64_t number = call->route.page;
    Slice path = wall_path(call, number);
    WallPage page = {.frame = {.site = call->site,
                               .title = say(call, "Photos"),
                               .path = path,
                               .feed = SLICE("/media/feed"),
                               .twin = twin_of(call->arena, path, SLICE_EMPTY)},
                     .total = answer->total,
                     .page = number,
                     .pages = answer->total ? (answer->total + WALL_SIZE - 1) / WALL_SIZE : 1};
    if (number > 1)
        page.frame.previous = wall_path(call, number - 1);
    if (number < page.pages)
        page.frame.next = wall_path(call, number + 1);
    if (number == 1)
        chart_years(call, facet_of(answer, FACET_YEAR), &page.chart);
    for (size_t i = 0; i < answer->hit_count; i++)
        add_photos(call, &answer->hits[i].article, &page.photos);
    Builder out;
    builder_init(&out, call->arena);
    page_wall(&out, &page);
    reply_html(call, 200, &out);
    list_links(call, &page.frame, wall_path(call, 1), wall_path(call, page.pages));
}

Status show_wall(Call *call, Error *err)
{
    const FacetRequest years = {FACET_YEAR, 0};
    SearchRequest request = {.typed = SLICE(WALL_QUERY),
                             .options = {.sort = SORT_NEWEST,
                                         .facets = &years,
                                         .facet_count = 1,
                                         .limit = WALL_SIZE,
                                         .offset = (call->route.page - 1) * WALL_SIZE}};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    Status status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (answer->hit_count == 0 && call->route.page > 1)
        return STATUS_END;
    if (call->wants_json)
        reply_json(call, 200, export_answer(call->arena, answer, false));
    else
        show_wall_page(call, answer);
    return STATUS_OK;
}
