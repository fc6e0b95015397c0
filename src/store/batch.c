/* Batches: what one commit makes durable, whole or not at all.
 *
 * The order is evidence before knowledge: the frames in warc/ are synced to the disk before SQLite's
 * transaction, which holds their places, is committed (and, with synchronous=FULL, synced too). Killed in
 * between, warc/ has bytes that nobody knows; they are cut off when the archive is next opened for writing.
 */
#include "store/inside.h"

Status store_begin(Store *store, Error *err)
{
    assert(store->mode == STORE_WRITE && !store->in_batch);
    arena_reset(store->lent);
    store->touches = (struct Touches){0};
    Status status = store_execute(store->db, "BEGIN IMMEDIATE", err);
    store->in_batch = status == STATUS_OK;
    return error_while(err, status, "beginning a batch");
}

static Status set_number(Store *store, const char *key, uint64_t number, Error *err)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return store_about_set(store, key, slice_of(text, (size_t)size), err);
}

Status store_commit(Store *store, Error *err)
{
    assert(store->in_batch);
    uint64_t batch = store->batch + store->is_reading_on;
    Status status = touch_now(store, err);
    if (status == STATUS_OK)
        status = warc_commit(store, err);
    if (status == STATUS_OK)
        status = set_number(store, "batch", batch, err);
    if (status == STATUS_OK)
        status = set_number(store, "commits", store->commits + 1, err);
    if (status == STATUS_OK)
        status = store_execute(store->db, "COMMIT", err);
    if (status == STATUS_OK) {
        store->in_batch = false;
        store->batch = batch;
        store->commits++;
        store->is_reading_on = false;
        warc_committed(store);
    }
    return error_while(err, status, "committing a batch");
}

void store_rollback(Store *store)
{
    if (!store->in_batch)
        return;
    store->in_batch = store->is_reading_on = false;
    store->has_acts = store->has_photo_files = 0;
    store->touches = (struct Touches){0};
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_reset(store->statements[i]);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    /* Bytes that cannot be cut now are cut at the next opening; nothing points to them. */
    Status status = warc_rollback(store, NULL);
    (void)status;
    Statement s = statement_open(store, SQL_ABOUT_HOME_HOST);
    if (statement_next(&s, NULL) == STATUS_OK)
        store->settings.home_host = statement_take_text(&s, store->arena);
    statement_close(&s);
}

/* The home host as it stands now; the text it had is kept, since callers may hold it. */
static Status refresh_home_host(Store *store, Error *err)
{
    Statement s = statement_open(store, SQL_ABOUT_HOME_HOST);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        Slice host = statement_take_text(&s, store->scratch);
        if (!slice_equal(host, store->settings.home_host))
            store->settings.home_host = arena_copy(store->arena, host);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status read_number(Store *store, StatementId id, uint64_t *number, Error *err)
{
    int64_t found = 0;
    Statement s = statement_open(store, id);
    Status status = statement_number(&s, &found, err);
    *number = (uint64_t)found;
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_commits_now(Store *store, uint64_t *commits, Error *err)
{
    return read_number(store, SQL_ABOUT_COMMITS, commits, err);
}

void store_read_end(Store *store)
{
    if (store->in_batch || sqlite3_get_autocommit(store->db))
        return;
    /* Rows that a guarded call was still reading would keep the snapshot. */
    for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(store->db, s));)
        sqlite3_reset(s);
    Statement s = statement_open(store, SQL_READ_END);
    Status status = statement_run(&s, NULL);
    if (status != STATUS_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

Status store_read_begin(Store *store, Error *err)
{
    if (store->in_batch)
        return STATUS_OK;
    store_read_end(store);
    Statement s = statement_open(store, SQL_READ_BEGIN);
    return statement_run(&s, err);
}

Status store_refresh(Store *store, Error *err)
{
    uint64_t commits, batch;
    store_read_end(store);
    Status status = read_number(store, SQL_ABOUT_COMMITS, &commits, err);
    if (status != STATUS_OK || commits == store->commits)
        return status;
    arena_reset(store->scratch);
    status = read_number(store, SQL_ABOUT_BATCH, &batch, err);
    if (status == STATUS_OK)
        status = refresh_home_host(store, err);
    if (status == STATUS_OK) {
        store->has_acts = store->has_photo_files = 0;
        store->batch = batch;
        store->commits = commits;
    }
    return status;
}

uint64_t store_commits(const Store *store)
{
    return store->commits;
}

uint64_t store_batch(const Store *store)
{
    return store->batch;
}
