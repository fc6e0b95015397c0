/* The orders of hits: their names, and the numbers that stand behind chance and freshness. Plain arithmetic,
 * so that whoever searches without an index comes to the same. */
#include "model/hit.h"

#include "base/error.h"

static const Slice sort_names[SORTS] = {
    [SORT_RELEVANCE] = SLICE_INIT("relevance"),
    [SORT_OLDEST] = SLICE_INIT("date"),
    [SORT_NEWEST] = SLICE_INIT("-date"),
    [SORT_HEADLINE] = SLICE_INIT("headline"),
    [SORT_HEADLINE_FALLING] = SLICE_INIT("-headline"),
    [SORT_AUTHOR] = SLICE_INIT("author"),
    [SORT_AUTHOR_FALLING] = SLICE_INIT("-author"),
    [SORT_WORDS] = SLICE_INIT("words"),
    [SORT_WORDS_FALLING] = SLICE_INIT("-words"),
    [SORT_RANDOM] = SLICE_INIT("random"),
};

Slice sort_name(SortKind sort)
{
    assert(sort < SORTS);
    return sort_names[sort];
}

bool sort_find(Slice name, SortKind *sort, uint64_t *seed, bool *has_seed)
{
    const size_t colon = slice_find_byte(name, ':');
    *has_seed = colon != SLICE_NONE;
    for (size_t i = 0; i < SORTS; i++) {
        if (!slice_equal(slice_range(name, 0, colon), sort_names[i]))
            continue;
        *sort = (SortKind)i;
        return !*has_seed || (i == SORT_RANDOM && slice_to_u64(slice_skip(name, colon + 1), seed));
    }
    return false;
}

static const struct {
    Slice name;
    FacetField field;
} groups[] = {{SLICE_INIT("reprint"), FACET_REPRINT},
              {SLICE_INIT("day"), FACET_DAY},
              {SLICE_INIT("author"), FACET_AUTHOR},
              {SLICE_INIT("headline"), FACET_HEADLINE}};

bool group_find(Slice name, FacetField *field)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (slice_equal(name, groups[i].name)) {
            *field = groups[i].field;
            return true;
        }
    }
    return false;
}

/* The finisher of splitmix64 (Steele, Lea and Flood, 2014). */
uint32_t random_place(uint64_t seed, int64_t article)
{
    uint64_t mixed = (uint64_t)article * 0x9E3779B97F4A7C15ULL + seed * 0xD1B54A32D192ED03ULL;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBULL;
    return (uint32_t)((mixed ^ mixed >> 31) >> 32);
}

uint32_t fresh_score(uint32_t score, int64_t time_s, int64_t newest_s)
{
    enum { DAY_S = 86400 };
    if (time_s == TIME_UNDATED)
        return score;
    const uint64_t age = time_s < newest_s ? ((uint64_t)newest_s - (uint64_t)time_s) / DAY_S : 0;
    const uint64_t more = (uint64_t)score * FRESH_DAYS / (FRESH_PART * (FRESH_DAYS + age));
    return score + more < UINT32_MAX ? (uint32_t)(score + more) : UINT32_MAX;
}
