/* Pictures, documents, style sheets and whatever else lies beside pages: kept as they are, counted,
 * addressable. */
#include "import/inside.h"
#include "import/sniff.h"

static const SniffedMedia *media_of(Slice first, Slice file_name)
{
    const SniffedMedia *media = sniff_magic(first);
    return media ? media : sniff_name(file_name);
}

static int media_bid(Slice first, Slice file_name)
{
    return sniff_magic(first) ? 70 : media_of(first, file_name) ? 10 : 0;
}

static Status media_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Status status = document_next(import, arena, BODY_OTHER, SLICE_EMPTY, record, err);
    if (status != STATUS_OK)
        return status;
    const SniffedMedia *media = media_of(slice_range(record->block, 0, SNIFF_SIZE), slice_from(import->path));
    if (media) {
        record->body_kind = media->kind;
        record->media_type = slice_from(media->type);
    }
    return STATUS_OK;
}

const Importer importer_media = {"media", media_bid, document_open, media_next, document_close};
