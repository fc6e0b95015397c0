/* Words that stand for many: wildcards, words with mistakes, regular expressions.
 *
 * "*" is any letters or none, "*{0,3}" at most so many, "?" one letter. In Factiva's language "$" is "*" and
 * "$3" "*{0,3}"; in Nexis's "!" is "*" and "*" one letter. What is typed between the wildcards is folded as
 * the articles were. */
#include "base/builder.h"
#include "base/utf8.h"
#include "query/parser.h"

typedef struct Wild {
    size_t size;  /* bytes; 0: none */
    bool is_one;  /* one letter */
    Slice bounds; /* "{0,3}" or empty */
} Wild;

/* "{0,3}" behind a star. */
static size_t bounds_size(Slice text)
{
    size_t at = 1;
    if (text.size == 0 || text.data[0] != '{')
        return 0;
    while (at < text.size && (ascii_is_digit(text.data[at]) || text.data[at] == ','))
        at++;
    return at < text.size && text.data[at] == '}' ? at + 1 : 0;
}

static Wild dollar_at(Parser *p, Slice rest)
{
    if (rest.size > 1 && ascii_is_digit(rest.data[1]))
        return (Wild){2, false, arena_format(p->arena, "{0,%c}", rest.data[1])};
    return (Wild){1, false, SLICE_EMPTY};
}

/* A "?" with no letter or wildcard right behind it is punctuation in a native word: "who?" */
static bool is_mark_of_question(const Parser *p, Slice text, size_t at)
{
    size_t size;
    if (p->options.dialect != DIALECT_NATIVE && p->options.dialect != DIALECT_NEXIS)
        return false;
    while (at < text.size && text.data[at] == '?')
        at++;
    return at == text.size || !(text.data[at] == '*' || text_is_word_rune(utf8_decode(text, at, &size)));
}

static Wild wild_at(Parser *p, Slice text, size_t at)
{
    const QueryDialect dialect = p->options.dialect;
    const Slice rest = slice_skip(text, at);
    const char byte = rest.data[0];
    if (byte == '$' && dialect == DIALECT_FACTIVA)
        return dollar_at(p, rest);
    if (dialect == DIALECT_NEXIS && (byte == '!' || byte == '*'))
        return (Wild){1, byte == '*', SLICE_EMPTY};
    if (byte == '*') {
        const size_t size = bounds_size(slice_skip(rest, 1));
        return (Wild){1 + size, false, slice_range(rest, 1, 1 + size)};
    }
    if (byte == '?' && !is_mark_of_question(p, text, at))
        return (Wild){1, true, SLICE_EMPTY};
    return (Wild){0, false, SLICE_EMPTY};
}

/* ---- marks of a run ---- */

/* "~", "~1", "~2" at the end. False with the error set. */
static bool read_mistakes(Parser *p, Chunk *chunk)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    const size_t tilde = slice_find_byte(text, '~');
    if (tilde == SLICE_NONE || tilde == 0)
        return true;
    const Slice number = slice_skip(text, tilde + 1);
    uint64_t mistakes = utf8_count(slice_range(text, 0, tilde)) > 5 ? 2 : 1;
    if (number.size > 0 && (!slice_to_u64(number, &mistakes) || mistakes < 1 || mistakes > 2)) {
        parser_fail(p, chunk->begin + tilde,
                    "fuzzy-number\tbehind a word '~' takes 1 or 2, the letters that may differ: haftar~1");
        return false;
    }
    chunk->mistakes = (unsigned)mistakes;
    chunk->end = chunk->begin + tilde;
    return true;
}

/* "^2": left out where it is customary, refused elsewhere. */
static bool read_weight(Parser *p, Chunk *chunk)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    const size_t hat = slice_find_last_byte(text, '^');
    if (hat == SLICE_NONE || hat == 0 || hat + 1 >= text.size || !ascii_is_digit(text.data[hat + 1]))
        return true;
    if (p->options.dialect != DIALECT_LUCENE && p->options.dialect != DIALECT_TROVE) {
        parser_fail(p, chunk->begin + hat,
                    "weight\tweights (^) belong to another query language: leave them out");
        return false;
    }
    parser_note(p, "weight-ignored\tweights (^) are accepted and do not count here");
    chunk->end = chunk->begin + hat;
    return true;
}

static bool scan_marks(Parser *p, Chunk *chunk)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    size_t wilds = 0, last = 0;
    Wild wild = {0};
    for (size_t i = 0; i < text.size; i += wild.size ? wild.size : 1) {
        wild = wild_at(p, text, i);
        if (wild.size > 0) {
            wilds++;
            last = i;
        } else if (strchr("[]{}", text.data[i]) && text.data[i]) {
            parser_fail(p, chunk->begin + i,
                        "range-field\ta range needs a field before it: date:[2010 TO 2012]");
            return false;
        }
    }
    if (wilds == 0) {
        if (text.size > 0 && text.data[text.size - 1] == '?')
            parser_note(p, "question-mark\ta '?' at the end of a word is taken for a mark of punctuation");
        return true;
    }
    wild = wild_at(p, text, last);
    const bool is_prefix =
        wilds == 1 && last > 0 && last + wild.size == text.size && !wild.is_one && wild.bounds.size == 0;
    chunk->is_prefix = is_prefix;
    chunk->is_wild = !is_prefix;
    if (is_prefix)
        chunk->end = chunk->begin + last;
    return true;
}

bool wild_read(Parser *p, size_t begin, size_t end, Chunk *chunk)
{
    const bool is_whole = begin < end && p->text.data[begin] == '\\';
    *chunk = (Chunk){.begin = begin + is_whole, .end = end, .typed_end = end, .is_whole = is_whole};
    if (end - chunk->begin > 1 && p->text.data[chunk->begin] == '/') {
        parser_fail(p, begin,
                    "regex-open\ta regular expression ends in '/' (/haf.*r/); for an address use `backfile "
                    "resolve`");
        return false;
    }
    if (!read_weight(p, chunk) || !read_mistakes(p, chunk) || !scan_marks(p, chunk))
        return false;
    if (chunk->mistakes && (chunk->is_wild || chunk->is_prefix)) {
        parser_fail(p, begin, "fuzzy-wild\ta word cannot have both '~' and wildcards");
        return false;
    }
    return true;
}

/* ---- parts ---- */

Query *wild_leaf(Parser *p, QueryKind kind, Slice text, unsigned distance, Span typed)
{
    Error err = {{0}};
    Query *leaf = node_with_text(p, kind, text, typed);
    if (!leaf)
        return NULL;
    leaf->distance = distance;
    leaf->letters = p->scope.letters;
    if (word_test_of_leaf(p->arena, leaf, &leaf->words, &err) != STATUS_OK)
        return parser_fail(p, typed.begin, "pattern\t%s", err.message);
    return leaf;
}

static void add_wild(Builder *b, Wild wild)
{
    builder_add_byte(b, wild.is_one ? '?' : '*');
    builder_add(b, wild.bounds);
}

/* A mark without its letter begins no word. */
static bool begins_word(Parser *p, Slice rune)
{
    Words words = {0};
    if ((unsigned char)rune.data[0] < 0x80)
        return true;
    text_words(p->arena, rune, &words);
    return words.count > 0;
}

/* Adds the literal [begin, end) as it is searched; gives the number of its letters. */
static size_t add_literal(Parser *p, Builder *b, Slice text, size_t begin, size_t end)
{
    size_t letters = 0;
    if (end <= begin)
        return 0;
    const Slice folded = text_fold(p->arena, slice_range(text, begin, end));
    for (size_t at = 0, size; at < folded.size; at += size) {
        const uint32_t rune = utf8_decode(folded, at, &size);
        if (!text_is_word_rune(rune) || lex_is_space(rune) || lex_is_quote(rune))
            continue; /* of what a fraction and its like become */
        if (b->size == 0 && !begins_word(p, slice_range(folded, at, at + size)))
            continue;
        builder_add_rune(b, rune);
        letters++;
    }
    return letters;
}

/* "?" at the end would read back as punctuation: it is written "*{1,1}". */
static void close_part(Builder *b)
{
    size_t ones = 0;
    while (ones < b->size && b->data[b->size - 1 - ones] == '?')
        ones++;
    b->size -= ones;
    if (ones > 0)
        builder_format(b, "*{%zu,%zu}", ones, ones);
}

/* One part at *at: up to a rune that is neither letter nor wildcard. Gives its letters. */
static size_t read_part(Parser *p, Slice text, size_t *at, Builder *b)
{
    size_t letters = 0, literal = *at;
    for (size_t size; *at < text.size; *at += size) {
        const Wild wild = wild_at(p, text, *at);
        const uint32_t rune = utf8_decode(text, *at, &size);
        if (wild.size > 0) {
            letters += add_literal(p, b, text, literal, *at);
            add_wild(b, wild);
            size = wild.size;
            literal = *at + size;
        } else if (!text_is_word_rune(rune)) {
            break;
        }
    }
    letters += add_literal(p, b, text, literal, *at);
    close_part(b);
    return letters;
}

static Query *part_leaf(Parser *p, Slice pattern, Span typed)
{
    const size_t star = slice_find_byte(pattern, '*'), one = slice_find_byte(pattern, '?');
    if (one == SLICE_NONE && star > 0 && star + 1 == pattern.size)
        return wild_leaf(p, QUERY_PREFIX, slice_range(pattern, 0, star), 0, typed);
    return wild_leaf(p, QUERY_WILD, pattern, 0, typed);
}

/* A part without wildcards: the words that it is. */
static bool add_words(Parser *p, Slice text, size_t begin, Nodes *nodes, Builder *all)
{
    Words words = {0};
    text_words(p->arena, text, &words);
    for (size_t i = 0; i < words.count; i++) {
        const Word *word = &words.items[i];
        if (word->flags & WORD_JOINED)
            continue;
        Query *leaf = leaf_make(p, slice_range(text, word->begin, word->end), word->folded,
                                (Span){begin + word->begin, begin + word->end});
        if (!leaf)
            return false;
        *LIST_ADD(p->arena, nodes) = leaf;
        builder_add(all, word->folded);
    }
    return true;
}

static bool fail_alone(Parser *p, const Chunk *chunk)
{
    parser_fail(p, chunk->begin, "wild-alone\tbeside '*' and '?' a letter or digit is needed");
    return false;
}

/* A part with wildcards; "*" alone is any word. */
static bool add_wild_part(Parser *p, const Chunk *chunk, Slice pattern, size_t letters, Nodes *nodes,
                          Builder *all)
{
    const Span typed = {chunk->begin, chunk->typed_end};
    const bool is_any = slice_equal(pattern, SLICE("*"));
    if (p->scope.way == WAY_EXACT) {
        parser_fail(p, chunk->begin,
                    "exact-wild\tan exact word cannot have wildcards: leave out '=' or exact( )");
        return false;
    }
    if (letters == 0 && !is_any)
        return fail_alone(p, chunk);
    Query *leaf = is_any ? node_new(p, QUERY_ANYWORD, typed) : part_leaf(p, pattern, typed);
    if (!leaf)
        return false;
    *LIST_ADD(p->arena, nodes) = leaf;
    builder_add(all, pattern);
    return true;
}

bool wild_parts(Parser *p, const Chunk *chunk, Nodes *nodes, Query **joined)
{
    const Slice text = slice_range(p->text, chunk->begin, chunk->end);
    const size_t before = nodes->count;
    Builder all, part;
    *joined = NULL;
    builder_init(&all, p->arena);
    for (size_t at = 0, size; at < text.size;) {
        const size_t begin = at;
        builder_init(&part, p->arena);
        const size_t letters = read_part(p, text, &at, &part);
        const Slice pattern = builder_slice(&part);
        const bool is_wild =
            slice_find_byte(pattern, '*') != SLICE_NONE || slice_find_byte(pattern, '?') != SLICE_NONE;
        if (is_wild ? !add_wild_part(p, chunk, pattern, letters, nodes, &all)
                    : !add_words(p, slice_range(text, begin, at), chunk->begin + begin, nodes, &all))
            return false;
        if (at < text.size) {
            utf8_decode(text, at, &size);
            at += size;
        }
    }
    bool has_word = false;
    for (size_t i = before; i < nodes->count; i++)
        has_word |= nodes->items[i]->kind != QUERY_ANYWORD;
    if (!has_word)
        return fail_alone(p, chunk);
    if (nodes->count - before < 2)
        return true;
    *joined = part_leaf(p, builder_slice(&all), (Span){chunk->begin, chunk->typed_end});
    return *joined != NULL;
}

/* ---- regular expressions ---- */

size_t wild_regex_end(Slice text, size_t at)
{
    enum { BYTES_MAX = 300 };
    size_t size;
    bool is_escaped = false;
    for (size_t i = at + 1; i < text.size && i < at + BYTES_MAX; i += size) {
        const uint32_t rune = utf8_decode(text, i, &size);
        if (lex_is_space(rune) || lex_is_quote(rune)) /* no word has these */
            return SLICE_NONE;
        if (rune == '/' && !is_escaped) {
            const char next = i + 1 < text.size ? text.data[i + 1] : ' ';
            const bool is_end = memchr(")|\"", next, 3) || next == ' ' ||
                                lex_is_space(utf8_decode(text, i + (i + 1 < text.size), &size));
            return i > at + 1 && is_end ? i + 1 : SLICE_NONE;
        }
        is_escaped = rune == '\\' && !is_escaped;
    }
    return SLICE_NONE;
}

Query *wild_regex(Parser *p)
{
    const size_t begin = p->at, end = wild_regex_end(p->text, begin);
    assert(end != SLICE_NONE);
    p->at = end;
    return wild_leaf(p, QUERY_REGEX, slice_range(p->text, begin + 1, end - 1), 0, (Span){begin, end});
}
