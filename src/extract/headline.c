/* In: what metadata and the page's own headings say. Out: the headline, and the genre that it begins with.
 *
 * The heading printed on the page is the headline if metadata or the document's title agree with it; they
 * alone may carry the site's name, a shortened form for sharing, or another language. Of two printed wordings
 * the one that the paper shares counts. What stands before or behind the headline within the heading is
 * parted from it only at a mark or where one element ends. Without a heading that agrees, metadata win. */
#include "extract/desk.h"

#include "base/utf8.h"
#include "text/text.h"

#define HEADLINE_MAX_BYTES 400
#define HEADLINE_SEAMS 8

typedef struct Heading {
    uint32_t node;
    Slice text, key;
    int points;
    size_t rivals;                /* other headings with as many points */
    size_t seams[HEADLINE_SEAMS]; /* of the key, where one text within the heading ends and the next begins */
    size_t seam_count;
} Heading;

/* What one source says that the headline is, without the site's name, and as it is compared. */
typedef struct Voice {
    const Claim *claim;
    Slice text, key;
} Voice;
typedef struct Voices {
    Voice *items;
    size_t count, capacity;
    const Voice *shared; /* what the paper shows where the piece is shared; NULL */
} Voices;

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

static Voices hear_voices(const Desk *desk)
{
    Voices voices = {0};
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_HEADLINE && claim->field != CLAIM_TITLE)
            continue;
        Slice text = strip_site(desk, slice_range(claim->value, 0, utf8_floor(claim->value, 600)));
        *LIST_ADD(desk->arena, &voices) = (Voice){claim, text, compare_key(desk->arena, text)};
    }
    for (size_t i = 0; i < voices.count && !voices.shared; i++) {
        const Voice *voice = &voices.items[i];
        if (voice->claim->field == CLAIM_HEADLINE && voice->key.size >= 6 &&
            slice_equal(voice->claim->source, SLICE("opengraph")) && !is_site_name(desk, voice->text))
            voices.shared = voice;
    }
    return voices;
}

/* Best agreement of a heading with them. */
static int agreement(const Voices *voices, Slice key)
{
    int best = 0;
    for (size_t i = 0; i < voices->count; i++) {
        int alike = likeness(key, voices->items[i].key);
        best = alike > best ? alike : best;
    }
    return best;
}

/* The same, where the word of a weak source counts less: a text for sharing may be a heading elsewhere. */
static int trusted_agreement(const Voices *voices, Slice key)
{
    int best = 0;
    for (size_t i = 0; i < voices->count; i++) {
        float trust = voices->items[i].claim->confidence < 0.75f ? 0.85f : 1.0f;
        int alike = (int)((float)likeness(key, voices->items[i].key) * trust);
        best = alike > best ? alike : best;
    }
    return best;
}

/* The last step of a trail of links, "Home > World > ...": in a list's entry that holds nothing else. */
static bool is_step(const Page *page, uint32_t node)
{
    uint32_t at = node;
    for (int up = 0; up < 3 && at != page->body; up++) {
        at = page_node(page, at)->parent;
        if (page_node(page, at)->tag == LXB_TAG_LI)
            return page_node(page, at)->letters == page_node(page, node)->letters;
    }
    return false;
}

/* "<h1><a href='/'>The Paper</a></h1>": all of it leads to the front page, also within a web archive. */
static bool leads_home(const Page *page, uint32_t node)
{
    const PageNode *own = page_node(page, node);
    uint32_t link = own->linked == own->letters ? page_find_tag(page, node, LXB_TAG_A) : 0;
    if (link == 0)
        return false;
    Slice href = page_attribute(page, link, "href");
    Slice address = href.size > 2000 ? SLICE_EMPTY : page_address(page, href);
    size_t at = SLICE_NONE;
    for (size_t i = 0; i + 2 < address.size; i++)
        at = address.data[i] == ':' && address.data[i + 1] == '/' && address.data[i + 2] == '/' ? i + 3 : at;
    if (at == SLICE_NONE)
        return false;
    size_t slash = slice_find_byte(slice_skip(address, at), '/');
    return slash == SLICE_NONE || at + slash + 1 == address.size;
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
    if (is_step(&desk->page, node)) /* in a trail of links it is worded for search engines */
        points -= own->under & HINT_NAVIGATION ? 150 : 60;
    points -= leads_home(&desk->page, node) ? 100 : 0;
    return points;
}

static bool may_be_heading(const PageNode *node)
{
    if (node->tag == LXB_TAG_H1 || node->tag == LXB_TAG_H2 || node->tag == LXB_TAG_H3)
        return true;
    return node->tag != 0 && (node->hints & HINT_HEADLINE) && node->is_block;
}

/* Is this what the paper shows where the piece is shared, or does it end so? */
static bool gives_shared(const Voices *voices, Slice key)
{
    return voices->shared && voices->shared->key.size >= 12 && slice_ends_with(key, voices->shared->key);
}

/* The heading on the page that looks most like this piece's headline. */
static Heading best_heading(const Desk *desk, const Voices *voices)
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
        int points = heading_points(desk, i);
        points += trusted_agreement(voices, key) + (points >= 0 && gives_shared(voices, key) ? 30 : 0);
        points -= is_site_name(desk, text) ? 150 : 0;
        best.rivals += points == best.points;
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

static bool take_genre(Desk *desk, Slice word, const char *at, const char *rule)
{
    static const char *const genres[] = {"Opinion", "Editorial", "Debate",      "Interview", "Analysis",
                                         "Review",  "Profile",   "Book Review", "Exclusive", "Feature",
                                         "Comment", "Obituary",  "Letter",      "Report"};
    for (size_t i = 0; i < sizeof genres / sizeof genres[0]; i++)
        if (slice_equal_nocase(word, slice_from(genres[i]))) {
            desk->article->genre = slice_from(genres[i]);
            origin_add(desk, "genre", SLICE("visible"), slice_from(at), rule, 0.95f);
            return true;
        }
    return false;
}

/* "Opinion: ...", "Debate: ...": lifted, and kept in the headline. Else a kicker that says so. */
void lift_genre(Desk *desk)
{
    Slice headline = desk->article->headline;
    while (slice_starts_with(headline, SLICE("…")) || slice_starts_with(headline, SLICE(".")))
        headline = slice_skip(headline, headline.data[0] == '.' ? 1 : 3);
    size_t colon = slice_find_byte(headline, ':');
    Slice front = colon == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_range(headline, 0, colon));
    if (!take_genre(desk, front, "headline", "headline-prefix"))
        take_genre(desk, desk->article->kicker, "kicker", "kicker");
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

static void find_seams(const Desk *desk, Heading *heading)
{
    size_t at = 0;
    for (uint32_t i = heading->node; i < page_node(&desk->page, heading->node)->end; i++) {
        const PageNode *node = page_node(&desk->page, i);
        if (node->tag != 0 || node->letters == 0 || node->under & HINT_HIDDEN)
            continue;
        if (at > 0 && heading->seam_count < HEADLINE_SEAMS)
            heading->seams[heading->seam_count++] = at;
        at += compare_key(desk->arena, node->text).size;
    }
}

static bool is_seam(const Heading *heading, size_t size)
{
    for (size_t i = 0; i < heading->seam_count; i++)
        if (heading->seams[i] == size)
            return true;
    return false;
}

/* Where the end of the text begins that gives so many bytes of key, with the mark that opens a quotation. */
static size_t end_of_key(Arena *arena, Slice text, size_t size)
{
    size_t low = 0, high = text.size;
    while (low + 1 < high) {
        size_t middle = utf8_floor(text, low + (high - low) / 2);
        if (middle <= low)
            break;
        if (compare_key(arena, slice_skip(text, middle)).size >= size)
            low = middle;
        else
            high = middle;
    }
    static const char *const marks[] = {"\"", "'", "“", "„", "‘", "‚", "(", "["};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = low - (low < strlen(marks[i]) ? low : strlen(marks[i]));
        if (slice_equal(slice_range(text, at, low), slice_from(marks[i])) &&
            (at == 0 || text.data[at - 1] == ' '))
            return at;
    }
    return low;
}

static bool ends_in_mark(Slice text)
{
    static const char *const marks[] = {":", "-", "–", "—", "|", "/", "?", "!", ".", "…", "»", "”", "+++"};
    text = slice_trim(text);
    return SLICE_ANY(text, slice_ends_with, marks);
}

/* Is `key` so much of the heading's end that what stands before, parted by a mark or by layout, is a kicker?
 */
static bool is_end_of_heading(const Desk *desk, const Heading *heading, Slice key)
{
    if (key.size < 12 || key.size >= heading->key.size || key.size * 10 < heading->key.size * 4 ||
        !slice_ends_with(heading->key, key))
        return false;
    size_t at = end_of_key(desk->arena, heading->text, key.size);
    return is_seam(heading, heading->key.size - key.size) || ends_in_mark(slice_range(heading->text, 0, at));
}

static size_t count_colons(Slice text)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < text.size; i++)
        count += text.data[i] == ':' && text.data[i + 1] == ' ';
    return count;
}

/* Microdata on the heading itself is no second voice. */
static bool is_itself(const Desk *desk, const Voice *voice, const Heading *heading)
{
    return voice->claim->node > 0 && (page_holds(&desk->page, voice->claim->node, heading->node) ||
                                      page_holds(&desk->page, heading->node, voice->claim->node));
}

/* The voice that gives the heading: the least of its end, else the whole; of sharing the whole where it sets
 * a colon behind what the page parts by layout, and so says that it belongs to the headline. */
static const Voice *voice_of_heading(const Desk *desk, const Voices *voices, const Heading *heading)
{
    const Voice *best = NULL;
    for (size_t i = 0; i < voices->count; i++) {
        const Voice *voice = &voices->items[i];
        if (voice->claim->field != CLAIM_HEADLINE || voice->claim->confidence < 0.6f ||
            (best && voice->key.size >= best->key.size))
            continue;
        bool is_whole = slice_equal(voice->key, heading->key) && !is_itself(desk, voice, heading);
        if (is_whole && voice == voices->shared && count_colons(voice->text) > count_colons(heading->text))
            return voice;
        if (is_whole || is_end_of_heading(desk, heading, voice->key))
            best = voice;
    }
    return best;
}

/* The heading, or what a claim gives with a colon where the heading parts its kicker by layout alone. */
static Slice best_spelling(const Voices *voices, const Heading *heading)
{
    Slice best = heading->text;
    for (size_t i = 0; i < voices->count; i++)
        if (count_colons(voices->items[i].text) > count_colons(best) &&
            slice_equal(voices->items[i].key, heading->key))
            best = voices->items[i].text;
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

/* "Headline 22 Jan | Coast" in one heading, where the sharing gives the headline alone and layout parts the
 * rest from it; also "Headline ¶". */
static Slice front_of_heading(const Voices *voices, const Heading *heading)
{
    const Voice *shared = voices->shared;
    bool is_front = shared && shared->key.size < heading->key.size &&
                    slice_starts_with(heading->key, shared->key) && is_seam(heading, shared->key.size);
    return is_front ? shared->text : heading->text;
}

/* How many bytes two keys have in common at their ends. */
static size_t end_likeness(Slice a, Slice b)
{
    size_t same = 0;
    while (same < a.size && same < b.size && a.data[a.size - 1 - same] == b.data[b.size - 1 - same])
        same++;
    return same;
}

/* What the heading's end and the sharing's share, where each has a kicker of its own before it: "At sea - The
 * light is out" and "The mole: The light is out". 0 bytes: nothing. */
static Slice shared_end(const Desk *desk, const Voices *voices, const Heading *heading)
{
    Slice text = voices->shared ? voices->shared->text : SLICE_EMPTY;
    for (size_t colon; (colon = slice_find(text, SLICE(": "))) != SLICE_NONE;) {
        text = slice_trim(slice_skip(text, colon + 2));
        Slice key = compare_key(desk->arena, text);
        if (!is_end_of_heading(desk, heading, key))
            continue;
        Slice front = slice_range(heading->key, 0, heading->key.size - key.size);
        Slice other = slice_range(voices->shared->key, 0, voices->shared->key.size - key.size);
        return end_likeness(front, other) < 4 ? key : SLICE_EMPTY;
    }
    return SLICE_EMPTY;
}

/* "Kicker - Headline" in one heading, where metadata give the headline alone: the kicker is parted off. Where
 * they give the very same with a colon that the heading shows by its layout, theirs is the better text. */
static Slice part_heading(Desk *desk, const Voices *voices, const Heading *heading)
{
    const Voice *voice = voice_of_heading(desk, voices, heading);
    Slice key = voice ? voice->key : shared_end(desk, voices, heading);
    if (key.size == 0)
        return front_of_heading(voices, heading);
    if (slice_equal(key, heading->key))
        return best_spelling(voices, heading);
    size_t at = end_of_key(desk->arena, heading->text, key.size);
    desk->article->kicker = trim_kicker(slice_range(heading->text, 0, at));
    origin_add(desk, "kicker", SLICE("visible"), page_node(&desk->page, heading->node)->class,
               "heading-prefix", 0.8f);
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
static const Claim *unanimous_claim(const Voices *voices)
{
    const Voice *linked = NULL, *shared = voices->shared, *title = NULL;
    for (size_t i = 0; i < voices->count; i++) {
        const Voice *voice = &voices->items[i];
        if (voice->claim->field == CLAIM_TITLE && !title)
            title = voice;
        else if (voice->claim->field == CLAIM_HEADLINE && !linked &&
                 slice_equal(voice->claim->source, SLICE("json-ld")))
            linked = voice;
    }
    bool is_agreed = linked && shared && title && slice_equal(linked->key, shared->key) &&
                     slice_starts_with(title->key, linked->key);
    return is_agreed && linked->key.size >= 12 ? linked->claim : NULL;
}

/* A headline stands before the text, not behind most of it. */
static bool is_behind_text(const Page *page, uint32_t node)
{
    uint32_t before = 0;
    for (size_t i = 0; i < page->lines.count && page->lines.items[i].first < node; i++) {
        const Line *line = &page->lines.items[i];
        bool is_prose = line->letters >= 60 && line->stops >= 1 && line->linked * 2 < line->letters;
        before += is_prose && !(page_node(page, line->owner)->under & HINTS_FURNITURE) ? line->letters : 0;
    }
    return before > 600 && before > page->prose / 2;
}

/* May the heading give the headline, as one that a claim backs, or that at least looks like one? */
static bool is_believed(const Desk *desk, const Voices *voices, const Heading *heading, const Claim *claim)
{
    if (heading->node == 0)
        return false;
    const PageNode *node = page_node(&desk->page, heading->node);
    bool is_title = node->tag == LXB_TAG_H1;
    int alike = agreement(voices, heading->key);
    if (alike < 40 && voices->count > 0 && is_behind_text(&desk->page, heading->node))
        return false;
    if (alike < 40 && voices->shared && heading->rivals > 0)
        return false; /* one of several of which no claim knows */
    bool says_more = voices->shared && slice_contains(heading->key, voices->shared->key) && alike < 90;
    if (says_more && !is_title && !(node->hints & HINT_HEADLINE) && !voice_of_heading(desk, voices, heading))
        return false;
    return alike >= (is_title || !claim ? 40 : 70) || heading->points >= 50;
}

/* A claim that was cut for its readers, "The mole is closed and...", as another gives it in full. */
static Slice in_full(const Voices *voices, Slice text)
{
    Slice front = text;
    while (slice_ends_with(front, SLICE(".")) || slice_ends_with(front, SLICE("…")))
        front = slice_trim(slice_range(front, 0, front.size - (slice_ends_with(front, SLICE(".")) ? 1 : 3)));
    if (front.size == text.size || text.size - front.size < 3 || front.size < 20)
        return text;
    for (size_t i = 0; i < voices->count; i++) {
        Slice full = voices->items[i].text;
        if (full.size > text.size && slice_starts_with(full, front) && !slice_ends_with(full, SLICE("...")) &&
            !slice_ends_with(full, SLICE("…")))
            return strip_bar(full);
    }
    return text;
}

void decide_headline(Desk *desk)
{
    Voices voices = hear_voices(desk);
    Heading heading = best_heading(desk, &voices);
    if (heading.node)
        find_seams(desk, &heading);
    const Claim *claim = best_claim(desk);
    const Claim *title = claim_best(desk, CLAIM_TITLE);
    int alike = heading.node ? agreement(&voices, heading.key) : 0;
    bool is_title = heading.node && page_node(&desk->page, heading.node)->tag == LXB_TAG_H1;
    bool is_sure = is_title || trusted_agreement(&voices, heading.key) >= 100;
    const Claim *unanimous = heading.node && !is_sure ? unanimous_claim(&voices) : NULL;
    if (unanimous) {
        claim = unanimous;
        desk->headline_node = alike >= 40 ? heading.node : 0; /* what stands near it is still the piece's */
    }
    if (!unanimous && is_believed(desk, &voices, &heading, claim)) {
        desk->headline_node = heading.node;
        set_headline(desk, part_heading(desk, &voices, &heading), SLICE("visible"),
                     page_node(&desk->page, heading.node)->class, "agreed-heading",
                     alike >= 90 ? 0.98f : 0.85f);
    } else if (claim) {
        set_headline(desk, in_full(&voices, shared_front(desk, strip_bar(strip_site(desk, claim->value)))),
                     claim->source, claim->at, "best-claim", claim->confidence);
    } else if (title) {
        set_headline(desk, strip_bar(strip_site(desk, title->value)), SLICE("meta"), SLICE("title"), "title",
                     0.6f);
    }
    find_kicker(desk);
    lift_genre(desk);
}
