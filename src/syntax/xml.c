/* XML as newspapers' programs write it, read into a tree.
 *
 * In: bytes of a document, a feed, one item cut out of an export. Out: elements and texts in an arena. It is
 * read in one pass from front to back; where a conforming parser must stop, this one goes on, as a browser
 * does with HTML: an end tag closes what stands open inside its element, one that closes nothing is stepped
 * over, "&" and "<" that begin nothing are characters, a cut end closes everything. A DTD is stepped over and
 * its entities mean nothing, so no text is ever longer than what stands in the input.
 *
 * Hostile input: depth, nodes, attributes and namespaces are bounded; each search either consumes what it
 * looked at or is remembered as vain, so that the time is linear. */
#include "syntax/xml.h"

#include "base/builder.h"
#include "base/list.h"
#include "base/utf8.h"
#include "syntax/charset.h"
#include "syntax/html_entity.h"

enum { ATTRIBUTES_MAX = 256, SCOPES_MAX = 128 };
#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace"

/* A piece of a text: characters as they stand (CDATA), or with references in them. */
typedef struct Piece {
    Slice raw;
    bool is_literal;
} Piece;
typedef struct Pieces {
    Piece *items;
    size_t count, capacity;
} Pieces;

/* A namespace declared by the element at that depth. */
typedef struct Scope {
    Slice prefix, uri;
    size_t depth;
} Scope;

typedef struct Reader {
    Arena *arena;
    XmlDocument *document;
    Slice s;
    size_t at;
    bool is_full; /* the arena has no room for more */

    Xml *open[XML_DEPTH_MAX]; /* open elements, the root first */
    size_t depth;
    size_t left_out; /* open elements too deep to be kept */
    size_t nodes;
    Pieces pieces; /* the text that is being gathered */
    Scope scopes[SCOPES_MAX];
    size_t scope_count;

    bool is_doctype_read;
    size_t cdata_end; /* where the next "]]>" stands, looked up once; 0: not looked up */
    bool no_comment_end, no_instruction_end, no_angle, no_quote, no_apostrophe; /* none is left */
} Reader;

/* ---- memory and damage ---- */

static bool has_room(Reader *r, size_t size)
{
    if (!r->is_full && size + 64 > arena_limit(r->arena) - arena_used(r->arena))
        r->is_full = true;
    return !r->is_full;
}

static size_t line_of(Slice s, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at && i < s.size; i++)
        line += s.data[i] == '\n';
    return line;
}

/* Only the first damage is told. */
static void damage(Reader *r, size_t at, const char *what, Slice name)
{
    XmlDocument *document = r->document;
    if (document->is_damaged || !has_room(r, 256))
        return;
    document->is_damaged = true;
    document->damage = arena_format(r->arena, "line %zu: %s%s%.*s", line_of(r->s, at), what,
                                    name.size ? " " : "", SLICE_ARG(slice_range(name, 0, 80)));
}

/* ---- characters ---- */

static bool is_name_start(unsigned char c)
{
    return ascii_is_alpha((char)c) || c == '_' || c == ':' || c >= 0x80;
}

static bool ends_name(char c)
{
    return ascii_is_space(c) || c == '/' || c == '>' || c == '=' || c == '<' || c == '"' || c == '\'';
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && c != '\t' && c != '\n';
}

static bool is_plain(Piece piece)
{
    for (size_t i = 0; i < piece.raw.size; i++) {
        const char c = piece.raw.data[i];
        if (is_control(c) || (c == '&' && !piece.is_literal))
            return false;
    }
    return true;
}

/* The code point meant by the reference at the start of the text; 0 if it is only an ampersand. The
 * semicolon must stand there: "?a=1&copy=2" in an address is no copyright sign. */
static uint32_t reference(Slice text, size_t *size)
{
    uint32_t rune = html_reference(slice_range(text, 0, 40), size);
    if (rune == 0 || text.data[*size - 1] != ';')
        return 0;
    if (rune < 0x20 && rune != '\t' && rune != '\n' && rune != '\r')
        return UTF8_REPLACEMENT;
    return rune;
}

/* Writes a piece with references undone, line ends as LF and without control characters; never longer than
 * the piece. Gives what was written. */
static size_t undo(Reader *r, Piece piece, char *out)
{
    size_t made = 0;
    Slice raw = piece.raw;
    for (size_t i = 0; i < raw.size;) {
        const char c = raw.data[i];
        size_t size = 1;
        uint32_t rune = c == '&' && !piece.is_literal ? reference(slice_skip(raw, i), &size) : 0;
        if (rune) {
            char bytes[4];
            size_t count = utf8_encode(rune, bytes);
            assert(count <= size);
            memcpy(out + made, bytes, count);
            made += count;
            i += size;
            continue;
        }
        i++;
        if (c == '\r') {
            if (i == raw.size || raw.data[i] != '\n')
                out[made++] = '\n';
        } else if (is_control(c)) {
            damage(r, (size_t)(raw.data - r->s.data) + i, "a control character", SLICE_EMPTY);
        } else {
            if (c == '&' && !piece.is_literal)
                damage(r, (size_t)(raw.data - r->s.data) + i, "a reference that means nothing", SLICE_EMPTY);
            out[made++] = c;
        }
    }
    return made;
}

static Slice value_of(Reader *r, Slice raw)
{
    const Piece piece = {raw, false};
    if (is_plain(piece) || !has_room(r, raw.size))
        return raw;
    char *out = arena_text(r->arena, raw.size);
    return slice_of(out, undo(r, piece, out));
}

/* ---- the tree ---- */

static Xml *add_node(Reader *r)
{
    if (r->nodes >= XML_NODES_MAX) {
        damage(r, r->at, "more elements and texts than are read", SLICE_EMPTY);
        return NULL;
    }
    if (!has_room(r, sizeof(Xml)))
        return NULL;
    r->nodes++;
    Xml *node = ARENA_NEW(r->arena, Xml);
    Xml *parent = r->depth ? r->open[r->depth - 1] : NULL;
    node->parent = parent;
    if (!parent)
        r->document->root = node;
    else if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    if (parent)
        parent->last = node;
    return node;
}

/* Makes one text of the pieces gathered. */
static void end_text(Reader *r)
{
    Pieces *pieces = &r->pieces;
    size_t size = 0;
    bool all_plain = true;
    for (size_t i = 0; i < pieces->count; i++) {
        size += pieces->items[i].raw.size;
        all_plain = all_plain && is_plain(pieces->items[i]);
    }
    Slice text = SLICE_EMPTY;
    if (pieces->count == 1 && all_plain) {
        text = pieces->items[0].raw;
    } else if (size && has_room(r, size)) {
        char *out = arena_text(r->arena, size);
        size_t made = 0;
        for (size_t i = 0; i < pieces->count; i++)
            made += undo(r, pieces->items[i], out + made);
        text = slice_of(out, made);
    }
    pieces->count = 0;
    Xml *node = text.size ? add_node(r) : NULL;
    if (node)
        node->text = text;
}

/* Text outside the root and in elements that are left out is dropped. */
static void add_text(Reader *r, size_t begin, size_t end, bool is_literal)
{
    Slice raw = slice_range(r->s, begin, end);
    if (r->depth == 0 || r->left_out || slice_is_empty(raw) || r->nodes >= XML_NODES_MAX)
        return;
    Pieces *pieces = &r->pieces;
    if (pieces->count && !is_literal) { /* neighbours, as when a "<" turned out to be a character */
        Piece *last = &pieces->items[pieces->count - 1];
        if (!last->is_literal && last->raw.data + last->raw.size == raw.data) {
            last->raw.size += raw.size;
            return;
        }
    }
    if (pieces->count < pieces->capacity || has_room(r, 3 * pieces->capacity * sizeof(Piece) + 1024))
        *LIST_ADD(r->arena, pieces) = (Piece){raw, is_literal};
}

static void close_element(Reader *r)
{
    end_text(r);
    r->depth--;
    while (r->scope_count && r->scopes[r->scope_count - 1].depth > r->depth)
        r->scope_count--;
}

/* ---- namespaces ---- */

static Slice find_scope(const Reader *r, Slice prefix)
{
    for (size_t i = r->scope_count; i-- > 0;)
        if (slice_equal(r->scopes[i].prefix, prefix))
            return r->scopes[i].uri;
    return slice_equal(prefix, SLICE("xml")) ? SLICE(XML_NAMESPACE) : SLICE_EMPTY;
}

static void declare(Reader *r, Slice prefix, Slice uri)
{
    if (slice_equal(find_scope(r, prefix), uri))
        return;
    if (r->scope_count < SCOPES_MAX)
        r->scopes[r->scope_count++] = (Scope){prefix, uri, r->depth + 1};
    else
        damage(r, r->at, "more namespaces than are read", SLICE_EMPTY);
}

static void split_name(Slice whole, Slice *prefix, Slice *name)
{
    size_t colon = slice_find_byte(whole, ':');
    if (colon == SLICE_NONE || colon == 0 || colon + 1 == whole.size) {
        *prefix = SLICE_EMPTY;
        *name = whole;
        return;
    }
    *prefix = slice_range(whole, 0, colon);
    *name = slice_skip(whole, colon + 1);
}

/* ---- tags ---- */

static size_t skip_spaces(Slice s, size_t at)
{
    while (at < s.size && ascii_is_space(s.data[at]))
        at++;
    return at;
}

/* Is what looks like a quoted value one? A quote that was forgotten makes the next tag's quote look like the
 * end; then there is a "<" in it and the end is followed by something that no tag goes on with. */
static bool is_value(Slice s, size_t begin, size_t end)
{
    if (memchr(s.data + begin, '<', end - begin) == NULL || end + 1 >= s.size)
        return true;
    const char next = s.data[end + 1];
    return ascii_is_space(next) || next == '/' || next == '>' || next == '?';
}

/* The value of an attribute from `at` on; gives the place behind it. */
static size_t read_value(Reader *r, size_t at, Slice *value)
{
    Slice s = r->s;
    const char quote = at < s.size ? s.data[at] : '\0';
    bool *is_vain = quote == '"' ? &r->no_quote : &r->no_apostrophe;
    size_t begin = at;
    if (quote == '"' || quote == '\'') {
        begin = at + 1;
        size_t size = *is_vain ? SLICE_NONE : slice_find_byte(slice_skip(s, begin), quote);
        if (size == SLICE_NONE)
            *is_vain = true;
        else if (is_value(s, begin, begin + size)) {
            *value = value_of(r, slice_range(s, begin, begin + size));
            return begin + size + 1;
        }
        damage(r, at, "a quote that is not closed", SLICE_EMPTY);
        at = begin;
        while (at < s.size && s.data[at] != '>' && s.data[at] != '<')
            at++;
    } else {
        damage(r, at, "a value without quotes", SLICE_EMPTY);
        while (at < s.size && s.data[at] != '>' && s.data[at] != '<' && !ascii_is_space(s.data[at]))
            at++;
    }
    *value = value_of(r, slice_range(s, begin, at));
    return at;
}

typedef struct Tag {
    Slice name; /* as written */
    XmlAttribute *first, *last;
    size_t count;
    bool has_value; /* any attribute does */
    bool is_empty;  /* <a/> */
    bool is_closed; /* its ">" was there */
} Tag;

static void add_attribute(Reader *r, Tag *tag, Slice name, Slice value)
{
    Slice prefix, local;
    split_name(name, &prefix, &local);
    if (slice_equal(name, SLICE("xmlns"))) {
        declare(r, SLICE_EMPTY, value);
        return;
    }
    if (slice_equal(prefix, SLICE("xmlns"))) {
        declare(r, local, value);
        return;
    }
    if (tag->count == ATTRIBUTES_MAX)
        damage(r, r->at, "more attributes than are read", SLICE_EMPTY);
    if (tag->count == ATTRIBUTES_MAX || !has_room(r, sizeof(XmlAttribute)))
        return;
    XmlAttribute *attribute = ARENA_NEW(r->arena, XmlAttribute);
    *attribute = (XmlAttribute){.name = local, .prefix = prefix, .value = value};
    if (tag->last)
        tag->last->next = attribute;
    else
        tag->first = attribute;
    tag->last = attribute;
    tag->count++;
}

/* Reads a start tag's attributes from `at` on, up to behind its ">" (or to the next "<", or the end, where it
 * has none). */
static size_t read_attributes(Reader *r, size_t at, Tag *tag)
{
    Slice s = r->s;
    while (at < s.size) {
        at = skip_spaces(s, at);
        if (at >= s.size || s.data[at] == '<')
            return at;
        if (s.data[at] == '>') {
            tag->is_closed = true;
            tag->is_empty = s.data[at - 1] == '/';
            return at + 1;
        }
        size_t begin = at;
        while (at < s.size && !ends_name(s.data[at]))
            at++;
        Slice name = slice_range(s, begin, at), value = SLICE_EMPTY;
        if (slice_is_empty(name)) { /* a slash, or a stray sign */
            if (s.data[at] != '/')
                damage(r, at, "a stray sign in the tag", tag->name);
            at++;
            continue;
        }
        size_t sign = skip_spaces(s, at);
        if (sign < s.size && s.data[sign] == '=') {
            at = read_value(r, skip_spaces(s, sign + 1), &value);
            tag->has_value = true;
        } else {
            damage(r, begin, "an attribute without value", name);
        }
        if (is_name_start((unsigned char)name.data[0]))
            add_attribute(r, tag, name, value);
    }
    return at;
}

static void open_element(Reader *r, const Tag *tag)
{
    end_text(r);
    Xml *element = r->depth == 0 && r->document->root ? NULL : add_node(r);
    if (!element) { /* behind the root, or too many */
        if (r->depth == 0)
            damage(r, r->at, "more behind the end", SLICE_EMPTY);
        r->left_out += !tag->is_empty;
        return;
    }
    r->open[r->depth++] = element;
    split_name(tag->name, &element->prefix, &element->name);
    element->uri = find_scope(r, element->prefix);
    element->attributes = tag->first;
    for (XmlAttribute *attribute = tag->first; attribute; attribute = attribute->next)
        if (attribute->prefix.size)
            attribute->uri = find_scope(r, attribute->prefix);
    if (tag->is_empty)
        close_element(r);
}

static void read_start_tag(Reader *r)
{
    size_t begin = r->at, at = begin + 1;
    while (at < r->s.size && !ends_name(r->s.data[at]))
        at++;
    Tag tag = {.name = slice_range(r->s, begin + 1, at)};
    bool is_kept = !r->left_out && r->depth < XML_DEPTH_MAX;
    size_t scopes = r->scope_count;
    at = read_attributes(r, at, &tag);
    if (!tag.is_closed) {
        damage(r, begin, "a tag that is not closed:", tag.name);
        if (!tag.has_value || at >= r->s.size) { /* "a <b and c": no tag; a cut end: none that can be used */
            r->scope_count = scopes;
            if (at < r->s.size)
                add_text(r, begin, at, false);
            r->at = at;
            return;
        }
    }
    r->at = at;
    if (is_kept) {
        open_element(r, &tag);
        if (tag.is_empty || r->left_out)
            r->scope_count = scopes;
        return;
    }
    r->scope_count = scopes;
    if (!r->left_out)
        damage(r, begin, "elements nested deeper than is read", SLICE_EMPTY);
    r->left_out += !tag.is_empty;
}

static bool is_named(const Xml *element, Slice whole)
{
    Slice prefix, name;
    split_name(whole, &prefix, &name);
    return slice_equal(element->name, name) && slice_equal(element->prefix, prefix);
}

static void read_end_tag(Reader *r)
{
    size_t begin = r->at, at = begin + 2;
    while (at < r->s.size && !ends_name(r->s.data[at]))
        at++;
    Slice name = slice_range(r->s, begin + 2, at);
    while (at < r->s.size && r->s.data[at] != '>' && r->s.data[at] != '<')
        at++;
    r->at = at + (at < r->s.size && r->s.data[at] == '>');
    if (r->left_out) {
        r->left_out--;
        return;
    }
    size_t depth = r->depth;
    while (depth && !is_named(r->open[depth - 1], name))
        depth--;
    if (depth != r->depth)
        damage(r, begin,
               depth ? "elements left open before the end of" : "an end without a beginning:", name);
    while (depth && r->depth >= depth)
        close_element(r);
}

/* ---- what is no element ---- */

/* Where the CDATA section that begins at `at` ends; *behind is where reading goes on. One that was not closed
 * ends with its element: it holds that element's end tag and then the beginning of another section. */
static size_t end_of_cdata(Reader *r, size_t at, size_t *behind)
{
    Slice s = r->s;
    if (r->cdata_end < at) {
        size_t size = slice_find(slice_skip(s, at), SLICE("]]>"));
        r->cdata_end = size == SLICE_NONE ? SIZE_MAX : at + size;
    }
    bool is_closed = r->cdata_end != SIZE_MAX;
    size_t end = is_closed ? r->cdata_end : s.size;
    size_t next = slice_find(slice_range(s, at, end), SLICE("<![CDATA["));
    if ((next != SLICE_NONE || !is_closed) && r->depth) {
        const Xml *element = r->open[r->depth - 1];
        size_t limit = next == SLICE_NONE ? end : at + next;
        char tag[128];
        int size = snprintf(tag, sizeof tag, "</%.*s%s%.*s>", SLICE_ARG(element->prefix),
                            element->prefix.size ? ":" : "", SLICE_ARG(element->name));
        size_t found = size > 0 && size < (int)sizeof tag
                           ? slice_find(slice_range(s, at, limit), slice_of(tag, (size_t)size))
                           : SLICE_NONE;
        if (found != SLICE_NONE) {
            damage(r, at, "CDATA that is not closed", SLICE_EMPTY);
            *behind = at + found;
            return at + found;
        }
    }
    if (!is_closed)
        damage(r, at, "CDATA that is not closed", SLICE_EMPTY);
    *behind = is_closed ? end + 3 : end;
    return end;
}

/* <!DOCTYPE name [ <!ENTITY a "b"> ]>: stepped over, brackets and quotes minded. */
static size_t behind_doctype(Slice s, size_t at)
{
    size_t first = SLICE_NONE, brackets = 0;
    char quote = '\0';
    for (size_t i = at; i < s.size; i++) {
        const char c = s.data[i];
        if (c == '>' && first == SLICE_NONE)
            first = i + 1;
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || (c == '\'' && brackets == 0))
            quote = c;
        else if (c == '[')
            brackets++;
        else if (c == ']' && brackets)
            brackets--;
        else if (c == '>' && brackets == 0)
            return i + 1;
    }
    return first == SLICE_NONE ? s.size : first;
}

/* Steps over what ends in `end`; where there is none, over the opening mark alone. */
static void step_over(Reader *r, size_t mark, Slice end, bool *is_vain)
{
    size_t size = *is_vain ? SLICE_NONE : slice_find(slice_skip(r->s, r->at + mark), end);
    if (size != SLICE_NONE) {
        r->at += mark + size + end.size;
        return;
    }
    *is_vain = true;
    damage(r, r->at, "a mark that is not closed:", slice_range(r->s, r->at, r->at + mark));
    r->at += mark;
}

static void read_markup(Reader *r)
{
    Slice rest = slice_skip(r->s, r->at);
    const char next = rest.size > 1 ? rest.data[1] : '\0';
    if (slice_starts_with(rest, SLICE("<![CDATA["))) {
        size_t begin = r->at + 9, behind = 0;
        size_t end = end_of_cdata(r, begin, &behind);
        add_text(r, begin, end, true);
        r->at = behind;
    } else if (slice_starts_with(rest, SLICE("<!--"))) {
        step_over(r, 4, SLICE("-->"), &r->no_comment_end);
    } else if (slice_starts_with_nocase(rest, SLICE("<!DOCTYPE")) && !r->is_doctype_read &&
               !r->document->root) {
        r->is_doctype_read = true;
        r->at = behind_doctype(r->s, r->at + 9);
    } else if (next == '!' && rest.size > 2 && (ascii_is_alpha(rest.data[2]) || rest.data[2] == '[')) {
        step_over(r, 2, SLICE(">"), &r->no_angle);
    } else if (next == '?') {
        step_over(r, 2, SLICE("?>"), &r->no_instruction_end);
    } else if (next == '/' && rest.size > 2 && is_name_start((unsigned char)rest.data[2])) {
        read_end_tag(r);
    } else if (is_name_start((unsigned char)next)) {
        read_start_tag(r);
    } else {
        damage(r, r->at, "a bare '<'", SLICE_EMPTY);
        add_text(r, r->at, r->at + 1, false);
        r->at++;
    }
}

static void read_all(Reader *r)
{
    while (r->at < r->s.size && !r->is_full && r->nodes < XML_NODES_MAX) {
        if (r->s.data[r->at] == '<') {
            read_markup(r);
            continue;
        }
        size_t size = slice_find_byte(slice_skip(r->s, r->at), '<');
        size_t end = size == SLICE_NONE ? r->s.size : r->at + size;
        add_text(r, r->at, end, false);
        r->at = end;
    }
    if (r->nodes >= XML_NODES_MAX)
        damage(r, r->at, "more elements and texts than are read", SLICE_EMPTY);
    else if (r->depth)
        damage(r, r->s.size, "the end is missing, within", r->open[r->depth - 1]->name);
    r->document->is_cut = r->depth > 0 && r->nodes < XML_NODES_MAX;
    while (r->depth)
        close_element(r);
}

Status xml_read(Arena *arena, Slice bytes, Slice charset, XmlDocument *document, Error *err)
{
    *document = (XmlDocument){0};
    const size_t room = arena_limit(arena) - arena_used(arena);
    if (sizeof(Reader) + 4096 > room || bytes.size > (room - sizeof(Reader) - 4096) / 4)
        return error_set(err, STATUS_SKIP, "%zu bytes of XML are more than can be read at once", bytes.size);
    Reader *r = ARENA_NEW(arena, Reader);
    r->arena = arena;
    r->document = document;
    r->s = charset_to_utf8(arena, bytes, charset, true, NULL);
    const bool is_repaired =
        slice_contains(r->s, SLICE("\xEF\xBF\xBD")) && !slice_contains(bytes, SLICE("\xEF\xBF\xBD"));
    if (is_repaired)
        damage(r, slice_find(r->s, SLICE("\xEF\xBF\xBD")), "bytes that mean nothing", SLICE_EMPTY);
    read_all(r);
    if (r->is_full)
        return error_set(err, STATUS_SKIP, "the XML needs more than %zu bytes of memory", arena_limit(arena));
    if (!document->root)
        return error_set(err, STATUS_SKIP, "no element in %zu bytes", bytes.size);
    return STATUS_OK;
}
