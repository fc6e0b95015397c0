/* A JPEG (ITU T.81) in; where its words lie out: APP1 for Exif and XMP, APP13 for Photoshop's resources, the
 * frame header for its size.
 *
 * A segment is "FF marker size"; they are walked up to the picture itself, never into it. Long XMP and long
 * resources come in several segments and are put together, no larger than what the file really holds. Where
 * no marker stands, the next is searched for: one broken size costs one segment. */
#include "base/builder.h"
#include "syntax/photo_parts.h"

enum { START_OF_SCAN = 0xDA, END_OF_IMAGE = 0xD9, APP1 = 0xE1, APP13 = 0xED, SEGMENTS_MAX = 4000 };

static const Slice exif_mark = SLICE_INIT("Exif\0\0");
static const Slice xmp_mark = SLICE_INIT("http://ns.adobe.com/xap/1.0/\0");
static const Slice extended_mark = SLICE_INIT("http://ns.adobe.com/xmp/extension/\0");
static const Slice photoshop_marks[] = {SLICE_INIT("Photoshop 3.0\0"), SLICE_INIT("Adobe_Photoshop2.5:")};

#define GUID_SIZE 32
#define MARK_MAX 100 /* a packet begins within so many bytes */

typedef struct Piece {
    Slice guid, bytes;
    uint32_t whole, at;
} Piece;
typedef struct Pieces {
    Piece *items;
    size_t count, capacity;
} Pieces;

typedef struct Jpeg {
    Arena *arena;
    PhotoParts *parts;
    Pieces extended;
    Slices resources;
} Jpeg;

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* The packet of a segment; some programs leave the mark's end out, or write another. */
static Slice packet_of(Slice body)
{
    if (slice_starts_with(body, xmp_mark))
        return slice_skip(body, xmp_mark.size);
    Slice first = slice_range(body, 0, MARK_MAX);
    size_t at = slice_find(first, SLICE("<?xpacket"));
    if (at == SLICE_NONE)
        at = slice_find(first, SLICE("<x:xmpmeta"));
    return at == SLICE_NONE || slice_starts_with(body, extended_mark) ? SLICE_EMPTY : slice_skip(body, at);
}

static void note_app1(Jpeg *jpeg, Slice body, bool is_whole)
{
    PhotoParts *parts = jpeg->parts;
    if (!is_whole && !slice_starts_with(body, exif_mark))
        return; /* half a packet would tell half a text */
    if (slice_starts_with(body, exif_mark) && slice_is_empty(parts->exif)) {
        parts->exif = slice_skip(body, exif_mark.size);
    } else if (slice_is_empty(parts->xmp) && !slice_is_empty(packet_of(body))) {
        parts->xmp = packet_of(body);
    } else if (slice_starts_with(body, extended_mark) && body.size > extended_mark.size + GUID_SIZE + 8) {
        Slice rest = slice_skip(body, extended_mark.size);
        *LIST_ADD(jpeg->arena, &jpeg->extended) = (Piece){
            .guid = slice_range(rest, 0, GUID_SIZE),
            .whole = photo_u32(rest, GUID_SIZE, true),
            .at = photo_u32(rest, GUID_SIZE + 4, true),
            .bytes = slice_skip(rest, GUID_SIZE + 8),
        };
    }
}

static void note_app13(Jpeg *jpeg, Slice body)
{
    for (size_t i = 0; i < sizeof photoshop_marks / sizeof *photoshop_marks; i++)
        if (slice_starts_with(body, photoshop_marks[i]))
            *LIST_ADD(jpeg->arena, &jpeg->resources) = slice_skip(body, photoshop_marks[i].size);
    if (body.size && body.data[0] == 0x1C && slice_is_empty(jpeg->parts->iim))
        jpeg->parts->iim = body; /* datasets without a resource around them */
}

static void note_segment(Jpeg *jpeg, unsigned marker, Slice body, bool is_whole)
{
    if (marker == APP1) {
        note_app1(jpeg, body, is_whole);
    } else if (marker == APP13) {
        note_app13(jpeg, body);
    } else if (is_frame(marker) && jpeg->parts->width == 0) {
        jpeg->parts->height = photo_u16(body, 1, true);
        jpeg->parts->width = photo_u16(body, 3, true);
    }
}

/* Moves to a marker and gives it, fill bytes passed over; 0 at the end. */
static unsigned next_marker(Slice bytes, size_t *at)
{
    while (*at + 1 < bytes.size) {
        unsigned char first = (unsigned char)bytes.data[*at], second = (unsigned char)bytes.data[*at + 1];
        if (first == 0xFF && second >= 0xC0 && second != 0xFF) {
            *at += 2;
            return second;
        }
        ++*at;
    }
    return 0;
}

static void walk_segments(Jpeg *jpeg, Slice bytes)
{
    size_t at = 2;
    for (int i = 0; i < SEGMENTS_MAX; i++) {
        unsigned marker = next_marker(bytes, &at);
        if (marker == 0 || marker == START_OF_SCAN || marker == END_OF_IMAGE)
            break;
        if (marker >= 0xD0 && marker <= 0xD8)
            continue; /* stand alone */
        size_t size = photo_u16(bytes, at, true);
        if (size < 2)
            continue;
        bool is_whole = size <= bytes.size - at;
        note_segment(jpeg, marker, slice_range(bytes, at + 2, at + size), is_whole);
        at = is_whole ? at + size : bytes.size;
    }
}

/* The pieces with the first one's mark, side by side without a gap; else nothing. */
static Slice join_extended(Jpeg *jpeg)
{
    Pieces *pieces = &jpeg->extended;
    if (pieces->count == 0)
        return SLICE_EMPTY;
    Slice guid = pieces->items[0].guid;
    size_t whole = pieces->items[0].whole, there = 0;
    for (size_t i = 0; i < pieces->count; i++)
        there += slice_equal(pieces->items[i].guid, guid) ? pieces->items[i].bytes.size : 0;
    if (!slice_contains(jpeg->parts->xmp, guid) || whole > there || whole > PHOTO_XMP_MAX)
        return SLICE_EMPTY; /* it belongs to another packet, or some of it is lost */
    char *text = arena_alloc(jpeg->arena, whole);
    size_t filled = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const Piece *piece = &pieces->items[i];
        if (!slice_equal(piece->guid, guid) || piece->at > whole || piece->bytes.size > whole - piece->at)
            continue;
        memcpy(text + piece->at, piece->bytes.data, piece->bytes.size);
        filled += piece->bytes.size;
    }
    return filled >= whole ? slice_of(text, whole) : SLICE_EMPTY;
}

static Slice join(Arena *arena, const Slices *list)
{
    Builder b;
    if (list->count <= 1)
        return list->count ? list->items[0] : SLICE_EMPTY;
    builder_init(&b, arena);
    for (size_t i = 0; i < list->count; i++)
        builder_add(&b, list->items[i]);
    return builder_slice(&b);
}

void photo_parts_of_jpeg(Arena *arena, Slice bytes, PhotoParts *parts)
{
    Jpeg jpeg = {.arena = arena, .parts = parts};
    walk_segments(&jpeg, bytes);
    parts->xmp_extended = join_extended(&jpeg);
    parts->resources = join(arena, &jpeg.resources);
}
