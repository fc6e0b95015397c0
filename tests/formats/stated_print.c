/* Prints what the items of a source state, one JSON object a line, for tests that read the source another
 * way.
 *
 *     formats_stated_print FILE...
 *
 * A source or record that is refused or skipped is {"skip": reason}. */
#include "base/builder.h"
#include "import/import.h"

static void add_text(Builder *b, const char *key, Slice text)
{
    if (slice_is_empty(text))
        return;
    builder_add_string(b, b->data[b->size - 1] == '{' || b->data[b->size - 1] == '[' ? "" : ", ");
    if (key)
        builder_format(b, "\"%s\": ", key);
    builder_add_byte(b, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ')
            builder_format(b, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            builder_format(b, "\\%c", c);
        else
            builder_add_byte(b, (char)c);
    }
    builder_add_byte(b, '"');
}

static void open_list(Builder *b, const char *key)
{
    builder_format(b, "%s\"%s\": [", b->data[b->size - 1] == '{' ? "" : ", ", key);
}

static void add_people(Builder *b, const Article *a)
{
    open_list(b, "authors");
    for (size_t i = 0; i < a->authors.count; i++)
        add_text(b, NULL,
                 arena_format(b->arena, "%.*s|%.*s|%.*s", SLICE_ARG(a->authors.items[i].name),
                              SLICE_ARG(a->authors.items[i].role), SLICE_ARG(a->authors.items[i].agency)));
    builder_add_byte(b, ']');
}

static void add_labels(Builder *b, const Article *a)
{
    open_list(b, "tags");
    for (size_t i = 0; i < a->tags.count; i++)
        add_text(b, NULL, a->tags.items[i].label);
    builder_add_byte(b, ']');
    open_list(b, "altIds");
    for (size_t i = 0; i < a->alt_ids.count; i++)
        add_text(b, NULL,
                 arena_format(b->arena, "%.*s=%.*s", SLICE_ARG(a->alt_ids.items[i].role),
                              SLICE_ARG(a->alt_ids.items[i].value)));
    builder_add_byte(b, ']');
    open_list(b, "custom");
    for (size_t i = 0; i < a->custom.count; i++)
        add_text(b, NULL,
                 arena_format(b->arena, "%.*s=%.*s", SLICE_ARG(a->custom.items[i].key),
                              SLICE_ARG(a->custom.items[i].value)));
    builder_add_byte(b, ']');
}

static void add_photos(Builder *b, const Article *a)
{
    open_list(b, "media");
    for (size_t i = 0; i < a->media.count; i++) {
        const Media *media = &a->media.items[i];
        builder_add_string(b, i ? ", {" : "{");
        add_text(b, "id", media->id);
        add_text(b, "href", media->href);
        add_text(b, "caption", media->caption);
        add_text(b, "alt", media->alt);
        add_text(b, "credit", media->credit.raw);
        add_text(b, "photographer", media->credit.photographer);
        add_text(b, "taken", moment_format(b->arena, media->taken));
        add_text(b, "size", arena_format(b->arena, "%ux%u", media->width, media->height));
        builder_add_byte(b, '}');
    }
    builder_add_byte(b, ']');
}

static void print_stated(Arena *arena, const Stated *stated)
{
    static const char *const forms[] = {"", "html", "wordpress", "text"};
    static const char *const kinds[] = {"piece", "revision", "author", "section", "tag", "address"};
    const Article *a = &stated->article;
    Builder b;
    builder_init(&b, arena);
    builder_add_byte(&b, '{');
    add_text(&b, "kind", slice_from(kinds[stated->kind]));
    add_text(&b, "source", stated->source);
    add_text(&b, "at", stated->at);
    add_text(&b, "pageKind", page_kind_name(a->page_kind));
    add_text(&b, "status", article_status_name(a->status));
    add_text(&b, "id", a->cms_id);
    add_text(&b, "url", a->url);
    add_text(&b, "canonical", a->canonical);
    add_text(&b, "headline", a->headline);
    add_text(&b, "kicker", a->kicker);
    add_text(&b, "genre", a->genre);
    add_text(&b, "subheadline", a->subheadline);
    add_text(&b, "summary", a->summary);
    add_text(&b, "byline", a->byline);
    add_text(&b, "dateline", a->dateline.raw);
    open_list(&b, "places");
    for (size_t i = 0; i < a->dateline.places.count; i++)
        add_text(&b, NULL, a->dateline.places.items[i]);
    builder_add_byte(&b, ']');
    add_text(&b, "datelineDate", moment_format(arena, a->dateline.date));
    add_text(&b, "published", moment_format(arena, a->published));
    add_text(&b, "modified", moment_format(arena, a->modified));
    add_text(&b, "section", a->section.label);
    add_text(&b, "lang", a->lang);
    add_people(&b, a);
    add_labels(&b, a);
    add_photos(&b, a);
    add_text(&b, "form", slice_from(forms[stated->form]));
    add_text(&b, "body", stated->body);
    add_text(&b, "text", a->text);
    add_text(&b, "redirect", stated->redirect);
    builder_format(&b, ", \"httpStatus\": %d, \"seen\": %lld}", stated->http_status,
                   (long long)stated->seen_s);
    printf("%.*s\n", SLICE_ARG(builder_slice(&b)));
}

static void print_skip(Arena *arena, const char *reason)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_byte(&b, '{');
    add_text(&b, "skip", slice_from(reason));
    printf("%.*s}\n", SLICE_ARG(builder_slice(&b)));
}

static void print_source(Arena *arena, const char *path)
{
    Import *in = NULL;
    Record record;
    Error err = {0};
    ImportOptions options = {.spool_folder = NULL};
    Status status = import_open(path, options, &in, &err);
    if (status != STATUS_OK)
        print_skip(arena, err.message);
    while (in && status != STATUS_END && status != STATUS_FAIL) {
        arena_reset(arena);
        status = import_next(in, arena, &record, &err);
        if (status == STATUS_OK)
            status = import_decode(&record, arena, &err);
        if (status == STATUS_SKIP)
            print_skip(arena, err.message);
        for (size_t i = 0; status == STATUS_OK && i < record.stated_count; i++)
            print_stated(arena, &record.stated[i]);
    }
    import_close(in);
}

int main(int count, char **arguments)
{
    Arena *arena = arena_open((size_t)512 << 20);
    for (int i = 1; i < count; i++)
        print_source(arena, arguments[i]);
    arena_close(arena);
    return 0;
}
