/* Prepared statements: each SQL text of sql.c is compiled once for an open store and kept.
 *
 * In: values in the order of the question marks. Out: rows, column by column. Errors of SQLite are remembered
 * in the Statement and become one Status with SQLite's own words, so that callers need no check after every
 * value. */
#include "store/inside.h"

Status store_sqlite_error(sqlite3 *db, int code, Error *err)
{
    const char *text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_set(
            err, STATUS_FAIL,
            "archive.db is damaged (%s); the originals are not: import the folder warc/ into a new "
            "archive",
            text);
    case SQLITE_FULL:
        return error_set(err, STATUS_FAIL, "no room left on the disk for archive.db: %s", text);
    default:
        return error_set(err, STATUS_FAIL, "archive.db: %s", text);
    }
}

Status store_execute(sqlite3 *db, const char *sql, Error *err)
{
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : store_sqlite_error(db, code, err);
}

Statement statement_open(Store *store, StatementId id)
{
    Statement s = {.store = store};
    sqlite3_stmt **kept = &store->statements[id];
    if (!*kept)
        s.code = sqlite3_prepare_v3(store->db, statement_sql[id], -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    s.stmt = *kept;
    if (s.stmt && sqlite3_stmt_busy(s.stmt))
        sqlite3_reset(s.stmt); /* a guarded call (base/arena.h) was abandoned in the midst of its rows */
    return s;
}

void statement_close(Statement *s)
{
    if (s->stmt) {
        sqlite3_reset(s->stmt);
        sqlite3_clear_bindings(s->stmt);
    }
    s->stmt = NULL;
}

void statements_close(Store *store)
{
    for (size_t i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
}

static void note(Statement *s, int code)
{
    if (s->code == SQLITE_OK)
        s->code = code;
}

void statement_bind_null(Statement *s)
{
    s->bound++; /* values are NULL until they are bound */
}

void statement_bind_text_always(Statement *s, Slice text)
{
    s->bound++;
    if (s->stmt)
        note(s, sqlite3_bind_text64(s->stmt, s->bound, text.size ? text.data : "", text.size, SQLITE_STATIC,
                                    SQLITE_UTF8));
}

void statement_bind_text(Statement *s, Slice text)
{
    if (slice_is_empty(text))
        statement_bind_null(s);
    else
        statement_bind_text_always(s, text);
}

void statement_bind_number(Statement *s, int64_t number)
{
    s->bound++;
    if (s->stmt)
        note(s, sqlite3_bind_int64(s->stmt, s->bound, number));
}

void statement_bind_number_if(Statement *s, int64_t number)
{
    if (number == 0)
        statement_bind_null(s);
    else
        statement_bind_number(s, number);
}

void statement_bind_real(Statement *s, double number)
{
    s->bound++;
    if (s->stmt)
        note(s, sqlite3_bind_double(s->stmt, s->bound, number));
}

Status statement_next(Statement *s, Error *err)
{
    int code = s->code;
    if (code == SQLITE_OK) {
        assert(s->bound == sqlite3_bind_parameter_count(s->stmt));
        code = sqlite3_step(s->stmt);
    }
    s->taken = 0;
    if (code == SQLITE_ROW)
        return STATUS_OK;
    Status status = code == SQLITE_DONE ? STATUS_END : store_sqlite_error(s->store->db, code, err);
    statement_close(s);
    return status;
}

Status statement_run(Statement *s, Error *err)
{
    Status status = STATUS_OK;
    while (status == STATUS_OK)
        status = statement_next(s, err);
    return status == STATUS_END ? STATUS_OK : status;
}

Status statement_number(Statement *s, int64_t *number, Error *err)
{
    Status status = statement_next(s, err);
    *number = status == STATUS_OK ? statement_take_number(s) : 0;
    statement_close(s);
    return status;
}

Slice statement_take_text(Statement *s, Arena *arena)
{
    int column = s->taken++;
    const void *data = sqlite3_column_text(s->stmt, column);
    int size = sqlite3_column_bytes(s->stmt, column);
    return data && size > 0 ? arena_copy(arena, slice_of(data, (size_t)size)) : SLICE_EMPTY;
}

Slice statement_look_text(Statement *s)
{
    int column = s->taken++;
    const void *data = sqlite3_column_text(s->stmt, column);
    int size = sqlite3_column_bytes(s->stmt, column);
    return data && size > 0 ? slice_of(data, (size_t)size) : SLICE_EMPTY;
}

int64_t statement_take_number(Statement *s)
{
    return sqlite3_column_int64(s->stmt, s->taken++);
}

double statement_take_real(Statement *s)
{
    return sqlite3_column_double(s->stmt, s->taken++);
}

bool statement_take_is_null(Statement *s)
{
    return sqlite3_column_type(s->stmt, s->taken) == SQLITE_NULL;
}

Status statement_numbers(Statement *s, Arena *arena, int64_t **numbers, size_t *count, Error *err)
{
    struct {
        int64_t *items;
        size_t count, capacity;
    } list = {0};
    Status status;
    while ((status = statement_next(s, err)) == STATUS_OK) {
        int64_t number = statement_take_number(s);
        *LIST_ADD(arena, &list) = number;
    }
    *numbers = list.items;
    *count = list.count;
    return status == STATUS_END ? STATUS_OK : status;
}
