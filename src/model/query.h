/* What is asked, as a tree, and exactly what each node means. query/ makes and prints it, query/match.c is
 * its plain meaning on one document, index/ answers it fast; random tests hold the two together.
 *
 * A node is true or false of a document. Position nodes (marked P) also give the set of intervals [first,
 * last] of positions, first <= last within one base region, at which they are true; they are true where the
 * set is not empty.
 *
 * P TERM      every position with the folded form `text`
 * P CASED     as TERM, where the surface agrees with `letters`
 * P EXACT     every position whose surface bytes equal `text`
 * P PREFIX    every position with a folded form that begins with `text` (joined forms too); like all of the
 *             following, only where the surface agrees with `letters`
 * P WILD      ... that agrees as a whole with `text`, "*" any letters, "?" one, "*{0,3}" at most so many
 * P FUZZY     ... that differs from `text` by at most `distance` letters (too many, missing, another, or
 *             exchanged with the next)
 * P REGEX     ... that agrees as a whole with the expression `text`
 * P SOUNDS    ... that sounds like `text` (text_sounds_alike); VARIANTS: is a spelling of it
 * P STEM      ... with the stem of `text`
 * P ANYWORD   every position
 * P PHRASE    children c1..cn in a row: an interval of each, where next.first == previous.last + 1; the union
 * P OR        of P children only: the union of the sets
 * P NEAR      two children a, b: intervals i of a, j of b in the same base region, apart (see below), with
 *             distance(i, j) <= `distance`; if `is_ordered`, i lies before j. The interval is their hull.
 *             `is_negated`: the intervals i of a, in a base region, that have no such j
 * P SAME      two children: as NEAR without distance, but hull within one sentence, paragraph or field
 *             (`unit`)
 * P WITHIN    one child: its intervals that lie inside a region of `field`
 * P ATLEAST   one child: its intervals, if there are at least `distance`
 * P FIRST     one child: its intervals that end before position `distance`
 *   AND       all children are true
 *   OR        of any children: one is true
 *   NOT       its child is false
 *   ALL       every document
 *   NONE      no document
 *   FACET     the document has a facet of `facet` with the key `text` (prefix: a key that begins with it)
 *   DAYS      dated, and its whole interval of days lies in [min, max]
 *   CALENDAR  dated to the day or finer; of month (1-12), day, weekday (0 Sunday) those that are >= 0 agree
 *
 *   UNDATED   without a date
 *
 *   WORDS     `words` in [min, max]
 *
 * Letters: CAPS has a capital, ALLCAPS has one and no small letter, NOCAPS has no capital.
 *
 * Apart: i and j do not share a position, or one lies strictly inside the other (no common end): then the
 * distance is 0. Otherwise the distance is the later's first minus the earlier's last. Intervals that overlap
 * in any other way are not apart. Ordered means i.last < j.first. Equal intervals are kept once.
 *
 * Score (sort by relevance): the sum over the leaves that are words, that stand under true nodes, under no
 * NOT and not as the second child of a negated NEAR or SAME, of the leaf's weight in the document: for TERM
 * and CASED bm25 of the folded form in the whole document, whatever the field; for EXACT bm25 of its folded
 * form
 * (`folded`); for ANYWORD nothing; for all others the constant SCORE_ONE. A leaf that itself does not occur
 * gives 0. Each weight is rounded to a whole number of 1/65536, so a sum does not depend on its order. The
 * frequency in bm25 is weighted (BM25F): each occurrence counts document_weight(its position). */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "model/document.h"

typedef enum QueryKind {
    QUERY_ALL,
    QUERY_NONE,
    QUERY_TERM,
    QUERY_CASED,
    QUERY_EXACT,
    QUERY_PREFIX,
    QUERY_WILD,
    QUERY_FUZZY,
    QUERY_REGEX,
    QUERY_SOUNDS,
    QUERY_VARIANTS,
    QUERY_STEM,
    QUERY_ANYWORD,
    QUERY_PHRASE,
    QUERY_OR,
    QUERY_NEAR,
    QUERY_SAME,
    QUERY_WITHIN,
    QUERY_ATLEAST,
    QUERY_FIRST,
    QUERY_AND,
    QUERY_NOT,
    QUERY_FACET,
    QUERY_DAYS,
    QUERY_CALENDAR,
    QUERY_UNDATED,
    QUERY_WORDS
} QueryKind;

typedef enum SameUnit { SAME_SENTENCE, SAME_PARAGRAPH, SAME_FIELD } SameUnit;

typedef enum LetterCase { CASE_ANY, CASE_CAPS, CASE_ALLCAPS, CASE_NOCAPS } LetterCase;

struct WordTest; /* text/: what tells the words of a PREFIX, WILD, ... from others */

typedef struct Query Query;
struct Query {
    QueryKind kind;
    Slice text;   /* words: folded; EXACT: surface; FACET: key */
    Slice folded; /* EXACT: the folded form */
    Query **children;
    size_t child_count;
    uint32_t distance;      /* NEAR: >= 1, at most QUERY_DISTANCE_MAX; FUZZY: 1 or 2; ATLEAST, FIRST: >= 1 */
    bool is_ordered;        /* NEAR, SAME */
    bool is_negated;        /* NEAR, SAME */
    LetterCase letters;     /* CASED; PREFIX and other sets of words */
    struct WordTest *words; /* of sets of words, made by the parser; NULL: to be made from the rest */
    bool is_prefix;         /* FACET */
    SameUnit unit;
    TextField field; /* WITHIN; never FIELD_ALL */
    FacetField facet;
    int64_t min, max;        /* DAYS, WORDS, inclusive */
    int month, day, weekday; /* CALENDAR; -1 any */
    Span typed;              /* bytes of the typed query that this node came from */
};

#define QUERY_DISTANCE_MAX 1000
#define QUERY_DEPTH_MAX 64   /* brackets in brackets; the parser refuses more */
#define QUERY_NODES_MAX 4096 /* nodes of one query */

bool query_has_positions(const Query *query); /* is it a P node */
bool query_is_set(QueryKind kind);            /* PREFIX to STEM: one position each, of words by a rule */

/* How often one occurrence in that field counts: headline 4, subheadline and lead 2, everything else 1. One
 * in the lead counts by the greater of lead and base region. */
uint32_t field_weight(TextField field);
/* The lead of a document, empty if it has none. */
Region document_lead(const Document *document);
/* The weight of an occurrence at a position, given the field of its base region. */
static inline uint32_t document_weight(TextField base, Region lead, uint32_t position)
{
    const uint32_t weight = field_weight(base), in_lead = field_weight(FIELD_LEAD);
    return position >= lead.begin && position < lead.end && in_lead > weight ? in_lead : weight;
}

/* What one word of a query gives to the score of a document. */
typedef struct ScorePart {
    Slice leaf;         /* in native form */
    uint32_t frequency; /* how often it stands there, weighted by fields; 0 where it gives a constant */
    uint64_t documents; /* that have it */
    uint32_t score;     /* in 1/65536 */
} ScorePart;
typedef struct ScoreParts {
    ScorePart *items;
    size_t count, capacity;
} ScoreParts;

#define SCORE_ONE 65536u
typedef struct Bm25 {
    double k1, b; /* 1.2 and 0.75 unless told */
} Bm25;
#define BM25_USUAL ((Bm25){1.2, 0.75})

/* ln(1 + (documents - df + 0.5) / (df + 0.5)); counts include documents deleted but not yet merged away.
 * Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with Lucene's +1. */
double bm25_idf(uint64_t documents, uint64_t df);
/* idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean_length)) in 1/65536, rounded to nearest. */
uint32_t bm25_weight(Bm25 how, double idf, uint32_t weighted_frequency, uint32_t length, double mean_length);

#endif
