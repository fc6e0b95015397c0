/* In: claims on the page's address and numbers. Out: canonical address, the publisher's own id, other ids,
 * the site's name.
 *
 * A canonical address that is the site's front while the page is not is a template's mistake and is passed
 * over. So is a relative one in a page that came as a file: mirroring programs make links lead to their own
 * files, this one too. */
#include "extract/desk.h"

#include "syntax/url.h"

static bool is_front(Slice url)
{
    Url parts;
    return url_parse(url, &parts) && (parts.path.size <= 1) && parts.query.size == 0;
}

/* "../slug.html" in a mirrored page. */
static bool is_made_by_mirror(const Desk *desk, Slice value)
{
    bool is_file = desk->record->http_status == 0 && desk->record->url.size > 0;
    return is_file && !slice_starts_with(value, SLICE("/")) && slice_find(value, SLICE("://")) == SLICE_NONE;
}

void note_mirror(Desk *desk)
{
    Page *page = &desk->page;
    const Slice url = desk->record->url;
    if (desk->record->http_status != 0 || slice_is_empty(url))
        return;
    for (uint32_t i = 1; i < page->body; i++) {
        if (page_node(page, i)->tag != LXB_TAG_LINK ||
            !slice_equal_nocase(page_attribute(page, i, "rel"), SLICE("canonical")))
            continue;
        const Slice href = slice_trim(page_attribute(page, i, "href"));
        const Slice key = url_key(desk->arena, url);
        Slice own =
            is_made_by_mirror(desk, href) ? url_key(desk->arena, page_address(page, href)) : SLICE_EMPTY;
        if (slice_ends_with(own, SLICE(".html")))
            page->adds_html = slice_equal(slice_range(own, 0, own.size - strlen(".html")), key);
        return;
    }
}

static void decide_address(Desk *desk)
{
    const Claim *best = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_CANONICAL || is_made_by_mirror(desk, claim->value))
            continue;
        claim->value = page_address(&desk->page, claim->value);
        if (slice_is_empty(claim->value) ||
            (is_front(claim->value) && desk->record->url.size > 0 && !is_front(desk->record->url)))
            continue;
        if (!best || claim->confidence > best->confidence)
            best = claim;
    }
    if (!best)
        return;
    desk->article->canonical = best->value;
    origin_add(desk, "canonical", best->source, best->at, "best-claim", best->confidence);
}

/* An id is a part of an address, so "." and "-" are none. */
static bool is_id(Slice value)
{
    if (value.size == 0 || value.size > 64 || memchr("-_.", value.data[0], 3))
        return false;
    for (size_t i = 0; i < value.size; i++)
        if (!ascii_is_alpha(value.data[i]) && !ascii_is_digit(value.data[i]) &&
            !memchr("-_.", value.data[i], 3))
            return false;
    return true;
}

static void decide_ids(Desk *desk)
{
    const Claim *best = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_CMS_ID || !is_id(claim->value))
            continue;
        if (!best || claim->confidence > best->confidence)
            best = claim;
    }
    if (!best)
        return;
    desk->article->cms_id = best->value;
    origin_add(desk, "id", best->source, best->at, "best-claim", best->confidence);
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        bool is_other =
            claim->field == CLAIM_CMS_ID && is_id(claim->value) && !slice_equal(claim->value, best->value);
        for (size_t a = 0; is_other && a < desk->article->alt_ids.count; a++)
            is_other = !slice_equal(desk->article->alt_ids.items[a].value, claim->value);
        if (is_other)
            *LIST_ADD(desk->arena, &desk->article->alt_ids) =
                (AltId){.role = claim->at, .value = claim->value};
    }
}

void decide_canonical(Desk *desk)
{
    decide_address(desk);
    decide_ids(desk);
    const Claim *site = claim_best(desk, CLAIM_SITE);
    if (site)
        desk->article->site_name = site->value;
}
