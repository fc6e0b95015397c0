/* What the rows say about what is not there.
 *
 * In: the whole of archive.db, each table read once in its own order and joined here by walking side by side.
 * Out: the parts of a MissingReport that the rows tell by themselves, and the facts (ids, dates, sections)
 * from which archive/missing.c computes the others. Only what is public is named; withheld and delisted
 * pieces count as held, so that their ids and days are no gaps. */
#include "store/missing.h"

#include <stdlib.h>

#include "syntax/url.h"

#define CMS_ID_DIGITS_MAX 18 /* more are no count of pieces */
#define MISSING_WORDS_MAX 300

/* ---- texts ---- */

void text_hashes_add(Arena *arena, TextHashes *hashes, Slice text)
{
    if (!slice_is_empty(text))
        *LIST_ADD(arena, hashes) = slice_hash(text);
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void text_hashes_sort(TextHashes *hashes)
{
    if (hashes->count > 0)
        qsort(hashes->items, hashes->count, sizeof *hashes->items, compare_hashes);
}

bool text_hashes_have(const TextHashes *hashes, Slice text)
{
    uint64_t hash = slice_hash(text);
    return hashes->count > 0 && !slice_is_empty(text) &&
           bsearch(&hash, hashes->items, hashes->count, sizeof hash, compare_hashes) != NULL;
}

Slice statement_peek_text(Statement *s)
{
    int column = s->taken++;
    const void *data = sqlite3_column_text(s->stmt, column);
    int size = sqlite3_column_bytes(s->stmt, column);
    return data && size > 0 ? slice_of(data, (size_t)size) : SLICE_EMPTY;
}

static Slice cut_copy(Arena *arena, Slice text)
{
    if (text.size > MISSING_WORDS_MAX)
        text = slice_range(text, 0, utf8_floor(text, MISSING_WORDS_MAX));
    return arena_copy(arena, text);
}

/* ---- pieces and their ids ---- */

typedef struct Census {
    Store *store;
    Arena *arena;
    MissingFacts *facts;
    MissingReport *report;
    Slice home;       /* the host whose gaps are looked for; empty: any */
    TextHashes slugs; /* of all articles */
    TextHashes files; /* addresses whose bytes are held, sizes of pictures left out */
} Census;

static bool is_home(const Census *census, Slice host)
{
    return slice_is_empty(host) || slice_is_empty(census->home) || slice_equal(host, census->home);
}

static void add_byline(Census *census, Slice id, Slice byline)
{
    MissingReport *report = census->report;
    report->unresolved_byline_count++;
    if (report->unresolved_bylines.count < MISSING_LIST_MAX)
        *LIST_ADD(census->arena, &report->unresolved_bylines) = (ReportDoubt){
            cut_copy(census->arena, id), cut_copy(census->arena, byline), SLICE("no name in it")};
}

static void take_piece(Census *census, Statement *s)
{
    MissingPiece piece = {.number = statement_take_number(s)};
    ArticleStatus status = ARTICLE_PUBLIC;
    PageKind kind = PAGE_ARTICLE;
    (void)article_status_find(statement_peek_text(s), &status);
    (void)page_kind_find(statement_peek_text(s), &kind);
    piece.is_public = status == ARTICLE_PUBLIC;
    piece.is_held = status == ARTICLE_PUBLIC || status == ARTICLE_WITHHELD || status == ARTICLE_DELISTED;
    piece.is_piece = kind != PAGE_PHOTO;
    piece.is_home = is_home(census, statement_peek_text(s));
    piece.section = statement_take_number(s);
    piece.captured_s = statement_take_number(s);
    piece.published = statement_take_moment(s);
    bool is_byline_resolved = statement_take_number(s) != 0;
    Slice slug = statement_peek_text(s), id = statement_peek_text(s), byline = statement_peek_text(s);
    text_hashes_add(census->arena, &census->slugs, slug);
    *LIST_ADD(census->arena, &census->facts->pieces) = piece;
    if (!piece.is_public || !piece.is_piece)
        return;
    census->report->undated += !moment_is_known(piece.published);
    if (!is_byline_resolved)
        add_byline(census, id, byline);
}

static Status walk_pieces(Census *census, Error *err)
{
    Status status;
    Statement s = statement_open(census->store, SQL_MISSING_PIECES);
    while ((status = statement_next(&s, err)) == STATUS_OK)
        take_piece(census, &s);
    text_hashes_sort(&census->slugs);
    return status == STATUS_END ? STATUS_OK : status;
}

/* An archive may be served at a host (base_url) that the paper never had: then the commonest one among the
 * pieces is the paper's. */
static Status read_pieces(Census *census, Error *err)
{
    Status status = walk_pieces(census, err);
    const MissingPieces *pieces = &census->facts->pieces;
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->items[i].is_home)
            return status;
    if (status != STATUS_OK || pieces->count == 0)
        return status;
    Statement s = statement_open(census->store, SQL_HOST_COMMONEST);
    status = statement_next(&s, err);
    census->home = status == STATUS_OK ? statement_take_text(&s, census->arena) : SLICE_EMPTY;
    statement_close(&s);
    census->slugs = (TextHashes){0};
    *census->facts = (MissingFacts){0};
    *census->report = (MissingReport){0};
    return status == STATUS_FAIL ? status : walk_pieces(census, err);
}

const MissingPiece *missing_piece(const MissingPieces *pieces, int64_t number)
{
    size_t low = 0, high = pieces->count;
    if (high > 0 && number >= pieces->items[0].number && number - pieces->items[0].number < (int64_t)high) {
        const MissingPiece *guess = &pieces->items[number - pieces->items[0].number];
        if (guess->number == number)
            return guess; /* numbers mostly follow one another */
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pieces->count && pieces->items[low].number == number ? &pieces->items[low] : NULL;
}

static void add_id(Census *census, Slice text, int64_t article)
{
    uint64_t id;
    if (text.size <= CMS_ID_DIGITS_MAX && slice_to_u64(text, &id) && id > 0)
        *LIST_ADD(census->arena, &census->facts->ids) = (MissingId){id, article};
}

static Status read_ids(Census *census, Error *err)
{
    Status status;
    Statement s = statement_open(census->store, SQL_MISSING_IDS);
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice id = statement_peek_text(&s), host = statement_peek_text(&s);
        if (is_home(census, host))
            add_id(census, id, statement_take_number(&s));
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status read_sections(Census *census, Error *err)
{
    Status status;
    Statement s = statement_open(census->store, SQL_MISSING_SECTIONS);
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        MissingSection section = {.number = statement_take_number(&s)};
        section.label.slug = cut_copy(census->arena, statement_peek_text(&s));
        section.label.label = cut_copy(census->arena, statement_peek_text(&s));
        *LIST_ADD(census->arena, &census->facts->sections) = section;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status count_repaired(Census *census, Error *err)
{
    int64_t count = 0;
    Statement s = statement_open(census->store, SQL_MISSING_REPAIRED);
    Status status = statement_number(&s, &count, err);
    census->report->repaired = (uint64_t)count;
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- photos ---- */

/* A photo in a piece, as far as it matters here. */
typedef struct Use {
    int64_t photo;
    int64_t article; /* a public piece that shows it; INT64_MAX: this one is not shown */
    bool is_home;
} Use;
typedef struct Uses {
    Use *items;
    size_t count, capacity;
} Uses;

static int compare_uses(const void *a, const void *b)
{
    const Use *x = a, *y = b;
    if (x->photo != y->photo)
        return x->photo < y->photo ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static Status read_uses(Census *census, Uses *uses, Error *err)
{
    Status status;
    const MissingPieces *pieces = &census->facts->pieces;
    Statement s = statement_open(census->store, SQL_MISSING_USES);
    size_t at = 0;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t article = statement_take_number(&s), photo = statement_take_number(&s);
        bool is_captioned = statement_take_number(&s) == 0;
        while (at < pieces->count && pieces->items[at].number < article)
            at++; /* both rise by the article's number */
        if (at == pieces->count || pieces->items[at].number != article)
            continue;
        const MissingPiece *piece = &pieces->items[at];
        bool is_shown = piece->is_public && piece->is_piece;
        census->report->empty_captions += is_shown && !is_captioned;
        if (photo > 0)
            *LIST_ADD(census->arena, uses) = (Use){photo, is_shown ? article : INT64_MAX, piece->is_home};
    }
    if (uses->count > 0)
        qsort(uses->items, uses->count, sizeof *uses->items, compare_uses);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status read_files(Census *census, Error *err)
{
    Status status;
    Arena *scratch = census->store->scratch;
    Statement s = statement_open(census->store, SQL_MISSING_FILES);
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        Slice key = statement_peek_text(&s);
        arena_reset(scratch);
        text_hashes_add(census->arena, &census->files, key);
        text_hashes_add(census->arena, &census->files,
                        photo_href_key(scratch, arena_format(scratch, "http://%.*s", SLICE_ARG(key))));
    }
    text_hashes_sort(&census->files);
    return status == STATUS_END ? STATUS_OK : status;
}

/* The bytes of a picture are held, in whatever size. */
static bool is_file_held(const Census *census, Slice id, Slice href)
{
    Arena *scratch = census->store->scratch;
    arena_reset(scratch);
    if (slice_is_empty(href))
        return text_hashes_have(&census->files, loose_media_key(scratch, id));
    return text_hashes_have(&census->files, photo_href_key(scratch, href)) ||
           text_hashes_have(&census->files, url_key(scratch, href));
}

static void add_lost(Census *census, Slice id, Slice href, int64_t photo, int64_t article, Uses *named)
{
    MissingReport *report = census->report;
    report->lost_photo_count++;
    if (report->lost_photos.count == MISSING_LIST_MAX)
        return;
    *LIST_ADD(census->arena, &report->lost_photos) =
        (LostPhoto){.id = cut_copy(census->arena, id),
                    .href = href.size <= MISSING_TEXT_MAX ? arena_copy(census->arena, href) : SLICE_EMPTY};
    *LIST_ADD(census->arena, named) = (Use){photo, article, true};
}

/* Takes one row of photos with the uses of it, which begin at *at. */
static void take_photo(Census *census, Statement *s, const Uses *uses, size_t *at, Uses *named)
{
    int64_t photo = statement_take_number(s);
    Slice id = statement_peek_text(s), href = statement_peek_text(s);
    bool may_show = statement_take_number(s) != 0;
    while (*at < uses->count && uses->items[*at].photo < photo)
        (*at)++;
    size_t first = *at;
    bool is_of_home = first == uses->count || uses->items[first].photo != photo; /* of nobody else either */
    for (; *at < uses->count && uses->items[*at].photo == photo; (*at)++)
        is_of_home |= uses->items[*at].is_home;
    if (is_of_home)
        add_id(census, id, 0);
    int64_t article = *at > first ? uses->items[first].article : INT64_MAX;
    if (may_show && article != INT64_MAX && !is_file_held(census, id, href))
        add_lost(census, id, href, photo, article, named);
}

/* Which piece shows a lost photo, and what it says of it. */
static Status name_lost(Census *census, const Uses *named, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < named->count && status == STATUS_OK; i++) {
        LostPhoto *lost = &census->report->lost_photos.items[i];
        Statement s = statement_open(census->store, SQL_MISSING_CAPTION);
        statement_bind_number(&s, named->items[i].article);
        statement_bind_number(&s, named->items[i].photo);
        status = statement_next(&s, err);
        if (status == STATUS_OK) {
            lost->article = cut_copy(census->arena, statement_peek_text(&s));
            lost->caption = cut_copy(census->arena, statement_peek_text(&s));
        }
        statement_close(&s);
        if (status == STATUS_END)
            status = STATUS_OK;
    }
    return status;
}

static Status read_photos(Census *census, Error *err)
{
    Uses uses = {0}, named = {0};
    Status status = read_uses(census, &uses, err);
    if (status == STATUS_OK)
        status = read_files(census, err);
    if (status != STATUS_OK)
        return status;
    size_t at = 0;
    Statement s = statement_open(census->store, SQL_MISSING_PHOTOS);
    while ((status = statement_next(&s, err)) == STATUS_OK)
        take_photo(census, &s, &uses, &at, &named);
    return status == STATUS_END ? name_lost(census, &named, err) : status;
}

/* ---- all of it ---- */

Status store_missing(Store *store, Arena *arena, MissingFacts *facts, MissingReport *report, Error *err)
{
    *facts = (MissingFacts){0};
    *report = (MissingReport){0};
    arena_reset(store->scratch);
    Census census = {
        .store = store, .arena = arena, .facts = facts, .report = report, .home = store->settings.home_host};
    static Status (*const steps[])(Census *, Error *) = {read_pieces, read_ids, read_sections, count_repaired,
                                                         read_photos};
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](&census, err);
    if (status == STATUS_OK)
        status = missing_wanted(store, arena, census.home, &facts->pieces, &census.slugs, report, err);
    return error_while(err, status, "looking for what is missing");
}
