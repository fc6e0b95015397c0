/* Is the index what it should be? In: a folder. Out: a line for each fault.
 *
 * Checksums say that bytes are as they were written; the rest of the checks say that what was written makes
 * sense: documents in order, words in order, postings rising, positions inside their documents, columns and
 * lists of facets in agreement. After a damaged chunk the segment's other checks are left out: they would
 * only repeat it. */
#include "index/pairs.h"
#include "index/postings.h"
#include "index/snapshot.h"
#include "index/structure.h"

typedef struct Check {
    Arena *arena;
    const Segment *segment;
    void (*fault)(void *context, const char *message);
    void *context;
    uint64_t faults;
    PositionList positions;
    Structure structure;
    IdBuffer ids[2]; /* of a document and the one before */
} Check;

#define FAULTS_MAX 100u /* told of one segment */

PRINTF_LIKE(2, 3) static void tell(Check *check, const char *format, ...)
{
    Error text;
    va_list arguments;
    if (++check->faults > FAULTS_MAX)
        return;
    va_start(arguments, format);
    vsnprintf(text.message, sizeof text.message, format, arguments);
    va_end(arguments);
    Error whole;
    error_set(&whole, STATUS_SKIP, "segment %016llx: %s", (unsigned long long)check->segment->number,
              text.message);
    check->fault(check->context, whole.message);
}

static bool check_chunks(Check *check)
{
    for (uint64_t at = 0; at < check->segment->covered; at += CHUNK_SIZE) {
        if (!segment_is_whole(check->segment, at, 1))
            tell(check, "bytes %llu to %llu are damaged", (unsigned long long)at,
                 (unsigned long long)(at + CHUNK_SIZE < check->segment->covered ? at + CHUNK_SIZE
                                                                                : check->segment->covered));
    }
    return check->faults == 0;
}

/* ---- documents ---- */

static void check_document(Check *check, uint32_t doc, DocKey *before)
{
    const Segment *segment = check->segment;
    DocKey key;
    uint32_t length = 0, found = 0;
    if (!segment_key(segment, doc, &check->ids[doc % 2], &key) || !segment_length(segment, doc, &length)) {
        tell(check, "document %u cannot be read", doc);
        return;
    }
    if (doc > 0 && doc_key_compare(before, &key) >= 0)
        tell(check, "document %u is out of order", doc);
    if ((key.time_s == TIME_UNDATED) != (doc >= segment->dated))
        tell(check, "document %u is on the wrong side of the undated ones", doc);
    if (!segment_find_article(segment, key.article, &found) || found != doc)
        tell(check, "article %lld is not found by its number", (long long)key.article);
    Slice structure = segment_structure(segment, doc);
    if (!structure.data || !structure_decode(check->arena, structure, &check->structure) ||
        !structure_units(check->arena, &check->structure))
        tell(check, "regions of document %u cannot be read", doc);
    *before = key;
}

static void check_window_days(Check *check, uint32_t begin)
{
    const Segment *segment = check->segment;
    const unsigned char *record =
        segment_bytes(segment, SECTION_WINDOWS, begin / WINDOW_SIZE * WINDOW_RECORD_SIZE, WINDOW_RECORD_SIZE);
    uint32_t end = segment->dated - begin < WINDOW_SIZE ? segment->dated : begin + WINDOW_SIZE;
    for (uint32_t doc = begin; record && doc < end; doc++) {
        DayRange days = {0, 0};
        if (!segment_days(segment, doc, &days) || days.first > days.last ||
            days.first < (int32_t)bytes_u32(record) || days.first > (int32_t)bytes_u32(record + 4) ||
            days.last < (int32_t)bytes_u32(record + 8) || days.last > (int32_t)bytes_u32(record + 12))
            tell(check, "days of document %u are wrong", doc);
    }
}

static void check_documents(Check *check)
{
    DocKey before = {0};
    uint64_t positions = 0;
    for (uint32_t doc = 0; doc < check->segment->documents; doc++) {
        uint32_t length = 0;
        check_document(check, doc, &before);
        if (segment_length(check->segment, doc, &length))
            positions += length;
    }
    for (uint32_t begin = 0; begin < check->segment->dated; begin += WINDOW_SIZE)
        check_window_days(check, begin);
    if (positions != check->segment->positions)
        tell(check, "the number of positions is wrong");
}

/* ---- lists ---- */

static bool posting_is_sound(Check *check, Postings *list, uint32_t i, uint64_t *positions)
{
    uint32_t length = 0;
    check->positions.count = 0;
    if (!postings_frequencies(list) || !segment_length(check->segment, list->docs[i], &length) ||
        !postings_positions(list, i, check->arena, &check->positions))
        return false;
    for (size_t p = 1; p < check->positions.count; p++) {
        if (check->positions.items[p] <= check->positions.items[p - 1])
            return false;
    }
    *positions += check->positions.count;
    return check->positions.count > 0 && check->positions.items[check->positions.count - 1] < length;
}

/* What f / (t + length) is at most, by the block's bounds. */
static double bound_at(const uint32_t frequencies[BOUND_PAIRS], const uint32_t lengths[BOUND_PAIRS],
                       size_t count, double t)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        double here = frequencies[i] / (t + lengths[i]);
        most = here > most ? here : most;
    }
    return most;
}

/* No posting of the block beats the block's bounds, at several t of the range in which they hold. */
static bool bounds_hold(Check *check, Postings *list, uint32_t i)
{
    enum { STEPS = 8 };
    uint32_t frequencies[BOUND_PAIRS], lengths[BOUND_PAIRS], length = 0;
    size_t count = postings_bounds(list, list->block, frequencies, lengths);
    if (!segment_length(check->segment, list->docs[i], &length))
        return false;
    double mean = segment_mean_length(check->segment), f = list->counts[i] + list->extras[i];
    bool do_hold = true;
    for (unsigned step = 0; count > 0 && step <= STEPS; step++) {
        double t = mean * (BOUND_T_LEAST + (BOUND_T_MOST - BOUND_T_LEAST) * step / STEPS);
        do_hold &= t <= 0 || f / (t + length) <= bound_at(frequencies, lengths, count, t) * 1.0000001;
    }
    return do_hold;
}

static void check_term(Check *check, Postings *list, const DictEntry *entry, uint64_t *postings)
{
    uint64_t positions = 0, docs = 0;
    bool is_sound = true;
    postings_open(list, check->segment, &dict_terms, entry);
    for (uint32_t block = 0; is_sound && block < list->block_count && postings_load(list, block); block++) {
        docs += list->count;
        for (uint32_t i = 0; is_sound && i < list->count; i++)
            is_sound = posting_is_sound(check, list, i, &positions) && bounds_hold(check, list, i);
    }
    if (!is_sound || list->is_damaged || docs != entry->df || positions != entry->df + entry->extra)
        tell(check, "postings of '%.*s' are wrong", SLICE_ARG(entry->key));
    *postings += docs;
}

static void check_terms(Check *check)
{
    DictCursor cursor;
    dict_init(&cursor, check->arena, check->segment, &dict_terms);
    Postings *list = ARENA_NEW(check->arena, Postings);
    uint64_t postings = 0;
    uint32_t count = 0;
    for (; dict_next(&cursor); count++)
        check_term(check, list, &cursor.entry, &postings);
    if (cursor.is_damaged || count != check->segment->terms || postings != check->segment->postings)
        tell(check, "the dictionary of words is wrong");
}

/* ---- pairs ---- */

/* A word of pairs: its list, and where it stands. */
typedef struct PairSide {
    Postings list;
    PositionList places;
    uint32_t ordinal;
    bool is_open;
} PairSide;

static bool open_side(Check *check, PairSide *side, const char *ordinal)
{
    uint32_t number = 0;
    for (size_t i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)ordinal[i];
    if (side->is_open && side->ordinal == number)
        return true;
    DictCursor cursor;
    dict_init(&cursor, check->arena, check->segment, &dict_terms);
    dict_seek_ordinal(&cursor, number);
    if (number >= check->segment->terms || !dict_next(&cursor))
        return false;
    postings_open(&side->list, check->segment, &dict_terms, &cursor.entry);
    side->ordinal = number;
    side->is_open = true;
    return !side->list.is_damaged;
}

static bool read_side(Check *check, PairSide *side, uint32_t doc)
{
    side->places.count = 0;
    return postings_seek(&side->list, doc) == doc &&
           postings_positions(&side->list, side->list.at, check->arena, &side->places);
}

/* Does the one stand right before the other, in one region? */
static bool are_neighbours(Check *check, const PairSide *first, const PairSide *second, uint32_t doc)
{
    Slice structure = segment_structure(check->segment, doc);
    const PositionList *a = &first->places, *b = &second->places;
    for (size_t i = 0, j = 0; structure.data && i < a->count && j < b->count;) {
        uint64_t wanted = (uint64_t)a->items[i] + 1;
        bool is_sound;
        if (b->items[j] == wanted && structure_holds(structure, a->items[i], b->items[j], &is_sound))
            return true;
        i += b->items[j] >= wanted;
        j += b->items[j] < wanted;
    }
    return false;
}

static bool pair_is_sound(Check *check, Postings *numbers, const DictEntry *entry, PairSide sides[2])
{
    if (entry->key.size != PAIR_KEY_SIZE || !open_side(check, &sides[0], entry->key.data) ||
        !open_side(check, &sides[1], entry->key.data + 4))
        return false;
    PairSide *owner = &sides[0], *other = &sides[1];
    bool is_second = entry->key.data[8];
    uint32_t n = check->segment->documents, found = 0;
    postings_open(numbers, check->segment, &dict_pairs, entry);
    if (owner->list.df > other->list.df || !pair_has_list(n, owner->list.df, other->list.df, entry->df))
        return false;
    for (uint32_t block = 0; block < numbers->block_count && postings_load(numbers, block); block++) {
        for (uint32_t i = 0; i < numbers->count; i++, found++) {
            uint32_t number = numbers->docs[i];
            if (number >= owner->list.df || !postings_load(&owner->list, number / BLOCK_SIZE))
                return false;
            uint32_t doc = owner->list.docs[number % BLOCK_SIZE];
            if (!read_side(check, owner, doc) || !read_side(check, other, doc) ||
                !are_neighbours(check, is_second ? other : owner, is_second ? owner : other, doc))
                return false;
        }
    }
    return !numbers->is_damaged && found == entry->df;
}

static void check_pairs(Check *check)
{
    DictCursor cursor;
    dict_init(&cursor, check->arena, check->segment, &dict_pairs);
    Postings *numbers = ARENA_NEW(check->arena, Postings);
    PairSide *sides = ARENA_ARRAY(check->arena, PairSide, 2);
    uint32_t count = 0;
    for (; dict_next(&cursor); count++) {
        if (!pair_is_sound(check, numbers, &cursor.entry, sides))
            tell(check, "pair number %u is wrong", count);
    }
    if (cursor.is_damaged || count != check->segment->pairs)
        tell(check, "the dictionary of pairs is wrong");
}

static bool column_has(const Segment *segment, FacetField field, uint32_t doc, uint32_t ordinal)
{
    Ordinals ordinals;
    unsigned width = segment->columns[field].width;
    if (!segment_ordinals(segment, field, doc, &ordinals))
        return false;
    for (uint32_t i = 0; i < ordinals.count; i++) {
        if (ordinal_at(ordinals.data + (size_t)i * width, width) == ordinal)
            return true;
    }
    return false;
}

static bool facet_is_sound(Check *check, Postings *list, const DictEntry *entry, uint64_t *counts)
{
    const Segment *segment = check->segment;
    if (!facet_entry_is_sound(entry))
        return false;
    FacetField field = (FacetField)entry->key.data[0];
    const FacetColumn *column = &segment->columns[field];
    if (entry->ordinal < column->first || entry->ordinal - column->first >= column->count)
        return false;
    uint32_t docs = 0;
    postings_open(list, segment, &dict_facets, entry);
    for (uint32_t block = 0; block < list->block_count && postings_load(list, block); block++) {
        for (uint32_t i = 0; i < list->count; i++) {
            if (!column_has(segment, field, list->docs[i], entry->ordinal - column->first))
                return false;
        }
        docs += list->count;
    }
    counts[field] += docs;
    return !list->is_damaged && docs == entry->df;
}

static void check_facets(Check *check)
{
    DictCursor cursor;
    dict_init(&cursor, check->arena, check->segment, &dict_facets);
    Postings *list = ARENA_NEW(check->arena, Postings);
    uint64_t counts[FACET_FIELDS] = {0};
    uint32_t count = 0;
    for (; dict_next(&cursor); count++) {
        if (!facet_is_sound(check, list, &cursor.entry, counts))
            tell(check, "facet number %u is wrong", count);
    }
    if (cursor.is_damaged || count != check->segment->facets)
        tell(check, "the dictionary of facets is wrong");
    for (size_t field = 0; field < FACET_FIELDS; field++) {
        uint64_t ordinals = 0;
        for (uint32_t doc = 0; doc < check->segment->documents; doc++) {
            Ordinals here;
            if (segment_ordinals(check->segment, (FacetField)field, doc, &here))
                ordinals += here.count;
        }
        if (ordinals != counts[field])
            tell(check, "the column of facet field %zu does not agree with its lists", field);
    }
}

Status index_verify(const char *folder, void (*fault)(void *context, const char *message), void *context,
                    uint64_t *documents, Error *err)
{
    Index *index = NULL;
    *documents = 0;
    Status status = index_open(folder, &index, err);
    if (status != STATUS_OK)
        return status;
    *documents = index->live;
    for (size_t i = 0; i < index->manifest.count; i++) {
        Check check = {
            .arena = arena_open(SIZE_MAX), .segment = index->segments[i], .fault = fault, .context = context};
        check.ids[0].arena = check.ids[1].arena = check.arena;
        if (check_chunks(&check)) {
            check_documents(&check);
            check_terms(&check);
            check_pairs(&check);
            check_facets(&check);
        }
        arena_close(check.arena);
    }
    index_close(index);
    return STATUS_OK;
}
