/* The names of fields, as they are typed in queries and written in answers. */
#include "model/document.h"

typedef struct FieldName {
    Slice name;
    int field;
} FieldName;

static const Slice text_names[TEXT_FIELDS + 1] = {
    [FIELD_HEADLINE] = {"headline", 8}, [FIELD_SUBHEADLINE] = {"subheadline", 11},
    [FIELD_BODY] = {"body", 4},         [FIELD_CAPTION] = {"caption", 7},
    [FIELD_BYLINE] = {"byline", 6},     [FIELD_DATELINE] = {"dateline", 8},
    [FIELD_LEAD] = {"lead", 4},         [FIELD_ALL] = {"all", 3},
};

static const FieldName text_aliases[] = {
    {{"hd", 2}, FIELD_HEADLINE},
    {{"title", 5}, FIELD_HEADLINE},
    {{"by", 2}, FIELD_BYLINE},
    {{"author", 6}, FIELD_BYLINE},
};

static const Slice facet_names[FACET_FIELDS] = {
    [FACET_SECTION] = {"section", 7}, [FACET_TAG] = {"tag", 3},
    [FACET_AUTHOR] = {"author", 6},   [FACET_AGENCY] = {"agency", 6},
    [FACET_PLACE] = {"place", 5},     [FACET_LANG] = {"lang", 4},
    [FACET_KIND] = {"kind", 4},       [FACET_GENRE] = {"genre", 5},
    [FACET_CREDIT] = {"credit", 6},   [FACET_PHOTOGRAPHER] = {"photographer", 12},
    [FACET_MEDIA] = {"media", 5},     [FACET_HAS] = {"has", 3},
    [FACET_HOST] = {"host", 4},       [FACET_ID] = {"id", 2},
    [FACET_SLUG] = {"slug", 4},       [FACET_YEAR] = {"year", 4},
    [FACET_MONTH] = {"month", 5},     [FACET_DAY] = {"day", 3},
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
