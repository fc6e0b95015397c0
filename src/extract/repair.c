/* In: texts with the damage of old content systems. Out: texts repaired, and a record of each repair by which
 * the old text can be had back. The bytes of the page are kept elsewhere; this is a layer for readers and for
 * search. */
#include "extract/blocks.h"

#include "base/builder.h"
#include "base/utf8.h"

typedef struct Fix {
    size_t size;      /* bytes of the text that it replaces; 0: no damage here */
    const char *text; /* what stands there now */
    const char *rule;
} Fix;

static bool is_letter_at(Slice text, size_t at)
{
    if (at >= text.size)
        return false;
    unsigned char c = (unsigned char)text.data[at];
    return ascii_is_alpha((char)c) || c >= 0xC3;
}

/* "&#34the" and "&#34": a number reference that lost its semicolon and was shown as it stands. */
static Fix fix_reference(Slice text, size_t at)
{
    static const struct {
        const char *was, *now;
    } table[] = {{"&#34;", "\""}, {"&#34", "\""},   {"&#39;", "'"}, {"&#39", "'"},
                 {"&#039;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}, {"&nbsp;", " "}};
    Slice rest = slice_skip(text, at);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (slice_starts_with(rest, slice_from(table[i].was)))
            return (Fix){strlen(table[i].was), table[i].now, "bare-reference"};
    return (Fix){0};
}

/* minister”s: a closing double quote between a letter and the s of a genitive or another short ending. */
static Fix fix_quote(Slice text, size_t at)
{
    static const char *const endings[] = {"s", "t", "re", "ve", "ll", "d", "m"};
    Slice rest = slice_skip(text, at);
    if (at == 0 || !slice_starts_with(rest, SLICE("”")))
        return (Fix){0};
    unsigned char before = (unsigned char)text.data[at - 1];
    if (!ascii_is_alpha((char)before))
        return (Fix){0};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        Slice ending = slice_from(endings[i]);
        if (slice_starts_with(slice_skip(rest, 3), ending) && !is_letter_at(rest, 3 + ending.size))
            return (Fix){3, "’", "quote-for-apostrophe"};
    }
    return (Fix){0};
}

static Fix fix_at(Slice text, size_t at)
{
    switch ((unsigned char)text.data[at]) {
    case '&':
        return fix_reference(text, at);
    case 0xE2:
        return fix_quote(text, at);
    default:
        return (Fix){0};
    }
}

/* Gives the repaired text; records each change with `in` and a span in the new text. repairs may be NULL. */
static Slice repair_text(Arena *arena, Slice text, Slice in, size_t block, Repairs *repairs)
{
    Builder out;
    size_t from = 0;
    bool is_changed = false;
    for (size_t i = 0; i < text.size;) {
        if (text.data[i] != '&' && text.data[i] != '\xE2') {
            i++;
            continue;
        }
        Fix fix = fix_at(text, i);
        if (fix.size == 0) {
            i++;
            continue;
        }
        if (!is_changed)
            builder_init(&out, arena);
        is_changed = true;
        builder_add(&out, slice_range(text, from, i));
        size_t begin = out.size;
        builder_add_string(&out, fix.text);
        if (repairs)
            *LIST_ADD(arena, repairs) = (Repair){.in = in,
                                                 .span = {begin, out.size},
                                                 .was = slice_range(text, i, i + fix.size),
                                                 .rule = slice_from(fix.rule)};
        i += fix.size;
        from = i;
    }
    (void)block;
    if (!is_changed)
        return text;
    builder_add(&out, slice_skip(text, from));
    return builder_slice(&out);
}

/* The same in escaped HTML, where an ampersand is written "&amp;". */
static Slice repair_html(Arena *arena, Slice html)
{
    Builder out;
    builder_init(&out, arena);
    size_t from = 0;
    for (size_t i = 0; i < html.size;) {
        if (html.data[i] != '&' && html.data[i] != '\xE2') {
            i++;
            continue;
        }
        Slice rest = slice_skip(html, i);
        Fix fix = {0};
        if (slice_starts_with(rest, SLICE("&amp;#34")))
            fix = (Fix){slice_starts_with(rest, SLICE("&amp;#34;")) ? 9 : 8, "&quot;", ""};
        else if (slice_starts_with(rest, SLICE("&amp;#39")))
            fix = (Fix){slice_starts_with(rest, SLICE("&amp;#39;")) ? 9 : 8, "&#39;", ""};
        else if (slice_starts_with(rest, SLICE("&amp;quot;")))
            fix = (Fix){10, "&quot;", ""};
        else if (rest.data[0] == '\xE2')
            fix = fix_quote(html, i);
        if (fix.size == 0) {
            i++;
            continue;
        }
        builder_add(&out, slice_range(html, from, i));
        builder_add_string(&out, fix.text);
        i += fix.size;
        from = i;
    }
    builder_add(&out, slice_skip(html, from));
    return builder_slice(&out);
}

void repair_article(Arena *arena, Article *article)
{
    struct {
        const char *name;
        Slice *text;
    } fields[] = {{"headline", &article->headline},
                  {"subheadline", &article->subheadline},
                  {"summary", &article->summary},
                  {"byline", &article->byline}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        *fields[i].text =
            repair_text(arena, *fields[i].text, slice_from(fields[i].name), 0, &article->repairs);
    for (size_t b = 0; b < article->body.count; b++) {
        Block *block = &article->body.items[b];
        size_t before = article->repairs.count;
        /* Until the text is joined the name carries the number of the block. */
        Slice in = arena_format(arena, "%zu", b);
        block->text = repair_text(arena, block->text, in, b, &article->repairs);
        if (article->repairs.count > before)
            block->html = repair_html(arena, block->html);
    }
}

void place_repairs(Article *article)
{
    for (size_t i = 0; i < article->repairs.count; i++) {
        Repair *repair = &article->repairs.items[i];
        uint64_t b;
        if (!slice_to_u64(repair->in, &b) || b >= article->body.count)
            continue;
        const Block *block = &article->body.items[b];
        bool is_in_text = block->span.end > block->span.begin;
        repair->in = is_in_text ? SLICE("body") : SLICE("inset");
        repair->span.begin += block->span.begin;
        repair->span.end += block->span.begin;
    }
}
