/* field:value and field:( ... ): text fields restrict words to their regions, facets compare keys, the rest
 * are ranges.
 *
 * In the brackets of a text field any query of words may stand; the field is laid on its parts that have
 * positions. In the brackets of any other field bare words are values of that field. */
#include "query/parser.h"

typedef struct FieldName {
    const char *name;
    ScopeKind kind;
    FacetField facet;
} FieldName;

/* Fields that are no text. Text fields are known by text_field_find. */
static const FieldName field_names[] = {
    {"author", SCOPE_AUTHOR, FACET_AUTHOR},
    {"date", SCOPE_DATE, 0},
    {"year", SCOPE_YEAR, FACET_YEAR},
    {"month", SCOPE_MONTH, FACET_MONTH},
    {"day", SCOPE_DAY, FACET_DAY},
    {"weekday", SCOPE_WEEKDAY, 0},
    {"words", SCOPE_WORDS, 0},
    {"wc", SCOPE_WORDS, 0},
    {"length", SCOPE_WORDS, 0},
    {"section", SCOPE_FACET, FACET_SECTION},
    {"tag", SCOPE_FACET, FACET_TAG},
    {"agency", SCOPE_FACET, FACET_AGENCY},
    {"place", SCOPE_FACET, FACET_PLACE},
    {"lang", SCOPE_FACET, FACET_LANG},
    {"kind", SCOPE_FACET, FACET_KIND},
    {"genre", SCOPE_FACET, FACET_GENRE},
    {"credit", SCOPE_FACET, FACET_CREDIT},
    {"photographer", SCOPE_FACET, FACET_PHOTOGRAPHER},
    {"media", SCOPE_FACET, FACET_MEDIA},
    {"has", SCOPE_FACET, FACET_HAS},
    {"host", SCOPE_FACET, FACET_HOST},
    {"id", SCOPE_FACET, FACET_ID},
    {"slug", SCOPE_FACET, FACET_SLUG},
};

/* Fields that the language has a place for and this version cannot answer yet. */
static const char *const later_names[] = {
    "hlead",  "turn",    "said",     "asked",      "speaker",  "person", "org",      "event",     "about",
    "file",   "source",  "is",       "series",     "mentions", "taken",  "captured", "imported",  "modified",
    "killed", "wounded", "arrested", "confidence", "page",     "sort",   "fulltext", "publictag", "creator",
};

static const FieldName *find_field(Slice name)
{
    for (size_t i = 0; i < sizeof field_names / sizeof field_names[0]; i++)
        if (slice_equal_nocase(name, slice_from(field_names[i].name)))
            return &field_names[i];
    return NULL;
}

static bool is_later_name(Slice name)
{
    for (size_t i = 0; i < sizeof later_names / sizeof later_names[0]; i++)
        if (slice_equal_nocase(name, slice_from(later_names[i])))
            return true;
    return false;
}

static bool find_text_field(Slice name, TextField *field)
{
    char lower[16];
    if (name.size > sizeof lower)
        return false;
    for (size_t i = 0; i < name.size; i++)
        lower[i] = ascii_lower(name.data[i]);
    return text_field_find(slice_of(lower, name.size), field);
}

bool field_is_name(Slice name)
{
    TextField field;
    return find_field(name) || find_text_field(name, &field) || slice_equal_nocase(name, SLICE("url"));
}

/* ---- text fields ---- */

static const char *kind_word(const Query *query)
{
    switch (query->kind) {
    case QUERY_ALL:
        return "'*'";
    case QUERY_FACET:
    case QUERY_DAYS:
    case QUERY_CALENDAR:
    case QUERY_UNDATED:
    case QUERY_WORDS:
        return "a value of another field";
    default:
        return "this";
    }
}

/* Lays a text field on every part that has positions: AND, OR and NOT are looked through. */
static Query *restrict_to(Parser *p, TextField field, Query *query)
{
    if (query_has_positions(query)) {
        Query *within = node_over_one(p, QUERY_WITHIN, query, query->typed);
        if (within)
            within->field = field;
        return within;
    }
    if (query->kind != QUERY_AND && query->kind != QUERY_OR && query->kind != QUERY_NOT)
        return parser_fail(p, query->typed.begin, "%s cannot stand in the field '%.*s:'", kind_word(query),
                           SLICE_ARG(text_field_name(field)));
    Nodes nodes = {0};
    for (size_t i = 0; i < query->child_count; i++) {
        Query *child = restrict_to(p, field, query->children[i]); /* as deep as the query: QUERY_HEIGHT_MAX */
        if (!child)
            return NULL;
        *LIST_ADD(p->arena, &nodes) = child;
    }
    return node_over(p, query->kind, nodes.items, nodes.count, query->typed);
}

/* One unit behind a field's name: a group, a phrase, a word, with "=" or as the word itself. */
static Query *read_unit(Parser *p, QueryToken name)
{
    const QueryToken next = lex_peek(p);
    bool is_empty = false;
    Query *query = NULL;
    switch (next.kind) {
    case TOKEN_OPEN:
        p->at = next.span.end;
        return parse_group(p, next.span.begin);
    case TOKEN_BAD:
        return NULL;
    case TOKEN_QUOTE:
        p->at = next.span.begin;
        return leaf_phrase(p, p->scope.is_exact);
    case TOKEN_EXACT:
        p->at = next.span.end;
        if (lex_peek(p).kind == TOKEN_QUOTE)
            return leaf_phrase(p, true);
        query = leaf_word(p, true, &is_empty);
        break;
    case TOKEN_WORD:
        p->at = next.span.begin;
        query = leaf_word(p, p->scope.is_exact, &is_empty);
        break;
    default:
        is_empty = true;
        break;
    }
    if (is_empty)
        return parser_fail(p, name.span.begin,
                           "'%.*s:' needs a word or brackets behind it: %.*s:(rome OR cairo)",
                           SLICE_ARG(name.name), SLICE_ARG(name.name));
    return query;
}

static Query *text_field_query(Parser *p, QueryToken name, TextField field)
{
    const Scope outer = p->scope;
    if (lex_peek(p).kind == TOKEN_FUNCTION && slice_equal_nocase(lex_peek(p).name, SLICE("exact"))) {
        p->at = lex_next(p).span.end - 1; /* exact( ) in a field: its brackets are the group */
        p->scope.is_exact = true;
    }
    Query *query = read_unit(p, name);
    p->scope = outer;
    if (!query || field == FIELD_ALL)
        return query;
    query = restrict_to(p, field, query);
    if (query)
        query->typed.begin = name.span.begin;
    return query;
}

/* ---- facets ---- */

static const char *const has_values[] = {"photo", "caption", "subhead", "quote",    "turn",  "list",
                                         "table", "inset",   "embed",   "dateline", "repair"};

static void note_unknown_has(Parser *p, Slice key)
{
    for (size_t i = 0; i < sizeof has_values / sizeof has_values[0]; i++)
        if (slice_equal(key, slice_from(has_values[i])))
            return;
    parser_note(
        p,
        "has:%.*s is not known: has: knows photo, caption, subhead, quote, turn, list, table, inset, embed, "
        "dateline, repair",
        SLICE_ARG(key));
}

/* The words of a byline that say the same as an author's slug. */
static Query *byline_words(Parser *p, Slice value, bool is_prefix, Span typed)
{
    Words words = {0};
    text_words(p->arena, value, &words);
    Nodes row = {0};
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].flags & WORD_JOINED)
            continue;
        const bool is_last = i + 1 == words.count;
        Query *leaf =
            node_with_text(p, is_prefix && is_last ? QUERY_PREFIX : QUERY_TERM, words.items[i].folded, typed);
        if (!leaf)
            return NULL;
        *LIST_ADD(p->arena, &row) = leaf;
    }
    if (row.count == 0)
        return parser_fail(p, typed.begin, "a name is missing here");
    Query *phrase = node_over(p, QUERY_PHRASE, row.items, row.count, typed);
    Query *within = node_over_one(p, QUERY_WITHIN, phrase, typed);
    if (within)
        within->field = FIELD_BYLINE;
    return within;
}

/* author:x is in the byline as printed or among the known authors; author:=x among the known authors alone.
 */
static Query *author_value(Parser *p, Slice value, bool is_prefix, Slice key, Span typed)
{
    Query *both[2] = {byline_words(p, value, is_prefix, typed), NULL};
    if (!both[0])
        return NULL;
    both[1] = node_facet(p, FACET_AUTHOR, key, is_prefix, typed);
    return both[1] ? node_over(p, QUERY_OR, both, 2, typed) : NULL;
}

Query *field_value(Parser *p)
{
    if (p->scope.kind != SCOPE_FACET && p->scope.kind != SCOPE_AUTHOR)
        return range_value(p);
    Span typed = {p->at, p->at}, inside;
    const bool has_equals = p->at < p->text.size && p->text.data[p->at] == '=';
    if (has_equals)
        p->at++;
    Slice value;
    if (lex_peek(p).kind == TOKEN_QUOTE && lex_peek(p).span.begin == p->at) {
        value = leaf_quoted(p, &inside);
    } else {
        const size_t end = lex_chunk_end(p->text, p->at);
        value = slice_range(p->text, p->at, end);
        p->at = end;
    }
    typed.end = p->at;
    const bool is_prefix = slice_ends_with(value, SLICE("*"));
    if (is_prefix)
        value = slice_range(value, 0, value.size - 1);
    const size_t star = slice_find_byte(value, '*');
    if (star != SLICE_NONE)
        return parser_fail(p, typed.begin, "a '*' may stand at the end of a value only: section:news*");
    const Slice key = text_slug(p->arena, value);
    if (key.size == 0 && !(is_prefix && value.size == 0))
        return parser_fail(p, typed.begin, "a value with a letter or digit is missing here");
    if (p->scope.kind == SCOPE_AUTHOR && !has_equals && key.size > 0)
        return author_value(p, value, is_prefix, key, typed);
    const FacetField facet = p->scope.kind == SCOPE_AUTHOR ? FACET_AUTHOR : p->scope.facet;
    if (facet == FACET_HAS && !is_prefix)
        note_unknown_has(p, key);
    return node_facet(p, facet, key, is_prefix, typed);
}

static Query *value_field_query(Parser *p, QueryToken name, const FieldName *field)
{
    const Scope outer = p->scope;
    p->scope = (Scope){field->kind, field->facet, false};
    const QueryToken next = lex_peek(p);
    Query *query = NULL;
    if (next.kind == TOKEN_OPEN) {
        p->at = next.span.end;
        query = parse_group(p, next.span.begin);
    } else if (next.kind == TOKEN_END || next.kind == TOKEN_CLOSE || next.kind == TOKEN_AND ||
               next.kind == TOKEN_OR) {
        parser_fail(p, name.span.begin, "'%.*s:' needs a value behind it", SLICE_ARG(name.name));
    } else {
        p->at = next.span.begin;
        query = field_value(p);
    }
    p->scope = outer;
    if (query)
        query->typed.begin = name.span.begin;
    return query;
}

/* ---- all ---- */

Query *field_query(Parser *p, QueryToken name)
{
    TextField text_field;
    const FieldName *field = find_field(name.name);
    if (field)
        return value_field_query(p, name, field);
    if (find_text_field(name.name, &text_field))
        return text_field_query(p, name, text_field);
    if (slice_equal_nocase(name.name, SLICE("url")) || slice_starts_with_nocase(name.name, SLICE("http")))
        return parser_fail(p, name.span.begin,
                           "an address is not searched but resolved: use `backfile resolve`");
    if (is_later_name(name.name))
        return parser_fail(p, name.span.begin, "the field '%.*s:' is not known yet", SLICE_ARG(name.name));
    return parser_fail(
        p, name.span.begin,
        "there is no field '%.*s:'; fields are headline, subheadline, body, lead, caption, byline, dateline, "
        "author, section, tag, place, agency, date and others; to search these words, put them in "
        "quotation marks",
        SLICE_ARG(name.name));
}
