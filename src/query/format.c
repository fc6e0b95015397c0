/* The native form of a query: what stands above the results as a line to edit. It parses back to an equal
 * tree.
 *
 * Brackets stand only where precedence needs them. Facets whose name is also that of something else are
 * written with "=": author:=x (known authors, not the byline), year:=2014 (the facet's own value, not the
 * days of 2014). */
#include "base/builder.h"
#include "query/query.h"
#include "text/text.h"

typedef enum Level { LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_PROX, LEVEL_UNIT } Level;

static Level level_of(const Query *query)
{
    switch (query->kind) {
    case QUERY_OR:
        return LEVEL_OR;
    case QUERY_AND:
        return LEVEL_AND;
    case QUERY_CALENDAR:
        return query->weekday >= 0 && (query->month >= 0 || query->day >= 0) ? LEVEL_AND : LEVEL_UNIT;
    case QUERY_NOT:
        return LEVEL_NOT;
    case QUERY_NEAR:
    case QUERY_SAME:
        return LEVEL_PROX;
    default:
        return LEVEL_UNIT;
    }
}

static void write_query(Builder *b, const Query *query, Level least);

static void write_joined(Builder *b, const Query *query, const char *operator_word, Level least)
{
    for (size_t i = 0; i < query->child_count; i++) {
        if (i > 0)
            builder_add_string(b, operator_word);
        write_query(b, query->children[i], least);
    }
}

/* ---- words ---- */

/* A word of a script without blanks is cut out of its run by a dictionary that looks around it; where it
 * would be cut again when it stands alone, "\" says that it is whole. */
static void write_word(Builder *b, Slice word)
{
    Words words = {0};
    bool is_plain = true;
    for (size_t i = 0; i < word.size && is_plain; i++)
        is_plain = (unsigned char)word.data[i] < 0xE0; /* all such scripts lie behind U+0800 */
    if (!is_plain) {
        text_words(b->arena, word, &words);
        if (words.count > 1 && !(words.items[1].flags & WORD_JOINED))
            builder_add_byte(b, '\\');
    }
    builder_add(b, word);
}

/* A word with its marks, and the functions around it. */
static void write_leaf(Builder *b, const Query *query)
{
    static const char *const letters[] = {
        [CASE_ANY] = "", [CASE_CAPS] = "caps(", [CASE_ALLCAPS] = "allcaps(", [CASE_NOCAPS] = "nocaps("};
    const char *way = query->kind == QUERY_SOUNDS     ? "sounds("
                      : query->kind == QUERY_VARIANTS ? "variants("
                      : query->kind == QUERY_STEM     ? "stem("
                                                      : "";
    builder_add_string(b, letters[query->letters]);
    builder_add_string(b, way);
    switch (query->kind) {
    case QUERY_ANYWORD:
        builder_add_byte(b, '*');
        break;
    case QUERY_REGEX:
        builder_add_byte(b, '/');
        builder_add(b, query->text);
        builder_add_byte(b, '/');
        break;
    case QUERY_WILD:
        builder_add(b, query->text);
        break;
    case QUERY_EXACT:
        builder_add_byte(b, '=');
        write_word(b, query->text);
        break;
    default:
        write_word(b, query->text);
        break;
    }
    if (query->kind == QUERY_PREFIX)
        builder_add_byte(b, '*');
    if (query->kind == QUERY_FUZZY)
        builder_format(b, "~%u", query->distance);
    builder_add_string(b, *way ? ")" : "");
    builder_add_string(b, query->letters ? ")" : "");
}

/* What stands between quotation marks: words, and (one|other). */
static void write_row(Builder *b, const Query *query)
{
    switch (query->kind) {
    case QUERY_OR:
        builder_add_byte(b, '(');
        for (size_t i = 0; i < query->child_count; i++) {
            if (i > 0)
                builder_add_byte(b, '|');
            write_row(b, query->children[i]);
        }
        builder_add_byte(b, ')');
        break;
    case QUERY_PHRASE:
        for (size_t i = 0; i < query->child_count; i++) {
            if (i > 0)
                builder_add_byte(b, ' ');
            write_row(b, query->children[i]);
        }
        break;
    default:
        write_leaf(b, query);
        break;
    }
}

static void write_prox(Builder *b, const Query *query)
{
    static const char *const units[] = {[SAME_SENTENCE] = "S", [SAME_PARAGRAPH] = "P", [SAME_FIELD] = "F"};
    write_query(b, query->children[0], LEVEL_PROX);
    builder_add_string(b, query->is_negated ? " NOT" : "");
    if (query->kind == QUERY_NEAR)
        builder_format(b, " %s/%u ", query->is_ordered ? "PRE" : "NEAR", query->distance);
    else
        builder_format(b, " %s/%s ", query->is_ordered ? "PRE" : "W", units[query->unit]);
    write_query(b, query->children[1], LEVEL_UNIT);
}

static void write_within(Builder *b, const Query *query)
{
    const Query *child = query->children[0];
    builder_add(b, text_field_name(query->field));
    builder_add_byte(b, ':');
    if (child->kind == QUERY_WITHIN)
        builder_add_byte(b, '(');
    write_query(b, child, LEVEL_UNIT);
    if (child->kind == QUERY_WITHIN)
        builder_add_byte(b, ')');
}

/* ---- facets, dates, numbers ---- */

static bool needs_equals_sign(FacetField facet)
{
    return facet == FACET_AUTHOR || facet == FACET_YEAR || facet == FACET_MONTH || facet == FACET_DAY;
}

static void write_facet(Builder *b, const Query *query)
{
    builder_add(b, facet_field_name(query->facet));
    builder_add_string(b, needs_equals_sign(query->facet) ? ":=" : ":");
    builder_add(b, query->text);
    if (query->is_prefix)
        builder_add_byte(b, '*');
}

/* The coarsest grain whose intervals begin at `first` and end at `last`. */
static Grain grain_of(int64_t first, int64_t last)
{
    int64_t year;
    unsigned month, day, last_month;
    civil_from_days(first, &year, &month, &day);
    const bool begins_year = month == 1 && day == 1, begins_month = day == 1;
    civil_from_days(last + 1, &year, &last_month, &day);
    if (begins_year && last_month == 1 && day == 1)
        return GRAIN_YEAR;
    return begins_month && day == 1 ? GRAIN_MONTH : GRAIN_DAY;
}

static void write_day(Builder *b, int64_t days, Grain grain)
{
    int64_t year;
    unsigned month, day;
    civil_from_days(days, &year, &month, &day);
    builder_format(b, "%04lld", (long long)year);
    if (grain >= GRAIN_MONTH)
        builder_format(b, "-%02u", month);
    if (grain >= GRAIN_DAY)
        builder_format(b, "-%02u", day);
}

static void write_days(Builder *b, const Query *query)
{
    const bool has_first = query->min > INT32_MIN, has_last = query->max < INT32_MAX;
    builder_add_string(b, "date:");
    if (!has_first && !has_last) {
        builder_add_string(b, "[* TO *]");
    } else if (!has_first) {
        builder_add_string(b, "<=");
        write_day(b, query->max, GRAIN_DAY);
    } else if (!has_last) {
        builder_add_string(b, ">=");
        write_day(b, query->min, GRAIN_DAY);
    } else {
        const Grain grain = grain_of(query->min, query->max);
        Builder first, last;
        builder_init(&first, b->arena);
        builder_init(&last, b->arena);
        write_day(&first, query->min, grain);
        write_day(&last, query->max, grain);
        builder_add(b, builder_slice(&first));
        if (!slice_equal(builder_slice(&first), builder_slice(&last))) {
            builder_add_string(b, "..");
            builder_add(b, builder_slice(&last));
        }
    }
}

static void write_words(Builder *b, const Query *query)
{
    const bool has_first = query->min > 0, has_last = query->max < UINT32_MAX;
    builder_add_string(b, "words:");
    if (!has_last)
        builder_format(b, ">=%lld", (long long)query->min);
    else if (!has_first && query->max > 0)
        builder_format(b, "<=%lld", (long long)query->max);
    else if (query->min == query->max)
        builder_format(b, "%lld", (long long)query->min);
    else
        builder_format(b, "%lld..%lld", (long long)query->min, (long long)query->max);
}

static void write_calendar(Builder *b, const Query *query)
{
    static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    if (query->month >= 0 && query->day >= 0)
        builder_format(b, "day:%02d-%02d", query->month, query->day);
    else if (query->month >= 0)
        builder_format(b, "month:%d", query->month);
    else if (query->day >= 0)
        builder_format(b, "day:%d", query->day);
    if (query->weekday >= 0) {
        builder_add_string(b, level_of(query) == LEVEL_AND ? " AND weekday:" : "weekday:");
        builder_add_string(b, weekdays[query->weekday % 7]);
    }
}

/* ---- all ---- */

static void write_bare(Builder *b, const Query *query)
{
    switch (query->kind) {
    case QUERY_ALL:
        builder_add_byte(b, '*');
        break;
    case QUERY_NONE:
        builder_add_string(b, "words:1..0"); /* a range that ends before it begins */
        break;
    case QUERY_ATLEAST:
    case QUERY_FIRST:
        builder_format(b, "%s(%u, ", query->kind == QUERY_FIRST ? "first" : "atleast", query->distance);
        write_query(b, query->children[0], LEVEL_OR);
        builder_add_byte(b, ')');
        break;
    case QUERY_PHRASE:
        builder_add_byte(b, '"');
        write_row(b, query);
        builder_add_byte(b, '"');
        break;
    case QUERY_OR:
        write_joined(b, query, " OR ", LEVEL_AND);
        break;
    case QUERY_AND:
        write_joined(b, query, " AND ", LEVEL_NOT);
        break;
    case QUERY_NOT:
        builder_add_string(b, "NOT ");
        write_query(b, query->children[0], LEVEL_NOT);
        break;
    case QUERY_NEAR:
    case QUERY_SAME:
        write_prox(b, query);
        break;
    case QUERY_WITHIN:
        write_within(b, query);
        break;
    case QUERY_FACET:
        write_facet(b, query);
        break;
    case QUERY_DAYS:
        write_days(b, query);
        break;
    case QUERY_CALENDAR:
        write_calendar(b, query);
        break;
    case QUERY_UNDATED:
        builder_add_string(b, "date:undated");
        break;
    case QUERY_WORDS:
        write_words(b, query);
        break;
    default: /* words */
        write_leaf(b, query);
        break;
    }
}

static void write_query(Builder *b, const Query *query, Level least)
{
    const bool has_brackets = level_of(query) < least;
    if (has_brackets)
        builder_add_byte(b, '(');
    write_bare(b, query);
    if (has_brackets)
        builder_add_byte(b, ')');
}

Slice query_format(Arena *arena, const Query *query)
{
    Builder b;
    builder_init(&b, arena);
    write_query(&b, query, LEVEL_OR);
    return builder_slice(&b);
}
