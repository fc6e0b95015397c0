/* Versions: the states of an article's text.
 *
 * In: the text that a capture has. Out: the version that it is. Two texts are one version when their letters
 * and digits are the same: the curly quotes of a page and the straight ones of an export are no change. The
 * row shows the words of the best-ranked capture, so the order of arrival leaves no trace. A capture without
 * a text shows no version; an article of which nobody has a text has one that is empty, known by having no
 * likeness. */
#include "store/inside.h"

/* ---- likeness ---- */

/* White space, marks and signs of Latin-1, of the general punctuation, of Arabic and of CJK. */
static bool is_letter_or_digit(uint32_t rune)
{
    static const struct {
        uint32_t first, last;
    } others[] = {{0x0000, 0x002f}, {0x003a, 0x0040}, {0x005b, 0x0060}, {0x007b, 0x00a9}, {0x00ab, 0x00b1},
                  {0x00b4, 0x00b4}, {0x00b6, 0x00b8}, {0x00bb, 0x00bb}, {0x00bf, 0x00bf}, {0x00d7, 0x00d7},
                  {0x00f7, 0x00f7}, {0x02b9, 0x02df}, {0x0300, 0x036f}, {0x0609, 0x061f}, {0x0640, 0x0640},
                  {0x064b, 0x065f}, {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x2000, 0x206f}, {0x20a0, 0x20cf},
                  {0x2190, 0x2bff}, {0x2e00, 0x2e7f}, {0x3000, 0x3003}, {0x3008, 0x3020}, {0xfe00, 0xfe6f},
                  {0xfeff, 0xfeff}, {0xff01, 0xff0f}, {0xfff0, 0xffff}};
    for (size_t i = 0; i < sizeof others / sizeof others[0] && rune >= others[i].first; i++) {
        if (rune <= others[i].last)
            return false;
    }
    return true;
}

static void add_folded(Builder *b, Slice text)
{
    builder_reserve(b, text.size);
    for (size_t at = 0; at < text.size;) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte < 0x80) {
            if (ascii_is_alpha((char)byte) || ascii_is_digit((char)byte))
                builder_add_byte(b, ascii_lower((char)byte));
            at++;
            continue;
        }
        size_t size;
        uint32_t rune = utf8_decode(text, at, &size);
        if (is_letter_or_digit(rune))
            builder_add(b, slice_range(text, at, at + size));
        at += size;
    }
}

int64_t version_likeness(Arena *arena, Slice headline, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    add_folded(&b, text);
    builder_add_byte(&b, '\n');
    add_folded(&b, headline);
    int64_t likeness = (int64_t)slice_hash(builder_slice(&b));
    return likeness == 0 ? 1 : likeness;
}

Slice version_digest(Arena *arena, Slice headline, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    builder_add(&b, text);
    builder_add_byte(&b, '\n');
    builder_add(&b, headline);
    return digest_sha256_hex(arena, builder_slice(&b));
}

/* ---- rows ---- */

typedef struct VersionRow {
    int64_t number, capture;
    Slice digest;
    ClaimClass class;
} VersionRow;

static Status find_version(Store *store, Arena *arena, int64_t article, int64_t likeness, VersionRow *row,
                           Error *err)
{
    *row = (VersionRow){0};
    Statement s = statement_open(store, SQL_VERSION_FIND);
    statement_bind_number(&s, article);
    statement_bind_number(&s, likeness);
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        row->number = statement_take_number(&s);
        row->capture = statement_take_number(&s);
        row->digest = statement_take_text(&s, arena);
        row->class = (ClaimClass)statement_take_number(&s);
    }
    statement_close(&s);
    return status;
}

static Status add_version(Store *store, const Article *claim, const Capture *capture, int64_t likeness,
                          Slice digest, int64_t *number, Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_ADD);
    statement_bind_number(&s, claim->number);
    statement_bind_text_always(&s, digest);
    statement_bind_number_if(&s, capture->captured_s);
    statement_bind_text(&s, claim->headline);
    statement_bind_number(&s, (int64_t)claim->text.size);
    statement_bind_text_always(&s, claim->text);
    statement_bind_number_if(&s, likeness == 0 ? 0 : capture->number);
    statement_bind_number_if(&s, likeness);
    Status status = statement_run(&s, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static Status set_words(Store *store, int64_t version, const Article *claim, int64_t capture, Slice digest,
                        Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_SET);
    statement_bind_number(&s, version);
    statement_bind_text_always(&s, digest);
    statement_bind_text(&s, claim->headline);
    statement_bind_number(&s, (int64_t)claim->text.size);
    statement_bind_text_always(&s, claim->text);
    statement_bind_number(&s, capture);
    return statement_run(&s, err);
}

Status version_see(Store *store, int64_t version, int64_t captured_s, Error *err)
{
    if (captured_s == 0)
        return STATUS_OK;
    Statement s = statement_open(store, SQL_VERSION_SEEN);
    statement_bind_number(&s, version);
    statement_bind_number(&s, captured_s);
    return statement_run(&s, err);
}

static Status is_better(Store *store, Arena *arena, const VersionRow *row, const Capture *capture,
                        ClaimClass class, Slice digest, bool *answer, Error *err)
{
    CaptureRank found = {INT64_MIN, SLICE_EMPTY, SLICE_EMPTY};
    Status status = row->capture == 0 ? STATUS_OK : capture_rank(store, arena, row->capture, &found, err);
    ClaimRank before = {row->class, found.captured_s, found.sha256, found.url};
    ClaimRank now = {class, capture->captured_s, capture->sha256, capture->url};
    int order = row->capture == 0 ? 1 : claim_rank_compare(now, before);
    *answer = order > 0 || (order == 0 && slice_compare(digest, row->digest) >= 0);
    return status;
}

static Status link_capture(Store *store, const Article *claim, const Capture *capture, int64_t version,
                           ClaimClass class, bool *is_moved, Error *err)
{
    int64_t before = 0;
    Statement s = statement_open(store, SQL_ARTICLE_CAPTURE_VERSION);
    statement_bind_number(&s, claim->number);
    statement_bind_number(&s, capture->number);
    Status status = statement_number(&s, &before, err);
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    *is_moved = status == STATUS_OK && before != 0 && before != version;
    s = statement_open(store, SQL_ARTICLE_CAPTURE_PUT);
    statement_bind_number(&s, claim->number);
    statement_bind_number(&s, capture->number);
    statement_bind_number_if(&s, version);
    statement_bind_number(&s, class);
    return statement_run(&s, err);
}

bool article_has_text(const Article *article)
{
    return article->text.size > 0;
}

Status version_put(Store *store, Arena *arena, const Article *claim, const Capture *capture, ClaimClass class,
                   VersionPut *put, Error *err)
{
    *put = (VersionPut){0};
    if (!article_has_text(claim))
        return link_capture(store, claim, capture, 0, class, &put->is_moved, err);
    VersionRow row;
    bool is_words = true;
    int64_t likeness = version_likeness(arena, claim->headline, claim->text);
    Slice digest = version_digest(arena, claim->headline, claim->text);
    Status status = find_version(store, arena, claim->number, likeness, &row, err);
    put->is_new = status == STATUS_END;
    put->number = row.number;
    if (put->is_new) {
        status = add_version(store, claim, capture, likeness, digest, &put->number, err);
    } else if (status == STATUS_OK) {
        status = is_better(store, arena, &row, capture, class, digest, &is_words, err);
        put->is_rewritten = is_words && !slice_equal(digest, row.digest);
        if (status == STATUS_OK && is_words)
            status = slice_equal(digest, row.digest)
                         ? version_of_capture(store, row.number, capture->number, err)
                         : set_words(store, row.number, claim, capture->number, digest, err);
        if (status == STATUS_OK)
            status = version_see(store, row.number, capture->captured_s, err);
    }
    put->is_words = is_words;
    return status == STATUS_OK ? link_capture(store, claim, capture, put->number, class, &put->is_moved, err)
                               : status;
}

Status version_of_capture(Store *store, int64_t version, int64_t capture, Error *err)
{
    Statement s = statement_open(store, SQL_VERSION_CAPTURE);
    statement_bind_number(&s, version);
    statement_bind_number(&s, capture);
    return statement_run(&s, err);
}

/* ---- which one is shown ---- */

/* Where nobody has a text: one empty version, with the headline that is shown and the earliest capture. */
static Status add_empty_version(Store *store, const Article *article, Slice digest, int64_t *version,
                                Error *err)
{
    int64_t first_s = 0;
    Article bare = {.number = article->number, .headline = article->headline};
    Statement s = statement_open(store, SQL_ARTICLE_FIRST_CAPTURED);
    statement_bind_number(&s, article->number);
    Status status = statement_number(&s, &first_s, err);
    return status == STATUS_OK
               ? add_version(store, &bare, &(Capture){.captured_s = first_s}, 0, digest, version, err)
               : status;
}

static Status empty_version(Store *store, Arena *arena, const Article *article, int64_t captured_s,
                            int64_t *version, Error *err)
{
    Slice digest = version_digest(arena, article->headline, SLICE_EMPTY);
    Statement s = statement_open(store, SQL_VERSION_EMPTY);
    statement_bind_number(&s, article->number);
    Status status = statement_number(&s, version, err);
    if (status == STATUS_END)
        return add_empty_version(store, article, digest, version, err);
    if (status != STATUS_OK)
        return status;
    s = statement_open(store, SQL_VERSION_EMPTY_SET);
    statement_bind_number(&s, *version);
    statement_bind_text_always(&s, digest);
    statement_bind_text(&s, article->headline);
    status = statement_run(&s, err);
    return status == STATUS_OK ? version_see(store, *version, captured_s, err) : status;
}

Status version_shown(Store *store, Arena *arena, const Article *article, int64_t body_capture,
                     int64_t captured_s, int64_t *version, Error *err)
{
    *version = 0;
    if (article_has_text(article)) {
        Statement s = statement_open(store, SQL_ARTICLE_CAPTURE_VERSION);
        statement_bind_number(&s, article->number);
        statement_bind_number(&s, body_capture);
        Status status = statement_number(&s, version, err);
        if ((status != STATUS_OK && status != STATUS_END) || *version != 0)
            return status;
    }
    return empty_version(store, arena, article, captured_s, version, err);
}

static Status run_for(Store *store, StatementId id, int64_t article, Error *err)
{
    Statement s = statement_open(store, id);
    statement_bind_number(&s, article);
    return statement_run(&s, err);
}

Status versions_drop_unused(Store *store, int64_t article, Error *err)
{
    Status status = run_for(store, SQL_VERSION_DROP_UNUSED_BLOCKS, article, err);
    return status == STATUS_OK ? run_for(store, SQL_VERSION_DROP_UNUSED, article, err) : status;
}

Status version_drop(Store *store, int64_t version, Error *err)
{
    Status status = run_for(store, SQL_BLOCKS_DROP, version, err);
    return status == STATUS_OK ? run_for(store, SQL_VERSION_DROP, version, err) : status;
}
