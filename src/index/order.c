/* Orders that are not time: by the value of a facet (headline, author), by length, by chance. In: a document
 * of a segment. Out: a number, the greater the earlier, so that the best are collected as scores are.
 *
 * Values of facets are numbered in the order of the dictionary, so within a segment the number of a value
 * says its place; over segments the values themselves are compared. */
#include "index/order.h"

#include "index/dict.h"

static const struct {
    bool is_valued, is_keyed, is_falling;
    FacetField field;
} orders[SORTS] = {
    [SORT_HEADLINE] = {true, true, false, FACET_HEADLINE},
    [SORT_HEADLINE_FALLING] = {true, true, true, FACET_HEADLINE},
    [SORT_AUTHOR] = {true, true, false, FACET_AUTHOR},
    [SORT_AUTHOR_FALLING] = {true, true, true, FACET_AUTHOR},
    [SORT_WORDS] = {true, false, false, 0},
    [SORT_WORDS_FALLING] = {true, false, true, 0},
    [SORT_RANDOM] = {true, false, true, 0},
};

Order order_of(const SearchOptions *options)
{
    const SortKind sort = options->sort;
    return (Order){sort,
                   orders[sort].is_valued,
                   orders[sort].is_keyed,
                   orders[sort].is_falling,
                   orders[sort].field,
                   options->seed};
}

bool order_ordinal(const Segment *segment, FacetField field, uint32_t doc, uint32_t *ordinal)
{
    Ordinals ordinals;
    *ordinal = 0;
    if (!segment_ordinals(segment, field, doc, &ordinals))
        return false;
    if (ordinals.count > 0) /* those of one document rise */
        *ordinal = ordinal_at(ordinals.data, segment->columns[field].width) + 1;
    return *ordinal <= segment->columns[field].count;
}

/* Of ordinal + 1; 0 stays last both ways. */
static uint32_t value_of_ordinal(const Order *order, uint32_t ordinal)
{
    return ordinal == 0 || order->is_falling ? ordinal : UINT32_MAX - ordinal;
}

bool order_value(const Order *order, const Segment *segment, uint32_t doc, uint32_t *value)
{
    uint32_t number = 0;
    int64_t article = 0;
    bool is_good = true;
    if (order->is_keyed) {
        is_good = order_ordinal(segment, order->field, doc, &number);
        *value = value_of_ordinal(order, number);
    } else if (order->sort == SORT_RANDOM) {
        is_good = segment_article(segment, doc, &article);
        *value = random_place(order->seed, article);
    } else {
        is_good = segment_words(segment, doc, &number);
        *value = order->is_falling ? number : UINT32_MAX - number;
    }
    return is_good;
}

bool order_key(Arena *arena, const Segment *segment, FacetField field, uint32_t ordinal, Slice *key)
{
    DictCursor cursor;
    dict_init(&cursor, arena, segment, &dict_facets);
    const bool is_good = dict_at_ordinal(&cursor, segment->columns[field].first + ordinal - 1) &&
                         facet_entry_is_sound(&cursor.entry);
    *key = is_good ? arena_copy(arena, slice_skip(cursor.entry.key, 1)) : SLICE_EMPTY;
    return is_good;
}

bool order_place(const Order *order, Arena *arena, const Segment *segment, const CursorKey *cursor,
                 uint32_t *value, bool *is_met)
{
    *is_met = true;
    *value = cursor->score;
    if (!order->is_keyed || slice_is_empty(cursor->order)) {
        *value = order->is_keyed ? 0 : *value;
        return true;
    }
    const FacetColumn *column = &segment->columns[order->field];
    DictCursor found;
    char *key = arena_text(arena, cursor->order.size + 1);
    key[0] = (char)order->field;
    memcpy(key + 1, cursor->order.data, cursor->order.size);
    dict_init(&found, arena, segment, &dict_facets);
    dict_seek(&found, slice_of(key, cursor->order.size + 1));
    uint32_t at = column->count; /* the first value that is not less */
    if (dict_next(&found) && facet_entry_is_sound(&found.entry) && found.entry.key.data[0] == key[0] &&
        found.entry.ordinal >= column->first)
        at = found.entry.ordinal - column->first;
    *is_met = at < column->count && slice_equal(found.entry.key, slice_of(key, cursor->order.size + 1));
    /* of value `at` itself where it is met; else of nothing: just before what lies behind the cursor */
    if (*is_met || order->is_falling)
        *value = value_of_ordinal(order, at + 1);
    else
        *value = UINT32_MAX - at;
    return !found.is_damaged;
}

bool order_placed(const Order *order, Arena *arena, const Segment *segment, uint32_t doc, uint32_t value,
                  IdBuffer *buffer, Placed *placed)
{
    *placed = (Placed){.value = value};
    if (!segment_key(segment, doc, buffer, &placed->doc))
        return false;
    if (!order->is_keyed || value == 0)
        return true;
    return order_key(arena, segment, order->field, order->is_falling ? value : UINT32_MAX - value,
                     &placed->key);
}

static int compare_values(const Order *order, const Placed *a, const Placed *b)
{
    if (!order->is_keyed || a->value == 0 || b->value == 0)
        return (a->value < b->value) - (a->value > b->value);
    const int difference = slice_compare(a->key, b->key);
    return order->is_falling ? -difference : difference;
}

int order_compare(const Order *order, const Placed *a, const Placed *b)
{
    if (order->sort == SORT_OLDEST)
        return doc_key_compare(&a->doc, &b->doc);
    const int difference = compare_values(order, a, b);
    if (difference != 0)
        return difference;
    const bool a_dated = a->doc.time_s != TIME_UNDATED, b_dated = b->doc.time_s != TIME_UNDATED;
    if (a_dated != b_dated)
        return a_dated ? -1 : 1;
    return doc_key_compare(&b->doc, &a->doc);
}
