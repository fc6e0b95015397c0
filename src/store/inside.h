/* What the files of store/ share and nobody else sees: the open store, prepared statements, the files of
 * warc/.
 *
 * A Statement is one run of a prepared SQL statement: values are bound from left to right, columns are taken
 * from left to right, and an error on the way is remembered and told by the next step. So a call reads like
 * the row it writes:
 *
 *     Statement s = statement_open(store, SQL_SOURCE_ADVANCE);
 *     statement_bind_number(&s, place);
 *     statement_bind_number(&s, source);
 *     return statement_run(&s, err);
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include <sqlite3.h>
#include <zstd.h>

#include "base/builder.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "store/sql.h"
#include "store/store.h"

#define LAYOUT_VERSION 4
#define WARC_NAME_SIZE 32
#define WARC_READERS 8

/* One file of warc/ opened for reading, with its dictionary. */
typedef struct WarcReader {
    uint32_t number; /* 0: free */
    int fd;
    uint64_t dictionary_bytes; /* of the frame at the file's start, 0: none */
    ZSTD_DDict *dictionary;
    uint64_t used; /* tick of the last use: the least goes first */
} WarcReader;

/* Where the writer stands. `committed_*` is what archive.db knows; the rest belongs to the running batch. */
typedef struct WarcWriter {
    int fd;
    uint32_t number; /* 0: there is no file yet */
    uint64_t size;
    uint64_t records, raw_bytes;
    uint64_t dictionary_bytes;
    uint32_t committed_number;
    uint64_t committed_size;
    bool is_dirty;    /* holds bytes that are not committed */
    bool is_new;      /* made in this batch */
    bool starts_new;  /* the next frame goes to a new file, which begins with `codec`'s dictionary */
    WarcCodec *codec; /* for the file that the next frame goes to */
} WarcWriter;

struct Store {
    Arena *arena;   /* paths and settings: as long as the store */
    Arena *scratch; /* one public call; reset where it begins */
    Arena *lent;    /* ids and paths handed to callers: until the next batch begins */
    char *folder, *warc_folder;
    StoreMode mode;
    FileLock lock;
    bool is_locked;
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    Settings settings;
    const Leads *leads; /* lent; NULL: none */
    int layout_version;
    uint64_t batch;   /* of records: only what reads on in a source raises it */
    uint64_t commits; /* of any kind */
    bool in_batch, is_reading_on;
    struct Touches {
        struct Touch *items;
        size_t count, capacity;
    } touches;           /* whose articles are touched at the end of the batch: touched.c */
    int has_photo_files; /* as has_acts */
    bool fills_photos;   /* set where a picture that was put shows more than its page prints */
    int has_acts;        /* 0: not asked since the last refresh; 1: there is none; 2: there are some */
    WarcWriter writer;
    WarcReader readers[WARC_READERS];
    uint64_t reader_tick;
    ZSTD_DCtx *unpacker;
};

/* ---- statement.c ---- */
typedef struct Statement {
    Store *store;
    sqlite3_stmt *stmt;
    int bound, taken;
    int code; /* first SQLite error met, or SQLITE_OK */
} Statement;

Statement statement_open(Store *store, StatementId id);
void statement_close(Statement *s);                        /* may be run again by another statement_open */
void statement_bind_text(Statement *s, Slice text);        /* empty: NULL */
void statement_bind_text_always(Statement *s, Slice text); /* empty: '' */
void statement_bind_number(Statement *s, int64_t number);
void statement_bind_number_if(Statement *s, int64_t number); /* 0: NULL */
void statement_bind_real(Statement *s, double number);
void statement_bind_null(Statement *s);
/* OK: a row; END: no more (the statement is closed then); FAIL. */
MUST_CHECK Status statement_next(Statement *s, Error *err);
MUST_CHECK Status statement_run(Statement *s, Error *err); /* to its end, rows thrown away; closed */
/* The first column of the first row; END: no row. Closed. */
MUST_CHECK Status statement_number(Statement *s, int64_t *number, Error *err);
Slice statement_take_text(Statement *s, Arena *arena); /* copied; NULL: empty */
Slice statement_look_text(Statement *s);               /* not copied: valid until the next row */
int64_t statement_take_number(Statement *s);           /* NULL: 0 */
double statement_take_real(Statement *s);
bool statement_take_is_null(Statement *s); /* looks only: takes nothing */
/* Every row's first column; used for lists of article numbers. Closed. */
MUST_CHECK Status statement_numbers(Statement *s, Arena *arena, int64_t **numbers, size_t *count, Error *err);

/* Plain SQL without values. */
MUST_CHECK Status store_execute(sqlite3 *db, const char *sql, Error *err);
Status store_sqlite_error(sqlite3 *db, int code, Error *err); /* FAIL with what SQLite says */
void statements_close(Store *store);

/* ---- batch.c ---- */
/* The number of commits as the database has it now; store->commits is as of the last store_refresh. */
MUST_CHECK Status store_commits_now(Store *store, uint64_t *commits, Error *err);

/* ---- schema.c ---- */
/* Brings the layout from `from` to LAYOUT_VERSION inside the transaction that is open. */
MUST_CHECK Status schema_migrate(sqlite3 *db, int from, Error *err);

/* ---- migrate.c ---- */
MUST_CHECK Status migrate_to_2(sqlite3 *db, Error *err); /* what SQL alone cannot do of it */

/* ---- open.c ---- */
MUST_CHECK Status store_about_set(Store *store, const char *key, Slice value, Error *err);

/* ---- dictionary.c ---- */
#define DICTIONARY_BYTES 112640
/* Trains on the records; empty when they are too few or too alike to make one. In the arena. */
Slice dictionary_train(Arena *arena, const Slice *records, size_t count);
/* The skippable frame that opens a file of warc/. */
Slice dictionary_frame(Arena *arena, Slice dictionary);
/* Reads it back. END: the file begins with a record. SKIP: damaged. *frame_bytes: its size with its head. */
MUST_CHECK Status dictionary_read(Arena *arena, int fd, Slice *dictionary, uint64_t *frame_bytes, Error *err);

/* ---- pack.c ---- */
WarcCodec *codec_open(Slice dictionary); /* copied; may be empty */
void codec_close(WarcCodec *codec);
Slice codec_dictionary(const WarcCodec *codec);

/* ---- warc_file.c ---- */
void warc_name(uint32_t number, char name[WARC_NAME_SIZE]); /* "000001.warc.zst" */
/* Takes up the place that archive.db knows and cuts off what lies beyond. */
MUST_CHECK Status warc_writer_open(Store *store, Error *err);
void warc_writer_close(Store *store);
MUST_CHECK Status warc_append(Store *store, Slice frame, uint64_t raw_size, uint64_t *offset, Error *err);
MUST_CHECK Status warc_commit(Store *store,
                              Error *err); /* synced, and the row of the file brought up to date */
void warc_committed(Store *store);         /* after SQLite's COMMIT */
MUST_CHECK Status warc_rollback(Store *store, Error *err);
/* The file for reading. SKIP: missing or its dictionary is damaged. Valid until the next call. */
MUST_CHECK Status warc_reader(Store *store, uint32_t number, WarcReader **reader, Error *err);
void warc_readers_close(Store *store);

/* ---- capture.c ---- */
#define RECORD_CLOSING_BYTES 4 /* CR LF CR LF */
Slice record_kind_name(RecordKind kind);
RecordKind record_kind_find(Slice name);
/* Rank of a capture: time, then digest, then URL. <0, 0, >0 */
typedef struct CaptureRank {
    int64_t captured_s;
    Slice sha256, url;
} CaptureRank;
int capture_rank_compare(CaptureRank a, CaptureRank b);
/* The next row of a statement that selects all columns of captures. */
MUST_CHECK Status capture_take(Statement *s, Arena *arena, Capture *capture, Error *err);
MUST_CHECK Status capture_rank(Store *store, Arena *arena, int64_t capture, CaptureRank *rank, Error *err);

/* ---- address.c ---- */
MUST_CHECK Status address_put(Store *store, Arena *arena, Slice url, const Address *address, bool *is_new,
                              Error *err);
/* ---- leads.c: what the table in memory says, if there is one of this commit ---- */
/* False: ask the row. */
bool leads_answer(const Store *store, Slice key, Lead *lead, Status *status);
/* True: there is no such slug, or none that begins so. */
bool leads_lack_slug(const Store *store, Slice slug, bool is_beginning);

bool address_kind_find(Slice name, AddressKind *kind);
/* The row's number of a url key, made without an answer if it is new; 0 for no address. */
MUST_CHECK Status address_number(Store *store, Arena *arena, Slice url, int64_t *number, Error *err);

/* ---- article_find.c ---- */
#define ARTICLE_KEYS_MAX 32
/* An address by which a claim names its article. */
typedef struct ArticleKey {
    Slice key, url;
    bool is_alt; /* not the first: that is the canonical address, or the one where it was found */
} ArticleKey;
typedef struct ArticleKeys {
    ArticleKey *items;
    size_t count, capacity;
} ArticleKeys;
typedef struct Numbers {
    int64_t *items;
    size_t count, capacity;
} Numbers;
Slice article_address(const Article *article); /* canonical, else url */
ArticleKeys article_keys(Arena *arena, const Article *article);
MUST_CHECK Status article_find(Store *store, Arena *arena, const Article *claim, const ArticleKeys *keys,
                               Numbers *numbers, Error *err);
MUST_CHECK Status article_names_put(Store *store, Arena *arena, const Article *claim, const ArticleKeys *keys,
                                    int64_t number, const Capture *capture, Error *err);
MUST_CHECK Status article_id_of(Store *store, Arena *arena, int64_t number, Slice *id, Error *err);

/* ---- article_load.c ---- */
/* An article as it is kept, and who spoke each group of it. */
typedef struct Kept {
    Article article; /* number 0: there is none */
    ClaimRanks ranks;
    Origins told; /* as they are stored, those of our own too */
    int64_t capture, version;
    Slice state;
} Kept;
MUST_CHECK Status article_load(Store *store, Arena *arena, int64_t number, Kept *kept, Error *err);
Origin origin_of_page(FieldGroup group, ClaimClass class, int64_t capture);

/* ---- article_unify.c ---- */
/* Everything that points to `from` points to `to`, and `from` is gone; fields and lists are the caller's. */
MUST_CHECK Status article_rows_unify(Store *store, Arena *arena, int64_t to, int64_t from, Error *err);
MUST_CHECK Status article_former_id_put(Store *store, Slice id, int64_t article, Error *err);
/* Runs a statement SQL_TOUCH_... for a row once, when the touched articles are asked for: a label or a photo
 * that changes a thousand times in a batch touches its articles once. */
void touch_later(Store *store, StatementId id, int64_t number);
MUST_CHECK Status touch_now(Store *store, Error *err); /* all that waits */
/* A piece that names no picture of its own ("[gallery]") shows those that were attached to it (parent.c). */
MUST_CHECK Status attached_photos_get(Store *store, Arena *arena, Article *article, Error *err);
/* It is to be indexed again. */
MUST_CHECK Status article_touch(Store *store, int64_t article, Error *err);

/* ---- version.c ---- */
typedef struct VersionPut {
    int64_t number;    /* 0: the claim has no text */
    bool is_new;       /* a version more */
    bool is_words;     /* the version shows this claim's words */
    bool is_rewritten; /* which are others than before */
    bool is_moved;     /* the capture had another version before */
} VersionPut;
bool article_has_text(const Article *article);
MUST_CHECK Status version_put(Store *store, Arena *arena, const Article *claim, const Capture *capture,
                              ClaimClass class, VersionPut *put, Error *err);
/* The version that an article shows: that of the capture whose body it is. captured_s: of the one that is
 * put. */
MUST_CHECK Status version_shown(Store *store, Arena *arena, const Article *article, int64_t body_capture,
                                int64_t captured_s, int64_t *version, Error *err);
MUST_CHECK Status version_of_capture(Store *store, int64_t version, int64_t capture, Error *err);
MUST_CHECK Status version_see(Store *store, int64_t version, int64_t captured_s, Error *err);
MUST_CHECK Status version_drop(Store *store, int64_t version, Error *err);
MUST_CHECK Status versions_drop_unused(Store *store, int64_t article, Error *err);
int64_t version_likeness(Arena *arena, Slice headline, Slice text); /* never 0 */
Slice version_digest(Arena *arena, Slice headline, Slice text);

/* ---- article_get.c ---- */
/* As it is stored, without what reading fills in. END: none. */
MUST_CHECK Status article_get_raw(Store *store, Arena *arena, int64_t number, Article *article, Error *err);
void article_bind_texts(Statement *s, const Article *article);
/* Does reading fill something in that the sources of this article leave empty? */
bool article_needs_filling(const Article *article);
/* store_article_get without what persons decided: what merging starts from. */
MUST_CHECK Status article_get_sources(Store *store, Arena *arena, int64_t number, ArticlePart part,
                                      Article *article, Error *err);

/* ---- article_parts.c: the lists of an article ---- */
MUST_CHECK Status article_parts_put(Store *store, const Article *article, const ClaimRanks *ranks,
                                    bool is_new, Error *err);
MUST_CHECK Status article_provenance_put(Store *store, const Article *article, Error *err);
MUST_CHECK Status article_parts_drop(Store *store, int64_t number, Error *err);
/* is_filled: with labels and photos as they are known elsewhere, where this article's sources say nothing. */
MUST_CHECK Status article_parts_get(Store *store, Arena *arena, ArticlePart part, bool is_filled,
                                    Article *article, Error *err);
MUST_CHECK Status article_blocks_put(Store *store, int64_t version, const Article *article, Error *err);
/* with_html: else blocks have text alone. */
MUST_CHECK Status article_blocks_get(Store *store, Arena *arena, int64_t version, bool with_html,
                                     Article *article, Error *err);
/* Digest of all that is shown of an article, in hexadecimal: two that are equal are shown equally. */
Slice article_state(Arena *arena, const Article *article);
void statement_bind_moment(Statement *s, Moment m); /* three columns: local_s, offset_minutes, grain */
Moment statement_take_moment(Statement *s);

/* ---- label.c ---- */
/* The row of a slug in section, tag or author, made if it is new; `label` is kept if it is better. */
MUST_CHECK Status label_put(Store *store, FacetField field, Slice slug, Slice label, ClaimClass class,
                            int64_t *number, Error *err);
/* All labels that a claim has. */
MUST_CHECK Status article_labels_put(Store *store, const Article *article, const ClaimRanks *ranks,
                                     Error *err);

/* ---- named.c ---- */
/* What is said of a picture, eleven columns: caption, alt, credit, agency, photographer, is_file, taken
 * (three), width, height. */
void statement_bind_media_words(Statement *s, const Media *media);
/* A picture's address in one spelling: url_key without what only asks for another size of it ("-300x200",
 * "?resize=",
 * "?w=", a proxy of WordPress's in front). Empty if it is no address. */
Slice photo_href_key(Arena *arena, Slice href);

/* ---- loose.c ---- */
#define LOOSE_HREF "/-/file/" /* before the SHA-256 of a picture file without an address */
/* Files are known as those of a photo by its address in one spelling, or by its id if it has none. */
Slice loose_media_key(Arena *arena, Slice id);
/* The name at the end of a path in one spelling: decoded, lower case, '-' for blanks; loose_name: without the
 * size. */
Slice loose_spelling(Arena *arena, Slice path);
Slice loose_name(Arena *arena, Slice path);
/* Is a name more than a camera's counter: can it tell one picture from all others? */
bool loose_name_tells(Slice name);

/* ---- photo.c ---- */
MUST_CHECK Status photo_uses_put(Store *store, const Article *article, bool is_new, Error *err);
/* What a photo's own page tells of its photo; of a page that was one, that it is none any more. */
MUST_CHECK Status photo_page_put(Store *store, const Article *page, bool is_changed, Error *err);

/* What is known of the pictures of an address is another now: those that show them are touched. */
MUST_CHECK Status photos_touch(Store *store, Slice key, Error *err);

/* ---- media.c ---- */
MUST_CHECK Status photo_files_are_there(Store *store, bool *are_there, Error *err);
MUST_CHECK Status photo_uses_get(Store *store, Arena *arena, bool is_filled, Article *article, Error *err);

/* ---- act.c ---- */
/* ---- other pieces: relation.c ---- */
MUST_CHECK Status relations_put(Store *store, const Article *article, bool is_new, Error *err);
MUST_CHECK Status relations_get(Store *store, Arena *arena, Article *article, Error *err); /* as told */
/* Fills in what is held and public, whatever order it came in; takes off what is not to be named. */
MUST_CHECK Status relations_resolve(Store *store, Arena *arena, Article *article, Error *err);

/* All acts about it, settled (acts_settle). */
MUST_CHECK Status acts_of_article(Store *store, Arena *arena, int64_t number, Acts *acts, Error *err);
MUST_CHECK Status acts_of_media(Store *store, Arena *arena, Slice id, Acts *acts, Error *err);
MUST_CHECK Status acts_of_address(Store *store, Arena *arena, Slice key, Acts *acts, Error *err);
/* Lays what persons decided over an article as the sources have it: status, fields, pictures, corrections.
 * What is put is never read through this. */
MUST_CHECK Status acts_lay(Store *store, Arena *arena, ArticlePart part, Article *article, Error *err);
/* The same for one photo: its caption; `state` tells whether it is withheld. */
MUST_CHECK Status acts_lay_media(Store *store, Arena *arena, Media *media, ActState *state, Origins *origins,
                                 Error *err);
MUST_CHECK Status acts_lay_body(Store *store, Arena *arena, Article *article, Error *err);

/* ---- hold.c ---- */
/* Do the columns `held` say what the acts say, and do corrections still find their place. */
MUST_CHECK Status holds_verify(Store *store, void (*fault)(void *context, const char *message), void *context,
                               Error *err);
/* Makes the columns `held` anew for what the act is about, and touches what the index has to follow. */
MUST_CHECK Status hold_of_act(Store *store, Arena *arena, const Act *act, Error *err);

/* ---- home_host.c ---- */
/* The path under which this archive serves an article: see store_settle_home_host. captured_s: of the capture
 * shown. */
Slice article_path(Arena *arena, Slice home_host, const Article *article, int64_t captured_s);
/* The same, "/id/ID" where another article has the path already. */
MUST_CHECK Status article_path_free(Store *store, Arena *arena, const Article *article, int64_t captured_s,
                                    Slice *path, Error *err);

#endif
