/* What acts do to rows: article.held, photo.held, address.held.
 *
 * In: acts that count. Out: the columns that questions look at, always made anew from all acts, so that they
 * can be made again at any time (store_holds_settle): after two rows became one, after a new address of a
 * withheld picture came in. What hangs on a withheld piece goes with it: the pages of its photos, and the
 * pictures that nothing else uses, in every size in which they were published. */
#include "store/inside.h"

#include "base/map.h"
#include "syntax/url.h"

static Slice word_of(const ActState *state)
{
    if (state->is_withheld)
        return state->is_by_law ? SLICE("law") : SLICE("withheld");
    return SLICE_EMPTY;
}

static ActState state_of_word(Slice word)
{
    ActState state = {.is_by_law = slice_equal(word, SLICE("law"))};
    state.is_withheld = !slice_is_empty(word);
    return state;
}

/* ---- addresses ---- */

/* Pictures that are withheld, by their address without size: "host/a.jpg" -> 1, or 2 where the law says so.
 */
static Status load_pictures(Store *store, Arena *arena, Map *pictures, Error *err)
{
    map_init(pictures, arena);
    Statement s = statement_open(store, SQL_PHOTOS_HELD);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice key = photo_href_key(arena, statement_take_text(&s, arena));
        bool is_by_law = state_of_word(statement_take_text(&s, arena)).is_by_law;
        if (!slice_is_empty(key))
            map_add(pictures, key, NULL)->number = 1 + is_by_law;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Slice picture_key(Arena *arena, Slice key)
{
    return photo_href_key(arena, arena_format(arena, "http://%.*s", SLICE_ARG(key)));
}

/* What persons decided of an address: its own acts, or the picture's that stands there. */
static Status address_state(Store *store, Arena *arena, Slice key, const Map *pictures, ActState *state,
                            Error *err)
{
    Acts acts;
    Status status = acts_of_address(store, arena, key, &acts, err);
    *state = acts_state(&acts);
    const MapValue *picture = state->is_withheld ? NULL : map_find(pictures, picture_key(arena, key));
    if (picture) {
        state->is_withheld = true;
        state->is_by_law = picture->number == 2;
    }
    return status;
}

static Slice word_of_address(const ActState *state)
{
    if (!state->is_withheld && !slice_is_empty(state->redirect))
        return SLICE("redirect");
    return word_of(state);
}

static Status hold_address(Store *store, Arena *arena, Slice key, const Map *pictures, Error *err)
{
    int64_t number;
    ActState state;
    Status status = address_state(store, arena, key, pictures, &state, err);
    if (status == STATUS_OK)
        status =
            address_number(store, arena, arena_format(arena, "http://%.*s", SLICE_ARG(key)), &number, err);
    if (status != STATUS_OK || number == 0)
        return status;
    Statement s = statement_open(store, SQL_ADDRESS_HOLD);
    statement_bind_number(&s, number);
    statement_bind_text(&s, word_of_address(&state));
    statement_bind_text(&s, state.redirect);
    return statement_run(&s, err);
}

Status store_address_hold(Store *store, Arena *arena, Slice key, ActState *state, Error *err)
{
    bool are_there;
    *state = (ActState){0};
    Status status = store_has_acts(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    Statement s = statement_open(store, SQL_ADDRESS_HELD);
    statement_bind_text_always(&s, key);
    status = statement_next(&s, err);
    if (status == STATUS_OK) {
        Slice word = statement_take_text(&s, arena);
        Slice target = statement_take_text(&s, arena);
        if (slice_equal(word, SLICE("redirect")))
            state->redirect = target;
        else
            *state = state_of_word(word);
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- photos ---- */

/* Known addresses between two that are the picture's, in another size. */
static Status add_sizes(Store *store, Arena *arena, Slice picture, Slice from, Slice to, Slices *keys,
                        Error *err)
{
    Statement s = statement_open(store, SQL_ADDRESSES_BETWEEN);
    statement_bind_text_always(&s, from);
    statement_bind_text_always(&s, to);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice key = statement_take_text(&s, arena);
        if (slice_equal(picture_key(arena, key), picture))
            *LIST_ADD(arena, keys) = key;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* Addresses at which the picture stands, in any size: "a.jpg", "a-300x200.jpg", "a.jpg?w=300". */
static Status picture_keys(Store *store, Arena *arena, int64_t photo, Slices *keys, Error *err)
{
    Slices hrefs = {0};
    Statement s = statement_open(store, SQL_PHOTO_HREFS);
    statement_bind_number(&s, photo);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice href = statement_take_text(&s, arena);
        if (!slice_is_empty(url_key(arena, href)))
            *LIST_ADD(arena, &hrefs) = href;
    }
    status = status == STATUS_END ? STATUS_OK : status;
    for (size_t i = 0; status == STATUS_OK && i < hrefs.count; i++) {
        Slice picture = photo_href_key(arena, hrefs.items[i]);
        size_t dot = slice_find_last_byte(picture, '.');
        Slice stem = slice_range(picture, 0, dot == SLICE_NONE ? picture.size : dot);
        *LIST_ADD(arena, keys) = url_key(arena, hrefs.items[i]);
        *LIST_ADD(arena, keys) = picture;
        status = add_sizes(store, arena, picture, arena_format(arena, "%.*s-", SLICE_ARG(stem)),
                           arena_format(arena, "%.*s.", SLICE_ARG(stem)), keys, err); /* '.' follows '-' */
        if (status == STATUS_OK)
            status = add_sizes(store, arena, picture, arena_format(arena, "%.*s?", SLICE_ARG(picture)),
                               arena_format(arena, "%.*s@", SLICE_ARG(picture)), keys, err);
    }
    return status;
}

static Status touch_users(Store *store, int64_t photo, Error *err)
{
    Statement s = statement_open(store, SQL_PHOTO_USERS_TOUCH);
    statement_bind_number(&s, photo);
    return statement_run(&s, err);
}

/* By its own acts, or because nothing but withheld pieces uses it. */
static Status photo_state(Store *store, Arena *arena, int64_t photo, Slice *was, ActState *state, Error *err)
{
    Acts acts = {0};
    Slice id = SLICE_EMPTY, only = SLICE_EMPTY;
    Statement s = statement_open(store, SQL_PHOTO_HOLDS);
    statement_bind_number(&s, photo);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        id = statement_take_text(&s, arena);
        *was = statement_take_text(&s, arena);
        only = statement_take_text(&s, arena);
    }
    statement_close(&s);
    if (status == STATUS_OK)
        status = acts_of_media(store, arena, id, &acts, err);
    *state = acts_state(&acts);
    if (!state->is_withheld)
        *state = state_of_word(only);
    return status;
}

static Status hold_addresses(Store *store, Arena *arena, int64_t photo, Error *err)
{
    Slices keys = {0};
    Map pictures;
    Status status = picture_keys(store, arena, photo, &keys, err);
    if (status == STATUS_OK)
        status = load_pictures(store, arena, &pictures, err);
    for (size_t i = 0; status == STATUS_OK && i < keys.count; i++)
        status = hold_address(store, arena, keys.items[i], &pictures, err);
    return status;
}

/* is_always: it is to be indexed again whatever became of it; its addresses too are gone through. */
static Status hold_photo(Store *store, Arena *arena, int64_t photo, bool is_always, Error *err)
{
    ActState state;
    Slice was = SLICE_EMPTY;
    Status status = photo_state(store, arena, photo, &was, &state, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    bool is_new = !slice_equal(was, word_of(&state));
    if (!is_new && !is_always)
        return STATUS_OK;
    Statement s = statement_open(store, SQL_PHOTO_HOLD);
    statement_bind_number(&s, photo);
    statement_bind_text(&s, word_of(&state));
    status = statement_run(&s, err);
    if (status == STATUS_OK)
        status = touch_users(store, photo, err);
    return status == STATUS_OK ? hold_addresses(store, arena, photo, err) : status;
}

Status store_media_hold(Store *store, Arena *arena, Slice id, ActState *state, Error *err)
{
    bool are_there;
    *state = (ActState){0};
    Status status = store_has_acts(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    Statement s = statement_open(store, SQL_PHOTO_HELD);
    statement_bind_text_always(&s, id);
    status = statement_next(&s, err);
    if (status == STATUS_OK)
        *state = state_of_word(statement_take_text(&s, arena));
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- articles ---- */

typedef struct ArticleHold {
    Slice held;
    bool is_by_law;
} ArticleHold;

static ArticleHold hold_of_state(const ActState *state)
{
    if (state->is_withheld)
        return (ArticleHold){SLICE("withheld"), state->is_by_law};
    return (ArticleHold){state->is_delisted ? SLICE("delisted") : SLICE_EMPTY, false};
}

/* A photo's own page goes with the piece it belongs to. */
static Status hold_of_parent(Store *store, Arena *arena, int64_t number, ArticleHold *hold, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_PARENT_HELD);
    statement_bind_number(&s, number);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        hold->held = statement_take_text(&s, arena);
        hold->is_by_law = statement_take_number(&s) != 0;
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status set_article(Store *store, int64_t number, const ArticleHold *hold, bool is_always, Error *err)
{
    Statement s = statement_open(store, SQL_ARTICLE_HOLD);
    statement_bind_number(&s, number);
    statement_bind_text(&s, hold->held);
    statement_bind_number(&s, hold->is_by_law);
    statement_bind_number(&s, is_always);
    Status status = statement_run(&s, err);
    if (status != STATUS_OK || sqlite3_changes(store->db) == 0)
        return status;
    s = statement_open(store, SQL_TOUCHED_ADD);
    statement_bind_number(&s, number);
    return statement_run(&s, err);
}

static Status hold_photos_of(Store *store, Arena *arena, int64_t article, Error *err)
{
    int64_t *photos;
    size_t count;
    Statement s = statement_open(store, SQL_PHOTOS_OF_ARTICLE);
    statement_bind_number(&s, article);
    Status status = statement_numbers(&s, arena, &photos, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = hold_photo(store, arena, photos[i], false, err);
    return status;
}

/* A photo's own page goes with the photo. */
static Status hold_of_photo(Store *store, Arena *arena, int64_t page, ArticleHold *hold, Error *err)
{
    Slices ids = {0};
    Statement s = statement_open(store, SQL_PHOTOS_OF_PAGE);
    statement_bind_number(&s, page);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice id = statement_take_text(&s, arena);
        *LIST_ADD(arena, &ids) = id;
    }
    status = status == STATUS_END ? STATUS_OK : status;
    for (size_t i = 0; status == STATUS_OK && i < ids.count; i++) {
        Acts acts;
        status = acts_of_media(store, arena, ids.items[i], &acts, err);
        ActState state = acts_state(&acts);
        if (status == STATUS_OK && state.is_withheld)
            *hold = hold_of_state(&state);
    }
    return status;
}

static Status article_hold(Store *store, Arena *arena, int64_t number, ArticleHold *hold, Error *err)
{
    Acts acts;
    Status status = acts_of_article(store, arena, number, &acts, err);
    ActState state = acts_state(&acts);
    *hold = hold_of_state(&state);
    if (status == STATUS_OK && !state.is_withheld)
        status = hold_of_parent(store, arena, number, hold, err);
    if (status == STATUS_OK && !slice_equal(hold->held, SLICE("withheld")))
        status = hold_of_photo(store, arena, number, hold, err);
    return status;
}

static Status hold_one_article(Store *store, Arena *arena, int64_t number, bool is_always, Error *err)
{
    ArticleHold hold = {0};
    Status status = article_hold(store, arena, number, &hold, err);
    return status == STATUS_OK ? set_article(store, number, &hold, is_always, err) : status;
}

/* The photo, and its own page. */
static Status hold_photo_of_id(Store *store, Arena *arena, Slice id, bool is_always, Error *err)
{
    int64_t photo, page = 0;
    Statement s = statement_open(store, SQL_PHOTO_PAGE);
    statement_bind_text_always(&s, id);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        photo = statement_take_number(&s);
        page = statement_take_number(&s);
    }
    statement_close(&s);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    status = hold_photo(store, arena, photo, is_always, err);
    return status == STATUS_OK && page > 0 ? hold_one_article(store, arena, page, is_always, err) : status;
}

static Status hold_article(Store *store, Arena *arena, int64_t number, bool is_always, Error *err)
{
    int64_t *pages;
    size_t count;
    Status status = hold_one_article(store, arena, number, is_always, err);
    if (status != STATUS_OK)
        return status;
    Statement s = statement_open(store, SQL_PHOTO_PAGES_OF);
    statement_bind_number(&s, number);
    status = statement_numbers(&s, arena, &pages, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (pages[i] != number) {
            status = hold_one_article(store, arena, pages[i], false, err);
            if (status == STATUS_OK)
                status = hold_photos_of(store, arena, pages[i], err);
        }
    return status == STATUS_OK ? hold_photos_of(store, arena, number, err) : status;
}

static Status hold_article_of_id(Store *store, Arena *arena, Slice id, bool is_always, Error *err)
{
    int64_t number;
    Status status = store_article_by_id(store, id, &number, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_OK : status;
    return hold_article(store, arena, number, is_always, err);
}

/* ---- captures ---- */

Status store_capture_hold(Store *store, Arena *arena, int64_t capture, ActState *state, Error *err)
{
    bool are_there;
    *state = (ActState){0};
    Status status = store_has_acts(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    Statement s = statement_open(store, SQL_CAPTURE_HELD);
    statement_bind_number(&s, capture);
    status = statement_next(&s, err);
    if (status == STATUS_OK)
        *state = state_of_word(statement_take_text(&s, arena));
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_has_withheld(Store *store, bool *has_withheld, Error *err)
{
    int64_t found = 0;
    Status status = store_has_acts(store, has_withheld, err);
    if (status != STATUS_OK || !*has_withheld)
        return status;
    Statement s = statement_open(store, SQL_WITHHELD_ANY);
    status = statement_number(&s, &found, err);
    *has_withheld = found != 0;
    return status;
}

Status store_withheld_names(Store *store, Arena *arena, Slices *names, Error *err)
{
    enum { TELLING_BYTES = 12 }; /* "News" or "/about" would be met everywhere */
    Statement s = statement_open(store, SQL_WITHHELD_NAMES);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice headline = statement_take_text(&s, arena);
        Slice path = statement_take_text(&s, arena);
        if (headline.size >= TELLING_BYTES && slice_find_byte(headline, ' ') != SLICE_NONE)
            *LIST_ADD(arena, names) = headline;
        if (path.size >= TELLING_BYTES)
            *LIST_ADD(arena, names) = path;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- all of it ---- */

Status hold_of_act(Store *store, Arena *arena, const Act *act, Error *err)
{
    Map pictures;
    if (slice_is_empty(act->url_key) && !slice_is_empty(act->media))
        return hold_photo_of_id(store, arena, act->media, true, err);
    if (slice_is_empty(act->url_key))
        return hold_article_of_id(store, arena, act->article, true, err);
    Status status = load_pictures(store, arena, &pictures, err);
    return status == STATUS_OK ? hold_address(store, arena, act->url_key, &pictures, err) : status;
}

/* New articles and new uses of photos since the last batch, as far as acts have to do with them. */
static Status settle_changed(Store *store, Arena *arena, Error *err)
{
    static const struct {
        StatementId changed;
        Status (*hold)(Store *store, Arena *arena, int64_t number, bool is_always, Error *err);
    } things[] = {{SQL_SETTLE_ARTICLES, hold_article}, {SQL_SETTLE_PHOTOS, hold_photo}};
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof things / sizeof things[0]; i++) {
        int64_t *numbers;
        size_t count;
        Statement s = statement_open(store, things[i].changed);
        statement_bind_number(&s, (int64_t)store->batch);
        status = statement_numbers(&s, arena, &numbers, &count, err);
        for (size_t k = 0; status == STATUS_OK && k < count; k++)
            status = things[i].hold(store, arena, numbers[k], false, err);
    }
    return status;
}

/* Addresses that came in since: other sizes of withheld pictures. */
static Status settle_addresses(Store *store, Arena *arena, Error *err)
{
    Map pictures;
    int64_t *photos;
    size_t count;
    Slices keys = {0};
    Statement s = statement_open(store, SQL_HELD_PHOTOS);
    Status status = statement_numbers(&s, arena, &photos, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = picture_keys(store, arena, photos[i], &keys, err);
    if (status == STATUS_OK)
        status = load_pictures(store, arena, &pictures, err);
    for (size_t i = 0; status == STATUS_OK && i < keys.count; i++)
        status = hold_address(store, arena, keys.items[i], &pictures, err);
    return status;
}

Status store_holds_settle(Store *store, bool with_addresses, Error *err)
{
    assert(store->in_batch);
    bool are_there;
    Status status = store_has_acts(store, &are_there, err);
    if (status != STATUS_OK || !are_there)
        return status;
    Arena *arena = arena_open((size_t)512 << 20);
    status = settle_changed(store, arena, err);
    if (status == STATUS_OK && with_addresses)
        status = settle_addresses(store, arena, err);
    arena_close(arena);
    return error_while(err, status, "doing again what persons decided");
}

/* ---- checking ---- */

typedef struct HoldCheck {
    Store *store;
    Arena *arena; /* one row */
    Map pictures; /* withheld */
    void (*fault)(void *context, const char *message);
    void *context;
} HoldCheck;

static void tell_hold(const HoldCheck *check, const char *what, Slice name, Slice has, Slice wanted)
{
    Error message;
    const Slice nothing = SLICE("nothing");
    (void)error_set(&message, STATUS_FAIL, "%s %.*s is held as '%.*s', but what persons decided says '%.*s'",
                    what, SLICE_ARG(name), SLICE_ARG(slice_is_empty(has) ? nothing : has),
                    SLICE_ARG(slice_is_empty(wanted) ? nothing : wanted));
    check->fault(check->context, message.message);
}

/* A correction of a paragraph that no reading gives any more. */
static Status check_corrections(const HoldCheck *check, int64_t number, Error *err)
{
    Acts acts;
    Article article = {0};
    Status status = acts_of_article(check->store, check->arena, number, &acts, err);
    if (status == STATUS_OK)
        status = article_get_sources(check->store, check->arena, number, ARTICLE_WHOLE, &article, err);
    for (size_t i = 0; status == STATUS_OK && i < acts.count; i++) {
        const Act *act = &acts.items[i];
        Error message;
        if (act->undone_by || act->verb != ACT_CORRECT || slice_is_empty(act->field) ||
            act_lay(check->arena, &article, act, &(Labels){0}))
            continue;
        (void)error_set(&message, STATUS_FAIL,
                        "act %lld: '%.*s' of article %.*s reads otherwise by now, so it "
                        "cannot be corrected",
                        (long long)act->number, SLICE_ARG(act->field), SLICE_ARG(article.id));
        check->fault(check->context, message.message);
    }
    return status;
}

static Status check_article(const HoldCheck *check, Statement *s, Error *err)
{
    ArticleHold wanted = {0};
    int64_t number = statement_take_number(s);
    Slice id = statement_take_text(s, check->arena);
    Slice held = statement_take_text(s, check->arena);
    bool is_by_law = statement_take_number(s) != 0;
    Status status = article_hold(check->store, check->arena, number, &wanted, err);
    if (status == STATUS_OK && (!slice_equal(held, wanted.held) || is_by_law != wanted.is_by_law))
        tell_hold(check, "article", id, held, wanted.held);
    return status == STATUS_OK ? check_corrections(check, number, err) : status;
}

static Status check_photo(const HoldCheck *check, Statement *s, Error *err)
{
    ActState state;
    Slice was = SLICE_EMPTY;
    int64_t number = statement_take_number(s);
    Slice name = statement_take_text(s, check->arena);
    Status status = photo_state(check->store, check->arena, number, &was, &state, err);
    if (status == STATUS_OK && !slice_equal(was, word_of(&state)))
        tell_hold(check, "photo", name, was, word_of(&state));
    return status;
}

static Status check_address(const HoldCheck *check, Statement *s, Error *err)
{
    ActState state;
    Slice key = statement_take_text(s, check->arena);
    Slice held = statement_take_text(s, check->arena);
    Slice target = statement_take_text(s, check->arena);
    Status status = address_state(check->store, check->arena, key, &check->pictures, &state, err);
    if (status == STATUS_OK &&
        (!slice_equal(held, word_of_address(&state)) || !slice_equal(target, state.redirect)))
        tell_hold(check, "address", key, held, word_of_address(&state));
    return status;
}

Status holds_verify(Store *store, void (*fault)(void *context, const char *message), void *context,
                    Error *err)
{
    static const struct {
        StatementId rows;
        Status (*check)(const HoldCheck *check, Statement *s, Error *err);
    } checks[] = {{SQL_HELD_ARTICLES, check_article},
                  {SQL_HELD_PHOTOS, check_photo},
                  {SQL_HELD_ADDRESSES, check_address}};
    Arena *keep = arena_open((size_t)256 << 20);
    HoldCheck check = {
        .store = store, .arena = arena_open((size_t)256 << 20), .fault = fault, .context = context};
    Status status = load_pictures(store, keep, &check.pictures, err);
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && status == STATUS_OK; i++) {
        Statement s = statement_open(store, checks[i].rows);
        while ((status = statement_next(&s, err)) == STATUS_OK) {
            arena_reset(check.arena);
            status = checks[i].check(&check, &s, err);
            if (status != STATUS_OK)
                break;
        }
        statement_close(&s);
        status = status == STATUS_END ? STATUS_OK : status;
    }
    arena_close(check.arena);
    arena_close(keep);
    return status;
}
