/* In: the opening of a text in Arabic. Out: its dateline.
 *
 * Arabic papers print place, paper or agency, and reporter in any order, parted by dashes, colons and
 * brackets: "القاهرة - رويترز:", "لندن: «الشرق الأوسط» -", "طهران - لندن: «الشرق الأوسط»". There are no
 * capitals to go by, so the parts are told one by one: a known agency, a name in quotation marks, a known
 * place, or some words. An agency, or a quoted paper behind a place, makes the head sure, and then the words
 * left over are a place that no table knows. The longest head that holds is taken. */
#include "extract/dateline.h"

#include "base/utf8.h"
#include "extract/places.h"

#define HEAD_MAX_BYTES 170
#define PARTS_MAX 8
#define WORDS_MAX_BYTES 60

typedef enum PartKind { PART_AGENCY, PART_AGENCIES, PART_PAPER, PART_PLACE, PART_WORDS, PART_KINDS } PartKind;

typedef struct Part {
    PartKind kind;
    Slice text;
} Part;

typedef struct Parts {
    Part items[PARTS_MAX];
    size_t count;
    size_t of_kind[PART_KINDS];
} Parts;

typedef enum MarkKind {
    MARK_NONE,
    MARK_JOIN,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_DASH,
    MARK_COLON,
    MARK_LINE
} MarkKind;

static const struct {
    const char *mark;
    MarkKind kind;
} marks[] = {{"-", MARK_DASH}, {"–", MARK_DASH}, {"—", MARK_DASH}, {"ـ ", MARK_DASH}, {":", MARK_COLON},
             {"/", MARK_JOIN}, {"،", MARK_JOIN}, {"(", MARK_OPEN}, {")", MARK_CLOSE}, {"\n", MARK_LINE}};

static MarkKind mark_at(Slice text, size_t at, size_t *size)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (slice_starts_with(slice_skip(text, at), slice_from(marks[i].mark))) {
            *size = strlen(marks[i].mark);
            return marks[i].kind;
        }
    *size = 1;
    return MARK_NONE;
}

static bool is_arabic_letter(uint32_t rune)
{
    return (rune >= 0x0621 && rune <= 0x064A) || (rune >= 0x066E && rune <= 0x06D3);
}

bool dateline_is_arabic(Slice text)
{
    size_t size = 1;
    for (size_t at = 0; at < text.size && at < 24; at += size) {
        uint32_t rune = utf8_decode(text, at, &size);
        if (is_arabic_letter(rune))
            return true;
        if (rune != '(' && rune != '"' && rune != 0xAB && rune != 0x201C && rune != ' ')
            return false;
    }
    return false;
}

/* The inside of «...», "..." or “...”; empty if it is not quoted. */
static Slice unquoted(Slice text)
{
    static const char *const quotes[][2] = {{"«", "»"}, {"\"", "\""}, {"“", "”"}, {"”", "“"}};
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        Slice open = slice_from(quotes[i][0]), close = slice_from(quotes[i][1]);
        if (text.size > open.size + close.size && slice_starts_with(text, open) &&
            slice_ends_with(text, close))
            return slice_trim(slice_range(text, open.size, text.size - close.size));
    }
    return SLICE_EMPTY;
}

static size_t count_words(Slice text)
{
    size_t words = 0;
    Slice rest = text, word;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word))
        words += word.size > 0;
    return words;
}

/* False: it is no part of a head. */
static bool add_part(Arena *arena, const Desk *desk, Slice text, Parts *parts)
{
    text = slice_trim(text);
    if (text.size == 0)
        return true;
    if (parts->count == PARTS_MAX)
        return false;
    Slice inner = unquoted(text);
    Slice name = agency_name(inner.size > 0 ? inner : text);
    Part part = {PART_WORDS, text};
    if (name.size > 0)
        part = (Part){slice_equal(name, SLICE("وكالات")) ? PART_AGENCIES : PART_AGENCY, name};
    else if (inner.size > 0 && count_words(inner) <= 5)
        part = (Part){PART_PAPER, inner};
    else if (place_is_known(arena, text))
        part.kind = PART_PLACE;
    else if (desk && names_paper(desk, text))
        part.kind = PART_PAPER;
    else if (text.size > WORDS_MAX_BYTES || count_words(text) > 4 || unquoted(text).size > 0 ||
             !dateline_is_arabic(text))
        return false;
    parts->items[parts->count++] = part;
    parts->of_kind[part.kind]++;
    return true;
}

/* Do the parts make a head that ends in this mark? */
static bool is_head(const Parts *parts, MarkKind mark)
{
    const size_t agencies = parts->of_kind[PART_AGENCY];
    const size_t papers =
        parts->of_kind[PART_PAPER] + parts->of_kind[PART_AGENCIES]; /* "agencies": whoever */
    const size_t places = parts->of_kind[PART_PLACE], words = parts->of_kind[PART_WORDS];
    if (mark == MARK_LINE)
        return words <= 1 && papers + agencies > 0 && places > 0;
    if (words == 0)
        return places > 0 || (agencies > 0 && papers == 0);
    if (words == 1 && (agencies > 0 || (papers > 0 && places > 0)))
        return true;
    if (words == 1)
        return parts->of_kind[PART_PAPER] > 0 && parts->items[0].kind == PART_WORDS &&
               count_words(parts->items[0].text) <= 3;
    return words == 2 && places > 0 && agencies + papers > 0;
}

/* Words are a place that no table knows where no other stands. */
static void make_dateline(Arena *arena, const Parts *parts, Dateline *dateline)
{
    *dateline = (Dateline){0};
    const bool are_places = parts->of_kind[PART_PLACE] == 0 && parts->of_kind[PART_WORDS] == 1;
    for (size_t i = 0; i < parts->count; i++) {
        const Part *part = &parts->items[i];
        if (part->kind == PART_PLACE || (part->kind == PART_WORDS && are_places))
            *LIST_ADD(arena, &dateline->places) = part->text;
        else if (part->kind != PART_WORDS)
            *LIST_ADD(arena, &dateline->agencies) = part->text;
    }
}

/* Does the text behind a head begin as a sentence would? */
static bool goes_on(Slice text)
{
    size_t at = 0, size = 1;
    while (at < text.size && (ascii_is_space(text.data[at]) || text.data[at] == '-'))
        at++;
    if (at >= text.size)
        return false;
    uint32_t rune = utf8_decode(text, at, &size);
    return is_arabic_letter(rune) || rune == '"' || rune == '(' || rune == 0xAB || rune == 0x201C ||
           rune == 0x201D || ascii_is_digit(text.data[at]) || (rune >= 0x0660 && rune <= 0x0669) ||
           rune == '[';
}

bool dateline_arabic(Arena *arena, const Desk *desk, Slice text, Dateline *dateline)
{
    Parts parts = {0};
    bool found = false;
    size_t from = 0, size = 1;
    for (size_t at = 0; at < text.size && at < HEAD_MAX_BYTES; at += size) {
        const MarkKind mark = mark_at(text, at, &size);
        if (mark == MARK_NONE)
            continue;
        if (!add_part(arena, desk, slice_range(text, from, at), &parts))
            break;
        from = at + size;
        const bool ends = mark == MARK_DASH || mark == MARK_COLON || mark == MARK_LINE;
        if (ends && parts.count > 0 && is_head(&parts, mark) && goes_on(slice_skip(text, from))) {
            found = true;
            make_dateline(arena, &parts, dateline);
            /* A second mark right behind the first is the head's too: "رويترز: -". */
            size_t end = mark == MARK_LINE ? at : from, more = 1, blanks = end;
            while (mark != MARK_LINE && blanks < text.size && text.data[blanks] == ' ')
                blanks++;
            if (mark != MARK_LINE && mark_at(text, blanks, &more) == MARK_DASH)
                end = blanks + more;
            dateline->raw = slice_trim(slice_range(text, 0, end));
            dateline->span = (Span){0, dateline->raw.size};
        }
        if (mark == MARK_LINE)
            break;
    }
    return found;
}
