/* Functions: what stands in their brackets is searched in another way, or counted, or only where it stands
 * early. They are laid on the parts that have positions; AND, OR and NOT are looked through. */
#include "query/parser.h"

typedef struct Call {
    const char *name;
    bool is_way;
    WordWay way;
    LetterCase letters;
} Call;

static const Call calls[] = {
    {"exact", true, WAY_EXACT, CASE_ANY},      {"fuzzy", true, WAY_FUZZY, CASE_ANY},
    {"sounds", true, WAY_SOUNDS, CASE_ANY},    {"variants", true, WAY_VARIANTS, CASE_ANY},
    {"stem", true, WAY_STEM, CASE_ANY},        {"only", true, WAY_PLAIN, CASE_ANY},
    {"caps", false, WAY_PLAIN, CASE_CAPS},     {"allcaps", false, WAY_PLAIN, CASE_ALLCAPS},
    {"nocaps", false, WAY_PLAIN, CASE_NOCAPS},
};

/* The name without the number behind it: "atleast5". */
static Slice bare_name(Slice name)
{
    while (name.size > 0 && ascii_is_digit(name.data[name.size - 1]))
        name.size--;
    return name;
}

static bool is_counting(Slice name)
{
    return slice_equal_nocase(bare_name(name), SLICE("atleast")) || slice_equal_nocase(name, SLICE("first"));
}

static const Call *find_call(Slice name)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (slice_equal_nocase(name, slice_from(calls[i].name)))
            return &calls[i];
    return NULL;
}

bool call_is_name(Slice name)
{
    return find_call(name) || is_counting(name);
}

bool call_set_scope(Slice name, Scope *scope)
{
    const Call *call = find_call(name);
    if (!call)
        return false;
    if (call->is_way)
        scope->way = call->way;
    else
        scope->letters = call->letters;
    return true;
}

/* ---- counting ---- */

typedef struct Counting {
    QueryKind kind;
    uint32_t number;
} Counting;

static Query *wrap_counting(Parser *p, void *context, Query *part)
{
    const Counting *counting = context;
    Query *query = node_over_one(p, counting->kind, part, part->typed);
    if (query)
        query->distance = counting->number;
    return query;
}

Query *call_atleast(Parser *p, uint32_t count, Query *query)
{
    Counting counting = {QUERY_ATLEAST, count};
    return query ? node_lay(p, query, "atleast( )", wrap_counting, &counting) : NULL;
}

Query *call_first(Parser *p, uint32_t count, Query *query)
{
    Counting counting = {QUERY_FIRST, count};
    return query ? node_lay(p, query, "first( )", wrap_counting, &counting) : NULL;
}

/* "5," before the query, or the number in "atleast5(". False with the error set. */
static bool read_number(Parser *p, QueryToken name, uint64_t *number)
{
    const Slice digits = slice_skip(name.name, bare_name(name.name).size);
    if (slice_to_u64(digits, number))
        return true;
    size_t at = lex_skip_space(p->text, p->at), end = at;
    while (end < p->text.size && ascii_is_digit(p->text.data[end]))
        end++;
    const bool is_number = slice_to_u64(slice_range(p->text, at, end), number);
    end = lex_skip_space(p->text, end);
    if (is_number && end < p->text.size && p->text.data[end] == ',') {
        p->at = end + 1;
        return true;
    }
    parser_fail(p, name.span.begin, "call-number\t%.*s( ) needs a number first: %.*s(5, words)",
                SLICE_ARG(name.name), SLICE_ARG(name.name));
    return false;
}

static Query *counting_query(Parser *p, QueryToken name)
{
    enum { NUMBER_MAX = 1000000 };
    uint64_t number;
    if (!read_number(p, name, &number))
        return NULL;
    if (number < 1 || number > NUMBER_MAX)
        return parser_fail(p, name.span.begin, "call-range\tthe number of %.*s( ) must lie between 1 and %d",
                           SLICE_ARG(name.name), NUMBER_MAX);
    Query *query = parse_group(p, name.span.begin);
    query = slice_equal_nocase(name.name, SLICE("first")) ? call_first(p, (uint32_t)number, query)
                                                          : call_atleast(p, (uint32_t)number, query);
    if (query)
        query->typed = (Span){name.span.begin, p->at};
    return query;
}

Query *call_query(Parser *p, QueryToken name)
{
    const Scope outer = p->scope;
    if (p->scope.kind != SCOPE_TEXT)
        return parser_fail(p, name.span.begin,
                           "call-value\t%.*s( ) is for words of the text, not for values of a field",
                           SLICE_ARG(name.name));
    if (is_counting(name.name))
        return counting_query(p, name);
    call_set_scope(name.name, &p->scope);
    Query *query = parse_group(p, name.span.begin);
    p->scope = outer;
    return query;
}
