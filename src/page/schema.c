/* An article as schema.org's NewsArticle, for a <script type="application/ld+json">: what search engines and
 * reference managers read. Written straight into a Builder: the shape is fixed, and nothing has to be
 * released afterwards. Property names: https://schema.org/NewsArticle. */
#include "page/parts.h"

/* Writes `"key":` with a comma before it where one is due. */
static void add_key(Builder *b, const char *key)
{
    if (b->size > 0 && b->data[b->size - 1] != '{' && b->data[b->size - 1] != '[')
        builder_add_byte(b, ',');
    builder_format(b, "\"%s\":", key);
}

static void add_text(Builder *b, const char *key, Slice text)
{
    if (slice_is_empty(text))
        return;
    add_key(b, key);
    page_json_string(b, text);
}

static void add_named(Builder *b, const char *type, Slice name, Slice url)
{
    builder_format(b, "{\"@type\":\"%s\"", type);
    add_text(b, "name", name);
    add_text(b, "url", url);
    builder_add_byte(b, '}');
}

static void add_authors(Builder *b, const PageSite *site, const Article *article)
{
    if (article->authors.count == 0)
        return;
    add_key(b, "author");
    builder_add_byte(b, '[');
    for (size_t i = 0; i < article->authors.count; i++) {
        const Author *author = &article->authors.items[i];
        if (i > 0)
            builder_add_byte(b, ',');
        Slice url = SLICE_EMPTY;
        if (!slice_is_empty(author->slug) && !slice_is_empty(site->base_url)) {
            Builder address;
            builder_init(&address, b->arena);
            builder_add(&address, site->base_url);
            builder_add(&address, SLICE("/author/"));
            page_query(&address, author->slug);
            url = builder_slice(&address);
        }
        add_named(b, "Person", author->name, url);
    }
    builder_add_byte(b, ']');
}

static void add_tags(Builder *b, const Article *article)
{
    if (article->tags.count == 0)
        return;
    add_key(b, "keywords");
    builder_add_byte(b, '[');
    for (size_t i = 0; i < article->tags.count; i++) {
        if (i > 0)
            builder_add_byte(b, ',');
        page_json_string(b, article->tags.items[i].label);
    }
    builder_add_byte(b, ']');
}

static void add_pictures(Builder *b, const ArticlePage *page)
{
    const PageSite *site = page->frame.site;
    bool is_first = true;
    for (size_t i = 0; i < page->pictures.count; i++) {
        const PagePicture *picture = &page->pictures.items[i];
        if (slice_is_empty(picture->src) || slice_is_empty(site->base_url))
            continue;
        if (is_first) {
            add_key(b, "image");
            builder_add_byte(b, '[');
        } else {
            builder_add_byte(b, ',');
        }
        is_first = false;
        builder_add(b, SLICE("{\"@type\":\"ImageObject\""));
        add_text(b, "contentUrl", page_absolute(b, site, picture->src));
        add_text(b, "caption", picture->media->caption);
        add_text(b, "creditText", picture->media->credit.raw);
        add_text(b, "identifier", picture->media->id);
        builder_add_byte(b, '}');
    }
    if (!is_first)
        builder_add_byte(b, ']');
}

static void add_corrections(Builder *b, const Article *article)
{
    bool is_first = true;
    for (size_t i = 0; i < article->corrections.count; i++) {
        const Correction *correction = &article->corrections.items[i];
        if (slice_is_empty(correction->text))
            continue;
        if (is_first)
            add_key(b, "correction");
        builder_add_byte(b, is_first ? '[' : ',');
        is_first = false;
        builder_add(b, SLICE("{\"@type\":\"CorrectionComment\""));
        add_text(b, "text", correction->text);
        add_text(b, "datePublished", moment_format(b->arena, moment_from_utc(correction->at_s, NULL)));
        builder_add_byte(b, '}');
    }
    if (!is_first)
        builder_add_byte(b, ']');
}

Slice page_news_article(Arena *arena, const ArticlePage *page)
{
    static const char *const types[PAGE_KINDS] = {
        [PAGE_OPINION] = "OpinionNewsArticle", [PAGE_EDITORIAL] = "OpinionNewsArticle"};
    const Article *article = page->article;
    const PageSite *site = page->frame.site;
    const char *type = (size_t)article->page_kind < PAGE_KINDS ? types[article->page_kind] : NULL;
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "{\"@context\":\"https://schema.org\",\"@type\":\"%s\"", type ? type : "NewsArticle");
    if (!slice_is_empty(site->base_url)) {
        Slice url = page_absolute(&b, site, page->frame.path);
        add_text(&b, "@id", url);
        add_text(&b, "url", url);
        add_text(&b, "mainEntityOfPage", url);
    }
    add_text(&b, "headline", article->headline);
    add_text(&b, "alternativeHeadline", article->subheadline);
    add_text(&b, "description", article->summary);
    add_text(&b, "genre", article->genre);
    add_text(&b, "datePublished", moment_format(arena, article->published));
    add_text(&b, "dateModified", moment_format(arena, article->modified));
    add_text(&b, "dateline", article->dateline.raw);
    add_text(&b, "articleSection", article->section.label);
    add_text(&b, "inLanguage", article->lang);
    add_text(&b, "identifier", article->id);
    add_key(&b, "wordCount");
    builder_add_u64(&b, article_count_words(article));
    add_key(&b, "isAccessibleForFree");
    builder_add(&b, SLICE("true"));
    add_authors(&b, site, article);
    add_key(&b, "publisher");
    add_named(&b, "NewsMediaOrganization", slice_is_empty(site->publisher) ? site->title : site->publisher,
              SLICE_EMPTY);
    add_corrections(&b, article);
    add_tags(&b, article);
    add_pictures(&b, page);
    if (slice_starts_with(article->url, SLICE("http://")) ||
        slice_starts_with(article->url, SLICE("https://")))
        add_text(&b, "archivedAt", article->url);
    builder_add_byte(&b, '}');
    return builder_slice(&b);
}
