/* In: what metadata and the page's own headings say. Out: the headline, and the genre that it begins with.
 *
 * The heading printed on the page is the headline if metadata or the document's title agree with it; they
 * alone may carry the site's name, a shortened form for sharing, or another language. Without a heading that
 * agrees, metadata win. */
#include "extract/desk.h"

#include "base/utf8.h"
#include "text/text.h"

#define HEADLINE_MAX_BYTES 400

typedef struct Heading {
    uint32_t node;
    Slice text, key;
    int points;
} Heading;

/* How alike two keys are: 100 equal, else the share of the shorter in the longer if it is part of it. */
static int likeness(Slice a, Slice b)
{
    if (a.size == 0 || b.size == 0)
        return 0;
    if (slice_equal(a, b))
        return 100;
    Slice small = a.size < b.size ? a : b, large = a.size < b.size ? b : a;
    if (small.size >= 8 && slice_contains(large, small))
        return (int)(50 + 45 * small.size / large.size);
    size_t same = 0;
    while (same < small.size && small.data[same] == large.data[same])
        same++;
    return small.size >= 12 && same * 10 >= small.size * 7 ? (int)(60 * same / large.size) + 20 : 0;
}

/* A claim on the headline, as it is compared. */
typedef struct ClaimedKey {
    Slice key;
    float confidence;
} ClaimedKey;
typedef struct ClaimedKeys {
    ClaimedKey *items;
    size_t count, capacity;
} ClaimedKeys;

/* The keys of all claims on the headline and of the title, without the site's name. */
static ClaimedKeys claimed_keys(const Desk *desk)
{
    ClaimedKeys keys = {0};
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_HEADLINE || claim->field == CLAIM_TITLE)
            *LIST_ADD(desk->arena, &keys) =
                (ClaimedKey){compare_key(desk->arena, strip_site(desk, slice_range(claim->value, 0, 600))),
                             claim->confidence};
    }
    return keys;
}

/* Best agreement of a heading with them. */
static int agreement(const ClaimedKeys *keys, Slice key)
{
    int best = 0;
    for (size_t i = 0; i < keys->count; i++) {
        int alike = likeness(key, keys->items[i].key);
        best = alike > best ? alike : best;
    }
    return best;
}

/* The same, where the word of a weak source counts less: a text for sharing may be a heading elsewhere. */
static int trusted_agreement(const ClaimedKeys *keys, Slice key)
{
    int best = 0;
    for (size_t i = 0; i < keys->count; i++) {
        float trust = keys->items[i].confidence < 0.75f ? 0.85f : 1.0f;
        int alike = (int)((float)likeness(key, keys->items[i].key) * trust);
        best = alike > best ? alike : best;
    }
    return best;
}

static int heading_points(const Desk *desk, uint32_t node)
{
    const PageNode *own = page_node(&desk->page, node);
    int points = 0;
    switch (own->tag) {
    case LXB_TAG_H1:
        points = 50;
        break;
    case LXB_TAG_H2:
        points = 15;
        break;
    case LXB_TAG_H3:
        points = 5;
        break;
    default:
        break;
    }
    points += own->hints & HINT_HEADLINE ? 30 : 0;
    points -= own->under & (HINT_NAVIGATION | HINT_FOOTER | HINT_SIDEBAR | HINT_RELATED | HINT_COMMENT |
                            HINT_TEASER | HINT_CONSENT)
                  ? 60
                  : 0;
    points -= own->hints & HINT_HIDDEN ? 30 : 0;
    return points;
}

static bool may_be_heading(const PageNode *node)
{
    if (node->tag == LXB_TAG_H1 || node->tag == LXB_TAG_H2 || node->tag == LXB_TAG_H3)
        return true;
    return node->tag != 0 && (node->hints & HINT_HEADLINE) && node->is_block;
}

/* The heading on the page that looks most like this piece's headline. */
static Heading best_heading(const Desk *desk, const ClaimedKeys *keys)
{
    const Page *page = &desk->page;
    Heading best = {.points = 0};
    size_t looked = 0;
    for (uint32_t i = page->body; i < page->nodes.count && looked < 200; i++) {
        const PageNode *node = page_node(page, i);
        if (!may_be_heading(node) || node->letters < 3 || node->letters > HEADLINE_MAX_BYTES)
            continue;
        looked++;
        Slice text = page_visible_text(page, i);
        Slice key = compare_key(desk->arena, text);
        int alike = trusted_agreement(keys, key);
        int points = heading_points(desk, i) + alike;
        if (is_site_name(desk, text))
            points -= 150;
        if (points > best.points)
            best = (Heading){.node = i, .text = text, .key = key, .points = points};
    }
    return best;
}

/* The text of a claim that is a headline at all. */
static const Claim *best_claim(const Desk *desk)
{
    const Claim *best = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_HEADLINE || is_site_name(desk, claim->value) ||
            claim->value.size > 4 * HEADLINE_MAX_BYTES)
            continue;
        if (!best || claim->confidence > best->confidence)
            best = claim;
    }
    return best;
}

static void set_headline(Desk *desk, Slice text, Slice source, Slice at, const char *rule, float confidence)
{
    desk->article->headline = text;
    origin_add(desk, "headline", source, at, rule, confidence);
}

/* "Opinion: ...", "Debate: ...": lifted, and kept in the headline. */
void lift_genre(Desk *desk)
{
    static const char *const genres[] = {"Opinion", "Editorial", "Debate",      "Interview", "Analysis",
                                         "Review",  "Profile",   "Book Review", "Exclusive", "Feature",
                                         "Comment", "Obituary",  "Letter",      "Report"};
    Slice headline = desk->article->headline;
    while (slice_starts_with(headline, SLICE("…")) || slice_starts_with(headline, SLICE(".")))
        headline = slice_skip(headline, headline.data[0] == '.' ? 1 : 3);
    size_t colon = slice_find_byte(headline, ':');
    if (colon == SLICE_NONE)
        return;
    Slice front = slice_trim(slice_range(headline, 0, colon));
    for (size_t i = 0; i < sizeof genres / sizeof genres[0]; i++)
        if (slice_equal_nocase(front, slice_from(genres[i]))) {
            desk->article->genre = slice_from(genres[i]);
            origin_add(desk, "genre", SLICE("visible"), SLICE("headline"), "headline-prefix", 0.95f);
            return;
        }
}

/* The small line over the headline. */
static void find_kicker(Desk *desk)
{
    const Page *page = &desk->page;
    if (desk->headline_node == 0 || !slice_is_empty(desk->article->kicker))
        return;
    uint32_t from = desk->headline_node > 40 ? desk->headline_node - 40 : page->body;
    for (uint32_t i = desk->headline_node; i-- > from;) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || node->letters == 0 || node->letters > 60 || node->under & HINTS_FURNITURE)
            continue;
        bool is_kicker = slice_find_nocase(node->class, SLICE("kicker")) != SLICE_NONE ||
                         slice_find_nocase(node->class, SLICE("overline")) != SLICE_NONE ||
                         slice_find_nocase(node->class, SLICE("eyebrow")) != SLICE_NONE;
        if (!is_kicker || node->end > desk->headline_node)
            continue;
        desk->article->kicker = page_visible_text(page, i);
        origin_add(desk, "kicker", SLICE("visible"), node->class, "class", 0.8f);
        return;
    }
}

/* Is `key` the heading's, or so much of its end that what stands before is a kicker? */
static bool is_end_of_heading(const Heading *heading, Slice key)
{
    return slice_equal(key, heading->key) ||
           (key.size >= 12 && key.size < heading->key.size && key.size * 10 >= heading->key.size * 4 &&
            slice_ends_with(heading->key, key));
}

/* A claim that leaves the kicker out knows more than one that has run them together. */
static bool is_better_end(const Desk *desk, const Heading *heading, const Claim *claim, const Claim *best)
{
    Slice key = compare_key(desk->arena, strip_site(desk, claim->value));
    if (!is_end_of_heading(heading, key))
        return false;
    return !best || key.size < compare_key(desk->arena, strip_site(desk, best->value)).size;
}

/* The claim that gives the heading, its end rather than the whole; of equals the first. */
static const Claim *claim_of_heading(const Desk *desk, const Heading *heading)
{
    const Claim *best = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_HEADLINE && claim->confidence >= 0.6f &&
            is_better_end(desk, heading, claim, best))
            best = claim;
    }
    return best;
}

static size_t count_colons(Slice text)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < text.size; i++)
        count += text.data[i] == ':' && text.data[i + 1] == ' ';
    return count;
}

/* The heading, or what a claim gives with a colon where the heading parts its kicker by layout alone. */
static Slice best_spelling(const Desk *desk, const Heading *heading)
{
    Slice best = heading->text;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_HEADLINE && claim->field != CLAIM_TITLE)
            continue;
        Slice text = strip_site(desk, claim->value);
        if (count_colons(text) > count_colons(best) &&
            slice_equal(compare_key(desk->arena, text), heading->key))
            best = text;
    }
    return best;
}

static Slice trim_kicker(Slice kicker)
{
    kicker = slice_trim(kicker);
    while (kicker.size > 0 && memchr(":-|", kicker.data[kicker.size - 1], 3))
        kicker = slice_trim(slice_range(kicker, 0, kicker.size - 1));
    if (slice_ends_with(kicker, SLICE("–")) || slice_ends_with(kicker, SLICE("—")))
        kicker = slice_trim(slice_range(kicker, 0, kicker.size - 3));
    return kicker;
}

/* "Kicker - Headline" in one heading, where metadata give the headline alone: the kicker is parted off. Where
 * they give the very same with a colon that the heading shows by its layout, theirs is the better text. */
static Slice part_kicker(Desk *desk, const Heading *heading)
{
    const Claim *claim = claim_of_heading(desk, heading);
    if (!claim)
        return heading->text;
    Slice text = strip_site(desk, claim->value);
    if (slice_equal(compare_key(desk->arena, text), heading->key))
        return best_spelling(desk, heading);
    size_t at = slice_find(heading->text, slice_range(text, 0, utf8_floor(text, 12)));
    if (at == SLICE_NONE || at == 0)
        return text;
    desk->article->kicker = trim_kicker(slice_range(heading->text, 0, at));
    return slice_skip(heading->text, at);
}

/* "Headline-Politics|The Paper", where another claim is "Headline": what two sources share is the headline.
 */
static Slice shared_front(const Desk *desk, Slice text)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        Slice own = claim->field == CLAIM_HEADLINE ? slice_trim(claim->value) : SLICE_EMPTY;
        if (own.size < 20 || own.size >= text.size || text.size - own.size > 60 ||
            !slice_starts_with(text, own))
            continue;
        Slice tail = slice_trim(slice_skip(text, own.size));
        if (slice_starts_with(tail, SLICE("-")) || slice_starts_with(tail, SLICE("|")) ||
            slice_starts_with(tail, SLICE("–")) || slice_starts_with(tail, SLICE("—")))
            return own;
    }
    return text;
}

/* "Headline | WFA" in metadata: a short tail behind a bar is the site's, whatever it calls itself. */
static Slice strip_bar(Slice title)
{
    size_t bar = slice_find_last_byte(title, '|');
    if (bar == SLICE_NONE || bar < 15 || title.size - bar > 24)
        return title;
    return slice_trim(slice_range(title, 0, bar));
}

/* What the document's title, the sharing tags and the linked data all say, each for itself: a third voice
 * that outweighs a printed line that is no title of the page. NULL: they do not agree. */
static const Claim *unanimous_claim(const Desk *desk)
{
    const Claim *linked = NULL, *shared = NULL, *title = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_TITLE && !title)
            title = claim;
        else if (claim->field == CLAIM_HEADLINE && !shared && slice_equal(claim->source, SLICE("opengraph")))
            shared = claim;
        else if (claim->field == CLAIM_HEADLINE && !linked && slice_equal(claim->source, SLICE("json-ld")))
            linked = claim;
    }
    if (!linked || !shared || !title)
        return NULL;
    Slice key = compare_key(desk->arena, strip_site(desk, linked->value));
    bool is_agreed = slice_equal(key, compare_key(desk->arena, strip_site(desk, shared->value))) &&
                     slice_starts_with(compare_key(desk->arena, title->value), key);
    return is_agreed && key.size >= 12 ? linked : NULL;
}

void decide_headline(Desk *desk)
{
    ClaimedKeys keys = claimed_keys(desk);
    Heading heading = best_heading(desk, &keys);
    const Claim *claim = best_claim(desk);
    const Claim *title = claim_best(desk, CLAIM_TITLE);
    int alike = heading.node ? agreement(&keys, heading.key) : 0;
    bool is_title = heading.node && page_node(&desk->page, heading.node)->tag == LXB_TAG_H1;
    const Claim *voices = heading.node && !is_title && alike < 100 ? unanimous_claim(desk) : NULL;
    if (voices) {
        claim = voices;
        desk->headline_node = alike >= 40 ? heading.node : 0; /* what stands near it is still the piece's */
    }
    if (heading.node && !voices && (alike >= (is_title || !claim ? 40 : 70) || heading.points >= 50)) {
        desk->headline_node = heading.node;
        set_headline(desk, part_kicker(desk, &heading), SLICE("visible"),
                     page_node(&desk->page, heading.node)->class, "agreed-heading",
                     alike >= 90 ? 0.98f : 0.85f);
    } else if (claim) {
        set_headline(desk, shared_front(desk, strip_bar(strip_site(desk, claim->value))), claim->source,
                     claim->at, "best-claim", claim->confidence);
    } else if (title) {
        set_headline(desk, strip_bar(strip_site(desk, title->value)), SLICE("meta"), SLICE("title"), "title",
                     0.6f);
    }
    lift_genre(desk);
    find_kicker(desk);
}
