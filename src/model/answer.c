/* The words of interface.md for how an address was resolved. */
#include "model/answer.h"

Slice resolve_why_name(ResolveWhy why)
{
    static const Slice names[RESOLVE_WHYS] = {
        [WHY_CANONICAL] = {"canonical", 9},
        [WHY_ALIAS] = {"alias", 5},
        [WHY_REDIRECT] = {"redirect", 8},
        [WHY_SHARE_KEY] = {"share-key", 9},
        [WHY_HOST] = {"host", 4},
        [WHY_SLUG] = {"slug", 4},
        [WHY_LEGACY_RULE] = {"legacy-rule", 11},
        [WHY_ID] = {"id", 2},
        [WHY_ATTACHMENT] = {"attachment", 10},
        [WHY_MERGED] = {"merged", 6},
        [WHY_WITHHELD] = {"withheld", 8},
        [WHY_LAW] = {"law", 3},
        [WHY_UNKNOWN] = {"unknown", 7},
    };
    return names[why];
}
