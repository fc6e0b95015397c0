/* Addresses of the paper that are named and not held: what pieces link to, what an index, a sitemap or a feed
 * lists. The most linked come first.
 *
 * Left out is what could be no piece and no file of the paper (lists, feeds, pictures, the machinery of a
 * site), what a person decided about, and what has the last segment of a piece that is held: the resolver
 * leads there (WordPress's guess). Others that some rule resolves the archive takes out, which knows rules.
 */
#include "store/missing.h"

#include <stdlib.h>

#include "syntax/url.h"

/* ---- what an address may be ---- */

static bool is_one_of(Slice text, const char *const *words)
{
    for (; *words; words++)
        if (slice_equal_nocase(text, slice_from(*words)))
            return true;
    return false;
}

static bool is_digits(Slice text)
{
    uint64_t number;
    return !slice_is_empty(text) && slice_to_u64(text, &number);
}

/* Endings of what a page is made of; a picture that is missing is told as a photo. Files of other kinds (PDF,
 * sound) are wanted. */
static bool is_machinery_file(Slice last)
{
    static const char *const endings[] = {
        "css",  "js",   "map", "json", "xml",   "txt", "ico", "png", "jpg",  "jpeg",        "gif", "svg",
        "webp", "avif", "bmp", "woff", "woff2", "ttf", "eot", "rss", "atom", "webmanifest", NULL};
    size_t dot = slice_find_last_byte(last, '.');
    return dot != SLICE_NONE && is_one_of(slice_skip(last, dot + 1), endings);
}

static bool is_machinery_query(Arena *arena, Slice query)
{
    static const char *const keys[] = {"s", "feed",       "paged",  "cat",        "tag", "author",
                                       "m", "replytocom", "action", "rest_route", NULL};
    Slice value;
    for (const char *const *key = keys; *key; key++)
        if (url_query_get(arena, query, slice_from(*key), &value))
            return true;
    return false;
}

/* A list or a program by its first segment, whatever follows. */
static const char *const list_roots[] = {
    "category",    "tag",         "author",     "page",     "search",  "feed",
    "rss",         "comments",    "cgi-bin",    "wp-admin", "wp-json", "wp-login.php",
    "wp-includes", "wp-cron.php", "xmlrpc.php", "cdn-cgi",  NULL};
/* A list of that name where one segment follows: "/sections/technology", but not "/sections/technology/x". */
static const char *const short_list_roots[] = {"section", "sections",   "topic",   "topics",
                                               "tags",    "categories", "authors", NULL};
/* A list, a feed or another form of a page by its last segment. */
static const char *const list_ends[] = {"feed", "rss", "atom", "amp", "embed", "trackback", NULL};

bool missing_is_path_wanted(Arena *arena, Slice path)
{
    size_t mark = slice_find_byte(path, '?');
    Slice query = mark == SLICE_NONE ? SLICE_EMPTY : slice_skip(path, mark + 1);
    Slice rest = slice_range(path, 0, mark), segment, last = SLICE_EMPTY, before = SLICE_EMPTY;
    size_t count = 0;
    bool is_date = true;
    while (slice_next_split(&rest, '/', &segment)) {
        if (slice_is_empty(segment))
            continue;
        if (count == 0 && is_one_of(segment, list_roots))
            return false;
        is_date = is_date && is_digits(segment) && segment.size == (count == 0 ? 4 : 2);
        before = last;
        last = segment;
        count++;
    }
    if (count == 0)
        return !slice_is_empty(query) && !is_machinery_query(arena, query); /* "/?p=12" */
    bool is_time = is_date && count <= 3;
    bool is_further_page = slice_equal(before, SLICE("page")) && is_digits(last);
    bool is_short_list = count == 2 && is_one_of(before, short_list_roots);
    return !is_time && !is_short_list && !is_further_page && !is_one_of(last, list_ends) &&
           !is_machinery_file(last) && !is_machinery_query(arena, query);
}

/* ---- finding them ---- */

typedef struct Candidate {
    int64_t address;
    int64_t from; /* the first public piece that links to it; 0: none */
    uint32_t links;
} Candidate;
typedef struct Candidates {
    Candidate *items;
    size_t count, capacity;
} Candidates;

static int compare_candidates(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->links != y->links)
        return x->links > y->links ? -1 : 1;
    return (x->address > y->address) - (x->address < y->address);
}

/* The path of a url key of the home host; empty: another host's. */
static Slice home_path(Slice home, Slice key)
{
    size_t slash = slice_find_byte(key, '/');
    Slice host = slice_range(key, 0, slash);
    if (slash == SLICE_NONE || !(slice_is_empty(home) || slice_equal(host, home)))
        return SLICE_EMPTY;
    return slice_skip(key, slash);
}

static bool is_wanted(Store *store, Slice home, Slice key, const TextHashes *slugs)
{
    Slice path = home_path(home, key);
    if (slice_is_empty(path) || key.size > MISSING_TEXT_MAX)
        return false;
    arena_reset(store->scratch);
    return missing_is_path_wanted(store->scratch, path) &&
           !text_hashes_have(slugs, url_slug(slice_range(path, 0, slice_find_byte(path, '?'))));
}

/* Rows come address by address, one for each piece that links there, one with no piece where none does. */
static Status read_candidates(Store *store, Arena *arena, Slice home, const MissingPieces *pieces,
                              const TextHashes *slugs, Candidates *list, Error *err)
{
    Status status;
    int64_t address = 0;
    bool is_linked_only = false, is_in = false;
    Statement s = statement_open(store, SQL_MISSING_ADDRESSES);
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t number = statement_take_number(&s);
        Slice key = statement_peek_text(&s);
        bool is_gone = statement_take_number(&s) != 0;
        int64_t article = statement_take_number(&s);
        if (number != address) {
            if (is_in && is_linked_only && list->items[list->count - 1].links == 0)
                list->count--;
            address = number;
            is_linked_only = is_gone; /* a crawler tries addresses that nobody names */
            is_in = is_wanted(store, home, key, slugs);
            if (is_in)
                *LIST_ADD(arena, list) = (Candidate){.address = number};
        }
        const MissingPiece *piece = article > 0 && is_in ? missing_piece(pieces, article) : NULL;
        if (piece && piece->is_public) {
            Candidate *candidate = &list->items[list->count - 1];
            candidate->from = candidate->links == 0 ? article : candidate->from;
            candidate->links++;
        } else if (article > 0) {
            is_linked_only = true; /* what only withheld pieces name stays unnamed */
        }
    }
    if (is_in && is_linked_only && list->items[list->count - 1].links == 0)
        list->count--;
    return status == STATUS_END ? STATUS_OK : status;
}

static Status first_text(Store *store, Arena *arena, StatementId id, int64_t number, Slice *text, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        *text = statement_take_text(&s, arena);
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

Status missing_wanted(Store *store, Arena *arena, Slice home, const MissingPieces *pieces,
                      const TextHashes *slugs, MissingReport *report, Error *err)
{
    Candidates list = {0};
    Status status = read_candidates(store, arena, home, pieces, slugs, &list, err);
    if (status != STATUS_OK)
        return status;
    report->wanted_count = list.count;
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, compare_candidates);
    for (size_t i = 0; status == STATUS_OK && i < list.count && i < MISSING_CANDIDATES_MAX; i++) {
        const Candidate *candidate = &list.items[i];
        Wanted wanted = {.links = candidate->links};
        status = first_text(store, arena, SQL_MISSING_ADDRESS, candidate->address, &wanted.url, err);
        if (status == STATUS_OK && candidate->from > 0)
            status = first_text(store, arena, SQL_MISSING_NAME, candidate->from, &wanted.from, err);
        *LIST_ADD(arena, &report->wanted) = wanted;
    }
    return status;
}
