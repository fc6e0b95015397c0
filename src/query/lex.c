/* Finds the next token of a typed query. Operators are operators in capitals only; what looks like an
 * operator of another language ("W/5", "ADJ") is never taken for something else in silence: it is an error
 * with advice, or a note. */
#include "base/utf8.h"
#include "query/parser.h"

/* ---- errors and notes ---- */

size_t parser_place(const Parser *p, size_t at)
{
    return utf8_count(slice_range(p->text, 0, at)) + 1;
}

/* Takes the code off a message: what stands before its tab. */
static Slice take_code(Slice *message)
{
    const size_t tab = slice_find_byte(*message, '\t');
    const Slice code = tab == SLICE_NONE ? SLICE_EMPTY : slice_range(*message, 0, tab);
    *message = slice_skip(*message, tab == SLICE_NONE ? 0 : tab + 1);
    return code;
}

Query *parser_fail(Parser *p, size_t at, const char *format, ...)
{
    va_list list;
    char message[512];
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    Slice whole = slice_range(slice_from(message), 0, utf8_valid_size(slice_from(message)));
    const Slice code = take_code(&whole);
    if (p->notes)
        p->notes->error_code = arena_copy(p->arena, code);
    (void)!error_set(p->err, STATUS_FAIL, "%.*s (character %zu)", SLICE_ARG(whole), parser_place(p, at));
    return NULL;
}

#define NOTES_MAX 20 /* a query of pasted text would repeat one note for every mark */

void parser_note(Parser *p, const char *format, ...)
{
    if (!p->notes || p->notes->count >= NOTES_MAX)
        return;
    va_list list;
    char message[512];
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    Slice note = slice_range(slice_from(message), 0, utf8_valid_size(slice_from(message)));
    const Slice code = take_code(&note);
    for (size_t i = 0; i < p->notes->count; i++)
        if (slice_equal(p->notes->items[i], note))
            return;
    *LIST_ADD(p->arena, p->notes) = arena_copy(p->arena, note);
    *LIST_ADD(p->arena, &p->notes->codes) = arena_copy(p->arena, code);
}

/* ---- characters ---- */

bool lex_is_quote(uint32_t rune)
{
    return rune == '"' || rune == 0x201C || rune == 0x201D || rune == 0x201E || rune == 0x00AB ||
           rune == 0x00BB || rune == 0xFF02;
}

bool lex_is_space(uint32_t rune)
{
    return rune == ' ' || (rune >= '\t' && rune <= '\r') || rune == 0xA0 || rune == 0x3000 ||
           (rune >= 0x2000 && rune <= 0x200B) || rune == 0x2028 || rune == 0x2029 || rune == 0xFEFF;
}

size_t lex_skip_space(Slice text, size_t at)
{
    for (size_t size; at < text.size; at += size)
        if (!lex_is_space(utf8_decode(text, at, &size)))
            break;
    return at;
}

/* Anything beyond ASCII that is no mark of ours counts as a letter here: only U+201D asks. */
static bool is_letter_like(uint32_t rune)
{
    return rune < 0x80 ? ascii_is_alpha((char)rune) : !lex_is_quote(rune) && !lex_is_space(rune);
}

/* A closing quotation mark between letters is a misprinted apostrophe: "Haftar”s". */
static bool is_apostrophe(Slice text, size_t at, size_t size)
{
    size_t other;
    return at > 0 && at + size < text.size && utf8_decode(text, at, &other) == 0x201D &&
           is_letter_like(utf8_decode_before(text, at, &other)) &&
           is_letter_like(utf8_decode(text, at + size, &other));
}

size_t lex_chunk_end(Slice text, size_t at)
{
    const size_t begin = at;
    for (size_t size; at < text.size; at += size) {
        const uint32_t rune = utf8_decode(text, at, &size);
        if (lex_is_space(rune) || rune == '(' || rune == ')' || rune == '|')
            break;
        if (lex_is_quote(rune) && !(at > begin && is_apostrophe(text, at, size)))
            break;
    }
    return at;
}

/* ---- operators of proximity ---- */

typedef struct ProxWord {
    const char *word;
    QueryKind how;
    bool is_ordered;
    SameUnit unit;
} ProxWord;

static const ProxWord same_words[] = {
    {"W/S", QUERY_SAME, false, SAME_SENTENCE},  {"PRE/S", QUERY_SAME, true, SAME_SENTENCE},
    {"W/P", QUERY_SAME, false, SAME_PARAGRAPH}, {"PRE/P", QUERY_SAME, true, SAME_PARAGRAPH},
    {"W/F", QUERY_SAME, false, SAME_FIELD},     {"PRE/F", QUERY_SAME, true, SAME_FIELD},
};

QueryToken lex_bad(QueryToken token)
{
    token.kind = TOKEN_BAD;
    return token;
}

static QueryToken near_token(Parser *p, QueryToken token, Slice chunk)
{
    const size_t slash = slice_find_byte(chunk, '/');
    const Slice word = slice_range(chunk, 0, slash);
    uint64_t number = 0;
    if (slash == SLICE_NONE || !slice_to_u64(slice_skip(chunk, slash + 1), &number)) {
        parser_fail(p, token.span.begin, "near-number\t%.*s needs a number: %.*s/5", SLICE_ARG(word),
                    SLICE_ARG(word));
        return lex_bad(token);
    }
    if (number < 1 || number > QUERY_DISTANCE_MAX) {
        parser_fail(p, token.span.begin, "near-range\tthe number of %.*s must lie between 1 and %d: %.*s/5",
                    SLICE_ARG(word), QUERY_DISTANCE_MAX, SLICE_ARG(word));
        return lex_bad(token);
    }
    token.kind = TOKEN_PROX;
    token.how = QUERY_NEAR;
    token.distance = (uint32_t)number;
    token.is_ordered = slice_equal(word, SLICE("PRE"));
    return token;
}

/* True if the chunk is an operator of proximity, or a mistaken one. */
static bool prox_token(Parser *p, Slice chunk, QueryToken *token)
{
    for (size_t i = 0; i < sizeof same_words / sizeof same_words[0]; i++) {
        if (slice_equal(chunk, slice_from(same_words[i].word))) {
            token->kind = TOKEN_PROX;
            token->how = same_words[i].how;
            token->is_ordered = same_words[i].is_ordered;
            token->unit = same_words[i].unit;
            return true;
        }
    }
    const bool is_near = slice_equal(chunk, SLICE("NEAR")) || slice_starts_with(chunk, SLICE("NEAR/"));
    if (is_near || slice_equal(chunk, SLICE("PRE")) || slice_starts_with(chunk, SLICE("PRE/"))) {
        *token = near_token(p, *token, chunk);
        return true;
    }
    if (slice_starts_with(chunk, SLICE("W/"))) {
        const Slice number = slice_skip(chunk, 2);
        parser_fail(p, token->span.begin,
                    "w-number\tW/%.*s means different things elsewhere: write NEAR/%.*s (any order) or "
                    "PRE/%.*s (this order); "
                    "W/S, W/P and W/F are the same sentence, paragraph and field",
                    SLICE_ARG(number), SLICE_ARG(number), SLICE_ARG(number));
        *token = lex_bad(*token);
        return true;
    }
    return false;
}

static void note_small_operators(Parser *p, Slice chunk)
{
    static const char *const words[] = {"and", "or", "not"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_equal(chunk, slice_from(words[i])))
            parser_note(p, "small-operator\t'%s' is searched as a word: operators are written in capitals",
                        words[i]);
    if (slice_starts_with_nocase(chunk, SLICE("near/")) || slice_starts_with_nocase(chunk, SLICE("pre/")) ||
        slice_starts_with_nocase(chunk, SLICE("w/")))
        parser_note(p, "small-prox\t'%.*s' is searched as words: operators are written in capitals",
                    SLICE_ARG(chunk));
}

/* ---- names of fields and functions ---- */

static size_t name_size(Slice chunk)
{
    size_t size = 0;
    while (size < chunk.size && ascii_is_alpha(chunk.data[size]))
        size++;
    return size;
}

static bool is_comparable(Slice name)
{
    return slice_equal_nocase(name, SLICE("wc")) || slice_equal_nocase(name, SLICE("words")) ||
           slice_equal_nocase(name, SLICE("length"));
}

/* "hd=", "by=": Factiva's way for these two is ours as well. */
static bool has_equals_sign(Slice name)
{
    return slice_equal_nocase(name, SLICE("hd")) || slice_equal_nocase(name, SLICE("by"));
}

/* True if a field begins here: "name:", "hd=", "wc>". An unknown name with a blank behind its colon is a
 * word. */
static bool field_token(Parser *p, Slice chunk, QueryToken *token)
{
    const size_t size = name_size(chunk);
    const size_t begin = token->span.begin, sign = begin + size;
    if (size == 0 || sign >= p->text.size)
        return false;
    const Slice name = slice_range(chunk, 0, size);
    const char byte = p->text.data[sign];
    const bool is_sign = (byte == '=' && (has_equals_sign(name) || is_comparable(name))) || byte == ':';
    if (!is_sign && !((byte == '<' || byte == '>') && is_comparable(name)))
        return false;
    if (byte == ':' && !field_is_name(name) && lex_skip_space(p->text, sign + 1) != sign + 1)
        return false;
    if (byte == ':' && !field_is_name(name) && sign + 1 >= p->text.size)
        return false;
    token->kind = TOKEN_FIELD;
    token->name = name;
    token->span.end = is_sign ? sign + 1 : sign;
    return true;
}

static bool function_token(Parser *p, Slice chunk, QueryToken *token)
{
    static const char *const fields[] = {"hlead", "body", "headline", "lead"};
    const size_t end = token->span.end;
    if (end >= p->text.size || p->text.data[end] != '(')
        return false;
    bool is_name = call_is_name(chunk);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        is_name |= slice_equal_nocase(chunk, slice_from(fields[i]));
    if (!is_name)
        return false;
    token->kind = TOKEN_FUNCTION;
    token->name = chunk;
    token->span.end = end + 1;
    return true;
}

/* ---- tokens ---- */

static QueryToken chunk_token(Parser *p, QueryToken token)
{
    token.span.end = lex_chunk_end(p->text, token.span.begin);
    const Slice chunk = slice_range(p->text, token.span.begin, token.span.end);
    if (slice_equal(chunk, SLICE("AND")) || slice_equal(chunk, SLICE("&")) || slice_equal(chunk, SLICE("&&")))
        token.kind = TOKEN_AND;
    else if (slice_equal(chunk, SLICE("OR")))
        token.kind = TOKEN_OR;
    else if (slice_equal(chunk, SLICE("NOT")))
        token.kind = TOKEN_NOT;
    else if (!prox_token(p, chunk, &token) && !field_token(p, chunk, &token) &&
             !function_token(p, chunk, &token)) {
        note_small_operators(p, chunk);
        token.kind = TOKEN_WORD;
    }
    return token;
}

/* Inside date:( ... ) a dash before a digit is part of the value: -30d. */
static bool is_dash_of_value(const Parser *p, size_t at)
{
    const ScopeKind kind = p->scope.kind;
    return kind != SCOPE_TEXT && kind != SCOPE_FACET && kind != SCOPE_AUTHOR && at + 1 < p->text.size &&
           ascii_is_digit(p->text.data[at + 1]);
}

/* A sign that means something only when what it belongs to follows at once. */
static bool is_glued(Parser *p, size_t at)
{
    size_t size;
    if (at >= p->text.size)
        return false;
    const uint32_t rune = utf8_decode(p->text, at, &size);
    return !lex_is_space(rune) && rune != ')' && rune != '|';
}

QueryToken lex_peek(Parser *p)
{
    const size_t at = lex_skip_space(p->text, p->at);
    QueryToken token = {.kind = TOKEN_END, .span = {at, at}};
    if (at >= p->text.size)
        return token;
    size_t size;
    const uint32_t rune = utf8_decode(p->text, at, &size);
    token.span.end = at + size;
    if (rune == '(')
        token.kind = TOKEN_OPEN;
    else if (rune == ')')
        token.kind = TOKEN_CLOSE;
    else if (rune == '|')
        token.kind = TOKEN_OR;
    else if (lex_is_quote(rune))
        token.kind = TOKEN_QUOTE;
    else if (p->options.dialect != DIALECT_NATIVE && dialect_token(p, &token))
        return token;
    else if (rune == '/' && p->scope.kind == SCOPE_TEXT && wild_regex_end(p->text, at) != SLICE_NONE) {
        token.kind = TOKEN_REGEX;
        return token;
    } else if (rune == '-' && is_glued(p, at + 1) && !is_dash_of_value(p, at))
        token.kind = TOKEN_NOT;
    else if (rune == '&' && is_glued(p, at + 1) && p->text.data[at + 1] != '&')
        token.kind = TOKEN_AND;
    else if (rune == '=' && is_glued(p, at + 1))
        token.kind = TOKEN_EXACT;
    else
        return chunk_token(p, token);
    if (token.kind == TOKEN_OR && at + 1 < p->text.size && p->text.data[at + 1] == '|')
        token.span.end = at + 2;
    return token;
}

QueryToken lex_next(Parser *p)
{
    const QueryToken token = lex_peek(p);
    p->at = token.span.end;
    return token;
}
