/* A picture file in, its words out: which kind of file, where its words lie, and who is believed field by
 * field. The readers stand in files of their own; see photo_parts.h. */
#include "syntax/photo_words.h"

#include "base/digest.h"
#include "syntax/photo_parts.h"

typedef enum PhotoFile {
    PHOTO_NONE,
    PHOTO_JPEG,
    PHOTO_PNG,
    PHOTO_WEBP,
    PHOTO_TIFF,
    PHOTO_PSD,
    PHOTO_XMP
} PhotoFile;

static bool is_xmp(Slice bytes)
{
    Slice first = slice_range(bytes, 0, 4096);
    if (slice_starts_with(first, SLICE("\xEF\xBB\xBF")))
        first = slice_skip(first, 3);
    first = slice_trim(first);
    if (!slice_starts_with(first, SLICE("<")))
        return false;
    return slice_starts_with(first, SLICE("<?xpacket")) || slice_contains(first, SLICE("adobe:ns:meta/")) ||
           slice_contains(first, SLICE("<rdf:RDF"));
}

static PhotoFile file_of(Slice bytes)
{
    static const struct {
        Slice magic;
        size_t at;
        PhotoFile file;
    } magics[] = {
        {SLICE_INIT("\xff\xd8\xff"), 0, PHOTO_JPEG}, {SLICE_INIT("\x89PNG\r\n\x1a\n"), 0, PHOTO_PNG},
        {SLICE_INIT("WEBPVP8"), 8, PHOTO_WEBP},      {SLICE_INIT("II*\0"), 0, PHOTO_TIFF},
        {SLICE_INIT("MM\0*"), 0, PHOTO_TIFF},        {SLICE_INIT("8BPS\0\1"), 0, PHOTO_PSD},
    };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (slice_starts_with(slice_skip(bytes, magics[i].at), magics[i].magic))
            return magics[i].file;
    return is_xmp(bytes) ? PHOTO_XMP : PHOTO_NONE;
}

bool photo_words_may_be(Slice first)
{
    return file_of(first) != PHOTO_NONE;
}

static void find_parts(Arena *arena, PhotoFile file, Slice bytes, PhotoParts *parts)
{
    switch (file) {
    case PHOTO_JPEG:
        photo_parts_of_jpeg(arena, bytes, parts);
        break;
    case PHOTO_PNG:
        photo_parts_of_png(arena, bytes, parts);
        break;
    case PHOTO_WEBP:
        photo_parts_of_webp(bytes, parts);
        break;
    case PHOTO_TIFF:
        photo_parts_of_tiff(bytes, parts);
        break;
    case PHOTO_PSD:
        photo_parts_of_psd(bytes, parts);
        break;
    case PHOTO_XMP:
        parts->xmp = slice_range(bytes, 0, PHOTO_XMP_MAX);
        break;
    case PHOTO_NONE:
        break;
    }
    photo_parts_of_resources(parts);
}

/* ---- who is believed ---- */

static const size_t text_fields[] = {
    offsetof(PhotoWords, title),    offsetof(PhotoWords, headline),      offsetof(PhotoWords, caption),
    offsetof(PhotoWords, alt),      offsetof(PhotoWords, creator_title), offsetof(PhotoWords, credit),
    offsetof(PhotoWords, source),   offsetof(PhotoWords, copyright),     offsetof(PhotoWords, created),
    offsetof(PhotoWords, job_id),   offsetof(PhotoWords, instructions),  offsetof(PhotoWords, city),
    offsetof(PhotoWords, state),    offsetof(PhotoWords, country),       offsetof(PhotoWords, country_code),
    offsetof(PhotoWords, location), offsetof(PhotoWords, event),         offsetof(PhotoWords, usage_terms),
    offsetof(PhotoWords, comment),
};
static const size_t list_fields[] = {
    offsetof(PhotoWords, creators),
    offsetof(PhotoWords, keywords),
    offsetof(PhotoWords, persons),
};

/* IIM's fields are short: a text that goes on elsewhere was cut there. So was a date without its time. */
#define CUT_LEAST 10

static void merge_text(const PhotoWords *const *by_rank, size_t count, size_t offset, PhotoWords *out)
{
    Slice *field = (Slice *)(void *)((char *)out + offset);
    for (size_t i = 0; i < count; i++) {
        Slice text = *(const Slice *)(const void *)((const char *)by_rank[i] + offset);
        bool goes_on = field->size >= CUT_LEAST && text.size > field->size && slice_starts_with(text, *field);
        if (slice_is_empty(*field) || goes_on)
            *field = text;
    }
}

static void merge(const PhotoWords *const *by_rank, size_t count, PhotoWords *out)
{
    for (size_t f = 0; f < sizeof text_fields / sizeof *text_fields; f++)
        merge_text(by_rank, count, text_fields[f], out);
    for (size_t f = 0; f < sizeof list_fields / sizeof *list_fields; f++)
        for (size_t i = 0; i < count; i++) {
            Slices *field = (Slices *)(void *)((char *)out + list_fields[f]);
            if (field->count == 0)
                *field = *(const Slices *)(const void *)((const char *)by_rank[i] + list_fields[f]);
        }
}

/* The file keeps the digest of the IIM with which its XMP was made: another one means IIM was changed alone.
 */
static bool is_iim_newer(const PhotoParts *parts)
{
    unsigned char now[DIGEST_MAX_BYTES];
    if (!parts->has_digest || slice_is_empty(parts->iim))
        return false;
    Digest *digest = digest_open(DIGEST_MD5);
    digest_add(digest, parts->iim);
    digest_finish(digest, now);
    digest_close(digest);
    return memcmp(now, parts->digest, sizeof parts->digest) != 0;
}

Status photo_words_read(Arena *arena, Slice bytes, PhotoWords *words, Error *err)
{
    PhotoWords xmp = {0}, extended = {0}, iim = {0}, exif = {0};
    PhotoParts parts = {0};
    *words = (PhotoWords){0};
    PhotoFile file = file_of(bytes);
    if (file == PHOTO_NONE)
        return error_set(err, STATUS_SKIP, "no picture whose words can be read");
    find_parts(arena, file, bytes, &parts);
    photo_read_iim(arena, parts.iim, &iim);
    photo_read_exif(arena, parts.exif, &exif);
    photo_read_xmp(arena, parts.xmp, &xmp);
    photo_read_xmp(arena, parts.xmp_extended, &extended);
    const bool is_newer = is_iim_newer(&parts);
    const PhotoWords *by_rank[] = {is_newer ? &iim : &xmp, is_newer ? &xmp : &extended,
                                   is_newer ? &extended : &iim, &exif, &parts.own};
    merge(by_rank, sizeof by_rank / sizeof *by_rank, words);
    words->width = parts.width;
    words->height = parts.height;
    return STATUS_OK;
}

Slice photo_words_caption(const PhotoWords *words)
{
    bool has_words = slice_find_byte(words->comment, ' ') != SLICE_NONE;
    return slice_is_empty(words->caption) && has_words ? words->comment : words->caption;
}

bool photo_words_speak(const PhotoWords *words)
{
    return photo_words_caption(words).size || words->headline.size || words->title.size ||
           words->credit.size || words->creators.count;
}
