/* A source file as plain bytes: mapped, gzip and zstd undone as it is read, with places to come back to.
 *
 * A place is one number below 2^40. Where a packed piece begins it is the offset of that piece in the file;
 * within a piece it is the offset in the plain text of the whole file, with STREAM_PLAIN set: coming back
 * there unpacks the file from its beginning, which only files packed as one piece need. In a file that is not
 * packed it is the offset. */
#ifndef IMPORT_STREAM_H
#define IMPORT_STREAM_H

#include "base/file.h"
#include "syntax/codec.h"

#define STREAM_PLACE_BITS 40
#define STREAM_PLAIN (UINT64_C(1) << (STREAM_PLACE_BITS - 1))
#define STREAM_FILE_MAX (STREAM_PLAIN - 1) /* 512 GiB; crawlers cut their files at one or a few */

typedef struct Stream Stream;

/* SKIP: empty or too large. FAIL: cannot be read. */
MUST_CHECK Status stream_open(const char *path, Stream **stream, Error *err);
/* A file within a file: part of the bytes of an open stream, which outlives it. Its places count from its own
 * first byte. */
MUST_CHECK Status stream_open_part(Slice bytes, Stream **stream, Error *err);
void stream_close(Stream *stream);
bool stream_is_packed(const Stream *stream);
Slice stream_file(const Stream *stream); /* the file's own bytes */

/* *bytes: what comes next, at least `want` bytes unless the end or damage comes first; nothing is consumed.
 * Valid until the next call. END: nothing more. SKIP: damaged right here; stream_resync() goes on. */
MUST_CHECK Status stream_peek(Stream *stream, size_t want, Slice *bytes, Error *err);
void stream_skip(Stream *stream, size_t size); /* of what was peeked */
/* Moves up to `size` bytes to `out`; gives at least one, and never bytes of two packed pieces. As stream_peek
 * otherwise. */
MUST_CHECK Status stream_read(Stream *stream, char *out, size_t size, size_t *got, Error *err);
/* The next byte is the first of a packed piece, or the end is reached. False for a file that is not packed.
 */
bool stream_is_at_piece(const Stream *stream);
bool stream_piece_ends(const Stream *stream); /* a packed piece ends behind the bytes last peeked */

uint64_t stream_place(Stream *stream);
uint64_t stream_done_bytes(const Stream *stream); /* of the file */
MUST_CHECK Status stream_seek(Stream *stream, uint64_t place, Error *err);
/* After damage: to the next packed piece; false if there is none. */
bool stream_resync(Stream *stream);
/* Lets go of pages of the map that were read long ago. */
void stream_forget(Stream *stream);

/* "byte 5" or "byte 5 of the unpacked text" */
typedef struct PlaceName {
    char text[64];
} PlaceName;
PlaceName place_name(uint64_t place);

#endif
