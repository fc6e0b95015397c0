/* A Document from a few texts, for tests: "headline: Haftar in Rome" and so on, one text a line, in the order
 * of TextField. Lines without a field's name are paragraphs of the body. */
#ifndef QUERY_TEST_MAKE_DOCUMENT_H
#define QUERY_TEST_MAKE_DOCUMENT_H

#include "base/list.h"
#include "text/text.h"

static TextField take_field(Slice *line)
{
    static const TextField fields[] = {FIELD_HEADLINE, FIELD_SUBHEADLINE, FIELD_CAPTION, FIELD_BYLINE,
                                       FIELD_DATELINE};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const Slice name = text_field_name(fields[i]);
        if (slice_starts_with(*line, name) && line->size > name.size && line->data[name.size] == ':') {
            *line = slice_trim(slice_skip(*line, name.size + 1));
            return fields[i];
        }
    }
    return FIELD_BODY;
}

static uint32_t add_words(Arena *arena, Document *d, uint32_t position, const Words *words, Slice text)
{
    for (size_t i = 0; i < words->count; i++) {
        const Word *word = &words->items[i];
        if (word->flags & WORD_SENTENCE)
            *LIST_ADD(arena, &d->sentences) = position;
        const uint32_t joined = word->flags & WORD_JOINED;
        *LIST_ADD(arena, &d->tokens) = (Token){
            .position = joined ? position - 1 : position,
            .part = (uint32_t)d->parts.count - 1,
            .begin = word->begin,
            .end = word->end,
            .flags = joined,
            .folded = word->folded,
            .surface = slice_range(text, word->begin, word->end),
        };
        position += joined ? 0 : 1;
    }
    return position;
}

static void make_document(Arena *arena, Slice lines, Document *d)
{
    *d = (Document){.article = 1, .time_s = TIME_UNDATED};
    Region lead = {FIELD_LEAD, 0, 0};
    uint32_t position = 0;
    Slice line;
    while (slice_next_line(&lines, &line)) {
        const TextField field = take_field(&line);
        Words words = {0};
        text_words(arena, line, &words);
        if (words.count == 0)
            continue;
        *LIST_ADD(arena, &d->parts) = (Part){field, (uint32_t)d->parts.count, line};
        *LIST_ADD(arena, &d->paragraphs) = position;
        const uint32_t begin = position;
        position = add_words(arena, d, position, &words, line);
        Region *last = d->regions.count > 0 ? &d->regions.items[d->regions.count - 1] : NULL;
        if (last && last->field == field && field != FIELD_CAPTION)
            last->end = position;
        else
            *LIST_ADD(arena, &d->regions) = (Region){field, begin, position};
        if (field == FIELD_BODY && lead.end == 0)
            lead = (Region){FIELD_LEAD, begin, position};
    }
    d->regions.base_count = d->regions.count;
    if (lead.end > 0)
        *LIST_ADD(arena, &d->regions) = lead;
    d->length = position;
    d->words = position;
}

#endif
