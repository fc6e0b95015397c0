/* A photo in another width: /-/thumb/{width}/{path of the photo, or id}; and the list of widths for a page.
 *
 * What is not made yet is asked for in the reply: http.c puts the connection aside until it is made. A photo
 * that cannot be resized, and any photo where nothing is resized, is the original, by a redirect. */
#include "server/inside.h"

#include "server/thumbs.h"
#include "syntax/url.h"

/* The capture of what is named; END: there is none. *gone: 410 or 451. */
static Status find_capture(Call *call, Slice name, int64_t *capture, int *gone, Error *err)
{
    Archive *archive = call->worker->archive;
    Resolution found;
    Status status;
    if (slice_starts_with(name, SLICE("-/captured/")))
        return slice_to_i64(slice_skip(name, 11), capture) && *capture > 0 ? STATUS_OK : STATUS_END;
    if (slice_starts_with(name, SLICE("-/file/")))
        return archive_file(archive, slice_skip(name, 7), capture, err);
    if (slice_find_byte(name, '/') == SLICE_NONE) {
        MediaView *view = ARENA_NEW(call->arena, MediaView);
        status = archive_media(archive, call->arena, url_decode(call->arena, name, false), view, err);
        *gone = status == STATUS_OK ? view->gone : 0;
        *capture = status == STATUS_OK ? view->capture : 0;
        if (status != STATUS_END)
            return status == STATUS_OK && !*gone && *capture == 0 ? STATUS_END : status;
    }
    status = archive_resolve(archive, call->arena, arena_format(call->arena, "/%.*s", SLICE_ARG(name)),
                             &found, err);
    if (status != STATUS_OK)
        return status;
    *gone = found.is_by_act && found.status != 301 ? found.status : 0;
    *capture = found.capture;
    return *gone || (found.capture && (found.status == 200 || found.status == 301)) ? STATUS_OK : STATUS_END;
}

static void reply_made(Call *call, Slice bytes)
{
    call->reply->status = 200;
    call->reply->body = bytes;
    call->reply->media_type =
        slice_starts_with(bytes, SLICE("\x89PNG")) ? SLICE("image/png") : SLICE("image/jpeg");
    call->reply->cache_control = SLICE("public, max-age=86400");
    call->reply->policy = POLICY_CAPTURED;
    call->reply->is_packed = true;
    call->reply->is_kept = true;
    call->reply->is_noindex = true;
}

static void reply_original(Call *call, int64_t capture, bool is_for_good)
{
    call->reply->status = 302;
    call->reply->location = arena_format(call->arena, "/-/captured/%lld", (long long)capture);
    call->reply->media_type = SLICE("text/plain; charset=utf-8");
    call->reply->body = SLICE("The photo is shown as it is.\n");
    call->reply->cache_control = is_for_good ? SLICE("public, max-age=86400") : SLICE("no-store");
    call->reply->policy = POLICY_DATA;
}

/* Fills the wish that the photo be made. */
static Status ask_for(Call *call, ThumbKey key, int *gone, Error *err)
{
    Record record = {0};
    Status status = archive_capture(call->worker->archive, call->arena, key.capture, &record, err);
    if (status == STATUS_OK)
        status = capture_gone(call, key.capture, &record, gone, err);
    if (status != STATUS_OK || *gone)
        return status;
    if (record.body_kind != BODY_IMAGE)
        return STATUS_END;
    reply_original(call, key.capture, false);
    call->reply->thumb = key;
    call->reply->original = record.body;
    return STATUS_OK;
}

Status show_thumb(Call *call, Error *err)
{
    ThumbKey key = {.width = (unsigned)call->route.page};
    Thumbs *thumbs = call->worker->thumbs;
    Slice bytes = SLICE_EMPTY;
    ActState state = {0};
    int gone = 0;
    Status status = find_capture(call, call->route.name, &key.capture, &gone, err);
    if (status == STATUS_OK && !gone)
        status = archive_capture_hold(call->worker->archive, call->arena, key.capture, &state, err);
    if (status != STATUS_OK)
        return status;
    if (state.is_withheld)
        gone = state.is_by_law ? 451 : 410;
    bool is_made = thumbs_have_width(thumbs, key.width);
    ThumbState kept = gone || !is_made ? THUMB_ABSENT : thumbs_find(thumbs, call->arena, key, &bytes);
    if (kept == THUMB_KEPT)
        reply_made(call, bytes);
    else if (kept == THUMB_REFUSED || (!gone && !is_made))
        reply_original(call, key.capture, kept == THUMB_REFUSED);
    else if (!gone)
        status = ask_for(call, key, &gone, err);
    if (status == STATUS_OK && gone)
        show_gone(call, gone);
    return status;
}

Slice picture_srcset(Call *call, Slice src, uint32_t width)
{
    Builder out;
    bool is_plain = slice_starts_with(src, SLICE("/")) && !slice_starts_with(src, SLICE("//")) &&
                    !slice_starts_with(src, SLICE("/web/"));
    if (!is_plain || !thumbs_have_width(call->worker->thumbs, THUMB_WIDTHS[0]) ||
        slice_ends_with(src, SLICE(".svg")))
        return SLICE_EMPTY;
    for (size_t i = 0; i < src.size; i++)
        if ((unsigned char)src.data[i] <= ' ' || strchr(",?#\"'<>\\", src.data[i]))
            return SLICE_EMPTY; /* a list of addresses cannot hold it */
    builder_init(&out, call->arena);
    for (const unsigned *thumb = THUMB_WIDTHS; *thumb && (width == 0 || *thumb < width); thumb++)
        builder_format(&out, "%s/-/thumb/%u%.*s %uw", out.size > 0 ? ", " : "", *thumb, SLICE_ARG(src),
                       *thumb);
    if (width > 0)
        builder_format(&out, "%s%.*s %uw", out.size > 0 ? ", " : "", SLICE_ARG(src), (unsigned)width);
    return builder_slice(&out);
}
