/* In: what pages of a host say in their metadata, and where the same stands in sight. Out: where it stands on
 * the host's pages that say nothing, and which lines are the site's rather than a piece's.
 *
 * Pages of a site share templates. A page is told from others by the signatures of its elements: the tags and
 * names of an element and of the two around it, without what changes from piece to piece. Of each signature a
 * host has two counts for each field: on how many pages that state the field it stood, and on how many of
 * them such an element printed what was stated. Only an element that was nearly always right speaks for a
 * page that is silent, so a page that states a field itself is read as it would be alone. An element that is
 * not alone of its signature on a page, as the cards of other pieces are not, or that says the same on every
 * page, says nothing of a piece. Another template of the same site, in another year, has other signatures,
 * and counts of its own.
 *
 * Lessons are added up, in whatever order; only where a host has more signatures than are kept does it matter
 * which came first, so callers teach in an order of their own that does not change. */
#include "extract/site.h"

#include "base/map.h"
#include "text/text.h"

/* What is known of one signature or line of a host. */
typedef struct SiteCount {
    uint64_t key;
    const struct SiteHost *host;
    bool is_line;
    uint32_t pages; /* on which it stands */
    uint32_t asked[SITE_FIELDS], right[SITE_FIELDS];
    uint16_t value[SITE_FIELDS]; /* of the first page, hashed */
    bool is_varied[SITE_FIELDS]; /* another page had another */
} SiteCount;

typedef struct SiteHost {
    uint32_t pieces;
    uint32_t places, lines; /* kept of each */
    uint8_t fields;         /* bits: what site_teach was given rules for */
    int64_t digest;         /* of those rules */
} SiteHost;

struct Site {
    Arena *arena;
    Map hosts;  /* host -> SiteHost */
    Map counts; /* 8 bytes of hash of host and key -> SiteCount */
};

#define SITE_BYTES ((size_t)512 << 20)
#define HOSTS_MAX 20000
#define PLACES_MAX 4000    /* signatures of a host */
#define LINES_MAX 12000    /* lines of a host */
#define FACTS_MAX 1500     /* of a page */
#define LINE_BYTES_MAX 400 /* bytes of a line that is counted */
#define LETTERS_MAX 300    /* of an element that may hold a field */

Site *site_open(void)
{
    Site *site = calloc(1, sizeof *site);
    if (!site)
        fatal("out of memory for what sites teach");
    site->arena = arena_open(SITE_BYTES);
    map_init(&site->hosts, site->arena);
    map_init(&site->counts, site->arena);
    return site;
}

void site_close(Site *site)
{
    if (!site)
        return;
    arena_close(site->arena);
    free(site);
}

/* ---- keys ---- */

static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* "post-12345", "category-news": it tells of the piece, not of the template. */
static bool is_of_piece(Slice name)
{
    static const Slice fronts[] = {SLICE_INIT("category-"), SLICE_INIT("tag-"), SLICE_INIT("author-")};
    size_t digits = 0;
    for (size_t i = 0; i < name.size; i++) {
        digits = ascii_is_digit(name.data[i]) ? digits + 1 : 0;
        if (digits >= 3)
            return true;
    }
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++)
        if (slice_starts_with(name, fronts[i]))
            return true;
    return false;
}

static uint64_t mix_names(uint64_t hash, Slice names)
{
    Slice name;
    names = slice_range(names, 0, 400);
    while (names.size > 0 && slice_next_split(&names, ' ', &name))
        if (name.size > 0 && !is_of_piece(name))
            hash = mix(hash, slice_hash(name));
    return hash;
}

/* The signature of an element: its own tag and names and those of the two around it. */
static uint64_t signature(const Page *page, uint32_t number)
{
    uint64_t hash = 1;
    for (int level = 0; level < 3; level++) {
        const PageNode *node = page_node(page, number);
        hash = mix(mix_names(mix_names(mix(hash, node->tag), node->class), node->id), (uint64_t)level);
        number = node->parent;
    }
    return hash;
}

static uint64_t line_key(Slice line)
{
    return mix(2, slice_hash(line));
}

static SiteHost *host_of(const Site *site, Slice host)
{
    MapValue *value = site ? map_find(&site->hosts, host) : NULL;
    return value ? value->pointer : NULL;
}

static const SiteCount *count_of(const Site *site, Slice host, uint64_t key)
{
    uint64_t whole = mix(slice_hash(host), key);
    MapValue *value = map_find(&site->counts, slice_of(&whole, sizeof whole));
    return value ? value->pointer : NULL;
}

/* ---- what a page states ---- */

static const char *const origin_fields[SITE_FIELDS] = {"headline", "authors", "published", "section"};
static const ClaimField claim_fields[SITE_FIELDS] = {CLAIM_HEADLINE, CLAIM_AUTHOR, CLAIM_PUBLISHED,
                                                     CLAIM_SECTION};

static bool is_metadata(Slice source)
{
    static const Slice sources[] = {SLICE_INIT("json-ld"), SLICE_INIT("opengraph"), SLICE_INIT("meta"),
                                    SLICE_INIT("microdata"), SLICE_INIT("rdfa")};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        if (slice_equal(source, sources[i]))
            return true;
    return false;
}

static bool is_stated(const Desk *desk, SiteField field)
{
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == claim_fields[field] && is_metadata(claim->source))
            return true;
    }
    return false;
}

/* Was the field decided by what the page states, so that it can teach? */
static bool is_taught(const Desk *desk, SiteField field)
{
    const Article *article = desk->article;
    if (field == SITE_HEADLINE)
        return is_stated(desk, field) && article->headline.size > 0;
    for (size_t i = 0; i < article->provenance.count; i++)
        if (slice_equal(article->provenance.items[i].field, slice_from(origin_fields[field])))
            return is_metadata(article->provenance.items[i].source) ||
                   (field == SITE_SECTION && article->provenance.items[i].confidence >= 0.9f);
    return false;
}

static bool is_day_of(const Desk *desk, Slice text)
{
    Moment moment;
    return text.size <= 80 && desk->article->published.grain >= GRAIN_DAY && read_date(desk, text, &moment) &&
           moment.grain >= GRAIN_DAY && moment.local_s / 86400 == desk->article->published.local_s / 86400;
}

/* A byline with a word or two before the name still names him alone. */
static bool names_author(const Desk *desk, Slice key)
{
    const Authors *authors = &desk->article->authors;
    Slice name = authors->count == 1 ? compare_key(desk->arena, authors->items[0].name) : SLICE_EMPTY;
    return name.size >= 4 && slice_ends_with(key, name) && key.size <= name.size + 4;
}

/* Does this text say what the page states of the field? */
static bool is_right(const Desk *desk, SiteField field, Slice text)
{
    const Article *article = desk->article;
    switch (field) {
    case SITE_HEADLINE:
        return slice_equal(compare_key(desk->arena, text), compare_key(desk->arena, article->headline));
    case SITE_AUTHOR:
        return text.size <= 120 && names_author(desk, compare_key(desk->arena, text));
    case SITE_PUBLISHED:
        return is_day_of(desk, text);
    case SITE_SECTION:
        return article->section.label.size > 0 && slice_equal_nocase(text, article->section.label);
    default:
        return false;
    }
}

/* ---- lessons ---- */

static void note(const Desk *desk, SiteFact fact)
{
    SiteLesson *lesson = desk->options->lesson;
    if (lesson->count < FACTS_MAX)
        *LIST_ADD(desk->arena, lesson) = fact;
}

static bool may_hold_field(const PageNode *node)
{
    const uint32_t others = HINT_RELATED | HINT_TEASER | HINT_SIDEBAR | HINT_FOOTER | HINT_COMMENT;
    return node->tag != 0 && node->letters >= 2 && node->letters <= LETTERS_MAX && !(node->under & others) &&
           !(hints_of_tag(node->tag) & HINT_HIDDEN);
}

/* How often each signature stands on the page. */
static void count_places(const Desk *desk, Map *met)
{
    const Page *page = &desk->page;
    map_init(met, desk->arena);
    for (uint32_t i = page->body; i < page->nodes.count && met->count < FACTS_MAX; i++) {
        if (!may_hold_field(page_node(page, i)))
            continue;
        uint64_t key = signature(page, i);
        Slice own = slice_of(&key, sizeof key);
        MapValue *value = map_find(met, own);
        if (!value)
            value = map_add(met, arena_copy(desk->arena, own), NULL);
        value->number++;
    }
}

/* May an element speak for the field? Sections are links beside others of their kind. */
static bool is_alone(const Map *met, uint64_t key, SiteField field)
{
    const MapValue *value = map_find(met, slice_of(&key, sizeof key));
    return value && (value->number == 1 || field == SITE_SECTION);
}

static uint16_t value_of(const Desk *desk, SiteField field)
{
    const Article *article = desk->article;
    switch (field) {
    case SITE_AUTHOR:
        return (uint16_t)slice_hash(article->byline);
    case SITE_PUBLISHED:
        return (uint16_t)mix(5, (uint64_t)(article->published.local_s / 86400));
    case SITE_SECTION:
        return (uint16_t)slice_hash(article->section.label);
    default:
        return (uint16_t)slice_hash(article->headline);
    }
}

static void note_places(const Desk *desk)
{
    const Page *page = &desk->page;
    SiteFact common = {0};
    for (int field = 0; field < SITE_FIELDS; field++) {
        common.asked |= (uint8_t)(is_taught(desk, (SiteField)field) << field);
        common.values[field] = value_of(desk, (SiteField)field);
    }
    Map met, told;
    count_places(desk, &met);
    map_init(&told, desk->arena);
    for (uint32_t i = page->body; common.asked && i < page->nodes.count && told.count < met.count; i++) {
        SiteFact fact = common;
        bool is_new = false;
        if (!may_hold_field(page_node(page, i)))
            continue;
        fact.key = signature(page, i);
        map_add(&told, arena_copy(desk->arena, slice_of(&fact.key, sizeof fact.key)), &is_new);
        if (!is_new)
            continue;
        Slice text = page_visible_text(page, i);
        for (int field = 0; field < SITE_FIELDS; field++)
            if (fact.asked >> field & 1 && is_alone(&met, fact.key, (SiteField)field) &&
                is_right(desk, (SiteField)field, text))
                fact.right |= (uint8_t)(1u << field);
        note(desk, fact);
    }
}

static void note_lines(const Desk *desk)
{
    const Blocks *body = &desk->article->body;
    Map met;
    map_init(&met, desk->arena);
    for (size_t i = 0; i < body->count; i++) {
        Slice rest = body->items[i].text, line;
        while (slice_next_line(&rest, &line)) {
            line = slice_trim(line);
            bool is_new = false;
            if (line.size < 2 || line.size > LINE_BYTES_MAX)
                continue;
            map_add(&met, line, &is_new);
            if (is_new)
                note(desk, (SiteFact){.is_line = true, .key = line_key(line)});
        }
    }
}

static void note_page(const Desk *desk, SitePage *page)
{
    *page = (SitePage){desk->host, page_kind_is_piece(desk->article->page_kind), 0};
    for (int field = 0; field < SITE_FIELDS; field++)
        page->silent |= (uint8_t)(!is_stated(desk, (SiteField)field) << field);
}

void site_note(const Desk *desk)
{
    SiteLesson *lesson = desk->options->lesson;
    const Article *article = desk->article;
    if (desk->options->page)
        note_page(desk, desk->options->page);
    if (!lesson)
        return;
    *lesson = (SiteLesson){.host = desk->host};
    if (!page_kind_is_piece(article->page_kind) || desk->host.size == 0 || article->headline.size == 0)
        return;
    lesson->piece = mix(4, slice_hash(compare_key(desk->arena, article->headline)));
    note_lines(desk);
    note_places(desk);
}

SiteLesson site_lesson_copy(Arena *arena, const SiteLesson *lesson)
{
    SiteLesson copy = *lesson;
    copy.host = arena_copy(arena, lesson->host);
    copy.items = ARENA_ARRAY(arena, SiteFact, lesson->count);
    copy.capacity = lesson->count;
    if (lesson->count)
        memcpy(copy.items, lesson->items, lesson->count * sizeof *copy.items);
    return copy;
}

static SiteHost *host_add(Site *site, Slice host)
{
    SiteHost *known = host_of(site, host);
    if (known || site->hosts.count >= HOSTS_MAX)
        return known;
    known = ARENA_NEW(site->arena, SiteHost);
    map_add(&site->hosts, arena_copy(site->arena, host), NULL)->pointer = known;
    return known;
}

/* The count of a key; NULL where it is new and the host may have no more of them. */
static SiteCount *count_add(Site *site, Slice name, SiteHost *host, uint64_t key, bool is_line)
{
    uint32_t *kept = is_line ? &host->lines : &host->places;
    uint64_t whole = mix(slice_hash(name), key);
    MapValue *value = map_find(&site->counts, slice_of(&whole, sizeof whole));
    if (value)
        return value->pointer;
    if (*kept >= (is_line ? LINES_MAX : PLACES_MAX) || arena_used(site->arena) > SITE_BYTES / 2)
        return NULL;
    ++*kept;
    SiteCount *count = ARENA_NEW(site->arena, SiteCount);
    *count = (SiteCount){.key = key, .host = host, .is_line = is_line};
    map_add(&site->counts, arena_copy(site->arena, slice_of(&whole, sizeof whole)), NULL)->pointer = count;
    return count;
}

void site_learn(Site *site, const SiteLesson *lesson)
{
    SiteHost *host = lesson->piece ? host_add(site, lesson->host) : NULL;
    SiteCount *piece = host ? count_add(site, lesson->host, host, lesson->piece, true) : NULL;
    if (!piece || piece->pages++ > 0)
        return; /* the same piece again would make its own lines the site's */
    piece->is_line = false;
    host->pieces++;
    for (size_t i = 0; i < lesson->count; i++) {
        const SiteFact *fact = &lesson->items[i];
        SiteCount *count = count_add(site, lesson->host, host, fact->key, fact->is_line);
        if (!count)
            continue;
        count->pages++;
        for (int field = 0; field < SITE_FIELDS; field++) {
            count->asked[field] += fact->asked >> field & 1;
            if (!(fact->right >> field & 1))
                continue;
            count->is_varied[field] |= count->right[field] > 0 && count->value[field] != fact->values[field];
            if (count->right[field]++ == 0)
                count->value[field] = fact->values[field];
        }
    }
}

/* ---- what was learnt ---- */

#define RIGHT_MIN 3 /* pages that must bear a place out */

/* The share of pages a place was right on, less where there were few, in twentieths: some pages more shall
 * not have all others read anew. */
static uint32_t twentieths(uint32_t right, uint32_t asked)
{
    return (uint32_t)((uint64_t)right * 20 / ((uint64_t)asked + 1));
}

/* How surely a place holds the field: 0 if it was wrong too often. */
static float trust_in(const SiteCount *count, SiteField field)
{
    uint32_t right = count->right[field], asked = count->asked[field];
    if (right < RIGHT_MIN || right * 10 < asked * 8 || !count->is_varied[field])
        return 0;
    return (float)twentieths(right, asked) / 20;
}

/* Do so many pieces print the line that it is the site's? */
static bool is_line_of(const SiteHost *host, const SiteCount *count)
{
    return count->is_line && host->pieces >= 5 && count->pages >= 3 && count->pages * 4 >= host->pieces;
}

/* ---- rules ---- */

static int compare_rules(const void *a, const void *b)
{
    const SiteRule *one = a, *other = b;
    if (one->field != other->field)
        return one->field - other->field;
    return (one->key > other->key) - (one->key < other->key);
}

/* Of all that readings depend on, never 0. */
static int64_t digest_of(const SiteRules *rules)
{
    uint64_t hash = 3;
    for (size_t i = 0; i < rules->count; i++) {
        const SiteRule *rule = &rules->items[i];
        uint32_t weight = rule->field == SITE_LINE ? 0 : twentieths(rule->right, rule->asked);
        hash = mix(mix(hash, rule->key), (uint64_t)rule->field << 32 | weight);
    }
    return hash ? (int64_t)hash : 1;
}

void site_rules(const Site *site, Arena *arena, Slice name, SiteRules *rules)
{
    const SiteHost *host = host_of(site, name);
    *rules = (SiteRules){0};
    for (size_t i = 0; host && i < site->counts.count; i++) {
        const SiteCount *count = site->counts.entries[i].value.pointer;
        if (count->host != host)
            continue;
        if (is_line_of(host, count))
            *LIST_ADD(arena, rules) = (SiteRule){SITE_LINE, count->key, count->pages, host->pieces};
        for (uint8_t field = 0; field < SITE_FIELDS; field++) {
            if (trust_in(count, (SiteField)field) <= 0)
                continue;
            *LIST_ADD(arena, rules) = (SiteRule){field, count->key, count->right[field], count->asked[field]};
            rules->fields |= (uint8_t)(1u << field);
        }
    }
    if (rules->fields == 0) /* nobody would be read by them */
        *rules = (SiteRules){0};
    if (rules->count > 0)
        qsort(rules->items, rules->count, sizeof *rules->items, compare_rules);
    rules->digest = rules->count > 0 ? digest_of(rules) : 0;
}

void site_teach(Site *site, Slice name, const SiteRules *rules)
{
    SiteHost *host = rules->count > 0 ? host_add(site, name) : NULL;
    for (size_t i = 0; host && i < rules->count; i++) {
        const SiteRule *rule = &rules->items[i];
        SiteCount *count = count_add(site, name, host, rule->key, rule->field == SITE_LINE);
        if (!count)
            continue;
        if (rule->field == SITE_LINE) {
            count->pages = rule->right;
            host->pieces = rule->asked;
            continue;
        }
        count->right[rule->field] = rule->right;
        count->asked[rule->field] = rule->asked;
        count->is_varied[rule->field] = true;
        host->fields |= (uint8_t)(1u << rule->field);
    }
    if (host)
        host->digest = rules->digest;
}

int64_t site_helps(const Site *site, const SitePage *page)
{
    const SiteHost *host = page->is_piece && page->host.size > 0 ? host_of(site, page->host) : NULL;
    return host && (host->fields & page->silent) ? host->digest : 0;
}

/* ---- reading by them ---- */

/* May the text be the field's at all? */
static bool is_fit(const Desk *desk, SiteField field, Slice text)
{
    Moment moment;
    switch (field) {
    case SITE_PUBLISHED:
        return text.size <= 80 && read_date(desk, text, &moment) && moment.grain >= GRAIN_DAY;
    case SITE_AUTHOR:
        return text.size <= 120 && !is_site_name(desk, text);
    case SITE_SECTION:
        return text.size <= 60;
    default:
        return !is_site_name(desk, text);
    }
}

typedef struct Place {
    bool is_open; /* the page does not state the field itself */
    uint32_t node;
    float trust;
    Slice text;
} Place;

/* The first of equals speaks. */
static void weigh_place(const Desk *desk, uint32_t node, const Map *met, Place best[SITE_FIELDS])
{
    const uint64_t key = signature(&desk->page, node);
    const SiteCount *count = count_of(desk->options->site, desk->host, key);
    for (int field = 0; count && field < SITE_FIELDS; field++) {
        float trust = best[field].is_open ? trust_in(count, (SiteField)field) : 0;
        if (trust <= best[field].trust || !is_alone(met, key, (SiteField)field))
            continue;
        Slice text = page_visible_text(&desk->page, node);
        if (is_fit(desk, (SiteField)field, text))
            best[field] = (Place){true, node, trust, text};
    }
}

void site_claim(Desk *desk)
{
    const Page *page = &desk->page;
    Place best[SITE_FIELDS] = {{.node = 0}};
    bool is_any = false;
    for (int field = 0; field < SITE_FIELDS; field++)
        is_any |= best[field].is_open = !is_stated(desk, (SiteField)field);
    if (!is_any || !host_of(desk->options->site, desk->host))
        return;
    Map met;
    count_places(desk, &met);
    for (uint32_t i = page->body; i < page->nodes.count; i++)
        if (may_hold_field(page_node(page, i)))
            weigh_place(desk, i, &met, best);
    for (int field = 0; field < SITE_FIELDS; field++)
        claim_add(desk, (Claim){.field = claim_fields[field],
                                .value = best[field].text,
                                .source = SLICE("site"),
                                .at = page_node(page, best[field].node)->class,
                                .confidence = 0.5f + 0.4f * best[field].trust,
                                .node = best[field].node});
}

bool site_has_line(const Desk *desk, Slice line)
{
    const SiteHost *host = host_of(desk->options->site, desk->host);
    line = slice_trim(line);
    if (!host || line.size < 2 || line.size > LINE_BYTES_MAX)
        return false;
    const SiteCount *count = count_of(desk->options->site, desk->host, line_key(line));
    return count && is_line_of(host, count);
}
