/* In: a decoded record. Out: what it says. A page is read by extraction; what a structured source states is
 * shaped by extraction too, so that both kinds of text come out alike. */
#include "archive/finding.h"

#include "archive/inside.h"
#include "base/digest.h"
#include "syntax/html.h"
#include "syntax/url.h"

/* ---- addresses and ids ---- */

/* The page's address with what means nothing left out: "https://host/path?query". */
static Slice clean_address(Arena *arena, Slice text)
{
    Url url;
    if (!url_parse(text, &url) || !slice_starts_with_nocase(url.scheme, SLICE("http")))
        return SLICE_EMPTY;
    Slice path = url_path(arena, text);
    bool is_usual_port =
        slice_is_empty(url.port) || slice_equal(url.port, SLICE("80")) || slice_equal(url.port, SLICE("443"));
    Slice port = is_usual_port ? SLICE_EMPTY : arena_format(arena, ":%.*s", SLICE_ARG(url.port));
    return arena_format(arena, "%.*s://%.*s%.*s%.*s", SLICE_ARG(url.scheme), SLICE_ARG(url.host),
                        SLICE_ARG(port), SLICE_ARG(path));
}

/* Where it was found, as the paper spells it, without keys that mean nothing ("?share=facebook"): what one
 * capture was asked for with says nothing of the piece. */
static Slice own_address(Arena *arena, Slice text)
{
    UrlKey read;
    if (!url_read(arena, text, &read) || !read.is_query_cut)
        return text;
    Slice path = url_path_spelled(arena, text), clean = clean_address(arena, text);
    bool has_slash = slice_ends_with(path, SLICE("/")) && !slice_ends_with(clean, SLICE("/"));
    return has_slash ? arena_format(arena, "%.*s/", SLICE_ARG(clean)) : clean;
}

/* A canonical link counts when it stays on the page's own host: a wire copy may point to another paper. */
static Slice canonical_address(Arena *arena, Slice canonical, Slice url)
{
    Slice own = clean_address(arena, url);
    if (slice_is_empty(canonical) || slice_is_empty(url_key(arena, canonical)))
        return own;
    bool is_front = slice_equal(url_path(arena, canonical), SLICE("/"));
    if (is_front && !slice_is_empty(own) && !slice_equal(url_path(arena, own), SLICE("/")))
        return own; /* a site that names its front page as the address of every page */
    bool is_own_host = slice_is_empty(own) || slice_equal(url_host(arena, canonical), url_host(arena, own));
    return is_own_host ? canonical : own;
}

/* The publisher's own id, else x and 12 digits of the SHA-256 of the canonical address, else of the bytes. */
static Slice article_id(Arena *arena, const Article *article, const Record *record)
{
    if (!slice_is_empty(article->cms_id))
        return article->cms_id;
    Slice of = slice_is_empty(article->canonical) ? record->block : article->canonical;
    if (slice_is_empty(article->canonical) && record->stated_count > 1) /* many pieces share these bytes */
        of = arena_format(arena, "%.*s\n%.*s\n%.*s", SLICE_ARG(article->headline),
                          SLICE_ARG(moment_format(arena, article->published)), SLICE_ARG(article->summary));
    return arena_format(arena, "x%.12s", digest_sha256_hex(arena, of).data);
}

Capture finding_capture(const Finding *finding, const Capture *capture)
{
    Capture spoken = *capture;
    const Article *a = &finding->article;
    Moment kept = moment_is_known(a->modified) ? a->modified : a->published;
    if (finding->kind == STATED_REVISION && moment_is_known(kept))
        spoken.captured_s = moment_utc_s(kept, NULL);
    return spoken;
}

/* A feed whose entries all link to the front page tells no addresses. */
static void drop_front_address(Arena *arena, Article *article)
{
    if (slice_equal(url_path(arena, article->url), SLICE("/")))
        article->url = SLICE_EMPTY;
    if (slice_equal(url_path(arena, article->canonical), SLICE("/")))
        article->canonical = SLICE_EMPTY;
}

/* ---- links ---- */

enum { LINKS_MAX = 1000 }; /* a piece with more is a list in disguise */

/* Where the text leads: the addresses of its links. Our own HTML writes them in one way only. */
static void collect_links(Arena *arena, const Article *article, Slices *links)
{
    const Slice mark = SLICE("href=\"");
    for (size_t i = 0; i < article->body.count; i++) {
        Slice html = article->body.items[i].html;
        size_t at;
        while (links->count < LINKS_MAX && (at = slice_find(html, mark)) != SLICE_NONE) {
            html = slice_skip(html, at + mark.size);
            size_t end = slice_find_byte(html, '"');
            Slice href = html_unescape(arena, slice_range(html, 0, end));
            if (slice_starts_with_nocase(href, SLICE("http")))
                *LIST_ADD(arena, links) = href;
        }
    }
}

/* ---- copying ---- */

typedef struct Keeping {
    const Reading *reading;
    Arena *arena;
    const Record *record;
    const Article *found;
    const Stated *stated; /* NULL: a page */
    Findings *findings;
    SitePage page; /* as in Finding */
    PageKind alone_kind;
    int64_t lesson;
} Keeping;

/* A picture that came as a file without an address is shown under the digest of its bytes. */
static void name_file(Arena *arena, const Record *record, Article *article)
{
    bool is_file = record->body_kind == BODY_IMAGE && article->media.count == 1 &&
                   slice_starts_with(article->media.items[0].href, SLICE("file:"));
    if (is_file)
        article->media.items[0].href = arena_format(arena, ARCHIVE_FILE_PREFIX "%.*s",
                                                    SLICE_ARG(digest_sha256_hex(arena, record->block)));
}

/* Copies the article out of the scratch and makes its document. Runs under arena_guard. */
static void keep_article(void *context)
{
    Keeping *keeping = context;
    Arena *arena = keeping->arena;
    Finding finding = {.is_page = !keeping->stated,
                       .article = article_copy(arena, keeping->found),
                       .page = keeping->page,
                       .alone_kind = keeping->alone_kind,
                       .lesson = keeping->lesson};
    Article *a = &finding.article;
    finding.page.host = arena_copy(arena, keeping->page.host);
    if (keeping->stated)
        finding.kind = keeping->stated->kind;
    else
        a->url = own_address(arena, arena_copy(arena, keeping->record->url));
    if (keeping->stated)
        drop_front_address(arena, a);
    a->canonical = canonical_address(arena, a->canonical, a->url);
    name_file(arena, keeping->record, a);
    a->id = article_id(arena, a, keeping->record);
    if (page_kind_is_piece(a->page_kind)) {
        collect_links(arena, a, &finding.links);
        if (a->status == ARTICLE_PUBLIC && finding.kind == STATED_PIECE) {
            Slice address = slice_is_empty(a->canonical) ? a->url : a->canonical;
            archive_document(arena, a, keeping->reading->zone, url_host(arena, address), &finding.document);
            finding.has_document = true;
        }
    }
    *LIST_ADD(arena, keeping->findings) = finding;
}

static void keep_other(void *context)
{
    Keeping *keeping = context;
    const Stated *stated = keeping->stated;
    Arena *arena = keeping->arena;
    *LIST_ADD(arena, keeping->findings) = (Finding){
        .kind = stated->kind,
        .article = article_copy(arena, &stated->article),
        .label = {arena_copy(arena, stated->label.slug), arena_copy(arena, stated->label.label)},
        .class = class_of_source(stated->source),
        .http_status = stated->http_status,
        .redirect = arena_copy(arena, stated->redirect),
        .seen_s = stated->seen_s,
    };
}

/* Room for all at once: growing would leave the old arrays in the arena. */
static void reserve_findings(void *context)
{
    Keeping *keeping = context;
    size_t count = keeping->record->stated_count;
    *keeping->findings = (Findings){.items = ARENA_ARRAY(keeping->arena, Finding, count), .capacity = count};
}

static Status keep(Keeping *keeping, void (*how)(void *), Error *err)
{
    if (arena_guard(keeping->arena, how, keeping))
        return STATUS_OK;
    return error_set(err, STATUS_SKIP, "it is kept, but it says more than can be held at once");
}

/* ---- the two kinds of records ---- */

/* What a list says of single pieces. */
typedef struct KeepingEntries {
    Arena *arena;
    const StatedList *entries;
    Findings *findings;
} KeepingEntries;

static void keep_entries(void *context)
{
    KeepingEntries *keeping = context;
    for (size_t i = 0; i < keeping->entries->count; i++) {
        Finding finding = {.kind = STATED_ENTRY,
                           .article = article_copy(keeping->arena, &keeping->entries->items[i].article)};
        finding.article.url = clean_address(keeping->arena, finding.article.url);
        *LIST_ADD(keeping->arena, keeping->findings) = finding;
    }
}

static Status extract_once(Keeping *keeping, const ExtractOptions *how, Article *found, StatedList *entries,
                           Error *err)
{
    const Reading *reading = keeping->reading;
    *found = (Article){0};
    *entries = (StatedList){0};
    Status status =
        extract_page_entries(reading->extractor, reading->scratch, keeping->record, how, found, entries, err);
    if (status == STATUS_OK && keeping->record->http_status >= 400) {
        found->page_kind =
            PAGE_OTHER; /* a page that says it is not there is no piece, whatever it looks like */
        keeping->page.is_piece = false;
    }
    return status;
}

/* Alone first; again with the help of its site if it is a piece that is silent of what that teaches. So what
 * a page is by itself, and whether it is helped, never depends on what has been learnt. */
static Status extract_helped(Keeping *keeping, Article *found, StatedList *entries, Error *err)
{
    ExtractOptions how = keeping->reading->options;
    const Site *site = how.site;
    how.site = NULL;
    how.page = &keeping->page;
    keeping->page = (SitePage){0};
    Status status = extract_once(keeping, &how, found, entries, err);
    keeping->alone_kind = found->page_kind;
    keeping->lesson = status == STATUS_OK && site ? site_helps(site, &keeping->page) : 0;
    if (keeping->lesson == 0)
        return status;
    arena_reset(keeping->reading->scratch);
    how.site = site;
    return extract_once(keeping, &how, found, entries, err);
}

static Status read_page(Keeping *keeping, Error *err)
{
    Article found;
    StatedList entries;
    Status status = extract_helped(keeping, &found, &entries, err);
    if (status != STATUS_OK)
        return status;
    keeping->found = &found;
    status = keep(keeping, keep_article, err);
    KeepingEntries keeping_entries = {keeping->arena, &entries, keeping->findings};
    if (status == STATUS_OK && !arena_guard(keeping->arena, keep_entries, &keeping_entries))
        return error_set(err, STATUS_SKIP, "it is kept, but it lists more than can be held at once");
    return status;
}

static Status read_stated(Keeping *keeping, Error *err)
{
    const Reading *reading = keeping->reading;
    const Stated *stated = keeping->stated;
    Article found = {0};
    if (stated->kind != STATED_PIECE && stated->kind != STATED_REVISION)
        return keep(keeping, keep_other, err);
    Status status =
        extract_stated(reading->extractor, reading->scratch, stated, &reading->options, &found, err);
    if (status != STATUS_OK)
        return status;
    keeping->found = &found;
    return keep(keeping, keep_article, err);
}

static bool is_page(const Record *record)
{
    bool is_answer = record->http_status == 0 || (record->http_status >= 200 && record->http_status < 300) ||
                     record->http_status >= 400;
    return is_answer && (record->body_kind == BODY_HTML || record->body_kind == BODY_TEXT) &&
           record->body.size > 0;
}

Status findings_read(const Reading *reading, Arena *arena, const Record *decoded, Findings *findings,
                     Error *err)
{
    Keeping keeping = {.reading = reading, .arena = arena, .record = decoded, .findings = findings};
    Status status = is_page(decoded) ? read_page(&keeping, err) : STATUS_OK;
    if (decoded->stated_count > 0 && !arena_guard(arena, reserve_findings, &keeping))
        return error_set(err, STATUS_SKIP,
                         "it is kept, but it names %zu things, more than can be read at once",
                         decoded->stated_count);
    for (size_t i = 0; i < decoded->stated_count; i++) {
        Error why;
        keeping.stated = &decoded->stated[i];
        arena_reset(reading->scratch);
        Status one = read_stated(&keeping, &why);
        if (one != STATUS_OK && status == STATUS_OK) {
            status = one; /* one thing that is not understood does not hide the others */
            *err = why;
        }
    }
    return status;
}
