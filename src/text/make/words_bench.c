/* How fast words are cut: words_bench [FILE] prints name, unit, median and 95th percentile of eleven rounds
 * over the file, or over 8 MiB of invented English news made from a seed. A tool: it prints. */
#include "base/clock.h"
#include "base/builder.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/text.h"

static const char *const vocabulary[] = {
    "the",       "of",     "to",       "and",       "a",         "in",      "said",   "on",      "for",
    "that",      "was",    "is",       "with",      "he",        "by",      "as",     "at",      "government",
    "President", "Libya",  "security", "minister",  "according", "Tuesday", "people", "forces",  "Tripoli",
    "al-Sarraj", "U.S.",   "1,200",    "17",        "city’s",    "“Our",    "goal”",  "meeting", "told",
    "officials", "who",    "had",      "state",     "after",     "talks",   "army",   "United",  "Nations",
    "country",   "border", "Haftar",   "migration", "early",     "year",
};

static Slice invent_news(Arena *arena, size_t size)
{
    Builder b;
    builder_init(&b, arena);
    uint64_t seed = 20140627;
    for (size_t words = 1; b.size < size; words++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const size_t pick = (size_t)(seed >> 33) % (sizeof vocabulary / sizeof vocabulary[0]);
        builder_add_string(&b, vocabulary[pick]);
        builder_add_string(&b, words % 23 == 0 ? ". " : words % 9 == 0 ? ", " : " ");
    }
    return builder_slice(&b);
}

static int compare_numbers(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

int main(int argc, char **argv)
{
    Arena *kept = arena_open((size_t)1 << 30), *arena = arena_open((size_t)4 << 30);
    Slice text = SLICE_EMPTY;
    Error err;
    if (argc > 1 && file_read(kept, argv[1], (size_t)256 << 20, &text, &err) != STATUS_OK) {
        fprintf(stderr, "words_bench: %s\n", err.message);
        return 3;
    }
    text = argc > 1 ? utf8_repair(kept, text) : invent_news(kept, (size_t)8 << 20);
    double rates[11];
    size_t count = 0;
    for (int round = 0; round < 11; round++) {
        const int64_t begin = clock_monotonic_us();
        count = 0;
        for (size_t at = 0; at < text.size; at += 4096) { /* an article at a time, as in life */
            Words words = {0};
            arena_reset(arena);
            const size_t from = utf8_floor(text, at), to = utf8_floor(text, at + 4096);
            text_words(arena, slice_range(text, from, to), &words);
            count += words.count;
        }
        rates[round] = (double)text.size / (double)(clock_monotonic_us() - begin);
    }
    qsort(rates, 11, sizeof rates[0], compare_numbers);
    printf("text_words\tMB/s\t%.1f\t%.1f\t(%zu bytes, %zu words)\n", rates[5], rates[0], text.size, count);
    arena_close(arena);
    arena_close(kept);
    return 0;
}
