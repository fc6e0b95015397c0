/* A number for each document, packed: rows in the store, times, days, places of other things. */
#ifndef INDEX_COLUMN_H
#define INDEX_COLUMN_H

#include "index/section.h"
#include "index/segment.h"

/* Numbers of 128 documents lie close to a line: number i = base + unit * (slope * i / 64 + a packed rest). */
#define COLUMN_HEAD_SIZE 16u /* u64 base, u32 slope and unit, u32 end of the packed rests in 16 bytes */

typedef struct ColumnHead {
    uint64_t base;
    uint32_t end;
    unsigned char slope[4];
} ColumnHead;

typedef struct ColumnWriter {
    Arena *arena;
    Section *section;
    struct {
        ColumnHead *items;
        size_t count, capacity;
    } heads;
    int64_t numbers[BLOCK_SIZE];
    uint32_t used;
} ColumnWriter;

void column_writer_init(ColumnWriter *w, Arena *arena, Section *section);
void column_add(ColumnWriter *w, int64_t number);
void column_end(ColumnWriter *w); /* writes what is left, and the heads */

/* A column that is read. What it points to lives as long as the segment. */
typedef struct Column {
    const unsigned char *heads, *rests;
    uint64_t rests_size; /* in 16 bytes */
    uint32_t count;
} Column;

/* Of so many numbers. False when damaged. */
bool column_open(Column *column, const Segment *segment, SectionKind kind, uint32_t count);
/* i < count. False when damaged. */
bool column_get(const Column *column, uint32_t i, int64_t *number);
/* Numbers [begin, begin + count), in the column. */
bool column_read(const Column *column, uint32_t begin, uint32_t count, int64_t *numbers);

#endif
