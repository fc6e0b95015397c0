/* Words in a row, the shortest way: for documents that have all of the words. In: a phrase of plain words,
 * and documents. Out: those in which the words stand in a row in one region.
 *
 * The rarest word's places are taken first and lose those that the next words do not go on; most documents
 * are out after two words. What has too many places for the small arrays here is asked of intervals.c. */
#include "index/eval.h"

#define PLACES_MAX 256u

/* Places at which the phrase may begin, for the words seen so far. */
typedef struct Starts {
    uint32_t items[PLACES_MAX];
    uint32_t count;
} Starts;

/* Places of a word in a document that has it; false when they are too many, or the list is damaged. */
static bool places_of(const Node *word, uint32_t doc, uint32_t *places, uint32_t *count)
{
    Postings *list = word->list;
    *count = 0;
    if (postings_seek(list, doc) != doc)
        return !list->is_damaged;
    *count = postings_places(list, list->at, places, PLACES_MAX);
    return *count > 0 && *count <= PLACES_MAX;
}

static void begin_starts(Starts *starts, const uint32_t *places, uint32_t count, uint32_t offset)
{
    starts->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        starts->items[starts->count] = places[i] - offset;
        starts->count += places[i] >= offset;
    }
}

static void keep_starts(Starts *starts, const uint32_t *places, uint32_t count, uint32_t offset)
{
    uint32_t kept = 0, j = 0;
    for (uint32_t i = 0; i < starts->count && j < count;) {
        uint64_t wanted = (uint64_t)starts->items[i] + offset;
        if (places[j] < wanted) {
            j++;
            continue;
        }
        if (places[j] == wanted)
            starts->items[kept++] = starts->items[i];
        i++;
    }
    starts->count = kept;
}

static bool in_one_region(Eval *eval, const Node *phrase, const Starts *starts, uint32_t doc)
{
    bool is_sound = true;
    Slice structure = segment_structure(eval->segment, doc);
    for (uint32_t i = 0; structure.data && is_sound && i < starts->count; i++) {
        uint32_t first = starts->items[i];
        if (structure_holds(structure, first, first + (uint32_t)phrase->count - 1, &is_sound))
            return true;
    }
    if (!structure.data || !is_sound)
        eval_damaged(eval);
    return false;
}

/* Where the phrase begins if regions did not matter; false where places are too many for that. */
static bool find_starts(const Node *phrase, uint32_t doc, Starts *starts)
{
    uint32_t places[PLACES_MAX], count;
    starts->count = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        uint32_t offset = phrase->order[i];
        if (!places_of(phrase->children[offset], doc, places, &count))
            return false;
        if (i == 0)
            begin_starts(starts, places, count, offset);
        else
            keep_starts(starts, places, count, offset);
        if (starts->count == 0)
            return true;
    }
    return true;
}

bool phrase_is_plain(const Node *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        if (phrase->children[i]->query->kind != QUERY_TERM)
            return false;
    }
    return phrase->query->kind == QUERY_PHRASE && phrase->count > 0;
}

bool phrase_is_in(Eval *eval, Node *phrase, uint32_t doc)
{
    Starts starts;
    if (!find_starts(phrase, doc, &starts))
        return node_has_interval(eval, phrase, doc);
    return starts.count > 0 && in_one_region(eval, phrase, &starts, doc);
}

/* ---- many documents ---- */

/* A document with words in a row, and where its regions are told. */
typedef struct PhraseHit {
    uint32_t doc, first;
    bool is_sure, has_more; /* the phrase is there; it may also begin elsewhere */
    Slice structure;
} PhraseHit;

/* Asks memory for the structure, so that several documents' come at once. */
static void aim(Eval *eval, PhraseHit *row)
{
    row->structure = segment_structure(eval->segment, row->doc);
    if (row->structure.data)
        __builtin_prefetch(row->structure.data);
    else
        eval_damaged(eval);
}

static bool row_holds(Eval *eval, Node *phrase, const PhraseHit *row)
{
    bool is_sound = true;
    if (row->is_sure)
        return true;
    if (!eval_is_good(eval))
        return false;
    if (structure_holds(row->structure, row->first, row->first + (uint32_t)phrase->count - 1, &is_sound))
        return true;
    if (!is_sound)
        eval_damaged(eval);
    return is_sound && row->has_more && phrase_is_in(eval, phrase, row->doc);
}

size_t phrase_keep(Eval *eval, Node *phrase, uint32_t *docs, size_t count)
{
    enum { TOGETHER = 32 };
    PhraseHit rows[TOGETHER];
    size_t kept = 0;
    for (size_t i = 0; i < count && eval_is_good(eval);) {
        size_t row_count = 0;
        for (; i < count && row_count < TOGETHER; i++) {
            Starts starts;
            PhraseHit *row = &rows[row_count];
            if (!find_starts(phrase, docs[i], &starts)) {
                *row = (PhraseHit){.doc = docs[i], .is_sure = true};
                row_count += node_has_interval(eval, phrase, docs[i]);
            } else if (starts.count > 0) {
                *row = (PhraseHit){.doc = docs[i], .first = starts.items[0], .has_more = starts.count > 1};
                aim(eval, row);
                row_count++;
            }
        }
        for (size_t k = 0; k < row_count; k++) {
            docs[kept] = rows[k].doc;
            kept += row_holds(eval, phrase, &rows[k]);
        }
    }
    return kept;
}
