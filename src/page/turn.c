/* A turn of an interview, for show: the speaker's name stands before the words, so the mark that the paper
 * printed there
 * ("[Allawi]", "(Q)", "A)") need not be shown twice. Where the mark is wrapped in markup it stays, and no
 * name is added. */
#include "page/parts.h"

enum { MARK_MAX = 80 };

/* The bytes of the mark at the start of a turn, with the space and colon behind it; 0: none. */
static size_t mark_size(Slice text, Slice speaker)
{
    size_t end = 0;
    if (slice_starts_with(text, SLICE("[")) || slice_starts_with(text, SLICE("("))) {
        size_t close = slice_find_byte(slice_range(text, 0, MARK_MAX), text.data[0] == '[' ? ']' : ')');
        end = close == SLICE_NONE ? 0 : close + 1;
    } else if (text.size > 2 && ascii_is_alpha(text.data[0]) && text.data[1] == ')') {
        end = 2;
    } else if (slice_starts_with(text, speaker) &&
               slice_starts_with(slice_skip(text, speaker.size), SLICE(":"))) {
        end = speaker.size;
    }
    while (end > 0 && end < text.size && (ascii_is_space(text.data[end]) || text.data[end] == ':'))
        end++;
    return end;
}

PageTurn page_turn(const Block *block)
{
    PageTurn turn = {block->speaker, block->text, block->html};
    if (slice_is_empty(block->speaker))
        return turn;
    size_t in_text = mark_size(block->text, block->speaker);
    size_t in_html = slice_is_empty(block->html) ? in_text : mark_size(block->html, block->speaker);
    bool is_wrapped = in_text > 0 && in_html == 0;
    if (is_wrapped)
        turn.speaker = SLICE_EMPTY;
    else if (slice_find_byte(slice_range(block->html, 0, in_html), '<') == SLICE_NONE) {
        turn.text = slice_skip(block->text, in_text);
        turn.html = slice_skip(block->html, in_html);
    }
    return turn;
}
