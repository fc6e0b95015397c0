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
        if (page_tag(page, i) == 0 || !(node->hints & HINT_LEAD) || node->under & HINTS_FURNITURE)
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

/* Small words of the languages that most pages are in. */
typedef struct SmallWords {
    const char *language;
    const char *words; /* between blanks */
} SmallWords;
static const SmallWords small_words[] = {
    {"en", " the of and to in that for is with was on "},
    {"de", " der die und das den von mit ist nicht ein auf "},
    {"fr", " les des et une dans que pour est qui du sur "},
};
#define SMALL_WORDS_SURE 7 /* one word in so many: more than any other language has of them by chance */

/* Do the words of the sample bear out the language that the page says, without asking further? */
static bool is_surely(Slice sample, Slice said)
{
    const char *words = NULL;
    for (size_t i = 0; i < sizeof small_words / sizeof small_words[0]; i++)
        if (slice_starts_with(said, slice_from(small_words[i].language)))
            words = small_words[i].words;
    size_t all = 0, small = 0;
    Slice word;
    while (words && sample.size > 0 && slice_next_split(&sample, ' ', &word)) {
        char looked[8] = " ";
        all++;
        if (word.size < 2 || word.size > 5)
            continue;
        memcpy(looked + 1, word.data, word.size);
        looked[word.size + 1] = ' ';
        small += strstr(words, looked) != NULL;
    }
    return all >= 60 && small * SMALL_WORDS_SURE >= all;
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
    sample = slice_range(sample, 0, sample.size > 0 ? utf8_floor(sample, LANGUAGE_SAMPLE) : 0);
    bool is_asked = sample.size > 0 && !is_surely(sample, said);
    Slice heard = is_asked ? text_language(sample) : SLICE_EMPTY;
    Slice lang = settle_language(said, heard);
    if (lang.size == 0)
        lang = desk->options->language;
    desk->article->lang = lang;
    desk->article->dir = lang.size == 0 ? SLICE_EMPTY : direction_of_language(lang);
    if (lang.size > 0)
        origin_add(desk, "lang", said.size > 0 ? SLICE("meta") : SLICE("text"), SLICE("html[lang]"),
                   "said-and-heard", 0.9f);
}
