/* The words of interface.md for how an address was resolved. */
#include "model/answer.h"

Slice resolve_why_name(ResolveWhy why)
{
    static const Slice names[RESOLVE_WHYS] = {
        [WHY_CANONICAL] = SLICE_INIT("canonical"),
        [WHY_ALIAS] = SLICE_INIT("alias"),
        [WHY_REDIRECT] = SLICE_INIT("redirect"),
        [WHY_SHARE_KEY] = SLICE_INIT("share-key"),
        [WHY_HOST] = SLICE_INIT("host"),
        [WHY_SLUG] = SLICE_INIT("slug"),
        [WHY_LEGACY_RULE] = SLICE_INIT("legacy-rule"),
        [WHY_ID] = SLICE_INIT("id"),
        [WHY_ATTACHMENT] = SLICE_INIT("attachment"),
        [WHY_MERGED] = SLICE_INIT("merged"),
        [WHY_WITHHELD] = SLICE_INIT("withheld"),
        [WHY_LAW] = SLICE_INIT("law"),
        [WHY_UNKNOWN] = SLICE_INIT("unknown"),
    };
    return names[why];
}
