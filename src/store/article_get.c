/* Reading an article: its row, its lists, its text, what reading fills in, and what persons laid over it.
 *
 * Three depths: as it is stored (article_get_raw, from which merging starts), as the sources have it
 * (article_get_sources, with labels and photos filled from what is known elsewhere), and as it is shown
 * (store_article_get). */
#include "store/inside.h"

/* Fields that are one text and one column; the order is that of SQL_ARTICLE_SET and SQL_ARTICLE_GET. */
static const size_t text_fields[] = {
    offsetof(Article, cms_id),       offsetof(Article, url),       offsetof(Article, canonical),
    offsetof(Article, headline),     offsetof(Article, kicker),    offsetof(Article, genre),
    offsetof(Article, subheadline),  offsetof(Article, summary),   offsetof(Article, byline),
    offsetof(Article, lang),         offsetof(Article, dir),       offsetof(Article, site_name),
    offsetof(Article, dateline.raw), offsetof(Article, parent_id), offsetof(Article, license),
    offsetof(Article, rights),
};
#define TEXT_COLUMNS (sizeof text_fields / sizeof text_fields[0])

static Slice *text_field(Article *article, size_t i)
{
    return (Slice *)(void *)((char *)article + text_fields[i]);
}

void article_bind_texts(Statement *s, const Article *article)
{
    for (size_t i = 0; i < TEXT_COLUMNS; i++)
        statement_bind_text(s, *(const Slice *)(const void *)((const char *)article + text_fields[i]));
}

static void take_head(Statement *s, Arena *arena, bool is_filled, Article *article, int64_t *version)
{
    *article = (Article){0};
    article->number = statement_take_number(s);
    article->id = statement_take_text(s, arena);
    article->path = statement_take_text(s, arena);
    if (!page_kind_find(statement_take_text(s, arena), &article->page_kind))
        article->page_kind = PAGE_OTHER;
    if (!article_status_find(statement_take_text(s, arena), &article->status))
        article->status = ARTICLE_WITHHELD; /* a word we do not know must not publish anything */
    for (size_t i = 0; i < TEXT_COLUMNS; i++)
        *text_field(article, i) = statement_take_text(s, arena);
    article->section.slug = statement_take_text(s, arena);
    article->section.label = statement_take_text(s, arena);
    Slice label = statement_take_text(s, arena);
    if (is_filled && slice_is_empty(article->section.label) && !slice_is_empty(article->section.slug))
        article->section.label = label;
    article->dateline.span.begin = (size_t)statement_take_number(s);
    article->dateline.span.end = (size_t)statement_take_number(s);
    article->dateline.date = statement_take_moment(s);
    article->published = statement_take_moment(s);
    article->modified = statement_take_moment(s);
    *version = statement_take_number(s);
}

/* A span from the database lies within the text, whatever stands there. */
static Span span_within(Span span, Slice text)
{
    return span.begin <= span.end && span.end <= text.size ? span : (Span){0};
}

static Status get_text(Store *store, Arena *arena, int64_t version, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_TEXT);
    statement_bind_number(&s, version);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        article->text = statement_take_text(&s, arena);
    statement_close(&s);
    article->dateline.span = span_within(article->dateline.span, article->text);
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_version_text(Store *store, Arena *arena, int64_t article, Slice digest, Slice *text, Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_BY_DIGEST);
    statement_bind_number(&s, article);
    statement_bind_text(&s, digest);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        *text = statement_take_text(&s, arena);
    statement_close(&s);
    return status;
}

Status store_article_body(Store *store, Arena *arena, Article *head, Error *err)
{
    int64_t version;
    Statement s = statement_open(store, SQL_ARTICLE_VERSION);
    statement_bind_number(&s, head->number);
    Status status = statement_number(&s, &version, err);
    if (status == STATUS_OK)
        status = get_text(store, arena, version, head, err);
    if (status == STATUS_OK)
        status = article_blocks_get(store, arena, version, false, head, err);
    if (status == STATUS_OK)
        status = acts_lay_body(store, arena, head, err);
    return status == STATUS_END
               ? STATUS_END
               : error_while(err, status, "reading the text of article %lld", (long long)head->number);
}

static Status get_captures(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_CAPTURES);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        CaptureInfo info = {0};
        info.number = statement_take_number(&s);
        info.at_s = statement_take_number(&s);
        info.url = statement_take_text(&s, arena);
        info.sha256 = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->captures) = info;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status get_versions(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_VERSIONS);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        VersionInfo info = {0};
        info.at_s = statement_take_number(&s);
        info.digest = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->versions) = info;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* The row, the lists and the text; *version is the one shown. */
static Status get_parts(Store *store, Arena *arena, int64_t number, ArticlePart part, bool is_filled,
                        Article *article, int64_t *version, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_GET);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        take_head(&s, arena, is_filled, article, version);
    statement_close(&s);
    if (status == STATUS_OK && part >= ARTICLE_BRIEF)
        status = article_parts_get(store, arena, part, is_filled, article, err);
    if (status == STATUS_OK && part >= ARTICLE_BRIEF && is_filled)
        status = attached_photos_get(store, arena, article, err);
    if (status == STATUS_OK && part == ARTICLE_WHOLE) {
        status = get_text(store, arena, *version, article, err);
        if (status == STATUS_OK)
            status = article_blocks_get(store, arena, *version, true, article, err);
    }
    return status;
}

Status article_get_raw(Store *store, Arena *arena, int64_t number, Article *article, Error *err)
{
    int64_t version = 0;
    return get_parts(store, arena, number, ARTICLE_WHOLE, false, article, &version, err);
}

Status article_get_sources(Store *store, Arena *arena, int64_t number, ArticlePart part, Article *article,
                           Error *err)
{
    int64_t version = 0;
    Status status = get_parts(store, arena, number, part, true, article, &version, err);
    if (status == STATUS_OK && part == ARTICLE_WHOLE) {
        status = get_captures(store, arena, article, err);
        if (status == STATUS_OK)
            status = get_versions(store, arena, article, err);
    }
    return status == STATUS_END ? STATUS_END
                                : error_while(err, status, "reading article %lld", (long long)number);
}

Status store_article_get(Store *store, Arena *arena, int64_t number, ArticlePart part, Article *article,
                         Error *err)
{
    Status status = article_get_sources(store, arena, number, part, article, err);
    if (status == STATUS_OK && part == ARTICLE_WHOLE)
        status = relations_resolve(store, arena, article, err);
    return status == STATUS_OK ? acts_lay(store, arena, part, article, err) : status;
}

bool article_needs_filling(const Article *article)
{
    const Label *section = &article->section;
    if (section->slug.size > 0 && section->label.size == 0)
        return true;
    for (size_t i = 0; i < article->authors.count; i++) {
        if (article->authors.items[i].name.size == 0)
            return true;
    }
    for (size_t i = 0; i < article->sections.count; i++) {
        if (article->sections.items[i].label.size == 0)
            return true;
    }
    for (size_t i = 0; i < article->tags.count; i++) {
        if (article->tags.items[i].label.size == 0)
            return true;
    }
    for (size_t i = 0; i < article->media.count; i++) {
        if (article->media.items[i].id.size > 0 && article->media.items[i].href.size == 0)
            return true;
    }
    return false;
}
