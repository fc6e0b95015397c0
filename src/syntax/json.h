/* JSON through json-c: reading with limits, and small helpers that leave out what is unknown. */
#ifndef SYNTAX_JSON_H
#define SYNTAX_JSON_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/error.h"

/* Reads one value. SKIP: not JSON, deeper than 64, or over `limit` bytes. Release with json_object_put. */
MUST_CHECK Status json_read(Slice text, size_t limit, struct json_object **value, Error *err);
/* Members are left out when empty, 0 or false. */
void json_add_text(struct json_object *object, const char *key, Slice text);
void json_add_number(struct json_object *object, const char *key, uint64_t number);     /* also when 0 */
void json_add_number_if(struct json_object *object, const char *key, uint64_t number);  /* not when 0 */
void json_add_real(struct json_object *object, const char *key, double number, int decimals);
void json_add_flag(struct json_object *object, const char *key, bool flag);             /* not when false */
void json_add_object(struct json_object *object, const char *key, struct json_object *child); /* not when it is empty; takes it */
/* Text of an object's member, empty if absent or no string. Lives as long as the object. */
Slice json_get_text(struct json_object *object, const char *key);
struct json_object *json_get(struct json_object *object, const char *key); /* NULL if absent or not an object */
/* The serialised form in the arena; pretty: two-space indented. Slashes are not escaped. */
Slice json_write(Arena *arena, struct json_object *value, bool is_pretty);

#endif
