/* How a name sounds. In: a folded word in Latin or Arabic letters. Out: its consonants as classes.
 *
 * Arabic names came into Latin letters by way of English, French and German ears: one letter has many
 * spellings (q: q, k, g, gh; dh: d, dh, th, z), vowels are a matter of taste, and doubled letters come and
 * go. So a key keeps consonants only, one sign for all spellings of a letter. A word that begins with a vowel
 * has "A" there. "g" is a k or, as Egypt speaks, a j: that gives a second key. Method after Soundex (Russell,
 * 1918) and Double Metaphone (Philips, 2000); the tables are our own. */
#include "base/utf8.h"
#include "text/text.h"

/* What is heard: a capital is a consonant's class, a small letter a vowel's colour. */
typedef struct Sound {
    const char *spelling;
    char first, other;
} Sound;

/* Longest first. */
static const Sound latin_sounds[] = {
    {"tsch", 'X', 'X'}, {"sch", 'X', 'X'}, {"tch", 'X', 'X'}, {"dsh", 'J', 'J'}, {"dj", 'J', 'J'},
    {"dh", 'D', 'D'},   {"th", 'D', 'D'},  {"gh", 'K', 'K'},  {"kh", 'K', 'K'},  {"ck", 'K', 'K'},
    {"sh", 'X', 'X'},   {"ch", 'X', 'X'},  {"ph", 'F', 'F'},  {"zh", 'J', 'J'},  {"b", 'B', 'B'},
    {"c", 'K', 'K'},    {"d", 'D', 'D'},   {"f", 'F', 'F'},   {"g", 'K', 'J'},   {"h", 'H', 'H'},
    {"j", 'J', 'J'},    {"k", 'K', 'K'},   {"l", 'L', 'L'},   {"m", 'M', 'M'},   {"n", 'N', 'N'},
    {"p", 'B', 'B'},    {"q", 'K', 'K'},   {"r", 'R', 'R'},   {"s", 'S', 'S'},   {"t", 'T', 'T'},
    {"v", 'W', 'W'},    {"w", 'W', 'W'},   {"x", 'X', 'X'},   {"y", 'Y', 'Y'},   {"z", 'Z', 'Z'},
    {"oo", 'u', 'u'},   {"ou", 'u', 'u'},  {"ee", 'i', 'i'},  {"a", 'a', 'a'},   {"e", 'a', 'a'},
    {"i", 'i', 'i'},    {"o", 'u', 'u'},   {"u", 'u', 'u'},
};

static const Sound arabic_sounds[] = {
    {"ا", 'a', 'a'}, {"ء", 'a', 'a'}, {"ع", 'a', 'a'}, {"ب", 'B', 'B'}, {"پ", 'B', 'B'}, {"ت", 'T', 'T'},
    {"ط", 'T', 'T'}, {"ث", 'D', 'D'}, {"ذ", 'D', 'D'}, {"ض", 'D', 'D'}, {"د", 'D', 'D'}, {"ظ", 'Z', 'D'},
    {"ج", 'J', 'K'}, {"ح", 'H', 'H'}, {"ه", 'H', 'H'}, {"خ", 'K', 'K'}, {"ق", 'K', 'K'}, {"ك", 'K', 'K'},
    {"غ", 'K', 'K'}, {"گ", 'K', 'J'}, {"ر", 'R', 'R'}, {"ز", 'Z', 'Z'}, {"س", 'S', 'S'}, {"ص", 'S', 'S'},
    {"ش", 'X', 'X'}, {"چ", 'X', 'X'}, {"ف", 'F', 'F'}, {"ڤ", 'W', 'W'}, {"ل", 'L', 'L'}, {"م", 'M', 'M'},
    {"ن", 'N', 'N'}, {"و", 'W', 'W'}, {"ي", 'Y', 'Y'},
};

static const Sound *find_sound(Slice word, const Sound *table, size_t count)
{
    for (size_t i = 0; i < count && word.size > 0; i++)
        if (table[i].spelling[0] == word.data[0] && slice_starts_with(word, slice_from(table[i].spelling)))
            return &table[i];
    return NULL;
}

static bool is_vowel(char sound)
{
    return sound >= 'a' && sound <= 'z';
}

/* y and w are vowels but at the beginning, and w between a consonant and a vowel ("Marwan"). "ou" before a
 * vowel at the beginning is w ("Oualid"). */
static char settle(Slice rest, char sound, char before, const Sound *table, size_t count)
{
    if (sound != 'Y' && sound != 'W' && (sound != 'u' || before != 0))
        return sound;
    const Sound *next = find_sound(rest, table, count);
    const bool is_vowel_next = next && is_vowel(next->first);
    if (sound == 'Y')
        return before == 0 && (is_vowel_next || rest.size > 0) ? 'Y' : 'i';
    if (sound == 'W')
        return before == 0 || (!is_vowel(before) && is_vowel_next) ? 'W' : 'u';
    if (sound == 'u' && before == 0 && is_vowel_next)
        return 'W';
    return sound;
}

typedef struct Writing {
    SoundKey *key;
    size_t size, vowels_size;
    char before; /* the sound before; 0 at the beginning */
} Writing;

static void add_vowel(Writing *w, char sound)
{
    SoundKey *key = w->key;
    if (w->before == 0) {
        key->first[w->size] = key->other[w->size] = 'A';
        w->size++;
    }
    if (w->before && is_vowel(w->before)) { /* one vowel of several: u wins over i, i over a */
        char *last = &key->vowels[w->vowels_size - 1];
        *last = sound > *last ? sound : *last;
    } else if (w->vowels_size + 1 < sizeof key->vowels) {
        key->vowels[w->vowels_size++] = sound;
    }
    w->before = sound;
}

static void add_consonant(Writing *w, char first, char other)
{
    SoundKey *key = w->key;
    const bool is_doubled = w->before == first && !key->is_arabic;
    w->before = first;
    if (is_doubled || w->size + 1 >= sizeof key->first)
        return;
    key->first[w->size] = first;
    key->other[w->size++] = other;
    if (w->vowels_size + 1 < sizeof key->vowels)
        key->vowels[w->vowels_size++] = first;
}

/* An "h" at the end is mostly silent: Hamza, Hamzah. */
static void drop_last_h(Writing *w)
{
    if (w->size > 1 && w->before == 'H' && w->key->first[w->size - 1] == 'H') {
        w->size--;
        w->vowels_size -= w->vowels_size > 0 && w->key->vowels[w->vowels_size - 1] == 'H';
    }
}

void text_sound_key(Slice folded, SoundKey *key)
{
    *key = (SoundKey){.is_arabic = folded.size > 1 && (unsigned char)folded.data[0] >= 0xD8 &&
                                   (unsigned char)folded.data[0] <= 0xDB};
    const Sound *table = key->is_arabic ? arabic_sounds : latin_sounds;
    const size_t count = key->is_arabic ? sizeof arabic_sounds / sizeof *arabic_sounds
                                        : sizeof latin_sounds / sizeof *latin_sounds;
    Writing w = {.key = key};
    for (Slice rest = folded; rest.size > 0;) {
        const Sound *sound = find_sound(rest, table, count);
        if (!sound) { /* a digit, another script */
            *key = (SoundKey){.is_arabic = key->is_arabic};
            return;
        }
        rest = slice_skip(rest, strlen(sound->spelling));
        if (slice_equal(slice_from(sound->spelling), SLICE("c")) && rest.size > 0 &&
            (rest.data[0] == 'e' || rest.data[0] == 'i' || rest.data[0] == 'y')) {
            add_consonant(&w, 'S', 'S');
            continue;
        }
        const char settled = settle(rest, sound->first, w.before, table, count);
        if (is_vowel(settled))
            add_vowel(&w, settled);
        else
            add_consonant(&w, settled, settled == sound->first ? sound->other : settled);
    }
    drop_last_h(&w);
    key->first[w.size] = key->other[w.size] = '\0';
    key->vowels[w.vowels_size] = '\0';
}

/* The word behind what may be an article written in one with it: "al", "el", "ul", or "a" and a doubled
 * consonant ("assarraj"); empty if there is none. */
static Slice behind_article(Slice folded)
{
    static const char *const articles[] = {"al", "el", "ul", "ال"};
    enum { NAME_BYTES_MIN = 3 };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        const Slice article = slice_from(articles[i]);
        if (slice_starts_with(folded, article) && folded.size >= article.size + NAME_BYTES_MIN)
            return slice_skip(folded, article.size);
    }
    const bool is_sun_letter = folded.size >= 2 + NAME_BYTES_MIN && folded.data[0] == 'a' &&
                               folded.data[1] == folded.data[2] && memchr("sdrntz", folded.data[1], 6);
    if (is_sun_letter)
        return slice_skip(folded, 2);
    return slice_starts_with(folded, SLICE("ashsh")) ? slice_skip(folded, 3) : SLICE_EMPTY;
}

static bool share_key(const SoundKey *a, const SoundKey *b)
{
    return a->first[0] && b->first[0] &&
           (strcmp(a->first, b->first) == 0 || strcmp(a->other, b->first) == 0 ||
            strcmp(a->first, b->other) == 0 || strcmp(a->other, b->other) == 0);
}

/* Are they equal but for one sign that is other, too many or missing? */
static bool differ_in_one(const char *a, const char *b)
{
    size_t begin = 0, a_end = strlen(a), b_end = strlen(b);
    while (begin < a_end && begin < b_end && a[begin] == b[begin])
        begin++;
    while (a_end > begin && b_end > begin && a[a_end - 1] == b[b_end - 1]) {
        a_end--;
        b_end--;
    }
    return a_end - begin <= 1 && b_end - begin <= 1;
}

static bool is_kin(Slice folded, const SoundKey *key, bool with_vowels)
{
    SoundKey own;
    text_sound_key(folded, &own);
    if (!share_key(&own, key))
        return false;
    return !with_vowels || own.is_arabic != key->is_arabic || differ_in_one(own.vowels, key->vowels);
}

static bool is_kin_with_article(Slice folded, const SoundKey *key, bool with_vowels)
{
    if (is_kin(folded, key, with_vowels))
        return true;
    const Slice name = behind_article(folded);
    return name.size > 0 && is_kin(name, key, with_vowels);
}

bool text_sounds_alike(Slice folded, const SoundKey *key)
{
    return is_kin_with_article(folded, key, false);
}

bool text_is_spelling(Slice folded, const SoundKey *key)
{
    return is_kin_with_article(folded, key, true);
}
