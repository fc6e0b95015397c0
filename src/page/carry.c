/* A choice that the address carries (the language of the pages) goes on with every link, so that it holds
 * without cookie or script. In: a page of ours, in which every attribute stands in double quotes and no text
 * holds one. Out: the same with the parameter behind each address of this site that a link or a form of its
 * body leads to. */
#include "page/parts.h"

/* "?a=b#c" -> "?a=b&amp;ui=ar#c" */
static void add_address(Builder *out, Slice address, Slice parameter)
{
    size_t hash = slice_find_byte(address, '#');
    Slice before = slice_range(address, 0, hash);
    builder_add(out, before);
    builder_add(out, slice_find_byte(before, '?') == SLICE_NONE ? SLICE("?") : SLICE("&amp;"));
    builder_add(out, parameter);
    builder_add(out, slice_skip(address, before.size));
}

static bool is_page(Slice address, Slice name)
{
    bool is_ours = slice_starts_with(address, SLICE("/")) && !slice_starts_with(address, SLICE("//")) &&
                   !slice_starts_with(address, SLICE("/-/")) && !slice_starts_with(address, SLICE("/web/"));
    for (Slice rest = address; is_ours;) {
        size_t at = slice_find(rest, name);
        if (at == SLICE_NONE)
            return true;
        char before = at > 0 ? rest.data[at - 1] : ' ';
        rest = slice_skip(rest, at + name.size);
        if ((before == '?' || before == '&' || before == ';') && slice_starts_with(rest, SLICE("=")))
            return false; /* it says so itself */
    }
    return false;
}

static void add_field(Builder *out, Slice name, Slice value)
{
    builder_add(out, SLICE("<input type=\"hidden\" name=\""));
    page_escape(out, name);
    builder_add(out, SLICE("\" value=\""));
    page_escape(out, value);
    builder_add(out, SLICE("\">"));
}

/* The next of the two keys; SLICE_NONE: neither. */
static size_t next_of(Slice page, Slice link, Slice form, bool *is_form)
{
    size_t a = slice_find(page, link), b = slice_find(page, form);
    *is_form = b < a; /* SLICE_NONE is the greatest */
    return *is_form ? b : a;
}

Slice page_carrying(Arena *arena, Slice page, Slice name, Slice value)
{
    const Slice link = SLICE(" href=\""), form = SLICE("<form ");
    Builder out, parameter;
    builder_init(&out, arena);
    builder_init(&parameter, arena);
    page_query(&parameter, name);
    builder_add_byte(&parameter, '=');
    page_query(&parameter, value);
    size_t body = slice_find(page, SLICE("<body>"));
    body = body == SLICE_NONE ? 0 : body;
    builder_add(&out, slice_range(page, 0, body));
    page = slice_skip(page, body);
    bool is_form;
    for (size_t at; (at = next_of(page, link, form, &is_form)) != SLICE_NONE;) {
        size_t begin = at + (is_form ? form.size : link.size);
        size_t size = slice_find_byte(slice_skip(page, begin), is_form ? '>' : '"');
        if (size == SLICE_NONE)
            break;
        builder_add(&out, slice_range(page, 0, begin));
        Slice inner = slice_range(page, begin, begin + size);
        page = slice_skip(page, begin + size);
        if (is_form) {
            builder_add(&out, inner);
            builder_add_byte(&out, '>');
            add_field(&out, name, value);
            page = slice_skip(page, 1);
        } else if (is_page(inner, name)) {
            add_address(&out, inner, builder_slice(&parameter));
        } else {
            builder_add(&out, inner);
        }
    }
    builder_add(&out, page);
    return builder_slice(&out);
}
