/* In: the bytes of a picture. Out: the bytes of a smaller one.
 *
 * The head is read first: what claims too many pixels is refused before a pixel is decoded. JPEG is shrunk
 * while it is decoded, so that a page scan needs a few megabytes. Only the first picture of an animation or
 * of a file of many pages is taken. */
#include "resize/resize.h"

#include <vips/vips.h>

enum { QUALITY = 82, PNG_LEVEL = 7 };

/* Decoders that stay; all others of the library are blocked: there are fifty, down to PDF and scripts' input.
 */
static const char *const LOADERS[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                                      "VipsForeignLoadNsgif", "VipsForeignLoadTiff"};

typedef struct Magic {
    const char *bytes;
    size_t size, offset;
} Magic;

static const Magic MAGICS[] = {{"\xff\xd8\xff", 3, 0}, {"\x89PNG\r\n\x1a\n", 8, 0},
                               {"WEBP", 4, 8},         {"GIF8", 4, 0},
                               {"II*\0", 4, 0},        {"MM\0*", 4, 0}};

static Status fail(Error *err, const char *what)
{
    return error_set(err, STATUS_SKIP, "%s: %s", what, vips_error_buffer());
}

Status resize_begin(const char *program, Error *err)
{
    if (VIPS_INIT(program) != 0)
        return error_set(err, STATUS_FAIL, "libvips does not start: %s", vips_error_buffer());
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof LOADERS / sizeof LOADERS[0]; i++)
        vips_operation_block_set(LOADERS[i], FALSE);
    return STATUS_OK;
}

static bool is_known(Slice original)
{
    for (size_t i = 0; i < sizeof MAGICS / sizeof MAGICS[0]; i++)
        if (slice_starts_with(slice_skip(original, MAGICS[i].offset),
                              slice_of(MAGICS[i].bytes, MAGICS[i].size)))
            return true;
    return false;
}

/* Reads the head alone. *is_smaller: the picture is wider than what is wanted. */
static Status check_head(Slice original, unsigned width, bool *is_smaller, Error *err)
{
    VipsImage *head =
        vips_image_new_from_buffer(original.data, original.size, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    if (!head)
        return fail(err, "no picture");
    int64_t wide = vips_image_get_width(head), high = vips_image_get_height(head);
    bool is_turned = vips_image_get_orientation_swap(head);
    g_object_unref(head);
    if (wide < 1 || high < 1 || wide > RESIZE_SIDE_MAX || high > RESIZE_SIDE_MAX ||
        wide * high > RESIZE_PIXELS_MAX)
        return error_set(err, STATUS_SKIP, "a picture of %lld x %lld is too large", (long long)wide,
                         (long long)high);
    *is_smaller = (is_turned ? high : wide) > (int64_t)width;
    return STATUS_OK;
}

static int save(VipsImage *image, void **bytes, size_t *size)
{
    if (vips_image_hasalpha(image))
        return vips_pngsave_buffer(image, bytes, size, "strip", TRUE, "compression", PNG_LEVEL, NULL);
    return vips_jpegsave_buffer(image, bytes, size, "strip", TRUE, "Q", QUALITY, "optimize_coding", TRUE,
                                "interlace", TRUE, NULL);
}

Status resize_picture(Slice original, unsigned width, Slice *made, Error *err)
{
    VipsImage *image = NULL;
    void *bytes = NULL;
    size_t size = 0;
    bool is_smaller = false;
    if (!is_known(original))
        return error_set(err, STATUS_SKIP, "not a format that is resized");
    Status status = check_head(original, width, &is_smaller, err);
    if (status != STATUS_OK)
        return status;
    if (vips_thumbnail_buffer((void *)(uintptr_t)original.data, original.size, &image, (int)width, "height",
                              VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, "fail_on", VIPS_FAIL_ON_ERROR,
                              NULL) != 0)
        return fail(err, "cannot resize");
    int failed = save(image, &bytes, &size);
    g_object_unref(image);
    if (failed)
        return fail(err, "cannot write");
    *made = slice_of(bytes, size);
    if (size >= original.size && !is_smaller)
        return error_set(err, STATUS_SKIP, "the original is smaller");
    return STATUS_OK;
}
