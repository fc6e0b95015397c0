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

/* An address of this site; nothing where it has none of its own. */
static Slice site_url(Builder *b, const PageSite *site, Slice path)
{
    bool is_known = !slice_is_empty(site->base_url) && !slice_is_empty(path);
    return is_known ? page_absolute(b, site, path) : SLICE_EMPTY;
}

static Slice list_url(Builder *b, const PageSite *site, const char *list, Slice slug)
{
    if (slice_is_empty(slug))
        return SLICE_EMPTY;
    Builder path;
    builder_init(&path, b->arena);
    builder_format(&path, "/%s/", list);
    page_query(&path, slug);
    return site_url(b, site, builder_slice(&path));
}

/* Agencies and papers write too. */
static bool is_body(const PageSite *site, const Author *author)
{
    return slice_equal_nocase(author->name, author->agency) ||
           slice_equal_nocase(author->name, site->publisher) || page_is_paper(site, author->name) ||
           slice_starts_with_nocase(author->name, SLICE("the "));
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
        add_named(b, is_body(site, author) ? "Organization" : "Person", author->name,
                  list_url(b, site, "author", author->slug));
    }
    builder_add_byte(b, ']');
}

static void add_places(Builder *b, const Slices *places)
{
    if (places->count == 0)
        return;
    add_key(b, "locationCreated");
    builder_add_byte(b, '[');
    for (size_t i = 0; i < places->count; i++) {
        builder_add_string(b, i ? "," : "");
        add_named(b, "Place", places->items[i], SLICE_EMPTY);
    }
    builder_add_byte(b, ']');
}

static void add_agencies(Builder *b, const Slices *agencies)
{
    if (agencies->count == 0)
        return;
    add_key(b, "sourceOrganization");
    builder_add_byte(b, '[');
    for (size_t i = 0; i < agencies->count; i++) {
        builder_add_string(b, i ? "," : "");
        add_named(b, "Organization", agencies->items[i], SLICE_EMPTY);
    }
    builder_add_byte(b, ']');
}

/* The number of the paper of that day, in the paper. */
static void add_issue(Builder *b, const PageSite *site, const Article *article)
{
    add_key(b, "isPartOf");
    Moment day = article->published;
    if (day.grain < GRAIN_DAY || article->page_kind == PAGE_PHOTO) {
        add_named(b, "Newspaper", page_paper(site), site_url(b, site, SLICE("/")));
        return;
    }
    builder_add(b, SLICE("{\"@type\":\"PublicationIssue\""));
    add_text(b, "datePublished", slice_range(moment_format(b->arena, day), 0, 10));
    add_text(b, "url", site_url(b, site, page_day_href(b->arena, day)));
    add_key(b, "isPartOf");
    add_named(b, "Newspaper", page_paper(site), site_url(b, site, SLICE("/")));
    builder_add_byte(b, '}');
}

static void add_creator(Builder *b, const Credit *credit)
{
    if (slice_is_empty(credit->photographer) && slice_is_empty(credit->agency))
        return;
    bool is_person = !slice_is_empty(credit->photographer);
    add_key(b, "creator");
    add_named(b, is_person ? "Person" : "Organization", is_person ? credit->photographer : credit->agency,
              SLICE_EMPTY);
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
        add_creator(b, &picture->media->credit);
        if (picture->media->width && picture->media->height) {
            add_key(b, "width");
            builder_add_u64(b, picture->media->width);
            add_key(b, "height");
            builder_add_u64(b, picture->media->height);
        }
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

/* Which of them was first is not known: all are translations of this one. */
static void add_translations(Builder *b, const ArticlePage *page)
{
    const PageRelatives *others = &page->translations;
    if (others->count == 0)
        return;
    add_key(b, "workTranslation");
    for (size_t i = 0; i < others->count; i++) {
        builder_add(b, i == 0 ? SLICE("[") : SLICE(","));
        builder_add(b, SLICE("{\"@type\":\"NewsArticle\""));
        add_text(b, "headline", others->items[i].headline);
        add_text(b, "inLanguage", others->items[i].lang);
        add_text(b, "url", site_url(b, page->frame.site, others->items[i].href));
        builder_add_byte(b, '}');
    }
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
    add_text(&b, "headline", article_title(arena, article));
    add_text(&b, "alternativeHeadline", article->subheadline);
    add_text(&b, "description", article->summary);
    bool is_interview = article->page_kind == PAGE_INTERVIEW && slice_is_empty(article->genre);
    add_text(&b, "genre", is_interview ? SLICE("interview") : article->genre);
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
    add_named(&b, "NewsMediaOrganization",
              slice_is_empty(site->publisher) ? page_paper(site) : site->publisher, SLICE_EMPTY);
    add_corrections(&b, article);
    add_tags(&b, article);
    add_pictures(&b, page);
    add_places(&b, &article->dateline.places);
    add_agencies(&b, &article->dateline.agencies);
    add_issue(&b, site, article);
    add_text(&b, "license", page_license(page));
    add_text(&b, "copyrightNotice", article->rights);
    add_translations(&b, page);
    if (page->captures.count > 0)
        add_text(&b, "archivedAt", site_url(&b, site, page->captures.items[0].href));
    builder_add_byte(&b, '}');
    return builder_slice(&b);
}

static void add_step(Builder *b, unsigned position, Slice name, Slice url)
{
    builder_format(b, "%s{\"@type\":\"ListItem\",\"position\":%u", position > 1 ? "," : "", position);
    add_text(b, "name", name);
    add_text(b, "item", url);
    builder_add_byte(b, '}');
}

Slice page_breadcrumbs(Arena *arena, const ArticlePage *page)
{
    const PageSite *site = page->frame.site;
    const Article *article = page->article;
    Builder b;
    builder_init(&b, arena);
    if (slice_is_empty(site->base_url))
        return SLICE_EMPTY;
    builder_add(&b, SLICE("{\"@context\":\"https://schema.org\",\"@type\":\"BreadcrumbList\","
                          "\"itemListElement\":["));
    unsigned position = 1;
    add_step(&b, position++, site->title, site_url(&b, site, SLICE("/")));
    Slice section = article->section.slug;
    if (!slice_is_empty(section))
        add_step(&b, position++, slice_is_empty(article->section.label) ? section : article->section.label,
                 list_url(&b, site, "category", section));
    add_step(&b, position, article_title(arena, article), site_url(&b, site, page->frame.path));
    builder_add(&b, SLICE("]}"));
    return builder_slice(&b);
}

Slice page_collection(Arena *arena, const ListPage *page)
{
    const PageSite *site = page->frame.site;
    Slice url = slice_is_empty(site->base_url) ? SLICE_EMPTY : page->frame.path;
    bool is_author = slice_starts_with(page->base, SLICE("/author/"));
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "{\"@context\":\"https://schema.org\",\"@type\":\"%s\"",
                   is_author ? "ProfilePage" : "CollectionPage");
    add_text(&b, "name", page->heading);
    add_text(&b, "description", page->frame.description);
    add_text(&b, "url", site_url(&b, site, url));
    add_text(&b, "inLanguage", site->language);
    add_key(&b, "isPartOf");
    add_named(&b, "WebSite", site->title, site_url(&b, site, SLICE("/")));
    if (is_author) {
        add_key(&b, "mainEntity");
        Author writer = {.name = page->heading};
        add_named(&b, is_body(site, &writer) ? "Organization" : "Person", page->heading,
                  site_url(&b, site, page->base));
    }
    builder_add_byte(&b, '}');
    return builder_slice(&b);
}
