/* In: a picture on a page. Out: whether it belongs to the piece.
 *
 * It does if it stands in the body, or between headline and body, or in front of the headline in a figure of
 * its own. It does not if it is the page's furniture (icons, faces, counters) or announces another piece. */
#include "extract/media.h"

#include "extract/frame.h"

#include "syntax/url.h"

#define HINTS_PERHAPS (HINT_RELATED | HINT_SIDEBAR | HINT_TEASER | HINT_CONSENT | HINT_SHARE)

/* The nearest element of that tag around a picture; 0 if there is none. */
static uint32_t above_image(const Page *page, uint32_t image, lxb_tag_id_t tag)
{
    for (uint32_t at = image; at > page->body; at = page_node(page, at)->parent)
        if (page_node(page, at)->tag == tag)
            return at;
    return 0;
}

/* The picture is a link to a page, not to a larger picture. */
static bool leads_to_page(const Page *page, uint32_t image)
{
    uint32_t link = above_image(page, image, LXB_TAG_A);
    Slice href = link ? slice_trim(page_attribute(page, link, "href")) : SLICE_EMPTY;
    return href.size > 1 && href.data[0] != '#' && !address_is_picture(href);
}

/* In a box named for teasers, galleries, asides or lightboxes: a box without any link is none of other
 * pieces, and a picture with a caption of its own that is no link is shown for itself. */
static bool leads_nowhere(const Page *page, uint32_t image)
{
    uint32_t box = page_node(page, image)->parent;
    uint32_t frame = frame_of_image(page, image);
    bool is_teaser = (page_node(page, image)->under & HINT_TEASER) != 0;
    if (frame && frame_names_caption(page, frame) && page_node(page, frame)->linked == 0 &&
        !(page_node(page, frame)->under & HINT_LINK) && !(is_teaser && leads_to_page(page, image)))
        return true;
    if (page_node(page, box)->under & HINT_LINK)
        return false;
    while (box != page->root && !(page_node(page, box)->hints & HINTS_PERHAPS))
        box = page_node(page, box)->parent;
    return page_node(page, box)->linked == 0 && (page_node(page, box)->hints & HINT_TEASER) != 0;
}

void note_next_headline(Desk *desk)
{
    const Page *page = &desk->page;
    desk->next_headline = 0;
    if (!desk->headline_node)
        return;
    for (uint32_t i = page_node(page, desk->headline_node)->end; i < page->nodes.count; i++)
        if (page_node(page, i)->tag == LXB_TAG_H1 && page_node(page, i)->letters >= 12) {
            desk->next_headline = i;
            return;
        }
}

/* A figure with a caption elsewhere in the element that holds headline and body: a body told in several
 * parts. */
static bool is_in_article(const Desk *desk, uint32_t image)
{
    const Page *page = &desk->page;
    uint32_t at = desk->body_node, figure = frame_figure(page, image);
    if (!desk->headline_node || image < desk->headline_node || !figure ||
        !frame_names_caption(page, figure) || page_node(page, figure)->linked > 0 ||
        (desk->next_headline && image > desk->next_headline)) /* of a page that goes on and on */
        return false;
    for (int up = 0; up < 8 && at > page->body; up++, at = page_node(page, at)->parent)
        if (page_node(page, at)->hints & (HINT_ARTICLE | HINT_BODY | HINT_CONTENT) &&
            page_holds(page, at, image))
            return true;
    return false;
}

static bool has_own_caption(const Page *page, uint32_t image)
{
    uint32_t frame = frame_of_image(page, image);
    return frame && frame_names_caption(page, frame) && page_node(page, frame)->linked == 0;
}

/* Empty where it is too short to tell pictures apart. */
static Slice file_name(Slice address)
{
    Slice file = address_file(address);
    return file.size >= 8 ? file : SLICE_EMPTY;
}

/* Does an <img> or a <source> offer that file among its sizes? */
static bool offers_file(const Page *page, uint32_t number, Slice file)
{
    return slice_contains(page_attribute(page, number, "src"), file) ||
           slice_contains(page_attribute(page, number, "srcset"), file) ||
           slice_contains(page_attribute(page, number, "data-srcset"), file);
}

/* The picture that metadata give the piece, shown in one size or another. */
static bool is_claimed(const Desk *desk, uint32_t image)
{
    const Page *page = &desk->page;
    const Claim *claim = claim_best(desk, CLAIM_IMAGE);
    Slice file = claim && claim->confidence >= CLAIM_OF_PAGE ? file_name(claim->value) : SLICE_EMPTY;
    if (file.size == 0)
        return false;
    uint32_t picture = page_node(page, image)->parent;
    if (page_node(page, picture)->tag != LXB_TAG_PICTURE)
        return offers_file(page, image, file);
    for (uint32_t i = picture + 1; i < page_node(page, picture)->end && i < picture + 20; i++)
        if (page_node(page, i)->tag != 0 && offers_file(page, i, file))
            return true;
    return false;
}

bool image_is_of_piece(const Desk *desk, uint32_t image)
{
    const Page *page = &desk->page;
    /* What a picture's own class says is of its size and use: "size-facebook", "img-share". */
    uint32_t under = page_node(page, page_node(page, image)->parent)->under;
    if (desk->is_whole)
        return true;
    const uint32_t not_ours = HINT_COMMENT | HINT_FOOTER | HINT_NAVIGATION | HINT_ADVERT | HINT_AUTHOR_BOX |
                              HINT_SIGNUP | HINT_BYLINE;
    if (under & not_ours || desk->body_node == 0 || (under & HINTS_PERHAPS && !leads_nowhere(page, image)))
        return false;
    if (page_holds(page, desk->body_node, image) || is_in_article(desk, image))
        return true;
    if (!desk->headline_node || image >= page_node(page, desk->body_node)->end)
        return false;
    return is_claimed(desk, image) ||
           (image + 400 > desk->headline_node &&
            (image > desk->headline_node || frame_figure(page, image) || has_own_caption(page, image)));
}

static bool is_hump(Slice text, size_t at)
{
    return text.data[at] >= 'A' && text.data[at] <= 'Z' && text.data[at - 1] >= 'a' &&
           text.data[at - 1] <= 'z';
}

/* Told by a word of the file's name or of the element's class, whole between marks; in a file's name a hump
 * is a mark ("appIcon"), in a class it may be chance ("jdxiQR"). */
static bool has_furniture_word(Slice text, bool is_file)
{
    static const char *const words[] = {"icon",     "icons",   "logo",   "logos",   "avatar", "avatars",
                                        "gravatar", "emoji",   "smiley", "pixel",   "spacer", "sprite",
                                        "badge",    "button",  "loader", "leer",    "blank",  "tracking",
                                        "qrcode",   "favicon", "qr",     "appstore"};
    size_t at = 0;
    while (at < text.size) {
        size_t end = at;
        while (end < text.size && ascii_is_alpha(text.data[end]) &&
               !(is_file && end > at && is_hump(text, end)))
            end++;
        Slice word = slice_range(text, at, end);
        for (size_t i = 0; word.size >= (is_file ? 2 : 4) && i < sizeof words / sizeof words[0]; i++)
            if (slice_equal_nocase(word, slice_from(words[i])))
                return true;
        at = end > at ? end : end + 1;
    }
    return false;
}

/* The face of a person whom a box introduces: microdata say so of a box of few words. */
static bool is_in_person_box(const Page *page, uint32_t image)
{
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 6 && at > page->body && page_node(page, at)->letters <= 800; up++) {
        if (slice_contains(page_attribute(page, at, "itemtype"), SLICE("schema.org/Person")))
            return true;
        at = page_node(page, at)->parent;
    }
    return false;
}

bool image_is_furniture(const Page *page, uint32_t image, const Media *media)
{
    Url url;
    if (!url_parse(media->href, &url))
        return false;
    size_t slash = slice_find_last_byte(url.path, '/');
    Slice file = slash == SLICE_NONE ? url.path : slice_skip(url.path, slash + 1);
    bool is_counter = slice_ends_with_nocase(file, SLICE(".gif")) && file.size <= 6;
    return is_counter || slice_ends_with_nocase(file, SLICE(".svg")) || has_furniture_word(file, true) ||
           slice_contains(url.host, SLICE("gravatar.com")) || slice_contains(url.path, SLICE("/avatar")) ||
           slice_contains(url.path, SLICE("/icons/")) || slice_contains(url.path, SLICE("/emoji/")) ||
           has_furniture_word(page_node(page, image)->class, false) || is_in_person_box(page, image);
}

#define PRODUCT_LETTERS_MAX 1500

/* Does the element hold a link that papers mark as paid for: to a shop that shares what it earns? */
static bool is_shop_link(const Page *page, uint32_t number)
{
    return page_node(page, number)->tag == LXB_TAG_A &&
           slice_contains(page_attribute(page, number, "rel"), SLICE("sponsored"));
}

uint32_t image_product_box(const Page *page, uint32_t image)
{
    uint32_t at = page_node(page, image)->parent;
    uint32_t link = above_image(page, image, LXB_TAG_A);
    if (!link || !is_shop_link(page, link))
        return 0;
    for (int up = 0; up < 8 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->letters > PRODUCT_LETTERS_MAX || node->tag == LXB_TAG_ARTICLE)
            return 0;
        if (at < link && slice_find_nocase(node->class, SLICE("product")) != SLICE_NONE &&
            node->letters > node->linked)
            return at;
    }
    return 0;
}

/* An <article> of few words within the piece whose heading is a link. */
static bool is_linked_article(const Page *page, uint32_t number)
{
    const PageNode *node = page_node(page, number);
    if (node->tag != LXB_TAG_ARTICLE || node->letters > 600 || node->end - number > 400)
        return false;
    for (uint32_t i = number + 1; i < node->end; i++) {
        const PageNode *own = page_node(page, i);
        if (own->tag >= LXB_TAG_H1 && own->tag <= LXB_TAG_H6 && own->linked >= 12)
            return true;
    }
    return false;
}

bool image_is_of_teaser(const Page *page, uint32_t image, uint32_t figure)
{
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 5 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (is_linked_article(page, at))
            return true;
        if (node->letters > 400)
            return false;
        if (node->tag == LXB_TAG_A && node->letters >= 12 && !figure)
            return true;
        if ((node->tag == LXB_TAG_LI || node->tag == LXB_TAG_ARTICLE) && node->letters >= 12 &&
            node->linked * 10 >= node->letters * 7)
            return true;
    }
    return false;
}
