/* In: a caption as printed. Out: where its credit begins, told by form: what stands last, in a bracket,
 * behind a dash or behind the last sentence, and is made of names only.
 *
 * A table of agencies knows the great ones; a local paper's photographer is in no table. Precision comes from
 * the place: names alone behind a finished sentence are hardly ever the caption's. */
#include "extract/credit_tail.h"

#include "extract/places.h"

#define TAIL_MAX_BYTES 120

static const char *const sellers[] = {"getty",
                                      "shutterstock",
                                      "picture alliance",
                                      "imago",
                                      "istock",
                                      "alamy",
                                      "keystone",
                                      "dpa",
                                      "afp",
                                      "reuters",
                                      "adobe stock",
                                      "/ap",
                                      "epa",
                                      "associated press",
                                      "unsplash",
                                      "pexels",
                                      "europa press",
                                      "scanpix",
                                      "bloomberg",
                                      "pixabay",
                                      "depositphotos",
                                      "zuma",
                                      "anadolu",
                                      "xinhua",
                                      "stock.adobe",
                                      "wikimedia",
                                      "ritzau",
                                      "belga",
                                      "lehtikuva",
                                      "pa wire",
                                      "pa images",
                                      "canadian press",
                                      "sipa",
                                      "action press",
                                      "wirestock",
                                      "adobestock",
                                      "press association"};

bool credit_names_seller(Slice text)
{
    if (SLICE_ANY(text, slice_contains_nocase, sellers))
        return true;
    size_t size = 0;
    return agency_at(text, &size).size > 0;
}

static bool is_name_joint(Slice word)
{
    static const char *const joints[] = {
        "of",  "de",  "la",  "the",      "and", "&",   "al",  "van", "von", "der", "du",  "del", "da",
        "dos", "via", "/",   "|",        "-",   "und", "et",  "y",   "och", "og",  "for", "für", "e",
        "–",   "bin", "ibn", "courtesy", "den", "ter", "ten", "di",  "i",   "par", "pour"};
    if (SLICE_ANY(word, slice_equal, joints))
        return true;
    return slice_find_byte(word, '/') != SLICE_NONE || slice_contains(word, SLICE(".com"));
}

bool credit_is_names(Slice text)
{
    Slice rest = slice_trim(text), word;
    int words = 0, names = 0;
    if (rest.size == 0 || rest.size > TAIL_MAX_BYTES)
        return false;
    while (rest.size > 0 && slice_next_split(&rest, ' ', &word)) {
        while (word.size > 0 && memchr("(\"'[", word.data[0], 4))
            word = slice_skip(word, 1);
        if (word.size == 0)
            continue;
        words++;
        bool is_name = word_begins_capital(word) || ascii_is_digit(word.data[0]);
        names += is_name;
        bool ends = word.size > 3 && memchr(".!?", word.data[word.size - 1], 3) && rest.size > 0;
        if ((!is_name && !is_name_joint(word)) || ends)
            return false;
    }
    return words <= 10 && names >= 1;
}

/* Two names parted by a slash, neither a number: "Jane Roe/The Herald", not "24/7". */
static bool has_name_slash(Slice text)
{
    size_t slash = slice_find_byte(text, '/');
    if (slash == SLICE_NONE)
        slash = slice_find_byte(text, '|');
    if (slash == SLICE_NONE || slash == 0 || slash + 1 >= text.size)
        return false;
    Slice behind = slice_trim(slice_skip(text, slash + 1));
    return !ascii_is_digit(text.data[slash - 1]) && word_begins_capital(behind);
}

static bool takes(Slice text, size_t at, size_t *begin, Slice *inner)
{
    *begin = at;
    *inner = slice_trim(text);
    return inner->size > 0 && inner->size <= TAIL_MAX_BYTES;
}

/* ---- "— Picture by Jane Roe" ---- */

static const char *const dashes[] = {"—", "–", "|", " - ", " / ", "−"};
static const char *const labels[] = {
    "picture by ", "pictures by ",   "photo by ", "photos by ", "pic by ",
    "image by ",   "photograph by ", "picture: ", "photo: ",    "photos: ",
    "image: ",     "foto: ",         "foto di ",  "photo : ",   "bild: ",
    "credit: ",    "courtesy of ",   "foto de ",  "crédit : ",  "crédit photo : "};

static bool find_dashed(Slice text, size_t *begin, Slice *inner)
{
    for (size_t d = 0; d < sizeof dashes / sizeof dashes[0]; d++) {
        Slice dash = slice_from(dashes[d]);
        for (size_t at = text.size > 160 ? text.size - 160 : 0; at + dash.size < text.size; at++) {
            if (!slice_starts_with(slice_skip(text, at), dash))
                continue;
            Slice behind = slice_trim(slice_skip(text, at + dash.size));
            for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
                if (slice_starts_with_nocase(behind, slice_from(labels[i])))
                    return takes(slice_skip(behind, strlen(labels[i])), at, begin, inner);
            if (at > 20 && behind.size <= 60 && credit_names_seller(behind) && credit_is_names(behind))
                return takes(behind, at, begin, inner);
        }
    }
    return false;
}

/* ---- "(Jane Roe/The Herald)" ---- */

static bool find_bracketed(Slice text, size_t *begin, Slice *inner)
{
    if (text.size < 5 || text.data[text.size - 1] != ')')
        return false;
    int depth = 0;
    for (size_t at = text.size; at-- > 0 && text.size - at <= TAIL_MAX_BYTES;) {
        depth += text.data[at] == ')' ? 1 : text.data[at] == '(' ? -1 : 0;
        if (depth > 0)
            continue;
        Slice own = slice_range(text, at + 1, text.size - 1);
        bool is_credit =
            credit_is_names(own) &&
            ((has_name_slash(own) && slice_find_byte(own, ' ') != SLICE_NONE) || credit_names_seller(own));
        return at > 0 && is_credit && takes(own, at, begin, inner);
    }
    return false;
}

/* ---- "... in Aden. Jane Roe / Medwire" ---- */

/* Where the last sentence that is closed ends. */
static size_t last_stop(Slice text)
{
    for (size_t at = text.size; at-- > 1;) {
        if (text.data[at] != ' ')
            continue;
        char before = text.data[at - 1];
        bool is_closed = memchr(".!?\")", before, 5) ||
                         (at >= 3 && slice_ends_with(slice_range(text, 0, at), SLICE("”"))) ||
                         (at >= 2 && slice_ends_with(slice_range(text, 0, at), SLICE("»")));
        bool is_initial = before == '.' && at >= 2 && (at == 2 || text.data[at - 3] == ' ');
        if (is_closed && !is_initial)
            return at;
    }
    return SLICE_NONE;
}

static bool find_behind_stop(Slice text, size_t *begin, Slice *inner)
{
    if (text.size == 0 || memchr(".!?:", text.data[text.size - 1], 4))
        return false;
    size_t stop = last_stop(text);
    if (stop == SLICE_NONE || stop < 12)
        return false;
    Slice tail = slice_trim(slice_skip(text, stop));
    bool is_credit =
        tail.size <= 90 && credit_is_names(tail) && (has_name_slash(tail) || credit_names_seller(tail));
    return is_credit && takes(tail, stop, begin, inner);
}

/* ---- East Asia ---- */

static Slice without_ending(Slice text, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_ends_with(text, slice_from(endings[i])))
            return slice_trim(slice_range(text, 0, text.size - strlen(endings[i])));
    return text;
}

/* "（潟沼義樹撮影）", "（Ｃ）共同通信社", "（写真：ロイター）" */
static bool find_japanese(Slice text, size_t *begin, Slice *inner)
{
    static const char *const marks[] = {"（Ｃ）", "（ｃ）", "（C）",  "(C)",   "(c)",
                                        "©",      "写真：", "写真＝", "撮影＝"};
    static const char *const makers[] = {"撮影", "提供", "写真", "より"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = slice_find(text, slice_from(marks[i]));
        if (at != SLICE_NONE && at > 0 && text.size - at <= TAIL_MAX_BYTES)
            return takes(slice_skip(text, at + strlen(marks[i])), at, begin, inner);
    }
    const Slice open = SLICE("（"), close = SLICE("）");
    if (!slice_ends_with(text, close))
        return false;
    for (size_t at = text.size - close.size; at-- > 0 && text.size - at <= TAIL_MAX_BYTES;) {
        if (!slice_starts_with(slice_skip(text, at), open))
            continue;
        Slice own = slice_range(text, at + open.size, text.size - close.size);
        Slice name = without_ending(own, makers, sizeof makers / sizeof makers[0]);
        return name.size < own.size && takes(name, at, begin, inner);
    }
    return false;
}

/* "…国民（ソウルで、３日）＝ＡＰ": an agency behind the mark, where else a day or a place stands. */
static bool find_equal_sign(Slice text, size_t *begin, Slice *inner)
{
    static const char *const others[] = {"日", "分", "時", "で", "、", "に", "年", "前", "後"};
    const Slice mark = SLICE("＝");
    size_t at = text.size > 40 ? text.size - 40 : 0;
    while (at < text.size && !slice_starts_with(slice_skip(text, at), mark))
        at++;
    Slice tail = slice_skip(text, at + mark.size);
    if (at == 0 || at >= text.size || tail.size == 0 || tail.size > 30)
        return false;
    if (SLICE_ANY(tail, slice_contains, others))
        return false;
    return takes(tail, at, begin, inner);
}

/* "... 연설하고 있다. 연합뉴스", "... 있다. 민경석 기자" */
static bool find_korean(Slice text, size_t *begin, Slice *inner)
{
    static const char *const makers[] = {" 기자", " 선임기자", " 제공", " 촬영", " 사진"};
    size_t stop = slice_find(text, SLICE("다. "));
    if (stop == SLICE_NONE || slice_ends_with(text, SLICE(".")))
        return false;
    for (size_t next = stop; next != SLICE_NONE;) {
        stop = next;
        next = slice_find(slice_skip(text, stop + 5), SLICE("다. "));
        next = next == SLICE_NONE ? next : next + stop + 5;
    }
    Slice tail = slice_trim(slice_skip(text, stop + 5));
    size_t equal = slice_find_byte(tail, '='); /* "인천=연합뉴스": where it was taken stands before it */
    if (equal != SLICE_NONE && slice_find_byte(slice_range(tail, 0, equal), ' ') == SLICE_NONE)
        tail = slice_skip(tail, equal + 1);
    if (tail.size > 45)
        return false;
    return takes(without_ending(tail, makers, sizeof makers / sizeof makers[0]), stop + 4, begin, inner);
}

bool credit_find_tail(Slice caption, size_t *begin, Slice *inner)
{
    Slice text = slice_trim(caption);
    return find_dashed(text, begin, inner) || find_bracketed(text, begin, inner) ||
           find_behind_stop(text, begin, inner) || find_japanese(text, begin, inner) ||
           find_equal_sign(text, begin, inner) || find_korean(text, begin, inner);
}
