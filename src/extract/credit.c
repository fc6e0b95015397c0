/* In: a caption as printed. Out: the caption without its credit, and the credit read: agency, photographer,
 * file picture.
 *
 * Forms seen in one paper alone: "(AP Photo/Nariman El-Mofty)", "(AP Photo/Muhammed Muheisen, File)", "AFP
 * PHOTO/MOHAMMED HUWAIS", "(R)", "(EPA Photo)", "EPA/MOHAMMED SABER", "(Asharq Al-Awsat Photo by Hatim
 * Oweida)", and a bare "AP". */
#include "extract/extract.h"

#include "extract/credit_tail.h"
#include "extract/places.h"

#define CREDIT_MAX_BYTES 120

static Slice trim_marks(Slice text)
{
    text = slice_trim(text);
    while (text.size > 0 && memchr("|,;/-:", text.data[text.size - 1], 6))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    while (text.size > 0 && memchr("|,;/-:", text.data[0], 6))
        text = slice_trim(slice_skip(text, 1));
    return text;
}

/* Takes ", File" off the end. */
static Slice take_file(Slice text, bool *is_file)
{
    static const char *const marks[] = {", file photo", " file photo", ", file", "/file photo",
                                        "/file",        ", archive",   "- file"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (slice_ends_with_nocase(text, slice_from(marks[i]))) {
            *is_file = true;
            return trim_marks(slice_range(text, 0, text.size - strlen(marks[i])));
        }
    return text;
}

/* Is text[0, end) one to five words, each with a capital, a digit or a letter that has no small form first?
 * "de", "of" and "&" may stand between. */
static bool is_name_of_few(Slice text, size_t end)
{
    static const char *const joints[] = {"of", "de", "la", "the", "and", "&", "al"};
    Slice rest = slice_range(text, 0, end), word;
    int words = 0;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word)) {
        bool is_joint = false;
        for (size_t i = 0; words > 0 && i < sizeof joints / sizeof joints[0]; i++)
            is_joint = is_joint || slice_equal(word, slice_from(joints[i]));
        if (word.size == 0 || (word.data[0] >= 'a' && word.data[0] <= 'z' && !is_joint) ||
            memchr(word.data, '.', word.size - 1) || memchr(word.data, ',', word.size))
            return false;
        words++;
    }
    return words >= 1 && words <= 5;
}

/* "Photo by", "Photo:", "Credit:" and their like at the start. */
static Slice take_label(Slice text, bool *is_labelled)
{
    static const char *const labels[] = {"dok.",
                                         "photo by",
                                         "photograph by",
                                         "photos by",
                                         "picture by",
                                         "image by",
                                         "photo credit:",
                                         "photo courtesy of",
                                         "courtesy of",
                                         "photo:",
                                         "photos:",
                                         "foto:",
                                         "fotos:",
                                         "credit:",
                                         "image credit:",
                                         "picture:",
                                         "image:",
                                         "photograph:",
                                         "bild:",
                                         "©",
                                         "&copy;",
                                         "(c)",
                                         "copyright",
                                         "ảnh:",
                                         "Ảnh:",
                                         "isithombe:",
                                         "фото:",
                                         "Фото:",
                                         "kuva:",
                                         "crédit :",
                                         "photo :",
                                         "illustration by",
                                         "illustration:",
                                         "by:",
                                         "by "};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
            if (slice_starts_with_nocase(text, slice_from(labels[i]))) {
                text = trim_marks(slice_skip(text, strlen(labels[i])));
                *is_labelled = true;
            }
    return text;
}

/* "Harbour Herald Photo by Jane Roe", "Medwire Photo": whoever the name is, and who held the camera. */
static bool read_named_photo(Slice text, Credit *credit)
{
    static const char *const marks[] = {" Photo",   " Photos",   " Photograph",
                                        " Picture", " Pictures", " Image"};
    static const char *const no_names[] = {"A",        "The",     "This", "Undated",
                                           "Courtesy", "Handout", "File", "No"};
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        size_t at = slice_find(text, slice_from(marks[m]));
        Slice behind = at == SLICE_NONE ? SLICE_EMPTY : slice_skip(text, at + strlen(marks[m]));
        bool is_by = slice_starts_with_nocase(behind, SLICE(" by "));
        if (at == SLICE_NONE || !(behind.size == 0 || is_by || behind.data[0] == '/') ||
            !is_name_of_few(text, at))
            continue;
        Slice name = slice_range(text, 0, at);
        for (size_t i = 0; i < sizeof no_names / sizeof no_names[0]; i++)
            name = slice_equal(name, slice_from(no_names[i])) ? SLICE_EMPTY : name;
        credit->agency = name;
        credit->photographer = trim_marks(slice_skip(behind, is_by ? 4 : 0));
        return name.size > 0 || credit->photographer.size > 0;
    }
    return false;
}

/* The inside of a credit; false if it names neither agency nor photographer in a form that is known. */
static bool read_credit(Slice text, Credit *credit)
{
    Slice rest = take_file(trim_marks(text), &credit->is_file);
    bool is_labelled = false;
    rest = take_label(rest, &is_labelled);
    size_t size = 0;
    Slice name = slice_equal(rest, SLICE("R")) ? SLICE("Reuters") : agency_at(rest, &size);
    if (slice_equal(rest, SLICE("R")))
        size = 1;
    if (name.size > 0) {
        credit->agency = name;
        rest = trim_marks(slice_skip(rest, size));
        if (slice_starts_with_nocase(rest, SLICE("photo")))
            rest = trim_marks(slice_skip(rest, 5));
        rest = take_label(rest, &is_labelled);
        credit->photographer = rest;
        return true;
    }
    if (read_named_photo(rest, credit))
        return true;
    /* "Nariman El-Mofty/AP": the agency behind. */
    size_t slash = slice_find_last_byte(rest, '/');
    size_t comma = slash == SLICE_NONE ? slice_find_last_byte(rest, ',') : slash;
    if (comma != SLICE_NONE) {
        Slice behind = slice_trim(slice_skip(rest, comma + 1));
        Slice known = agency_at(behind, &size);
        if (known.size > 0) {
            credit->agency = known;
            credit->photographer = trim_marks(slice_range(rest, 0, comma));
            return true;
        }
    }
    credit->photographer = rest;
    return is_labelled && rest.size > 0;
}

/* "(...)" or "[...]" at the very end, a full stop behind allowed. */
static bool bracket_credit(Slice caption, size_t *begin, Slice *inner)
{
    Slice text = slice_trim(caption);
    if (text.size > 0 && text.data[text.size - 1] == '.')
        text = slice_trim(slice_range(text, 0, text.size - 1));
    if (text.size < 3 || (text.data[text.size - 1] != ')' && text.data[text.size - 1] != ']'))
        return false;
    char open = text.data[text.size - 1] == ')' ? '(' : '[';
    size_t at = slice_find_last_byte(text, open);
    if (at == SLICE_NONE || text.size - at > CREDIT_MAX_BYTES)
        return false;
    *begin = at;
    *inner = slice_range(text, at + 1, text.size - 1);
    return true;
}

static bool begins_tail_label(Slice tail)
{
    static const char *const labels[] = {
        "photo by ",      "photo: ",      "credit: ",       "©",         "Ảnh: ",        "isithombe: ",
        "Фото: ",         "фото: ",       "crédit : ",      "photo : ",  "kuva: ",       "illustration by ",
        "illustration: ", "courtesy of ", "photograph: ",   "picture: ", "foto: ",       "fotos: ",
        "bild: ",         "image: ",      "photo credit: ", "fotó: ",    "bildquelle: ", "pictures: "};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (ascii_lower(tail.data[0]) == ascii_lower(labels[i][0]) &&
            slice_starts_with_nocase(tail, slice_from(labels[i])))
            return true;
    return false;
}

/* A credit without brackets behind the last sentence: "... in Benghazi. AP", "... EPA/MOHAMMED SABER". */
static bool tail_credit(Slice caption, size_t *begin, Slice *inner)
{
    Slice text = slice_trim(caption);
    size_t reach = text.size > CREDIT_MAX_BYTES ? text.size - CREDIT_MAX_BYTES : 0;
    for (size_t at = reach; at < text.size; at++) {
        bool is_start =
            at == 0 || (text.data[at - 1] == ' ' || text.data[at - 1] == '|' || text.data[at - 1] == '\n');
        if (!is_start)
            continue;
        Slice tail = slice_skip(text, at);
        size_t size = 0;
        bool is_label = begins_tail_label(tail);
        Slice agency = agency_at(tail, &size);
        char behind = size < tail.size ? tail.data[size] : '\0';
        bool ends_sentence = at == 0 || (at >= 2 && memchr(".!?\"')|", text.data[at - 2], 8)) ||
                             (at >= 3 && (unsigned char)text.data[at - 2] >= 0x80);
        bool is_agency = agency.size > 0 && (behind == '/' || (behind == '\0' && ends_sentence));
        if (!is_label && !is_agency)
            continue;
        /* Inside a bracket that names more than is known, the whole bracket is the credit. */
        size_t open = slice_find_last_byte(slice_range(text, 0, at), '(');
        bool is_inside =
            open != SLICE_NONE && slice_find_byte(slice_range(text, open, at), ')') == SLICE_NONE;
        *begin = is_inside ? open : at;
        *inner = is_inside ? slice_skip(text, open + 1) : tail;
        if (is_inside && slice_ends_with(*inner, SLICE(")")))
            inner->size--;
        return true;
    }
    return false;
}

/* By the tables alone: a bracket that names an agency or is labelled, or an agency behind the last sentence.
 */
static bool find_known(Slice text, size_t *begin, Slice *inner, Credit *credit)
{
    *credit = (Credit){0};
    if (bracket_credit(text, begin, inner) && read_credit(*inner, credit))
        return true;
    *credit = (Credit){0};
    return tail_credit(text, begin, inner) && read_credit(*inner, credit);
}

static void part_credit(Slice *caption, size_t begin, Slice inner, Credit *credit)
{
    credit->raw = slice_trim(inner);
    *caption = slice_trim(slice_range(slice_trim(*caption), 0, begin));
}

bool extract_credit(Arena *arena, Slice *caption, Credit *credit)
{
    (void)arena;
    size_t begin = 0;
    Slice inner = SLICE_EMPTY;
    if (!find_known(*caption, &begin, &inner, credit)) {
        *credit = (Credit){0};
        if (!credit_find_tail(*caption, &begin, &inner))
            return false;
        if (!read_credit(inner, credit))
            *credit = (Credit){.photographer = inner};
    }
    part_credit(caption, begin, inner, credit);
    return true;
}

bool credit_of_line(Slice *caption, Credit *credit)
{
    size_t begin = 0;
    Slice inner = SLICE_EMPTY;
    if (!find_known(*caption, &begin, &inner, credit)) {
        *credit = (Credit){0};
        return false;
    }
    part_credit(caption, begin, inner, credit);
    return true;
}
