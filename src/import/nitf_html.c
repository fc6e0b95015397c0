/* In: the content of a NITF or XHTML body as an XML tree. Out: a fragment of HTML for extraction to read.
 *
 * The names of both are close to HTML's; a table says which element becomes which, which are only wrappers
 * around words (person, org, location, chron, ...), and which are no text (media). */
#include "import/nitf.h"

#include "base/builder.h"
#include "syntax/html.h"

static const struct {
    const char *name;
    const char *html; /* NULL: left out with all that is in it */
} elements[] = {
    {"p", "p"},
    {"hl1", "h2"},
    {"hl2", "h2"},
    {"h1", "h2"},
    {"h2", "h2"},
    {"h3", "h3"},
    {"h4", "h4"},
    {"h5", "h4"},
    {"h6", "h4"},
    {"bq", "blockquote"},
    {"ol", "ol"},
    {"ul", "ul"},
    {"li", "li"},
    {"dl", "dl"},
    {"dt", "dt"},
    {"dd", "dd"},
    {"table", "table"},
    {"tr", "tr"},
    {"td", "td"},
    {"th", "th"},
    {"pre", "p"},
    {"em", "em"},
    {"strong", "strong"},
    {"b", "b"},
    {"i", "i"},
    {"q", "q"},
    {"sub", "sub"},
    {"sup", "sup"},
    {"a", "a"},
    {"cite", "cite"},
    {"note", "aside"},
    {"aside", "aside"},
    {"fn", "aside"},
    {"credit", "p"},
    {"tagline", "p"},
    {"datasource", "p"},
    {"blockquote", "blockquote"},
    {"div", "div"},
    {"section", "div"},
    {"media", NULL},
    {"figure", NULL},
    {"img", NULL},
    {"script", NULL},
    {"style", NULL},
    {"alt-code", NULL},
    {"head", NULL},
    {"nitf-table-metadata", NULL},
    {"object", NULL},
    {"caption", "p"},
};

/* The place in the table; the table's size if the element is a wrapper. */
static size_t find_element(const Xml *element)
{
    const size_t count = sizeof elements / sizeof *elements;
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(element->name, slice_from(elements[i].name)))
            return i;
    return count;
}

static void add_content(Builder *b, const Xml *parent);

static void add_element(Builder *b, const Xml *element)
{
    size_t at = find_element(element);
    if (slice_equal_nocase(element->name, SLICE("br")) || slice_equal_nocase(element->name, SLICE("hr"))) {
        builder_add_string(b, "<br>");
        return;
    }
    if (at == sizeof elements / sizeof *elements) {
        add_content(b, element);
        return;
    }
    const char *html = elements[at].html;
    if (!html)
        return;
    builder_format(b, "<%s", html);
    Slice href = xml_attribute(element, "href");
    if (slice_equal(slice_from(html), SLICE("a")) && kit_is_http(href))
        builder_format(b, " href=\"%.*s\"", SLICE_ARG(html_escape(b->arena, href)));
    builder_add_byte(b, '>');
    add_content(b, element);
    builder_format(b, "</%s>", html);
}

/* The tree is at most XML_DEPTH_MAX deep. */
static void add_content(Builder *b, const Xml *parent)
{
    for (const Xml *child = parent->first; child; child = child->next) {
        if (slice_is_empty(child->name))
            builder_add(b, html_escape(b->arena, child->text));
        else
            add_element(b, child);
    }
}

Slice nitf_html(Arena *arena, const Xml *element)
{
    Builder b;
    builder_init(&b, arena);
    if (element)
        add_content(&b, element);
    return slice_trim(builder_slice(&b));
}

Slice nitf_html_body(Arena *arena, const Xml *root)
{
    const Xml *body = xml_is(root, "html") ? xml_child(root, "body") : NULL;
    Builder b;
    if (body || xml_is(root, "body") || xml_is(root, "html"))
        return nitf_html(arena, body ? body : root);
    builder_init(&b, arena);
    add_element(&b, root);
    return slice_trim(builder_slice(&b));
}
