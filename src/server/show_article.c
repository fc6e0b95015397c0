/* One article and one photo, as pages and as JSON. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

/* Where the bytes of a picture are here; empty if they are not held. */
Slice picture_src(Call *call, Slice href)
{
    Resolution found;
    Error ignored; /* the page is of use without the picture */
    if (slice_starts_with(href, SLICE(ARCHIVE_FILE_PREFIX)))
        return href;
    if (slice_is_empty(href) ||
        archive_resolve_file(call->worker->archive, call->arena, href, &found, &ignored) != STATUS_OK ||
        (found.status != 200 && found.status != 301) || found.capture == 0)
        return SLICE_EMPTY;
    Slice host = url_host(call->arena, href);
    if (slice_equal(host, call->site->home_host) && slice_starts_with(found.target, SLICE("/")))
        return found.target;
    return arena_format(call->arena, "/-/captured/%lld", (long long)found.capture);
}

static void add_pictures(Call *call, const Article *article, PagePictures *pictures)
{
    bool has_first = false;
    for (size_t i = 0; i < article->media.count; i++) {
        PagePicture *picture = LIST_ADD(call->arena, pictures);
        *picture = picture_of(call, &article->media.items[i]);
        picture->is_first = !has_first && !slice_is_empty(picture->src);
        has_first |= picture->is_first;
    }
}

/* "20140627093000" of Unix seconds. */
Slice web_digits(Arena *arena, int64_t at_s)
{
    int64_t days = at_s >= 0 ? at_s / 86400 : 0, into = at_s >= 0 ? at_s % 86400 : 0, year;
    unsigned month, day;
    civil_from_days(days, &year, &month, &day);
    return arena_format(arena, "%04lld%02u%02u%02d%02d%02d", (long long)year, month, day, (int)(into / 3600),
                        (int)(into / 60 % 60), (int)(into % 60));
}

static bool is_same_day(int64_t a_s, int64_t b_s)
{
    enum { DAY_S = 86400 };
    return a_s > 0 && b_s > 0 && a_s / DAY_S == b_s / DAY_S;
}

/* The day of a capture; with the time of day where another is of the same day. */
static Slice at_shown(Call *call, int64_t at_s, bool with_time)
{
    if (at_s == 0)
        return say(call, "At an unknown time");
    Slice day = page_date_in(call->arena, call->site->tongue, moment_from_utc(at_s, NULL), false);
    if (!with_time || at_s < 0)
        return day;
    return arena_format(call->arena, "%.*s, %02d:%02d:%02d UTC", SLICE_ARG(day), (int)(at_s / 3600 % 24),
                        (int)(at_s / 60 % 60), (int)(at_s % 60));
}

static void add_captures(Call *call, const Article *article, PageCaptures *captures)
{
    Arena *arena = call->arena;
    for (size_t i = 0; i < article->captures.count; i++) {
        const CaptureInfo *info = &article->captures.items[i];
        Moment at = moment_from_utc(info->at_s, NULL);
        PageCapture *capture = LIST_ADD(arena, captures);
        capture->at = info->at_s ? moment_format(arena, at) : SLICE_EMPTY;
        const CaptureInfo *all = article->captures.items;
        bool is_twin = (i > 0 && is_same_day(all[i - 1].at_s, info->at_s)) ||
                       (i + 1 < article->captures.count && is_same_day(all[i + 1].at_s, info->at_s));
        capture->shown = at_shown(call, info->at_s, is_twin);
        capture->url = info->url;
        capture->sha256 = info->sha256;
        capture->href = info->at_s && !slice_is_empty(info->url)
                            ? arena_format(arena, "/web/%.*s/%.*s", SLICE_ARG(web_digits(arena, info->at_s)),
                                           SLICE_ARG(info->url))
                            : arena_format(arena, "/-/captured/%lld", (long long)info->number);
    }
}

static void add_neighbours(Call *call, ArticlePage *page)
{
    Article *previous = ARENA_NEW(call->arena, Article), *next = ARENA_NEW(call->arena, Article);
    bool has_previous = false, has_next = false;
    Error ignored; /* the page is of use without them */
    if (archive_neighbours(call->worker->archive, call->arena, page->article, previous, &has_previous, next,
                           &has_next, &ignored) != STATUS_OK)
        return;
    if (has_previous)
        page->previous = entry_of(call, previous);
    if (has_next)
        page->next = entry_of(call, next);
}

static void add_neighbours_among(Call *call, const Article *article, FacetField field, Slice value,
                                 PageEntry *previous, PageEntry *next)
{
    Article *before = ARENA_NEW(call->arena, Article), *after = ARENA_NEW(call->arena, Article);
    bool has_before = false, has_after = false;
    Error ignored; /* the page is of use without them */
    if (archive_neighbours_among(call->worker->archive, call->arena, article, field, value, before,
                                 &has_before, after, &has_after, &ignored) != STATUS_OK)
        return;
    if (has_before)
        *previous = entry_of(call, before);
    if (has_after)
        *next = entry_of(call, after);
}

/* Neighbours that are the same pieces as others' are not shown twice. */
static void drop_same(const PageEntry *previous, const PageEntry *next, PageEntry *other_previous,
                      PageEntry *other_next)
{
    if (slice_equal(previous->href, other_previous->href) && slice_equal(next->href, other_next->href))
        *other_previous = *other_next = (PageEntry){0};
}

/* ---- states of the text ---- */

static Slice version_shown(Call *call, const Article *article, size_t i)
{
    const VersionInfo *all = article->versions.items;
    bool is_twin = (i > 0 && is_same_day(all[i - 1].at_s, all[i].at_s)) ||
                   (i + 1 < article->versions.count && is_same_day(all[i].at_s, all[i + 1].at_s));
    return at_shown(call, all[i].at_s, is_twin);
}

static void add_versions(Call *call, const Article *article, PageVersions *versions)
{
    Slice compared = article_form(call->arena, article, "?diff=");
    for (size_t i = 0; i < article->versions.count; i++) {
        const VersionInfo *info = &article->versions.items[i];
        PageVersion *version = LIST_ADD(call->arena, versions);
        version->at =
            info->at_s ? moment_format(call->arena, moment_from_utc(info->at_s, NULL)) : SLICE_EMPTY;
        version->shown = version_shown(call, article, i);
        if (i > 0)
            version->href = arena_format(call->arena, "%.*s%zu..%zu", SLICE_ARG(compared), i, i + 1);
    }
}

/* "1..2": the numbers of two states, from 1; or "2": with the one before it. */
static bool read_states(Slice text, uint64_t count, uint64_t *from, uint64_t *to)
{
    size_t dots = slice_find(text, SLICE(".."));
    if (dots == SLICE_NONE) {
        bool is_number = slice_to_u64(text, to);
        *from = is_number && *to > 1 ? *to - 1 : 0;
    } else if (!slice_to_u64(slice_range(text, 0, dots), from) ||
               !slice_to_u64(slice_skip(text, dots + 2), to)) {
        return false;
    }
    return *from >= 1 && *to >= 1 && *from <= count && *to <= count && *from != *to;
}

static const PageDiff *make_diff(Call *call, const Article *article)
{
    uint64_t from = 0, to = 0;
    Slice texts[2];
    Error ignored; /* the page is of use without */
    if (!read_states(query_value(call, "diff"), article->versions.count, &from, &to))
        return NULL;
    const VersionInfo *infos[] = {&article->versions.items[from - 1], &article->versions.items[to - 1]};
    for (size_t i = 0; i < 2; i++)
        if (archive_version_text(call->worker->archive, call->arena, article->number, infos[i]->digest,
                                 &texts[i], &ignored) != STATUS_OK)
            return NULL;
    PageDiff *diff = ARENA_NEW(call->arena, PageDiff);
    diff->old_shown = version_shown(call, article, from - 1);
    diff->new_shown = version_shown(call, article, to - 1);
    page_diff(call->arena, texts[0], texts[1], diff);
    return diff;
}

/* ---- citing ---- */

static void add_cites(Call *call, const Article *article, Slice href, ArticlePage *page)
{
    static const struct {
        const char *label, *form;
    } forms[] = {{"RIS", "ris"},      {"BibTeX", "bibtex"},       {"BibLaTeX", "biblatex"},
                 {"CSL-JSON", "csl"}, {"Wikipedia", "wikipedia"}, {"MLA", "mla"},
                 {"APA", "apa"},      {"Harvard", "harvard"}};
    Slice base = call->site->base_url;
    CitePaper paper = {.title = call->site->title,
                       .name = call->site->paper,
                       .publisher = call->site->publisher,
                       .address = slice_is_empty(base) ? article->url
                                                       : arena_format(call->arena, "%.*s%.*s",
                                                                      SLICE_ARG(base), SLICE_ARG(href))};
    Slice cited = article_form(call->arena, article, "?cite=");
    page->citation = slice_trim(export_citation(call->arena, article, &paper, CITE_CHICAGO));
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        *LIST_ADD(call->arena, &page->cites) =
            (PageLink){.label = slice_from(forms[i].label),
                       .href = arena_format(call->arena, "%.*s%s", SLICE_ARG(cited), forms[i].form)};
}

/* The first words of the text, cut at a blank, for the description. */
static Slice beginning_of(const Article *article)
{
    enum { BEGINNING_BYTES = 240 };
    Slice text = slice_is_empty(article->summary) ? article->text : article->summary;
    if (text.size <= BEGINNING_BYTES)
        return text;
    size_t end = slice_find_last_byte(slice_range(text, 0, BEGINNING_BYTES), ' ');
    return end == SLICE_NONE ? SLICE_EMPTY : slice_range(text, 0, end);
}

/* ---- what belongs to it ---- */

static Slice relation_href(Arena *arena, const Relation *relation)
{
    return article_href(arena, &(Article){.id = relation->id, .path = relation->path});
}

static Slice related_label(Call *call, const Relation *relation)
{
    Moment published = archive_local(call->worker->archive, relation->published);
    Slice day = moment_is_known(published) ? page_date_in(call->arena, call->site->tongue, published, false)
                                           : say(call, "Undated");
    return slice_equal(relation->reason, SLICE(RELATED_DEBATE))
               ? arena_format(call->arena, "%.*s · %.*s",
                              SLICE_ARG(say(call, "The other side of the debate")), SLICE_ARG(day))
               : day;
}

/* "en-US" is English to a reader of Arabic. */
static Slice primary_of(Slice lang)
{
    return slice_range(lang, 0, slice_find_byte(lang, '-'));
}

/* Those that are held; what is only named leads nowhere here. */
static void add_relatives(Call *call, const Relations *relations, bool is_translation, PageRelatives *list)
{
    for (size_t i = 0; i < relations->count; i++) {
        const Relation *relation = &relations->items[i];
        if (relation->number == 0)
            continue;
        *LIST_ADD(call->arena, list) =
            (PageRelative){.label = is_translation ? value_shown(call, FACET_LANG, primary_of(relation->lang))
                                                   : related_label(call, relation),
                           .href = relation_href(call->arena, relation),
                           .headline = relation->headline,
                           .lang = relation->lang,
                           .dir = relation->dir};
    }
}

static void show_article_page(Call *call, const Article *stored)
{
    const Article *article = article_shown(call, stored);
    Slice href = article_href(call->arena, article);
    ArticlePage page = {.frame = {.site = call->site,
                                  .title = article_title(call->arena, article),
                                  .description = beginning_of(article),
                                  .path = href,
                                  .twin = article_form(call->arena, article, ".json"),
                                  .is_noindex = article->status == ARTICLE_DELISTED},
                        .article = article,
                        .stem = article_form(call->arena, article, "")};
    add_pictures(call, article, &page.pictures);
    add_captures(call, article, &page.captures);
    add_neighbours(call, &page);
    add_neighbours_among(call, article, FACET_SECTION, article->section.slug, &page.section_previous,
                         &page.section_next);
    if (article->authors.count > 0)
        add_neighbours_among(call, article, FACET_AUTHOR, article->authors.items[0].slug,
                             &page.author_previous, &page.author_next);
    drop_same(&page.previous, &page.next, &page.author_previous, &page.author_next);
    drop_same(&page.section_previous, &page.section_next, &page.author_previous, &page.author_next);
    drop_same(&page.previous, &page.next, &page.section_previous, &page.section_next);
    add_versions(call, article, &page.versions);
    page.diff = make_diff(call, article);
    page.frame.is_noindex |= page.diff != NULL;
    add_cites(call, article, href, &page);
    add_relatives(call, &article->translations, true, &page.translations);
    add_relatives(call, &article->related, false, &page.related);
    page.frame.previous = page.previous.href;
    page.frame.next = page.next.href;
    call->before = page.previous.href;
    call->after = page.next.href;
    Builder out;
    builder_init(&out, call->arena);
    page_article(&out, &page);
    reply_html(call, 200, &out);
}

/* One value of the Link header; the address is made safe for a header. */
void link_add(Builder *link, Slice address, const char *relation)
{
    if (link->size > 0)
        builder_add(link, SLICE(", "));
    builder_format(link, "<%.*s>; rel=\"%s\"", SLICE_ARG(header_address(link->arena, address)), relation);
}

void link_add_alternate(Builder *link, Slice address, const char *type, Slice language)
{
    link_add(link, address, "alternate");
    if (type)
        builder_format(link, "; type=\"%s\"", type);
    if (!slice_is_empty(language))
        builder_format(link, "; hreflang=\"%.*s\"", SLICE_ARG(language));
}

static Status reply_article(Call *call, const Article *article, Error *err)
{
    Status status = STATUS_OK;
    if (!slice_is_empty(call->cite)) {
        status = show_citation(call, article, err);
    } else if (call->wants_json) {
        ArticleJson how = {.with_id = true, .with_body = true, .with_provenance = true};
        reply_json(call, 200, export_article(call->arena, article, how));
    } else {
        show_article_page(call, article);
    }
    call->reply->is_noindex = article->status == ARTICLE_DELISTED;
    article_links(call, article);
    return status;
}

static bool is_shown(const Article *article)
{
    return article->status == ARTICLE_PUBLIC || article->status == ARTICLE_DELISTED;
}

static Status reply_if_shown(Call *call, const Article *article, Error *err)
{
    if (article->status == ARTICLE_WITHHELD) {
        show_gone(call, article->is_by_law ? 451 : 410);
        return STATUS_OK;
    }
    if (!is_shown(article))
        return STATUS_END;
    return reply_article(call, article, err);
}

Status show_article(Call *call, int64_t number, Error *err)
{
    Article *article = ARENA_NEW(call->arena, Article);
    Status status = archive_article_number(call->worker->archive, call->arena, number, article, err);
    return status == STATUS_OK ? reply_if_shown(call, article, err) : status;
}

/* By its id: the page itself for a piece of another host, whose path is a capture; else the way to its path.
 */
Status show_id(Call *call, Error *err)
{
    bool is_api = call->route.kind == ROUTE_API_ARTICLE;
    call->wants_json |= is_api;
    Article *article = ARENA_NEW(call->arena, Article);
    Status status = archive_article(call->worker->archive, call->arena, call->route.name, article, err);
    if (status != STATUS_OK)
        return status;
    Slice href = article_href(call->arena, article);
    bool is_form =
        call->wants_json || !slice_is_empty(call->cite) || !slice_is_empty(query_value(call, "diff"));
    if (is_shown(article) && !is_api && slice_is_empty(call->cite) &&
        !slice_starts_with(is_form ? article_form(call->arena, article, "") : href, SLICE("/id/"))) {
        show_redirect(call, call->wants_json ? twin_of(call->arena, href, SLICE_EMPTY) : href);
        return STATUS_OK;
    }
    return reply_if_shown(call, article, err);
}

Status show_media(Call *call, Error *err)
{
    MediaView view = {0};
    Status status = archive_media(call->worker->archive, call->arena, call->route.name, &view, err);
    if (status != STATUS_OK)
        return status;
    if (view.gone) {
        show_gone(call, view.gone);
        return STATUS_OK;
    }
    if (call->wants_json) {
        reply_json(call, 200, export_media(call->arena, &view, false));
        return STATUS_OK;
    }
    Slice path = arena_format(call->arena, "/media/%.*s", SLICE_ARG(url_encode(call->arena, view.media.id)));
    MediaPage page = {
        .frame = {.site = call->site,
                  .title = arena_format(call->arena, "%.*s %.*s", SLICE_ARG(say(call, "Media ID")),
                                        SLICE_ARG(view.media.id)),
                  .description = view.media.caption,
                  .path = path,
                  .twin = twin_of(call->arena, path, SLICE_EMPTY)},
        .media = &view.media,
        .picture = picture_of(call, &view.media)};
    page.picture.is_first = true;
    if (slice_is_empty(page.picture.src) && view.capture)
        page.picture.src = arena_format(call->arena, "/-/captured/%lld", (long long)view.capture);
    page.picture.srcset = picture_srcset(call, page.picture.src, view.media.width);
    for (size_t i = 0; i < view.use_count; i++)
        *LIST_ADD(call->arena, &page.uses) = entry_of(call, &view.uses[i]);
    Builder out;
    builder_init(&out, call->arena);
    page_media(&out, &page);
    reply_html(call, 200, &out);
    return STATUS_OK;
}
