/* Imported files and folders: known by their digest, with the place where reading stopped. */
#include "store/inside.h"

static Status source_find(Store *store, Slice sha256, SourceState *state, Error *err)
{
    Statement s = statement_open(store, SQL_SOURCE_FIND);
    statement_bind_text_always(&s, sha256);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        state->number = statement_take_number(&s);
        state->place = (uint64_t)statement_take_number(&s);
        state->is_done = statement_take_number(&s) != 0;
    }
    statement_close(&s);
    return status;
}

static Status source_add(Store *store, Slice path, Slice format, Slice sha256, uint64_t bytes, Error *err)
{
    Statement s = statement_open(store, SQL_SOURCE_ADD);
    statement_bind_text_always(&s, path);
    statement_bind_text_always(&s, format);
    statement_bind_text_always(&s, sha256);
    statement_bind_number(&s, (int64_t)bytes);
    return statement_run(&s, err);
}

Status store_source_open(Store *store, Slice path, Slice format, Slice sha256, uint64_t bytes,
                         SourceState *state, Error *err)
{
    *state = (SourceState){0};
    Status status = source_find(store, sha256, state, err);
    if (status == STATUS_END) {
        status = source_add(store, path, format, sha256, bytes, err);
        state->number = sqlite3_last_insert_rowid(store->db);
    }
    return error_while(err, status, "looking up the source '%.*s'", SLICE_ARG(path));
}

Status store_source_advance(Store *store, int64_t source, uint64_t place, bool is_done, Error *err)
{
    store->is_reading_on = true;
    Statement s = statement_open(store, SQL_SOURCE_ADVANCE);
    statement_bind_number(&s, source);
    statement_bind_number(&s, (int64_t)place);
    statement_bind_number(&s, is_done);
    return statement_run(&s, err);
}
