/* ninjs 1.x, 2.x and 3.x (IPTC): a news item as JSON in, what it states out.
 *
 * The versions differ in spelling (body_text, bodies; versioncreated, versionCreated) and shape (an object by
 * name in 1.x, an array with names from 2.0 on); each member is looked up by all its names, and objects and
 * arrays are walked alike. A file holds one item, an array of them, or one a line. */
#include "base/builder.h"
#include "base/utf8.h"
#include "import/json_shape.h"
#include "import/lines.h"
#include "import/nitf.h"

#define MEDIA_TYPE "application/ninjs+json"
enum { NEST_MAX = 4 }; /* packages in packages */

typedef struct Reader {
    Record *record;
    Arena *arena;
    StatedList *list;
} Reader;

typedef struct Names {
    const char *names[4];
} Names;

static const Json *member(const Json *object, Names names)
{
    size_t count = 0;
    while (count < 4 && names.names[count])
        count++;
    return kit_json_get(object, names.names, count);
}
#define MEMBER(object, ...) member((object), (Names){{__VA_ARGS__}})
#define TEXT(object, ...) kit_json_text(MEMBER((object), __VA_ARGS__))

static void set_if_empty(Slice *field, Slice value)
{
    if (slice_is_empty(*field))
        *field = value;
}

/* The members of an object or array; a single object with a name of its own counts as a list of one. */
static const Json *first_of(const Json *list)
{
    bool is_one = list && list->kind == JSON_OBJECT && list->first &&
                  (json_get(list, "name") || json_get(list, "uri") || json_get(list, "value")) &&
                  list->first->kind != JSON_OBJECT;
    return !list || (list->kind != JSON_OBJECT && list->kind != JSON_ARRAY) ? NULL
           : is_one                                                         ? list
                                                                            : list->first;
}

static const Json *next_of(const Json *list, const Json *item)
{
    return item == list ? NULL : item->next;
}

/* A value by role out of [{role, value}]: one of the roles; with NULL the first of all. */
static Slice by_role(const Json *list, const char *const *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (const Json *item = first_of(list); item; item = next_of(list, item)) {
            Slice role = json_get_text(item, "role");
            bool fits = roles[i] ? slice_equal_nocase(role, slice_from(roles[i])) : true;
            if (fits && !slice_is_empty(json_get_text(item, "value")))
                return json_get_text(item, "value");
        }
    return SLICE_EMPTY;
}

/* ---- headlines, descriptions ---- */

static void read_headlines(Reader *r, const Json *item, Article *a)
{
    static const char *const main_roles[] = {"main", "headline", "", NULL};
    static const char *const sub_roles[] = {"sub", "subtitle", "subheadline", "deck", "dek", "secondary"};
    static const char *const kicker_roles[] = {"kicker", "overline", "vignette"};
    const Json *headlines = MEMBER(item, "headlines", "headline");
    Slice own = json_get_text(item, "headline");
    set_if_empty(&a->subheadline, kit_words(r->arena, by_role(headlines, sub_roles, 6)));
    set_if_empty(&a->kicker, kit_words(r->arena, by_role(headlines, kicker_roles, 3)));
    set_if_empty(&a->headline, kit_words(r->arena, own.size ? own : by_role(headlines, main_roles, 4)));
}

static Slice summary_of(Reader *r, const Json *item)
{
    static const char *const roles[] = {"lead", "summary", "abstract", "text", "", "drol:summary"};
    Slice words = by_role(json_get(item, "descriptions"), roles, 6);
    return kit_words(r->arena, words.size ? words : TEXT(item, "description_text"));
}

static Slice caption_of(Reader *r, const Json *item)
{
    static const char *const roles[] = {"caption", "drol:caption", "text", "", "summary", NULL};
    Slice words = by_role(json_get(item, "descriptions"), roles, 6);
    if (slice_is_empty(words))
        words = TEXT(item, "description_text", "description_caption");
    return kit_words(r->arena, words);
}

/* ---- bodies ---- */

/* What stands inside <body>, if there is one. */
static Slice inside_body(Slice html)
{
    size_t begin = slice_find_nocase(html, SLICE("<body"));
    if (begin == SLICE_NONE)
        return html;
    size_t open = slice_find_byte(slice_skip(html, begin), '>');
    if (open == SLICE_NONE)
        return html;
    html = slice_skip(html, begin + open + 1);
    size_t end = slice_find_nocase(html, SLICE("</body"));
    return slice_range(html, 0, end);
}

/* A text repeats the headline at its top; it is not part of the text. */
static Slice without_headline(Reader *r, Slice html, Slice headline)
{
    size_t begin = slice_find_nocase(html, SLICE("<h1"));
    size_t end = slice_find_nocase(html, SLICE("</h1>"));
    if (begin == SLICE_NONE || end == SLICE_NONE || end < begin || slice_is_empty(headline))
        return html;
    size_t open = slice_find_byte(slice_skip(html, begin), '>');
    Slice words = kit_words(r->arena, slice_range(html, begin + open + 1, end));
    if (!slice_equal(words, headline))
        return html;
    return arena_format(r->arena, "%.*s%.*s", SLICE_ARG(slice_range(html, 0, begin)),
                        SLICE_ARG(slice_skip(html, end + 5)));
}

static void set_html(Reader *r, Stated *stated, Slice html)
{
    html = slice_trim(without_headline(r, inside_body(html), stated->article.headline));
    if (slice_is_empty(html))
        return;
    stated->form = STATED_HTML;
    stated->body = html;
}

/* Line breaks part paragraphs where no empty line does. */
static void set_text(Reader *r, Stated *stated, Slice text)
{
    Builder b;
    Slice line;
    builder_init(&b, r->arena);
    while (slice_next_line(&text, &line)) {
        line = slice_trim(line);
        if (slice_is_empty(line) || (b.size == 0 && slice_equal(line, stated->article.headline)))
            continue;
        builder_add_string(&b, b.size ? "\n\n" : "");
        builder_add(&b, line);
    }
    if (b.size == 0)
        return;
    stated->form = STATED_TEXT;
    stated->body = builder_slice(&b);
}

static void set_nitf(Reader *r, Stated *stated, Slice xml)
{
    XmlDocument document;
    Error ignored;
    if (xml_read(r->arena, xml, SLICE("utf-8"), &document, &ignored) != STATUS_OK)
        return;
    const Xml *nitf = nitf_find(document.root);
    if (nitf)
        nitf_read_root(r->record, r->arena, nitf, stated);
}

/* The fullest form first: NITF has the parts of a text marked, HTML its paragraphs. */
static void read_bodies(Reader *r, const Json *item, Stated *stated)
{
    static const struct {
        const char *mark; /* in content type or role */
        void (*set)(Reader *r, Stated *stated, Slice value);
    } forms[] = {{"nitf", set_nitf}, {"html", set_html}, {"text", set_text}, {"", set_text}};
    const Json *bodies = json_get(item, "bodies");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (const Json *body = first_of(bodies); body; body = next_of(bodies, body)) {
            Slice type = TEXT(body, "contentType", "contenttype"), mark = slice_from(forms[i].mark);
            bool fits = slice_find_nocase(type, mark) != SLICE_NONE ||
                        slice_find_nocase(json_get_text(body, "role"), mark) != SLICE_NONE;
            if (fits && slice_is_empty(stated->body))
                forms[i].set(r, stated, json_get_text(body, "value"));
        }
    if (slice_is_empty(stated->body))
        set_html(r, stated, TEXT(item, "body_xhtml", "body_html"));
    if (slice_is_empty(stated->body))
        set_text(r, stated, TEXT(item, "body_text"));
}

/* ---- what it is about ---- */

static void read_subjects(Reader *r, const Json *item, Article *a)
{
    const Json *subjects = MEMBER(item, "subjects", "subject");
    for (const Json *e = first_of(subjects); e; e = next_of(subjects, e))
        kit_add_tag(r->arena, a, SLICE_EMPTY, kit_words(r->arena, json_get_text(e, "name")));
    const Json *keywords = MEMBER(item, "keywords", "keyword");
    for (const Json *e = first_of(keywords); e; e = next_of(keywords, e))
        kit_add_tag(r->arena, a, SLICE_EMPTY, kit_words(r->arena, kit_json_text(e)));
}

static bool wrote_it(const Json *person)
{
    static const char *const rels[] = {"author", "creator", "reporter", "writer", "photographer"};
    return SLICE_ANY(json_get_text(person, "rel"), slice_equal_nocase, rels);
}

/* Who and what is mentioned: kept, but no tag. */
static void read_named(Reader *r, const Json *item, Article *a)
{
    static const struct {
        const char *names[2];
        const char *key;
    } kinds[] = {{{"people", "person"}, "person"},
                 {{"organisations", "organisation"}, "organisation"},
                 {{"places", "place"}, "place"},
                 {{"objects", "object"}, "object"},
                 {{"events", "event"}, "event"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const Json *list = kit_json_get(item, kinds[i].names, 2);
        for (const Json *e = first_of(list); e; e = next_of(list, e)) {
            Slice name = kit_words(r->arena, json_get_text(e, "name"));
            if (i == 0 && wrote_it(e))
                kit_add_author(r->arena, a, name, SLICE_EMPTY);
            else
                kit_add_custom(r->arena, a, slice_from(kinds[i].key), name);
        }
    }
}

static void read_sources(Reader *r, const Json *item, Article *a)
{
    const Json *sources = MEMBER(item, "infoSources", "infosources", "infosource");
    for (const Json *e = first_of(sources); e; e = next_of(sources, e)) {
        Slice role = json_get_text(e, "role"), name = kit_words(r->arena, json_get_text(e, "name"));
        if (slice_is_empty(role) || slice_equal_nocase(role, SLICE("source")))
            kit_set_agency(r->arena, a, name);
        else
            kit_add_custom(r->arena, a, SLICE("infoSource"), name);
    }
    const Json *genres = MEMBER(item, "genres", "genre");
    for (const Json *e = first_of(genres); e; e = next_of(genres, e)) {
        Slice uri = json_get_text(e, "uri");
        size_t slash = slice_find_last_byte(uri, '/');
        set_if_empty(&a->genre, kit_words(r->arena, json_get_text(e, "name")));
        set_if_empty(&a->genre, slash == SLICE_NONE ? SLICE_EMPTY : slice_skip(uri, slash + 1));
    }
}

static void read_alt_ids(Reader *r, const Json *item, Article *a)
{
    const Json *ids = MEMBER(item, "altIds", "altids", "altid");
    for (const Json *e = ids && (ids->kind == JSON_ARRAY || ids->kind == JSON_OBJECT) ? ids->first : NULL; e;
         e = e->next) {
        bool is_pair = e->kind == JSON_OBJECT;
        kit_add_alt_id(r->arena, a, is_pair ? json_get_text(e, "role") : e->key,
                       is_pair ? TEXT(e, "value") : kit_json_text(e));
    }
}

/* For editors and lawyers: kept as it stands. */
static const struct {
    Names names;
    const char *key;
} kept[] = {
    {{{"slugline"}}, "slugline"},
    {{{"urgency"}}, "urgency"},
    {{{"edNote", "ednote"}}, "edNote"},
    {{{"copyrightHolder", "copyrightholder"}}, "copyrightHolder"},
    {{{"copyrightNotice", "copyrightnotice"}}, "copyrightNotice"},
    {{{"usageTerms", "usageterms"}}, "usageTerms"},
    {{{"rightsInfo", "rightsinfo"}}, "rightsInfo"},
    {{{"expires"}}, "expires"},
    {{{"profile"}}, "profile"},
    {{{"version"}}, "version"},
};

static void keep_others(Reader *r, const Json *item, Article *a)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        kit_add_custom(r->arena, a, slice_from(kept[i].key),
                       kit_json_any(r->arena, member(item, kept[i].names)));
}

/* ---- photos ---- */

static bool is_type(const Json *item, const char *type)
{
    return slice_equal_nocase(json_get_text(item, "type"), slice_from(type));
}

static bool is_photo(const Json *item)
{
    return is_type(item, "picture") || is_type(item, "graphic");
}

/* The largest rendition that is a picture. */
static const Json *best_rendition(const Json *item)
{
    const Json *list = json_get(item, "renditions"), *best = NULL;
    uint32_t best_width = 0;
    for (const Json *e = first_of(list); e; e = next_of(list, e)) {
        Slice type = TEXT(e, "contentType", "contenttype", "mimetype");
        uint32_t width = kit_pixels(TEXT(e, "width"));
        if (slice_is_empty(json_get_text(e, "href")) ||
            (!slice_is_empty(type) && !slice_starts_with_nocase(type, SLICE("image/"))))
            continue;
        if (!best || width > best_width) {
            best = e;
            best_width = width;
        }
    }
    return best;
}

static void add_photo(Reader *r, const Json *item, Article *a)
{
    static const char *const credit_roles[] = {"creditline", "credit"};
    const Json *rendition = best_rendition(item);
    Slice by = kit_words(r->arena, TEXT(item, "by", "byline"));
    Slice credit = by_role(json_get(item, "descriptions"), credit_roles, 2);
    if (slice_is_empty(credit))
        credit = TEXT(item, "creditline", "creditLine", "credit");
    Media media = {.caption = caption_of(r, item)};
    media.credit.raw = kit_words(r->arena, credit.size ? credit : by);
    if (slice_find_byte(by, '/') == SLICE_NONE && !slice_equal_nocase(by, media.credit.raw))
        media.credit.photographer = by;
    media.taken = kit_moment(r->arena, TEXT(item, "contentCreated", "contentcreated"));
    if (rendition) {
        kit_set_href(r->arena, &media, json_get_text(rendition, "href"));
        media.width = kit_pixels(TEXT(rendition, "width"));
        media.height = kit_pixels(TEXT(rendition, "height"));
    } else {
        kit_set_href(r->arena, &media, json_get_text(item, "uri"));
    }
    if (slice_is_empty(media.caption))
        media.caption = kit_words(r->arena, TEXT(item, "headline", "title"));
    if (media.href.size || media.id.size)
        *LIST_ADD(r->arena, &a->media) = media;
}

/* ---- items ---- */

static const char *add_item(Reader *r, const Json *item, unsigned depth);

/* Photos belong to the piece; texts of a package are pieces of their own. */
static void read_associations(Reader *r, const Json *item, Article *a, unsigned depth)
{
    const Json *list = MEMBER(item, "associations", "association");
    for (const Json *e = list && list->kind != JSON_TEXT ? list->first : NULL; e; e = e->next) {
        bool has_text = MEMBER(e, "bodies", "body_text", "body_xhtml", "body_html") != NULL;
        if (e->kind != JSON_OBJECT)
            continue;
        if (is_photo(e))
            add_photo(r, e, a);
        else if (has_text && depth < NEST_MAX)
            (void)add_item(r, e, depth + 1);
        else
            kit_add_alt_id(r->arena, a, SLICE("association"), json_get_text(e, "uri"));
    }
}

static void read_dates(Reader *r, const Json *item, Article *a)
{
    Moment first = kit_moment(r->arena, TEXT(item, "firstCreated", "firstcreated"));
    Moment content = kit_moment(r->arena, TEXT(item, "contentCreated", "contentcreated"));
    Moment version = kit_moment(r->arena, TEXT(item, "versionCreated", "versioncreated"));
    a->status = kit_status(TEXT(item, "pubStatus", "pubstatus"));
    a->status =
        kit_embargo(r->record, a->status,
                    kit_moment(r->arena, TEXT(item, "embargoedUntil", "embargoeduntil", "embargoed")));
    kit_dates(a, first, content, version);
}

/* An event or a plan is no piece, unless it comes with a text. */
static bool is_event(const Json *item)
{
    if (is_type(item, "event") || is_type(item, "planning"))
        return true;
    return MEMBER(item, "eventDetails", "eventdetails") && !json_get(item, "bodies");
}

/* A video, a recording: its description is its text. */
static void settle_text(Reader *r, const Json *item, Stated *stated)
{
    Article *a = &stated->article;
    bool is_shown = is_type(item, "video") || is_type(item, "audio");
    if (a->page_kind == PAGE_PHOTO)
        add_photo(r, item, a);
    else if (is_shown && slice_is_empty(stated->body))
        set_text(r, stated, caption_of(r, item));
    else
        set_if_empty(&a->summary, summary_of(r, item));
    set_if_empty(&a->headline, kit_words(r->arena, TEXT(item, "title")));
}

static void read_item(Reader *r, const Json *item, Stated *stated, unsigned depth)
{
    Article *a = &stated->article;
    a->page_kind = is_photo(item) ? PAGE_PHOTO : PAGE_ARTICLE;
    a->lang = TEXT(item, "language");
    a->byline = kit_words(r->arena, TEXT(item, "by", "byline"));
    read_dates(r, item, a);
    read_headlines(r, item, a);
    kit_identify(r->arena, a, "uri", json_get_text(item, "uri"));
    read_named(r, item, a);
    read_subjects(r, item, a);
    if (a->page_kind != PAGE_PHOTO)
        read_bodies(r, item, stated);
    kit_read_byline(r->arena, a);
    read_sources(r, item, a);
    read_alt_ids(r, item, a);
    keep_others(r, item, a);
    settle_text(r, item, stated);
    read_associations(r, item, a, depth);
    kit_located(r->arena, a, TEXT(item, "located"), stated->body);
}

/* Gives the reason where the item gave no piece; NULL where it gave one. */
static const char *add_item(Reader *r, const Json *item, unsigned depth)
{
    Stated stated = {.kind = STATED_PIECE, .source = SLICE("ninjs")};
    if (item->kind != JSON_OBJECT)
        return "no object";
    if (is_event(item))
        return "an event or a plan: no piece";
    read_item(r, item, &stated, depth);
    const Article *a = &stated.article;
    if (slice_is_empty(a->headline) && slice_is_empty(stated.body) && a->media.count == 0)
        return "an item without headline, text and photo";
    if (r->list->count > 0)
        stated.at = arena_format(r->arena, "item[%zu]", r->list->count + 1);
    *LIST_ADD(r->arena, r->list) = stated;
    return NULL;
}

static Status ninjs_state(Record *record, Arena *arena, Error *err)
{
    StatedList list = {0};
    Reader reader = {record, arena, &list};
    const char *why = "no JSON object";
    const Json *root = json_read(arena, utf8_repair(arena, record->body));
    if (root && root->kind == JSON_OBJECT)
        why = add_item(&reader, root, 0);
    for (const Json *item = root && root->kind == JSON_ARRAY ? root->first : NULL; item; item = item->next)
        why = add_item(&reader, item, 0);
    return kit_finish(record, &list, err, why ? why : "");
}

static Status ninjs_read(Record *record, Arena *arena, Error *err)
{
    return kit_read_guarded(record, arena, ninjs_state, err);
}

static int bid_bytes(Slice first)
{
    return json_shape(first) == JSON_SHAPE_NINJS ? 92 : 0;
}

static int ninjs_bid(Slice first, Slice file_name)
{
    (void)file_name;
    return bid_bytes(first);
}

static Status ninjs_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return json_source_next(import, arena, MEDIA_TYPE, record, err);
}

const Importer importer_ninjs = {"ninjs", ninjs_bid, json_source_open, ninjs_next, json_source_close};
const StatedReader stated_ninjs = {MEDIA_TYPE, bid_bytes, ninjs_read};
