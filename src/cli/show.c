/* backfile show: one article, by id, path or URL, or one photo by media:ID, as text, JSON or HTML. */
#include "cli/cli.h"

#include "cli/terminal.h"
#include "export/export.h"

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML, FORMAT_CITED };

static int nothing_found(const Call *call, Slice what)
{
    return call_say(call, EXIT_NOTHING, "nothing is known of '%.*s'", SLICE_ARG(what));
}

static void print_photo_line(FILE *out, const char *name, Slice text)
{
    if (text.size == 0)
        return;
    fprintf(out, "%-8s ", name);
    print_line_text(out, text);
    fputc('\n', out);
}

static void print_photo(Call *call, const MediaView *view)
{
    const Media *media = &view->media;
    print_photo_line(call->out, "id", media->id);
    print_photo_line(call->out, "caption", media->caption);
    print_photo_line(call->out, "credit", media->credit.raw);
    print_photo_line(call->out, "taken", moment_format(call->arena, media->taken));
    print_photo_line(call->out, "address", media->href);
    for (size_t i = 0; i < view->use_count; i++) {
        const Article *use = &view->uses[i];
        const Slice line =
            arena_format(call->arena, "%.*s  %.*s", SLICE_ARG(use->id), SLICE_ARG(use->headline));
        print_photo_line(call->out, "used in", line);
    }
}

static int show_photo(Call *call, Archive *archive, Slice id)
{
    MediaView view = {0};
    Error err;
    const size_t format = options_choice(call->options, "format");
    if (format >= FORMAT_HTML)
        return call_say(call, EXIT_USAGE, "a photo has no such form; use --format text or json");
    const Status status = archive_media(archive, call->arena, id, &view, &err);
    if (status == STATUS_END)
        return nothing_found(call, id);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    if (view.gone)
        return call_say(call, EXIT_NOTHING, "the photo '%.*s' is withheld", SLICE_ARG(id));
    if (format == FORMAT_JSON)
        call_print(call, export_media(call->arena, &view, call->out_is_terminal));
    else
        print_photo(call, &view);
    return EXIT_DONE;
}

/* Its address on the site, or what the page itself says. */
static void print_citation(Call *call, const Settings *settings, const Article *article, CiteForm form)
{
    const bool is_home =
        article->path.size && settings->base_url.size && !slice_starts_with(article->path, SLICE("/web/"));
    Slice address = article->canonical.size ? article->canonical : article->url;
    if (is_home)
        address =
            arena_format(call->arena, "%.*s%.*s", SLICE_ARG(settings->base_url), SLICE_ARG(article->path));
    const CitePaper paper = {.title = settings->title,
                             .publisher = settings->publisher,
                             .name = options_slice(call->options, "paper"),
                             .address = address};
    fprintf(call->out, "%.*s", SLICE_ARG(export_citation(call->arena, article, &paper, form)));
}

static int show_article(Call *call, Archive *archive, Slice what)
{
    Article article = {0};
    Error err;
    const ArticleJson whole = {.is_pretty = call->out_is_terminal,
                               .with_id = true,
                               .with_body = true,
                               .with_provenance = true,
                               .with_kept = true};
    const Status status = archive_article(archive, call->arena, what, &article, &err);
    if (status == STATUS_END)
        return nothing_found(call, what);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    if (article.status == ARTICLE_WITHHELD)
        return call_say(call, EXIT_NOTHING, "the article '%.*s' is withheld: 'backfile log' says why",
                        SLICE_ARG(article.id));
    const size_t format = options_choice(call->options, "format");
    if (format >= FORMAT_CITED) {
        article.published = archive_local(archive, article.published); /* cited by the day of the archive */
        print_citation(call, archive_settings(archive), &article, (CiteForm)(format - FORMAT_CITED));
        return EXIT_DONE;
    }
    switch (format) {
    case FORMAT_JSON:
        call_print(call, export_article(call->arena, &article, whole));
        break;
    case FORMAT_HTML:
        fprintf(call->out, "%.*s", SLICE_ARG(export_article_html(call->arena, &article)));
        break;
    default:
        print_block_text(call->out, export_article_text(call->arena, &article));
        fputc('\n', call->out);
    }
    return EXIT_DONE;
}

int command_show(Call *call)
{
    Archive *archive = NULL;
    const Slice what = slice_from(options_operand(call->options, 1));
    const Slice photo = SLICE("media:");
    int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    if (slice_starts_with(what, photo))
        code = show_photo(call, archive, slice_skip(what, photo.size));
    else
        code = show_article(call, archive, what);
    archive_close(archive);
    return code;
}
