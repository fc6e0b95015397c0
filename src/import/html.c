/* A page saved as a file: HTML, WHATWG's "MIME Sniffing" telling which bytes are. Its address stands, where a
 * browser or a mirroring program left it, in a comment at the top; else the page's own canonical link has to
 * do. */
#include "import/inside.h"
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

#define MARK_WITHIN ((size_t)4096)

/* Marks that programs leave, and how the address follows: up to a blank; without scheme it is http. */
static const struct {
    const char *mark;
    bool is_counted; /* "(0042)" stands before the address */
    bool has_scheme;
} marks[] = {
    {"saved from url=", true, true},  /* Internet Explorer's mark of the web; Chrome and others */
    {"Mirrored from ", false, false}, /* HTTrack */
    {"Page saved with SingleFile \n url: ", false, true}, /* SingleFile */
};

static Slice saved_from(Arena *arena, Slice page)
{
    Slice top = slice_range(page, 0, MARK_WITHIN);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = slice_find(top, slice_from(marks[i].mark));
        if (at == SLICE_NONE)
            continue;
        Slice rest = slice_skip(top, at + strlen(marks[i].mark));
        if (marks[i].is_counted && slice_starts_with(rest, SLICE("("))) {
            size_t close = slice_find_byte(slice_range(rest, 0, 12), ')');
            rest = slice_skip(rest, close == SLICE_NONE ? 0 : close + 1);
        }
        size_t size = 0;
        while (size < rest.size && !ascii_is_space(rest.data[size]) && !memchr("<>\"", rest.data[size], 3))
            size++;
        rest = slice_range(rest, 0, size);
        if (!marks[i].has_scheme && !slice_is_empty(rest))
            return arena_format(arena, "http://%.*s", SLICE_ARG(rest));
        if (slice_starts_with_nocase(rest, SLICE("http://")) ||
            slice_starts_with_nocase(rest, SLICE("https://")))
            return rest;
    }
    return SLICE_EMPTY;
}

static Status html_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Status status = document_next(import, arena, BODY_HTML, SLICE("text/html"), record, err);
    if (status == STATUS_OK)
        record->url = saved_from(arena, record->block);
    return status;
}

const Importer importer_html = {"html", html_bid, document_open, html_next, document_close};
