/* NewsML-G2 2.x (IPTC): items in, what they state out.
 *
 * A newsItem is an envelope: itemMeta says what it is and whether it may be shown, contentMeta what it is
 * about, contentSet holds the text (NITF, XHTML, plain) or points to photos. A newsMessage holds several
 * items. A packageItem is an ordered list of other items, and a piece only where it has a headline. Concepts,
 * knowledge, plans and catalogues are about the world, not pieces of a paper: kept, with the reason. */
#include "base/builder.h"
#include "import/feed_root.h"
#include "import/nitf.h"

#define MEDIA_TYPE "application/vnd.iptc.g2.newsitem+xml"
enum { ITEMS_MAX = 10000, ASSERTS_MAX = 300 };

typedef struct Reader {
    Record *record;
    Arena *arena;
    Stated *stated;
    Article *article;
    const Xml *item;
    Slice class;    /* "text", "picture", ... */
    Slice caption;  /* description of that role */
    Slice script;   /* the first description of another role: what is seen and heard */
    Slice title;    /* of itemMeta */
    Slice agency;   /* the first that is named as source or as an organisation that wrote it */
    Moment content; /* contentCreated */
    const Xml *asserts[ASSERTS_MAX];
    size_t assert_count;
} Reader;

/* "stat:usable" or ".../pubstatusg2/usable": what stands behind the last mark. */
static Slice code_tail(Slice code)
{
    size_t colon = slice_find_last_byte(code, ':'), slash = slice_find_last_byte(code, '/');
    size_t at = colon == SLICE_NONE ? slash : slash == SLICE_NONE || colon > slash ? colon : slash;
    return at == SLICE_NONE ? code : slice_skip(code, at + 1);
}

/* A code is given as qcode, as uri or as literal. */
static Slice code_of(const Xml *element)
{
    static const char *const names[] = {"qcode", "uri", "literal"};
    for (size_t i = 0; element && i < 3; i++)
        if (!slice_is_empty(xml_attribute(element, names[i])))
            return xml_attribute(element, names[i]);
    return SLICE_EMPTY;
}

static Slice words_of(Reader *r, const Xml *parent, const char *name)
{
    const Xml *child = parent ? xml_child(parent, name) : NULL;
    return child ? xml_words(r->arena, child) : SLICE_EMPTY;
}

static void set_if_empty(Slice *field, Slice value)
{
    if (slice_is_empty(*field))
        *field = value;
}

/* The name in the item's language, else the first. */
static Slice name_in(Reader *r, const Xml *element)
{
    Slice item_lang = slice_range(xml_attribute(r->item, "lang"), 0, 2);
    const Xml *first = xml_child(element, "name"), *best = first;
    for (const Xml *name = first; name; name = xml_next_same(name))
        if (item_lang.size == 2 && slice_starts_with_nocase(xml_attribute(name, "lang"), item_lang)) {
            best = name;
            break;
        }
    return best ? xml_words(r->arena, best) : SLICE_EMPTY;
}

/* What the item says of codes in one place; gathered once, since every subject may ask. */
static void gather_asserts(Reader *r)
{
    for (const Xml *e = xml_child(r->item, "assert"); e && r->assert_count < ASSERTS_MAX;
         e = xml_next_same(e))
        r->asserts[r->assert_count++] = e;
}

/* Of an element without a name, the one that an assert of the item gives to its code. */
static Slice name_of(Reader *r, const Xml *element)
{
    Slice name = name_in(r, element), code = code_of(element);
    const Xml *main_concept = xml_child(element, "mainConcept");
    if (slice_is_empty(name) && main_concept)
        name = name_in(r, main_concept);
    for (size_t i = 0; i < r->assert_count && slice_is_empty(name) && code.size; i++)
        if (slice_equal(code_of(r->asserts[i]), code))
            name = name_in(r, r->asserts[i]);
    return name;
}

/* ---- itemMeta, rightsInfo ---- */

static const struct {
    const char *element, *key;
} kept[] = {{"edNote", "edNote"}, {"fileName", "fileName"}, {"urgency", "urgency"}, {"slugline", "slugline"}};

static void keep_words(Reader *r, const Xml *parent)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        kit_add_custom(r->arena, r->article, slice_from(kept[i].key), words_of(r, parent, kept[i].element));
}

static Moment moment_in(Reader *r, const Xml *parent, const char *name)
{
    return kit_moment(r->arena, words_of(r, parent, name));
}

static void read_item_meta(Reader *r, const Xml *meta)
{
    Article *a = r->article;
    const Xml *embargo = xml_child(meta, "embargoed"), *provider = xml_child(meta, "provider");
    r->class = code_tail(code_of(xml_child(meta, "itemClass")));
    r->title = words_of(r, meta, "title");
    a->status = kit_status(code_of(xml_child(meta, "pubStatus")));
    kit_dates(a, moment_in(r, meta, "firstCreated"), r->content, moment_in(r, meta, "versionCreated"));
    if (embargo) {
        Moment until = kit_moment(r->arena, xml_words(r->arena, embargo));
        if (!moment_is_known(until) && a->status == ARTICLE_PUBLIC)
            a->status = ARTICLE_EMBARGOED; /* without a date: until further notice */
        a->status = kit_embargo(r->record, a->status, until);
    }
    if (provider)
        kit_add_custom(r->arena, a, SLICE("provider"), name_of(r, provider));
    if (xml_child(meta, "service"))
        kit_add_custom(r->arena, a, SLICE("service"), name_of(r, xml_child(meta, "service")));
    keep_words(r, meta);
}

static void read_rights(Reader *r)
{
    for (const Xml *e = xml_child(r->item, "rightsInfo"); e; e = xml_next_same(e)) {
        const Xml *holder = xml_child(e, "copyrightHolder");
        if (holder)
            kit_add_custom(r->arena, r->article, SLICE("copyrightHolder"), name_of(r, holder));
        kit_add_custom(r->arena, r->article, SLICE("copyrightNotice"), words_of(r, e, "copyrightNotice"));
        kit_add_custom(r->arena, r->article, SLICE("usageTerms"), words_of(r, e, "usageTerms"));
    }
}

/* ---- contentMeta ---- */

static void read_creator(Reader *r, const Xml *creator)
{
    Slice name = name_of(r, creator), role = SLICE_EMPTY;
    bool is_agency = slice_equal_nocase(code_tail(xml_attribute(creator, "type")), SLICE("organisation")) ||
                     xml_child(creator, "organisationDetails");
    for (const Xml *e = xml_child(creator, "related"); e; e = xml_next_same(e))
        if (slice_equal_nocase(code_tail(xml_attribute(e, "rel")), SLICE("jobtitle")))
            role = name_in(r, e);
    if (is_agency)
        set_if_empty(&r->agency, name);
    else
        kit_add_author(r->arena, r->article, name, role);
}

/* People, places and the like are told apart from what the item is about. */
static void read_subject(Reader *r, const Xml *subject)
{
    static const struct {
        const char *type, *key;
    } kinds[] = {{"person", "person"},     {"organisation", "organisation"},
                 {"geoArea", "place"},     {"poi", "place"},
                 {"event", "event"},       {"object", "object"},
                 {"team", "organisation"}, {"place", "place"}};
    Slice name = name_of(r, subject), type = code_tail(xml_attribute(subject, "type"));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_equal_nocase(type, slice_from(kinds[i].type))) {
            kit_add_custom(r->arena, r->article, slice_from(kinds[i].key), name);
            return;
        }
    kit_add_tag(r->arena, r->article, SLICE_EMPTY, name);
}

static void read_description(Reader *r, const Xml *description)
{
    Slice role = code_tail(xml_attribute(description, "role")), words = xml_words(r->arena, description);
    if (slice_equal_nocase(role, SLICE("caption")))
        set_if_empty(&r->caption, words);
    else if (slice_is_empty(role) || slice_equal_nocase(role, SLICE("summary")) ||
             slice_equal_nocase(role, SLICE("abstract")))
        set_if_empty(&r->article->summary, words);
    else {
        set_if_empty(&r->script, words);
        kit_add_custom(r->arena, r->article, role, words);
    }
}

static void read_alt_id(Reader *r, const Xml *alt_id)
{
    Slice type = code_tail(xml_attribute(alt_id, "type")), id = xml_attribute(alt_id, "id");
    kit_add_alt_id(r->arena, r->article, slice_is_empty(type) ? SLICE("altId") : type,
                   slice_is_empty(id) ? xml_words(r->arena, alt_id) : id);
}

static void read_genre(Reader *r, const Xml *genre)
{
    set_if_empty(&r->article->genre, name_of(r, genre));
}

static void read_keyword(Reader *r, const Xml *keyword)
{
    kit_add_tag(r->arena, r->article, SLICE_EMPTY, xml_words(r->arena, keyword));
}

static void read_info_source(Reader *r, const Xml *source)
{
    set_if_empty(&r->agency, name_of(r, source));
}

static void read_language(Reader *r, const Xml *language)
{
    set_if_empty(&r->article->lang, xml_attribute(language, "tag"));
}

/* What may stand several times. */
static const struct {
    const char *name;
    void (*read)(Reader *r, const Xml *element);
} readers[] = {
    {"creator", read_creator},        {"subject", read_subject},  {"description", read_description},
    {"altId", read_alt_id},           {"genre", read_genre},      {"keyword", read_keyword},
    {"infoSource", read_info_source}, {"language", read_language}};

static void read_content_meta(Reader *r, const Xml *meta)
{
    Article *a = r->article;
    a->headline = words_of(r, meta, "headline");
    a->byline = words_of(r, meta, "by");
    r->content = moment_in(r, meta, "contentCreated");
    if (xml_child(meta, "dateline"))
        kit_dateline(r->arena, a, words_of(r, meta, "dateline"));
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        for (const Xml *e = xml_child(meta, readers[i].name); e; e = xml_next_same(e))
            readers[i].read(r, e);
    keep_words(r, meta);
}

/* ---- contentSet ---- */

static bool is_markup(Slice type)
{
    return slice_find_nocase(type, SLICE("html")) != SLICE_NONE;
}

static bool holds_html(const Xml *inline_xml)
{
    static const char *const names[] = {"html", "p",  "div", "section", "article",
                                        "h1",   "h2", "ul",  "ol",      "body"};
    for (const Xml *child = inline_xml->first; child; child = child->next)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (xml_is(child, names[i]))
                return true;
    return false;
}

static void read_inline_xml(Reader *r, const Xml *inline_xml)
{
    const Xml *nitf = nitf_find(inline_xml), *html = xml_child(inline_xml, "html");
    Slice type = xml_attribute(inline_xml, "contenttype");
    if (nitf) {
        nitf_read_root(r->record, r->arena, nitf, r->stated);
        return;
    }
    if (is_markup(type) || holds_html(inline_xml)) {
        r->stated->body = html ? nitf_html_body(r->arena, html) : nitf_html(r->arena, inline_xml);
        r->stated->form = slice_is_empty(r->stated->body) ? STATED_NO_BODY : STATED_HTML;
        return;
    }
    if (inline_xml->first && !slice_is_empty(type)) /* SportsML and others: told, not read */
        kit_add_custom(r->arena, r->article, SLICE("contentType"), type);
}

static void read_inline_data(Reader *r, const Xml *data)
{
    Slice type = xml_attribute(data, "contenttype"), text = slice_trim(xml_text(r->arena, data));
    if (slice_is_empty(text) || !slice_is_empty(xml_attribute(data, "encoding")))
        return;
    r->stated->form = is_markup(type) ? STATED_HTML : STATED_TEXT;
    r->stated->body = text;
}

/* The largest rendition is the photo. */
static void read_photo(Reader *r, const Xml *set)
{
    const Xml *best = NULL;
    for (const Xml *e = xml_child(set, "remoteContent"); e; e = xml_next_same(e))
        if (!best || kit_pixels(xml_attribute(e, "width")) > kit_pixels(xml_attribute(best, "width")))
            best = e;
    Media media = {.caption = r->caption, .taken = r->content};
    const Xml *meta = xml_child(r->item, "contentMeta"), *alt_id = best ? xml_child(best, "altId") : NULL;
    media.credit.raw = words_of(r, meta, "creditline");
    if (r->article->authors.count > 0)
        media.credit.photographer = r->article->authors.items[0].name;
    if (alt_id)
        media.id = xml_words(r->arena, alt_id);
    if (best) {
        kit_set_href(r->arena, &media, xml_attribute(best, "href"));
        media.width = kit_pixels(xml_attribute(best, "width"));
        media.height = kit_pixels(xml_attribute(best, "height"));
    }
    if (media.href.size || media.id.size || media.caption.size)
        *LIST_ADD(r->arena, &r->article->media) = media;
}

static void read_content_set(Reader *r, const Xml *set)
{
    for (const Xml *e = set->first; e; e = e->next) {
        if (!slice_is_empty(r->stated->body))
            break; /* alternatives of one content: the first that is there */
        if (xml_is(e, "inlineXML"))
            read_inline_xml(r, e);
        else if (xml_is(e, "inlineData"))
            read_inline_data(r, e);
    }
    if (r->article->page_kind == PAGE_PHOTO)
        read_photo(r, set);
    else
        for (const Xml *e = xml_child(set, "remoteContent"); e; e = xml_next_same(e))
            kit_add_custom(r->arena, r->article, SLICE("remoteContent"), xml_attribute(e, "href"));
}

/* ---- items ---- */

/* A photo without text is its caption; a video is its description. */
static void settle_text(Reader *r)
{
    Article *a = r->article;
    bool is_shown = slice_equal(r->class, SLICE("video")) || slice_equal(r->class, SLICE("audio"));
    if (is_shown && a->headline.size && slice_is_empty(r->stated->body)) {
        r->stated->body = r->caption.size ? r->caption : a->summary.size ? a->summary : r->script;
        r->stated->form = slice_is_empty(r->stated->body) ? STATED_NO_BODY : STATED_TEXT;
    } else if (a->page_kind != PAGE_PHOTO) {
        set_if_empty(&a->summary, r->caption);
    }
    if (r->stated->body.size || a->media.count)
        set_if_empty(&a->headline, r->title);
}

static void read_places(Reader *r, const Xml *meta)
{
    const Xml *located = meta ? xml_child(meta, "located") : NULL;
    if (located)
        kit_located(r->arena, r->article, name_of(r, located), r->stated->body);
}

static void read_item(Reader *r)
{
    const Xml *meta = xml_child(r->item, "contentMeta"), *set = xml_child(r->item, "contentSet");
    if (xml_is(r->item, "contentMeta"))
        meta = r->item;
    if (xml_is(r->item, "contentSet"))
        set = r->item;
    gather_asserts(r);
    if (meta)
        read_content_meta(r, meta);
    if (xml_child(r->item, "itemMeta"))
        read_item_meta(r, xml_child(r->item, "itemMeta"));
    bool is_photo = slice_equal(r->class, SLICE("picture")) || slice_equal(r->class, SLICE("graphic"));
    r->article->page_kind = is_photo ? PAGE_PHOTO : PAGE_ARTICLE;
    if (set)
        read_content_set(r, set);
    set_if_empty(&r->article->lang, xml_attribute(r->item, "lang"));
    kit_identify(r->arena, r->article, "guid", xml_attribute(r->item, "guid"));
    read_rights(r);
    kit_read_byline(r->arena, r->article);
    kit_set_agency(r->arena, r->article, r->agency);
    settle_text(r);
    read_places(r, meta);
}

/* The items of a package, in its order. The tree is at most XML_DEPTH_MAX deep. */
static void read_references(Reader *r, const Xml *parent)
{
    for (const Xml *e = parent->first; e; e = e->next) {
        Slice reference = xml_attribute(e, "residref");
        if (!xml_is(e, "itemRef"))
            read_references(r, e);
        else
            kit_add_alt_id(r->arena, r->article, SLICE("item"),
                           slice_is_empty(reference) ? xml_attribute(e, "href") : reference);
    }
}

/* Items that are no pieces, and why. */
static const struct {
    const char *name, *why;
} others[] = {
    {"conceptItem", "a concept item: it describes a person, place or notion, and is no piece"},
    {"knowledgeItem", "a knowledge item: a list of concepts, no piece"},
    {"planningItem", "a planning item: coverage that is planned, no piece"},
    {"catalogItem", "a catalogue of codes, no piece"},
    {"catalog", "a catalogue of codes, no piece"},
    {"groupSet", "the groups of a package without the package: a list of references, no piece"},
};

static const char *why_no_piece(const Xml *item)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (xml_is(item, others[i].name))
            return others[i].why;
    return NULL;
}

/* Gives the reason where the item gave no piece; NULL where it gave one. */
static const char *add_item(Record *record, Arena *arena, const Xml *item, StatedList *list)
{
    Stated stated = {.kind = STATED_PIECE, .source = SLICE("newsml-g2")};
    Reader reader = {
        .record = record, .arena = arena, .stated = &stated, .article = &stated.article, .item = item};
    Article *a = &stated.article;
    const char *why = why_no_piece(item);
    bool is_package = xml_is(item, "packageItem");
    if (why)
        return why;
    read_item(&reader);
    if (is_package)
        read_references(&reader, item);
    if (is_package && slice_is_empty(a->headline))
        return "a package without a headline: a list of other items, no piece";
    if (slice_is_empty(a->headline) && slice_is_empty(stated.body) && a->media.count == 0)
        return "an item without headline, text and photo";
    if (list->count > 0)
        stated.at = arena_format(arena, "item[%zu]", list->count + 1);
    *LIST_ADD(arena, list) = stated;
    return NULL;
}

static Status newsml_state(Record *record, Arena *arena, Error *err)
{
    XmlDocument document;
    StatedList list = {0};
    const char *why = NULL, *last = "a message without items";
    size_t count = 0;
    Status status = xml_read(arena, record->body, record->charset, &document, err);
    if (status != STATUS_OK)
        return status;
    record->is_body_cut |= document.is_cut;
    const Xml *set =
        xml_is(document.root, "newsMessage") ? xml_child(document.root, "itemSet") : document.root;
    if (set == document.root && !xml_is(set, "itemSet"))
        last = add_item(record, arena, set, &list);
    else
        for (const Xml *item = set ? set->first : NULL; item && count < ITEMS_MAX; item = item->next)
            if (!slice_is_empty(item->name)) {
                why = add_item(record, arena, item, &list);
                last = why ? why : last;
                count++;
            }
    return kit_finish(record, &list, err, last ? last : "");
}

static Status newsml_read(Record *record, Arena *arena, Error *err)
{
    return kit_read_guarded(record, arena, newsml_state, err);
}

static int bid_bytes(Slice first)
{
    static const struct {
        const char *name;
        int bid;
    } roots[] = {{"newsItem", 90},      {"packageItem", 90},  {"newsMessage", 90}, {"conceptItem", 90},
                 {"knowledgeItem", 90}, {"planningItem", 90}, {"catalogItem", 90}, {"contentSet", 60},
                 {"contentMeta", 60},   {"groupSet", 60},     {"itemSet", 60}};
    FeedRoot root;
    if (!feed_root_of(first, &root))
        return 0;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (slice_equal(root.name, slice_from(roots[i].name)))
            return roots[i].bid;
    return 0;
}

static int newsml_bid(Slice first, Slice file_name)
{
    (void)file_name;
    return bid_bytes(first);
}

static Status newsml_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return kit_document_next(import, arena, MEDIA_TYPE, record, err);
}

const Importer importer_newsml = {"newsml-g2", newsml_bid, document_open, newsml_next, document_close};
const StatedReader stated_newsml = {MEDIA_TYPE, bid_bytes, newsml_read};
