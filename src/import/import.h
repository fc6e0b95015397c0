/* Bytes -> Records: the only room that knows what a WARC, an HTML folder or a text capture is.
 *
 *     Import *in = NULL;
 *     status = import_open(path, options, &in, err);
 *     while (status == STATUS_OK) {
 *         status = import_next(in, arena, &record, err);      raw: cheap, in source order, one thread
 *         ...     import_decode(&record, arena, err)           bodies undone: any thread
 *     }
 *
 * Formats are told by content, through the table in importers.c; a name only breaks ties. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/error.h"
#include "base/list.h"
#include "model/record.h"

typedef struct Import Import;

/* A format. bid: 0 (not mine) to 100, from the first bytes (up to 64 KiB, gzip and zstd already undone) and
 * the name. */
typedef struct Importer {
    const char *name; /* "warc", "html", "text" */
    int (*bid)(Slice first, Slice file_name);
    Status (*open)(Import *import, Error *err);
    Status (*next)(Import *import, Arena *arena, Record *record, Error *err);
    void (*close)(Import *import);
} Importer;

typedef struct ImportOptions {
    const char
        *spool_folder; /* for records too large to hold; NULL: the system's folder for temporary files */
    const char *left_out; /* a folder whose files are no source: the archive that is written; NULL: none */
} ImportOptions;

/* Opens a file or a folder (all files below it, sorted by path, each by its own format; links to folders not
 * followed). SKIP: not a format that is known, or empty (the caller reports and goes on); FAIL: cannot be
 * read. */
MUST_CHECK Status import_open(const char *path, ImportOptions options, Import **import, Error *err);
void import_close(Import *import);
const char *import_format(const Import *import); /* "warc", "folder", ... */
uint64_t import_total_bytes(const Import *import);
uint64_t import_done_bytes(const Import *import);
/* SHA-256 of the source in hexadecimal: of the file's bytes; for a folder of the lines "sha256  path\n",
 * sorted by path. Reads it all. */
MUST_CHECK Status import_digest(Import *import, Arena *arena, Slice *sha256, Error *err);

/* Has the file that is being read become another since it was opened (of a folder: its file in turn)? */
bool import_has_changed(const Import *import);

/* Goes to where a record began (record.source_begin / source_end of an earlier run over the same bytes). */
MUST_CHECK Status import_seek(Import *import, uint64_t source_place, Error *err);

/* A place for people: "4764", a byte of the file; "2132 unpacked", a byte of the plain text of a file that is
 * packed as one piece. For a folder it is the place within the file that record.source_path names. */
Slice import_place_name(Arena *arena, uint64_t source_place);

/* The next record, raw: warc, block, url, kind, captured_s and source places are set, HTTP is not looked
 * into. Slices live in the arena or the source until the arena is reset. SKIP: a damaged one, err names the
 * place; reading goes on with the next that can be found (a WARC is searched for its next record). END: no
 * more. FAIL: the source cannot be read on. */
MUST_CHECK Status import_next(Import *import, Arena *arena, Record *record, Error *err);

/* Fills the rest from the block: status, media type, charset, redirect, body with transfer and content coding
 * undone, body_kind, digests checked. SKIP if the block cannot be understood at all (the record is kept as
 * evidence anyway). */
MUST_CHECK Status import_decode(Record *record, Arena *arena, Error *err);

/* Reads the WARC record (header and block) of a capture back into a Record, as import_next and import_decode
 * would. */
MUST_CHECK Status import_record_from_warc(Slice warc, Arena *arena, Record *record, Error *err);

/* The same, for showing: what the body states (a feed, an export, a photo's own words) is not read. */
MUST_CHECK Status import_body_from_warc(Slice warc, Arena *arena, Record *record, Error *err);

/* A record held whole is at most this; a larger one is spooled to disk and mapped. Chosen so that a batch of
 * records and what is made of them stays far below 300 MB. */
#define RECORD_HELD_MAX (16u << 20)

#endif
