/* What exports of WordPress state, as it is read and after extraction, one JSON object a line. For
 * wxr_test.py, which counts the same in another way.
 *
 *     formats_wxr_print FILE...
 *
 *     {"file": "..."}                                           a source begins
 *     {"begin": 0, "end": 4096}                                 a record, with its bytes in the source
 *     {"kind": "piece", "cms": "5", ..., "article": {...}}      what it states
 *     {"kind": "author", "slug": "...", "label": "..."}
 *     {"skip": "why"} */
#include <stdio.h>

#include "export/export.h"
#include "export/json_out.h"
#include "extract/extract.h"
#include "import/import.h"

static void print_line(JsonOut *out)
{
    json_out_keep_object(out);
    printf("%.*s\n", SLICE_ARG(json_out_slice(out)));
}

static void begin_line(JsonOut *out, Arena *arena)
{
    json_out_init(out, arena, false);
    json_out_object(out, NULL);
}

static void print_skip(Arena *arena, const Error *err)
{
    JsonOut out;
    begin_line(&out, arena);
    json_out_text(&out, "skip", slice_from(err->message));
    print_line(&out);
}

/* The article stands as JSON of its own behind the other members. */
static void print_article(Arena *arena, const char *kind, const Article *article)
{
    const ArticleJson how = {.with_id = true, .with_body = true, .with_provenance = true};
    Slice json = export_article(arena, article, how);
    printf("{\"kind\": \"%s\", \"cms\": \"%.*s\", \"parent\": \"%.*s\", \"comments\": %zu, \"custom\": %zu, "
           "\"article\": %.*s}\n",
           kind, SLICE_ARG(article->cms_id), SLICE_ARG(article->parent_id), article->comments.count,
           article->custom.count, SLICE_ARG(json));
}

static void print_stated(Arena *arena, Extractor *extractor, const Stated *stated)
{
    static const char *const kinds[] = {"piece", "revision", "author", "section", "tag", "address"};
    const char *kind = kinds[stated->kind];
    JsonOut out;
    if (stated->kind == STATED_PIECE || stated->kind == STATED_REVISION) {
        Arena *own = arena_open((size_t)256 << 20);
        Article article;
        Error err = {{0}};
        if (extract_stated(extractor, own, stated, NULL, &article, &err) == STATUS_OK)
            print_article(own, kind, &article);
        else
            print_skip(own, &err);
        arena_close(own);
        return;
    }
    begin_line(&out, arena);
    json_out_text(&out, "kind", slice_from(kind));
    json_out_text(&out, "slug", stated->label.slug);
    json_out_text(&out, "label", stated->label.label);
    print_line(&out);
}

static void print_record(Arena *arena, Extractor *extractor, Record *record)
{
    JsonOut out;
    Error err = {{0}};
    begin_line(&out, arena);
    json_out_number(&out, "begin", record->source_begin);
    json_out_number(&out, "end", record->source_end);
    print_line(&out);
    if (import_decode(record, arena, &err) != STATUS_OK) {
        print_skip(arena, &err);
        return;
    }
    for (size_t i = 0; i < record->stated_count; i++)
        print_stated(arena, extractor, &record->stated[i]);
}

static void print_file(Extractor *extractor, const char *path)
{
    Arena *arena = arena_open((size_t)256 << 20);
    Import *in = NULL;
    Error err = {{0}};
    JsonOut out;
    begin_line(&out, arena);
    json_out_text(&out, "file", slice_from(path));
    print_line(&out);
    Status status = import_open(path, (ImportOptions){NULL}, &in, &err);
    if (status != STATUS_OK)
        print_skip(arena, &err);
    while (status == STATUS_OK || status == STATUS_SKIP) {
        Record record;
        arena_reset(arena);
        if (!in)
            break;
        status = import_next(in, arena, &record, &err);
        if (status == STATUS_OK)
            print_record(arena, extractor, &record);
        else if (status != STATUS_END)
            print_skip(arena, &err);
    }
    import_close(in);
    arena_close(arena);
}

int main(int argc, char **argv)
{
    Extractor *extractor = extractor_open();
    for (int i = 1; i < argc; i++)
        print_file(extractor, argv[i]);
    extractor_close(extractor);
    return 0;
}
