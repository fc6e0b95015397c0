/* Bytes that somebody says are a page -> a Record for extract/.
 *
 * Import is stricter: it must tell pages from all other files. Here the person has told already, so that
 * whatever holds a tag is HTML and everything else text, except what is plainly something else. */
#include "cli/page_file.h"

#include <unistd.h>

#include "base/file.h"
#include "extract/extract.h"
#include "syntax/codec.h"
#include "syntax/photo_words.h"

enum { FRONT_BYTES = 2 << 10, HEAD_BYTES = 64 << 10 };

static const struct {
    Slice magic;
    const char *what;
} others[] = {
    {SLICE_INIT("GIF8"), "a GIF picture"},
    {SLICE_INIT("%PDF-"), "a PDF file"},
    {SLICE_INIT("PK\x03\x04"), "a ZIP file"},
    {SLICE_INIT("WARC/"), "a WARC file; import it"},
};

static const Slice tags[] = {
    SLICE_INIT("<!doctype"), SLICE_INIT("<html"),    SLICE_INIT("<head"), SLICE_INIT("<body"),
    SLICE_INIT("<title"),    SLICE_INIT("<meta"),    SLICE_INIT("<div"),  SLICE_INIT("<p>"),
    SLICE_INIT("<p "),       SLICE_INIT("<article"),
};

/* Without the zeros between the letters of UTF-16 and UTF-32, so that tags show in any encoding. */
static size_t drop_zeros(Slice bytes, char *head)
{
    size_t size = 0;
    for (size_t i = 0; i < bytes.size && size < HEAD_BYTES; i++) {
        if (bytes.data[i])
            head[size++] = bytes.data[i];
    }
    return size;
}

static bool has_tag(Slice text)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (slice_find_nocase(text, tags[i]) != SLICE_NONE)
            return true;
    }
    return false;
}

BodyKind page_file_kind(Slice bytes, const char **what)
{
    char head[HEAD_BYTES];
    if (photo_words_may_be(slice_range(bytes, 0, HEAD_BYTES)))
        return BODY_IMAGE;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (slice_starts_with(bytes, others[i].magic)) {
            *what = others[i].what;
            return BODY_OTHER;
        }
    }
    if (has_tag(slice_range(bytes, 0, FRONT_BYTES)))
        return BODY_HTML;
    const Slice text = slice_of(head, drop_zeros(slice_range(bytes, 0, (size_t)HEAD_BYTES * 4), head));
    return has_tag(text) ? BODY_HTML : BODY_TEXT;
}

static Status unpack(Arena *arena, Slice *bytes, Error *err)
{
    const CodecKind codec = codec_of_bytes(*bytes);
    if (codec == CODEC_NONE)
        return STATUS_OK;
    const Slice packed = *bytes;
    return codec_unpack(arena, codec, packed, EXTRACT_HTML_MAX, bytes, err);
}

Status page_file_read(Arena *arena, const char *path, Slice url, Record *record, Error *err)
{
    const char *what = "";
    const bool is_input = slice_equal(slice_from(path), SLICE("-"));
    *record = (Record){.kind = RECORD_RESOURCE, .url = url};
    Status status = STATUS_OK;
    if (is_input)
        status = file_read_stream(arena, STDIN_FILENO, "standard input", PAGE_FILE_MAX, &record->body, err);
    else
        status = file_read(arena, path, PAGE_FILE_MAX, &record->body, err);
    if (status == STATUS_END)
        return error_set(err, STATUS_END, "there is no file '%s'", path);
    if (status == STATUS_OK)
        status = unpack(arena, &record->body, err);
    if (status != STATUS_OK)
        return status;
    record->source_path = slice_from(path);
    record->file_time_s = is_input ? 0 : file_modified(path);
    record->body_kind = page_file_kind(record->body, &what);
    if (record->body_kind == BODY_OTHER)
        return error_set(err, STATUS_SKIP, "not a page but %s", what);
    return STATUS_OK;
}
