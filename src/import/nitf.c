/* News Industry Text Format 3.x (IPTC): a document in, what it states out.
 *
 * The head says when, how urgent and about what (docdata, tobject, pubdata); the head of the body has the
 * headline, the byline and the dateline as printed; its content is close to HTML and is read as such. What
 * only an editor needs (urgency, messages, rights) is kept as custom fields. */
#include "import/nitf.h"

#include "base/builder.h"
#include "import/feed_root.h"

#define MEDIA_TYPE "application/nitf+xml"

typedef struct Reader {
    Record *record;
    Arena *arena;
    Stated *stated;
    Article *article;
} Reader;

static Slice words_of(Arena *arena, const Xml *element)
{
    return element ? xml_words(arena, element) : SLICE_EMPTY;
}

static void set_if_empty(Slice *field, Slice value)
{
    if (slice_is_empty(*field))
        *field = value;
}

/* ---- the head of the body ---- */

static void read_hedline(Reader *r, const Xml *head)
{
    const Xml *hedline = head ? xml_child(head, "hedline") : NULL;
    if (!hedline)
        return;
    set_if_empty(&r->article->headline, words_of(r->arena, xml_child(hedline, "hl1")));
    set_if_empty(&r->article->subheadline, words_of(r->arena, xml_child(hedline, "hl2")));
}

/* What stands before the title: "By Meredith Jameson, " without "By" and the comma. */
static Slice name_before_title(Arena *arena, const Xml *byline)
{
    Builder b;
    builder_init(&b, arena);
    for (const Xml *child = byline->first; child && !xml_is(child, "byttl"); child = child->next)
        builder_add(&b, slice_is_empty(child->name) ? child->text : xml_text(arena, child));
    Slice name = kit_words(arena, builder_slice(&b));
    if (slice_starts_with_nocase(name, SLICE("by ")))
        name = slice_skip(name, 3);
    while (name.size && (name.data[name.size - 1] == ',' || ascii_is_space(name.data[name.size - 1])))
        name.size--;
    bool is_one = !slice_contains(name, SLICE(",")) && !slice_contains(name, SLICE("&")) &&
                  slice_find_nocase(name, SLICE(" and ")) == SLICE_NONE;
    return is_one ? name : SLICE_EMPTY;
}

static void read_byline(Reader *r, const Xml *byline)
{
    Slice title = words_of(r->arena, xml_child(byline, "byttl"));
    size_t before = r->article->authors.count;
    for (const Xml *child = byline->first; child; child = child->next)
        if (xml_is(child, "person"))
            kit_add_author(r->arena, r->article, words_of(r->arena, child), title);
    if (r->article->authors.count == before && !slice_is_empty(title))
        kit_add_author(r->arena, r->article, name_before_title(r->arena, byline), title);
}

/* As it would be printed: a title that follows the name without a blank is parted from it. */
static Slice printed_byline(Arena *arena, const Xml *byline)
{
    Builder b;
    builder_init(&b, arena);
    for (const Xml *child = byline->first; child; child = child->next) {
        char last = b.size ? b.data[b.size - 1] : ' ';
        if (xml_is(child, "byttl") && !ascii_is_space(last))
            builder_add_string(&b, last == ',' ? " " : ", ");
        builder_add(&b, slice_is_empty(child->name) ? child->text : xml_text(arena, child));
    }
    return kit_words(arena, builder_slice(&b));
}

static void read_bylines(Reader *r, const Xml *head)
{
    Builder b;
    builder_init(&b, r->arena);
    for (const Xml *byline = head ? xml_child(head, "byline") : NULL; byline;
         byline = xml_next_same(byline)) {
        builder_add_string(&b, b.size ? "; " : "");
        builder_add(&b, printed_byline(r->arena, byline));
        read_byline(r, byline);
    }
    set_if_empty(&r->article->byline, builder_slice(&b));
    kit_read_byline(r->arena, r->article);
    kit_set_agency(r->arena, r->article, words_of(r->arena, head ? xml_child(head, "distributor") : NULL));
}

static Slice trim_marks(Slice text)
{
    text = slice_trim(text);
    while (text.size && memchr(",;:-", text.data[text.size - 1], 4))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    return text;
}

/* Places are marked up, or the words have to do. */
static void read_dateline(Reader *r, const Xml *head)
{
    const Xml *printed = head ? xml_child(head, "dateline") : NULL;
    Dateline *dateline = &r->article->dateline;
    if (!printed || !slice_is_empty(dateline->raw))
        return;
    dateline->places = (Slices){0};
    const Xml *date = xml_child(printed, "story.date");
    const Xml *place = xml_child(printed, "location");
    if (place)
        dateline->raw = words_of(r->arena, printed);
    else
        kit_dateline(r->arena, r->article, words_of(r->arena, printed));
    for (; place; place = xml_next_same(place)) {
        Slice name = trim_marks(words_of(r->arena, place));
        if (!slice_is_empty(name))
            *LIST_ADD(r->arena, &dateline->places) = name;
    }
    if (date)
        dateline->date = kit_moment(r->arena, xml_attribute(date, "norm"));
}

static void read_body_head(Reader *r, const Xml *body)
{
    const Xml *head = body ? xml_child(body, "body.head") : NULL;
    read_hedline(r, head);
    read_bylines(r, head);
    read_dateline(r, head);
    if (head)
        set_if_empty(&r->article->summary, words_of(r->arena, xml_child(head, "abstract")));
}

/* ---- photos ---- */

/* The largest of the references is the photo. */
static void read_media(Reader *r, const Xml *element)
{
    Slice type = xml_attribute(element, "media-type");
    Media media = {.id = xml_attribute(element, "id")};
    if (!slice_is_empty(type) && slice_find_nocase(type, SLICE("image")) == SLICE_NONE &&
        slice_find_nocase(type, SLICE("photo")) == SLICE_NONE &&
        slice_find_nocase(type, SLICE("picture")) == SLICE_NONE)
        return;
    for (const Xml *ref = xml_child(element, "media-reference"); ref; ref = xml_next_same(ref)) {
        Slice source = slice_trim(xml_attribute(ref, "source"));
        uint32_t width = kit_pixels(xml_attribute(ref, "width"));
        set_if_empty(&media.alt, xml_attribute(ref, "alternate-text"));
        if (!slice_is_empty(source) && (slice_is_empty(media.href) || width > media.width)) {
            kit_set_href(r->arena, &media, source);
            media.width = width;
            media.height = kit_pixels(xml_attribute(ref, "height"));
        }
    }
    media.caption = words_of(r->arena, xml_child(element, "media-caption"));
    media.credit.raw = words_of(r->arena, xml_child(element, "media-producer"));
    if (media.href.size || media.id.size || media.caption.size)
        *LIST_ADD(r->arena, &r->article->media) = media;
}

/* The tree is at most XML_DEPTH_MAX deep. */
static void read_photos(Reader *r, const Xml *parent)
{
    for (const Xml *child = parent->first; child; child = child->next) {
        if (xml_is(child, "media"))
            read_media(r, child);
        else if (child->first)
            read_photos(r, child);
    }
}

static void read_content(Reader *r, const Xml *body)
{
    const Xml *content = body ? xml_child(body, "body.content") : NULL;
    const Xml *end = body ? xml_child(body, "body.end") : NULL;
    if (!content)
        return;
    read_photos(r, content);
    Slice html = nitf_html(r->arena, content), tail = nitf_html(r->arena, end);
    if (slice_is_empty(html) || !slice_is_empty(r->stated->body))
        return;
    r->stated->form = STATED_HTML;
    r->stated->body =
        slice_is_empty(tail) ? html : arena_format(r->arena, "%.*s%.*s", SLICE_ARG(html), SLICE_ARG(tail));
}

/* ---- the document's head ---- */

/* Elements of docdata whose value is one attribute or their words, kept for people. */
static const struct {
    const char *element, *attribute, *key;
} kept[] = {
    {"urgency", "ed-urg", "urgency"},         {"ed-msg", "info", "ed-msg"},
    {"fixture", "fix-id", "fixture"},         {"du-key", "key", "du-key"},
    {"doc-scope", "scope", "doc-scope"},      {"date.expire", "norm", "expires"},
    {"doc.copyright", "holder", "copyright"}, {"doc.rights", "owner", "rights"},
    {"series", "series.name", "series"},
};

static void keep_docdata(Reader *r, const Xml *docdata)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        for (const Xml *e = xml_child(docdata, kept[i].element); e; e = xml_next_same(e)) {
            Slice value = xml_attribute(e, kept[i].attribute);
            kit_add_custom(r->arena, r->article, slice_from(kept[i].key),
                           slice_is_empty(value) ? words_of(r->arena, e) : value);
        }
    const Xml *del_list = xml_child(docdata, "del-list");
    for (const Xml *e = del_list ? xml_child(del_list, "from-src") : NULL; e; e = xml_next_same(e))
        kit_add_custom(r->arena, r->article, SLICE("del-list"), xml_attribute(e, "src-name"));
}

static void read_keywords(Reader *r, const Xml *docdata)
{
    const Xml *keys = xml_child(docdata, "key-list");
    for (const Xml *e = keys ? xml_child(keys, "keyword") : NULL; e; e = xml_next_same(e))
        kit_add_tag(r->arena, r->article, SLICE_EMPTY, slice_trim(xml_attribute(e, "key")));
    const Xml *content = xml_child(docdata, "identified-content");
    for (const Xml *e = content ? content->first : NULL; e; e = e->next) {
        Slice value = xml_attribute(e, "value");
        if (slice_is_empty(e->name))
            continue;
        if (slice_is_empty(value))
            value = words_of(r->arena, e);
        if (xml_is(e, "classifier"))
            kit_add_tag(r->arena, r->article, SLICE_EMPTY, value);
        else
            kit_add_custom(r->arena, r->article, e->name, value);
    }
}

static void read_docdata(Reader *r, const Xml *docdata)
{
    Article *a = r->article;
    const Xml *id = xml_child(docdata, "doc-id");
    const Xml *issue = xml_child(docdata, "date.issue"), *release = xml_child(docdata, "date.release");
    Slice status = xml_attribute(docdata, "management-status");
    Moment issued = issue ? kit_moment(r->arena, xml_attribute(issue, "norm")) : (Moment){0};
    Moment released = release ? kit_moment(r->arena, xml_attribute(release, "norm")) : (Moment){0};
    if (!moment_is_known(a->published))
        a->published = moment_is_known(issued) ? issued : released;
    if (a->status == ARTICLE_PUBLIC)
        a->status = kit_status(status);
    if (slice_equal_nocase(status, SLICE("embargoed")))
        a->status = ARTICLE_EMBARGOED;
    a->status = kit_embargo(r->record, a->status, released);
    if (id)
        kit_identify(r->arena, a, "doc-id", xml_attribute(id, "id-string"));
    keep_docdata(r, docdata);
    read_keywords(r, docdata);
}

static void read_pubdata(Reader *r, const Xml *pubdata)
{
    Article *a = r->article;
    Moment printed = kit_moment(r->arena, xml_attribute(pubdata, "date.publication"));
    Slice reference = xml_attribute(pubdata, "ex-ref");
    if (moment_is_known(printed))
        a->published = printed;
    set_if_empty(&a->section.label, kit_words(r->arena, xml_attribute(pubdata, "position.section")));
    set_if_empty(&a->site_name, kit_words(r->arena, xml_attribute(pubdata, "name")));
    kit_add_custom(r->arena, a, SLICE("page"), xml_attribute(pubdata, "position.sequence"));
    kit_add_custom(r->arena, a, SLICE("edition"), xml_attribute(pubdata, "edition.name"));
    if (kit_is_http(reference) && slice_is_empty(a->url))
        a->url = a->canonical = reference;
}

/* "tobject.subject": the most exact word that is told. */
static void read_subjects(Reader *r, const Xml *head)
{
    static const char *const names[] = {"tobject.subject.detail", "tobject.subject.matter",
                                        "tobject.subject.type"};
    const Xml *object = xml_child(head, "tobject");
    if (!object)
        return;
    const Xml *property = xml_child(object, "tobject.property");
    if (property)
        set_if_empty(&r->article->genre, xml_attribute(property, "tobject.property.type"));
    for (const Xml *e = xml_child(object, "tobject.subject"); e; e = xml_next_same(e)) {
        Slice label = SLICE_EMPTY;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            set_if_empty(&label, slice_trim(xml_attribute(e, names[i])));
        kit_add_tag(r->arena, r->article, SLICE_EMPTY, label);
    }
}

static void read_head(Reader *r, const Xml *head)
{
    const Xml *docdata = xml_child(head, "docdata");
    if (docdata)
        read_docdata(r, docdata);
    for (const Xml *e = xml_child(head, "pubdata"); e; e = xml_next_same(e))
        read_pubdata(r, e);
    read_subjects(r, head);
}

/* ---- the whole ---- */

const Xml *nitf_find(const Xml *element)
{
    if (xml_is(element, "nitf"))
        return element;
    return xml_child(element, "nitf");
}

void nitf_read_root(Record *record, Arena *arena, const Xml *nitf, Stated *stated)
{
    Reader reader = {record, arena, stated, &stated->article};
    const Xml *head = xml_child(nitf, "head"), *body = xml_child(nitf, "body");
    if (head)
        read_head(&reader, head);
    read_body_head(&reader, body);
    read_content(&reader, body);
    if (head)
        set_if_empty(&stated->article.headline, words_of(arena, xml_child(head, "title")));
    set_if_empty(&stated->article.lang, xml_attribute(nitf, "lang"));
}

static Status nitf_state(Record *record, Arena *arena, Error *err)
{
    XmlDocument document;
    StatedList list = {0};
    Status status = xml_read(arena, record->body, record->charset, &document, err);
    if (status != STATUS_OK)
        return status;
    record->is_body_cut |= document.is_cut;
    const Xml *nitf = nitf_find(document.root);
    if (!nitf)
        return error_set(err, STATUS_SKIP, "no <nitf> in it");
    Stated *stated = kit_add_stated(arena, &list, "nitf");
    stated->article.page_kind = PAGE_ARTICLE;
    nitf_read_root(record, arena, nitf, stated);
    if (slice_is_empty(stated->article.headline) && slice_is_empty(stated->body))
        return error_set(err, STATUS_SKIP, "a NITF document without headline and text");
    return kit_finish(record, &list, err, "");
}

static Status nitf_read(Record *record, Arena *arena, Error *err)
{
    return kit_read_guarded(record, arena, nitf_state, err);
}

static int bid_bytes(Slice first)
{
    FeedRoot root;
    return feed_root_of(first, &root) && slice_equal_nocase(root.name, SLICE("nitf")) ? 90 : 0;
}

static int nitf_bid(Slice first, Slice file_name)
{
    (void)file_name;
    return bid_bytes(first);
}

static Status nitf_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return kit_document_next(import, arena, MEDIA_TYPE, record, err);
}

const Importer importer_nitf = {"nitf", nitf_bid, document_open, nitf_next, document_close};
const StatedReader stated_nitf = {MEDIA_TYPE, bid_bytes, nitf_read};
