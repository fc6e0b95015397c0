/* The inner HTML of a block as markup over its plain text, so that the words are not kept twice.
 *
 * In: safe HTML and the text that it shows. Out: the same tags, with the text between them told by its
 * length:
 *
 *     text    Rain & wind on Friday
 *     html    Rain &amp; <em>wind</em> on Friday
 *     markup  {7}<em>{4}</em>{10}
 *
 * {n} stands for the next n bytes of the text, escaped; {-n} passes over n of them; {{ is a brace. Whatever
 * of the HTML does not stand in the text stays as it is, so unpacking gives the HTML back byte for byte. */
#include "store/markup.h"

#include "base/builder.h"
#include "syntax/html.h"

typedef struct Packing {
    Arena *arena;
    Builder out;
    Slice text; /* what is left of it */
} Packing;

static size_t blanks_at(Slice text)
{
    size_t n = 0;
    while (n < text.size && ascii_is_space(text.data[n]))
        n++;
    return n;
}

static void add_literal(Builder *out, Slice run)
{
    for (size_t i = 0; i < run.size; i++) {
        if (run.data[i] == '{')
            builder_add_byte(out, '{');
        builder_add_byte(out, run.data[i]);
    }
}

/* A run of HTML without tags: told by its length where the text goes on with it, perhaps behind some blanks.
 */
static void pack_run(Packing *p, Slice run)
{
    Slice plain = html_unescape(p->arena, run);
    bool is_plain_spelling = slice_equal(html_escape(p->arena, plain), run);
    size_t passed = slice_starts_with(p->text, plain) ? 0 : blanks_at(p->text);
    if (!is_plain_spelling || !slice_starts_with(slice_skip(p->text, passed), plain)) {
        add_literal(&p->out, run);
        return;
    }
    if (passed > 0)
        builder_format(&p->out, "{-%zu}", passed);
    builder_format(&p->out, "{%zu}", plain.size);
    p->text = slice_skip(p->text, passed + plain.size);
}

Slice markup_pack(Arena *arena, Slice html, Slice text)
{
    Packing p = {.arena = arena, .text = text};
    builder_init(&p.out, arena);
    while (html.size > 0) {
        size_t size;
        if (html.data[0] == '<') {
            size_t end = slice_find_byte(html, '>');
            size = end == SLICE_NONE ? html.size : end + 1;
            builder_add(&p.out, slice_range(html, 0, size));
        } else {
            size_t end = slice_find_byte(html, '<');
            size = end == SLICE_NONE ? html.size : end;
            pack_run(&p, slice_range(html, 0, size));
        }
        html = slice_skip(html, size);
    }
    return builder_slice(&p.out);
}

/* Reads "{12}" or "{-3}" at the start of the markup; false if it is neither. */
static bool read_length(Slice markup, bool *is_pass, uint64_t *length, size_t *size)
{
    size_t end = slice_find_byte(markup, '}');
    if (end == SLICE_NONE)
        return false;
    Slice number = slice_range(markup, 1, end);
    *is_pass = slice_starts_with(number, SLICE("-"));
    *size = end + 1;
    return slice_to_u64(slice_skip(number, *is_pass), length);
}

/* The size of what stands at the front of the markup as it is: a tag, or text up to the next tag or brace. */
static size_t literal_size(Slice markup)
{
    if (markup.data[0] == '<') {
        size_t end = slice_find_byte(markup, '>');
        return end == SLICE_NONE ? markup.size : end + 1;
    }
    size_t size = 1;
    while (size < markup.size && markup.data[size] != '<' && markup.data[size] != '{')
        size++;
    return size;
}

bool markup_unpack(Arena *arena, Slice markup, Slice text, Slice *html)
{
    Builder out;
    builder_init(&out, arena);
    while (markup.size > 0) {
        size_t size;
        uint64_t length;
        bool is_pass;
        if (slice_starts_with(markup, SLICE("{{"))) {
            builder_add_byte(&out, '{');
            size = 2;
        } else if (markup.data[0] == '{') {
            if (!read_length(markup, &is_pass, &length, &size) || length > text.size)
                return false;
            if (!is_pass)
                builder_add(&out, html_escape(arena, slice_range(text, 0, (size_t)length)));
            text = slice_skip(text, (size_t)length);
        } else {
            size = literal_size(markup);
            builder_add(&out, slice_range(markup, 0, size));
        }
        markup = slice_skip(markup, size);
    }
    *html = builder_slice(&out);
    return true;
}
