/* In: a list page laid flat. Out: where its entries stand, and which piece each is about.
 *
 * An entry is found by the link of its headline. Its region is the element that the template calls an entry
 * (<article>, "hentry") or, on other sites, the largest element that holds this headline and no other, where
 * at least three of one tag and class do so: teasers are made by a loop. What stands outside the region is
 * never read into the entry, so no caption comes to another's headline. An entry whose headline text is
 * missing is known by the link of its picture. */
#include "extract/entries.h"

#include "base/builder.h"
#include "syntax/url.h"

#define ENTRIES_MAX 300
#define SPOTS_MAX 2000
#define TEASERS_MIN 3

/* ---- links ---- */

/* Addresses that are no piece's: other lists, and the machinery of a site. */
static bool is_list_path(Slice path)
{
    static const char *const parts[] = {"/category/", "/tag/",          "/tags/",     "/author/", "/authors/",
                                        "/page/",     "/search/",       "/feed/",     "/topics/", "/topic/",
                                        "/wp-admin/", "/wp-login.php/", "/comments/", "/cdn-cgi/"};
    return SLICE_ANY(path, slice_contains, parts);
}

static bool is_file_path(Slice path)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp",
                                       ".pdf", ".mp3",  ".mp4", ".xml"};
    return SLICE_ANY(path, slice_ends_with_nocase, ends);
}

/* Where it leads, if that may be a piece of the page's own host. */
static bool read_link(const Desk *desk, Slice own_key, uint32_t link, EntrySpot *spot)
{
    Arena *arena = desk->arena;
    Slice href = slice_trim(page_attribute(&desk->page, link, "href"));
    UrlKey to;
    if (href.size == 0 || href.data[0] == '#' || href.size > 2000)
        return false;
    Slice url = page_address(&desk->page, href);
    if (url.size == 0 || !url_read(arena, url, &to))
        return false;
    Slice host = slice_range(to.key, 0, to.host_bytes),
          path = slice_range(to.key, to.host_bytes, to.path_end);
    bool has_query = to.path_end < to.key.size;
    if (!slice_equal(host, url_host(arena, desk->record->url)) || slice_equal(to.key, own_key) ||
        (path.size <= 1 && !has_query) || is_file_path(path))
        return false;
    if (is_list_path(arena_format(arena, "%.*s/", SLICE_ARG(path))))
        return false;
    size_t hash = slice_find_byte(url, '#');
    spot->link = link;
    spot->url = slice_range(url, 0, hash == SLICE_NONE ? url.size : hash);
    spot->key = to.key;
    return true;
}

static bool is_heading(const PageNode *node)
{
    return (node->tag >= LXB_TAG_H1 && node->tag <= LXB_TAG_H6) || (node->hints & HINT_HEADLINE) != 0;
}

static bool is_aside(const PageNode *node)
{
    return (node->under & (HINT_SIDEBAR | HINT_FOOTER | HINT_NAVIGATION | HINT_RELATED | HINT_COMMENT |
                           HINT_ADVERT | HINT_CONSENT | HINT_HIDDEN | HINT_AUTHOR_BOX | HINT_SIGNUP)) != 0;
}

/* The link of a heading: inside it, or around it. 0: none. */
static uint32_t link_of_heading(const Page *page, uint32_t heading)
{
    uint32_t link = page_find_tag(page, heading, LXB_TAG_A);
    for (uint32_t up = heading, steps = 0; link == 0 && up > page->body && steps < 4; steps++) {
        up = page_node(page, up)->parent;
        if (page_node(page, up)->tag == LXB_TAG_A)
            link = up;
    }
    return link;
}

/* Every heading that leads to a piece, in the order of the page. */
static void find_headings(Desk *desk, Slice own_key, EntrySpots *spots)
{
    const Page *page = &desk->page;
    for (uint32_t i = page->body; i < page->nodes.count && spots->count < SPOTS_MAX; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || !is_heading(node) || node->letters > 400 || is_aside(node))
            continue;
        EntrySpot spot = {.heading = i};
        uint32_t link = link_of_heading(page, i);
        bool is_twice = spots->count > 0 && link == spots->items[spots->count - 1].link;
        if (link && !is_twice && read_link(desk, own_key, link, &spot))
            *LIST_ADD(desk->arena, spots) = spot;
        i = node->end - 1;
    }
}

/* ---- regions ---- */

static bool is_marked(const PageNode *node)
{
    return node->tag == LXB_TAG_ARTICLE || (node->hints & HINT_ARTICLE) != 0;
}

/* The nearest headings of other pieces before and behind: in whatever holds another, one of these stands. */
static void find_others(EntrySpots *spots)
{
    for (size_t i = 1; i < spots->count; i++) {
        EntrySpot *spot = &spots->items[i], *last = spot - 1;
        spot->other_before = slice_equal(spot->key, last->key) ? last->other_before : last->heading;
    }
    for (size_t i = spots->count; i-- > 1;) {
        EntrySpot *spot = &spots->items[i - 1], *next = spot + 1;
        spot->other_behind = slice_equal(spot->key, next->key) ? next->other_behind : next->heading;
    }
}

static bool holds_other(const Page *page, const EntrySpot *spot, uint32_t element)
{
    return (spot->other_before && page_holds(page, element, spot->other_before)) ||
           (spot->other_behind && page_holds(page, element, spot->other_behind));
}

static void find_region(const Page *page, EntrySpot *spot)
{
    uint32_t low = spot->heading < spot->link ? spot->heading : spot->link;
    spot->region = low;
    for (uint32_t up = low; up > page->body; up = page_node(page, up)->parent) {
        if (holds_other(page, spot, up))
            return;
        spot->region = up;
        spot->is_marked = is_marked(page_node(page, up));
        if (spot->is_marked)
            return;
    }
}

/* The tag and the first name of the class: what a loop repeats. */
static Slice signature(Arena *arena, const PageNode *node)
{
    Slice rest = slice_trim(node->class), first = SLICE_EMPTY;
    slice_next_split(&rest, ' ', &first);
    return arena_format(arena, "%u %.*s", node->tag, SLICE_ARG(first));
}

/* Teasers come in numbers; a marked one may stand alone. */
static void drop_single(Desk *desk, EntrySpots *spots)
{
    Map counts;
    size_t kept = 0;
    map_init(&counts, desk->arena);
    for (size_t i = 0; i < spots->count; i++)
        map_add(&counts, signature(desk->arena, page_node(&desk->page, spots->items[i].region)), NULL)
            ->number++;
    for (size_t i = 0; i < spots->count; i++) {
        const EntrySpot *spot = &spots->items[i];
        const MapValue *count =
            map_find(&counts, signature(desk->arena, page_node(&desk->page, spot->region)));
        if (spot->is_marked || count->number >= TEASERS_MIN)
            spots->items[kept++] = *spot;
    }
    spots->count = kept;
}

/* ---- entries without a headline ---- */

static bool is_picture_link(const Page *page, uint32_t link)
{
    return page_find_tag(page, link, LXB_TAG_IMG) != 0 ||
           slice_contains(page_attribute(page, link, "rel"), SLICE("bookmark"));
}

/* The one piece to which pictures in the region lead; false if they lead to several, or to none. */
static bool find_picture_link(Desk *desk, Slice own_key, uint32_t region, EntrySpot *spot)
{
    const Page *page = &desk->page;
    bool is_found = false;
    for (uint32_t i = region + 1; i < page_node(page, region)->end; i++) {
        EntrySpot other = {0};
        if (page_node(page, i)->tag != LXB_TAG_A || !is_picture_link(page, i) ||
            !read_link(desk, own_key, i, &other))
            continue;
        if (is_found && !slice_equal(other.key, spot->key))
            return false;
        other.region = region;
        other.is_marked = true;
        *spot = is_found ? *spot : other;
        is_found = true;
    }
    return is_found;
}

/* Marked elements that no heading was found in, and that hold no others. */
static void find_bare(Desk *desk, Slice own_key, const EntrySpots *with_heading, EntrySpots *bare)
{
    const Page *page = &desk->page;
    size_t next = 0;
    for (uint32_t i = page->body + 1; i < page->nodes.count && bare->count < ENTRIES_MAX; i++) {
        const PageNode *node = page_node(page, i);
        while (next < with_heading->count && with_heading->items[next].heading < i)
            next++;
        if (node->tag == 0 || !is_marked(node) || is_aside(node))
            continue;
        if (next < with_heading->count && with_heading->items[next].heading < node->end)
            continue;
        EntrySpot spot;
        if (find_picture_link(desk, own_key, i, &spot))
            *LIST_ADD(desk->arena, bare) = spot;
        i = node->end - 1;
    }
}

/* ---- all of them ---- */

static void add_entry(Desk *desk, const EntrySpot *spot, Map *keys, Map *ids, StatedList *entries)
{
    bool is_new;
    Article entry;
    map_add(keys, spot->key, &is_new);
    if (!is_new || entries->count >= ENTRIES_MAX)
        return;
    read_entry(desk, spot, &entry);
    if (entry.cms_id.size > 0) {
        map_add(ids, entry.cms_id, &is_new);
        if (!is_new) /* one number for two pieces is nobody's */
            return;
    }
    *LIST_ADD(desk->arena, entries) =
        (Stated){.kind = STATED_ENTRY, .source = SLICE("list"), .article = article_copy(desk->arena, &entry)};
}

void read_entries(Desk *desk, StatedList *entries)
{
    EntrySpots spots = {0}, bare = {0};
    Slice own_key = url_key(desk->arena, desk->record->url);
    Map keys, ids;
    if (own_key.size == 0)
        return;
    find_headings(desk, own_key, &spots);
    find_others(&spots);
    for (size_t i = 0; i < spots.count; i++)
        find_region(&desk->page, &spots.items[i]);
    find_bare(desk, own_key, &spots, &bare);
    drop_single(desk, &spots);
    map_init(&keys, desk->arena);
    map_init(&ids, desk->arena);
    for (size_t i = 0; i < spots.count; i++)
        add_entry(desk, &spots.items[i], &keys, &ids, entries);
    for (size_t i = 0; i < bare.count; i++)
        add_entry(desk, &bare.items[i], &keys, &ids, entries);
}
