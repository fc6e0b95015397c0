/* Acts: their words, which of them count, and how a correction is laid over an article.
 *
 * Nothing here is stored: an article is read as its sources have it, and the acts that count are laid on top
 * in their order. So an undone act leaves no trace in the article, and a source that is imported or read
 * again cannot undo one. */
#include "model/act.h"

#include "base/builder.h"

/* ---- words ---- */

static const Slice verb_names[ACT_VERBS] = {
    [ACT_WITHHOLD] = SLICE_INIT("withhold"), [ACT_RESTORE] = SLICE_INIT("restore"),
    [ACT_DELIST] = SLICE_INIT("delist"),     [ACT_REDIRECT] = SLICE_INIT("redirect"),
    [ACT_CORRECT] = SLICE_INIT("correct"),   [ACT_UNDO] = SLICE_INIT("undo"),
};

Slice act_verb_name(ActVerb verb)
{
    assert(verb < ACT_VERBS);
    return verb_names[verb];
}

bool act_verb_find(Slice name, ActVerb *verb)
{
    for (int i = 0; i < ACT_VERBS; i++) {
        if (slice_equal(name, verb_names[i])) {
            *verb = (ActVerb)i;
            return true;
        }
    }
    return false;
}

typedef enum FieldShape { SHAPE_TEXT, SHAPE_LABELS, SHAPE_MOMENT, SHAPE_NUMBERED } FieldShape;

static const struct {
    Slice name;
    FieldShape shape;
    size_t offset; /* of the text or the moment in Article */
} fields[ACT_FIELDS] = {
    [ACT_FIELD_HEADLINE] = {SLICE_INIT("headline"), SHAPE_TEXT, offsetof(Article, headline)},
    [ACT_FIELD_KICKER] = {SLICE_INIT("kicker"), SHAPE_TEXT, offsetof(Article, kicker)},
    [ACT_FIELD_SUBHEADLINE] = {SLICE_INIT("subheadline"), SHAPE_TEXT, offsetof(Article, subheadline)},
    [ACT_FIELD_SUMMARY] = {SLICE_INIT("summary"), SHAPE_TEXT, offsetof(Article, summary)},
    [ACT_FIELD_BYLINE] = {SLICE_INIT("byline"), SHAPE_TEXT, offsetof(Article, byline)},
    [ACT_FIELD_AUTHORS] = {SLICE_INIT("authors"), SHAPE_LABELS, 0},
    [ACT_FIELD_SECTION] = {SLICE_INIT("section"), SHAPE_LABELS, 0},
    [ACT_FIELD_TAGS] = {SLICE_INIT("tags"), SHAPE_LABELS, 0},
    [ACT_FIELD_PUBLISHED] = {SLICE_INIT("published"), SHAPE_MOMENT, offsetof(Article, published)},
    [ACT_FIELD_MODIFIED] = {SLICE_INIT("modified"), SHAPE_MOMENT, offsetof(Article, modified)},
    [ACT_FIELD_LANG] = {SLICE_INIT("lang"), SHAPE_TEXT, offsetof(Article, lang)},
    [ACT_FIELD_BODY] = {SLICE_INIT("body"), SHAPE_NUMBERED, 0},
    [ACT_FIELD_CAPTION] = {SLICE_INIT("caption"), SHAPE_NUMBERED, 0},
};

bool act_field_is_labels(ActField field)
{
    return fields[field].shape == SHAPE_LABELS;
}

bool act_field_is_moment(ActField field)
{
    return fields[field].shape == SHAPE_MOMENT;
}

bool act_field_is_numbered(ActField field)
{
    return fields[field].shape == SHAPE_NUMBERED;
}

/* Takes "[3]" off the end; false if the brackets hold no number from 1. */
static bool take_place(Slice *name, size_t *place)
{
    uint64_t number = 0;
    size_t bracket = slice_find_byte(*name, '[');
    *place = 0;
    if (bracket == SLICE_NONE)
        return true;
    if (!slice_ends_with(*name, SLICE("]")) ||
        !slice_to_u64(slice_range(*name, bracket + 1, name->size - 1), &number) || number == 0 ||
        number > UINT32_MAX)
        return false;
    *name = slice_range(*name, 0, bracket);
    *place = (size_t)number;
    return true;
}

bool act_field_find(Slice typed, ActField *field, size_t *place)
{
    if (!take_place(&typed, place))
        return false;
    for (int i = 0; i < ACT_FIELDS; i++) {
        if (slice_equal(typed, fields[i].name)) {
            *field = (ActField)i;
            return *place == 0 || act_field_is_numbered(*field);
        }
    }
    return false;
}

Slice act_field_names(Arena *arena)
{
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < ACT_FIELDS; i++)
        builder_format(&b, "%s%.*s%s", i ? ", " : "", SLICE_ARG(fields[i].name),
                       act_field_is_numbered((ActField)i) ? "[N]" : "");
    return builder_slice(&b);
}

/* ---- which acts count ---- */

static Act *act_of_number(Acts *acts, int64_t number)
{
    size_t low = 0, high = acts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (acts->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < acts->count && acts->items[low].number == number ? &acts->items[low] : NULL;
}

/* What undoes an act is always younger, so that one walk from the youngest to the oldest is enough. */
void acts_settle(Acts *acts)
{
    for (size_t i = 0; i < acts->count; i++)
        acts->items[i].undone_by = 0;
    for (size_t i = acts->count; i > 0; i--) {
        const Act *act = &acts->items[i - 1];
        Act *undone = act->verb == ACT_UNDO && act->undone_by == 0 && act->undoes < act->number
                          ? act_of_number(acts, act->undoes)
                          : NULL;
        if (undone)
            undone->undone_by = act->number;
    }
}

ActState acts_state(const Acts *acts)
{
    ActState state = {0};
    for (size_t i = 0; i < acts->count; i++) {
        const Act *act = &acts->items[i];
        if (act->undone_by)
            continue;
        switch (act->verb) {
        case ACT_WITHHOLD:
            state.is_withheld = true;
            state.is_by_law = act->is_by_law;
            break;
        case ACT_DELIST:
            state.is_delisted = true;
            break;
        case ACT_RESTORE:
            state.is_withheld = state.is_by_law = state.is_delisted = false;
            break;
        case ACT_REDIRECT:
            state.redirect = act->to;
            break;
        default:
            break;
        }
    }
    return state;
}

/* ---- what stands in a field ---- */

void act_value_names(Arena *arena, Slice value, Slices *names)
{
    Slice name;
    while (slice_next_split(&value, ',', &name)) {
        name = slice_trim(name);
        if (!slice_is_empty(name))
            *LIST_ADD(arena, names) = name;
    }
}

static void add_name(Builder *b, Slice label, Slice slug)
{
    builder_add(b, b->size > 0 ? SLICE(", ") : SLICE_EMPTY);
    builder_add(b, slice_is_empty(label) ? slug : label);
}

static Slice labels_text(Arena *arena, const Article *article, ActField field)
{
    Builder b;
    builder_init(&b, arena);
    if (field == ACT_FIELD_SECTION)
        add_name(&b, article->section.label, article->section.slug);
    for (size_t i = 0; field == ACT_FIELD_AUTHORS && i < article->authors.count; i++)
        add_name(&b, article->authors.items[i].name, article->authors.items[i].slug);
    for (size_t i = 0; field == ACT_FIELD_TAGS && i < article->tags.count; i++)
        add_name(&b, article->tags.items[i].label, article->tags.items[i].slug);
    return builder_slice(&b);
}

static const void *member(const Article *article, ActField field)
{
    return (const char *)article + fields[field].offset;
}

bool act_field_text(Arena *arena, const Article *article, ActField field, size_t place, Slice *text)
{
    *text = SLICE_EMPTY;
    switch (fields[field].shape) {
    case SHAPE_TEXT:
        *text = *(const Slice *)member(article, field);
        return true;
    case SHAPE_LABELS:
        *text = labels_text(arena, article, field);
        return true;
    case SHAPE_MOMENT:
        *text = moment_format(arena, *(const Moment *)member(article, field));
        return true;
    default:
        break;
    }
    bool is_body = field == ACT_FIELD_BODY;
    if (place == 0 || place > (is_body ? article->body.count : article->media.count))
        return false;
    *text = is_body ? article->body.items[place - 1].text : article->media.items[place - 1].caption;
    return true;
}

/* ---- laying a correction over ---- */

/* It takes the place of the one that led; the others stay. */
static void lay_section(Arena *arena, Article *article, Label section)
{
    Labels others = {0};
    for (size_t i = 1; i < article->sections.count; i++)
        *LIST_ADD(arena, &others) = article->sections.items[i];
    article->section = section;
    article->sections = others;
    article_settle_sections(arena, article);
}

static void lay_labels(Arena *arena, Article *article, ActField field, const Labels *labels)
{
    Labels tags = {0};
    Authors authors = {0};
    for (size_t i = 0; i < labels->count; i++) {
        const Label *label = &labels->items[i];
        if (field == ACT_FIELD_AUTHORS)
            *LIST_ADD(arena, &authors) = (Author){.name = label->label, .slug = label->slug};
        else
            *LIST_ADD(arena, &tags) = *label;
    }
    if (field == ACT_FIELD_AUTHORS)
        article->authors = authors;
    else if (field == ACT_FIELD_TAGS)
        article->tags = tags;
    else
        lay_section(arena, article, tags.count > 0 ? tags.items[0] : (Label){0});
}

static Slice html_of_text(Arena *arena, Slice text)
{
    static const struct {
        char byte;
        Slice name;
    } marks[] = {{'&', SLICE_INIT("&amp;")}, {'<', SLICE_INIT("&lt;")}, {'>', SLICE_INIT("&gt;")}};
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < text.size; i++) {
        size_t k = 0;
        while (k < sizeof marks / sizeof marks[0] && text.data[i] != marks[k].byte)
            k++;
        if (k < sizeof marks / sizeof marks[0])
            builder_add(&b, marks[k].name);
        else
            builder_add_byte(&b, text.data[i]);
    }
    return builder_slice(&b);
}

/* How many of the words of `was` stand in `now`, in hundredths. Words of both are few: a paragraph's. */
static unsigned likeness(Slice was, Slice now)
{
    size_t words = 0, found = 0;
    Slice word;
    while (slice_next_split(&was, ' ', &word)) {
        if (word.size == 0)
            continue;
        words++;
        found += slice_contains(now, word);
        if (words == 64)
            break;
    }
    return words ? (unsigned)(found * 100 / words) : 0;
}

/* The block that is meant: by number if it reads as it did (or as it was set right), by what it read, by
 * likeness. SLICE_NONE: none. */
static size_t find_block(const Blocks *body, size_t place, const Act *act)
{
    if (place <= body->count && (slice_equal(body->items[place - 1].text, act->was) ||
                                 slice_equal(body->items[place - 1].text, act->value)))
        return place - 1;
    size_t best = SLICE_NONE;
    unsigned best_likeness = 49; /* less than half of its words: another paragraph */
    for (size_t i = 0; i < body->count; i++) {
        if (slice_equal(body->items[i].text, act->was))
            return i;
        unsigned like = likeness(act->was, body->items[i].text);
        if (like > best_likeness) {
            best = i;
            best_likeness = like;
        }
    }
    return best;
}

static bool lay_block(Arena *arena, Article *article, size_t place, const Act *act)
{
    size_t i = find_block(&article->body, place, act);
    if (i == SLICE_NONE)
        return false;
    Span dateline = article->dateline.span;
    Slice printed = slice_range(article->text, dateline.begin, dateline.end);
    Block *block = &article->body.items[i];
    if (slice_is_empty(act->value)) {
        memmove(block, block + 1, (article->body.count - i - 1) * sizeof *block);
        article->body.count--;
    } else {
        block->text = act->value;
        block->html = html_of_text(arena, act->value);
    }
    article_join_text(article, arena);
    /* what pointed into the text points there no more, if it was changed */
    if (!slice_equal(slice_range(article->text, dateline.begin, dateline.end), printed))
        article->dateline.span = (Span){0};
    return true;
}

static bool lay_caption(Article *article, size_t place, const Act *act)
{
    bool is_laid = false;
    for (size_t i = 0; i < article->media.count; i++) {
        Media *media = &article->media.items[i];
        bool is_meant = slice_is_empty(act->media) ? i + 1 == place : slice_equal(media->id, act->media);
        if (is_meant)
            media->caption = act->value;
        is_laid |= is_meant;
    }
    return is_laid;
}

/* The field's origin is the person now; other origins of it say nothing any more. */
static void lay_origin(Arena *arena, Article *article, Slice field, const Act *act)
{
    size_t kept = 0;
    for (size_t i = 0; i < article->provenance.count; i++)
        if (!slice_equal(article->provenance.items[i].field, field))
            article->provenance.items[kept++] = article->provenance.items[i];
    article->provenance.count = kept;
    *LIST_ADD(arena, &article->provenance) =
        (Origin){.field = field,
                 .source = SLICE("person"),
                 .at = arena_format(arena, "act %lld", (long long)act->number),
                 .rule = SLICE("act"),
                 .confidence = 1};
}

static bool lay_value(Arena *arena, Article *article, ActField field, size_t place, const Act *act,
                      const Labels *labels)
{
    Moment moment = {0};
    char *at = (char *)article + fields[field].offset;
    switch (fields[field].shape) {
    case SHAPE_TEXT:
        *(Slice *)(void *)at = act->value;
        if (field == ACT_FIELD_LANG)
            article->dir = direction_of_language(act->value);
        return true;
    case SHAPE_LABELS:
        lay_labels(arena, article, field, labels);
        return true;
    case SHAPE_MOMENT:
        if (!slice_is_empty(act->value) && !moment_parse(act->value, &moment))
            return false;
        *(Moment *)(void *)at = moment;
        return true;
    default:
        return field == ACT_FIELD_BODY ? lay_block(arena, article, place, act)
                                       : lay_caption(article, place, act);
    }
}

bool act_lay(Arena *arena, Article *article, const Act *act, const Labels *labels)
{
    ActField field;
    size_t place;
    if (act->verb != ACT_CORRECT || !act_field_find(act->field, &field, &place) ||
        !lay_value(arena, article, field, place, act, labels))
        return false;
    Slice name = field == ACT_FIELD_CAPTION ? SLICE("media") : fields[field].name;
    lay_origin(arena, article, name, act);
    return true;
}
