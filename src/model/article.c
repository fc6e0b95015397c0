/* The words of interface.md for kinds and statuses, and the article's text out of its blocks. */
#include "model/article.h"

#include "base/utf8.h"

#include "base/builder.h"

static const Slice page_kind_names[PAGE_KINDS] = {
    [PAGE_OTHER] = SLICE_INIT("other"),
    [PAGE_ARTICLE] = SLICE_INIT("article"),
    [PAGE_INTERVIEW] = SLICE_INIT("interview"),
    [PAGE_OPINION] = SLICE_INIT("opinion"),
    [PAGE_EDITORIAL] = SLICE_INIT("editorial"),
    [PAGE_GALLERY] = SLICE_INIT("gallery"),
    [PAGE_PHOTO] = SLICE_INIT("photo"),
    [PAGE_LIST] = SLICE_INIT("list"),
    [PAGE_FRONT] = SLICE_INIT("front"),
    [PAGE_AUTHOR] = SLICE_INIT("author"),
    [PAGE_TAG] = SLICE_INIT("tag"),
    [PAGE_SEARCH] = SLICE_INIT("search"),
};

static const Slice block_kind_names[BLOCK_KINDS] = {
    [BLOCK_PARAGRAPH] = SLICE_INIT("paragraph"), [BLOCK_SUBHEAD] = SLICE_INIT("subhead"),
    [BLOCK_QUOTE] = SLICE_INIT("quote"),         [BLOCK_LIST] = SLICE_INIT("list"),
    [BLOCK_TABLE] = SLICE_INIT("table"),         [BLOCK_TURN] = SLICE_INIT("turn"),
    [BLOCK_INSET] = SLICE_INIT("inset"),         [BLOCK_EMBED] = SLICE_INIT("embed"),
};

static const Slice status_names[ARTICLE_STATUSES] = {
    [ARTICLE_PUBLIC] = SLICE_INIT("public"),       [ARTICLE_WITHHELD] = SLICE_INIT("withheld"),
    [ARTICLE_EMBARGOED] = SLICE_INIT("embargoed"), [ARTICLE_DELISTED] = SLICE_INIT("delisted"),
    [ARTICLE_DRAFT] = SLICE_INIT("draft"),
};

/* The number of the name, or `count`. */
static size_t find_name(const Slice *names, size_t count, Slice name)
{
    size_t i = 0;
    while (i < count && !slice_equal(names[i], name))
        i++;
    return i;
}

Slice page_kind_name(PageKind kind)
{
    return page_kind_names[kind];
}

bool page_kind_find(Slice name, PageKind *kind)
{
    const size_t i = find_name(page_kind_names, PAGE_KINDS, name);
    if (i < PAGE_KINDS)
        *kind = (PageKind)i;
    return i < PAGE_KINDS;
}

bool page_kind_is_piece(PageKind kind)
{
    return kind >= PAGE_ARTICLE && kind <= PAGE_PHOTO;
}

Slice block_kind_name(BlockKind kind)
{
    return block_kind_names[kind];
}

bool block_kind_find(Slice name, BlockKind *kind)
{
    const size_t i = find_name(block_kind_names, BLOCK_KINDS, name);
    if (i < BLOCK_KINDS)
        *kind = (BlockKind)i;
    return i < BLOCK_KINDS;
}

Slice article_status_name(ArticleStatus status)
{
    return status_names[status];
}

bool article_status_find(Slice name, ArticleStatus *status)
{
    const size_t i = find_name(status_names, ARTICLE_STATUSES, name);
    if (i < ARTICLE_STATUSES)
        *status = (ArticleStatus)i;
    return i < ARTICLE_STATUSES;
}

static bool is_text(const Block *block)
{
    return block->kind != BLOCK_INSET && block->kind != BLOCK_EMBED && block->text.size > 0;
}

void article_join_text(Article *article, Arena *arena)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < article->body.count; i++) {
        Block *block = &article->body.items[i];
        block->span = (Span){0, 0};
        if (!is_text(block))
            continue;
        if (b.size)
            builder_add_string(&b, "\n\n");
        block->span.begin = b.size;
        builder_add(&b, block->text);
        block->span.end = b.size;
    }
    article->text = builder_slice(&b);
}

Slice article_title(Arena *arena, const Article *article)
{
    enum { TITLE_BYTES = 60 };
    if (!slice_is_empty(article->headline))
        return article->headline;
    Slice text = slice_trim(slice_is_empty(article->text) ? article->summary : article->text);
    text = slice_trim(slice_range(text, 0, slice_find_byte(text, '\n')));
    if (slice_is_empty(text))
        return article->id;
    if (text.size <= TITLE_BYTES)
        return text;
    size_t end = slice_find_last_byte(slice_range(text, 0, TITLE_BYTES), ' ');
    Slice words = slice_range(text, 0, end == SLICE_NONE ? utf8_floor(text, TITLE_BYTES) : end);
    return arena_format(arena, "%.*s…", SLICE_ARG(words));
}

size_t article_count_words(const Article *article)
{
    size_t count = 0;
    bool was_space = true;
    for (size_t i = 0; i < article->text.size; i++) {
        const bool is_space = ascii_is_space(article->text.data[i]);
        count += was_space && !is_space;
        was_space = is_space;
    }
    return count;
}

static bool is_label_empty(Label label)
{
    return slice_is_empty(label.slug) && slice_is_empty(label.label);
}

/* Where a label stands among those from `first` on, or is to stand. */
static size_t place_of_label(const Labels *list, size_t first, Label label)
{
    size_t i = first;
    while (i < list->count && slice_compare(list->items[i].slug, label.slug) < 0)
        i++;
    return i;
}

/* One that is there already gives no more than the name that it lacks. */
static void add_section(Arena *arena, Labels *list, Label label)
{
    const bool is_first = slice_equal(list->items[0].slug, label.slug);
    const size_t at = is_first ? 0 : place_of_label(list, 1, label);
    if (at < list->count && slice_equal(list->items[at].slug, label.slug)) {
        if (slice_is_empty(list->items[at].label))
            list->items[at].label = label.label;
        return;
    }
    *LIST_ADD(arena, list) = label;
    memmove(list->items + at + 1, list->items + at, (list->count - 1 - at) * sizeof *list->items);
    list->items[at] = label;
}

void article_settle_sections(Arena *arena, Article *article)
{
    const Labels stated = article->sections;
    Labels settled = {0};
    if (is_label_empty(article->section) && stated.count > 0)
        article->section = stated.items[0];
    *LIST_ADD(arena, &settled) = article->section;
    for (size_t i = 0; i < stated.count && settled.count < ARTICLE_SECTIONS_MAX; i++)
        if (!is_label_empty(stated.items[i]))
            add_section(arena, &settled, stated.items[i]);
    article->section = settled.items[0];
    article->sections = settled.count > 1 ? settled : (Labels){0};
}

static bool has_relation(const Relations *list, Slice url)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->items[i].url, url))
            return true;
    return false;
}

static int compare_relations(const Relation *a, const Relation *b)
{
    const int order = slice_compare(a->lang, b->lang);
    return order != 0 ? order : slice_compare(a->url, b->url);
}

/* In the order told, or (is_sorted) by language and address; few, so each finds its place by looking. */
static Relations settle_relations(Arena *arena, const Relations *told, const Article *article, bool is_sorted)
{
    Relations settled = {0};
    for (size_t i = 0; i < told->count && settled.count < RELATIONS_MAX; i++) {
        const Relation relation = told->items[i];
        if (slice_is_empty(relation.url) || slice_equal(relation.url, article->url) ||
            slice_equal(relation.url, article->canonical) || has_relation(&settled, relation.url))
            continue;
        *LIST_ADD(arena, &settled) = relation;
        for (size_t at = settled.count - 1; is_sorted && at > 0; at--) {
            if (compare_relations(&settled.items[at - 1], &relation) <= 0)
                break;
            settled.items[at] = settled.items[at - 1];
            settled.items[at - 1] = relation;
        }
    }
    return settled;
}

void article_settle_relations(Arena *arena, Article *article)
{
    article->translations = settle_relations(arena, &article->translations, article, true);
    article->related = settle_relations(arena, &article->related, article, false);
}

Slice direction_of_language(Slice lang)
{
    static const char *const leftward[] = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"};
    Slice primary = slice_range(lang, 0, slice_find_byte(lang, '-'));
    return SLICE_ANY(primary, slice_equal_nocase, leftward) ? SLICE("rtl") : SLICE("ltr");
}
