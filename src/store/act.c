/* Acts: what persons decided, a row for each, never changed.
 *
 * In: an Act. Out: its number, and, by hold.c, what all acts that count make of the article, the photo or the
 * address that it is about. Corrections are not written into articles: they are laid over what the sources
 * say whenever an article is read (acts_lay), so that no import, no merging and no re-reading can lose them,
 * and an undone one leaves no trace. */
#include "store/inside.h"

static Act take_act(Statement *s, Arena *arena)
{
    Act act = {0};
    act.number = statement_take_number(s);
    if (!act_verb_find(statement_take_text(s, arena), &act.verb))
        act.verb = ACT_VERBS; /* of a later version: kept, and without effect here */
    act.at_s = statement_take_number(s);
    Slice *const texts[] = {&act.who, &act.why,   &act.target, &act.article, &act.media, &act.url_key,
                            &act.to,  &act.field, &act.value,  &act.was,     &act.notice};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = statement_take_text(s, arena);
    act.is_by_law = statement_take_number(s) != 0;
    act.undoes = statement_take_number(s);
    return act;
}

/* All rows of an open statement. */
static Status take_acts(Statement *s, Arena *arena, Acts *acts, Error *err)
{
    Status status;
    while ((status = statement_next(s, err)) == STATUS_OK) {
        Act act = take_act(s, arena);
        if (act.verb < ACT_VERBS)
            *LIST_ADD(arena, acts) = act;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- which acts count ---- */

typedef struct Chain {
    int64_t undone_by; /* 0: the act counts */
    int64_t last;      /* the youngest of the acts that undo one another, beginning with the act itself */
} Chain;

static Status follow_chain(Store *store, int64_t number, Chain *chain, Error *err)
{
    *chain = (Chain){.last = number};
    int64_t first = 0;
    for (;;) {
        int64_t undoer = 0;
        Statement s = statement_open(store, SQL_ACT_UNDOER);
        statement_bind_number(&s, chain->last);
        Status status = statement_number(&s, &undoer, err);
        if (status != STATUS_OK)
            return status == STATUS_END ? STATUS_OK : status;
        if (undoer <= chain->last)
            return error_set(err, STATUS_FAIL, "archive.db is damaged: act %lld is undone by an older one",
                             (long long)chain->last);
        first = first ? first : undoer;
        chain->undone_by = chain->undone_by ? 0 : first;
        chain->last = undoer;
    }
}

Status store_act_get(Store *store, Arena *arena, int64_t number, Act *act, Error *err)
{
    Chain chain = {0};
    Statement s = statement_open(store, SQL_ACT_GET);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        *act = take_act(&s, arena);
    statement_close(&s);
    if (status == STATUS_OK)
        status = follow_chain(store, number, &chain, err);
    act->undone_by = chain.undone_by;
    return status;
}

Status store_acts(Store *store, Arena *arena, int64_t after, size_t limit, Acts *acts, Error *err)
{
    *acts = (Acts){0};
    Statement s = statement_open(store, SQL_ACTS_AFTER);
    statement_bind_number(&s, after);
    statement_bind_number(&s, limit > INT64_MAX ? INT64_MAX : (int64_t)limit);
    Status status = take_acts(&s, arena, acts, err);
    for (size_t i = 0; status == STATUS_OK && i < acts->count; i++) {
        Chain chain;
        status = follow_chain(store, acts->items[i].number, &chain, err);
        acts->items[i].undone_by = chain.undone_by;
    }
    return error_while(err, status, "reading what persons decided");
}

Status store_act_last(Store *store, int64_t *number, Error *err)
{
    Chain chain = {.undone_by = 1};
    Status status = STATUS_OK;
    *number = INT64_MAX;
    while (status == STATUS_OK && chain.undone_by) {
        Statement s = statement_open(store, SQL_ACT_BEFORE);
        statement_bind_number(&s, *number);
        status = statement_number(&s, number, err);
        if (status == STATUS_OK)
            status = follow_chain(store, *number, &chain, err);
    }
    return status;
}

/* ---- the acts of one thing ---- */

Status acts_of_article(Store *store, Arena *arena, int64_t number, Acts *acts, Error *err)
{
    *acts = (Acts){0};
    Statement s = statement_open(store, SQL_ACTS_OF_ARTICLE);
    statement_bind_number(&s, number);
    Status status = take_acts(&s, arena, acts, err);
    acts_settle(acts);
    return status;
}

static Status acts_by_text(Store *store, Arena *arena, StatementId id, Slice text, Acts *acts, Error *err)
{
    *acts = (Acts){0};
    if (slice_is_empty(text))
        return STATUS_OK;
    Statement s = statement_open(store, id);
    statement_bind_text_always(&s, text);
    Status status = take_acts(&s, arena, acts, err);
    acts_settle(acts);
    return status;
}

Status acts_of_media(Store *store, Arena *arena, Slice id, Acts *acts, Error *err)
{
    return acts_by_text(store, arena, SQL_ACTS_OF_MEDIA, id, acts, err);
}

Status acts_of_address(Store *store, Arena *arena, Slice key, Acts *acts, Error *err)
{
    return acts_by_text(store, arena, SQL_ACTS_OF_ADDRESS, key, acts, err);
}

Status store_has_acts(Store *store, bool *are_there, Error *err)
{
    int64_t found = store->has_acts - 1;
    Status status = STATUS_OK;
    if (store->has_acts == 0) {
        Statement s = statement_open(store, SQL_ACT_ANY);
        status = statement_number(&s, &found, err);
        if (status == STATUS_OK)
            store->has_acts = 1 + (found != 0);
    }
    *are_there = found > 0;
    return status;
}

/* ---- adding one ---- */

/* An undo is about what the undone act is about. What was undone and is to be undone again is undone at the
 * young end of its chain, so that every act is undone once at most. */
static Status aim_undo(Store *store, Act *act, Error *err)
{
    Act undone = {0};
    Chain chain;
    Status status = store_act_get(store, store->lent, act->undoes, &undone, err);
    if (status != STATUS_OK)
        return status;
    if (undone.undone_by)
        return error_set(err, STATUS_SKIP, "act %lld is undone already, by act %lld", (long long)act->undoes,
                         (long long)undone.undone_by);
    status = follow_chain(store, act->undoes, &chain, err);
    act->undoes = chain.last;
    act->target = undone.target;
    act->article = undone.article;
    act->media = undone.media;
    act->url_key = undone.url_key;
    return status;
}

static Status add_row(Store *store, Act *act, Error *err)
{
    Statement s = statement_open(store, SQL_ACT_ADD);
    statement_bind_text_always(&s, act_verb_name(act->verb));
    statement_bind_number(&s, act->at_s);
    const Slice texts[] = {act->who, act->why,   act->target, act->article, act->media, act->url_key,
                           act->to,  act->field, act->value,  act->was,     act->notice};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        statement_bind_text(&s, texts[i]);
    statement_bind_number(&s, act->is_by_law);
    statement_bind_number_if(&s, act->undoes);
    Status status = statement_run(&s, err);
    act->number = sqlite3_last_insert_rowid(store->db);
    return status;
}

Status store_act_add(Store *store, Act *act, Error *err)
{
    assert(store->in_batch && act->verb < ACT_VERBS);
    arena_reset(store->scratch);
    act->undone_by = 0;
    Status status = act->verb == ACT_UNDO ? aim_undo(store, act, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = add_row(store, act, err);
    if (status != STATUS_OK)
        return status;
    store->has_acts = 2;
    return error_while(err, hold_of_act(store, store->scratch, act, err), "doing act %lld",
                       (long long)act->number);
}

/* ---- laying them over an article ---- */

Status store_label_find(Store *store, Arena *arena, FacetField field, Slice name, Label *label, Error *err)
{
    StatementId id = field == FACET_SECTION ? SQL_SECTION_NAMED
                     : field == FACET_TAG   ? SQL_TAG_NAMED
                                            : SQL_AUTHOR_NAMED;
    Statement s = statement_open(store, id);
    statement_bind_text_always(&s, name);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        label->slug = statement_take_text(&s, arena);
        label->label = statement_take_text(&s, arena);
    }
    statement_close(&s);
    return status;
}

static FacetField facet_of_field(ActField field)
{
    return field == ACT_FIELD_SECTION ? FACET_SECTION : field == ACT_FIELD_TAGS ? FACET_TAG : FACET_AUTHOR;
}

/* The names of a value with their slugs, as archive/act.c made sure that they are known. */
static Status labels_of_value(Store *store, Arena *arena, const Act *act, Labels *labels, Error *err)
{
    ActField field;
    size_t place;
    Slices names = {0};
    if (!act_field_find(act->field, &field, &place) || !act_field_is_labels(field))
        return STATUS_OK;
    act_value_names(arena, act->value, &names);
    for (size_t i = 0; i < names.count; i++) {
        Label label = {names.items[i], names.items[i]};
        Status status = store_label_find(store, arena, facet_of_field(field), names.items[i], &label, err);
        if (status != STATUS_OK && status != STATUS_END)
            return status;
        *LIST_ADD(arena, labels) = label;
    }
    return STATUS_OK;
}

static Status lay_acts(Store *store, Arena *arena, const Acts *acts, Article *article, Error *err)
{
    for (size_t i = 0; i < acts->count; i++) {
        const Act *act = &acts->items[i];
        Labels labels = {0};
        if (act->undone_by || act->verb != ACT_CORRECT)
            continue;
        Status status = labels_of_value(store, arena, act, &labels, err);
        if (status != STATUS_OK)
            return status;
        if (!slice_is_empty(act->field))
            (void)act_lay(arena, article, act, &labels); /* what has lost its place is told by verify */
    }
    return STATUS_OK;
}

static void list_corrections(Arena *arena, const Acts *acts, Article *article)
{
    for (size_t i = 0; i < acts->count; i++) {
        const Act *act = &acts->items[i];
        if (act->verb == ACT_CORRECT && !act->undone_by)
            *LIST_ADD(arena, &article->corrections) =
                (Correction){act->number, act->at_s, act->field, act->was, act->notice};
    }
}

Status acts_lay_media(Store *store, Arena *arena, Media *media, ActState *state, Origins *origins, Error *err)
{
    bool are_there;
    Acts acts = {0};
    *state = (ActState){0};
    Status status = store_has_acts(store, &are_there, err);
    if (status == STATUS_OK && are_there)
        status = acts_of_media(store, arena, media->id, &acts, err);
    if (status != STATUS_OK || acts.count == 0)
        return status;
    Article one = {.media = {media, 1, 1}};
    *state = acts_state(&acts);
    status = lay_acts(store, arena, &acts, &one, err);
    *origins = one.provenance;
    return status;
}

/* Captions set right, and pictures that are withheld left out. */
static Status lay_media(Store *store, Arena *arena, Article *article, Error *err)
{
    size_t kept = 0;
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < article->media.count; i++) {
        Media media = article->media.items[i];
        ActState state;
        Origins origins = {0};
        status = acts_lay_media(store, arena, &media, &state, &origins, err);
        if (status != STATUS_OK || state.is_withheld)
            continue;
        article->media.items[kept++] = media;
        for (size_t k = 0; k < origins.count && article->provenance.count > 0; k++)
            *LIST_ADD(arena, &article->provenance) = origins.items[k];
    }
    article->media.count = status == STATUS_OK ? kept : article->media.count;
    return status;
}

static Status lay_hold(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_HELD);
    statement_bind_number(&s, article->number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        Slice held = statement_take_text(&s, arena);
        if (slice_equal(held, SLICE("delisted")) && article->status == ARTICLE_PUBLIC)
            article->status = ARTICLE_DELISTED;
        else if (!slice_is_empty(held) && !slice_equal(held, SLICE("delisted")))
            article->status = ARTICLE_WITHHELD; /* a word we do not know must not publish anything */
        article->is_by_law = article->status == ARTICLE_WITHHELD && statement_take_number(&s) != 0;
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

Status acts_lay(Store *store, Arena *arena, ArticlePart part, Article *article, Error *err)
{
    bool are_there;
    Acts acts = {0};
    Status status = store_has_acts(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    status = lay_hold(store, arena, article, err);
    if (status == STATUS_OK)
        status = acts_of_article(store, arena, article->number, &acts, err);
    if (status == STATUS_OK)
        status = lay_acts(store, arena, &acts, article, err);
    if (status == STATUS_OK)
        status = lay_media(store, arena, article, err);
    if (status == STATUS_OK && part == ARTICLE_WHOLE)
        list_corrections(arena, &acts, article);
    return status;
}

Status acts_lay_body(Store *store, Arena *arena, Article *article, Error *err)
{
    bool are_there;
    Acts acts = {0};
    Status status = store_has_acts(store, &are_there, err);
    if (status == STATUS_OK && are_there)
        status = acts_of_article(store, arena, article->number, &acts, err);
    for (size_t i = 0; status == STATUS_OK && i < acts.count; i++)
        if (!acts.items[i].undone_by && slice_starts_with(acts.items[i].field, SLICE("body")))
            (void)act_lay(arena, article, &acts.items[i], &(Labels){0});
    return status;
}
