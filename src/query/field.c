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
    {"file", SCOPE_FILE, FACET_HAS},
    /* as Trove calls them */
    {"publictag", SCOPE_FACET, FACET_TAG},
    {"category", SCOPE_FACET, FACET_SECTION},
};

/* Fields that the language has a place for and that need what this version does not keep or read yet. */
typedef struct LaterName {
    const char *name, *why;
} LaterName;

static const char why_reading[] = "it needs the reading of who says what, which is not there yet";
static const char why_relations[] = "it needs relations between pieces, which are not there yet";
static const char why_column[] = "this time is kept with the article, but is not searched yet";

static const LaterName later_names[] = {
    {"said", why_reading},
    {"asked", why_reading},
    {"speaker", why_reading},
    {"person", why_reading},
    {"org", why_reading},
    {"event", why_reading},
    {"about", why_reading},
    {"mentions", why_reading},
    {"killed", why_reading},
    {"wounded", why_reading},
    {"arrested", why_reading},
    {"confidence", why_reading},
    {"is", why_relations},
    {"series", why_relations},
    {"taken", why_column},
    {"captured", why_column},
    {"imported", why_column},
    {"modified", why_column},
    {"source", "which import a piece came from is told by `backfile show`, and is not searched yet"},
    {"page", "pieces have no page numbers here yet"},
    {"firstpageseq", "pieces have no page numbers here yet"},
    {"sort", "the order is no part of the query: choose it beside it (--sort, sort=date)"},
    {"group", "groups are no part of the query, and are not there yet"},
    {"facet", "facets are no part of the query: ask for them beside it (--facet, facet=section)"},
};

static const FieldName *find_field(Slice name)
{
    for (size_t i = 0; i < sizeof field_names / sizeof field_names[0]; i++)
        if (slice_equal_nocase(name, slice_from(field_names[i].name)))
            return &field_names[i];
    return NULL;
}

static const char *find_later(Slice name)
{
    for (size_t i = 0; i < sizeof later_names / sizeof later_names[0]; i++)
        if (slice_equal_nocase(name, slice_from(later_names[i].name)))
            return later_names[i].why;
    return NULL;
}

/* Text fields under names of others; "hlead" is the headline and the first paragraph. */
static bool is_headline_and_lead(Slice name)
{
    return slice_equal_nocase(name, SLICE("hlead"));
}

static bool find_text_field(Slice name, TextField *field)
{
    char lower[16];
    if (name.size > sizeof lower)
        return false;
    for (size_t i = 0; i < name.size; i++)
        lower[i] = ascii_lower(name.data[i]);
    const Slice plain = slice_of(lower, name.size);
    if (slice_equal(plain, SLICE("fulltext")) || slice_equal(plain, SLICE("text"))) {
        *field = FIELD_ALL;
        return true;
    }
    if (slice_equal(plain, SLICE("creator"))) {
        *field = FIELD_BYLINE;
        return true;
    }
    return text_field_find(plain, field);
}

bool field_is_name(Slice name)
{
    TextField field;
    return find_field(name) || find_text_field(name, &field) || is_headline_and_lead(name) ||
           slice_equal_nocase(name, SLICE("url"));
}

/* ---- text fields ---- */

static Query *within_field(Parser *p, TextField field, Query *part)
{
    Query *within = node_over_one(p, QUERY_WITHIN, part, part->typed);
    if (within)
        within->field = field;
    return within;
}

static Query *wrap_within(Parser *p, void *context, Query *part)
{
    return within_field(p, *(const TextField *)context, part);
}

static Query *wrap_headline_and_lead(Parser *p, void *context, Query *part)
{
    (void)context;
    Query *copy = node_copy(p, part);
    if (!copy)
        return NULL;
    Query *both[2] = {within_field(p, FIELD_HEADLINE, part), within_field(p, FIELD_LEAD, copy)};
    return both[0] && both[1] ? node_over(p, QUERY_OR, both, 2, part->typed) : NULL;
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
    case TOKEN_FUNCTION:
        p->at = next.span.end;
        return call_query(p, next);
    case TOKEN_BAD:
        return NULL;
    case TOKEN_QUOTE:
        p->at = next.span.begin;
        return leaf_phrase(p);
    case TOKEN_REGEX:
        p->at = next.span.begin;
        return wild_regex(p);
    case TOKEN_EXACT:
        p->at = next.span.end;
        query = parse_exact(p, &is_empty);
        break;
    case TOKEN_WORD:
        p->at = next.span.begin;
        query = leaf_word(p, false, &is_empty);
        break;
    default:
        is_empty = true;
        break;
    }
    if (is_empty)
        return parser_fail(p, name.span.begin,
                           "field-empty\t'%.*s:' needs a word or brackets behind it: %.*s:(rome OR cairo)",
                           SLICE_ARG(name.name), SLICE_ARG(name.name));
    return query;
}

/* In Factiva's language nearness binds tighter than a field: hd=oil near5 gas. */
static Query *read_operand(Parser *p, QueryToken name)
{
    if (p->options.dialect != DIALECT_FACTIVA || lex_peek(p).kind == TOKEN_OPEN)
        return read_unit(p, name);
    bool is_empty;
    if (parse_is_end(lex_peek(p).kind) || lex_peek(p).kind == TOKEN_FIELD)
        return read_unit(p, name);
    Query *query = parse_prox(p, &is_empty);
    return query || !is_empty ? query : read_unit(p, name);
}

static Query *text_field_query(Parser *p, QueryToken name, TextField field)
{
    const Scope outer = p->scope;
    if (slice_equal_nocase(name.name, SLICE("fulltext")))
        p->scope.way = WAY_EXACT; /* Trove's word for it */
    Query *query = read_operand(p, name);
    p->scope = outer;
    if (!query || field == FIELD_ALL)
        return query;
    query = node_lay(p, query, text_field_name(field).data, wrap_within, &field);
    if (query)
        query->typed.begin = name.span.begin;
    return query;
}

static Query *headline_and_lead_query(Parser *p, QueryToken name)
{
    Query *query = read_operand(p, name);
    query = query ? node_lay(p, query, "hlead", wrap_headline_and_lead, NULL) : NULL;
    if (query)
        query->typed.begin = name.span.begin;
    return query;
}

/* ---- facets ---- */

static const char *const has_values[] = {"photo", "caption", "subhead", "quote",    "turn",   "list",
                                         "table", "inset",   "embed",   "dateline", "repair", "file"};

static void note_unknown_has(Parser *p, Slice key)
{
    for (size_t i = 0; i < sizeof has_values / sizeof has_values[0]; i++)
        if (slice_equal(key, slice_from(has_values[i])))
            return;
    parser_note(p,
                "has-unknown\thas:%.*s is not known: has: knows photo, caption, subhead, quote, turn, list, "
                "table, inset, "
                "embed, dateline, repair, file",
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
        return parser_fail(p, typed.begin, "name-missing\ta name is missing here");
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

/* file:true, file:false: has the piece a picture from the files? */
static Query *file_value(Parser *p)
{
    const size_t begin = p->at, end = lex_chunk_end(p->text, begin);
    const Slice value = slice_range(p->text, begin, end);
    const Span typed = {begin, end};
    p->at = end;
    const bool is_true = slice_equal_nocase(value, SLICE("true")) || slice_equal_nocase(value, SLICE("yes"));
    if (!is_true && !slice_equal_nocase(value, SLICE("false")) && !slice_equal_nocase(value, SLICE("no")))
        return parser_fail(p, begin, "file-value\t'file:' is true or false: file:true");
    Query *query = node_facet(p, FACET_HAS, SLICE("file"), false, typed);
    return is_true ? query : node_over_one(p, QUERY_NOT, query, typed);
}

Query *field_value(Parser *p)
{
    if (p->scope.kind == SCOPE_FILE)
        return file_value(p);
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
        return parser_fail(p, typed.begin,
                           "value-star\ta '*' may stand at the end of a value only: section:news*");
    const Slice key = text_slug(p->arena, value);
    if (key.size == 0 && !(is_prefix && value.size == 0))
        return parser_fail(p, typed.begin, "value-missing\ta value with a letter or digit is missing here");
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
    p->scope = (Scope){.kind = field->kind, .facet = field->facet};
    const QueryToken next = lex_peek(p);
    Query *query = NULL;
    if (next.kind == TOKEN_OPEN) {
        p->at = next.span.end;
        query = parse_group(p, next.span.begin);
    } else if (next.kind == TOKEN_END || next.kind == TOKEN_CLOSE || next.kind == TOKEN_AND ||
               next.kind == TOKEN_OR) {
        parser_fail(p, name.span.begin, "field-no-value\t'%.*s:' needs a value behind it",
                    SLICE_ARG(name.name));
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
    if (is_headline_and_lead(name.name))
        return headline_and_lead_query(p, name);
    if (slice_equal_nocase(name.name, SLICE("url")) || slice_starts_with_nocase(name.name, SLICE("http")))
        return parser_fail(p, name.span.begin,
                           "field-url\tan address is not searched but resolved: use `backfile resolve`");
    const char *why = find_later(name.name);
    if (why)
        return parser_fail(p, name.span.begin, "field-later\tthe field '%.*s:' cannot be searched: %s",
                           SLICE_ARG(name.name), why);
    return parser_fail(
        p, name.span.begin,
        "field-unknown\tthere is no field '%.*s:'; fields are headline, subheadline, body, lead, caption, "
        "byline, dateline, "
        "author, section, tag, place, agency, date and others; to search these words, put them in "
        "quotation marks",
        SLICE_ARG(name.name));
}
