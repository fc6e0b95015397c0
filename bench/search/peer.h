/* SQLite FTS5, asked the same questions. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "base/list.h"

typedef struct Peer Peer;

Peer *peer_open(const char *path);
void peer_close(Peer *peer);
void peer_add(Peer *peer, int64_t id, Slice text);
void peer_finish(Peer *peer); /* commits, optimizes, opens for reading */
uint64_t peer_bytes(const char *path);
/* The ten best by bm25; gives their number. */
size_t peer_top(Peer *peer, const char *match);
uint64_t peer_count(Peer *peer, const char *match);

#endif
