/* Who wrote it, for reference managers, which sort by family names. A name is parted only where the parts are
 * sure enough: agencies, papers, desks, single words and names in scripts that do not put the family last
 * (Arabic, Hebrew, Chinese, ...) stay as they are. Particles belong to the family: "Abdul Rahman |
 * Al-Rashed", "Gamal | Abdel Nasser", "Ludwig | van Beethoven". */
#include "export/cite.h"

#include "base/utf8.h"

enum { WORDS_MAX = 8 };

static const char *const PARTICLES[] = {
    "al",  "el",  "ul",  "bin", "ibn", "ben", "bint",  "abu", "abou", "abdul", "abdel", "abd", "um", "umm",
    "van", "von", "der", "den", "de",  "del", "della", "di",  "da",   "dos",   "das",   "do",  "du", "des",
    "la",  "le",  "ter", "ten", "zu",  "zur", "st",    "st.", "san",  "santa", "mac",   "ould"};

static const char *const SUFFIXES[] = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"};

static const char *const TITLES[] = {"dr",  "dr.",  "prof", "prof.", "professor", "mr",   "mr.",
                                     "mrs", "mrs.", "ms",   "ms.",   "sir",       "eng.", "hon."};

/* Words that only bodies have in their names. */
static const char *const BODIES[] = {
    "agencies",      "agency",         "associated", "associates", "association", "awsat",
    "board",         "bureau",         "center",     "centre",     "committee",   "company",
    "correspondent", "correspondents", "council",    "daily",      "desk",        "editor",
    "editorial",     "editors",        "foundation", "gazette",    "group",       "guardian",
    "herald",        "institute",      "journal",    "magazine",   "ministry",    "monitor",
    "network",       "news",           "newspaper",  "newsroom",   "office",      "online",
    "organisation",  "organization",   "paper",      "post",       "press",       "reporter",
    "reporters",     "reuters",        "review",     "service",    "services",    "society",
    "staff",         "studio",         "team",       "telegraph",  "the",         "times",
    "tribune",       "university",     "wire",       "wires",      "and",         "of",
    "our",           "with",           "from"};

Slice cite_line(Arena *arena, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t at = 0, size; at < text.size; at += size) {
        uint32_t rune = utf8_decode(text, at, &size);
        bool is_blank = rune <= ' ' || (rune >= 0x7F && rune < 0xA0) || rune == 0x2028 || rune == 0x2029;
        if (!is_blank)
            builder_add_rune(&b, rune);
        else if (b.size > 0 && b.data[b.size - 1] != ' ')
            builder_add_byte(&b, ' ');
    }
    return slice_trim(builder_slice(&b));
}

/* A script whose names are not written given name first, or whose order is not known. */
static bool has_foreign_script(Slice name)
{
    for (size_t at = 0, size; at < name.size; at += size) {
        uint32_t rune = utf8_decode(name, at, &size);
        if (rune >= 0x530 && !(rune >= 0x1E00 && rune <= 0x1FFF) && !(rune >= 0x2010 && rune <= 0x2019))
            return true;
        if (rune < 0x80 && !ascii_is_alpha((char)rune) && !strchr(" -'.", (char)rune))
            return true; /* digits, commas, ... */
    }
    return false;
}

static size_t split_words(Slice name, Slice *words)
{
    size_t count = 0;
    Slice word;
    while (slice_next_split(&name, ' ', &word)) {
        if (slice_is_empty(word))
            continue;
        if (count == WORDS_MAX)
            return 0;
        words[count++] = word;
    }
    return count;
}

static bool is_body(const Slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (SLICE_ANY(words[i], slice_equal_nocase, BODIES))
            return true;
    return false;
}

/* From the begin of one word to the end of another; they lie in one text. */
static Slice joined(Slice first, Slice last)
{
    return slice_of(first.data, (size_t)(last.data + last.size - first.data));
}

CiteName cite_name(Arena *arena, Slice name, const CitePaper *paper)
{
    CiteName cited = {.literal = cite_line(arena, name)};
    Slice words[WORDS_MAX];
    size_t begin = 0, end = split_words(cited.literal, words);
    if (end < 2 || is_body(words, end) || has_foreign_script(cited.literal) ||
        slice_equal_nocase(cited.literal, paper->name) || slice_equal_nocase(cited.literal, paper->title) ||
        slice_equal_nocase(cited.literal, paper->publisher))
        return cited;
    while (begin + 2 < end && SLICE_ANY(words[begin], slice_equal_nocase, TITLES))
        begin++;
    if (end - begin > 2 && SLICE_ANY(words[end - 1], slice_equal_nocase, SUFFIXES))
        cited.suffix = words[--end];
    size_t family = end - 1;
    while (family > begin + 1 && SLICE_ANY(words[family - 1], slice_equal_nocase, PARTICLES))
        family--;
    if (family == begin || SLICE_ANY(words[begin], slice_equal_nocase, TITLES))
        return (CiteName){.literal = cited.literal};
    cited.given = joined(words[begin], words[family - 1]);
    cited.family = joined(words[family], words[end - 1]);
    return cited;
}

Slice cite_initials(Arena *arena, Slice given)
{
    Builder b;
    builder_init(&b, arena);
    Slice word;
    while (slice_next_split(&given, ' ', &word)) {
        if (slice_is_empty(word))
            continue;
        size_t size;
        (void)utf8_decode(word, 0, &size);
        builder_format(&b, "%s%.*s.", b.size ? " " : "", SLICE_ARG(slice_range(word, 0, size)));
    }
    return builder_slice(&b);
}
