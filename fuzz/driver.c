/* Runs a target without libFuzzer: every file of a seeds folder, then seeded changes of them.
 *
 * In: the folder; FUZZ_RUNS and FUZZ_SEED in the environment change what is usual. Out: nothing, or a crash,
 * whose input is left in the working folder as crash-TARGET. The same seeds give the same inputs on every
 * machine; only how many of them are run is bounded by time. */
#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define RUNS_USUAL 2000
#define TIME_MAX_US (10 * INT64_C(1000000))
#define SEED_BYTES_MAX ((size_t)1 << 20)
#define INPUT_MAX ((size_t)64 << 10) /* changed inputs stay small, as libFuzzer's do */

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

static struct {
    const uint8_t *data;
    size_t size;
    char path[256];
} present; /* the input being run, for the moment it crashes */

static void leave_input(void)
{
    int fd = open(present.path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd >= 0 && write(fd, present.data, present.size) >= 0)
        close(fd);
}

static void on_abort(int number)
{
    leave_input();
    signal(number, SIG_DFL);
    raise(number);
}

static void run(const uint8_t *data, size_t size)
{
    /* A copy of its own, so that the sanitizer sees every step beyond the end. */
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        fatal("out of memory");
    if (size)
        memcpy(copy, data, size);
    present.data = copy;
    present.size = size;
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static size_t below(uint64_t *seed, size_t limit)
{
    return limit ? (size_t)(next(seed) % limit) : 0;
}

typedef struct Input {
    uint8_t bytes[INPUT_MAX + 64];
    size_t size;
} Input;

/* Makes room for or takes away bytes at a place. */
static void replace(Input *in, size_t at, size_t remove, const uint8_t *bytes, size_t size)
{
    if (remove > in->size - at)
        remove = in->size - at;
    if (in->size - remove + size > INPUT_MAX)
        return;
    memmove(in->bytes + at + size, in->bytes + at + remove, in->size - at - remove);
    memmove(in->bytes + at, bytes, size);
    in->size = in->size - remove + size;
}

static void change(Input *in, const Slices *seeds, uint64_t *seed)
{
    static const char *const tokens[] = {"\r\n\r\n",
                                         "0",
                                         "-1",
                                         "99999999999999999999",
                                         "<",
                                         "\"",
                                         "\xff\xff\xff\xff",
                                         "\0",
                                         "%",
                                         "&#",
                                         "\\u",
                                         "[[",
                                         "((",
                                         "</",
                                         "WARC/1.0\r\n",
                                         "Content-Length: ",
                                         "gzip"};
    size_t at = below(seed, in->size + 1);
    uint8_t piece[256];
    size_t size = 0;
    switch (below(seed, 8)) {
    case 0: /* one bit */
        if (in->size)
            in->bytes[below(seed, in->size)] ^= (uint8_t)(1u << below(seed, 8));
        break;
    case 1: /* one byte */
        if (in->size)
            in->bytes[below(seed, in->size)] = (uint8_t)next(seed);
        break;
    case 2: /* a piece less */
        replace(in, at, below(seed, 64), piece, 0);
        break;
    case 3: /* a piece again */
        size = below(seed, sizeof piece);
        if (size > in->size - at)
            size = in->size - at;
        memcpy(piece, in->bytes + at, size);
        replace(in, below(seed, in->size + 1), 0, piece, size);
        break;
    case 4: { /* a piece of another seed */
        Slice other = seeds->items[below(seed, seeds->count)];
        Slice part = slice_skip(other, below(seed, other.size + 1));
        part = slice_range(part, 0, below(seed, 4096));
        replace(in, at, below(seed, 2) ? part.size : 0, (const uint8_t *)(part.data ? part.data : ""),
                part.size);
        break;
    }
    case 5: /* cut */
        in->size = at;
        break;
    default: { /* a word that matters */
        const char *token = tokens[below(seed, sizeof tokens / sizeof *tokens)];
        size = *token ? strlen(token) : 1;
        replace(in, at, below(seed, 2) ? size : 0, (const uint8_t *)token, size);
        break;
    }
    }
}

static uint64_t number_of(const char *name, uint64_t usual)
{
    uint64_t number = usual;
    const char *text = getenv(name);
    return text && slice_to_u64(slice_from(text), &number) ? number : usual;
}

static void run_changes(const Slices *seeds, const char *name)
{
    static Input input;
    uint64_t runs = number_of("FUZZ_RUNS", RUNS_USUAL),
             seed = number_of("FUZZ_SEED", 1) * 0x9E3779B97F4A7C15u | 1;
    int64_t end = clock_monotonic_us() + TIME_MAX_US;
    uint64_t done = 0;
    bool is_endless = getenv("FUZZ_RUNS") != NULL;
    for (; done < runs && (is_endless || clock_monotonic_us() < end); done++) {
        Slice from = seeds->items[below(&seed, seeds->count)];
        input.size = from.size < INPUT_MAX ? from.size : INPUT_MAX;
        if (input.size)
            memcpy(input.bytes, from.data, input.size);
        for (size_t left = 1 + below(&seed, 6); left; left--)
            change(&input, seeds, &seed);
        run(input.bytes, input.size);
    }
    printf("%s: %zu seeds, %llu changed inputs\n", name, seeds->count, (unsigned long long)done);
}

int main(int argc, char **argv)
{
    Slices names, seeds = {0};
    Error err;
    const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    snprintf(present.path, sizeof present.path, "crash-%s", name);
    signal(SIGABRT, on_abort);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_set_death_callback(leave_input);
#endif
    Arena *arena = arena_open((size_t)64 << 20);
    if (argc < 2 || file_list(arena, argv[1], &names, &err) != STATUS_OK || names.count == 0)
        fatal("usage: %s FOLDER-OF-SEEDS", name);
    for (size_t i = 0; i < names.count; i++) {
        Slice *bytes = LIST_ADD(arena, &seeds);
        if (file_read(arena, path_join(arena, argv[1], arena_string(arena, names.items[i])), SEED_BYTES_MAX,
                      bytes, &err) != STATUS_OK)
            fatal("%s", err.message);
        run((const uint8_t *)bytes->data, bytes->size);
    }
    run_changes(&seeds, name);
    arena_close(arena);
    return 0;
}
