/* Other picture files in, where their words lie out: PNG's and WebP's chunks, PSD's sections, and the row of
 * resources that Photoshop keeps in all of its files. Every size is held against the bytes that are there. */
#include "base/builder.h"
#include "syntax/codec.h"
#include "syntax/photo_parts.h"

enum { CHUNKS_MAX = 4000 };

/* ---- Photoshop's resources: "8BIM" number, name, size, bytes; name and bytes padded to even ---- */

static bool next_resource(Slice *rest, uint32_t *number, Slice *value)
{
    static const char *const marks[] = {"8BIM", "PHUT", "DCSR", "AgHg", "MeSa"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        is_known = is_known || slice_starts_with(*rest, slice_from(marks[i]));
    if (!is_known || rest->size < 12)
        return false;
    *number = photo_u16(*rest, 4, true);
    size_t name = (size_t)(unsigned char)rest->data[6] + 1;
    *rest = slice_skip(*rest, 6 + name + (name & 1));
    if (rest->size < 4)
        return false;
    size_t size = photo_u32(*rest, 0, true);
    *rest = slice_skip(*rest, 4);
    *value = slice_range(*rest, 0, size); /* the last may be cut: datasets before the cut are whole */
    *rest = slice_skip(*rest, size + (size & 1));
    return true;
}

void photo_parts_of_resources(PhotoParts *parts)
{
    enum { IIM = 0x404, EXIF = 0x422, XMP = 0x424, IIM_DIGEST = 0x425 };
    Slice rest = parts->resources, value;
    uint32_t number;
    for (int i = 0; i < CHUNKS_MAX && next_resource(&rest, &number, &value); i++) {
        if (number == IIM && slice_is_empty(parts->iim)) {
            parts->iim = value;
        } else if (number == EXIF && slice_is_empty(parts->exif)) {
            parts->exif = value;
        } else if (number == XMP && slice_is_empty(parts->xmp)) {
            parts->xmp = slice_range(value, 0, PHOTO_XMP_MAX);
        } else if (number == IIM_DIGEST && value.size == sizeof parts->digest) {
            parts->has_digest = true;
            memcpy(parts->digest, value.data, sizeof parts->digest);
        }
    }
}

/* ---- PSD ---- */

void photo_parts_of_psd(Slice bytes, PhotoParts *parts)
{
    parts->height = photo_u32(bytes, 14, true);
    parts->width = photo_u32(bytes, 18, true);
    Slice rest = slice_skip(bytes, 26);
    rest = slice_skip(rest, 4 + (size_t)photo_u32(rest, 0, true)); /* colours */
    parts->resources = slice_range(rest, 4, 4 + (size_t)photo_u32(rest, 0, true));
}

/* ---- PNG ---- */

static const Slice png_xmp = SLICE_INIT("XML:com.adobe.xmp");

/* "keyword NUL packed method language NUL translated NUL text" */
static Slice international_text(Arena *arena, Slice value, Slice *keyword)
{
    size_t end = slice_find_byte(value, '\0');
    if (end == SLICE_NONE || value.size < end + 3)
        return SLICE_EMPTY;
    *keyword = slice_range(value, 0, end);
    bool is_packed = value.data[end + 1] == 1;
    Slice rest = slice_skip(value, end + 3);
    for (int i = 0; i < 2; i++) {
        end = slice_find_byte(rest, '\0');
        if (end == SLICE_NONE)
            return SLICE_EMPTY;
        rest = slice_skip(rest, end + 1);
    }
    if (!is_packed)
        return rest;
    if (!slice_equal(*keyword, png_xmp))
        return SLICE_EMPTY; /* unpacking is for what is worth it */
    Slice plain = SLICE_EMPTY;
    Error ignored;
    return codec_unpack(arena, CODEC_DEFLATE, rest, PHOTO_XMP_MAX, &plain, &ignored) == STATUS_OK
               ? plain
               : SLICE_EMPTY;
}

static void note_png_text(Arena *arena, Slice keyword, Slice text, PhotoParts *parts)
{
    const struct {
        const char *keyword;
        Slice *field;
    } fields[] = {{"Title", &parts->own.title},
                  {"Description", &parts->own.caption},
                  {"Copyright", &parts->own.copyright},
                  {"Source", &parts->own.source}};
    if (slice_equal(keyword, png_xmp)) {
        parts->xmp = slice_range(text, 0, PHOTO_XMP_MAX);
        return;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (slice_equal(keyword, slice_from(fields[i].keyword)))
            *fields[i].field = photo_text(arena, text, SLICE_EMPTY);
    if (slice_equal(keyword, SLICE("Author")))
        photo_add(arena, &parts->own.creators, photo_text(arena, text, SLICE_EMPTY));
}

void photo_parts_of_png(Arena *arena, Slice bytes, PhotoParts *parts)
{
    Slice rest = slice_skip(bytes, 8);
    for (int i = 0; i < CHUNKS_MAX && rest.size >= 12; i++) {
        size_t size = photo_u32(rest, 0, true);
        Slice type = slice_range(rest, 4, 8), keyword = SLICE_EMPTY;
        if (size > rest.size - 12)
            break;
        Slice value = slice_range(rest, 8, 8 + size);
        if (slice_equal(type, SLICE("IHDR"))) {
            parts->width = photo_u32(value, 0, true);
            parts->height = photo_u32(value, 4, true);
        } else if (slice_equal(type, SLICE("eXIf"))) {
            parts->exif = value;
        } else if (slice_equal(type, SLICE("iTXt")) && slice_is_empty(parts->xmp)) {
            Slice text = international_text(arena, value, &keyword);
            note_png_text(arena, keyword, text, parts);
        } else if (slice_equal(type, SLICE("tEXt"))) {
            size_t end = slice_find_byte(value, '\0');
            if (end != SLICE_NONE)
                note_png_text(arena, slice_range(value, 0, end), slice_skip(value, end + 1), parts);
        }
        rest = slice_skip(rest, size + 12);
    }
}

/* ---- WebP ---- */

static uint32_t u24(Slice bytes, size_t at)
{
    return photo_u16(bytes, at, false) | (photo_u16(bytes, at + 2, false) & 0xFF) << 16;
}

static void note_webp_chunk(Slice type, Slice value, PhotoParts *parts)
{
    if (slice_equal(type, SLICE("VP8X")) && value.size >= 10) {
        parts->width = u24(value, 4) + 1;
        parts->height =
            (uint32_t)(photo_u16(value, 7, false) | (uint32_t)(unsigned char)value.data[9] << 16) + 1;
    } else if (slice_equal(type, SLICE("VP8 ")) && parts->width == 0) {
        parts->width = photo_u16(value, 6, false) & 0x3FFF;
        parts->height = photo_u16(value, 8, false) & 0x3FFF;
    } else if (slice_equal(type, SLICE("VP8L")) && parts->width == 0 && value.size >= 5) {
        uint32_t bits = photo_u32(value, 1, false);
        parts->width = (bits & 0x3FFF) + 1;
        parts->height = (bits >> 14 & 0x3FFF) + 1;
    } else if (slice_equal(type, SLICE("EXIF"))) {
        parts->exif = slice_starts_with(value, SLICE("Exif\0\0")) ? slice_skip(value, 6) : value;
    } else if (slice_equal(type, SLICE("XMP "))) {
        parts->xmp = slice_range(value, 0, PHOTO_XMP_MAX);
    }
}

void photo_parts_of_webp(Slice bytes, PhotoParts *parts)
{
    Slice rest = slice_skip(bytes, 12);
    for (int i = 0; i < CHUNKS_MAX && rest.size >= 8; i++) {
        size_t size = photo_u32(rest, 4, false);
        if (size > rest.size - 8)
            break;
        note_webp_chunk(slice_range(rest, 0, 4), slice_range(rest, 8, 8 + size), parts);
        rest = slice_skip(rest, 8 + size + (size & 1));
    }
}
