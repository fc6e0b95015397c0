/* Numbers of documents, packed. In: a number a document, in the order of documents. Out: a few bits each.
 *
 * Documents follow time, so what belongs to 128 neighbours lies near a line: rows of the store rise by about
 * one, times by some minutes, places of bytes by the mean size. A block keeps the line (a base and a slope)
 * and, packed in as many bits as the farthest needs, how far each number lies above it. Numbers that differ
 * by whole minutes, hours or days are kept in these. A number is read without its neighbours. */
#include "index/column.h"

#include "base/bytes.h"
#include "base/list.h"

#define SLOPE_SHIFT 6u
#define SLOPE_MAX (1 << 23)
#define SPAN_MAX ((uint64_t)1 << 54) /* of a block that is packed: nothing overflows on the way */
#define WIDTH_MAX 56u                /* so that a number lies in eight bytes; more are kept in 64 bits */
#define WHOLE 64u

static const uint32_t units[] = {1, 60, 3600, 86400};
enum { UNITS = sizeof units / sizeof *units };

/* How a block is kept. */
typedef struct Line {
    uint64_t base;
    int32_t slope;
    unsigned unit, width;
} Line;

/* What the line itself is at i, less its base, in units. */
static int64_t along(int32_t slope, uint32_t i)
{
    return ((int64_t)slope * i) >> SLOPE_SHIFT;
}

/* ---- writing ---- */

void column_writer_init(ColumnWriter *w, Arena *arena, Section *section)
{
    *w = (ColumnWriter){.arena = arena, .section = section};
}

static unsigned width_of(uint64_t most)
{
    unsigned width = most ? 64 - (unsigned)__builtin_clzll(most) : 0;
    return width > WIDTH_MAX ? WHOLE : width;
}

/* The largest unit that divides all differences to the first. */
static unsigned unit_of(const ColumnWriter *w)
{
    unsigned unit = UNITS - 1;
    for (uint32_t i = 1; i < w->used; i++) {
        while (unit > 0 && (w->numbers[i] - w->numbers[0]) % units[unit] != 0)
            unit--;
    }
    return unit;
}

static Line line_with(const ColumnWriter *w, unsigned unit, int32_t slope)
{
    int64_t least = 0, most = 0;
    for (uint32_t i = 1; i < w->used; i++) {
        int64_t rest = (w->numbers[i] - w->numbers[0]) / units[unit] - along(slope, i);
        least = rest < least ? rest : least;
        most = rest > most ? rest : most;
    }
    uint64_t base = (uint64_t)w->numbers[0] + (uint64_t)least * units[unit];
    return (Line){base, slope, unit, width_of((uint64_t)(most - least))};
}

static Line find_line(const ColumnWriter *w)
{
    int64_t least = w->numbers[0], most = w->numbers[0];
    for (uint32_t i = 1; i < w->used; i++) {
        least = w->numbers[i] < least ? w->numbers[i] : least;
        most = w->numbers[i] > most ? w->numbers[i] : most;
    }
    if ((uint64_t)most - (uint64_t)least > SPAN_MAX)
        return (Line){0, 0, 0, WHOLE};
    unsigned unit = unit_of(w);
    Line flat = line_with(w, unit, 0);
    if (w->used < 2)
        return flat;
    int64_t rise = (w->numbers[w->used - 1] - w->numbers[0]) / units[unit];
    int64_t slope = rise * (1 << SLOPE_SHIFT) / (w->used - 1);
    if (slope >= SLOPE_MAX || slope < -SLOPE_MAX)
        return flat;
    Line steep = line_with(w, unit, (int32_t)slope);
    return steep.width < flat.width ? steep : flat;
}

static void put_bits(unsigned char *out, uint64_t at, unsigned width, uint64_t number)
{
    for (unsigned done = 0; done < width;) {
        unsigned shift = (unsigned)(at % 8), fits = 8 - shift < width - done ? 8 - shift : width - done;
        out[at / 8] |= (unsigned char)((number >> done & ((1u << fits) - 1)) << shift);
        done += fits;
        at += fits;
    }
}

static void end_block(ColumnWriter *w)
{
    Line line = find_line(w);
    unsigned char out[8 * BLOCK_SIZE] = {0};
    for (uint32_t i = 0; i < w->used; i++) {
        int64_t steps = (int64_t)((uint64_t)w->numbers[i] - line.base) / units[line.unit];
        put_bits(out, (uint64_t)i * line.width, line.width, (uint64_t)steps - (uint64_t)along(line.slope, i));
    }
    section_add(w->section, out, BLOCK_SIZE / 8 * (size_t)line.width);
    uint32_t before = w->heads.count > 0 ? w->heads.items[w->heads.count - 1].end : 0;
    ColumnHead *head = LIST_ADD(w->arena, &w->heads);
    *head = (ColumnHead){.base = line.base, .end = before + line.width};
    bytes_put_u32(head->slope, (uint32_t)line.slope << 8 | line.unit);
    w->used = 0;
}

void column_add(ColumnWriter *w, int64_t number)
{
    w->numbers[w->used++] = number;
    if (w->used == BLOCK_SIZE)
        end_block(w);
}

void column_end(ColumnWriter *w)
{
    if (w->used > 0)
        end_block(w);
    for (size_t i = 0; i < w->heads.count; i++) {
        section_u64(w->section, w->heads.items[i].base);
        section_add(w->section, w->heads.items[i].slope, 4);
        section_u32(w->section, w->heads.items[i].end);
    }
}

/* ---- reading ---- */

bool column_open(Column *column, const Segment *segment, SectionKind kind, uint32_t count)
{
    uint64_t size = segment->sections[kind].size;
    uint64_t heads = ((uint64_t)count + BLOCK_SIZE - 1) / BLOCK_SIZE * COLUMN_HEAD_SIZE;
    const unsigned char *bytes = size >= heads ? segment_section(segment, kind) : NULL;
    if (!bytes)
        return false;
    *column = (Column){bytes + (size - heads), bytes, (size - heads) / (BLOCK_SIZE / 8), count};
    return true;
}

/* A block's line and the place of its rests; NULL when damaged. */
static const unsigned char *open_block(const Column *column, uint32_t block, Line *line)
{
    const unsigned char *head = column->heads + (size_t)block * COLUMN_HEAD_SIZE;
    uint32_t begin = block > 0 ? bytes_u32(head - 4) : 0, end = bytes_u32(head + 12);
    uint32_t bend = bytes_u32(head + 8);
    *line = (Line){bytes_u64(head), (int32_t)bend >> 8, bend & 0xFF, end - begin};
    if (begin > end || end > column->rests_size || line->unit >= UNITS ||
        (line->width > WIDTH_MAX && line->width != WHOLE))
        return NULL;
    return column->rests + (size_t)begin * (BLOCK_SIZE / 8);
}

/* Heads lie behind the rests, so eight bytes may be read at any of these. */
static int64_t number_at(const unsigned char *rests, const Line *line, uint32_t i)
{
    uint64_t rest = 0;
    if (line->width == WHOLE) {
        rest = bytes_u64(rests + 8 * (size_t)i);
    } else if (line->width > 0) {
        uint64_t at = (uint64_t)i * line->width;
        rest = bytes_u64(rests + at / 8) >> (at % 8) & (((uint64_t)1 << line->width) - 1);
    }
    return (int64_t)(line->base + ((uint64_t)along(line->slope, i) + rest) * units[line->unit]);
}

bool column_get(const Column *column, uint32_t i, int64_t *number)
{
    Line line;
    const unsigned char *rests = open_block(column, i / BLOCK_SIZE, &line);
    *number = rests ? number_at(rests, &line, i % BLOCK_SIZE) : 0;
    return rests != NULL;
}

bool column_read(const Column *column, uint32_t begin, uint32_t count, int64_t *numbers)
{
    for (uint32_t i = 0; i < count;) {
        Line line;
        uint32_t first = (begin + i) % BLOCK_SIZE, here = BLOCK_SIZE - first;
        const unsigned char *rests = open_block(column, (begin + i) / BLOCK_SIZE, &line);
        if (!rests)
            return false;
        here = here < count - i ? here : count - i;
        for (uint32_t k = 0; k < here; k++)
            numbers[i + k] = number_at(rests, &line, first + k);
        i += here;
    }
    return true;
}
