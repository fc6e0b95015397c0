/* Slugs: parts of addresses and keys of facets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "text/text.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void labels_become_slugs(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Lifestyle & Culture", "lifestyle-culture"},
        {"News Middle East", "news-middle-east"},
        {"  Opinion!  ", "opinion"},
        {"Sana’a", "sanaa"},
        {"Abdul-Rahman al-Rashed", "abdul-rahman-al-rashed"},
        {"Économie", "economie"},
        {"2014-06-27", "2014-06-27"},
        {"www.aawsat.com", "www-aawsat-com"},
        {"الشرق الأوسط", "الشرق-الاوسط"},
        {"日本", "日本"},
        {"&", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const Slice slug = text_slug(arena, slice_from(pairs[i][0]));
        if (!slice_equal(slug, slice_from(pairs[i][1])))
            fail_msg("'%s' gives '%.*s'", pairs[i][0], SLICE_ARG(slug));
    }
}

static void the_slug_of_a_slug_is_itself(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        size_t size = 0;
        for (int i = 0; i < 8; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t rune = (uint32_t)(seed >> 33) % (round % 2 ? 0x700 : 0xD800);
            size += utf8_encode(rune, bytes + size);
        }
        const Slice once = text_slug(arena, slice_of(bytes, size));
        const Slice twice = text_slug(arena, once);
        if (!slice_equal(once, twice))
            fail_msg("'%.*s' gives '%.*s' and then '%.*s'", (int)size, bytes, SLICE_ARG(once),
                     SLICE_ARG(twice));
        assert_true(utf8_is_valid(once));
        if (round % 1000 == 0)
            arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_become_slugs),
        cmocka_unit_test(the_slug_of_a_slug_is_itself),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
