/* Writing JSON without a tree: in go the members in their order, out comes the text, in one buffer of the
 * arena.
 *
 * A tree would be a second copy of every text. Instead each open object remembers where it began: one that
 * ends without a member is cut off again, so that a caller writes all fields it knows of and the empty ones
 * vanish. */
#include "export/json_out.h"

#include <math.h>

#include "base/error.h"
#include "base/utf8.h"

void json_out_init(JsonOut *out, Arena *arena, bool is_pretty)
{
    *out = (JsonOut){.is_pretty = is_pretty};
    builder_init(&out->b, arena);
}

static void add_quoted(Builder *b, Slice text);

static void new_line(JsonOut *out)
{
    if (!out->is_pretty)
        return;
    builder_add_byte(&out->b, '\n');
    for (unsigned i = 0; i < out->depth; i++)
        builder_add_string(&out->b, "  ");
}

/* What stands before a value: comma, line, key. */
static void begin_member(JsonOut *out, const char *key)
{
    if (out->depth == 0)
        return;
    if (out->open[out->depth - 1].is_used)
        builder_add_byte(&out->b, ',');
    out->open[out->depth - 1].is_used = true;
    new_line(out);
    if (!key)
        return;
    add_quoted(&out->b, slice_from(key));
    builder_add_string(&out->b, out->is_pretty ? ": " : ":");
}

static void open_one(JsonOut *out, const char *key, char bracket)
{
    assert(out->depth < JSON_OUT_DEPTH_MAX);
    const size_t begin = out->b.size;
    const bool was_used = out->depth > 0 && out->open[out->depth - 1].is_used;
    begin_member(out, key);
    builder_add_byte(&out->b, bracket);
    out->open[out->depth].begin = begin;
    out->open[out->depth].is_used = false;
    out->open[out->depth].was_used = was_used;
    out->depth++;
}

static void close_one(JsonOut *out, char bracket, bool is_kept)
{
    assert(out->depth > 0);
    const unsigned depth = --out->depth;
    if (!out->open[depth].is_used && !is_kept && depth > 0) {
        out->b.size = out->open[depth].begin;
        out->open[depth - 1].is_used = out->open[depth].was_used;
        return;
    }
    if (out->open[depth].is_used)
        new_line(out);
    builder_add_byte(&out->b, bracket);
}

void json_out_object(JsonOut *out, const char *key)
{
    open_one(out, key, '{');
}

void json_out_array(JsonOut *out, const char *key)
{
    open_one(out, key, '[');
}

void json_out_end_object(JsonOut *out)
{
    close_one(out, '}', false);
}

void json_out_end_array(JsonOut *out)
{
    close_one(out, ']', false);
}

void json_out_keep_object(JsonOut *out)
{
    close_one(out, '}', true);
}

void json_out_keep_array(JsonOut *out)
{
    close_one(out, ']', true);
}

/* The letter behind the backslash, 'u' for the long form, 0 for a byte that stands as it is. */
static char escape_of(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    default:
        return (unsigned char)c < 0x20 ? 'u' : 0;
    }
}

#define EACH_BYTE(byte) ((byte)*UINT64_C(0x0101010101010101))

/* Has one of eight bytes a use for an escape: below a blank, a quotation mark, a backslash? Bytes above ASCII
 * have none. */
static bool needs_escape(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    const uint64_t low = word & EACH_BYTE(0x7F);
    const uint64_t plain = (low + EACH_BYTE(0x60)) & ((low ^ EACH_BYTE('"')) + EACH_BYTE(0x7F)) &
                           ((low ^ EACH_BYTE('\\')) + EACH_BYTE(0x7F));
    return (~(plain | word) & EACH_BYTE(0x80)) != 0;
}

/* The text is valid UTF-8. Goes from one byte that needs an escape to the next. */
static void add_escaped(Builder *b, Slice text)
{
    size_t begin = 0;
    for (size_t i = 0; i < text.size; i++) {
        while (text.size - i > 8 && !needs_escape(text.data + i))
            i += 8;
        const char escape = escape_of(text.data[i]);
        if (!escape)
            continue;
        builder_add(b, slice_range(text, begin, i));
        if (escape == 'u') {
            builder_format(b, "\\u%04x", (unsigned)(unsigned char)text.data[i]);
        } else {
            builder_add_byte(b, '\\');
            builder_add_byte(b, escape);
        }
        begin = i + 1;
    }
    builder_add(b, slice_skip(text, begin));
}

static void add_quoted(Builder *b, Slice text)
{
    builder_add_byte(b, '"');
    for (;;) {
        const size_t valid = utf8_valid_size(text);
        add_escaped(b, slice_range(text, 0, valid));
        if (valid == text.size)
            break;
        builder_add_rune(b, UTF8_REPLACEMENT);
        text = slice_skip(text, valid + 1);
    }
    builder_add_byte(b, '"');
}

void json_out_text(JsonOut *out, const char *key, Slice text)
{
    if (text.size == 0)
        return;
    begin_member(out, key);
    add_quoted(&out->b, text);
}

void json_out_number(JsonOut *out, const char *key, uint64_t number)
{
    begin_member(out, key);
    builder_add_u64(&out->b, number);
}

void json_out_number_if(JsonOut *out, const char *key, uint64_t number)
{
    if (number)
        json_out_number(out, key, number);
}

void json_out_real(JsonOut *out, const char *key, double number, int decimals)
{
    char text[400]; /* a double has at most 309 digits before the point */
    assert(decimals > 0 && decimals < 20);
    if (!isfinite(number))
        return;
    size_t size = (size_t)snprintf(text, sizeof text, "%.*f", decimals, number);
    while (text[size - 1] == '0')
        size--;
    if (text[size - 1] == '.')
        size--;
    const Slice written = slice_of(text, size);
    if (slice_equal(written, SLICE("0")) || slice_equal(written, SLICE("-0")))
        return;
    begin_member(out, key);
    builder_add(&out->b, written);
}

void json_out_flag(JsonOut *out, const char *key, bool flag)
{
    if (!flag)
        return;
    begin_member(out, key);
    builder_add_string(&out->b, "true");
}

void json_out_span(JsonOut *out, const char *key, Span span)
{
    if (span.begin >= span.end)
        return;
    begin_member(out, key);
    builder_add_byte(&out->b, '[');
    builder_add_u64(&out->b, span.begin);
    builder_add_byte(&out->b, ',');
    builder_add_u64(&out->b, span.end);
    builder_add_byte(&out->b, ']');
}

void json_out_texts(JsonOut *out, const char *key, const Slice *texts, size_t count)
{
    json_out_array(out, key);
    for (size_t i = 0; i < count; i++)
        json_out_text(out, NULL, texts[i]);
    json_out_end_array(out);
}

Slice json_out_slice(const JsonOut *out)
{
    assert(out->depth == 0);
    return builder_slice(&out->b);
}
