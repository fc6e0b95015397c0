/* The form for those who do not write queries: its boxes in, a query in the same language out. The address of
 * what it finds is the query's own, so that what the form wrote can be read, kept and changed by hand. */
#include "server/search.h"

#include "base/utf8.h"

enum { CHOICES_MAX = 200 };

/* How a box becomes a part of the query. */
typedef enum Writing {
    ALL_WORDS, /* words one by one */
    IN_A_ROW,
    ANY_WORD,
    NO_WORD,
    IN_FIELD, /* field:(words) */
    AS_VALUE, /* field:"value" */
    FROM_DAY, /* both become one range */
    UNTIL_DAY,
    OF_NUMBER /* words:>=N */
} Writing;

typedef struct Box {
    const char *name, *label, *field, *hint;
    Writing writing;
    bool is_list; /* of the values that the archive has */
    FacetField facet;
} Box;

static const Box BOXES[] = {
    {"all", "All of these words", "", "", ALL_WORDS, false, 0},
    {"row", "These words in a row", "", "", IN_A_ROW, false, 0},
    {"any", "Any of these words", "", "", ANY_WORD, false, 0},
    {"none", "None of these words", "", "", NO_WORD, false, 0},
    {"headline", "In the headline", "headline", "", IN_FIELD, false, 0},
    {"body", "In the body", "body", "", IN_FIELD, false, 0},
    {"caption", "In a caption", "caption", "", IN_FIELD, false, 0},
    {"by", "Written by", "by", "", IN_FIELD, false, 0},
    {"from", "From", "", "2011-06-27", FROM_DAY, false, 0},
    {"until", "Until", "", "2013", UNTIL_DAY, false, 0},
    {"on", "On this day of any year", "day", "06-27", AS_VALUE, false, 0},
    {"weekday", "Weekday", "weekday", "", AS_VALUE, true, 0},
    {"in-section", "Section", "section", "", AS_VALUE, true, FACET_SECTION},
    {"in-tag", "Tag", "tag", "", AS_VALUE, true, FACET_TAG},
    {"at-place", "Reported from", "place", "", AS_VALUE, true, FACET_PLACE},
    {"of-agency", "Agency", "agency", "", AS_VALUE, true, FACET_AGENCY},
    {"of-kind", "Kind", "kind", "", AS_VALUE, true, FACET_KIND},
    {"of-genre", "Genre", "genre", "", AS_VALUE, true, FACET_GENRE},
    {"in-lang", "Language", "lang", "", AS_VALUE, true, FACET_LANG},
    {"of-credit", "Photos by", "credit", "", AS_VALUE, true, FACET_CREDIT},
    {"of-photographer", "Photographer", "photographer", "", AS_VALUE, true, FACET_PHOTOGRAPHER},
    {"with", "With", "has", "", AS_VALUE, true, FACET_HAS},
    {"words", "At least so many words", "", "800", OF_NUMBER, false, 0},
};
enum { BOX_COUNT = sizeof BOXES / sizeof BOXES[0] };

/* ---- the query that it writes ---- */

/* What the language would read as its own becomes a blank; `kept` are signs that stay. */
static Slice plain(Arena *arena, Slice text, const char *kept)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool is_word =
            c >= 0x80 || ascii_is_alpha((char)c) || ascii_is_digit((char)c) || c == '\'' || c == '-';
        builder_add_byte(&out, is_word || (c != 0 && strchr(kept, c)) ? (char)c : ' ');
    }
    return slice_trim(builder_slice(&out));
}

/* Words in capitals are operators: AND and its kin are looked for as they are. */
static void add_words(Builder *typed, Slice words, const char *between)
{
    Slice word;
    for (size_t count = 0; !slice_is_empty(words) && slice_next_split(&words, ' ', &word);) {
        if (slice_is_empty(word))
            continue;
        builder_add_string(typed, count++ > 0 ? between : "");
        bool is_operator = slice_equal(word, SLICE("AND")) || slice_equal(word, SLICE("OR")) ||
                           slice_equal(word, SLICE("NOT")) || slice_starts_with(word, SLICE("-"));
        builder_format(typed, is_operator ? "\"%.*s\"" : "%.*s", SLICE_ARG(word));
    }
}

static void add_box(Builder *typed, const Box *box, Slice value)
{
    Arena *arena = typed->arena;
    Slice words = plain(arena, value, box->writing == AS_VALUE ? " ./&_" : "*? ");
    if (slice_is_empty(words) || box->writing == FROM_DAY || box->writing == UNTIL_DAY)
        return;
    if (typed->size > 0)
        builder_add_byte(typed, ' ');
    switch (box->writing) {
    case ALL_WORDS:
        add_words(typed, words, " ");
        break;
    case IN_A_ROW:
        builder_format(typed, "\"%.*s\"", SLICE_ARG(words));
        break;
    case ANY_WORD:
        builder_add_byte(typed, '(');
        add_words(typed, words, " OR ");
        builder_add_byte(typed, ')');
        break;
    case NO_WORD:
        builder_add(typed, SLICE("NOT ("));
        add_words(typed, words, " OR ");
        builder_add_byte(typed, ')');
        break;
    case IN_FIELD:
        builder_format(typed, "%s:(", box->field);
        add_words(typed, words, " ");
        builder_add_byte(typed, ')');
        break;
    case OF_NUMBER:
        builder_format(typed, "words:>=%.*s", SLICE_ARG(words));
        break;
    default:
        builder_format(typed, slice_find_byte(words, ' ') == SLICE_NONE ? "%s:%.*s" : "%s:\"%.*s\"",
                       box->field, SLICE_ARG(words));
    }
}

static void add_days(Call *call, Builder *typed)
{
    Slice from = plain(call->arena, query_value(call, "from"), "");
    Slice until = plain(call->arena, query_value(call, "until"), "");
    if (slice_is_empty(from) && slice_is_empty(until))
        return;
    builder_format(typed, "%sdate:[%.*s TO %.*s]", typed->size > 0 ? " " : "",
                   SLICE_ARG(slice_is_empty(from) ? SLICE("1000-01-01") : from),
                   SLICE_ARG(slice_is_empty(until) ? SLICE("9999-12-31") : until));
}

bool ask_form_read(Call *call, Slice *typed)
{
    if (!slice_equal(query_value(call, "form"), SLICE("1")))
        return false;
    Builder out;
    builder_init(&out, call->arena);
    for (size_t i = 0; i < BOX_COUNT; i++)
        add_box(&out, &BOXES[i], query_value(call, BOXES[i].name));
    add_days(call, &out);
    *typed = builder_slice(&out);
    return true;
}

/* ---- its boxes ---- */

static bool is_weekday(const Box *box)
{
    return strcmp(box->field, "weekday") == 0;
}

static void add_weekdays(Call *call, PageAsk *ask)
{
    static const char *const codes[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (unsigned i = 0; i < 7; i++)
        *LIST_ADD(call->arena, &ask->choices) =
            (PageLink){.label = page_weekday_name(call->site->tongue, i), .href = slice_from(codes[i])};
}

static Slice choice_label(Call *call, FacetField field, const Answer *answer, const FacetCounts *counts,
                          size_t v)
{
    static const struct {
        const char *value, *label;
    } has[] = {{"photo", "a photo"},
               {"caption", "a caption"},
               {"quote", "a quotation set apart"},
               {"turn", "an interview's turns"},
               {"list", "a list"},
               {"table", "a table"}};
    for (size_t i = 0; field == FACET_HAS && i < sizeof has / sizeof has[0]; i++)
        if (slice_equal(counts->values[v].value, slice_from(has[i].value)))
            return say(call, has[i].label);
    return value_shown(call, field, facet_label(answer, counts, v));
}

static void add_choices(Call *call, const Answer *answer, FacetField field, PageAsk *ask)
{
    const FacetCounts *counts = facet_of(answer, field);
    for (size_t v = 0; counts && v < counts->count; v++)
        *LIST_ADD(call->arena, &ask->choices) =
            (PageLink){.label = choice_label(call, field, answer, counts, v),
                       .href = counts->values[v].value,
                       .count = counts->values[v].count};
}

void ask_form_fill(Call *call, ResultsPage *page)
{
    FacetRequest facets[BOX_COUNT];
    size_t facet_count = 0;
    for (size_t i = 0; i < BOX_COUNT; i++)
        if (BOXES[i].is_list && !is_weekday(&BOXES[i]))
            facets[facet_count++] = (FacetRequest){BOXES[i].facet, CHOICES_MAX};
    SearchRequest request = {.options = {.sort = SORT_NEWEST, .facets = facets, .facet_count = facet_count}};
    Answer *all = ARENA_NEW(call->arena, Answer);
    Error ignored; /* the form is of use without its lists */
    if (archive_search(call->worker->archive, call->arena, &request, all, &ignored) != STATUS_OK)
        all->facet_count = 0;
    for (size_t i = 0; i < BOX_COUNT; i++) {
        const Box *box = &BOXES[i];
        PageAsk ask = {
            .name = slice_from(box->name), .label = say(call, box->label), .hint = slice_from(box->hint)};
        if (!slice_is_empty(page->typed) && box->writing == ALL_WORDS && !page->answer)
            ask.value = page->typed;
        if (box->is_list) {
            *LIST_ADD(call->arena, &ask.choices) = (PageLink){.label = say(call, "Any")};
            if (is_weekday(box))
                add_weekdays(call, &ask);
            else
                add_choices(call, all, box->facet, &ask);
            if (ask.choices.count < 2)
                continue; /* nothing to choose from */
        }
        *LIST_ADD(call->arena, &page->asks) = ask;
    }
}
