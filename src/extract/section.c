/* In: claims on section and tags, and the links of the page that lead to their lists. Out: section and tags,
 * each as slug and label, which are separate data: "news-middle-east" is shown as "Middle East". A piece that
 * is filed under several categories has all of them as sections. */
#include "extract/desk.h"

#include "base/utf8.h"
#include "syntax/url.h"
#include "text/text.h"

#define TAGS_MAX 60

/* A segment of an address that names nothing when it is decoded: "%20". */
static bool is_blank_slug(Arena *arena, Slice slug)
{
    Slice plain = url_decode(arena, slug, true);
    for (size_t i = 0; i < plain.size; i++)
        if (!ascii_is_space(plain.data[i]) && !memchr("-_./", plain.data[i], 4))
            return false;
    return true;
}

/* With the letters that percent-encoding stands for, by which a list is asked for; as it stands where they
 * are no letters. */
static Slice plain_slug(Arena *arena, Slice slug)
{
    if (slice_find_byte(slug, '%') == SLICE_NONE)
        return slug;
    Slice plain = url_decode(arena, slug, false);
    for (size_t i = 0; i < plain.size; i++)
        if ((unsigned char)plain.data[i] <= ' ' || memchr("/%?#", plain.data[i], 4))
            return slug;
    return utf8_is_valid(plain) ? plain : slug;
}

Slice slug_behind(Arena *arena, Slice href, const char *mark)
{
    size_t at = slice_find_nocase(href, slice_from(mark));
    if (at == SLICE_NONE)
        return SLICE_EMPTY;
    Slice rest = slice_skip(href, at + strlen(mark));
    size_t end = 0, last = 0;
    while (end < rest.size && rest.data[end] != '?' && rest.data[end] != '#')
        end++;
    rest = slice_range(rest, 0, end);
    if (slice_ends_with(rest, SLICE("/index.html"))) /* a mirror's file for a folder, */
        rest.size -= strlen("/index.html");
    else if (slice_ends_with(rest, SLICE(".html"))) /* and for a page */
        rest.size -= strlen(".html");
    while (rest.size > 0 && rest.data[rest.size - 1] == '/')
        rest.size--;
    for (size_t i = 0; i < rest.size; i++)
        if (rest.data[i] == '/')
            last = i + 1;
    Slice slug = slice_trim(slice_skip(rest, last));
    slug = plain_slug(arena, slug);
    return slug.size > 200 || is_blank_slug(arena, slug) ? SLICE_EMPTY : slug;
}

/* Under its slug, or under its label: a page's metadata names tags without their slugs, which are not always
 * made from the label as we would. */
static bool has_tag(const Desk *desk, Slice slug, Slice label)
{
    for (size_t i = 0; i < desk->article->tags.count; i++)
        if (slice_equal(desk->article->tags.items[i].slug, slug) ||
            slice_equal_nocase(desk->article->tags.items[i].label, label))
            return true;
    return false;
}

static void add_tag(Desk *desk, Slice slug, Slice label)
{
    label = slice_trim(label);
    if (label.size == 0 || label.size > 100 || desk->article->tags.count >= TAGS_MAX)
        return;
    if (slug.size == 0)
        slug = text_slug(desk->arena, label);
    if (slug.size > 0 && !has_tag(desk, slug, label))
        *LIST_ADD(desk->arena, &desk->article->tags) = (Label){.slug = slug, .label = label};
}

/* "Libya, Haftar; Rome" */
static void add_tag_list(Desk *desk, Slice value)
{
    char mark = slice_find_byte(value, ',') != SLICE_NONE ? ',' : ';';
    Slice rest = value, piece;
    while (rest.size > 0 && slice_next_split(&rest, mark, &piece))
        add_tag(desk, SLICE_EMPTY, piece);
}

static bool is_aside(const PageNode *node)
{
    return (node->under &
            (HINT_RELATED | HINT_COMMENT | HINT_SIDEBAR | HINT_FOOTER | HINT_TEASER | HINT_ADVERT)) != 0;
}

/* rel="tag" links and links to tag lists near the piece. */
static void read_tag_links(Desk *desk)
{
    const Page *page = &desk->page;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) != LXB_TAG_A || node->letters == 0 || node->letters > 80 || is_aside(node))
            continue;
        Slice href = page_attribute(page, i, "href");
        Slice rel = page_attribute(page, i, "rel");
        bool is_rel = slice_contains(rel, SLICE("category")); /* the content system's own word for it */
        bool is_category = is_rel || slice_contains(href, SLICE("/category/"));
        bool is_tag = !is_category && (slice_contains(rel, SLICE("tag")) ||
                                       (slice_contains(href, SLICE("/tag/")) && (node->under & HINT_TAGS)));
        if (is_tag) {
            add_tag(desk, slug_behind(desk->arena, href, "/tag/"), page_visible_text(page, i));
        } else if (is_category && !(node->under & HINT_NAVIGATION) &&
                   (slice_contains(rel, SLICE("tag")) || (node->under & HINT_META))) {
            claim_add(desk, (Claim){.field = CLAIM_SECTION,
                                    .value = page_visible_text(page, i),
                                    .source = SLICE("wordpress"),
                                    .at = SLICE("a[rel=category]"),
                                    .confidence = is_rel ? 0.95f : 0.88f,
                                    .node = i});
        }
    }
}

/* The breadcrumb's second step: the first is the front. */
static void claim_crumbs(Desk *desk)
{
    const Page *page = &desk->page;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) == 0 || !(node->hints & HINT_SECTION) || !(node->hints & HINT_NAVIGATION) ||
            node->letters == 0 || node->letters > 300)
            continue;
        int step = 0;
        for (uint32_t k = i + 1; k < node->end; k++) {
            if (page_node(page, k)->tag != LXB_TAG_A || ++step != 2)
                continue;
            claim_add(desk, (Claim){.field = CLAIM_SECTION,
                                    .value = page_visible_text(page, k),
                                    .source = SLICE("visible"),
                                    .at = SLICE("breadcrumb"),
                                    .confidence = 0.5f,
                                    .node = k});
        }
        return;
    }
}

/* A link of that label, for what names no list itself. */
static uint32_t link_of_label(const Desk *desk, Slice label)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_SECTION && claim->node && slice_equal_nocase(claim->value, label))
            return claim->node;
    }
    return 0;
}

/* The address of the list that the label leads to, else the label as a slug. */
static Slice section_slug(Desk *desk, const Claim *claim)
{
    uint32_t node = claim->node ? claim->node : link_of_label(desk, claim->value);
    if (node) {
        Slice href = page_attribute(&desk->page, node, "href");
        Slice slug = slug_behind(desk->arena, href, "/category/");
        if (slug.size > 0)
            return slug;
    }
    return text_slug(desk->arena, claim->value);
}

/* ---- several sections ---- */

#define SECTIONS_MAX 100

static bool is_category_link(const Claim *claim)
{
    return claim->field == CLAIM_SECTION && claim->node != 0 && claim->confidence > 0.8f;
}

/* Of several categories that a piece is filed under the one that its address names leads. */
static bool is_in_address(const Desk *desk, Slice slug)
{
    const Article *article = desk->article;
    Slice path = url_path(desk->arena, article->canonical.size ? article->canonical : article->url);
    Slice part = arena_format(desk->arena, "/%.*s/", SLICE_ARG(slug));
    return slug.size > 0 && slice_contains(path, part);
}

/* The block in which a category stands beside the others: the list, where each is an item of one. */
static uint32_t meta_line_of(const Page *page, uint32_t link)
{
    uint32_t node = page_node(page, link)->parent;
    while (node != page->root && !page_node(page, node)->is_block)
        node = page_node(page, node)->parent;
    return page_node(page, node)->tag == LXB_TAG_LI ? page_node(page, node)->parent : node;
}

/* What is printed in the line of that link. */
static void add_linked_sections(Desk *desk, const Claim *first)
{
    uint32_t line = meta_line_of(&desk->page, first->node);
    Labels *sections = &desk->article->sections;
    for (size_t i = 0; i < desk->claims.count && sections->count < SECTIONS_MAX; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (is_category_link(claim) && page_holds(&desk->page, line, claim->node))
            *LIST_ADD(desk->arena, sections) = (Label){section_slug(desk, claim), claim->value};
    }
}

static bool is_post_class(Slice class)
{
    return slice_contains(class, SLICE("type-post")) || slice_contains(class, SLICE("hentry")) ||
           slice_contains(class, SLICE("single-post"));
}

/* A number stands for a slug that has no letter of ASCII; two hyphens where letters were taken out. */
static bool is_whole_slug(Slice slug)
{
    bool has_letter = false;
    for (size_t i = 0; i < slug.size; i++)
        has_letter = has_letter || !ascii_is_digit(slug.data[i]);
    return has_letter && slug.size <= 100 && slug.data[slug.size - 1] != '-' &&
           !slice_contains(slug, SLICE("--"));
}

/* How a link of this page calls the list of that slug. */
static Slice label_on_page(const Desk *desk, Slice slug)
{
    const Page *page = &desk->page;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) != LXB_TAG_A || node->letters == 0 || node->letters > 60)
            continue;
        Slice href = page_attribute(page, i, "href");
        if (slice_contains(href, SLICE("/category/")) &&
            slice_equal(slug_behind(desk->arena, href, "/category/"), slug))
            return page_visible_text(page, i);
    }
    return SLICE_EMPTY;
}

#define CLASS_SECTIONS_MAX 30 /* each is looked for on the whole page */

/* "post-55 type-post hentry category-news category-world", around the piece. */
static void add_class_sections(Desk *desk)
{
    static const Slice mark = SLICE_INIT("category-");
    const Page *page = &desk->page;
    uint32_t node = desk->body_node ? desk->body_node : desk->headline_node, count = 0;
    for (; node != page->root; node = page_node(page, node)->parent) {
        Slice rest = page_node(page, node)->class, name;
        if (!is_post_class(rest))
            continue;
        while (count < CLASS_SECTIONS_MAX && slice_next_split(&rest, ' ', &name)) {
            Slice slug = slice_starts_with(name, mark) ? slice_skip(name, mark.size) : SLICE_EMPTY;
            if (slug.size == 0 || !is_whole_slug(slug))
                continue;
            count++;
            *LIST_ADD(desk->arena, &desk->article->sections) = (Label){slug, label_on_page(desk, slug)};
        }
    }
}

/* The best claim; of links that are as good, the one that the address names. */
static bool is_better(const Desk *desk, const Claim *claim, Slice slug, const Claim *best, Slice best_slug)
{
    if (!best || claim->confidence != best->confidence)
        return !best || claim->confidence > best->confidence;
    return is_category_link(claim) && is_category_link(best) && !is_in_address(desk, best_slug) &&
           is_in_address(desk, slug);
}

void decide_section(Desk *desk)
{
    read_tag_links(desk);
    claim_crumbs(desk);
    const Claim *best = NULL, *link = NULL;
    Slice best_slug = SLICE_EMPTY;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_TAG && (desk->article->tags.count == 0 || claim->confidence >= 0.7f))
            add_tag_list(desk, claim->value);
        if (claim->field != CLAIM_SECTION || claim->value.size > 60 ||
            slice_starts_with(claim->value, SLICE("http")))
            continue;
        Slice slug = section_slug(desk, claim);
        if (is_better(desk, claim, slug, best, best_slug)) {
            best = claim;
            best_slug = slug;
        }
        if (!link && is_category_link(claim))
            link = claim;
    }
    if (!best)
        return;
    desk->article->section = (Label){.slug = best_slug, .label = best->value};
    if (link)
        add_linked_sections(desk, is_category_link(best) ? best : link);
    add_class_sections(desk);
    article_settle_sections(desk->arena, desk->article);
    origin_add(desk, "section", best->source, best->at, "best-claim", best->confidence);
}
