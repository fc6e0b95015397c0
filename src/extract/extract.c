/* In: a page as an importer found it. Out: an article: the order of the work, and its bounds.
 *
 * Bytes become UTF-8, UTF-8 a tree, the tree a flat page; collectors write down what everybody claims; then
 * each field is decided. All of it allocates in the caller's arena under arena_guard; the parser alone has
 * memory of its own and belongs to the Extractor, so work that is abandoned leaks nothing. */
#include "extract/extract.h"

#include "base/utf8.h"
#include "extract/desk.h"
#include "extract/entries.h"
#include "extract/parser.h"
#include "extract/script_body.h"
#include "extract/site.h"
#include "extract/text_capture.h"
#include "syntax/charset.h"

struct Extractor {
    HtmlParser *parser;
    HintCache *hints;
};

Extractor *extractor_open(void)
{
    Extractor *extractor = calloc(1, sizeof *extractor);
    if (!extractor)
        fatal("out of memory for an extractor");
    extractor->parser = html_parser_open();
    extractor->hints = hint_cache_open();
    return extractor;
}

void extractor_close(Extractor *extractor)
{
    if (!extractor)
        return;
    hint_cache_close(extractor->hints);
    html_parser_close(extractor->parser);
    free(extractor);
}

HtmlParser *extractor_parser(Extractor *extractor)
{
    return extractor->parser;
}

HintCache *extractor_hints(Extractor *extractor)
{
    return extractor->hints;
}

/* What is handed through the guard. */
typedef struct Job {
    Extractor *extractor;
    Desk desk;
    StatedList *entries; /* NULL: not asked for */
    Status status;
    Error *err;
} Job;

/* Parses the page, lays it flat and reads up to its headline. */
static bool open_page(Job *job)
{
    Desk *desk = &job->desk;
    lxb_html_document_t *document = NULL;
    job->status = html_parse_words(job->extractor->parser, desk->arena, desk->html, &document, job->err);
    if (job->status != STATUS_OK)
        return false;
    page_read(&desk->page, desk->arena, job->extractor->hints, document, desk->record->url);
    note_mirror(desk);
    collect_metadata(desk);
    collect_linked(desk);
    find_site_keys(desk);
    if (desk->options->site)
        site_claim(desk);
    decide_canonical(desk);
    decide_headline(desk);
    return true;
}

#define BARE_PROSE_MAX 600 /* letters of prose on a page whose text may stand in a script alone */

/* The page with the body that it would have from its scripts; empty if it has a body, or none anywhere. */
static Slice with_script_body(const Desk *desk)
{
    const Claim *claimed = claim_best(desk, CLAIM_BODY);
    if (desk->page.prose >= BARE_PROSE_MAX || (claimed && claimed->value.size >= 2 * BARE_PROSE_MAX))
        return SLICE_EMPTY;
    Slice body = script_body(desk->arena, desk->html, desk->article->headline);
    if (body.size < 2 * (size_t)desk->page.prose)
        return SLICE_EMPTY;
    size_t end = slice_find_nocase(desk->html, SLICE("</body>"));
    Slice front = end == SLICE_NONE ? desk->html : slice_range(desk->html, 0, end);
    return arena_format(desk->arena, "%.*s%.*s%.*s", SLICE_ARG(front), SLICE_ARG(body),
                        SLICE_ARG(slice_skip(desk->html, front.size)));
}

static void read_html(Job *job)
{
    Desk *desk = &job->desk;
    if (!open_page(job))
        return;
    Slice whole = with_script_body(desk);
    if (whole.size > 0) { /* from the beginning, with all of it on the page */
        Desk again = {.arena = desk->arena,
                      .options = desk->options,
                      .record = desk->record,
                      .article = desk->article,
                      .html = whole};
        memset(desk->article, 0, sizeof *desk->article);
        desk->article->url = desk->record->url;
        *desk = again;
        if (!open_page(job))
            return;
    }
    choose_body(desk);
    decide_published(desk);
    decide_byline(desk);
    decide_section(desk);
    decide_summary(desk);
    write_body(desk);
    collect_media(desk);
    decide_language(desk);
    decide_page_kind(desk);
    write_list(desk);
    collect_comments(desk);
    settle_photo_page(desk);
    site_note(desk);
    decide_beside(desk);
    bool is_list = desk->article->page_kind >= PAGE_LIST && desk->article->page_kind <= PAGE_SEARCH;
    if (job->entries && is_list && desk->record->http_status < 400)
        read_entries(desk, job->entries);
}

/* The tree is gone with the next page: what the article keeps of it is copied into the arena. */
static void keep(Arena *arena, Slice *text)
{
    if (text->size > 0)
        *text = arena_copy(arena, *text);
}

static void keep_texts(Arena *arena, Article *article)
{
    Slice *const fields[] = {
        &article->url,          &article->canonical,     &article->headline, &article->kicker,
        &article->genre,        &article->subheadline,   &article->summary,  &article->byline,
        &article->section.slug, &article->section.label, &article->lang,     &article->dir,
        &article->site_name,    &article->cms_id,        &article->license,  &article->rights};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        keep(arena, fields[i]);
    for (size_t i = 0; i < article->sections.count; i++) {
        keep(arena, &article->sections.items[i].slug);
        keep(arena, &article->sections.items[i].label);
    }
    for (size_t i = 0; i < article->tags.count; i++) {
        keep(arena, &article->tags.items[i].slug);
        keep(arena, &article->tags.items[i].label);
    }
    for (size_t i = 0; i < article->authors.count; i++) {
        Author *author = &article->authors.items[i];
        Slice *const own[] = {&author->name, &author->slug, &author->role, &author->agency};
        for (size_t f = 0; f < 4; f++)
            keep(arena, own[f]);
    }
    for (size_t i = 0; i < article->media.count; i++) {
        Media *media = &article->media.items[i];
        Slice *const own[] = {&media->id,
                              &media->href,
                              &media->caption,
                              &media->alt,
                              &media->credit.raw,
                              &media->credit.agency,
                              &media->credit.photographer};
        for (size_t f = 0; f < sizeof own / sizeof own[0]; f++)
            keep(arena, own[f]);
    }
    for (size_t i = 0; i < article->provenance.count; i++)
        keep(arena, &article->provenance.items[i].at);
    Relations *const relations[] = {&article->translations, &article->related};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < relations[l]->count; i++) {
            keep(arena, &relations[l]->items[i].url);
            keep(arena, &relations[l]->items[i].lang);
        }
    }
    for (size_t i = 0; i < article->alt_ids.count; i++) {
        keep(arena, &article->alt_ids.items[i].role);
        keep(arena, &article->alt_ids.items[i].value);
    }
}

/* A page saved by a browser or a tool is UTF-8 whatever its meta element still says: text in another charset
 * is hardly ever valid UTF-8 by chance. */
static Slice to_utf8(Arena *arena, const Record *record, bool is_html)
{
    if (slice_is_empty(record->charset) && !utf8_is_ascii(record->body) && utf8_is_valid(record->body))
        return record->body;
    return charset_to_utf8(arena, record->body, record->charset, is_html, NULL);
}

static void run_job(void *context)
{
    Job *job = context;
    Desk *desk = &job->desk;
    const Record *record = desk->record;
    bool is_html = record->body_kind != BODY_TEXT;
    desk->article->url = record->url;
    desk->html = to_utf8(desk->arena, record, is_html);
    if (is_html)
        read_html(job);
    else
        read_text_capture(desk);
    keep_texts(desk->arena, desk->article);
}

Status extract_page(Extractor *extractor, Arena *arena, const Record *record, const ExtractOptions *options,
                    Article *article, Error *err)
{
    return extract_page_entries(extractor, arena, record, options, article, NULL, err);
}

Status extract_page_entries(Extractor *extractor, Arena *arena, const Record *record,
                            const ExtractOptions *options, Article *article, StatedList *entries, Error *err)
{
    static const ExtractOptions no_options = {0};
    memset(article, 0, sizeof *article);
    if (entries)
        *entries = (StatedList){0};
    if (record->body.size > EXTRACT_HTML_MAX)
        return error_set(err, STATUS_SKIP, "the page has %zu bytes, more than %u", record->body.size,
                         EXTRACT_HTML_MAX);
    if (record->body_kind != BODY_HTML && record->body_kind != BODY_TEXT)
        return error_set(err, STATUS_SKIP, "the record holds no page");
    Job job = {.extractor = extractor, .entries = entries, .err = err, .status = STATUS_OK};
    job.desk = (Desk){
        .arena = arena, .options = options ? options : &no_options, .record = record, .article = article};
    if (!arena_guard(arena, run_job, &job)) {
        memset(article, 0, sizeof *article);
        if (entries)
            *entries = (StatedList){0};
        return error_set(err, STATUS_SKIP, "the page needs more than %zu bytes of memory",
                         arena_limit(arena));
    }
    return job.status;
}
