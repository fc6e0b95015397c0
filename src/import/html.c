/* A page saved as a file: HTML, WHATWG's "MIME Sniffing" telling which bytes are. Its address stands, where a
 * browser or a mirroring program left it, in a comment at the top, else in its head (canonical link, og:url);
 * where the page says nothing, a folder may know by the path (folder.c). */
#include "import/inside.h"
#include "import/mirror.h"
#include "import/sniff.h"

static int html_bid(Slice first, Slice file_name)
{
    static const char *const endings[] = {"html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"};
    if (sniff_magic(first))
        return 0;
    if (sniff_is_html(first))
        return 80;
    if (sniff_is_binary(first) || (sniff_unread(first) && !slice_starts_with(slice_trim(first), SLICE("<"))))
        return 0; /* a ZIP or a JSON file remains one, whatever its name says */
    Slice ending = sniff_ending(file_name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_equal_nocase(ending, slice_from(endings[i])) && slice_contains(first, SLICE("<")) &&
            !slice_starts_with(slice_trim(first), SLICE("<?xml")))
            return 30;
    return 0;
}

/* HTTrack's own page on top of its mirrors. */
static bool is_mirrors_index(Slice page)
{
    return slice_contains(slice_range(page, 0, 4096), SLICE("<title>Local index - HTTrack"));
}

static Status html_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Status status = document_next(import, arena, BODY_HTML, SLICE("text/html"), record, err);
    if (status != STATUS_OK)
        return status;
    if (is_mirrors_index(record->block))
        return error_set(err, STATUS_SKIP, "HTTrack's own list of its mirrors, no page of the paper");
    MirrorNote note = mirror_note_of(arena, record->block);
    record->url = slice_is_empty(note.url) ? mirror_head_address(arena, record->block) : note.url;
    if (note.saved_s != 0)
        record->captured_s = record->file_time_s = note.saved_s;
    return STATUS_OK;
}

const Importer importer_html = {"html", html_bid, document_open, html_next, document_close};
