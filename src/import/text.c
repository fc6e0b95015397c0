/* A text capture: a page of which only the text is left. Told by content (text, neither markup nor JSON) and
 * by a name that does not speak against it: a folder of pages also holds robots.txt, logs and lists. Its
 * address is the one on its first or last lines; where there is none, a folder may know by the path. */
#include "import/inside.h"
#include "import/sniff.h"
#include "syntax/address_line.h"

static bool is_for_robots(Slice file_name)
{
    static const char *const names[] = {"robots.txt", "ads.txt",      "app-ads.txt",
                                        "humans.txt", "security.txt", "llms.txt"};
    size_t slash = slice_find_last_byte(file_name, '/');
    Slice name = slash == SLICE_NONE ? file_name : slice_skip(file_name, slash + 1);
    return SLICE_ANY(name, slice_equal_nocase, names);
}

static int text_bid(Slice first, Slice file_name)
{
    Slice ending = sniff_ending(file_name);
    bool is_named = slice_equal_nocase(ending, SLICE("txt")) || slice_equal_nocase(ending, SLICE("text"));
    if ((!is_named && !slice_is_empty(ending)) || is_for_robots(file_name) || sniff_unread(first) ||
        !sniff_is_text(first))
        return 0;
    return is_named ? 40 : 20;
}

static Status text_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Status status = document_next(import, arena, BODY_TEXT, SLICE("text/plain"), record, err);
    if (status == STATUS_OK)
        record->url = address_lines_find(record->block).url;
    return status;
}

const Importer importer_text = {"text", text_bid, document_open, text_next, document_close};
