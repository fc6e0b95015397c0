/* JSON texts come in as strangers wrote them and go out as json-c's objects; objects come in and go out as
 * text.
 *
 * json-c does the reading and writing. This file adds what it leaves open: limits on size and depth, a
 * refusal of anything behind the value, texts that are not valid UTF-8, and members that stay away when
 * nothing is known. Reading is patient (a comma too many, single quotes, raw line breaks in strings): pages
 * have all of these. */
#include "syntax/json.h"

#include <limits.h>
#include <math.h>

#include "base/utf8.h"

#define JSON_DEPTH_MAX 64
#define JSON_DECIMALS_MAX 17

static Status json_refuse(Error *err, enum json_tokener_error why, size_t at)
{
    if (why == json_tokener_error_depth)
        return error_set(err, STATUS_SKIP, "JSON nested deeper than %d at byte %zu", JSON_DEPTH_MAX, at);
    if (why == json_tokener_continue)
        return error_set(err, STATUS_SKIP, "JSON ends within a value");
    return error_set(err, STATUS_SKIP, "no JSON at byte %zu: %s", at, json_tokener_error_desc(why));
}

Status json_read(Slice text, size_t limit, struct json_object **value, Error *err)
{
    *value = NULL;
    if (text.size > limit || text.size > INT_MAX - 1)
        return error_set(err, STATUS_SKIP, "JSON of %zu bytes is over the limit of %zu", text.size, limit);
    if (slice_is_empty(slice_trim(text)))
        return error_set(err, STATUS_SKIP, "no JSON: the text is empty");
    size_t valid = utf8_valid_size(text);
    if (valid < text.size)
        return error_set(err, STATUS_SKIP, "JSON is not UTF-8 at byte %zu", valid);

    struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX);
    if (!tokener)
        fatal("out of memory");
    struct json_object *read = json_tokener_parse_ex(tokener, text.data, (int)text.size);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    if (error == json_tokener_continue) { /* a number has its end only where something follows */
        read = json_tokener_parse_ex(tokener, " ", 1);
        error = json_tokener_get_error(tokener);
        end = text.size;
    }
    Status status = STATUS_OK;
    if (error != json_tokener_success)
        status = json_refuse(err, error, end);
    else if (!slice_is_empty(slice_trim(slice_skip(text, end))))
        status = error_set(err, STATUS_SKIP, "something stands behind the JSON value at byte %zu", end);
    json_tokener_free(tokener);
    if (status != STATUS_OK) {
        json_object_put(read);
        return status;
    }
    *value = read;
    return STATUS_OK;
}

static void json_add(struct json_object *object, const char *key, struct json_object *member)
{
    if (!member || json_object_object_add(object, key, member) != 0)
        fatal("out of memory");
}

void json_add_text(struct json_object *object, const char *key, Slice text)
{
    if (!slice_is_empty(text))
        json_add(object, key, json_object_new_string_len(text.data, slice_print_size(text)));
}

void json_add_number(struct json_object *object, const char *key, uint64_t number)
{
    json_add(object, key, json_object_new_uint64(number));
}

void json_add_number_if(struct json_object *object, const char *key, uint64_t number)
{
    if (number)
        json_add_number(object, key, number);
}

void json_add_real(struct json_object *object, const char *key, double number, int decimals)
{
    char text[400]; /* a double has at most 309 digits before the point */
    if (!isfinite(number))
        return;
    assert(decimals >= 0 && decimals <= JSON_DECIMALS_MAX);
    int size = snprintf(text, sizeof text, "%.*f", decimals, number);
    while (decimals > 0 && text[size - 1] == '0')
        text[--size] = '\0';
    if (text[size - 1] == '.')
        text[--size] = '\0';
    if (slice_equal(slice_from(text), SLICE("0")) || slice_equal(slice_from(text), SLICE("-0")))
        return;
    json_add(object, key, json_object_new_double_s(number, text));
}

void json_add_flag(struct json_object *object, const char *key, bool flag)
{
    if (flag)
        json_add(object, key, json_object_new_boolean(1));
}

static bool json_is_empty(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return true;
    case json_type_object:
        return json_object_object_length(value) == 0;
    case json_type_array:
        return json_object_array_length(value) == 0;
    case json_type_string:
        return json_object_get_string_len(value) == 0;
    default:
        return false;
    }
}

void json_add_object(struct json_object *object, const char *key, struct json_object *child)
{
    if (json_is_empty(child))
        json_object_put(child);
    else
        json_add(object, key, child);
}

static struct json_object *json_member(struct json_object *object, const char *key)
{
    struct json_object *member = NULL;
    if (!object || !json_object_is_type(object, json_type_object))
        return NULL;
    return json_object_object_get_ex(object, key, &member) ? member : NULL;
}

Slice json_get_text(struct json_object *object, const char *key)
{
    struct json_object *member = json_member(object, key);
    if (!member || !json_object_is_type(member, json_type_string))
        return SLICE_EMPTY;
    return slice_of(json_object_get_string(member), (size_t)json_object_get_string_len(member));
}

struct json_object *json_get(struct json_object *object, const char *key)
{
    struct json_object *member = json_member(object, key);
    return member && json_object_is_type(member, json_type_object) ? member : NULL;
}

Slice json_write(Arena *arena, struct json_object *value, bool is_pretty)
{
    int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
    if (is_pretty)
        flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
    if (!value)
        return SLICE("null");
    size_t size = 0;
    const char *text = json_object_to_json_string_length(value, flags, &size);
    if (!text)
        fatal("out of memory");
    return arena_copy(arena, slice_of(text, size));
}
