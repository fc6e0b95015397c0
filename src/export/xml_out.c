/* Text -> XML 1.0 (fifth edition, productions 2, 10, 14, 18): one code point at a time, since what is not
 * allowed is known by code points. Plain ASCII, nearly all there is, is copied in runs. */
#include "export/xml_out.h"

#include "base/utf8.h"

static bool is_allowed(uint32_t rune)
{
    return rune == '\t' || rune == '\n' || rune == '\r' || (rune >= 0x20 && rune <= 0xD7FF && rune != 0x7F) ||
           (rune >= 0xE000 && rune <= 0xFFFD) || (rune >= 0x10000 && rune <= 0x10FFFF);
}

static const char *reference_of(uint32_t rune)
{
    switch (rune) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&#34;";
    case '\'':
        return "&#39;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

/* Adds what is allowed, with references or as it is. */
static void add_allowed(Builder *b, Slice text, bool with_references)
{
    for (size_t at = 0, size; at < text.size; at += size) {
        uint32_t rune = utf8_decode(text, at, &size);
        const char *reference = with_references ? reference_of(rune) : NULL;
        if (reference)
            builder_add_string(b, reference);
        else if (rune == UTF8_REPLACEMENT)
            builder_add_rune(b, rune);
        else if (is_allowed(rune))
            builder_add(b, slice_range(text, at, at + size));
    }
}

void xml_out_text(Builder *b, Slice text)
{
    add_allowed(b, text, true);
}

void xml_out_cdata(Builder *b, Slice text)
{
    const Slice end = SLICE("]]>");
    Builder allowed;
    builder_init(&allowed, b->arena);
    add_allowed(&allowed, text, false);
    Slice rest = builder_slice(&allowed);
    builder_add_string(b, "<![CDATA[");
    for (size_t at; (at = slice_find(rest, end)) != SLICE_NONE; rest = slice_skip(rest, at + 2)) {
        builder_add(b, slice_range(rest, 0, at + 2));
        builder_add_string(b, "]]><![CDATA[");
    }
    builder_add(b, rest);
    builder_add_string(b, "]]>");
}

void xml_out_element(Builder *b, const char *name, Slice text)
{
    if (slice_is_empty(text))
        return;
    builder_format(b, "<%s>", name);
    xml_out_text(b, text);
    builder_format(b, "</%s>\n", name);
}

void xml_out_attribute(Builder *b, const char *name, Slice text)
{
    if (slice_is_empty(text))
        return;
    builder_format(b, " %s=\"", name);
    xml_out_text(b, text);
    builder_add_byte(b, '"');
}
