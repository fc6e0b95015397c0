/* Which words a leaf stands for, written once more without any automaton: wildcards by trying, mistakes by
 * the whole table of distances, expressions by the sets of places that their parts can reach. ASCII words of
 * up to 60 letters. */
#ifndef TEXT_TEST_PLAIN_WORDS_H
#define TEXT_TEST_PLAIN_WORDS_H

#include "text/text.h"

static inline bool plain_wild(Slice pattern, Slice word)
{
    if (pattern.size == 0)
        return word.size == 0;
    if (pattern.data[0] == '*') {
        unsigned least = 0, most = 1000;
        size_t size = 1;
        if (pattern.size > 1 && pattern.data[1] == '{') {
            size = slice_find_byte(pattern, '}') + 1;
            sscanf(pattern.data + 2, "%u,%u", &least, &most);
        }
        for (size_t i = least; i <= word.size && i <= most; i++)
            if (plain_wild(slice_skip(pattern, size), slice_skip(word, i)))
                return true;
        return false;
    }
    return word.size > 0 && (pattern.data[0] == '?' || pattern.data[0] == word.data[0]) &&
           plain_wild(slice_skip(pattern, 1), slice_skip(word, 1));
}

static inline bool plain_fuzzy(Slice a, Slice b, unsigned limit)
{
    unsigned d[70][70];
    for (size_t i = 0; i <= a.size; i++) {
        for (size_t j = 0; j <= b.size; j++) {
            unsigned best = i == 0 ? (unsigned)j : j == 0 ? (unsigned)i : 1000;
            if (i > 0 && j > 0) {
                const unsigned other = d[i - 1][j - 1] + (a.data[i - 1] != b.data[j - 1]);
                const unsigned shorter = d[i - 1][j] < d[i][j - 1] ? d[i - 1][j] : d[i][j - 1];
                best = other < shorter + 1 ? other : shorter + 1;
            }
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[a.size][b.size] <= limit;
}

/* Bit i: place i of the word can be reached. Each function reads its part of the expression at *at. */
typedef struct PlainRegex {
    Slice text, word;
    size_t at;
} PlainRegex;

static inline uint64_t plain_either(PlainRegex *r, uint64_t from);

static inline uint64_t plain_letters(const PlainRegex *r, uint64_t from, const char *set, size_t size,
                                     bool without)
{
    uint64_t to = 0;
    for (size_t i = 0; i < r->word.size; i++)
        if (from >> i & 1 && (memchr(set, r->word.data[i], size) != NULL) != without)
            to |= (uint64_t)1 << (i + 1);
    return to;
}

static inline uint64_t plain_atom(PlainRegex *r, uint64_t from)
{
    const char byte = r->text.data[r->at++];
    if (byte == '(') {
        const uint64_t to = plain_either(r, from);
        r->at++;
        return to;
    }
    if (byte == '.')
        return plain_letters(r, from, "", 0, true);
    if (byte != '[')
        return plain_letters(r, from, &byte, 1, false);
    const bool without = r->text.data[r->at] == '^';
    r->at += without;
    const size_t begin = r->at;
    while (r->text.data[r->at] != ']')
        r->at++;
    return plain_letters(r, from, r->text.data + begin, r->at++ - begin, without);
}

static inline uint64_t plain_repeated(PlainRegex *r, uint64_t from)
{
    const size_t begin = r->at;
    uint64_t to = plain_atom(r, from);
    unsigned least = 1, most = 1;
    const size_t behind = r->at;
    const char byte = behind < r->text.size ? r->text.data[behind] : '\0';
    size_t size = 1;
    if (byte == '*' || byte == '+' || byte == '?') {
        least = byte == '+';
        most = byte == '?' ? 1 : 64;
    } else if (byte == '{') {
        size = slice_find_byte(slice_skip(r->text, behind), '}') + 1;
        sscanf(r->text.data + behind + 1, "%u,%u", &least, &most);
    } else {
        return to;
    }
    uint64_t reached = least == 0 ? from : 0;
    to = from;
    for (unsigned i = 1; i <= most; i++) {
        r->at = begin;
        to = plain_atom(r, to);
        reached |= i >= least ? to : 0;
    }
    r->at = behind + size;
    return reached;
}

static inline uint64_t plain_either(PlainRegex *r, uint64_t from)
{
    uint64_t all = 0;
    for (;;) {
        uint64_t to = from;
        while (r->at < r->text.size && r->text.data[r->at] != '|' && r->text.data[r->at] != ')')
            to = plain_repeated(r, to);
        all |= to;
        if (r->at == r->text.size || r->text.data[r->at] == ')')
            return all;
        r->at++;
    }
}

static inline bool plain_regex(Slice text, Slice word)
{
    PlainRegex r = {text, word, 0};
    return plain_either(&r, 1) >> word.size & 1;
}

/* Is a word with that surface one of the leaf's? */
static inline bool plain_word(const Query *q, Slice folded, Slice surface)
{
    SoundKey key;
    char own[STEM_MAX], others[STEM_MAX];
    bool is_upper = false, is_lower = false, agrees = true;
    for (size_t i = 0; i < surface.size; i++) {
        is_upper |= surface.data[i] >= 'A' && surface.data[i] <= 'Z';
        is_lower |= surface.data[i] >= 'a' && surface.data[i] <= 'z';
    }
    if (q->letters != CASE_ANY)
        agrees = q->letters == CASE_NOCAPS ? !is_upper : is_upper && (q->letters == CASE_CAPS || !is_lower);
    switch (q->kind) {
    case QUERY_TERM:
        return slice_equal(folded, q->text);
    case QUERY_CASED:
        return agrees && slice_equal(folded, q->text);
    case QUERY_EXACT:
        return slice_equal(surface, q->text);
    case QUERY_PREFIX:
        return agrees && slice_starts_with(folded, q->text);
    case QUERY_WILD:
        return agrees && plain_wild(q->text, folded);
    case QUERY_FUZZY:
        return agrees && plain_fuzzy(q->text, folded, q->distance);
    case QUERY_REGEX:
        return agrees && plain_regex(q->text, folded);
    case QUERY_SOUNDS:
        text_sound_key(q->text, &key);
        return agrees && text_sounds_alike(folded, &key);
    case QUERY_VARIANTS:
        text_sound_key(q->text, &key);
        return agrees && text_is_spelling(folded, &key);
    case QUERY_STEM:
        return agrees && slice_equal(text_stem(q->text, own), text_stem(folded, others));
    case QUERY_ANYWORD:
        return true;
    default:
        return false;
    }
}

#endif
