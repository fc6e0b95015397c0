/* Words in a row, the shortest way: for documents that have all of the words. In: a phrase of plain words,
 * and documents. Out: those in which the words stand in a row in one region.
 *
 * The rarest word's places are taken first and lose those that the next words do not go on; most documents
 * are out after two words. What has too many places for the small arrays here is asked of intervals.c. */
#include "index/flat.h"

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

bool phrase_is_in(Eval *eval, Node *phrase, uint32_t doc)
{
    Starts starts;
    starts.count = 0;
    uint32_t places[PLACES_MAX], count;
    for (size_t i = 0; i < phrase->count; i++) {
        uint32_t offset = phrase->order[i];
        if (!places_of(phrase->children[offset], doc, places, &count))
            return node_has_interval(eval, phrase, doc);
        if (i == 0)
            begin_starts(&starts, places, count, offset);
        else
            keep_starts(&starts, places, count, offset);
        if (starts.count == 0)
            return false;
    }
    return in_one_region(eval, phrase, &starts, doc);
}
