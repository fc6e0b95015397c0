/* Lists of word pairs, read. In: two words of a row, or a pair of them and some documents. Out: the documents
 * in which the second stands right behind the first, in the order of documents, without any place being
 * looked at.
 *
 * A list names postings of its owner by number: block and index in the block. Documents of the owner's blocks
 * are decoded only where the list has a number. */
#include "index/pairs.h"

#include "index/eval.h"

static void put_ordinal(unsigned char *out, uint32_t ordinal)
{
    for (unsigned i = 0; i < 4; i++)
        out[i] = (unsigned char)(ordinal >> (24 - 8 * i));
}

void pair_key(unsigned char key[PAIR_KEY_SIZE], uint32_t owner, uint32_t other, bool owner_is_second)
{
    put_ordinal(key, owner);
    put_ordinal(key + 4, other);
    key[8] = owner_is_second;
}

PairFound pair_find(Arena *arena, const Segment *segment, PairWord first, PairWord second, WordPair *pair)
{
    bool is_second = second.list->df < first.list->df;
    PairWord owner = is_second ? second : first, other = is_second ? first : second;
    *pair = (WordPair){.owner = owner.list};
    if (segment->pairs == 0 || owner.list->df < pair_word_least(segment->documents))
        return PAIR_UNKNOWN;
    unsigned char key[PAIR_KEY_SIZE];
    pair_key(key, owner.ordinal, other.ordinal, is_second);
    DictCursor cursor;
    dict_init(&cursor, arena, segment, &dict_pairs);
    bool is_found = dict_find(&cursor, slice_of(key, sizeof key));
    if (cursor.is_damaged || (is_found && cursor.entry.df > owner.list->df))
        return PAIR_DAMAGED;
    if (!is_found)
        return pairs_are_whole(segment->documents, owner.list->df, other.list->df) ? PAIR_FOUND
                                                                                   : PAIR_UNKNOWN;
    pair->numbers = ARENA_NEW(arena, Postings);
    postings_open(pair->numbers, segment, &dict_pairs, &cursor.entry);
    return pair->numbers->is_damaged ? PAIR_DAMAGED : PAIR_FOUND;
}

/* The documents of postings of one block of the owner: numbers [from, to) of the open block of the list. */
static bool gather(const WordPair *pair, uint32_t from, uint32_t to, uint32_t *docs)
{
    Postings *owner = pair->owner, *numbers = pair->numbers;
    if (!postings_load(owner, numbers->docs[from] / BLOCK_SIZE))
        return false;
    bool is_inside = numbers->docs[to - 1] % BLOCK_SIZE < owner->count;
    for (uint32_t i = from; is_inside && i < to; i++)
        docs[i - from] = owner->docs[numbers->docs[i] % BLOCK_SIZE];
    return is_inside;
}

/* How many of the open block's numbers from `from` on point into one block of the owner. */
static uint32_t same_block(const Postings *numbers, uint32_t from)
{
    uint32_t end = (numbers->docs[from] | (BLOCK_SIZE - 1)), to = from + 1;
    while (to < numbers->count && numbers->docs[to] <= end)
        to++;
    return to;
}

size_t pair_docs(const WordPair *pair, uint32_t begin, uint64_t end, uint32_t *docs)
{
    Postings *owner = pair->owner, *numbers = pair->numbers;
    size_t count = 0;
    uint32_t block = numbers ? postings_find_block(owner, begin) : 0;
    if (!numbers || block >= owner->block_count)
        return 0;
    uint32_t found = postings_seek(numbers, block * BLOCK_SIZE);
    if (found == NO_DOC)
        return 0;
    uint32_t here[BLOCK_SIZE], at = numbers->at;
    uint64_t least = 0; /* blocks of an owner that lies may go back: no more than there is room for */
    for (uint32_t list_block = numbers->block; postings_load(numbers, list_block); list_block++, at = 0) {
        for (uint32_t to; at < numbers->count; at = to) {
            to = same_block(numbers, at);
            if (!gather(pair, at, to, here) || here[0] < least) {
                numbers->is_damaged = true;
                return 0;
            }
            for (uint32_t i = 0; i < to - at; i++) {
                docs[count] = here[i];
                count += here[i] >= begin && here[i] < end;
            }
            least = (uint64_t)here[to - at - 1] + 1;
            if (least > end)
                return count;
        }
        if (list_block + 1 == numbers->block_count)
            break;
    }
    return count;
}

size_t pair_keep(const WordPair *pair, uint32_t *docs, size_t count)
{
    Postings *owner = pair->owner, *numbers = pair->numbers;
    size_t kept = 0;
    for (size_t i = 0; numbers && i < count; i++) {
        if (postings_seek(owner, docs[i]) != docs[i])
            continue;
        uint32_t number = owner->block * BLOCK_SIZE + owner->at;
        docs[kept] = docs[i];
        kept += postings_seek(numbers, number) == number;
    }
    return kept;
}

/* ---- of a row of words ---- */

static void sort_pairs(WordPair *pairs, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        WordPair moved = pairs[i];
        size_t at = i;
        for (; at > 0 && pair_df(&pairs[at - 1]) > pair_df(&moved); at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = moved;
    }
}

void pairs_open(Eval *eval, Node *phrase)
{
    phrase->pairs = ARENA_ARRAY(eval->search->arena, WordPair, phrase->count);
    for (size_t i = 0; i < phrase->count; i++) {
        if (phrase->children[i]->query->kind != QUERY_TERM || !phrase->children[i]->list)
            return;
    }
    for (size_t i = 0; i + 1 < phrase->count; i++) {
        Node *first = phrase->children[i], *second = phrase->children[i + 1];
        WordPair *pair = &phrase->pairs[phrase->pair_count];
        PairFound found =
            pair_find(eval->search->arena, eval->segment, (PairWord){first->list, first->ordinal},
                      (PairWord){second->list, second->ordinal}, pair);
        if (found == PAIR_DAMAGED)
            eval_damaged(eval);
        if (found != PAIR_FOUND)
            continue;
        first->is_paired = second->is_paired = true;
        phrase->pair_count++;
    }
    sort_pairs(phrase->pairs, phrase->pair_count);
    if (phrase->pair_count > 0 && pair_df(&phrase->pairs[0]) < phrase->cost)
        phrase->cost = pair_df(&phrase->pairs[0]);
    if (phrase->count == 2 && phrase->pair_count == 1)
        phrase->needs_verify = false;
}

static void check_pair(Eval *eval, const WordPair *pair)
{
    if (pair_is_damaged(pair))
        eval_damaged(eval);
}

void pairs_fill(Eval *eval, const WordPair *pair, uint32_t begin, uint64_t bits[WINDOW_WORDS])
{
    uint32_t docs[WINDOW_SIZE + 1];
    size_t count = pair_docs(pair, begin, (uint64_t)begin + WINDOW_SIZE, docs);
    for (size_t i = 0; i < count; i++) {
        uint32_t offset = docs[i] - begin;
        bits[offset / 64] |= (uint64_t)1 << (offset % 64);
    }
    check_pair(eval, pair);
}
