/* In: the page laid flat, its body chosen. Out: boxes inside the body that announce other pieces, marked as
 * teasers.
 *
 * Templates that give their boxes no telling names still make them alike: the picture and the title of a box
 * lead to one address of the paper's own; or the box is an <article> without a sentence of its own. Both are
 * counted only where they are a small part of the body: in a list of pieces the teasers are the text. Beside
 * a piece's own prose those that have a day of their own are other pieces, however many they are. */
#include "extract/teaser.h"

#include "syntax/url.h"

#define BOX_LETTERS_MAX 1500 /* a box of more is text */
#define TITLE_LETTERS 10
#define TITLE_REACH 80 /* nodes between the link of the picture and that of the title */
#define BOXES_MAX 400
#define PIECE_PROSE 1000  /* letters: the body is that of a piece, whatever stands behind it */
#define BOX_NODES_MAX 400 /* looked through for one tag; a box of more is no teaser */

typedef struct Boxes {
    uint32_t items[BOXES_MAX];
    size_t count;
    uint32_t letters;
} Boxes;

static bool is_small_with(const Page *page, uint32_t number, lxb_tag_id_t tag)
{
    return page_node(page, number)->end - number <= BOX_NODES_MAX && page_find_tag(page, number, tag) != 0;
}

static void add_box(const Page *page, Boxes *boxes, uint32_t box)
{
    bool is_inside = boxes->count > 0 && page_holds(page, boxes->items[boxes->count - 1], box);
    if (is_inside || boxes->count == BOXES_MAX)
        return;
    boxes->items[boxes->count++] = box;
    boxes->letters += page_node(page, box)->letters;
}

static bool may_be_box(const Desk *desk, uint32_t node)
{
    const Page *page = &desk->page;
    return node > desk->body_node && page_node(page, node)->letters <= BOX_LETTERS_MAX &&
           page_node(page, node)->letters * 2 < page_node(page, desk->body_node)->letters &&
           !(desk->headline_node && page_holds(page, node, desk->headline_node));
}

/* Where a link leads, if that is another page of the same host; else empty. */
static Slice own_page(const Desk *desk, uint32_t link)
{
    Url own, other;
    Slice href = slice_trim(page_attribute(&desk->page, link, "href"));
    if (href.size == 0 || href.data[0] == '#' || href.size > 1000)
        return SLICE_EMPTY;
    Slice to = page_address(&desk->page, href);
    bool is_own = url_parse(desk->page.url, &own) && url_parse(to, &other) &&
                  slice_equal_nocase(own.host, other.host) && other.path.size > 1 &&
                  !slice_equal(own.path, other.path);
    return is_own ? to : SLICE_EMPTY;
}

/* The link of a title behind that of a picture, with the same address; 0 if there is none near. */
static uint32_t title_link(const Desk *desk, uint32_t picture, Slice address)
{
    const Page *page = &desk->page;
    uint32_t from = page_node(page, picture)->end, end = page_node(page, desk->body_node)->end;
    for (uint32_t i = from; i < end && i < from + TITLE_REACH; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == LXB_TAG_A && node->letters >= TITLE_LETTERS &&
            slice_equal(own_page(desk, i), address))
            return i;
    }
    return 0;
}

/* The box of a picture's link: what holds it and the title, and above that what holds nothing else. */
static uint32_t box_of(const Desk *desk, uint32_t picture, uint32_t title)
{
    const Page *page = &desk->page;
    uint32_t box = picture;
    while (!page_holds(page, box, title))
        box = page_node(page, box)->parent;
    while (box > desk->body_node && page_node(page, box)->tag != LXB_TAG_LI &&
           page_node(page, box)->tag != LXB_TAG_ARTICLE &&
           page_node(page, page_node(page, box)->parent)->letters == page_node(page, box)->letters)
        box = page_node(page, box)->parent;
    return box;
}

/* An <article> within the body that says no sentence and leads elsewhere. */
static bool is_bare_article(const Desk *desk, uint32_t number)
{
    const PageNode *node = page_node(&desk->page, number);
    return node->tag == LXB_TAG_ARTICLE && node->prose == 0 && node->letters > 0 && node->letters <= 400 &&
           is_small_with(&desk->page, number, LXB_TAG_A);
}

/* How much of the body is prose outside the boxes. */
static uint32_t prose_beside(const Desk *desk, const Boxes *boxes)
{
    uint32_t all = page_node(&desk->page, desk->body_node)->prose, inside = 0;
    for (size_t i = 0; i < boxes->count; i++)
        inside += page_node(&desk->page, boxes->items[i])->prose;
    return all > inside ? all - inside : 0;
}

void mark_teasers(Desk *desk)
{
    Page *page = &desk->page;
    Boxes boxes = {.count = 0};
    if (desk->body_node == 0)
        return;
    for (uint32_t i = desk->body_node + 1; i < page_node(page, desk->body_node)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (is_bare_article(desk, i) && may_be_box(desk, i)) {
            add_box(page, &boxes, i);
            continue;
        }
        if (node->tag != LXB_TAG_A || node->letters > 0 || !is_small_with(page, i, LXB_TAG_IMG))
            continue;
        Slice address = own_page(desk, i);
        uint32_t title = address.size > 0 ? title_link(desk, i, address) : 0;
        uint32_t box = title ? box_of(desk, i, title) : 0;
        if (box && may_be_box(desk, box))
            add_box(page, &boxes, box);
    }
    bool is_small = (uint64_t)boxes.letters * 3 <= page_node(page, desk->body_node)->letters;
    if (!is_small && prose_beside(desk, &boxes) < PIECE_PROSE)
        return;
    for (size_t i = 0; i < boxes.count; i++)
        if (is_small || is_small_with(page, boxes.items[i], LXB_TAG_TIME))
            page_node(page, boxes.items[i])->hints |= HINT_TEASER;
}
