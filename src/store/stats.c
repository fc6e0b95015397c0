/* Counts and sizes for `stats`. */
#include "store/inside.h"

static Status take_day(Store *store, Arena *arena, const Zone *zone, StatementId id, Slice *day, Error *err)
{
    Statement s = statement_open(store, id);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        Moment moment = statement_take_moment(&s);
        if (moment_is_known(moment)) {
            int64_t days = moment_days(moment, zone).first;
            *day = moment_format(arena, (Moment){.local_s = days * 86400, .grain = GRAIN_DAY});
        }
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status take_counts(Store *store, ArchiveStats *stats, Error *err)
{
    uint64_t *const counts[] = {
        &stats->articles,   &stats->public_articles, &stats->versions,  &stats->captures, &stats->sources,
        &stats->addresses,  &stats->media,           &stats->authors,   &stats->sections, &stats->tags,
        &stats->warc_bytes, &stats->warc_raw_bytes,  &stats->text_bytes};
    Statement s = statement_open(store, SQL_STATS);
    Status status = statement_next(&s, err);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0] && status == STATUS_OK; i++)
        *counts[i] = (uint64_t)statement_take_number(&s);
    statement_close(&s);
    return status;
}

static uint64_t size_or_nothing(const char *path)
{
    uint64_t size = 0;
    return file_kind(path) == FILE_REGULAR && file_size(path, &size, NULL) == STATUS_OK ? size : 0;
}

Status store_stats(Store *store, Arena *arena, ArchiveStats *stats, Error *err)
{
    Zone *zone = NULL;
    *stats = (ArchiveStats){.layout_version = store->layout_version};
    Status status = take_counts(store, stats, err);
    if (status == STATUS_OK)
        status = zone_open(store->settings.timezone, &zone, err);
    if (status == STATUS_OK)
        status = take_day(store, arena, zone, SQL_STATS_FIRST_DAY, &stats->first_day, err);
    if (status == STATUS_OK)
        status = take_day(store, arena, zone, SQL_STATS_LAST_DAY, &stats->last_day, err);
    zone_close(zone);
    stats->database_bytes = size_or_nothing(path_join(arena, store->folder, "archive.db")) +
                            size_or_nothing(path_join(arena, store->folder, "archive.db-wal"));
    return error_while(err, status, "counting");
}
