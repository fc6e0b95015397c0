/* Sections, tags and authors: a slug and how it is shown.
 *
 * In: what captures call a slug. Out: one label for it, of the highest class, among equals the first in
 * bytewise order, so that order leaves no trace. An article keeps what it prints itself; one that prints
 * nothing shows the label, and is touched when that changes. */
#include "store/inside.h"

static const struct {
    FacetField field;
    StatementId find, add, name, touch;
} label_tables[] = {
    {FACET_SECTION, SQL_SECTION_FIND, SQL_SECTION_ADD, SQL_SECTION_NAME, SQL_TOUCH_SECTION},
    {FACET_TAG, SQL_TAG_FIND, SQL_TAG_ADD, SQL_TAG_NAME, SQL_TOUCH_TAG},
    {FACET_AUTHOR, SQL_AUTHOR_FIND, SQL_AUTHOR_ADD, SQL_AUTHOR_NAME, SQL_TOUCH_AUTHOR},
};
#define LABEL_TABLES (sizeof label_tables / sizeof label_tables[0])

static size_t table_of(FacetField field)
{
    size_t i = 0;
    while (i < LABEL_TABLES && label_tables[i].field != field)
        i++;
    return i;
}

typedef struct LabelRow {
    int64_t number;
    Slice label;
    ClaimClass class;
} LabelRow;

static Status find_label(Store *store, size_t table, Arena *arena, Slice slug, LabelRow *row, Error *err)
{
    *row = (LabelRow){0};
    Statement s = statement_open(store, label_tables[table].find);
    statement_bind_text_always(&s, slug);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        row->number = statement_take_number(&s);
        row->label = statement_take_text(&s, arena);
        row->class = (ClaimClass)statement_take_number(&s);
    }
    statement_close(&s);
    return status;
}

static Status add_label(Store *store, size_t table, Slice slug, Slice label, ClaimClass class,
                        int64_t *number, Error *err)
{
    Statement s = statement_open(store, label_tables[table].add);
    statement_bind_text_always(&s, slug);
    statement_bind_text(&s, label);
    statement_bind_number(&s, class);
    Status status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static Status name_label(Store *store, size_t table, int64_t number, Slice label, ClaimClass class,
                         Error *err)
{
    Statement s = statement_open(store, label_tables[table].name);
    statement_bind_number(&s, number);
    statement_bind_text(&s, label);
    statement_bind_number(&s, class);
    return statement_run(&s, err);
}

/* Where nothing is shown yet any word is better; an empty slug is no name of anything. */
static bool is_better_label(const LabelRow *row, Slice slug, Slice label, ClaimClass class)
{
    if (slice_is_empty(label) || slice_is_empty(slug))
        return false;
    if (slice_is_empty(row->label) || class != row->class)
        return slice_is_empty(row->label) || class > row->class;
    return slice_compare(label, row->label) < 0;
}

Status label_put(Store *store, FacetField field, Slice slug, Slice label, ClaimClass class, int64_t *number,
                 Error *err)
{
    LabelRow row;
    size_t table = table_of(field);
    assert(table < LABEL_TABLES);
    if (slice_is_empty(slug))
        label = SLICE_EMPTY;
    Status status = find_label(store, table, store->scratch, slug, &row, err);
    if (status == STATUS_END)
        return add_label(store, table, slug, label, slice_is_empty(label) ? 0 : class, number, err);
    *number = row.number;
    if (status != STATUS_OK || !is_better_label(&row, slug, label, class))
        return status;
    status = name_label(store, table, row.number, label, class, err);
    if (status == STATUS_OK && !slice_equal(label, row.label))
        touch_later(store, label_tables[table].touch, row.number);
    return status;
}

Status article_labels_put(Store *store, const Article *article, const ClaimRanks *ranks, Error *err)
{
    int64_t number;
    const Label *section = &article->section;
    Status status = STATUS_OK;
    if (!slice_is_empty(section->slug))
        status = label_put(store, FACET_SECTION, section->slug, section->label,
                           ranks->ranks[GROUP_SECTION].class, &number, err);
    for (size_t i = 1; i < article->sections.count && status == STATUS_OK; i++)
        status = label_put(store, FACET_SECTION, article->sections.items[i].slug,
                           article->sections.items[i].label, ranks->ranks[GROUP_SECTION].class, &number, err);
    for (size_t i = 0; i < article->tags.count && status == STATUS_OK; i++)
        status = label_put(store, FACET_TAG, article->tags.items[i].slug, article->tags.items[i].label,
                           ranks->ranks[GROUP_TAGS].class, &number, err);
    for (size_t i = 0; i < article->authors.count && status == STATUS_OK; i++)
        status = label_put(store, FACET_AUTHOR, article->authors.items[i].slug,
                           article->authors.items[i].name, ranks->ranks[GROUP_AUTHORS].class, &number, err);
    return status;
}

Status store_label_put(Store *store, FacetField field, Slice slug, Slice label, ClaimClass class, Error *err)
{
    int64_t number;
    assert(store->in_batch);
    if (slice_is_empty(slug) || slice_is_empty(label))
        return STATUS_OK;
    arena_reset(store->scratch);
    return error_while(err, label_put(store, field, slug, label, class, &number, err), "naming '%.*s'",
                       SLICE_ARG(slug));
}

Status store_label(Store *store, Arena *arena, FacetField field, Slice slug, Slice *label, Error *err)
{
    LabelRow row;
    *label = SLICE_EMPTY;
    size_t table = table_of(field);
    if (table == LABEL_TABLES)
        return STATUS_END;
    Status status = find_label(store, table, arena, slug, &row, err);
    *label = row.label;
    return status == STATUS_OK && slice_is_empty(*label) ? STATUS_END : status;
}
