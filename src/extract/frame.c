/* In: a picture on a page. Out: the element in which its caption is looked for.
 *
 * Templates put the caption into the figure, beside it, or into a box that calls itself nothing. Whatever it
 * is, it holds no second picture and few words; an element that names a caption or a credit is it, else a
 * figure, else the smallest that holds any words. */
#include "extract/frame.h"

#define FRAME_NODES_MAX 600 /* a frame of more is no one picture's; also the bound of the search below */
#define FRAME_LETTERS_MAX 1200

/* Does the element hold a second picture, twins in <noscript> not counted? */
static bool has_more_images(const Page *page, uint32_t at, uint32_t image)
{
    if (page_has_ancestor(page, image, LXB_TAG_NOSCRIPT))
        return false;
    if (page_node(page, at)->end - at > FRAME_NODES_MAX)
        return true;
    for (uint32_t i = at + 1; i < page_node(page, at)->end; i++)
        if (page_tag(page, i) == LXB_TAG_IMG && i != image && !page_has_ancestor(page, i, LXB_TAG_NOSCRIPT))
            return true;
    return false;
}

uint32_t frame_figure(const Page *page, uint32_t image)
{
    uint32_t found = 0;
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 8 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->letters > 900 || node->tag == LXB_TAG_ARTICLE)
            break;
        if (node->tag == LXB_TAG_FIGURE)
            return at;
        if (!(node->hints & HINT_FIGURE))
            continue;
        if (has_more_images(page, at, image)) /* a gallery: no one picture's frame */
            break;
        found = at;
    }
    return found;
}

bool frame_names_caption(const Page *page, uint32_t at)
{
    for (uint32_t i = at + 1; i < page_node(page, at)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) != 0 && node->letters > 0 && (node->hints & (HINT_CAPTION | HINT_CREDIT)) &&
            !(node->hints & HINT_HEADLINE))
            return true;
    }
    return false;
}

/* The smallest element that holds the picture alone and something that calls itself its caption. */
static uint32_t captioned_frame(const Page *page, uint32_t image)
{
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 8 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        bool is_figure = node->tag == LXB_TAG_FIGURE;
        if (node->letters > FRAME_LETTERS_MAX || node->tag == LXB_TAG_ARTICLE ||
            (!is_figure && has_more_images(page, at, image)))
            return 0;
        if (node->end - at <= FRAME_NODES_MAX && frame_names_caption(page, at))
            return at;
    }
    return 0;
}

bool frame_is_of_picture(Slice class)
{
    static const char *const words[] = {"image", "img", "photo", "foto", "picture", "media"};
    return SLICE_ANY(class, slice_contains_nocase, words);
}

/* Does the element hold a heading, a byline, a date or a link of some words? Then its words are of a teaser.
 */
static bool holds_more_than_words(const Page *page, uint32_t at)
{
    const uint32_t others = HINT_HEADLINE | HINT_LEAD | HINT_BYLINE | HINT_META | HINT_DATE | HINT_SECTION;
    if (page_node(page, at)->end - at > FRAME_NODES_MAX)
        return true;
    for (uint32_t i = at + 1; i < page_node(page, at)->end; i++) {
        const PageNode *node = page_node(page, i);
        bool is_heading = node->tag >= LXB_TAG_H1 && node->tag <= LXB_TAG_H6 && node->tag != LXB_TAG_HEAD;
        bool is_other = node->tag != 0 && (node->hints & others) && !frame_is_of_picture(node->class);
        if (node->letters > 0 && (is_heading || is_other || (node->tag == LXB_TAG_A && node->letters >= 15)))
            return true;
    }
    return false;
}

/* Where no element calls itself anything: the smallest one around the picture that also holds a few words. */
static uint32_t plain_frame(const Page *page, uint32_t image)
{
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 7 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->tag == LXB_TAG_P || node->tag == LXB_TAG_ARTICLE || node->letters > 500)
            return 0;
        if (node->letters >= 8)
            return node->linked * 2 > node->letters || holds_more_than_words(page, at) ? 0 : at;
    }
    return 0;
}

uint32_t frame_of_image(const Page *page, uint32_t image)
{
    uint32_t figure = frame_figure(page, image);
    if (figure && page_node(page, figure)->letters > 0 && frame_names_caption(page, figure))
        return figure;
    uint32_t captioned = captioned_frame(page, image);
    if (captioned)
        return captioned;
    return figure ? figure : plain_frame(page, image);
}

uint32_t frame_credit_beside(const Page *page, uint32_t frame, uint32_t image)
{
    uint32_t at = page_node(page, frame)->parent;
    for (int up = 0; up < 4 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->letters > 500 || node->tag == LXB_TAG_ARTICLE || has_more_images(page, at, image))
            return 0;
        for (uint32_t i = at + 1; i < node->end; i++)
            if (page_node(page, i)->tag != 0 && (page_node(page, i)->hints & HINT_CREDIT) &&
                page_node(page, i)->letters > 0 && page_node(page, i)->letters <= 100)
                return i;
    }
    return 0;
}
