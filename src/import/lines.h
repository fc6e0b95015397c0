/* A source of lines: JSON Lines, an index of a crawl. Streamed, in bounded memory, packed or not; a place is
 * where a line begins. */
#ifndef IMPORT_LINES_H
#define IMPORT_LINES_H

#include "import/inside.h"

typedef struct LineReader {
    uint64_t number; /* of the line that comes next, from 1; 0: not known, since reading began further on */
    bool is_over;    /* damage behind which nothing is found was told */
} LineReader;

MUST_CHECK Status lines_open(Import *import, Error *err);
void lines_close(Import *import);
MUST_CHECK Status lines_seek(Import *import, uint64_t place, Error *err);

/* The line that comes next, without its end and a byte order mark; valid until the next call, of a file that
 * is not packed as long as the file. Blank lines are passed over. SKIP: damage, or a line longer than
 * RECORD_HELD_MAX, which was passed over. */
MUST_CHECK Status lines_peek(Import *import, Slice *line, Error *err);
/* The same where a line is there at once; false at the end and before what would be skipped, which is left
 * for the next lines_peek. */
bool lines_more(Import *import, Slice *line);
/* Past the line that was peeked. */
void lines_take(Import *import);
uint64_t lines_place(Import *import); /* where reading goes on */

/* SKIP with "line 12: " in front, where the number is known. */
Status lines_bad(const LineReader *reader, Error *err, const char *what);

/* One line as one record of that media type, which a StatedReader reads. SKIP: it is not one JSON object. */
MUST_CHECK Status lines_next_json(Import *import, Arena *arena, const char *media_type, Record *record,
                                  Error *err);

/* JSON as newspapers keep it: one object a line, or one document (an object or an array over several lines).
 */
MUST_CHECK Status json_source_open(Import *import, Error *err);
MUST_CHECK Status json_source_next(Import *import, Arena *arena, const char *media_type, Record *record,
                                   Error *err);
void json_source_close(Import *import);

#endif
