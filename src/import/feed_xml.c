/* RSS 0.9x, 1.0 (RDF), 2.0, Atom 0.3 and 1.0, CDF: one reader for all, since in the wild they mix.
 *
 * In: the record's body as a tree. Out: the channel and its entries. An element is told by its namespace
 * (by its prefix where nobody declared one) and its name, through one table that says what it fills and how
 * far it is to be trusted there. Specifications: RSS Advisory Board, "RSS 2.0 Specification"; RDF Site
 * Summary 1.0; RFC 4287 (Atom); Media RSS 1.5.1. */
#include "base/utf8.h"
#include "import/feed.h"
#include "import/feed_root.h"
#include "import/feed_space.h"
#include "syntax/url.h"
#include "syntax/xml.h"

#define FEED_MEDIA_TYPE "application/rss+xml"

static bool is_core(const Xml *element, const char *name)
{
    return slice_equal_nocase(element->name, slice_from(name)) && feed_space_of(element) == SPACE_CORE;
}

static bool is_entry(const Xml *element)
{
    return is_core(element, "item") || is_core(element, "entry");
}

/* ---- what an element inherits ---- */

typedef struct Reader {
    Arena *arena;
    Slice url; /* against which the feed's addresses are resolved at first */
    bool is_atom;
    Feed *feed;
    FeedEntry *entry;
    const Xml *lang_from;
    unsigned lang_rank;
    Slice media_caption, media_credit; /* of the entry's only picture, told beside it */
    MediaList thumbnails;
} Reader;

static const XmlAttribute *xml_own(const Xml *element, const char *name)
{
    for (const XmlAttribute *a = element->attributes; a; a = a->next)
        if (slice_equal(a->prefix, SLICE("xml")) && slice_equal(a->name, slice_from(name)))
            return a;
    return NULL;
}

/* xml:lang of the element or the nearest around it; an empty one says that it is not told (*is_blank). */
static Slice lang_of(Arena *arena, const Xml *element, bool *is_blank)
{
    *is_blank = false;
    for (; element; element = element->parent) {
        const XmlAttribute *lang = xml_own(element, "lang");
        if (lang) {
            *is_blank = slice_is_empty(slice_trim(lang->value));
            return feed_lang(arena, lang->value);
        }
    }
    return SLICE_EMPTY;
}

/* Each xml:base is relative to the one outside it, the outermost to the feed's address. */
static Slice base_of(const Reader *r, const Xml *element)
{
    const XmlAttribute *bases[XML_DEPTH_MAX + 1];
    size_t count = 0;
    for (; element && count <= XML_DEPTH_MAX; element = element->parent) {
        const XmlAttribute *base = xml_own(element, "base");
        if (base)
            bases[count++] = base;
    }
    Slice base = r->url;
    while (count-- > 0) {
        Slice inner = url_resolve(r->arena, base, bases[count]->value);
        base = slice_is_empty(inner) ? base : inner;
    }
    return base;
}

static Slice resolve(const Reader *r, const Xml *element, Slice reference)
{
    reference = slice_trim(reference);
    return slice_is_empty(reference) ? SLICE_EMPTY : url_resolve(r->arena, base_of(r, element), reference);
}

/* ---- texts ---- */

/* The inside as HTML, without the div that Atom wants around it. */
static Slice inner_html(Arena *arena, const Xml *element)
{
    const Xml *only = NULL;
    for (const Xml *child = element->first; child; child = child->next) {
        bool is_blank = slice_is_empty(child->name) && slice_is_empty(slice_trim(child->text));
        if (!is_blank && only)
            return xml_inner_html(arena, element);
        if (!is_blank)
            only = child;
    }
    return xml_inner_html(arena, only && xml_is(only, "div") ? only : element);
}

static bool has_elements(const Xml *element)
{
    for (const Xml *child = element->first; child; child = child->next)
        if (!slice_is_empty(child->name))
            return true;
    return false;
}

/* How a text without elements within is to be read. `usual`: where the type is not told. */
static FeedForm form_of(Slice type, Slice mode, FeedForm usual)
{
    if (slice_equal_nocase(type, SLICE("html")) || slice_equal_nocase(type, SLICE("text/html")))
        return slice_equal_nocase(mode, SLICE("xml")) ? FEED_TEXT : FEED_HTML;
    if (slice_ends_with_nocase(type, SLICE("xhtml")) || slice_ends_with_nocase(type, SLICE("xhtml+xml")))
        return slice_equal_nocase(mode, SLICE("escaped")) ? FEED_HTML : FEED_TEXT;
    if (slice_equal_nocase(type, SLICE("text")) || slice_equal_nocase(type, SLICE("plain")) ||
        slice_equal_nocase(type, SLICE("text/plain")))
        return FEED_TEXT;
    return slice_is_empty(type) && !slice_equal_nocase(mode, SLICE("escaped")) ? usual : FEED_EITHER;
}

/* Bytes in base 64, which Atom wants for every type that is neither text nor XML; only texts are of use. */
static Slice decoded_text(Arena *arena, Slice text)
{
    Slice bytes = SLICE_EMPTY;
    return feed_decode_base64(arena, text, &bytes) && utf8_is_valid(bytes) &&
                   !memchr(bytes.data, 0, bytes.size)
               ? bytes
               : SLICE_EMPTY;
}

static bool is_packed(Slice type, Slice mode)
{
    bool is_text = slice_find_byte(type, '/') == SLICE_NONE ||
                   slice_starts_with_nocase(type, SLICE("text/")) ||
                   slice_ends_with_nocase(type, SLICE("xml"));
    return slice_equal_nocase(mode, SLICE("base64")) || (slice_is_empty(mode) && !is_text);
}

static FeedText text_of(const Reader *r, const Xml *element, FeedForm usual, unsigned rank)
{
    Slice type = slice_trim(xml_attribute(element, "type"));
    Slice mode = slice_trim(xml_attribute(element, "mode"));
    FeedText text = {.form = form_of(type, mode, usual), .rank = rank};
    if (has_elements(element)) {
        text.value = inner_html(r->arena, element);
        text.form = FEED_HTML;
    } else {
        text.value = xml_text(r->arena, element);
        if (is_packed(type, mode)) {
            text.value = decoded_text(r->arena, text.value);
            text.form = slice_starts_with_nocase(type, SLICE("text/plain")) ? FEED_TEXT : FEED_EITHER;
        }
    }
    text.value = feed_mend(r->arena, text.value);
    if (text.form != FEED_TEXT)
        text.value = feed_absolute_html(r->arena, text.value, base_of(r, element));
    return text;
}

static FeedForm usual_form(const Reader *r)
{
    return r->is_atom ? FEED_TEXT : FEED_EITHER;
}

/* ---- what fills what ---- */

typedef void Take(Reader *r, const Xml *element, unsigned rank);

static void note_lang(Reader *r, const Xml *element, unsigned rank)
{
    if (rank > r->lang_rank) {
        r->lang_rank = rank;
        r->lang_from = element;
    }
}

static void take_title(Reader *r, const Xml *element, unsigned rank)
{
    note_lang(r, element, 1);
    feed_set_text(&r->entry->title, text_of(r, element, usual_form(r), rank));
}

static void take_body(Reader *r, const Xml *element, unsigned rank)
{
    if (!slice_is_empty(xml_attribute(element, "src")))
        return; /* the text is elsewhere */
    bool is_html = feed_space_of(element) != SPACE_CORE || !r->is_atom;
    FeedText text = text_of(r, element, is_html ? FEED_EITHER : FEED_TEXT, rank);
    if (rank > r->entry->body.rank)
        note_lang(r, element, 3);
    feed_set_text(&r->entry->body, text);
}

/* Of two elements that both mean to be the summary, the second is the text. */
static void take_summary(Reader *r, const Xml *element, unsigned rank)
{
    FeedText *summary = &r->entry->summary;
    FeedText text = text_of(r, element, usual_form(r), rank);
    note_lang(r, element, 2);
    if (summary->rank == rank && rank == 4) {
        text.rank = 1;
        feed_set_text(&r->entry->body, text);
    } else {
        feed_set_text(summary, text);
    }
}

static void take_guid(Reader *r, const Xml *element, unsigned rank)
{
    FeedEntry *entry = r->entry;
    Slice guid = xml_words(r->arena, element);
    Url url;
    if (slice_is_empty(guid))
        return;
    if (slice_is_empty(entry->guid))
        entry->guid = guid;
    bool is_link = !slice_equal_nocase(xml_attribute(element, "isPermaLink"), SLICE("false"));
    if (is_link && url_parse(guid, &url))
        feed_set_link(entry, guid, rank);
}

static void take_author(Reader *r, const Xml *element, unsigned rank)
{
    const Xml *name = xml_child(element, "name");
    if (!name && has_elements(element))
        return; /* a person without a name */
    feed_add_author(r->arena, r->entry, xml_words(r->arena, name ? name : element), rank);
}

static void take_published(Reader *r, const Xml *element, unsigned rank)
{
    feed_set_moment(&r->entry->published, xml_words(r->arena, element), rank);
}

static void take_modified(Reader *r, const Xml *element, unsigned rank)
{
    feed_set_moment(&r->entry->modified, xml_words(r->arena, element), rank);
}

static void take_lang(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    if (slice_is_empty(r->entry->lang))
        r->entry->lang = feed_lang(r->arena, xml_words(r->arena, element));
}

static Slice first_of(Slice a, Slice b)
{
    return slice_is_empty(slice_trim(a)) ? b : a;
}

/* What stands in the element itself, before any other. */
static Slice own_words(Arena *arena, const Xml *element)
{
    if (!has_elements(element))
        return xml_words(arena, element);
    return slice_is_empty(element->first->name) ? slice_trim(element->first->text) : SLICE_EMPTY;
}

/* RSS writes the words into the element, Atom and iTunes into attributes, both where a "term" or the words
 * are a key for what the "label" shows; iTunes puts narrower ones within. */
static void take_tag(Reader *r, const Xml *element, unsigned rank)
{
    Slice key = first_of(xml_attribute(element, "term"), xml_attribute(element, "text"));
    Slice label = xml_attribute(element, "label");
    key = first_of(key, own_words(r->arena, element));
    bool is_slug = !slice_is_empty(slice_trim(label)) && slice_find_byte(key, ' ') == SLICE_NONE;
    feed_add_tag(r->arena, &r->entry->tags, first_of(label, key), is_slug ? key : SLICE_EMPTY);
    for (const Xml *child = element->first; child && rank < 4; child = child->next)
        if (slice_equal(child->name, element->name) && child->name.size > 0)
            take_tag(r, child, rank + 1);
}

static void take_tags(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    feed_add_tags(r->arena, &r->entry->tags, xml_words(r->arena, element));
}

/* ---- links and pictures ---- */

static uint32_t pixels(Slice text)
{
    uint64_t number = 0;
    return slice_to_u64(slice_trim(text), &number) && number < 100000 ? (uint32_t)number : 0;
}

static Slice words_below(const Reader *r, const Xml *element, const char *name)
{
    const Xml *child = element ? xml_child(element, name) : NULL;
    FeedText text = {.form = FEED_EITHER};
    if (!child)
        return SLICE_EMPTY;
    text.value = xml_text(r->arena, child);
    return feed_plain(r->arena, text);
}

static void add_picture(Reader *r, const Xml *element, MediaList *list, const char *address)
{
    Media *media = feed_add_media(r->arena, list, resolve(r, element, xml_attribute(element, address)));
    if (!media)
        return;
    media->width = pixels(xml_attribute(element, "width"));
    media->height = pixels(xml_attribute(element, "height"));
    media->caption = words_below(r, element, "description");
    if (slice_is_empty(media->caption))
        media->caption = words_below(r, element, "title");
    media->credit.raw = words_below(r, element, "credit");
}

static bool is_picture(const Xml *element, const char *address)
{
    Slice type = slice_trim(xml_attribute(element, "type"));
    Slice medium = slice_trim(xml_attribute(element, "medium"));
    return feed_is_picture(slice_is_empty(type) ? medium : type, xml_attribute(element, address));
}

static void take_enclosure(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    const char *address = slice_is_empty(xml_attribute(element, "url")) ? "href" : "url";
    if (is_picture(element, address))
        add_picture(r, element, &r->entry->media, address);
}

static void take_thumbnail(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    add_picture(r, element, &r->thumbnails, "url");
}

/* <image> of an item: an address, or a thing that has one. */
static void take_image(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    const Xml *url = xml_child(element, "url");
    if (!url && has_elements(element))
        return;
    Slice href = xml_words(r->arena, url ? url : element);
    feed_add_media(r->arena, &r->thumbnails, resolve(r, element, href));
}

static void take_media_text(Reader *r, const Xml *element, unsigned rank)
{
    FeedText text = {.value = xml_text(r->arena, element), .form = FEED_EITHER};
    Slice *held = rank == 2 ? &r->media_credit : &r->media_caption;
    if (slice_is_empty(*held))
        *held = feed_plain(r->arena, text);
}

static void take_media_description(Reader *r, const Xml *element, unsigned rank)
{
    take_media_text(r, element, 1);
    feed_set_text(&r->entry->summary, text_of(r, element, FEED_EITHER, rank));
}

static void take_link(Reader *r, const Xml *element, unsigned rank)
{
    static const struct {
        const char *rel;
        unsigned rank;
    } rels[] = {{"alternate", 5}, {"self", 2}};
    Slice href = xml_attribute(element, "href");
    Slice rel = slice_trim(xml_attribute(element, "rel"));
    Slice type = slice_trim(xml_attribute(element, "type"));
    size_t slash = slice_find_last_byte(rel, '/'); /* "http://www.iana.org/assignments/relation/self" */
    if (slash != SLICE_NONE)
        rel = slice_skip(rel, slash + 1);
    if (slice_is_empty(href))
        href = xml_words(r->arena, element);
    else if (slice_equal_nocase(rel, SLICE("enclosure")))
        take_enclosure(r, element, 0);
    bool is_bare = slice_is_empty(rel) && slice_is_empty(xml_attribute(element, "href"));
    bool is_page = slice_is_empty(type) || slice_starts_with_nocase(type, SLICE("text/html")) ||
                   slice_ends_with_nocase(type, SLICE("xhtml+xml"));
    if (is_bare || rank > 6) {
        feed_set_link(r->entry, resolve(r, element, href), rank);
        return;
    }
    for (size_t i = 0; i < sizeof rels / sizeof *rels; i++)
        if (slice_equal_nocase(slice_is_empty(rel) ? SLICE("alternate") : rel, slice_from(rels[i].rel)))
            feed_set_link(r->entry, resolve(r, element, href), rels[i].rank - (i == 0 && !is_page));
}

static void take_children(Reader *r, const Xml *element);

/* One picture in several sizes: the widest stands for it. */
static void take_group(Reader *r, const Xml *element, unsigned rank)
{
    (void)rank;
    const Xml *widest = NULL;
    for (const Xml *child = element->first; child; child = child->next)
        if (xml_is(child, "content") && is_picture(child, "url") &&
            (!widest || pixels(xml_attribute(child, "width")) > pixels(xml_attribute(widest, "width"))))
            widest = child;
    if (widest)
        add_picture(r, widest, &r->entry->media, "url");
    take_children(r, element);
}

static void take_media_content(Reader *r, const Xml *element, unsigned rank)
{
    bool is_grouped = element->parent && xml_is(element->parent, "group");
    (void)rank;
    if (!is_grouped && is_picture(element, "url"))
        add_picture(r, element, &r->entry->media, "url");
}

/* The number is the rank: of several elements for one field the highest speaks, of equal ones the first. */
static const struct {
    FeedSpace space;
    const char *name;
    Take *take;
    unsigned rank;
} rules[] = {
    {SPACE_CORE, "title", take_title, 3},
    {SPACE_DC, "title", take_title, 2},
    {SPACE_MEDIA, "title", take_title, 1},
    {SPACE_CORE, "link", take_link, 6},
    {SPACE_FEEDBURNER, "origLink", take_link, 9},
    {SPACE_CORE, "guid", take_guid, 3},
    {SPACE_CORE, "id", take_guid, 1},
    {SPACE_CORE, "description", take_summary, 4},
    {SPACE_CORE, "summary", take_summary, 4},
    {SPACE_CORE, "abstract", take_summary, 4},
    {SPACE_DC, "description", take_summary, 3},
    {SPACE_DCTERMS, "abstract", take_summary, 3},
    {SPACE_ITUNES, "summary", take_summary, 2},
    {SPACE_MEDIA, "description", take_media_description, 1},
    {SPACE_CONTENT, "encoded", take_body, 4},
    {SPACE_CORE, "content", take_body, 4},
    {SPACE_XHTML, "body", take_body, 3},
    {SPACE_CORE, "body", take_body, 3},
    {SPACE_XHTML, "div", take_body, 2},
    {SPACE_CORE, "fullitem", take_body, 2},
    {SPACE_DC, "creator", take_author, 4},
    {SPACE_CORE, "author", take_author, 3},
    {SPACE_DC, "author", take_author, 3},
    {SPACE_ITUNES, "author", take_author, 1},
    {SPACE_CORE, "pubDate", take_published, 5},
    {SPACE_CORE, "published", take_published, 5},
    {SPACE_CORE, "issued", take_published, 4},
    {SPACE_DCTERMS, "issued", take_published, 4},
    {SPACE_DC, "date", take_published, 3},
    {SPACE_DCTERMS, "created", take_published, 2},
    {SPACE_CORE, "created", take_published, 2},
    {SPACE_CORE, "updated", take_modified, 5},
    {SPACE_CORE, "modified", take_modified, 5},
    {SPACE_DCTERMS, "modified", take_modified, 5},
    {SPACE_CORE, "language", take_lang, 1},
    {SPACE_DC, "language", take_lang, 1},
    {SPACE_CORE, "category", take_tag, 1},
    {SPACE_DC, "subject", take_tag, 1},
    {SPACE_MEDIA, "category", take_tag, 1},
    {SPACE_ITUNES, "category", take_tag, 1},
    {SPACE_CORE, "tags", take_tags, 1},
    {SPACE_CORE, "keywords", take_tags, 1},
    {SPACE_MEDIA, "keywords", take_tags, 1},
    {SPACE_ITUNES, "keywords", take_tags, 1},
    {SPACE_CORE, "enclosure", take_enclosure, 1},
    {SPACE_CORE, "image", take_image, 1},
    {SPACE_MEDIA, "content", take_media_content, 1},
    {SPACE_MEDIA, "thumbnail", take_thumbnail, 1},
    {SPACE_MEDIA, "group", take_group, 1},
    {SPACE_MEDIA, "credit", take_media_text, 2},
};

static void take_element(Reader *r, const Xml *element)
{
    FeedSpace space = feed_space_of(element);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].space == space && slice_equal_nocase(element->name, slice_from(rules[i].name))) {
            rules[i].take(r, element, rules[i].rank);
            return;
        }
}

/* A group within a group has nothing to say that the outer has not. */
static void take_children(Reader *r, const Xml *element)
{
    bool is_group = feed_space_of(element) == SPACE_MEDIA;
    for (const Xml *child = element->first; child; child = child->next)
        if (!slice_is_empty(child->name) && !is_entry(child) && !(is_group && xml_is(child, "group")))
            take_element(r, child);
}

/* ---- channel and entries ---- */

/* What CDF and RDF write into the element's own tag. */
static void take_attributes(Reader *r, const Xml *element)
{
    Slice about = slice_trim(xml_attribute(element, "about"));
    Url url;
    feed_set_moment(&r->entry->modified, xml_attribute(element, "lastmod"), 4);
    feed_set_moment(&r->entry->modified, xml_attribute(element, "LASTMOD"), 4);
    feed_set_link(r->entry, resolve(r, element, xml_attribute(element, "href")), 6);
    feed_set_link(r->entry, resolve(r, element, xml_attribute(element, "HREF")), 6);
    if (slice_is_empty(about))
        return;
    if (slice_is_empty(r->entry->guid))
        r->entry->guid = about;
    if (url_parse(about, &url))
        feed_set_link(r->entry, about, 1);
}

static void take_all(Reader *r, const Xml *element, FeedEntry *entry)
{
    *entry = (FeedEntry){0};
    r->entry = entry;
    r->lang_from = NULL;
    r->lang_rank = 0;
    r->media_caption = r->media_credit = SLICE_EMPTY;
    r->thumbnails = (MediaList){0};
    take_attributes(r, element);
    take_children(r, element);
    if (slice_is_empty(entry->lang))
        entry->lang = lang_of(r->arena, r->lang_from ? r->lang_from : element, &entry->is_lang_blank);
    if (entry->media.count == 0)
        entry->media = r->thumbnails;
    if (entry->media.count == 1) {
        Media *media = &entry->media.items[0];
        media->caption = slice_is_empty(media->caption) ? r->media_caption : media->caption;
        media->credit.raw = slice_is_empty(media->credit.raw) ? r->media_credit : media->credit.raw;
    }
}

/* An entry that names nobody was written by whom its own <source> names (RFC 4287, 4.2.1). */
static void take_entry(Reader *r, const Xml *element, size_t number)
{
    FeedEntry entry;
    take_all(r, element, &entry);
    const Xml *source = entry.author_rank == 0 && r->is_atom ? xml_child(element, "source") : NULL;
    for (const Xml *child = source ? source->first : NULL; child; child = child->next)
        if (is_core(child, "author"))
            take_author(r, child, 1);
    feed_add_entry(r->arena, r->feed, &entry, number);
    r->entry = NULL;
}

static void take_channel(Reader *r, const Xml *channel)
{
    FeedEntry about;
    take_all(r, channel, &about);
    r->feed->title = feed_plain(r->arena, about.title);
    r->feed->link = about.link;
    bool is_told = false;
    Slice own = lang_of(r->arena, channel, &is_told); /* not that of the channel's title */
    is_told = false;
    for (const Xml *child = channel->first; child; child = child->next)
        is_told |= xml_is(child, "language");
    r->feed->lang = is_told ? about.lang : own;
    if (r->is_atom)
        r->feed->authors = about.authors;
    r->entry = NULL;
}

/* The next element in document order that does not lie within an entry. */
static const Xml *next_outside(const Xml *root, const Xml *element)
{
    if (element->first && !is_entry(element))
        return element->first;
    while (element != root && !element->next)
        element = element->parent;
    return element == root ? NULL : element->next;
}

static const Xml *find_channel(const Xml *root)
{
    for (const Xml *x = root; x; x = next_outside(root, x))
        if (is_core(x, "channel") || is_core(x, "feed"))
            return x;
    return root;
}

Status feed_xml_read(Arena *arena, const Record *record, Feed *feed, Error *err)
{
    XmlDocument document;
    size_t number = 0;
    *feed = (Feed){0};
    Status status = xml_read(arena, record->body, record->charset, &document, err);
    if (status != STATUS_OK)
        return status;
    feed->is_cut = document.is_cut;
    const Xml *channel = find_channel(document.root);
    Reader r = {.arena = arena, .url = record->url, .feed = feed};
    r.is_atom = is_core(channel, "feed") || is_core(document.root, "entry");
    feed->source = r.is_atom ? SLICE("atom") : SLICE("rss");
    if (!is_entry(channel))
        take_channel(&r, channel);
    if (slice_is_empty(r.url))
        r.url = feed->link; /* a file without an address: the site's own is the best that is told */
    for (const Xml *x = document.root; x; x = next_outside(document.root, x))
        if (is_entry(x))
            take_entry(&r, x, ++number);
    return STATUS_OK;
}

/* ---- the doors ---- */

static Status state_feed(Arena *arena, Record *record, Error *err)
{
    Feed feed;
    Status status = feed_xml_read(arena, record, &feed, err);
    if (status == STATUS_OK)
        feed_give(arena, &feed, record);
    record->is_body_cut |= feed.is_cut;
    return status;
}

static Status read_feed(Record *record, Arena *arena, Error *err)
{
    return feed_read_guarded(arena, record, state_feed, err);
}

static int feed_bid(Slice first)
{
    FeedRoot root;
    if (!feed_root_of(first, &root))
        return 0;
    if (slice_equal_nocase(root.name, SLICE("rss"))) /* an export holds drafts: it is no feed */
        return slice_contains(root.tag, SLICE("wordpress.org/export/")) ? 0 : 60;
    if (slice_equal_nocase(root.name, SLICE("RDF")))
        return slice_find_nocase(root.tag, SLICE("rss")) != SLICE_NONE ||
                       slice_find_nocase(root.tag, SLICE("netscape")) != SLICE_NONE ||
                       slice_find_nocase(first, SLICE("<channel")) != SLICE_NONE
                   ? 60
                   : 0;
    if (slice_equal(root.name, SLICE("feed")) || slice_equal(root.name, SLICE("entry")))
        return slice_find_nocase(root.tag, SLICE("atom")) != SLICE_NONE ? 60 : 30;
    if (slice_equal_nocase(root.name, SLICE("channel")))
        return 40;
    return 0;
}

static int file_bid(Slice first, Slice file_name)
{
    (void)file_name;
    int bid = feed_bid(first);
    return bid ? bid + 25 : 0; /* above HTML, which bids for whatever has tags */
}

static Status feed_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return document_next(import, arena, BODY_STATED, SLICE(FEED_MEDIA_TYPE), record, err);
}

const StatedReader stated_feed_xml = {FEED_MEDIA_TYPE, feed_bid, read_feed};
const Importer importer_feed_xml = {"feed", file_bid, document_open, feed_next, document_close};
