/* Sections, tags and authors: a slug and how it is shown.
 *
 * The label met first stands in the table; an article that prints another keeps its own beside it, so that
 * each comes out as it was printed. */
#include "store/inside.h"

static const struct {
    FacetField field;
    StatementId find, add, name;
} label_tables[] = {
    {FACET_SECTION, SQL_SECTION_FIND, SQL_SECTION_ADD, SQL_SECTION_NAME},
    {FACET_TAG, SQL_TAG_FIND, SQL_TAG_ADD, SQL_TAG_NAME},
    {FACET_AUTHOR, SQL_AUTHOR_FIND, SQL_AUTHOR_ADD, SQL_AUTHOR_NAME},
};
#define LABEL_TABLES (sizeof label_tables / sizeof label_tables[0])

static size_t table_of(FacetField field)
{
    size_t i = 0;
    while (i < LABEL_TABLES && label_tables[i].field != field)
        i++;
    return i;
}

static Status find_label(Store *store, size_t table, Arena *arena, Slice slug, int64_t *number, Slice *label,
                         Error *err)
{
    Statement s = statement_open(store, label_tables[table].find);
    statement_bind_text_always(&s, slug);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        *number = statement_take_number(&s);
        *label = statement_take_text(&s, arena);
    }
    statement_close(&s);
    return status;
}

static Status add_label(Store *store, size_t table, Slice slug, Slice label, int64_t *number, Error *err)
{
    Statement s = statement_open(store, label_tables[table].add);
    statement_bind_text_always(&s, slug);
    statement_bind_text(&s, label);
    Status status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static Status name_label(Store *store, size_t table, int64_t number, Slice label, Error *err)
{
    Statement s = statement_open(store, label_tables[table].name);
    statement_bind_number(&s, number);
    statement_bind_text(&s, label);
    return statement_run(&s, err);
}

Status label_put(Store *store, FacetField field, Slice slug, Slice label, int64_t *number, bool *is_own,
                 Error *err)
{
    size_t table = table_of(field);
    assert(table < LABEL_TABLES);
    Slice kept = SLICE_EMPTY;
    *is_own = !slice_is_empty(label);
    Status status = find_label(store, table, store->scratch, slug, number, &kept, err);
    if (status == STATUS_END)
        return add_label(store, table, slug, label, number, err);
    if (status == STATUS_OK && slice_is_empty(kept) && *is_own)
        return name_label(store, table, *number, label, err);
    *is_own = *is_own && slice_equal(kept, label);
    return status;
}

Status store_label(Store *store, Arena *arena, FacetField field, Slice slug, Slice *label, Error *err)
{
    int64_t number;
    *label = SLICE_EMPTY;
    size_t table = table_of(field);
    if (table == LABEL_TABLES)
        return STATUS_END;
    Status status = find_label(store, table, arena, slug, &number, label, err);
    return status == STATUS_OK && slice_is_empty(*label) ? STATUS_END : status;
}
