/* FTS5 as its own papers advise for speed: contentless, one transaction, no journal, optimized, mapped. */
#include "peer.h"

#include <sqlite3.h>

#include "base/error.h"
#include "base/file.h"

struct Peer {
    sqlite3 *db;
    sqlite3_stmt *insert, *top, *count;
};

static void run(Peer *peer, const char *sql)
{
    if (sqlite3_exec(peer->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fatal("%s: %s", sql, sqlite3_errmsg(peer->db));
}

static sqlite3_stmt *prepare(Peer *peer, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(peer->db, sql, -1, &statement, NULL) != SQLITE_OK)
        fatal("%s: %s", sql, sqlite3_errmsg(peer->db));
    return statement;
}

Peer *peer_open(const char *path)
{
    Peer *peer = calloc(1, sizeof *peer);
    if (!peer || sqlite3_open(path, &peer->db) != SQLITE_OK)
        fatal("cannot open '%s'", path);
    run(peer, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
              "PRAGMA mmap_size=4294967296;"
              "CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61');"
              "INSERT INTO t(t, rank) VALUES('hashsize', 67108864); BEGIN");
    peer->insert = prepare(peer, "INSERT INTO t(rowid, text) VALUES(?1, ?2)");
    peer->top = prepare(peer, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 10");
    peer->count = prepare(peer, "SELECT count(*) FROM t WHERE t MATCH ?1");
    return peer;
}

void peer_close(Peer *peer)
{
    sqlite3_finalize(peer->insert);
    sqlite3_finalize(peer->top);
    sqlite3_finalize(peer->count);
    sqlite3_close(peer->db);
    free(peer);
}

void peer_add(Peer *peer, int64_t id, Slice text)
{
    sqlite3_bind_int64(peer->insert, 1, id);
    sqlite3_bind_text(peer->insert, 2, text.data, (int)text.size, SQLITE_STATIC);
    if (sqlite3_step(peer->insert) != SQLITE_DONE)
        fatal("%s", sqlite3_errmsg(peer->db));
    sqlite3_reset(peer->insert);
}

void peer_finish(Peer *peer)
{
    run(peer, "COMMIT");
    run(peer, "INSERT INTO t(t) VALUES('optimize')");
}

uint64_t peer_bytes(const char *path)
{
    uint64_t size = 0;
    return file_size(path, &size, NULL) == STATUS_OK ? size : 0;
}

size_t peer_top(Peer *peer, const char *match)
{
    size_t rows = 0;
    sqlite3_bind_text(peer->top, 1, match, -1, SQLITE_STATIC);
    while (sqlite3_step(peer->top) == SQLITE_ROW)
        rows++;
    sqlite3_reset(peer->top);
    return rows;
}

uint64_t peer_count(Peer *peer, const char *match)
{
    sqlite3_bind_text(peer->count, 1, match, -1, SQLITE_STATIC);
    uint64_t count =
        sqlite3_step(peer->count) == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(peer->count, 0) : 0;
    sqlite3_reset(peer->count);
    return count;
}
