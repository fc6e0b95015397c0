/* In: the paragraphs of a body. Out: those of an interview as turns, each with its speaker.
 *
 * Styles of twelve years of one paper and of others: "(Q) ... (A) ...", "Q) ... A) ...", "Q: ... A: ...", and
 * "[Asharq Al-Awsat] ... [Allawi] ...". Editors put words of their own in square brackets too, in the middle
 * of sentences and at their beginning; so a bracket is a speaker only where two names take turns, each at
 * least twice. */
#include "extract/blocks.h"

#include "text/text.h"

#define SPEAKER_MAX_BYTES 40
#define SPEAKERS_MAX 16

typedef struct Mark {
    Slice speaker;
    size_t size; /* bytes of the mark in the text */
    bool is_bracket;
} Mark;

/* "(Q)", "Q)", "Q:", "Q." at the start; answers likewise. */
static bool letter_mark(Slice text, Mark *mark)
{
    size_t at = text.size > 0 && text.data[0] == '(';
    if (text.size < at + 2 || (text.data[at] != 'Q' && text.data[at] != 'A'))
        return false;
    char close = text.data[at + 1];
    bool is_mark = at == 1 ? close == ')' : close == ')' || close == ':';
    *mark = (Mark){.speaker = slice_range(text, at, at + 1), .size = at + 2};
    return is_mark;
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
    *mark = (Mark){.speaker = name, .size = close + 1, .is_bracket = true};
    return is_capital;
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
    size_t count;
    bool is_bracket;
} Speaker;
typedef struct Speakers {
    Arena *arena;
    Speaker items[SPEAKERS_MAX];
    size_t count;
} Speakers;

static Speaker *find_speaker(Speakers *speakers, const Mark *mark, bool add)
{
    Slice key = compare_key(speakers->arena, mark->speaker);
    for (size_t i = 0; i < speakers->count; i++)
        if (slice_equal(speakers->items[i].key, key) && speakers->items[i].is_bracket == mark->is_bracket)
            return &speakers->items[i];
    if (!add || speakers->count == SPEAKERS_MAX)
        return NULL;
    Speaker *speaker = &speakers->items[speakers->count++];
    *speaker = (Speaker){.key = key, .is_bracket = mark->is_bracket};
    return speaker;
}

/* The next mark inside a paragraph: behind a blank that follows the end of a sentence, or at the very start.
 */
static size_t next_mark(Slice text, size_t from, Mark *mark)
{
    for (size_t i = from; i < text.size; i++) {
        char c = text.data[i];
        if (c != '(' && c != '[' && c != 'Q' && c != 'A')
            continue;
        bool is_start = i == 0;
        if (i > 1 && text.data[i - 1] == ' ') {
            char end = text.data[i - 2];
            is_start = memchr(".?!:)\"'", end, 7) || (unsigned char)end >= 0x80;
        }
        if (is_start && read_mark(slice_skip(text, i), mark))
            return i;
    }
    return SLICE_NONE;
}

static bool holds_turns(const Block *block)
{
    return block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_QUOTE;
}

static void count_speakers(const Article *article, Speakers *speakers)
{
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
        }
    }
}

/* Two who take turns, each at least twice; a letter pair needs both letters. */
static bool is_interview(Speakers *speakers)
{
    size_t brackets = 0, letters = 0;
    for (size_t i = 0; i < speakers->count; i++)
        if (speakers->items[i].count >= 2)
            *(speakers->items[i].is_bracket ? &brackets : &letters) += 1;
    bool by_brackets = brackets >= 2, by_letters = letters >= 2;
    size_t kept = 0;
    for (size_t i = 0; i < speakers->count; i++) {
        Speaker speaker = speakers->items[i];
        if (speaker.is_bracket ? by_brackets && speaker.count >= 2 : by_letters)
            speakers->items[kept++] = speaker;
    }
    speakers->count = kept;
    return kept > 0;
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
    count_speakers(article, &speakers);
    if (!is_interview(&speakers))
        return;
    Blocks out = {0};
    Slice speaker = SLICE_EMPTY;
    for (size_t b = 0; b < article->body.count; b++) {
        const Block *block = &article->body.items[b];
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
