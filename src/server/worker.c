/* One open archive and its memory, lent to one request at a time. What every page shows (name, years) is read
 * once for each state of the archive, not once a request. */
#include "model/paper.h"
#include "server/inside.h"

Status worker_open(const char *folder, const Look *look, Worker **out, Error *err)
{
    Worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        fatal("memory is used up");
    worker->folder = folder;
    worker->look = look;
    worker->arena = arena_open(REQUEST_BYTES_MAX);
    worker->keep = arena_open(KEEP_BYTES_MAX);
    worker->parser = html_parser_open();
    Status status = archive_open(folder, ARCHIVE_READ, &worker->archive, err);
    if (status == STATUS_END)
        status = error_set(err, STATUS_FAIL, "there is no archive in '%s'", folder);
    if (status != STATUS_OK) {
        worker_close(worker);
        return status;
    }
    *out = worker;
    return STATUS_OK;
}

void worker_close(Worker *worker)
{
    if (!worker)
        return;
    archive_close(worker->archive);
    html_parser_close(worker->parser);
    lack_release(worker->lack);
    arena_close(worker->keep);
    arena_close(worker->arena);
    free(worker);
}

/* "paper.example:8080": nothing that could end the address that it stands in. */
static bool is_host(Slice host)
{
    for (size_t i = 0; i < host.size; i++)
        if (!ascii_is_alpha(host.data[i]) && !ascii_is_digit(host.data[i]) && !strchr(".-:[]", host.data[i]))
            return false;
    return host.size > 0 && host.size <= 255;
}

/* Where the keeper named no base URL, the site is at home: the host of the pieces, by the scheme of the
 * newest piece. Empty: no piece has a host. */
static Slice home_base(Worker *worker)
{
    Slice home = worker->site.home_host;
    if (!is_host(home))
        return SLICE_EMPTY;
    SearchRequest request = {.options = {.sort = SORT_NEWEST, .limit = 1}};
    Answer answer = {0};
    Error ignored; /* the scheme alone is not known */
    bool is_plain =
        archive_search(worker->archive, worker->arena, &request, &answer, &ignored) == STATUS_OK &&
        answer.hit_count > 0 && slice_starts_with_nocase(answer.hits[0].article.url, SLICE("http://"));
    return arena_format(worker->keep, "%s://%.*s", is_plain ? "http" : "https", SLICE_ARG(home));
}

static void read_site(Worker *worker)
{
    const Settings *settings = archive_settings(worker->archive);
    Arena *keep = worker->keep;
    arena_reset(keep);
    worker->site = (PageSite){.title = slice_is_empty(worker->look->title) ? arena_copy(keep, settings->title)
                                                                           : worker->look->title,
                              .publisher = arena_copy(keep, settings->publisher),
                              .language = arena_copy(keep, settings->language),
                              .base_url = arena_copy(keep, settings->base_url),
                              .home_host = arena_copy(keep, settings->home_host),
                              .tagline = worker->look->tagline,
                              .tongue = worker->look->tongue,
                              .style_href = worker->look->style_href,
                              .script_href = worker->look->script_href,
                              .logo_href = worker->look->logo_href,
                              .rights = worker->look->rights,
                              .license = worker->look->license,
                              .header_links = worker->look->header_links,
                              .footer_links = worker->look->footer_links};
    PageSite *site = &worker->site;
    if (slice_is_empty(site->base_url))
        site->base_url = home_base(worker);
    site->paper =
        slice_is_empty(worker->look->paper) ? paper_name(site->title, site->publisher) : worker->look->paper;
    FacetRequest years = {.field = FACET_YEAR};
    SearchRequest request = {.options = {.sort = SORT_OLDEST, .facets = &years, .facet_count = 1}};
    Answer answer;
    Error ignored; /* without an index the pages show no years; a search will say why */
    int64_t first, last;
    if (archive_search(worker->archive, worker->arena, &request, &answer, &ignored) == STATUS_OK &&
        facet_years(facet_of(&answer, FACET_YEAR), &first, &last)) {
        worker->site.first_year = (int)first;
        worker->site.last_year = (int)last;
    }
}

Status worker_refresh(Worker *worker, Error *err)
{
    uint64_t generation = 0;
    Status status = archive_refresh(worker->archive, &generation, err);
    if (status != STATUS_OK || (worker->has_generation && worker->generation == generation))
        return status;
    read_site(worker);
    worker->generation = generation;
    worker->has_generation = true;
    return STATUS_OK;
}

Status worker_renew(Worker *worker, Error *err)
{
    archive_close(worker->archive);
    worker->archive = NULL;
    html_parser_close(worker->parser);
    worker->parser = html_parser_open();
    arena_reset(worker->arena);
    worker->has_generation = false;
    return archive_open(worker->folder, ARCHIVE_READ, &worker->archive, err);
}
