/* Who answers a request. A published path wins over ours; ours always answer under "/-/" too.
 *
 * In order: what is always ours (under "/-/", robots.txt, /web and /id, which are interface.md's own); an
 * article at its published path; our page of that address (a list of the paper's own that a crawl captured
 * gives way to the living list, and stays at /web); a file or another page as captured; a redirect, 410 or
 * 451; and 404. PATH.json is tried as a published path first, then as the twin of PATH. */
#include "server/inside.h"

typedef Status (*Show)(Call *call, Error *err);

static const Show SHOWS[ROUTES] = {
    [ROUTE_FRONT] = show_front,
    [ROUTE_SEARCH] = show_search,
    [ROUTE_CATEGORY] = show_list,
    [ROUTE_TAG] = show_list,
    [ROUTE_AUTHOR] = show_list,
    [ROUTE_YEAR] = show_list,
    [ROUTE_MONTH] = show_list,
    [ROUTE_DAY] = show_list,
    [ROUTE_DAY_NAME] = show_list,
    [ROUTE_MEDIA] = show_media,
    [ROUTE_MISSING] = show_gaps,
    [ROUTE_ID] = show_id,
    [ROUTE_WEB] = show_web,
    [ROUTE_CAPTURED] = show_captured,
    [ROUTE_FILE] = show_file,
    [ROUTE_API_SEARCH] = show_search,
    [ROUTE_API_ARTICLE] = show_id,
    [ROUTE_API_RESOLVE] = show_resolution,
    [ROUTE_HEALTH] = show_health,
    [ROUTE_ROBOTS] = show_robots,
    [ROUTE_STYLE] = show_style,
    [ROUTE_ICON] = show_icon,
    [ROUTE_SCRIPT] = show_script,
    [ROUTE_LOGO] = show_logo,
    [ROUTE_CALENDAR] = show_calendar,
    [ROUTE_CALENDAR_YEAR] = show_calendar,
    [ROUTE_WALL] = show_wall,
    [ROUTE_SECTIONS] = show_names,
    [ROUTE_WRITERS] = show_names,
    [ROUTE_TAGS] = show_names,
    [ROUTE_ABOUT] = show_about,
    [ROUTE_SITEMAP] = show_sitemap,
    [ROUTE_SITEMAP_PART] = show_sitemap_part,
    [ROUTE_OPENSEARCH] = show_opensearch,
    [ROUTE_API_SUGGEST] = show_suggestions,
    [ROUTE_THUMB] = show_thumb,
    [ROUTE_METRICS] = show_metrics,
    [ROUTE_SECURITY] = show_security,
    [ROUTE_FAVICON] = show_favicon,
};

/* Pages that answer under their address whatever was published there. */
static bool is_always_ours(RouteKind kind)
{
    return kind == ROUTE_WEB || kind == ROUTE_ID || kind == ROUTE_ROBOTS || kind == ROUTE_HEALTH ||
           kind == ROUTE_SITEMAP || kind == ROUTE_SITEMAP_PART || kind == ROUTE_OPENSEARCH ||
           kind == ROUTE_METRICS || kind == ROUTE_SECURITY;
}

/* Pages that answer under "/-/" alone, so that they take no word of the paper's paths. */
static bool is_ours_alone(RouteKind kind)
{
    return kind == ROUTE_CAPTURED || kind == ROUTE_FILE || kind == ROUTE_STYLE || kind == ROUTE_ICON ||
           kind == ROUTE_SCRIPT || kind == ROUTE_LOGO || kind == ROUTE_THUMB;
}

/* The later pages of a list go with the first. */
static Status check_list(Call *call, int *gone, Error *err)
{
    Resolution found = {0};
    size_t page = slice_find(call->path, SLICE("/page/"));
    *gone = 0;
    if (call->route.page < 2 || page == SLICE_NONE)
        return STATUS_OK;
    Status status =
        archive_resolve(call->worker->archive, call->arena, slice_range(call->path, 0, page), &found, err);
    *gone = found.is_by_act && found.status != 301 ? found.status : 0;
    return status;
}

static Status show_route(Call *call, Error *err)
{
    int gone;
    if (call->route.kind == ROUTE_NONE)
        return STATUS_END;
    Status status = check_list(call, &gone, err);
    if (status != STATUS_OK)
        return status;
    if (gone) {
        show_gone(call, gone);
        return STATUS_OK;
    }
    if (call->route.is_spelt_otherwise && call->route.kind != ROUTE_FRONT && call->feed == FEED_NONE) {
        Slice query = call->request->query;
        show_redirect(call, slice_is_empty(query)
                                ? call->route.canonical
                                : arena_format(call->arena, "%.*s?%.*s", SLICE_ARG(call->route.canonical),
                                               SLICE_ARG(query)));
        return STATUS_OK;
    }
    if (!slice_is_empty(call->tail) && call->route.kind != ROUTE_ID)
        return STATUS_END; /* lists are not cited */
    return call->feed != FEED_NONE ? show_feed(call, err) : SHOWS[call->route.kind](call, err);
}

/* The twin of a page that moved is the twin of where it went. */
static void show_moved(Call *call, Slice target, bool is_twin)
{
    if (slice_starts_with(target, SLICE("/web/")) && !slice_starts_with(call->path, SLICE("/web/")) &&
        !is_twin) {
        show_redirect(call, target);
        return;
    }
    if (!slice_is_empty(call->tail)) {
        show_redirect(call, arena_format(call->arena, "%.*s%.*s", SLICE_ARG(target), SLICE_ARG(call->tail)));
        return;
    }
    show_redirect(call, is_twin ? twin_of(call->arena, target, SLICE_EMPTY) : target);
}

/* Pages of ours that have one address each: the resolver knows it. */
static bool is_resolved(RouteKind kind)
{
    return kind == ROUTE_FRONT || kind == ROUTE_CATEGORY || kind == ROUTE_TAG || kind == ROUTE_AUTHOR ||
           kind == ROUTE_YEAR || kind == ROUTE_MONTH || kind == ROUTE_DAY || kind == ROUTE_MEDIA;
}

/* The resolver knows better than the route: a page of ours under another spelling, or no page at all. */
static bool is_elsewhere(const Call *call, const Resolution *found)
{
    bool is_moved = found->status == 301 && found->article == 0 && found->capture == 0;
    return is_resolved(call->route.kind) &&
           (is_moved || (call->route.kind == ROUTE_FRONT && found->status != 200));
}

/* Forms of "/x/" stand behind "/x": for them the final slash is not another spelling. */
static Status resolve(Call *call, Slice target, bool is_twin, Resolution *found, Error *err)
{
    Status status = archive_resolve(call->worker->archive, call->arena, target, found, err);
    bool is_slash = status == STATUS_OK && is_twin && found->status == 301 &&
                    found->target.size == target.size + 1 && slice_starts_with(found->target, target) &&
                    slice_ends_with(found->target, SLICE("/"));
    return is_slash ? archive_resolve(call->worker->archive, call->arena, found->target, found, err) : status;
}

/* What the paper published at the address, or ours. is_twin: the address had ".json", which is off now. */
static Status show_address(Call *call, Slice target, bool is_twin, Error *err)
{
    if (is_always_ours(call->route.kind))
        return show_route(call, err);
    Resolution found;
    Status status = resolve(call, target, is_twin, &found, err);
    if (status != STATUS_OK)
        return status;
    if (found.status == 200 && found.article)
        return show_article(call, found.article, err);
    bool is_ours = call->route.kind != ROUTE_NONE && !is_ours_alone(call->route.kind);
    if (is_ours && !found.is_by_act &&
        (call->feed != FEED_NONE || !is_elsewhere(call, &found))) { /* what persons decided goes before all */
        status = show_route(call, err);
        if (status != STATUS_END)
            return status;
    }
    if (found.status == 200 && found.capture && !is_twin)
        return show_capture(call, found.capture, SLICE_EMPTY, false, err);
    if (found.status == 301 && !slice_is_empty(found.target))
        show_moved(call, found.target, is_twin);
    else if (found.status == 410 || found.status == 451)
        show_gone(call, found.status);
    else if (found.choice_count > 0)
        return show_choices(call, &found, err);
    else
        return STATUS_END;
    return STATUS_OK;
}

/* How a page is to be written is no part of its address. */
static Slice with_query(Call *call, Slice path)
{
    Slice query = call->request->query;
    bool is_of_form =
        slice_equal(query, SLICE("format=json")) ||
        ((slice_starts_with(query, SLICE("cite=")) || slice_starts_with(query, SLICE("diff=")) ||
          slice_starts_with(query, SLICE("jump="))) &&
         slice_find_byte(query, '&') == SLICE_NONE);
    if (slice_is_empty(query) || is_of_form)
        return path;
    return arena_format(call->arena, "%.*s?%.*s", SLICE_ARG(path), SLICE_ARG(call->request->query));
}

/* The path whose twin is asked for; false if the path has no ".json". */
static bool take_twin(Call *call)
{
    if (!slice_ends_with(call->path, SLICE(".json")))
        return false;
    call->path = slice_range(call->path, 0, call->path.size - 5);
    if (slice_equal(call->path, SLICE("/index")) || slice_is_empty(call->path))
        call->path = SLICE("/");
    call->wants_json = true;
    return true;
}

/* The form of a citation: behind the path of the article, in "?cite=", or in Accept. */
static bool take_citation(Call *call)
{
    static const struct {
        const char *tail, *form;
    } tails[] = {{".csl.json", "csl"}, {".ris", "ris"}, {".bib", "bibtex"}};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        Slice tail = slice_from(tails[i].tail);
        if (!slice_ends_with(call->path, tail) || call->path.size == tail.size)
            continue;
        call->path = slice_range(call->path, 0, call->path.size - tail.size);
        call->tail = tail;
        call->cite = slice_from(tails[i].form);
        return true;
    }
    return false;
}

static void find_citation(Call *call)
{
    static const char *const of_form[FORMS] = {
        [FORM_CSL] = "csl", [FORM_RIS] = "ris", [FORM_BIBTEX] = "bibtex"};
    if (slice_is_empty(call->cite))
        call->cite = query_value(call, "cite");
    if (slice_is_empty(call->cite))
        call->cite = slice_from(of_form[call->request->form]);
}

static bool is_published(Call *call, Slice target)
{
    Resolution found;
    Error ignored; /* it will be met again */
    return archive_resolve(call->worker->archive, call->arena, target, &found, &ignored) == STATUS_OK &&
           found.status == 200 && (found.article || found.capture);
}

/* Under "/-/": what is withheld at its own address is not shown there either. */
static Status show_ours(Call *call, Error *err)
{
    Resolution found;
    Status status = archive_resolve(call->worker->archive, call->arena, call->path, &found, err);
    if (status != STATUS_OK || !found.is_by_act || found.status == 301)
        return status == STATUS_OK ? show_route(call, err) : status;
    show_gone(call, found.status);
    return STATUS_OK;
}

static bool has_feed(RouteKind kind)
{
    return kind == ROUTE_FRONT || kind == ROUTE_SEARCH || kind == ROUTE_CATEGORY || kind == ROUTE_TAG ||
           kind == ROUTE_AUTHOR || kind == ROUTE_YEAR || kind == ROUTE_MONTH || kind == ROUTE_DAY ||
           kind == ROUTE_WALL;
}

/* The form that stands at the end of the address, in "?feed=" or, on the plain list, in Accept. */
static void find_feed(Call *call)
{
    static const FeedForm of_form[FORMS] = {
        [FORM_RSS] = FEED_RSS, [FORM_ATOM] = FEED_ATOM, [FORM_FEED_JSON] = FEED_JSON};
    Slice path = call->path, list;
    if (path.size > 1 && slice_ends_with(path, SLICE("/")))
        path.size--;
    FeedForm form = archive_feed_form(path, &list);
    if (form == FEED_NONE) {
        form = archive_feed_named(query_value(call, "feed"));
        list = call->path;
    }
    if (form == FEED_NONE && !call->wants_json)
        form = of_form[call->request->form];
    if (form == FEED_NONE)
        return;
    Route route = route_find(call->arena, list, call->request->query);
    if (!has_feed(route.kind))
        return;
    call->path = list;
    call->route = route;
    call->feed = call->wants_json && form == FEED_RSS ? FEED_JSON : form;
}

/* The address of a feed without its final slash, or empty. */
static Slice feed_spelling(Call *call, Slice path)
{
    Slice list;
    bool is_other = path.size > 1 && slice_ends_with(path, SLICE("/"));
    path.size -= is_other;
    if (!is_other || call->feed == FEED_NONE || archive_feed_form(path, &list) == FEED_NONE)
        return SLICE_EMPTY;
    return slice_is_empty(call->request->query)
               ? path
               : arena_format(call->arena, "%.*s?%.*s", SLICE_ARG(path), SLICE_ARG(call->request->query));
}

static Status answer(Call *call, Error *err)
{
    const Request *request = call->request;
    call->path = request->path;
    bool is_ours = slice_starts_with(call->path, SLICE("/-/"));
    if (is_ours)
        call->path = slice_skip(call->path, 2);
    bool is_web = slice_starts_with(call->path, SLICE("/web/"));
    bool is_twin = false;
    bool may_be_twin = slice_ends_with(call->path, SLICE(".json")) ||
                       slice_ends_with(call->path, SLICE(".ris")) ||
                       slice_ends_with(call->path, SLICE(".bib"));
    if (is_ours || is_web || !may_be_twin || !is_published(call, with_query(call, call->path)))
        is_twin = (!is_web && take_citation(call)) || take_twin(call);
    find_citation(call);
    call->wants_json |= slice_equal(query_value(call, "format"), SLICE("json"));
    Slice path = call->path;
    call->route = route_find(call->arena, path, request->query);
    find_feed(call);
    Slice spelling = feed_spelling(call, path);
    if (!slice_is_empty(spelling)) {
        show_redirect(call, is_ours ? arena_format(call->arena, "/-%.*s", SLICE_ARG(spelling)) : spelling);
        return STATUS_OK;
    }
    if (is_ours)
        return show_ours(call, err);
    return show_address(call, with_query(call, path), is_twin, err);
}

/* With one slash where several stand; an address that stands in a path keeps its own. */
static Slice join_slashes(Arena *arena, Slice path)
{
    Builder joined;
    builder_init(&joined, arena);
    for (size_t i = 0; i < path.size; i++) {
        Slice so_far = builder_slice(&joined);
        bool is_web =
            slice_starts_with(so_far, SLICE("/web/")) || slice_starts_with(so_far, SLICE("/-/web/"));
        if (path.data[i] != '/' || !slice_ends_with(so_far, SLICE("/")) || is_web)
            builder_add_byte(&joined, path.data[i]);
    }
    return builder_slice(&joined);
}

/* "//category/x" is another spelling of "/category/x", not a host: what is there is answered as it would be,
 * and then by a redirect. Nothing leads to a 404, nor out of the site. */
static Status answer_joined(Call *call, Error *err)
{
    const Request *asked = call->request;
    Request joined = *asked;
    joined.path = join_slashes(call->arena, asked->path);
    joined.target =
        slice_is_empty(asked->query)
            ? joined.path
            : arena_format(call->arena, "%.*s?%.*s", SLICE_ARG(joined.path), SLICE_ARG(asked->query));
    call->request = &joined;
    Status status = answer(call, err);
    call->request = asked;
    if (status == STATUS_OK && call->reply->status == 200) {
        *call->reply = (Reply){0};
        show_redirect(call, joined.target);
    }
    return status;
}

static Status answer_any(Call *call, Error *err)
{
    const Call fresh = *call;
    bool is_doubled = slice_contains(call->request->path, SLICE("//"));
    if (slice_starts_with(call->request->path, SLICE("//")))
        return answer_joined(call, err);
    Status status = answer(call, err);
    if (status != STATUS_END || !is_doubled)
        return status;
    *call = fresh;
    return answer_joined(call, err);
}

static void show_failed(Call *call, Status status, const Error *err)
{
    if (status == STATUS_SKIP)
        show_message(call, 400, say(call, "This cannot be read"),
                     arena_copy(call->arena, slice_from(err->message)));
    else
        show_message(call, 500, say(call, "Something went wrong here"),
                     say(call, "The archive could not answer. Its keeper finds the reason in the log."));
}

typedef struct Guarded {
    Call *call;
    PageSite *site; /* of this call: the worker's, in the reader's tongue */
    Error *err;
} Guarded;

/* The tongue that the address asks for goes on with every link of the page. */
static void carry_tongue(Call *call)
{
    Reply *reply = call->reply;
    if (slice_is_empty(call->request->ui) || reply->policy != POLICY_PAGE ||
        !slice_starts_with(reply->media_type, SLICE("text/html")))
        return;
    reply->body = page_carrying(call->arena, reply->body, SLICE("ui"), call->request->ui);
    if (slice_starts_with(reply->location, SLICE("/")))
        reply->location = arena_format(call->arena, "%.*s%sui=%.*s", SLICE_ARG(reply->location),
                                       slice_find_byte(reply->location, '?') == SLICE_NONE ? "?" : "&",
                                       SLICE_ARG(call->request->ui));
}

/* Without "ui=", which says how the page is to be written and is no part of its address. */
static Slice without_tongue(Arena *arena, Slice query, Slice *ui)
{
    Slice rest = query, pair;
    Builder kept;
    builder_init(&kept, arena);
    *ui = SLICE_EMPTY;
    while (!slice_is_empty(rest) && slice_next_split(&rest, '&', &pair)) {
        if (slice_starts_with(pair, SLICE("ui="))) {
            *ui = slice_skip(pair, 3);
            continue;
        }
        if (kept.size > 0)
            builder_add_byte(&kept, '&');
        builder_add(&kept, pair);
    }
    return builder_slice(&kept);
}

static void read_tongue(Arena *arena, Request *request)
{
    if (slice_find(request->query, SLICE("ui=")) == SLICE_NONE)
        return;
    request->query = without_tongue(arena, request->query, &request->ui);
    request->target =
        slice_is_empty(request->query)
            ? request->path
            : arena_format(arena, "%.*s?%.*s", SLICE_ARG(request->path), SLICE_ARG(request->query));
    if (page_tongue_find(request->ui, &request->tongue))
        request->ui = page_tongue_code(request->tongue);
    else
        request->ui = SLICE_EMPTY;
}

static void answer_guarded(void *context)
{
    Guarded *guarded = context;
    Call *call = guarded->call;
    Status status = worker_refresh(call->worker, guarded->err);
    *guarded->site = call->worker->site;
    guarded->site->tongue = call->request->tongue;
    guarded->site->here = call->request->target;
    if (status == STATUS_OK)
        status = answer_any(call, guarded->err);
    if (status == STATUS_END)
        show_missing(call);
    else if (status != STATUS_OK)
        show_failed(call, status, guarded->err);
    carry_tongue(call);
}

/* Nothing can be made: a reply that needs no memory. */
static void reply_plain(Reply *reply, int status, Slice text)
{
    *reply = (Reply){.status = status,
                     .body = text,
                     .media_type = SLICE("text/plain; charset=utf-8"),
                     .policy = POLICY_DATA,
                     .cache_control = SLICE("no-store")};
}

void dispatch(Worker *worker, const Request *request, Reply *reply, Error *err)
{
    err->message[0] = '\0';
    *reply = (Reply){0};
    if (!worker->archive && worker_renew(worker, err) != STATUS_OK) {
        reply_plain(reply, 503, SLICE("The archive cannot be opened.\n"));
        return;
    }
    arena_reset(worker->arena);
    Request read = *request;
    read_tongue(worker->arena, &read);
    PageSite site = {0};
    Call call = {.worker = worker,
                 .arena = worker->arena,
                 .site = &site,
                 .request = &read,
                 .wants_json = request->form == FORM_JSON,
                 .reply = reply};
    Guarded guarded = {&call, &site, err};
    bool is_answered = arena_guard(worker->arena, answer_guarded, &guarded);
    reply->route = call.route.kind;
    if (is_answered)
        return;
    (void)error_set(err, STATUS_SKIP, "the answer outgrew %d bytes", REQUEST_BYTES_MAX);
    Error renewing;
    if (worker_renew(worker, &renewing) != STATUS_OK)
        (void)error_set(err, STATUS_FAIL, "%s", renewing.message);
    reply_plain(reply, 500, SLICE("This answer would be too large.\n"));
}
