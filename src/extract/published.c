/* In: claims on dates, and dates printed near the headline. Out: published and modified, with grain and zone.
 *
 * Data written for machines come first; a date in the address or in a time element next to the headline
 * follows; a date in plain words comes last. A claim of the day the page was captured is no use and loses to
 * any other. */
#include "extract/desk.h"

#include "syntax/url.h"
#include "text/text.h"

/* "/2014/06/27/" in the address; or, where nothing else tells more, "/2014/06/". */
static bool address_date(Slice url, Grain grain, Moment *moment)
{
    int needed = grain == GRAIN_DAY ? 3 : 2;
    for (size_t i = 0; i + 8 < url.size; i++) {
        if (url.data[i] != '/' || !ascii_is_digit(url.data[i + 1]))
            continue;
        Slice rest = slice_skip(url, i + 1), piece;
        uint64_t number[3] = {0, 0, 1};
        int count = 0;
        while (count < needed && slice_next_split(&rest, '/', &piece) && slice_to_u64(piece, &number[count]))
            count++;
        bool is_date =
            count == needed && number[0] >= 1990 && number[0] < 2100 && number[1] >= 1 && number[1] <= 12;
        if (is_date &&
            moment_make(moment, grain, (int64_t)number[0], (unsigned)number[1], (unsigned)number[2], 0, 0))
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

/* What papers write before the day of a later state, in the languages that they write it in. Small letters,
 * and capitals where they are not of ASCII. */
static const char *const update_words[] = {
    "updated",        "update:",        "modified",      "last edited",     "revised",     "aktualisiert",
    "geändert",       "mis à jour",     "mise à jour",   "modifié",         "actualizado", "actualizada",
    "actualización",  "aggiornato",     "aggiornamento", "ultima modifica", "bijgewerkt",  "gewijzigd",
    "laatste update", "oppdatert",      "opdateret",     "uppdaterad",      "uppdaterat",  "päivitetty",
    "aktualizacja",   "zaktualizowano", "aktualizováno", "aktualizované",   "frissítve",   "actualizat",
    "atualizado",     "atualizada",     "обновлено",     "Обновлено",       "изменено",    "оновлено",
    "Оновлено",       "актуализирана",  "ажурирано",     "ενημερώθηκε",     "Ενημερώθηκε", "ενημέρωση",
    "diperbarui",     "dikemaskini",    "güncelleme",    "Güncelleme",      "güncellendi", "cập nhật",
    "Cập nhật",       "अपडेट",           "更新",          "最終更新",        "수정",        "최종수정",
    "آخر تحديث",      "تحديث:",         "تم التحديث",    "عدل في",          "به روز",      "עודכן",
    "עדכון",          "ažurirano",      "posodobljeno",  "përditësuar",     "uuendatud",   "atjaunots",
    "atnaujinta",     "uppfært"};

/* Where the text says that what follows is a later state; SLICE_NONE: nowhere. */
static size_t find_update(Slice text)
{
    return SLICE_EARLIEST(text, slice_find_nocase, update_words, NULL);
}

static bool says_updated(Slice text)
{
    return find_update(text) != SLICE_NONE;
}

static bool holds_day(const Desk *desk, Slice text, Moment *moment)
{
    return text.size >= 6 && read_date(desk, text, moment) && moment->grain >= GRAIN_DAY;
}

/* "Written: 7 November / Updated: 8 November": each to its own field. */
static void claim_date_text(Desk *desk, Slice text, bool is_update, const char *at, float confidence,
                            uint32_t node)
{
    Moment moment;
    size_t update = find_update(text);
    Slice front = slice_range(text, 0, update == SLICE_NONE ? text.size : update);
    if (update != SLICE_NONE && holds_day(desk, front, &moment)) {
        claim_date(desk, CLAIM_PUBLISHED, front, at, confidence, node);
        claim_date(desk, CLAIM_MODIFIED, slice_skip(text, update), at, confidence, node);
        return;
    }
    claim_date(desk, is_update || update != SLICE_NONE ? CLAIM_MODIFIED : CLAIM_PUBLISHED, text, at,
               confidence, node);
}

/* A printed day that is another than the machine's beside it: the machine's is of a later state. */
static bool prints_other_day(const Desk *desk, Slice stamp, Slice text)
{
    Moment machine, printed;
    return holds_day(desk, stamp, &machine) && holds_day(desk, text, &printed) &&
           (printed.local_s / 86400 < machine.local_s / 86400 - 1);
}

/* Before the headline, within a <header> that does not hold it: the day of the capture, over every page. */
static bool is_in_masthead(const Desk *desk, uint32_t node)
{
    const Page *page = &desk->page;
    if (desk->headline_node == 0 || node > desk->headline_node)
        return false;
    for (uint32_t at = page_node(page, node)->parent; at > page->body; at = page_node(page, at)->parent)
        if (page_node(page, at)->tag == LXB_TAG_HEADER)
            return !page_holds(page, at, desk->headline_node);
    return false;
}

static void claim_date_node(Desk *desk, uint32_t node, float near)
{
    const PageNode *own = page_node(&desk->page, node);
    bool is_time = own->tag == LXB_TAG_TIME;
    Slice text = page_visible_text(&desk->page, node);
    bool is_update = says_updated(own->class);
    Slice stamp = page_attribute(&desk->page, node, "datetime");
    if (stamp.size >= 8)
        claim_date(desk, is_update || says_updated(text) ? CLAIM_MODIFIED : CLAIM_PUBLISHED, stamp,
                   "time[datetime]", (prints_other_day(desk, stamp, text) ? 0.45f : 0.6f) + near, node);
    if (text.size >= 6)
        claim_date_text(desk, text, is_update, "date near headline", (is_time ? 0.5f : 0.42f) + near, node);
}

/* Time elements and what templates call a date; those near the headline count more. */
static void claim_visible_dates(Desk *desk)
{
    const Page *page = &desk->page;
    size_t found = 0;
    for (uint32_t i = page->body; i < page->nodes.count && found < 40; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || (node->tag != LXB_TAG_TIME && !(node->hints & (HINT_DATE | HINT_META))) ||
            is_aside(node) || node->letters > 150)
            continue;
        found++;
        uint32_t distance = i > desk->headline_node ? i - desk->headline_node : desk->headline_node - i;
        float near = desk->headline_node && distance < 120 ? 0.1f : 0.0f;
        claim_date_node(desk, i, is_in_masthead(desk, i) ? -0.2f : near);
    }
}

/* The same in a box beside the headline that calls itself an aside or a teaser, but leads nowhere: the facts
 * of the piece. The nearest is the best. */
static void claim_boxed_dates(Desk *desk)
{
    const Page *page = &desk->page;
    const uint32_t not_ours =
        HINT_COMMENT | HINT_RELATED | HINT_FOOTER | HINT_ADVERT | HINT_CONSENT | HINT_LINK;
    uint32_t from = desk->headline_node > 300 ? desk->headline_node - 300 : page->body;
    size_t found = 0;
    for (uint32_t i = from; desk->headline_node && i < page->nodes.count && i < desk->headline_node + 600;
         i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag == 0 || (node->tag != LXB_TAG_TIME && !(node->hints & HINT_DATE)) || !is_aside(node) ||
            node->under & not_ours || node->linked > 0 || node->letters > 60 || ++found > 10)
            continue;
        uint32_t distance = i > desk->headline_node ? i - desk->headline_node : desk->headline_node - i;
        claim_date_node(desk, i, -0.2f - (float)distance * 0.0002f);
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
        claim_date_text(desk, text, false, "line near headline",
                        confidence - (float)(distance < 100 ? distance : 100) * 0.0005f, line->owner);
    }
}

/* Data so sure that no look at the visible page could change the choice. */
static bool is_told(const Desk *desk)
{
    const Claim *best = claim_best(desk, CLAIM_PUBLISHED);
    Moment moment;
    return best && best->confidence >= 0.85f && read_date(desk, best->value, &moment) &&
           moment.grain >= GRAIN_DAY;
}

static bool has_visible_day(const Desk *desk)
{
    Moment moment;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_PUBLISHED && claim->confidence >= 0.4f &&
            holds_day(desk, claim->value, &moment))
            return true;
    }
    return false;
}

/* "Headline | The Paper | 28.04.2023": a day of its own at the end of a title. */
static void claim_title_date(Desk *desk)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        Moment moment;
        const Claim *claim = &desk->claims.items[i];
        size_t bar = claim->field == CLAIM_TITLE || claim->field == CLAIM_HEADLINE
                         ? slice_find_last_byte(claim->value, '|')
                         : SLICE_NONE;
        Slice tail = bar == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_skip(claim->value, bar + 1));
        if (tail.size < 8 || tail.size > 20 || !holds_day(desk, tail, &moment))
            continue;
        claim_add(desk, (Claim){.field = CLAIM_PUBLISHED,
                                .value = tail,
                                .source = claim->source,
                                .at = claim->at,
                                .confidence = 0.45f});
        return;
    }
}

/* A page of posts without any other day, a forum's: that of the first post. */
static void claim_first_post(Desk *desk)
{
    const Page *page = &desk->page;
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        const PageNode *node = page_node(page, i);
        Moment moment;
        bool is_leaf =
            node->end - i <= 2; /* day and hour may stand in two elements without a blank between */
        if (node->tag == 0 || !is_leaf || node->letters > 24 || node->letters < 6 ||
            !(node->under & HINT_COMMENT))
            continue;
        Slice text = page_visible_text(page, i);
        Slice stamp = page_attribute(page, i, "datetime");
        Slice value = stamp.size >= 8 ? stamp : text;
        if (holds_day(desk, value, &moment)) {
            claim_date(desk, CLAIM_PUBLISHED, value, "first post", 0.2f, i);
            return;
        }
    }
}

/* What a script puts on the page later: the day as an attribute of an element by the headline. */
static void claim_attribute_date(Desk *desk)
{
    static const char *const names[] = {"data-date",    "data-datetime",  "data-published",
                                        "data-pubdate", "data-timestamp", "data-publish-date",
                                        "data-time",    "data-utime"};
    const Page *page = &desk->page;
    uint32_t from = desk->headline_node > 400 ? desk->headline_node - 400 : page->body;
    for (uint32_t i = from; desk->headline_node && i < page->nodes.count && i < desk->headline_node + 400;
         i++) {
        const PageNode *node = page_node(page, i);
        if (!node->has_data || node->under & (HINT_COMMENT | HINT_RELATED | HINT_FOOTER | HINT_ADVERT))
            continue;
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            Moment moment;
            Slice value = page_attribute(page, i, names[n]);
            if (value.size < 8 || !holds_day(desk, value, &moment))
                continue;
            claim_date(desk, CLAIM_PUBLISHED, value, names[n], 0.35f, i);
            return;
        }
    }
}

/* Names under which scripts keep the day of what a page shows. */
static const char *const script_keys[] = {"\"datePublished\"",   "\"published_at\"",
                                          "\"publishedAt\"",     "\"publish_date\"",
                                          "\"publishDate\"",     "\"publishedDate\"",
                                          "\"published_time\"",  "\"pubDate\"",
                                          "\"publicationDate\"", "\"createdAt\"",
                                          "\"created_at\"",      "PublishingDate\"",
                                          "\"datePublication\"", "Date("};

/* The first day behind the name, in its first places on the page; empty if there is none. */
static Slice day_behind(const Desk *desk, Slice key)
{
    size_t from = 0;
    for (int place = 0; place < 20; place++) {
        size_t at = slice_find(slice_skip(desk->html, from), key);
        if (at == SLICE_NONE)
            return SLICE_EMPTY;
        from += at + key.size;
        Slice value = slice_trim(slice_range(desk->html, from, from + 40));
        while (value.size > 0 && memchr(":\"' \\", value.data[0], 5))
            value = slice_skip(value, 1);
        size_t end = 0;
        while (end < value.size && value.data[end] != '"' && value.data[end] != '\'')
            end++;
        value = slice_range(value, 0, end == value.size ? 10 : end);
        Moment moment;
        if (holds_day(desk, value, &moment))
            return value;
    }
    return SLICE_EMPTY;
}

/* Where a page tells its day to nobody but its own scripts. */
static void claim_script_date(Desk *desk)
{
    for (size_t i = 0; i < sizeof script_keys / sizeof script_keys[0]; i++) {
        Slice key = slice_from(script_keys[i]);
        Slice value = day_behind(desk, key);
        if (value.size == 0)
            continue;
        claim_add(desk, (Claim){.field = CLAIM_PUBLISHED,
                                .value = value,
                                .source = SLICE("script"),
                                .at = key,
                                .confidence = 0.3f - (float)i * 0.005f});
        return;
    }
}

/* The day in the address of the page's picture: it was there when the page was made. */
static void claim_picture_date(Desk *desk)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        Moment moment;
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_IMAGE || !address_date(claim->value, GRAIN_DAY, &moment))
            continue;
        claim_add(desk, (Claim){.field = CLAIM_PUBLISHED,
                                .value = moment_format(desk->arena, moment),
                                .source = claim->source,
                                .at = SLICE("og:image"),
                                .confidence = 0.15f});
        return;
    }
}

static int64_t day_of(Moment moment)
{
    return moment.local_s >= 0 ? moment.local_s / 86400 : -((86399 - moment.local_s) / 86400);
}

/* Does another claim tell of that day? */
static bool is_seconded(const Desk *desk, int64_t day, const Claim *self)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        Moment moment;
        const Claim *claim = &desk->claims.items[i];
        if (claim != self && (claim->field == CLAIM_PUBLISHED || claim->field == CLAIM_MODIFIED) &&
            !slice_equal(claim->value, self->value) && holds_day(desk, claim->value, &moment) &&
            day_of(moment) == day)
            return true;
    }
    return false;
}

/* "11/01/2023" is of November or of January: of the day that something else on the page tells too. */
static void settle_order(const Desk *desk, const Claim *from, Moment *moment)
{
    Moment other;
    Slice value = slice_trim(from->value);
    if (value.size < 8 || value.size > 24 || !ascii_is_digit(value.data[0]) ||
        slice_find_byte(slice_range(value, 0, 3), '/') == SLICE_NONE)
        return;
    bool is_same = text_find_date(value, true, &other, NULL) && day_of(other) == day_of(*moment);
    if (is_same && (!text_find_date(value, false, &other, NULL) || day_of(other) == day_of(*moment)))
        return;
    if (!is_seconded(desk, day_of(*moment), from) && is_seconded(desk, day_of(other), from))
        *moment = other;
}

static bool is_lang_of(const Desk *desk, const char *const *langs, size_t count)
{
    Slice lang = page_attribute(&desk->page, desk->page.root, "lang");
    for (size_t i = 0; i < count; i++)
        if (slice_starts_with_nocase(lang, slice_from(langs[i])))
            return true;
    return false;
}

/* May the paper's own day be the one before (west of Greenwich) or after (far east of it) that of UTC? */
static bool may_be_apart(const Desk *desk, int64_t days, Moment moment)
{
    static const char *const west[] = {"en", "es", "pt", "fr"};
    static const char *const east[] = {"ja", "ko", "zh", "th", "vi",    "id",   "ms",
                                       "hi", "bn", "ta", "ru", "en-AU", "en-NZ"};
    int64_t hour = moment.local_s / 3600 - day_of(moment) * 24;
    if (days == -1)
        return hour <= 8 && is_lang_of(desk, west, sizeof west / sizeof west[0]);
    return days == 1 && hour >= 14 && is_lang_of(desk, east, sizeof east / sizeof east[0]);
}

/* A time in UTC falls on the day before or after that of the paper's own clock. The same instant with an
 * offset tells the paper's day; so does the day in the address or beside the headline, which no minutes go
 * with. */
static void settle_zone(const Desk *desk, const Claim *from, Moment *moment)
{
    if (moment->grain < GRAIN_MINUTE || !moment->has_offset || moment->offset_minutes != 0)
        return;
    for (size_t i = 0; i < desk->claims.count; i++) {
        Moment other;
        const Claim *claim = &desk->claims.items[i];
        if (claim == from || claim->field != CLAIM_PUBLISHED || claim->confidence < 0.52f ||
            !holds_day(desk, claim->value, &other))
            continue;
        int64_t apart = day_of(other) - day_of(*moment);
        if (other.grain >= GRAIN_MINUTE && other.has_offset && other.offset_minutes != 0 &&
            other.local_s - other.offset_minutes * 60 == moment->local_s) {
            *moment = other;
            return;
        }
        if (other.grain == GRAIN_DAY && may_be_apart(desk, apart, *moment)) {
            *moment = other;
            return;
        }
    }
}

static void decide_moment(Desk *desk, ClaimField field, Moment *moment, const char *name)
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
    if (!from)
        return;
    settle_order(desk, from, moment);
    if (field == CLAIM_PUBLISHED)
        settle_zone(desk, from, moment);
    origin_add(desk, name, from->source, from->at, "best-claim", best);
}

static Slice own_address(const Desk *desk)
{
    return desk->article->canonical.size > 0 ? desk->article->canonical : desk->record->url;
}

static void claim_address_date(Desk *desk)
{
    Moment moment;
    if (address_date(own_address(desk), GRAIN_DAY, &moment))
        claim_add(desk, (Claim){.field = CLAIM_PUBLISHED,
                                .value = moment_format(desk->arena, moment),
                                .source = SLICE("url"),
                                .at = SLICE("path"),
                                .confidence = 0.55f});
}

/* A permalink's month, where nothing tells the day. */
static void take_address_month(Desk *desk)
{
    Moment moment;
    if (!address_date(own_address(desk), GRAIN_MONTH, &moment))
        return;
    desk->article->published = moment;
    origin_add(desk, "published", SLICE("url"), SLICE("path"), "address-month", 0.3f);
}

/* A time in UTC may be of the day before: what the page prints is looked at too. */
static bool is_told_in_utc(const Desk *desk)
{
    const Claim *best = claim_best(desk, CLAIM_PUBLISHED);
    return best &&
           (slice_ends_with(best->value, SLICE("Z")) || slice_ends_with(best->value, SLICE("+00:00")) ||
            slice_ends_with(best->value, SLICE("+0000")));
}

void decide_published(Desk *desk)
{
    claim_address_date(desk);
    if (!is_told(desk) || is_told_in_utc(desk))
        claim_visible_dates(desk);
    if (!is_told(desk)) {
        if (!has_visible_day(desk))
            claim_boxed_dates(desk);
        claim_date_lines(desk);
        claim_title_date(desk);
        if (!has_visible_day(desk) && !claim_best(desk, CLAIM_MODIFIED)) {
            claim_attribute_date(desk);
            claim_script_date(desk);
            claim_picture_date(desk);
            claim_first_post(desk);
        }
    }
    decide_moment(desk, CLAIM_PUBLISHED, &desk->article->published, "published");
    decide_moment(desk, CLAIM_MODIFIED, &desk->article->modified, "modified");
    if (moment_is_known(desk->article->published))
        return;
    if (!moment_is_known(desk->article->modified)) {
        take_address_month(desk);
        return;
    }
    desk->article->published = desk->article->modified; /* the only day that the page tells */
    origin_add(desk, "published", SLICE("visible"), SLICE("modified"), "only-date", 0.3f);
}
