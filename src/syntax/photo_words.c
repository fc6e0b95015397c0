/* A picture file in, its words out: which kind of file, where its words lie, and who is believed field by
 * field. The readers stand in files of their own; see photo_parts.h. */
#include "syntax/photo_words.h"

#include "base/builder.h"
#include "base/digest.h"
#include "syntax/photo_parts.h"

#define PHOTO_DESK_MAX ((size_t)64 << 20)

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
    bool is_adobe = slice_contains(first, SLICE("http://ns.adobe.com/")); /* RDF alone is a feed's too */
    return slice_starts_with(first, SLICE("<?xpacket")) || slice_contains(first, SLICE("adobe:ns:meta/")) ||
           (slice_contains(first, SLICE("<rdf:RDF")) && is_adobe);
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

/* One file on the desk: what is found, reader by reader. */
typedef struct PhotoJob {
    Arena *desk;
    Slice bytes;
    PhotoFile file;
    PhotoParts parts;
    PhotoWords xmp, extended, iim, exif;
} PhotoJob;

/* Runs under arena_guard: what was read before memory ran out stays. XMP, which a stranger can make large,
 * comes last. */
static void read_job(void *context)
{
    PhotoJob *job = context;
    find_parts(job->desk, job->file, job->bytes, &job->parts);
    photo_read_iim(job->desk, job->parts.iim, &job->iim);
    photo_read_exif(job->desk, job->parts.exif, &job->exif);
    photo_read_xmp(job->desk, job->parts.xmp, &job->xmp);
    photo_read_xmp(job->desk, job->parts.xmp_extended, &job->extended);
}

/* Takes the words off the desk. Readers keep every text short, so this is little. */
static void keep(Arena *arena, PhotoWords *words)
{
    for (size_t f = 0; f < sizeof text_fields / sizeof *text_fields; f++) {
        Slice *field = (Slice *)(void *)((char *)words + text_fields[f]);
        *field = slice_is_empty(*field) ? SLICE_EMPTY : arena_copy(arena, *field);
    }
    for (size_t f = 0; f < sizeof list_fields / sizeof *list_fields; f++) {
        Slices *field = (Slices *)(void *)((char *)words + list_fields[f]), kept = {0};
        for (size_t i = 0; i < field->count; i++)
            *LIST_ADD(arena, &kept) = arena_copy(arena, field->items[i]);
        *field = kept;
    }
}

Status photo_words_read(Arena *arena, Slice bytes, PhotoWords *words, Error *err)
{
    PhotoJob job = {.bytes = bytes, .file = file_of(bytes)};
    *words = (PhotoWords){0};
    if (job.file == PHOTO_NONE)
        return error_set(err, STATUS_SKIP, "no picture whose words can be read");
    job.desk = arena_open(PHOTO_DESK_MAX);
    arena_guard(job.desk, read_job, &job);
    const bool is_newer = is_iim_newer(&job.parts);
    const PhotoWords *by_rank[] = {is_newer ? &job.iim : &job.xmp, is_newer ? &job.xmp : &job.extended,
                                   is_newer ? &job.extended : &job.iim, &job.exif, &job.parts.own};
    merge(by_rank, sizeof by_rank / sizeof *by_rank, words);
    keep(arena, words);
    arena_close(job.desk);
    words->width = job.parts.width;
    words->height = job.parts.height;
    return STATUS_OK;
}

void photo_words_fill(PhotoWords *words, const PhotoWords *more)
{
    for (size_t f = 0; f < sizeof text_fields / sizeof *text_fields; f++) {
        Slice *field = (Slice *)(void *)((char *)words + text_fields[f]);
        if (slice_is_empty(*field))
            *field = *(const Slice *)(const void *)((const char *)more + text_fields[f]);
    }
    for (size_t f = 0; f < sizeof list_fields / sizeof *list_fields; f++) {
        Slices *field = (Slices *)(void *)((char *)words + list_fields[f]);
        if (field->count == 0)
            *field = *(const Slices *)(const void *)((const char *)more + list_fields[f]);
    }
}

Slice photo_words_caption(const PhotoWords *words)
{
    bool has_words = slice_find_byte(words->comment, ' ') != SLICE_NONE;
    return slice_is_empty(words->caption) && has_words ? words->comment : words->caption;
}

Slice photo_words_credit_line(const PhotoWords *words)
{
    return slice_is_empty(words->credit) ? words->source : words->credit;
}

Slice photo_words_joined(Arena *arena, const Slices *list)
{
    Builder b;
    if (list->count <= 1)
        return list->count ? list->items[0] : SLICE_EMPTY;
    builder_init(&b, arena);
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            builder_add_string(&b, ", ");
        builder_add(&b, list->items[i]);
    }
    return builder_slice(&b);
}

Slice photo_words_by_line(Arena *arena, const PhotoWords *words)
{
    return photo_words_joined(arena, &words->creators);
}

bool photo_words_speak(const PhotoWords *words)
{
    return photo_words_caption(words).size || words->headline.size || words->title.size ||
           words->credit.size || words->creators.count;
}
