/* Article -> Document: the words of an article in one row of positions, with regions, facets and time.
 *
 * Made once for each article and handed to the index, to highlighting and to reading, which therefore agree
 * on what a word is and where it stands. The rules are those of model/document.h. */
#include "archive/inside.h"
#include "base/builder.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/utf8.h"
#include "syntax/url.h"
#include "text/text.h"

enum { PIECE_LENGTH = 500 }; /* words of a piece of usual length */

typedef struct Making {
    Arena *arena;
    const Article *article;
    Document *document;
    unsigned needs;    /* DocumentNeeds */
    uint32_t position; /* the next free one */
    Map facets;        /* "field key" of those that are there */
    Regions turns;     /* TURN, inside the body */
} Making;

static void begin_paragraph(Making *m)
{
    *LIST_ADD(m->arena, &m->document->paragraphs) = m->position;
}

/* Adds one text as a part; its words go to the end of the row. Gives false if it has none. */
static bool add_part(Making *m, TextField field, uint32_t item, Slice text)
{
    Words words = {0};
    if (m->needs & NEEDS_SENTENCES)
        text_words(m->arena, text, &words);
    else
        text_words_alone(m->arena, text, &words);
    if (words.count == 0)
        return false;
    Document *d = m->document;
    uint32_t part = (uint32_t)d->parts.count;
    *LIST_ADD(m->arena, &d->parts) = (Part){field, item, text};
    begin_paragraph(m);
    bool is_first = true;
    for (size_t i = 0; i < words.count; i++) {
        const Word *word = &words.items[i];
        bool is_joined = word->flags & WORD_JOINED;
        if (!is_joined && (is_first || (word->flags & WORD_SENTENCE)))
            *LIST_ADD(m->arena, &d->sentences) = m->position;
        is_first = false;
        *LIST_ADD(m->arena, &d->tokens) = (Token){is_joined ? m->position - 1 : m->position,
                                                  part,
                                                  word->begin,
                                                  word->end,
                                                  word->flags & WORD_JOINED,
                                                  word->folded,
                                                  slice_range(text, word->begin, word->end)};
        if (!is_joined)
            m->position++;
    }
    return true;
}

static void add_region(Making *m, TextField field, uint32_t begin)
{
    if (m->position > begin)
        *LIST_ADD(m->arena, &m->document->regions) = (Region){field, begin, m->position};
}

static void add_text(Making *m, TextField field, uint32_t item, Slice text)
{
    uint32_t begin = m->position;
    add_part(m, field, item, text);
    add_region(m, field, begin);
}

static bool is_in_text(const Block *block)
{
    return block->kind != BLOCK_INSET && block->kind != BLOCK_EMBED;
}

/* The text of a photo's own page is mostly its caption again: its words count once, as a caption, or such
 * pages would stand before the pieces that the photos were taken for. */
static bool is_caption_again(const Article *article, Slice text)
{
    if (article->page_kind != PAGE_PHOTO)
        return false;
    for (size_t i = 0; i < article->media.count; i++)
        if (slice_equal(slice_trim(article->media.items[i].caption), slice_trim(text)))
            return true;
    return false;
}

/* The body; *lead becomes the region of its first paragraph (empty if it has none). */
static void add_body(Making *m, Region *lead)
{
    uint32_t begin = m->position;
    const Blocks *body = &m->article->body;
    for (size_t i = 0; i < body->count; i++) {
        const Block *block = &body->items[i];
        uint32_t at = m->position;
        if (!is_in_text(block) || is_caption_again(m->article, block->text) ||
            !add_part(m, FIELD_BODY, (uint32_t)i, block->text))
            continue;
        if (block->kind == BLOCK_TURN)
            *LIST_ADD(m->arena, &m->turns) = (Region){FIELD_TURN, at, m->position};
        if (lead->end == lead->begin && block->kind != BLOCK_SUBHEAD)
            *lead = (Region){FIELD_LEAD, at, m->position};
    }
    add_region(m, FIELD_BODY, begin);
}

/* The byline as printed and, in the same region, those author names that it does not hold. */
static void add_byline(Making *m)
{
    uint32_t begin = m->position;
    const Article *a = m->article;
    if (!slice_is_empty(a->byline))
        add_part(m, FIELD_BYLINE, 0, a->byline);
    for (size_t i = 0; i < a->authors.count; i++) {
        Slice name = a->authors.items[i].name;
        if (!slice_is_empty(name) && slice_find_nocase(a->byline, name) == SLICE_NONE)
            add_part(m, FIELD_BYLINE, 0, name);
    }
    add_region(m, FIELD_BYLINE, begin);
}

/* The positions of the body that lie in the dateline's span. */
static bool dateline_region(const Making *m, Region *region)
{
    Span span = m->article->dateline.span;
    const Document *d = m->document;
    bool is_found = false;
    for (size_t i = 0; i < d->tokens.count; i++) {
        const Token *token = &d->tokens.items[i];
        const Part *part = &d->parts.items[token->part];
        if (part->field != FIELD_BODY)
            continue;
        size_t base = m->article->body.items[part->item].span.begin;
        if (base + token->begin >= span.end)
            break;
        if (base + token->begin < span.begin || (token->flags & WORD_JOINED))
            continue;
        if (!is_found)
            *region = (Region){FIELD_DATELINE, token->position, token->position};
        is_found = true;
        region->end = token->position + 1;
    }
    return is_found;
}

static void add_facet(Making *m, FacetField field, Slice value)
{
    if (slice_is_empty(value))
        return;
    Slice key = text_slug(m->arena, value);
    if (slice_is_empty(key))
        return;
    bool is_new;
    map_add(&m->facets, arena_format(m->arena, "%d %.*s", (int)field, SLICE_ARG(key)), &is_new);
    if (is_new)
        *LIST_ADD(m->arena, &m->document->facets) = (Facet){field, value, key};
}

static void add_has(Making *m)
{
    static const struct {
        BlockKind kind;
        const char *name;
    } blocks[] = {{BLOCK_SUBHEAD, "subhead"}, {BLOCK_QUOTE, "quote"}, {BLOCK_TURN, "turn"},
                  {BLOCK_LIST, "list"},       {BLOCK_TABLE, "table"}, {BLOCK_INSET, "inset"},
                  {BLOCK_EMBED, "embed"}};
    const Article *a = m->article;
    for (size_t i = 0; i < a->body.count; i++)
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++)
            if (a->body.items[i].kind == blocks[k].kind)
                add_facet(m, FACET_HAS, slice_from(blocks[k].name));
    if (a->media.count > 0)
        add_facet(m, FACET_HAS, SLICE("photo"));
    for (size_t i = 0; i < a->media.count; i++)
        if (!slice_is_empty(a->media.items[i].caption))
            add_facet(m, FACET_HAS, SLICE("caption"));
    for (size_t i = 0; i < a->media.count; i++)
        if (a->media.items[i].credit.is_file)
            add_facet(m, FACET_HAS, SLICE("file"));
    if (!slice_is_empty(a->dateline.raw))
        add_facet(m, FACET_HAS, SLICE("dateline"));
    if (a->repairs.count > 0)
        add_facet(m, FACET_HAS, SLICE("repair"));
}

static void add_people_and_places(Making *m)
{
    const Article *a = m->article;
    for (size_t i = 0; i < a->authors.count; i++) {
        const Author *author = &a->authors.items[i];
        add_facet(m, FACET_AUTHOR,
                  slice_is_empty(author->slug) ? text_slug(m->arena, author->name) : author->slug);
        add_facet(m, FACET_AGENCY, author->agency);
    }
    for (size_t i = 0; i < a->dateline.agencies.count; i++)
        add_facet(m, FACET_AGENCY, a->dateline.agencies.items[i]);
    for (size_t i = 0; i < a->dateline.places.count; i++)
        add_facet(m, FACET_PLACE, a->dateline.places.items[i]);
    for (size_t i = 0; i < a->media.count; i++) {
        const Media *media = &a->media.items[i];
        add_facet(m, FACET_CREDIT, media->credit.agency);
        add_facet(m, FACET_PHOTOGRAPHER, media->credit.photographer);
        add_facet(m, FACET_MEDIA, media->id);
    }
}

/* Year, month and day in the archive's zone; a coarser date keeps its own grain in the finer facets. */
static void add_dates(Making *m, const Zone *zone)
{
    Document *d = m->document;
    Moment published = m->article->published;
    if (!moment_is_known(published)) {
        d->time_s = TIME_UNDATED;
        add_facet(m, FACET_YEAR, SLICE("undated"));
        add_facet(m, FACET_MONTH, SLICE("undated"));
        add_facet(m, FACET_DAY, SLICE("undated"));
        return;
    }
    d->time_s = moment_utc_s(published, zone);
    d->days = moment_days(published, zone);
    int64_t year;
    unsigned month, day;
    civil_from_days(d->days.first, &year, &month, &day);
    Slice as_year = arena_format(m->arena, "%04d", (int)year);
    Slice as_month = arena_format(m->arena, "%04d-%02u", (int)year, month);
    Slice as_day = arena_format(m->arena, "%04d-%02u-%02u", (int)year, month, day);
    add_facet(m, FACET_YEAR, as_year);
    add_facet(m, FACET_MONTH, published.grain >= GRAIN_MONTH ? as_month : as_year);
    add_facet(m, FACET_DAY,
              published.grain >= GRAIN_DAY     ? as_day
              : published.grain == GRAIN_MONTH ? as_month
                                               : as_year);
}

/* What the headline is sorted by: of letters and digits alone, cut between two of them. */
static void add_headline(Making *m)
{
    enum { KEY_BYTES = 64 };
    const Slice key = text_slug(m->arena, m->article->headline);
    add_facet(m, FACET_HEADLINE, slice_range(key, 0, utf8_floor(key, KEY_BYTES)));
}

/* A digest of the words of the body, of a piece that has so many that chance does not repeat them: pieces
 * with the same one have the same text, whatever stands around it. */
static void add_reprint(Making *m)
{
    enum { WORDS_MIN = 30 };
    const Document *d = m->document;
    Builder words;
    size_t count = 0;
    builder_init(&words, m->arena);
    for (size_t i = 0; i < d->tokens.count; i++) {
        const Token *token = &d->tokens.items[i];
        if ((token->flags & WORD_JOINED) || d->parts.items[token->part].field != FIELD_BODY)
            continue;
        builder_add(&words, token->folded);
        builder_add_byte(&words, ' ');
        count++;
    }
    if (count >= WORDS_MIN)
        add_facet(m, FACET_REPRINT, slice_range(digest_sha256_hex(m->arena, builder_slice(&words)), 0, 16));
}

static void add_facets(Making *m, const Zone *zone, Slice host)
{
    const Article *a = m->article;
    add_headline(m);
    add_reprint(m);
    add_facet(m, FACET_SECTION, slice_is_empty(a->section.slug) ? a->section.label : a->section.slug);
    for (size_t i = 1; i < a->sections.count; i++)
        add_facet(m, FACET_SECTION,
                  slice_is_empty(a->sections.items[i].slug) ? a->sections.items[i].label
                                                            : a->sections.items[i].slug);
    for (size_t i = 0; i < a->tags.count; i++)
        add_facet(m, FACET_TAG,
                  slice_is_empty(a->tags.items[i].slug) ? a->tags.items[i].label : a->tags.items[i].slug);
    add_people_and_places(m);
    add_facet(m, FACET_LANG, a->lang);
    add_facet(m, FACET_KIND, page_kind_name(a->page_kind));
    add_facet(m, FACET_GENRE, a->genre);
    add_has(m);
    add_facet(m, FACET_HOST, host);
    add_facet(m, FACET_ID, a->id);
    Slice address = slice_is_empty(a->canonical) ? a->url : a->canonical;
    if (!slice_is_empty(address))
        add_facet(m, FACET_SLUG, url_slug(url_path(m->arena, address)));
    add_dates(m, zone);
}

void document_make(Arena *arena, const Article *article, const Zone *zone, Slice host, unsigned needs,
                   Document *document)
{
    *document = (Document){.article = article->number, .id = article->id};
    Making m = {.arena = arena, .article = article, .document = document, .needs = needs};
    map_init(&m.facets, arena);
    Region lead = {FIELD_LEAD, 0, 0}, dateline;

    add_text(&m, FIELD_HEADLINE, 0, article->headline);
    add_text(&m, FIELD_SUBHEADLINE, 0, article->subheadline);
    add_body(&m, &lead);
    for (size_t i = 0; i < article->media.count; i++)
        add_text(&m, FIELD_CAPTION, (uint32_t)i, article->media.items[i].caption);
    add_byline(&m);
    bool is_in_body = article->dateline.span.end > article->dateline.span.begin;
    if (!is_in_body)
        add_text(&m, FIELD_DATELINE, 0, article->dateline.raw);
    document->regions.base_count = document->regions.count;
    if (lead.end > lead.begin)
        *LIST_ADD(arena, &document->regions) = lead;
    for (size_t i = 0; i < m.turns.count; i++)
        *LIST_ADD(arena, &document->regions) = m.turns.items[i];
    if (is_in_body && dateline_region(&m, &dateline))
        *LIST_ADD(arena, &document->regions) = dateline;

    /* A page that holds little but a photo's name and caption would outrank every piece by its shortness: it
     * is weighed as if it were as long as a piece. */
    bool is_weighed = article->page_kind == PAGE_PHOTO && m.position > 0 && m.position < PIECE_LENGTH;
    document->length = is_weighed ? PIECE_LENGTH : m.position;
    if (!(needs & NEEDS_FACETS))
        return;
    document->words = (uint32_t)article_count_words(article);
    add_facets(&m, zone, host);
}

void archive_document(Arena *arena, const Article *article, const Zone *zone, Slice host, Document *document)
{
    document_make(arena, article, zone, host, NEEDS_FACETS | NEEDS_SENTENCES, document);
}

void archive_document_rename(Arena *arena, Document *document)
{
    for (size_t i = 0; i < document->facets.count; i++) {
        Facet *facet = &document->facets.items[i];
        if (facet->field == FACET_ID)
            *facet = (Facet){FACET_ID, document->id, text_slug(arena, document->id)};
    }
}
