/* In: claims on what stands below the headline, on the summary, and on the language. Out: subheadline,
 * summary, lang, dir. */
#include "extract/desk.h"

#include "base/builder.h"
#include "base/utf8.h"
#include "text/text.h"

/* Bytes of the text by which its language is heard: more make it no surer. */
#define LANGUAGE_SAMPLE 1500

/* The standfirst between headline and body. */
static uint32_t find_lead(const Desk *desk)
{
    const Page *page = &desk->page;
    for (uint32_t i = desk->headline_node; desk->headline_node && i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || !(node->hints & HINT_LEAD) || node->under & HINTS_FURNITURE)
            continue;
        if (node->letters >= 20 && node->letters <= 500 && node->linked * 3 < node->letters)
            return i;
        if (i > desk->headline_node + 400)
            break;
    }
    return 0;
}

void decide_summary(Desk *desk)
{
    const Claim *claim = claim_best(desk, CLAIM_SUMMARY);
    if (claim) {
        desk->article->summary = claim->value;
        origin_add(desk, "summary", claim->source, claim->at, "best-claim", claim->confidence);
    }
    uint32_t lead = find_lead(desk);
    if (lead) {
        desk->article->subheadline = page_visible_text(&desk->page, lead);
        origin_add(desk, "subheadline", SLICE("visible"), page_node(&desk->page, lead)->class, "lead-class",
                   0.8f);
        return;
    }
    claim = claim_best(desk, CLAIM_SUBHEADLINE);
    if (claim && !slice_equal(compare_key(desk->arena, claim->value),
                              compare_key(desk->arena, desk->article->headline))) {
        desk->article->subheadline = claim->value;
        origin_add(desk, "subheadline", claim->source, claim->at, "best-claim", claim->confidence);
    }
}

Slice language_tag(Arena *arena, Slice text)
{
    text = slice_trim(text);
    size_t primary = 0;
    while (primary < text.size && ascii_is_alpha(text.data[primary]))
        primary++;
    if (primary < 2 || primary > 3 || (primary < text.size && !memchr("-_,; ", text.data[primary], 5)))
        return SLICE_EMPTY;
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < primary; i++)
        builder_add_byte(&out, ascii_lower(text.data[i]));
    Slice rest = slice_skip(text, primary + 1);
    bool has_region =
        primary < text.size && (text.data[primary] == '-' || text.data[primary] == '_') && rest.size >= 2;
    if (has_region && ascii_is_alpha(rest.data[0]) && ascii_is_alpha(rest.data[1]) &&
        (rest.size == 2 || !ascii_is_alpha(rest.data[2]))) {
        builder_add_byte(&out, '-');
        for (size_t i = 0; i < 2; i++)
            builder_add_byte(&out, (char)(ascii_lower(rest.data[i]) - 32));
    }
    return builder_slice(&out);
}

/* The words decide against the page's template: an Arabic text in a page that says "en" is Arabic. */
static Slice settle_language(Slice said, Slice heard)
{
    if (heard.size == 0)
        return said;
    bool agree = said.size >= 2 && slice_starts_with(said, slice_range(heard, 0, 2));
    bool is_kin = slice_starts_with(said, SLICE("no")) || slice_starts_with(said, SLICE("nb")) ||
                  slice_starts_with(said, SLICE("nn"));
    return agree || is_kin ? said : heard;
}

void decide_language(Desk *desk)
{
    Slice said = SLICE_EMPTY;
    float best = 0;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        Slice tag = claim->field == CLAIM_LANG ? language_tag(desk->arena, claim->value) : SLICE_EMPTY;
        if (tag.size > 0 && claim->confidence > best) {
            best = claim->confidence;
            said = tag;
        }
    }
    Slice sample = desk->article->text.size > 200 ? desk->article->text : SLICE_EMPTY;
    Slice heard = sample.size > 0 ? text_language(slice_range(sample, 0, utf8_floor(sample, LANGUAGE_SAMPLE)))
                                  : SLICE_EMPTY;
    Slice lang = settle_language(said, heard);
    if (lang.size == 0)
        lang = desk->options->language;
    desk->article->lang = lang;
    desk->article->dir = lang.size == 0                ? SLICE_EMPTY
                         : text_is_right_to_left(lang) ? SLICE("rtl")
                                                       : SLICE("ltr");
    if (lang.size > 0)
        origin_add(desk, "lang", said.size > 0 ? SLICE("meta") : SLICE("text"), SLICE("html[lang]"),
                   "said-and-heard", 0.9f);
}
