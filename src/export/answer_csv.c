/* Hits as a table for spreadsheets: RFC 4180, one record a hit, CR LF behind each, quotes where they are
 * needed. */
#include "export/parts.h"

static bool needs_quotes(Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == ',' || c == '"' || c == '\r' || c == '\n')
            return true;
    }
    return text.size > 0 && (ascii_is_space(text.data[0]) || ascii_is_space(text.data[text.size - 1]));
}

static void add_field(Builder *b, Slice text, bool is_last)
{
    const bool is_quoted = needs_quotes(text);
    if (is_quoted)
        builder_add_byte(b, '"');
    for (Slice rest = text; rest.size;) {
        const size_t quote = slice_find_byte(rest, '"');
        const size_t end = quote == SLICE_NONE ? rest.size : quote + 1;
        builder_add(b, slice_range(rest, 0, end));
        if (quote != SLICE_NONE)
            builder_add_byte(b, '"');
        rest = slice_skip(rest, end);
    }
    if (is_quoted)
        builder_add_byte(b, '"');
    builder_add_string(b, is_last ? "\r\n" : ",");
}

static void add_hit(Builder *b, const Article *article)
{
    const Slice fields[] = {
        article->id,
        moment_format(b->arena, article->published),
        article->headline,
        article->byline,
        article->section.label.size ? article->section.label : article->section.slug,
        article->lang,
        page_kind_name(article->page_kind),
        article->path,
        article->url,
    };
    const size_t count = sizeof fields / sizeof *fields;
    for (size_t i = 0; i < count; i++)
        add_field(b, fields[i], i + 1 == count);
}

Slice export_hits_csv(Arena *arena, const Answer *answer, bool with_heading)
{
    Builder b;
    builder_init(&b, arena);
    if (with_heading)
        builder_add_string(&b, "id,published,headline,byline,section,lang,pageKind,path,url\r\n");
    for (size_t i = 0; i < answer->hit_count; i++)
        add_hit(&b, &answer->hits[i].article);
    return builder_slice(&b);
}
