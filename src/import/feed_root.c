/* First bytes in, the root element's tag out; for bids, which have no memory of their own. In UTF-16 and
 * UTF-32 the zeros of ASCII letters are left out, which is enough to see names. */
#include "import/feed_root.h"

#include <assert.h>

static Slice without_mark(Slice s)
{
    static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts_with(s, slice_from(marks[i])))
            return slice_skip(s, strlen(marks[i]));
    return s;
}

static Slice without_zeros(Slice s, FeedRoot *root)
{
    size_t size = 0;
    assert(s.data || s.size == 0);
    if (s.size == 0 || !memchr(s.data, 0, s.size < 64 ? s.size : 64))
        return s;
    for (size_t i = 0; i < s.size && size < sizeof root->bytes; i++)
        if (s.data[i])
            root->bytes[size++] = s.data[i];
    return without_mark(slice_of(root->bytes, size));
}

/* A doctype may hold declarations in brackets. */
static size_t doctype_end(Slice s)
{
    size_t bracket = slice_find_byte(s, '[');
    size_t end = slice_find_byte(s, '>');
    if (bracket == SLICE_NONE || end == SLICE_NONE || bracket > end)
        return end == SLICE_NONE ? s.size : end + 1;
    size_t close = slice_find(s, SLICE("]"));
    if (close == SLICE_NONE)
        return s.size;
    end = slice_find_byte(slice_skip(s, close), '>');
    return end == SLICE_NONE ? s.size : close + end + 1;
}

static size_t behind(Slice s, Slice mark)
{
    size_t at = slice_find(s, mark);
    return at == SLICE_NONE ? s.size : at + mark.size;
}

static Slice skip_prologue(Slice s)
{
    for (;;) {
        s = slice_trim(s);
        if (slice_starts_with(s, SLICE("<!--")))
            s = slice_skip(s, behind(s, SLICE("-->")));
        else if (slice_starts_with(s, SLICE("<?")))
            s = slice_skip(s, behind(s, SLICE(">")));
        else if (slice_starts_with_nocase(s, SLICE("<!doctype")))
            s = slice_skip(s, doctype_end(s));
        else
            return s;
    }
}

bool feed_root_of(Slice first, FeedRoot *root)
{
    Slice s = skip_prologue(without_zeros(without_mark(first), root));
    if (s.size < 2 || s.data[0] != '<' || (!ascii_is_alpha(s.data[1]) && s.data[1] != '_'))
        return false;
    root->tag = slice_range(s, 0, behind(s, SLICE(">")));
    Slice name = slice_skip(root->tag, 1);
    size_t size = 0;
    while (size < name.size && !ascii_is_space(name.data[size]) && name.data[size] != '>' &&
           name.data[size] != '/')
        size++;
    name = slice_range(name, 0, size);
    size_t colon = slice_find_byte(name, ':');
    root->name = colon == SLICE_NONE ? name : slice_skip(name, colon + 1);
    return true;
}
