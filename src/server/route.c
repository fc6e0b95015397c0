/* A path -> the page of ours that it asks for. The table is the site; what it means is in show_*.c.
 *
 * A pattern's segments: a word stands for itself, "*" is a name (decoded, valid UTF-8), Y M D are a year of
 * four digits, a month and a day of two, "@" is a day as 2014-06-27. A list also has /page/N behind it. */
#include "server/inside.h"

#include "base/utf8.h"
#include "syntax/url.h"

typedef struct Pattern {
    const char *text;
    RouteKind kind;
    bool is_list;
} Pattern;

static const Pattern PATTERNS[] = {
    {"", ROUTE_FRONT, false},
    {"search", ROUTE_SEARCH, false},
    {"category/*", ROUTE_CATEGORY, true},
    {"category/*/*", ROUTE_CATEGORY, true}, /* a section within a section: the inner one names it */
    {"tag/*", ROUTE_TAG, true},
    {"author/*", ROUTE_AUTHOR, true},
    {"Y", ROUTE_YEAR, true},
    {"Y/M", ROUTE_MONTH, true},
    {"Y/M/D", ROUTE_DAY, true},
    {"day/@", ROUTE_DAY_NAME, true},
    {"media/*", ROUTE_MEDIA, false},
    {"media", ROUTE_WALL, true},
    {"category", ROUTE_SECTIONS, false},
    {"author", ROUTE_WRITERS, false},
    {"tag", ROUTE_TAGS, false},
    {"calendar", ROUTE_CALENDAR, false},
    {"calendar/Y", ROUTE_CALENDAR_YEAR, false},
    {"about", ROUTE_ABOUT, false},
    {"missing", ROUTE_MISSING, false},
    {"id/*", ROUTE_ID, false},
    {"captured/*", ROUTE_CAPTURED, false},
    {"file/*", ROUTE_FILE, false},
    {"api/search", ROUTE_API_SEARCH, false},
    {"api/articles/*", ROUTE_API_ARTICLE, false},
    {"api/resolve", ROUTE_API_RESOLVE, false},
    {"api/suggest", ROUTE_API_SUGGEST, false},
    {"sitemap.xml", ROUTE_SITEMAP, false},
    {"sitemap_index.xml", ROUTE_SITEMAP, false}, /* as two plug-ins and WordPress name it */
    {"wp-sitemap.xml", ROUTE_SITEMAP, false},
    {"sitemap-*.xml", ROUTE_SITEMAP_PART, false},
    {"opensearch.xml", ROUTE_OPENSEARCH, false},
    {"healthz", ROUTE_HEALTH, false},
    {"metrics", ROUTE_METRICS, false},
    {"robots.txt", ROUTE_ROBOTS, false},
    {"style.css", ROUTE_STYLE, false},
    {"icon.svg", ROUTE_ICON, false},
    {"favicon.ico", ROUTE_FAVICON, false},
    {".well-known/security.txt", ROUTE_SECURITY, false},
    {"script.js", ROUTE_SCRIPT, false},
    {"logo", ROUTE_LOGO, false},
};

static bool read_digits(Slice text, size_t size, uint64_t *number)
{
    return text.size == size && slice_to_u64(text, number);
}

static bool read_day(Slice text, Route *route)
{
    uint64_t year, month, day;
    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-' ||
        !read_digits(slice_range(text, 0, 4), 4, &year) || !read_digits(slice_range(text, 5, 7), 2, &month) ||
        !read_digits(slice_range(text, 8, 10), 2, &day))
        return false;
    route->year = (int64_t)year;
    route->month = (unsigned)month;
    route->day = (unsigned)day;
    return true;
}

static bool read_name(Arena *arena, Slice segment, Route *route)
{
    route->name = url_decode(arena, segment, false);
    return !slice_is_empty(route->name) && utf8_is_valid(route->name) &&
           slice_find_byte(route->name, '\0') == SLICE_NONE;
}

/* A word, or "sitemap-*.xml" with a name in it. */
static bool match_word(Arena *arena, Slice pattern, Slice segment, Route *route)
{
    size_t star = slice_find_byte(pattern, '*');
    if (star == SLICE_NONE)
        return slice_equal(pattern, segment);
    Slice before = slice_range(pattern, 0, star), after = slice_skip(pattern, star + 1);
    return segment.size > before.size + after.size && slice_starts_with(segment, before) &&
           slice_ends_with(segment, after) &&
           read_name(arena, slice_range(segment, before.size, segment.size - after.size), route);
}

static bool match_segment(Arena *arena, Slice pattern, Slice segment, Route *route)
{
    uint64_t number;
    switch (pattern.size == 1 ? pattern.data[0] : '\0') {
    case '*':
        return read_name(arena, segment, route);
    case '@':
        return read_day(segment, route);
    case 'Y':
        if (!read_digits(segment, 4, &number))
            return false;
        route->year = (int64_t)number;
        return true;
    case 'M':
        if (!read_digits(segment, 2, &number) || number == 0)
            return false;
        route->month = (unsigned)number;
        return true;
    case 'D':
        if (!read_digits(segment, 2, &number) || number == 0)
            return false;
        route->day = (unsigned)number;
        return true;
    default:
        return match_word(arena, pattern, segment, route);
    }
}

static bool match(Arena *arena, Slice pattern, Slice path, Route *route)
{
    Slice wanted, segment;
    while (slice_next_split(&pattern, '/', &wanted))
        if (!slice_next_split(&path, '/', &segment) || !match_segment(arena, wanted, segment, route))
            return false;
    return path.data == NULL; /* all of it */
}

static bool is_day_possible(RouteKind kind, const Route *route)
{
    Moment moment;
    bool is_of_time =
        kind == ROUTE_YEAR || kind == ROUTE_MONTH || kind == ROUTE_DAY || kind == ROUTE_DAY_NAME;
    return !is_of_time || moment_make(&moment, GRAIN_DAY, route->year, route->month ? route->month : 1,
                                      route->day ? route->day : 1, 0, 0);
}

/* Takes "/page/N" off the end. */
static bool take_page(Slice *path, uint64_t *page)
{
    size_t slash = slice_find_last_byte(*path, '/');
    if (slash == SLICE_NONE || !slice_to_u64(slice_skip(*path, slash + 1), page) || *page == 0 ||
        *page > UINT32_MAX)
        return false;
    Slice before = slice_range(*path, 0, slash);
    if (!slice_ends_with(before, SLICE("/page")) && !slice_equal(before, SLICE("page")))
        return false;
    *path = slice_range(before, 0, before.size >= 5 ? before.size - 5 : 0);
    return true;
}

/* "/web/20140627093000id_/http://host/x": the address keeps its slashes and its query. */
static bool read_web(Arena *arena, Slice path, Slice query, Route *route)
{
    if (!slice_starts_with(path, SLICE("/web/")))
        return false;
    Slice rest = slice_skip(path, 5);
    size_t digits = 0;
    while (digits < rest.size && ascii_is_digit(rest.data[digits]))
        digits++;
    size_t slash = slice_find_byte(rest, '/');
    if (slash == SLICE_NONE)
        return false;
    Slice url = slice_skip(rest, slash + 1);
    bool is_time = digits > 0 && digits <= 14 && slash >= digits && slash - digits <= 3;
    if (!is_time && !slice_starts_with_nocase(url, SLICE("http:/")) &&
        !slice_starts_with_nocase(url, SLICE("https:/")))
        return false; /* the paper may have a /web of its own */
    if (is_time) {
        route->digits = slice_range(rest, 0, digits);
        route->modifier = slice_range(rest, digits, slash);
    }
    if (slice_starts_with_nocase(url, SLICE("http:/")) && !slice_starts_with_nocase(url, SLICE("http://")))
        url = arena_format(arena, "http://%.*s", SLICE_ARG(slice_skip(url, 6))); /* proxies join slashes */
    if (slice_starts_with_nocase(url, SLICE("https:/")) && !slice_starts_with_nocase(url, SLICE("https://")))
        url = arena_format(arena, "https://%.*s", SLICE_ARG(slice_skip(url, 7)));
    if (!slice_is_empty(query))
        url = arena_format(arena, "%.*s?%.*s", SLICE_ARG(url), SLICE_ARG(query));
    route->name = url;
    route->kind = ROUTE_WEB;
    return !slice_is_empty(url);
}

/* "/thumb/320/uploads/a.jpg": what stands behind the width is a path, or an id. */
static bool read_thumb(Slice path, Route *route)
{
    uint64_t width;
    if (!slice_starts_with(path, SLICE("/thumb/")))
        return false;
    Slice rest = slice_skip(path, 7);
    size_t slash = slice_find_byte(rest, '/');
    if (slash == SLICE_NONE || slash + 1 == rest.size || !slice_to_u64(slice_range(rest, 0, slash), &width) ||
        width == 0 || width > UINT16_MAX)
        return false;
    route->page = width;
    route->name = slice_skip(rest, slash + 1);
    route->kind = ROUTE_THUMB;
    return true;
}

/* WordPress's "/?p=12" is the address of a piece, not of the front page. */
static bool asks_for_id(Arena *arena, Slice query)
{
    static const char *const keys[] = {"p", "page_id", "attachment_id"};
    Slice value;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (url_query_get(arena, query, slice_from(keys[i]), &value))
            return true;
    return false;
}

Route route_find(Arena *arena, Slice path, Slice query)
{
    Route found = {.page = 1};
    if (!slice_starts_with(path, SLICE("/")) || read_web(arena, path, query, &found) ||
        read_thumb(path, &found))
        return found;
    Slice rest = slice_skip(path, 1);
    if (slice_ends_with(rest, SLICE("/"))) {
        rest = slice_range(rest, 0, rest.size - 1);
        found.is_spelt_otherwise = true;
    }
    uint64_t page = 1;
    Slice list = rest;
    bool has_page = take_page(&list, &page);
    for (size_t i = 0; i < sizeof PATTERNS / sizeof PATTERNS[0]; i++) {
        const Pattern *pattern = &PATTERNS[i];
        Route route = found;
        bool is_paged = has_page && pattern->is_list;
        if (!match(arena, slice_from(pattern->text), is_paged ? list : rest, &route) ||
            !is_day_possible(pattern->kind, &route))
            continue;
        route.kind = pattern->kind;
        route.page = is_paged ? page : 1;
        route.is_spelt_otherwise |= is_paged && page == 1;
        Slice canonical = is_paged && page == 1 ? list : rest;
        route.canonical = arena_format(arena, "/%.*s", SLICE_ARG(canonical));
        if (route.kind == ROUTE_SITEMAP) {
            route.is_spelt_otherwise |= !slice_equal(rest, SLICE("sitemap.xml"));
            route.canonical = SLICE("/sitemap.xml");
        }
        Slice words;
        if (route.kind == ROUTE_FRONT && (url_query_get(arena, query, SLICE("s"), &words) ||
                                          url_query_get(arena, query, SLICE("q"), &words)))
            route.kind = ROUTE_SEARCH;
        else if (route.kind == ROUTE_FRONT && asks_for_id(arena, query))
            route.kind = ROUTE_NONE;
        return route;
    }
    return (Route){.kind = ROUTE_NONE, .page = 1};
}
