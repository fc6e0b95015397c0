/* The lists of an article: authors, tags, names of its dateline, provenance, repairs, other ids, blocks.
 *
 * In and out: the lists of an Article, in their order; whatever goes in comes out the same. They are written
 * anew when the shown article changes. Blocks belong to a version; a block whose text lies in the article's
 * text keeps only its bounds, and one whose markup adds nothing keeps no markup. */
#include "store/inside.h"

#include "store/markup.h"
#include "syntax/html.h"

/* ---- moments: three columns ---- */

static const char *const grain_names[] = {
    [GRAIN_YEAR] = "year", [GRAIN_MONTH] = "month", [GRAIN_DAY] = "day", [GRAIN_MINUTE] = "minute"};

void statement_bind_moment(Statement *s, Moment m)
{
    if (!moment_is_known(m)) {
        statement_bind_null(s);
        statement_bind_null(s);
        statement_bind_null(s);
        return;
    }
    statement_bind_number(s, m.local_s);
    if (m.has_offset)
        statement_bind_number(s, m.offset_minutes);
    else
        statement_bind_null(s);
    statement_bind_text(s, slice_from(grain_names[m.grain]));
}

static Grain grain_find(Slice name)
{
    for (Grain grain = GRAIN_YEAR; grain <= GRAIN_MINUTE; grain++) {
        if (slice_equal(name, slice_from(grain_names[grain])))
            return grain;
    }
    return GRAIN_NONE;
}

/* Years 0 to 9999 and offsets of a day: what lies beyond was not written by us. */
static bool is_moment_sound(int64_t local_s, int64_t offset)
{
    return local_s >= -62167219200 && local_s <= 253402300799 && offset > -1440 && offset < 1440;
}

Moment statement_take_moment(Statement *s)
{
    int64_t local_s = statement_take_number(s);
    bool has_offset = !statement_take_is_null(s);
    int64_t offset = statement_take_number(s);
    int column = s->taken++;
    const void *name = sqlite3_column_text(s->stmt, column);
    Grain grain = grain_find(slice_of(name, (size_t)sqlite3_column_bytes(s->stmt, column)));
    if (grain == GRAIN_NONE || !is_moment_sound(local_s, offset))
        return (Moment){0};
    return (Moment){local_s, (int16_t)offset, has_offset, grain};
}

/* ---- writing ---- */

static Status drop(Store *store, StatementId id, int64_t number, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    return statement_run(&s, err);
}

static void bind_own(Statement *s, Slice text, bool is_own)
{
    if (is_own)
        statement_bind_null(s);
    else
        statement_bind_text_always(s, text);
}

static Status put_authors(Store *store, const Article *article, const ClaimRanks *ranks, bool is_new,
                          Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_ARTICLE_AUTHORS_DROP, article->number, err);
    for (size_t i = 0; i < article->authors.count && status == STATUS_OK; i++) {
        const Author *author = &article->authors.items[i];
        int64_t number;
        status = label_put(store, FACET_AUTHOR, author->slug, author->name, ranks->ranks[GROUP_AUTHORS].class,
                           &number, err);
        if (status != STATUS_OK)
            break;
        Statement s = statement_open(store, SQL_ARTICLE_AUTHOR_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_number(&s, number);
        statement_bind_text(&s, author->name);
        statement_bind_text(&s, author->role);
        statement_bind_text(&s, author->agency);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_tags(Store *store, const Article *article, const ClaimRanks *ranks, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_ARTICLE_TAGS_DROP, article->number, err);
    for (size_t i = 0; i < article->tags.count && status == STATUS_OK; i++) {
        const Label *tag = &article->tags.items[i];
        int64_t number;
        status =
            label_put(store, FACET_TAG, tag->slug, tag->label, ranks->ranks[GROUP_TAGS].class, &number, err);
        if (status != STATUS_OK)
            break;
        Statement s = statement_open(store, SQL_ARTICLE_TAG_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_number(&s, number);
        statement_bind_text(&s, tag->label);
        status = statement_run(&s, err);
    }
    return status;
}

/* Those behind the first, which stands in the article's row. */
static Status put_sections(Store *store, const Article *article, const ClaimRanks *ranks, bool is_new,
                           Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_ARTICLE_SECTIONS_DROP, article->number, err);
    for (size_t i = 1; i < article->sections.count && status == STATUS_OK; i++) {
        const Label *section = &article->sections.items[i];
        int64_t number;
        status = label_put(store, FACET_SECTION, section->slug, section->label,
                           ranks->ranks[GROUP_SECTION].class, &number, err);
        if (status != STATUS_OK)
            break;
        Statement s = statement_open(store, SQL_ARTICLE_SECTION_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_number(&s, number);
        statement_bind_text(&s, section->label);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_names(Store *store, int64_t article, Slice kind, const Slices *names, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < names->count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_DATELINE_NAME_ADD);
        statement_bind_number(&s, article);
        statement_bind_text(&s, kind);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text_always(&s, names->items[i]);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_dateline(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_DATELINE_NAMES_DROP, article->number, err);
    if (status == STATUS_OK)
        status = put_names(store, article->number, SLICE("place"), &article->dateline.places, err);
    if (status == STATUS_OK)
        status = put_names(store, article->number, SLICE("agency"), &article->dateline.agencies, err);
    return status;
}

static void bind_origin(Statement *s, const Origin *origin)
{
    statement_bind_text_always(s, origin->field);
    statement_bind_text_always(s, origin->source);
    statement_bind_text_always(s, origin->at);
    statement_bind_text_always(s, origin->rule);
}

static Status origin_number(Store *store, const Origin *origin, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_ORIGIN_FIND);
    bind_origin(&s, origin);
    Status status = statement_number(&s, number, err);
    if (status != STATUS_END)
        return status;
    s = statement_open(store, SQL_ORIGIN_ADD);
    bind_origin(&s, origin);
    status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

/* The shortest decimal that is this float again: 0.9, not 0.899999976158142. */
static double plain_real(float value)
{
    char text[32];
    for (int digits = 1; digits < 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)value);
        double plain = strtod(text, NULL);
        if ((float)plain == value)
            return plain;
    }
    return (double)value;
}

static Status put_provenance(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_PROVENANCE_DROP, article->number, err);
    for (size_t i = 0; i < article->provenance.count && status == STATUS_OK; i++) {
        const Origin *origin = &article->provenance.items[i];
        int64_t number;
        status = origin_number(store, origin, &number, err);
        if (status != STATUS_OK)
            break;
        Statement s = statement_open(store, SQL_PROVENANCE_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_number(&s, number);
        statement_bind_real(&s, plain_real(origin->confidence));
        statement_bind_number_if(&s, origin->capture);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_repairs(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_REPAIRS_DROP, article->number, err);
    for (size_t i = 0; i < article->repairs.count && status == STATUS_OK; i++) {
        const Repair *repair = &article->repairs.items[i];
        Statement s = statement_open(store, SQL_REPAIR_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text_always(&s, repair->in);
        statement_bind_number(&s, (int64_t)repair->span.begin);
        statement_bind_number(&s, (int64_t)repair->span.end);
        statement_bind_text(&s, repair->was);
        statement_bind_text_always(&s, repair->rule);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_alt_ids(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_ALT_IDS_DROP, article->number, err);
    for (size_t i = 0; i < article->alt_ids.count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_ALT_ID_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text_always(&s, article->alt_ids.items[i].role);
        statement_bind_text_always(&s, article->alt_ids.items[i].value);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_comments(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_COMMENTS_DROP, article->number, err);
    for (size_t i = 0; i < article->comments.count && status == STATUS_OK; i++) {
        const Comment *comment = &article->comments.items[i];
        Statement s = statement_open(store, SQL_COMMENT_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text(&s, comment->id);
        statement_bind_text(&s, comment->parent);
        statement_bind_text(&s, comment->author);
        statement_bind_text(&s, comment->author_url);
        statement_bind_moment(&s, comment->at);
        statement_bind_text_always(&s, comment->text);
        statement_bind_number(&s, comment->is_approved);
        status = statement_run(&s, err);
    }
    return status;
}

static Status put_custom(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = is_new ? STATUS_OK : drop(store, SQL_CUSTOM_DROP, article->number, err);
    for (size_t i = 0; i < article->custom.count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_CUSTOM_ADD);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text_always(&s, article->custom.items[i].key);
        statement_bind_text_always(&s, article->custom.items[i].value);
        status = statement_run(&s, err);
    }
    return status;
}

Status article_provenance_put(Store *store, const Article *article, Error *err)
{
    return put_provenance(store, article, false, err);
}

Status article_parts_put(Store *store, const Article *article, const ClaimRanks *ranks, bool is_new,
                         Error *err)
{
    static Status (*const putters[])(Store *, const Article *, bool,
                                     Error *) = {put_dateline, photo_uses_put, put_provenance, put_repairs,
                                                 put_alt_ids,  put_comments,   put_custom,     relations_put};
    Status status = put_authors(store, article, ranks, is_new, err);
    if (status == STATUS_OK)
        status = put_sections(store, article, ranks, is_new, err);
    if (status == STATUS_OK)
        status = put_tags(store, article, ranks, is_new, err);
    for (size_t i = 0; i < sizeof putters / sizeof putters[0] && status == STATUS_OK; i++)
        status = putters[i](store, article, is_new, err);
    return status;
}

Status article_parts_drop(Store *store, int64_t number, Error *err)
{
    Article none = {.number = number};
    return article_parts_put(store, &none, &(ClaimRanks){0}, false, err);
}

/* ---- reading ---- */

static Statement rows_of(Store *store, StatementId id, int64_t number)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, number);
    return s;
}

static Status end_is_ok(Status status)
{
    return status == STATUS_END ? STATUS_OK : status;
}

static Status get_authors(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    Statement s = rows_of(store, SQL_ARTICLE_AUTHORS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Author author = {0};
        author.slug = statement_take_text(&s, arena);
        author.name = statement_take_text(&s, arena);
        author.role = statement_take_text(&s, arena);
        author.agency = statement_take_text(&s, arena);
        Slice label = statement_take_text(&s, arena);
        if (is_filled && slice_is_empty(author.name) && !slice_is_empty(author.slug))
            author.name = label;
        *LIST_ADD(arena, &article->authors) = author;
    }
    return end_is_ok(status);
}

static Status get_tags(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    Statement s = rows_of(store, SQL_ARTICLE_TAGS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Label tag = {0};
        tag.slug = statement_take_text(&s, arena);
        tag.label = statement_take_text(&s, arena);
        Slice label = statement_take_text(&s, arena);
        if (is_filled && slice_is_empty(tag.label) && !slice_is_empty(tag.slug))
            tag.label = label;
        *LIST_ADD(arena, &article->tags) = tag;
    }
    return end_is_ok(status);
}

static Status get_sections(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    Statement s = rows_of(store, SQL_ARTICLE_SECTIONS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Label section = {0};
        section.slug = statement_take_text(&s, arena);
        section.label = statement_take_text(&s, arena);
        Slice label = statement_take_text(&s, arena);
        if (is_filled && slice_is_empty(section.label) && !slice_is_empty(section.slug))
            section.label = label;
        if (article->sections.count == 0)
            *LIST_ADD(arena, &article->sections) = article->section;
        *LIST_ADD(arena, &article->sections) = section;
    }
    return end_is_ok(status);
}

static Status get_dateline(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_DATELINE_NAMES, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice kind = statement_take_text(&s, arena);
        Slice name = statement_take_text(&s, arena);
        bool is_place = slice_equal(kind, SLICE("place"));
        *LIST_ADD(arena, is_place ? &article->dateline.places : &article->dateline.agencies) = name;
    }
    return end_is_ok(status);
}

static Status get_provenance(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_PROVENANCE, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Origin origin = {0};
        origin.field = statement_take_text(&s, arena);
        origin.source = statement_take_text(&s, arena);
        origin.at = statement_take_text(&s, arena);
        origin.rule = statement_take_text(&s, arena);
        origin.confidence = (float)statement_take_real(&s);
        origin.capture = statement_take_number(&s);
        *LIST_ADD(arena, &article->provenance) = origin;
    }
    return end_is_ok(status);
}

static Status get_repairs(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_REPAIRS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Repair repair = {0};
        repair.in = statement_take_text(&s, arena);
        repair.span.begin = (size_t)statement_take_number(&s);
        repair.span.end = (size_t)statement_take_number(&s);
        repair.was = statement_take_text(&s, arena);
        repair.rule = statement_take_text(&s, arena);
        if (repair.span.begin > repair.span.end)
            repair.span = (Span){0};
        *LIST_ADD(arena, &article->repairs) = repair;
    }
    return end_is_ok(status);
}

static Status get_alt_ids(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_ALT_IDS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        AltId id = {0};
        id.role = statement_take_text(&s, arena);
        id.value = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->alt_ids) = id;
    }
    return end_is_ok(status);
}

static Status get_comments(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_COMMENTS, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Comment comment = {0};
        comment.id = statement_take_text(&s, arena);
        comment.parent = statement_take_text(&s, arena);
        comment.author = statement_take_text(&s, arena);
        comment.author_url = statement_take_text(&s, arena);
        comment.at = statement_take_moment(&s);
        comment.text = statement_take_text(&s, arena);
        comment.is_approved = statement_take_number(&s) != 0;
        *LIST_ADD(arena, &article->comments) = comment;
    }
    return end_is_ok(status);
}

static Status get_custom(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    Statement s = rows_of(store, SQL_CUSTOM, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        CustomField field = {0};
        field.key = statement_take_text(&s, arena);
        field.value = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->custom) = field;
    }
    return end_is_ok(status);
}

static Status get_relations(Store *store, Arena *arena, bool is_filled, Article *article, Error *err)
{
    (void)is_filled;
    return relations_get(store, arena, article, err);
}

/* How many of the lists belong to each part, in their order. */
static const size_t lists_of[] = {
    [ARTICLE_OWN] = 0, [ARTICLE_BRIEF] = 2, [ARTICLE_HEAD] = 7, [ARTICLE_WHOLE] = 11};

Status article_parts_get(Store *store, Arena *arena, ArticlePart part, bool is_filled, Article *article,
                         Error *err)
{
    static Status (*const takers[])(Store *, Arena *, bool, Article *, Error *) = {
        get_authors, photo_uses_get, get_sections, get_tags,   get_dateline, get_repairs,
        get_alt_ids, get_provenance, get_comments, get_custom, get_relations};
    const size_t count = lists_of[part];
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = takers[i](store, arena, is_filled, article, err);
    return status;
}

/* ---- blocks ---- */

static bool is_in_text(const Block *block, Slice text)
{
    return block->span.begin < block->span.end && block->span.end <= text.size &&
           slice_equal(block->text, slice_range(text, block->span.begin, block->span.end));
}

static Status put_block(Store *store, int64_t version, size_t position, const Block *block, Slice text,
                        Error *err)
{
    Statement s = statement_open(store, SQL_BLOCK_ADD);
    statement_bind_number(&s, version);
    statement_bind_number(&s, (int64_t)position);
    statement_bind_text_always(&s, block_kind_name(block->kind));
    if (block->span.begin < block->span.end) {
        statement_bind_number(&s, (int64_t)block->span.begin);
        statement_bind_number(&s, (int64_t)block->span.end);
    } else {
        statement_bind_null(&s);
        statement_bind_null(&s);
    }
    bind_own(&s, block->text, is_in_text(block, text));
    bool is_plain = slice_equal(block->html, html_escape(store->scratch, block->text));
    bind_own(&s, markup_pack(store->scratch, block->html, block->text), is_plain);
    statement_bind_text(&s, block->speaker);
    return statement_run(&s, err);
}

Status article_blocks_put(Store *store, int64_t version, const Article *article, Error *err)
{
    Status status = drop(store, SQL_BLOCKS_DROP, version, err);
    for (size_t i = 0; i < article->body.count && status == STATUS_OK; i++)
        status = put_block(store, version, i + 1, &article->body.items[i], article->text, err);
    return status;
}

static Slice take_html(Statement *s, Arena *arena, Slice text)
{
    Slice html;
    bool has_markup = !statement_take_is_null(s);
    Slice markup = statement_take_text(s, arena);
    return has_markup && markup_unpack(arena, markup, text, &html) ? html : html_escape(arena, text);
}

Status article_blocks_get(Store *store, Arena *arena, int64_t version, bool with_html, Article *article,
                          Error *err)
{
    Statement s = rows_of(store, SQL_BLOCKS, version);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Block block = {0};
        if (!block_kind_find(statement_take_text(&s, arena), &block.kind))
            block.kind = BLOCK_PARAGRAPH;
        block.span.begin = (size_t)statement_take_number(&s);
        block.span.end = (size_t)statement_take_number(&s);
        if (block.span.begin > block.span.end || block.span.end > article->text.size)
            block.span = (Span){0};
        bool has_text = !statement_take_is_null(&s);
        block.text = statement_take_text(&s, arena);
        if (!has_text)
            block.text = slice_range(article->text, block.span.begin, block.span.end);
        if (with_html)
            block.html = take_html(&s, arena, block.text);
        else
            s.taken++;
        block.speaker = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->body) = block;
    }
    return end_is_ok(status);
}
