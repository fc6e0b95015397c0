/* The names of fields, as they are typed in queries and written in answers. */
#include "model/document.h"

typedef struct FieldName {
    Slice name;
    int field;
} FieldName;

static const Slice text_names[TEXT_FIELDS + 1] = {
    [FIELD_HEADLINE] = SLICE_INIT("headline"), [FIELD_SUBHEADLINE] = SLICE_INIT("subheadline"),
    [FIELD_BODY] = SLICE_INIT("body"),         [FIELD_CAPTION] = SLICE_INIT("caption"),
    [FIELD_BYLINE] = SLICE_INIT("byline"),     [FIELD_DATELINE] = SLICE_INIT("dateline"),
    [FIELD_LEAD] = SLICE_INIT("lead"),         [FIELD_TURN] = SLICE_INIT("turn"),
    [FIELD_ALL] = SLICE_INIT("all"),
};

static const FieldName text_aliases[] = {
    {SLICE_INIT("hd"), FIELD_HEADLINE},
    {SLICE_INIT("title"), FIELD_HEADLINE},
    {SLICE_INIT("by"), FIELD_BYLINE},
    {SLICE_INIT("author"), FIELD_BYLINE},
};

static const Slice facet_names[FACET_FIELDS] = {
    [FACET_SECTION] = SLICE_INIT("section"),   [FACET_TAG] = SLICE_INIT("tag"),
    [FACET_AUTHOR] = SLICE_INIT("author"),     [FACET_AGENCY] = SLICE_INIT("agency"),
    [FACET_PLACE] = SLICE_INIT("place"),       [FACET_LANG] = SLICE_INIT("lang"),
    [FACET_KIND] = SLICE_INIT("kind"),         [FACET_GENRE] = SLICE_INIT("genre"),
    [FACET_CREDIT] = SLICE_INIT("credit"),     [FACET_PHOTOGRAPHER] = SLICE_INIT("photographer"),
    [FACET_MEDIA] = SLICE_INIT("media"),       [FACET_HAS] = SLICE_INIT("has"),
    [FACET_HOST] = SLICE_INIT("host"),         [FACET_ID] = SLICE_INIT("id"),
    [FACET_SLUG] = SLICE_INIT("slug"),         [FACET_YEAR] = SLICE_INIT("year"),
    [FACET_MONTH] = SLICE_INIT("month"),       [FACET_DAY] = SLICE_INIT("day"),
    [FACET_HEADLINE] = SLICE_INIT("headline"), [FACET_REPRINT] = SLICE_INIT("reprint"),
};

Slice text_field_name(TextField field)
{
    return text_names[field];
}

bool text_field_find(Slice name, TextField *field)
{
    for (size_t i = 0; i <= TEXT_FIELDS; i++) {
        if (slice_equal(name, text_names[i])) {
            *field = (TextField)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof text_aliases / sizeof *text_aliases; i++) {
        if (slice_equal(name, text_aliases[i].name)) {
            *field = (TextField)text_aliases[i].field;
            return true;
        }
    }
    return false;
}

Slice facet_field_name(FacetField field)
{
    return facet_names[field];
}

bool facet_field_find(Slice name, FacetField *field)
{
    for (size_t i = 0; i < FACET_FIELDS; i++) {
        if (slice_equal(name, facet_names[i])) {
            *field = (FacetField)i;
            return true;
        }
    }
    return false;
}
