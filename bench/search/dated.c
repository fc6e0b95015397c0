/* Articles and questions of the archive readers' benchmark. In: lines of corpus_lines --dated, and lines of
 * dated.py. Out: documents with days, sections, sentences and paragraphs, and typed queries. The marks of
 * sentences are left out of the row of words, so that positions agree between engines. */
#include "dated.h"

#include "base/builder.h"
#include "model/moment.h"
#include "syntax/json.h"

static void add_word(Arena *arena, Document *d, Slice text, Slice word)
{
    const uint32_t begin = (uint32_t)(word.data - text.data);
    *LIST_ADD(arena, &d->tokens) = (Token){d->length++, 0, begin, begin + (uint32_t)word.size, 0, word, word};
}

static void add_words(Arena *arena, Document *d, Slice text)
{
    Slice rest = text, word;
    bool is_sentence = true, is_paragraph = true;
    while (slice_next_split(&rest, ' ', &word)) {
        if (word.size == 0)
            continue;
        if (!ascii_is_alpha(word.data[0])) {
            is_sentence = true;
            is_paragraph = is_paragraph || word.data[0] == '/';
            continue;
        }
        if (is_sentence)
            *LIST_ADD(arena, &d->sentences) = d->length;
        if (is_paragraph)
            *LIST_ADD(arena, &d->paragraphs) = d->length;
        is_sentence = is_paragraph = false;
        add_word(arena, d, text, word);
    }
}

static void add_facet(Arena *arena, Document *d, FacetField field, Slice value)
{
    *LIST_ADD(arena, &d->facets) = (Facet){field, value, value};
}

static void add_dates(Arena *arena, Document *d, int64_t day)
{
    int64_t year;
    unsigned month, of_month;
    civil_from_days(day, &year, &month, &of_month);
    d->days = (DayRange){(int32_t)day, (int32_t)day};
    d->time_s = day * 86400;
    add_facet(arena, d, FACET_YEAR, arena_format(arena, "%04d", (int)year));
    add_facet(arena, d, FACET_MONTH, arena_format(arena, "%04d-%02u", (int)year, month));
    add_facet(arena, d, FACET_DAY, arena_format(arena, "%04d-%02u-%02u", (int)year, month, of_month));
}

static uint64_t number_of(const Json *line, const char *name)
{
    uint64_t number = 0;
    if (!slice_to_u64(json_get_text(line, name), &number))
        fatal("a line without a number '%s'", name);
    return number;
}

void dated_document(Arena *arena, Slice line, Document *d)
{
    const Json *value = json_read(arena, line);
    const uint64_t number = number_of(value, "id");
    *d = (Document){.article = (int64_t)number,
                    .id = arena_format(arena, "%010llu", (unsigned long long)number)};
    add_words(arena, d, json_get_text(value, "text"));
    d->words = d->length;
    add_facet(arena, d, FACET_SECTION, json_get_text(value, "section"));
    add_dates(arena, d, (int64_t)number_of(value, "day"));
    if (d->length == 0)
        return;
    *LIST_ADD(arena, &d->regions) = (Region){FIELD_BODY, 0, d->length};
    d->regions.base_count = d->regions.count;
    const uint32_t lead = d->paragraphs.count > 1 ? d->paragraphs.items[1] : d->length;
    *LIST_ADD(arena, &d->regions) = (Region){FIELD_LEAD, 0, lead};
}

/* ---- questions ---- */

typedef struct Form {
    const char *name, *before, *between, *after;
} Form;

static const Form forms[] = {
    {"every", "*", "", ""},        {"all", "", " ", ""},           {"any", "(", " OR ", ")"},
    {"phrase", "\"", " ", "\""},   {"near", "", " NEAR/5 ", ""},   {"row", "", " PRE/5 ", ""},
    {"sentence", "", " W/S ", ""}, {"paragraph", "", " W/P ", ""}, {"begins", "", " ", "*"},
    {"lead", "lead:(", " ", ")"},
};

static const Form *form_of(Slice name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (slice_equal(name, slice_from(forms[i].name)))
            return &forms[i];
    }
    fatal("no form '%.*s'", SLICE_ARG(name));
}

static void add_day(Builder *out, Slice days)
{
    uint64_t day = 0;
    int64_t year;
    unsigned month, of_month;
    if (!slice_to_u64(days, &day))
        fatal("no day '%.*s'", SLICE_ARG(days));
    civil_from_days((int64_t)day, &year, &month, &of_month);
    builder_format(out, "%04d-%02u-%02u", (int)year, month, of_month);
}

static Slice next_field(Slice *line)
{
    Slice field = SLICE_EMPTY;
    (void)slice_next_split(line, '\t', &field);
    return field;
}

Slice dated_query(Arena *arena, Slice line)
{
    Builder out;
    builder_init(&out, arena);
    const Form *form = form_of(next_field(&line));
    Slice words = next_field(&line), word;
    builder_add_string(&out, form->before);
    for (bool is_first = true; words.size > 0 && slice_next_split(&words, ' ', &word); is_first = false) {
        builder_add_string(&out, is_first ? "" : form->between);
        builder_add(&out, word);
    }
    builder_add_string(&out, form->after);
    const Slice from = next_field(&line), to = next_field(&line), section = next_field(&line);
    if (from.size > 0) {
        builder_add_string(&out, " date:");
        add_day(&out, from);
        builder_add_string(&out, "..");
        add_day(&out, to);
    }
    if (section.size > 0)
        builder_format(&out, " section:%.*s", SLICE_ARG(section));
    return builder_slice(&out);
}
