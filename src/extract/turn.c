/* In: the paragraphs of a body. Out: those of an interview as turns, each with its speaker.
 *
 * Styles of twelve years of one paper and of others: "(Q) ... (A) ...", "Q) ... A) ...", "Q: ... A: ...", in
 * Arabic with their letters, "[Asharq Al-Awsat] ... [Allawi] ...", and "Grima: ...". Editors put words of
 * their own in square brackets too, in the middle of sentences and at their beginning; so a bracket is a
 * speaker only where two names take turns, each at least twice. A name with a colon is one only where it
 * opens most paragraphs and somebody asks: bills of fare and match reports have colons as well. */
#include "extract/blocks.h"

#include "text/text.h"

#define SPEAKER_MAX_BYTES 40
#define SPEAKERS_MAX 16

typedef enum MarkStyle { MARK_LETTER, MARK_BRACKET, MARK_COLON, MARK_STYLES } MarkStyle;

typedef struct Mark {
    Slice speaker;
    size_t size; /* bytes of the mark in the text */
    MarkStyle style;
} Mark;

/* Question and answer. */
static const Slice letters[] = {SLICE_INIT("Q"), SLICE_INIT("A"), SLICE_INIT("س"), SLICE_INIT("ج")};

/* "(Q)", "Q)", "Q:" at the start; answers likewise, and the Arabic letters, also with a blank before the
 * colon. */
static bool letter_mark(Slice text, Mark *mark)
{
    size_t at = text.size > 0 && text.data[0] == '(', end = 0;
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (slice_starts_with(slice_skip(text, at), letters[i]))
            end = at + letters[i].size;
    if (end == 0)
        return false;
    *mark = (Mark){.speaker = slice_range(text, at, end)};
    end += end < text.size && text.data[end] == ' ' && end - at > 1;
    if (end >= text.size)
        return false;
    mark->size = end + 1;
    return text.data[end] == ')' || (at == 0 && text.data[end] == ':');
}

/* "[Name]" at the start. */
static bool bracket_mark(Slice text, Mark *mark)
{
    if (text.size < 4 || text.data[0] != '[')
        return false;
    size_t close = slice_find_byte(text, ']');
    if (close == SLICE_NONE || close < 3 || close > SPEAKER_MAX_BYTES)
        return false;
    Slice name = slice_trim(slice_range(text, 1, close));
    bool is_capital = name.size > 0 &&
                      ((name.data[0] >= 'A' && name.data[0] <= 'Z') || (unsigned char)name.data[0] >= 0x80);
    *mark = (Mark){.speaker = name, .size = close + 1, .style = MARK_BRACKET};
    return is_capital;
}

/* "Grima: " at the start: up to four words, the first and the last with a capital, no other mark in them. */
static bool colon_mark(Slice text, Mark *mark)
{
    size_t colon = slice_find_byte(slice_range(text, 0, SPEAKER_MAX_BYTES + 1), ':'), words = 1, word = 0;
    if (colon == SLICE_NONE || colon < 2 || colon + 1 >= text.size || text.data[colon + 1] != ' ')
        return false;
    for (size_t i = 0; i < colon; i++) {
        char c = text.data[i];
        if (c == ' ') {
            words++;
            word = i + 1;
        } else if (!ascii_is_alpha(c) && (unsigned char)c < 0x80 && c != '-' && c != '.' && c != '\'') {
            return false;
        }
    }
    *mark = (Mark){.speaker = slice_range(text, 0, colon), .size = colon + 1, .style = MARK_COLON};
    bool is_name = !(text.data[0] >= 'a' && text.data[0] <= 'z') && word < colon &&
                   !(text.data[word] >= 'a' && text.data[word] <= 'z');
    return is_name && words <= 4;
}

Slice turn_speaker(Slice line)
{
    Mark mark;
    return colon_mark(line, &mark) ? mark.speaker : SLICE_EMPTY;
}

static bool read_mark(Slice text, Mark *mark)
{
    return letter_mark(text, mark) || bracket_mark(text, mark);
}

bool turn_begins(Slice line)
{
    Mark mark;
    return read_mark(line, &mark);
}

typedef struct Speaker {
    Slice key;
    size_t count, questions;
    MarkStyle style;
} Speaker;
typedef struct Speakers {
    Arena *arena;
    Speaker items[SPEAKERS_MAX];
    size_t count;
} Speakers; /* of an article whose every line begins "Name:", the first ones */

static Speaker *find_speaker(Speakers *speakers, const Mark *mark, bool add)
{
    Slice key = compare_key(speakers->arena, mark->speaker);
    for (size_t i = 0; i < speakers->count; i++)
        if (slice_equal(speakers->items[i].key, key) && speakers->items[i].style == mark->style)
            return &speakers->items[i];
    if (!add || speakers->count == SPEAKERS_MAX)
        return NULL;
    Speaker *speaker = &speakers->items[speakers->count++];
    *speaker = (Speaker){.key = key, .style = mark->style};
    return speaker;
}

/* May a letter or bracket at `i` open a turn: at the very start, or behind the end of a sentence? */
static bool is_turn_start(Slice text, size_t i)
{
    if (i < 2 || text.data[i - 1] != ' ')
        return i == 0;
    char end = text.data[i - 2];
    return memchr(".?!:)\"'", end, 7) || (unsigned char)end >= 0x80;
}

/* The next mark inside a paragraph. */
static size_t next_mark(Slice text, size_t from, Mark *mark)
{
    if (from == 0 && !read_mark(text, mark) && colon_mark(text, mark))
        return 0;
    for (size_t i = from; i < text.size; i++) {
        char c = text.data[i];
        /* 0xD8: the first byte of the Arabic letters */
        if (c != '(' && c != '[' && c != 'Q' && c != 'A' && (unsigned char)c != 0xD8)
            continue;
        if (is_turn_start(text, i) && read_mark(slice_skip(text, i), mark))
            return i;
    }
    return SLICE_NONE;
}

static bool holds_turns(const Block *block)
{
    return block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_QUOTE;
}

static bool asks(Slice text)
{
    return slice_find_byte(text, '?') != SLICE_NONE || slice_contains(text, SLICE("؟"));
}

/* Where turns stand: the first and last paragraph that a name with a colon opens, and how many do. */
typedef struct Reach {
    size_t first, last, opened;
} Reach;

static Reach count_speakers(const Article *article, Speakers *speakers)
{
    Reach reach = {0};
    for (size_t b = 0; b < article->body.count; b++) {
        const Block *block = &article->body.items[b];
        Mark mark;
        if (!holds_turns(block))
            continue;
        for (size_t at = next_mark(block->text, 0, &mark); at != SLICE_NONE;
             at = next_mark(block->text, at + mark.size, &mark)) {
            Speaker *speaker = find_speaker(speakers, &mark, true);
            if (speaker)
                speaker->count++;
            if (mark.style != MARK_COLON)
                continue;
            if (speaker)
                speaker->questions += asks(block->text);
            reach.first = reach.opened == 0 ? b : reach.first;
            reach.last = b;
            reach.opened++;
        }
    }
    return reach;
}

/* Two who take turns, each at least twice; a letter pair needs both letters; of names with a colon one must
 * ask as often as not, and they must open most paragraphs from the first to the last of them. */
static bool is_interview(Speakers *speakers, const Reach *reach)
{
    size_t twice[MARK_STYLES] = {0};
    bool has_asker = false;
    for (size_t i = 0; i < speakers->count; i++) {
        const Speaker *speaker = &speakers->items[i];
        if (speaker->count < 2)
            continue;
        twice[speaker->style]++;
        has_asker |= speaker->style == MARK_COLON && speaker->questions * 2 >= speaker->count;
    }
    if (!has_asker || reach->opened < 4 || reach->opened * 5 < (reach->last - reach->first + 1) * 3)
        twice[MARK_COLON] = 0;
    size_t kept = 0;
    for (size_t i = 0; i < speakers->count; i++) {
        Speaker speaker = speakers->items[i];
        if (twice[speaker.style] >= 2 && (speaker.count >= 2 || speaker.style == MARK_LETTER))
            speakers->items[kept++] = speaker;
    }
    speakers->count = kept;
    return kept > 0;
}

static bool has_mark(Speakers *speakers, Slice text)
{
    Mark mark;
    size_t at = 0;
    while ((at = next_mark(text, at, &mark)) != SLICE_NONE) {
        if (find_speaker(speakers, &mark, false))
            return true;
        at += mark.size;
    }
    return false;
}

/* One past the last paragraph that may be a turn: where no other turn runs over several paragraphs, the last
 * does not either, and the paper speaks again behind it. */
static size_t end_of_turns(const Article *article, Speakers *speakers)
{
    size_t end = 0, unmarked = 0, unmarked_before_last = 0;
    for (size_t b = 0; b < article->body.count; b++) {
        const Block *block = &article->body.items[b];
        if (!holds_turns(block))
            continue;
        if (has_mark(speakers, block->text)) {
            unmarked_before_last = end > 0 ? unmarked : 0;
            unmarked = end > 0 ? unmarked : 0;
            end = b + 1;
        } else if (end > 0) {
            unmarked++;
        }
    }
    return unmarked_before_last > 0 ? article->body.count : end;
}

static void add_turn(Arena *arena, Blocks *out, const Block *from, Slice text, Slice speaker)
{
    text = slice_trim(text);
    if (slice_is_empty(text))
        return;
    bool is_whole = text.size == from->text.size;
    *LIST_ADD(arena, out) = (Block){.kind = slice_is_empty(speaker) ? from->kind : BLOCK_TURN,
                                    .text = text,
                                    .html = is_whole ? from->html : html_escape(arena, text),
                                    .speaker = speaker};
}

/* Parts a paragraph at its marks; *speaker is who speaks when it begins, and when it ends. */
static void split_block(Speakers *speakers, Blocks *out, const Block *block, Slice *speaker)
{
    size_t from = 0, at = 0;
    Mark mark;
    while ((at = next_mark(block->text, at, &mark)) != SLICE_NONE) {
        if (find_speaker(speakers, &mark, false)) {
            add_turn(speakers->arena, out, block, slice_range(block->text, from, at), *speaker);
            *speaker = mark.speaker;
            from = at;
        }
        at += mark.size;
    }
    add_turn(speakers->arena, out, block, slice_skip(block->text, from), *speaker);
}

void find_turns(Arena *arena, Article *article)
{
    Speakers speakers = {.arena = arena};
    Reach reach = count_speakers(article, &speakers);
    if (!is_interview(&speakers, &reach))
        return;
    Blocks out = {0};
    Slice speaker = SLICE_EMPTY;
    size_t end = end_of_turns(article, &speakers);
    for (size_t b = 0; b < article->body.count; b++) {
        const Block *block = &article->body.items[b];
        if (b == end)
            speaker = SLICE_EMPTY;
        if (holds_turns(block)) {
            split_block(&speakers, &out, block, &speaker);
        } else {
            if (block->kind == BLOCK_SUBHEAD)
                speaker = SLICE_EMPTY;
            *LIST_ADD(arena, &out) = *block;
        }
    }
    article->body = out;
}
