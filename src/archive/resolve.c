/* Where an address leads: any address the paper ever had, in any spelling (interface.md section 4).
 *
 * In: an address or a path of the home host. Out: a status, a target, and why. The steps stand in a table,
 * the first answer wins: what is known of the address itself, what the keeper's rules say, ids, the same
 * address with less in its query, pages of this site, and WordPress's guesses. What one address leads to is
 * resolved in its turn, so that an answer never leads to a 404 of this archive, nor in a circle. */
#include "archive/resolve.h"

#include "base/file.h"

/* ---- answers ---- */

/* The most telling reason why another spelling is no answer itself. */
static ResolveWhy refine(const Way *way, ResolveWhy why, bool is_same_path)
{
    static const char *const meaning[] = {"p", "page_id", "attachment_id", "s", "q", "paged"};
    if (why != WHY_ALIAS)
        return why;
    if (way->asked.read.is_query_cut)
        return WHY_SHARE_KEY;
    if (!way->is_bare)
        return is_same_path && !way->asked.has_fragment ? WHY_HOST : WHY_ALIAS;
    for (size_t i = 0; i < sizeof meaning / sizeof meaning[0]; i++)
        if (!slice_is_empty(asked_value(way->arena, &way->asked, meaning[i])))
            return WHY_ALIAS;
    return WHY_SHARE_KEY;
}

static void answer_withheld(bool is_by_law, Resolution *out)
{
    *out = (Resolution){
        .status = is_by_law ? 451 : 410, .why = is_by_law ? WHY_LAW : WHY_WITHHELD, .is_by_act = true};
}

Status way_article(const Way *way, const Standing *standing, ResolveWhy why, Resolution *out)
{
    const Asked *asked = &way->asked;
    if (standing->status == ARTICLE_WITHHELD) {
        answer_withheld(standing->is_by_law, out);
        return STATUS_OK;
    }
    if (standing->status == ARTICLE_DRAFT || standing->status == ARTICLE_EMBARGOED)
        return STATUS_OK; /* unknown */
    bool is_same_path = asked->is_home && slice_equal(asked->typed, standing->path);
    bool is_canonical = is_same_path && !asked->has_fragment &&
                        asked_is_own_spelling(way->archive, asked, standing->canonical);
    *out = (Resolution){.status = is_canonical ? 200 : 301,
                        .target = standing->path,
                        .why = is_canonical ? WHY_CANONICAL : refine(way, why, is_same_path),
                        .article = standing->number};
    return STATUS_OK;
}

Status resolver_refresh(Archive *archive, Error *err)
{
    struct Resolver *resolver = archive->resolver;
    uint64_t generation =
        store_commits(archive->store) << 20 ^ (archive->index ? index_mark(archive->index) : 0);
    if (resolver->is_fresh && resolver->generation == generation)
        return STATUS_OK;
    Status status = store_has_redirects(archive->store, &resolver->has_redirects, err);
    if (status != STATUS_OK)
        return status;
    arena_reset(resolver->arena);
    map_init(&resolver->lists, resolver->arena);
    resolver->generation = generation;
    resolver->is_fresh = true;
    return STATUS_OK;
}

Status way_guessed(Way *way, const Standing *standing, ResolveWhy why, Resolution *out, Error *err)
{
    Status status = resolver_refresh(way->archive, err);
    if (status != STATUS_OK)
        return status;
    if (way->archive->resolver->has_redirects && !way->without_redirects &&
        !slice_equal(standing->path, way->asked.typed)) {
        status = way_lead(way, standing->path, why, true, out, err);
        if (status != STATUS_END)
            return status;
    }
    return way_article(way, standing, why, out);
}

Status way_page(const Way *way, Slice path, Resolution *out)
{
    const Asked *asked = &way->asked;
    bool is_same_path = asked->is_home && slice_equal(asked->typed, path);
    bool is_canonical =
        is_same_path && !asked->has_fragment && asked_is_own_spelling(way->archive, asked, asked->text);
    *out = (Resolution){.status = is_canonical ? 200 : 301,
                        .target = path,
                        .why = is_canonical ? WHY_CANONICAL : refine(way, WHY_ALIAS, is_same_path)};
    return STATUS_OK;
}

/* A page or file as it was captured: at its own path, or under /web where that is another host's. */
static Status answer_capture(const Way *way, int64_t number, Resolution *out, Error *err)
{
    const Asked *asked = &way->asked;
    if (asked->is_home) {
        Slice path = slice_skip(asked->read.key, asked->read.host_bytes);
        way_page(way, way->is_bare ? asked->path : path, out);
        out->capture = number;
        return STATUS_OK;
    }
    Capture capture;
    Status status = store_capture_get(way->archive->store, way->arena, number, &capture, err);
    if (status != STATUS_OK)
        return status;
    Slice target = store_web_path(way->arena, capture.captured_s, capture.url);
    *out = (Resolution){.status = 200, .target = target, .why = WHY_CANONICAL, .capture = number};
    return STATUS_OK;
}

/* ---- the steps ---- */

/* What the archive knows of the key. */
static Status by_key(Way *way, Slice key, Resolution *out, Error *err)
{
    Lead lead;
    Status status = store_lead(way->archive->store, way->arena, key, &lead, err);
    if (status != STATUS_OK)
        return status;
    if (lead.hold == HOLD_WITHHELD || lead.hold == HOLD_LAW) {
        answer_withheld(lead.hold == HOLD_LAW, out);
        return STATUS_OK;
    }
    if (lead.hold == HOLD_REDIRECT && !way->without_redirects) {
        status = way_lead(way, lead.hold_target, WHY_REDIRECT, true, out, err);
        out->is_by_act |= status == STATUS_OK;
        if (status != STATUS_END)
            return status;
    }
    if (!lead.is_answered)
        return STATUS_END;
    switch (lead.address.kind) {
    case ADDRESS_ARTICLE:
        return way_article(way, &lead.standing, WHY_ALIAS, out);
    case ADDRESS_CAPTURE:
        return answer_capture(way, lead.address.capture, out, err);
    case ADDRESS_REDIRECT:
        return way_lead(way, lead.address.target, WHY_REDIRECT, false, out, err);
    case ADDRESS_GONE:
        way->is_gone |= lead.address.status == 410;
    }
    return STATUS_END;
}

static Status by_address(Way *way, Resolution *out, Error *err)
{
    return by_key(way, way->asked.read.key, out, err);
}

static bool is_led_by(const Way *way, Slice prefix)
{
    return slice_starts_with(way->asked.typed, prefix) ||
           (slice_starts_with(way->asked.typed, SLICE("/-/")) &&
            slice_starts_with(slice_skip(way->asked.typed, 2), prefix));
}

/* Where an article stands that has no path of the home host: /id/X, /-/article/N, /web/TIME/ADDRESS. */
static Status by_path(Way *way, Resolution *out, Error *err)
{
    Standing standing;
    if (!way->asked.is_home || (!is_led_by(way, SLICE("/id/")) && !is_led_by(way, SLICE("/article/")) &&
                                !is_led_by(way, SLICE("/web/"))))
        return STATUS_END;
    Status status = store_standing_by_path(way->archive->store, way->arena, way->asked.typed, &standing, err);
    return status == STATUS_OK ? way_article(way, &standing, WHY_ALIAS, out) : status;
}

/* "/web/20140627093000id_/http://host/x": that address at that time. */
static Status by_web(Way *way, Resolution *out, Error *err)
{
    if (!way->asked.is_home || !is_led_by(way, SLICE("/web/")))
        return STATUS_END;
    Slice rest = slice_skip(way->asked.typed, slice_find(way->asked.typed, SLICE("/web/")) + 5);
    size_t slash = slice_find_byte(rest, '/');
    if (slash == SLICE_NONE || slash == 0 || !ascii_is_digit(rest.data[0]))
        return STATUS_END;
    Slice url = slice_skip(rest, slash + 1);
    Capture capture;
    Status status = way_lead(way, url, WHY_ALIAS, false, out, err);
    if (status == STATUS_OK && out->status != 200 && out->status != 301)
        return STATUS_OK;
    bool is_known = status == STATUS_OK;
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    status = store_capture_at(way->archive->store, way->arena, url_key(way->arena, url), 0, &capture, err);
    if (status == STATUS_OK)
        *out = (Resolution){
            .status = 200, .target = way->asked.typed, .why = WHY_CANONICAL, .capture = capture.number};
    return status == STATUS_END && is_known ? STATUS_OK : status;
}

/* What a rule leads to must be there, or be another site's. */
static Status follow_rule(Way *way, const RuleMatch *match, Resolution *out, Error *err)
{
    if (match->status != 301) {
        *out = (Resolution){.status = match->status, .why = WHY_LEGACY_RULE};
        return STATUS_OK;
    }
    return way_lead(way, match->target, WHY_LEGACY_RULE, false, out, err);
}

static Status by_rule(Way *way, Resolution *out, Error *err)
{
    Rules *rules = way->archive->resolver->rules;
    const Asked *asked = &way->asked;
    RuleSubject subject = {.path = asked->typed,
                           .normal_path = slice_skip(asked->read.key, asked->read.host_bytes),
                           .host = asked->read.url.host,
                           .normal_host = asked->host};
    RuleMatch match;
    Status status = STATUS_END;
    for (size_t at = 0; status == STATUS_END && rules_next(rules, way->arena, &subject, &at, &match);)
        status = follow_rule(way, &match, out, err);
    return status;
}

/* Nothing of ours took the place of what the crawl met as 410. */
static Status by_gone(Way *way, Resolution *out, Error *err)
{
    (void)err;
    if (way->is_gone)
        *out = (Resolution){.status = 410, .why = WHY_WITHHELD};
    return way->is_gone ? STATUS_OK : STATUS_END;
}

/* The same without its query, if that is a piece or a page. */
static Status by_bare_path(Way *way, Resolution *out, Error *err)
{
    if (slice_is_empty(way->asked.query) || slice_equal(way->asked.path, SLICE("/")))
        return STATUS_END;
    way->is_bare = true;
    Status status = by_key(way, slice_range(way->asked.read.key, 0, way->asked.read.path_end), out, err);
    way->is_bare = false;
    return status;
}

/* The same path of the home host, for a host that only names the paper otherwise. */
static Status by_kin(Way *way, Resolution *out, Error *err)
{
    Slice home = store_settings(way->archive->store)->home_host;
    if (slice_equal(way->asked.path, SLICE("/")) || !asked_is_kin(&way->asked, home))
        return STATUS_END;
    Lead lead;
    Slice key = arena_format(way->arena, "%.*s%.*s", SLICE_ARG(home), SLICE_ARG(way->asked.path));
    Status status = store_lead(way->archive->store, way->arena, key, &lead, err);
    if (status != STATUS_OK || !lead.is_answered || lead.address.kind == ADDRESS_GONE)
        return status == STATUS_OK ? STATUS_END : status;
    return way_lead(way, slice_skip(key, home.size), WHY_HOST, false, out, err);
}

/* PATH.json is the twin of PATH. */
static Status by_twin(Way *way, Resolution *out, Error *err)
{
    const Asked *asked = &way->asked;
    if (!asked->is_home || way->before || !slice_ends_with(asked->path, SLICE(".json")))
        return STATUS_END;
    Slice path = slice_range(asked->path, 0, asked->path.size - 5);
    if (slice_equal(path, SLICE("/index")))
        path = SLICE("/");
    Status status = way_lead(way, path, WHY_ALIAS, false, out, err);
    if (status != STATUS_OK || out->status != 301 || out->capture)
        return status;
    if (slice_equal(out->target, path))
        *out = (Resolution){.status = 200, .target = asked->path, .why = WHY_CANONICAL};
    else if (slice_starts_with(out->target, SLICE("/")))
        out->target = arena_format(way->arena, "%.*s.json", SLICE_ARG(out->target));
    return STATUS_OK;
}

static const WayStep steps[] = {
    by_address, by_path,  by_web,       by_rule,          by_gone, guess_id,       by_bare_path,
    by_kin,     own_page, guess_suffix, guess_attachment, by_twin, guess_spelling, guess_slug,
};

static Status walk(Way *way, Resolution *out, Error *err)
{
    *out = (Resolution){.status = 404, .why = WHY_UNKNOWN};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (way->is_of_file && (steps[i] == guess_spelling || steps[i] == guess_slug))
            continue;
        Status status = steps[i](way, out, err);
        if (status != STATUS_END)
            return status;
    }
    return STATUS_OK;
}

/* ---- from one address to the next ---- */

static bool was_met(const Way *way, Slice key)
{
    for (; way; way = way->before)
        if (slice_equal(way->asked.read.key, key))
            return true;
    return false;
}

Status way_lead(Way *way, Slice target, ResolveWhy why, bool is_held, Resolution *out, Error *err)
{
    Way next = {.archive = way->archive,
                .arena = way->arena,
                .before = way,
                .led = way->led + 1,
                .without_redirects = way->without_redirects,
                .is_of_file = way->is_of_file,
                .is_circle = way->is_circle,
                .leads = way->leads};
    Resolution found;
    if (++*way->leads > LEADS_MAX)
        return STATUS_END;
    next.asked = asked_read(way->archive, way->arena, target);
    if (slice_is_empty(next.asked.read.key))
        return STATUS_END;
    if (next.led > LED_MAX || was_met(way, next.asked.read.key)) {
        *way->is_circle |= is_held;
        return STATUS_END;
    }
    Status status = walk(&next, &found, err);
    if (status != STATUS_OK)
        return status;
    bool is_abroad = !next.asked.is_home && next.asked.has_host;
    if (found.status == 404 && (!is_abroad || why == WHY_ALIAS || why == WHY_HOST))
        return STATUS_END;
    if (found.status == 404)
        found = (Resolution){.target = next.asked.text}; /* it leads out of what is held */
    if (found.status != 410 && found.status != 451) {
        found.status = 301;
        found.why = why;
    }
    *out = found;
    return STATUS_OK;
}

/* ---- the door ---- */

static Status resolve_any(Archive *archive, Arena *arena, Slice url, bool is_of_file, Resolution *out,
                          Error *err)
{
    bool is_circle = false;
    unsigned leads = 0;
    Way way = {.archive = archive,
               .arena = arena,
               .is_of_file = is_of_file,
               .is_circle = &is_circle,
               .leads = &leads};
    way.asked = asked_read(archive, arena, url);
    *out = (Resolution){.status = 404, .why = WHY_UNKNOWN};
    if (slice_is_empty(way.asked.read.key))
        return STATUS_OK;
    Status status = walk(&way, out, err);
    if (status == STATUS_OK && is_circle) { /* redirects of persons that lead in a circle lead nowhere */
        way.without_redirects = true;
        way.is_bare = way.is_gone = false;
        leads = 0;
        status = walk(&way, out, err);
    }
    return status;
}

Status resolve_address(Archive *archive, Arena *arena, Slice url, Resolution *out, Error *err)
{
    return resolve_any(archive, arena, url, false, out, err);
}

static Status resolve_all(Archive *archive, Arena *arena, const Slice *urls, size_t count, bool is_of_file,
                          Resolution *out, Error *err)
{
    Status status = archive->resolver->has_leads ? store_refresh(archive->store, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    rules_refresh(archive->resolver->rules);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = resolve_any(archive, arena, urls[i], is_of_file, &out[i], err);
    store_read_end(archive->store);
    return status;
}

Status archive_resolve(Archive *archive, Arena *arena, Slice url, Resolution *out, Error *err)
{
    return resolve_all(archive, arena, &url, 1, false, out, err);
}

Status archive_resolve_file(Archive *archive, Arena *arena, Slice url, Resolution *out, Error *err)
{
    return resolve_all(archive, arena, &url, 1, true, out, err);
}

Status archive_resolve_all(Archive *archive, Arena *arena, const Slice *urls, size_t count, Resolution *out,
                           Error *err)
{
    return resolve_all(archive, arena, urls, count, false, out, err);
}

Status archive_stay_small(Archive *archive, Error *err)
{
    return store_stay_small(archive->store, err);
}

Status archive_prepare_resolving(Archive *archive, const Archive *prepared, Error *err)
{
    struct Resolver *resolver = archive->resolver;
    Status status = STATUS_OK;
    if (!prepared && !resolver->leads)
        status = store_leads_load(archive->store, &resolver->leads, err);
    if (status != STATUS_OK)
        return status;
    store_leads_use(archive->store, prepared ? prepared->resolver->leads : resolver->leads);
    resolver->has_leads = true;
    return STATUS_OK;
}

void archive_rule_faults(Archive *archive, Arena *arena, Slices *faults)
{
    rules_refresh(archive->resolver->rules);
    const Slices *told = rules_faults(archive->resolver->rules);
    *faults = (Slices){0};
    for (size_t i = 0; i < told->count; i++) {
        Slice fault = arena_copy(arena, told->items[i]);
        *LIST_ADD(arena, faults) = fault;
    }
}

struct Resolver *resolver_open(const char *folder)
{
    struct Resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver)
        fatal("out of memory");
    resolver->arena = arena_open(SIZE_MAX);
    map_init(&resolver->lists, resolver->arena);
    resolver->rules = rules_open(path_join(resolver->arena, folder, "addresses.rules"));
    return resolver;
}

void resolver_close(struct Resolver *resolver)
{
    if (!resolver)
        return;
    store_leads_free(resolver->leads);
    rules_close(resolver->rules);
    arena_close(resolver->arena);
    free(resolver);
}
