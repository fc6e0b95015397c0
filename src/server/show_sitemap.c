/* Sitemaps: "/sitemap.xml" is an index; its parts are "/sitemap-lists.xml" (front page, sections, tags,
 * writers, times) and "/sitemap-N.xml", the pieces from the oldest on, a bounded number in each, so that the
 * memory of one answer does not grow with the archive. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum { PART_SIZE = 5000, PICTURES_MAX = 4, LISTS_MAX = SITEMAP_ADDRESSES_MAX / 5 };

static const char XML[] = "application/xml; charset=utf-8";

static const char PIECES[] = "NOT kind:photo";

static Status count_pieces(Call *call, uint64_t *total, Error *err)
{
    SearchRequest request = {
        .typed = slice_from(PIECES), .options = {.sort = SORT_OLDEST}, .is_count_only = true};
    Answer answer = {0};
    Status status = archive_search(call->worker->archive, call->arena, &request, &answer, err);
    *total = answer.total;
    return status;
}

Status show_sitemap(Call *call, Error *err)
{
    uint64_t total;
    Status status = count_pieces(call, &total, err);
    if (status != STATUS_OK)
        return status;
    Builder out;
    builder_init(&out, call->arena);
    sitemap_index_begin(&out);
    sitemap_index_add(&out, site_absolute(call, SLICE("/sitemap-lists.xml")));
    for (uint64_t part = 1; part <= (total + PART_SIZE - 1) / PART_SIZE; part++)
        sitemap_index_add(&out, site_absolute(call, arena_format(call->arena, "/sitemap-%llu.xml",
                                                                 (unsigned long long)part)));
    sitemap_index_end(&out);
    reply_data(call, slice_from(XML), builder_slice(&out));
    return STATUS_OK;
}

/* ---- lists ---- */

/* "2014-06-27" -> "/2014/06/27"; else behind the base of its kind. */
static Slice list_address(Call *call, const char *base, Slice value)
{
    if (*base)
        return arena_format(call->arena, "%s%.*s", base, SLICE_ARG(url_encode(call->arena, value)));
    Builder path;
    builder_init(&path, call->arena);
    builder_add_byte(&path, '/');
    for (size_t i = 0; i < value.size; i++)
        builder_add_byte(&path, value.data[i] == '-' ? '/' : value.data[i]);
    return builder_slice(&path);
}

static Status show_lists(Call *call, Error *err)
{
    static const struct {
        FacetRequest facet;
        const char *base;
    } kinds[] = {{{FACET_SECTION, LISTS_MAX}, "/category/"},
                 {{FACET_AUTHOR, LISTS_MAX}, "/author/"},
                 {{FACET_TAG, LISTS_MAX}, "/tag/"},
                 {{FACET_YEAR, LISTS_MAX}, ""},
                 {{FACET_MONTH, LISTS_MAX}, ""},
                 {{FACET_DAY, LISTS_MAX}, ""}};
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    static_assert((KINDS - 1) * LISTS_MAX <= SITEMAP_ADDRESSES_MAX, "years are few");
    FacetRequest facets[KINDS];
    for (size_t i = 0; i < KINDS; i++)
        facets[i] = kinds[i].facet;
    SearchRequest request = {.typed = slice_from(PIECES),
                             .options = {.sort = SORT_OLDEST, .facets = facets, .facet_count = KINDS}};
    Answer answer = {0};
    Status status = archive_search(call->worker->archive, call->arena, &request, &answer, err);
    if (status != STATUS_OK)
        return status;
    Builder out;
    builder_init(&out, call->arena);
    sitemap_begin(&out);
    sitemap_add(&out, site_absolute(call, SLICE("/")), SLICE_EMPTY, NULL, 0);
    for (size_t i = 0; i < KINDS; i++) {
        const FacetCounts *counts = facet_of(&answer, kinds[i].facet.field);
        for (size_t v = 0; counts && v < counts->count; v++) {
            Slice value = counts->values[v].value;
            if (*kinds[i].base || ascii_is_digit(value.data[0])) /* not "undated" */
                sitemap_add(&out, site_absolute(call, list_address(call, kinds[i].base, value)), SLICE_EMPTY,
                            NULL, 0);
        }
    }
    sitemap_end(&out);
    reply_data(call, slice_from(XML), builder_slice(&out));
    return STATUS_OK;
}

/* ---- pieces ---- */

/* As W3C's date format has it: minutes need an offset. */
static Slice changed_of(Arena *arena, const Article *article)
{
    Moment moment = moment_is_known(article->modified) ? article->modified : article->published;
    if (moment.grain == GRAIN_MINUTE && !moment.has_offset)
        moment.grain = GRAIN_DAY;
    return moment_format(arena, moment);
}

static void add_piece(Call *call, Builder *out, const Article *article)
{
    Slice images[PICTURES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < article->media.count && count < PICTURES_MAX; i++) {
        Slice src = picture_src(call, article->media.items[i].href);
        if (!slice_is_empty(src))
            images[count++] = site_absolute(call, src);
    }
    sitemap_add(out, site_absolute(call, article_href(call->arena, article)),
                changed_of(call->arena, article), images, count);
}

static Status show_pieces(Call *call, uint64_t part, Error *err)
{
    SearchRequest request = {
        .typed = slice_from(PIECES),
        .options = {.sort = SORT_OLDEST, .limit = PART_SIZE, .offset = (part - 1) * PART_SIZE}};
    Answer *answer = ARENA_NEW(call->arena, Answer);
    uint64_t total;
    Status status = count_pieces(call, &total, err);
    if (status == STATUS_OK && (part - 1) * PART_SIZE >= total)
        return STATUS_END;
    if (status == STATUS_OK)
        status = archive_search(call->worker->archive, call->arena, &request, answer, err);
    if (status != STATUS_OK)
        return status;
    Builder out;
    builder_init(&out, call->arena);
    sitemap_begin(&out);
    for (size_t i = 0; i < answer->hit_count; i++)
        if (answer->hits[i].article.status == ARTICLE_PUBLIC)
            add_piece(call, &out, &answer->hits[i].article);
    sitemap_end(&out);
    reply_data(call, slice_from(XML), builder_slice(&out));
    return STATUS_OK;
}

Status show_sitemap_part(Call *call, Error *err)
{
    uint64_t part;
    if (slice_equal(call->route.name, SLICE("lists")))
        return show_lists(call, err);
    bool is_part = slice_to_u64(call->route.name, &part) && part > 0 && part <= UINT32_MAX / PART_SIZE;
    return is_part ? show_pieces(call, part, err) : STATUS_END;
}
