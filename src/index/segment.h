/* One segment, mapped for reading. Every byte is reached through segment_bytes, which checks bounds and, the
 * first time, the checksum of the 16 KiB around it: nothing damaged is ever taken for true. */
#ifndef INDEX_SEGMENT_H
#define INDEX_SEGMENT_H

#include <stdatomic.h>

#include "base/bytes.h"
#include "base/file.h"
#include "index/codec.h"
#include "index/format.h"

typedef struct SectionPlace {
    uint64_t at, size;
} SectionPlace;

typedef struct Segment {
    Arena *arena;
    FileMap map;
    uint64_t number; /* that names it */
    uint32_t documents, dated, terms, facets, pairs;
    bool has_pairs;                        /* their lists were made; there may be none */
    uint64_t positions, postings, covered; /* bytes under checksums */
    SectionPlace sections[SECTIONS];
    FacetColumn columns[FACET_FIELDS];
    const unsigned char *checks;
    _Atomic uint64_t *seen; /* a bit a chunk: its checksum was right */
    _Atomic bool *whole;    /* of sections: all of it was */
    uint64_t *deleted;      /* a bit a document, whole windows; NULL: none */
    uint32_t deleted_count;
    const Codec *codec;
    unsigned length_width; /* bytes of a number in SECTION_LENGTHS */
} Segment;

/* Maps the file and checks its footer. SKIP if it is damaged, END if it is not there. */
MUST_CHECK Status segment_open(const char *path, Segment **segment, Error *err);
void segment_close(Segment *segment);
/* Its pages need not stay in memory: what is read again comes from the system's cache. */
void segment_forget(const Segment *segment);
/* Reads the deletions that were written by deletions_write; `number` is the one that names them. */
MUST_CHECK Status segment_load_deletions(Segment *segment, const char *path, uint64_t number, Error *err);
/* bits: whole windows. */
MUST_CHECK Status deletions_write(const char *path, const uint64_t *bits, uint32_t documents, Error *err);
uint64_t deletions_number(const uint64_t *bits, uint32_t documents); /* never 0 */
size_t deletion_words(uint32_t documents);

/* Bytes [at, at + size) of a section; NULL if they lie outside or are damaged. At least CODEC_OVERREAD bytes
 * behind them may be read (not used). */
const unsigned char *segment_bytes(const Segment *segment, SectionKind kind, uint64_t at, uint64_t size);
/* A whole section, checked once. */
const unsigned char *segment_section(const Segment *segment, SectionKind kind);
bool segment_is_whole(const Segment *segment, uint64_t at, uint64_t size); /* bytes of the file */

static inline size_t segment_windows(const Segment *segment)
{
    return ((size_t)segment->documents + WINDOW_SIZE - 1) / WINDOW_SIZE;
}
static inline double segment_mean_length(const Segment *segment)
{
    return segment->documents > 0 ? (double)segment->positions / segment->documents : 0;
}
static inline bool segment_is_deleted(const Segment *segment, uint32_t doc)
{
    return segment->deleted && (segment->deleted[doc / 64] >> (doc % 64) & 1);
}

/* Memory for one id, used again. */
typedef struct IdBuffer {
    Arena *arena;
    char *items;
    size_t capacity;
} IdBuffer;

/* Columns. False when damaged. doc < documents. */
typedef struct DocKey {
    int64_t time_s;
    Slice id;
    int64_t article;
} DocKey;
bool segment_key(const Segment *segment, uint32_t doc, IdBuffer *buffer, DocKey *key); /* id: in the buffer */
bool segment_days(const Segment *segment, uint32_t doc, DayRange *days);               /* doc < dated */
bool segment_words(const Segment *segment, uint32_t doc, uint32_t *words);
bool segment_article(const Segment *segment, uint32_t doc, int64_t *article);
bool segment_length(const Segment *segment, uint32_t doc, uint32_t *length);
Slice segment_structure(const Segment *segment, uint32_t doc); /* data is NULL when damaged */
/* The document of an article, or false. */
bool segment_find_article(const Segment *segment, int64_t article, uint32_t *doc);

/* By time, then id, then article: the order of documents. */
int doc_key_compare(const DocKey *a, const DocKey *b);

/* Ordinals of a document in a facet field, in place; count 0 when there are none. False when damaged. */
typedef struct Ordinals {
    const unsigned char *data; /* each `width` bytes; ordinal + 1 */
    uint32_t count;
} Ordinals;
bool segment_ordinals(const Segment *segment, FacetField field, uint32_t doc, Ordinals *ordinals);
static inline uint32_t ordinal_at(const unsigned char *data, unsigned width)
{
    return (width == 1 ? data[0] : width == 2 ? bytes_u16(data) : bytes_u32(data)) - 1;
}

#endif
