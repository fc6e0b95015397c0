/* How words are written: folding, words, sentences, printed dates, languages, slugs. Memory only; any thread.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/error.h"
#include "model/query.h"

/* The form that is searched: case folded, accents and other marks dropped (NFKC, case fold, NFD, marks
 * dropped, NFC; the vowel signs of India and Thailand and the kana's voicing marks stay; "ø ł đ ı ß æ œ" and
 * their like to their base letters), apostrophes dropped, Arabic alef forms (U+0622 0623 0625 0671) to
 * U+0627, alef maqsura to yeh, teh marbuta to heh, hamza seats to their letters, tatweel and short-vowel
 * marks dropped, Arabic and Persian digits (and those of other scripts) to 0-9, Farsi yeh and keheh to the
 * Arabic letters. ASCII has a fast path that makes no copy when nothing changes. Valid UTF-8 in, valid UTF-8
 * out. */
Slice text_fold(Arena *arena, Slice word);

/* Does it stand in words: a letter, a digit, a mark on a letter? */
bool text_is_word_rune(uint32_t rune);

/* A word longer than this many bytes is cut into several. */
#define TEXT_WORD_MAX_BYTES 255

/* Cuts valid UTF-8 into words, adding to `words`. Letters, marks and digits make words; numbers keep inner
 * "," and "." between digits, and the searched form drops commas that only group thousands ("1,200" is
 * searched as "1200"); CJK and Thai are cut by ICU's dictionary. A hyphen or apostrophe (U+0027 2018 2019
 * 02BC 0060 00B4, and U+201D between letters) parts a word, and the joined form follows its first part with
 * WORD_JOINED (model/document.h); none for a possessive 's, which is also left out of a longer joined form
 * ("al-Qaida's": alqaida), and none for numbers alone ("2010-2012"). No folded form is empty. A
 * letters-and-dots abbreviation ("U.S.") is one word "us". The first word of each sentence has WORD_SENTENCE.
 * Joined forms come right behind the word whose position they share. */
void text_words(Arena *arena, Slice text, Words *words);
/* The same without WORD_SENTENCE: for those who ask no more, in two thirds of the time. */
void text_words_alone(Arena *arena, Slice text, Words *words);

/* The sentences of a paragraph, without outer white space. Abbreviations with titles ("Mr.", "Gen.", "U.S.",
 * "Lt. Col."), initials, decimal numbers, "..." inside a sentence and closing quotes behind the stop are
 * known; Arabic and CJK stops too. */
typedef struct Spans {
    Span *items;
    size_t count, capacity;
} Spans;
void text_sentences(Arena *arena, Slice text, Spans *sentences);

/* White space (all Unicode spaces, NBSP and zero-width ones) to single blanks, ends trimmed. The text itself
 * if clean. */
Slice text_collapse(Arena *arena, Slice text);

/* WordPress's sanitize_title_with_dashes in spirit: folded, every run of other than letters and digits to one
 * "-". Non-ASCII letters stay. "Lifestyle & Culture" gives "lifestyle-culture". */
Slice text_slug(Arena *arena, Slice text);

/* A date as people print it, anywhere in the text: "Jun 27, 2014", "Friday 27 June 2014 at 14:05",
 * "27.06.2014", "2014/06/27", "٢٧ يونيو ٢٠١٤", months of the languages in data/months.tsv. The first complete
 * date wins (day, month, year; month and year only if nothing better). is_month_first decides 04/05/2014.
 * False if there is none. *span (may be NULL) tells where. */
bool text_find_date(Slice text, bool is_month_first, Moment *moment, Span *span);

/* ---- words that stand for others ---- */

/* How a name sounds, for names that came into Latin letters in many ways, Arabic ones first: consonants
 * alone, those that one Arabic letter became being one ("gaddafi", "Qadhafi", "kadafi", "gathafi": KDF).
 * `first` and `other` differ where "g" may be a "j" (Gamal, Jamal). An article before it (al-, el-, as-) is
 * left out. Latin and Arabic letters have sounds; a word of others has none (empty). */
typedef struct SoundKey {
    char first[32], other[32]; /* NUL-terminated */
    char vowels[48];           /* `first` with its vowels, coarsely: KaDaFi */
    bool is_arabic;            /* written in Arabic letters: most vowels are not written */
} SoundKey;
void text_sound_key(Slice folded, SoundKey *key);
/* Has one of the two, read with or without what looks like an article, a sound key of the other? */
bool text_sounds_alike(Slice folded, const SoundKey *key);
/* Spellings of one name: they sound alike, and their vowels differ in no more than one place. */
bool text_is_spelling(Slice folded, const SoundKey *key);

/* Light stems: of English the endings of plurals and of -ed and -ing, of Arabic the usual beginnings and
 * endings. Other words are their own stem. At most STEM_MAX bytes; longer words are their own stem too. */
#define STEM_MAX 64
Slice text_stem(Slice folded, char out[STEM_MAX]);

/* Letters of a word as written. */
enum { LETTERS_UPPER = 1 /* has a capital */, LETTERS_LOWER = 2 /* has a small letter */ };
unsigned text_letters(Slice surface);

/* A set of folded words by a rule. Tests keep what they learn, so one belongs to one thread. */
typedef enum WordRule {
    WORDS_PREFIX, /* begin with the text */
    WORDS_WILD,   /* "*" any letters, "?" one, "*{0,3}" at most so many */
    WORDS_FUZZY, /* at most `distance` (1 or 2) letters too many, missing, other or exchanged with the next */
    WORDS_REGEX, /* the whole word; see backfile-search(1) */
    WORDS_SOUNDS,   /* text_sounds_alike */
    WORDS_VARIANTS, /* text_is_spelling */
    WORDS_STEM      /* the same stem */
} WordRule;
typedef struct WordTest WordTest;

/* FAIL: the text is no such pattern; the message says why. */
MUST_CHECK Status word_test_open(Arena *arena, WordRule rule, Slice text, unsigned distance, WordTest **test,
                                 Error *err);
bool word_test_accepts(WordTest *test, Slice folded);
/* Has the pattern so many states that its answers are no longer right? Then the whole work is to be refused.
 */
bool word_test_is_spent(const WordTest *test);
/* The set of a leaf for which query_is_set: its own test, or a new one in the arena. */
MUST_CHECK Status word_test_of_leaf(Arena *arena, const Query *leaf, WordTest **test, Error *err);
/* Does a word as written agree with CAPS, ALLCAPS, NOCAPS? */
bool text_letters_agree(LetterCase letters, Slice surface);
/* All words of the set begin with one of these, which rise and are apart; an empty one: with anything. */
const Slices *word_test_beginnings(const WordTest *test);
/* Words in rising order: is the next one in the set? *hopeless: no word that begins with so many bytes of it
 * is; 0 if that is not known. */
bool word_test_next(WordTest *test, Slice folded, size_t *hopeless);

/* The language by CLD2, e.g. "en", "ar"; empty if unsure. Looks at the first 64 KiB. */
Slice text_language(Slice text);

#endif
