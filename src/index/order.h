/* The place of a document in an order that is not time: a number for each within its segment, greater is
 * first, and how numbers of several segments compare. */
#ifndef INDEX_ORDER_H
#define INDEX_ORDER_H

#include "index/cursor.h"
#include "index/segment.h"

typedef struct Order {
    SortKind sort;
    bool is_valued; /* by a value: of a facet, of words, by chance; else by score or time alone */
    bool is_keyed;  /* that of a facet: numbers are those of one segment */
    bool is_falling;
    FacetField field; /* of keyed ones */
    uint64_t seed;
} Order;
Order order_of(const SearchOptions *options);

/* 0: it has no value. False when damaged. */
bool order_value(const Order *order, const Segment *segment, uint32_t doc, uint32_t *value);
/* The first value of a document in a field, as ordinal + 1; 0: none. */
bool order_ordinal(const Segment *segment, FacetField field, uint32_t doc, uint32_t *ordinal);
/* The key in the dictionary of an ordinal + 1, without its field, in the arena. */
bool order_key(Arena *arena, const Segment *segment, FacetField field, uint32_t ordinal, Slice *key);
/* Where a page behind the cursor begins: values less than *value; equal ones too, by rank, if *is_met. */
bool order_place(const Order *order, Arena *arena, const Segment *segment, const CursorKey *cursor,
                 uint32_t *value, bool *is_met);

/* A hit with all that it is compared by. */
typedef struct Placed {
    uint32_t value; /* score, or order_value */
    Slice key;      /* of keyed orders */
    DocKey doc;
} Placed;
bool order_placed(const Order *order, Arena *arena, const Segment *segment, uint32_t doc, uint32_t value,
                  IdBuffer *buffer, Placed *placed);
int order_compare(const Order *order, const Placed *a, const Placed *b); /* < 0: a comes first */

#endif
