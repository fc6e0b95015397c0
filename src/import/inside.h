/* What the files of this room share: an open source as its importer sees it. */
#ifndef IMPORT_INSIDE_H
#define IMPORT_INSIDE_H

#include "import/import.h"
#include "import/stream.h"

struct Import {
    const Importer *importer;
    ImportOptions options;
    char *path;     /* as given */
    Stream *stream; /* of a file; NULL for a folder */
    int64_t file_time_s;
    uint64_t stamp;   /* file_stamp when it was opened; 0 for what is no file of its own */
    bool is_document; /* one record a file: its only places are 0 and DOCUMENT_END */
    bool is_given;    /* of a document: its record was given */
    Status (*seek)(Import *import, uint64_t place, Error *err); /* NULL: places are the stream's */
    void *own;           /* the importer's own state, released by its close */
    bool is_place_known; /* of a WARC: known_place is where the next record begins; a seek forgets it */
    uint64_t known_place;

    /* Records may point into these until the arena they were given with is reset. */
    Spool *spools;
    size_t spool_count;
    Import *retired; /* files of a folder that were read to their end */
    Import *next_retired;
};

#define DOCUMENT_END 1

/* Reads one item of a structured source: what import_decode does with a record whose media type is this
 * reader's own, or (an answer of a server that says only "text/xml" or "application/json") whose body bids
 * for it. Fills record->stated in the arena. SKIP: it cannot be understood; the record is kept as evidence.
 * Called from any thread, on one record alone: what a file says once for all its items (export time, base
 * address, character set, names of authors) the importer puts into the record (captured_s, url, charset) or
 * gives as a record of its own. */
typedef struct StatedReader {
    const char
        *media_type; /* with which the importer gives its records, and under which they are kept in warc/ */
    int (*bid)(Slice first); /* 0 to 100 from the first bytes of a body; NULL: only by media type */
    Status (*read)(Record *record, Arena *arena, Error *err);
} StatedReader;
extern const StatedReader stated_wxr, stated_feed_xml, stated_feed_json, stated_sitemap, stated_nitf,
    stated_newsml, stated_ninjs, stated_jsonl, stated_cdx;
/* The reader for a decoded record; NULL: it is none of these. */
const StatedReader *stated_reader_of(const Record *record);
bool stated_is_feed(Slice first); /* begins as a feed or a sitemap in XML does, by its root's name */

/* The formats of single files. A new format is its own file, its name here, and one line in importers.c. */
extern const Importer importer_warc, importer_arc, importer_wacz, importer_html, importer_text,
    importer_media, importer_wxr, importer_feed_xml, importer_feed_json, importer_sitemap, importer_nitf,
    importer_newsml, importer_ninjs, importer_jsonl, importer_cdx;

/* A folder is no format of a file, so it is not in the table. */
extern const Importer importer_folder;
const Import *folder_current(const Import *import); /* the open file; NULL */
uint64_t folder_total_bytes(const Import *import);
uint64_t folder_done_bytes(const Import *import);
MUST_CHECK Status folder_seek(Import *import, uint64_t place, Error *err);
MUST_CHECK Status folder_digest(const Import *import, Arena *arena, Slice *sha256, Error *err);

/* A crawl (WARC, ARC) that lies within an open source as part of its bytes. SKIP: it is none. To be closed
 * before its source. */
MUST_CHECK Status import_open_crawl(const Import *whole, Slice bytes, Import **crawl, Error *err);

/* To be called where a record is asked for: what earlier records pointed into is closed if the arena was
 * reset. */
void import_release(Import *import, const Arena *arena);
/* Holds the spool open until then, and gives its bytes. */
MUST_CHECK Status import_keep(Import *import, Spool *spool, Slice *bytes, Error *err);
const char *import_spool_folder(const Import *import);

/* For formats of one document a file. */
MUST_CHECK Status document_open(Import *import, Error *err);
MUST_CHECK Status document_next(Import *import, Arena *arena, BodyKind kind, Slice media_type, Record *record,
                                Error *err);
void document_close(Import *import);

/* Sets what a WARC record's head tells: warc, block, url, kind, captured_s. SKIP: it has no readable head. */
MUST_CHECK Status record_of_warc(Slice warc, Record *record, Error *err);

/* SHA-256 of a file's own bytes, read piece by piece. */
MUST_CHECK Status digest_of_file(const char *path, unsigned char out[32], Error *err);

#endif
