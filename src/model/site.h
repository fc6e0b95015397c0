/* What the pages of one site have taught of all of them: which elements hold a field in sight, which lines
 * are the site's rather than a piece's. Learnt by extract, kept by store, carried by archive. */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "base/slice.h"

typedef enum SiteField {
    SITE_HEADLINE,
    SITE_AUTHOR,
    SITE_PUBLISHED,
    SITE_SECTION,
    SITE_FIELDS,
    SITE_LINE = SITE_FIELDS /* a rule about a line */
} SiteField;

/* One element, or one line, that may be relied on. */
typedef struct SiteRule {
    uint8_t field;         /* SiteField */
    uint64_t key;          /* hash of the element's signature, or of the line */
    uint32_t right, asked; /* on so many pages it held the field, of so many that state it; of a line: so many
                              pieces print it, of so many that were looked at */
} SiteRule;
typedef struct SiteRules {
    uint8_t fields;  /* bits: those that some rule holds */
    int64_t digest;  /* of all that readings depend on; 0: there are no rules */
    SiteRule *items; /* by field, then key */
    size_t count, capacity;
} SiteRules;

/* What one page tells of itself. */
typedef struct SitePage {
    Slice host;     /* empty: it has none */
    bool is_piece;  /* by itself, without anybody's help */
    uint8_t silent; /* bits: fields that it does not state in metadata */
} SitePage;

/* The word for a field in archive.db ("headline", "line"), and back; SITE_FIELDS + 1: there is none. */
Slice site_field_name(SiteField field);
SiteField site_field_find(Slice name);

#endif
