/* What was captured: files at their published path, pages at /web/{time}/{url}, any capture by its number.
 *
 * A page as captured is a stranger's page: page_captured() takes out what acts and turns its addresses
 * inwards, and the policy puts it in a sandbox. With the modifier "id_" the bytes are given as they came, in
 * the same sandbox. */
#include "server/inside.h"

#include "syntax/charset.h"
#include "syntax/url.h"
#include "syntax/warc.h"

/* Types that are sent as what they are; others, and types that a browser might run, as bytes or plain text.
 */
static Slice safe_type(Arena *arena, const Record *record)
{
    static const char *const shown[] = {"image/", "audio/", "video/", "font/"};
    static const char *const whole[] = {"application/pdf",      "text/css",
                                        "application/json",     "application/zip",
                                        "application/epub+zip", "application/msword"};
    Slice type = record->media_type;
    if (SLICE_ANY(type, slice_starts_with, shown))
        return arena_copy(arena, type);
    if (SLICE_ANY(type, slice_equal, whole))
        return arena_copy(arena, type);
    if (slice_starts_with(type, SLICE("text/")) || slice_ends_with(type, SLICE("xml")) ||
        slice_find(type, SLICE("javascript")) != SLICE_NONE || record->body_kind == BODY_TEXT)
        return SLICE("text/plain; charset=utf-8");
    return SLICE("application/octet-stream");
}

static bool is_type_plain(Slice type)
{
    for (size_t i = 0; i < type.size; i++)
        if (type.data[i] <= ' ' || type.data[i] >= 0x7f || type.data[i] == ',' || type.data[i] == '"')
            return slice_starts_with(type, SLICE("text/plain; "));
    return type.size > 0 && type.size < 100;
}

static void reply_file(Call *call, const Record *record)
{
    Reply *reply = call->reply;
    reply->media_type = safe_type(call->arena, record);
    if (!is_type_plain(reply->media_type))
        reply->media_type = SLICE("application/octet-stream");
    if (slice_equal(reply->media_type, SLICE("application/pdf")))
        reply->policy = POLICY_DOCUMENT;
    reply->body = record->body;
    if (slice_starts_with(reply->media_type, SLICE("text/plain")))
        reply->body = charset_to_utf8(call->arena, record->body, record->charset, false, NULL);
    reply->is_packed = !slice_starts_with(reply->media_type, SLICE("text/")) &&
                       !slice_equal(reply->media_type, SLICE("image/svg+xml")) &&
                       !slice_equal(reply->media_type, SLICE("application/json"));
    reply->cache_control = SLICE("public, max-age=86400");
}

static Status reply_page(Call *call, const Record *record, Slice digits, Error *err)
{
    Slice html = charset_to_utf8(call->arena, record->body, record->charset, true, NULL);
    Slice url = slice_is_empty(record->url) ? SLICE("http://unknown.invalid/") : record->url;
    if (slice_is_empty(digits))
        digits = web_digits(call->arena, record->captured_s);
    Status status =
        page_captured(call->worker->parser, call->arena, html, url, digits, &call->reply->body, err);
    call->reply->media_type = SLICE("text/html; charset=utf-8");
    call->reply->cache_control = SLICE("public, max-age=3600");
    return status;
}

/* What is withheld is not shown as captured either, nor a page that would show its headline: a list, or a
 * piece with links beside it. *gone: 410 or 451; 0: it is not withheld. */
Status capture_gone(Call *call, int64_t capture, const Record *record, int *gone, Error *err)
{
    ActState state;
    Resolution found = {0};
    bool names = false;
    Archive *archive = call->worker->archive;
    *gone = 0;
    Status status = archive_capture_hold(archive, call->arena, capture, &state, err);
    if (status == STATUS_OK && state.is_withheld)
        *gone = state.is_by_law ? 451 : 410;
    else if (status == STATUS_OK && !slice_is_empty(record->url))
        status = archive_resolve(archive, call->arena, record->url, &found, err);
    if (status == STATUS_OK && found.is_by_act && found.status != 301)
        *gone = found.status;
    if (status == STATUS_OK && *gone == 0 && record->body_kind != BODY_IMAGE)
        status = archive_names_withheld(archive, call->arena, record->body, record->url, &names, err);
    *gone = names ? 410 : *gone;
    return status;
}

Status show_capture(Call *call, int64_t capture, Slice digits, bool is_raw, Error *err)
{
    Record record = {0};
    int gone = 0;
    Status status = archive_capture(call->worker->archive, call->arena, capture, &record, err);
    if (status == STATUS_OK)
        status = capture_gone(call, capture, &record, &gone, err);
    if (status != STATUS_OK)
        return status;
    if (gone) {
        show_gone(call, gone);
        return STATUS_OK;
    }
    Reply *reply = call->reply;
    reply->status = 200;
    reply->policy = POLICY_CAPTURED;
    reply->is_kept = record.body.size < (1 << 20);
    reply->is_noindex = true; /* the article's own page is the one to find */
    if (record.body_kind == BODY_HTML && !is_raw) {
        status = reply_page(call, &record, digits, err);
    } else {
        reply_file(call, &record);
        if (record.body_kind == BODY_HTML) {
            reply->media_type = SLICE("text/html");
            reply->is_packed = false;
            if (!slice_is_empty(record.charset) && is_type_plain(record.charset))
                reply->media_type =
                    arena_format(call->arena, "text/html; charset=%.*s", SLICE_ARG(record.charset));
            reply->body = record.body;
        }
    }
    if (record.captured_s > 0) {
        reply->modified_s = record.captured_s;
        char date[32];
        http_date(record.captured_s, date, sizeof date);
        reply->memento = arena_copy(call->arena, slice_from(date));
    }
    if (!slice_is_empty(record.url)) {
        Builder link;
        builder_init(&link, call->arena);
        link_add(&link, record.url, "original");
        reply->link = builder_slice(&link);
    }
    return status;
}

Status show_captured(Call *call, Error *err)
{
    int64_t number;
    if (!slice_to_i64(call->route.name, &number) || number <= 0)
        return STATUS_END;
    return show_capture(call, number, SLICE_EMPTY, slice_equal(query_value(call, "raw"), SLICE("1")), err);
}

Status show_file(Call *call, Error *err)
{
    int64_t number;
    Status status = archive_file(call->worker->archive, call->route.name, &number, err);
    return status == STATUS_OK ? show_capture(call, number, SLICE_EMPTY, false, err) : status;
}

/* "2014" or "20140627093000" as Unix seconds; of what is no time, the part that is: "20140231" is 2014-02.
 * 0: the latest. */
static int64_t time_of(Arena *arena, Slice digits)
{
    static const size_t sizes[] = {14, 12, 10, 8, 6, 4};
    Slice rest = SLICE("00000101000000");
    int64_t at_s = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && at_s == 0; i++) {
        Slice part = slice_range(digits, 0, sizes[i]);
        at_s = warc_date_s(
            arena_format(arena, "%.*s%.*s", SLICE_ARG(part), SLICE_ARG(slice_skip(rest, part.size))));
    }
    return at_s;
}

/* A capture has one address below /web: that of its own time. */
static void lead_to_own_time(Call *call, int64_t captured_s, Slice url)
{
    Slice digits = web_digits(call->arena, captured_s);
    if (captured_s <= 0 || call->reply->status != 200 || slice_equal(digits, call->route.digits))
        return;
    *call->reply = (Reply){0};
    show_redirect(call, arena_format(call->arena, "/web/%.*s%.*s/%.*s", SLICE_ARG(digits),
                                     SLICE_ARG(call->route.modifier), SLICE_ARG(url)));
    call->reply->status = 302; /* a nearer one may be imported */
}

/* An address that no capture has may still be known: as another spelling of an article. */
static Status show_known(Call *call, Slice url, Error *err)
{
    Resolution found;
    Status status = archive_resolve(call->worker->archive, call->arena, url, &found, err);
    if (status != STATUS_OK)
        return status;
    if (found.is_by_act && found.status != 301) {
        show_gone(call, found.status);
        return STATUS_OK;
    }
    if (found.article == 0)
        return STATUS_END;
    Article *article = ARENA_NEW(call->arena, Article);
    status = archive_article_number(call->worker->archive, call->arena, found.article, article, err);
    if (status == STATUS_OK)
        show_redirect(call, article_href(call->arena, article));
    return status;
}

Status show_web(Call *call, Error *err)
{
    Slice url = call->route.name;
    if (slice_is_empty(call->route.digits)) {
        show_message(
            call, 400, say(call, "This cannot be read"),
            say(call, "An address of a capture is /web/TIME/ADDRESS, with the time as 20140627093000."));
        return STATUS_OK;
    }
    if (call->wants_json) {
        Article *article = ARENA_NEW(call->arena, Article);
        Status status = archive_article(call->worker->archive, call->arena, url, article, err);
        return status == STATUS_OK ? show_article(call, article->number, err) : status;
    }
    int64_t capture = 0, captured_s = 0;
    Status status = archive_capture_at(call->worker->archive, call->arena, url,
                                       time_of(call->arena, call->route.digits), &capture, &captured_s, err);
    if (status == STATUS_END)
        return show_known(call, url, err);
    if (status != STATUS_OK)
        return status;
    status =
        show_capture(call, capture, call->route.digits, slice_equal(call->route.modifier, SLICE("id_")), err);
    if (status == STATUS_OK)
        lead_to_own_time(call, captured_s, url);
    return status;
}
