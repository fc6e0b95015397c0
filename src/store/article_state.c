/* One digest of all that is shown of an article, so that a capture which shows nothing new changes nothing.
 *
 * In: an Article as extraction made it. Out: SHA-256 over its fields, each with its length before it, so that
 * no two articles run together into the same bytes. The path is left out: it depends on the archive, not on
 * the capture. */
#include "store/inside.h"

static void add_number(Builder *b, int64_t number)
{
    builder_add(b, slice_of(&number, sizeof number));
}

static void add_text(Builder *b, Slice text)
{
    add_number(b, (int64_t)text.size);
    builder_add(b, text);
}

static void add_moment(Builder *b, Moment m)
{
    add_number(b, m.grain);
    add_number(b, m.local_s);
    add_number(b, m.has_offset ? m.offset_minutes : INT16_MAX);
}

static void add_span(Builder *b, Span span)
{
    add_number(b, (int64_t)span.begin);
    add_number(b, (int64_t)span.end);
}

static void add_texts(Builder *b, const Slices *texts)
{
    add_number(b, (int64_t)texts->count);
    for (size_t i = 0; i < texts->count; i++)
        add_text(b, texts->items[i]);
}

static void add_head(Builder *b, const Article *a)
{
    const Slice texts[] = {a->cms_id, a->url,         a->canonical,    a->headline,      a->kicker,
                           a->genre,  a->subheadline, a->summary,      a->byline,        a->lang,
                           a->dir,    a->site_name,   a->section.slug, a->section.label, a->dateline.raw};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        add_text(b, texts[i]);
    add_number(b, a->page_kind);
    add_number(b, a->status);
    add_moment(b, a->published);
    add_moment(b, a->modified);
    add_moment(b, a->dateline.date);
    add_span(b, a->dateline.span);
    add_texts(b, &a->dateline.places);
    add_texts(b, &a->dateline.agencies);
    for (size_t i = 0; i < a->sections.count; i++) {
        add_text(b, a->sections.items[i].slug);
        add_text(b, a->sections.items[i].label);
    }
}

static void add_people(Builder *b, const Article *a)
{
    add_number(b, (int64_t)a->authors.count);
    for (size_t i = 0; i < a->authors.count; i++) {
        const Author *author = &a->authors.items[i];
        add_text(b, author->slug);
        add_text(b, author->name);
        add_text(b, author->role);
        add_text(b, author->agency);
    }
    add_number(b, (int64_t)a->tags.count);
    for (size_t i = 0; i < a->tags.count; i++) {
        add_text(b, a->tags.items[i].slug);
        add_text(b, a->tags.items[i].label);
    }
    add_number(b, (int64_t)a->alt_ids.count);
    for (size_t i = 0; i < a->alt_ids.count; i++) {
        add_text(b, a->alt_ids.items[i].role);
        add_text(b, a->alt_ids.items[i].value);
    }
}

static void add_body(Builder *b, const Article *a)
{
    add_text(b, a->text);
    add_number(b, (int64_t)a->body.count);
    for (size_t i = 0; i < a->body.count; i++) {
        const Block *block = &a->body.items[i];
        add_number(b, block->kind);
        add_text(b, block->text);
        add_text(b, block->html);
        add_text(b, block->speaker);
        add_span(b, block->span);
    }
}

static void add_media(Builder *b, const Article *a)
{
    add_number(b, (int64_t)a->media.count);
    for (size_t i = 0; i < a->media.count; i++) {
        const Media *m = &a->media.items[i];
        const Slice texts[] = {
            m->id, m->href, m->caption, m->alt, m->credit.raw, m->credit.agency, m->credit.photographer};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        add_number(b, m->credit.is_file);
        add_moment(b, m->taken);
        add_number(b, m->width);
        add_number(b, m->height);
    }
}

static void add_origins(Builder *b, const Article *a)
{
    add_number(b, (int64_t)a->provenance.count);
    for (size_t i = 0; i < a->provenance.count; i++) {
        const Origin *origin = &a->provenance.items[i];
        add_text(b, origin->field);
        add_text(b, origin->source);
        add_text(b, origin->at);
        add_text(b, origin->rule);
        builder_format(b, "%.9g;", (double)origin->confidence);
    }
    add_number(b, (int64_t)a->repairs.count);
    for (size_t i = 0; i < a->repairs.count; i++) {
        const Repair *repair = &a->repairs.items[i];
        add_text(b, repair->in);
        add_text(b, repair->was);
        add_text(b, repair->rule);
        add_span(b, repair->span);
    }
}

/* What only the CMS tells: the piece that a photo is of, readers' comments, its own fields. */
static void add_cms(Builder *b, const Article *a)
{
    add_text(b, a->parent_id);
    add_number(b, (int64_t)a->comments.count);
    for (size_t i = 0; i < a->comments.count; i++) {
        const Comment *c = &a->comments.items[i];
        const Slice texts[] = {c->id, c->parent, c->author, c->author_url, c->text};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        add_moment(b, c->at);
        add_number(b, c->is_approved);
    }
    add_number(b, (int64_t)a->custom.count);
    for (size_t i = 0; i < a->custom.count; i++) {
        add_text(b, a->custom.items[i].key);
        add_text(b, a->custom.items[i].value);
    }
}

/* Only where something is said, so that the digests of older archives stay. */
static void add_told(Builder *b, const Article *a)
{
    if (a->license.size > 0 || a->rights.size > 0) {
        add_text(b, SLICE("rights"));
        add_text(b, a->license);
        add_text(b, a->rights);
    }
    const Relations *lists[] = {&a->translations, &a->related};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[l]->count; i++) {
            add_number(b, (int64_t)l);
            add_text(b, lists[l]->items[i].url);
            add_text(b, lists[l]->items[i].lang);
        }
    }
}

Slice article_state(Arena *arena, const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    add_head(&b, article);
    add_people(&b, article);
    add_body(&b, article);
    add_media(&b, article);
    add_cms(&b, article);
    add_told(&b, article);
    add_origins(&b, article);
    return digest_sha256_hex(arena, builder_slice(&b));
}
