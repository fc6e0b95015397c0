/* Counters by route and status, and a histogram of how long answers took. A counter is an atomic of its own:
 * two threads that count do not wait for each other. */
#include "server/metrics.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "server/inside.h"

enum { STATUS_SLOTS = 16, BUCKETS = 12, ROUTE_GROUPS = 3 };

static const int STATUSES[STATUS_SLOTS] = {200, 206, 301, 302, 304, 400, 404, 405,
                                           410, 413, 414, 416, 451, 500, 503, 0 /* another */};

static const char *const ROUTE_NAMES[ROUTES] = {
    [ROUTE_NONE] = "page",
    [ROUTE_FRONT] = "front",
    [ROUTE_SEARCH] = "search",
    [ROUTE_CATEGORY] = "category",
    [ROUTE_TAG] = "tag",
    [ROUTE_AUTHOR] = "author",
    [ROUTE_YEAR] = "year",
    [ROUTE_MONTH] = "month",
    [ROUTE_DAY] = "day",
    [ROUTE_DAY_NAME] = "day",
    [ROUTE_MEDIA] = "media",
    [ROUTE_MISSING] = "missing",
    [ROUTE_ID] = "id",
    [ROUTE_WEB] = "web",
    [ROUTE_CAPTURED] = "captured",
    [ROUTE_FILE] = "file",
    [ROUTE_THUMB] = "thumb",
    [ROUTE_API_SEARCH] = "api_search",
    [ROUTE_API_ARTICLE] = "api",
    [ROUTE_API_RESOLVE] = "api_resolve",
    [ROUTE_HEALTH] = "healthz",
    [ROUTE_METRICS] = "metrics",
    [ROUTE_ROBOTS] = "robots",
    [ROUTE_STYLE] = "style",
    [ROUTE_ICON] = "icon",
    [ROUTE_FAVICON] = "icon",
    [ROUTE_SECURITY] = "security",
    [ROUTE_CALENDAR] = "calendar",
    [ROUTE_CALENDAR_YEAR] = "calendar",
    [ROUTE_WALL] = "photos",
    [ROUTE_SECTIONS] = "category",
    [ROUTE_WRITERS] = "author",
    [ROUTE_TAGS] = "tag",
    [ROUTE_ABOUT] = "about",
    [ROUTE_SITEMAP] = "sitemap",
    [ROUTE_SITEMAP_PART] = "sitemap",
    [ROUTE_API_SUGGEST] = "api_suggest",
};

/* Upper bounds of the buckets, in microseconds; the last has none. */
static const int64_t BOUNDS_US[BUCKETS] = {100,   250,   500,    1000,   2500,    5000,
                                           10000, 50000, 100000, 500000, 2500000, INT64_MAX};

/* Pages that are made in different ways have different times: what the paper published, searches, the rest.
 */
typedef struct Histogram {
    _Atomic uint64_t buckets[BUCKETS];
    _Atomic uint64_t sum_us;
} Histogram;
static const char *const GROUP_NAMES[ROUTE_GROUPS] = {"page", "search", "other"};

struct Metrics {
    _Atomic uint64_t requests[ROUTES][STATUS_SLOTS];
    _Atomic uint64_t found, bytes;
    Histogram took[ROUTE_GROUPS];
    int64_t started_s;
};

Metrics *metrics_open(void)
{
    Metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics)
        fatal("memory is used up");
    metrics->started_s = clock_unix_s();
    return metrics;
}

void metrics_close(Metrics *metrics)
{
    free(metrics);
}

const char *metrics_route(unsigned route)
{
    return route < ROUTES && ROUTE_NAMES[route] ? ROUTE_NAMES[route] : "other";
}

static size_t slot_of(int status)
{
    size_t slot = 0;
    while (slot + 1 < STATUS_SLOTS && STATUSES[slot] != status)
        slot++;
    return slot;
}

static Histogram *histogram_of(Metrics *metrics, unsigned route)
{
    bool is_search = route == ROUTE_SEARCH || route == ROUTE_API_SEARCH;
    return &metrics->took[route == ROUTE_NONE || route == ROUTE_ID ? 0 : is_search ? 1 : 2];
}

static void add(_Atomic uint64_t *counter, uint64_t number)
{
    atomic_fetch_add_explicit(counter, number, memory_order_relaxed);
}

void metrics_count(Metrics *metrics, const MetricsAnswer *answer)
{
    unsigned route = answer->route < ROUTES ? answer->route : ROUTE_NONE;
    add(&metrics->requests[route][slot_of(answer->status)], 1);
    add(&metrics->found, answer->is_found);
    add(&metrics->bytes, answer->bytes);
    Histogram *took = histogram_of(metrics, route);
    size_t bucket = 0;
    while (answer->took_us > BOUNDS_US[bucket])
        bucket++;
    add(&took->buckets[bucket], 1);
    add(&took->sum_us, (uint64_t)(answer->took_us > 0 ? answer->took_us : 0));
}

/* ---- writing ---- */

static void head(Builder *out, const char *name, const char *kind, const char *help)
{
    builder_format(out, "# HELP backfile_%s %s\n# TYPE backfile_%s %s\n", name, help, name, kind);
}

static void one(Builder *out, const char *name, const char *kind, const char *help, uint64_t value)
{
    head(out, name, kind, help);
    builder_format(out, "backfile_%s %llu\n", name, (unsigned long long)value);
}

/* Routes of one name are one line. */
static void write_requests(Metrics *metrics, Builder *out)
{
    head(out, "requests_total", "counter", "Answers by what was asked for and status.");
    for (unsigned route = 0; route < ROUTES; route++)
        for (size_t slot = 0; slot < STATUS_SLOTS; slot++) {
            uint64_t count = 0;
            bool is_first = true;
            for (unsigned other = 0; other < ROUTES; other++) {
                if (strcmp(metrics_route(other), metrics_route(route)) != 0)
                    continue;
                is_first &= other >= route;
                count += metrics->requests[other][slot];
            }
            if (count == 0 || !is_first)
                continue;
            builder_format(out, "backfile_requests_total{route=\"%s\",status=\"", metrics_route(route));
            if (STATUSES[slot])
                builder_format(out, "%d", STATUSES[slot]);
            else
                builder_add_string(out, "other");
            builder_format(out, "\"} %llu\n", (unsigned long long)count);
        }
}

static void write_histogram(const Histogram *took, const char *group, Builder *out)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        sum += took->buckets[i];
        builder_format(out, "backfile_answer_seconds_bucket{group=\"%s\",le=\"", group);
        if (i + 1 < BUCKETS)
            builder_format(out, "%g", (double)BOUNDS_US[i] / 1e6);
        else
            builder_add_string(out, "+Inf");
        builder_format(out, "\"} %llu\n", (unsigned long long)sum);
    }
    builder_format(out, "backfile_answer_seconds_sum{group=\"%s\"} %.6f\n", group,
                   (double)took->sum_us / 1e6);
    builder_format(out, "backfile_answer_seconds_count{group=\"%s\"} %llu\n", group, (unsigned long long)sum);
}

/* Bytes of memory that are in use, as the system counts them. */
static uint64_t resident_bytes(Arena *arena)
{
    Slice text = SLICE_EMPTY, word;
    Error ignored;
    int fd = -1;
    uint64_t pages = 0;
    if (file_open("/proc/self/statm", O_RDONLY, &fd, &ignored) == STATUS_OK &&
        file_read_stream(arena, fd, "statm", 4096, &text, &ignored) == STATUS_OK &&
        slice_next_split(&text, ' ', &word) && slice_next_split(&text, ' ', &word) &&
        !slice_to_u64(word, &pages))
        pages = 0;
    file_close(fd);
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static double cpu_seconds(void)
{
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) != 0)
        return 0;
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void metrics_write(Metrics *metrics, const MetricsNow *now, Builder *out)
{
    write_requests(metrics, out);
    head(out, "answer_seconds", "histogram", "From the head of a request to the end of its answer.");
    for (size_t i = 0; i < ROUTE_GROUPS; i++)
        write_histogram(&metrics->took[i], GROUP_NAMES[i], out);
    one(out, "cache_hits_total", "counter", "Answers that stood ready in memory.", metrics->found);
    one(out, "cache_bytes", "gauge", "Bytes of the answers that stand ready.", now->cache_bytes);
    one(out, "sent_bytes_total", "counter", "Bytes of bodies sent.", metrics->bytes);
    one(out, "connections", "gauge", "Open connections.", now->connections);
    one(out, "answering", "gauge", "Requests being answered.", now->answering);
    one(out, "generation", "gauge", "State of the archive; each commit has a greater one.", now->generation);
    one(out, "photos_resized_total", "counter", "Photos made in another width.", now->thumbs_made);
    one(out, "photos_not_resized_total", "counter", "Photos that could not be.", now->thumbs_refused);
    one(out, "photos_found_total", "counter", "Photos found in the folder of those made.", now->thumbs_found);
    one(out, "photos_turned_away_total", "counter", "Photos sent as they are since too many waited.",
        now->thumbs_turned_away);
    one(out, "photos_bytes", "gauge", "Bytes of the folder of resized photos.", now->thumbs_bytes);
    builder_format(out,
                   "# HELP process_resident_memory_bytes Resident memory size in bytes.\n"
                   "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes %llu\n"
                   "# HELP process_cpu_seconds_total Processor time spent, in seconds.\n"
                   "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %.2f\n"
                   "# HELP process_start_time_seconds Start of the process since the Unix epoch.\n"
                   "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds %lld\n",
                   (unsigned long long)resident_bytes(out->arena), cpu_seconds(),
                   (long long)metrics->started_s);
}
