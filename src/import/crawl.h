/* A reader for files of records with a length in front; each format gives its own form. See crawl.c. */
#ifndef IMPORT_CRAWL_H
#define IMPORT_CRAWL_H

#include "import/inside.h"

typedef struct CrawlHead {
    size_t head_size;    /* bytes up to the block */
    uint64_t block_size; /* as the head tells, at most INT64_MAX */
} CrawlHead;

/* How the heads of a format look. Plain data, one constant a format. */
typedef struct CrawlForm {
    const char *name;  /* "WARC", for messages */
    size_t mark_size;  /* the least that a head has */
    size_t look_size;  /* whether a head begins here shows within so many bytes */
    size_t sure_size;  /* find_head is sure of a head of which so many bytes are there */
    bool is_rewritten; /* fill copies what it needs of the bytes; otherwise the record points into them */
    /* A head at the start of the bytes. END: more bytes are needed; SKIP: it is none. */
    Status (*read_head)(Slice bytes, CrawlHead *head, Error *err);
    /* Where the next head seems to begin at or after `from`; SLICE_NONE if nowhere. */
    size_t (*find_head)(Slice bytes, size_t from);
    /* So many of the last bytes may be the beginning of a head that is not whole. */
    size_t (*tail_size)(Slice bytes);
    /* The record of a head and its block, whole. */
    Status (*fill)(Import *import, Arena *arena, Slice bytes, Record *record, Error *err);
} CrawlForm;

MUST_CHECK Status crawl_open(Import *import, const CrawlForm *form);
MUST_CHECK Status crawl_next(Import *import, Arena *arena, Record *record, Error *err);
void crawl_close(Import *import);

#endif
