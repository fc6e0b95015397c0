/* In: what an export, a feed or a news exchange document states of a piece. Out: the same article that its
 * page would give, as far as the source tells it.
 *
 * The source is not weighed: what it says in a field of its own stays as it stands there. What it says in its
 * body (blocks, dateline, turns, pictures, credits) is read by the same rules as a page's; but the whole
 * fragment is the body, without furniture to be told apart. */
#include "base/utf8.h"
#include "extract/blocks.h"
#include "extract/parser.h"
#include "extract/wordpress.h"
#include "model/merge.h"
#include "text/text.h"

/* What is handed through the guard. */
typedef struct StatedJob {
    HtmlParser *parser;
    HintCache *hints;
    const Stated *stated;
    MediaList named; /* pictures that the body names by number alone */
    Desk desk;
    Status status;
    Error *err;
} StatedJob;

static bool is_wordpress(const Stated *stated)
{
    return stated->form == STATED_WORDPRESS_HTML;
}

/* ---- the body ---- */

static void read_text_body(Desk *desk, Slice text)
{
    Slice rest = utf8_repair(desk->arena, text), line;
    size_t begin = 0, end = 0;
    bool is_more = true;
    text = rest;
    while (is_more) {
        is_more = slice_next_line(&rest, &line);
        if (is_more && slice_trim(line).size > 0) {
            end = (size_t)(line.data - text.data) + line.size;
            continue;
        }
        Slice words = text_collapse(desk->arena, slice_range(text, begin, end > begin ? end : begin));
        if (words.size > 0)
            *LIST_ADD(desk->arena, &desk->article->body) =
                (Block){.kind = BLOCK_PARAGRAPH, .text = words, .html = html_escape(desk->arena, words)};
        begin = is_more ? (size_t)(line.data - text.data) : text.size;
    }
    finish_blocks(desk);
}

static void read_html_body(StatedJob *job, Slice html)
{
    Desk *desk = &job->desk;
    lxb_html_document_t *document = NULL;
    html = utf8_repair(desk->arena, html);
    html = is_wordpress(job->stated) ? wordpress_to_html(desk->arena, html, &job->named)
                                     : html_with_embeds(desk->arena, html);
    job->status = html_parse_words(job->parser, desk->arena, html, &document, job->err);
    if (job->status != STATUS_OK)
        return;
    page_read(&desk->page, desk->arena, job->hints, document, desk->record->url);
    desk->body_node = desk->page.body;
    write_whole(desk);
    collect_media(desk);
}

/* A paragraph that is nothing but the address of a film or a post stands for it; of an embed that is an
 * address the address is a link. */
static void settle_embeds(Arena *arena, Article *article)
{
    for (size_t i = 0; i < article->body.count; i++) {
        Block *block = &article->body.items[i];
        bool is_address =
            slice_starts_with(block->text, SLICE("http")) && slice_find_byte(block->text, ' ') == SLICE_NONE;
        if (block->kind == BLOCK_PARAGRAPH && is_address && is_embed_address(block->text))
            block->kind = BLOCK_EMBED;
        if (block->kind != BLOCK_EMBED || !is_address)
            continue;
        Slice escaped = html_escape(arena, block->text);
        block->html =
            arena_format(arena, "<a href=\"%.*s\">%.*s</a>", SLICE_ARG(escaped), SLICE_ARG(escaped));
    }
}

/* Blocks that are blocks already stay as they are. */
static void read_given_blocks(Desk *desk)
{
    if (desk->article->body.count == 0) {
        finish_blocks(desk);
        return;
    }
    article_join_text(desk->article, desk->arena);
    find_dateline(desk);
}

/* A text that is cut short is no text: it tells what the piece is about. */
static void set_excerpt_aside(Desk *desk)
{
    Article *article = desk->article;
    if (article->summary.size == 0)
        article->summary = text_collapse(desk->arena, article->text);
    article->body = (Blocks){0};
    article->text = SLICE_EMPTY;
    article->dateline = (Dateline){0};
    size_t kept = 0;
    for (size_t i = 0; i < article->repairs.count; i++) {
        Slice in = article->repairs.items[i].in;
        if (!slice_equal(in, SLICE("body")) && !slice_equal(in, SLICE("inset")))
            article->repairs.items[kept++] = article->repairs.items[i];
    }
    article->repairs.count = kept;
    kept = 0;
    for (size_t i = 0; i < article->provenance.count; i++)
        if (group_of_field(article->provenance.items[i].field) != GROUP_BODY)
            article->provenance.items[kept++] = article->provenance.items[i];
    article->provenance.count = kept;
}

/* A dateline that the source states beats the one found in the text; places alone fill what the text does not
 * say. */
static void keep_dateline(Article *article, const Dateline *given)
{
    const Dateline found = article->dateline;
    bool is_better = given->raw.size > 0 || (given->places.count > 0 && found.raw.size == 0);
    if (!is_better)
        return;
    article->dateline = *given;
    if (given->agencies.count == 0)
        article->dateline.agencies = found.agencies;
    if (slice_equal(given->raw, found.raw))
        article->dateline.span = found.span;
}

static void read_body(StatedJob *job)
{
    Desk *desk = &job->desk;
    const Stated *stated = job->stated;
    const Dateline given = desk->article->dateline;
    Slice body = slice_trim(stated->body);
    if (stated->form == STATED_NO_BODY || body.size == 0) {
        read_given_blocks(desk);
        keep_dateline(desk->article, &given);
        return;
    }
    desk->article->body = (Blocks){0};
    if (stated->form == STATED_TEXT)
        read_text_body(desk, body);
    else
        read_html_body(job, body);
    if (job->status != STATUS_OK)
        return;
    settle_embeds(desk->arena, desk->article);
    article_join_text(desk->article, desk->arena);
    keep_dateline(desk->article, &given);
    if (stated->is_excerpt)
        set_excerpt_aside(desk);
}

/* ---- pictures ---- */

static void read_caption(Arena *arena, Media *media, bool is_markup)
{
    Slice caption = is_markup ? plain_value(arena, media->caption) : text_collapse(arena, media->caption);
    Credit credit;
    if (extract_credit(arena, &caption, &credit)) {
        if (media->credit.agency.size == 0 && media->credit.photographer.size == 0)
            media->credit = credit;
        else if (!slice_equal(media->credit.raw, credit.raw))
            caption = is_markup ? plain_value(arena, media->caption) : text_collapse(arena, media->caption);
    } else if (media->credit.raw.size > 0 && media->credit.agency.size == 0 &&
               media->credit.photographer.size == 0) {
        Slice printed = arena_format(arena, "(%.*s)", SLICE_ARG(media->credit.raw));
        if (extract_credit(arena, &printed, &credit)) {
            credit.raw = media->credit.raw;
            media->credit = credit;
        }
    }
    media->caption = caption;
}

static void fill_slice(Slice *field, Slice value)
{
    if (field->size == 0)
        *field = value;
}

/* What one says of a picture that the other leaves open. */
static void fill_media(Media *media, const Media *from)
{
    fill_slice(&media->id, from->id);
    fill_slice(&media->href, from->href);
    fill_slice(&media->alt, from->alt);
    if (media->caption.size == 0) {
        media->caption = from->caption;
        if (media->credit.raw.size == 0)
            media->credit = from->credit;
    }
    if (media->credit.raw.size == 0)
        media->credit = from->credit;
    if (!moment_is_known(media->taken))
        media->taken = from->taken;
    if (media->width == 0) {
        media->width = from->width;
        media->height = from->height;
    }
}

#define MEDIA_STATED_MAX 1000

/* The media stated first, then those of the body, then those named by number; each once. */
static void add_media(Arena *arena, MediaList *list, Map *known, const Media *media)
{
    Slice id = media->id.size ? arena_format(arena, "#%.*s", SLICE_ARG(media->id)) : SLICE_EMPTY;
    MapValue *by_id = id.size ? map_find(known, id) : NULL;
    MapValue *by_href = media->href.size ? map_find(known, media->href) : NULL;
    MapValue *value = by_id ? by_id : by_href;
    if (value) {
        fill_media(&list->items[value->number], media);
    } else if (list->count < MEDIA_STATED_MAX &&
               (media->id.size || media->href.size || media->caption.size)) {
        *LIST_ADD(arena, list) = *media;
    } else {
        return;
    }
    size_t number = value ? (size_t)value->number : list->count - 1;
    if (id.size && !by_id)
        map_add(known, id, NULL)->number = number;
    if (media->href.size && !by_href)
        map_add(known, media->href, NULL)->number = number;
}

static void join_media(StatedJob *job, const MediaList *own)
{
    Arena *arena = job->desk.arena;
    MediaList all = {0};
    Map known;
    map_init(&known, arena);
    const MediaList *lists[] = {own, &job->desk.article->media, &job->named};
    for (size_t l = 0; l < 3; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            Media media = lists[l]->items[i];
            if (l == 0 && slice_equal(job->stated->source, SLICE("photo")))
                extract_photo_credit(arena, &media);
            else if (l != 1)
                read_caption(arena, &media, is_wordpress(job->stated));
            add_media(arena, &all, &known, &media);
        }
    job->desk.article->media = all;
}

/* ---- fields ---- */

static void plain_label(Arena *arena, Label *label, bool is_markup)
{
    label->label = is_markup ? plain_value(arena, label->label) : text_collapse(arena, label->label);
}

static void plain_fields(Desk *desk, bool is_markup)
{
    Article *article = desk->article;
    Slice *const fields[] = {&article->headline, &article->subheadline, &article->summary, &article->kicker};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        *fields[i] = is_markup ? plain_value(desk->arena, *fields[i])
                               : text_collapse(desk->arena, utf8_repair(desk->arena, *fields[i]));
    plain_label(desk->arena, &article->section, is_markup);
    Labels sections = {0}; /* the lists stated are another's */
    for (size_t i = 0; i < article->sections.count; i++) {
        Label section = article->sections.items[i];
        plain_label(desk->arena, &section, is_markup);
        *LIST_ADD(desk->arena, &sections) = section;
    }
    article->sections = sections;
    if (article->tags.count == 0)
        return;
    Labels tags = {0};
    for (size_t i = 0; i < article->tags.count; i++) {
        Label tag = article->tags.items[i];
        plain_label(desk->arena, &tag, is_markup);
        *LIST_ADD(desk->arena, &tags) = tag;
    }
    article->tags = tags;
}

static bool has_origin(const Article *article, FieldGroup group)
{
    for (size_t i = 0; i < article->provenance.count; i++)
        if (group_of_field(article->provenance.items[i].field) == group)
            return true;
    return false;
}

/* Whatever rule read a part of it, the source is who said so. */
static void set_origins(Desk *desk, const Stated *stated)
{
    Article *article = desk->article;
    bool is_told = stated->article.provenance.count > 0; /* our own lines: what has none had none */
    for (size_t i = 0; i < article->provenance.count; i++) {
        Origin *origin = &article->provenance.items[i];
        bool is_own = i < stated->article.provenance.count; /* told by another program before */
        if (!is_own && !slice_equal(origin->source, stated->source)) {
            origin->source = stated->source;
            origin->at = stated->at;
        }
    }
    for (int group = 0; group < FIELD_GROUPS; group++)
        if (!is_told && group_is_said(article, (FieldGroup)group) && !has_origin(article, (FieldGroup)group))
            *LIST_ADD(desk->arena, &article->provenance) = (Origin){.field = group_field((FieldGroup)group),
                                                                    .source = stated->source,
                                                                    .at = stated->at,
                                                                    .rule = SLICE("stated"),
                                                                    .confidence = 1};
    /* A source that knows drafts says of the others that they are public. */
    bool knows_status = slice_equal(stated->source, SLICE("wxr")) && article->page_kind != PAGE_PHOTO;
    if (knows_status && stated->kind == STATED_PIECE && !has_origin(article, GROUP_STATUS))
        origin_add(desk, "status", stated->source, stated->at, "stated", 1);
}

static void settle_language(Desk *desk, const Stated *stated)
{
    if (stated->article.lang.size == 0) {
        decide_language(desk);
        return;
    }
    if (desk->article->dir.size == 0)
        desk->article->dir = direction_of_language(desk->article->lang);
}

/* A source that gives a label without its slug means the one that the paper's addresses would have. */
static void fill_slug(Arena *arena, Slice *slug, Slice label)
{
    if (slug->size == 0 && label.size > 0)
        *slug = text_slug(arena, label);
}

static void fill_slugs(Arena *arena, Article *article)
{
    fill_slug(arena, &article->section.slug, article->section.label);
    for (size_t i = 0; i < article->sections.count; i++)
        fill_slug(arena, &article->sections.items[i].slug, article->sections.items[i].label);
    for (size_t i = 0; i < article->tags.count; i++)
        fill_slug(arena, &article->tags.items[i].slug, article->tags.items[i].label);
    for (size_t i = 0; i < article->authors.count; i++)
        fill_slug(arena, &article->authors.items[i].slug, article->authors.items[i].name);
}

static void run_stated(void *context)
{
    StatedJob *job = context;
    Desk *desk = &job->desk;
    Article *article = desk->article;
    MediaList own = article->media;
    article->media = (MediaList){0};
    Origins told = article->provenance;
    article->provenance = (Origins){0};
    for (size_t i = 0; i < told.count; i++)
        *LIST_ADD(desk->arena, &article->provenance) = told.items[i];
    plain_fields(desk, is_wordpress(job->stated));
    fill_slugs(desk->arena, article);
    article_settle_sections(desk->arena, article);
    find_site_keys(desk);
    if (article->genre.size == 0)
        lift_genre(desk);
    read_body(job);
    if (job->status != STATUS_OK)
        return;
    join_media(job, &own);
    if (job->stated->article.provenance.count == 0) /* our own lines: a picture without caption had none */
        settle_photo_page(desk);
    settle_language(desk, job->stated);
    if (article->page_kind == PAGE_ARTICLE)
        article->page_kind = kind_of_piece(desk);
    set_origins(desk, job->stated);
    *article = article_copy(desk->arena, article);
}

Status extract_stated(Extractor *extractor, Arena *arena, const Stated *stated, const ExtractOptions *options,
                      Article *article, Error *err)
{
    static const ExtractOptions no_options = {0};
    memset(article, 0, sizeof *article);
    if (stated->kind != STATED_PIECE && stated->kind != STATED_REVISION)
        return error_set(err, STATUS_SKIP, "it states no piece");
    if (stated->body.size > EXTRACT_HTML_MAX)
        return error_set(err, STATUS_SKIP, "the body has %zu bytes, more than %u", stated->body.size,
                         EXTRACT_HTML_MAX);
    *article = stated->article;
    if (article->page_kind == PAGE_OTHER)
        article->page_kind = PAGE_ARTICLE;
    Slice url = article->url.size ? article->url : article->canonical;
    const Record record = {.kind = RECORD_RESOURCE, .body_kind = BODY_STATED, .url = url};
    StatedJob job = {.parser = extractor_parser(extractor),
                     .hints = extractor_hints(extractor),
                     .stated = stated,
                     .err = err,
                     .status = STATUS_OK};
    job.desk = (Desk){.arena = arena,
                      .options = options ? options : &no_options,
                      .record = &record,
                      .article = article,
                      .is_whole = true};
    if (!arena_guard(arena, run_stated, &job)) {
        memset(article, 0, sizeof *article);
        return error_set(err, STATUS_SKIP, "the piece needs more than %zu bytes of memory",
                         arena_limit(arena));
    }
    return job.status;
}
