/* Texts as the Search Benchmark, the Game takes them. In: JSON lines of articles. Out: JSON lines
 * {"id","text"}, the text in lower-case letters and blanks alone, so that all engines cut the same words;
 * with --generate N, N articles made from what was read (corpus.h), with --mean BYTES of so many bytes. */
#include "corpus.h"

#include <stdio.h>

static size_t to_number(const char *text)
{
    uint64_t number = 0;
    if (!slice_to_u64(slice_from(text), &number))
        fatal("a number was expected, not '%s'", text);
    return (size_t)number;
}

/* Letters of other alphabets part words as well: what is left is the same for everybody. */
static void print_text(size_t number, Slice text)
{
    bool wants_blank = false, has_letters = false;
    printf("{\"id\": \"%zu\", \"text\": \"", number);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (c < 'a' || c > 'z') {
            wants_blank = has_letters;
            continue;
        }
        if (wants_blank)
            putchar_unlocked(' ');
        putchar_unlocked(c);
        wants_blank = false;
        has_letters = true;
    }
    puts("\"}");
}

int main(int argc, char **argv)
{
    size_t generate = 0, mean = 0;
    Chance c = {7};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (slice_equal(slice_from(argv[i]), SLICE("--generate")))
            generate = to_number(argv[i + 1]);
        else if (slice_equal(slice_from(argv[i]), SLICE("--mean")))
            mean = to_number(argv[i + 1]);
        else if (slice_equal(slice_from(argv[i]), SLICE("--seed")))
            c.state = to_number(argv[i + 1]) + 1;
        else
            fatal("unknown option '%s'", argv[i]);
    }
    Corpus corpus = {.arena = arena_open(SIZE_MAX)};
    corpus_read(&corpus);
    if (generate == 0) {
        for (size_t i = 0; i < corpus.texts.count; i++)
            print_text(i + 1, corpus.texts.items[i]);
    } else {
        corpus_walk(&corpus, generate, mean, &c, print_text);
    }
    arena_close(corpus.arena);
    return 0;
}
