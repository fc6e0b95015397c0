/* A path in, an open source of the right format out. The table is the only place that knows all formats.
 *
 * Each format bids from the first plain bytes (packing undone, damage stepped over) and the file's name; the
 * highest bid has the file. What nobody bids for is told by name where we can, so that the report says more
 * than "unknown". */
#include "base/digest.h"
#include "import/inside.h"
#include "import/sniff.h"

static const Importer *const importers[] = {
    &importer_warc,  &importer_arc,   &importer_wacz,     &importer_html,      &importer_text,
    &importer_media, &importer_jsonl, &importer_cdx,      &importer_nitf,      &importer_newsml,
    &importer_ninjs, &importer_wxr,   &importer_feed_xml, &importer_feed_json, &importer_sitemap,
};

#define SPOOL_FOLDER_USUAL "/tmp"
#define DIGEST_STEP ((size_t)4 << 20)

/* The first plain bytes, with damage stepped over: one bad record at the front does not make a WARC unknown.
 */
static Status first_bytes(Stream *stream, Slice *first, Error *err)
{
    Status status = stream_peek(stream, SNIFF_SIZE, first, err);
    while (status == STATUS_SKIP && stream_resync(stream))
        status = stream_peek(stream, SNIFF_SIZE, first, err);
    *first = slice_range(*first, 0, SNIFF_SIZE); /* of a map all that follows was given */
    return status == STATUS_FAIL ? STATUS_FAIL : STATUS_OK;
}

static Status refuse(Slice first, bool is_packed, Error *err)
{
    const char *unread = sniff_unread(first);
    if (slice_is_empty(first))
        return error_set(err, STATUS_SKIP, "nothing in the %s can be read",
                         is_packed ? "packed file" : "file");
    if (unread)
        return error_set(err, STATUS_SKIP, "not a format that is known yet: it looks like %s", unread);
    if (sniff_is_text(first))
        return error_set(err, STATUS_SKIP, "not a format that is known yet: text, but no page by its name");
    return error_set(err, STATUS_SKIP, "not a format that is known yet: unknown bytes");
}

static Status choose_importer(Import *import, Error *err)
{
    Slice first = SLICE_EMPTY;
    int best = 0;
    Error damage = {{0}};
    Status status = first_bytes(import->stream, &first, &damage);
    if (status != STATUS_OK) {
        *err = damage;
        return status;
    }
    for (size_t i = 0; i < sizeof importers / sizeof *importers; i++) {
        int bid = importers[i]->bid(first, slice_from(import->path));
        if (bid > best) {
            best = bid;
            import->importer = importers[i];
        }
    }
    if (!import->importer)
        status = refuse(first, stream_is_packed(import->stream), err);
    if (status == STATUS_SKIP && damage.message[0])
        return error_set(err, STATUS_SKIP, "%s", damage.message);
    return status == STATUS_OK ? stream_seek(import->stream, 0, err) : status;
}

Status import_open_crawl(const Import *whole, Slice bytes, Import **out, Error *err)
{
    static const Importer *const crawls[] = {&importer_warc, &importer_arc};
    Slice first = SLICE_EMPTY;
    int best = 0;
    Import *import = calloc(1, sizeof *import);
    if (!import)
        fatal("out of memory");
    import->options = whole->options;
    Status status = stream_open_part(bytes, &import->stream, err);
    if (status == STATUS_OK)
        status = first_bytes(import->stream, &first, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof crawls / sizeof *crawls; i++) {
        int bid = crawls[i]->bid(first, SLICE_EMPTY);
        if (bid > best) {
            best = bid;
            import->importer = crawls[i];
        }
    }
    if (status == STATUS_OK && !import->importer)
        status = error_set(err, STATUS_SKIP, "it is neither a WARC nor an ARC file");
    if (status == STATUS_OK)
        status = stream_seek(import->stream, 0, err);
    assert(status != STATUS_OK || import->importer);
    if (status == STATUS_OK)
        status = import->importer->open(import, err);
    else
        import->importer = NULL; /* nothing of its own to be closed */
    if (status == STATUS_OK)
        *out = import;
    else
        import_close(import);
    return status;
}

static Status open_file(Import *import, Error *err)
{
    import->stamp = file_stamp(import->path);
    Status status = stream_open(import->path, &import->stream, err);
    if (status == STATUS_OK)
        status = choose_importer(import, err);
    import->file_time_s = file_modified(import->path);
    return status;
}

Status import_open(const char *path, ImportOptions options, Import **out, Error *err)
{
    Import *import = calloc(1, sizeof *import);
    if (!import)
        fatal("out of memory");
    *out = NULL;
    import->options = options;
    import->path = strdup(path);
    if (!import->path)
        fatal("out of memory");
    Status status = STATUS_OK;
    switch (file_kind(path)) {
    case FILE_FOLDER:
        import->importer = &importer_folder;
        break;
    case FILE_REGULAR:
        status = open_file(import, err);
        break;
    case FILE_MISSING:
        status = error_set(err, STATUS_FAIL, "no such file or folder");
        break;
    case FILE_OTHER:
        status = error_set(err, STATUS_SKIP, "neither a file nor a folder");
        break;
    }
    assert(status != STATUS_OK || import->importer);
    if (status == STATUS_OK)
        status = import->importer->open(import, err);
    else
        import->importer = NULL; /* nothing of its own to be closed */
    if (status != STATUS_OK) {
        import_close(import);
        return status;
    }
    *out = import;
    return STATUS_OK;
}

bool import_has_changed(const Import *import)
{
    const Import *current = import->stream ? import : folder_current(import);
    return current && current->stamp != 0 && file_stamp(current->path) != current->stamp;
}

static void release_all(Import *import)
{
    for (size_t i = 0; i < import->spool_count; i++)
        spool_close(&import->spools[i]);
    import->spool_count = 0;
    while (import->retired) {
        Import *next = import->retired->next_retired;
        import_close(import->retired);
        import->retired = next;
    }
}

void import_close(Import *import)
{
    if (!import)
        return;
    if (import->importer)
        import->importer->close(import);
    release_all(import);
    stream_close(import->stream);
    free(import->spools);
    free(import->path);
    free(import);
}

void import_release(Import *import, const Arena *arena)
{
    if (arena_used(arena) == 0)
        release_all(import);
}

Status import_keep(Import *import, Spool *spool, Slice *bytes, Error *err)
{
    Status status = spool_map(spool, err);
    if (status != STATUS_OK)
        return status;
    import->spools = realloc(import->spools, (import->spool_count + 1) * sizeof *import->spools);
    if (!import->spools)
        fatal("out of memory");
    import->spools[import->spool_count++] = *spool;
    *bytes = spool->map.bytes;
    *spool = (Spool){.fd = -1};
    return STATUS_OK;
}

const char *import_spool_folder(const Import *import)
{
    return import->options.spool_folder ? import->options.spool_folder : SPOOL_FOLDER_USUAL;
}

const char *import_format(const Import *import)
{
    return import->importer->name;
}

uint64_t import_total_bytes(const Import *import)
{
    return import->stream ? stream_file(import->stream).size : folder_total_bytes(import);
}

uint64_t import_done_bytes(const Import *import)
{
    if (!import->stream)
        return folder_done_bytes(import);
    if (import->is_document)
        return import->is_given ? stream_file(import->stream).size : 0;
    return stream_done_bytes(import->stream);
}

Status digest_of_file(const char *path, unsigned char out[32], Error *err)
{
    FileMap map;
    Status status = file_map(path, &map, err);
    if (status != STATUS_OK)
        return status;
    Digest *digest = digest_open(DIGEST_SHA256);
    for (size_t at = 0; at < map.bytes.size; at += DIGEST_STEP) {
        digest_add(digest, slice_range(map.bytes, at, at + DIGEST_STEP));
        file_map_forget(&map, at, at + DIGEST_STEP);
    }
    digest_finish(digest, out);
    digest_close(digest);
    file_unmap(&map);
    return STATUS_OK;
}

Status import_digest(Import *import, Arena *arena, Slice *sha256, Error *err)
{
    unsigned char digest[DIGEST_MAX_BYTES];
    if (!import->stream)
        return folder_digest(import, arena, sha256, err);
    Status status = digest_of_file(import->path, digest, err);
    if (status == STATUS_OK)
        *sha256 = hex_of(arena, digest, 32);
    return status;
}

Status import_seek(Import *import, uint64_t source_place, Error *err)
{
    import->is_place_known = false;
    if (!import->stream)
        return folder_seek(import, source_place, err);
    if (import->is_document) {
        import->is_given = source_place >= DOCUMENT_END;
        return STATUS_OK;
    }
    if (import->seek)
        return import->seek(import, source_place, err);
    return stream_seek(import->stream, source_place, err);
}

Slice import_place_name(Arena *arena, uint64_t source_place)
{
    uint64_t within = source_place & ((UINT64_C(1) << STREAM_PLACE_BITS) - 1);
    return arena_format(arena, "%llu%s", (unsigned long long)(within & ~STREAM_PLAIN),
                        within & STREAM_PLAIN ? " unpacked" : "");
}

Status import_next(Import *import, Arena *arena, Record *record, Error *err)
{
    import_release(import, arena);
    *record = (Record){0};
    record->source_path = slice_from(import->path);
    Status status = import->importer->next(import, arena, record, err);
    if (status == STATUS_OK)
        record->is_mapped =
            record->block.size > RECORD_HELD_MAX; /* what is not held never lies in the arena */
    if (status == STATUS_OK)
        arena_alloc(arena, 1); /* import_release tells by it that the arena is in use */
    return status;
}
