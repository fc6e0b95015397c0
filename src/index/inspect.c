/* What an index tells about itself: figures, words, articles, faults. In: a snapshot. Out: plain lists and
 * numbers. */
#include "index/postings.h"
#include "index/snapshot.h"

static Status is_damaged(Error *err)
{
    return error_set(err, STATUS_FAIL, "the index is damaged: run 'backfile reindex'");
}

uint64_t index_df(const Index *index, Slice folded)
{
    Arena *arena = arena_open(SIZE_MAX);
    uint64_t df = 0;
    for (size_t i = 0; i < index->manifest.count; i++) {
        DictCursor cursor;
        dict_init(&cursor, arena, index->segments[i], &dict_terms);
        df += dict_find(&cursor, folded) ? cursor.entry.df : 0;
    }
    arena_close(arena);
    return df;
}

IndexStats index_stats(const Index *index)
{
    IndexStats stats = {.segments = index->manifest.count,
                        .documents = index->live,
                        .deleted = index->documents - index->live};
    for (size_t i = 0; i < index->manifest.count; i++) {
        const Segment *segment = index->segments[i];
        stats.terms += segment->terms;
        stats.postings += segment->postings;
        stats.positions += segment->positions;
        stats.bytes += segment->map.bytes.size;
    }
    return stats;
}

/* Undated documents stand behind all dated ones and have no day. */
static bool add_days(const Segment *segment, uint32_t window, DayRange *range, bool *has_any)
{
    if ((uint64_t)window * WINDOW_SIZE >= segment->dated)
        return true;
    const unsigned char *record =
        segment_bytes(segment, SECTION_WINDOWS, (uint64_t)window * WINDOW_RECORD_SIZE, WINDOW_RECORD_SIZE);
    if (!record)
        return false;
    int32_t first = (int32_t)bytes_u32(record), last = (int32_t)bytes_u32(record + 12);
    range->first = !*has_any || first < range->first ? first : range->first;
    range->last = !*has_any || last > range->last ? last : range->last;
    *has_any = true;
    return true;
}

bool index_day_range(const Index *index, DayRange *range)
{
    bool has_any = false;
    for (size_t i = 0; i < index->manifest.count; i++) {
        for (uint32_t w = 0; w < segment_windows(index->segments[i]); w++) {
            if (!add_days(index->segments[i], w, range, &has_any))
                return false;
        }
    }
    return has_any;
}

static int compare_numbers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

Status index_articles(const Index *index, Arena *arena, int64_t **articles, size_t *count, Error *err)
{
    *articles = ARENA_ARRAY(arena, int64_t, (size_t)index->live);
    *count = 0;
    for (size_t i = 0; i < index->manifest.count; i++) {
        const Segment *segment = index->segments[i];
        for (uint32_t doc = 0; doc < segment->documents; doc++) {
            if (segment_is_deleted(segment, doc))
                continue;
            if (*count == index->live || !segment_article(segment, doc, &(*articles)[*count]))
                return is_damaged(err);
            ++*count;
        }
    }
    if (*count > 0)
        qsort(*articles, *count, sizeof **articles, compare_numbers);
    return STATUS_OK;
}
