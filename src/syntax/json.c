/* In: JSON as strangers wrote it. Out: a tree of values in the arena.
 *
 * Pages write JSON badly: raw line breaks inside strings, a comma before a bracket, HTML comments around. A
 * strict reader would lose one page in thirty; and a reader with memory of its own could not be abandoned by
 * arena_guard (docs/decisions/json.md). */
#include "syntax/json.h"

#include "base/builder.h"

typedef struct Reader {
    Arena *arena;
    Slice text;
    size_t at;
    size_t nodes;
} Reader;

static Json *read_value(Reader *reader, int depth);

/* Blanks, comments and the marks of CDATA. */
static void skip_blanks(Reader *reader)
{
    while (reader->at < reader->text.size) {
        Slice rest = slice_skip(reader->text, reader->at);
        if (ascii_is_space(rest.data[0])) {
            reader->at++;
        } else if (slice_starts_with(rest, SLICE("/*"))) {
            size_t end = slice_find(rest, SLICE("*/"));
            reader->at = end == SLICE_NONE ? reader->text.size : reader->at + end + 2;
        } else if (slice_starts_with(rest, SLICE("//"))) {
            size_t end = slice_find_byte(rest, '\n');
            reader->at = end == SLICE_NONE ? reader->text.size : reader->at + end;
        } else if (slice_starts_with(rest, SLICE("<!--"))) {
            reader->at += 4;
        } else if (slice_starts_with(rest, SLICE("<![CDATA["))) {
            reader->at += 9;
        } else {
            break;
        }
    }
}

static char peek(Reader *reader)
{
    skip_blanks(reader);
    return reader->at < reader->text.size ? reader->text.data[reader->at] : '\0';
}

static Json *new_node(Reader *reader, JsonKind kind)
{
    Json *node = ARENA_NEW(reader->arena, Json);
    node->kind = kind;
    reader->nodes++;
    return node;
}

/* Four hexadecimal digits at `at`; SIZE_MAX if they are not there. */
static size_t hex4(Slice text, size_t at)
{
    size_t number = 0;
    if (at + 4 > text.size)
        return SIZE_MAX;
    for (size_t i = at; i < at + 4; i++) {
        char c = ascii_lower(text.data[i]);
        if (ascii_is_digit(c))
            number = number * 16 + (size_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            number = number * 16 + (size_t)(c - 'a' + 10);
        else
            return SIZE_MAX;
    }
    return number;
}

/* \uXXXX at `at` (behind the u), with the second half of a pair; gives the bytes read. */
static size_t add_unicode(Builder *out, Slice text, size_t at)
{
    size_t rune = hex4(text, at);
    if (rune == SIZE_MAX)
        return 0;
    size_t size = 4;
    if (rune >= 0xD800 && rune < 0xDC00 && slice_starts_with(slice_skip(text, at + 4), SLICE("\\u"))) {
        size_t low = hex4(text, at + 6);
        if (low >= 0xDC00 && low < 0xE000) {
            rune = 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
            size = 10;
        }
    }
    builder_add_rune(out, rune >= 0xD800 && rune < 0xE000 ? 0xFFFD : (uint32_t)rune);
    return size;
}

static size_t add_escape(Builder *out, Slice text, size_t at)
{
    if (at >= text.size)
        return 0;
    char c = text.data[at];
    switch (c) {
    case 'n':
    case 'r':
    case 't':
    case 'f':
    case 'b':
        builder_add_byte(out, c == 'n' ? '\n' : ' ');
        return 1;
    case 'u':
        return 1 + add_unicode(out, text, at + 1);
    default:
        builder_add_byte(out, c);
        return 1;
    }
}

/* A text without escapes is the page's own bytes. */
static Slice read_text(Reader *reader)
{
    Slice text = reader->text;
    char quote = text.data[reader->at++];
    size_t from = reader->at;
    while (reader->at < text.size && text.data[reader->at] != quote && text.data[reader->at] != '\\')
        reader->at++;
    if (reader->at >= text.size || text.data[reader->at] == quote)
        return slice_range(text, from, reader->at < text.size ? reader->at++ : reader->at);
    Builder out;
    builder_init(&out, reader->arena);
    builder_add(&out, slice_range(text, from, reader->at));
    while (reader->at < text.size && text.data[reader->at] != quote) {
        char c = text.data[reader->at++];
        if (c == '\\')
            reader->at += add_escape(&out, text, reader->at);
        else
            builder_add_byte(&out, c);
    }
    reader->at += reader->at < text.size;
    return builder_slice(&out);
}

static Json *read_bare(Reader *reader)
{
    size_t from = reader->at;
    while (reader->at < reader->text.size && !memchr(",:]}[{\" \t\r\n", reader->text.data[reader->at], 11))
        reader->at++;
    if (reader->at == from)
        return NULL;
    char c = reader->text.data[from];
    Json *node = new_node(reader, ascii_is_digit(c) || c == '-' ? JSON_NUMBER : JSON_WORD);
    node->text = slice_range(reader->text, from, reader->at);
    return node;
}

static Slice read_key(Reader *reader)
{
    char c = peek(reader);
    Slice key = SLICE_EMPTY;
    if (c == '"' || c == '\'') {
        key = read_text(reader);
    } else {
        Json *bare = read_bare(reader);
        key = bare ? bare->text : key;
    }
    if (peek(reader) == ':')
        reader->at++;
    return key;
}

static Json *read_members(Reader *reader, JsonKind kind, int depth)
{
    Json *node = new_node(reader, kind);
    Json **end = &node->first;
    char close = kind == JSON_OBJECT ? '}' : ']';
    reader->at++;
    for (;;) {
        char c = peek(reader);
        if (c == ',') {
            reader->at++;
            continue;
        }
        if (c == '\0' || reader->nodes > JSON_NODES_MAX)
            return node;
        if (c == '}' || c == ']') {
            reader->at += c == close;
            return node;
        }
        size_t before = reader->at;
        Slice key = kind == JSON_OBJECT ? read_key(reader) : SLICE_EMPTY;
        Json *child = read_value(reader, depth + 1);
        if (child) {
            child->key = key;
            *end = child;
            end = &child->next;
        } else if (reader->at == before) {
            return node;
        }
    }
}

static Json *read_value(Reader *reader, int depth)
{
    char c = peek(reader);
    if (depth > JSON_DEPTH_MAX) {
        reader->at = reader->text.size;
        return NULL;
    }
    if (c == '{' || c == '[')
        return read_members(reader, c == '{' ? JSON_OBJECT : JSON_ARRAY, depth);
    if (c == '"' || c == '\'') {
        Json *node = new_node(reader, JSON_TEXT);
        node->text = read_text(reader);
        return node;
    }
    return read_bare(reader);
}

Json *json_read(Arena *arena, Slice text)
{
    Reader reader = {.arena = arena, .text = text};
    char c = peek(&reader);
    if (c != '{' && c != '[')
        return NULL;
    return read_value(&reader, 0);
}

Json *json_get(const Json *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    Slice own = slice_from(key);
    for (Json *child = object->first; child; child = child->next)
        if (slice_equal(child->key, own))
            return child;
    return NULL;
}

Slice json_get_text(const Json *object, const char *key)
{
    const Json *member = json_get(object, key);
    return member && member->kind == JSON_TEXT ? member->text : SLICE_EMPTY;
}
