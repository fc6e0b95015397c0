/* In: a page whose elements hold hardly a sentence, and its headline. Out: the body that a script was to put
 * there, as HTML.
 *
 * Such pages carry the piece as data: <script type="application/json">, "window.x = {...}", "f({...})". The
 * object that has the page's headline for a title is the piece, whatever its other names are; the longest
 * text or list of paragraphs below it is the body. Only asked where the page itself says nothing, so that a
 * wrong guess costs little. */
#include "extract/script_body.h"

#include "extract/desk.h"
#include "extract/script_blocks.h"
#include "syntax/json.h"

#define STARTS_MAX 3    /* values tried of one script */
#define READINGS_MAX 24 /* of all scripts of a page */
#define SCRIPT_BYTES_MIN 400
#define PIECES_MAX 12 /* objects of that headline */

/* A walk over a tree of JSON in the order of the text, without recursion. */
typedef struct Walk {
    const Json *above[JSON_DEPTH_MAX + 2];
    size_t depth;
    const Json *at;
} Walk;

static void walk_past(Walk *walk)
{
    while (walk->at && !walk->at->next)
        walk->at = walk->depth > 0 ? walk->above[--walk->depth] : NULL;
    if (walk->at)
        walk->at = walk->at->next;
}

static void walk_next(Walk *walk)
{
    if (walk->at->first && walk->depth < sizeof walk->above / sizeof walk->above[0]) {
        walk->above[walk->depth++] = walk->at;
        walk->at = walk->at->first;
    } else {
        walk_past(walk);
    }
}

/* Members that hold other pieces than this one. */
static bool is_of_others(Slice key)
{
    static const char *const words[] = {"relat", "comment", "recommend", "popular", "teaser",
                                        "promo", "nav",     "menu",      "footer",  "mostread"};
    return key.size > 0 && SLICE_ANY(key, slice_contains_nocase, words);
}

static bool is_title_key(Slice key)
{
    static const char *const words[] = {"title", "headline", "hed", "name"};
    return key.size > 0 && key.size <= 24 && SLICE_ANY(key, slice_contains_nocase, words);
}

/* Is it the same headline, or all of one within the other? */
static bool is_same_title(Arena *arena, Slice text, Slice key)
{
    if (text.size < 8 || text.size > 600)
        return false;
    Slice own = compare_key(arena, plain_value(arena, text));
    if (slice_equal(own, key))
        return own.size > 0;
    bool is_long = own.size >= 16 && key.size >= 16 && own.size * 2 >= key.size && key.size * 2 >= own.size;
    return is_long && (slice_contains(own, key) || slice_contains(key, own));
}

static bool has_title(Arena *arena, const Json *object, Slice key)
{
    for (const Json *member = object->first; member; member = member->next)
        if (member->kind == JSON_TEXT && is_title_key(member->key) && is_same_title(arena, member->text, key))
            return true;
    return false;
}

/* The longest body below an object. */
static void find_body(const Json *piece, ScriptText *best)
{
    Walk walk = {.at = piece};
    size_t budget = SCRIPT_VISITS_MAX;
    while (walk.at && budget > 0) {
        const Json *at = walk.at;
        budget--;
        if (at != piece && is_of_others(at->key)) {
            walk_past(&walk);
        } else {
            if (at->kind == JSON_TEXT)
                script_text_weigh(at, best);
            else if (at->kind == JSON_ARRAY)
                script_list_weigh(at, best, &budget);
            walk_next(&walk);
        }
        if (walk.depth == 0)
            break; /* all below the piece is seen */
    }
}

static void read_tree(Arena *arena, const Json *tree, Slice key, ScriptText *best)
{
    size_t pieces = 0;
    Walk walk = {.at = tree};
    while (walk.at && pieces < PIECES_MAX) {
        if (walk.at->kind == JSON_OBJECT && has_title(arena, walk.at, key)) {
            find_body(walk.at, best);
            pieces++;
        }
        if (walk.at != tree && is_of_others(walk.at->key))
            walk_past(&walk);
        else
            walk_next(&walk);
        if (walk.depth == 0)
            break;
    }
}

/* Where a value begins that a script is given: at its start, behind "=" or "(". */
static size_t next_start(Slice script, size_t from)
{
    char before = from == 0 ? '(' : 'x';
    for (size_t at = from; at < script.size; at++) {
        char c = script.data[at];
        if ((c == '{' || c == '[') && (before == '=' || before == '('))
            return at;
        if (!ascii_is_space(c))
            before = c;
    }
    return SLICE_NONE;
}

static void read_script(Arena *arena, Slice script, Slice key, ScriptText *best, int *readings)
{
    size_t at = 0;
    for (int tries = 0; tries < STARTS_MAX && *readings < READINGS_MAX; tries++, at++) {
        at = next_start(script, at);
        if (at == SLICE_NONE)
            return;
        const Json *tree = json_read(arena, slice_skip(script, at));
        ++*readings;
        size_t before = best->letters;
        if (tree)
            read_tree(arena, tree, key, best);
        if (best->letters > before)
            return;
    }
}

/* The next script's content; false at the end. Linked data are read elsewhere. */
static bool next_script(Slice *rest, Slice *script)
{
    for (;;) {
        size_t at = slice_find_nocase(*rest, SLICE("<script"));
        if (at == SLICE_NONE)
            return false;
        *rest = slice_skip(*rest, at);
        size_t open = slice_find_byte(*rest, '>');
        if (open == SLICE_NONE)
            return false;
        Slice tag = slice_range(*rest, 0, open);
        *rest = slice_skip(*rest, open + 1);
        size_t end = slice_find_nocase(*rest, SLICE("</script"));
        *script = end == SLICE_NONE ? *rest : slice_range(*rest, 0, end);
        *rest = slice_skip(*rest, script->size);
        if (script->size >= SCRIPT_BYTES_MIN && !slice_contains(tag, SLICE("ld+json")))
            return true;
    }
}

Slice script_body(Arena *arena, Slice html, Slice headline)
{
    ScriptText best = {.letters = 0};
    Slice key = compare_key(arena, headline), rest = html, script;
    size_t bytes = 0;
    int readings = 0;
    if (key.size < 8)
        return SLICE_EMPTY;
    while (next_script(&rest, &script) && bytes + script.size <= SCRIPT_BYTES_MAX) {
        bytes += script.size;
        read_script(arena, script, key, &best, &readings);
    }
    return best.letters >= SCRIPT_LETTERS_MIN ? script_text_html(arena, &best) : SLICE_EMPTY;
}
