/* Sitemaps: "/sitemap.xml" is an index; its parts are "/sitemap-lists.xml" (front page, sections, tags,
 * writers, times) and "/sitemap-N.xml", the pieces whose numbers lie in the Nth range of PIECES_PART: a piece
 * never changes its part, and a part costs what it holds, however large the archive is. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

enum {
    PICTURES_MAX = 2,
    LISTS_MAX = SITEMAP_ADDRESSES_MAX / 5,
    PIECE_BYTES_MAX = 16 << 20,
    PART_BYTES_MAX = 49 << 20 /* the protocol's 50 MB; a thousand bytes a piece, which none has */
};
static_assert(PIECES_PART <= SITEMAP_ADDRESSES_MAX, "a part is one sitemap");

static const char XML[] = "application/xml; charset=utf-8";

static const char PIECES[] = "NOT kind:photo";

static Moment later_of(Moment a, Moment b)
{
    return moment_is_known(a) && (!moment_is_known(b) || a.local_s > b.local_s) ? a : b;
}

Status show_sitemap(Call *call, Error *err)
{
    Arena *arena = call->arena;
    PieceParts parts = {0};
    Moment changed = {0};
    Status status = archive_piece_parts(call->worker->archive, arena, &parts, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < parts.count; i++)
        changed = later_of(changed, parts.items[i].changed);
    Builder out;
    builder_init(&out, arena);
    sitemap_index_begin(&out);
    sitemap_index_add(&out, site_absolute(call, SLICE("/sitemap-lists.xml")), moment_format(arena, changed));
    for (size_t i = 0; i < parts.count; i++) {
        const PiecePart *part = &parts.items[i];
        Slice path = arena_format(arena, "/sitemap-%llu.xml", (unsigned long long)part->part);
        sitemap_index_add(&out, site_absolute(call, path), moment_format(arena, part->changed));
    }
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
    Moment moment;
    return moment_parse(value, &moment) ? page_day_href(call->arena, moment) : SLICE_EMPTY;
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
    static const char *const indexes[] = {"/", "/category", "/author", "/tag"};
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++)
        sitemap_add(&out, &(SitemapEntry){.address = site_absolute(call, slice_from(indexes[i]))});
    for (size_t i = 0; i < KINDS; i++) {
        const FacetCounts *counts = facet_of(&answer, kinds[i].facet.field);
        for (size_t v = 0; counts && v < counts->count; v++) {
            Slice path = list_address(call, kinds[i].base, counts->values[v].value);
            if (!slice_is_empty(path)) /* not "undated" */
                sitemap_add(&out, &(SitemapEntry){.address = site_absolute(call, path)});
        }
    }
    sitemap_end(&out);
    reply_data(call, slice_from(XML), builder_slice(&out));
    return STATUS_OK;
}

/* ---- pieces ---- */

/* As W3C's date format has it: minutes need an offset. */
static Slice changed_of(Arena *arena, const PieceRow *piece)
{
    Moment moment = moment_is_known(piece->modified) ? piece->modified : piece->published;
    if (moment.grain == GRAIN_MINUTE && !moment.has_offset)
        moment.grain = GRAIN_DAY;
    return moment_format(arena, moment);
}

static Slice address_of(Call *call, Slice id, Slice path)
{
    return site_absolute(call, article_href(call->arena, &(Article){.id = id, .path = path}));
}

/* The piece in each of its languages; one alone, or one of which the language is not known, says nothing. */
static size_t add_alternates(Call *call, const PieceRow *piece, SitemapAlternate *alternates)
{
    size_t count = 0;
    if (piece->translations.count == 0 || slice_is_empty(piece->lang))
        return 0;
    alternates[count++] = (SitemapAlternate){piece->lang, address_of(call, piece->id, piece->path)};
    for (size_t i = 0; i < piece->translations.count && i < RELATIONS_MAX; i++) {
        const Relation *other = &piece->translations.items[i];
        if (!slice_is_empty(other->lang))
            alternates[count++] = (SitemapAlternate){other->lang, address_of(call, other->id, other->path)};
    }
    return count;
}

/* One piece on its way into the sitemap. Its arena is its own: 50,000 of them take the memory of one. */
typedef struct Entering {
    Call call; /* with that arena */
    const PieceRow *piece;
    SitemapEntry entry;
    Slice images[PICTURES_MAX];
    SitemapAlternate alternates[RELATIONS_MAX + 1];
} Entering;

static void make_entry(void *context)
{
    Entering *entering = context;
    Call *call = &entering->call;
    const PieceRow *piece = entering->piece;
    SitemapEntry *entry = &entering->entry;
    *entry = (SitemapEntry){.address = address_of(call, piece->id, piece->path),
                            .changed = changed_of(call->arena, piece),
                            .images = entering->images,
                            .alternates = entering->alternates,
                            .alternate_count = add_alternates(call, piece, entering->alternates)};
    for (size_t i = 0; i < piece->photos.count && entry->image_count < PICTURES_MAX; i++) {
        Slice src = picture_src(call, piece->photos.items[i]);
        if (!slice_is_empty(src))
            entering->images[entry->image_count++] = site_absolute(call, src);
    }
}

typedef struct Entries {
    Entering *entering;
    const PieceRows *pieces;
    Builder out;
    Status status;
    Error *err;
} Entries;

/* What would not fit is a failure that the log tells, never a part that is cut. */
static void add_entries(void *context)
{
    Entries *entries = context;
    Entering *entering = entries->entering;
    sitemap_begin(&entries->out);
    for (size_t i = 0; entries->status == STATUS_OK && i < entries->pieces->count; i++) {
        entering->piece = &entries->pieces->items[i];
        arena_reset(entering->call.arena);
        if (!arena_guard(entering->call.arena, make_entry, entering))
            entries->status =
                error_set(entries->err, STATUS_FAIL, "the entry of piece '%.*s' takes more than %d bytes",
                          SLICE_ARG(entering->piece->id), PIECE_BYTES_MAX);
        else
            sitemap_add(&entries->out, &entering->entry);
        if (entries->out.size > PART_BYTES_MAX)
            entries->status =
                error_set(entries->err, STATUS_FAIL, "the sitemap takes more than %d bytes", PART_BYTES_MAX);
    }
    sitemap_end(&entries->out);
}

static Status show_pieces(Call *call, uint64_t part, Error *err)
{
    PieceRows pieces = {0};
    Status status = archive_pieces(call->worker->archive, call->arena, part, PICTURES_MAX, &pieces, err);
    if (status == STATUS_OK && pieces.count == 0)
        return STATUS_END;
    if (status != STATUS_OK)
        return status;
    Entering *entering = ARENA_NEW(call->arena, Entering);
    Entries entries = {.entering = entering, .pieces = &pieces, .err = err};
    builder_init(&entries.out, call->arena);
    entering->call = *call;
    entering->call.arena = arena_open(PIECE_BYTES_MAX);
    bool is_whole = arena_guard(call->arena, add_entries, &entries);
    arena_close(entering->call.arena);
    if (!is_whole)
        return error_set(err, STATUS_FAIL, "the sitemap takes more memory than a request has");
    if (entries.status == STATUS_OK)
        reply_data(call, slice_from(XML), builder_slice(&entries.out));
    return entries.status;
}

Status show_sitemap_part(Call *call, Error *err)
{
    uint64_t part;
    if (slice_equal(call->route.name, SLICE("lists")))
        return show_lists(call, err);
    bool is_part = slice_to_u64(call->route.name, &part) && part > 0 && part <= UINT32_MAX;
    return is_part ? show_pieces(call, part, err) : STATUS_END;
}
