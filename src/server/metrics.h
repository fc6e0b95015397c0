/* What the server counts, and how it tells it to Prometheus (text format 0.0.4). Safe to use from all
 * threads. */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H

#include "base/builder.h"

typedef struct Metrics Metrics;

/* One answer that was sent. */
typedef struct MetricsAnswer {
    unsigned route; /* a RouteKind */
    int status;
    bool is_found; /* it stood in the cache */
    size_t bytes;
    int64_t took_us; /* from the head of the request to the end of the answer */
} MetricsAnswer;

/* What is measured when somebody asks. */
typedef struct MetricsNow {
    unsigned connections, answering;
    uint64_t generation;
    size_t cache_bytes;
    uint64_t thumbs_made, thumbs_refused, thumbs_found, thumbs_turned_away, thumbs_bytes;
} MetricsNow;

Metrics *metrics_open(void);
void metrics_close(Metrics *metrics);
void metrics_count(Metrics *metrics, const MetricsAnswer *answer);
void metrics_write(Metrics *metrics, const MetricsNow *now, Builder *out);
/* The name of a route in metrics and logs: "search", "year"; "page" for what the paper published. */
const char *metrics_route(unsigned route);

#endif
