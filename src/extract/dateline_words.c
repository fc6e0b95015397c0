/* In: a word or some words of the head of a text. Out: what they could be in a dateline: a day, a place's
 * name, a label, the last word of a paper's name, the beginning of a sentence. Tables and shapes only;
 * dateline.c decides. */
#include "extract/dateline.h"
#include "extract/places.h"

static const char *const month_names[] = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

static bool is_month(Slice word)
{
    if (word.size > 1 && word.data[word.size - 1] == '.')
        word.size--;
    for (size_t i = 0; i < 12; i++)
        if (word.size >= 3 && slice_starts_with_nocase(slice_from(month_names[i]), word))
            return true; /* "Feb", "Sept", and "Marc" of a hasty hand */
    return false;
}

/* "26 July 2022", "Feb 26", "Mar 03", "June 2022", "Monday". */
bool head_is_date(Slice text)
{
    Slice rest = slice_trim(text), word;
    int numbers = 0, named = 0, words = 0;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word)) {
        if (word.size > 0 && word.data[word.size - 1] == ',')
            word.size--;
        uint64_t number;
        words++;
        if (slice_to_u64(word, &number) &&
            (number <= 31 || (number >= 1900 && number < 2100) || (numbers > 0 && number < 100)))
            numbers++;
        else if (is_month(word))
            named++;
        else
            for (size_t i = 0; i < 7; i++)
                if (slice_equal_nocase(word, slice_from(weekdays[i])) && words == 1)
                    named++;
    }
    return named >= 1 && named + numbers == words && words <= 4;
}

bool head_is_year(Slice text)
{
    uint64_t number;
    return text.size == 4 && slice_to_u64(text, &number) && number >= 1900 && number < 2100;
}

/* Small words inside names: "Dar es Salaam", "Sharm el-Sheikh". */
static bool is_joint(Slice word)
{
    static const char *const joints[] = {"and", "of",  "de", "la", "el",  "es",  "al",
                                         "del", "the", "du", "le", "les", "al-", "&"};
    if (SLICE_ANY(word, slice_equal, joints))
        return true;
    return slice_starts_with(word, SLICE("al-")) || slice_starts_with(word, SLICE("el-"));
}

bool head_is_place_name(Slice text)
{
    Slice rest = text, word;
    int words = 0;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word)) {
        if (slice_is_empty(word))
            continue;
        if (!word_begins_capital(word) && (words == 0 || !is_joint(word)))
            return false;
        for (size_t i = 0; i < word.size; i++)
            if (memchr("\"!?;:<>*@#$%()[]{}=", word.data[i], 19))
                return false;
        words++;
    }
    return words >= 1 && words <= 6;
}

/* Words that papers set in capitals before a colon or dash and that are no places. */
bool head_is_label(Slice text)
{
    static const char *const labels[] = {
        "update",        "updated",   "watch",     "exclusive",   "analysis",   "breaking", "video",
        "photos",        "opinion",   "editorial", "live",        "review",     "read",     "listen",
        "new",           "news",      "question",  "answer",      "interview",  "debate",   "comment",
        "note",          "alert",     "warning",   "spoiler",     "correction", "editor",   "editor's note",
        "q&a",           "explainer", "factbox",   "podcast",     "the",        "here",     "summary",
        "advertisement", "today",     "yes",       "no",          "and",        "profile",  "feature",
        "report",        "sport",     "sports",    "business",    "world",      "politics", "health",
        "culture",       "must",      "more",      "related",     "source",     "sources",  "photo",
        "image",         "caption",   "media id",  "select page", "rpt",        "refile",   "wrapup",
        "snap"};
    return SLICE_ANY(text, slice_equal_nocase, labels);
}

bool head_all_capitals(Slice text)
{
    int letters = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= 'a' && text.data[i] <= 'z')
            return false;
        letters += ascii_is_alpha(text.data[i]);
    }
    return letters >= 3;
}

/* Last words of newspapers' names. */
bool head_is_paper_word(Slice word)
{
    static const char *const words[] = {
        "times",     "post",     "news",        "herald",   "gazette",   "tribune", "journal", "press",
        "telegraph", "observer", "guardian",    "mail",     "chronicle", "courier", "agency",  "newspaper",
        "daily",     "standard", "independent", "examiner", "wire",      "weekly",  "mirror",  "echo"};
    return SLICE_ANY(word, slice_equal_nocase, words);
}

/* Does a sentence begin here? */
bool head_sentence_begins(Slice text, bool allows_small)
{
    text = slice_trim(text);
    if (text.size < 2)
        return false;
    unsigned char c = (unsigned char)text.data[0];
    if (c >= 'a' && c <= 'z')
        return allows_small || slice_starts_with(text, SLICE("al-")) ||
               (text.data[1] >= 'A' && text.data[1] <= 'Z');
    return c != ',' && c != '.' && c != ';' && c != ')';
}

/* A first word that begins sentences, so that "Cairo-It is" is a dateline and "Moscow-Washington talks" is
 * none. */
bool head_begins_like_sentence(Slice text)
{
    static const char *const words[] = {
        "The",    "A",       "An",        "It",       "In",    "On",   "At",        "As",     "After",
        "Before", "For",     "Following", "Since",    "He",    "She",  "They",      "We",     "This",
        "That",   "These",   "There",     "When",     "While", "With", "President", "Prime",  "King",
        "Crown",  "Foreign", "Thousands", "Hundreds", "One",   "Two",  "Three",     "Some",   "Many",
        "Most",   "By",      "From",      "To",       "If",    "No",   "US",        "Syrian", "Egyptian",
        "Saudi",  "Iraqi",   "Israeli",   "Despite",  "Under", "Once", "Until",     "Our",    "His",
        "Her",    "Its",     "Their",     "What",     "Who",   "How",  "Why"};
    text = slice_trim(text);
    size_t size = 0;
    while (size < text.size && ascii_is_alpha(text.data[size]))
        size++;
    Slice word = slice_range(text, 0, size);
    if (SLICE_ANY(word, slice_equal, words))
        return true;
    return slice_starts_with(text, SLICE("“")) || slice_starts_with(text, SLICE("\""));
}
