/* What must be true of any article that extraction gives. */
#ifndef FUZZ_ARTICLE_H
#define FUZZ_ARTICLE_H

#include "base/utf8.h"
#include "extract/extract.h"
#include "fuzz.h"

static inline void check_article(const Article *a)
{
    const Slice texts[] = {a->headline, a->byline,    a->subheadline, a->summary,
                           a->text,     a->canonical, a->lang};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK(utf8_is_valid(texts[i]));
    for (size_t i = 0; i < a->body.count; i++) {
        const Block *block = &a->body.items[i];
        CHECK(block->span.begin <= block->span.end && block->span.end <= a->text.size);
        CHECK(utf8_is_valid(block->text) && utf8_is_valid(block->html));
        if (block->span.begin < block->span.end)
            CHECK(slice_equal(slice_range(a->text, block->span.begin, block->span.end), block->text));
    }
    for (size_t i = 0; i < a->media.count; i++)
        CHECK(utf8_is_valid(a->media.items[i].caption));
    CHECK(a->dateline.span.begin <= a->dateline.span.end && a->dateline.span.end <= a->text.size);
}

static inline void extract_from(Record *record, Slice bytes)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Extractor *extractor = extractor_open();
    ExtractOptions options = {.archive_title = SLICE("The Paper"), .language = SLICE("en")};
    Article article = {0};
    Error err = {0};
    record->url = SLICE("http://example.org/author/news/a-piece");
    record->body = record->block = bytes;
    if (extract_page(extractor, arena, record, &options, &article, &err) == STATUS_OK)
        check_article(&article);
    extractor_close(extractor);
    arena_close(arena);
}

#endif
