/* An article as JSON: interface.md section 2, member by member in its order.
 *
 * In: an Article, whole or a head without body. Out: one object; a member whose value is unknown or empty is
 * left out, ids are texts, times are cut to their grain, spans are bytes of "text". */
#include "export/parts.h"

enum { DAY_S = 86400, CONFIDENCE_DECIMALS = 2 };

void export_moment(JsonOut *out, const char *key, Moment moment)
{
    json_out_text(out, key, moment_format(out->b.arena, moment));
}

Slice export_utc(Arena *arena, int64_t unix_s)
{
    int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (unix_s == 0)
        return SLICE_EMPTY;
    const int64_t days = unix_s / DAY_S - (unix_s % DAY_S < 0);
    const unsigned rest = (unsigned)(unix_s - days * DAY_S);
    civil_from_days(days, &year, &month, &day);
    return arena_format(arena, "%04lld-%02u-%02uT%02u:%02u:%02uZ", (long long)year, month, day, rest / 3600,
                        rest / 60 % 60, rest % 60);
}

static void add_label(JsonOut *out, const char *key, const Label *label)
{
    json_out_object(out, key);
    json_out_text(out, "slug", label->slug);
    json_out_text(out, "label", label->label);
    json_out_end_object(out);
}

static void add_authors(JsonOut *out, const Authors *authors)
{
    json_out_array(out, "authors");
    for (size_t i = 0; i < authors->count; i++) {
        const Author *author = &authors->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "name", author->name);
        json_out_text(out, "slug", author->slug);
        json_out_text(out, "role", author->role);
        json_out_text(out, "agency", author->agency);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_dateline(JsonOut *out, const Dateline *dateline)
{
    json_out_object(out, "dateline");
    json_out_text(out, "raw", dateline->raw);
    json_out_texts(out, "places", dateline->places.items, dateline->places.count);
    json_out_texts(out, "agencies", dateline->agencies.items, dateline->agencies.count);
    export_moment(out, "date", dateline->date);
    json_out_span(out, "span", dateline->span);
    json_out_end_object(out);
}

static void add_body(JsonOut *out, const Blocks *body)
{
    json_out_array(out, "body");
    for (size_t i = 0; i < body->count; i++) {
        const Block *block = &body->items[i];
        json_out_object(out, NULL);
        json_out_number(out, "p", i + 1);
        json_out_text(out, "kind", block_kind_name(block->kind));
        json_out_text(out, "text", block->text);
        json_out_text(out, "html", block->html);
        json_out_text(out, "speaker", block->speaker);
        json_out_span(out, "span", block->span);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

void export_media_members(JsonOut *out, const Media *media)
{
    json_out_text(out, "id", media->id);
    json_out_text(out, "href", media->href);
    json_out_text(out, "caption", media->caption);
    json_out_text(out, "alt", media->alt);
    json_out_object(out, "credit");
    json_out_text(out, "raw", media->credit.raw);
    json_out_text(out, "agency", media->credit.agency);
    json_out_text(out, "photographer", media->credit.photographer);
    json_out_flag(out, "file", media->credit.is_file);
    json_out_end_object(out);
    export_moment(out, "taken", media->taken);
    json_out_number_if(out, "width", media->width);
    json_out_number_if(out, "height", media->height);
}

static void add_media(JsonOut *out, const MediaList *media)
{
    json_out_array(out, "media");
    for (size_t i = 0; i < media->count; i++) {
        json_out_object(out, NULL);
        export_media_members(out, &media->items[i]);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_provenance(JsonOut *out, const Origins *origins)
{
    json_out_array(out, "provenance");
    for (size_t i = 0; i < origins->count; i++) {
        const Origin *origin = &origins->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "field", origin->field);
        json_out_text(out, "source", origin->source);
        json_out_text(out, "at", origin->at);
        json_out_text(out, "rule", origin->rule);
        json_out_real(out, "confidence", (double)origin->confidence, CONFIDENCE_DECIMALS);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_repairs(JsonOut *out, const Repairs *repairs)
{
    json_out_array(out, "repairs");
    for (size_t i = 0; i < repairs->count; i++) {
        const Repair *repair = &repairs->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "in", repair->in);
        json_out_span(out, "span", repair->span);
        json_out_text(out, "was", repair->was);
        json_out_text(out, "rule", repair->rule);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_history(JsonOut *out, const Article *article)
{
    json_out_array(out, "captures");
    for (size_t i = 0; i < article->captures.count; i++) {
        const CaptureInfo *capture = &article->captures.items[i];
        json_out_object(out, NULL);
        json_out_text(out, "at", export_utc(out->b.arena, capture->at_s));
        json_out_text(out, "url", capture->url);
        json_out_text(out, "sha256", capture->sha256);
        json_out_end_object(out);
    }
    json_out_end_array(out);
    json_out_array(out, "versions");
    for (size_t i = 0; i < article->versions.count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "at", export_utc(out->b.arena, article->versions.items[i].at_s));
        json_out_text(out, "digest", article->versions.items[i].digest);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_alt_ids(JsonOut *out, const AltIds *ids)
{
    json_out_array(out, "altIds");
    for (size_t i = 0; i < ids->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "role", ids->items[i].role);
        json_out_text(out, "value", ids->items[i].value);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_corrections(JsonOut *out, const Corrections *corrections)
{
    json_out_array(out, "corrections");
    for (size_t i = 0; i < corrections->count; i++) {
        const Correction *correction = &corrections->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "at", export_utc(out->b.arena, correction->at_s));
        json_out_text(out, "field", correction->field);
        json_out_text(out, "was", correction->was);
        json_out_text(out, "text", correction->text);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_comments(JsonOut *out, const Comments *comments)
{
    json_out_array(out, "comments");
    for (size_t i = 0; i < comments->count; i++) {
        const Comment *comment = &comments->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "id", comment->id);
        json_out_text(out, "parent", comment->parent);
        json_out_text(out, "author", comment->author);
        json_out_text(out, "authorUrl", comment->author_url);
        export_moment(out, "at", comment->at);
        json_out_text(out, "text", comment->text);
        json_out_flag(out, "approved", comment->is_approved);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_relations(JsonOut *out, const char *key, const Relations *relations)
{
    json_out_array(out, key);
    for (size_t i = 0; i < relations->count; i++) {
        const Relation *relation = &relations->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "lang", relation->lang);
        json_out_text(out, "id", relation->id);
        json_out_text(out, "url", relation->url);
        json_out_text(out, "path", relation->path);
        json_out_text(out, "headline", relation->headline);
        json_out_text(out, "reason", relation->reason);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_kept(JsonOut *out, const Article *article)
{
    json_out_text(out, "siteName", article->site_name);
    json_out_text(out, "parentId", article->parent_id);
    add_comments(out, &article->comments);
    json_out_array(out, "custom");
    for (size_t i = 0; i < article->custom.count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "key", article->custom.items[i].key);
        json_out_text(out, "value", article->custom.items[i].value);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

/* Headline to language: what every form of an article has. */
static void add_head(JsonOut *out, const Article *article)
{
    json_out_text(out, "headline", article->headline);
    json_out_text(out, "kicker", article->kicker);
    json_out_text(out, "genre", article->genre);
    json_out_text(out, "subheadline", article->subheadline);
    json_out_text(out, "summary", article->summary);
    json_out_text(out, "byline", article->byline);
    add_authors(out, &article->authors);
    add_dateline(out, &article->dateline);
    export_moment(out, "published", article->published);
    export_moment(out, "modified", article->modified);
    add_label(out, "section", &article->section);
    if (article->sections.count > 0) {
        json_out_array(out, "sections");
        for (size_t i = 0; i < article->sections.count; i++)
            add_label(out, NULL, &article->sections.items[i]);
        json_out_end_array(out);
    }
    json_out_array(out, "tags");
    for (size_t i = 0; i < article->tags.count; i++)
        add_label(out, NULL, &article->tags.items[i]);
    json_out_end_array(out);
    json_out_text(out, "lang", article->lang);
    json_out_text(out, "dir", article->dir);
}

void export_article_members(JsonOut *out, const Article *article, ArticleJson how)
{
    if (how.with_id)
        json_out_text(out, "id", article->id);
    json_out_text(out, "url", article->url);
    json_out_text(out, "path", how.path.size ? how.path : article->path);
    json_out_text(out, "pageKind", page_kind_name(article->page_kind));
    add_head(out, article);
    if (how.with_body) {
        add_body(out, &article->body);
        json_out_text(out, "text", article->text);
    }
    add_media(out, &article->media);
    json_out_text(out, "canonical", article->canonical);
    json_out_text(out, "status", article_status_name(article->status));
    json_out_text(out, "license", article->license);
    json_out_text(out, "rights", article->rights);
    add_relations(out, "translations", &article->translations);
    add_relations(out, "related", &article->related);
    if (how.with_provenance)
        add_provenance(out, &article->provenance);
    add_corrections(out, &article->corrections);
    add_repairs(out, &article->repairs);
    add_history(out, article);
    add_alt_ids(out, &article->alt_ids);
    if (how.with_kept)
        add_kept(out, article);
}

Slice export_article(Arena *arena, const Article *article, ArticleJson how)
{
    JsonOut out;
    json_out_init(&out, arena, how.is_pretty);
    json_out_object(&out, NULL);
    if (article->status == ARTICLE_WITHHELD) {
        json_out_text(&out, "id", article->id);
        json_out_text(&out, "status", article_status_name(article->status));
    } else {
        export_article_members(&out, article, how);
    }
    json_out_end_object(&out);
    return json_out_slice(&out);
}

Slice export_photo(Arena *arena, const Media *media, Slice path, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    json_out_text(&out, "path", path);
    export_media_members(&out, media);
    json_out_keep_object(&out);
    return json_out_slice(&out);
}

Slice export_failure(Arena *arena, Slice path, Slice error)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    json_out_text(&out, "path", path);
    json_out_text(&out, "error", error);
    json_out_end_object(&out);
    return json_out_slice(&out);
}
