/* Articles: one row for one piece of the paper, whatever captures it came from.
 *
 * In: what extraction read in one capture. Out: the article as its latest capture shows it, every state of
 * its text (version), every capture linked. Captures are ranked by time, then digest, then URL, so that the
 * order in which they arrive leaves no trace; of a capture that is read again (with better rules) the new
 * reading counts. */
#include "store/inside.h"

#include "syntax/url.h"

/* Fields that are one text and one column; the order is that of SQL_ARTICLE_SET and SQL_ARTICLE_GET. */
static const size_t text_fields[] = {
    offsetof(Article, cms_id),       offsetof(Article, url),     offsetof(Article, canonical),
    offsetof(Article, headline),     offsetof(Article, kicker),  offsetof(Article, genre),
    offsetof(Article, subheadline),  offsetof(Article, summary), offsetof(Article, byline),
    offsetof(Article, lang),         offsetof(Article, dir),     offsetof(Article, site_name),
    offsetof(Article, dateline.raw),
};
#define TEXT_COLUMNS (sizeof text_fields / sizeof text_fields[0])

static Slice *text_field(Article *article, size_t i)
{
    return (Slice *)(void *)((char *)article + text_fields[i]);
}

static Slice article_address(const Article *article)
{
    return slice_is_empty(article->canonical) ? article->url : article->canonical;
}

/* What the put of one article needs at hand. */
typedef struct Put {
    Store *store;
    Arena *arena;
    Article *article;
    const Capture *capture;
    int64_t version;
    bool is_new, is_new_version;
} Put;

/* Sets a field of the caller's article to a text that outlives this call. */
static void lend(Put *put, Slice *field, Slice text)
{
    if (!slice_equal(*field, text))
        *field = arena_copy(put->store->lent, text);
}

/* ---- finding the article again ---- */

static Status find_by_key(Store *store, Arena *arena, Slice url, int64_t *number, Error *err)
{
    Slice key = url_key(arena, url);
    if (slice_is_empty(key))
        return STATUS_END;
    Statement s = statement_open(store, SQL_ARTICLE_BY_KEY);
    statement_bind_text_always(&s, key);
    return statement_number(&s, number, err);
}

/* Ids of a CMS are unique within one host only. */
static Status find_by_cms_id(Put *put, int64_t *number, Error *err)
{
    if (slice_is_empty(put->article->cms_id))
        return STATUS_END;
    Statement s = statement_open(put->store, SQL_ARTICLE_BY_CMS_ID);
    statement_bind_text_always(&s, put->article->cms_id);
    statement_bind_text_always(&s, url_host(put->arena, article_address(put->article)));
    return statement_number(&s, number, err);
}

/* Remembers the id, so that the article is found by it even when a later capture shows none. */
static Status put_cms_id(Put *put, Error *err)
{
    if (slice_is_empty(put->article->cms_id))
        return STATUS_OK;
    Statement s = statement_open(put->store, SQL_CMS_ID_ADD);
    statement_bind_text_always(&s, put->article->cms_id);
    statement_bind_text_always(&s, url_host(put->arena, article_address(put->article)));
    statement_bind_number(&s, put->article->number);
    return statement_run(&s, err);
}

/* An article without any address is known by its id alone. */
static Status find_by_id(Put *put, int64_t *number, Error *err)
{
    if (!slice_is_empty(article_address(put->article)) || slice_is_empty(put->article->id))
        return STATUS_END;
    return store_article_by_id(put->store, put->article->id, number, err);
}

static Status find_article(Put *put, int64_t *number, Error *err)
{
    *number = 0;
    Status status = find_by_key(put->store, put->arena, put->article->canonical, number, err);
    if (status == STATUS_END)
        status = find_by_key(put->store, put->arena, put->article->url, number, err);
    if (status == STATUS_END)
        status = find_by_cms_id(put, number, err);
    if (status == STATUS_END)
        status = find_by_id(put, number, err);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- a new article ---- */

/* The id asked for, or x and as many hexadecimal digits of the address as make it unique. */
static Status choose_id(Put *put, Slice *id, Error *err)
{
    int64_t taken = 0;
    *id = put->article->id;
    Status status = slice_is_empty(*id) ? STATUS_OK : store_article_by_id(put->store, *id, &taken, err);
    Slice address = article_address(put->article);
    Slice hex = slice_is_empty(address) ? put->capture->sha256 : digest_sha256_hex(put->arena, address);
    for (size_t digits = 12; status == STATUS_OK && digits <= SHA256_HEX_SIZE; digits += 4) {
        *id = arena_format(put->arena, "x%.*s", SLICE_ARG(slice_range(hex, 0, digits)));
        status = store_article_by_id(put->store, *id, &taken, err);
    }
    if (status == STATUS_OK)
        return error_set(err, STATUS_FAIL, "every id of '%.*s' is taken", SLICE_ARG(address));
    return status == STATUS_END ? STATUS_OK : status;
}

static Status add_article(Put *put, Error *err)
{
    Slice id = SLICE_EMPTY;
    Status status = choose_id(put, &id, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(put->store, SQL_ARTICLE_ADD);
    statement_bind_text_always(&s, id);
    statement_bind_text_always(&s, page_kind_name(put->article->page_kind));
    statement_bind_text_always(&s, article_status_name(put->article->status));
    status = statement_run(&s, err);
    put->article->number = sqlite3_last_insert_rowid(put->store->db);
    return status;
}

/* The first host met is the home host until store_settle_home_host counts them. */
static Status note_home_host(Put *put, Error *err)
{
    Settings *settings = &put->store->settings;
    Slice host = url_host(put->arena, article_address(put->article));
    if (!slice_is_empty(settings->home_host) || slice_is_empty(host))
        return STATUS_OK;
    settings->home_host = arena_copy(put->store->arena, host);
    return store_about_set(put->store, "home_host", host, err);
}

/* ---- versions ---- */

static Slice version_digest(Arena *arena, const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    builder_add(&b, article->text);
    builder_add_byte(&b, '\n');
    builder_add(&b, article->headline);
    return digest_sha256_hex(arena, builder_slice(&b));
}

static Status add_version(Put *put, Slice digest, Error *err)
{
    Statement s = statement_open(put->store, SQL_VERSION_ADD);
    statement_bind_number(&s, put->article->number);
    statement_bind_text_always(&s, digest);
    statement_bind_number_if(&s, put->capture->captured_s);
    statement_bind_text(&s, put->article->headline);
    statement_bind_number(&s, (int64_t)put->article->text.size);
    statement_bind_text_always(&s, put->article->text);
    Status status = statement_run(&s, err);
    put->version = sqlite3_last_insert_rowid(put->store->db);
    put->is_new_version = true;
    return status;
}

static Status see_version(Put *put, Error *err)
{
    if (put->capture->captured_s == 0)
        return STATUS_OK;
    Statement s = statement_open(put->store, SQL_VERSION_SEEN);
    statement_bind_number(&s, put->version);
    statement_bind_number(&s, put->capture->captured_s);
    return statement_run(&s, err);
}

static Status put_version(Put *put, Error *err)
{
    Slice digest = version_digest(put->arena, put->article);
    Statement s = statement_open(put->store, SQL_VERSION_FIND);
    statement_bind_number(&s, put->article->number);
    statement_bind_text_always(&s, digest);
    Status status = statement_number(&s, &put->version, err);
    if (status == STATUS_END)
        return add_version(put, digest, err);
    return status == STATUS_OK ? see_version(put, err) : status;
}

/* *is_moved: the capture was read before and gave another version, which may be unused now. */
static Status link_capture(Put *put, bool *is_moved, Error *err)
{
    int64_t version = 0;
    Statement s = statement_open(put->store, SQL_ARTICLE_CAPTURE_VERSION);
    statement_bind_number(&s, put->article->number);
    statement_bind_number(&s, put->capture->number);
    Status status = statement_number(&s, &version, err);
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    *is_moved = status == STATUS_OK && version != put->version;
    s = statement_open(put->store, SQL_ARTICLE_CAPTURE_PUT);
    statement_bind_number(&s, put->article->number);
    statement_bind_number(&s, put->capture->number);
    statement_bind_number(&s, put->version);
    return statement_run(&s, err);
}

/* A capture read anew may have left a version that no capture shows any more. */
static Status drop_unused_versions(Put *put, Error *err)
{
    Statement s = statement_open(put->store, SQL_VERSION_DROP_UNUSED_BLOCKS);
    statement_bind_number(&s, put->article->number);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(put->store, SQL_VERSION_DROP_UNUSED);
    statement_bind_number(&s, put->article->number);
    return statement_run(&s, err);
}

/* ---- what is shown ---- */

static void bind_head(Put *put, Statement *s, int64_t section, bool is_own_label)
{
    Article *article = put->article;
    statement_bind_number(s, article->number);
    for (size_t i = 0; i < TEXT_COLUMNS; i++)
        statement_bind_text(s, *text_field(article, i));
    statement_bind_text(s, url_host(put->arena, article_address(article)));
    statement_bind_text(s, article->path);
    statement_bind_text(s, url_slug(article->path));
    statement_bind_text_always(s, page_kind_name(article->page_kind));
    statement_bind_text_always(s, article_status_name(article->status));
    statement_bind_number_if(s, section);
    if (is_own_label)
        statement_bind_null(s);
    else
        statement_bind_text_always(s, article->section.label);
    statement_bind_number(s, (int64_t)article->dateline.span.begin);
    statement_bind_number(s, (int64_t)article->dateline.span.end);
    statement_bind_moment(s, article->dateline.date);
    statement_bind_moment(s, article->published);
    statement_bind_moment(s, article->modified);
}

static Status set_head(Put *put, Slice state, Error *err)
{
    const Label *section = &put->article->section;
    int64_t number = 0;
    bool is_own_label = true;
    Status status = STATUS_OK;
    if (!slice_is_empty(section->slug) || !slice_is_empty(section->label))
        status =
            label_put(put->store, FACET_SECTION, section->slug, section->label, &number, &is_own_label, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(put->store, SQL_ARTICLE_SET);
    bind_head(put, &s, number, is_own_label);
    statement_bind_number(&s, put->version);
    statement_bind_number(&s, put->capture->number);
    statement_bind_text_always(&s, state);
    statement_bind_number(&s, (int64_t)put->store->batch + 1);
    return statement_run(&s, err);
}

static Status set_shown_capture(Put *put, Error *err)
{
    Statement s = statement_open(put->store, SQL_ARTICLE_SHOWN);
    statement_bind_number(&s, put->article->number);
    statement_bind_number(&s, put->capture->number);
    statement_bind_number(&s, put->version);
    return statement_run(&s, err);
}

/* What is shown before the put. */
typedef struct Shown {
    int64_t capture;
    Slice id, path, state;
} Shown;

/* The capture becomes the one that is shown. *changed: it shows something else than before. */
static Status show_capture(Put *put, const Shown *before, bool *changed, Error *err)
{
    Article *article = put->article;
    Slice path = SLICE_EMPTY;
    Status status = article_path_free(put->store, put->arena, article, put->capture->captured_s, &path, err);
    if (status != STATUS_OK)
        return status;
    lend(put, &article->path, path);
    Slice state = article_state(put->arena, article);
    *changed = !slice_equal(state, before->state) || !slice_equal(article->path, before->path);
    if (!*changed)
        return set_shown_capture(put, err);
    status = set_head(put, state, err);
    if (status == STATUS_OK)
        status = article_parts_put(put->store, article, err);
    if (status == STATUS_OK)
        status = article_blocks_put(put->store, put->version, article, err);
    return status;
}

static Status get_shown(Put *put, Shown *shown, Error *err)
{
    Statement s = statement_open(put->store, SQL_ARTICLE_SHOWN_GET);
    statement_bind_number(&s, put->article->number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        shown->capture = statement_take_number(&s);
        shown->id = statement_take_text(&s, put->arena);
        shown->path = statement_take_text(&s, put->arena);
        shown->state = statement_take_text(&s, put->arena);
    }
    statement_close(&s);
    if (status == STATUS_END)
        return error_set(err, STATUS_FAIL, "archive.db is damaged: article %lld is not there",
                         (long long)put->article->number);
    return status;
}

static Status is_shown_by(Put *put, const Shown *shown, bool *is_shown, Error *err)
{
    CaptureRank before;
    CaptureRank now = {put->capture->captured_s, put->capture->sha256, put->capture->url};
    *is_shown = shown->capture == 0 || shown->capture == put->capture->number;
    if (*is_shown)
        return STATUS_OK;
    Status status = capture_rank(put->store, put->arena, shown->capture, &before, err);
    *is_shown = capture_rank_compare(now, before) >= 0;
    return status;
}

static Status show(Put *put, bool *changed, Error *err)
{
    Shown shown = {0};
    bool is_shown = false;
    Status status = get_shown(put, &shown, err);
    lend(put, &put->article->id, shown.id);
    lend(put, &put->article->path, shown.path);
    if (status == STATUS_OK)
        status = is_shown_by(put, &shown, &is_shown, err);
    if (status == STATUS_OK && is_shown)
        status = show_capture(put, &shown, changed, err);
    else if (status == STATUS_OK && put->is_new_version)
        status = article_blocks_put(put->store, put->version, put->article, err);
    return status;
}

static Status put_addresses(Put *put, Error *err)
{
    const Article *article = put->article;
    Address address = {.kind = ADDRESS_ARTICLE,
                       .is_canonical = true,
                       .article = article->number,
                       .capture = put->capture->number,
                       .status = put->capture->http_status};
    Status status = STATUS_OK;
    if (!slice_is_empty(article->canonical))
        status = address_put(put->store, put->arena, article->canonical, &address, NULL, err);
    address.is_canonical = slice_is_empty(article->canonical);
    if (status == STATUS_OK && !slice_is_empty(article->url))
        status = address_put(put->store, put->arena, article->url, &address, NULL, err);
    return status;
}

static Status put_article(Put *put, bool *changed, Error *err)
{
    bool is_moved = false;
    Status status = find_article(put, &put->article->number, err);
    put->is_new = put->article->number == 0;
    if (status == STATUS_OK && put->is_new) {
        status = note_home_host(put, err);
        if (status == STATUS_OK)
            status = add_article(put, err);
    }
    if (status == STATUS_OK)
        status = put_version(put, err);
    if (status == STATUS_OK)
        status = link_capture(put, &is_moved, err);
    if (status == STATUS_OK)
        status = show(put, changed, err);
    if (status == STATUS_OK && is_moved)
        status = drop_unused_versions(put, err);
    if (status == STATUS_OK)
        status = put_cms_id(put, err);
    if (status == STATUS_OK)
        status = put_addresses(put, err);
    return status;
}

Status store_article_put(Store *store, Article *article, const Capture *capture, PutOutcome *outcome,
                         bool *changed, Error *err)
{
    assert(store->in_batch && capture->number > 0);
    arena_reset(store->scratch);
    *changed = false;
    Put put = {.store = store, .arena = store->scratch, .article = article, .capture = capture};
    Status status = put_article(&put, changed, err);
    *outcome = put.is_new ? PUT_NEW : put.is_new_version ? PUT_VERSION : PUT_SAME;
    return error_while(err, status, "storing the article of '%.*s'", SLICE_ARG(article->url));
}

/* ---- getting ---- */

static void take_head(Statement *s, Arena *arena, Article *article, int64_t *version)
{
    *article = (Article){0};
    article->number = statement_take_number(s);
    article->id = statement_take_text(s, arena);
    article->path = statement_take_text(s, arena);
    if (!page_kind_find(statement_take_text(s, arena), &article->page_kind))
        article->page_kind = PAGE_OTHER;
    if (!article_status_find(statement_take_text(s, arena), &article->status))
        article->status = ARTICLE_WITHHELD; /* a word we do not know must not publish anything */
    for (size_t i = 0; i < TEXT_COLUMNS; i++)
        *text_field(article, i) = statement_take_text(s, arena);
    article->section.slug = statement_take_text(s, arena);
    article->section.label = statement_take_text(s, arena);
    article->dateline.span.begin = (size_t)statement_take_number(s);
    article->dateline.span.end = (size_t)statement_take_number(s);
    article->dateline.date = statement_take_moment(s);
    article->published = statement_take_moment(s);
    article->modified = statement_take_moment(s);
    *version = statement_take_number(s);
}

/* A span from the database lies within the text, whatever stands there. */
static Span span_within(Span span, Slice text)
{
    return span.begin <= span.end && span.end <= text.size ? span : (Span){0};
}

static Status get_text(Store *store, Arena *arena, int64_t version, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_TEXT);
    statement_bind_number(&s, version);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        article->text = statement_take_text(&s, arena);
    statement_close(&s);
    article->dateline.span = span_within(article->dateline.span, article->text);
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_article_body(Store *store, Arena *arena, Article *head, Error *err)
{
    int64_t version;
    Statement s = statement_open(store, SQL_ARTICLE_VERSION);
    statement_bind_number(&s, head->number);
    Status status = statement_number(&s, &version, err);
    if (status == STATUS_OK)
        status = get_text(store, arena, version, head, err);
    if (status == STATUS_OK)
        status = article_blocks_get(store, arena, version, false, head, err);
    if (status == STATUS_OK)
        status = acts_lay_body(store, arena, head, err);
    return status == STATUS_END
               ? STATUS_END
               : error_while(err, status, "reading the text of article %lld", (long long)head->number);
}

static Status get_captures(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_CAPTURES);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        CaptureInfo info = {0};
        info.number = statement_take_number(&s);
        info.at_s = statement_take_number(&s);
        info.url = statement_take_text(&s, arena);
        info.sha256 = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->captures) = info;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status get_versions(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_VERSIONS);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        VersionInfo info = {0};
        info.at_s = statement_take_number(&s);
        info.digest = statement_take_text(&s, arena);
        *LIST_ADD(arena, &article->versions) = info;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* As the sources have it. */
Status article_get_sources(Store *store, Arena *arena, int64_t number, ArticlePart part, Article *article,
                           Error *err)
{
    int64_t version = 0;
    Statement s = statement_open(store, SQL_ARTICLE_GET);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK)
        take_head(&s, arena, article, &version);
    statement_close(&s);
    if (status == STATUS_OK && part >= ARTICLE_HEAD)
        status = article_parts_get(store, arena, part, article, err);
    if (status == STATUS_OK && part == ARTICLE_WHOLE) {
        status = get_text(store, arena, version, article, err);
        if (status == STATUS_OK)
            status = article_blocks_get(store, arena, version, true, article, err);
        if (status == STATUS_OK)
            status = get_captures(store, arena, article, err);
        if (status == STATUS_OK)
            status = get_versions(store, arena, article, err);
    }
    return status == STATUS_END ? STATUS_END
                                : error_while(err, status, "reading article %lld", (long long)number);
}

Status store_article_get(Store *store, Arena *arena, int64_t number, ArticlePart part, Article *article,
                         Error *err)
{
    Status status = article_get_sources(store, arena, number, part, article, err);
    return status == STATUS_OK ? acts_lay(store, arena, part, article, err) : status;
}
