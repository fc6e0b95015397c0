/* The words by which archive.db calls what a site teaches. */
#include "model/site.h"

#include <assert.h>

static const Slice field_names[] = {[SITE_HEADLINE] = SLICE_INIT("headline"),
                                    [SITE_AUTHOR] = SLICE_INIT("author"),
                                    [SITE_PUBLISHED] = SLICE_INIT("published"),
                                    [SITE_SECTION] = SLICE_INIT("section"),
                                    [SITE_LINE] = SLICE_INIT("line")};

Slice site_field_name(SiteField field)
{
    assert(field <= SITE_LINE);
    return field_names[field];
}

SiteField site_field_find(Slice name)
{
    int field = 0;
    while (field <= SITE_LINE && !slice_equal(field_names[field], name))
        field++;
    return (SiteField)field;
}
