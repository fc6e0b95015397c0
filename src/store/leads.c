/* What a long list of addresses is looked up in: a table in memory, 16 bytes an address, made from the rows.
 *
 * In: the rows of `address` and `article`, read once. Out: for nearly every address at once whether it is
 * known, and for the commonest (a public piece under its own path, in any spelling) the whole answer; all
 * others are asked of the rows as before. Addresses are told apart by a 64-bit hash alone: that two of a
 * million are taken for one another is less likely than a fault of the machine (docs/decisions). The table is
 * of one commit and may be shared by threads. */
#include "store/inside.h"

enum { BEGINNING_BITS = 23, SHORT_BEGINNING = 4, LONG_BEGINNING = 8 };

typedef enum LeadFlags {
    LEAD_KNOWN = 1, /* ask the row */
    LEAD_OWN = 2,   /* a public piece whose path this is */
    LEAD_CANONICAL = 4,
    LEAD_HTTPS = 8, /* the piece's own spelling */
    LEAD_WWW = 16
} LeadFlags;

typedef struct LeadSlot {
    uint64_t hash;
    uint32_t article;
    uint32_t flags; /* LeadFlags; 0: free */
} LeadSlot;

struct Leads {
    Arena *arena;
    uint64_t commits; /* what it is of */
    LeadSlot *slots;
    size_t mask;
    uint64_t *slugs; /* their hashes; 0: free */
    size_t slug_mask;
    uint64_t *short_beginnings, *long_beginnings; /* a bit for each hash of a slug's first bytes */
    Slice origins[4]; /* by LEAD_HTTPS and LEAD_WWW: "https://www.paper.example" */
};

static size_t slots_for(int64_t count)
{
    size_t slots = 1024;
    while (slots < SIZE_MAX / 64 && slots / 4 * 3 < (size_t)count)
        slots *= 2;
    return slots;
}

static void put_bit(uint64_t *bits, Slice beginning)
{
    uint64_t bit = slice_hash(beginning) & ((1u << BEGINNING_BITS) - 1);
    bits[bit / 64] |= 1ull << bit % 64;
}

static bool has_bit(const uint64_t *bits, Slice beginning)
{
    uint64_t bit = slice_hash(beginning) & ((1u << BEGINNING_BITS) - 1);
    return bits[bit / 64] >> bit % 64 & 1;
}

/* ---- making ---- */

static LeadSlot *find_slot(const Leads *leads, uint64_t hash)
{
    size_t at = (size_t)hash & leads->mask;
    while (leads->slots[at].flags != 0 && leads->slots[at].hash != hash)
        at = (at + 1) & leads->mask;
    return &leads->slots[at];
}

/* Flags of an article's address: the whole answer, or only that there is one. */
static uint32_t flags_of(const Leads *leads, Slice home, Slice key, Slice path, Slice canonical)
{
    size_t slash = slice_find_byte(key, '/');
    if (slash == SLICE_NONE || !slice_equal(slice_range(key, 0, slash), home) ||
        !slice_equal(slice_skip(key, slash), path))
        return LEAD_KNOWN;
    for (size_t i = 0; i < 4; i++) {
        Slice rest = slice_skip(canonical, leads->origins[i].size);
        if (slice_starts_with(canonical, leads->origins[i]) && slice_starts_with(rest, SLICE("/")))
            return LEAD_KNOWN | LEAD_OWN | (i & 1 ? LEAD_HTTPS : 0) | (i & 2 ? LEAD_WWW : 0);
    }
    return LEAD_KNOWN;
}

/* One row of SQL_LEADS: url_key, kind, is_canonical, held, article, path, canonical, is plain. */
static void take_lead(Leads *leads, Statement *s, Slice home)
{
    Slice key = statement_look_text(s), kind = statement_look_text(s);
    bool is_canonical = statement_take_number(s) != 0;
    bool is_held = statement_take_number(s) != 0;
    int64_t article = statement_take_number(s);
    Slice path = statement_look_text(s), canonical = statement_look_text(s);
    bool is_plain = statement_take_number(s) != 0 && !is_held && slice_equal(kind, SLICE("article"));
    if (slice_is_empty(kind) && !is_held)
        return; /* seen, no answer known: the same as not there */
    LeadSlot *slot = find_slot(leads, slice_hash(key));
    bool is_met = slot->flags != 0; /* two with one hash: both are asked of the rows */
    slot->hash = slice_hash(key);
    slot->flags = LEAD_KNOWN;
    if (is_plain && !is_met && article > 0 && article <= UINT32_MAX) {
        slot->article = (uint32_t)article;
        slot->flags = flags_of(leads, home, key, path, canonical) | (is_canonical ? LEAD_CANONICAL : 0);
    }
}

static Status load_addresses(Store *store, Leads *leads, Error *err)
{
    int64_t count = 0;
    Statement s = statement_open(store, SQL_LEADS_COUNT);
    Status status = statement_number(&s, &count, err);
    if (status != STATUS_OK)
        return status;
    size_t slots = slots_for(count);
    leads->mask = slots - 1;
    leads->slots = ARENA_ARRAY(leads->arena, LeadSlot, slots);
    size_t left = slots - 1; /* one stays free, so that a search ends */
    s = statement_open(store, SQL_LEADS);
    while (left-- > 0 && (status = statement_next(&s, err)) == STATUS_OK)
        take_lead(leads, &s, store->settings.home_host);
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status load_slugs(Store *store, Leads *leads, Error *err)
{
    int64_t count = 0;
    Statement s = statement_open(store, SQL_SLUGS_COUNT);
    Status status = statement_number(&s, &count, err);
    if (status != STATUS_OK)
        return status;
    size_t slots = slots_for(count);
    leads->slug_mask = slots - 1;
    leads->slugs = ARENA_ARRAY(leads->arena, uint64_t, slots);
    leads->short_beginnings = ARENA_ARRAY(leads->arena, uint64_t, (size_t)1 << BEGINNING_BITS >> 6);
    leads->long_beginnings = ARENA_ARRAY(leads->arena, uint64_t, (size_t)1 << BEGINNING_BITS >> 6);
    size_t left = slots - 1;
    s = statement_open(store, SQL_SLUGS);
    while (left-- > 0 && (status = statement_next(&s, err)) == STATUS_OK) {
        Slice slug = statement_look_text(&s);
        uint64_t hash = slice_hash(slug) | 1;
        size_t at = (size_t)(hash >> 1) & leads->slug_mask;
        while (leads->slugs[at] != 0 && leads->slugs[at] != hash)
            at = (at + 1) & leads->slug_mask;
        leads->slugs[at] = hash;
        put_bit(leads->short_beginnings, slice_range(slug, 0, SHORT_BEGINNING));
        put_bit(leads->long_beginnings, slice_range(slug, 0, LONG_BEGINNING));
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_leads_load(Store *store, Leads **out, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Leads *leads = ARENA_NEW(arena, Leads);
    *out = NULL;
    leads->arena = arena;
    for (size_t i = 0; i < 4; i++)
        leads->origins[i] = arena_format(arena, "http%s://%s%.*s", i & 1 ? "s" : "", i & 2 ? "www." : "",
                                         SLICE_ARG(store->settings.home_host));
    Status status = store_read_begin(store, err);
    if (status == STATUS_OK) {
        uint64_t commits = 0;
        status = store_commits_now(store, &commits, err);
        leads->commits = commits;
        if (status == STATUS_OK)
            status = load_addresses(store, leads, err);
        if (status == STATUS_OK)
            status = load_slugs(store, leads, err);
        store_read_end(store);
    }
    if (status == STATUS_OK)
        *out = leads;
    else
        store_leads_free(leads);
    return error_while(err, status, "reading all addresses");
}

void store_leads_free(Leads *leads)
{
    if (leads)
        arena_close(leads->arena);
}

void store_leads_use(Store *store, const Leads *leads)
{
    store->leads = leads;
}

/* ---- asking ---- */

static const Leads *usable(const Store *store)
{
    return store->leads && store->leads->commits == store->commits && !store->in_batch ? store->leads : NULL;
}

bool leads_answer(const Store *store, Slice key, Lead *lead, Status *status)
{
    const Leads *leads = usable(store);
    if (!leads)
        return false;
    const LeadSlot *slot = find_slot(leads, slice_hash(key));
    *status = slot->flags == 0 ? STATUS_END : STATUS_OK;
    if (slot->flags == 0)
        return true;
    if (!(slot->flags & LEAD_OWN))
        return false;
    size_t origin = (slot->flags & LEAD_HTTPS ? 1u : 0u) + (slot->flags & LEAD_WWW ? 2u : 0u);
    *lead = (Lead){.is_answered = true,
                   .address = {.kind = ADDRESS_ARTICLE,
                               .is_canonical = (slot->flags & LEAD_CANONICAL) != 0,
                               .article = slot->article},
                   .standing = {.number = slot->article,
                                .path = slice_skip(key, store->settings.home_host.size),
                                .canonical = leads->origins[origin],
                                .status = ARTICLE_PUBLIC,
                                .page_kind = PAGE_ARTICLE}};
    return true;
}

bool leads_lack_slug(const Store *store, Slice slug, bool is_beginning)
{
    const Leads *leads = usable(store);
    if (!leads)
        return false;
    if (is_beginning && slug.size >= LONG_BEGINNING)
        return !has_bit(leads->long_beginnings, slice_range(slug, 0, LONG_BEGINNING));
    if (is_beginning)
        return slug.size >= SHORT_BEGINNING &&
               !has_bit(leads->short_beginnings, slice_range(slug, 0, SHORT_BEGINNING));
    uint64_t hash = slice_hash(slug) | 1;
    size_t at = (size_t)(hash >> 1) & leads->slug_mask;
    while (leads->slugs[at] != 0 && leads->slugs[at] != hash)
        at = (at + 1) & leads->slug_mask;
    return leads->slugs[at] == 0;
}
