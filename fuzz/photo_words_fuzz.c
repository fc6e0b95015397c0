/* A picture's words: whatever the bytes are, the words are sound texts within their bounds. */
#include "base/utf8.h"
#include "fuzz.h"
#include "syntax/photo_words.h"

enum { TEXT_BYTES_MAX = 4 * 65536, ITEMS_MAX = 200 }; /* a character may grow when it is converted */

static void check_text(Slice text)
{
    CHECK(text.size <= TEXT_BYTES_MAX);
    CHECK(utf8_is_valid(text));
    CHECK(slice_find_byte(text, '\0') == SLICE_NONE);
}

static void check_list(const Slices *list)
{
    CHECK(list->count <= ITEMS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        CHECK(!slice_is_empty(list->items[i]));
        check_text(list->items[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    PhotoWords words;
    Error err = {{0}};
    Slice bytes = slice_of(data, size);
    Status status = photo_words_read(arena, bytes, &words, &err);
    CHECK((status == STATUS_OK) == photo_words_may_be(bytes));
    CHECK(status == STATUS_OK || status == STATUS_SKIP);
    const Slice texts[] = {words.title,         words.headline,    words.caption,      words.alt,
                           words.creator_title, words.credit,      words.source,       words.copyright,
                           words.created,       words.job_id,      words.city,         words.state,
                           words.instructions,  words.country,     words.country_code, words.location,
                           words.event,         words.usage_terms, words.comment};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(texts[i]);
    check_list(&words.creators);
    check_list(&words.keywords);
    check_list(&words.persons);
    check_text(photo_words_by_line(arena, &words));
    arena_close(arena);
    return 0;
}
