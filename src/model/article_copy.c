/* A deep copy of an article into another arena: what a worker found in its scratch memory is kept, the
 * scratch is used again. Block texts are copied as part of Article.text where they lie in it, so they are not
 * kept twice. */
#include "model/article.h"

static void copy(Arena *arena, Slice *text)
{
    *text = arena_copy(arena, *text);
}

/* A new array of the same items; their slices still point into the old arena. */
static void *copy_items(Arena *arena, const void *items, size_t count, size_t size)
{
    void *fresh = arena_alloc_array(arena, count, size);
    if (count > 0)
        memcpy(fresh, items, count * size);
    return fresh;
}

#define COPY_LIST(arena, list)                                                                               \
    ((list)->items = copy_items((arena), (list)->items, (list)->count, sizeof *(list)->items),               \
     (list)->capacity = (list)->count)

static void copy_slices(Arena *arena, Slices *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++)
        copy(arena, &list->items[i]);
}

static void copy_labels(Arena *arena, Labels *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        copy(arena, &list->items[i].slug);
        copy(arena, &list->items[i].label);
    }
}

static void copy_authors(Arena *arena, Authors *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Author *author = &list->items[i];
        copy(arena, &author->name);
        copy(arena, &author->slug);
        copy(arena, &author->role);
        copy(arena, &author->agency);
    }
}

static void copy_blocks(Arena *arena, Blocks *list, Slice text)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Block *block = &list->items[i];
        bool is_in_text = block->span.end > block->span.begin && block->span.end <= text.size;
        if (is_in_text)
            block->text = slice_range(text, block->span.begin, block->span.end);
        else
            copy(arena, &block->text);
        copy(arena, &block->html);
        copy(arena, &block->speaker);
    }
}

static void copy_media(Arena *arena, MediaList *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Media *media = &list->items[i];
        copy(arena, &media->id);
        copy(arena, &media->href);
        copy(arena, &media->caption);
        copy(arena, &media->alt);
        copy(arena, &media->credit.raw);
        copy(arena, &media->credit.agency);
        copy(arena, &media->credit.photographer);
    }
}

static void copy_origins(Arena *arena, Origins *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Origin *origin = &list->items[i];
        copy(arena, &origin->field);
        copy(arena, &origin->source);
        copy(arena, &origin->at);
        copy(arena, &origin->rule);
    }
}

static void copy_marks(Arena *arena, Article *a)
{
    COPY_LIST(arena, &a->repairs);
    for (size_t i = 0; i < a->repairs.count; i++) {
        copy(arena, &a->repairs.items[i].in);
        copy(arena, &a->repairs.items[i].was);
        copy(arena, &a->repairs.items[i].rule);
    }
    COPY_LIST(arena, &a->alt_ids);
    for (size_t i = 0; i < a->alt_ids.count; i++) {
        copy(arena, &a->alt_ids.items[i].role);
        copy(arena, &a->alt_ids.items[i].value);
    }
    COPY_LIST(arena, &a->captures);
    for (size_t i = 0; i < a->captures.count; i++) {
        copy(arena, &a->captures.items[i].url);
        copy(arena, &a->captures.items[i].sha256);
    }
    COPY_LIST(arena, &a->versions);
    for (size_t i = 0; i < a->versions.count; i++)
        copy(arena, &a->versions.items[i].digest);
}

static void copy_comments(Arena *arena, Comments *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Comment *comment = &list->items[i];
        copy(arena, &comment->id);
        copy(arena, &comment->parent);
        copy(arena, &comment->author);
        copy(arena, &comment->author_url);
        copy(arena, &comment->text);
    }
}

static void copy_custom(Arena *arena, CustomFields *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        copy(arena, &list->items[i].key);
        copy(arena, &list->items[i].value);
    }
}

static void copy_corrections(Arena *arena, Corrections *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        copy(arena, &list->items[i].field);
        copy(arena, &list->items[i].was);
        copy(arena, &list->items[i].text);
    }
}

static void copy_relations(Arena *arena, Relations *list)
{
    COPY_LIST(arena, list);
    for (size_t i = 0; i < list->count; i++) {
        Relation *r = &list->items[i];
        Slice *const texts[] = {&r->url, &r->lang, &r->reason, &r->id, &r->path, &r->headline, &r->dir};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++)
            copy(arena, texts[t]);
    }
}

Article article_copy(Arena *arena, const Article *article)
{
    Article a = *article;
    Slice *texts[] = {
        &a.id,           &a.cms_id,        &a.url,     &a.path,      &a.canonical,    &a.headline, &a.kicker,
        &a.genre,        &a.subheadline,   &a.summary, &a.byline,    &a.dateline.raw, &a.lang,     &a.dir,
        &a.section.slug, &a.section.label, &a.text,    &a.site_name, &a.parent_id,    &a.license,  &a.rights};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        copy(arena, texts[i]);
    copy_authors(arena, &a.authors);
    copy_slices(arena, &a.dateline.places);
    copy_slices(arena, &a.dateline.agencies);
    copy_labels(arena, &a.sections);
    copy_labels(arena, &a.tags);
    copy_blocks(arena, &a.body, a.text);
    copy_media(arena, &a.media);
    copy_origins(arena, &a.provenance);
    copy_marks(arena, &a);
    copy_comments(arena, &a.comments);
    copy_custom(arena, &a.custom);
    copy_corrections(arena, &a.corrections);
    copy_relations(arena, &a.translations);
    copy_relations(arena, &a.related);
    return a;
}
