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

static bool add_document(FacetTally *tally, uint32_t doc)
{
    const FacetColumn *column = &tally->segment->columns[tally->field];
    Ordinals ordinals;
    if (!segment_ordinals(tally->segment, tally->field, doc, &ordinals))
        return false;
    for (uint32_t i = 0; i < ordinals.count; i++) {
        uint32_t ordinal = ordinal_at(ordinals.data + (size_t)i * column->width, column->width);
        if (ordinal >= column->count)
            return false;
        tally->counts[ordinal]++;
    }
    return true;
}

bool facet_tally_add(FacetTally *tally, uint32_t begin, const uint64_t bits[WINDOW_WORDS])
{
    if (tally->segment->columns[tally->field].shape == COLUMN_NONE)
        return true;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            if (!add_document(tally, begin + word * 64 + (uint32_t)__builtin_ctzll(left)))
                return false;
        }
    }
    return true;
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

static bool add_values(Arena *arena, Map *sums, const FacetTally *tally)
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
        MapValue *sum = map_add(sums, value, &is_new);
        if (is_new)
            sums->entries[sums->count - 1].key = arena_copy(arena, value);
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

bool facet_counts(Arena *arena, const FacetTally *tallies, size_t count, const FacetRequest *request,
                  FacetCounts *counts)
{
    Map sums;
    map_init(&sums, arena);
    for (size_t i = 0; i < count; i++) {
        if (!add_values(arena, &sums, &tallies[i]))
            return false;
    }
    *counts = (FacetCounts){.field = request->field, .all_count = sums.count};
    counts->values = ARENA_ARRAY(arena, FacetValue, sums.count);
    for (size_t i = 0; i < sums.count; i++)
        counts->values[i] = (FacetValue){sums.entries[i].key, sums.entries[i].value.number};
    if (sums.count > 0)
        qsort(counts->values, sums.count, sizeof *counts->values, compare_values);
    counts->count = request->limit > 0 && request->limit < sums.count ? request->limit : sums.count;
    return true;
}
