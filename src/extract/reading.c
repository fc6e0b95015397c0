/* In: a plain text, of an article or of a caption. Out: its dateline, and the credits of pictures and
 * agencies that stand in it, each where it stands.
 *
 * A credit ends a caption. In a text of many paragraphs captions stand among others, so there only forms
 * count that no sentence has: a bracket, an agency with a slash, a label. A text of one paragraph may be a
 * caption whole. */
#include "extract/credit_tail.h"
#include "extract/dateline.h"
#include "extract/extract.h"

#include "base/utf8.h"
#include "text/text.h"

#define CREDITS_MAX 1000
#define CAPTION_MAX_BYTES 1200

static void add_credit(Arena *arena, Slice text, Slice line, bool is_alone, TextReading *reading)
{
    Credit credit;
    Slice caption = line;
    bool found = is_alone ? extract_credit(arena, &caption, &credit) : credit_of_line(&caption, &credit);
    if (!found || credit.raw.data < text.data || credit.raw.data > text.data + text.size)
        return;
    const size_t begin = (size_t)(credit.raw.data - text.data);
    *LIST_ADD(arena, &reading->credits) =
        (FoundCredit){.credit = credit, .span = {begin, begin + credit.raw.size}};
}

void extract_reading(Arena *arena, Slice text, Moment published, TextReading *reading)
{
    *reading = (TextReading){.rules = arena_format(arena, "extract-%d", EXTRACTOR_VERSION)};
    if (!dateline_published(arena, text, published, &reading->dateline))
        reading->dateline = (Dateline){0};
    const bool is_alone = slice_find_byte(slice_trim(text), '\n') == SLICE_NONE;
    Slice rest = text, line;
    while (reading->credits.count < CREDITS_MAX && slice_next_line(&rest, &line)) {
        line = slice_trim(line);
        if (line.size >= 2 && line.size <= CAPTION_MAX_BYTES)
            add_credit(arena, text, line, is_alone, reading);
    }
}
