/* In: links and names in the page's head, its JSON-LD, its list of related pieces. Out: what stands beside
 * the piece: the same piece in other languages, what the page calls related, the terms under which it may be
 * used.
 *
 * Addresses are kept as the page tells them; whether a piece is held there is the archive's to know. Related
 * is only what stands in a box of that name: what is popular, new or advertised on the day of the crawl is
 * not. */
#include "extract/desk.h"

#include "syntax/url.h"

enum {
    RELATED_DEPTH = 12,      /* so far above a link its box is looked for */
    RELATED_LETTERS_MIN = 8, /* a link of fewer is a button */
    RIGHTS_BYTES_MAX = 500   /* a line; a whole page of terms is none */
};

static bool has_word(Slice list, const char *word)
{
    Slice one;
    while (list.size > 0 && slice_next_split(&list, ' ', &one))
        if (slice_equal_nocase(slice_trim(one), slice_from(word)))
            return true;
    return false;
}

/* ---- the same in other languages ---- */

/* x-default is whatever a site shows to those who speak none of its languages. */
static void add_translation(Desk *desk, Slice language, Slice address)
{
    Article *article = desk->article;
    Slice lang = language_tag(desk->arena, slice_trim(language));
    Slice url = page_address(&desk->page, slice_trim(address));
    bool is_default = slice_starts_with_nocase(slice_trim(language), SLICE("x-"));
    if (is_default || slice_is_empty(lang) || slice_is_empty(url) ||
        article->translations.count >= RELATIONS_MAX)
        return;
    *LIST_ADD(desk->arena, &article->translations) = (Relation){.url = url, .lang = lang};
}

/* <link rel="alternate" hreflang="ar" href="...">; one with another type is a feed. */
static void read_alternate(Desk *desk, uint32_t node)
{
    const Page *page = &desk->page;
    Slice type = page_attribute(page, node, "type"), language = page_attribute(page, node, "hreflang");
    if (!slice_is_empty(language) && has_word(page_attribute(page, node, "rel"), "alternate") &&
        (slice_is_empty(type) || slice_starts_with_nocase(slice_trim(type), SLICE("text/html"))))
        add_translation(desk, language, page_attribute(page, node, "href"));
}

static Slice linked_address(const Json *value)
{
    Slice url = value->kind == JSON_OBJECT ? linked_get_text(value, "url") : value->text;
    return slice_is_empty(url) && value->kind == JSON_OBJECT ? linked_get_text(value, "@id") : url;
}

static void read_linked_translations(Desk *desk, const Json *value)
{
    const Json *one = value && value->kind == JSON_ARRAY ? value->first : value;
    for (size_t i = 0; one && i < RELATIONS_MAX; one = value->kind == JSON_ARRAY ? one->next : NULL, i++)
        if (one->kind == JSON_OBJECT)
            add_translation(desk, linked_get_text(one, "inLanguage"), linked_address(one));
}

/* The page itself is in its own list of languages: by whatever spelling of its address. */
static void drop_own(Desk *desk)
{
    Article *article = desk->article;
    const Slice own[] = {url_key(desk->arena, article->url), url_key(desk->arena, article->canonical)};
    Relations others = {0};
    for (size_t i = 0; i < article->translations.count; i++) {
        Slice key = url_key(desk->arena, article->translations.items[i].url);
        if (!slice_is_empty(key) && !slice_equal(key, own[0]) && !slice_equal(key, own[1]))
            *LIST_ADD(desk->arena, &others) = article->translations.items[i];
    }
    article->translations = others;
}

/* ---- related ---- */

static bool is_related_box(const PageNode *node)
{
    static const Slice names[] = {SLICE_INIT("related"),  SLICE_INIT("read-also"), SLICE_INIT("readalso"),
                                  SLICE_INIT("see-also"), SLICE_INIT("also-read"), SLICE_INIT("yarpp")};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((node->class.size > 0 && slice_find_nocase(node->class, names[i]) != SLICE_NONE) ||
            (node->id.size > 0 && slice_find_nocase(node->id, names[i]) != SLICE_NONE))
            return true;
    return false;
}

static bool is_in_related_box(const Page *page, uint32_t node)
{
    for (int depth = 0; depth < RELATED_DEPTH && node != page->root; depth++) {
        if (is_related_box(page_node(page, node)))
            return true;
        node = page_node(page, node)->parent;
    }
    return false;
}

static void read_related(Desk *desk, uint32_t node)
{
    const Page *page = &desk->page;
    const PageNode *own = page_node(page, node);
    Article *article = desk->article;
    if (!(own->under & HINT_RELATED) || own->letters < RELATED_LETTERS_MIN ||
        article->related.count >= RELATIONS_MAX || !is_in_related_box(page, node))
        return;
    Slice url = page_address(page, slice_trim(page_attribute(page, node, "href")));
    Slice host = url_host(desk->arena, url);
    if (!slice_is_empty(url) && !slice_is_empty(host) &&
        slice_equal(host, url_host(desk->arena, article->canonical.size ? article->canonical : article->url)))
        *LIST_ADD(desk->arena, &article->related) = (Relation){.url = url, .reason = SLICE(RELATED_LISTED)};
}

/* ---- terms ---- */

static void set_license(Desk *desk, Slice address, Slice source, const char *at)
{
    Slice url = page_address(&desk->page, slice_trim(address));
    if (!slice_is_empty(desk->article->license) || slice_is_empty(url))
        return;
    desk->article->license = url;
    origin_add(desk, "license", source, slice_from(at), "stated", 0.9f);
}

static void set_rights(Desk *desk, Slice words, Slice source, Slice at)
{
    words = plain_value(desk->arena, words);
    if (!slice_is_empty(desk->article->rights) || slice_is_empty(words) || words.size > RIGHTS_BYTES_MAX)
        return;
    desk->article->rights = words;
    origin_add(desk, "rights", source, at, "stated", 0.8f);
}

/* Dublin Core says either in one field; WordPress themes and agencies write "copyright". */
static void read_rights_meta(Desk *desk, uint32_t node)
{
    static const char *const names[] = {"dc.rights",        "dcterms.rights", "dc.rights.license",
                                        "dcterms.license",  "copyright",      "dcterms.rightsholder",
                                        "citation_license", "license"};
    Slice name = page_attribute(&desk->page, node, "name");
    if (slice_is_empty(name))
        name = page_attribute(&desk->page, node, "property");
    Slice content = slice_trim(page_attribute(&desk->page, node, "content"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!slice_equal_nocase(slice_trim(name), slice_from(names[i])))
            continue;
        if (slice_starts_with_nocase(content, SLICE("http")))
            set_license(desk, content, SLICE("meta"), names[i]);
        else
            set_rights(desk, content, SLICE("meta"), slice_from(names[i]));
    }
}

static void read_linked_rights(Desk *desk, const Json *piece)
{
    const Json *license = json_get(piece, "license");
    if (license && license->kind == JSON_ARRAY)
        license = license->first;
    if (license)
        set_license(desk, linked_address(license), SLICE("json-ld"), "license");
    set_rights(desk, linked_get_text(piece, "copyrightNotice"), SLICE("json-ld"), SLICE("copyrightNotice"));
}

/* ---- all of it ---- */

/* Of other pieces than this. */
#define HINTS_OTHER (HINT_RELATED | HINT_COMMENT | HINT_SIDEBAR | HINT_TEASER)

static void read_node(Desk *desk, uint32_t number)
{
    const Page *page = &desk->page;
    switch (page_tag(page, number)) {
    case LXB_TAG_META:
        read_rights_meta(desk, number);
        break;
    case LXB_TAG_LINK:
        read_alternate(desk, number);
        if (has_word(page_attribute(page, number, "rel"), "license"))
            set_license(desk, page_attribute(page, number, "href"), SLICE("meta"), "link[rel=license]");
        break;
    case LXB_TAG_A:
        if (!(page_node(page, number)->under & HINTS_OTHER) &&
            has_word(page_attribute(page, number, "rel"), "license"))
            set_license(desk, page_attribute(page, number, "href"), SLICE("visible"), "a[rel=license]");
        read_related(desk, number);
        break;
    default:
        break;
    }
}

void decide_beside(Desk *desk)
{
    Article *article = desk->article;
    if (!page_kind_is_piece(article->page_kind))
        return;
    for (uint32_t i = 0; i < desk->page.nodes.count; i++)
        read_node(desk, i);
    if (desk->piece) {
        read_linked_rights(desk, desk->piece);
        read_linked_translations(desk, json_get(desk->piece, "workTranslation"));
        read_linked_translations(desk, json_get(desk->piece, "translationOfWork"));
    }
    drop_own(desk);
    article_settle_relations(desk->arena, article);
    if (article->translations.count > 0)
        origin_add(desk, "translations", SLICE("meta"), SLICE("link[hreflang]"), "hreflang", 0.9f);
    if (article->related.count > 0)
        origin_add(desk, "related", SLICE("visible"), SLICE("related"), "related-links", 0.7f);
}
