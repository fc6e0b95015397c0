/* In: the element that holds one entry of a list. Out: what it says of the piece: headline, byline, day,
 * section, picture, id, and the excerpt where it is one.
 *
 * "by Jane Roe | Jun 27, 2014 | Opinion" is read by its links and classes, never by its bars. A caption is a
 * caption only within the region, and before the headline or in a figure. A list may print its pieces whole:
 * such a text is passed over, since the piece's own page has it better. */
#include "extract/caption.h"
#include "extract/entries.h"

#include "model/merge.h"
#include "syntax/url.h"
#include "text/text.h"

#define EXCERPT_BYTES_MAX 1200
#define META_LETTERS_MAX 160
#define SECTIONS_MAX 20

typedef struct Reading {
    Desk *desk;
    const EntrySpot *spot;
    Article *entry;
    uint32_t end;
    uint32_t text_from, text_end; /* the excerpt's element; equal: none */
} Reading;

static bool is_in_text(const Reading *r, uint32_t node)
{
    return node >= r->text_from && node < r->text_end;
}

/* ---- headline ---- */

static bool ends_with_dots(Slice text)
{
    text = slice_trim(text);
    while (text.size > 0 && (text.data[text.size - 1] == ']' || text.data[text.size - 1] == ')'))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    return slice_ends_with(text, SLICE("...")) || slice_ends_with(text, SLICE("…"));
}

/* One that is cut for want of room says less than nothing. */
static void read_headline(Reading *r)
{
    const Page *page = &r->desk->page;
    if (r->spot->heading == 0)
        return;
    bool is_inside = page_holds(page, r->spot->heading, r->spot->link);
    Slice text = page_visible_text(page, is_inside ? r->spot->link : r->spot->heading);
    text = plain_value(r->desk->arena, text);
    if (!ends_with_dots(text))
        r->entry->headline = text;
    Article *page_article = r->desk->article;
    r->desk->article = r->entry;
    lift_genre(r->desk);
    r->desk->article = page_article;
}

/* ---- the excerpt ---- */

/* Behind the headline: the element that the template made for the text of entries, else a paragraph. */
static void find_text(Reading *r)
{
    const Page *page = &r->desk->page;
    uint32_t paragraph = 0;
    for (uint32_t i = page_node(page, r->spot->link)->end; i < r->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || node->letters == 0)
            continue;
        if (node->hints & (HINT_META | HINT_FIGURE | HINT_CAPTION | HINT_BYLINE | HINT_DATE)) {
            i = node->end - 1;
            continue;
        }
        if (node->is_block && (node->hints & (HINT_LEAD | HINT_BODY))) {
            r->text_from = i;
            r->text_end = node->end;
            return;
        }
        if (!paragraph && node->tag == LXB_TAG_P && node->letters >= 30 && node->linked * 2 < node->letters)
            paragraph = i;
    }
    if (paragraph) {
        r->text_from = paragraph;
        r->text_end = page_node(page, paragraph)->end;
    }
}

/* "Read more", "Continue reading → Headline" at the end of an excerpt. */
static Slice without_more(const Reading *r, Slice text)
{
    const Page *page = &r->desk->page;
    for (uint32_t i = r->text_from; i < r->text_end; i++) {
        if (page_node(page, i)->tag != LXB_TAG_A)
            continue;
        Slice own = page_visible_text(page, i);
        bool is_more = (page_node(page, i)->hints & HINT_RELATED) != 0 ||
                       slice_contains(page_node(page, i)->class, SLICE("more")) ||
                       slice_contains(page_attribute(page, i, "href"), SLICE("#more"));
        if (is_more && own.size > 0 && slice_ends_with(text, own))
            return slice_trim(slice_range(text, 0, text.size - own.size));
    }
    return text;
}

/* A shortcode that is printed raw, perhaps cut open: what it meant is no sentence. */
static bool has_shortcode(Slice text)
{
    static const char *const marks[] = {"[/", "[inset", "[caption", "[gallery", "[embed", "[et_pb", "[vc_"};
    return SLICE_ANY(text, slice_contains, marks);
}

static void read_excerpt(Reading *r)
{
    if (r->text_from == r->text_end)
        return;
    const PageNode *node = page_node(&r->desk->page, r->text_from);
    bool is_whole_text = (node->hints & HINT_BODY) && !(node->hints & HINT_LEAD);
    if (node->letters > EXCERPT_BYTES_MAX)
        return;
    Slice text = plain_value(r->desk->arena, page_visible_text(&r->desk->page, r->text_from));
    text = without_more(r, text);
    if (text.size == 0 || text.size > EXCERPT_BYTES_MAX || has_shortcode(text))
        return;
    if (!is_whole_text || ends_with_dots(text))
        r->entry->summary = text;
}

/* ---- authors ---- */

static bool is_author_link(const Page *page, uint32_t node, Slice href)
{
    return slice_contains(page_attribute(page, node, "rel"), SLICE("author")) ||
           slice_contains(href, SLICE("/author/")) || slice_contains(href, SLICE("/authors/"));
}

/* Reads names out of a printed text by the rules of bylines. Gives how many came to those that are there. */
static size_t add_names(Reading *r, Slice text)
{
    Article *page_article = r->desk->article;
    size_t before = r->entry->authors.count;
    r->desk->article = r->entry;
    authors_add(r->desk, text);
    r->desk->article = page_article;
    return r->entry->authors.count - before;
}

static void add_byline(Reading *r, Slice text)
{
    Slice byline = r->entry->byline;
    r->entry->byline = byline.size == 0
                           ? text
                           : arena_format(r->desk->arena, "%.*s, %.*s", SLICE_ARG(byline), SLICE_ARG(text));
}

static void read_author_links(Reading *r)
{
    const Page *page = &r->desk->page;
    for (uint32_t i = r->spot->region + 1; i < r->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != LXB_TAG_A || node->letters < 2 || node->letters > 80 || is_in_text(r, i))
            continue;
        Slice href = page_attribute(page, i, "href");
        if (!is_author_link(page, i, href))
            continue;
        Slice text = page_visible_text(page, i);
        if (add_names(r, text) != 1)
            continue;
        Slice slug = slug_behind(r->desk->arena, href, "/author/");
        if (slug.size > 0)
            r->entry->authors.items[r->entry->authors.count - 1].slug = slug;
        add_byline(r, text);
    }
}

static void read_authors(Reading *r)
{
    const Page *page = &r->desk->page;
    read_author_links(r);
    for (uint32_t i = r->spot->region + 1; i < r->end && r->entry->authors.count == 0; i++) {
        const PageNode *node = page_node(page, i);
        if (!(node->hints & HINT_BYLINE) || node->tag == LXB_TAG_IMG || node->letters < 3 ||
            node->letters > 80 || is_in_text(r, i) || page_holds(page, i, r->spot->link))
            continue;
        Slice text = page_visible_text(page, i);
        if (add_names(r, text) > 0)
            add_byline(r, text);
        i = node->end - 1;
    }
}

/* ---- day ---- */

static bool is_changed_date(const PageNode *node)
{
    return slice_contains(node->class, SLICE("updated")) && !slice_contains(node->class, SLICE("published"));
}

/* The machine's stamp of a time element, else what is printed. */
static bool read_day(const Reading *r, uint32_t at, Moment *moment)
{
    const Page *page = &r->desk->page;
    Slice stamp = page_attribute(page, at, "datetime");
    if (stamp.size < 8)
        stamp = page_attribute(page, at, "title");
    if (stamp.size >= 8 && read_date(r->desk, stamp, moment) && moment->grain >= GRAIN_DAY)
        return true;
    Slice text = page_visible_text(page, at);
    return text.size >= 6 && read_date(r->desk, text, moment) && moment->grain >= GRAIN_DAY;
}

static void read_published(Reading *r)
{
    const Page *page = &r->desk->page;
    const uint32_t kinds[] = {HINT_DATE, HINT_META};
    for (size_t k = 0; k < 2 && !moment_is_known(r->entry->published); k++)
        for (uint32_t i = r->spot->region + 1; i < r->end; i++) {
            const PageNode *node = page_node(page, i);
            bool is_date = (k == 0 && node->tag == LXB_TAG_TIME) || (node->hints & kinds[k]) != 0;
            Moment moment;
            if (node->tag == 0 || !is_date || node->letters > META_LETTERS_MAX || is_changed_date(node) ||
                is_in_text(r, i) || page_holds(page, i, r->spot->link) || !read_day(r, i, &moment))
                continue;
            r->entry->published = moment;
            break;
        }
}

/* ---- sections ---- */

static bool has_label(const Labels *labels, Slice slug)
{
    for (size_t i = 0; i < labels->count; i++)
        if (slice_equal(labels->items[i].slug, slug))
            return true;
    return false;
}

static void read_label_links(Reading *r, Labels *sections)
{
    const Page *page = &r->desk->page;
    Arena *arena = r->desk->arena;
    for (uint32_t i = r->spot->region + 1; i < r->end && sections->count < SECTIONS_MAX; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != LXB_TAG_A || node->letters == 0 || node->letters > 60 || is_in_text(r, i))
            continue;
        Slice href = page_attribute(page, i, "href"), rel = page_attribute(page, i, "rel");
        Slice label = plain_value(arena, page_visible_text(page, i));
        if (slice_contains(rel, SLICE("category")) || slice_contains(href, SLICE("/category/"))) {
            Slice slug = slug_behind(arena, href, "/category/");
            slug = slug.size > 0 ? slug : text_slug(arena, label);
            if (slug.size > 0 && !has_label(sections, slug))
                *LIST_ADD(arena, sections) = (Label){slug, label};
        } else if (slice_contains(rel, SLICE("tag")) && slice_contains(href, SLICE("/tag/"))) {
            Slice slug = slug_behind(arena, href, "/tag/");
            if (slug.size > 0 && !has_label(&r->entry->tags, slug) && r->entry->tags.count < SECTIONS_MAX)
                *LIST_ADD(arena, &r->entry->tags) = (Label){slug, label};
        }
    }
}

/* Other templates print one label by a class of that name. */
static void read_printed_section(Reading *r, Labels *sections)
{
    const Page *page = &r->desk->page;
    for (uint32_t i = r->spot->region + 1; i < r->end && sections->count == 0; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || !(node->hints & HINT_SECTION) || node->letters < 2 || node->letters > 40 ||
            is_in_text(r, i) || page_holds(page, i, r->spot->link))
            continue;
        Slice label = plain_value(r->desk->arena, page_visible_text(page, i));
        Slice slug = text_slug(r->desk->arena, label);
        if (slug.size > 0)
            *LIST_ADD(r->desk->arena, sections) = (Label){slug, label};
        i = node->end - 1;
    }
}

/* The section that leads is the category that the piece's address names, else the first. */
static void read_sections(Reading *r)
{
    Labels sections = {0};
    size_t chosen = 0;
    read_label_links(r, &sections);
    read_printed_section(r, &sections);
    Slice path = url_path(r->desk->arena, r->spot->url);
    for (size_t i = sections.count; i-- > 0;) {
        Slice part = arena_format(r->desk->arena, "/%.*s/", SLICE_ARG(sections.items[i].slug));
        if (slice_contains(path, part))
            chosen = i;
    }
    if (sections.count > 0)
        r->entry->section = sections.items[chosen];
    r->entry->sections = sections;
    article_settle_sections(r->desk->arena, r->entry);
}

/* ---- picture ---- */

/* The first line that stands in the region or behind its beginning. */
static size_t first_line(const Page *page, uint32_t node)
{
    size_t low = 0, high = page->lines.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->lines.items[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "Media ID: 55336534", "Caption:" and the caption below, in the region and outside headline, text and meta.
 */
static void read_printed_media(Reading *r, Media *media)
{
    const Page *page = &r->desk->page;
    bool is_caption = false;
    for (size_t i = first_line(page, r->spot->region); i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line->first >= r->end)
            return;
        Slice text = page_line_text(page, line), id;
        if (read_media_id(text, &id)) {
            media->id = id.size > 0 ? id : media->id;
            is_caption = true;
            continue;
        }
        bool is_label = slice_starts_with_nocase(text, SLICE("caption:"));
        if (is_label)
            text = slice_trim(slice_skip(text, 8));
        is_caption = is_caption || is_label;
        if (!is_caption || (is_label && text.size == 0))
            continue;
        bool is_other = is_in_text(r, line->first) || page_holds(page, r->spot->link, line->first) ||
                        (r->spot->heading && page_holds(page, r->spot->heading, line->first)) ||
                        (page_node(page, line->owner)->under & HINT_META) != 0;
        if (!is_other && text.size < 600)
            media->caption = text;
        return;
    }
}

static void read_picture(Reading *r)
{
    const Page *page = &r->desk->page;
    Media media = {0};
    for (uint32_t i = r->spot->region + 1; i < r->end && media.href.size == 0; i++) {
        if (page_node(page, i)->tag != LXB_TAG_IMG || is_in_text(r, i) ||
            (page_node(page, i)->under & (HINT_BYLINE | HINT_SHARE)))
            continue;
        uint32_t frame;
        if (!media_of_image(r->desk, i, &media, &frame))
            media = (Media){0};
        else if (frame > r->spot->region && !page_holds(page, frame, r->spot->link))
            read_frame(r->desk, frame, &media);
    }
    read_printed_media(r, &media);
    Credit credit;
    if (media.caption.size > 0 && extract_credit(r->desk->arena, &media.caption, &credit))
        media.credit = credit;
    if (media.href.size > 0 || media.id.size > 0)
        *LIST_ADD(r->desk->arena, &r->entry->media) = media;
}

/* ---- id ---- */

static Slice id_of_name(Slice name)
{
    Slice digits = slice_skip(name, strlen("post-"));
    uint64_t number;
    bool is_id = slice_starts_with(name, SLICE("post-")) && slice_to_u64(digits, &number) && number > 0;
    return is_id ? digits : SLICE_EMPTY;
}

/* "post-123" as WordPress writes it on an entry, and only there. */
static void read_id(Reading *r)
{
    const PageNode *node = page_node(&r->desk->page, r->spot->region);
    Slice rest = node->class, name;
    if (!r->spot->is_marked)
        return;
    r->entry->cms_id = id_of_name(slice_trim(node->id));
    while (r->entry->cms_id.size == 0 && rest.size > 0 && slice_next_split(&rest, ' ', &name))
        r->entry->cms_id = id_of_name(name);
}

static void set_origins(Desk *desk, Article *entry)
{
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++)
        if (group_is_said(entry, group))
            *LIST_ADD(desk->arena, &entry->provenance) = origin_of_entry(group);
}

void read_entry(Desk *desk, const EntrySpot *spot, Article *entry)
{
    *entry = (Article){.url = spot->url};
    Reading r = {
        .desk = desk, .spot = spot, .entry = entry, .end = page_node(&desk->page, spot->region)->end};
    find_text(&r);
    read_headline(&r);
    read_excerpt(&r);
    read_authors(&r);
    read_published(&r);
    read_sections(&r);
    read_picture(&r);
    read_id(&r);
    entry->provenance = (Origins){0};
    set_origins(desk, entry);
}
