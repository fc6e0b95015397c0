/* Truth, 4,096 documents at a time. In: a node and a window. Out: a bit for each document where the node is
 * true.
 *
 * Two questions are asked of each node: fill (which documents?) and filter (which of these?). An AND fills
 * its cheapest child and filters by the others, so a rare word decides how much of a frequent one is read.
 * Words in a row or near each other are first approximated by "all of them are there"; only what is left is
 * verified by positions, once, at the end. */
#include "index/column.h"
#include "index/eval.h"

static void approximate(Eval *eval, Node *node, uint32_t begin, uint64_t *bits);
static void narrow(Eval *eval, Node *node, uint32_t begin, uint64_t *bits);
static void verify(Eval *eval, Node *node, uint32_t begin, uint64_t *bits);

static uint32_t documents_in(const Eval *eval, uint32_t begin)
{
    uint32_t left = eval->segment->documents - begin;
    return left < WINDOW_SIZE ? left : WINDOW_SIZE;
}

/* Sets bits [from, to). */
static void set_range(uint64_t *bits, uint32_t from, uint32_t to)
{
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        uint32_t first = word * 64, last = first + 64;
        uint32_t low = from > first ? from : first, high = to < last ? to : last;
        if (low < high)
            bits[word] |=
                (high - low == 64 ? UINT64_MAX : (((uint64_t)1 << (high - low)) - 1) << (low - first));
    }
}

static void copy_bits(uint64_t *to, const uint64_t *from)
{
    memcpy(to, from, WINDOW_WORDS * sizeof *to);
}
static void and_bits(uint64_t *to, const uint64_t *from)
{
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        to[i] &= from[i];
}
static void or_bits(uint64_t *to, const uint64_t *from)
{
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        to[i] |= from[i];
}
static void and_not_bits(uint64_t *to, const uint64_t *from)
{
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        to[i] &= ~from[i];
}

static void check_list(Eval *eval, const Postings *list)
{
    if (list->is_damaged)
        eval_damaged(eval);
}

/* ---- columns ---- */

/* The numbers of `count` documents of the window; of a column that has so many in all. */
static bool read_column(Eval *eval, SectionKind kind, uint32_t all, uint32_t begin, uint32_t count,
                        int64_t numbers[WINDOW_SIZE])
{
    Column column;
    bool is_good =
        column_open(&column, eval->segment, kind, all) && column_read(&column, begin, count, numbers);
    if (!is_good)
        eval_damaged(eval);
    return is_good;
}

/* First days, and days from these to the last ones, of the first `dated` documents. */
static bool read_days(Eval *eval, uint32_t begin, uint32_t dated, int64_t firsts[WINDOW_SIZE],
                      int64_t spans[WINDOW_SIZE])
{
    const uint32_t all = eval->segment->dated;
    return dated > 0 && read_column(eval, SECTION_DAYS, all, begin, dated, firsts) &&
           read_column(eval, SECTION_DAY_SPANS, all, begin, dated, spans);
}

static uint32_t dated_in(const Eval *eval, uint32_t begin)
{
    uint32_t dated = eval->segment->dated > begin ? eval->segment->dated - begin : 0;
    return dated < WINDOW_SIZE ? dated : WINDOW_SIZE;
}

static void fill_days(Eval *eval, const Query *query, uint32_t begin, uint64_t *bits)
{
    uint32_t dated = dated_in(eval, begin);
    const unsigned char *record = segment_bytes(eval->segment, SECTION_WINDOWS,
                                                begin / WINDOW_SIZE * WINDOW_RECORD_SIZE, WINDOW_RECORD_SIZE);
    if (!record) {
        eval_damaged(eval);
        return;
    }
    int64_t first_min = (int32_t)bytes_u32(record), first_max = (int32_t)bytes_u32(record + 4);
    int64_t last_min = (int32_t)bytes_u32(record + 8), last_max = (int32_t)bytes_u32(record + 12);
    if (dated == 0 || first_max < query->min || last_min > query->max)
        return;
    if (first_min >= query->min && last_max <= query->max) {
        set_range(bits, 0, dated);
        return;
    }
    int64_t firsts[WINDOW_SIZE], spans[WINDOW_SIZE];
    if (!read_days(eval, begin, dated, firsts, spans))
        return;
    for (uint32_t i = 0; i < dated; i++) {
        int64_t last = (int64_t)((uint64_t)firsts[i] + (uint64_t)spans[i]);
        bits[i / 64] |= (uint64_t)(firsts[i] >= query->min && last <= query->max) << (i % 64);
    }
}

static bool calendar_agrees(const Query *query, int64_t day)
{
    int64_t year;
    unsigned month, day_of_month;
    civil_from_days(day, &year, &month, &day_of_month);
    return (query->month < 0 || (unsigned)query->month == month) &&
           (query->day < 0 || (unsigned)query->day == day_of_month) &&
           (query->weekday < 0 || (unsigned)query->weekday == weekday_of_days(day));
}

/* Neighbours are mostly of one day, so the last answer is kept. */
static void fill_calendar(Eval *eval, const Query *query, uint32_t begin, uint64_t *bits)
{
    uint32_t dated = dated_in(eval, begin);
    int64_t firsts[WINDOW_SIZE], spans[WINDOW_SIZE], known = INT64_MAX;
    bool agrees = false;
    if (!read_days(eval, begin, dated, firsts, spans))
        return;
    for (uint32_t i = 0; i < dated; i++) {
        if (spans[i] != 0 || firsts[i] < INT32_MIN || firsts[i] > INT32_MAX)
            continue;
        if (firsts[i] != known) {
            known = firsts[i];
            agrees = calendar_agrees(query, known);
        }
        bits[i / 64] |= (uint64_t)agrees << (i % 64);
    }
}

static void fill_words(Eval *eval, const Query *query, uint32_t begin, uint64_t *bits)
{
    int64_t less[WINDOW_SIZE];
    uint32_t count = documents_in(eval, begin);
    if (!read_column(eval, SECTION_WORDS, eval->segment->documents, begin, count, less))
        return;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length;
        if (!segment_length(eval->segment, begin + i, &length)) {
            eval_damaged(eval);
            return;
        }
        int64_t here = length - (uint32_t)less[i];
        bits[i / 64] |= (uint64_t)(here >= query->min && here <= query->max) << (i % 64);
    }
}

/* ---- leaves ---- */

static void fill_leaf(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    const Query *query = node->query;
    if (node->bits) {
        or_bits(bits, node->bits + begin / 64);
        return;
    }
    switch (query->kind) {
    case QUERY_ANYWORD:
    case QUERY_ALL:
        set_range(bits, 0, documents_in(eval, begin));
        break;
    case QUERY_UNDATED:
        set_range(bits, dated_in(eval, begin), documents_in(eval, begin));
        break;
    case QUERY_DAYS:
        fill_days(eval, query, begin, bits);
        break;
    case QUERY_CALENDAR:
        fill_calendar(eval, query, begin, bits);
        break;
    case QUERY_WORDS:
        fill_words(eval, query, begin, bits);
        break;
    default:
        if (node->list) {
            postings_fill(node->list, begin, bits);
            check_list(eval, node->list);
        }
    }
}

static void narrow_leaf(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    if (node->list && !node->bits) {
        postings_filter(node->list, begin, bits);
        check_list(eval, node->list);
        return;
    }
    uint64_t here[WINDOW_WORDS] = {0};
    fill_leaf(eval, node, begin, here);
    and_bits(bits, here);
}

/* Positions of a document at which the word stands in its folded form and in no other surface. */
static bool has_plain_surface(Node *node, uint32_t doc)
{
    if (postings_seek(node->list, doc) != doc || !postings_frequencies(node->list))
        return false;
    uint64_t others = 0;
    for (size_t i = 0; i < node->variant_count; i++) {
        Postings *variant = node->variants[i];
        if (postings_seek(variant, doc) == doc && postings_frequencies(variant))
            others += variant->counts[variant->at];
    }
    return node->list->counts[node->list->at] > others;
}

static bool holds(Eval *eval, Node *node, uint32_t doc)
{
    if (node->query->kind != QUERY_EXACT)
        return node_has_interval(eval, node, doc);
    bool is_there = has_plain_surface(node, doc);
    check_list(eval, node->list);
    for (size_t i = 0; i < node->variant_count; i++)
        check_list(eval, node->variants[i]);
    return is_there;
}

static void verify_each(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    for (uint32_t word = 0; word < WINDOW_WORDS && eval_is_good(eval); word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            if (!holds(eval, node, begin + word * 64 + bit))
                bits[word] &= ~((uint64_t)1 << bit);
        }
    }
}

/* The same for words in a row. */
static void verify_row(Eval *eval, Node *phrase, uint32_t begin, uint64_t *bits)
{
    uint32_t docs[WINDOW_SIZE];
    size_t count = 0;
    for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1)
            docs[count++] = begin + word * 64 + (uint32_t)__builtin_ctzll(left);
    }
    count = phrase_keep(eval, phrase, docs, count);
    memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    for (size_t i = 0; i < count; i++)
        bits[(docs[i] - begin) / 64] |= (uint64_t)1 << (docs[i] % 64);
    for (size_t i = 0; i < phrase->count; i++)
        check_list(eval, phrase->children[i]->list);
}

/* ---- inner nodes ---- */

static bool is_leaf(const Node *node)
{
    return node->children == NULL;
}

/* Keeps documents that have all pairs of a row and all words that are in none. */
static void narrow_by_pairs(Eval *eval, Node *phrase, size_t from, uint32_t begin, uint64_t *bits)
{
    for (size_t i = from; i < phrase->pair_count && bits_any(bits); i++) {
        uint64_t here[WINDOW_WORDS] = {0};
        pairs_fill(eval, &phrase->pairs[i], begin, here);
        and_bits(bits, here);
    }
    for (size_t i = 0; i < phrase->count && bits_any(bits); i++) {
        Node *child = phrase->children[phrase->order[i]];
        if (!child->is_paired)
            narrow_leaf(eval, child, begin, bits);
    }
}

/* No document outside the result can be true. Bits are overwritten. */
static void approximate(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    QueryKind kind = node->query->kind;
    if (is_leaf(node)) {
        fill_leaf(eval, node, begin, bits);
    } else if (kind == QUERY_OR) {
        uint64_t here[WINDOW_WORDS];
        for (size_t i = 0; i < node->count; i++) {
            if (is_leaf(node->children[i])) {
                fill_leaf(eval, node->children[i], begin, bits);
                continue;
            }
            approximate(eval, node->children[i], begin, here);
            or_bits(bits, here);
        }
    } else if (kind == QUERY_NOT || node->count == 0) {
        if (kind == QUERY_NOT || kind == QUERY_AND)
            set_range(bits, 0, documents_in(eval, begin));
        if (kind == QUERY_NOT)
            narrow(eval, node, begin, bits);
    } else if (node->pair_count > 0) {
        pairs_fill(eval, &node->pairs[0], begin, bits);
        narrow_by_pairs(eval, node, 1, begin, bits);
    } else {
        approximate(eval, node->children[node->order[0]], begin, bits);
        for (size_t i = 1; i < node->needed && bits_any(bits); i++)
            narrow(eval, node->children[node->order[i]], begin, bits);
    }
}

/* Takes out documents that cannot be true; what verify() would have to say stays. */
static void narrow(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    if (is_leaf(node)) {
        narrow_leaf(eval, node, begin, bits);
    } else if (node->query->kind == QUERY_OR) {
        uint64_t found[WINDOW_WORDS] = {0}, here[WINDOW_WORDS];
        for (size_t i = 0; i < node->count; i++) {
            copy_bits(here, bits);
            and_not_bits(here, found);
            if (!bits_any(here))
                break;
            narrow(eval, node->children[i], begin, here);
            or_bits(found, here);
        }
        copy_bits(bits, found);
    } else if (node->query->kind == QUERY_NOT) {
        uint64_t here[WINDOW_WORDS];
        if (node->children[0]->needs_verify)
            return;
        copy_bits(here, bits);
        narrow(eval, node->children[0], begin, here);
        and_not_bits(bits, here);
    } else if (node->count == 0 && node->query->kind != QUERY_AND) {
        memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    } else if (node->pair_count > 0) {
        narrow_by_pairs(eval, node, 0, begin, bits);
    } else {
        for (size_t i = 0; i < node->needed && bits_any(bits); i++)
            narrow(eval, node->children[node->order[i]], begin, bits);
    }
}

/* bits: what approximate or narrow left. Takes out what is not true. */
static void verify(Eval *eval, Node *node, uint32_t begin, uint64_t *bits)
{
    if (!node->needs_verify || !bits_any(bits))
        return;
    uint64_t here[WINDOW_WORDS], found[WINDOW_WORDS] = {0};
    switch (node->query->kind) {
    case QUERY_AND:
        for (size_t i = 0; i < node->count; i++)
            verify(eval, node->children[node->order[i]], begin, bits);
        break;
    case QUERY_OR:
        for (size_t i = 0; i < node->count; i++) {
            copy_bits(here, bits);
            and_not_bits(here, found);
            node_filter(eval, node->children[i], begin, here);
            or_bits(found, here);
        }
        copy_bits(bits, found);
        break;
    case QUERY_NOT:
        copy_bits(here, bits);
        node_filter(eval, node->children[0], begin, here);
        and_not_bits(bits, here);
        break;
    default:
        if (phrase_is_plain(node))
            verify_row(eval, node, begin, bits);
        else
            verify_each(eval, node, begin, bits);
    }
}

void node_fill(Eval *eval, Node *node, uint32_t begin, uint64_t bits[WINDOW_WORDS])
{
    approximate(eval, node, begin, bits);
    verify(eval, node, begin, bits);
}

void node_filter(Eval *eval, Node *node, uint32_t begin, uint64_t bits[WINDOW_WORDS])
{
    narrow(eval, node, begin, bits);
    verify(eval, node, begin, bits);
}
