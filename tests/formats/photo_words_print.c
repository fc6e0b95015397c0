/* Picture files in (paths as arguments), what they say out: "FILE<TAB>path", then a line "name<TAB>text" a
 * word, line ends written as \n. For photo_words.py, which compares it with what others read. */
#include <stdio.h>

#include "base/file.h"
#include "syntax/photo_words.h"

static void print_word(const char *name, Slice text)
{
    if (slice_is_empty(text))
        return;
    printf("%s\t", name);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n')
            fputs("\\n", stdout);
        else
            putchar(text.data[i]);
    }
    putchar('\n');
}

static void print_list(const char *name, const Slices *list)
{
    for (size_t i = 0; i < list->count; i++)
        print_word(name, list->items[i]);
}

static void print_words(const PhotoWords *w)
{
    const struct {
        const char *name;
        Slice text;
    } words[] = {
        {"title", w->title},
        {"headline", w->headline},
        {"caption", w->caption},
        {"alt", w->alt},
        {"creator_title", w->creator_title},
        {"credit", w->credit},
        {"source", w->source},
        {"copyright", w->copyright},
        {"created", w->created},
        {"job_id", w->job_id},
        {"instructions", w->instructions},
        {"city", w->city},
        {"state", w->state},
        {"country", w->country},
        {"country_code", w->country_code},
        {"location", w->location},
        {"event", w->event},
        {"usage_terms", w->usage_terms},
        {"comment", w->comment},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_word(words[i].name, words[i].text);
    print_list("creators", &w->creators);
    print_list("keywords", &w->keywords);
    print_list("persons", &w->persons);
    printf("width\t%u\nheight\t%u\n", w->width, w->height);
}

int main(int argc, char **argv)
{
    Arena *arena = arena_open((size_t)256 << 20);
    for (int i = 1; i < argc; i++) {
        Slice bytes;
        PhotoWords words;
        Error err = {{0}};
        arena_reset(arena);
        printf("FILE\t%s\n", argv[i]);
        if (file_read(arena, argv[i], (size_t)64 << 20, &bytes, &err) != STATUS_OK ||
            photo_words_read(arena, bytes, &words, &err) != STATUS_OK)
            printf("error\t%s\n", err.message);
        else
            print_words(&words);
    }
    arena_close(arena);
    return 0;
}
