/* Printing for people. Headlines and addresses are strangers' text: whatever could drive a terminal is taken
 * out.
 *
 * The bar is drawn only on a terminal, from the second second on and at most ten times a second; it is wiped
 * before anything else is printed, so that a log of stderr never holds one. */
#include "cli/terminal.h"

#include <inttypes.h>
#include <sys/ioctl.h>

#include "base/builder.h"
#include "base/clock.h"
#include "base/utf8.h"

enum { BAR_AFTER_US = 1000000, BAR_EVERY_US = 100000, BAR_ARENA_BYTES = 1 << 16, MEGA = 1000000 };

/* C0, DEL, C1, and the marks that turn the direction of what follows. */
static bool is_control(uint32_t rune)
{
    return rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || (rune >= 0x202A && rune <= 0x202E) ||
           (rune >= 0x2066 && rune <= 0x2069);
}

static void print_text(FILE *out, Slice text, bool keep_lines)
{
    for (size_t at = 0, size = 0; at < text.size; at += size) {
        char bytes[4];
        const uint32_t rune = utf8_decode(text, at, &size);
        const bool is_kept = !is_control(rune) || (keep_lines && rune == '\n');
        fwrite(bytes, 1, utf8_encode(is_kept ? rune : ' ', bytes), out);
    }
}

void print_line_text(FILE *out, Slice text)
{
    print_text(out, text, false);
}

void print_block_text(FILE *out, Slice text)
{
    print_text(out, text, true);
}

void print_cell(FILE *out, Slice text, size_t columns, bool is_padded)
{
    size_t count = utf8_count(text);
    if (count > columns) {
        size_t end = 0;
        for (size_t i = 0, size = 0; i + 1 < columns; i++, end += size)
            (void)utf8_decode(text, end, &size);
        print_line_text(out, slice_range(text, 0, end));
        fputs("\xe2\x80\xa6", out);
        count = columns;
    } else {
        print_line_text(out, text);
    }
    for (; is_padded && count < columns; count++)
        fputc(' ', out);
}

void print_address(FILE *out, Slice address)
{
    for (size_t i = 0; i < address.size; i++) {
        const unsigned char c = (unsigned char)address.data[i];
        if (c <= ' ' || c == 0x7F)
            fprintf(out, "%%%02X", c);
        else
            fputc(c, out);
    }
}

Slice format_count(Arena *arena, uint64_t number)
{
    char digits[24];
    Builder b;
    const int size = snprintf(digits, sizeof digits, "%" PRIu64, number);
    builder_init(&b, arena);
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0)
            builder_add_byte(&b, ',');
        builder_add_byte(&b, digits[i]);
    }
    return builder_slice(&b);
}

Slice format_bytes(Arena *arena, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    double number = (double)bytes;
    size_t unit = 0;
    for (; number >= 999.95 && unit + 1 < sizeof units / sizeof *units; unit++)
        number /= 1000;
    return arena_format(arena, unit ? "%.1f %s" : "%.0f %s", number, units[unit]);
}

size_t terminal_width(FILE *out)
{
    struct winsize size = {0};
    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static void add_meter(Builder *b, uint64_t done, uint64_t total)
{
    enum { CELLS = 20 };
    const double part = done < total ? (double)done / (double)total : 1.0;
    const int full = (int)(part * CELLS);
    builder_add_byte(b, '[');
    for (int i = 0; i < CELLS; i++)
        builder_add_byte(b, i < full ? '#' : '-');
    builder_format(b, "] %3d%%  ", (int)(part * 100));
}

Slice bar_format(Arena *arena, Slice what, uint64_t done, uint64_t total, uint64_t items, int64_t elapsed_us,
                 size_t columns)
{
    Builder b;
    builder_init(&b, arena);
    if (total)
        add_meter(&b, done, total);
    builder_add(&b, format_count(arena, items));
    if (elapsed_us > 0)
        builder_format(&b, ", %.0f a second", (double)items * MEGA / (double)elapsed_us);
    if (done) {
        builder_add_string(&b, ", ");
        builder_add(&b, format_bytes(arena, done));
    }
    builder_add_string(&b, "  ");
    builder_add(&b, what);
    const Slice line = builder_slice(&b);
    return slice_range(line, 0, utf8_floor(line, columns));
}

static void step(void *context, Slice what, uint64_t done, uint64_t total, uint64_t items)
{
    Bar *bar = context;
    const int64_t now_us = clock_monotonic_us();
    if (now_us - bar->begin_us < BAR_AFTER_US || now_us - bar->drawn_us < BAR_EVERY_US)
        return;
    Arena *arena = arena_open(BAR_ARENA_BYTES);
    const size_t columns = terminal_width(bar->err) - 1;
    what = slice_range(what, 0, columns * 4); /* a path may have any length */
    fputc('\r', bar->err);
    print_line_text(bar->err, bar_format(arena, what, done, total, items, now_us - bar->begin_us, columns));
    fputs("\033[K", bar->err);
    fflush(bar->err);
    bar->is_drawn = true;
    bar->drawn_us = now_us;
    arena_close(arena);
}

void bar_open(Bar *bar, FILE *err, bool is_shown, const volatile int *stop, Progress *progress)
{
    *bar = (Bar){.err = err, .is_shown = is_shown, .begin_us = clock_monotonic_us()};
    *progress = (Progress){.step = is_shown ? step : NULL, .context = bar, .stop = stop};
}

void bar_close(Bar *bar)
{
    if (bar->is_drawn)
        fputs("\r\033[K", bar->err);
    bar->is_drawn = false;
}
