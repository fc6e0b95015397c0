/* In: the blocks of a body with what is known of each. Out: the same without what only stands at its edges.
 *
 * Templates put date, byline and standfirst before the first paragraph, and tags, notes on sources, and words
 * on the author behind the last, often without any mark of their own. At the edges, and only there, a line
 * that ends no sentence is no paragraph. */
#include "extract/blocks.h"

#include "extract/boilerplate.h"
#include "text/text.h"

/* Punctuation that ends a sentence or leads into what follows. */
static bool ends_sentence(Slice text)
{
    static const char *const ends[] = {".", "!",  "?",  ":",  "”", "\"", "…", "؟", "»", "“",
                                       ")", "。", "！", "？", "।", "’",  "'", "]", "”"};
    return SLICE_ANY(text, slice_ends_with, ends);
}

/* `only`: it names an author and says little else. A paper that signs its pieces itself is spoken of in any
 * paragraph; then only the bare name counts, and the last paragraph. */
static bool names_author(const Desk *desk, Slice text, bool only, bool is_last)
{
    Slice key = compare_key(desk->arena, slice_range(text, 0, 200));
    for (size_t i = 0; i < desk->article->authors.count; i++) {
        Slice name = compare_key(desk->arena, desk->article->authors.items[i].name);
        if (name.size < 4)
            continue;
        bool is_paper = names_paper(desk, desk->article->authors.items[i].name);
        size_t more = is_paper || ends_sentence(text) ? 16 : 40;
        if (only ? slice_contains(key, name) && key.size < name.size + more
                 : slice_starts_with(key, name) && (!is_paper || is_last))
            return true;
    }
    return false;
}

static void remove_block(Desk *desk, size_t i)
{
    Blocks *body = &desk->article->body;
    memmove(body->items + i, body->items + i + 1, (body->count - i - 1) * sizeof *body->items);
    memmove(desk->facts.items + i, desk->facts.items + i + 1,
            (desk->facts.count - i - 1) * sizeof *desk->facts.items);
    body->count--;
    desk->facts.count--;
}

static bool is_plain(const Block *block)
{
    return block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_SUBHEAD || block->kind == BLOCK_LIST;
}

/* A line before the first paragraph that is none: a date, a byline, a label. */
static bool is_front_matter(const Desk *desk, const Block *block, const BlockFacts *facts)
{
    Moment moment;
    Dateline dateline;
    if (!is_plain(block) || block->kind == BLOCK_LIST || facts->letters > 90)
        return false;
    if (names_author(desk, block->text, true, false))
        return true;
    if (facts->letters <= 60 && text_find_date(block->text, false, &moment, NULL) &&
        moment.grain >= GRAIN_DAY && !dateline_of(desk, block->text, &dateline))
        return true;
    return facts->letters < 45 && block->kind == BLOCK_PARAGRAPH && !ends_sentence(block->text) &&
           facts->stops <= 1;
}

/* The first block, when its tag or class says that it stands between headline and text: a standfirst. */
static bool is_standfirst(const Desk *desk)
{
    const Block *block = &desk->article->body.items[0];
    const BlockFacts *facts = &desk->facts.items[0];
    if (desk->facts.count < 4 || facts->letters < 30 || facts->letters > 700)
        return false;
    if (block->kind == BLOCK_SUBHEAD)
        return facts->letters >= 40;
    return block->kind == BLOCK_PARAGRAPH && (facts->hints & HINT_LEAD) &&
           !(desk->facts.items[1].hints & HINT_LEAD);
}

static void trim_front(Desk *desk)
{
    bool has_standfirst = false;
    for (int round = 0; round < 8 && desk->facts.count > 2; round++) {
        const Block *block = &desk->article->body.items[0];
        if (is_front_matter(desk, block, &desk->facts.items[0])) {
            remove_block(desk, 0);
        } else if (!has_standfirst && is_standfirst(desk)) {
            has_standfirst = true;
            if (slice_is_empty(desk->article->subheadline)) {
                desk->article->subheadline = block->text;
                origin_add(desk, "subheadline", SLICE("visible"), SLICE("body"), "standfirst", 0.8f);
            }
            remove_block(desk, 0);
        } else {
            break;
        }
    }
}

static bool has_digit(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_digit(text.data[i]))
            return true;
    return false;
}

/* A block behind the last paragraph that is none. A short line with a number in it says something: a price, a
 * street, a score. */
static bool is_back_matter(const Block *block, const BlockFacts *facts)
{
    if (block->kind == BLOCK_SUBHEAD)
        return true;
    if (block->kind == BLOCK_LIST)
        return facts->linked * 3 > facts->letters;
    if (block->kind != BLOCK_PARAGRAPH)
        return false;
    if (facts->linked * 10 > facts->letters * 6 && facts->letters < 300)
        return true;
    return facts->letters < (has_digit(block->text) ? 20 : 60) && !ends_sentence(block->text);
}

static void trim_back(Desk *desk)
{
    while (desk->facts.count > 2) {
        size_t last = desk->facts.count - 1;
        if (!is_back_matter(&desk->article->body.items[last], &desk->facts.items[last]))
            break;
        remove_block(desk, last);
    }
}

/* Notes on sources and authors near the end: kept beside the text. */
static void set_notes_aside(Desk *desk)
{
    size_t count = desk->facts.count, reach = count > 6 ? count - 6 : 0;
    for (size_t i = count; i-- > reach && i > 1;) {
        Block *block = &desk->article->body.items[i];
        bool is_note =
            block->kind == BLOCK_PARAGRAPH && desk->facts.items[i].letters < 500 &&
            (is_sign_off(desk->arena, block->text) || names_author(desk, block->text, false, i + 1 == count));
        if (is_note)
            block->kind = BLOCK_INSET;
    }
}

/* Blocks of text at the end that are set aside no longer shield what stands before them. */
static void trim_before_notes(Desk *desk)
{
    size_t end = desk->facts.count;
    while (end > 2 && desk->article->body.items[end - 1].kind == BLOCK_INSET)
        end--;
    while (end > 2 && end < desk->facts.count &&
           is_back_matter(&desk->article->body.items[end - 1], &desk->facts.items[end - 1]))
        remove_block(desk, --end);
}

/* A standfirst that stays in the body as its first paragraph is not said again above it. */
static void forget_repeated_subheadline(Desk *desk)
{
    Article *article = desk->article;
    Slice key = compare_key(desk->arena, article->subheadline);
    for (size_t i = 0; i < 2 && i < article->body.count && key.size > 0; i++) {
        if (!slice_equal(key, compare_key(desk->arena, article->body.items[i].text)))
            continue;
        article->subheadline = SLICE_EMPTY;
        size_t kept = 0;
        for (size_t o = 0; o < article->provenance.count; o++)
            if (!slice_equal(article->provenance.items[o].field, SLICE("subheadline")))
                article->provenance.items[kept++] = article->provenance.items[o];
        article->provenance.count = kept;
        return;
    }
}

void trim_edges(Desk *desk)
{
    trim_front(desk);
    forget_repeated_subheadline(desk);
    trim_back(desk);
    set_notes_aside(desk);
    trim_before_notes(desk);
}
