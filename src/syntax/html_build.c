/* In: a page, tag by tag, as html_scan.c finds them. Out: lexbor's tree of it.
 *
 * Near half of the time of a parser goes into telling tags and attributes apart byte by byte, which the scan
 * has done when it measured the page. So what is plain - a tag whose values hold no references, text without
 * any - is handed to lexbor's tree as the token that its own tokenizer would have made. All else goes through
 * that tokenizer, up to the next place where it waits for new text: comments, declarations, references,
 * elements never met before, the text of titles. Whatever the page, the tree is the one of the standard.
 *
 * Attributes that only a page's programs and style sheets read (on..., aria-..., most of data-...) are left
 * out, and of white space no more than two bytes in a row are kept at the ends of a text. */
#include "syntax/html_build.h"

#include <lexbor/html/tokenizer/state.h>
#include <lexbor/html/tokenizer/state_rawtext.h>
#include <lexbor/html/tokenizer/state_script.h>

#include "base/builder.h"

#define NAME_SLOTS 256
#define NAME_MAX_SIZE 26

/* Of which elements an attribute is read: each kind has those of the kinds before it. */
typedef enum Readers {
    READ_OF_ALL,
    READ_OF_PICTURES,
    READ_OF_FORMATS /* the parser compares all attributes of those left open */
} Readers;

/* An attribute's name as some page spelled it. */
typedef struct AttributeName {
    const lxb_dom_attr_data_t *data; /* NULL: the document has not met it */
    uint32_t page;                   /* the page for which data holds; 0: for all */
    uint8_t size;                    /* 0: an empty slot */
    Readers readers;
    char name[NAME_MAX_SIZE];
} AttributeName;

typedef struct TagName {
    uint64_t number; /* 0: an empty slot */
    lxb_tag_id_t tag;
} TagName;

struct HtmlBuild {
    lxb_html_tokenizer_t *tokenizer;
    Slice html;
    size_t told; /* bytes of the page that the tree knows, or does without */
    uint32_t page;
    AttributeName attributes[NAME_SLOTS];
    TagName tags[NAME_SLOTS];
    lxb_html_token_attr_t items[HTML_SPANS_MAX]; /* of the tag in the making */
};

/* What readers of words ask for, and what decides on the tree. Of pictures they ask for more. */
static const Slice read_names[] = {
    SLICE_INIT("class"),
    SLICE_INIT("id"),
    SLICE_INIT("href"),
    SLICE_INIT("style"),
    SLICE_INIT("src"),
    SLICE_INIT("srcset"),
    SLICE_INIT("data-srcset"),
    SLICE_INIT("data-src"),
    SLICE_INIT("content"),
    SLICE_INIT("name"),
    SLICE_INIT("property"),
    SLICE_INIT("itemprop"),
    SLICE_INIT("itemtype"),
    SLICE_INIT("rel"),
    SLICE_INIT("type"),
    SLICE_INIT("value"),
    SLICE_INIT("title"),
    SLICE_INIT("alt"),
    SLICE_INIT("role"),
    SLICE_INIT("hidden"),
    SLICE_INIT("lang"),
    SLICE_INIT("hreflang"),
    SLICE_INIT("http-equiv"),
    SLICE_INIT("datetime"),
    SLICE_INIT("align"),
    SLICE_INIT("data-testid"),
    SLICE_INIT("data-component"),
    SLICE_INIT("data-caption"),
    SLICE_INIT("data-date"),
    SLICE_INIT("data-datetime"),
    SLICE_INIT("data-published"),
    SLICE_INIT("data-pubdate"),
    SLICE_INIT("data-timestamp"),
    SLICE_INIT("data-time"),
    SLICE_INIT("data-publish-date"),
    SLICE_INIT("data-utime"),
    SLICE_INIT("encoding"),
    SLICE_INIT("shadowrootmode"),
};

/* A lazy loader may have any name for the address. */
static bool is_picture_name(Slice name)
{
    return slice_starts_with_nocase(name, SLICE("data-")) || slice_equal_nocase(name, SLICE("width")) ||
           slice_equal_nocase(name, SLICE("height"));
}

HtmlBuild *html_build_open(void)
{
    HtmlBuild *build = calloc(1, sizeof *build);
    if (!build)
        fatal("out of memory for an HTML parser");
    return build;
}

void html_build_close(HtmlBuild *build)
{
    free(build);
}

static Readers readers_of(Slice name)
{
    for (size_t i = 0; i < sizeof read_names / sizeof read_names[0]; i++)
        if (slice_equal_nocase(name, read_names[i]))
            return READ_OF_ALL;
    return is_picture_name(name) ? READ_OF_PICTURES : READ_OF_FORMATS;
}

/* Does the tokenizer wait for new text, with nothing in its hands? */
static bool is_between(const HtmlBuild *build)
{
    return build->tokenizer->state == lxb_html_tokenizer_state_data_before;
}

/* By lexbor's own tokenizer. */
static bool tell_bytes(HtmlBuild *build, const char *data, size_t size)
{
    return size == 0 ||
           lxb_html_tokenizer_chunk(build->tokenizer, (const lxb_char_t *)data, size) == LXB_STATUS_OK;
}

static bool tell_to(HtmlBuild *build, size_t end)
{
    Slice bytes = slice_range(build->html, build->told, end);
    build->told = end;
    return tell_bytes(build, bytes.data, bytes.size);
}

/* Hands the token to the tree. */
static bool tell_token(HtmlBuild *build)
{
    lxb_html_tokenizer_t *tokenizer = build->tokenizer;
    tokenizer->token =
        tokenizer->callback_token_done(tokenizer, tokenizer->token, tokenizer->callback_token_ctx);
    if (!tokenizer->token)
        return false;
    lxb_html_token_clean(tokenizer->token);
    return true;
}

static bool tell_text(HtmlBuild *build, Slice text)
{
    if (text.size == 0)
        return true;
    lxb_html_token_t *token = build->tokenizer->token;
    token->tag_id = LXB_TAG__TEXT;
    token->begin = token->text_start = (const lxb_char_t *)text.data;
    token->end = token->text_end = (const lxb_char_t *)text.data + text.size;
    return tell_token(build);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}

/* Of white space at either end two bytes are as good as many: one may be dropped at the head of a <pre>. */
static Slice less_blank(Slice text)
{
    size_t begin = 0, end = text.size;
    while (begin < end && is_blank(text.data[begin]))
        begin++;
    begin = begin > 2 ? begin - 2 : 0;
    if (end - begin <= 2)
        return slice_of(text.data + begin, end - begin);
    while (is_blank(text.data[end - 1]) && end > begin + 2)
        end--;
    end = text.size - end > 2 ? end + 2 : text.size;
    return slice_of(text.data + begin, end - begin);
}

/* LXB_TAG__UNDEF if the document has not met it. */
static lxb_tag_id_t tag_of(HtmlBuild *build, const HtmlTag *tag)
{
    TagName *slot = &build->tags[tag->number * UINT64_C(0x9E3779B97F4A7C15) >> 56];
    if (slot->number == tag->number)
        return slot->tag;
    lxb_tag_id_t id =
        lxb_tag_id_by_name(build->tokenizer->tags, (const lxb_char_t *)tag->name.data, tag->name.size);
    if (id != LXB_TAG__UNDEF && id < LXB_TAG__LAST_ENTRY &&
        tag->name.size <= 8) /* the same in all documents */
        *slot = (TagName){tag->number, id};
    return id;
}

static size_t slot_of_name(Slice name)
{
    return ((unsigned char)name.data[0] * 7u + (unsigned char)name.data[name.size - 1] * 31u +
            (unsigned char)name.data[name.size / 2] * 3u + name.size * 67u) %
           NAME_SLOTS;
}

static const AttributeName *attribute_name(HtmlBuild *build, Slice name)
{
    AttributeName *slot = &build->attributes[slot_of_name(name)];
    bool is_known = slot->size == name.size && memcmp(slot->name, name.data, name.size) == 0;
    if (is_known && (slot->page == 0 || slot->page == build->page) && slot->data)
        return slot;
    if (!is_known) {
        *slot = (AttributeName){.size = (uint8_t)name.size, .readers = readers_of(name)};
        memcpy(slot->name, name.data, name.size);
    }
    slot->data =
        lxb_dom_attr_data_by_local_name(build->tokenizer->attrs, (const lxb_char_t *)name.data, name.size);
    slot->page = slot->data && slot->data->attr_id < LXB_DOM_ATTR__LAST_ENTRY ? 0 : build->page;
    return slot;
}

static bool is_repeated(const HtmlBuild *build, size_t count, const lxb_dom_attr_data_t *name)
{
    for (size_t i = 0; i < count; i++)
        if (build->items[i].name == name)
            return true;
    return false;
}

/* Lists the tag's attributes of which readers of words may ask; false: one of them is not plain. */
static bool list_attributes(HtmlBuild *build, const HtmlTag *tag, Readers reader, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < tag->attributes; i++) {
        const HtmlSpan *span = &tag->spans[i];
        if (span->name.size > NAME_MAX_SIZE) {
            if (reader != READ_OF_ALL)
                return false;
            continue;
        }
        const AttributeName *name = attribute_name(build, span->name);
        if (name->readers > reader)
            continue;
        if (!name->data || (span->value.size > 0 && memchr(span->value.data, '&', span->value.size)))
            return false;
        if (is_repeated(build, *count, name->data))
            continue;
        const lxb_char_t *value = (const lxb_char_t *)span->value.data;
        build->items[(*count)++] = (lxb_html_token_attr_t){.name_begin = (const lxb_char_t *)span->name.data,
                                                           .value_begin = value,
                                                           .name = name->data,
                                                           .value_size = span->value.size};
    }
    return true;
}

/* The values go where the tree wants them: behind each a NUL, in the document's memory. */
static void add_attributes(HtmlBuild *build, size_t count)
{
    lxb_html_token_attr_t *items = build->items;
    for (size_t i = 0; i < count; i++) {
        lxb_html_token_attr_t *item = &items[i];
        if (item->value_begin) {
            item->value = lexbor_mraw_alloc(build->tokenizer->attrs_mraw, item->value_size + 1);
            if (!item->value)
                fatal("out of memory for an HTML document");
            memcpy(item->value, item->value_begin, item->value_size);
            item->value[item->value_size] = '\0';
            item->value_end = item->value_begin + item->value_size;
        }
        item->prev = i > 0 ? item - 1 : NULL;
        item->next = i + 1 < count ? item + 1 : NULL;
    }
    build->tokenizer->token->attr_first = count > 0 ? items : NULL;
    build->tokenizer->token->attr_last = count > 0 ? items + count - 1 : NULL;
}

/* Elements of a page's own making may be pictures: <x-image>. */
static bool is_picture(Slice name, lxb_tag_id_t id)
{
    static const char *const pictures[] = {"image", "img", "picture", "photo"};
    return id == LXB_TAG_IMG ||
           (id >= LXB_TAG__LAST_ENTRY && SLICE_ANY(name, slice_contains_nocase, pictures));
}

static Readers reader_of(const HtmlTag *tag, lxb_tag_id_t id)
{
    if (tag->kind == TAG_FORMATS)
        return READ_OF_FORMATS;
    return is_picture(tag->name, id) ? READ_OF_PICTURES : READ_OF_ALL;
}

bool html_words_have(lxb_dom_node_t *element, Slice name)
{
    size_t size = 0;
    if (!html_is_element(element) || readers_of(name) == READ_OF_ALL)
        return true;
    const lxb_char_t *own = lxb_dom_element_qualified_name(lxb_dom_interface_element(element), &size);
    return readers_of(name) == READ_OF_PICTURES && is_picture(slice_of(own, size), html_tag(element));
}

/* Is the tag, with the text before it, one that needs no tokenizer? Then its attributes are listed. */
static bool is_plain(HtmlBuild *build, const HtmlTag *tag, Slice text, lxb_tag_id_t id, size_t *count)
{
    *count = 0;
    if (tag->is_odd || build->told < tag->clear_from || id == LXB_TAG__UNDEF ||
        (text.size > 0 && memchr(text.data, '&', text.size)))
        return false;
    if (tag->is_end)
        return true;
    return tag->attributes <= HTML_SPANS_MAX && list_attributes(build, tag, reader_of(tag, id), count);
}

bool html_build_tag(HtmlBuild *build, const HtmlTag *tag)
{
    if (!is_between(build))
        return tell_to(build, tag->end);
    size_t count = 0;
    Slice text = slice_range(build->html, build->told, tag->begin);
    lxb_tag_id_t id = tag_of(build, tag);
    if (!is_plain(build, tag, text, id, &count))
        return tell_to(build, tag->end);
    if (!tell_text(build, less_blank(text)))
        return false;
    lxb_html_token_t *token = build->tokenizer->token;
    token->tag_id = id;
    token->begin = (const lxb_char_t *)build->html.data + tag->begin;
    token->end = (const lxb_char_t *)build->html.data + tag->end;
    token->type = tag->is_end            ? LXB_HTML_TOKEN_TYPE_CLOSE
                  : tag->is_self_closing ? LXB_HTML_TOKEN_TYPE_CLOSE_SELF
                                         : LXB_HTML_TOKEN_TYPE_OPEN;
    add_attributes(build, count);
    build->told = tag->end;
    return tell_token(build);
}

/* Does the tokenizer wait for text in which nothing but an end tag has a meaning? */
static bool is_in_raw(const HtmlBuild *build)
{
    return build->tokenizer->state == lxb_html_tokenizer_state_script_data_before ||
           build->tokenizer->state == lxb_html_tokenizer_state_rawtext_before;
}

bool html_build_raw(HtmlBuild *build, size_t end)
{
    if (!is_in_raw(build))
        return true; /* with the next tag */
    Slice text = slice_range(build->html, build->told, end);
    build->told = end;
    build->tokenizer->state = lxb_html_tokenizer_state_data_before;
    return tell_text(build, text);
}

bool html_build_cut(HtmlBuild *build, size_t end, bool is_text)
{
    build->told = end;
    if (!is_text)
        return true;
    if (!is_in_raw(build))
        return tell_bytes(build, " ", 1);
    build->tokenizer->state = lxb_html_tokenizer_state_data_before;
    return tell_text(build, SLICE(" "));
}

/* Line ends as the standard has them. */
static Slice with_newlines(Arena *arena, Slice html)
{
    size_t at = slice_find_byte(html, '\r');
    if (at == SLICE_NONE)
        return html;
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, html.size);
    while (at != SLICE_NONE) {
        builder_add(&out, slice_range(html, 0, at));
        builder_add_byte(&out, '\n');
        html = slice_skip(html, at + 1);
        if (html.size > 0 && html.data[0] == '\n')
            html = slice_skip(html, 1);
        at = slice_find_byte(html, '\r');
    }
    builder_add(&out, html);
    return builder_slice(&out);
}

bool html_build(HtmlBuild *build, Arena *arena, Slice html, lxb_html_document_t *document)
{
    /* Of these two the scan thinks otherwise than the standard. */
    if (slice_find_byte(html, '\0') != SLICE_NONE || slice_find_byte(html, '\v') != SLICE_NONE ||
        lxb_html_document_parse_chunk_begin(document) != LXB_STATUS_OK)
        return false;
    const lxb_html_parser_t *parser = document->dom_document.parser;
    build->tokenizer = parser->tkz;
    build->html = with_newlines(arena, html);
    build->told = 0;
    build->page++;
    if (build->page == 0) /* all that is kept of the first is too old */
        build->page = 1;
    return html_scan_build(arena, build->html, build) && tell_to(build, build->html.size) &&
           lxb_html_document_parse_chunk_end(document) == LXB_STATUS_OK;
}
