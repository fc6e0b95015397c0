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
    tally->counts = ARENA_ARRAY(arena, uint32_t, (size_t)segment->columns[field].count + 2);
}

uint32_t facet_window(const uint64_t bits[WINDOW_WORDS], uint16_t offsets[WINDOW_SIZE])
{
    uint32_t count = 0;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1)
            offsets[count++] = (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(left));
    }
    return count;
}

/* Documents of the window in the segment. */
static uint32_t window_size(const FacetTally *tally, uint32_t begin)
{
    uint32_t left = tally->segment->documents - begin;
    return left < WINDOW_SIZE ? left : WINDOW_SIZE;
}

/* The place where a number of a column is counted: itself, or the one behind all for what cannot be. */
static inline uint32_t place_of(uint32_t number, uint32_t most)
{
    return number <= most ? number : most + 1;
}

/* Two rows of counts for a column of few values: the same one is mostly met again at once. */
static void count_bytes(uint32_t *counts, uint32_t most, const unsigned char *values, const uint16_t *offsets,
                        uint32_t count)
{
    uint32_t others[256] = {0};
    uint32_t i = 0;
    for (; i + 2 <= count; i += 2) {
        counts[place_of(values[offsets[i]], most)]++;
        others[values[offsets[i + 1]]]++;
    }
    if (i < count)
        counts[place_of(values[offsets[i]], most)]++;
    for (uint32_t number = 0; number < 256; number++)
        counts[place_of(number, most)] += others[number];
}

static bool add_single(FacetTally *tally, uint32_t begin, const uint16_t *offsets, uint32_t count)
{
    const FacetColumn *column = &tally->segment->columns[tally->field];
    const unsigned width = column->width;
    const unsigned char *values =
        segment_bytes(tally->segment, SECTION_FACET_COLUMNS, column->at + (uint64_t)begin * width,
                      (uint64_t)window_size(tally, begin) * width);
    if (!values)
        return false;
    if (width == 1)
        count_bytes(tally->counts, column->count, values, offsets, count);
    for (uint32_t i = 0; width == 2 && i < count; i++)
        tally->counts[place_of(bytes_u16(values + 2 * (size_t)offsets[i]), column->count)]++;
    for (uint32_t i = 0; width == 4 && i < count; i++)
        tally->counts[place_of(bytes_u32(values + 4 * (size_t)offsets[i]), column->count)]++;
    return tally->counts[column->count + 1] == 0;
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

static bool add_multi(FacetTally *tally, uint32_t begin, const uint16_t *offsets, uint32_t count)
{
    MultiWindow window;
    const unsigned width = tally->segment->columns[tally->field].width;
    const uint32_t most = tally->segment->columns[tally->field].count;
    if (!open_multi(tally, begin, &window))
        return false;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t offset = offsets[k];
        uint32_t from = offset > 0 ? bytes_u32(window.ends + 4 * (size_t)offset - 4) : window.first;
        uint32_t to = bytes_u32(window.ends + 4 * (size_t)offset);
        if (from < window.first || to > window.last)
            return false;
        for (uint32_t i = from; i < to; i++) {
            const uint32_t ordinal = ordinal_at(window.values + (size_t)(i - window.first) * width, width);
            tally->counts[place_of(ordinal + 1, most)]++;
        }
    }
    return tally->counts[0] == 0 && tally->counts[most + 1] == 0;
}

bool facet_tally_add(FacetTally *tally, uint32_t begin, const uint16_t *offsets, uint32_t count)
{
    switch (tally->segment->columns[tally->field].shape) {
    case COLUMN_NONE:
        return true;
    case COLUMN_SINGLE:
        return add_single(tally, begin, offsets, count);
    default:
        return add_multi(tally, begin, offsets, count);
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
        tally->counts[i + 1] = cursor.entry.df;
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
        if (tally->counts[i + 1] == 0)
            continue;
        if (!dict_at_ordinal(&cursor, column->first + i) || !facet_entry_is_sound(&cursor.entry))
            return false;
        bool is_new;
        Slice value = facet_entry_value(&cursor.entry);
        MapValue *sum = map_add(&sums->values, value, &is_new);
        if (is_new) {
            sums->values.entries[sums->values.count - 1].key = arena_copy(arena, value);
            *LIST_ADD(arena, &sums->keys) = arena_copy(arena, facet_entry_key(&cursor.entry));
        }
        sum->number += tally->counts[i + 1];
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
