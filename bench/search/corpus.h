/* Articles to measure with: read, or made from those that were read. */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include "base/list.h"
#include "model/document.h"

typedef struct Corpus {
    Arena *arena;
    Slices texts;
    uint64_t bytes;
} Corpus;

/* Seeded: xorshift64*, Vigna 2016. */
typedef struct Chance {
    uint64_t state;
} Chance;
uint32_t chance(Chance *c, uint32_t below);

/* JSON lines with "text", or "title" and "body", from standard input. */
void corpus_read(Corpus *corpus);
/* Replaces the corpus by `count` articles that a chain of word pairs walks through it: each next word has
 * followed the two before it somewhere in the corpus, so word pairs and triples are as frequent as in the
 * news that was read. */
void corpus_generate(Corpus *corpus, size_t count, Chance *c);
/* The same articles one by one, without keeping them: for as many as one likes. Not 0, `mean_bytes` is what
 * they have in the mean, long and short ones in the same proportion. */
void corpus_walk(const Corpus *corpus, size_t count, size_t mean_bytes, Chance *c,
                 void (*visit)(void *context, size_t number, Slice text), void *context);
/* Without any input: words by Zipf's law. */
void corpus_invent(Corpus *corpus, size_t count, Chance *c);

#endif
