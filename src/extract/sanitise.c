/* In: text nodes of a stranger's page. Out: HTML that can do nothing: a short list of elements, no attribute
 * but a checked href, all text escaped.
 *
 * The elements are not copied: for each text node the allowed ones among its ancestors are opened, and closed
 * when a node comes that stands outside them. So the result is well formed whatever the page was. */
#include "extract/sanitise.h"

#include "base/utf8.h"

#define OPEN_MAX_DEPTH 16

static const char *inline_name(uint16_t tag)
{
    switch (tag) {
    case LXB_TAG_A:
        return "a";
    case LXB_TAG_EM:
        return "em";
    case LXB_TAG_STRONG:
        return "strong";
    case LXB_TAG_B:
        return "b";
    case LXB_TAG_I:
        return "i";
    case LXB_TAG_CITE:
        return "cite";
    case LXB_TAG_Q:
        return "q";
    case LXB_TAG_SUB:
        return "sub";
    case LXB_TAG_SUP:
        return "sup";
    default:
        return NULL;
    }
}

typedef struct Open {
    uint32_t nodes[OPEN_MAX_DEPTH]; /* outermost first */
    size_t count;
} Open;

/* Where a link leads, if it may. */
static Slice safe_address(const Page *page, uint32_t link)
{
    Slice href = slice_trim(page_attribute(page, link, "href"));
    if (slice_starts_with_nocase(href, SLICE("mailto:")))
        return href;
    if (slice_is_empty(href) || href.data[0] == '#')
        return SLICE_EMPTY;
    return page_address(page, href);
}

/* The allowed ancestors of a text node below the owner. */
static void ancestors(const Page *page, uint32_t owner, uint32_t text, Open *open)
{
    open->count = 0;
    for (uint32_t i = page_node(page, text)->parent; i > owner; i = page_node(page, i)->parent) {
        if (!inline_name(page_node(page, i)->tag) || open->count == OPEN_MAX_DEPTH)
            continue;
        if (page_node(page, i)->tag == LXB_TAG_A && slice_is_empty(safe_address(page, i)))
            continue;
        open->nodes[open->count++] = i;
    }
    for (size_t i = 0; i < open->count / 2; i++) {
        uint32_t other = open->nodes[i];
        open->nodes[i] = open->nodes[open->count - 1 - i];
        open->nodes[open->count - 1 - i] = other;
    }
}

static void add_open(Builder *out, const Page *page, uint32_t node)
{
    const char *name = inline_name(page_node(page, node)->tag);
    builder_add_byte(out, '<');
    builder_add_string(out, name);
    if (page_node(page, node)->tag == LXB_TAG_A) {
        builder_add_string(out, " href=\"");
        builder_add(out, html_escape(page->arena, utf8_repair(page->arena, safe_address(page, node))));
        builder_add_byte(out, '"');
    }
    builder_add_byte(out, '>');
}

static void close_to(Builder *out, const Page *page, Open *open, size_t count)
{
    while (open->count > count) {
        builder_add_string(out, "</");
        builder_add_string(out, inline_name(page_node(page, open->nodes[--open->count])->tag));
        builder_add_byte(out, '>');
    }
}

/* Escaped and collapsed; *is_gap tells that a blank is due, or that nothing stands before. */
static void add_text(Builder *out, const Page *page, Slice text, bool *is_gap)
{
    Builder plain;
    builder_init(&plain, page->arena);
    builder_reserve(&plain, text.size);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool is_nbsp =
            (unsigned char)c == 0xC2 && i + 1 < text.size && (unsigned char)text.data[i + 1] == 0xA0;
        bool is_blank = ascii_is_space(c) || is_nbsp;
        if (!is_blank || !*is_gap)
            plain.data[plain.size++] = is_blank ? ' ' : c;
        *is_gap = is_blank;
        i += is_nbsp;
    }
    builder_add(out, html_escape(page->arena, builder_slice(&plain)));
}

void sanitise_run(Builder *out, const Page *page, const Line *line)
{
    Open open = {.count = 0}, wanted;
    bool is_gap = true;
    for (uint32_t i = line->first; i <= line->last; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == LXB_TAG_BR) {
            builder_add_string(out, "<br>");
            is_gap = true;
        }
        if (node->tag != 0)
            continue;
        if (hints_of_tag(page_node(page, node->parent)->tag) & HINT_HIDDEN || page_is_unseen(page, line, i))
            continue;
        ancestors(page, line->owner, i, &wanted);
        size_t same = 0;
        while (same < open.count && same < wanted.count && open.nodes[same] == wanted.nodes[same])
            same++;
        close_to(out, page, &open, same);
        while (open.count < wanted.count) {
            add_open(out, page, wanted.nodes[open.count]);
            open.nodes[open.count] = wanted.nodes[open.count];
            open.count++;
        }
        add_text(out, page, node->text, &is_gap);
    }
    close_to(out, page, &open, 0);
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
}
