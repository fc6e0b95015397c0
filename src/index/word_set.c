/* A leaf that stands for several words of the dictionary: a prefix, wildcards, words with mistakes, a sound,
 * a stem, words with capitals. In: the leaf. Out: the documents as bits of the whole segment, and the
 * positions in one document.
 *
 * The dictionary is walked in order, from the letters that all words of the set begin with; what cannot be in
 * the set is passed over by seeking behind it. The walk is bounded over the whole search, and so is the
 * number of words: a set that goes beyond is refused. Most words of a set are rare, so their lists are read
 * once each, into one bit set. Positions are gathered a window at a time, for all words at once, the first
 * time a document of that window is asked for.
 *
 * Capitals: the dictionary has each surface that differs from its folded form, so "with capitals" is those
 * surfaces that have them, and "without" is the form less those (`is_minus`). */
#include "index/eval.h"
#include "text/text.h"

typedef struct SetWord {
    DictEntry entry; /* its key is gone */
    uint32_t last_doc, first_doc;
    bool is_minus; /* its positions are taken out of those of the word before that is none */
} SetWord;

typedef struct SetPosition {
    uint32_t doc, position;
} SetPosition;
typedef struct SetPositions {
    SetPosition *items; /* by document, then position */
    size_t count, capacity;
} SetPositions;

struct WordSet {
    struct {
        SetWord *items;
        size_t count, capacity;
    } words;
    Postings list;   /* one after another */
    uint32_t window; /* begin of the window below; NO_DOC */
    SetPositions positions, minus;
};

/* ---- words of a node ---- */

static void add_word(Eval *eval, void *context, const DictEntry *entry, bool is_minus)
{
    Node *node = context;
    WordSet *set = node->set;
    Postings *list = &set->list;
    if (set->words.count == LEAF_WORDS_MAX) {
        eval->search->status =
            error_set(eval->search->err, STATUS_SKIP,
                      "'%.*s' stands for more than %u words of the archive: give more of its letters",
                      SLICE_ARG(node->query->text), LEAF_WORDS_MAX);
        return;
    }
    SetWord *word = LIST_ADD(eval->search->arena, &set->words);
    *word = (SetWord){.entry = *entry, .first_doc = NO_DOC, .is_minus = is_minus};
    node->needs_verify |= is_minus;
    postings_open(list, eval->segment, &dict_terms, entry);
    for (uint32_t block = 0; block < list->block_count && postings_load(list, block); block++) {
        word->first_doc = block == 0 ? list->docs[0] : word->first_doc;
        word->last_doc = list->docs[list->count - 1];
        for (uint32_t i = 0; i < list->count && !is_minus; i++)
            node->bits[list->docs[i] / 64] |= (uint64_t)1 << (list->docs[i] % 64);
    }
    node->cost += is_minus ? 0 : entry->df;
    if (list->is_damaged)
        eval_damaged(eval);
}

/* ---- the walk ---- */

/* One walk over the dictionary for a leaf, and who is told of its words. */
typedef struct Walk {
    Eval *eval;
    LetterCase letters;
    void (*take)(Eval *eval, void *context, const DictEntry *entry, bool is_minus);
    void *context;
    DictCursor cursor;
    WordTest *test;
    char dead[TEXT_WORD_MAX_BYTES + 1];
    size_t dead_size; /* no word that begins so is in the set; 0: not known of any */
    uint32_t passed;  /* such words that were met one after the other */
    bool is_taken;    /* the last folded form is in the set */
} Walk;

/* A surface of a folded form that is in the set. */
static void add_surface(Walk *walk, Slice surface)
{
    const bool agrees = text_letters_agree(walk->letters, surface);
    if (walk->letters == CASE_NOCAPS ? !agrees : agrees)
        walk->take(walk->eval, walk->context, &walk->cursor.entry, walk->letters == CASE_NOCAPS);
}

/* A folded form that is in the set; it has no capitals itself. */
static void add_form(Walk *walk)
{
    if (walk->letters == CASE_ANY || walk->letters == CASE_NOCAPS)
        walk->take(walk->eval, walk->context, &walk->cursor.entry, false);
}

static bool spend_dictionary(Eval *eval, uint32_t entries)
{
    eval->search->dictionary_work += entries;
    if (eval->search->dictionary_work > DICTIONARY_WORK_MAX)
        eval_fail(eval,
                  "a word with wildcards or its like would have to be compared with too many words of the "
                  "archive: give its first letters");
    return eval_is_good(eval);
}

/* Goes on behind all words that begin with what is dead. */
static bool seek_behind(Walk *walk)
{
    size_t size = walk->dead_size;
    while (size > 0 && (unsigned char)walk->dead[size - 1] == 0xFF)
        size--;
    if (size == 0)
        return false;
    walk->dead[size - 1] = (char)((unsigned char)walk->dead[size - 1] + 1);
    dict_seek(&walk->cursor, slice_of(walk->dead, size));
    walk->dead_size = 0;
    return spend_dictionary(walk->eval, DICT_BLOCK);
}

/* One entry of the dictionary. False when the walk is over. */
static bool take_entry(Walk *walk)
{
    enum { PASSED_MAX = 12 }; /* then a search in the dictionary costs less than going on */
    const DictEntry *entry = &walk->cursor.entry;
    const size_t mark = slice_find_byte(entry->key, SURFACE_MARK);
    if (mark != SLICE_NONE) {
        if (walk->is_taken && walk->letters != CASE_ANY)
            add_surface(walk, slice_skip(entry->key, mark + 1));
        return eval_is_good(walk->eval);
    }
    const Slice dead = slice_of(walk->dead, walk->dead_size);
    if (dead.size > 0 && slice_starts_with(entry->key, dead)) {
        walk->is_taken = false;
        return ++walk->passed < PASSED_MAX || seek_behind(walk);
    }
    size_t hopeless;
    walk->passed = 0;
    walk->is_taken = word_test_next(walk->test, entry->key, &hopeless);
    walk->dead_size = hopeless <= TEXT_WORD_MAX_BYTES ? hopeless : 0;
    memcpy(walk->dead, entry->key.data, walk->dead_size);
    if (walk->is_taken)
        add_form(walk);
    return eval_is_good(walk->eval);
}

static void walk_words(Walk *walk)
{
    Eval *eval = walk->eval;
    const Slices *beginnings = word_test_beginnings(walk->test);
    for (size_t i = 0; i < beginnings->count && eval_is_good(eval); i++) {
        const Slice beginning = beginnings->items[i];
        dict_init(&walk->cursor, eval->search->arena, eval->segment, &dict_terms);
        dict_seek(&walk->cursor, beginning);
        walk->dead_size = 0;
        walk->is_taken = false;
        while (dict_next(&walk->cursor) && slice_starts_with(walk->cursor.entry.key, beginning) &&
               spend_dictionary(eval, 1) && take_entry(walk))
            ;
        if (walk->cursor.is_damaged)
            eval_damaged(eval);
    }
    if (word_test_is_spent(walk->test))
        eval_fail(eval, "the expression is too large for this archive: fewer repeats, fewer letters");
}

/* The one folded form of CASED, with its surfaces. */
static void walk_form(Walk *walk, Slice form)
{
    DictCursor *cursor = &walk->cursor;
    dict_init(cursor, walk->eval->search->arena, walk->eval->segment, &dict_terms);
    dict_seek(cursor, form);
    while (eval_is_good(walk->eval) && dict_next(cursor) && slice_starts_with(cursor->entry.key, form)) {
        const Slice rest = slice_skip(cursor->entry.key, form.size);
        if (rest.size == 0)
            add_form(walk);
        else if (rest.data[0] == SURFACE_MARK)
            add_surface(walk, slice_skip(rest, 1));
        else
            break;
    }
    if (cursor->is_damaged)
        eval_damaged(walk->eval);
}

void word_set_walk(Eval *eval, const Query *leaf,
                   void (*take)(Eval *eval, void *context, const DictEntry *entry, bool is_minus),
                   void *context)
{
    Walk *walk = ARENA_NEW(eval->search->arena, Walk);
    *walk = (Walk){.eval = eval, .letters = leaf->letters, .take = take, .context = context};
    Error why;
    if (!query_is_set(leaf->kind))
        walk_form(walk, leaf->text);
    else if (word_test_of_leaf(eval->search->arena, leaf, &walk->test, &why) == STATUS_OK)
        walk_words(walk);
    else
        eval_fail(eval, why.message);
}

void word_set_open(Eval *eval, Node *node)
{
    Arena *arena = eval->search->arena;
    node->bits = ARENA_ARRAY(arena, uint64_t, segment_windows(eval->segment) * WINDOW_WORDS);
    node->set = ARENA_NEW(arena, WordSet);
    node->set->window = NO_DOC;
    word_set_walk(eval, node->query, add_word, node);
}

/* ---- positions ---- */

static int compare_positions(const void *a, const void *b)
{
    const SetPosition *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

static void gather_word(Eval *eval, Node *node, const SetWord *word, uint32_t begin, SetPositions *out)
{
    Arena *arena = eval->search->arena;
    Postings *list = &node->set->list;
    if (word->last_doc < begin || word->first_doc >= begin + WINDOW_SIZE)
        return;
    postings_open(list, eval->segment, &dict_terms, &word->entry);
    uint32_t block = postings_find_block(list, begin);
    for (; block < list->block_count && postings_load(list, block); block++) {
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t doc = list->docs[i];
            if (doc - begin >= WINDOW_SIZE)
                continue;
            node->scratch.count = 0;
            if (!postings_positions(list, i, arena, &node->scratch))
                break;
            for (size_t p = 0; p < node->scratch.count; p++)
                *LIST_ADD(arena, out) = (SetPosition){doc, node->scratch.items[p]};
        }
        if (list->count > 0 && list->docs[list->count - 1] - begin >= WINDOW_SIZE)
            break;
    }
    if (list->is_damaged)
        eval_damaged(eval);
}

static void sort_positions(SetPosition *items, size_t count)
{
    if (count > 1)
        qsort(items, count, sizeof *items, compare_positions);
}

/* Takes what is in `minus` out of the positions from number `from` on. */
static void subtract(WordSet *set, size_t from)
{
    SetPositions *all = &set->positions;
    sort_positions(all->items + from, all->count - from);
    sort_positions(set->minus.items, set->minus.count);
    size_t kept = from, m = 0;
    for (size_t i = from; i < all->count; i++) {
        while (m < set->minus.count && compare_positions(&set->minus.items[m], &all->items[i]) < 0)
            m++;
        if (m == set->minus.count || compare_positions(&set->minus.items[m], &all->items[i]) != 0)
            all->items[kept++] = all->items[i];
    }
    all->count = kept;
}

static void gather_window(Eval *eval, Node *node, uint32_t begin)
{
    WordSet *set = node->set;
    set->window = begin;
    set->positions.count = 0;
    for (size_t i = 0; i < set->words.count && eval_is_good(eval);) {
        const size_t from = set->positions.count;
        gather_word(eval, node, &set->words.items[i++], begin, &set->positions);
        set->minus.count = 0;
        for (; i < set->words.count && set->words.items[i].is_minus; i++)
            gather_word(eval, node, &set->words.items[i], begin, &set->minus);
        if (set->minus.count > 0)
            subtract(set, from);
    }
    sort_positions(set->positions.items, set->positions.count);
}

void word_set_positions(Eval *eval, Node *node, uint32_t doc)
{
    WordSet *set = node->set;
    uint32_t begin = doc / WINDOW_SIZE * WINDOW_SIZE;
    if (set->window != begin)
        gather_window(eval, node, begin);
    node->scratch.count = 0;
    size_t low = 0, high = set->positions.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->positions.items[middle].doc < doc)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < set->positions.count && set->positions.items[low].doc == doc; low++) {
        uint32_t position = set->positions.items[low].position;
        if (node->scratch.count == 0 || node->scratch.items[node->scratch.count - 1] != position)
            *LIST_ADD(eval->search->arena, &node->scratch) = position;
    }
}
