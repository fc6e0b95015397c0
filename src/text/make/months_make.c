/* Makes the C table of month names out of data/months.tsv: names folded as text_fold does, sorted bytewise,
 * once each. Run by the build: months_make TSV OUT.c. It is a tool, so unlike a room it reads files and
 * prints. */
#include "base/file.h"
#include "text/text.h"

typedef struct Name {
    Slice folded;
    unsigned month;
    bool needs_dot;
} Name;

typedef struct Names {
    Name *items;
    size_t count, capacity;
} Names;

static int compare_names(const void *left, const void *right)
{
    const Name *a = left, *b = right;
    const int order = slice_compare(a->folded, b->folded);
    if (order != 0)
        return order;
    return a->needs_dot != b->needs_dot ? (a->needs_dot ? 1 : -1) : (int)a->month - (int)b->month;
}

/* One line of the list. False for a line that is neither empty, nor a remark, nor an entry. */
static bool read_line(Arena *arena, Slice line, Names *names)
{
    Slice language, month, name;
    uint64_t number;
    if (line.size == 0 || line.data[0] == '#')
        return true;
    if (!slice_next_split(&line, '\t', &language) || !slice_next_split(&line, '\t', &month) ||
        !slice_to_u64(month, &number) || number < 1 || number > 12)
        return false;
    while (slice_next_split(&line, ',', &name)) {
        const bool needs_dot = slice_starts_with(name, SLICE("."));
        const Slice folded = text_fold(arena, needs_dot ? slice_skip(name, 1) : name);
        if (folded.size == 0)
            return false;
        *LIST_ADD(arena, names) = (Name){folded, (unsigned)number, needs_dot};
    }
    return true;
}

/* Writes the table. False if one name means two months. */
static bool write_table(FILE *out, const Names *names)
{
    fputs("/* Made by months_make.c from data/months.tsv. */\n#include \"text/months_table.h\"\n\n"
          "const MonthName month_names[] = {\n",
          out);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        const Name *name = &names->items[i];
        if (i > 0 && compare_names(name, name - 1) == 0)
            continue;
        if (i > 0 && slice_equal(name->folded, name[-1].folded) && name->needs_dot == name[-1].needs_dot) {
            fprintf(stderr, "months_make: '%.*s' means two months\n", SLICE_ARG(name->folded));
            return false;
        }
        fprintf(out, "    {{\"%.*s\", %zu}, %u, %s},\n", SLICE_ARG(name->folded), name->folded.size,
                name->month, name->needs_dot ? "true" : "false");
        count++;
    }
    fprintf(out, "};\nconst size_t month_name_count = %zu;\n", count);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: months_make TSV OUT.c\n", stderr);
        return 2;
    }
    Arena *arena = arena_open((size_t)16 << 20);
    Slice list;
    Names names = {0};
    Error err;
    int result = 1;
    if (file_read(arena, argv[1], (size_t)1 << 20, &list, &err) != STATUS_OK) {
        fprintf(stderr, "months_make: %s\n", err.message);
        goto done;
    }
    Slice line;
    for (size_t number = 1; slice_next_line(&list, &line); number++) {
        if (!read_line(arena, line, &names)) {
            fprintf(stderr, "months_make: %s:%zu: not language, month, names\n", argv[1], number);
            goto done;
        }
    }
    if (names.count == 0) {
        fprintf(stderr, "months_make: %s: no names\n", argv[1]);
        goto done;
    }
    qsort(names.items, names.count, sizeof(Name), compare_names);
    FILE *out = fopen(argv[2], "w");
    if (out) {
        result = write_table(out, &names) ? 0 : 1;
        if (fclose(out) != 0)
            result = 1;
    }
done:
    arena_close(arena);
    return result;
}
