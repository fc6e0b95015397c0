/* In: the JSON-LD scripts of a page. Out: claims, and which object is the piece itself.
 *
 * The graph is walked whole, whatever its shape (one object, an array, @graph, things inside things). The
 * piece is the object of an article's type that is about this page rather than about one that it links to. */
#include "extract/desk.h"

#include "base/builder.h"

typedef enum TypeClass {
    TYPE_OTHER,
    TYPE_PIECE,
    TYPE_LIST,
    TYPE_PAGE,
    TYPE_PUBLISHER,
    TYPE_CRUMBS,
    TYPE_THING, /* what no piece is about itself: a product, a shop, a thread */
    TYPE_WORK   /* no piece, but its day is the page's where no other is told */
} TypeClass;

static const struct {
    const char *type;
    TypeClass class;
} types[] = {
    {"NewsArticle", TYPE_PIECE},
    {"Article", TYPE_PIECE},
    {"BlogPosting", TYPE_PIECE},
    {"ReportageNewsArticle", TYPE_PIECE},
    {"OpinionNewsArticle", TYPE_PIECE},
    {"AnalysisNewsArticle", TYPE_PIECE},
    {"BackgroundNewsArticle", TYPE_PIECE},
    {"ReviewNewsArticle", TYPE_PIECE},
    {"AdvertiserContentArticle", TYPE_PIECE},
    {"SatiricalArticle", TYPE_PIECE},
    {"ScholarlyArticle", TYPE_PIECE},
    {"TechArticle", TYPE_PIECE},
    {"Report", TYPE_PIECE},
    {"Review", TYPE_PIECE},
    {"LiveBlogPosting", TYPE_PIECE},
    {"SocialMediaPosting", TYPE_PIECE},
    {"MedicalWebPage", TYPE_PAGE},
    {"Recipe", TYPE_PIECE},
    {"ImageGallery", TYPE_PIECE},
    {"MediaGallery", TYPE_PIECE},
    {"CollectionPage", TYPE_LIST},
    {"ItemList", TYPE_LIST},
    {"SearchResultsPage", TYPE_LIST},
    {"ProfilePage", TYPE_LIST},
    {"WebPage", TYPE_PAGE},
    {"Organization", TYPE_PUBLISHER},
    {"NewsMediaOrganization", TYPE_PUBLISHER},
    {"WebSite", TYPE_PUBLISHER},
    {"BreadcrumbList", TYPE_CRUMBS},
    {"VideoObject", TYPE_OTHER},
    {"HowTo", TYPE_WORK},
    {"CreativeWork", TYPE_WORK},
    {"PodcastEpisode", TYPE_WORK},
    {"RadioEpisode", TYPE_WORK},
    {"Book", TYPE_WORK},
};

static TypeClass class_of_name(Slice name)
{
    size_t slash = slice_find_last_byte(name, '/');
    if (slash != SLICE_NONE)
        name = slice_skip(name, slash + 1);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (slice_equal_nocase(name, slice_from(types[i].type)))
            return types[i].class;
    return TYPE_OTHER;
}

static TypeClass class_of(const Json *object, Slice *name)
{
    const Json *type = json_get(object, "@type");
    if (!type)
        return TYPE_OTHER;
    const Json *one = type->kind == JSON_ARRAY ? type->first : type;
    TypeClass best = TYPE_OTHER;
    for (; one; one = type->kind == JSON_ARRAY ? one->next : NULL) {
        TypeClass class = class_of_name(one->text);
        if (class != TYPE_OTHER && best == TYPE_OTHER) {
            best = class;
            *name = one->text;
        }
    }
    return best;
}

/* How surely the object is this page's own piece. */
static int piece_rank(const Desk *desk, const Json *object)
{
    int rank = 0;
    rank += !slice_is_empty(linked_get_text(object, "headline")) ? 4 : 0;
    rank += json_get(object, "datePublished") ? 2 : 0;
    rank += json_get(object, "author") ? 2 : 0;
    rank += json_get(object, "articleBody") ? 2 : 0;
    rank += json_get(object, "mainEntityOfPage") ? 1 : 0;
    Slice url = linked_get_text(object, "url");
    if (url.size > 12 && desk->record->url.size > 0 && slice_contains(desk->record->url, slice_skip(url, 8)))
        rank += 6;
    return rank;
}

static void claim_linked(Desk *desk, ClaimField field, const Json *value, const char *at, float confidence)
{
    if (!value)
        return;
    claim_add(desk, (Claim){.field = field,
                            .value = plain_value(desk->arena, linked_text(value)),
                            .source = SLICE("json-ld"),
                            .at = slice_from(at),
                            .confidence = confidence,
                            .data = value->kind == JSON_OBJECT ? value : NULL});
}

/* {"name": ["Jane Roe", "John Doe"]}: each of them. */
static bool claim_names(Desk *desk, ClaimField field, const Json *value, const char *at, float confidence)
{
    const Json *names = value->kind == JSON_OBJECT ? json_get(value, "name") : NULL;
    if (!names || names->kind != JSON_ARRAY)
        return false;
    int count = 0;
    for (const Json *one = names->first; one && count < 40; one = one->next, count++)
        claim_linked(desk, field, one, at, confidence);
    return true;
}

/* Each of an array, or the one. */
static void claim_each(Desk *desk, ClaimField field, const Json *value, const char *at, float confidence)
{
    if (!value)
        return;
    if (value->kind != JSON_ARRAY) {
        if (!claim_names(desk, field, value, at, confidence))
            claim_linked(desk, field, value, at, confidence);
        return;
    }
    int count = 0;
    for (const Json *one = value->first; one && count < 200; one = one->next, count++)
        if (!claim_names(desk, field, one, at, confidence))
            claim_linked(desk, field, one, at, confidence);
}

static void claim_piece(Desk *desk, const Json *piece)
{
    claim_linked(desk, CLAIM_HEADLINE, json_get(piece, "headline"), "headline", 0.85f);
    if (!json_get(piece, "headline"))
        claim_linked(desk, CLAIM_HEADLINE, json_get(piece, "name"), "name", 0.75f);
    claim_linked(desk, CLAIM_SUBHEADLINE, json_get(piece, "alternativeHeadline"), "alternativeHeadline",
                 0.7f);
    claim_linked(desk, CLAIM_SUMMARY, json_get(piece, "description"), "description", 0.8f);
    claim_each(desk, CLAIM_AUTHOR, json_get(piece, "author"), "author", 0.9f);
    if (!json_get(piece, "author"))
        claim_each(desk, CLAIM_AUTHOR, json_get(piece, "creator"), "creator", 0.8f);
    claim_linked(desk, CLAIM_PUBLISHED, json_get(piece, "datePublished"), "datePublished", 0.92f);
    if (!json_get(piece, "datePublished"))
        claim_linked(desk, CLAIM_PUBLISHED, json_get(piece, "dateCreated"), "dateCreated", 0.8f);
    claim_linked(desk, CLAIM_MODIFIED, json_get(piece, "dateModified"), "dateModified", 0.92f);
    claim_each(desk, CLAIM_SECTION, json_get(piece, "articleSection"), "articleSection", 0.9f);
    claim_each(desk, CLAIM_TAG, json_get(piece, "keywords"), "keywords", 0.85f);
    claim_each(desk, CLAIM_IMAGE, json_get(piece, "image"), "image", 0.85f);
    claim_linked(desk, CLAIM_SITE, json_get(piece, "publisher"), "publisher", 0.7f);
    claim_linked(desk, CLAIM_LANG, json_get(piece, "inLanguage"), "inLanguage", 0.7f);
    claim_linked(desk, CLAIM_CANONICAL, json_get(piece, "url"), "url", 0.6f);
    const Json *body = json_get(piece, "articleBody");
    if (body && body->kind == JSON_TEXT && body->text.size > 0)
        claim_add(desk, (Claim){.field = CLAIM_BODY,
                                .value = body->text,
                                .source = SLICE("json-ld"),
                                .at = SLICE("articleBody"),
                                .confidence = 0.6f});
}

/* "Home > World > Middle East": the last but the piece itself is a section. */
static void claim_crumbs(Desk *desk, const Json *object)
{
    const Json *list = json_get(object, "itemListElement");
    const Json *section = NULL;
    int count = 0;
    for (const Json *one = list && list->kind == JSON_ARRAY ? list->first : NULL; one && count < 20;
         one = one->next, count++)
        if (count == 1 && one->next)
            section = one;
    if (!section)
        return;
    const Json *item = json_get(section, "item");
    Slice name = linked_get_text(section, "name");
    if (slice_is_empty(name) && item)
        name = linked_text(item);
    if (!slice_starts_with_nocase(name, SLICE("http")))
        claim_add(desk, (Claim){.field = CLAIM_SECTION,
                                .value = plain_value(desk->arena, name),
                                .source = SLICE("json-ld"),
                                .at = SLICE("BreadcrumbList"),
                                .confidence = 0.6f});
}

/* A web page that names its main entity, or a page's own dates and authors where there is no piece. */
static void claim_web_page(Desk *desk, const Json *page)
{
    claim_linked(desk, CLAIM_PUBLISHED, json_get(page, "datePublished"), "WebPage.datePublished", 0.8f);
    claim_linked(desk, CLAIM_MODIFIED, json_get(page, "dateModified"), "WebPage.dateModified", 0.8f);
    claim_linked(desk, CLAIM_LANG, json_get(page, "inLanguage"), "WebPage.inLanguage", 0.65f);
    claim_linked(desk, CLAIM_CANONICAL, json_get(page, "url"), "WebPage.url", 0.5f);
}

/* A picture that says more of itself than where it lies. */
static bool is_image(const Json *object)
{
    return slice_equal_nocase(linked_get_text(object, "@type"), SLICE("ImageObject")) &&
           (json_get(object, "caption") || json_get(object, "creditText") ||
            json_get(object, "copyrightHolder") || json_get(object, "author") || json_get(object, "creator"));
}

typedef struct Walk {
    Desk *desk;
    int best_rank;
    size_t visited;
} Walk;

static void visit_object(Walk *walk, const Json *object)
{
    Desk *desk = walk->desk;
    Slice name = SLICE_EMPTY;
    TypeClass class = class_of(object, &name);
    if (class != TYPE_OTHER && class != TYPE_CRUMBS && class != TYPE_PUBLISHER && class != TYPE_WORK)
        claim_add(desk, (Claim){.field = CLAIM_TYPE,
                                .value = name,
                                .source = SLICE("json-ld"),
                                .at = SLICE("@type"),
                                .confidence = 0.8f});
    if (class == TYPE_PIECE) {
        int rank = piece_rank(desk, object);
        if (rank > walk->best_rank) {
            walk->best_rank = rank;
            desk->piece = object;
        }
    } else if (class == TYPE_CRUMBS) {
        claim_crumbs(desk, object);
    } else if (class == TYPE_PAGE) {
        claim_web_page(desk, object);
    } else if (class == TYPE_PUBLISHER) {
        claim_linked(desk, CLAIM_SITE, json_get(object, "name"), "publisher", 0.6f);
    } else if (class == TYPE_WORK || class == TYPE_THING) {
        claim_linked(desk, CLAIM_PUBLISHED, json_get(object, "datePublished"), "datePublished", 0.65f);
        claim_linked(desk, CLAIM_MODIFIED, json_get(object, "dateModified"), "dateModified", 0.65f);
    } else if (is_image(object)) {
        claim_linked(desk, CLAIM_IMAGE, object, "ImageObject", 0.1f);
    }
}

/* Depth is bounded by JSON_DEPTH_MAX. */
static void walk_value(Walk *walk, const Json *value, bool is_inside_list)
{
    if (!value || walk->visited++ > 20000)
        return;
    if (value->kind == JSON_OBJECT) {
        Slice name = SLICE_EMPTY;
        if (!is_inside_list)
            visit_object(walk, value);
        is_inside_list = is_inside_list || class_of(value, &name) == TYPE_LIST;
    }
    if (value->kind == JSON_OBJECT || value->kind == JSON_ARRAY)
        for (const Json *child = value->first; child; child = child->next)
            if (child->kind == JSON_OBJECT || child->kind == JSON_ARRAY)
                walk_value(walk, child, is_inside_list);
}

/* {"@id": "#author"} stands for the object of that name elsewhere in the graph. */
static const Json *find_id(const Json *value, Slice id, int depth)
{
    if (!value || depth > 6)
        return NULL;
    if (value->kind == JSON_OBJECT && slice_equal(linked_get_text(value, "@id"), id) &&
        json_get(value, "name"))
        return value;
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY)
        return NULL;
    for (const Json *child = value->first; child; child = child->next) {
        const Json *found = find_id(child, id, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static void resolve_ids(Desk *desk, const Json *root, size_t from)
{
    for (size_t i = from; i < desk->claims.count; i++) {
        Claim *claim = &desk->claims.items[i];
        if (!claim->data || !slice_equal(claim->source, SLICE("json-ld")) || json_get(claim->data, "name"))
            continue;
        Slice id = linked_get_text(claim->data, "@id");
        const Json *meant = slice_is_empty(id) ? NULL : find_id(root, id, 0);
        if (meant) {
            claim->data = meant;
            claim->value = plain_value(desk->arena, linked_get_text(meant, "name"));
        }
    }
}

void collect_linked(Desk *desk)
{
    Page *page = &desk->page;
    Walk walk = {.desk = desk, .best_rank = -1};
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        if (page_tag(page, i) != LXB_TAG_SCRIPT ||
            slice_find_nocase(page_attribute(page, i, "type"), SLICE("ld+json")) == SLICE_NONE)
            continue;
        uint32_t text = i + 1;
        if (text >= page_node(page, i)->end || walk.visited > 20000)
            continue;
        Json *root = json_read(desk->arena, page_node(page, text)->text);
        const Json *before = desk->piece;
        size_t from = desk->claims.count;
        walk_value(&walk, root, false);
        if (desk->piece != before)
            claim_piece(desk, desk->piece);
        resolve_ids(desk, root, from);
    }
}
