/* In: all that was found. Out: is the page a piece, and of what kind; else a list, front, author, tag, search
 * or other page.
 *
 * WordPress says it in the class of body; the address often says it; else the weight of prose against links
 * and teasers decides. An error page or a consent wall has little prose and says nothing of an article. */
#include "extract/desk.h"

#include "syntax/url.h"
#include "text/text.h"

typedef struct KindRule {
    const char *word;
    PageKind kind;
} KindRule;

/* Class names of body, whole. */
static const KindRule body_classes[] = {
    {"error404", PAGE_OTHER},
    {"bbpress", PAGE_OTHER}, /* a forum */
    {"single-product", PAGE_OTHER},
    {"woocommerce-page", PAGE_OTHER}, /* a shop */
    {"search-results", PAGE_SEARCH},
    {"search-no-results", PAGE_SEARCH},
    {"author", PAGE_AUTHOR},
    {"tag", PAGE_TAG},
    {"category", PAGE_LIST},
    {"date", PAGE_LIST},
    {"tax-", PAGE_LIST},
    {"archive", PAGE_LIST},
    {"blog", PAGE_LIST},
    {"attachment", PAGE_PHOTO},
    {"single-post", PAGE_ARTICLE},
    {"single", PAGE_ARTICLE},
    {"node-type-article", PAGE_ARTICLE},
};

/* Parts of addresses of list pages. */
static const KindRule path_parts[] = {
    {"/category/", PAGE_LIST}, {"/tag/", PAGE_TAG},        {"/tags/", PAGE_TAG},
    {"/author/", PAGE_AUTHOR}, {"/authors/", PAGE_AUTHOR}, {"/search", PAGE_SEARCH},
    {"/topics/", PAGE_TAG},    {"/topic/", PAGE_TAG},      {"/attachment/", PAGE_PHOTO},
};

static bool kind_of_class(const Desk *desk, PageKind *kind)
{
    lxb_dom_node_t *body = page_node(&desk->page, desk->page.body)->dom;
    for (size_t i = 0; i < sizeof body_classes / sizeof body_classes[0]; i++)
        if (html_has_class(body, slice_from(body_classes[i].word))) {
            *kind = body_classes[i].kind;
            return true;
        }
    return false;
}

static bool kind_of_address(const Desk *desk, PageKind *kind)
{
    Url url;
    Slice own = desk->article->canonical.size > 0 ? desk->article->canonical : desk->record->url;
    if (!url_parse(own, &url))
        return false;
    if (slice_starts_with(url.query, SLICE("s=")) || slice_starts_with(url.query, SLICE("q="))) {
        *kind = PAGE_SEARCH;
        return true;
    }
    Slice value;
    bool is_numbered =
        url_query_get(desk->arena, url.query, SLICE("p"), &value) ||
        url_query_get(desk->arena, url.query, SLICE("id"), &value) ||
        (slice_contains(url.query, SLICE("id=")) && !slice_contains(url.query, SLICE("srsltid=")));
    if (url.path.size <= 1 && !is_numbered) {
        *kind = PAGE_FRONT;
        return true;
    }
    for (size_t i = 0; i < sizeof path_parts / sizeof path_parts[0]; i++)
        if (slice_contains(url.path, slice_from(path_parts[i].word))) {
            *kind = path_parts[i].kind;
            return true;
        }
    return false;
}

static bool claims_type(const Desk *desk, const char *const *types, size_t count)
{
    for (size_t i = 0; i < desk->claims.count; i++)
        for (size_t t = 0; desk->claims.items[i].field == CLAIM_TYPE && t < count; t++)
            if (slice_equal_nocase(desk->claims.items[i].value, slice_from(types[t])))
                return true;
    return false;
}

/* Headings that are links, each with some text by it: a list of pieces. */
static size_t count_teasers(const Page *page)
{
    size_t teasers = 0;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        bool is_heading = node->tag == LXB_TAG_H2 || node->tag == LXB_TAG_H3 || node->tag == LXB_TAG_H4;
        if (is_heading && node->letters >= 15 && node->linked * 5 >= node->letters * 4 &&
            !(node->under & (HINT_SIDEBAR | HINT_FOOTER | HINT_NAVIGATION | HINT_RELATED)))
            teasers++;
    }
    return teasers;
}

static size_t body_letters(const Desk *desk)
{
    size_t letters = 0;
    for (size_t i = 0; i < desk->article->body.count; i++) {
        uint32_t own, stops;
        text_measure(desk->article->body.items[i].text, &own, &stops);
        letters += own;
    }
    return letters;
}

/* Of a piece: which kind. */
PageKind kind_of_piece(const Desk *desk)
{
    static const char *const opinion[] = {"OpinionNewsArticle"};
    static const char *const gallery[] = {"ImageGallery", "MediaGallery"};
    const Article *article = desk->article;
    size_t turns = 0;
    for (size_t i = 0; i < article->body.count; i++)
        turns += article->body.items[i].kind == BLOCK_TURN;
    if (turns >= 4)
        return PAGE_INTERVIEW;
    if (slice_equal(article->genre, SLICE("Editorial")) ||
        slice_equal_nocase(article->section.slug, SLICE("editorial")) ||
        slice_equal_nocase(article->section.slug, SLICE("editorials")))
        return PAGE_EDITORIAL;
    bool is_opinion = slice_equal(article->genre, SLICE("Opinion")) ||
                      slice_equal(article->genre, SLICE("Comment")) ||
                      slice_equal(article->genre, SLICE("Debate")) ||
                      slice_starts_with_nocase(article->section.slug, SLICE("opinion")) ||
                      slice_equal_nocase(article->section.slug, SLICE("commentisfree"));
    if (is_opinion || claims_type(desk, opinion, 1))
        return PAGE_OPINION;
    return claims_type(desk, gallery, 2) && article->media.count >= 3 ? PAGE_GALLERY : PAGE_ARTICLE;
}

/* Addresses under which shops and makers, too, print pieces. */
static bool is_piece_address(const Desk *desk)
{
    static const char *const parts[] = {"/blog",   "/news",  "/article", "/insights/",
                                        "/posts/", "/story", "/magazin"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (slice_find_nocase(desk->record->url, slice_from(parts[i])) != SLICE_NONE)
            return true;
    return false;
}

/* Addresses of what a paper's host may serve beside its pieces. */
static bool is_other_address(const Desk *desk)
{
    static const char *const parts[] = {
        "/docs/",    "/documentation/", "//docs.",       "//developer.", "/forum",      "//forum",
        "viewtopic", "showthread",      "/threads/",     "/thread/",     "/questions/", "//shop.",
        "/shop/",    "/store/",         "/collections/", "/product/",    "/products/",  "/catalog/",
        "/cart",     "/help/",          "/support/",     "/login",       "/account",    "/discussions/",
        "/docs",     "srsltid=",        "/catpage",      "/cat/",        "/c/",         "/services/",
        "/service/", "/department/",    "//locations.",  "/locations/"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (slice_find_nocase(desk->record->url, slice_from(parts[i])) != SLICE_NONE)
            return true;
    return false;
}

/* Prices on lines of their own: what is on sale, one by one. */
static size_t count_prices(const Page *page)
{
    static const char *const signs[] = {"$", "€", "£"};
    size_t prices = 0;
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line->letters < 2 || line->letters > 24)
            continue;
        Slice text = page_node(page, line->last)->text;
        for (size_t s = 0; s < sizeof signs / sizeof signs[0]; s++) {
            size_t at = slice_find(text, slice_from(signs[s]));
            size_t behind = at == SLICE_NONE ? text.size : at + strlen(signs[s]);
            if (behind < text.size && ascii_is_digit(text.data[behind])) {
                prices++;
                break;
            }
        }
    }
    return prices;
}

#define PRICES_OF_SHOP 6

static float confidence_of(const Article *article, const char *field)
{
    for (size_t i = 0; i < article->provenance.count; i++)
        if (slice_equal(article->provenance.items[i].field, slice_from(field)))
            return article->provenance.items[i].confidence;
    return 0;
}

/* What tells a piece from other pages with prose: a type, a day, an author. */
typedef struct Evidence {
    size_t letters, teasers;
    bool is_claimed; /* by JSON-LD or og:type */
    bool is_dated;   /* by more than a date somewhere on the page */
    bool is_signed;
    bool says_website;
} Evidence;

static Evidence weigh(const Desk *desk)
{
    static const char *const pieces[] = {"NewsArticle",
                                         "Article",
                                         "BlogPosting",
                                         "ReportageNewsArticle",
                                         "OpinionNewsArticle",
                                         "AnalysisNewsArticle",
                                         "Report",
                                         "Review",
                                         "LiveBlogPosting",
                                         "article",
                                         "ReviewNewsArticle",
                                         "BackgroundNewsArticle",
                                         "post"};
    static const char *const website[] = {"website", "product", "product.group", "profile", "object"};
    return (Evidence){.letters = body_letters(desk),
                      .teasers = count_teasers(&desk->page),
                      .is_claimed =
                          desk->piece != NULL || claims_type(desk, pieces, sizeof pieces / sizeof pieces[0]),
                      .is_dated = confidence_of(desk->article, "published") >= 0.4f,
                      .is_signed = desk->article->authors.count > 0,
                      .says_website = claims_type(desk, website, sizeof website / sizeof website[0])};
}

/* Where neither class nor address nor a type tells. */
static PageKind kind_by_weight(const Desk *desk, const Evidence *evidence)
{
    static const char *const lists[] = {"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"};
    bool is_certain = evidence->is_dated && evidence->is_signed && evidence->letters >= 600;
    if (is_other_address(desk) && !is_piece_address(desk))
        return PAGE_OTHER;
    if (!evidence->is_dated && !evidence->is_signed && !is_piece_address(desk) &&
        count_prices(&desk->page) >= PRICES_OF_SHOP)
        return PAGE_OTHER;
    if (claims_type(desk, lists, 4) || (evidence->teasers >= 6 && evidence->letters < 3000 && !is_certain))
        return PAGE_LIST;
    if (evidence->says_website && !evidence->is_dated && !evidence->is_signed && evidence->teasers >= 3)
        return PAGE_OTHER;
    return evidence->letters >= 250 ? kind_of_piece(desk) : PAGE_OTHER;
}

static void set_kind(Desk *desk, PageKind kind, const char *rule, float confidence)
{
    desk->article->page_kind = kind;
    origin_add(desk, "pageKind", SLICE("visible"), SLICE_EMPTY, rule, confidence);
}

void decide_page_kind(Desk *desk)
{
    Evidence evidence = weigh(desk);
    PageKind kind = PAGE_OTHER;
    bool is_full_piece = evidence.is_claimed && evidence.letters > 600;
    if (kind_of_class(desk, &kind)) {
        bool is_list = !page_kind_is_piece(kind) && kind != PAGE_OTHER;
        if (kind == PAGE_ARTICLE || (is_list && is_full_piece && evidence.is_dated && evidence.teasers < 4))
            kind = kind_of_piece(desk);
        set_kind(desk, kind, "body-class", 0.95f);
    } else if (kind_of_address(desk, &kind) && !is_full_piece) {
        set_kind(desk, kind, "address", 0.85f);
    } else if (desk->record->http_status >= 400 || evidence.letters < 40) {
        set_kind(desk, evidence.is_claimed && evidence.letters >= 20 ? kind_of_piece(desk) : PAGE_OTHER,
                 "little-text", 0.6f);
    } else if (evidence.is_claimed && !desk->piece && !evidence.is_dated && !evidence.is_signed &&
               is_other_address(desk) && !is_piece_address(desk)) {
        /* og:type is "article" for whatever a template makes. */
        set_kind(desk, PAGE_OTHER, "address", 0.7f);
    } else if (evidence.is_claimed) {
        set_kind(desk, kind_of_piece(desk), "claimed-type", 0.9f);
    } else {
        set_kind(desk, kind_by_weight(desk, &evidence), "weight", 0.7f);
    }
}
