/* Articles: one row for one piece of the paper, whatever captures it came from.
 *
 * In: what one capture says of a piece. Out: the row that all captures make together, field by field
 * (model/merge.h), every state of its text (version.c), every capture linked, every address and id
 * remembered. The order in which captures arrive leaves no trace: what is kept is a maximum over all of them.
 */
#include "store/entry.h"

#include "syntax/url.h"

/* What the put of one claim needs at hand. */
typedef struct Putting {
    Store *store;
    Arena *arena;
    const Capture *capture;
    Article claim; /* settled */
    ClaimRanks ranks;
    ArticleKeys keys;
    Kept kept;      /* as it was before; number 0: new */
    Article merged; /* as it is from now on */
    ClaimRanks merged_ranks;
    uint32_t changed_groups; /* that the claim speaks now */
    VersionPut version;
    Slice path_before;
    Put *put;
} Putting;

/* ---- the claim ---- */

/* An older state speaks in a voice of its own, so that it is known as such for ever. */
static void speak_as_revision(Arena *arena, Article *claim)
{
    Origins origins = {0};
    for (size_t i = 0; i < claim->provenance.count; i++) {
        Origin origin = claim->provenance.items[i];
        origin.at = origin.source;
        origin.source = SLICE("revision");
        *LIST_ADD(arena, &origins) = origin;
    }
    claim->provenance = origins;
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        if (group_is_said(claim, group) && group_class(claim, group) != CLASS_REVISION)
            *LIST_ADD(arena, &claim->provenance) = (Origin){.field = group_field(group),
                                                            .source = SLICE("revision"),
                                                            .rule = SLICE("revision"),
                                                            .confidence = 0.5f};
    }
}

static void prepare_claim(Putting *p, const Article *article, bool is_revision)
{
    const Capture *c = p->capture;
    p->claim = *article;
    if (is_revision)
        speak_as_revision(p->arena, &p->claim);
    article_settle(p->arena, &p->claim);
    p->ranks =
        claim_ranks_of(&p->claim, c->number, (ClaimRank){CLASS_VISIBLE, c->captured_s, c->sha256, c->url});
    for (FieldGroup group = 0; group < FIELD_GROUPS && is_revision; group++)
        p->ranks.ranks[group].class = CLASS_REVISION;
    p->keys = article_keys(p->arena, &p->claim);
}

/* ---- id ---- */

/* Is the id free, or this article's own already? An id that another had is never given again. */
static Status is_id_free(Putting *p, Slice id, bool *is_free, Error *err)
{
    int64_t owner = 0;
    Status status = store_article_by_id(p->store, id, &owner, err);
    *is_free = status == STATUS_END || (p->merged.number != 0 && owner == p->merged.number);
    return status == STATUS_END ? STATUS_OK : status;
}

/* The publisher's own; else x and as many hexadecimal digits of the address as make it unique; without an
 * address the one that it has, or that the caller made of the bytes. */
static Status choose_id(Putting *p, Slice *id, Error *err)
{
    bool is_free = false;
    Slice address = article_address(&p->merged);
    Slice own = slice_is_empty(p->merged.id) ? p->claim.id : p->merged.id;
    *id = slice_is_empty(p->merged.cms_id) && slice_is_empty(address) ? own : p->merged.cms_id;
    Status status = slice_is_empty(*id) ? STATUS_OK : is_id_free(p, *id, &is_free, err);
    Slice hex = slice_is_empty(address) ? p->capture->sha256 : digest_sha256_hex(p->arena, address);
    for (size_t digits = 12; status == STATUS_OK && !is_free && digits <= SHA256_HEX_SIZE; digits += 4) {
        *id = arena_format(p->arena, "x%.*s", SLICE_ARG(slice_range(hex, 0, digits)));
        status = is_id_free(p, *id, &is_free, err);
    }
    if (status == STATUS_OK && !is_free)
        return error_set(err, STATUS_FAIL, "every id of '%.*s' is taken", SLICE_ARG(address));
    return status;
}

static Status add_row(Putting *p, Error *err)
{
    Statement s = statement_open(p->store, SQL_ARTICLE_ADD);
    statement_bind_text_always(&s, p->merged.id);
    statement_bind_text_always(&s, page_kind_name(p->merged.page_kind));
    statement_bind_text_always(&s, article_status_name(p->merged.status));
    Status status = statement_run(&s, err);
    p->merged.number = sqlite3_last_insert_rowid(p->store->db);
    return status;
}

/* The id before stays known; one that comes back is no former one any more. */
static Status rename_row(Putting *p, Slice id, Error *err)
{
    Statement s = statement_open(p->store, SQL_FORMER_ID_DROP);
    statement_bind_text_always(&s, id);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(p->store, SQL_ARTICLE_ID_SET);
    statement_bind_number(&s, p->merged.number);
    statement_bind_text_always(&s, id);
    status = statement_run(&s, err);
    if (status == STATUS_OK)
        status = article_former_id_put(p->store, p->merged.id, p->merged.number, err);
    return status;
}

static Status put_row(Putting *p, Error *err)
{
    Slice id;
    Status status = choose_id(p, &id, err);
    if (status != STATUS_OK)
        return status;
    if (p->merged.number == 0) {
        p->merged.id = id;
        return add_row(p, err);
    }
    if (slice_equal(id, p->merged.id))
        return STATUS_OK;
    status = rename_row(p, id, err);
    p->merged.id = id;
    p->put->is_changed = true;
    return status;
}

/* The first host met is the home host until store_settle_home_host counts them. */
static Status note_home_host(Putting *p, Error *err)
{
    Settings *settings = &p->store->settings;
    if (!slice_is_empty(settings->home_host))
        return STATUS_OK;
    Slice host = url_host(p->arena, article_address(&p->merged));
    if (slice_is_empty(host))
        return STATUS_OK;
    settings->home_host = arena_copy(p->store->arena, host);
    return store_about_set(p->store, "home_host", host, err);
}

/* ---- merging ---- */

static void merge_kept(Kept *into, Arena *arena, const Kept *other)
{
    article_merge(arena, &into->article, &into->ranks, &other->article, &other->ranks);
}

/* All rows that the claim belongs to, as one: the oldest stays. */
static Status find_kept(Putting *p, Error *err)
{
    Numbers numbers;
    Status status = article_find(p->store, p->arena, &p->claim, &p->keys, &numbers, err);
    if (status != STATUS_OK || numbers.count == 0)
        return status;
    int64_t oldest = numbers.items[0];
    for (size_t i = 1; i < numbers.count; i++)
        oldest = numbers.items[i] < oldest ? numbers.items[i] : oldest;
    status = article_load(p->store, p->arena, oldest, &p->kept, err);
    for (size_t i = 0; i < numbers.count && status == STATUS_OK; i++) {
        Kept other;
        if (numbers.items[i] == oldest)
            continue;
        status = article_load(p->store, p->arena, numbers.items[i], &other, err);
        if (status != STATUS_OK)
            break;
        merge_kept(&p->kept, p->arena, &other);
        p->kept.state = SLICE_EMPTY;
        status = article_rows_unify(p->store, p->arena, oldest, numbers.items[i], err);
    }
    return status;
}

static void merge_claim(Putting *p)
{
    if (p->kept.article.number == 0) {
        p->merged = p->claim;
        p->merged.id = SLICE_EMPTY;
        p->merged.number = 0;
        p->merged_ranks = p->ranks;
        p->changed_groups = UINT32_MAX;
        return;
    }
    p->merged = p->kept.article;
    p->merged_ranks = p->kept.ranks;
    p->changed_groups = article_merge(p->arena, &p->merged, &p->merged_ranks, &p->claim, &p->ranks);
}

/* Is what is shown the claim's alone, and complete without what reading fills in? */
static bool is_merged(const Putting *p)
{
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        if (!(p->changed_groups >> group & 1) && group_is_said(&p->merged, group))
            return true;
    }
    if (p->merged.alt_ids.count != p->claim.alt_ids.count)
        return true;
    return article_needs_filling(&p->merged);
}

/* ---- what is shown ---- */

/* The capture whose words the body is; without a body, the greatest that says anything. A list is no capture
 * of the piece. */
static int64_t main_capture(const Putting *p)
{
    const ClaimRanks *ranks = &p->merged_ranks;
    if (group_is_said(&p->merged, GROUP_BODY))
        return ranks->captures[GROUP_BODY];
    FieldGroup best = FIELD_GROUPS;
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        if (group_is_said(&p->merged, group) && ranks->ranks[group].class != CLASS_LIST &&
            (best == FIELD_GROUPS || claim_rank_compare(ranks->ranks[group], ranks->ranks[best]) > 0))
            best = group;
    }
    return best == FIELD_GROUPS ? p->capture->number : ranks->captures[best];
}

static int64_t captured_of(const Putting *p, int64_t capture)
{
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        if (p->merged_ranks.captures[group] == capture)
            return p->merged_ranks.ranks[group].captured_s;
    }
    return p->capture->captured_s;
}

/* Origins tell their capture only where it is another than the article's own. */
static void tell_captures(Putting *p, int64_t capture)
{
    Origins told = {0};
    const ClaimRanks *ranks = &p->merged_ranks;
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        bool is_told = !group_is_said(&p->merged, group), is_other = ranks->captures[group] != capture;
        for (size_t i = 0; i < p->merged.provenance.count; i++) {
            Origin origin = p->merged.provenance.items[i];
            if (group_of_origin(origin.field) != group)
                continue;
            origin.capture = is_other ? ranks->captures[group] : 0;
            *LIST_ADD(p->arena, &told) = origin;
            is_told = true;
        }
        if (!is_told && is_other)
            *LIST_ADD(p->arena, &told) =
                origin_of_page(group, ranks->ranks[group].class, ranks->captures[group]);
    }
    p->merged.provenance = told;
}

static bool are_origins_equal(const Origins *a, const Origins *b)
{
    bool are_equal = a->count == b->count;
    for (size_t i = 0; i < a->count && are_equal; i++) {
        const Origin *x = &a->items[i], *y = &b->items[i];
        are_equal = x->capture == y->capture && slice_equal(x->field, y->field) &&
                    slice_equal(x->source, y->source) && slice_equal(x->at, y->at) &&
                    slice_equal(x->rule, y->rule) && x->confidence == y->confidence;
    }
    return are_equal;
}

static void bind_head(Putting *p, Statement *s, int64_t section)
{
    const Article *article = &p->merged;
    statement_bind_number(s, article->number);
    article_bind_texts(s, article);
    statement_bind_text(s, url_host(p->arena, article_address(article)));
    statement_bind_text(s, article->path);
    statement_bind_text(s, url_slug(article->path));
    statement_bind_text_always(s, page_kind_name(article->page_kind));
    statement_bind_text_always(s, article_status_name(article->status));
    statement_bind_number_if(s, section);
    statement_bind_text(s, article->section.label);
    statement_bind_number(s, (int64_t)article->dateline.span.begin);
    statement_bind_number(s, (int64_t)article->dateline.span.end);
    statement_bind_moment(s, article->dateline.date);
    statement_bind_moment(s, article->published);
    statement_bind_moment(s, article->modified);
}

static Status set_head(Putting *p, int64_t version, int64_t capture, Slice state, Error *err)
{
    const Label *label = &p->merged.section;
    int64_t section = 0;
    Status status = STATUS_OK;
    if (!slice_is_empty(label->slug) || !slice_is_empty(label->label))
        status = label_put(p->store, FACET_SECTION, label->slug, label->label,
                           p->merged_ranks.ranks[GROUP_SECTION].class, &section, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(p->store, SQL_ARTICLE_SET);
    bind_head(p, &s, section);
    statement_bind_number(&s, version);
    statement_bind_number(&s, capture);
    statement_bind_text_always(&s, state);
    statement_bind_number(&s, (int64_t)p->store->batch + 1);
    return statement_run(&s, err);
}

static Status set_shown(Putting *p, int64_t version, int64_t capture, Error *err)
{
    if (version == p->kept.version && capture == p->kept.capture)
        return STATUS_OK;
    Statement s = statement_open(p->store, SQL_ARTICLE_SHOWN);
    statement_bind_number(&s, p->merged.number);
    statement_bind_number(&s, capture);
    statement_bind_number(&s, version);
    return statement_run(&s, err);
}

/* The blocks of the claim's own version, and of the one that is shown where nobody has a text. */
static Status put_blocks(Putting *p, int64_t shown, bool is_changed, Error *err)
{
    const VersionPut *v = &p->version;
    Status status = STATUS_OK;
    if (v->number != 0 && v->is_words && (v->is_new || v->is_rewritten || is_changed || v->number != shown))
        status = article_blocks_put(p->store, v->number, &p->claim, err);
    if (status == STATUS_OK && is_changed && shown != v->number && !article_has_text(&p->merged))
        status = article_blocks_put(p->store, shown, &p->merged, err);
    return status;
}

/* The row, the lists and the blocks, where anything of it is another than before. */
static Status show(Putting *p, Error *err)
{
    int64_t version, capture = main_capture(p);
    Slice state = article_state(p->arena, &p->merged);
    tell_captures(p, capture);
    Slice path_before = p->kept.article.path;
    Status status =
        article_path_free(p->store, p->arena, &p->merged, captured_of(p, capture), &p->merged.path, err);
    if (status == STATUS_OK)
        status = version_shown(p->store, p->arena, &p->merged, p->merged_ranks.captures[GROUP_BODY],
                               p->capture->captured_s, &version, err);
    if (status != STATUS_OK)
        return status;
    bool is_changed = !slice_equal(state, p->kept.state) || !slice_equal(p->merged.path, path_before);
    p->put->is_changed = p->put->is_changed || is_changed;
    if (is_changed) {
        status = set_head(p, version, capture, state, err);
        if (status == STATUS_OK)
            status =
                article_parts_put(p->store, &p->merged, &p->merged_ranks, p->kept.article.number == 0, err);
    } else {
        status = set_shown(p, version, capture, err);
        if (status == STATUS_OK && !are_origins_equal(&p->merged.provenance, &p->kept.told))
            status = article_provenance_put(p->store, &p->merged, err);
    }
    if (status == STATUS_OK)
        status = put_blocks(p, version, is_changed, err);
    bool is_photo = p->merged.page_kind == PAGE_PHOTO || p->kept.article.page_kind == PAGE_PHOTO;
    if (status == STATUS_OK && is_photo)
        status = photo_page_put(p->store, &p->merged, is_changed, err);
    return status;
}

/* ---- putting ---- */

/* A capture read anew, a first text, two rows that became one (whose state was emptied). */
static bool may_leave_versions(const Putting *p)
{
    bool is_first = p->version.is_new && !article_has_text(&p->kept.article);
    return p->version.is_moved || is_first || slice_is_empty(p->kept.state);
}

static Status put_claim(Putting *p, Error *err)
{
    Status status = find_kept(p, err);
    if (status != STATUS_OK)
        return status;
    p->put->outcome = p->kept.article.number == 0 ? PUT_NEW : PUT_SAME;
    merge_claim(p);
    p->put->is_merged = is_merged(p);
    status = note_home_host(p, err);
    if (status == STATUS_OK)
        status = put_row(p, err);
    p->claim.number = p->merged.number;
    if (status == STATUS_OK)
        status = version_put(p->store, p->arena, &p->claim, p->capture, p->ranks.ranks[GROUP_BODY].class,
                             &p->version, err);
    if (p->version.is_new && p->put->outcome == PUT_SAME)
        p->put->outcome = PUT_VERSION;
    if (status == STATUS_OK && p->kept.article.number != 0)
        status = article_labels_put(p->store, &p->claim, &p->ranks, err);
    if (status == STATUS_OK)
        status = show(p, err);
    if (status == STATUS_OK && p->kept.article.number != 0 && may_leave_versions(p))
        status = versions_drop_unused(p->store, p->merged.number, err);
    if (status == STATUS_OK)
        status =
            article_names_put(p->store, p->arena, &p->claim, &p->keys, p->merged.number, p->capture, err);
    return status;
}

/* ---- entries of lists ---- */

/* Ids and addresses alone: a list is no capture of what stands there. */
static Status name_by_entry(Putting *p, Error *err)
{
    static const Capture none = {0};
    for (size_t i = 0; i < p->keys.count; i++)
        p->keys.items[i].is_alt = true;
    return article_names_put(p->store, p->arena, &p->claim, &p->keys, p->merged.number, &none, err);
}

static Status lay_claim(Putting *p, Error *err)
{
    merge_claim(p);
    bool is_new = p->changed_groups != 0 || slice_is_empty(p->kept.state);
    Status status = is_new ? put_row(p, err) : STATUS_OK;
    if (is_new && status == STATUS_OK)
        status = show(p, err);
    if (status == STATUS_OK && slice_is_empty(p->kept.state))
        status = versions_drop_unused(p->store, p->merged.number, err);
    return status == STATUS_OK ? name_by_entry(p, err) : status;
}

Status article_entry_lay(Store *store, Arena *arena, const Entry *entry, EntryLaid *laid, Error *err)
{
    Put put = {0};
    CaptureRank rank;
    Capture shown = {0};
    *laid = (EntryLaid){0};
    Putting p = {.store = store, .arena = arena, .capture = &shown, .put = &put};
    p.claim = entry->article;
    article_settle(arena, &p.claim);
    p.ranks = entry->ranks;
    p.keys = article_keys(arena, &p.claim);
    Status status = find_kept(&p, err);
    if (status != STATUS_OK || p.kept.article.number == 0)
        return status;
    status = capture_rank(store, arena, p.kept.capture, &rank, err);
    shown = (Capture){
        .number = p.kept.capture, .captured_s = rank.captured_s, .sha256 = rank.sha256, .url = rank.url};
    if (status == STATUS_OK)
        status = lay_claim(&p, err);
    *laid = (EntryLaid){p.merged.number, p.merged.id, p.merged.path, put.is_changed};
    return status;
}

/* What lists said before the piece itself came. */
static Status take_entries(Putting *p, EntryLaid *laid, Error *err)
{
    EntryLaid taken;
    Status status = entries_take(p->store, p->arena, &p->keys, p->claim.cms_id, &taken, err);
    if (status == STATUS_OK && taken.number != 0) {
        *laid = taken;
        p->put->is_changed = p->put->is_changed || taken.is_changed;
        p->put->is_merged = p->put->is_merged || taken.is_changed;
    }
    return status;
}

/* ---- for the archive ---- */

Status store_article_put(Store *store, const Article *article, const Capture *capture, bool is_revision,
                         Put *put, Error *err)
{
    assert(store->in_batch && capture->number > 0);
    arena_reset(store->scratch);
    *put = (Put){0};
    store->fills_photos = false;
    Putting p = {.store = store, .arena = store->scratch, .capture = capture, .put = put};
    prepare_claim(&p, article, is_revision);
    Status status = put_claim(&p, err);
    EntryLaid laid = {.number = p.merged.number, .id = p.merged.id, .path = p.merged.path};
    if (status == STATUS_OK)
        status = take_entries(&p, &laid, err);
    put->number = laid.number;
    put->is_merged = put->is_merged || store->fills_photos;
    put->id = arena_copy(store->lent, laid.id);
    put->path = arena_copy(store->lent, laid.path);
    return error_while(err, status, "storing the article of '%.*s'", SLICE_ARG(article->url));
}
