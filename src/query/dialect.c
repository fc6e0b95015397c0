/* The words and signs of other query languages -> tokens of ours, so that one parser reads them all.
 *
 * Factiva and Nexis write operators in any case, and mean different things by the same sign: w/5 is "in this
 * order" to one and "in any order" to the other. So a dialect is chosen by the reader, never guessed; what
 * speaks of one (query_dialect_signs) is only offered. */
#include "base/utf8.h"
#include "query/parser.h"

/* ---- names ---- */

static const char *const dialect_names[QUERY_DIALECTS] = {[DIALECT_NATIVE] = "native",
                                                          [DIALECT_FACTIVA] = "factiva",
                                                          [DIALECT_NEXIS] = "nexis",
                                                          [DIALECT_TROVE] = "trove",
                                                          [DIALECT_LUCENE] = "lucene"};

Slice query_dialect_name(QueryDialect dialect)
{
    assert(dialect < QUERY_DIALECTS);
    return slice_from(dialect_names[dialect]);
}

bool query_dialect_find(Slice name, QueryDialect *dialect)
{
    *dialect = DIALECT_NATIVE;
    for (unsigned i = 0; i < QUERY_DIALECTS && name.size > 0; i++) {
        if (slice_equal_nocase(name, slice_from(dialect_names[i]))) {
            *dialect = (QueryDialect)i;
            return true;
        }
    }
    return name.size == 0;
}

/* ---- operators of nearness ---- */

/* A word and a number: "adj5" is PRE/5. What begins with a sign ends in one: "/5n/". */
typedef struct NumberedWord {
    const char *before, *behind;
    TokenKind kind;
    bool is_ordered;
    bool may_lack_number; /* "adj" is "adj1" */
} NumberedWord;

static const NumberedWord factiva_words[] = {
    {"adj", "", TOKEN_PROX, true, true},          {"w/", "", TOKEN_PROX, true, false},
    {"near", "", TOKEN_PROX, false, false},       {"near/", "", TOKEN_PROX, false, false},
    {"/", "n/", TOKEN_PROX, false, false},        {"/f", "/", TOKEN_FIRST, false, false},
    {"atleast", "", TOKEN_ATLEAST, false, false},
};
static const NumberedWord nexis_words[] = {
    {"w/", "", TOKEN_PROX, false, false},    {"/", "", TOKEN_PROX, false, false},
    {"near/", "", TOKEN_PROX, false, false}, {"within/", "", TOKEN_PROX, false, false},
    {"pre/", "", TOKEN_PROX, true, false},   {"+", "", TOKEN_PROX, true, false},
    {"onear/", "", TOKEN_PROX, true, false},
};

static bool read_numbered(Slice chunk, const NumberedWord *word, uint64_t *number)
{
    const Slice before = slice_from(word->before), behind = slice_from(word->behind);
    if (chunk.size < before.size + behind.size || !slice_starts_with_nocase(chunk, before) ||
        !slice_ends_with_nocase(chunk, behind))
        return false;
    const Slice digits = slice_range(chunk, before.size, chunk.size - behind.size);
    *number = 1;
    return (digits.size == 0 && word->may_lack_number) || slice_to_u64(digits, number);
}

static bool numbered_token(Parser *p, Slice chunk, const NumberedWord *words, size_t count, QueryToken *token)
{
    uint64_t number;
    for (size_t i = 0; i < count; i++) {
        if (!read_numbered(chunk, &words[i], &number))
            continue;
        if (number < 1 || number > QUERY_DISTANCE_MAX) {
            parser_fail(p, token->span.begin, "near-range\tthe number of %.*s must lie between 1 and %d",
                        SLICE_ARG(chunk), QUERY_DISTANCE_MAX);
            *token = lex_bad(*token);
            return true;
        }
        token->kind = words[i].kind;
        token->how = QUERY_NEAR;
        token->distance = (uint32_t)number;
        token->is_ordered = words[i].is_ordered;
        return true;
    }
    return false;
}

typedef struct UnitWord {
    QueryDialect dialect;
    const char *word;
    SameUnit unit;
} UnitWord;

static const UnitWord unit_words[] = {
    {DIALECT_FACTIVA, "same", SAME_PARAGRAPH}, {DIALECT_NEXIS, "w/s", SAME_SENTENCE},
    {DIALECT_NEXIS, "/s", SAME_SENTENCE},      {DIALECT_NEXIS, "w/sent", SAME_SENTENCE},
    {DIALECT_NEXIS, "w/p", SAME_PARAGRAPH},    {DIALECT_NEXIS, "/p", SAME_PARAGRAPH},
    {DIALECT_NEXIS, "w/para", SAME_PARAGRAPH}, {DIALECT_NEXIS, "w/seg", SAME_FIELD},
    {DIALECT_NEXIS, "/seg", SAME_FIELD},
};

static bool unit_token(QueryDialect dialect, Slice chunk, QueryToken *token)
{
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++) {
        if (unit_words[i].dialect != dialect || !slice_equal_nocase(chunk, slice_from(unit_words[i].word)))
            continue;
        token->kind = TOKEN_PROX;
        token->how = QUERY_SAME;
        token->unit = unit_words[i].unit;
        return true;
    }
    return false;
}

/* ---- and, or, not ---- */

/* The chunk behind blanks at `at`. */
static Slice chunk_behind(const Parser *p, size_t at, size_t *end)
{
    at = lex_skip_space(p->text, at);
    *end = at < p->text.size ? lex_chunk_end(p->text, at) : at;
    return slice_range(p->text, at, *end);
}

/* "and not", "but not", "not" of Nexis. */
static bool nexis_not_token(Parser *p, Slice chunk, QueryToken *token)
{
    size_t end;
    const Slice next = chunk_behind(p, token->span.end, &end);
    const bool is_two =
        (slice_equal_nocase(chunk, SLICE("and")) || slice_equal_nocase(chunk, SLICE("but"))) &&
        slice_equal_nocase(next, SLICE("not"));
    if (is_two) {
        token->kind = TOKEN_AND_NOT;
        token->span.end = end;
        return true;
    }
    if (!slice_equal_nocase(chunk, SLICE("not")))
        return false;
    QueryToken behind = {.span = {end - next.size, end}};
    const bool is_prox =
        unit_token(DIALECT_NEXIS, next, &behind) ||
        numbered_token(p, next, nexis_words, sizeof nexis_words / sizeof *nexis_words, &behind);
    token->kind = is_prox ? TOKEN_NOT : TOKEN_AND_NOT;
    return true;
}

static bool logic_token(Slice chunk, QueryToken *token)
{
    static const struct {
        const char *word;
        TokenKind kind;
    } words[] = {{"and", TOKEN_AND}, {"or", TOKEN_OR}, {"not", TOKEN_NOT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (slice_equal_nocase(chunk, slice_from(words[i].word))) {
            token->kind = words[i].kind;
            return true;
        }
    }
    return false;
}

/* ---- fields ---- */

typedef struct FieldWord {
    QueryDialect dialect;
    const char *word, *name;
} FieldWord;

static const FieldWord field_words[] = {
    {DIALECT_FACTIVA, "hd", "headline"},     {DIALECT_FACTIVA, "lp", "lead"},
    {DIALECT_FACTIVA, "hlp", "hlead"},       {DIALECT_FACTIVA, "by", "byline"},
    {DIALECT_FACTIVA, "la", "lang"},         {DIALECT_FACTIVA, "se", "section"},
    {DIALECT_FACTIVA, "cr", "credit"},       {DIALECT_FACTIVA, "art", "caption"},
    {DIALECT_FACTIVA, "an", "id"},           {DIALECT_FACTIVA, "ns", "tag"},
    {DIALECT_FACTIVA, "wc", "words"},        {DIALECT_NEXIS, "headline", "headline"},
    {DIALECT_NEXIS, "hlead", "hlead"},       {DIALECT_NEXIS, "lead", "lead"},
    {DIALECT_NEXIS, "body", "body"},         {DIALECT_NEXIS, "byline", "byline"},
    {DIALECT_NEXIS, "dateline", "dateline"}, {DIALECT_NEXIS, "graphic", "caption"},
    {DIALECT_NEXIS, "section", "section"},   {DIALECT_NEXIS, "language", "lang"},
    {DIALECT_NEXIS, "length", "words"},      {DIALECT_NEXIS, "term", "tag"},
    {DIALECT_NEXIS, "terms", "tag"},         {DIALECT_NEXIS, "date", "date"},
};

/* "hd=", "headline(", "length >": the sign at *sign begins the field's value. */
static bool field_token(Parser *p, Slice chunk, QueryToken *token)
{
    const QueryDialect dialect = p->options.dialect;
    size_t size = 0;
    while (size < chunk.size && ascii_is_alpha(chunk.data[size]))
        size++;
    for (size_t i = 0; i < sizeof field_words / sizeof *field_words; i++) {
        if (field_words[i].dialect != dialect ||
            !slice_equal_nocase(slice_range(chunk, 0, size), slice_from(field_words[i].word)))
            continue;
        const size_t sign = token->span.begin + size;
        const size_t behind = lex_skip_space(p->text, sign);
        const char byte = sign < p->text.size ? p->text.data[sign] : '\0';
        const char next = behind < p->text.size ? p->text.data[behind] : '\0';
        const bool is_compared =
            (next == '<' || next == '>') && (slice_equal(slice_from(field_words[i].name), SLICE("words")) ||
                                             slice_equal(slice_from(field_words[i].name), SLICE("date")));
        if (!is_compared && byte != (dialect == DIALECT_NEXIS ? '(' : '='))
            return false;
        token->kind = TOKEN_FIELD;
        token->name = slice_from(field_words[i].name);
        token->span.end = is_compared ? behind : byte == '=' ? sign + 1 : sign;
        return true;
    }
    return false;
}

/* ---- dates ---- */

typedef struct DateWord {
    const char *word;
    bool is_first, is_last, is_within; /* which end the value is; itself included */
} DateWord;

static const DateWord date_words[] = {
    {"after", true, false, false}, {"aft", true, false, false},  {"before", false, true, false},
    {"bef", false, true, false},   {"since", true, false, true}, {"from", true, false, true},
    {"is", true, true, true},      {"on", true, true, true},     {"=", true, true, true},
};

static const DateWord *find_date_word(Slice word)
{
    for (size_t i = 0; i < sizeof date_words / sizeof *date_words; i++)
        if (slice_equal_nocase(word, slice_from(date_words[i].word)))
            return &date_words[i];
    return NULL;
}

/* "date" with one of the words behind it. */
static bool date_token(Parser *p, Slice chunk, QueryToken *token)
{
    size_t end;
    if (!slice_equal_nocase(chunk, SLICE("date")) || !find_date_word(chunk_behind(p, token->span.end, &end)))
        return false;
    token->kind = TOKEN_DATE;
    return true;
}

Query *dialect_date(Parser *p, QueryToken token)
{
    size_t end, behind;
    const DateWord *word = find_date_word(chunk_behind(p, p->at, &end));
    assert(word);
    const Slice value = chunk_behind(p, end, &end);
    if (value.size == 0)
        return parser_fail(p, token.span.begin, "date-missing\ta date is missing here: date after 2010");
    Slice last = word->is_last ? value : SLICE_EMPTY;
    if (slice_equal_nocase(chunk_behind(p, end, &behind), SLICE("to")) &&
        slice_equal_nocase(slice_from(word->word), SLICE("from")))
        last = chunk_behind(p, behind, &end);
    p->at = end;
    return range_of_days(p, word->is_first ? value : SLICE_EMPTY, last, word->is_within,
                         (Span){token.span.begin, end});
}

/* ---- all ---- */

static bool factiva_token(Parser *p, Slice chunk, QueryToken *token)
{
    return unit_token(DIALECT_FACTIVA, chunk, token) ||
           numbered_token(p, chunk, factiva_words, sizeof factiva_words / sizeof *factiva_words, token) ||
           logic_token(chunk, token) || date_token(p, chunk, token) || field_token(p, chunk, token);
}

static bool nexis_token(Parser *p, Slice chunk, QueryToken *token)
{
    return unit_token(DIALECT_NEXIS, chunk, token) ||
           numbered_token(p, chunk, nexis_words, sizeof nexis_words / sizeof *nexis_words, token) ||
           nexis_not_token(p, chunk, token) || logic_token(chunk, token) || date_token(p, chunk, token) ||
           field_token(p, chunk, token);
}

/* "+" and "!" before a word. */
static bool lucene_token(Parser *p, QueryToken *token)
{
    size_t size;
    const size_t behind = token->span.begin + 1;
    const char byte = p->text.data[token->span.begin];
    if ((byte != '+' && byte != '!') || behind >= p->text.size)
        return false;
    const uint32_t next = utf8_decode(p->text, behind, &size);
    if (lex_is_space(next) || next == ')' || next == '|')
        return false;
    token->kind = byte == '+' ? TOKEN_PLUS : TOKEN_NOT;
    token->span.end = behind;
    return true;
}

bool dialect_token(Parser *p, QueryToken *token)
{
    const QueryToken before = *token;
    const QueryDialect dialect = p->options.dialect;
    if (dialect == DIALECT_TROVE || dialect == DIALECT_LUCENE)
        return lucene_token(p, token);
    token->span.end = lex_chunk_end(p->text, token->span.begin);
    const Slice chunk = slice_range(p->text, token->span.begin, token->span.end);
    if (dialect == DIALECT_FACTIVA ? factiva_token(p, chunk, token) : nexis_token(p, chunk, token))
        return true;
    *token = before;
    return false;
}

/* ---- signs ---- */

static bool has_upper(Slice chunk)
{
    for (size_t i = 0; i < chunk.size; i++)
        if (chunk.data[i] >= 'A' && chunk.data[i] <= 'Z')
            return true;
    return false;
}

/* What the chunk speaks of; native operators are in capitals. */
static unsigned chunk_signs(Slice chunk)
{
    const unsigned factiva = 1u << DIALECT_FACTIVA, nexis = 1u << DIALECT_NEXIS,
                   lucene = 1u << DIALECT_LUCENE | 1u << DIALECT_TROVE;
    uint64_t number;
    QueryToken token;
    unsigned signs = 0;
    for (size_t i = 0; i < sizeof factiva_words / sizeof *factiva_words; i++)
        if (read_numbered(chunk, &factiva_words[i], &number) && !slice_equal_nocase(chunk, SLICE("adj")) &&
            !slice_starts_with_nocase(chunk, SLICE("near/")))
            signs |= factiva;
    for (size_t i = 0; i < sizeof nexis_words / sizeof *nexis_words; i++)
        if (read_numbered(chunk, &nexis_words[i], &number) &&
            (!has_upper(chunk) || slice_starts_with(chunk, SLICE("W/"))))
            signs |= nexis;
    if (!has_upper(chunk) && unit_token(DIALECT_NEXIS, chunk, &token))
        signs |= nexis;
    const size_t size = chunk.size;
    const char last = size > 0 ? chunk.data[size - 1] : '\0';
    if (size > 3 && last == '!' && ascii_is_alpha(chunk.data[size - 2]))
        signs |= nexis;
    const size_t dollar = slice_find_byte(chunk, '$'), hat = slice_find_byte(chunk, '^');
    if (dollar != SLICE_NONE && dollar >= 3 && ascii_is_alpha(chunk.data[dollar - 1]) && dollar + 2 >= size)
        signs |= factiva;
    if (hat != SLICE_NONE && hat > 0 && hat + 1 < size && ascii_is_digit(chunk.data[hat + 1]))
        signs |= lucene;
    if (size > 1 && chunk.data[0] == '+' && text_is_word_rune((unsigned char)chunk.data[1]) &&
        !ascii_is_digit(chunk.data[1]))
        signs |= lucene;
    return signs;
}

unsigned query_dialect_signs(Slice typed)
{
    unsigned signs = 0;
    bool is_quoted = false;
    for (size_t at = 0, size; at < typed.size;) {
        const uint32_t rune = utf8_decode(typed, at, &size);
        if (lex_is_quote(rune))
            is_quoted = !is_quoted;
        const size_t end = lex_chunk_end(typed, at);
        if (end > at && !is_quoted)
            signs |= chunk_signs(slice_range(typed, at, end));
        at = end > at ? end : at + size;
    }
    return signs;
}
