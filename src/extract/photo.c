/* A picture file's own words in, a photo out: the fields of a photo desk brought under the rules by which
 * credits are printed.
 *
 * By-line and credit line are fields of their own, so they are believed: the first is who held the camera,
 * the second who provides the picture. A credit printed at the end of the caption speaks where they are
 * silent, and is taken off. */
#include "extract/extract.h"
#include "extract/places.h"
#include "syntax/photo_words.h"
#include "text/text.h"

/* A field that holds a printed credit: "AFP/Getty Images", "AP Photo/Nariman El-Mofty". */
static Credit read_field(Arena *arena, Slice field)
{
    Credit credit = {0};
    Slice printed = arena_format(arena, "(%.*s)", SLICE_ARG(field));
    if (field.size == 0 || !extract_credit(arena, &printed, &credit) || printed.size > 0)
        credit = (Credit){0};
    if (agency_name(credit.photographer).size > 0)
        credit.photographer = SLICE_EMPTY; /* a second agency is no person */
    return credit;
}

static Slice first_said(Slice a, Slice b, Slice c)
{
    return a.size > 0 ? a : b.size > 0 ? b : c;
}

void extract_photo_credit(Arena *arena, Media *media)
{
    const Slice line = text_collapse(arena, media->credit.raw);
    const Slice by_line = text_collapse(arena, media->credit.photographer);
    Credit printed = {0};
    media->caption = text_collapse(arena, media->caption);
    extract_credit(arena, &media->caption, &printed);
    const Credit of_line = read_field(arena, line);
    const bool is_person = slice_find_byte(by_line, '/') == SLICE_NONE && agency_name(by_line).size == 0;
    const Credit of_by = is_person ? (Credit){.photographer = by_line} : read_field(arena, by_line);
    const bool is_same = slice_equal_nocase(line, by_line);
    media->credit = (Credit){
        .raw = first_said(printed.raw, line, by_line),
        .photographer = first_said(of_by.photographer, of_line.photographer, printed.photographer),
        .agency = first_said(of_line.agency, of_by.agency, printed.agency),
        .is_file = printed.is_file || of_line.is_file || of_by.is_file,
    };
    if (media->credit.agency.size == 0 && !is_same && of_line.photographer.size == 0)
        media->credit.agency = line; /* a provider that no list knows */
}

Status extract_photo(Arena *arena, Slice bytes, Media *media, Error *err)
{
    PhotoWords words;
    *media = (Media){0};
    Status status = photo_words_read(arena, bytes, &words, err);
    if (status != STATUS_OK)
        return status;
    if (words.width == 0 && !photo_words_speak(&words))
        return error_set(err, STATUS_SKIP, "nothing in the picture can be read");
    *media = (Media){
        .caption = photo_words_caption(&words),
        .alt = words.alt,
        .credit = {.raw = photo_words_credit_line(&words),
                   .photographer = photo_words_by_line(arena, &words)},
        .width = words.width,
        .height = words.height,
    };
    if (!moment_parse(words.created, &media->taken))
        media->taken = (Moment){0};
    extract_photo_credit(arena, media);
    return STATUS_OK;
}
