/* What a value of JSON-LD says, whichever way it is said: {"name": ...}, {"@value": ...}, a list, or the bare
 * text. */
#include "extract/linked.h"

Slice linked_text(const Json *value)
{
    static const char *const names[] = {"name", "@value", "url", "@id"};
    for (int depth = 0; value && depth < 4; depth++) {
        switch (value->kind) {
        case JSON_ARRAY:
            value = value->first;
            continue;
        case JSON_OBJECT: {
            const Json *inner = NULL;
            for (size_t i = 0; i < sizeof names / sizeof names[0] && !inner; i++)
                inner = json_get(value, names[i]);
            value = inner;
            continue;
        }
        case JSON_WORD:
            return SLICE_EMPTY; /* null, true */
        default:
            return slice_trim(value->text);
        }
    }
    return SLICE_EMPTY;
}

Slice linked_get_text(const Json *object, const char *key)
{
    return linked_text(json_get(object, key));
}
