/* XML: whatever comes in, the tree keeps its bounds and its links, and no text grows in reading. */
#include "fuzz.h"
#include "syntax/xml.h"

static void check_node(const Xml *node, size_t depth, size_t *bytes)
{
    CHECK(depth <= XML_DEPTH_MAX + 1);
    CHECK(node->name.size == 0 || node->text.size == 0);
    CHECK(!node->last || !node->last->next);
    *bytes += node->name.size + node->text.size;
    for (const XmlAttribute *a = node->attributes; a; a = a->next)
        *bytes += a->name.size + a->value.size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)256 << 20);
    XmlDocument document;
    Error err;
    size_t nodes = 0, bytes = 0, depth = 1;
    if (xml_read(arena, slice_of(data, size), SLICE_EMPTY, &document, &err) == STATUS_OK) {
        const Xml *node = document.root;
        CHECK(node && !node->parent);
        while (node) {
            nodes++;
            check_node(node, depth, &bytes);
            if (node->first) {
                CHECK(node->first->parent == node);
                node = node->first;
                depth++;
                continue;
            }
            while (node && !node->next) {
                node = node->parent;
                depth--;
            }
            node = node ? node->next : NULL;
        }
        CHECK(nodes <= XML_NODES_MAX);
        CHECK(bytes <= size * 4); /* three bytes for one of another encoding */
        xml_words(arena, document.root);
        xml_inner_html(arena, document.root);
    }
    arena_close(arena);
    return 0;
}
