/* In: claims on dates, and dates printed near the headline. Out: published and modified, with grain and zone.
 *
 * Data written for machines come first; a date in the address or in a time element next to the headline
 * follows; a date in plain words comes last. A claim of the day the page was captured is no use and loses to
 * any other. */
#include "extract/desk.h"

#include "syntax/url.h"
#include "text/text.h"

/* "/2014/06/27/" in the address. */
static bool address_date(Slice url, Moment *moment)
{
    for (size_t i = 0; i + 8 < url.size; i++) {
        if (url.data[i] != '/' || !ascii_is_digit(url.data[i + 1]))
            continue;
        Slice rest = slice_skip(url, i + 1), piece;
        uint64_t number[3];
        int count = 0;
        while (count < 3 && slice_next_split(&rest, '/', &piece) && slice_to_u64(piece, &number[count]))
            count++;
        bool is_date =
            count == 3 && number[0] >= 1990 && number[0] < 2100 && number[1] >= 1 && number[1] <= 12;
        if (is_date && moment_make(moment, GRAIN_DAY, (int64_t)number[0], (unsigned)number[1],
                                   (unsigned)number[2], 0, 0))
            return true;
    }
    return false;
}

static void claim_date(Desk *desk, ClaimField field, Slice value, const char *at, float confidence,
                       uint32_t node)
{
    claim_add(desk, (Claim){.field = field,
                            .value = value,
                            .source = SLICE("visible"),
                            .at = slice_from(at),
                            .confidence = confidence,
                            .node = node});
}

static bool is_aside(const PageNode *node)
{
    return (node->under & (HINT_RELATED | HINT_COMMENT | HINT_SIDEBAR | HINT_NAVIGATION | HINT_FOOTER |
                           HINT_TEASER | HINT_ADVERT | HINT_CONSENT)) != 0;
}

static bool says_updated(Slice text)
{
    static const char *const words[] = {"updated",     "modified",   "aktualisiert", "mis à jour",
                                        "actualizado", "aggiornato", "bijgewerkt",   "oppdatert",
                                        "opdateret",   "uppdaterad", "aktualizacja", "обновлено",
                                        "оновлено",    "diperbarui", "güncelleme"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_find_nocase(text, slice_from(words[i])) != SLICE_NONE)
            return true;
    return false;
}

/* Time elements and what templates call a date; those near the headline count more. */
static void claim_visible_dates(Desk *desk)
{
    const Page *page = &desk->page;
    size_t found = 0;
    for (uint32_t i = page->body; i < page->nodes.count && found < 40; i++) {
        const PageNode *node = page_node(page, i);
        bool is_time = node->tag == LXB_TAG_TIME;
        if (node->tag == 0 || (!is_time && !(node->hints & (HINT_DATE | HINT_META))) || is_aside(node) ||
            node->letters > 150)
            continue;
        found++;
        uint32_t distance = i > desk->headline_node ? i - desk->headline_node : desk->headline_node - i;
        float near = desk->headline_node && distance < 120 ? 0.1f : 0.0f;
        Slice text = page_visible_text(page, i);
        bool is_update = says_updated(text) || says_updated(node->class);
        Slice stamp = page_attribute(page, i, "datetime");
        ClaimField field = is_update ? CLAIM_MODIFIED : CLAIM_PUBLISHED;
        if (stamp.size >= 8)
            claim_date(desk, field, stamp, "time[datetime]", 0.6f + near, i);
        if (text.size >= 6)
            claim_date(desk, field, text, "date near headline", (is_time ? 0.5f : 0.42f) + near, i);
    }
}

/* The line in which the headline ends. */
static size_t headline_line(const Desk *desk)
{
    const Page *page = &desk->page;
    size_t i = 0;
    while (i < page->lines.count && page->lines.items[i].first < page_node(page, desk->headline_node)->end)
        i++;
    return i;
}

/* Lines that hold a date in words, where no template tells which: the nearer to the headline the better. */
static void claim_date_lines(Desk *desk)
{
    const Page *page = &desk->page;
    size_t headline = desk->headline_node ? headline_line(desk) : 0;
    size_t from = headline > 12 ? headline - 12 : 0, found = 0;
    for (size_t i = from; i < page->lines.count && i < headline + 400 && found < 12; i++) {
        const Line *line = &page->lines.items[i];
        if (line->letters > 140 || line->letters < 6 || is_aside(page_node(page, line->owner)))
            continue;
        Slice text = page_line_text(page, line);
        Moment moment;
        if (!text_find_date(text, false, &moment, NULL) || moment.grain < GRAIN_DAY)
            continue;
        found++;
        size_t distance = i > headline ? i - headline : headline - i;
        float confidence = line->letters > 90 ? 0.2f : distance < 12 ? 0.38f : 0.25f;
        claim_date(desk, says_updated(text) ? CLAIM_MODIFIED : CLAIM_PUBLISHED, text, "line near headline",
                   confidence - (float)(distance < 100 ? distance : 100) * 0.0005f, line->owner);
    }
}

static bool decide_moment(Desk *desk, ClaimField field, Moment *moment, const char *name)
{
    float best = 0;
    const Claim *from = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        Moment read;
        if (claim->field != field || claim->confidence <= best || !read_date(desk, claim->value, &read))
            continue;
        float worth = read.grain >= GRAIN_DAY ? claim->confidence : claim->confidence * 0.5f;
        if (worth > best) {
            best = worth;
            *moment = read;
            from = claim;
        }
    }
    if (from)
        origin_add(desk, name, from->source, from->at, "best-claim", best);
    return from != NULL;
}

/* Data so sure that no look at the visible page could change the choice. */
static bool is_told(const Desk *desk)
{
    const Claim *best = claim_best(desk, CLAIM_PUBLISHED);
    Moment moment;
    return best && best->confidence >= 0.85f && read_date(desk, best->value, &moment) &&
           moment.grain >= GRAIN_DAY;
}

void decide_published(Desk *desk)
{
    if (!is_told(desk)) {
        claim_visible_dates(desk);
        claim_date_lines(desk);
    }
    Moment from_address;
    Slice url = desk->article->canonical.size > 0 ? desk->article->canonical : desk->record->url;
    if (address_date(url, &from_address))
        claim_add(desk, (Claim){.field = CLAIM_PUBLISHED,
                                .value = moment_format(desk->arena, from_address),
                                .source = SLICE("url"),
                                .at = SLICE("path"),
                                .confidence = 0.55f});
    decide_moment(desk, CLAIM_PUBLISHED, &desk->article->published, "published");
    decide_moment(desk, CLAIM_MODIFIED, &desk->article->modified, "modified");
    if (!moment_is_known(desk->article->published) && moment_is_known(desk->article->modified)) {
        desk->article->published = desk->article->modified; /* the only day that the page tells */
        origin_add(desk, "published", SLICE("visible"), SLICE("modified"), "only-date", 0.3f);
    }
}
