/* A page as a person has it: a file or standard input, packed or not, HTML or text. */
#ifndef CLI_PAGE_FILE_H
#define CLI_PAGE_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/record.h"

#define PAGE_FILE_MAX ((size_t)64 << 20) /* packed bytes; more is no page */

/* Fills a record with the page's bytes and kind. path "-" is standard input. SKIP: too large, damaged, or
 * neither page nor picture (a PDF file, ...); END: no such file. The bytes live in the arena. */
MUST_CHECK Status page_file_read(Arena *arena, const char *path, Slice url, Record *record, Error *err);
/* What the bytes are: BODY_HTML, BODY_TEXT, BODY_IMAGE (a picture whose words can be read), or BODY_OTHER
 * with a word for it in *what. */
BodyKind page_file_kind(Slice bytes, const char **what);

#endif
