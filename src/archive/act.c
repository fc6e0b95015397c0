/* Doing what a person decides: an order comes in, is understood, checked, kept, and the index follows.
 *
 * In: an Act as it was typed: a target, a verb, what the verb needs. Out: the act as kept, or why it cannot
 * be. One transaction holds the act and its effects on rows; what the index has to follow is remembered in it
 * too, so that a kill before the index has followed is mended when the archive is next opened for writing. */
#include "archive/resolve.h"

#include "base/utf8.h"
#include "text/text.h"

/* ---- what is meant ---- */

static bool is_path_or_url(Slice name)
{
    return slice_starts_with(name, SLICE("/")) || slice_find(name, SLICE("://")) != SLICE_NONE;
}

Slice resolve_key(Archive *archive, Arena *arena, Slice text)
{
    return asked_read(archive, arena, slice_trim(text)).read.key;
}

/* The article of the key, by what the crawl and the sources say of it. */
static Status article_of_key(Archive *archive, Arena *arena, Slice key, int64_t *article, Error *err)
{
    Status status = STATUS_OK;
    *article = 0;
    for (int hop = 0; hop < LED_MAX && status == STATUS_OK && *article == 0; hop++) {
        Address address = {0};
        status = store_address_find(archive->store, arena, key, &address, err);
        if (status == STATUS_OK && address.kind == ADDRESS_ARTICLE)
            *article = address.article;
        else if (status == STATUS_OK && address.kind == ADDRESS_REDIRECT)
            key = resolve_key(archive, arena, address.target);
        else if (status == STATUS_OK)
            break;
    }
    return status == STATUS_OK && *article == 0 ? STATUS_END : status;
}

Status resolve_held(Archive *archive, Arena *arena, Slice name, int64_t *article, Error *err)
{
    Resolution found;
    const Slice id = SLICE("/id/");
    Asked asked = asked_read(archive, arena, slice_trim(name));
    *article = 0;
    if (slice_is_empty(asked.read.key))
        return STATUS_END;
    Status status = article_of_key(archive, arena, asked.read.key, article, err);
    if (status == STATUS_END && asked.is_home)
        status = store_article_by_path(archive->store, asked.typed, article, err);
    if (status == STATUS_END && asked.is_home && slice_starts_with(asked.path, id))
        status = store_article_by_id(archive->store, slice_skip(asked.path, id.size), article, err);
    if (status != STATUS_END)
        return status;
    status = resolve_address(archive, arena, name, &found, err);
    *article = found.why == WHY_REDIRECT ? 0 : found.article;
    return status == STATUS_OK && *article == 0 ? STATUS_END : status;
}

static Status aim_at_article(Archive *archive, Arena *arena, int64_t number, Act *act, Error *err)
{
    Article article = {0};
    Status status = store_article_get(archive->store, arena, number, ARTICLE_OWN, &article, err);
    act->article = article.id;
    return status;
}

/* Is it the address of a page of this site, such as a section's. END: it is not. */
static Status find_page(Archive *archive, Arena *arena, Slice target, Error *err)
{
    Resolution found;
    Status status = resolve_address(archive, arena, target, &found, err);
    return status == STATUS_OK && found.status != 200 ? STATUS_END : status;
}

/* An address of the paper: held as captured, decided about before, or a list. END: never heard of. */
static Status aim_at_address(Archive *archive, Arena *arena, Act *act, Error *err)
{
    Address address;
    ActState state;
    Slice key = resolve_key(archive, arena, act->target);
    if (slice_is_empty(key))
        return STATUS_END;
    Status status = store_address_hold(archive->store, arena, key, &state, err);
    if (status == STATUS_OK && !state.is_withheld && slice_is_empty(state.redirect))
        status = store_address_find(archive->store, arena, key, &address, err);
    if (status == STATUS_END)
        status = find_page(archive, arena, act->target, err);
    act->url_key = key;
    return status;
}

static Status aim_at_media(Archive *archive, Arena *arena, Slice id, Act *act, Error *err)
{
    Media media;
    int64_t *articles;
    size_t count;
    act->media = id;
    return store_media(archive->store, arena, id, &media, &articles, &count, err);
}

/* Finds what the target names, withheld or not. END: nothing. */
static Status aim(Archive *archive, Arena *arena, Act *act, Error *err)
{
    const Slice media = SLICE("media:");
    int64_t number = 0;
    act->target = slice_trim(act->target);
    if (slice_starts_with(act->target, media))
        return aim_at_media(archive, arena, slice_skip(act->target, media.size), act, err);
    Status status = is_path_or_url(act->target)
                        ? STATUS_END
                        : store_article_by_id(archive->store, act->target, &number, err);
    if (status == STATUS_END)
        status = resolve_held(archive, arena, act->target, &number, err);
    if (status == STATUS_OK)
        return aim_at_article(archive, arena, number, act, err);
    return status == STATUS_END ? aim_at_address(archive, arena, act, err) : status;
}

/* ---- redirects ---- */

/* Follows where an address is led by persons and by the paper itself, and tells whether that comes to `key`.
 */
static Status leads_to(Archive *archive, Arena *arena, Slice from, Slice key, bool *is_circle, Error *err)
{
    enum { HOPS_MAX = 64 };
    Slice at = resolve_key(archive, arena, from);
    *is_circle = slice_equal(at, key);
    for (int hop = 0; hop < HOPS_MAX && !*is_circle; hop++) {
        ActState state;
        Resolution found = {0};
        Status status = store_address_hold(archive->store, arena, at, &state, err);
        Slice next = state.redirect;
        if (status == STATUS_OK && slice_is_empty(next)) {
            status = resolve_address(archive, arena, arena_format(arena, "http://%.*s", SLICE_ARG(at)),
                                     &found, err);
            next = found.status == 301 ? found.target : SLICE_EMPTY;
        }
        Slice next_key = slice_is_empty(next) ? SLICE_EMPTY : resolve_key(archive, arena, next);
        if (status != STATUS_OK || slice_is_empty(next_key) || slice_equal(next_key, at))
            return status;
        at = next_key;
        *is_circle = slice_equal(at, key);
    }
    return STATUS_OK;
}

static Status prepare_redirect(Archive *archive, Arena *arena, Act *act, Error *err)
{
    bool is_circle = false;
    int64_t number = 0;
    act->to = slice_trim(act->to);
    act->target = slice_trim(act->target);
    act->url_key = is_path_or_url(act->target) ? resolve_key(archive, arena, act->target) : SLICE_EMPTY;
    if (slice_is_empty(act->url_key))
        return error_set(err, STATUS_SKIP, "'%.*s' is no address: give a path (/2014/06/title) or a URL",
                         SLICE_ARG(act->target));
    if (!is_path_or_url(act->to) || slice_is_empty(resolve_key(archive, arena, act->to)))
        return error_set(err, STATUS_SKIP, "'%.*s' is no address to lead to: give a path or a URL",
                         SLICE_ARG(act->to));
    Status status = leads_to(archive, arena, act->to, act->url_key, &is_circle, err);
    if (status == STATUS_OK && is_circle)
        return error_set(err, STATUS_SKIP, "'%.*s' leads back to '%.*s': that would be a circle",
                         SLICE_ARG(act->to), SLICE_ARG(act->target));
    if (status == STATUS_OK)
        status = resolve_held(archive, arena, act->target, &number, err);
    if (status == STATUS_OK)
        return aim_at_article(archive, arena, number, act, err);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- corrections ---- */

static bool has_control(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
            return true;
    return false;
}

static bool is_language(Slice text)
{
    size_t letters = 0;
    while (letters < text.size && ascii_is_alpha(text.data[letters]))
        letters++;
    bool is_rest_plain = true;
    for (size_t i = letters; i < text.size; i++)
        is_rest_plain &= text.data[i] == '-' || ascii_is_alpha(text.data[i]) || ascii_is_digit(text.data[i]);
    return letters >= 2 && letters <= 3 && is_rest_plain &&
           (letters == text.size || text.data[letters] == '-') && !slice_ends_with(text, SLICE("-"));
}

static Status check_value(const Act *act, ActField field, Error *err)
{
    Moment moment;
    Slice value = act->value;
    if (!utf8_is_valid(value) || has_control(value))
        return error_set(err, STATUS_SKIP, "the value of '%.*s' is no plain line of UTF-8 text",
                         SLICE_ARG(act->field));
    if (act_field_is_moment(field) && !slice_is_empty(value) && !moment_parse(value, &moment))
        return error_set(err, STATUS_SKIP,
                         "'%.*s' is no date: write 2014, 2014-06, 2014-06-27 or 2014-06-27T14:05+03:00",
                         SLICE_ARG(value));
    if (field == ACT_FIELD_LANG && !is_language(value))
        return error_set(err, STATUS_SKIP, "'%.*s' is no language: write en, ar or pt-BR", SLICE_ARG(value));
    if (field == ACT_FIELD_SECTION && slice_find_byte(value, ',') != SLICE_NONE)
        return error_set(err, STATUS_SKIP,
                         "'%.*s' is no section: an article stands in one, and no comma in it",
                         SLICE_ARG(value));
    return STATUS_OK;
}

/* Every name in the value has a slug from now on, and is shown as it was typed. Inside a batch. */
static Status know_labels(Archive *archive, Arena *arena, const Act *act, ActField field, Error *err)
{
    Slices names = {0};
    FacetField facet = field == ACT_FIELD_SECTION ? FACET_SECTION
                       : field == ACT_FIELD_TAGS  ? FACET_TAG
                                                  : FACET_AUTHOR;
    act_value_names(arena, act->value, &names);
    for (size_t i = 0; i < names.count; i++) {
        Label label = {text_slug(arena, names.items[i]), names.items[i]};
        Status status = store_label_find(archive->store, arena, facet, names.items[i], &label, err);
        bool is_slug = status == STATUS_OK && slice_equal(label.slug, names.items[i]);
        if (status == STATUS_END)
            status = STATUS_OK;
        if (slice_is_empty(label.slug))
            return error_set(err, STATUS_SKIP, "'%.*s' is no name", SLICE_ARG(names.items[i]));
        if (status == STATUS_OK && !is_slug)
            status = store_label_put(archive->store, facet, label.slug, names.items[i], CLASS_PERSON, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* What stands there now; also whether there is such a paragraph or caption. */
static Status take_was(Archive *archive, Arena *arena, ActField field, size_t place, Act *act, Error *err)
{
    Article article = {0};
    int64_t number, *articles;
    size_t count;
    if (!slice_is_empty(act->media)) {
        Media media;
        Status status = store_media(archive->store, arena, act->media, &media, &articles, &count, err);
        act->was = media.caption;
        return status;
    }
    Status status = store_article_by_id(archive->store, act->article, &number, err);
    if (status == STATUS_OK)
        status = store_article_get(archive->store, arena, number, ARTICLE_WHOLE, &article, err);
    if (status != STATUS_OK)
        return status;
    if (act_field_text(arena, &article, field, place, &act->was))
        return STATUS_OK;
    size_t have = field == ACT_FIELD_BODY ? article.body.count : article.media.count;
    return error_set(err, STATUS_SKIP, "the article has no '%.*s': it has %zu of them, counted from 1",
                     SLICE_ARG(act->field), have);
}

static Status prepare_correct(Archive *archive, Arena *arena, Act *act, ActField *field, Error *err)
{
    size_t place = 0;
    *field = ACT_FIELDS;
    act->notice = slice_trim(act->notice);
    if (!utf8_is_valid(act->notice) || has_control(act->notice))
        return error_set(err, STATUS_SKIP, "the notice is no plain line of UTF-8 text");
    if (slice_is_empty(act->article) && slice_is_empty(act->media))
        return error_set(err, STATUS_SKIP,
                         "'%.*s' is no article and no photo: nothing in it can be corrected",
                         SLICE_ARG(act->target));
    if (slice_is_empty(act->field) && slice_is_empty(act->notice))
        return error_set(err, STATUS_SKIP, "a correction needs a field with its value, or a notice");
    if (slice_is_empty(act->field))
        return slice_is_empty(act->media)
                   ? STATUS_OK
                   : error_set(err, STATUS_SKIP, "a notice stands on an article, not on a photo");
    bool is_known = act_field_find(act->field, field, &place);
    if (is_known && !slice_is_empty(act->media) && (*field != ACT_FIELD_CAPTION || place > 0))
        return error_set(err, STATUS_SKIP, "of a photo the caption can be corrected (caption)");
    if (!is_known || (act_field_is_numbered(*field) && place == 0 && slice_is_empty(act->media)))
        return error_set(err, STATUS_SKIP, "'%.*s' is no field that can be corrected; these are: %.*s",
                         SLICE_ARG(act->field), SLICE_ARG(act_field_names(arena)));
    act->value = slice_trim(act->value);
    Status status = check_value(act, *field, err);
    return status == STATUS_OK ? take_was(archive, arena, *field, place, act, err) : status;
}

/* ---- the other verbs ---- */

static Status prepare_hold(Archive *archive, Arena *arena, Act *act, Error *err)
{
    Status status = aim(archive, arena, act, err);
    if (status == STATUS_OK && act->verb == ACT_DELIST && slice_is_empty(act->article))
        return error_set(
            err, STATUS_SKIP,
            "'%.*s' is no article: it stands in no list that it could be taken out of; withhold it",
            SLICE_ARG(act->target));
    return status;
}

static Status prepare_undo(Archive *archive, Act *act, Error *err)
{
    return act->undoes > 0 ? STATUS_OK : store_act_last(archive->store, &act->undoes, err);
}

static Status prepare(Archive *archive, Arena *arena, Act *act, ActField *field, Error *err)
{
    Status status = STATUS_OK;
    *field = ACT_FIELDS;
    switch (act->verb) {
    case ACT_WITHHOLD:
    case ACT_RESTORE:
    case ACT_DELIST:
        return prepare_hold(archive, arena, act, err);
    case ACT_REDIRECT:
        return prepare_redirect(archive, arena, act, err);
    case ACT_CORRECT:
        status = aim(archive, arena, act, err);
        return status == STATUS_OK ? prepare_correct(archive, arena, act, field, err) : status;
    case ACT_UNDO:
        return prepare_undo(archive, act, err);
    case ACT_VERBS:
        break;
    }
    return error_set(err, STATUS_SKIP, "this is no act");
}

/* ---- doing it ---- */

static Status keep(Archive *archive, Arena *arena, ActField field, Act *act, Error *err)
{
    Status status = store_begin(archive->store, err);
    if (status == STATUS_OK && field < ACT_FIELDS && act_field_is_labels(field))
        status = know_labels(archive, arena, act, field, err);
    if (status == STATUS_OK)
        status = store_act_add(archive->store, act, err);
    if (status == STATUS_OK)
        status = store_act_get(archive->store, arena, act->number, act, err);
    if (status == STATUS_OK)
        status = store_commit(archive->store, err);
    if (status != STATUS_OK)
        store_rollback(archive->store);
    return status;
}

/* What was taken out leaves the files of the index at once, not only its answers. */
static Status follow(Archive *archive, IndexWriter *writer, const Act *act, Error *err)
{
    uint64_t generation;
    Status status = archive_index_touched(archive, writer, err);
    bool takes_out = act->verb == ACT_WITHHOLD || act->verb == ACT_DELIST || act->verb == ACT_UNDO;
    if (status == STATUS_OK && takes_out)
        status = index_writer_merge_all(writer, err);
    return status == STATUS_OK ? archive_refresh(archive, &generation, err) : status;
}

Status archive_act(Archive *archive, Arena *arena, const Act *order, Act *done, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE && order->verb < ACT_VERBS);
    IndexWriter *writer = NULL;
    ActField field;
    *done = *order;
    done->number = done->undone_by = 0;
    Status status = archive_catch_up(archive, &writer, NULL, err);
    if (status == STATUS_OK)
        status = prepare(archive, arena, done, &field, err);
    if (status == STATUS_OK)
        status = keep(archive, arena, field, done, err);
    if (status == STATUS_OK)
        status = error_while(err, follow(archive, writer, done, err),
                             "act %lld is kept; bringing the index after it", (long long)done->number);
    index_writer_close(writer);
    return status;
}

Status archive_acts(Archive *archive, Arena *arena, int64_t after, size_t limit, Acts *acts, Error *err)
{
    Status status = store_read_begin(archive->store, err);
    if (status != STATUS_OK)
        return status;
    status = store_acts(archive->store, arena, after, limit, acts, err);
    store_read_end(archive->store);
    return status;
}
