/* Texts as the Search Benchmark, the Game takes them. In: JSON lines of articles. Out: JSON lines
 * {"id","text"}, the text in lower-case letters and blanks alone, so that all engines cut the same words;
 * with --generate N, N articles made from what was read (corpus.h), with --mean BYTES of so many bytes.
 *
 * With --dated as an archive has them, {"id","day","section","text"}: twelve years of days, rising (days
 * since 1970); one of twelve sections, some much more frequent than others; in the text a "." behind each
 * sentence and a "/" behind every third. */
#include "corpus.h"

#include <stdio.h>

enum {
    FIRST_DAY = 13879 /* 2008-01-01 */,
    DAYS = 4383 /* to the end of 2019 */,
    SECTION_COUNT = 12,
    SENTENCES = 3
};

static const char *const sections[SECTION_COUNT] = {"world",   "business", "markets", "opinion",
                                                    "sport",   "culture",  "science", "travel",
                                                    "letters", "health",   "motors",  "notices"};

typedef struct Printing {
    size_t count; /* of all articles */
    bool is_dated;
    Chance chance;
} Printing;

static size_t to_number(const char *text)
{
    uint64_t number = 0;
    if (!slice_to_u64(slice_from(text), &number))
        fatal("a number was expected, not '%s'", text);
    return (size_t)number;
}

static void print_head(Printing *p, size_t number)
{
    printf("{\"id\": \"%zu\", ", number);
    if (p->is_dated) {
        const uint32_t a = chance(&p->chance, SECTION_COUNT), b = chance(&p->chance, SECTION_COUNT);
        printf("\"day\": \"%zu\", \"section\": \"%s\", ", FIRST_DAY + (number - 1) * DAYS / p->count,
               sections[a < b ? a : b]);
    }
    printf("\"text\": \"");
}

/* A full stop behind a letter and before white space. */
static bool is_sentence_end(Slice text, size_t at)
{
    return text.data[at] == '.' && at > 0 && ascii_is_alpha(text.data[at - 1]) &&
           (at + 1 == text.size || ascii_is_space(text.data[at + 1]));
}

/* Letters of other alphabets part words as well: what is left is the same for everybody. */
static void print_text(void *context, size_t number, Slice text)
{
    Printing *p = context;
    bool wants_blank = false, has_letters = false;
    unsigned sentences = 0;
    print_head(p, number);
    for (size_t i = 0; i < text.size; i++) {
        char c = ascii_lower(text.data[i]);
        if (c < 'a' || c > 'z') {
            if (p->is_dated && is_sentence_end(text, i))
                printf("%s", ++sentences % SENTENCES == 0 ? " /" : " .");
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
    Printing p = {.chance = {11}};
    for (int i = 1; i < argc; i++) {
        const Slice name = slice_from(argv[i]);
        const bool has_value = i + 1 < argc;
        if (slice_equal(name, SLICE("--dated")))
            p.is_dated = true;
        else if (slice_equal(name, SLICE("--generate")) && has_value)
            generate = to_number(argv[++i]);
        else if (slice_equal(name, SLICE("--mean")) && has_value)
            mean = to_number(argv[++i]);
        else if (slice_equal(name, SLICE("--seed")) && has_value)
            c.state = to_number(argv[++i]) + 1;
        else
            fatal("usage: corpus_lines [--dated] [--generate N] [--mean BYTES] [--seed N] <ARTICLES");
    }
    Corpus corpus = {.arena = arena_open(SIZE_MAX)};
    corpus_read(&corpus);
    p.count = generate > 0 ? generate : corpus.texts.count;
    if (generate == 0) {
        for (size_t i = 0; i < corpus.texts.count; i++)
            print_text(&p, i + 1, corpus.texts.items[i]);
    } else {
        corpus_walk(&corpus, generate, mean, &c, print_text, &p);
    }
    arena_close(corpus.arena);
    return 0;
}
