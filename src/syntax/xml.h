/* XML, read with patience into a tree in an arena (docs/decisions/xml-by-hand.md says why by our own reader).
 *
 * Damage is read over, and the first of it is told in `damage`. Names of HTML's entities (&nbsp;, &eacute;)
 * are understood, since feeds and exports are full of them; those of a DTD mean nothing. Bytes that are wrong
 * in the encoding become U+FFFD. */
#ifndef SYNTAX_XML_H
#define SYNTAX_XML_H

#include "base/arena.h"
#include "base/error.h"

typedef struct XmlAttribute XmlAttribute;
struct XmlAttribute {
    Slice name, uri; /* local name; namespace, empty if none */
    Slice prefix;    /* as written */
    Slice value;     /* references undone, UTF-8 */
    XmlAttribute *next;
};

typedef struct Xml Xml;
struct Xml {
    Slice name;   /* local name; empty: a text */
    Slice uri;    /* namespace; empty if none is declared */
    Slice prefix; /* as written, so that "wp:post_id" is told even where nobody declared wp */
    Slice text;   /* of a text: its characters; texts, references and CDATA that touch are one */
    XmlAttribute *attributes;
    Xml *parent, *first, *last, *next;
};

#define XML_DEPTH_MAX 200     /* deeper elements are left out */
#define XML_NODES_MAX 1000000 /* what comes after so many is left out */

typedef struct XmlDocument {
    Xml *root;       /* NULL: no element at all */
    bool is_damaged; /* something was read over */
    bool is_cut;     /* it ends within an element: the end is missing */
    Slice damage;    /* the first of it, for a person: "line 3: ..." */
} XmlDocument;

/* Reads a document or a fragment (an element cut out of one: undeclared prefixes are no damage). charset: as
 * told by the transport, empty if it told none; it beats the declaration, a byte order mark beats both.
 * `bytes` may be anything. SKIP: there is no element, or it needs more memory than the arena's limit. */
MUST_CHECK Status xml_read(Arena *arena, Slice bytes, Slice charset, XmlDocument *document, Error *err);

/* Children by local name, whatever the namespace: xml_child(item, "title"); NULL if absent. */
Xml *xml_child(const Xml *parent, const char *name);
/* By prefix and local name as written, "wp:post_id"; or by namespace, xml_child_ns(item, DC, "creator"). */
Xml *xml_child_named(const Xml *parent, const char *qualified);
Xml *xml_child_ns(const Xml *parent, const char *uri, const char *name);
/* The next sibling element of the same local name and namespace. */
Xml *xml_next_same(const Xml *element);
Slice xml_attribute(const Xml *element, const char *name); /* by local name; empty if absent */
Slice xml_attribute_ns(const Xml *element, const char *uri, const char *name);
bool xml_is(const Xml *element, const char *name);
/* All text below, joined; untouched white space. */
Slice xml_text(Arena *arena, const Xml *element);
/* The same with white space collapsed and trimmed. */
Slice xml_words(Arena *arena, const Xml *element);
/* The inside written out again as HTML: element names without prefixes in lower case, attributes, text
 * escaped. */
Slice xml_inner_html(Arena *arena, const Xml *element);

#endif
