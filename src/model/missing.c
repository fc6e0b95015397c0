/* A report on what is missing, copied: what one request found is kept for others. */
#include "model/missing.h"

static void copy(Arena *arena, Slice *text)
{
    *text = arena_copy(arena, *text);
}

/* A new array of the same items; their texts are still the old ones. */
#define COPY_LIST(arena, list)                                                                               \
    do {                                                                                                     \
        void *fresh = arena_alloc_array((arena), (list)->count, sizeof *(list)->items);                      \
        if ((list)->count > 0)                                                                               \
            memcpy(fresh, (list)->items, (list)->count * sizeof *(list)->items);                             \
        (list)->items = fresh;                                                                               \
        (list)->capacity = (list)->count;                                                                    \
    } while (0)

static void copy_spots(Arena *arena, ThinSpots *spots)
{
    COPY_LIST(arena, spots);
    for (size_t i = 0; i < spots->count; i++) {
        copy(arena, &spots->items[i].when);
        copy(arena, &spots->items[i].section.slug);
        copy(arena, &spots->items[i].section.label);
    }
}

static void copy_doubts(Arena *arena, ReportDoubts *doubts)
{
    COPY_LIST(arena, doubts);
    for (size_t i = 0; i < doubts->count; i++) {
        copy(arena, &doubts->items[i].id);
        copy(arena, &doubts->items[i].value);
        copy(arena, &doubts->items[i].reason);
    }
}

static void copy_addresses(Arena *arena, MissingReport *report)
{
    COPY_LIST(arena, &report->wanted);
    for (size_t i = 0; i < report->wanted.count; i++) {
        copy(arena, &report->wanted.items[i].url);
        copy(arena, &report->wanted.items[i].from);
    }
    COPY_LIST(arena, &report->lost_photos);
    for (size_t i = 0; i < report->lost_photos.count; i++) {
        LostPhoto *photo = &report->lost_photos.items[i];
        copy(arena, &photo->id);
        copy(arena, &photo->href);
        copy(arena, &photo->caption);
        copy(arena, &photo->article);
    }
}

MissingReport missing_report_copy(Arena *arena, const MissingReport *report)
{
    MissingReport copied = *report;
    COPY_LIST(arena, &copied.missing_ids);
    COPY_LIST(arena, &copied.empty_days);
    for (size_t i = 0; i < copied.empty_days.count; i++)
        copy(arena, &copied.empty_days.items[i]);
    copy_spots(arena, &copied.thin_days);
    copy_spots(arena, &copied.thin_sections);
    copy_addresses(arena, &copied);
    copy_doubts(arena, &copied.doubtful_dates);
    copy_doubts(arena, &copied.unresolved_bylines);
    return copied;
}
