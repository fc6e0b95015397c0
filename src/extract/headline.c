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

/* The keys of all claims on the headline and of the title, without the site's name. */
static Slices claimed_keys(const Desk *desk)
{
    Slices keys = {0};
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_HEADLINE || claim->field == CLAIM_TITLE)
            *LIST_ADD(desk->arena, &keys) =
                compare_key(desk->arena, strip_site(desk, slice_range(claim->value, 0, 600)));
    }
    return keys;
}

/* Best agreement of a heading with them. */
static int agreement(const Slices *keys, Slice key)
{
    int best = 0;
    for (size_t i = 0; i < keys->count; i++) {
        int alike = likeness(key, keys->items[i]);
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
        points = 40;
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
                  ? 45
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
static Heading best_heading(const Desk *desk, const Slices *keys)
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
        int alike = agreement(keys, key);
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

/* "Kicker - Headline" in one heading, where metadata give the headline alone: the kicker is parted off. Where
 * they give the very same with a colon that the heading shows by its layout, theirs is the better text. */
static Slice part_kicker(Desk *desk, const Heading *heading)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_HEADLINE || claim->confidence < 0.6f)
            continue;
        Slice text = strip_site(desk, claim->value);
        Slice key = compare_key(desk->arena, text);
        bool has_colon = slice_find(text, SLICE(": ")) != SLICE_NONE &&
                         slice_find(heading->text, SLICE(": ")) == SLICE_NONE;
        if (slice_equal(key, heading->key) && has_colon)
            return text;
        if (key.size < 12 || key.size >= heading->key.size || key.size * 10 < heading->key.size * 4 ||
            !slice_ends_with(heading->key, key))
            continue;
        size_t at = slice_find(heading->text, slice_range(text, 0, utf8_floor(text, 12)));
        if (at != SLICE_NONE && at > 0) {
            Slice kicker = slice_trim(slice_range(heading->text, 0, at));
            while (kicker.size > 0 && memchr(":-|", kicker.data[kicker.size - 1], 3))
                kicker = slice_trim(slice_range(kicker, 0, kicker.size - 1));
            if (slice_ends_with(kicker, SLICE("–")) || slice_ends_with(kicker, SLICE("—")))
                kicker = slice_trim(slice_range(kicker, 0, kicker.size - 3));
            desk->article->kicker = kicker;
            return slice_skip(heading->text, at);
        }
        return text;
    }
    return heading->text;
}

/* "Headline | WFA" in metadata: a short tail behind a bar is the site's, whatever it calls itself. */
static Slice strip_bar(Slice title)
{
    size_t bar = slice_find_last_byte(title, '|');
    if (bar == SLICE_NONE || bar < 15 || title.size - bar > 24)
        return title;
    return slice_trim(slice_range(title, 0, bar));
}

void decide_headline(Desk *desk)
{
    Slices keys = claimed_keys(desk);
    Heading heading = best_heading(desk, &keys);
    const Claim *claim = best_claim(desk);
    const Claim *title = claim_best(desk, CLAIM_TITLE);
    int alike = heading.node ? agreement(&keys, heading.key) : 0;
    if (heading.node && (alike >= 40 || (!claim && heading.points >= 40))) {
        desk->headline_node = heading.node;
        set_headline(desk, part_kicker(desk, &heading), SLICE("visible"),
                     page_node(&desk->page, heading.node)->class, "agreed-heading",
                     alike >= 90 ? 0.98f : 0.85f);
    } else if (claim) {
        set_headline(desk, strip_bar(strip_site(desk, claim->value)), claim->source, claim->at, "best-claim",
                     claim->confidence);
    } else if (title) {
        set_headline(desk, strip_bar(strip_site(desk, title->value)), SLICE("meta"), SLICE("title"), "title",
                     0.6f);
    }
    lift_genre(desk);
    find_kicker(desk);
}
