/* In: all that was found on a page. Out: the signs that it is a piece or is none, and their sum.
 *
 * No sign decides alone. Each has a weight in the table below, the logarithm of how much likelier the sign is
 * on one side than on the other; the sum is the answer and its names are kept as the origin of the page's
 * kind. The weights were fitted on pages of newspapers and others, and rounded. */
#include "extract/evidence.h"

#include "base/builder.h"
#include "syntax/url.h"

typedef struct SignWeight {
    const char *name;
    int weight; /* tenths */
} SignWeight;

static const SignWeight weights[SIGNS] = {
    [SIGN_SAYS_PIECE] = {"says-piece", 25},      /* JSON-LD is written for the piece it describes */
    [SIGN_SAYS_ARTICLE] = {"says-article", 10},  /* templates set it on lists, too */
    [SIGN_SAYS_WEBSITE] = {"says-website", -10}, /* the default of page builders */
    [SIGN_SAYS_LIST] = {"says-list", -15},
    [SIGN_CLASS_PIECE] = {"class-piece", 15}, /* WordPress's own word */
    [SIGN_CLASS_LIST] = {"class-list", -40},  /* WordPress's own word */
    [SIGN_DATED] = {"dated", 8},
    [SIGN_SIGNED] = {"signed", 10},
    [SIGN_BODY_NAMED] = {"body-named", 12}, /* only templates of pieces name the body */
    [SIGN_LETTERS_250] = {"letters-250", 18},
    [SIGN_LETTERS_600] = {"letters-600", 8},
    [SIGN_LETTERS_1500] = {"letters-1500", 5},
    [SIGN_TURNS] = {"turns", 30},
    [SIGN_ADDRESS_ROOT] = {"address-root", -35}, /* a front */
    [SIGN_ADDRESS_LIST] = {"address-list", -30},
    [SIGN_ADDRESS_PIECE] = {"address-piece", 20}, /* "/news" only with a number or a headline behind it */
    [SIGN_ADDRESS_OTHER] = {"address-other", -35},
    [SIGN_ADDRESS_DATED] = {"address-dated", 18}, /* only pieces have a day */
    [SIGN_ADDRESS_SLUG] = {"address-slug", 14},   /* a headline made the address */
    [SIGN_TEASERS_3] = {"teasers-3", -10},        /* pieces end in teasers, too */
    [SIGN_TEASERS_6] = {"teasers-6", -8},
    [SIGN_TEASERS_12] = {"teasers-12", -8},
    [SIGN_PRICES] = {"prices", -8},
    [SIGN_SOFTWARE] = {"software", -15},
    [SIGN_FIELDS] = {"fields", -8},
    [SIGN_BUTTONS] = {"buttons", -15},
    [SIGN_HEADINGS] = {"headings", -8},      /* cards, not prose */
    [SIGN_SMALL_PART] = {"small-part", -10}, /* the rest is links */
    [SIGN_CODE] = {"code", -10},
    [SIGN_THREAD] = {"thread", -25},
    [SIGN_ERROR] = {"error", -40},
};
#define BIAS (-13)

/* ---- what the page says of itself ---- */

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
    {"/category/", PAGE_LIST},    {"/tag/", PAGE_TAG},          {"/tags/", PAGE_TAG},
    {"/author/", PAGE_AUTHOR},    {"/authors/", PAGE_AUTHOR},   {"/autor/", PAGE_AUTHOR},
    {"/autoren/", PAGE_AUTHOR},   {"/auteur/", PAGE_AUTHOR},    {"/autore/", PAGE_AUTHOR},
    {"/redakteur/", PAGE_AUTHOR}, {"/columnist/", PAGE_AUTHOR}, {"/contributor/", PAGE_AUTHOR},
    {"/search", PAGE_SEARCH},     {"/suche", PAGE_SEARCH},      {"/recherche", PAGE_SEARCH},
    {"/buscar", PAGE_SEARCH},     {"/topics/", PAGE_TAG},       {"/topic/", PAGE_TAG},
    {"/thema/", PAGE_TAG},        {"/themen/", PAGE_TAG},       {"/etiqueta/", PAGE_TAG},
    {"/keyword/", PAGE_TAG},      {"/attachment/", PAGE_PHOTO},
};

static PageKind kind_of_class(const Desk *desk)
{
    lxb_dom_node_t *body = page_node(&desk->page, desk->page.body)->dom;
    for (size_t i = 0; i < sizeof body_classes / sizeof body_classes[0]; i++)
        if (html_has_class(body, slice_from(body_classes[i].word)))
            return body_classes[i].kind;
    return PAGE_KINDS;
}

static PageKind kind_of_address(const Desk *desk)
{
    Url url;
    Slice own = desk->article->canonical.size > 0 ? desk->article->canonical : desk->record->url, value;
    if (!url_parse(own, &url))
        return PAGE_KINDS;
    if (slice_starts_with(url.query, SLICE("s=")) || slice_starts_with(url.query, SLICE("q=")))
        return PAGE_SEARCH;
    bool is_numbered =
        url_query_get(desk->arena, url.query, SLICE("p"), &value) ||
        url_query_get(desk->arena, url.query, SLICE("id"), &value) ||
        (slice_contains(url.query, SLICE("id=")) && !slice_contains(url.query, SLICE("srsltid=")));
    if (url.path.size <= 1 && !is_numbered)
        return PAGE_FRONT;
    for (size_t i = 0; i < sizeof path_parts / sizeof path_parts[0]; i++)
        if (slice_contains(url.path, slice_from(path_parts[i].word)))
            return path_parts[i].kind;
    return PAGE_KINDS;
}

bool claims_type(const Desk *desk, const char *const *types, size_t count)
{
    for (size_t i = 0; i < desk->claims.count; i++)
        for (size_t t = 0; desk->claims.items[i].field == CLAIM_TYPE && t < count; t++)
            if (slice_equal_nocase(desk->claims.items[i].value, slice_from(types[t])))
                return true;
    return false;
}
#define CLAIMS(desk, types) claims_type(desk, types, sizeof(types) / sizeof *(types))

static float confidence_of(const Article *article, const char *field)
{
    for (size_t i = 0; i < article->provenance.count; i++)
        if (slice_equal(article->provenance.items[i].field, slice_from(field)))
            return article->provenance.items[i].confidence;
    return 0;
}

static void set(Evidence *evidence, Sign sign, bool holds)
{
    evidence->signs |= (uint64_t)holds << sign;
}

static void weigh_claims(const Desk *desk, Evidence *evidence)
{
    static const char *const articles[] = {"article", "post"};
    static const char *const websites[] = {"website", "product", "product.group", "profile", "object"};
    static const char *const lists[] = {"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"};
    static const char *const profiles[] = {"ProfilePage"}, *const results[] = {"SearchResultsPage"};
    set(evidence, SIGN_SAYS_PIECE, desk->piece != NULL);
    set(evidence, SIGN_SAYS_ARTICLE, CLAIMS(desk, articles));
    set(evidence, SIGN_SAYS_WEBSITE, CLAIMS(desk, websites));
    set(evidence, SIGN_SAYS_LIST, CLAIMS(desk, lists));
    evidence->claimed_kind = CLAIMS(desk, profiles)  ? PAGE_AUTHOR
                             : CLAIMS(desk, results) ? PAGE_SEARCH
                                                     : PAGE_KINDS;
    set(evidence, SIGN_DATED, confidence_of(desk->article, "published") >= 0.4f);
    set(evidence, SIGN_SIGNED, desk->article->authors.count > 0);
    evidence->class_kind = kind_of_class(desk);
    set(evidence, SIGN_CLASS_PIECE, evidence->class_kind == PAGE_ARTICLE);
    set(evidence, SIGN_CLASS_LIST,
        evidence->class_kind != PAGE_KINDS && !page_kind_is_piece(evidence->class_kind));
}

/* ---- its address ---- */

/* `text` in lower case. */
static Slice lower(Arena *arena, Slice text)
{
    char *out = arena_text(arena, text.size);
    for (size_t i = 0; i < text.size; i++)
        out[i] = ascii_lower(text.data[i]);
    return slice_of(out, text.size);
}
/* "/2014/06/27/", "/2014-06-27": a year and a month. */
static bool is_dated_path(Slice path)
{
    for (size_t i = 0; i + 8 <= path.size; i++) {
        const char *at = path.data + i;
        bool is_year = at[0] == '/' && (at[1] == '1' || at[1] == '2') && ascii_is_digit(at[2]) &&
                       ascii_is_digit(at[3]) && ascii_is_digit(at[4]);
        if (!is_year)
            continue;
        size_t month = i + 5 + (at[5] == '/' || at[5] == '-');
        if (month + 1 < path.size && (path.data[month] == '0' || path.data[month] == '1') &&
            ascii_is_digit(path.data[month + 1]))
            return true;
    }
    return false;
}

static size_t slug_words(Slice path)
{
    Slice slug = url_slug(path);
    size_t words = slug.size > 0;
    for (size_t i = 1; i + 1 < slug.size; i++)
        words += slug.data[i] == '-' || slug.data[i] == '_' || slug.data[i] == '+';
    return words;
}

/* A run of four digits or more: the number of a piece, or its day. */
static bool has_number(Slice path)
{
    size_t run = 0;
    for (size_t i = 0; i < path.size && run < 4; i++)
        run = ascii_is_digit(path.data[i]) ? run + 1 : 0;
    return run >= 4;
}

static void weigh_address(const Desk *desk, Evidence *evidence)
{
    /* Addresses under which shops and makers, too, print pieces. */
    static const char *const pieces[] = {"/blog/",    "/article", "/insights/", "/posts/",
                                         "/stories/", "/story/",  "/magazin"};
    /* What a paper's host may serve beside its pieces. */
    static const char *const others[] = {
        "/docs/",       "/documentation/", "//docs.",       "//developer.", "/forum",      "//forum",
        "viewtopic",    "showthread",      "/threads/",     "/thread/",     "/questions/", "//shop.",
        "/shop/",       "/store/",         "/collections/", "/product/",    "/products/",  "/catalog/",
        "/cart",        "/help/",          "/support/",     "/login",       "/account",    "/discussions/",
        "/docs",        "srsltid=",        "/catpage",      "/cat/",        "/c/",         "/services/",
        "/service/",    "/department/",    "//locations.",  "/locations/",  "//support.",  "//help.",
        "//community.", "/community/",     "/pricing",      "/solutions/",  "/contact",    "/about"};
    Url url;
    Slice address = lower(desk->arena, slice_range(desk->record->url, 0, 1000));
    evidence->address_kind = kind_of_address(desk);
    set(evidence, SIGN_ADDRESS_ROOT, evidence->address_kind == PAGE_FRONT);
    set(evidence, SIGN_ADDRESS_LIST,
        evidence->address_kind >= PAGE_LIST && evidence->address_kind <= PAGE_SEARCH &&
            evidence->address_kind != PAGE_FRONT);
    set(evidence, SIGN_ADDRESS_OTHER, SLICE_ANY(address, slice_contains, others));
    if (!url_parse(address, &url))
        return;
    set(evidence, SIGN_ADDRESS_DATED, is_dated_path(url.path));
    size_t words = slug_words(url.path);
    set(evidence, SIGN_ADDRESS_SLUG, words >= 4);
    bool is_news = slice_contains(address, SLICE("/news")) && (words >= 3 || has_number(url.path));
    set(evidence, SIGN_ADDRESS_PIECE, is_news || SLICE_ANY(url.path, slice_contains, pieces));
}

/* ---- what it shows ---- */

/* Headings that are links, each with some text by it: a list of pieces. */
static size_t count_teasers(const Page *page)
{
    size_t teasers = 0;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        uint16_t tag = page_tag(page, i);
        if (tag != LXB_TAG_H2 && tag != LXB_TAG_H3 && tag != LXB_TAG_H4)
            continue;
        const PageNode *node = page_node(page, i);
        if (node->letters >= 15 && node->linked * 5 >= node->letters * 4 &&
            !(node->under & (HINT_SIDEBAR | HINT_FOOTER | HINT_NAVIGATION | HINT_RELATED)))
            teasers++;
    }
    return teasers;
}

static void weigh_body(const Desk *desk, Evidence *evidence)
{
    const Article *article = desk->article;
    size_t headings = 0, turns = 0;
    for (size_t i = 0; i < article->body.count; i++) {
        uint32_t own, stops;
        text_measure(article->body.items[i].text, &own, &stops);
        evidence->letters += own;
        headings += article->body.items[i].kind == BLOCK_SUBHEAD;
        turns += article->body.items[i].kind == BLOCK_TURN;
    }
    size_t letters = evidence->letters;
    set(evidence, SIGN_LETTERS_250, letters >= 250);
    set(evidence, SIGN_LETTERS_600, letters >= 600);
    set(evidence, SIGN_LETTERS_1500, letters >= 1500);
    set(evidence, SIGN_TURNS, turns >= 4);
    set(evidence, SIGN_HEADINGS, headings >= 4 && headings * 350 > letters);
    set(evidence, SIGN_SMALL_PART, letters * 4 < page_node(&desk->page, desk->page.body)->letters);
    set(evidence, SIGN_BODY_NAMED,
        desk->body_node && page_node(&desk->page, desk->body_node)->hints & HINT_BODY);
    evidence->teasers = count_teasers(&desk->page);
    set(evidence, SIGN_TEASERS_3, evidence->teasers >= 3);
    set(evidence, SIGN_TEASERS_6, evidence->teasers >= 6);
    set(evidence, SIGN_TEASERS_12, evidence->teasers >= 12);
}

/* Prices on lines of their own: what is on sale, one by one. */
static bool is_price(Slice text)
{
    static const Slice signs[] = {SLICE_INIT("$"), SLICE_INIT("€"), SLICE_INIT("£")};
    for (size_t at = 0; at + 1 < text.size; at++) {
        if (text.data[at] != '$' && (unsigned char)text.data[at] < 0x80)
            continue; /* none of the signs begins so */
        for (size_t s = 0; s < sizeof signs / sizeof signs[0]; s++) {
            size_t behind = at + signs[s].size;
            if (text.data[at] == signs[s].data[0] && behind < text.size &&
                ascii_is_digit(text.data[behind]) && slice_starts_with(slice_skip(text, at), signs[s]))
                return true;
        }
    }
    return false;
}

/* What the buttons of those say who sell or serve; nobody reads them in a paper. */
static bool is_button(Slice text)
{
    static const char *const labels[] = {
        "get started",     "book a demo",     "request a demo", "get a quote",    "free trial",
        "add to cart",     "buy now",         "shop now",       "contact us",     "contact sales",
        "learn more",      "sign up free",    "try for free",   "start for free", "get in touch",
        "schedule a call", "request a quote", "view all",       "add to bag",     "in den warenkorb",
        "view profile",    "our services",    "talk to sales",  "see pricing"};
    const char first = ascii_lower(text.data[0]);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (labels[i][0] == first && slice_starts_with_nocase(text, slice_from(labels[i])))
            return true;
    return false;
}

/* What forums print by each post, and nobody else. */
static bool is_post_line(Slice text)
{
    static const char *const begins[] = {"posts:",         "joined:",    "posted ",     "answered",
                                         "asked ",         "replied ",   "reputation:", "member since",
                                         "likes received", "message ",   "beiträge:",   "dabei seit",
                                         "registriert",    "messages :", "mensajes:"};
    const char first = ascii_lower(text.data[0]);
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (begins[i][0] == first && slice_starts_with_nocase(text, slice_from(begins[i])))
            return true;
    return slice_ends_with(text, SLICE(" replies")) || slice_ends_with(text, SLICE(" answers"));
}

#define PRICES_OF_SHOP 6
#define BUTTONS_OF_SELLER 3
#define POSTS_OF_THREAD 3

static void weigh_lines(const Desk *desk, Evidence *evidence)
{
    const Page *page = &desk->page;
    size_t prices = 0, buttons = 0, posts = 0;
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line->letters < 2 || line->letters > 24)
            continue;
        Slice text = slice_trim(page_node(page, line->last)->text);
        if (text.size == 0)
            continue;
        prices += is_price(text);
        buttons += is_button(text);
        posts += is_post_line(text) && !(page_node(page, line->owner)->under & HINT_COMMENT);
    }
    set(evidence, SIGN_PRICES, prices >= PRICES_OF_SHOP);
    set(evidence, SIGN_BUTTONS, buttons >= BUTTONS_OF_SELLER);
    set(evidence, SIGN_THREAD, posts >= POSTS_OF_THREAD);
}

/* Names of programs that make no newspapers. */
static bool is_other_software(Arena *arena, Slice generator)
{
    static const char *const names[] = {"vbulletin", "phpbb",      "xenforo",    "discourse",   "mybb",
                                        "smf",       "invision",   "flarum",     "woocommerce", "shopify",
                                        "magento",   "prestashop", "docusaurus", "sphinx",      "mkdocs",
                                        "gitbook",   "mediawiki",  "vuepress",   "hexo doc",    "jsdoc",
                                        "doxygen",   "zendesk",    "bookstack",  "opencart"};
    return SLICE_ANY(lower(arena, slice_range(generator, 0, 100)), slice_contains, names);
}

#define FIELDS_OF_FORM 3
#define EXAMPLES_OF_MANUAL 8

/* One walk over the elements: generator, fields, posts. */
static void weigh_elements(const Desk *desk, Evidence *evidence)
{
    const Page *page = &desk->page;
    size_t fields = 0, posts = 0, examples = 0;
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        if (page_tag(page, i) == 0)
            continue;
        const PageNode *node = page_node(page, i);
        if (node->tag == LXB_TAG_META &&
            slice_equal_nocase(page_attribute(page, i, "name"), SLICE("generator")))
            set(evidence, SIGN_SOFTWARE, is_other_software(desk->arena, page_attribute(page, i, "content")));
        else if ((node->tag == LXB_TAG_INPUT || node->tag == LXB_TAG_TEXTAREA ||
                  node->tag == LXB_TAG_SELECT) &&
                 !(node->under & (HINT_COMMENT | HINT_NAVIGATION | HINT_CONSENT)))
            fields += !slice_equal_nocase(page_attribute(page, i, "type"), SLICE("hidden"));
        else if (node->id.size > 5 && slice_starts_with_nocase(node->id, SLICE("post")) &&
                 ascii_is_digit(node->id.data[node->id.size - 1]) && node->letters > 20)
            posts++;
        else
            examples += node->tag == LXB_TAG_PRE;
    }
    set(evidence, SIGN_FIELDS, fields >= FIELDS_OF_FORM);
    set(evidence, SIGN_CODE, examples >= EXAMPLES_OF_MANUAL);
    set(evidence, SIGN_THREAD, posts >= POSTS_OF_THREAD);
}

/* A page that answers 200 and says that it has nothing. */
static bool says_error(const Desk *desk)
{
    static const char *const words[] = {"page not found",        "404",
                                        "not be found",          "seite nicht gefunden",
                                        "page introuvable",      "access denied",
                                        "just a moment",         "not a bot",
                                        "checking your browser", "verify you are human",
                                        "security check",        "attention required",
                                        "domain is for sale",    "domain for sale",
                                        "are you a robot",       "página no encontrada",
                                        "pagina non trovata"};
    return SLICE_ANY(lower(desk->arena, slice_range(desk->article->headline, 0, 60)), slice_contains, words);
}

void weigh_evidence(const Desk *desk, Evidence *evidence)
{
    *evidence = (Evidence){.class_kind = PAGE_KINDS, .address_kind = PAGE_KINDS, .claimed_kind = PAGE_KINDS};
    weigh_claims(desk, evidence);
    weigh_address(desk, evidence);
    weigh_body(desk, evidence);
    weigh_lines(desk, evidence);
    weigh_elements(desk, evidence);
    set(evidence, SIGN_ERROR, evidence->letters < 1500 && says_error(desk));
}

int evidence_score(const Evidence *evidence)
{
    int score = BIAS;
    for (int sign = 0; sign < SIGNS; sign++)
        score += evidence_has(evidence, (Sign)sign) ? weights[sign].weight : 0;
    return score;
}

Slice evidence_names(Arena *arena, const Evidence *evidence)
{
    Builder out;
    builder_init(&out, arena);
    for (int sign = 0; sign < SIGNS; sign++) {
        if (!evidence_has(evidence, (Sign)sign))
            continue;
        if (out.size > 0)
            builder_add_byte(&out, ' ');
        builder_add_string(&out, weights[sign].name);
    }
    return builder_slice(&out);
}
