/* The truth: articles in SQLite (archive.db), originals in warc/. The only room that holds SQL or writes
 * warc/.
 *
 * DIR/archive.db, DIR/warc/NNNNNN.warc.zst, DIR/lock. The layout, table by table and byte by byte, is
 * docs/layout.md. A Store belongs to one thread. One writer at a time (DIR/lock); readers see each committed
 * batch (WAL).
 *
 * Order of a commit: frames are appended to warc/ and synced, then the SQLite transaction with their places
 * is committed. Bytes of warc/ beyond the last committed place belong to no one; opening for writing cuts
 * them off. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"
#include "model/act.h"
#include "model/answer.h"
#include "model/merge.h"
#include "model/missing.h"
#include "model/record.h"
#include "model/site.h"

typedef struct Store Store;
typedef enum StoreMode { STORE_READ, STORE_WRITE } StoreMode;

/* Makes an archive in an empty or missing folder. FAIL if one is there already. */
MUST_CHECK Status store_create(const char *folder, const Settings *settings, Error *err);
/* END: there is no archive. FAIL: held by another writer (the message says by whom), damaged, or made by a
 * newer version. An older layout is migrated first, in one transaction. */
MUST_CHECK Status store_open(const char *folder, StoreMode mode, Store **store, Error *err);
void store_close(Store *store);
const Settings *store_settings(const Store *store); /* as of opening; home_host included */
int store_layout_version(const Store *store);
/* For readers: takes up what has been committed since, so that settings and store_batch are of now. Cheap. */
MUST_CHECK Status store_refresh(Store *store, Error *err);

/* Between the two all reads see one commit, and each is cheaper, since the file is locked once. Not within
 * one another. What a guarded call (base/arena.h) left open ends with the next store_read_begin or
 * store_refresh. Inside a batch they do nothing. */
MUST_CHECK Status store_read_begin(Store *store, Error *err);
void store_read_end(Store *store);

/* ---- batches ---- */
MUST_CHECK Status store_begin(Store *store, Error *err);
MUST_CHECK Status store_commit(Store *store, Error *err); /* warc synced, then SQLite */
void store_rollback(Store *store);                        /* also cuts warc/ back */
/* Number of the last batch of records: raised by a commit with store_source_advance, so it depends on the
 * sources alone. */
uint64_t store_batch(const Store *store);
uint64_t
store_commits(const Store *store); /* number of commits of any kind: another number, another archive */

/* ---- sources ---- */
typedef struct SourceState {
    int64_t number;
    uint64_t place; /* reading stopped there: Import's source_end of the last record committed */
    bool is_done;
} SourceState;
/* Finds the source by its digest, or adds it. */
MUST_CHECK Status store_source_open(Store *store, Slice path, Slice format, Slice sha256, uint64_t bytes,
                                    SourceState *state, Error *err);
MUST_CHECK Status store_source_advance(Store *store, int64_t source, uint64_t place, bool is_done,
                                       Error *err);

/* ---- originals ---- */
/* Compression with the open file's dictionary. A WarcCodec may be shared by threads, each with its own
 * WarcPacker. */
typedef struct WarcCodec WarcCodec;
typedef struct WarcPacker WarcPacker;
/* Called at the start of each batch with its raw records. Starts a new file of warc/ when the present one is
 * full (WARC_FILE_MAX), or when these records can train a dictionary and either the file has none or
 * `is_new_source` is set and there are enough of them to earn their own. Depends on the arguments and on what
 * is committed only. */
MUST_CHECK Status store_warc_prepare(Store *store, const Slice *records, size_t count, bool is_new_source,
                                     Error *err);
const WarcCodec *store_codec(const Store *store); /* until the next store_warc_prepare */
WarcPacker *warc_packer_open(void);
void warc_packer_close(WarcPacker *packer);
/* One zstd frame (with content size and checksum) of header + block + CR LF CR LF. `header` may be empty when
 * `record` is whole. The frame lives in the arena. */
Slice warc_pack(WarcPacker *packer, const WarcCodec *codec, Arena *arena, Slice header, Slice record);
/* As warc_pack for a record that is a piece of a mapped file (its pages are let go), too large to hold:
 * compressed into a spool, 1 MiB at a time. */
MUST_CHECK Status warc_pack_spooled(WarcPacker *packer, const WarcCodec *codec, const char *folder,
                                    Slice header, Slice record, Spool *frame, Error *err);
#define WARC_FILE_MAX (1ull << 30)

typedef struct Capture {
    int64_t number;
    RecordKind kind;
    Slice record_id;    /* WARC-Record-ID without brackets */
    Slice url;          /* as given; empty if unknown */
    int64_t captured_s; /* 0 unknown */
    int http_status;
    Slice media_type;
    Slice redirect; /* absolute target of a 3xx or a meta refresh */
    Slice sha256;   /* hexadecimal, of the block: the original bytes as they came */
    PageKind page_kind;
    int64_t source; /* store_source number */
    uint64_t source_begin;
    bool is_file;       /* came as a file, so that its time says nothing about identity */
    Slice payload_sha1; /* hexadecimal, of the body as sent, where the record tells it or it was computed; may
                           be empty */
    Slice referred_url; /* revisit: the address meant; may be empty */
    int64_t referred_s; /* revisit: when that was captured; 0 unknown */
    /* filled by the store: */
    int64_t
        same_as; /* revisit: the capture meant, once it is held; store_capture_at gives that in its place */
    uint32_t warc_file;
    uint64_t warc_offset, warc_size, raw_size;
} Capture;
/* Is this capture kept already: same url and sha256, and (unless is_file) same time? number or 0. */
MUST_CHECK Status store_capture_find(Store *store, const Capture *capture, int64_t *number, Error *err);
/* Appends the frame (of warc_pack) to warc/ and adds the row; capture->number becomes its number. raw_size is
 * taken from the frame. */
MUST_CHECK Status store_capture_add(Store *store, Capture *capture, Slice frame, uint64_t raw_size,
                                    Error *err);
MUST_CHECK Status store_capture_get(Store *store, Arena *arena, int64_t number, Capture *capture,
                                    Error *err); /* END: none */
/* The first capture of these bytes; END: none. */
MUST_CHECK Status store_capture_by_sha256(Store *store, Slice sha256, int64_t *number, Error *err);
/* The next number after *number, in the order of warc/; END: none. */
MUST_CHECK Status store_capture_next(Store *store, int64_t *number, Error *err);
/* The whole WARC record as it was packed, head and block without the closing CR LF CR LF, held against its
 * digest. SKIP: over `limit` bytes, or damaged. */
MUST_CHECK Status store_capture_read(Store *store, Arena *arena, int64_t number, size_t limit, Slice *warc,
                                     Error *err);
/* The capture of a url key (syntax/url.h) nearest in time to at_s (0: the latest) with status 200 or none;
 * END: none. */
MUST_CHECK Status store_capture_at(Store *store, Arena *arena, Slice url_key, int64_t at_s, Capture *capture,
                                   Error *err);

/* ---- articles ---- */
typedef enum PutOutcome {
    PUT_NEW,
    PUT_VERSION /* new text of a known one */,
    PUT_SAME /* one capture more */
} PutOutcome;
/* Stores what a capture says of an article. article->id, url, canonical, path are set. An article is found
 * again by its url keys (canonical, url), then by cms_id; where these lead to several rows, they become one.
 * The captures' order of arrival does not matter: the fields kept are those that model/merge.h prefers. *put
 * tells what became of it. The path is chosen here, as store_settle_home_host says; the first host met is the
 * home host until then. The id is the publisher's own as soon as any capture tells it, else x and hexadecimal
 * digits of the address; an id that was given before stays known (store_article_by_id) for ever.
 *
 * Who speaks a field is told by its origin (class_of_source); is_revision: an older state of the text, by a
 * CMS: it adds a version, and its fields never show while another source speaks. */
typedef struct Put {
    PutOutcome outcome;
    int64_t number;
    Slice id, path;  /* under which it is kept; they live until the next store_begin */
    bool is_changed; /* what is shown is another now: the index must take it anew */
    bool is_merged;  /* what is shown is not the given article alone: read it again before it is indexed */
} Put;
MUST_CHECK Status store_article_put(Store *store, const Article *article, const Capture *capture,
                                    bool is_revision, Put *put, Error *err);
/* Articles that became others (or ceased to be) by more than their own put since the last call: an author got
 * a label, a photo a caption, two rows became one, a person acted. Rising, without doubles. */
MUST_CHECK Status store_touched(Store *store, Arena *arena, int64_t **numbers, size_t *count, Error *err);
MUST_CHECK Status store_article_touch(Store *store, int64_t number, Error *err); /* one of them */
/* Drops what captures said of an article, but not the row, its ids, its captures and what persons decided: it
 * is put again, capture by capture, in the order that store_article_captures gives. */
MUST_CHECK Status store_article_forget(Store *store, int64_t number, Error *err);
MUST_CHECK Status store_article_captures(Store *store, Arena *arena, int64_t number, int64_t **captures,
                                         size_t *count, Error *err);
/* Digest of all that is shown of an article: equal before and after, if nothing changed. END: none. */
MUST_CHECK Status store_article_state(Store *store, Arena *arena, int64_t number, Slice *state, Error *err);
/* Addresses that the piece links to (absolute; those of other hosts are left out here). They are added to
 * those that other captures told, whatever came first; store_article_forget takes all off. */
MUST_CHECK Status store_links_put(Store *store, int64_t article, const Slices *urls, Error *err);
/* Keeps what an entry of a list says of the piece at article->url, which has a page of its own: it makes no
 * article, and is one claim more (of CLASS_LIST) on the one that it is about, whichever comes first. The
 * origins are those of origin_of_entry. Articles that change by it are touched. */
MUST_CHECK Status store_entry_put(Store *store, const Article *entry, const Capture *capture, Error *err);
/* The captures of lists that say something of an article as it stands; to be read again after
 * store_article_forget. */
MUST_CHECK Status store_article_lists(Store *store, Arena *arena, int64_t number, int64_t **captures,
                                      size_t *count, Error *err);
/* Drops what waits for pieces that are not held; for who reads all lists again. */
MUST_CHECK Status store_entries_forget(Store *store, Error *err);
/* Which piece each photo's own page belongs to, by the publisher's id or by its address, and what follows: a
 * page that says nothing of its own status has its piece's. Inside a batch, when sources have been read;
 * before store_holds_settle. */
MUST_CHECK Status store_parents_settle(Store *store, Error *err);
/* Revisit records that wait for the capture they mean (found by its address and time, or by payload digest):
 * where it is held now, the revisit becomes a capture of the same piece, or its address answers with the same
 * bytes. *settled counts them. Inside a batch. */
MUST_CHECK Status store_revisits_settle(Store *store, uint64_t *settled, Error *err);
/* A cms_id alone identifies an article only on the same host (url_host of its address), or where one of the
 * two has no address. */
typedef enum ArticlePart {
    ARTICLE_OWN /* its own row alone: as HEAD, but every list is empty */,
    ARTICLE_BRIEF /* of the lists only authors and media */,
    ARTICLE_HEAD /* no body, text, provenance, captures, versions */,
    ARTICLE_WHOLE
} ArticlePart;
MUST_CHECK Status store_article_get(Store *store, Arena *arena, int64_t number, ArticlePart part,
                                    Article *article, Error *err); /* END: none */
/* The same piece in other languages, by language: what is held and public (number is set) of all that it or
 * they name. Without what is named and not held. */
MUST_CHECK Status store_translations(Store *store, Arena *arena, int64_t number, Relations *translations,
                                     Error *err);
/* Does any piece tell of a translation: then store_translations is worth asking for each of many. */
MUST_CHECK Status store_has_translations(Store *store, bool *has_translations, Error *err);
/* The text of one state of an article, by its digest (VersionInfo). END: none. */
MUST_CHECK Status store_version_text(Store *store, Arena *arena, int64_t article, Slice digest, Slice *text,
                                     Error *err);
/* Adds text and body to a HEAD; the blocks have no HTML. */
MUST_CHECK Status store_article_body(Store *store, Arena *arena, Article *head, Error *err);
MUST_CHECK Status store_article_by_id(Store *store, Slice id, int64_t *number, Error *err); /* END: none */
/* Numbers > after, rising, at most `limit`; for walks over everything. batch_after: only those changed in
 * later batches (0: all). */
MUST_CHECK Status store_articles(Store *store, Arena *arena, int64_t after, uint64_t batch_after,
                                 size_t limit, int64_t **numbers, size_t *count, Error *err);
/* How many captures a source has (to report an import of what is held already). */
MUST_CHECK Status store_source_captures(Store *store, int64_t source, uint64_t *count, Error *err);
/* The same in bytewise order of id, for export. */
MUST_CHECK Status store_articles_by_id(Store *store, Arena *arena, Slice after_id, size_t limit,
                                       int64_t **numbers, Slices *ids, Error *err);

/* All public pieces, `size` numbers a part, and the pieces of one part, by number, each with the addresses of
 * at most `photos` photos. A part costs what it holds, wherever it stands. */
MUST_CHECK Status store_piece_parts(Store *store, Arena *arena, uint64_t size, PieceParts *parts, Error *err);
MUST_CHECK Status store_pieces(Store *store, Arena *arena, uint64_t part, uint64_t size, size_t photos,
                               PieceRows *pieces, Error *err);

/* ---- addresses ---- */
typedef enum AddressKind { ADDRESS_ARTICLE, ADDRESS_CAPTURE, ADDRESS_REDIRECT, ADDRESS_GONE } AddressKind;
typedef struct Address {
    AddressKind kind;
    bool is_canonical;
    bool is_key; /* the store's own: whoever claims this address is that article */
    int64_t article, capture;
    Slice target; /* redirect: absolute url */
    int status;   /* what it answered when captured; 0 unknown */
} Address;
/* Remembers that the url answered so. An article beats a redirect, a redirect beats a capture of another
 * kind, that beats gone. *is_new may be NULL. */
MUST_CHECK Status store_address_put(Store *store, Slice url, const Address *address, bool *is_new,
                                    Error *err);
MUST_CHECK Status store_address_find(Store *store, Arena *arena, Slice url_key, Address *address,
                                     Error *err); /* END */
/* Remembers that somebody names the address (an index of a crawl, a sitemap); what answers there stays as it
 * is. */
MUST_CHECK Status store_address_name(Store *store, Slice url, bool *is_new, Error *err);
/* An article by its path on the home host ("/opinion/x"), as stored in article.path; END: none. */
MUST_CHECK Status store_article_by_path(Store *store, Slice path, int64_t *number, Error *err);

/* ---- where addresses lead ---- */
/* An article's place: as much of its row as tells where an address of it leads. */
typedef struct Standing {
    int64_t number;
    Slice path, canonical;
    ArticleStatus status; /* with what persons decided: WITHHELD, DELISTED */
    PageKind page_kind;
    bool is_by_law; /* withheld because the law says so */
} Standing;
typedef struct Standings {
    Standing *items;
    size_t count, capacity;
} Standings;
typedef enum Hold { HOLD_NONE, HOLD_REDIRECT, HOLD_WITHHELD, HOLD_LAW } Hold;
typedef struct Lead {
    bool is_answered; /* false: the address is known to exist, no more */
    Address address;
    Hold hold; /* what a person decided of this address */
    Slice hold_target;
    Standing standing; /* of its article; number 0: none */
} Lead;
/* All that is known of an address, in one step. END: nothing. */
MUST_CHECK Status store_lead(Store *store, Arena *arena, Slice url_key, Lead *lead, Error *err);
MUST_CHECK Status store_standing(Store *store, Arena *arena, int64_t number, Standing *standing, Error *err);
MUST_CHECK Status store_standing_by_path(Store *store, Arena *arena, Slice path, Standing *standing,
                                         Error *err);
/* By the publisher's id on that host (if given), the public id, or an id given before (*is_former). END. */
MUST_CHECK Status store_standing_by_id(Store *store, Arena *arena, Slice id, Slice host, Standing *standing,
                                       bool *is_former, Error *err);
/* Articles whose slug is the given one (or, if none has it, was: a CMS tells its former slugs), or
 * (is_beginning) is longer and begins with it; whatever their status. */
MUST_CHECK Status store_standings_by_slug(Store *store, Arena *arena, Slice slug, bool is_beginning,
                                          size_t limit, Standings *standings, Error *err);
/* Articles that use the photo with the publisher's id; none if it is withheld. */
MUST_CHECK Status store_standings_by_photo(Store *store, Arena *arena, Slice id, size_t limit,
                                           Standings *standings, Error *err);
/* A table of all addresses in memory, 16 to 32 bytes each, for those who look up very many: store_lead and
 * store_standings_by_slug of a store that uses it answer the same, most of it without the database. It is of
 * one commit: once a store has been refreshed to another, it is passed over. It may be used by several stores
 * of the archive at once; each must forget it (use NULL) before it is freed. */
typedef struct Leads Leads;
MUST_CHECK Status store_leads_load(Store *store, Leads **leads, Error *err);
void store_leads_free(Leads *leads); /* NULL is allowed */
void store_leads_use(Store *store, const Leads *leads);
/* Reads through a cache of a few megabytes, not a map of the file, whose pages would count as ours. For
 * readers. */
MUST_CHECK Status store_stay_small(Store *store, Error *err);
/* "/web/20140627093000/http://host/x": where what another host showed is found here. */
Slice store_web_path(Arena *arena, int64_t captured_s, Slice url);
/* Did a person ever lead an address elsewhere. */
MUST_CHECK Status store_has_redirects(Store *store, bool *has_redirects, Error *err);

/* ---- labels, media, figures ---- */
/* A source tells how a slug is shown. The word of the higher class stays, among equals the first in bytewise
 * order of the label, so that order leaves no trace. */
MUST_CHECK Status store_label_put(Store *store, FacetField field, Slice slug, Slice label, ClaimClass class,
                                  Error *err);
/* "news-middle-east" -> "Middle East"; END: not known. field: FACET_SECTION, FACET_TAG, FACET_AUTHOR. */
MUST_CHECK Status store_label(Store *store, Arena *arena, FacetField field, Slice slug, Slice *label,
                              Error *err);
/* The fullest record of a media id and the numbers of the articles that use it, oldest first; END: not known.
 */
MUST_CHECK Status store_media(Store *store, Arena *arena, Slice id, Media *media, int64_t **articles,
                              size_t *count, Error *err);
/* Keeps what a picture file says of itself; media->href is its address. It fills what pages leave empty. */
MUST_CHECK Status store_photo_words_put(Store *store, const Media *media, const Capture *capture, Error *err);

/* A picture file that came without an address. */
typedef struct LoosePhoto {
    Slice path;  /* in its folder: percent-encoded, '/' between */
    Media media; /* its words, size and the publisher's id as it tells it; no href */
    bool speaks; /* it has words: a photo of its own, if it is none that is known otherwise */
} LoosePhoto;
/* Keeps what may tell which picture it is. A file that came before under another path is told again. */
MUST_CHECK Status store_loose_photo_put(Store *store, const LoosePhoto *photo, int64_t capture, Error *err);
/* Decides of all such files, from what the archive holds now, which known photo each is: the same bytes as
 * the capture of an address; the place in a folder of uploads; the publisher's id; a telling name that one
 * photo alone has. Such a file makes no photo of its own: its photo's addresses answer with it where nothing
 * else does, its words fill what is empty, its piece is taken off and the id of that leads to the photo's
 * page or user. *unmade: captures that are photos of their own now, and have no piece: read them and put them
 * (store_loose_photo_made). Inside a batch; the outcome is the same in every order of imports. */
MUST_CHECK Status store_loose_photos_settle(Store *store, Arena *arena, int64_t **unmade, size_t *count,
                                            Error *err);
MUST_CHECK Status store_loose_photo_made(Store *store, int64_t capture, Error *err); /* touches its piece */
MUST_CHECK Status store_stats(Store *store, Arena *arena, ArchiveStats *stats, Error *err);
/* Recomputes settings.home_host from the articles and, where it changed, article.path; inside a batch.
 * *changed: paths are new. */
MUST_CHECK Status store_settle_home_host(Store *store, bool *changed, Error *err);

/* ---- what sites teach ---- */
/* A host with pages of pieces, and what was learnt of it so far. */
typedef struct SiteRow {
    int64_t number;
    Slice host;
    int64_t sample, taught; /* digests: of the pages it was learnt from, of the lessons; 0: none */
} SiteRow;
typedef struct SiteRows {
    SiteRow *items; /* by host */
    size_t count, capacity;
} SiteRows;
/* Remembers what a page told of itself when it was read, and by which lessons (their digest; 0: alone); a
 * page that is no piece is forgotten. Inside a batch. */
MUST_CHECK Status store_site_page_put(Store *store, const SitePage *page, const Capture *capture,
                                      int64_t lesson, Error *err);
MUST_CHECK Status store_sites(Store *store, Arena *arena, SiteRows *sites, Error *err);
/* How many of its pages state each field, and how many do not. */
MUST_CHECK Status store_site_counts(Store *store, int64_t site, uint64_t stated[SITE_FIELDS],
                                    uint64_t silent[SITE_FIELDS], Error *err);
/* At most `limit` of its pages, in an order that depends on the pages alone, and a digest of that choice. */
MUST_CHECK Status store_site_sample(Store *store, Arena *arena, int64_t site, size_t limit,
                                    int64_t **captures, size_t *count, int64_t *digest, Error *err);
/* Articles of which a page was not read as the lessons ask: by those of `taught` where it is silent of one of
 * the fields, else alone. Rising. */
MUST_CHECK Status store_site_stale(Store *store, Arena *arena, const SiteRow *site, uint8_t fields,
                                   int64_t **articles, size_t *count, Error *err);
MUST_CHECK Status store_site_lessons(Store *store, Arena *arena, int64_t site, SiteRules *rules, Error *err);
/* In place of those that were there; inside a batch. */
MUST_CHECK Status store_site_learn(Store *store, int64_t site, int64_t sample, const SiteRules *rules,
                                   Error *err);

/* ---- what persons decided ---- */
/* Adds an act and gives its number; its effects on articles, photos and addresses are those of all acts that
 * count, in their order. Inside a batch; what the index has to follow is touched (store_touched). `article`
 * or `media` or `url_key` say what it is about; an UNDO is about what the undone act is about. END: there is
 * no act to undo. SKIP: it is undone already. */
MUST_CHECK Status store_act_add(Store *store, Act *act, Error *err);
MUST_CHECK Status store_acts(Store *store, Arena *arena, int64_t after, size_t limit, Acts *acts, Error *err);
MUST_CHECK Status store_act_get(Store *store, Arena *arena, int64_t number, Act *act,
                                Error *err); /* END: none */
/* The last act that counts and is no undo; END: none. */
MUST_CHECK Status store_act_last(Store *store, int64_t *number, Error *err);
/* Makes the effects of acts anew for what changed since the last batch: rows became one, another article
 * shows a withheld photo. with_addresses: also gives the addresses that came in to withheld pictures; costs
 * as much as there are of these. Inside a batch, before store_touched; cheap where there are no acts. */
MUST_CHECK Status store_holds_settle(Store *store, bool with_addresses, Error *err);
/* What persons decided about an address that is no article's or is led elsewhere; about a photo (or about all
 * pieces that use it); about a capture (by its article, its address or its photo). is_delisted is never set
 * here. */
MUST_CHECK Status store_address_hold(Store *store, Arena *arena, Slice url_key, ActState *state, Error *err);
MUST_CHECK Status store_media_hold(Store *store, Arena *arena, Slice id, ActState *state, Error *err);
MUST_CHECK Status store_capture_hold(Store *store, Arena *arena, int64_t capture, ActState *state,
                                     Error *err);
/* Has anybody decided anything: then what is put may not be what is shown. */
MUST_CHECK Status store_has_acts(Store *store, bool *has_acts, Error *err);
/* Is anything withheld, or was it: what is shown as captured must be looked through. */
MUST_CHECK Status store_has_withheld(Store *store, bool *has_withheld, Error *err);
/* Headlines and paths of all that is withheld, those that are too short to tell left out: what names one of
 * them must not be shown. */
MUST_CHECK Status store_withheld_names(Store *store, Arena *arena, Slices *names, Error *err);
/* A section, tag or author by its slug or its label; END: there is none. */
MUST_CHECK Status store_label_find(Store *store, Arena *arena, FacetField field, Slice name, Label *label,
                                   Error *err);

/* ---- what is missing ---- */
/* What the caller needs of every piece to see what lies between them. */
typedef struct MissingPiece {
    int64_t number;
    Moment published;
    int64_t captured_s; /* of the capture shown; 0: unknown, or only a file's own time */
    int64_t section;    /* its row; 0: none */
    bool is_public;
    bool is_held;  /* it was published: public, withheld or delisted */
    bool is_piece; /* no photo's own page */
    bool is_home;  /* of the home host, or of none */
} MissingPiece;
typedef struct MissingPieces {
    MissingPiece *items; /* rising by number */
    size_t count, capacity;
} MissingPieces;
/* A number that the publisher's CMS gave to a piece or a photo of the home host. */
typedef struct MissingId {
    uint64_t id;
    int64_t article; /* number; 0: a photo's */
} MissingId;
typedef struct MissingIds {
    MissingId *items; /* in no order, doubles too */
    size_t count, capacity;
} MissingIds;
typedef struct MissingSection {
    int64_t number;
    Label label;
} MissingSection;
typedef struct MissingSections {
    MissingSection *items; /* rising by number */
    size_t count, capacity;
} MissingSections;
typedef struct MissingFacts {
    MissingPieces pieces;
    MissingIds ids;
    MissingSections sections;
} MissingFacts;
#define MISSING_CANDIDATES_MAX (4 * MISSING_LIST_MAX)
#define MISSING_TEXT_MAX 2000 /* bytes of an address that is named; of a caption or byline a part of that */
/* Fills what the rows say by themselves: wanted (up to MISSING_CANDIDATES_MAX: some of them the caller may
 * still resolve), lost photos, bylines, undated, captions, repairs; and gives the facts from which the caller
 * computes ids, days, sections and dates. Names only what is public. Each table is read once; both live in
 * the arena, about 60 bytes a piece. */
MUST_CHECK Status store_missing(Store *store, Arena *arena, MissingFacts *facts, MissingReport *report,
                                Error *err);

/* ---- checking ---- */
/* Every capture against its digest, every row against what it points to, the dictionary of each file,
 * SQLite's own check. */
MUST_CHECK Status store_verify(Store *store, void (*fault)(void *context, const char *message), void *context,
                               const Progress *progress, Error *err);

#endif
