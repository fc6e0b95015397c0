/* One thing by its name: an article, a photo, a capture, the neighbours of an article; and walks over
 * everything. */
#include <inttypes.h>

#include "archive/inside.h"

#include "import/import.h"
#include "syntax/html.h"
#include "syntax/url.h"

enum { CAPTURE_BYTES_MAX = 256 << 20, LINK_BYTES_MAX = 4096 };

/* What stands beside the text (links to other pieces, embedded posts) goes where it names what is withheld.
 */
static Status drop_insets(Archive *archive, Arena *arena, Article *article, Error *err)
{
    bool has_withheld, names = false;
    size_t kept = 0;
    Status status = store_has_withheld(archive->store, &has_withheld, err);
    if (status != STATUS_OK || !has_withheld)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < article->body.count; i++) {
        const Block block = article->body.items[i];
        bool is_beside = block.kind == BLOCK_INSET || block.kind == BLOCK_EMBED;
        if (is_beside)
            status =
                archive_names_withheld(archive, arena, slice_is_empty(block.html) ? block.text : block.html,
                                       article->url, &names, err);
        if (!is_beside || !names)
            article->body.items[kept++] = block;
    }
    article->body.count = status == STATUS_OK ? kept : article->body.count;
    return status;
}

Status archive_article_number(Archive *archive, Arena *arena, int64_t number, Article *article, Error *err)
{
    *article = (Article){0};
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = store_article_get(archive->store, arena, number, ARTICLE_WHOLE, article, err);
    store_read_end(archive->store);
    return status == STATUS_OK ? drop_insets(archive, arena, article, err) : status;
}

/* The number of an article by its id or address. END: none. */
static Status find_number(Archive *archive, Arena *arena, Slice name, int64_t *number, Error *err)
{
    bool is_address = slice_starts_with(name, SLICE("/")) || slice_find(name, SLICE("://")) != SLICE_NONE;
    Status status = is_address ? STATUS_END : store_article_by_id(archive->store, name, number, err);
    if (status != STATUS_END)
        return status;
    Resolution found;
    status = resolve_address(archive, arena, name, &found, err);
    *number = found.article;
    if (status == STATUS_OK && found.is_by_act)
        return resolve_held(archive, arena, name, number, err); /* its status tells that it is withheld */
    return status == STATUS_OK && found.article == 0 ? STATUS_END : status;
}

Status archive_article(Archive *archive, Arena *arena, Slice name, Article *article, Error *err)
{
    int64_t number = 0;
    *article = (Article){0};
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = find_number(archive, arena, name, &number, err);
    if (status == STATUS_OK)
        status = store_article_get(archive->store, arena, number, ARTICLE_WHOLE, article, err);
    store_read_end(archive->store);
    return status == STATUS_OK ? drop_insets(archive, arena, article, err) : status;
}

Status archive_media(Archive *archive, Arena *arena, Slice id, MediaView *view, Error *err)
{
    *view = (MediaView){0};
    int64_t *articles;
    size_t count;
    ActState state;
    Status status = store_media_hold(archive->store, arena, id, &state, err);
    if (status != STATUS_OK || state.is_withheld) {
        view->media.id = id;
        view->gone = state.is_withheld ? state.is_by_law ? 451 : 410 : 0;
        return status;
    }
    status = store_media(archive->store, arena, id, &view->media, &articles, &count, err);
    if (status != STATUS_OK)
        return status;
    view->uses = ARENA_ARRAY(arena, Article, count ? count : 1);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = store_article_get(archive->store, arena, articles[i], ARTICLE_HEAD,
                                   &view->uses[view->use_count], err);
        if (status == STATUS_OK && view->uses[view->use_count].status == ARTICLE_PUBLIC)
            view->use_count++;
    }
    if (status != STATUS_OK)
        return status;
    if (view->use_count == 0)
        return STATUS_END; /* what no public piece uses is not shown */
    Capture capture;
    if (!slice_is_empty(view->media.href) &&
        store_capture_at(archive->store, arena, url_key(arena, view->media.href), 0, &capture, err) ==
            STATUS_OK)
        view->capture = capture.number;
    return STATUS_OK;
}

Status archive_capture(Archive *archive, Arena *arena, int64_t capture, Record *record, Error *err)
{
    Slice warc;
    *record = (Record){0};
    Status status = store_capture_read(archive->store, arena, capture, CAPTURE_BYTES_MAX, &warc, err);
    if (status == STATUS_SKIP)
        return STATUS_FAIL; /* the evidence is damaged or gone: no fault of who asks */
    return status == STATUS_OK ? import_body_from_warc(warc, arena, record, err) : status;
}

Status archive_file(Archive *archive, Slice sha256, int64_t *capture, Error *err)
{
    return store_capture_by_sha256(archive->store, sha256, capture, err);
}

Status archive_capture_hold(Archive *archive, Arena *arena, int64_t capture, ActState *state, Error *err)
{
    return store_capture_hold(archive->store, arena, capture, state, err);
}

/* Does the link lead to what is withheld? */
static Status is_link_held(Archive *archive, Arena *arena, Slice base, Slice href, bool *is_held, Error *err)
{
    Resolution found;
    Slice url = slice_is_empty(base) ? href : url_resolve(arena, base, href);
    *is_held = false;
    if (slice_is_empty(url))
        return STATUS_OK;
    Status status = resolve_address(archive, arena, url, &found, err);
    *is_held = status == STATUS_OK && (found.status == 451 || (found.status == 410 && found.is_by_act));
    return status;
}

/* Looks at every link of a page. */
static Status leads_to_held(Archive *archive, Arena *arena, Slice html, Slice base, bool *leads, Error *err)
{
    Status status = STATUS_OK;
    Slice rest = html;
    while (status == STATUS_OK && !*leads) {
        size_t at = slice_find_nocase(rest, SLICE("href="));
        if (at == SLICE_NONE)
            break;
        rest = slice_skip(rest, at + 5);
        char quote = rest.size > 0 && (rest.data[0] == '"' || rest.data[0] == '\'') ? rest.data[0] : '>';
        rest = slice_skip(rest, quote != '>');
        Slice href = slice_range(rest, 0, slice_find_byte(rest, quote));
        if (href.size > LINK_BYTES_MAX)
            continue; /* no address that could be published */
        status = is_link_held(archive, arena, base, html_unescape(arena, href), leads, err);
        rest = slice_skip(rest, href.size);
    }
    return status;
}

/* A path is met whole: "/a/harbour" is not in "/a/harbour-closes". */
static bool has_name(Slice text, Slice name)
{
    bool is_path = slice_starts_with(name, SLICE("/"));
    for (size_t at; (at = slice_find(text, name)) != SLICE_NONE;) {
        text = slice_skip(text, at + name.size);
        char next = text.size > 0 ? text.data[0] : ' ';
        if (!is_path || !(ascii_is_alpha(next) || ascii_is_digit(next) || next == '-' || next == '_'))
            return true;
    }
    return false;
}

Status archive_names_withheld(Archive *archive, Arena *arena, Slice text, Slice base, bool *names, Error *err)
{
    Slices telling = {0};
    Status status = store_has_withheld(archive->store, names, err);
    if (status != STATUS_OK || !*names)
        return status;
    *names = false;
    status = store_read_begin(archive->store, err);
    if (status == STATUS_OK)
        status = store_withheld_names(archive->store, arena, &telling, err);
    Slice plain = slice_find_byte(text, '&') == SLICE_NONE ? text : html_unescape(arena, text);
    for (size_t i = 0; status == STATUS_OK && !*names && i < telling.count; i++)
        *names = has_name(plain, telling.items[i]);
    if (status == STATUS_OK)
        status = leads_to_held(archive, arena, text, base, names, err);
    store_read_end(archive->store);
    return status;
}

Status archive_capture_at(Archive *archive, Arena *arena, Slice url, int64_t at_s, int64_t *number,
                          int64_t *captured_s, Error *err)
{
    Capture capture = {0};
    Status status = store_capture_at(archive->store, arena, url_key(arena, url), at_s, &capture, err);
    *number = capture.number;
    *captured_s = capture.captured_s;
    return status;
}

/* A photo's own page is no neighbour; so many of them in a row are passed over, no more. */
enum { PHOTOS_PASSED_MAX = 256 };

static Status neighbour(Archive *archive, Arena *arena, int64_t article, bool is_next, Article *out,
                        bool *has, Error *err)
{
    *has = false;
    for (int i = 0; i < PHOTOS_PASSED_MAX && !*has; i++) {
        if (!archive->index || !index_neighbour(archive->index, article, is_next, &article))
            return STATUS_OK;
        Status status = store_article_get(archive->store, arena, article, ARTICLE_HEAD, out, err);
        if (status != STATUS_OK)
            return status == STATUS_END ? STATUS_OK : status;
        *has = out->page_kind != PAGE_PHOTO && out->status == ARTICLE_PUBLIC;
    }
    return STATUS_OK;
}

Status archive_neighbours(Archive *archive, Arena *arena, const Article *article, Article *previous,
                          bool *has_previous, Article *next, bool *has_next, Error *err)
{
    *has_next = false;
    Status status = neighbour(archive, arena, article->number, false, previous, has_previous, err);
    return status == STATUS_OK ? neighbour(archive, arena, article->number, true, next, has_next, err)
                               : status;
}

Status archive_each_article(Archive *archive, bool (*each)(void *context, const Article *article),
                            void *context, Error *err)
{
    enum { STEP = 256 };
    Arena *arena = arena_open(ARTICLE_ARENA_BYTES);
    Arena *names = arena_open((size_t)4 << 20);
    Arena *last = arena_open((size_t)1 << 20); /* holds the id reached */
    Slice after = SLICE_EMPTY;
    bool is_wanted = true;
    Status status = STATUS_OK;
    while (status == STATUS_OK && is_wanted) {
        int64_t *numbers;
        Slices ids = {0};
        status = store_articles_by_id(archive->store, names, after, STEP, &numbers, &ids, err);
        if (status != STATUS_OK || ids.count == 0)
            break;
        for (size_t i = 0; status == STATUS_OK && is_wanted && i < ids.count; i++) {
            Article article;
            arena_reset(arena);
            status = archive_article_number(archive, arena, numbers[i], &article, err);
            is_wanted = status == STATUS_OK && each(context, &article);
        }
        arena_reset(last);
        after = arena_copy(last, ids.items[ids.count - 1]);
        arena_reset(names);
    }
    arena_close(last);
    arena_close(names);
    arena_close(arena);
    return status == STATUS_END ? STATUS_OK : status;
}

/* Does the record name what is withheld, or lead to it: a list, a feed, another page? */
static Status tells_withheld(Archive *archive, Arena *arena, Slice warc, bool *tells, Error *err)
{
    Record record = {0};
    Error ignored; /* what cannot be read tells nothing */
    *tells = false;
    arena_reset(arena);
    if (import_record_from_warc(warc, arena, &record, &ignored) != STATUS_OK)
        return STATUS_OK;
    if (record.body_kind != BODY_HTML && record.body_kind != BODY_TEXT && record.body_kind != BODY_STATED)
        return STATUS_OK;
    return archive_names_withheld(archive, arena, record.body, record.url, tells, err);
}

/* The record, unless a person has withheld it or what it tells of. */
static Status read_record(Archive *archive, Arena *arena, Arena *decoded, bool has_withheld, int64_t number,
                          bool *is_withheld, Slice *warc, Error *err)
{
    ActState state;
    Status status = store_capture_hold(archive->store, arena, number, &state, err);
    *is_withheld = state.is_withheld;
    if (status != STATUS_OK || *is_withheld)
        return status;
    status = store_capture_read(archive->store, arena, number, CAPTURE_BYTES_MAX, warc, err);
    return status == STATUS_OK && has_withheld ? tells_withheld(archive, decoded, *warc, is_withheld, err)
                                               : status;
}

Status archive_each_record(Archive *archive, bool (*each)(void *context, Slice warc), void *context,
                           uint64_t *withheld, Error *err)
{
    *withheld = 0;
    Arena *arena = arena_open((size_t)CAPTURE_BYTES_MAX * 2);
    Arena *decoded = arena_open((size_t)CAPTURE_BYTES_MAX * 2);
    Error first = {{0}};
    uint64_t unread = 0;
    bool has_withheld = false;
    Status status = store_has_withheld(archive->store, &has_withheld, err);
    for (int64_t number = 0; status == STATUS_OK;) {
        Slice warc;
        bool is_withheld = false;
        arena_reset(arena);
        status = store_capture_next(archive->store, &number, err);
        if (status == STATUS_OK)
            status = read_record(archive, arena, decoded, has_withheld, number, &is_withheld, &warc, err);
        if (status == STATUS_OK && is_withheld) {
            ++*withheld;
            continue;
        }
        if (status == STATUS_OK && !each(context, warc))
            break;
        if (status == STATUS_SKIP) {
            if (unread++ == 0)
                first = *err;
            status = STATUS_OK;
        }
    }
    arena_close(decoded);
    arena_close(arena);
    if (unread > 0 && (status == STATUS_OK || status == STATUS_END))
        return error_set(err, STATUS_SKIP, "%" PRIu64 " of the records cannot be read; the first: %s", unread,
                         first.message);
    return status == STATUS_END ? STATUS_OK : status;
}

Status archive_stats(Archive *archive, Arena *arena, ArchiveStats *stats, Error *err)
{
    *stats = (ArchiveStats){0};
    Status status = store_stats(archive->store, arena, stats, err);
    if (status != STATUS_OK || !archive->index)
        return status;
    IndexStats index = index_stats(archive->index);
    stats->index_documents = index.documents;
    stats->index_terms = index.terms;
    stats->index_postings = index.postings;
    stats->index_bytes = index.bytes;
    DayRange range;
    if (index_day_range(archive->index, &range)) {
        int64_t day_s = 24 * 60 * 60;
        stats->first_day = moment_format(arena, (Moment){.local_s = range.first * day_s, .grain = GRAIN_DAY});
        stats->last_day = moment_format(arena, (Moment){.local_s = range.last * day_s, .grain = GRAIN_DAY});
    }
    return status;
}
