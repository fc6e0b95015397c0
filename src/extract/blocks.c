/* In: the element that holds the body. Out: its blocks, as text and as safe HTML.
 *
 * Lines are taken in order; what is marked as furniture inside the body, what only links, and what stands on
 * every page by its words is left out; lines of one list or table are one block. Turns, insets and repairs
 * come after, each in a file of its own. */
#include "extract/blocks.h"

#include "extract/boilerplate.h"
#include "extract/sanitise.h"
#include "extract/site.h"
#include "extract/wordpress.h"
#include "syntax/url.h"
#include "text/text.h"

#define CAPTION_LETTERS 900 /* a frame of more letters holds text, not a picture's words */

#define HEAD_WORD_LETTERS 40 /* a longer line is not what its first word's element says */
#define SOURCE_LETTERS 24    /* a link of fewer is a button, "Buy tickets" */

/* The block in the making. */
typedef struct Draft {
    Desk *desk;
    BlockKind kind;
    uint32_t group; /* list or table that it is, 0: a line of its own */
    uint32_t item;  /* the li or td that was written last */
    uint32_t row;
    Builder text, html;
    BlockFacts facts;
    bool is_open;
    uint32_t table; /* the last that was asked about, 0: none; and what it is */
    bool is_data;
    Slice headline_key;
} Draft;

/* Where a line stands inside the body. */
typedef struct Place {
    uint32_t hints; /* of the elements between the body and the line */
    uint32_t list, item;
    uint32_t table, cell, row;
    bool is_quote, is_figure;
    bool is_embed, is_inset; /* marked so by wordpress.c */
} Place;

static Place place_of(const Desk *desk, const Line *line)
{
    const Page *page = &desk->page;
    Place place = {0};
    for (uint32_t i = page_node(page, line->first)->parent; i > desk->body_node;
         i = page_node(page, i)->parent) {
        const PageNode *node = page_node(page, i);
        bool is_whole = line->last < node->end; /* else a word at its head: "<i class=date>May 3</i> ..." */
        place.hints |= is_whole || line->letters < HEAD_WORD_LETTERS ? node->hints : 0;
        place.is_embed |= slice_equal(node->class, SLICE(MARK_EMBED));
        place.is_inset |= slice_equal(node->class, SLICE(MARK_INSET));
        switch (node->tag) {
        case LXB_TAG_LI:
            place.item = place.item ? place.item : i;
            break;
        case LXB_TAG_UL:
        case LXB_TAG_OL:
            place.list = i;
            break;
        case LXB_TAG_TD:
        case LXB_TAG_TH:
            place.cell = place.cell ? place.cell : i;
            break;
        case LXB_TAG_TR:
            place.row = place.row ? place.row : i;
            break;
        case LXB_TAG_TABLE:
            place.table = i;
            break;
        case LXB_TAG_BLOCKQUOTE:
            place.is_quote = true;
            break;
        case LXB_TAG_FIGURE:
            place.is_figure = true;
            break;
        default:
            break;
        }
    }
    return place;
}

/* A table of data, not one that only sets the page: small cells, and more than one in a row. */
static bool is_data_table(const Page *page, uint32_t table)
{
    uint32_t cells = 0, rows = 0;
    for (uint32_t i = table + 1; i < page_node(page, table)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == LXB_TAG_TABLE ||
            ((node->tag == LXB_TAG_TD || node->tag == LXB_TAG_TH) && node->letters > 400))
            return false;
        cells += node->tag == LXB_TAG_TD || node->tag == LXB_TAG_TH;
        rows += node->tag == LXB_TAG_TR;
    }
    return rows >= 2 && cells >= rows * 2;
}

/* Many lines of one table ask one after the other. */
static bool is_in_data_table(Draft *draft, uint32_t table)
{
    if (draft->table != table) {
        draft->is_data = is_data_table(&draft->desk->page, table);
        draft->table = table;
    }
    return draft->is_data;
}

static bool is_heading_tag(uint16_t tag)
{
    return tag == LXB_TAG_H1 || tag == LXB_TAG_H2 || tag == LXB_TAG_H3 || tag == LXB_TAG_H4 ||
           tag == LXB_TAG_H5 || tag == LXB_TAG_H6;
}

static bool is_link_list(const Page *page, uint32_t list)
{
    const PageNode *node = page_node(page, list);
    return node->linked * 2 > node->letters;
}

#define BOX_NODES_MAX 60 /* of a picture and its words */

static bool is_small_with_picture(const Page *page, uint32_t box)
{
    return page_node(page, box)->end - box <= BOX_NODES_MAX && page_find_tag(page, box, LXB_TAG_IMG) != 0;
}

/* The only words beside a picture, in a box of their own. */
static bool is_alone_with_picture(const Desk *desk, const Line *line)
{
    const Page *page = &desk->page;
    uint32_t box = line->owner;
    if (line->letters > 140 || is_heading_tag(page_node(page, box)->tag) || is_small_with_picture(page, box))
        return false;
    for (int up = 0; up < 2; up++) {
        box = page_node(page, box)->parent;
        if (box <= desk->body_node || page_node(page, box)->letters != line->letters)
            return false;
        if (is_small_with_picture(page, box))
            return true;
    }
    return false;
}

/* A short line that ends no sentence and shares its block with a picture: a caption without markup. */
static bool is_bare_caption(const Page *page, const Line *line)
{
    const PageNode *owner = page_node(page, line->owner);
    if (owner->letters > 160 || line->letters > 160 || line->stops > 3 || owner->end - line->owner > 60)
        return false;
    Slice text = page_line_text(page, line);
    bool ends = text.size > 0 && memchr(".!?:\"", text.data[text.size - 1], 5);
    return !ends && page_find_tag(page, line->owner, LXB_TAG_IMG) != 0;
}

/* Words that a picture's frame holds: they are its caption (media.c reads it). */
static bool is_caption(const Desk *desk, const Line *line, const Place *place)
{
    const Page *page = &desk->page;
    bool says_so = place->hints & (HINT_CAPTION | HINT_CREDIT);
    for (uint32_t i = page_node(page, line->first)->parent; i > desk->body_node;
         i = page_node(page, i)->parent) {
        const PageNode *node = page_node(page, i);
        if (node->letters > CAPTION_LETTERS)
            return false;
        bool is_frame = node->tag == LXB_TAG_FIGURE || (node->hints & HINT_FIGURE && says_so);
        if (is_frame && !place->table && page_find_tag(page, i, LXB_TAG_IMG))
            return true;
    }
    return false;
}

#define LINK_DEPTH_MAX 20 /* elements between a link and its words */
#define LINK_NODES_MAX 8  /* of a line before its link */

/* The first link of a line; 0 if it does not begin near. */
static uint32_t link_of(const Page *page, const Line *line)
{
    for (uint32_t i = line->first; i <= line->last && i < line->first + LINK_NODES_MAX; i++) {
        uint32_t node = i;
        for (int up = 0; up < LINK_DEPTH_MAX && node > line->owner; up++) {
            if (page_node(page, node)->tag == LXB_TAG_A)
                return node;
            node = page_node(page, node)->parent;
        }
    }
    return 0;
}

/* The line is one link, and that leads to another host: a source, not a teaser of our own. */
static bool links_elsewhere(const Desk *desk, const Line *line)
{
    const Page *page = &desk->page;
    Url own, other;
    uint32_t link = link_of(page, line);
    if (link == 0 || page_node(page, link)->letters < line->linked)
        return false;
    Slice address = page_address(page, page_attribute(page, link, "href"));
    return url_parse(page->url, &own) && url_parse(address, &other) &&
           !slice_equal_nocase(own.host, other.host);
}

/* A line that is nearly all link: a teaser, but for a source, or one of the lines of a paragraph. */
static bool is_teaser_link(const Desk *desk, const Line *line)
{
    const PageNode *owner = page_node(&desk->page, line->owner);
    if (line->linked * 10 <= line->letters * 8 || line->letters >= 250)
        return false;
    bool is_text = owner->tag == LXB_TAG_P || owner->tag == LXB_TAG_LI;
    bool is_lone = owner->linked * 2 > owner->letters;
    return !is_text || (is_lone && (line->letters < SOURCE_LETTERS || !links_elsewhere(desk, line)));
}

/* On a list the entries are the text. */
#define HINTS_OF_ENTRIES (HINT_TEASER | HINT_RELATED | HINT_TAGS | HINT_COMMENT)

/* Does the line belong to the frame of the piece rather than to its text? */
static bool is_left_out(const Desk *desk, const Line *line, const Place *place, uint32_t seen)
{
    const Page *page = &desk->page;
    if (desk->is_list)
        return place->hints & HINTS_FURNITURE & ~(uint32_t)HINTS_OF_ENTRIES;
    if (desk->is_whole)
        return is_caption(desk, line, place);
    if (place->hints & HINTS_FURNITURE)
        return true;
    if (place->hints & (HINT_CAPTION | HINT_CREDIT) && line->letters < 600)
        return true;
    bool is_paragraph = page_node(page, line->owner)->tag == LXB_TAG_P && line->letters >= 100;
    if (place->hints & HINT_FIGURE && line->letters < 300 && (place->is_figure || !is_paragraph))
        return true;
    if (place->hints & (HINT_META | HINT_DATE) && line->letters < 150)
        return true;
    if (place->hints & HINT_BYLINE && line->letters < 100 && seen == 0)
        return true;
    if (place->list && is_link_list(page, place->list))
        return true;
    if (is_bare_caption(page, line) || (!place->list && !place->table && is_alone_with_picture(desk, line)))
        return true;
    return is_teaser_link(desk, line);
}

static void close_item(Draft *draft)
{
    if (draft->kind == BLOCK_LIST && draft->item)
        builder_add_string(&draft->html, "</li>");
    if (draft->kind == BLOCK_TABLE && draft->item)
        builder_add_string(&draft->html, "</td>");
    draft->item = 0;
}

static void close_draft(Draft *draft)
{
    if (!draft->is_open)
        return;
    close_item(draft);
    bool is_ordered = draft->group && page_node(&draft->desk->page, draft->group)->tag == LXB_TAG_OL;
    if (draft->kind == BLOCK_LIST)
        builder_add_string(&draft->html, is_ordered ? "</ol>" : "</ul>");
    if (draft->kind == BLOCK_TABLE)
        builder_add_string(&draft->html, "</tr></table>");
    *LIST_ADD(draft->desk->arena, &draft->desk->article->body) = (Block){
        .kind = draft->kind, .text = builder_slice(&draft->text), .html = builder_slice(&draft->html)};
    *LIST_ADD(draft->desk->arena, &draft->desk->facts) = draft->facts;
    draft->is_open = false;
}

static void open_draft(Draft *draft, BlockKind kind, uint32_t group)
{
    close_draft(draft);
    draft->kind = kind;
    draft->group = group;
    draft->item = draft->row = 0;
    draft->facts = (BlockFacts){0};
    draft->is_open = true;
    builder_init(&draft->text, draft->desk->arena);
    builder_init(&draft->html, draft->desk->arena);
    if (kind == BLOCK_LIST)
        builder_add_string(&draft->html,
                           page_node(&draft->desk->page, group)->tag == LXB_TAG_OL ? "<ol>" : "<ul>");
    if (kind == BLOCK_TABLE)
        builder_add_string(&draft->html, "<table>");
}

static void add_run(Draft *draft, const Line *line, Slice text)
{
    const Page *page = &draft->desk->page;
    if (draft->facts.letters == 0) {
        draft->facts.owner = line->owner;
        draft->facts.hints = page_node(page, line->owner)->hints |
                             page_node(page, page_node(page, line->owner)->parent)->hints;
    }
    draft->facts.letters += line->letters;
    draft->facts.linked += line->linked;
    draft->facts.stops += line->stops;
    builder_add(&draft->text, text);
    sanitise_run(&draft->html, &draft->desk->page, line);
}

static void add_to_list(Draft *draft, const Line *line, const Place *place, Slice text)
{
    if (!draft->is_open || draft->kind != BLOCK_LIST || draft->group != place->list)
        open_draft(draft, BLOCK_LIST, place->list);
    if (draft->item == place->item && draft->item) {
        builder_add_byte(&draft->text, ' ');
        builder_add_string(&draft->html, "<br>");
    } else {
        close_item(draft);
        if (draft->text.size > 0)
            builder_add_byte(&draft->text, '\n');
        builder_add_string(&draft->html, "<li>");
        draft->item = place->item ? place->item : place->list;
    }
    add_run(draft, line, text);
}

static void add_to_table(Draft *draft, const Line *line, const Place *place, Slice text)
{
    if (!draft->is_open || draft->kind != BLOCK_TABLE || draft->group != place->table)
        open_draft(draft, BLOCK_TABLE, place->table);
    uint32_t cell = place->cell ? place->cell : place->table;
    if (draft->item != cell) {
        close_item(draft);
        if (draft->row != place->row || draft->text.size == 0) {
            if (draft->text.size > 0) {
                builder_add_byte(&draft->text, '\n');
                builder_add_string(&draft->html, "</tr>");
            }
            builder_add_string(&draft->html, "<tr>");
            draft->row = place->row;
        } else {
            builder_add_byte(&draft->text, '\t');
        }
        builder_add_string(&draft->html, "<td>");
        draft->item = cell;
    } else {
        builder_add_byte(&draft->text, ' ');
        builder_add_string(&draft->html, "<br>");
    }
    add_run(draft, line, text);
}

static BlockKind kind_of_line(const Desk *desk, const Line *line, const Place *place)
{
    if (place->is_embed || place->is_inset)
        return place->is_embed ? BLOCK_EMBED : BLOCK_INSET;
    if (place->hints & HINT_EMBED && !place->is_quote) /* a post of others is quoted with its words */
        return BLOCK_EMBED;
    if (place->hints & HINT_INSET)
        return BLOCK_INSET;
    if (place->is_quote)
        return BLOCK_QUOTE;
    uint16_t tag = page_node(&desk->page, line->owner)->tag;
    return is_heading_tag(tag) || tag == LXB_TAG_DT ? BLOCK_SUBHEAD : BLOCK_PARAGRAPH;
}

static void add_line(Draft *draft, const Line *line, const Place *place, Slice text)
{
    BlockKind kind = kind_of_line(draft->desk, line, place);
    if (kind == BLOCK_PARAGRAPH && place->table && place->row && is_in_data_table(draft, place->table)) {
        add_to_table(draft, line, place, text);
        return;
    }
    if (kind == BLOCK_PARAGRAPH && place->list) {
        add_to_list(draft, line, place, text);
        return;
    }
    bool continues = draft->is_open && draft->group == 0 && draft->kind == kind && line->is_after_break &&
                     !turn_begins(text);
    if (continues) {
        builder_add_byte(&draft->text, ' ');
        builder_add_string(&draft->html, "<br>");
    } else {
        open_draft(draft, kind, 0);
    }
    add_run(draft, line, text);
}

/* The headline, printed again at the head of the body. */
static bool repeats_headline(const Draft *draft, Slice text, const Line *line)
{
    const Desk *desk = draft->desk;
    uint16_t tag = page_node(&desk->page, line->owner)->tag;
    if (tag == LXB_TAG_H1 && desk->article->body.count == 0)
        return true;
    if (text.size > desk->article->headline.size * 2 + 20)
        return false;
    return slice_equal(compare_key(desk->arena, text), draft->headline_key);
}

/* An address of our own host in plain letters: printed for paper, or to be copied. */
static bool is_own_address(const Desk *desk, Slice text)
{
    Url own, other;
    return slice_starts_with_nocase(text, SLICE("http")) && slice_find_byte(text, ' ') == SLICE_NONE &&
           url_parse(desk->page.url, &own) && url_parse(text, &other) &&
           slice_equal_nocase(own.host, other.host);
}

/* Prose of the body behind line `from`, of 100. */
static uint64_t prose_left(const Desk *desk, size_t from)
{
    const Page *page = &desk->page;
    uint64_t left = 0;
    for (size_t i = from; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line->score > 40 && page_holds(page, desk->body_node, line->first))
            left += line->letters;
    }
    uint64_t all = page_node(page, desk->body_node)->prose;
    return all ? 100 * left / all : 0;
}

static bool ends_piece(const Desk *desk, size_t number, Slice text)
{
    const Line *line = &desk->page.lines.items[number];
    if (line->letters >= 50 || desk->article->body.count < 3)
        return false;
    bool is_heading = is_heading_tag(page_node(&desk->page, line->owner)->tag);
    if (is_heading)
        return is_end_mark(desk->arena, text) && prose_left(desk, number) < 35;
    return is_end_label(desk->arena, text) && prose_left(desk, number) < 12;
}

static void write_blocks(Desk *desk)
{
    Page *page = &desk->page;
    Draft draft = {.desk = desk, .headline_key = compare_key(desk->arena, desk->article->headline)};
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        bool is_opening = desk->opening_node && page_holds(page, desk->opening_node, line->first);
        if (!is_opening && !page_holds(page, desk->body_node, line->first))
            continue;
        Place place = place_of(desk, line);
        if (is_opening)
            place.hints &= ~(uint32_t)HINT_TEASER;
        if (is_left_out(desk, line, &place, (uint32_t)desk->article->body.count))
            continue;
        Slice text = page_line_text(page, line);
        bool is_cell = place.table && place.cell && line->letters < 60;
        if (slice_is_empty(text))
            continue;
        if (!desk->is_whole) {
            if ((!is_cell && is_boilerplate(desk->arena, text)) || repeats_headline(&draft, text, line) ||
                site_has_line(desk, text) || is_own_address(desk, text))
                continue;
            if (!desk->is_list && ends_piece(desk, i, text))
                break;
        }
        add_line(&draft, line, &place, text);
    }
    close_draft(&draft);
}

static uint32_t letters_of(const Article *article)
{
    uint32_t all = 0;
    for (size_t i = 0; i < article->body.count; i++) {
        uint32_t letters, stops;
        text_measure(article->body.items[i].text, &letters, &stops);
        all += letters;
    }
    return all;
}

/* The body that metadata give, where the page shows much less: it is put there by a script. */
static bool write_claimed_body(Desk *desk)
{
    const Claim *claim = claim_best(desk, CLAIM_BODY);
    uint32_t claimed = 0, stops;
    if (claim)
        text_measure(claim->value, &claimed, &stops);
    if (claimed < 300 || letters_of(desk->article) * 3 > claimed)
        return false;
    desk->article->body = (Blocks){0};
    Slice rest = claim->value, line;
    while (slice_next_line(&rest, &line)) {
        Slice text = plain_value(desk->arena, line);
        if (text.size > 0)
            *LIST_ADD(desk->arena, &desk->article->body) =
                (Block){.kind = BLOCK_PARAGRAPH, .text = text, .html = html_escape(desk->arena, text)};
    }
    origin_add(desk, "body", claim->source, claim->at, "claimed-body", claim->confidence);
    return true;
}

void write_whole(Desk *desk)
{
    write_blocks(desk);
    finish_blocks(desk);
}

void write_body(Desk *desk)
{
    if (desk->body_node != 0) {
        write_blocks(desk);
        trim_edges(desk);
    }
    if (write_claimed_body(desk) || desk->body_node == 0) {
        finish_blocks(desk);
        return;
    }
    finish_blocks(desk);
    const PageNode *node = page_node(&desk->page, desk->body_node);
    Slice at = node->class.size > 0 ? node->class : node->id;
    origin_add(desk, "body", SLICE("visible"), arena_copy(desk->arena, slice_range(at, 0, 80)),
               node->hints & HINT_BODY ? "named-body" : "best-sum", node->hints & HINT_BODY ? 0.9f : 0.7f);
}

/* What a page shows between its navigation and its footer. */
static uint32_t main_node(const Page *page)
{
    uint32_t main = page_find_tag(page, page->body, LXB_TAG_MAIN);
    bool is_most =
        main && (uint64_t)page_node(page, main)->letters * 3 > page_node(page, page->body)->letters;
    return is_most ? main : page->body;
}

void write_list(Desk *desk)
{
    Article *article = desk->article;
    uint32_t main = main_node(&desk->page);
    if (page_kind_is_piece(article->page_kind) ||
        (uint64_t)letters_of(article) * 3 > page_node(&desk->page, main)->letters)
        return;
    desk->is_list = true;
    desk->body_node = main;
    desk->opening_node = 0;
    desk->facts = (BlockFactsList){0};
    article->body = (Blocks){0};
    write_blocks(desk);
    article_join_text(article, desk->arena);
    origin_add(desk, "body", SLICE("visible"), SLICE_EMPTY, "list", 0.5f);
}

void finish_blocks(Desk *desk)
{
    Arena *arena = desk->arena;
    Article *article = desk->article;
    if (!desk->is_whole) /* there they were told apart before */
        shortcodes_to_insets(arena, article);
    find_turns(arena, article);
    repair_article(arena, article);
    article_join_text(article, arena);
    place_repairs(article);
    article->dateline = (Dateline){0};
    find_dateline(desk);
}
