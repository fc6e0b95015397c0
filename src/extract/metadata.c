/* In: the head of a page and the attributes of its body. Out: claims.
 *
 * Meta elements by a table of the names that papers use (OpenGraph, Dublin Core, Highwire's citation_,
 * Parse.ly, Sailthru and plain ones), links, microdata, and the numbers that WordPress writes into classes.
 */
#include "extract/desk.h"

#include "syntax/url.h"
#include "text/text.h"

typedef struct MetaRule {
    const char *name; /* lower case */
    ClaimField field;
    const char *source;
    float confidence;
} MetaRule;

static const MetaRule meta_rules[] = {
    {"og:title", CLAIM_HEADLINE, "opengraph", 0.8f},
    {"twitter:title", CLAIM_HEADLINE, "meta", 0.6f},
    {"title", CLAIM_HEADLINE, "meta", 0.5f},
    {"headline", CLAIM_HEADLINE, "meta", 0.7f},
    {"hdl", CLAIM_HEADLINE, "meta", 0.7f},
    {"dc.title", CLAIM_HEADLINE, "meta", 0.6f},
    {"dcterms.title", CLAIM_HEADLINE, "meta", 0.6f},
    {"citation_title", CLAIM_HEADLINE, "meta", 0.75f},
    {"parsely-title", CLAIM_HEADLINE, "meta", 0.75f},
    {"sailthru.title", CLAIM_HEADLINE, "meta", 0.7f},
    {"og:description", CLAIM_SUMMARY, "opengraph", 0.7f},
    {"description", CLAIM_SUMMARY, "meta", 0.75f},
    {"twitter:description", CLAIM_SUMMARY, "meta", 0.5f},
    {"dc.description", CLAIM_SUMMARY, "meta", 0.6f},
    {"sailthru.description", CLAIM_SUMMARY, "meta", 0.6f},
    {"author", CLAIM_AUTHOR, "meta", 0.7f},
    {"article:author", CLAIM_AUTHOR, "opengraph", 0.6f},
    {"og:article:author", CLAIM_AUTHOR, "opengraph", 0.6f},
    {"article:author_name", CLAIM_AUTHOR, "opengraph", 0.7f},
    {"article.author", CLAIM_AUTHOR, "meta", 0.6f},
    {"dc.creator", CLAIM_AUTHOR, "meta", 0.65f},
    {"dcterms.creator", CLAIM_AUTHOR, "meta", 0.65f},
    {"dc.creator.byline", CLAIM_AUTHOR, "meta", 0.65f},
    {"citation_author", CLAIM_AUTHOR, "meta", 0.75f},
    {"parsely-author", CLAIM_AUTHOR, "meta", 0.75f},
    {"sailthru.author", CLAIM_AUTHOR, "meta", 0.7f},
    {"byl", CLAIM_AUTHOR, "meta", 0.7f},
    {"cxenseparse:author", CLAIM_AUTHOR, "meta", 0.65f},
    {"article:published_time", CLAIM_PUBLISHED, "opengraph", 0.9f},
    {"og:article:published_time", CLAIM_PUBLISHED, "opengraph", 0.85f},
    {"article:published", CLAIM_PUBLISHED, "opengraph", 0.85f},
    {"og:published_time", CLAIM_PUBLISHED, "opengraph", 0.85f},
    {"og:pubdate", CLAIM_PUBLISHED, "opengraph", 0.8f},
    {"og:publish_date", CLAIM_PUBLISHED, "opengraph", 0.8f},
    {"og:article:published", CLAIM_PUBLISHED, "opengraph", 0.8f},
    {"datepublished", CLAIM_PUBLISHED, "meta", 0.85f},
    {"date", CLAIM_PUBLISHED, "meta", 0.58f},
    {"pubdate", CLAIM_PUBLISHED, "meta", 0.8f},
    {"pub_date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"publish_date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"publish-date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"publishdate", CLAIM_PUBLISHED, "meta", 0.8f},
    {"published_time", CLAIM_PUBLISHED, "meta", 0.8f},
    {"publication_date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"publicationdate", CLAIM_PUBLISHED, "meta", 0.8f},
    {"original-publish-date", CLAIM_PUBLISHED, "meta", 0.85f},
    {"originalpublicationdate", CLAIM_PUBLISHED, "meta", 0.85f},
    {"article_date_original", CLAIM_PUBLISHED, "meta", 0.8f},
    {"article:publicationdate", CLAIM_PUBLISHED, "meta", 0.8f},
    {"article.published", CLAIM_PUBLISHED, "meta", 0.8f},
    {"dc.date", CLAIM_PUBLISHED, "meta", 0.7f},
    {"dc.date.issued", CLAIM_PUBLISHED, "meta", 0.8f},
    {"dc.date.created", CLAIM_PUBLISHED, "meta", 0.75f},
    {"dc.issued", CLAIM_PUBLISHED, "meta", 0.75f},
    {"dcterms.date", CLAIM_PUBLISHED, "meta", 0.75f},
    {"dcterms.created", CLAIM_PUBLISHED, "meta", 0.75f},
    {"dcterms.issued", CLAIM_PUBLISHED, "meta", 0.8f},
    {"citation_date", CLAIM_PUBLISHED, "meta", 0.7f},
    {"citation_publication_date", CLAIM_PUBLISHED, "meta", 0.75f},
    {"parsely-pub-date", CLAIM_PUBLISHED, "meta", 0.85f},
    {"sailthru.date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"displaydate", CLAIM_PUBLISHED, "meta", 0.75f},
    {"pdate", CLAIM_PUBLISHED, "meta", 0.75f},
    {"ptime", CLAIM_PUBLISHED, "meta", 0.75f},
    {"cxenseparse:recs:publishtime", CLAIM_PUBLISHED, "meta", 0.75f},
    {"shareaholic:article_published_time", CLAIM_PUBLISHED, "meta", 0.75f},
    {"article:modified_time", CLAIM_MODIFIED, "opengraph", 0.9f},
    {"og:article:modified_time", CLAIM_MODIFIED, "opengraph", 0.85f},
    {"og:updated_time", CLAIM_MODIFIED, "opengraph", 0.8f},
    {"og:modified_time", CLAIM_MODIFIED, "opengraph", 0.8f},
    {"datemodified", CLAIM_MODIFIED, "meta", 0.8f},
    {"last-modified", CLAIM_MODIFIED, "meta", 0.7f},
    {"lastmod", CLAIM_MODIFIED, "meta", 0.7f},
    {"modified_date", CLAIM_MODIFIED, "meta", 0.7f},
    {"dcterms.modified", CLAIM_MODIFIED, "meta", 0.75f},
    {"dc.date.modified", CLAIM_MODIFIED, "meta", 0.75f},
    {"ms.date", CLAIM_MODIFIED, "meta", 0.6f},
    {"dcterms.available", CLAIM_PUBLISHED, "meta", 0.7f},
    {"dc.date.published", CLAIM_PUBLISHED, "meta", 0.75f},
    {"article:published_date", CLAIM_PUBLISHED, "opengraph", 0.8f},
    {"article-publication-date", CLAIM_PUBLISHED, "meta", 0.8f},
    {"article:create_at", CLAIM_PUBLISHED, "meta", 0.7f},
    {"creation_date", CLAIM_PUBLISHED, "meta", 0.65f},
    {"release_date", CLAIM_PUBLISHED, "meta", 0.7f},
    {"datecreated", CLAIM_PUBLISHED, "meta", 0.7f},
    {"bt:pubdate", CLAIM_PUBLISHED, "meta", 0.75f},
    {"rnews:datepublished", CLAIM_PUBLISHED, "meta", 0.8f},
    {"vr:published_time", CLAIM_PUBLISHED, "meta", 0.75f},
    {"last-updated", CLAIM_MODIFIED, "meta", 0.7f},
    {"article:modified", CLAIM_MODIFIED, "opengraph", 0.8f},
    {"revised", CLAIM_MODIFIED, "meta", 0.6f},
    {"article:section", CLAIM_SECTION, "opengraph", 0.85f},
    {"og:article:section", CLAIM_SECTION, "opengraph", 0.85f},
    {"parsely-section", CLAIM_SECTION, "meta", 0.8f},
    {"section", CLAIM_SECTION, "meta", 0.75f},
    {"category", CLAIM_SECTION, "meta", 0.6f},
    {"article:tag", CLAIM_TAG, "opengraph", 0.8f},
    {"keywords", CLAIM_TAG, "meta", 0.6f},
    {"news_keywords", CLAIM_TAG, "meta", 0.7f},
    {"parsely-tags", CLAIM_TAG, "meta", 0.7f},
    {"sailthru.tags", CLAIM_TAG, "meta", 0.65f},
    {"citation_keywords", CLAIM_TAG, "meta", 0.7f},
    {"og:site_name", CLAIM_SITE, "opengraph", 0.9f},
    {"application-name", CLAIM_SITE, "meta", 0.6f},
    {"publisher", CLAIM_SITE, "meta", 0.5f},
    {"dc.publisher", CLAIM_SITE, "meta", 0.6f},
    {"citation_journal_title", CLAIM_SITE, "meta", 0.7f},
    {"og:type", CLAIM_TYPE, "opengraph", 0.6f},
    {"parsely-type", CLAIM_TYPE, "meta", 0.6f},
    {"og:url", CLAIM_CANONICAL, "opengraph", 0.7f},
    {"twitter:url", CLAIM_CANONICAL, "meta", 0.5f},
    {"og:image", CLAIM_IMAGE, "opengraph", 0.8f},
    {"og:image:url", CLAIM_IMAGE, "opengraph", 0.8f},
    {"twitter:image", CLAIM_IMAGE, "meta", 0.6f},
    {"twitter:image:src", CLAIM_IMAGE, "meta", 0.6f},
    {"content-language", CLAIM_LANG, "meta", 0.6f},
    {"dc.language", CLAIM_LANG, "meta", 0.6f},
    {"og:locale", CLAIM_LANG, "opengraph", 0.5f},
    {"articleid", CLAIM_CMS_ID, "meta", 0.7f},
    {"article_id", CLAIM_CMS_ID, "meta", 0.7f},
    {"article-id", CLAIM_CMS_ID, "meta", 0.7f},
    {"article:id", CLAIM_CMS_ID, "meta", 0.7f},
    {"postid", CLAIM_CMS_ID, "meta", 0.7f},
    {"post-id", CLAIM_CMS_ID, "meta", 0.7f},
    {"content_id", CLAIM_CMS_ID, "meta", 0.6f},
    {"cxenseparse:recs:articleid", CLAIM_CMS_ID, "meta", 0.6f},
    {"parsely-post-id", CLAIM_CMS_ID, "meta", 0.6f},
};
#define META_RULES (sizeof meta_rules / sizeof meta_rules[0])

static const MetaRule microdata_rules[] = {
    {"headline", CLAIM_HEADLINE, "microdata", 0.8f},
    {"alternativeheadline", CLAIM_SUBHEADLINE, "microdata", 0.7f},
    {"datepublished", CLAIM_PUBLISHED, "microdata", 0.85f},
    {"dc:date", CLAIM_PUBLISHED, "rdfa", 0.6f},
    {"dc:created", CLAIM_PUBLISHED, "rdfa", 0.6f},
    {"dcterms:issued", CLAIM_PUBLISHED, "rdfa", 0.7f},
    {"schema:datepublished", CLAIM_PUBLISHED, "rdfa", 0.85f},
    {"datecreated", CLAIM_PUBLISHED, "microdata", 0.6f},
    {"datemodified", CLAIM_MODIFIED, "microdata", 0.8f},
    {"articlesection", CLAIM_SECTION, "microdata", 0.8f},
    {"keywords", CLAIM_TAG, "microdata", 0.6f},
};

static const MetaRule *find_rule(const MetaRule *rules, size_t count, Slice name)
{
    for (size_t i = 0; i < count && name.size > 0; i++)
        if (ascii_lower(name.data[0]) == rules[i].name[0] &&
            (name.size == 1 || ascii_lower(name.data[1]) == rules[i].name[1]) &&
            slice_equal_nocase(name, slice_from(rules[i].name)))
            return &rules[i];
    return NULL;
}

static void claim_rule(Desk *desk, const MetaRule *rule, Slice value, Slice at, uint32_t node)
{
    claim_add(desk, (Claim){.field = rule->field,
                            .value = plain_value(desk->arena, value),
                            .source = slice_from(rule->source),
                            .at = at,
                            .confidence = rule->confidence,
                            .node = node});
}

/* twitter:label1 "Written by" and twitter:data1 with the name, which content systems put beside each other.
 */
static void read_labelled(Desk *desk, uint32_t node, Slice name, Slice content)
{
    static const char *const words[] = {"written by",      "verfasst von", "geschrieben von",
                                        "écrit par",       "escrito por",  "scritto da",
                                        "geschreven door", "author",       "autor",
                                        "napisane przez",  "skrevet av",   "كتبه",
                                        "كُتب بواسطة",      "yazan",        "автор"};
    if (!slice_equal_nocase(name, SLICE("twitter:data1")))
        return;
    uint32_t from = node > 8 ? node - 8 : 0;
    for (uint32_t i = node; i-- > from;) {
        if (!slice_equal_nocase(page_attribute(&desk->page, i, "name"), SLICE("twitter:label1")))
            continue;
        Slice label = slice_trim(page_attribute(&desk->page, i, "content"));
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
            if (slice_equal_nocase(label, slice_from(words[w])))
                claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                                        .value = plain_value(desk->arena, content),
                                        .source = SLICE("meta"),
                                        .at = SLICE("twitter:data1"),
                                        .confidence = 0.68f,
                                        .node = node});
        return;
    }
}

static void read_meta(Desk *desk, uint32_t node)
{
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    Slice content = page_attribute(&desk->page, node, "content");
    if (slice_is_empty(slice_trim(content)))
        content = page_attribute(&desk->page, node, "value"); /* as some systems write it */
    if (slice_is_empty(slice_trim(content)))
        return;
    read_labelled(desk, node, slice_trim(page_attribute(&desk->page, node, "name")), content);
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        Slice rest = slice_trim(page_attribute(&desk->page, node, keys[k]));
        Slice name;
        while (rest.size > 0 && slice_next_split(&rest, ' ', &name)) {
            const MetaRule *rule =
                k == 2 ? find_rule(microdata_rules, sizeof microdata_rules / sizeof microdata_rules[0], name)
                       : find_rule(meta_rules, META_RULES, name);
            if (rule)
                claim_rule(desk, rule, content, slice_trim(name), node);
        }
    }
}

/* "?p=123" and "/wp-json/wp/v2/posts/123". */
static Slice number_behind(Slice text, Slice mark)
{
    size_t at = slice_find(text, mark);
    if (at == SLICE_NONE)
        return SLICE_EMPTY;
    Slice rest = slice_skip(text, at + mark.size);
    size_t size = 0;
    while (size < rest.size && ascii_is_digit(rest.data[size]))
        size++;
    return slice_range(rest, 0, size);
}

static void claim_cms_id(Desk *desk, Slice id, const char *at, float confidence)
{
    if (!slice_is_empty(id))
        claim_add(desk, (Claim){.field = CLAIM_CMS_ID,
                                .value = id,
                                .source = SLICE("wordpress"),
                                .at = slice_from(at),
                                .confidence = confidence});
}

static void read_link(Desk *desk, uint32_t node)
{
    Slice rel = page_attribute(&desk->page, node, "rel");
    Slice href = page_attribute(&desk->page, node, "href");
    if (slice_equal_nocase(rel, SLICE("canonical")))
        claim_add(desk, (Claim){.field = CLAIM_CANONICAL,
                                .value = href,
                                .source = SLICE("meta"),
                                .at = SLICE("link[rel=canonical]"),
                                .confidence = 0.9f});
    else if (slice_equal_nocase(rel, SLICE("shortlink")))
        claim_cms_id(desk, number_behind(href, SLICE("?p=")), "link[rel=shortlink]", 0.9f);
    else if (slice_equal_nocase(rel, SLICE("alternate")))
        claim_cms_id(desk, number_behind(href, SLICE("/wp/v2/posts/")), "wp-json", 0.9f);
}

static void read_microdata(Desk *desk, uint32_t node)
{
    Slice rest = page_attribute(&desk->page, node, "itemprop"), name;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &name)) {
        const MetaRule *rule =
            find_rule(microdata_rules, sizeof microdata_rules / sizeof microdata_rules[0], name);
        if (!rule || page_node(&desk->page, node)->under & (HINT_RELATED | HINT_COMMENT | HINT_SIDEBAR))
            continue;
        Slice value = page_attribute(&desk->page, node, "content");
        if (slice_is_empty(value))
            value = page_attribute(&desk->page, node, "datetime");
        if (slice_is_empty(value) && page_node(&desk->page, node)->end - node < 64)
            value = page_visible_text(&desk->page, node);
        claim_rule(desk, rule, value, slice_trim(name), node);
    }
}

/* itemprop="author" around the person's itemprop="name", or with the name as its value. */
static void read_author_item(Desk *desk, uint32_t node)
{
    const Page *page = &desk->page;
    const PageNode *own = page_node(page, node);
    Slice prop = slice_trim(page_attribute(page, node, "itemprop")), value = SLICE_EMPTY;
    if (!slice_equal_nocase(prop, SLICE("author")) ||
        own->under & (HINT_RELATED | HINT_COMMENT | HINT_TEASER) || own->end - node > 64)
        return;
    for (uint32_t i = node; i < own->end && value.size == 0; i++) {
        Slice name = slice_trim(page_attribute(page, i, "itemprop"));
        bool is_value = i == node ? own->end == node + 1 : slice_equal_nocase(name, SLICE("name"));
        if (!is_value)
            continue;
        value = page_attribute(page, i, "content");
        if (value.size == 0 && page_node(page, i)->letters <= 60)
            value = page_visible_text(page, i);
    }
    if (value.size > 0)
        claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                                .value = plain_value(desk->arena, value),
                                .source = SLICE("microdata"),
                                .at = SLICE("author"),
                                .confidence = 0.71f});
}

/* body class "postid-123", article id "post-123". */
static void read_wordpress(Desk *desk, uint32_t node)
{
    const PageNode *own = page_node(&desk->page, node);
    if (own->tag == LXB_TAG_BODY) {
        claim_cms_id(desk, number_behind(own->class, SLICE("postid-")), "body.postid", 0.95f);
        claim_cms_id(desk, number_behind(own->class, SLICE("attachmentid-")), "body.attachmentid", 0.95f);
    } else if (slice_starts_with(own->id, SLICE("post-")) && !(own->under & HINTS_FURNITURE)) {
        claim_cms_id(desk, number_behind(own->id, SLICE("post-")), "article#post", 0.6f);
    }
}

void collect_metadata(Desk *desk)
{
    Page *page = &desk->page;
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        switch (page_tag(page, i)) {
        case 0:
            continue;
        case LXB_TAG_META:
            read_meta(desk, i);
            continue;
        case LXB_TAG_LINK:
            read_link(desk, i);
            continue;
        case LXB_TAG_TITLE:
            if (!page_has_ancestor(page, i, LXB_TAG_SVG))
                claim_add(desk, (Claim){.field = CLAIM_TITLE,
                                        .value = plain_value(desk->arena, page_visible_text(page, i)),
                                        .source = SLICE("meta"),
                                        .at = SLICE("title"),
                                        .confidence = 0.6f,
                                        .node = i});
            continue;
        default:
            if (i >= page->body) {
                if (node->has_property)
                    read_microdata(desk, i);
                read_author_item(desk, i);
                read_wordpress(desk, i);
            }
        }
    }
    Slice lang = page_attribute(page, page->root, "lang");
    claim_add(desk, (Claim){.field = CLAIM_LANG,
                            .value = lang,
                            .source = SLICE("meta"),
                            .at = SLICE("html[lang]"),
                            .confidence = 0.8f});
}
