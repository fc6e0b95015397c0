/* In: 'a:2:{s:5:"width";i:604;s:4:"file";s:5:"a.jpg";}'. Out: width 604, file a.jpg.
 *
 * One pass, no recursion: the keys of the arrays that are open stand on a small stack. Objects are read as
 * arrays of their properties; references mean nothing here. */
#include "import/php.h"

typedef struct PhpWalk {
    Slice s;
    size_t at;
    Slice path[PHP_DEPTH_MAX];
    bool has_key[PHP_DEPTH_MAX]; /* of each open array: its key was read, the value comes */
    size_t depth;
    PhpMeet *meet;
    void *context;
} PhpWalk;

/* The number behind "s:" or "a:", up to `end`, and past it. */
static bool read_number(PhpWalk *w, char end, uint64_t *number)
{
    Slice rest = slice_range(w->s, w->at, w->at + 24);
    size_t size = slice_find_byte(rest, end);
    if (size == SLICE_NONE || !slice_to_u64(slice_range(rest, 0, size), number))
        return false;
    w->at += size + 1;
    return true;
}

/* s:5:"width"; from behind the "s:". */
static bool read_text(PhpWalk *w, Slice *text)
{
    uint64_t size = 0;
    if (!read_number(w, ':', &size) || w->at >= w->s.size || w->s.data[w->at] != '"')
        return false;
    Slice rest = slice_skip(w->s, w->at + 1);
    if (size > rest.size || !slice_starts_with(slice_skip(rest, (size_t)size), SLICE("\";"))) {
        size_t end = slice_find(rest, SLICE("\";"));
        if (end == SLICE_NONE)
            return false;
        size = end;
    }
    *text = slice_range(rest, 0, (size_t)size);
    w->at += (size_t)size + 3;
    return true;
}

/* i:604; d:0.5; b:1; R:2; from behind the colon. */
static bool read_plain(PhpWalk *w, Slice *value)
{
    Slice rest = slice_range(w->s, w->at, w->at + 64);
    size_t size = slice_find_byte(rest, ';');
    if (size == SLICE_NONE)
        return false;
    *value = slice_range(rest, 0, size);
    w->at += size + 1;
    return true;
}

static bool open_array(PhpWalk *w, bool is_object)
{
    uint64_t number = 0;
    if (is_object) { /* O:8:"stdClass":1:{ */
        size_t mark = slice_find(slice_range(w->s, w->at, w->at + 300), SLICE("\":"));
        if (mark == SLICE_NONE)
            return false;
        w->at += mark + 2;
    }
    if (!read_number(w, ':', &number) || w->at >= w->s.size || w->s.data[w->at] != '{' ||
        w->depth == PHP_DEPTH_MAX)
        return false;
    w->at++;
    w->has_key[w->depth++] = false;
    return true;
}

/* A scalar is a key or a value, by turns. */
static void meet_scalar(PhpWalk *w, Slice value)
{
    if (w->depth && !w->has_key[w->depth - 1]) {
        w->path[w->depth - 1] = value;
        w->has_key[w->depth - 1] = true;
        return;
    }
    w->meet(w->context, w->path, w->depth, value);
    if (w->depth)
        w->has_key[w->depth - 1] = false;
}

static bool step(PhpWalk *w)
{
    Slice rest = slice_skip(w->s, w->at), value = {NULL, 0};
    const char kind = rest.data[0];
    if (kind == '}') {
        w->at++;
        if (--w->depth)
            w->has_key[w->depth - 1] = false;
        return true;
    }
    if (slice_starts_with(rest, SLICE("N;"))) {
        w->at += 2;
        meet_scalar(w, value);
        return true;
    }
    if (rest.size < 2 || rest.data[1] != ':')
        return false;
    w->at += 2;
    if (kind == 'a' || kind == 'O') {
        bool is_value = w->depth == 0 || w->has_key[w->depth - 1];
        return is_value && open_array(w, kind == 'O');
    }
    if (kind == 's' ? !read_text(w, &value) : !read_plain(w, &value))
        return false;
    if (!memchr("sidbRr", kind, 6))
        return false;
    meet_scalar(w, value);
    return true;
}

bool php_walk(Slice text, PhpMeet *meet, void *context)
{
    PhpWalk w = {.s = slice_trim(text), .meet = meet, .context = context};
    for (size_t values = 0; values < PHP_VALUES_MAX && w.at < w.s.size; values++) {
        if (w.depth == 0 && w.s.data[w.at] == '}')
            return false;
        if (!step(&w))
            return false;
        if (w.depth == 0)
            return true;
    }
    return false;
}
