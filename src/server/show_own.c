/* What belongs to the server itself: health, robots, the style sheet, the icon, and the resolver's API. */
#include "server/inside.h"

#include "export/export.h"
#include "server/http.h"

static void reply_text(Call *call, const char *type, Slice body, const char *cache)
{
    call->reply->status = 200;
    call->reply->body = body;
    call->reply->media_type = slice_from(type);
    call->reply->cache_control = slice_from(cache);
    call->reply->policy = POLICY_DATA;
}

/* Healthy: the archive answers. */
Status show_health(Call *call, Error *err)
{
    Resolution found;
    Status status = archive_resolve(call->worker->archive, call->arena, SLICE("/"), &found, err);
    if (status == STATUS_OK)
        reply_text(call, "text/plain; charset=utf-8", SLICE("ok\n"), "no-store");
    return status;
}

/* For the one who keeps the site; a proxy in front keeps it from others. */
Status show_metrics(Call *call, Error *err)
{
    (void)err;
    struct Server *server = call->worker->server;
    ThumbsCounts photos = thumbs_counts(server->thumbs);
    MetricsNow now = {.connections = peers_count(server->peers),
                      .answering = peers_answering(server->peers),
                      .generation = call->worker->generation,
                      .cache_bytes = cache_bytes(server->cache),
                      .thumbs_made = photos.made,
                      .thumbs_refused = photos.refused,
                      .thumbs_found = photos.found,
                      .thumbs_turned_away = photos.turned_away,
                      .thumbs_bytes = photos.bytes};
    Builder out;
    builder_init(&out, call->arena);
    metrics_write(server->metrics, &now, &out);
    reply_text(call, "text/plain; version=0.0.4; charset=utf-8", builder_slice(&out), "no-store");
    return STATUS_OK;
}

/* Articles and lists are for all; searches and their facets are endless, feeds say again what the lists say,
 * captures are found through their articles. */
Status show_robots(Call *call, Error *err)
{
    (void)err;
    Builder out;
    builder_init(&out, call->arena);
    builder_add(&out, SLICE("User-agent: *\n"
                            "Disallow: /search\n"
                            "Disallow: /*?s=\n"
                            "Disallow: /*?q=\n"
                            "Disallow: /*?cite=\n"
                            "Disallow: /*?feed=\n"
                            "Disallow: /*?diff=\n"
                            "Disallow: /*?jump=\n"
                            "Disallow: /*?ui=\n"
                            "Disallow: /*&ui=\n"
                            "Disallow: /api/\n"
                            "Disallow: /web/\n"
                            "Disallow: /-/\n"
                            "Allow: /-/style.css\n"
                            "Allow: /-/script.js\n"
                            "Allow: /-/logo\n"
                            "Allow: /-/icon.svg\n"
                            "Allow: /-/captured/\n"
                            "Allow: /-/file/\n\n"));
    builder_format(&out, "Sitemap: %.*s\n", SLICE_ARG(site_absolute(call, SLICE("/sitemap.xml"))));
    reply_text(call, "text/plain; charset=utf-8", builder_slice(&out), "public, max-age=86400");
    return STATUS_OK;
}

static const char FOR_EVER[] = "public, max-age=31536000, immutable";

/* With its hash in the query it never changes; without, it is asked for anew. */
Status show_style(Call *call, Error *err)
{
    (void)err;
    reply_text(call, "text/css; charset=utf-8", call->worker->look->style,
               slice_is_empty(query_value(call, "v")) ? "public, no-cache" : FOR_EVER);
    call->reply->is_kept = true;
    return STATUS_OK;
}

Status show_script(Call *call, Error *err)
{
    (void)err;
    reply_text(call, "text/javascript; charset=utf-8", page_script(),
               slice_is_empty(query_value(call, "v")) ? "public, no-cache" : FOR_EVER);
    call->reply->is_kept = true;
    return STATUS_OK;
}

/* The publisher's file: an image that may hold no script. */
Status show_logo(Call *call, Error *err)
{
    (void)err;
    const Look *look = call->worker->look;
    if (slice_is_empty(look->logo))
        return STATUS_END;
    reply_text(call, "", look->logo, slice_is_empty(query_value(call, "v")) ? "public, no-cache" : FOR_EVER);
    call->reply->media_type = look->logo_type;
    call->reply->is_kept = true;
    return STATUS_OK;
}

Status show_icon(Call *call, Error *err)
{
    (void)err;
    reply_text(call, "image/svg+xml", page_icon(), "public, max-age=86400");
    call->reply->is_kept = true;
    return STATUS_OK;
}

/* The logo if it is the publisher's, else ours: browsers that look for no <link> ask there. */
Status show_favicon(Call *call, Error *err)
{
    (void)err;
    Slice logo = call->worker->look->logo_href;
    show_redirect(call, slice_is_empty(logo) ? SLICE("/-/icon.svg") : logo);
    return STATUS_OK;
}

/* "desk@paper.example" or an address, as RFC 9116 wants it; empty if the contact is neither. */
static Slice contact_address(Arena *arena, Slice contact)
{
    static const char *const schemes[] = {"mailto:", "https://", "tel:"};
    for (size_t i = 0; i < contact.size; i++)
        if ((unsigned char)contact.data[i] <= ' ' || (unsigned char)contact.data[i] >= 0x7f)
            return SLICE_EMPTY;
    if (SLICE_ANY(contact, slice_starts_with_nocase, schemes))
        return contact;
    bool is_letter_box =
        slice_find_byte(contact, '@') != SLICE_NONE && slice_find(contact, SLICE("://")) == SLICE_NONE;
    return is_letter_box ? arena_format(arena, "mailto:%.*s", SLICE_ARG(contact)) : SLICE_EMPTY;
}

/* RFC 9116. It is written anew each day, so it is never out of date while the server runs. */
Status show_security(Call *call, Error *err)
{
    enum { DAYS_GOOD = 90 };
    (void)err;
    Slice contact = contact_address(call->arena, call->worker->look->contact);
    if (slice_is_empty(contact))
        return STATUS_END;
    int64_t year;
    unsigned month, day;
    civil_from_days(call->request->day + DAYS_GOOD, &year, &month, &day);
    Builder out;
    builder_init(&out, call->arena);
    builder_format(&out, "Contact: %.*s\nExpires: %04d-%02u-%02uT00:00:00Z\nCanonical: %.*s\n",
                   SLICE_ARG(contact), (int)(year % 10000), month, day,
                   SLICE_ARG(site_absolute(call, SLICE("/.well-known/security.txt"))));
    reply_text(call, "text/plain; charset=utf-8", builder_slice(&out), "public, max-age=86400");
    return STATUS_OK;
}

/* One of several pieces that the address may mean. */
static Status add_choice(Call *call, int64_t number, Relations *choices, Error *err)
{
    Article article;
    Status status = archive_article_number(call->worker->archive, call->arena, number, &article, err);
    if (status == STATUS_OK && article.status == ARTICLE_PUBLIC)
        *LIST_ADD(call->arena, choices) = (Relation){.id = article.id,
                                                     .path = article_href(call->arena, &article),
                                                     .headline = article.headline,
                                                     .published = article.published};
    return status == STATUS_END ? STATUS_OK : status;
}

Status show_resolution(Call *call, Error *err)
{
    call->wants_json = true;
    Slice url = query_value(call, "url");
    if (slice_is_empty(url))
        return error_set(err, STATUS_SKIP, "the address is missing: ask for /api/resolve?url=ADDRESS");
    Resolution found;
    Relations choices = {0};
    Status status = archive_resolve(call->worker->archive, call->arena, url, &found, err);
    for (size_t i = 0; status == STATUS_OK && i < found.choice_count; i++)
        status = add_choice(call, found.choices[i], &choices, err);
    if (status == STATUS_OK)
        reply_json(call, 200, export_resolution(call->arena, url, &found, &choices, false));
    return status;
}
