/* In: the page laid flat. Out: the element that holds the body of the piece.
 *
 * Each line gets points for reading like an article's prose and loses some for being links; the sum over an
 * element's lines tells how much article and how little else it holds. The best sum wins, the deepest of
 * equals, unless the page itself names its body ("entry-content", itemprop=articleBody) and that holds a fair
 * part of it. */
#include "extract/desk.h"
#include "extract/teaser.h"

/* Points of a line that reads as prose are cut here, so that one endless line is not a page. */
#define LINE_POINTS_MAX 400

static int32_t points_of_prose(const Line *line, uint16_t tag)
{
    int32_t own = (int32_t)(line->letters - line->linked);
    int32_t points = own < LINE_POINTS_MAX ? own : LINE_POINTS_MAX;
    switch (tag) {
    case LXB_TAG_P:
    case LXB_TAG_BLOCKQUOTE:
        return points + 20;
    case LXB_TAG_LI:
        return points / 2;
    case LXB_TAG_TD:
    case LXB_TAG_TH:
        return points * 2 / 3;
    default:
        return points * 9 / 10;
    }
}

static bool is_heading(uint16_t tag)
{
    return tag == LXB_TAG_H1 || tag == LXB_TAG_H2 || tag == LXB_TAG_H3 || tag == LXB_TAG_H4 ||
           tag == LXB_TAG_H5 || tag == LXB_TAG_H6;
}

static int32_t line_points(const Page *page, const Line *line)
{
    const PageNode *owner = page_node(page, line->owner);
    if (line->is_furniture ||
        (owner->under & (HINT_CAPTION | HINT_BYLINE | HINT_META | HINT_DATE | HINT_CREDIT)))
        return 0;
    if (line->linked * 2 > line->letters)
        return line->linked > 90 ? -30 : -10 - (int32_t)line->linked / 5;
    if (is_heading(owner->tag))
        return 0;
    if (line->letters >= 60 && line->stops >= 1)
        return points_of_prose(line, owner->tag);
    if (owner->tag == LXB_TAG_P || owner->tag == LXB_TAG_BLOCKQUOTE)
        return (int32_t)line->letters / 3 - 2;
    if (owner->tag == LXB_TAG_TD || owner->tag == LXB_TAG_TH || owner->tag == LXB_TAG_LI)
        return 0;
    return line->letters >= 25 ? 2 : -2;
}

static void score_lines(Page *page)
{
    for (size_t i = 0; i < page->lines.count; i++) {
        Line *line = &page->lines.items[i];
        uint32_t under = page_node(page, line->owner)->under | page_node(page, line->first)->under;
        line->is_furniture = (under & HINTS_FURNITURE) != 0;
        line->score = line_points(page, line);
        page_node(page, line->owner)->score += line->score;
    }
    for (size_t i = page->nodes.count; i-- > 1;)
        page_node(page, page_node(page, (uint32_t)i)->parent)->score += page_node(page, (uint32_t)i)->score;
}

static uint32_t best_sum(const Page *page)
{
    uint32_t best = page->body;
    for (uint32_t i = page->body; i < page_node(page, page->body)->end; i++) {
        const PageNode *node = page_node(page, i);
        const PageNode *so_far = page_node(page, best);
        if (page_tag(page, i) == 0 || !node->is_block)
            continue;
        if (node->score > so_far->score || (node->score == so_far->score && page_holds(page, best, i)))
            best = i;
    }
    return best;
}

/* Points of a named body beside its own headline that is surely no stub. */
#define OWN_PIECE_POINTS 800

/* The nearest <article> or the like above, or the body of the page. */
static uint32_t piece_above(const Page *page, uint32_t node)
{
    while (node > page->body && !(page_node(page, node)->hints & HINT_ARTICLE))
        node = page_node(page, node)->parent;
    return node;
}

static uint32_t common_ancestor(const Page *page, uint32_t a, uint32_t b)
{
    while (!page_holds(page, a, b))
        a = page_node(page, a)->parent;
    return a;
}

static bool is_named_body(const PageNode *node)
{
    return (node->hints & HINT_BODY) && !(node->under & HINTS_FURNITURE) && node->score > 0;
}

/* Of nested ones the inner, if nothing is lost by it. Pages that go on to further pieces as one scrolls hold
 * several: the one that shares its <article> with the headline is meant, if it has a fair length. */
static uint32_t best_named(const Page *page, uint32_t piece)
{
    uint32_t best = 0;
    for (uint32_t i = page->body; i < page_node(page, page->body)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) == 0 || !is_named_body(node) || (piece && !page_holds(page, piece, i)))
            continue;
        bool is_better = best == 0 || node->score > page_node(page, best)->score ||
                         (page_holds(page, best, i) && node->score * 10 >= page_node(page, best)->score * 9);
        if (is_better)
            best = i;
    }
    return best;
}

/* The element that the page calls its body; what holds them all, where advertisements cut it into several of
 * one piece; 0 if it has no fair part of the whole. */
static uint32_t named_body(const Desk *desk, int32_t sum)
{
    const Page *page = &desk->page;
    uint32_t own = desk->headline_node ? piece_above(page, desk->headline_node) : page->body;
    uint32_t best = own != page->body ? best_named(page, own) : 0;
    bool is_own = best != 0 && page_node(page, best)->score >= OWN_PIECE_POINTS;
    if (!is_own)
        best = best_named(page, 0);
    if (best == 0)
        return 0;
    uint32_t piece = piece_above(page, best), all = best;
    for (uint32_t i = page->body; i < page_node(page, page->body)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) != 0 && is_named_body(node) &&
            node->score * 10 >= page_node(page, best)->score && piece_above(page, i) == piece)
            all = common_ancestor(page, all, i);
    }
    return is_own || (int64_t)page_node(page, all)->score * 10 >= (int64_t)sum * 5 ? all : 0;
}

/* Hints that a template may well have meant otherwise, when believing them leaves nothing of the page. */
#define HINTS_SOFT                                                                                           \
    (HINT_WIDGET | HINT_TEASER | HINT_SIGNUP | HINT_ADVERT | HINT_SIDEBAR | HINT_RELATED | HINT_TAGS |       \
     HINT_SHARE | HINT_AUTHOR_BOX | HINT_BYLINE | HINT_META | HINT_DATE | HINT_CREDIT | HINT_CAPTION |       \
     HINT_FIGURE | HINT_EMBED)

/* Forgets those hints of all that holds prose. */
static void soften(Page *page, uint32_t hints)
{
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        PageNode *node = page_node(page, i);
        uint32_t above = i == 0 ? 0 : page_node(page, node->parent)->under;
        if (node->prose > 150)
            node->hints &= ~hints | (hints_of_tag(node->tag) & (HINT_SIDEBAR | HINT_WIDGET));
        if (node->prose > 150 && !(hints_of_tag(node->tag) & HINT_HIDDEN))
            node->hints &= ~(uint32_t)HINT_HIDDEN;
        node->under = above | node->hints | (node->tag == LXB_TAG_A ? HINT_LINK : 0);
        node->score = 0;
    }
}

static uint32_t choose(Desk *desk)
{
    Page *page = &desk->page;
    score_lines(page);
    uint32_t sum = best_sum(page);
    uint32_t named = named_body(desk, page_node(page, sum)->score);
    return named ? named : sum;
}

#define NO_TEXT_POINTS 60        /* of the best element of a page without any text of its own */
#define OPENING_LETTERS 40       /* fewer are a label, not a paragraph */
#define OPENING_LETTERS_MAX 1500 /* more are the text of another piece */

/* The first paragraph that a template sets before the body, in an element that it calls so. */
static uint32_t find_opening(const Desk *desk)
{
    const Page *page = &desk->page;
    uint32_t piece = piece_above(page, desk->body_node);
    uint32_t from =
        desk->headline_node && desk->headline_node < desk->body_node ? desk->headline_node : piece;
    for (uint32_t i = from; i < desk->body_node; i++) {
        const PageNode *node = page_node(page, i);
        bool is_teaser = (node->hints & HINT_TEASER) && node->linked == 0; /* of this very piece */
        uint32_t above = page_node(page, node->parent)->under & HINTS_FURNITURE;
        if (node->end > desk->body_node || !(is_teaser || node->hints & HINT_OPENING) ||
            (node->hints & HINT_LEAD) || above || node->hints & HINTS_FURNITURE & ~(uint32_t)HINT_TEASER)
            continue;
        if (node->letters >= OPENING_LETTERS && node->letters <= OPENING_LETTERS_MAX &&
            node->linked * 3 < node->letters)
            return i;
    }
    return 0;
}

void choose_body(Desk *desk)
{
    Page *page = &desk->page;
    uint32_t chosen = choose(desk);
    int32_t score = page_node(page, chosen)->score;
    if (page->prose > 400 && (int64_t)score * 100 < (int64_t)page->prose * 20) {
        soften(page, HINTS_SOFT);
        chosen = choose(desk);
    }
    if (page->prose > 400 && page_node(page, chosen)->score < NO_TEXT_POINTS && !desk->piece) {
        soften(page, HINTS_SOFT | HINT_COMMENT); /* a forum: its comments are all there is */
        chosen = choose(desk);
    }
    desk->body_node = page_node(page, chosen)->score > 0 ? chosen : 0;
    desk->opening_node = desk->body_node ? find_opening(desk) : 0;
    mark_teasers(desk);
}
