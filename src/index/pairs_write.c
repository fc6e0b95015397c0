/* Lists of word pairs, made. In: the postings of a segment's words, one word after another. Out: for pairs of
 * frequent words, which of the rarer word's postings they are.
 *
 * Postings of frequent words are kept aside, a stream a word. When all have come, the streams are read side
 * by side, some documents at a time: each word is put at its places, and neighbours are noted as numbers of
 * 64 bits (owner, other, which is first, number of the owner's posting). A million of these is sorted at once
 * and becomes a run in an unnamed file; at the end all runs are read side by side. So memory does not depend
 * on the size of the segment, and the lists are a function of its words and regions alone: a merge makes the
 * same. */
#include "index/pairs_write.h"

#include "base/bytes.h"
#include "base/list.h"
#include "index/format.h"
#include "index/pairs.h"
#include "index/structure.h"

#define WORDS_MAX 65534u               /* frequent words; with more there are no pairs */
#define LENGTH_MAX ((uint32_t)1 << 24) /* of a document, in positions */
#define PLACES_WANTED 16384u           /* looked at together */
#define NOTES_MAX ((size_t)1 << 20)    /* pairs sorted together */
#define FORGET_AFTER 64u               /* such looks after which pages are let go */
#define NO_WORD 0u
#define MANY_WORDS UINT16_MAX /* at one place */

typedef struct FrequentWord {
    uint32_t ordinal, df;
    uint64_t at, size; /* of its stream */
    /* while it is read */
    Reader stream;
    uint32_t next_doc, number; /* of the posting that comes next; NO_DOC at the end */
    bool has_many;             /* more than one position */
} FrequentWord;

/* One of several words at one place. */
typedef struct Extra {
    uint32_t place, number;
    uint16_t word;
} Extra;

/* A run of sorted pairs: for each, its number less the one before, how many postings, their gaps. */
typedef struct Run {
    uint64_t begin;
    Reader reader;
    uint64_t pair; /* that waits */
    uint32_t count;
} Run;

struct PairMaker {
    Arena *arena;
    uint32_t documents;
    Section streams, regions, runs_bytes;
    struct {
        FrequentWord *items;
        size_t count, capacity;
    } words;
    /* the term that is coming */
    bool is_open, is_kept;
    uint32_t least, df, last_doc;
    FrequentWord word;
    struct {
        unsigned char *items;
        size_t count, capacity;
    } held; /* its stream, until it is frequent */
    /* the look */
    const uint32_t *lengths; /* of documents */
    Reader region;           /* of the document that comes next */
    uint16_t *at_place;      /* the word's number plus one */
    uint32_t *numbers;       /* of its posting */
    uint32_t *begins;        /* of documents of the look */
    size_t place_capacity, begin_capacity;
    struct {
        Extra *items;
        size_t count, capacity, at; /* of the place that is looked at */
    } extras;
    uint64_t *notes, *sorted;
    size_t note_count, note_capacity;
    struct {
        Run *items;
        size_t count, capacity;
    } runs;
    bool is_unsound;
};

PairMaker *pair_maker_open(const char *folder)
{
    Arena *arena = arena_open(SIZE_MAX);
    PairMaker *maker = ARENA_NEW(arena, PairMaker);
    maker->arena = arena;
    section_init(&maker->streams, arena, folder);
    section_init(&maker->regions, arena, folder);
    section_init(&maker->runs_bytes, arena, folder);
    return maker;
}

void pair_maker_close(PairMaker *maker)
{
    if (!maker)
        return;
    section_clear(&maker->streams);
    section_clear(&maker->regions);
    section_clear(&maker->runs_bytes);
    arena_close(maker->arena);
}

/* ---- streams ---- */

/* Of each document: how many regions, and of each where it begins and its size. */
void pair_maker_document(PairMaker *maker, Slice structure)
{
    RegionWalk walk;
    Region region;
    uint64_t count = 0;
    for (region_walk_init(&walk, structure); region_walk_next(&walk, &region);)
        count++;
    section_varint(&maker->regions, count);
    for (region_walk_init(&walk, structure); region_walk_next(&walk, &region);) {
        section_varint(&maker->regions, region.begin);
        section_varint(&maker->regions, region.end - region.begin);
    }
    maker->documents++;
}

void pair_maker_begin(PairMaker *maker, Slice key)
{
    maker->is_open = slice_find_byte(key, SURFACE_MARK) == SLICE_NONE;
    maker->is_kept = false;
    maker->least = pair_word_least(maker->documents);
    maker->df = maker->last_doc = 0;
    maker->held.count = 0;
    maker->word = (FrequentWord){.at = maker->streams.size};
}

/* Room for so many bytes more, at their end. */
static unsigned char *room_for(PairMaker *maker, size_t size)
{
    if (maker->held.capacity - maker->held.count < size) {
        size_t capacity = (maker->held.count + size) * 2;
        maker->held.items = arena_grow(maker->arena, maker->held.items, maker->held.capacity, capacity);
        maker->held.capacity = capacity;
    }
    return maker->held.items + maker->held.count;
}

/* As varint_put, for the usual small number without a call. */
static inline unsigned char *put(unsigned char *out, uint64_t number)
{
    if (number >= 0x80)
        return out + varint_put(out, number);
    *out = (unsigned char)number;
    return out + 1;
}

static void flush_held(PairMaker *maker)
{
    section_add(&maker->streams, maker->held.items, maker->held.count);
    maker->held.count = 0;
}

void pair_maker_add(PairMaker *maker, uint32_t doc, const uint32_t *positions, uint32_t count)
{
    enum { HELD_MAX = 1 << 16, VARINT_MAX = 10 };
    if (!maker->is_open)
        return;
    uint64_t gap = maker->df == 0 ? doc : doc - maker->last_doc;
    unsigned char *begin = room_for(maker, VARINT_MAX * ((size_t)count + 2));
    unsigned char *out = put(begin, gap << 1 | (count > 1));
    if (count > 1)
        out = put(out, count);
    for (uint32_t i = 0, last = 0; i < count; i++) {
        out = put(out, positions[i] - last);
        last = positions[i];
    }
    maker->held.count += (size_t)(out - begin);
    maker->last_doc = doc;
    maker->is_kept |= ++maker->df >= maker->least;
    if (maker->is_kept && maker->held.count >= HELD_MAX)
        flush_held(maker);
}

void pair_maker_end(PairMaker *maker, uint32_t ordinal)
{
    if (!maker->is_open || !maker->is_kept)
        return;
    flush_held(maker);
    maker->word.ordinal = ordinal;
    maker->word.df = maker->df;
    maker->word.size = maker->streams.size - maker->word.at;
    *LIST_ADD(maker->arena, &maker->words) = maker->word;
}

/* ---- words at their places ---- */

static void next_posting(FrequentWord *word)
{
    if (word->number == word->df) {
        word->next_doc = UINT32_MAX;
        return;
    }
    uint64_t head = reader_varint(&word->stream);
    word->next_doc += (uint32_t)(head >> 1);
    word->has_many = head & 1;
}

static void put_word(PairMaker *maker, uint32_t place, uint16_t word, uint32_t number)
{
    uint16_t *there = &maker->at_place[place];
    if (*there == NO_WORD) {
        *there = word;
        maker->numbers[place] = number;
        return;
    }
    if (*there != MANY_WORDS)
        *LIST_ADD(maker->arena, &maker->extras) = (Extra){place, maker->numbers[place], *there};
    *there = MANY_WORDS;
    *LIST_ADD(maker->arena, &maker->extras) = (Extra){place, number, word};
}

/* The word's places in the documents before `end`; begins[] is of document `begin`. */
static void put_places(PairMaker *maker, uint16_t w, uint32_t begin, uint32_t end)
{
    FrequentWord *word = &maker->words.items[w];
    for (; word->next_doc < end; word->number++, next_posting(word)) {
        uint32_t count = word->has_many ? reader_u32(&word->stream) : 1, position = 0;
        uint32_t first = maker->begins[word->next_doc - begin];
        uint32_t size = maker->lengths[word->next_doc];
        for (uint32_t i = 0; i < count; i++) {
            position += reader_u32(&word->stream);
            if (position >= size) {
                maker->is_unsound = true;
                return;
            }
            put_word(maker, first + position, (uint16_t)(w + 1), word->number);
        }
    }
}

static int compare_extras(const void *a, const void *b)
{
    const Extra *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

/* ---- neighbours ---- */

static void end_run(PairMaker *maker);

static void note(PairMaker *maker, Extra first, Extra second)
{
    const FrequentWord *words = maker->words.items;
    bool is_second = words[second.word - 1].df < words[first.word - 1].df;
    Extra owner = is_second ? second : first, other = is_second ? first : second;
    uint64_t pair = (uint64_t)(owner.word - 1) << 17 | (uint64_t)(other.word - 1) << 1 | is_second;
    if (maker->note_count == maker->note_capacity)
        end_run(maker);
    maker->notes[maker->note_count++] = pair << 31 | owner.number;
}

/* The words at a place; `one` is room for the usual case, `at` a place of the extras that is not behind it.
 */
static const Extra *words_at(const PairMaker *maker, uint32_t place, Extra *one, size_t *at, size_t *count)
{
    *count = 1;
    *one = (Extra){place, maker->numbers[place], maker->at_place[place]};
    if (one->word != MANY_WORDS)
        return one;
    const Extra *extras = maker->extras.items;
    while (*at < maker->extras.count && extras[*at].place < place)
        ++*at;
    size_t end = *at;
    while (end < maker->extras.count && extras[end].place == place)
        end++;
    *count = end - *at;
    return extras + *at;
}

/* Pairs whose first word lies in [from, to). Of a look, these rise. */
static void note_neighbours(PairMaker *maker, uint32_t from, uint32_t to)
{
    for (uint32_t place = from; place < to; place++) {
        uint16_t here = maker->at_place[place], next = maker->at_place[place + 1];
        if (here == NO_WORD || next == NO_WORD)
            continue;
        if (here != MANY_WORDS && next != MANY_WORDS) {
            note(maker, (Extra){place, maker->numbers[place], here},
                 (Extra){place + 1, maker->numbers[place + 1], next});
            continue;
        }
        Extra one[2];
        size_t count, next_count;
        const Extra *first = words_at(maker, place, &one[0], &maker->extras.at, &count);
        size_t at = maker->extras.at;
        const Extra *second = words_at(maker, place + 1, &one[1], &at, &next_count);
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < next_count; k++)
                note(maker, first[i], second[k]);
        }
    }
}

/* Both words lie in one region: the first that ends behind the first word (structure_holds). */
static void note_document(PairMaker *maker, uint32_t doc, uint32_t first)
{
    uint64_t regions = reader_varint(&maker->region), size = maker->lengths[doc], covered = 0;
    for (uint64_t i = 0; i < regions; i++) {
        uint32_t begin = reader_u32(&maker->region), end = begin + reader_u32(&maker->region);
        uint64_t low = begin > covered ? begin : covered, high = end < size ? end : size;
        if (low + 1 < high)
            note_neighbours(maker, first + (uint32_t)low, first + (uint32_t)high - 1);
        covered = end > covered ? end : covered;
    }
}

/* ---- runs ---- */

/* By pair, what has one pair stays in order: three rounds of eleven bits. */
static void sort_notes(PairMaker *maker)
{
    enum { BITS = 11, ROUNDS = 3, FIRST = 31 };
    size_t n = maker->note_count;
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned shift = FIRST + BITS * round;
        uint32_t ends[1 << BITS] = {0}, sum = 0;
        const uint64_t mask = (1 << BITS) - 1;
        for (size_t i = 0; i < n; i++)
            ends[maker->notes[i] >> shift & mask]++;
        for (size_t i = 0; i <= mask; i++) {
            uint32_t here = ends[i];
            ends[i] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            maker->sorted[ends[maker->notes[i] >> shift & mask]++] = maker->notes[i];
        uint64_t *swapped = maker->notes;
        maker->notes = maker->sorted;
        maker->sorted = swapped;
    }
}

static size_t drop_doubles(uint64_t *notes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || notes[kept - 1] != notes[i])
            notes[kept++] = notes[i];
    }
    return kept;
}

static void end_run(PairMaker *maker)
{
    enum { VARINT_MAX = 10 };
    const uint64_t number = ((uint64_t)1 << 31) - 1;
    sort_notes(maker);
    size_t count = drop_doubles(maker->notes, maker->note_count);
    *LIST_ADD(maker->arena, &maker->runs) = (Run){.begin = maker->runs_bytes.size};
    uint64_t last_pair = 0;
    for (size_t i = 0, end; i < count; i = end) {
        uint64_t pair = maker->notes[i] >> 31;
        for (end = i; end < count && maker->notes[end] >> 31 == pair; end++)
            continue;
        maker->held.count = 0;
        unsigned char *begin = room_for(maker, VARINT_MAX * (end - i + 2));
        unsigned char *out = put(put(begin, pair - last_pair), end - i);
        uint32_t last = 0;
        for (size_t k = i; k < end; k++) {
            uint32_t here = (uint32_t)(maker->notes[k] & number);
            out = put(out, here - last);
            last = here;
        }
        section_add(&maker->runs_bytes, begin, (size_t)(out - begin));
        last_pair = pair;
    }
    maker->note_count = 0;
}

/* ---- the looks ---- */

static void reserve_places(PairMaker *maker, size_t places, size_t documents)
{
    Arena *arena = maker->arena;
    if (places > maker->place_capacity) {
        size_t old = maker->place_capacity, more = places + places / 2;
        maker->at_place = arena_grow(arena, maker->at_place, old * sizeof(uint16_t), more * sizeof(uint16_t));
        maker->numbers = arena_grow(arena, maker->numbers, old * sizeof(uint32_t), more * sizeof(uint32_t));
        maker->place_capacity = more;
    }
    if (documents > maker->begin_capacity) {
        size_t old = maker->begin_capacity, more = documents + documents / 2;
        maker->begins = arena_grow(arena, maker->begins, old * sizeof(uint32_t), more * sizeof(uint32_t));
        maker->begin_capacity = more;
    }
}

/* The documents from `begin` on that are looked at together: gives their end, and all their places. */
static uint32_t look_size(PairMaker *maker, uint32_t begin, size_t *places)
{
    uint32_t end = begin;
    *places = 0;
    while (end < maker->documents && (end == begin || *places < PLACES_WANTED)) {
        uint32_t length = maker->lengths[end++];
        maker->is_unsound |= length > LENGTH_MAX;
        *places += length;
    }
    return end;
}

static void look(PairMaker *maker, uint32_t begin, uint32_t end, size_t places)
{
    reserve_places(maker, places + 1, end - begin);
    memset(maker->at_place, 0, (places + 1) * sizeof *maker->at_place);
    maker->extras.count = maker->extras.at = 0;
    uint32_t at = 0;
    for (uint32_t doc = begin; doc < end; doc++) {
        maker->begins[doc - begin] = at;
        at += maker->lengths[doc];
    }
    for (size_t w = 0; w < maker->words.count && !maker->is_unsound; w++) {
        if (maker->words.items[w].next_doc < end)
            put_places(maker, (uint16_t)w, begin, end);
    }
    if (maker->extras.count > 1)
        qsort(maker->extras.items, maker->extras.count, sizeof *maker->extras.items, compare_extras);
    for (uint32_t doc = begin; doc < end && !maker->is_unsound; doc++)
        note_document(maker, doc, maker->begins[doc - begin]);
}

static void look_at_all(PairMaker *maker, Slice streams)
{
    const unsigned char *bytes = (const unsigned char *)streams.data;
    for (size_t w = 0; w < maker->words.count; w++) {
        FrequentWord *word = &maker->words.items[w];
        word->stream = (Reader){bytes + word->at, bytes + word->at + word->size, false};
        next_posting(word);
    }
    uint32_t looks = 0;
    for (uint32_t begin = 0, end; begin < maker->documents && !maker->is_unsound; begin = end) {
        size_t places;
        end = look_size(maker, begin, &places);
        if (!maker->is_unsound)
            look(maker, begin, end, places);
        if (++looks % FORGET_AFTER == 0 && maker->streams.is_spooled)
            file_bytes_forget(streams);
    }
    if (!maker->is_unsound)
        end_run(maker);
}

/* ---- lists ---- */

static bool run_is_before(const Run *a, const Run *b)
{
    return a->pair != b->pair ? a->pair < b->pair : a->begin < b->begin;
}

static void sift_down(Run *heap, size_t count, size_t at)
{
    Run moved = heap[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && run_is_before(&heap[child + 1], &heap[child]))
            child++;
        if (!run_is_before(&heap[child], &moved))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

/* False at the run's end. */
static bool next_pair(Run *run)
{
    if (run->reader.at == run->reader.end)
        return false;
    run->pair += reader_varint(&run->reader);
    run->count = reader_u32(&run->reader);
    return true;
}

/* Takes the pair that is first in the heap out of all runs that have it. */
static void take_numbers(Arena *arena, Run *heap, size_t *count, PositionList *numbers)
{
    uint64_t pair = heap[0].pair;
    while (*count > 0 && heap[0].pair == pair) {
        Run *run = &heap[0];
        position_list_reserve(arena, numbers, run->count);
        uint32_t number = 0, i = 0;
        if (numbers->count > 0 && run->count > 0) { /* one document may be noted in two runs */
            number = reader_u32(&run->reader);
            numbers->count -= numbers->items[numbers->count - 1] == number;
            numbers->items[numbers->count++] = number;
            i = 1;
        }
        for (; i < run->count; i++)
            numbers->items[numbers->count++] = number += reader_u32(&run->reader);
        if (!next_pair(run))
            heap[0] = heap[--*count];
        if (*count > 0)
            sift_down(heap, *count, 0);
    }
}

static void write_list(const PairMaker *maker, uint64_t pair, const PositionList *numbers,
                       PostingsWriter *lists, DictWriter *dict)
{
    const FrequentWord *owner = &maker->words.items[pair >> 17],
                       *other = &maker->words.items[pair >> 1 & 0xFFFF];
    if (!pair_has_list(maker->documents, owner->df, other->df, (uint32_t)numbers->count))
        return;
    postings_begin(lists);
    for (size_t i = 0; i < numbers->count; i++)
        postings_add(lists, numbers->items[i], 0, NULL, 0);
    PostingsSize size = postings_end(lists);
    unsigned char key[PAIR_KEY_SIZE];
    pair_key(key, owner->ordinal, other->ordinal, pair & 1);
    dict_writer_add(dict, slice_of(key, sizeof key), size.df, 0, size.postings_size, 0);
}

static void write_lists(PairMaker *maker, Slice bytes, PostingsWriter *lists, DictWriter *dict)
{
    enum { FORGET_BYTES = 1 << 24 };
    const unsigned char *data = (const unsigned char *)bytes.data;
    size_t count = maker->runs.count, live = 0;
    Run *heap = ARENA_ARRAY(maker->arena, Run, count);
    for (size_t i = 0; i < count; i++) {
        uint64_t end = i + 1 < count ? maker->runs.items[i + 1].begin : bytes.size;
        heap[live] = maker->runs.items[i];
        heap[live].reader = (Reader){data + heap[live].begin, data + end, false};
        live += next_pair(&heap[live]);
    }
    for (size_t i = live / 2; i-- > 0;)
        sift_down(heap, live, i);
    PositionList numbers = {0};
    uint64_t taken = 0;
    while (live > 0) {
        uint64_t pair = heap[0].pair;
        numbers.count = 0;
        take_numbers(maker->arena, heap, &live, &numbers);
        write_list(maker, pair, &numbers, lists, dict);
        taken += numbers.count;
        if (taken > FORGET_BYTES && maker->runs_bytes.is_spooled) {
            file_bytes_forget(bytes);
            taken = 0;
        }
    }
}

Status pair_maker_write(PairMaker *maker, const uint32_t *lengths, PostingsWriter *lists, DictWriter *dict,
                        Error *err)
{
    Slice streams, regions, runs;
    if (maker->words.count == 0 || maker->words.count > WORDS_MAX)
        return STATUS_OK;
    Status status = section_map(&maker->streams, &streams, err);
    if (status == STATUS_OK)
        status = section_map(&maker->regions, &regions, err);
    if (status != STATUS_OK)
        return status;
    maker->lengths = lengths;
    maker->region = (Reader){(const unsigned char *)regions.data,
                             (const unsigned char *)regions.data + regions.size, false};
    uint64_t places = 1;
    for (uint32_t doc = 0; doc < maker->documents; doc++)
        places += lengths[doc];
    maker->note_capacity = places < NOTES_MAX ? (size_t)places : NOTES_MAX;
    maker->notes = ARENA_ARRAY(maker->arena, uint64_t, maker->note_capacity);
    maker->sorted = ARENA_ARRAY(maker->arena, uint64_t, maker->note_capacity);
    look_at_all(maker, streams);
    if (maker->is_unsound)
        return STATUS_OK;
    status = section_map(&maker->runs_bytes, &runs, err);
    if (status == STATUS_OK)
        write_lists(maker, runs, lists, dict);
    return status;
}
