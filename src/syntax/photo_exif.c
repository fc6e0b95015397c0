/* Exif 2.32 in, words out: a TIFF header in either byte order, directories of 12-byte entries, values within
 * the entry or at an offset.
 *
 * Two directories are read, the first and the one it calls Exif's, each once: no chain of offsets can lead in
 * a circle. Every offset and count is held against the bytes that are there. */
#include "syntax/photo_parts.h"

#include "syntax/charset.h"

enum {
    ENTRY_SIZE = 12,
    ENTRIES_MAX = 1000,
    TAG_WIDTH = 0x100,
    TAG_HEIGHT = 0x101,
    TAG_DESCRIPTION = 0x10E,
    TAG_ARTIST = 0x13B,
    TAG_XMP = 0x2BC,
    TAG_COPYRIGHT = 0x8298,
    TAG_IIM = 0x83BB,
    TAG_RESOURCES = 0x8649,
    TAG_EXIF = 0x8769,
    TAG_ORIGINAL = 0x9003,
    TAG_DIGITIZED = 0x9004,
    TAG_OFFSET_ORIGINAL = 0x9011,
    TAG_OFFSET_DIGITIZED = 0x9012,
    TAG_COMMENT = 0x9286,
    TAG_XP_TITLE = 0x9C9B,
    TAG_XP_COMMENT = 0x9C9C,
    TAG_XP_AUTHOR = 0x9C9D,
    TAG_XP_KEYWORDS = 0x9C9E,
    TAG_XP_SUBJECT = 0x9C9F
};

typedef struct Tiff {
    Slice bytes;
    bool is_big;
} Tiff;

typedef struct Entry {
    uint32_t tag, type;
    Slice value;
} Entry;

/* Tags of a directory that were met. Each stands once in a good file; a bad one may tell the same megabytes a
 * thousand times. */
typedef struct TagSet {
    uint64_t bits[0x10000 / 64];
} TagSet;

static bool is_first(TagSet *met, uint32_t tag)
{
    uint64_t bit = UINT64_C(1) << tag % 64, *word = &met->bits[tag / 64 % (0x10000 / 64)];
    bool is_new = !(*word & bit);
    *word |= bit;
    return is_new;
}

static bool tiff_open(Slice bytes, Tiff *tiff)
{
    *tiff = (Tiff){bytes, slice_starts_with(bytes, SLICE("MM"))};
    return (tiff->is_big || slice_starts_with(bytes, SLICE("II"))) && photo_u16(bytes, 2, tiff->is_big) == 42;
}

static size_t entry_count(const Tiff *tiff, uint32_t directory)
{
    size_t count = photo_u16(tiff->bytes, directory, tiff->is_big);
    return count < ENTRIES_MAX ? count : ENTRIES_MAX;
}

/* The entry of that number; false if it or its value does not lie in the bytes whole. */
static bool read_entry(const Tiff *tiff, uint32_t directory, size_t number, Entry *entry)
{
    static const unsigned char sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    size_t at = (size_t)directory + 2 + number * ENTRY_SIZE;
    if (at > tiff->bytes.size || tiff->bytes.size - at < ENTRY_SIZE)
        return false;
    entry->tag = photo_u16(tiff->bytes, at, tiff->is_big);
    entry->type = photo_u16(tiff->bytes, at + 2, tiff->is_big);
    uint64_t count = photo_u32(tiff->bytes, at + 4, tiff->is_big);
    if (entry->type == 0 || entry->type >= sizeof sizes)
        return false;
    uint64_t size = count * sizes[entry->type];
    size_t begin = size <= 4 ? at + 8 : photo_u32(tiff->bytes, at + 8, tiff->is_big);
    if (begin > tiff->bytes.size || size > tiff->bytes.size - begin)
        return false;
    entry->value = slice_range(tiff->bytes, begin, begin + (size_t)size);
    return true;
}

static uint32_t entry_number(const Tiff *tiff, const Entry *entry)
{
    return entry->value.size >= 4 ? photo_u32(entry->value, 0, tiff->is_big)
                                  : photo_u16(entry->value, 0, tiff->is_big);
}

static Slice wide_text(Arena *arena, Slice bytes, bool is_big)
{
    size_t size = 0;
    while (size + 1 < bytes.size && size < PHOTO_TEXT_MAX && (bytes.data[size] || bytes.data[size + 1]))
        size += 2;
    Slice text = charset_to_utf8(arena, slice_range(bytes, 0, size),
                                 is_big ? SLICE("utf-16be") : SLICE("utf-16le"), false, NULL);
    return photo_text(arena, text, SLICE("UTF-8"));
}

/* Eight bytes of a code, then the text in it. */
static Slice comment_of(Arena *arena, const Tiff *tiff, Slice value)
{
    Slice code = slice_range(value, 0, 8), text = slice_range(value, 8, 8 + PHOTO_TEXT_MAX);
    while (text.size && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\0') &&
           !slice_starts_with(code, SLICE("UNICODE")))
        text.size--;
    if (slice_starts_with(code, SLICE("UNICODE"))) {
        bool is_big = tiff->is_big;
        if (slice_starts_with(text, SLICE("\xFE\xFF")) || slice_starts_with(text, SLICE("\xFF\xFE"))) {
            is_big = text.data[0] == '\xFE';
            text = slice_skip(text, 2);
        }
        if (text.size >= 2 && text.data[0] && !text.data[1])
            is_big = false; /* Windows wrote its own order, whatever the file's */
        return wide_text(arena, text, is_big);
    }
    if (slice_starts_with(code, SLICE("JIS")))
        return photo_text(arena, text, SLICE("iso-2022-jp"));
    if (slice_starts_with(code, SLICE("ASCII")) || slice_equal(code, SLICE("\0\0\0\0\0\0\0\0")))
        return photo_text(arena, text, SLICE_EMPTY);
    return SLICE_EMPTY;
}

/* What cameras put where a description belongs. */
static bool is_cameras_own(Slice text)
{
    static const char *const own[] = {"OLYMPUS DIGITAL CAMERA",
                                      "SONY DSC",
                                      "MINOLTA DIGITAL CAMERA",
                                      "DIGITAL CAMERA",
                                      "KONICA MINOLTA DIGITAL CAMERA",
                                      "Exif_JPEG_PICTURE",
                                      "SAMSUNG",
                                      "KODAK Digital Still Camera",
                                      "Default",
                                      "<Digimax S500 / Kenox S500 / Digimax Cyber 530>"};
    return SLICE_ANY(text, slice_equal_nocase, own);
}

static void add_split(Arena *arena, Slices *list, Slice text)
{
    Slice piece;
    while (list->count < PHOTO_LIST_MAX && slice_next_split(&text, ';', &piece))
        photo_add(arena, list, slice_trim(piece));
}

/* The photographer's, and behind a NUL the editor's. */
static Slice copyright_of(Arena *arena, Slice value)
{
    Slice first = photo_text(arena, value, SLICE_EMPTY);
    size_t end = slice_find_byte(value, '\0');
    Slice second =
        end == SLICE_NONE ? SLICE_EMPTY : photo_text(arena, slice_skip(value, end + 1), SLICE_EMPTY);
    if (slice_is_empty(first) || slice_is_empty(second))
        return slice_is_empty(first) ? second : first;
    return arena_format(arena, "%.*s\n%.*s", SLICE_ARG(first), SLICE_ARG(second));
}

typedef struct ExifTimes {
    Slice original, digitized, original_offset, digitized_offset;
} ExifTimes;

static void read_word(Arena *arena, const Tiff *tiff, const Entry *entry, PhotoWords *words, ExifTimes *times)
{
    Slice text;
    switch (entry->tag) {
    case TAG_DESCRIPTION:
        text = slice_is_empty(words->caption) ? photo_text(arena, entry->value, SLICE_EMPTY) : SLICE_EMPTY;
        if (!slice_is_empty(text) && !is_cameras_own(text))
            words->caption = text;
        break;
    case TAG_ARTIST:
        if (words->creators.count == 0)
            add_split(arena, &words->creators, photo_text(arena, entry->value, SLICE_EMPTY));
        break;
    case TAG_COPYRIGHT:
        if (slice_is_empty(words->copyright))
            words->copyright = copyright_of(arena, entry->value);
        break;
    case TAG_COMMENT:
        if (slice_is_empty(words->comment))
            words->comment = comment_of(arena, tiff, entry->value);
        break;
    case TAG_ORIGINAL:
        times->original = entry->value;
        break;
    case TAG_DIGITIZED:
        times->digitized = entry->value;
        break;
    case TAG_OFFSET_ORIGINAL:
        times->original_offset = entry->value;
        break;
    case TAG_OFFSET_DIGITIZED:
        times->digitized_offset = entry->value;
        break;
    case TAG_XP_TITLE:
        if (slice_is_empty(words->title))
            words->title = wide_text(arena, entry->value, false);
        break;
    case TAG_XP_KEYWORDS:
        if (words->keywords.count == 0)
            add_split(arena, &words->keywords, wide_text(arena, entry->value, false));
        break;
    default:
        break;
    }
}

/* Windows' own tags stand behind those of the standard, and speak where they are silent. */
static void read_windows_word(Arena *arena, const Entry *entry, PhotoWords *words)
{
    if ((entry->tag == TAG_XP_COMMENT || entry->tag == TAG_XP_SUBJECT) && slice_is_empty(words->caption))
        words->caption = wide_text(arena, entry->value, false);
    if (entry->tag == TAG_XP_AUTHOR && words->creators.count == 0)
        add_split(arena, &words->creators, wide_text(arena, entry->value, false));
}

static Slice date_with_offset(Arena *arena, Slice date, Slice offset)
{
    date = slice_range(date, 0, slice_find_byte(date, '\0'));
    offset = slice_range(offset, 0, slice_find_byte(offset, '\0'));
    return photo_date(
        arena, arena_format(arena, "%.*s%.*s", SLICE_ARG(slice_trim(date)), SLICE_ARG(slice_trim(offset))));
}

void photo_read_exif(Arena *arena, Slice bytes, PhotoWords *words)
{
    Tiff tiff;
    Entry entry;
    ExifTimes times = {0};
    if (!tiff_open(bytes, &tiff))
        return;
    uint32_t directories[2] = {photo_u32(bytes, 4, tiff.is_big), 0};
    for (int d = 0; d < 2; d++) {
        size_t count = directories[d] ? entry_count(&tiff, directories[d]) : 0;
        TagSet met = {{0}}, met_again = {{0}};
        for (size_t i = 0; i < count; i++) {
            if (!read_entry(&tiff, directories[d], i, &entry) || !is_first(&met, entry.tag))
                continue;
            read_word(arena, &tiff, &entry, words, &times);
            if (d == 0 && entry.tag == TAG_EXIF)
                directories[1] = entry_number(&tiff, &entry);
        }
        for (size_t i = 0; d == 0 && i < count; i++)
            if (read_entry(&tiff, directories[d], i, &entry) && is_first(&met_again, entry.tag))
                read_windows_word(arena, &entry, words);
    }
    words->created = date_with_offset(arena, times.original, times.original_offset);
    if (slice_is_empty(words->created))
        words->created = date_with_offset(arena, times.digitized, times.digitized_offset);
}

void photo_parts_of_tiff(Slice bytes, PhotoParts *parts)
{
    Tiff tiff;
    Entry entry;
    if (!tiff_open(bytes, &tiff))
        return;
    parts->exif = bytes;
    uint32_t directory = photo_u32(bytes, 4, tiff.is_big);
    size_t count = entry_count(&tiff, directory);
    for (size_t i = 0; i < count; i++) {
        if (!read_entry(&tiff, directory, i, &entry))
            continue;
        if (entry.tag == TAG_WIDTH)
            parts->width = entry_number(&tiff, &entry);
        else if (entry.tag == TAG_HEIGHT)
            parts->height = entry_number(&tiff, &entry);
        else if (entry.tag == TAG_XMP)
            parts->xmp = slice_range(entry.value, 0, PHOTO_XMP_MAX);
        else if (entry.tag == TAG_IIM)
            parts->iim = entry.value;
        else if (entry.tag == TAG_RESOURCES)
            parts->resources = entry.value;
    }
}
