/* What a migration computes in C, behind the SQL of its step (schema.c).
 *
 * Layout 2: likenesses of versions and keys of photos' addresses; versions and photos that they show to be
 * one become one; a photo's own page is tied to its photo. So an archive of layout 1 stands as if it had been
 * imported by this version, and what comes in next finds everything. */
#include "store/inside.h"

typedef struct Filling {
    sqlite3 *db;
    Arena *arena; /* of one row */
    const char *select, *update;
    /* binds what `update` needs from the row of `select`; parameter 1 is the row's number */
    void (*bind)(struct Filling *filling, sqlite3_stmt *row, sqlite3_stmt *update);
} Filling;

static Slice column(sqlite3_stmt *row, int at)
{
    const void *data = sqlite3_column_text(row, at);
    return slice_of(data, (size_t)sqlite3_column_bytes(row, at));
}

static void bind_likeness(Filling *filling, sqlite3_stmt *row, sqlite3_stmt *update)
{
    sqlite3_bind_int64(update, 2, version_likeness(filling->arena, column(row, 1), column(row, 2)));
}

static void bind_href_key(Filling *filling, sqlite3_stmt *row, sqlite3_stmt *update)
{
    Slice href = column(row, 1), key = photo_href_key(filling->arena, href);
    if (slice_is_empty(key))
        key = href;
    sqlite3_bind_text64(update, 2, key.data, key.size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static Status fill(Filling *filling, Error *err)
{
    sqlite3_stmt *row = NULL, *update = NULL;
    int code = sqlite3_prepare_v2(filling->db, filling->select, -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(filling->db, filling->update, -1, &update, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        arena_reset(filling->arena);
        sqlite3_bind_int64(update, 1, sqlite3_column_int64(row, 0));
        filling->bind(filling, row, update);
        code = sqlite3_step(update);
        code = code == SQLITE_DONE ? sqlite3_reset(update) : code;
    }
    Status status = code == SQLITE_DONE ? STATUS_OK : store_sqlite_error(filling->db, code, err);
    sqlite3_finalize(update);
    sqlite3_finalize(row);
    return status;
}

#define LATEST " ORDER BY captured_s DESC, sha256 DESC, url DESC"

/* Versions without a text go where there is one with; of versions alike the latest capture's stays. */
static const char join_versions[] =
    "UPDATE version SET capture = (SELECT capture.number FROM article_capture JOIN capture"
    " ON capture.number = article_capture.capture WHERE article_capture.version = version.number" LATEST
    " LIMIT 1) WHERE text <> '';"
    "UPDATE article_capture SET version = NULL"
    " WHERE version IN (SELECT number FROM version WHERE text = '');"
    "CREATE TEMP TABLE twin AS SELECT version.number AS goes, first_value(version.number) OVER"
    " (PARTITION BY version.article, likeness" LATEST ") AS stays, first_seen_s"
    " FROM version JOIN capture ON capture.number = version.capture WHERE likeness IS NOT NULL;"
    "INSERT INTO twin SELECT version.number, (SELECT other.number FROM version AS other JOIN capture"
    " ON capture.number = other.capture WHERE other.article = version.article AND other.text <> ''" LATEST
    " LIMIT 1), NULL FROM version WHERE text = '';"
    "DELETE FROM twin WHERE goes = stays OR stays IS NULL;"
    "UPDATE version SET first_seen_s = min(first_seen_s, (SELECT min(first_seen_s) FROM twin"
    " WHERE stays = number)) WHERE number IN (SELECT stays FROM twin WHERE first_seen_s IS NOT NULL)"
    " AND first_seen_s IS NOT NULL;"
    "UPDATE article_capture SET version = (SELECT stays FROM twin WHERE goes = version)"
    " WHERE version IN (SELECT goes FROM twin);"
    "UPDATE article SET version = (SELECT stays FROM twin WHERE goes = version)"
    " WHERE version IN (SELECT goes FROM twin);"
    "DELETE FROM block WHERE version IN (SELECT goes FROM twin);"
    "DELETE FROM version WHERE number IN (SELECT goes FROM twin);"
    "DROP TABLE twin;";

/* Photos' own pages; photos without an id that are known by the same address as another. */
static const char join_photos[] =
    "UPDATE photo SET page = (SELECT article.number FROM photo_use JOIN article"
    " ON article.number = photo_use.article WHERE photo = photo.number AND position = 1"
    " AND page_kind = 'photo' ORDER BY article.id LIMIT 1) WHERE id IS NOT NULL;"
    "CREATE TEMP TABLE twin AS SELECT number AS goes, (SELECT other.number FROM photo AS other"
    " WHERE other.href_key = photo.href_key AND (other.id IS NULL OR other.page IS NOT NULL)"
    " ORDER BY other.id IS NULL, other.id, other.number LIMIT 1) AS stays, href"
    " FROM photo WHERE id IS NULL;"
    "DELETE FROM twin WHERE goes = stays OR stays IS NULL;"
    "UPDATE photo_use SET href = coalesce(href, (SELECT href FROM twin WHERE goes = photo)),"
    " photo = (SELECT stays FROM twin WHERE goes = photo) WHERE photo IN (SELECT goes FROM twin);"
    "DELETE FROM photo WHERE number IN (SELECT goes FROM twin);"
    "DROP TABLE twin;";

Status migrate_to_2(sqlite3 *db, Error *err)
{
    Arena *arena = arena_open(SIZE_MAX);
    Filling versions = {db, arena, "SELECT number, headline, text FROM version WHERE text <> ''",
                        "UPDATE version SET likeness = ?2 WHERE number = ?1", bind_likeness};
    Filling photos = {db, arena, "SELECT number, href FROM photo WHERE href IS NOT NULL",
                      "UPDATE photo SET href_key = ?2 WHERE number = ?1", bind_href_key};
    Status status = fill(&versions, err);
    if (status == STATUS_OK)
        status = store_execute(db, join_versions, err);
    if (status == STATUS_OK)
        status = fill(&photos, err);
    if (status == STATUS_OK)
        status = store_execute(db, join_photos, err);
    arena_close(arena);
    return status;
}
