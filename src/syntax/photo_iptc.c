/* IPTC-IIM 4.2 datasets in, words out: "0x1C record dataset size", one after another.
 *
 * The character set is told by dataset 1:90 in the manner of ISO 2022, or not at all; then one guess is made
 * for the whole block, so that one paper's words are read alike. A size that reaches behind the end ends the
 * reading; what stands before has been read. */
#include "base/builder.h"
#include "syntax/photo_parts.h"

enum { TAG_MARK = 0x1C, DATE_SET = 55, TIME_SET = 60, DATASETS_MAX = 4000 };

/* Datasets of record 2 that are read, and where they go. */
static const struct {
    unsigned char number;
    bool is_list;
    size_t offset;
} datasets[] = {
    {5, false, offsetof(PhotoWords, title)},          {25, true, offsetof(PhotoWords, keywords)},
    {40, false, offsetof(PhotoWords, instructions)},  {80, true, offsetof(PhotoWords, creators)},
    {85, false, offsetof(PhotoWords, creator_title)}, {90, false, offsetof(PhotoWords, city)},
    {92, false, offsetof(PhotoWords, location)},      {95, false, offsetof(PhotoWords, state)},
    {100, false, offsetof(PhotoWords, country_code)}, {101, false, offsetof(PhotoWords, country)},
    {103, false, offsetof(PhotoWords, job_id)},       {105, false, offsetof(PhotoWords, headline)},
    {110, false, offsetof(PhotoWords, credit)},       {115, false, offsetof(PhotoWords, source)},
    {116, false, offsetof(PhotoWords, copyright)},    {120, false, offsetof(PhotoWords, caption)},
};

typedef struct DataSet {
    unsigned record, number;
    Slice value;
} DataSet;

/* The next dataset; false at the end or where the bytes make no sense. */
static bool next_dataset(Slice *rest, DataSet *set)
{
    while (rest->size && rest->data[0] == 0)
        *rest = slice_skip(*rest, 1); /* padding between blocks */
    if (rest->size < 5 || (unsigned char)rest->data[0] != TAG_MARK)
        return false;
    set->record = (unsigned char)rest->data[1];
    set->number = (unsigned char)rest->data[2];
    size_t size = photo_u16(*rest, 3, true);
    *rest = slice_skip(*rest, 5);
    if (size & 0x8000) { /* the size of the size */
        size_t wide = size & 0x7FFF;
        if (wide == 0 || wide > 4 || rest->size < wide)
            return false;
        size = 0;
        for (size_t i = 0; i < wide; i++)
            size = size << 8 | (unsigned char)rest->data[i];
        *rest = slice_skip(*rest, wide);
    }
    if (size > rest->size)
        return false;
    set->value = slice_range(*rest, 0, size);
    *rest = slice_skip(*rest, size);
    return true;
}

static bool is_read(unsigned number, size_t *at)
{
    for (*at = 0; *at < sizeof datasets / sizeof *datasets; ++*at)
        if (datasets[*at].number == number)
            return true;
    return false;
}

/* The set of all texts: told by escape codes, or guessed from all of them together. */
static Slice charset_of(Arena *arena, Slice iim)
{
    DataSet set;
    Slice told = SLICE_EMPTY, rest = iim;
    Builder all;
    builder_init(&all, arena);
    for (int i = 0; i < DATASETS_MAX && next_dataset(&rest, &set); i++) {
        size_t at;
        if (set.record == 1 && set.number == 90)
            told = set.value;
        if (set.record == 2 && is_read(set.number, &at) && all.size < PHOTO_TEXT_MAX) {
            builder_add(&all, slice_range(set.value, 0, PHOTO_TEXT_MAX));
            builder_add_byte(&all, '\n');
        }
    }
    Slice guess = photo_charset(arena, builder_slice(&all));
    bool is_latin = slice_equal(told, SLICE("\x1b.A")) || slice_equal(told, SLICE("\x1b-A"));
    /* What calls itself UTF-8 is it, if it is: the guess says so too. */
    return is_latin && !slice_equal(guess, SLICE("UTF-8")) ? SLICE("windows-1252") : guess;
}

void photo_read_iim(Arena *arena, Slice iim, PhotoWords *words)
{
    DataSet set;
    Slice rest = iim, date = SLICE_EMPTY, time = SLICE_EMPTY;
    const Slice charset = charset_of(arena, iim);
    for (int i = 0; i < DATASETS_MAX && next_dataset(&rest, &set); i++) {
        size_t at;
        if (set.record != 2)
            continue;
        if (set.number == DATE_SET)
            date = set.value;
        if (set.number == TIME_SET)
            time = set.value;
        if (!is_read(set.number, &at))
            continue;
        char *field = (char *)words + datasets[at].offset;
        if (datasets[at].is_list)
            photo_add(arena, (Slices *)(void *)field,
                      photo_text(arena, slice_range(set.value, 0, PHOTO_ITEM_MAX), charset));
        else if (slice_is_empty(*(Slice *)(void *)field))
            *(Slice *)(void *)field = photo_text(arena, set.value, charset);
    }
    if (date.size == 8 &&
        time.size >= 6) /* of another size it is no date as IIM writes it: read what is told */
        words->created = photo_date(
            arena, arena_format(arena, "%.*sT%.*s", SLICE_ARG(date), SLICE_ARG(slice_range(time, 0, 16))));
    else
        words->created = photo_date(arena, date);
}
