/* In: nodes and lines of a page laid flat. Out: their text, as a reader sees it: white space collapsed, marks
 * without width gone, words that are not shown left out. */
#include "extract/page.h"

#include "base/builder.h"
#include "base/utf8.h"

static bool is_plain(char c)
{
    return (unsigned char)(c - 0x21) < 0x5E;
}

/* Bytes from `at` that are ASCII words with single blanks between them: the common case, taken whole. */
static size_t plain_run(Slice text, size_t at)
{
    size_t end = at;
    while (end < text.size &&
           (is_plain(text.data[end]) ||
            (text.data[end] == ' ' && end > at && end + 1 < text.size && is_plain(text.data[end + 1]))))
        end++;
    return end - at;
}

static bool is_joiner(uint32_t rune)
{
    return rune == 0x200C || rune == 0x200D; /* they shape Arabic and Indian letters */
}

static bool is_mark_without_width(uint32_t rune)
{
    return rune == 0xAD || rune == 0x200B || rune == 0xFEFF || rune == 0x200E || rune == 0x200F;
}

/* A blank behind one of "ÃØÙ": half a letter whose bytes were misread (repair.c), not a blank. */
static bool is_misread_byte(const Builder *out, uint32_t rune)
{
    if ((rune != 0xA0 && rune != 0xAD) || out->size < 2)
        return false;
    unsigned char lead = (unsigned char)out->data[out->size - 2],
                  last = (unsigned char)out->data[out->size - 1];
    return lead == 0xC3 && last >= 0x83 && last <= 0x9B;
}

/* Adds a text with its white space collapsed onto what stands in `out`. */
static void add_collapsed(Builder *out, Slice text)
{
    for (size_t i = 0; i < text.size;) {
        size_t run = plain_run(text, i);
        if (run > 0) {
            builder_add(out, slice_of(text.data + i, run));
            i += run;
            continue;
        }
        size_t size = 1;
        unsigned char c = (unsigned char)text.data[i];
        uint32_t rune = c < 0x80 ? c : utf8_decode(text, i, &size);
        bool is_gap = out->size == 0 || out->data[out->size - 1] == ' ';
        bool is_control = rune == 0x7F || (rune < 0x20 && !rune_is_blank(rune));
        if (is_joiner(rune) || (!rune_is_blank(rune) && !is_control) || is_misread_byte(out, rune))
            builder_add(out, slice_range(text, i, i + size));
        else if (!is_mark_without_width(rune) && !is_control && !is_gap)
            builder_add_byte(out, ' ');
        i += size;
    }
}

Slice page_visible_text(const Page *page, uint32_t number)
{
    Builder out;
    builder_init(&out, page->arena);
    for (uint32_t i = number; i < page_node(page, number)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0) {
            add_collapsed(&out, node->text);
        } else if (i != number && (hints_of_tag(node->tag) & HINT_HIDDEN)) {
            i = node->end - 1;
        } else if ((node->is_block || node->tag == LXB_TAG_BR) && out.size > 0 &&
                   out.data[out.size - 1] != ' ') {
            builder_add_byte(&out, ' ');
        }
    }
    return slice_trim(builder_slice(&out));
}

#define UNSEEN_LETTERS_MAX 80 /* more are the rest of a text that a click unfolds */
#define UNSEEN_DEPTH_MAX 8

bool page_is_unseen(const Page *page, const Line *line, uint32_t text_node)
{
    if (!(page_node(page, text_node)->under & HINT_HIDDEN) ||
        page_node(page, line->owner)->under & HINT_HIDDEN)
        return false;
    uint32_t node = page_node(page, text_node)->parent;
    for (int up = 0; up < UNSEEN_DEPTH_MAX && node > line->owner; up++) {
        const PageNode *element = page_node(page, node);
        if (element->hints & HINT_HIDDEN)
            return element->letters <= UNSEEN_LETTERS_MAX && element->letters < line->letters;
        node = element->parent;
    }
    return false;
}

Slice page_line_text(const Page *page, const Line *line)
{
    Builder out;
    builder_init(&out, page->arena);
    for (uint32_t i = line->first; i <= line->last; i++)
        if (page_node(page, i)->tag == 0 && !page_is_unseen(page, line, i))
            add_collapsed(&out, page_node(page, i)->text);
    return slice_trim(builder_slice(&out));
}
