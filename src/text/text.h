/* How words are written: folding, words, sentences, printed dates, languages, slugs. Memory only; any thread.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "model/document.h"

/* The form that is searched: case folded, accents and other marks dropped (NFKC, case fold, NFD, marks
 * dropped, NFC; the vowel signs of India and Thailand and the kana's voicing marks stay; "ø ł đ ı ß æ œ" and
 * their like to their base letters), apostrophes dropped, Arabic alef forms (U+0622 0623 0625 0671) to
 * U+0627, alef maqsura to yeh, teh marbuta to heh, hamza seats to their letters, tatweel and short-vowel
 * marks dropped, Arabic and Persian digits (and those of other scripts) to 0-9, Farsi yeh and keheh to the
 * Arabic letters. ASCII has a fast path that makes no copy when nothing changes. Valid UTF-8 in, valid UTF-8
 * out. */
Slice text_fold(Arena *arena, Slice word);

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

/* The language by CLD2, e.g. "en", "ar"; empty if unsure. Looks at the first 64 KiB. */
Slice text_language(Slice text);
bool text_is_right_to_left(Slice lang); /* ar fa he ur ps sd ug yi dv ckb */

#endif
