/* A page as captured -> the same page made harmless: a stranger's page shown as evidence.
 *
 * What acts (scripts, frames, plugins, events, refreshes, base) is taken out of the tree, and every address
 * becomes the capture of that address at the same moment, so that the reader stays inside the archive and no
 * other host is asked. The server adds a sandboxing policy: this is the second of two walls, not the only
 * one. */
#include "page/page.h"

#include "syntax/html.h"
#include "syntax/url.h"

static const char *const ACTIVE[] = {
    "script",   "iframe",   "frame",     "frameset",         "object",        "embed",         "applet",
    "base",     "portal",   "animate",   "animatemotion",    "set",           "param",         "fencedframe",
    "template", "audio",    "xmp",       "animatetransform", "foreignobject", "handler",       "listener",
    "noembed",  "noframes", "plaintext", "mglyph",           "malignmark",    "annotation-xml"};
static const char *const ADDRESSES[] = {"href", "src",      "background", "poster",
                                        "cite", "longdesc", "xlink:href"};
static const char *const DROPPED[] = {"srcset",     "srcdoc",      "ping",        "action",
                                      "formaction", "target",      "nonce",       "data",
                                      "integrity",  "imagesrcset", "crossorigin", "autofocus"};

static Slice element_name(lxb_dom_node_t *node)
{
    size_t size = 0;
    const lxb_char_t *name = lxb_dom_element_local_name(lxb_dom_interface_element(node), &size);
    return slice_of(name, size);
}

static bool is_to_go(lxb_dom_node_t *node)
{
    if (node->type == LXB_DOM_NODE_TYPE_COMMENT || node->type == LXB_DOM_NODE_TYPE_PROCESSING_INSTRUCTION)
        return true;
    if (!html_is_element(node))
        return false;
    Slice name = element_name(node);
    if (slice_equal_nocase(name, SLICE("meta")))
        return !slice_is_empty(html_attribute(node, SLICE("http-equiv")));
    if (slice_equal_nocase(name, SLICE("link")))
        return !slice_equal_nocase(html_attribute(node, SLICE("rel")), SLICE("stylesheet"));
    if (slice_equal_nocase(name, SLICE("use"))) /* a drawing from elsewhere */
        return !slice_starts_with(html_attribute(node, SLICE("href")), SLICE("#"));
    return SLICE_ANY(name, slice_equal_nocase, ACTIVE);
}

/* The address as a capture here; empty where it must go. */
static Slice captured_address(Arena *arena, Slice base, Slice digits, Slice value)
{
    value = slice_trim(value);
    if (slice_is_empty(value) || value.data[0] == '#')
        return value;
    if (slice_starts_with_nocase(value, SLICE("data:image/")))
        return value;
    Slice absolute = url_resolve(arena, base, value);
    Url url;
    if (slice_is_empty(absolute) || !url_parse(absolute, &url) ||
        slice_equal_nocase(url.scheme, SLICE("file")))
        return SLICE_EMPTY;
    return arena_format(arena, "/web/%.*s/%.*s", SLICE_ARG(digits), SLICE_ARG(absolute));
}

static void clean_attributes(lxb_dom_node_t *node, Arena *arena, Slice base, Slice digits)
{
    lxb_dom_element_t *element = lxb_dom_interface_element(node);
    lxb_dom_attr_t *attribute = lxb_dom_element_first_attribute(element);
    while (attribute) {
        lxb_dom_attr_t *next = lxb_dom_element_next_attribute(attribute);
        size_t name_size = 0, value_size = 0;
        const lxb_char_t *name_text = lxb_dom_attr_qualified_name(attribute, &name_size);
        const lxb_char_t *value_text = lxb_dom_attr_value(attribute, &value_size);
        Slice name = slice_of(name_text, name_size), value = slice_of(value_text, value_size);
        bool is_gone =
            slice_starts_with_nocase(name, SLICE("on")) || SLICE_ANY(name, slice_equal_nocase, DROPPED);
        if (!is_gone && SLICE_ANY(name, slice_equal_nocase, ADDRESSES)) {
            Slice address = captured_address(arena, base, digits, value);
            is_gone = slice_is_empty(address);
            if (!is_gone)
                lxb_dom_attr_set_value(attribute, (const lxb_char_t *)address.data, address.size);
        }
        if (is_gone)
            lxb_dom_element_attr_remove(element, attribute);
        attribute = next;
    }
}

/* Text of a style sheet is written as it is: what was read as text there may be read as tags the next time,
 * where math or tables move it. Without a '<' it holds none; "\3c " is the same in CSS. */
static void clean_style(lxb_dom_node_t *style, Arena *arena)
{
    for (lxb_dom_node_t *node = style->first_child; node; node = node->next) {
        size_t size = 0;
        const lxb_char_t *data = lxb_dom_node_text_content(node, &size);
        Slice text = data ? slice_of(data, size) : SLICE_EMPTY;
        if (slice_find_byte(text, '<') == SLICE_NONE)
            continue;
        Builder safe;
        builder_init(&safe, arena);
        for (size_t i = 0; i < text.size; i++)
            if (text.data[i] == '<')
                builder_add(&safe, SLICE("\\3c "));
            else
                builder_add_byte(&safe, text.data[i]);
        Slice written = builder_slice(&safe);
        (void)lxb_dom_node_text_content_set(node, (const lxb_char_t *)written.data, written.size);
    }
}

static lxb_status_t add_serialized(const lxb_char_t *data, size_t size, void *context)
{
    builder_add(context, slice_of(data, size));
    return LXB_STATUS_OK;
}

/* The first <base href> of the page, against its own address. */
static Slice base_of(Arena *arena, lxb_dom_node_t *root, Slice url)
{
    for (lxb_dom_node_t *node = root; node; node = html_next(node, root)) {
        if (!html_is_element(node) || !slice_equal_nocase(element_name(node), SLICE("base")))
            continue;
        Slice base = url_resolve(arena, url, html_attribute(node, SLICE("href")));
        if (!slice_is_empty(base))
            return arena_copy(arena, base);
    }
    return url;
}

Status page_captured(struct HtmlParser *parser, Arena *arena, Slice html, Slice url, Slice digits,
                     Slice *page, Error *err)
{
    lxb_html_document_t *document = NULL;
    Status status = html_parse(parser, arena, html, &document, err);
    if (status != STATUS_OK)
        return status;
    lxb_dom_node_t *root = lxb_dom_interface_node(document);
    Slice base = base_of(arena, root, url);
    lxb_dom_node_t *node = root;
    while (node) {
        if (node != root && is_to_go(node)) {
            lxb_dom_node_t *next = html_next_skip(node, root);
            lxb_dom_node_remove(node);
            node = next;
            continue;
        }
        if (html_is_element(node)) {
            clean_attributes(node, arena, base, digits);
            if (slice_equal_nocase(element_name(node), SLICE("style")))
                clean_style(node, arena);
        }
        node = html_next(node, root);
    }
    Builder out;
    builder_init(&out, arena);
    if (lxb_html_serialize_tree_cb(root, add_serialized, &out) != LXB_STATUS_OK)
        return error_set(err, STATUS_SKIP, "cannot write the page again");
    *page = builder_slice(&out);
    return STATUS_OK;
}
