/* In: the last hit of a page. Out: "n.0.1403827200.17.783132", which are sort, score, time, article, and the
 * id in hexadecimal; behind another dot the value that it is sorted by, where it is a text. The key says
 * where to go on by itself, so page 1,000 costs what page 1 costs, and a page stays where it was when
 * articles arrive in between. */
#include "index/cursor.h"

#include "base/builder.h"

static const char sort_letters[SORTS] = {
    [SORT_RELEVANCE] = 'r',        [SORT_OLDEST] = 'o', [SORT_NEWEST] = 'n',         [SORT_HEADLINE] = 'h',
    [SORT_HEADLINE_FALLING] = 'H', [SORT_AUTHOR] = 'a', [SORT_AUTHOR_FALLING] = 'A', [SORT_WORDS] = 'w',
    [SORT_WORDS_FALLING] = 'W',    [SORT_RANDOM] = 'x',
};

static void add_hex(Builder *out, Slice bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        builder_format(out, "%02x", (unsigned char)bytes.data[i]);
}

Slice cursor_format(Arena *arena, const CursorKey *cursor)
{
    Builder out;
    builder_init(&out, arena);
    builder_add_byte(&out, sort_letters[cursor->sort]);
    builder_add_byte(&out, '.');
    builder_add_u64(&out, cursor->score);
    builder_add_byte(&out, '.');
    builder_add_i64(&out, cursor->key.time_s);
    builder_add_byte(&out, '.');
    builder_add_i64(&out, cursor->key.article);
    builder_add_byte(&out, '.');
    add_hex(&out, cursor->key.id);
    if (cursor->order.size > 0) {
        builder_add_byte(&out, '.');
        add_hex(&out, cursor->order);
    }
    return builder_slice(&out);
}

static int hex_digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hex(Arena *arena, Slice hex, Slice *out)
{
    if (hex.size % 2 != 0)
        return false;
    char *bytes = arena_text(arena, hex.size / 2);
    for (size_t i = 0; i < hex.size / 2; i++) {
        int high = hex_digit(hex.data[2 * i]), low = hex_digit(hex.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (char)(high << 4 | low);
    }
    *out = slice_of(bytes, hex.size / 2);
    return true;
}

Status cursor_parse(Arena *arena, Slice text, SortKind sort, CursorKey *cursor, Error *err)
{
    Slice rest = text, letter, score, time, article, id = SLICE_EMPTY;
    uint64_t number = 0;
    if (!slice_next_split(&rest, '.', &letter) || letter.size != 1 || !slice_next_split(&rest, '.', &score) ||
        !slice_to_u64(score, &number) || number > UINT32_MAX || !slice_next_split(&rest, '.', &time) ||
        !slice_to_i64(time, &cursor->key.time_s) || !slice_next_split(&rest, '.', &article) ||
        !slice_to_i64(article, &cursor->key.article) ||
        (!slice_is_empty(rest) && !slice_next_split(&rest, '.', &id)) ||
        !parse_hex(arena, id, &cursor->key.id) || !parse_hex(arena, rest, &cursor->order))
        return error_set(err, STATUS_SKIP, "'%.*s' is no cursor of ours", SLICE_ARG(text));
    if (letter.data[0] != sort_letters[sort])
        return error_set(err, STATUS_SKIP, "the cursor belongs to another sort: leave it out to begin anew");
    cursor->sort = sort;
    cursor->score = (uint32_t)number;
    return STATUS_OK;
}
