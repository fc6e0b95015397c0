/* A file that is one document: its plain bytes as one record. */
#include "import/inside.h"

#define DOCUMENT_MAX                                                                                         \
    ((uint64_t)1 << 30) /* a packed file that unpacks to more is a bomb rather than a page                   \
                         */
#define STEP ((size_t)256 << 10)

Status document_open(Import *import, Error *err)
{
    (void)err;
    import->is_document = true;
    return STATUS_OK;
}

void document_close(Import *import)
{
    (void)import;
}

/* Unpacks the file into a spool, whatever its size: packed documents are rare, so one way is enough. */
static Status unpack_to_spool(Import *import, Spool *spool, Error *err)
{
    Slice bytes = SLICE_EMPTY;
    Status status = STATUS_OK;
    while (status == STATUS_OK) {
        status = stream_peek(import->stream, STEP, &bytes, err);
        if (status != STATUS_OK)
            break;
        if (spool->size + bytes.size > DOCUMENT_MAX)
            return error_set(err, STATUS_SKIP, "the packed document has more than %llu bytes",
                             (unsigned long long)DOCUMENT_MAX);
        status = spool_add(spool, bytes, err);
        stream_skip(import->stream, bytes.size);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* What is small is copied, so that the files of a folder need not all stay open. */
static Status take_bytes(Import *import, Arena *arena, Slice *bytes, Error *err)
{
    Spool spool = {.fd = -1};
    Status status = STATUS_OK;
    *bytes = stream_file(import->stream);
    if (stream_is_packed(import->stream)) {
        status = stream_seek(import->stream, 0, err);
        if (status == STATUS_OK)
            status = spool_open(import_spool_folder(import), &spool, err);
        if (status == STATUS_OK)
            status = unpack_to_spool(import, &spool, err);
        if (status == STATUS_OK)
            status = spool_map(&spool, err);
        *bytes = spool.map.bytes;
    }
    if (status == STATUS_OK && bytes->size <= RECORD_HELD_MAX)
        *bytes = arena_copy(arena, *bytes);
    else if (status == STATUS_OK && spool.fd >= 0)
        return import_keep(import, &spool, bytes, err);
    spool_close(&spool);
    return status;
}

Status document_next(Import *import, Arena *arena, BodyKind kind, Slice media_type, Record *record,
                     Error *err)
{
    if (import->is_given)
        return STATUS_END;
    import->is_given = true;
    record->source_begin = 0;
    record->source_end = DOCUMENT_END;
    record->kind = RECORD_RESOURCE;
    record->body_kind = kind;
    record->media_type = media_type;
    record->file_time_s = import->file_time_s;
    return take_bytes(import, arena, &record->block, err);
}
