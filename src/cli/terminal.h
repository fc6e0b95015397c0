/* What is printed for people: text without control characters, numbers with separators, a bar that moves. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdio.h>

#include "base/arena.h"
#include "base/progress.h"

/* Text from anywhere, on one line: control characters, which could drive a terminal, and line breaks become
 * spaces. */
void print_line_text(FILE *out, Slice text);
/* The same, but line feeds stay. */
void print_block_text(FILE *out, Slice text);
/* At most `columns` code points, "…" for what is cut, filled up with spaces if is_padded. */
void print_cell(FILE *out, Slice text, size_t columns, bool is_padded);
/* An address on a line with tabs: white space and controls as %XX. */
void print_address(FILE *out, Slice address);

Slice format_count(Arena *arena, uint64_t number); /* 1,234,567 */
Slice format_bytes(Arena *arena, uint64_t bytes);  /* 12.3 MB */
size_t terminal_width(FILE *out);                  /* columns; 80 where unknown */

/* A bar on stderr for work that lasts more than a second. Does nothing where is_shown is false. */
typedef struct Bar {
    FILE *err;
    bool is_shown;
    bool is_drawn;
    int64_t begin_us, drawn_us;
} Bar;
/* Fills the progress that is handed to the work; stop may be NULL. Both stay where they are until bar_close.
 */
void bar_open(Bar *bar, FILE *err, bool is_shown, const volatile int *stop, Progress *progress);
void bar_close(Bar *bar); /* wipes it */
/* One line of it, for tests: elapsed in microseconds. */
Slice bar_format(Arena *arena, Slice what, uint64_t done, uint64_t total, uint64_t items, int64_t elapsed_us,
                 size_t columns);

#endif
