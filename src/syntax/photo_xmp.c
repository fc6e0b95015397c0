/* An XMP packet (ISO 16684-1) in, words out.
 *
 * A property stands as an element or an attribute of an rdf:Description; its value is a text, one text for
 * each language (the default's is taken), or a list. Names are told by namespace, and by the usual prefix
 * where nobody declared it. */
#include "syntax/photo_parts.h"

#include "syntax/xml.h"

static const char rdf[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

enum { DC, PHOTOSHOP, IPTC_CORE, IPTC_EXT, RIGHTS, XMP, TIFF, EXIF };
static const struct {
    const char *uri, *prefix;
} spaces[] = {
    [DC] = {"http://purl.org/dc/elements/1.1/", "dc"},
    [PHOTOSHOP] = {"http://ns.adobe.com/photoshop/1.0/", "photoshop"},
    [IPTC_CORE] = {"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"},
    [IPTC_EXT] = {"http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"},
    [RIGHTS] = {"http://ns.adobe.com/xap/1.0/rights/", "xmpRights"},
    [XMP] = {"http://ns.adobe.com/xap/1.0/", "xmp"},
    [TIFF] = {"http://ns.adobe.com/tiff/1.0/", "tiff"},
    [EXIF] = {"http://ns.adobe.com/exif/1.0/", "exif"},
};

typedef enum ValueKind { VALUE_TEXT, VALUE_LIST, VALUE_DATE } ValueKind;

/* Which property goes where. Of several for one field the first that speaks is taken. */
static const struct {
    int space;
    const char *name;
    ValueKind kind;
    size_t offset;
} properties[] = {
    {DC, "title", VALUE_TEXT, offsetof(PhotoWords, title)},
    {DC, "description", VALUE_TEXT, offsetof(PhotoWords, caption)},
    {TIFF, "ImageDescription", VALUE_TEXT, offsetof(PhotoWords, caption)},
    {IPTC_CORE, "AltTextAccessibility", VALUE_TEXT, offsetof(PhotoWords, alt)},
    {DC, "creator", VALUE_LIST, offsetof(PhotoWords, creators)},
    {TIFF, "Artist", VALUE_LIST, offsetof(PhotoWords, creators)},
    {DC, "rights", VALUE_TEXT, offsetof(PhotoWords, copyright)},
    {TIFF, "Copyright", VALUE_TEXT, offsetof(PhotoWords, copyright)},
    {DC, "subject", VALUE_LIST, offsetof(PhotoWords, keywords)},
    {DC, "source", VALUE_TEXT, offsetof(PhotoWords, source)},
    {PHOTOSHOP, "Headline", VALUE_TEXT, offsetof(PhotoWords, headline)},
    {PHOTOSHOP, "AuthorsPosition", VALUE_TEXT, offsetof(PhotoWords, creator_title)},
    {PHOTOSHOP, "Credit", VALUE_TEXT, offsetof(PhotoWords, credit)},
    {PHOTOSHOP, "Source", VALUE_TEXT, offsetof(PhotoWords, source)},
    {PHOTOSHOP, "DateCreated", VALUE_DATE, offsetof(PhotoWords, created)},
    {EXIF, "DateTimeOriginal", VALUE_DATE, offsetof(PhotoWords, created)},
    {XMP, "CreateDate", VALUE_DATE, offsetof(PhotoWords, created)},
    {PHOTOSHOP, "TransmissionReference", VALUE_TEXT, offsetof(PhotoWords, job_id)},
    {PHOTOSHOP, "Instructions", VALUE_TEXT, offsetof(PhotoWords, instructions)},
    {PHOTOSHOP, "City", VALUE_TEXT, offsetof(PhotoWords, city)},
    {PHOTOSHOP, "State", VALUE_TEXT, offsetof(PhotoWords, state)},
    {PHOTOSHOP, "Country", VALUE_TEXT, offsetof(PhotoWords, country)},
    {IPTC_CORE, "CountryCode", VALUE_TEXT, offsetof(PhotoWords, country_code)},
    {IPTC_CORE, "Location", VALUE_TEXT, offsetof(PhotoWords, location)},
    {IPTC_EXT, "PersonInImage", VALUE_LIST, offsetof(PhotoWords, persons)},
    {IPTC_EXT, "Event", VALUE_TEXT, offsetof(PhotoWords, event)},
    {RIGHTS, "UsageTerms", VALUE_TEXT, offsetof(PhotoWords, usage_terms)},
    {EXIF, "UserComment", VALUE_TEXT, offsetof(PhotoWords, comment)},
};

static Slice clean(Arena *arena, Slice text)
{
    return photo_text(arena, text, SLICE("UTF-8"));
}

enum { DESCRIPTIONS_MAX = 500 };

/* A value that stands elsewhere in the same rdf:RDF, under a name. */
static const Xml *node_of(const Xml *property)
{
    const Slice name = xml_attribute_ns(property, rdf, "nodeID");
    const Xml *description = property->parent;
    const Xml *found =
        slice_is_empty(name) || !description || !description->parent ? NULL : description->parent->first;
    for (int i = 0; found && i < DESCRIPTIONS_MAX; i++, found = found->next)
        if (found != description && slice_equal(xml_attribute_ns(found, rdf, "nodeID"), name))
            return found;
    return NULL;
}

static bool is_container(const Xml *element)
{
    return xml_is(element, "Alt") || xml_is(element, "Seq") || xml_is(element, "Bag");
}

/* rdf:Alt, rdf:Seq or rdf:Bag below a property. */
static const Xml *container_of(const Xml *property)
{
    const Xml *named = node_of(property);
    if (named && is_container(named))
        return named;
    for (const Xml *child = property->first; child; child = child->next)
        if (is_container(child))
            return child;
    return NULL;
}

/* The default language's item; else the first. */
static const Xml *default_item(const Xml *container)
{
    const Xml *first = xml_child(container, "li");
    for (const Xml *item = first; item; item = xml_next_same(item))
        if (slice_equal(xml_attribute(item, "lang"), SLICE("x-default")))
            return item;
    return first;
}

/* A value of its own, or with notes about it: <rdf:Description><rdf:value>. */
static Slice plain_text(Arena *arena, const Xml *element)
{
    const Xml *holder = xml_child_ns(element, rdf, "Description");
    const Xml *value = xml_child_ns(holder ? holder : element, rdf, "value");
    Slice noted = xml_attribute_ns(holder ? holder : element, rdf, "value");
    if (!slice_is_empty(noted))
        return clean(arena, noted);
    if (!value && element->first && holder)
        return SLICE_EMPTY; /* a structure, no text */
    return clean(arena, xml_text(arena, value ? value : element));
}

static void set_value(Arena *arena, size_t number, Slice text, PhotoWords *words)
{
    Slice *field = (Slice *)(void *)((char *)words + properties[number].offset);
    if (properties[number].kind == VALUE_DATE)
        text = photo_date(arena, text);
    if (slice_is_empty(*field))
        *field = text;
}

static void read_element(Arena *arena, size_t number, const Xml *property, PhotoWords *words)
{
    const Xml *container = container_of(property);
    if (properties[number].kind != VALUE_LIST) {
        const Xml *item = container ? default_item(container) : property;
        if (item)
            set_value(arena, number, plain_text(arena, item), words);
        return;
    }
    Slices *list = (Slices *)(void *)((char *)words + properties[number].offset);
    if (list->count > 0)
        return; /* the standard's own property spoke already */
    if (!container)
        photo_add(arena, list, plain_text(arena, property));
    for (const Xml *item = container ? xml_child(container, "li") : NULL;
         item && list->count < PHOTO_LIST_MAX; item = xml_next_same(item))
        photo_add(arena, list, plain_text(arena, item));
}

static bool is_named(Slice uri, Slice prefix, Slice name, size_t number)
{
    int space = properties[number].space;
    return slice_equal(name, slice_from(properties[number].name)) &&
           (slice_equal(uri, slice_from(spaces[space].uri)) ||
            (slice_is_empty(uri) && slice_equal(prefix, slice_from(spaces[space].prefix))));
}

/* One property, wherever it stands in one description. */
static void read_property(Arena *arena, size_t number, const Xml *description, PhotoWords *words)
{
    for (const XmlAttribute *a = description->attributes; a; a = a->next) {
        if (!is_named(a->uri, a->prefix, a->name, number))
            continue;
        if (properties[number].kind == VALUE_LIST)
            photo_add(arena, (Slices *)(void *)((char *)words + properties[number].offset),
                      clean(arena, a->value));
        else
            set_value(arena, number, clean(arena, a->value), words);
    }
    for (const Xml *child = description->first; child; child = child->next)
        if (is_named(child->uri, child->prefix, child->name, number)) {
            read_element(arena, number, child, words);
            break;
        }
}

/* rdf:RDF, below x:xmpmeta or at the top. */
static const Xml *rdf_of(const Xml *root)
{
    const Xml *found = root;
    for (int depth = 0; found && depth < 4; depth++) {
        if (xml_is(found, "RDF"))
            return found;
        const Xml *inner = xml_child(found, "RDF");
        found = inner ? inner : xml_child(found, "xmpmeta");
    }
    return NULL;
}

void photo_read_xmp(Arena *arena, Slice packet, PhotoWords *words)
{
    XmlDocument document;
    Error ignored;
    if (slice_is_empty(packet) || xml_read(arena, packet, SLICE_EMPTY, &document, &ignored) != STATUS_OK)
        return;
    const Xml *top = rdf_of(document.root);
    for (size_t number = 0; top && number < sizeof properties / sizeof *properties; number++) {
        int count = 0;
        for (const Xml *child = top->first; child && count < DESCRIPTIONS_MAX; child = child->next, count++)
            if (!slice_is_empty(child->name))
                read_property(arena, number, child, words);
    }
}
