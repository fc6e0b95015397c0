/* The description of the search for browsers and other programs, and the completions of what is typed. */
#include "server/inside.h"

#include "export/export.h"

enum { COMPLETIONS_MAX = 10, TYPED_MAX = 200 };

Status show_opensearch(Call *call, Error *err)
{
    (void)err;
    const PageSite *site = call->site;
    reply_data(call, SLICE("application/opensearchdescription+xml; charset=utf-8"),
               export_opensearch(call->arena, site->title, site->publisher, site->language, site_base(call)));
    return STATUS_OK;
}

/* full=1: writers, sections, tags, places and words that begin as the typed text does, with counts. */
static Status show_completions(Call *call, Slice typed, Error *err)
{
    enum { OF_A_KIND = 5 };
    Completions completions = {0};
    Status status = STATUS_OK;
    if (typed.size > 0 && typed.size <= TYPED_MAX)
        status = archive_complete(call->worker->archive, call->arena, typed, OF_A_KIND, &completions, err);
    if (status != STATUS_OK && status != STATUS_END && status != STATUS_SKIP)
        return status;
    reply_json(call, 200, export_completions(call->arena, &completions));
    return STATUS_OK;
}

/* The last word is completed from the words of the archive; what stands before it stays. */
Status show_suggestions(Call *call, Error *err)
{
    call->wants_json = true;
    Slice typed = query_value(call, "q");
    Slices words = {0}, completions = {0};
    if (slice_equal(query_value(call, "full"), SLICE("1")))
        return show_completions(call, typed, err);
    size_t blank = slice_find_last_byte(typed, ' ');
    size_t begin = blank == SLICE_NONE ? 0 : blank + 1;
    Slice last = slice_skip(typed, begin);
    Status status =
        slice_is_empty(last) || typed.size > TYPED_MAX
            ? STATUS_OK
            : archive_suggest(call->worker->archive, call->arena, last, COMPLETIONS_MAX, &words, err);
    if (status != STATUS_OK && status != STATUS_END && status != STATUS_SKIP)
        return status;
    for (size_t i = 0; i < words.count; i++)
        *LIST_ADD(call->arena, &completions) = arena_format(
            call->arena, "%.*s%.*s", SLICE_ARG(slice_range(typed, 0, begin)), SLICE_ARG(words.items[i]));
    reply_data(call, SLICE("application/x-suggestions+json"),
               export_suggestions(call->arena, typed, &completions));
    return STATUS_OK;
}
