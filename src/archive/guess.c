/* What an address probably means that nothing is known of: an id in it, a tail that pages have (/feed, /amp),
 * a photo's page, a letter or a mark too much, and WordPress's own guess, by the slug.
 *
 * A guess counts only when one piece alone fits; where several do, they are given for a person to choose
 * from. "-2" at the end of a slug is never put on or taken off: it tells two pieces apart. */
#include "archive/resolve.h"

enum {
    ID_BYTES_MAX = 200,
    CANDIDATES_MAX = 20,
    BEGINNING_BYTES_MIN = 4, /* of a slug that was cut short */
    SLUG_BYTES_MAX = 1000
};

static bool is_number(Slice s)
{
    for (size_t i = 0; i < s.size; i++)
        if (!ascii_is_digit(s.data[i]))
            return false;
    return s.size > 0;
}

static Slice last_segment(Slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    return slash == SLICE_NONE ? path : slice_skip(path, slash + 1);
}

static Slice without_last(Slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    return slash == SLICE_NONE ? SLICE_EMPTY : slice_range(path, 0, slash);
}

/* ---- ids ---- */

/* An attachment that has no page here: the piece that uses the picture, or the picture's own page. */
static Status by_picture(Way *way, Slice id, Resolution *out, Error *err)
{
    Standings uses;
    const Standing *piece = NULL;
    size_t pieces = 0, shown = 0;
    Status status = store_standings_by_photo(way->archive->store, way->arena, id, CANDIDATES_MAX, &uses, err);
    for (size_t i = 0; status == STATUS_OK && i < uses.count; i++) {
        const Standing *use = &uses.items[i];
        shown += use->status == ARTICLE_PUBLIC;
        if (use->status == ARTICLE_PUBLIC && use->page_kind != PAGE_PHOTO && ++pieces == 1)
            piece = use;
    }
    if (status != STATUS_OK || shown == 0)
        return status == STATUS_OK ? STATUS_END : status;
    if (pieces == 1)
        return way_guessed(way, piece, WHY_ATTACHMENT, out, err);
    *out =
        (Resolution){.status = 301,
                     .target = arena_format(way->arena, "/media/%.*s", SLICE_ARG(url_encode(way->arena, id))),
                     .why = WHY_ATTACHMENT};
    return STATUS_OK;
}

static Status by_id(Way *way, Slice id, Slice host, ResolveWhy why, Resolution *out, Error *err)
{
    Standing standing;
    bool is_former;
    if (slice_is_empty(id) || id.size > ID_BYTES_MAX)
        return STATUS_END;
    Status status =
        store_standing_by_id(way->archive->store, way->arena, id, host, &standing, &is_former, err);
    return status == STATUS_OK ? way_guessed(way, &standing, is_former ? WHY_MERGED : why, out, err) : status;
}

static Status by_query_id(Way *way, Slice home, Resolution *out, Error *err)
{
    static const struct {
        const char *key;
        ResolveWhy why;
    } keys[] = {{"p", WHY_ID}, {"page_id", WHY_ID}, {"attachment_id", WHY_ATTACHMENT}};
    Status status = STATUS_END;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && status == STATUS_END; i++) {
        Slice id = asked_value(way->arena, &way->asked, keys[i].key);
        status = by_id(way, id, home, keys[i].why, out, err);
        if (status == STATUS_END && id.size > 0 && id.size <= ID_BYTES_MAX)
            status = by_picture(way, id, out, err);
    }
    return status;
}

/* The id that a path names: "/archives/12", "/2014/06/article12", "/wp-json/wp/v2/posts/12". */
static Slice id_in_path(Slice path)
{
    Slice last = last_segment(path), before = without_last(path);
    if (slice_starts_with(last, SLICE("article")) && is_number(slice_skip(last, 7)))
        return slice_skip(last, 7);
    bool is_listed =
        slice_equal(before, SLICE("/archives")) || slice_equal(without_last(before), SLICE("/wp-json/wp/v2"));
    return is_listed && is_number(last) ? last : SLICE_EMPTY;
}

Status guess_id(Way *way, Resolution *out, Error *err)
{
    Slice home = store_settings(way->archive->store)->home_host, path = way->asked.path;
    if (!way->asked.is_home && !asked_is_kin(&way->asked, home))
        return STATUS_END;
    Status status = slice_is_empty(way->asked.query) ? STATUS_END : by_query_id(way, home, out, err);
    if (status != STATUS_END)
        return status;
    if (slice_starts_with(path, SLICE("/-/")))
        path = slice_skip(path, 2);
    if (way->asked.is_home && slice_starts_with(path, SLICE("/id/")))
        return by_id(way, url_decode(way->arena, slice_skip(path, 4), false), SLICE_EMPTY, WHY_ID, out, err);
    return by_id(way, id_in_path(path), home, WHY_ID, out, err);
}

/* ---- tails ---- */

/* What may stand behind the address of a page, with or without a number behind it. */
static const struct {
    const char *segment;
    bool has_number;
} tails[] = {
    {"/amp", false},       {"/feed", false}, {"/rss", false},      {"/rss2", false},
    {"/atom", false},      {"/rdf", false},  {"/embed", false},    {"/print", false},
    {"/trackback", false}, {"/page", true},  {"/comments", false},
};

/* The path without its tail; empty if it has none. "/" for the tail alone. */
static Slice without_tail(Slice path)
{
    Slice last = last_segment(path), rest = without_last(path);
    if (slice_starts_with(last, SLICE("comment-page-")) && is_number(slice_skip(last, 13)))
        return slice_is_empty(rest) ? SLICE("/") : rest;
    bool has_number = is_number(last);
    Slice named = has_number ? rest : path;
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        if (tails[i].has_number != has_number || !slice_ends_with(named, slice_from(tails[i].segment)))
            continue;
        rest = without_last(named);
        return slice_is_empty(rest) ? SLICE("/") : rest;
    }
    /* the second page of a long piece */
    return has_number && last.size <= 3 && !slice_is_empty(rest) && !is_number(last_segment(rest))
               ? rest
               : SLICE_EMPTY;
}

Status guess_suffix(Way *way, Resolution *out, Error *err)
{
    Slice rest = without_tail(way->asked.path);
    if (slice_is_empty(rest))
        return STATUS_END;
    if (way->asked.has_host)
        rest = arena_format(way->arena, "http://%.*s%.*s", SLICE_ARG(way->asked.host), SLICE_ARG(rest));
    return way_lead(way, rest, WHY_ALIAS, false, out, err);
}

/* ---- spellings ---- */

static Slice lower_path(Arena *arena, Slice path)
{
    char *lower = arena_string(arena, path);
    bool is_other = false;
    for (size_t i = 0; i < path.size; i++) {
        if (lower[i] == '%') {
            i += 2; /* the digits of a code are capitals */
            continue;
        }
        is_other |= lower[i] != ascii_lower(lower[i]);
        lower[i] = ascii_lower(lower[i]);
    }
    return is_other ? slice_of(lower, path.size) : SLICE_EMPTY;
}

/* "//" as "/", and without marks that a sentence put behind it. */
static Slice cleaned_path(Arena *arena, Slice path)
{
    Builder b;
    builder_init(&b, arena);
    while (path.size > 1 && memchr(".,;:!)'*/", path.data[path.size - 1], 9))
        path.size--;
    for (size_t i = 0; i < path.size; i++)
        if (path.data[i] != '/' || b.size == 0 || b.data[b.size - 1] != '/')
            builder_add_byte(&b, path.data[i]);
    return builder_slice(&b);
}

/* "/x/a-300x200.jpg" -> "/x/a.jpg"; empty if it is no such name. */
static Slice whole_picture(Arena *arena, Slice path)
{
    size_t dot = slice_find_last_byte(path, '.');
    if (dot == SLICE_NONE || path.size - dot > 5)
        return SLICE_EMPTY;
    size_t begin = dot;
    while (begin > 0 && ascii_is_digit(path.data[begin - 1]))
        begin--;
    if (begin == dot || begin < 3 || path.data[begin - 1] != 'x' || !ascii_is_digit(path.data[begin - 2]))
        return SLICE_EMPTY;
    for (begin--; begin > 0 && ascii_is_digit(path.data[begin - 1]);)
        begin--;
    if (begin == 0 || path.data[begin - 1] != '-')
        return SLICE_EMPTY;
    return arena_format(arena, "%.*s%.*s", SLICE_ARG(slice_range(path, 0, begin - 1)),
                        SLICE_ARG(slice_skip(path, dot)));
}

/* On to that path, if it is known. */
static Status by_other_path(Way *way, Slice path, Resolution *out, Error *err)
{
    Lead lead;
    if (slice_is_empty(path) || slice_equal(path, way->asked.path))
        return STATUS_END;
    Slice key = arena_format(way->arena, "%.*s%.*s", SLICE_ARG(way->asked.host), SLICE_ARG(path));
    Status status = store_lead(way->archive->store, way->arena, key, &lead, err);
    if (status != STATUS_OK)
        return status;
    if (!lead.is_answered && lead.hold == HOLD_NONE)
        return STATUS_END;
    return way_lead(way, arena_format(way->arena, "http://%.*s", SLICE_ARG(key)), WHY_ALIAS, false, out, err);
}

Status guess_spelling(Way *way, Resolution *out, Error *err)
{
    Slice path = way->asked.path, dotted = SLICE_EMPTY;
    if (slice_ends_with(path, SLICE(".html")) || slice_ends_with(path, SLICE(".htm")))
        dotted = slice_range(path, 0, slice_find_last_byte(path, '.'));
    Slice others[] = {lower_path(way->arena, path), cleaned_path(way->arena, path),
                      whole_picture(way->arena, path), dotted};
    Status status = STATUS_END;
    for (size_t i = 0; status == STATUS_END && i < sizeof others / sizeof others[0]; i++)
        status = by_other_path(way, others[i], out, err);
    return status;
}

/* ---- slugs ---- */

static bool has_segment(Slice path, Slice segment)
{
    Slice piece;
    while (slice_next_split(&path, '/', &piece))
        if (slice_equal(piece, segment))
            return true;
    return false;
}

/* Of several, those that have a segment of the asked path (a section, a writer, a date), if some have. */
static void narrow(Standings *found, Slice asked)
{
    for (Slice rest = without_last(asked); rest.size > 0 && found->count > 1; rest = without_last(rest)) {
        Slice segment = last_segment(rest);
        size_t kept = 0;
        for (size_t i = 0; i < found->count; i++)
            kept += has_segment(found->items[i].path, segment);
        if (kept == 0 || kept == found->count)
            continue;
        kept = 0;
        for (size_t i = 0; i < found->count; i++)
            if (has_segment(found->items[i].path, segment))
                found->items[kept++] = found->items[i];
        found->count = kept;
    }
}

/* "x-2" beside "x": another piece. */
static bool is_numbered(Slice longer, size_t size)
{
    return longer.size > size + 1 && longer.data[size] == '-' && is_number(slice_skip(longer, size + 1));
}

/* Keeps what a guess may lead to: what is shown; pieces rather than photos (or photos, where they are meant).
 */
static void keep_likely(Standings *found, Slice slug, bool is_beginning, bool is_photo_meant)
{
    size_t likely = 0, kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        const Standing *one = &found->items[i];
        if (one->status != ARTICLE_PUBLIC || (is_beginning && is_numbered(url_slug(one->path), slug.size)))
            continue;
        found->items[kept++] = *one;
        likely += (one->page_kind == PAGE_PHOTO) == is_photo_meant;
    }
    found->count = kept;
    if (likely == 0)
        return;
    kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if ((found->items[i].page_kind == PAGE_PHOTO) == is_photo_meant)
            found->items[kept++] = found->items[i];
    found->count = kept;
}

static void give_choices(const Way *way, const Standings *found, Resolution *out)
{
    if (way->before)
        return; /* what another address leads to: no choice of the one that was asked */
    out->choices = ARENA_ARRAY(way->arena, int64_t, found->count);
    out->choice_count = found->count;
    for (size_t i = 0; i < found->count; i++)
        out->choices[i] = found->items[i].number;
}

/* The one piece with that slug. OK also if there are several: they are given as choices. */
static Status by_slug(Way *way, Slice slug, bool is_beginning, ResolveWhy why, Resolution *out, Error *err)
{
    Standings found;
    Status status = store_standings_by_slug(way->archive->store, way->arena, slug, is_beginning,
                                            CANDIDATES_MAX, &found, err);
    if (status != STATUS_OK || found.count == 0)
        return status == STATUS_OK ? STATUS_END : status;
    Standing only = found.items[0];
    bool is_only = found.count == 1 && !is_beginning;
    keep_likely(&found, slug, is_beginning, why == WHY_ATTACHMENT);
    narrow(&found, way->asked.path);
    if (found.count == 0) /* delisted, withheld: it says so itself */
        return is_only ? way_guessed(way, &only, why, out, err) : STATUS_END;
    if (found.count == 1)
        return way_guessed(way, &found.items[0], why, out, err);
    give_choices(way, &found, out);
    return STATUS_OK;
}

Status guess_attachment(Way *way, Resolution *out, Error *err)
{
    size_t at = slice_find(way->asked.path, SLICE("/attachment/"));
    if (!way->asked.is_home || at == SLICE_NONE)
        return STATUS_END;
    Slice parent = slice_range(way->asked.path, 0, at), slug = last_segment(way->asked.path);
    Standings found = {0};
    Status status = slug.size > SLUG_BYTES_MAX
                        ? STATUS_OK
                        : store_standings_by_slug(way->archive->store, way->arena, slug, false,
                                                  CANDIDATES_MAX, &found, err);
    if (status != STATUS_OK)
        return status;
    keep_likely(&found, slug, false, true);
    narrow(&found, way->asked.path);
    if (found.count == 1)
        return way_guessed(way, &found.items[0], WHY_ATTACHMENT, out, err);
    status = slice_is_empty(parent) ? STATUS_END : way_lead(way, parent, WHY_ATTACHMENT, false, out, err);
    if (status != STATUS_END || found.count == 0)
        return status;
    give_choices(way, &found, out);
    return STATUS_OK;
}

Status guess_slug(Way *way, Resolution *out, Error *err)
{
    Slice slug = last_segment(way->asked.path);
    if (!way->asked.is_home || slice_is_empty(slug) || slug.size > SLUG_BYTES_MAX ||
        own_page_is_list(way->arena, way->asked.path))
        return STATUS_END;
    Slice lower = lower_path(way->arena, slug);
    Status status = by_slug(way, slug, false, WHY_SLUG, out, err);
    if (status == STATUS_END && !slice_is_empty(lower))
        status = by_slug(way, slug = lower, false, WHY_SLUG, out, err);
    if (status == STATUS_END && slug.size >= BEGINNING_BYTES_MIN && !is_number(slug))
        status = by_slug(way, slug, true, WHY_SLUG, out, err);
    return status;
}
