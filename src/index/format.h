/* The bytes of a segment, drawn in docs/index.md. Shared by those who write segments and those who read them.
 */
#ifndef INDEX_FORMAT_H
#define INDEX_FORMAT_H

#include "model/document.h"

#define SEGMENT_MAGIC "BFSEG005" /* 8 bytes at the front and at the very end */
#define SEGMENT_MAGIC_SIZE 8u
#define CHUNK_SIZE 16384u /* bytes under one checksum: the smallest that is checked when first read */
#define SECTION_ALIGN 64u
#define DICT_BLOCK 32u /* entries that share prefixes */
/* A list of several blocks begins with tables: last documents, places, and with frequencies bounds. */
#define PLACE_SIZE 8u       /* u32 where the block begins, u32 where its positions begin */
#define PLAIN_PLACE_SIZE 4u /* without frequencies: u32 where the block begins */
#define BOUND_SIZE 6u
#define SET_BLOCK 33u /* instead of a width: the documents are a set of bits */
#define BOUND_PAIRS 3u
/* Bounds hold where (1 - b) / b times the mean length of all documents is between so many times that of the
 * segment's. */
#define BOUND_T_LEAST 0.125
#define BOUND_T_MOST 4.0
#define WINDOW_SIZE 4096u /* documents looked at together */
#define WINDOW_WORDS (WINDOW_SIZE / 64)
#define WINDOW_RECORD_SIZE 16u
#define SURFACE_MARK '\x1F'       /* between a folded form and a surface in the dictionary */
#define DOCUMENTS_MAX 0x7FFFFFFFu /* of one segment */

typedef enum SectionKind {
    SECTION_ARTICLES,   /* column: the store's row */
    SECTION_TIMES,      /* column, of dated documents */
    SECTION_DAYS,       /* column, of dated documents: the first day */
    SECTION_DAY_SPANS,  /* column, of dated documents: days from the first to the last */
    SECTION_WORDS,      /* column: positions less words */
    SECTION_LENGTHS,    /* u16 a document, or u32 where one is longer: positions */
    SECTION_WINDOWS,    /* for 4,096 documents: least and greatest first day, least and greatest last day */
    SECTION_BY_ARTICLE, /* column: document numbers in order of their article numbers */
    SECTION_ID_ENDS,    /* column of blocks of ids: where they end */
    SECTION_IDS,
    SECTION_STRUCTURE_ENDS, /* column */
    SECTION_STRUCTURE,      /* regions, sentences, paragraphs */
    SECTION_TERM_BLOCKS,    /* u32 a block of the dictionary: where it begins */
    SECTION_TERMS,
    SECTION_POSTINGS,
    SECTION_POSITIONS,
    SECTION_FACET_BLOCKS,
    SECTION_FACETS, /* dictionary: field byte, key, NUL, value */
    SECTION_FACET_POSTINGS,
    SECTION_FACET_COLUMNS, /* ordinals a document, field by field */
    SECTION_PAIR_BLOCKS,
    SECTION_PAIRS, /* dictionary: see pairs.h */
    SECTION_PAIR_POSTINGS,
    SECTIONS
} SectionKind;

/* How the ordinals of one facet field lie in SECTION_FACET_COLUMNS. */
typedef enum ColumnShape {
    COLUMN_NONE,   /* no document has one */
    COLUMN_SINGLE, /* `width` bytes a document: 0 none, else ordinal + 1 */
    COLUMN_MULTI   /* u32 a document: where its ordinals end; then the ordinals, `width` bytes each */
} ColumnShape;

typedef struct FacetColumn {
    uint32_t first; /* ordinal of the field's first value in the dictionary */
    uint32_t count; /* values */
    uint32_t shape, width;
    uint64_t at, size;
} FacetColumn;

/* The footer, little-endian, at the end of the file:
 *   u64 offset, u64 size      for each section
 *   u32 first, count, shape, width, u64 at, size   for each facet field
 *   u32 documents, dated, terms, facets; u64 positions, postings; u32 pairs, zero
 *   u64 offset of the chunk checksums (= bytes that they cover), u64 XXH3 of them
 *   u64 XXH3 of the footer up to here, magic */
#define FOOTER_SIZE                                                                                          \
    ((uint32_t)SECTIONS * 16u + (uint32_t)FACET_FIELDS * 32u + 40u + 16u + 8u + SEGMENT_MAGIC_SIZE)

/* How a key of a dictionary goes on from the one before it: the low and the high half of one byte. */
enum {
    KEY_SHARED_MORE = 15, /* so many bytes are shared, and as many more as a varint says */
    KEY_REST_MORE = 12,   /* as many of the rest; less are told by the half itself */
    KEY_TITLE =
        13, /* the rest is the mark and what is shared, its first letter a capital: "ferry", "Ferry" */
    KEY_UPPER = 14, /* the same, all of its letters capitals */
    KEY_TWICE = 15  /* a varint, so many bytes; then a zero byte and the key behind its first byte again */
};

/* What belongs to a rare word, in the bits above the lowest of one varint; each less one. */
#define SHORT_MAX 4u /* documents, bytes of postings, bytes of positions */

/* Which sections make a dictionary. */
typedef struct DictSpec {
    SectionKind blocks, entries, postings, positions;
    bool has_positions, has_extra;
} DictSpec;
extern const DictSpec dict_terms, dict_facets, dict_pairs;

/* Upper bounds are kept as (weighted frequency, length) in 16 bits. The frequency has the low 6: up to 31 as
 * it is, else 32 and the power of two by which 32 is multiplied, rounded up. The length has the others, a
 * float rounded down: 5 bits of exponent, 5 of mantissa behind a leading 1 (exponent 0: the number itself).
 * So a weight made from them is never too small, and hardly too large. */
#define BOUND_FREQUENCY_BITS 6u
#define BOUND_MANTISSA_BITS 5u
uint16_t bound_code(uint32_t frequency, uint32_t length); /* frequency >= 1: never 0 */
uint32_t bound_frequency(uint16_t code);                  /* 0: an unused pair */
uint32_t bound_length(uint16_t code);

#endif
