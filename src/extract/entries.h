/* Entries of lists: what a front, category, tag, author, date or search page says of single pieces. Inside
 * extract only. */
#ifndef EXTRACT_ENTRIES_H
#define EXTRACT_ENTRIES_H

#include "extract/desk.h"

/* One entry on the page. */
typedef struct EntrySpot {
    uint32_t link;    /* <a> that leads to the piece */
    uint32_t heading; /* what holds the headline; 0: its text is missing, or there is no heading */
    uint32_t region;  /* the element that holds the entry and no other */
    bool is_marked;   /* the template itself calls the region an entry */
    uint32_t other_before, other_behind; /* the nearest headings that lead elsewhere; 0: none */
    Slice url, key;                      /* where the link leads */
} EntrySpot;
typedef struct EntrySpots {
    EntrySpot *items;
    size_t count, capacity;
} EntrySpots;

/* Adds what the list says to `entries`, in the order of the page, each piece once. */
void read_entries(Desk *desk, StatedList *entries);

/* entry_fields.c: what stands in the region, as an article whose fields are all by the source "list". */
void read_entry(Desk *desk, const EntrySpot *spot, Article *entry);

#endif
