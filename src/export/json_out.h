/* JSON written straight into an arena, in the order of the calls. What is empty leaves no trace. */
#ifndef EXPORT_JSON_OUT_H
#define EXPORT_JSON_OUT_H

#include "base/builder.h"
#include "model/span.h"

#define JSON_OUT_DEPTH_MAX 12 /* ours to choose: the shapes of interface.md are at most 7 deep */

/* Plain data. Keys are NULL inside an array. */
typedef struct JsonOut {
    Builder b;
    bool is_pretty; /* two-space indented */
    unsigned depth;
    struct {
        size_t begin; /* where b stood before this object or array */
        bool is_used; /* has a member */
        bool was_used;
    } open[JSON_OUT_DEPTH_MAX];
} JsonOut;

void json_out_init(JsonOut *out, Arena *arena, bool is_pretty);
void json_out_object(JsonOut *out, const char *key);
void json_out_array(JsonOut *out, const char *key);
/* Closes the innermost; one without members is left out again, its key too. */
void json_out_end_object(JsonOut *out);
void json_out_end_array(JsonOut *out);
/* Closes the innermost and leaves it there though it be empty: a known answer, such as no hits. */
void json_out_keep_object(JsonOut *out);
void json_out_keep_array(JsonOut *out);

/* Bytes that are not UTF-8 become U+FFFD. */
void json_out_text(JsonOut *out, const char *key, Slice text);        /* not when empty */
void json_out_number(JsonOut *out, const char *key, uint64_t number); /* also 0 */
void json_out_number_if(JsonOut *out, const char *key, uint64_t number);
void json_out_real(JsonOut *out, const char *key, double number, int decimals); /* not when it rounds to 0 */
void json_out_flag(JsonOut *out, const char *key, bool flag);                   /* not when false */
void json_out_span(JsonOut *out, const char *key, Span span); /* [begin,end]; not when empty */
void json_out_texts(JsonOut *out, const char *key, const Slice *texts, size_t count);

/* The whole text, after the last end. */
Slice json_out_slice(const JsonOut *out);

#endif
