/* Picture files made for a test: segments, datasets, entries, as their standards have them. */
#ifndef SYNTAX_TEST_PHOTO_MADE_H
#define SYNTAX_TEST_PHOTO_MADE_H

#include "base/builder.h"
#include "base/list.h"

typedef struct MadePhoto {
    Arena *arena;
    Builder bytes;
} MadePhoto;

static inline void made_u16(Builder *b, unsigned value)
{
    builder_add_byte(b, (char)(value >> 8 & 0xFF));
    builder_add_byte(b, (char)(value & 0xFF));
}

static inline void made_u32(Builder *b, uint32_t value)
{
    made_u16(b, value >> 16);
    made_u16(b, value & 0xFFFF);
}

static inline MadePhoto made_photo(Arena *arena)
{
    MadePhoto photo = {.arena = arena};
    builder_init(&photo.bytes, arena);
    builder_add(&photo.bytes, SLICE("\xFF\xD8"));
    return photo;
}

static inline void made_segment(MadePhoto *photo, unsigned char marker, Slice mark, Slice body)
{
    builder_add_byte(&photo->bytes, '\xFF');
    builder_add_byte(&photo->bytes, (char)marker);
    made_u16(&photo->bytes, (unsigned)(2 + mark.size + body.size));
    builder_add(&photo->bytes, mark);
    builder_add(&photo->bytes, body);
}

/* The frame, 640 wide and 480 high, a little picture, the end. */
static inline Slice made_jpeg(MadePhoto *photo)
{
    made_segment(photo, 0xC0, SLICE("\x08\x01\xE0\x02\x80"), SLICE("\x01\x01\x11\x00"));
    made_segment(photo, 0xDA, SLICE("\x01\x01\x00"), SLICE("\x00\x3F\x00"));
    builder_add(&photo->bytes, SLICE("\x12\xFF\x00\x34\xFF\xD9"));
    return builder_slice(&photo->bytes);
}

static inline void made_dataset(Builder *b, unsigned char record, unsigned char number, Slice value)
{
    builder_add_byte(b, 0x1C);
    builder_add_byte(b, (char)record);
    builder_add_byte(b, (char)number);
    made_u16(b, (unsigned)value.size);
    builder_add(b, value);
}

static inline void made_resource(Builder *b, unsigned number, Slice value)
{
    builder_add(b, SLICE("8BIM"));
    made_u16(b, number);
    builder_add(b, SLICE("\0\0"));
    made_u32(b, (uint32_t)value.size);
    builder_add(b, value);
    if (value.size & 1)
        builder_add_byte(b, '\0');
}

static inline void made_iim(MadePhoto *photo, Slice iim)
{
    Builder b;
    builder_init(&b, photo->arena);
    made_resource(&b, 0x404, iim);
    made_segment(photo, 0xED, SLICE("Photoshop 3.0\0"), builder_slice(&b));
}

static inline void made_xmp(MadePhoto *photo, Slice packet)
{
    made_segment(photo, 0xE1, SLICE("http://ns.adobe.com/xap/1.0/\0"), packet);
}

#define MADE_XMP(properties)                                                                                 \
    SLICE("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"                               \
          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "                                                  \
          "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"                                       \
          "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "                   \
          "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" "                                          \
          "xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\" "                              \
          "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "                               \
          "xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" "                                         \
          "xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" " properties                                      \
          "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>")

/* A TIFF header and its directories, of texts and the entries that tie them. */
typedef struct MadeEntry {
    unsigned tag, type;
    Slice value;
} MadeEntry;

static inline void made_number(Builder *b, uint32_t value, int size, bool is_big)
{
    for (int i = 0; i < size; i++)
        builder_add_byte(b, (char)(value >> 8 * (is_big ? size - 1 - i : i) & 0xFF));
}

/* One directory at `at`, its long values behind it; next: what its last entry, for tag 0x8769, leads to. */
static inline void made_directory(Builder *b, const MadeEntry *entries, size_t count, uint32_t next,
                                  bool is_big)
{
    size_t values = b->size + 2 + 12 * (count + (next != 0)) + 4;
    made_number(b, (uint32_t)(count + (next != 0)), 2, is_big);
    for (size_t i = 0; i < count; i++) {
        Slice value = entries[i].value;
        made_number(b, entries[i].tag, 2, is_big);
        made_number(b, entries[i].type, 2, is_big);
        made_number(b, (uint32_t)value.size, 4, is_big);
        if (value.size > 4) {
            made_number(b, (uint32_t)values, 4, is_big);
            values += value.size;
        } else {
            builder_add(b, value);
            for (size_t j = value.size; j < 4; j++)
                builder_add_byte(b, '\0');
        }
    }
    if (next) {
        made_number(b, 0x8769, 2, is_big);
        made_number(b, 4, 2, is_big);
        made_number(b, 1, 4, is_big);
        made_number(b, (uint32_t)values, 4, is_big);
    }
    made_number(b, 0, 4, is_big);
    for (size_t i = 0; i < count; i++)
        if (entries[i].value.size > 4)
            builder_add(b, entries[i].value);
}

static inline Slice made_exif(Arena *arena, const MadeEntry *first, size_t first_count, const MadeEntry *exif,
                              size_t exif_count, bool is_big)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, is_big ? "MM" : "II");
    made_number(&b, 42, 2, is_big);
    made_number(&b, 8, 4, is_big);
    made_directory(&b, first, first_count, exif_count > 0, is_big);
    if (exif_count)
        made_directory(&b, exif, exif_count, 0, is_big);
    return builder_slice(&b);
}

#endif
