/* In: a JSON object, or an array of them. Out: what each states of a piece.
 *
 * Two hands write these: our own export, all of whose members come back as they were; and people, who write
 * "title" for headline, an author as a text, a body as one text. What is not known is kept as a custom field.
 * Captures are not read back: the line is itself the capture of what it says. */
#include "import/jsonl_article.h"

#include <stddef.h>

#include "base/builder.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "import/stated_kit.h"
#include "model/merge.h"
#include "syntax/html.h"

typedef struct Reader {
    Arena *arena;
    const Json *object;
    Stated *stated;
    Article *article;
} Reader;

/* Texts of the article; the first name that is there has the field. */
static const struct {
    const char *name;
    size_t at;
} texts[] = {
    {"url", offsetof(Article, url)},
    {"permalink", offsetof(Article, url)},
    {"link", offsetof(Article, url)},
    {"canonical", offsetof(Article, canonical)},
    {"license", offsetof(Article, license)},
    {"rights", offsetof(Article, rights)},
    {"path", offsetof(Article, path)},
    {"headline", offsetof(Article, headline)},
    {"title", offsetof(Article, headline)},
    {"kicker", offsetof(Article, kicker)},
    {"genre", offsetof(Article, genre)},
    {"subheadline", offsetof(Article, subheadline)},
    {"subtitle", offsetof(Article, subheadline)},
    {"summary", offsetof(Article, summary)},
    {"description", offsetof(Article, summary)},
    {"byline", offsetof(Article, byline)},
    {"author", offsetof(Article, byline)},
    {"lang", offsetof(Article, lang)},
    {"language", offsetof(Article, lang)},
    {"dir", offsetof(Article, dir)},
    {"siteName", offsetof(Article, site_name)},
    {"parentId", offsetof(Article, parent_id)},
};

static const struct {
    const char *name;
    size_t at;
} moments[] = {
    {"published", offsetof(Article, published)},      {"date", offsetof(Article, published)},
    {"date_published", offsetof(Article, published)}, {"datePublished", offsetof(Article, published)},
    {"modified", offsetof(Article, modified)},        {"date_modified", offsetof(Article, modified)},
    {"dateModified", offsetof(Article, modified)},
};

/* ---- pieces of an article ---- */

static Author read_author(const Json *value)
{
    if (value->kind != JSON_OBJECT)
        return (Author){.name = kit_json_text(value)};
    return (Author){json_get_text(value, "name"), json_get_text(value, "slug"), json_get_text(value, "role"),
                    json_get_text(value, "agency")};
}

static void read_authors(Reader *reader, const Json *value)
{
    const Json *first = value->kind == JSON_ARRAY ? value->first : value;
    for (const Json *item = first; item; item = value->kind == JSON_ARRAY ? item->next : NULL) {
        Author author = read_author(item);
        if (author.name.size || author.agency.size)
            *LIST_ADD(reader->arena, &reader->article->authors) = author;
    }
}

static Label read_label(const Json *value)
{
    if (value->kind != JSON_OBJECT)
        return (Label){.label = slice_trim(kit_json_text(value))};
    return (Label){json_get_text(value, "slug"), json_get_text(value, "label")};
}

static void read_sections(Reader *reader, const Json *value)
{
    Labels *sections = &reader->article->sections;
    for (const Json *item = value->kind == JSON_ARRAY ? value->first : NULL;
         item && sections->count < ARTICLE_SECTIONS_MAX; item = item->next)
        *LIST_ADD(reader->arena, sections) = read_label(item);
}

static void read_section(Reader *reader, const Json *value)
{
    reader->article->section = read_label(value->kind == JSON_ARRAY && value->first ? value->first : value);
    read_sections(reader, value);
}

static void read_tags(Reader *reader, const Json *value)
{
    Slice rest = kit_json_text(value), piece;
    for (const Json *item = value->kind == JSON_ARRAY ? value->first : NULL; item; item = item->next) {
        Label label = read_label(item);
        kit_add_tag(reader->arena, reader->article, label.slug, label.label);
    }
    while (!slice_is_empty(rest) && slice_next_split(&rest, ',', &piece))
        kit_add_tag(reader->arena, reader->article, SLICE_EMPTY, slice_trim(piece));
}

static void read_texts(Arena *arena, const Json *array, Slices *out)
{
    for (const Json *item = array && array->kind == JSON_ARRAY ? array->first : NULL; item; item = item->next)
        if (!slice_is_empty(kit_json_text(item)))
            *LIST_ADD(arena, out) = kit_json_text(item);
}

/* [begin, end]; an empty span if it is anything else. */
static Span read_span(const Json *value)
{
    uint64_t begin = 0, end = 0;
    const Json *first = value && value->kind == JSON_ARRAY ? value->first : NULL;
    if (!first || !first->next || !slice_to_u64(first->text, &begin) ||
        !slice_to_u64(first->next->text, &end) || begin > end)
        return (Span){0};
    return (Span){begin, end};
}

static void read_dateline(Reader *reader, const Json *value)
{
    Dateline *dateline = &reader->article->dateline;
    if (value->kind != JSON_OBJECT) {
        kit_dateline(reader->arena, reader->article, kit_json_text(value));
        return;
    }
    dateline->raw = json_get_text(value, "raw");
    read_texts(reader->arena, json_get(value, "places"), &dateline->places);
    read_texts(reader->arena, json_get(value, "agencies"), &dateline->agencies);
    dateline->date = kit_moment(reader->arena, json_get_text(value, "date"));
    dateline->span = read_span(json_get(value, "span"));
}

static void read_credit(const Json *value, Credit *credit)
{
    const Json *file = json_get(value, "file");
    credit->raw = value->kind == JSON_OBJECT ? json_get_text(value, "raw") : kit_json_text(value);
    credit->agency = json_get_text(value, "agency");
    credit->photographer = json_get_text(value, "photographer");
    credit->is_file = file && slice_equal(file->text, SLICE("true"));
}

static uint32_t read_size(const Json *value)
{
    uint64_t size = 0;
    return value && slice_to_u64(value->text, &size) && size <= UINT32_MAX ? (uint32_t)size : 0;
}

static void add_media(Reader *reader, const Json *value)
{
    static const char *const hrefs[] = {"href", "url", "src"};
    Media media = {.id = kit_json_text(json_get(value, "id")),
                   .href = kit_json_text(value->kind == JSON_OBJECT ? kit_json_get(value, hrefs, 3) : value),
                   .caption = json_get_text(value, "caption"),
                   .alt = json_get_text(value, "alt"),
                   .taken = kit_moment(reader->arena, json_get_text(value, "taken")),
                   .width = read_size(json_get(value, "width")),
                   .height = read_size(json_get(value, "height"))};
    if (json_get(value, "credit"))
        read_credit(json_get(value, "credit"), &media.credit);
    if (media.id.size || media.href.size || media.caption.size)
        *LIST_ADD(reader->arena, &reader->article->media) = media;
}

static void read_media(Reader *reader, const Json *value)
{
    if (value->kind != JSON_ARRAY)
        add_media(reader, value);
    for (const Json *item = value->kind == JSON_ARRAY ? value->first : NULL; item; item = item->next)
        add_media(reader, item);
}

static void read_provenance(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        const Json *number = json_get(item, "confidence");
        char text[16] = {0};
        Origin origin = {.field = json_get_text(item, "field"),
                         .source = json_get_text(item, "source"),
                         .at = json_get_text(item, "at"),
                         .rule = json_get_text(item, "rule")};
        if (number && number->text.size < sizeof text) {
            memcpy(text, number->text.data, number->text.size);
            float confidence = strtof(text, NULL);
            origin.confidence = confidence >= 0 && confidence <= 1 ? confidence : 0;
        }
        if (origin.field.size && origin.source.size)
            *LIST_ADD(reader->arena, &reader->article->provenance) = origin;
    }
}

static void read_repairs(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        Repair repair = {json_get_text(item, "in"), read_span(json_get(item, "span")),
                         json_get_text(item, "was"), json_get_text(item, "rule")};
        if (repair.in.size && repair.rule.size)
            *LIST_ADD(reader->arena, &reader->article->repairs) = repair;
    }
}

static void read_alt_ids(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        bool is_pair = item->kind == JSON_OBJECT;
        kit_add_alt_id(reader->arena, reader->article, is_pair ? json_get_text(item, "role") : item->key,
                       is_pair ? json_get_text(item, "value") : kit_json_text(item));
    }
}

static void read_comments(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        const Json *approved = json_get(item, "approved");
        Comment comment = {.id = kit_json_text(json_get(item, "id")),
                           .parent = kit_json_text(json_get(item, "parent")),
                           .author = json_get_text(item, "author"),
                           .author_url = json_get_text(item, "authorUrl"),
                           .at = kit_moment(reader->arena, json_get_text(item, "at")),
                           .text = json_get_text(item, "text"),
                           .is_approved = approved && slice_equal(approved->text, SLICE("true"))};
        if (comment.text.size)
            *LIST_ADD(reader->arena, &reader->article->comments) = comment;
    }
}

/* {"key": value} or [{"key", "value"}]. */
static void read_custom(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        bool is_pair = slice_is_empty(item->key);
        kit_add_custom(reader->arena, reader->article, is_pair ? json_get_text(item, "key") : item->key,
                       kit_json_any(reader->arena, is_pair ? json_get(item, "value") : item));
    }
}

static void read_status(Reader *reader, const Json *value)
{
    static const char *const shown[] = {"published", "publish", "live", "usable", ""};
    Slice word = kit_json_text(value);
    if (article_status_find(word, &reader->article->status))
        return;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (slice_equal_nocase(word, slice_from(shown[i])))
            return;
    reader->article->status = ARTICLE_DRAFT; /* a word that is not known: rather not shown */
}

static void read_page_kind(Reader *reader, const Json *value)
{
    PageKind kind;
    if (page_kind_find(kit_json_text(value), &kind))
        reader->article->page_kind = kind;
}

static void read_versions(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        Moment at = kit_moment(reader->arena, json_get_text(item, "at"));
        Slice digest = json_get_text(item, "digest");
        if (digest.size)
            *LIST_ADD(reader->arena, &reader->article->versions) =
                (VersionInfo){.at_s = moment_is_known(at) ? moment_utc_s(at, NULL) : 0, .digest = digest};
    }
}

/* As notices: the acts by which they were made are another archive's. Since an archive keeps corrections by
 * its acts alone, each is kept as a custom field too. */
static void read_corrections(Reader *reader, const Json *value)
{
    for (const Json *item = value->first; item; item = item->next) {
        Slice date = json_get_text(item, "at");
        Moment at = kit_moment(reader->arena, date);
        Correction correction = {.at_s = moment_is_known(at) ? moment_utc_s(at, NULL) : 0,
                                 .field = json_get_text(item, "field"),
                                 .was = json_get_text(item, "was"),
                                 .text = json_get_text(item, "text")};
        if (slice_is_empty(correction.field) && slice_is_empty(correction.text))
            continue;
        *LIST_ADD(reader->arena, &reader->article->corrections) = correction;
        kit_add_custom(reader->arena, reader->article, SLICE("correction"),
                       kit_json_any(reader->arena, item));
    }
}

/* ---- the body ---- */

static void add_block(Reader *reader, const Json *value)
{
    Block block = {.kind = BLOCK_PARAGRAPH,
                   .text = json_get_text(value, "text"),
                   .html = json_get_text(value, "html"),
                   .speaker = json_get_text(value, "speaker")};
    (void)block_kind_find(json_get_text(value, "kind"), &block.kind);
    if (!html_is_our_own(block.html) || slice_is_empty(block.html))
        block.html = html_escape(reader->arena, block.text);
    if (block.text.size || block.html.size)
        *LIST_ADD(reader->arena, &reader->article->body) = block;
}

/* Lines that end where a column does, not where a sentence does. */
static bool is_wrapped(Slice text)
{
    size_t lines = 0, closed = 0;
    Slice line;
    while (slice_next_line(&text, &line)) {
        line = slice_trim(line);
        lines += line.size > 0;
        closed += line.size > 0 && memchr(".?!:;\"')", line.data[line.size - 1], 8) != NULL;
    }
    return lines > 2 && closed * 2 < lines;
}

/* Plain text with its paragraphs parted by an empty line, however they were parted. */
static Slice part_paragraphs(Arena *arena, Slice text)
{
    Builder b;
    Slice line, rest = text;
    if (slice_contains(text, SLICE("\n\n")) || slice_contains(text, SLICE("\r\n\r\n")) ||
        slice_find_byte(text, '\n') == SLICE_NONE)
        return text;
    bool is_column = is_wrapped(text);
    builder_init(&b, arena);
    while (slice_next_line(&rest, &line)) {
        bool is_new =
            !is_column || slice_starts_with(line, SLICE("  ")) || slice_starts_with(line, SLICE("\t"));
        builder_add_string(&b, b.size == 0 ? "" : is_new ? "\n\n" : "\n");
        builder_add(&b, slice_trim(line));
    }
    return builder_slice(&b);
}

static void read_plain(Reader *reader, Slice text)
{
    bool is_html = slice_starts_with(slice_trim(text), SLICE("<")) && slice_contains(text, SLICE("</"));
    reader->stated->form = is_html ? STATED_HTML : STATED_TEXT;
    reader->stated->body = is_html ? text : part_paragraphs(reader->arena, text);
}

/* Blocks as we write them; or texts, a paragraph each; or one text. */
static void read_body(Reader *reader, const Json *value)
{
    Builder b;
    if (value->kind != JSON_ARRAY) {
        read_plain(reader, kit_json_text(value));
        return;
    }
    builder_init(&b, reader->arena);
    for (const Json *item = value->first; item; item = item->next) {
        if (item->kind == JSON_OBJECT) {
            add_block(reader, item);
            continue;
        }
        builder_add_string(&b, b.size ? "\n\n" : "");
        builder_add(&b, kit_words(reader->arena, kit_json_text(item)));
    }
    if (reader->article->body.count > 0 || b.size == 0)
        return;
    reader->stated->form = STATED_TEXT;
    reader->stated->body = builder_slice(&b);
}

static void read_html(Reader *reader, const Json *value)
{
    reader->stated->form = STATED_HTML;
    reader->stated->body = kit_json_text(value);
}

/* ---- other pieces ---- */

/* Addresses, alone or as "url" of objects; what the other archive found out of them is found again here. A
 * debate's other side is told by the headlines. */
static void read_relations(Reader *reader, const Json *value, Relations *relations)
{
    for (const Json *item = value->kind == JSON_ARRAY ? value->first : NULL;
         item && relations->count < RELATIONS_MAX; item = item->next) {
        const bool is_object = item->kind == JSON_OBJECT;
        const Slice url = slice_trim(kit_json_text(is_object ? json_get(item, "url") : item));
        const Slice reason = is_object ? kit_json_text(json_get(item, "reason")) : SLICE_EMPTY;
        if (kit_is_http(url) && !slice_equal(reason, SLICE(RELATED_DEBATE)))
            *LIST_ADD(reader->arena, relations) = (Relation){
                .url = url, .lang = is_object ? kit_json_text(json_get(item, "lang")) : SLICE_EMPTY};
    }
}

static void read_translations(Reader *reader, const Json *value)
{
    read_relations(reader, value, &reader->article->translations);
}

static void read_related(Reader *reader, const Json *value)
{
    read_relations(reader, value, &reader->article->related);
}

/* ---- origins ---- */

/* A field whose origin the line does not tell came with another, or from the page's text; else everything in
 * the line would be the word of an export, which it is only where the line tells no origins at all. */
static void inherit_origins(Reader *reader)
{
    static const FieldGroup from[FIELD_GROUPS] = {
        [GROUP_BYLINE] = GROUP_AUTHORS, [GROUP_TAGS] = GROUP_SECTION};
    Article *a = reader->article;
    Origin origins[FIELD_GROUPS] = {{.field = {NULL, 0}}};
    size_t told = a->provenance.count;
    for (size_t i = 0; i < told; i++) {
        FieldGroup group = group_of_field(a->provenance.items[i].field);
        if (group < FIELD_GROUPS && slice_is_empty(origins[group].field))
            origins[group] = a->provenance.items[i];
    }
    for (size_t i = 0; told > 0 && i < FIELD_GROUPS; i++) {
        FieldGroup group = (FieldGroup)i;
        if (!slice_is_empty(origins[i].field) || !group_is_said(a, group))
            continue;
        Origin origin = {.source = SLICE("visible"), .rule = SLICE("not-told")};
        if (from[i] != GROUP_ADDRESS && !slice_is_empty(origins[from[i]].field))
            origin = origins[from[i]];
        origin.field = group_field(group);
        *LIST_ADD(reader->arena, &a->provenance) = origin;
    }
}

/* ---- the whole ---- */

/* The first name that is there has the body. */
static const struct {
    const char *name;
    void (*read)(Reader *reader, const Json *value);
} bodies[] = {{"body", read_body},         {"html", read_html}, {"bodyHtml", read_html},
              {"content_html", read_html}, {"text", read_body}, {"content_text", read_body}};

static const struct {
    const char *name;
    void (*read)(Reader *reader, const Json *value);
} parts[] = {{"authors", read_authors},
             {"section", read_section},
             {"sections", read_sections},
             {"tags", read_tags},
             {"keywords", read_tags},
             {"topics", read_tags},
             {"categories", read_tags},
             {"dateline", read_dateline},
             {"media", read_media},
             {"provenance", read_provenance},
             {"repairs", read_repairs},
             {"altIds", read_alt_ids},
             {"comments", read_comments},
             {"custom", read_custom},
             {"status", read_status},
             {"pageKind", read_page_kind},
             {"versions", read_versions},
             {"corrections", read_corrections},
             {"translations", read_translations},
             {"related", read_related}};

/* Read elsewhere, or not at all: the line is the capture now. */
static const char *const others[] = {"id", "captures"};

static bool is_known(Slice name)
{
#define LOOK_IN(table)                                                                                       \
    for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++)                                             \
        if (slice_equal(name, slice_from((table)[i].name)))                                                  \
    return true
    LOOK_IN(texts);
    LOOK_IN(moments);
    LOOK_IN(bodies);
    LOOK_IN(parts);
#undef LOOK_IN
    return SLICE_ANY(name, slice_equal, others);
}

/* An id that was made of the address or of the bytes: x and twelve digits. */
static bool is_made_id(Slice id)
{
    if (id.size != 13 || id.data[0] != 'x')
        return false;
    for (size_t i = 1; i < id.size; i++)
        if (!ascii_is_digit(id.data[i]) && !(id.data[i] >= 'a' && id.data[i] <= 'f'))
            return false;
    return true;
}

/* A publisher's id is one; one that was made is made again of the same address, and else stays as it is. */
static void read_id(Reader *reader)
{
    Article *a = reader->article;
    Slice id = slice_trim(kit_json_text(json_get(reader->object, "id")));
    Slice digest = digest_sha256_hex(reader->arena, a->canonical.size ? a->canonical : a->url);
    bool is_made_again =
        is_made_id(id) && a->url.size + a->canonical.size && slice_starts_with(digest, slice_skip(id, 1));
    a->id = id;
    if (!is_made_again)
        a->cms_id = id;
}

static void read_text(Reader *reader, const char *name, size_t at)
{
    Slice *field = (Slice *)(void *)((char *)reader->article + at);
    const Json *value = json_get(reader->object, name);
    if (!value || !slice_is_empty(*field))
        return;
    *field = slice_trim(kit_json_text(value));
    if (value->kind == JSON_OBJECT && slice_equal(value->key, SLICE("author")))
        read_authors(reader, value);
    if (value->kind == JSON_ARRAY && slice_equal(value->key, SLICE("author")))
        read_authors(reader, value);
}

static void read_members(Reader *reader)
{
    Article *a = reader->article;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        read_text(reader, texts[i].name, texts[i].at);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        Moment *field = (Moment *)(void *)((char *)a + moments[i].at);
        if (!moment_is_known(*field))
            *field = kit_moment(reader->arena, kit_json_text(json_get(reader->object, moments[i].name)));
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const Json *value = json_get(reader->object, parts[i].name);
        if (value)
            parts[i].read(reader, value);
    }
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const Json *value = json_get(reader->object, bodies[i].name);
        if (value && a->body.count == 0 && slice_is_empty(reader->stated->body))
            bodies[i].read(reader, value);
    }
    for (const Json *item = reader->object->first; item; item = item->next)
        if (!is_known(item->key))
            kit_add_custom(reader->arena, a, item->key, kit_json_any(reader->arena, item));
}

/* An address that is none is an id of another kind; a dateline lies within the text. */
static void settle(Reader *reader)
{
    Article *a = reader->article;
    if (a->url.size && !kit_is_http(a->url)) {
        kit_add_alt_id(reader->arena, a, SLICE("url"), a->url);
        a->url = SLICE_EMPTY;
    }
    if (!kit_is_http(a->license))
        a->license = SLICE_EMPTY;
    if (!kit_is_http(a->canonical))
        a->canonical = SLICE_EMPTY;
    if (slice_is_empty(a->url))
        a->url = a->canonical;
    read_id(reader);
    article_settle_relations(reader->arena, a);
    article_join_text(a, reader->arena);
    if (a->dateline.span.end > a->text.size)
        a->dateline.span = (Span){0};
    if (a->page_kind == PAGE_OTHER)
        a->page_kind = a->media.count == 1 && a->body.count == 0 && slice_is_empty(reader->stated->body) &&
                               slice_is_empty(a->headline)
                           ? PAGE_PHOTO
                           : PAGE_ARTICLE;
    if (a->provenance.count == 0)
        kit_read_byline(reader->arena, a);
    inherit_origins(reader);
}

static bool says_something(const Stated *stated)
{
    const Article *a = &stated->article;
    return a->headline.size || a->body.count || !slice_is_empty(slice_trim(stated->body)) || a->media.count;
}

static void read_object(Arena *arena, const Json *object, size_t number, StatedList *list)
{
    Stated stated = {.kind = STATED_PIECE, .source = SLICE("jsonl")};
    Reader reader = {arena, object, &stated, &stated.article};
    if (object->kind != JSON_OBJECT)
        return;
    if (number > 0)
        stated.at = arena_format(arena, "[%zu]", number);
    read_members(&reader);
    settle(&reader);
    if (says_something(&stated))
        *LIST_ADD(arena, list) = stated;
}

/* The reader of JSON makes blanks of \t and \r, which is right for pages; the cells of our tables are parted
 * by tabs. A tab as it is stays one. */
static Slice keep_tabs(Arena *arena, Slice text)
{
    Builder b;
    if (!slice_contains(text, SLICE("\\t")))
        return text;
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    for (size_t i = 0; i < text.size; i++) {
        bool is_escape = text.data[i] == '\\' && i + 1 < text.size;
        if (is_escape && text.data[i + 1] == 't') {
            builder_add_byte(&b, '\t');
        } else {
            builder_add_byte(&b, text.data[i]);
            if (is_escape)
                builder_add_byte(&b, text.data[i + 1]);
        }
        i += is_escape;
    }
    return builder_slice(&b);
}

static Status jsonl_state(Record *record, Arena *arena, Error *err)
{
    StatedList list = {0};
    const Json *root = json_read(arena, keep_tabs(arena, utf8_repair(arena, record->body)));
    if (root && root->kind == JSON_OBJECT)
        read_object(arena, root, 0, &list);
    size_t number = 0;
    for (const Json *item = root && root->kind == JSON_ARRAY ? root->first : NULL; item; item = item->next)
        read_object(arena, item, ++number, &list);
    bool is_held = root && slice_equal(json_get_text(root, "status"), SLICE("withheld"));
    return kit_finish(record, &list, err,
                      is_held ? "withheld where it was exported: nothing but its id is told"
                              : "an object without headline, text and photo");
}

Status jsonl_article_read(Record *record, Arena *arena, Error *err)
{
    return kit_read_guarded(record, arena, jsonl_state, err);
}
