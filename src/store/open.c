/* Making, opening and closing an archive's store.
 *
 * A new archive.db is built beside its place and renamed when it is whole, so that a folder either holds an
 * archive or does not. Opening for writing takes DIR/lock first; readers take no lock, SQLite's write-ahead
 * log gives each a snapshot of the last commit. What PRAGMAs are set, and what they promise, is
 * docs/decisions/durability.md. */
#include "store/inside.h"

#include <fcntl.h>

#include "syntax/url.h"

#define APPLICATION_ID 0x4261636b /* "Back", for file(1) */

/* Settings by their keys in the table `about`. */
static const struct {
    const char *key;
    size_t offset;
} settings_keys[] = {
    {"title", offsetof(Settings, title)},       {"publisher", offsetof(Settings, publisher)},
    {"language", offsetof(Settings, language)}, {"timezone", offsetof(Settings, timezone)},
    {"base_url", offsetof(Settings, base_url)}, {"home_host", offsetof(Settings, home_host)},
};
#define SETTINGS_KEYS (sizeof settings_keys / sizeof settings_keys[0])

static Slice *settings_field(Settings *settings, size_t i)
{
    return (Slice *)(void *)((char *)settings + settings_keys[i].offset);
}

Status store_about_set(Store *store, const char *key, Slice value, Error *err)
{
    Statement s = statement_open(store, SQL_ABOUT_SET);
    statement_bind_text_always(&s, slice_from(key));
    statement_bind_text_always(&s, value);
    return statement_run(&s, err);
}

/* What every connection is told. A bulk writer keeps pages in its own cache; readers map the file, which
 * doubles cold reads. The writer's synchronous=FULL makes each commit outlive a power failure: one sync a
 * batch. */
static const char pragmas_all[] =
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
static const char pragmas_read[] = "PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -8192;";
static const char pragmas_write[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
                                    "foreign_keys = ON; PRAGMA cache_size = -32768;"
                                    "PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864;";

static Status database_open(const char *path, int flags, sqlite3 **db, Error *err)
{
    int code = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK) {
        Status status = store_sqlite_error(*db, code, err);
        sqlite3_close(*db);
        *db = NULL;
        return error_while(err, status, "opening '%s'", path);
    }
    sqlite3_busy_timeout(*db, 10000);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return store_execute(*db, pragmas_all, err);
}

static Status database_number(sqlite3 *db, const char *sql, int64_t *number, Error *err)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    Status status = code == SQLITE_ROW ? STATUS_OK : store_sqlite_error(db, code, err);
    sqlite3_finalize(stmt);
    return status;
}

/* Runs all missing steps of the layout in one transaction. */
static Status database_migrate(sqlite3 *db, int from, Error *err)
{
    Status status = store_execute(db, "BEGIN IMMEDIATE", err);
    if (status == STATUS_OK)
        status = schema_migrate(db, from, err);
    if (status == STATUS_OK)
        status = store_execute(db, "COMMIT", err);
    if (status != STATUS_OK && !sqlite3_get_autocommit(db))
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* ---- making ---- */

static bool is_left_over(Slice name)
{
    return slice_equal(name, SLICE("lock")) || slice_equal(name, SLICE("warc")) ||
           slice_starts_with(name, SLICE("archive.db-new"));
}

/* An empty folder, or one in which an earlier store_create was stopped. */
static Status check_empty(Arena *arena, const char *folder, Error *err)
{
    if (file_kind(path_join(arena, folder, "archive.db")) != FILE_MISSING)
        return error_set(err, STATUS_FAIL, "there is an archive in '%s' already", folder);
    Slices names = {0};
    Status status = file_list(arena, folder, &names, err);
    for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
        if (!is_left_over(names.items[i]))
            status = error_set(err, STATUS_FAIL, "'%s' is not empty: '%.*s' is in it", folder,
                               SLICE_ARG(names.items[i]));
    }
    return status;
}

static Status write_settings(sqlite3 *db, Arena *arena, const Settings *settings, Error *err)
{
    Settings copy = *settings;
    if (slice_is_empty(copy.home_host))
        copy.home_host = url_host(arena, copy.base_url);
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, statement_sql[SQL_ABOUT_SET], -1, &stmt, NULL);
    for (size_t i = 0; i < SETTINGS_KEYS && code == SQLITE_OK; i++) {
        Slice value = *settings_field(&copy, i);
        sqlite3_bind_text(stmt, 1, settings_keys[i].key, -1, SQLITE_STATIC);
        sqlite3_bind_text64(stmt, 2, value.size ? value.data : "", value.size, SQLITE_STATIC, SQLITE_UTF8);
        code = sqlite3_step(stmt) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(db);
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_OK ? STATUS_OK : store_sqlite_error(db, code, err);
}

static Status build_database(const char *path, Arena *arena, const Settings *settings, Error *err)
{
    sqlite3 *db = NULL;
    Status status = database_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db, err);
    if (status == STATUS_OK)
        status =
            store_execute(db,
                          "PRAGMA page_size = 8192; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE;"
                          "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;",
                          err);
    if (status == STATUS_OK)
        status = database_migrate(db, 0, err);
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d", APPLICATION_ID);
    if (status == STATUS_OK)
        status = store_execute(db, sql, err);
    if (status == STATUS_OK)
        status = store_execute(db, "BEGIN IMMEDIATE", err);
    if (status == STATUS_OK)
        status = write_settings(db, arena, settings, err);
    if (status == STATUS_OK)
        status = store_execute(db, "COMMIT; VACUUM; PRAGMA journal_mode = WAL", err);
    int code = sqlite3_close(db);
    return status == STATUS_OK && code != SQLITE_OK ? store_sqlite_error(NULL, code, err) : status;
}

static Status remove_left_overs(Arena *arena, const char *folder, Error *err)
{
    static const char *const names[] = {"archive.db-new", "archive.db-new-journal", "archive.db-new-wal",
                                        "archive.db-new-shm"};
    Status status = STATUS_OK;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && status == STATUS_OK; i++)
        status = file_remove(path_join(arena, folder, names[i]), err);
    return status;
}

static Status create_locked(Arena *arena, const char *folder, const Settings *settings, Error *err)
{
    const char *fresh = path_join(arena, folder, "archive.db-new");
    Status status = check_empty(arena, folder, err); /* again: somebody may have been quicker */
    if (status == STATUS_OK)
        status = remove_left_overs(arena, folder, err);
    if (status == STATUS_OK)
        status = file_make_folder(path_join(arena, folder, "warc"), err);
    if (status == STATUS_OK)
        status = build_database(fresh, arena, settings, err);
    if (status == STATUS_OK)
        status = file_rename(fresh, path_join(arena, folder, "archive.db"), err);
    if (status == STATUS_OK)
        status = file_sync_folder(folder, err);
    return status;
}

static Status lock_folder(Arena *arena, const char *folder, FileLock *lock, Error *err)
{
    Slice holder = SLICE_EMPTY;
    Status status = file_lock(arena, path_join(arena, folder, "lock"), SLICE("writing"), lock, &holder, err);
    if (status == STATUS_SKIP)
        return error_set(err, STATUS_FAIL, "the archive in '%s' is being written by another program: %.*s",
                         folder, SLICE_ARG(slice_trim(holder)));
    return status;
}

Status store_create(const char *folder, const Settings *settings, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    FileLock lock = {-1};
    Status status = file_make_folder(folder, err);
    if (status == STATUS_OK)
        status = check_empty(arena, folder, err);
    if (status == STATUS_OK)
        status = lock_folder(arena, folder, &lock, err);
    if (status == STATUS_OK) {
        status = create_locked(arena, folder, settings, err);
        file_unlock(&lock);
    }
    arena_close(arena);
    return error_while(err, status, "making an archive in '%s'", folder);
}

/* ---- opening ---- */

static Status load_about(Store *store, Error *err)
{
    Statement s = statement_open(store, SQL_ABOUT);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice key = statement_take_text(&s, store->arena);
        Slice value = statement_take_text(&s, store->arena);
        for (size_t i = 0; i < SETTINGS_KEYS; i++) {
            if (slice_equal(key, slice_from(settings_keys[i].key)))
                *settings_field(&store->settings, i) = value;
        }
        uint64_t *number = slice_equal(key, SLICE("batch"))     ? &store->batch
                           : slice_equal(key, SLICE("commits")) ? &store->commits
                                                                : NULL;
        if (number && !slice_to_u64(value, number)) {
            statement_close(&s);
            return error_set(err, STATUS_FAIL, "archive.db is damaged: its %.*s is '%.*s'", SLICE_ARG(key),
                             SLICE_ARG(value));
        }
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* A file: address of SQLite, for a folder that cannot be written: no log or lock file is looked for. */
static const char *immutable_address(Arena *arena, const char *path)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "file:");
    for (const char *c = path; *c; c++) {
        if (strchr("%?#", *c))
            builder_format(&b, "%%%02X", (unsigned)(unsigned char)*c);
        else
            builder_add_byte(&b, *c);
    }
    builder_add_string(&b, "?immutable=1");
    return arena_string(arena, builder_slice(&b));
}

static Status open_reading(Store *store, const char *path, int64_t *version, Error *err)
{
    Status status = database_open(path, SQLITE_OPEN_READONLY, &store->db, err);
    if (status == STATUS_OK)
        status = database_number(store->db, "PRAGMA user_version", version, err);
    int code = store->db ? sqlite3_errcode(store->db) & 0xff : SQLITE_OK;
    if (status != STATUS_OK && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY)) {
        sqlite3_close(store->db);
        store->db = NULL;
        status = database_open(immutable_address(store->arena, path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                               &store->db, err);
        if (status == STATUS_OK)
            status = database_number(store->db, "PRAGMA user_version", version, err);
    }
    if (status == STATUS_OK)
        status = store_execute(store->db, pragmas_read, err);
    return status;
}

static Status open_writing(Store *store, const char *path, int64_t *version, Error *err)
{
    Status status = lock_folder(store->arena, store->folder, &store->lock, err);
    store->is_locked = status == STATUS_OK;
    if (status == STATUS_OK)
        status = database_open(path, SQLITE_OPEN_READWRITE, &store->db, err);
    if (status == STATUS_OK)
        status = store_execute(store->db, pragmas_write, err);
    if (status == STATUS_OK)
        status = database_number(store->db, "PRAGMA user_version", version, err);
    return status;
}

static Status check_version(int64_t version, Error *err)
{
    if (version > LAYOUT_VERSION)
        return error_set(err, STATUS_FAIL,
                         "archive.db has layout %lld, made by a newer version of this program",
                         (long long)version);
    if (version < 1)
        return error_set(err, STATUS_FAIL, "archive.db is not an archive of this program: its layout is %lld",
                         (long long)version);
    return STATUS_OK;
}

static Status open_database(Store *store, Error *err)
{
    const char *path = path_join(store->arena, store->folder, "archive.db");
    if (file_kind(path) == FILE_MISSING)
        return error_set(err, STATUS_END, "there is no archive in '%s'", store->folder);
    int64_t version = 0;
    Status status = store->mode == STORE_WRITE ? open_writing(store, path, &version, err)
                                               : open_reading(store, path, &version, err);
    if (status == STATUS_OK)
        status = check_version(version, err);
    store->layout_version = (int)version;
    if (status == STATUS_OK && version < LAYOUT_VERSION && store->mode == STORE_WRITE) {
        status = database_migrate(store->db, (int)version, err);
        store->layout_version = LAYOUT_VERSION;
    }
    return status;
}

static Status open_whole(Store *store, Error *err)
{
    Status status = open_database(store, err);
    if (status == STATUS_OK && store->layout_version == LAYOUT_VERSION) {
        status = load_about(store, err);
        if (status == STATUS_OK && store->mode == STORE_WRITE)
            status = warc_writer_open(store, err);
    }
    return status;
}

static Store *store_make(const char *folder, StoreMode mode)
{
    Arena *arena = arena_open(SIZE_MAX);
    Store *store = ARENA_NEW(arena, Store);
    store->arena = arena;
    store->scratch = arena_open(SIZE_MAX);
    store->lent = arena_open(SIZE_MAX);
    store->folder = arena_string(arena, slice_from(folder));
    store->warc_folder = path_join(arena, folder, "warc");
    store->mode = mode;
    store->writer.fd = -1;
    store->unpacker = ZSTD_createDCtx();
    if (!store->unpacker)
        fatal("out of memory");
    return store;
}

/* A reader that meets an older layout has a writer bring it up to date first. */
static Status migrate_for_reader(const char *folder, Error *err)
{
    Store *writer = NULL;
    Status status = store_open(folder, STORE_WRITE, &writer, err);
    store_close(writer);
    return error_while(err, status, "bringing an older archive up to date");
}

Status store_open(const char *folder, StoreMode mode, Store **out, Error *err)
{
    Store *store = store_make(folder, mode);
    Status status = open_whole(store, err);
    if (status == STATUS_OK && store->layout_version < LAYOUT_VERSION) {
        store_close(store);
        status = migrate_for_reader(folder, err);
        store = store_make(folder, mode);
        if (status == STATUS_OK)
            status = open_whole(store, err);
    }
    if (status != STATUS_OK) {
        store_close(store);
        store = NULL;
    }
    *out = store;
    return error_while(err, status, "opening the archive in '%s'", folder);
}

void store_close(Store *store)
{
    if (!store)
        return;
    if (store->in_batch)
        store_rollback(store);
    warc_writer_close(store);
    warc_readers_close(store);
    ZSTD_freeDCtx(store->unpacker);
    statements_close(store);
    sqlite3_close(store->db);
    if (store->is_locked)
        file_unlock(&store->lock);
    arena_close(store->lent);
    arena_close(store->scratch);
    arena_close(store->arena);
}

Status store_stay_small(Store *store, Error *err)
{
    return store_execute(store->db, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = OFF;", err);
}

const Settings *store_settings(const Store *store)
{
    return &store->settings;
}

int store_layout_version(const Store *store)
{
    return store->layout_version;
}
