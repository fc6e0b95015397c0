/* What one asks of a tree that was read: children, attributes, text, and the tree as HTML again. Nothing here
 * recurses: a tree may be XML_DEPTH_MAX deep. */
#include "base/builder.h"
#include "syntax/xml.h"

bool xml_is(const Xml *element, const char *name)
{
    return element && slice_equal(element->name, slice_from(name));
}

static Xml *first_of(Xml *node, Slice name, const Slice *uri, const Slice *prefix)
{
    for (; node; node = node->next)
        if (slice_equal(node->name, name) && (!uri || slice_equal(node->uri, *uri)) &&
            (!prefix || slice_equal(node->prefix, *prefix)))
            return node;
    return NULL;
}

Xml *xml_child(const Xml *parent, const char *name)
{
    return parent ? first_of(parent->first, slice_from(name), NULL, NULL) : NULL;
}

Xml *xml_child_named(const Xml *parent, const char *qualified)
{
    Slice name = slice_from(qualified), prefix = SLICE_EMPTY;
    size_t colon = slice_find_byte(name, ':');
    if (colon != SLICE_NONE) {
        prefix = slice_range(name, 0, colon);
        name = slice_skip(name, colon + 1);
    }
    return parent ? first_of(parent->first, name, NULL, &prefix) : NULL;
}

Xml *xml_child_ns(const Xml *parent, const char *uri, const char *name)
{
    const Slice wanted = slice_from(uri);
    return parent ? first_of(parent->first, slice_from(name), &wanted, NULL) : NULL;
}

Xml *xml_next_same(const Xml *element)
{
    return element ? first_of(element->next, element->name, &element->uri, NULL) : NULL;
}

static Slice attribute_of(const Xml *element, const char *name, const Slice *uri)
{
    const Slice wanted = slice_from(name);
    for (const XmlAttribute *a = element ? element->attributes : NULL; a; a = a->next)
        if (slice_equal(a->name, wanted) && (!uri || slice_equal(a->uri, *uri)))
            return a->value;
    return SLICE_EMPTY;
}

Slice xml_attribute(const Xml *element, const char *name)
{
    return attribute_of(element, name, NULL);
}

Slice xml_attribute_ns(const Xml *element, const char *uri, const char *name)
{
    const Slice wanted = slice_from(uri);
    return attribute_of(element, name, &wanted);
}

/* The node behind `node` in reading order within `top`; NULL at the end. */
static const Xml *step(const Xml *top, const Xml *node)
{
    if (node->first)
        return node->first;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

Slice xml_text(Arena *arena, const Xml *element)
{
    Builder text;
    if (!element)
        return SLICE_EMPTY;
    if (element->first == element->last && (!element->first || element->first->name.size == 0))
        return element->first ? element->first->text : element->text;
    builder_init(&text, arena);
    for (const Xml *node = element; node; node = step(element, node))
        builder_add(&text, node->text);
    return builder_slice(&text);
}

Slice xml_words(Arena *arena, const Xml *element)
{
    Slice text = slice_trim(xml_text(arena, element));
    bool is_collapsed = true;
    for (size_t i = 0; i < text.size && is_collapsed; i++)
        is_collapsed =
            !ascii_is_space(text.data[i]) || (text.data[i] == ' ' && !ascii_is_space(text.data[i + 1]));
    if (is_collapsed)
        return text;
    char *out = arena_text(arena, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (!ascii_is_space(text.data[i]))
            out[size++] = text.data[i];
        else if (out[size - 1] != ' ')
            out[size++] = ' ';
    }
    return slice_of(out, size);
}

/* ---- written out again ---- */

static void add_escaped(Builder *b, Slice text)
{
    size_t done = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *instead = text.data[i] == '&'   ? "&amp;"
                              : text.data[i] == '<' ? "&lt;"
                              : text.data[i] == '>' ? "&gt;"
                              : text.data[i] == '"' ? "&quot;"
                                                    : NULL;
        if (!instead)
            continue;
        builder_add(b, slice_range(text, done, i));
        builder_add_string(b, instead);
        done = i + 1;
    }
    builder_add(b, slice_skip(text, done));
}

static void add_lower(Builder *b, Slice name)
{
    for (size_t i = 0; i < name.size; i++)
        builder_add_byte(b, ascii_lower(name.data[i]));
}

static void add_tag(Builder *b, const Xml *element)
{
    builder_add_byte(b, '<');
    add_lower(b, element->name);
    for (const XmlAttribute *a = element->attributes; a; a = a->next) {
        builder_add_byte(b, ' ');
        add_lower(b, a->name);
        builder_add_string(b, "=\"");
        add_escaped(b, a->value);
        builder_add_byte(b, '"');
    }
    builder_add_byte(b, '>');
}

static bool is_void(Slice name)
{
    static const char *const names[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                        "input", "link", "meta", "param", "source", "track", "wbr"};
    return SLICE_ANY(name, slice_equal_nocase, names);
}

static void add_end(Builder *b, const Xml *element)
{
    if (slice_is_empty(element->name) || is_void(element->name))
        return;
    builder_add_string(b, "</");
    add_lower(b, element->name);
    builder_add_byte(b, '>');
}

Slice xml_inner_html(Arena *arena, const Xml *element)
{
    Builder b;
    builder_init(&b, arena);
    const Xml *node = element ? element->first : NULL;
    while (node) {
        if (node->name.size)
            add_tag(&b, node);
        else
            add_escaped(&b, node->text);
        if (node->first) {
            node = node->first;
            continue;
        }
        add_end(&b, node);
        while (!node->next && node->parent != element) {
            node = node->parent;
            add_end(&b, node);
        }
        node = node->next;
    }
    return builder_slice(&b);
}
