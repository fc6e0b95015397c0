/* Facet counts. In: the bits of the documents that match, window by window. Out: values with exact counts.
 *
 * A segment keeps for each document the ordinals of its values, so counting is one addition a value; the
 * values themselves are looked up once, at the end, for the ordinals that were met. */
#include "index/facets.h"

#include "base/map.h"
#include "index/dict.h"

void facet_tally_init(FacetTally *tally, Arena *arena, const Segment *segment, FacetField field)
{
    *tally = (FacetTally){.segment = segment, .field = field};
    tally->counts = ARENA_ARRAY(arena, uint64_t, segment->columns[field].count + 1);
}

static bool add_ordinal(FacetTally *tally, uint32_t ordinal)
{
    if (ordinal >= tally->segment->columns[tally->field].count)
        return false;
    tally->counts[ordinal]++;
    return true;
}

/* Documents of the window in the segment. */
static uint32_t window_size(const FacetTally *tally, uint32_t begin)
{
    uint32_t left = tally->segment->documents - begin;
    return left < WINDOW_SIZE ? left : WINDOW_SIZE;
}

static bool add_single(FacetTally *tally, uint32_t begin, const uint64_t *bits)
{
    const FacetColumn *column = &tally->segment->columns[tally->field];
    const unsigned width = column->width;
    const unsigned char *values =
        segment_bytes(tally->segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)begin * width,
                      (uint64_t)window_size(tally, begin) * width);
    for (uint32_t word = 0; values && word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t offset = word * 64 + (uint32_t)__builtin_ctzll(left);
            uint32_t ordinal = ordinal_at(values + (size_t)offset * width, width);
            if (ordinal != UINT32_MAX && !add_ordinal(tally, ordinal))
                return false;
        }
    }
    return values != NULL;
}

/* The window's part of a column of many values: where the ordinals of each document end, and the ordinals. */
typedef struct MultiWindow {
    const unsigned char *ends, *values;
    uint32_t first, last; /* ordinals before the window, and to its end */
} MultiWindow;

static bool open_multi(const FacetTally *tally, uint32_t begin, MultiWindow *window)
{
    const Segment *segment = tally->segment;
    const FacetColumn *column = &segment->columns[tally->field];
    uint32_t size = window_size(tally, begin);
    const unsigned char *before =
        begin > 0 ? segment_bytes(segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)begin * 4 - 4, 4)
                  : NULL;
    window->ends =
        segment_bytes(segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)begin * 4, (uint64_t)size * 4);
    if (!window->ends || (begin > 0 && !before))
        return false;
    window->first = before ? bytes_u32(before) : 0;
    window->last = bytes_u32(window->ends + 4 * (size_t)(size - 1));
    if (window->first > window->last)
        return false;
    uint64_t at = column->at + (uint64_t)segment->documents * 4 + (uint64_t)window->first * column->width;
    window->values = segment_bytes(segment, SECTION_FACET_COLUMNS, at,
                                   (uint64_t)(window->last - window->first) * column->width);
    return window->values != NULL;
}

static bool add_multi(FacetTally *tally, uint32_t begin, const uint64_t *bits)
{
    MultiWindow window;
    const unsigned width = tally->segment->columns[tally->field].width;
    if (!open_multi(tally, begin, &window))
        return false;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t offset = word * 64 + (uint32_t)__builtin_ctzll(left);
            uint32_t from = offset > 0 ? bytes_u32(window.ends + 4 * (size_t)offset - 4) : window.first;
            uint32_t to = bytes_u32(window.ends + 4 * (size_t)offset);
            if (from < window.first || to > window.last)
                return false;
            for (uint32_t i = from; i < to; i++) {
                if (!add_ordinal(tally,
                                 ordinal_at(window.values + (size_t)(i - window.first) * width, width)))
                    return false;
            }
        }
    }
    return true;
}

bool facet_tally_add(FacetTally *tally, uint32_t begin, const uint64_t bits[WINDOW_WORDS])
{
    switch (tally->segment->columns[tally->field].shape) {
    case COLUMN_NONE:
        return true;
    case COLUMN_SINGLE:
        return add_single(tally, begin, bits);
    default:
        return add_multi(tally, begin, bits);
    }
}

bool facet_tally_all(FacetTally *tally, Arena *arena)
{
    const FacetColumn *column = &tally->segment->columns[tally->field];
    DictCursor cursor;
    dict_init(&cursor, arena, tally->segment, &dict_facets);
    dict_seek_ordinal(&cursor, column->first);
    for (uint32_t i = 0; i < column->count; i++) {
        if (!dict_next(&cursor))
            return false;
        tally->counts[i] = cursor.entry.df;
    }
    return !cursor.is_damaged;
}

/* ---- over segments ---- */

/* What was met of one field. */
typedef struct Sums {
    Map values;  /* value -> count */
    Slices keys; /* of the values, in the map's order */
} Sums;

static bool add_values(Arena *arena, Sums *sums, const FacetTally *tally)
{
    const FacetColumn *column = &tally->segment->columns[tally->field];
    DictCursor cursor;
    dict_init(&cursor, arena, tally->segment, &dict_facets);
    for (uint32_t i = 0; i < column->count; i++) {
        if (tally->counts[i] == 0)
            continue;
        if (cursor.next > column->first + i || column->first + i - cursor.next >= DICT_BLOCK)
            dict_seek_ordinal(&cursor, column->first + i);
        while (cursor.next < column->first + i && dict_next(&cursor))
            continue;
        if (!dict_next(&cursor) || !facet_entry_is_sound(&cursor.entry))
            return false;
        bool is_new;
        Slice value = facet_entry_value(&cursor.entry);
        MapValue *sum = map_add(&sums->values, value, &is_new);
        if (is_new) {
            sums->values.entries[sums->values.count - 1].key = arena_copy(arena, value);
            *LIST_ADD(arena, &sums->keys) = arena_copy(arena, facet_entry_key(&cursor.entry));
        }
        sum->number += tally->counts[i];
    }
    return true;
}

static int compare_values(const void *a, const void *b)
{
    const FacetValue *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return slice_compare(x->value, y->value);
}

/* Names as papers print them, in capitals here and not there; other values are what they are. */
static bool is_name(FacetField field)
{
    return field == FACET_PLACE || field == FACET_AGENCY || field == FACET_CREDIT ||
           field == FACET_PHOTOGRAPHER;
}

static bool is_all_capitals(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= 'a' && text.data[i] <= 'z')
            return false;
    return true;
}

/* "Athens" before "ATHENS", then the commoner, then the first in order. */
static bool is_better_name(const FacetValue *a, const FacetValue *b)
{
    bool is_a = is_all_capitals(a->value), is_b = is_all_capitals(b->value);
    if (is_a != is_b)
        return is_b;
    return compare_values(a, b) < 0;
}

/* Spellings of one key become one value, named by the best of them. A document has each key once, so the
 * counts add up. */
static void fold_spellings(Arena *arena, const Sums *sums, FacetCounts *counts)
{
    Map groups;
    map_init(&groups, arena);
    FacetValue *best = ARENA_ARRAY(arena, FacetValue, counts->all_count + 1);
    size_t kept = 0;
    for (size_t i = 0; i < counts->all_count; i++) {
        const FacetValue spelling = counts->values[i];
        bool is_new;
        MapValue *group = map_add(&groups, sums->keys.items[i], &is_new);
        if (is_new) {
            group->number = kept;
            best[kept] = counts->values[kept] = spelling;
            kept++;
            continue;
        }
        FacetValue *value = &counts->values[group->number];
        value->count += spelling.count;
        if (is_better_name(&spelling, &best[group->number])) {
            best[group->number] = spelling;
            value->value = spelling.value;
        }
    }
    counts->all_count = kept;
}

bool facet_counts(Arena *arena, const FacetTally *tallies, size_t count, const FacetRequest *request,
                  FacetCounts *counts)
{
    Sums sums = {0};
    map_init(&sums.values, arena);
    for (size_t i = 0; i < count; i++) {
        if (!add_values(arena, &sums, &tallies[i]))
            return false;
    }
    size_t values = sums.values.count;
    *counts = (FacetCounts){.field = request->field, .all_count = values};
    counts->values = ARENA_ARRAY(arena, FacetValue, values);
    for (size_t i = 0; i < values; i++)
        counts->values[i] = (FacetValue){sums.values.entries[i].key, sums.values.entries[i].value.number};
    if (is_name(request->field))
        fold_spellings(arena, &sums, counts);
    if (counts->all_count > 0)
        qsort(counts->values, counts->all_count, sizeof *counts->values, compare_values);
    counts->count =
        request->limit > 0 && request->limit < counts->all_count ? request->limit : counts->all_count;
    return true;
}
