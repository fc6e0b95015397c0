/* WACZ 1.0 to 1.1.1: a crawl as one ZIP file, with its WARC files, their indexes and a list with digests.
 *
 * In: the ZIP, mapped. Out: the records of the WARC files in archive/, in the order in which they lie. They
 * are stored in the ZIP as they are, so each is read in place, as a file within the file, and the place of a
 * record is its offset in the WACZ; in a WARC that is packed as one piece it is the number of the member and
 * the offset in the plain text. What datapackage.json gives a digest for is checked when reading comes to it:
 * what does not fit is told, and its records are read all the same. Signatures are not checked. */
#include <stdlib.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "import/inside.h"
#include "syntax/json.h"
#include "syntax/zip.h"

#define CHECKED_MAX ((size_t)16 << 20) /* of a packed member: lists of pages and indexes are smaller */
#define SCRATCH_MAX ((size_t)256 << 20)
#define CHECK_STEP ((size_t)4 << 20)
#define PLAIN_BITS 31 /* of a place within a packed piece; the bits above number the member */
#define PLAIN_MASK ((UINT64_C(1) << PLAIN_BITS) - 1)
#define NUMBERED_MAX (STREAM_PLAIN >> PLAIN_BITS)

#define LIST_NAME SLICE("datapackage.json")
#define LIST_DIGEST_NAME SLICE("datapackage-digest.json")

/* What is told of the whole at its end, one step each; the places of these are those behind the file. */
enum { END_MEMBERS, END_LIST, END_ABSENT, END_STEPS };

typedef struct Wacz {
    Arena *arena; /* holds what follows */
    ZipList zip;
    Slice *digests; /* of each member, in hexadecimal; empty: none is told */
    bool has_list;
    size_t absent_count; /* listed and not there */
    Slice absent_first;

    size_t at;       /* the member that is read */
    bool is_checked; /* its digest was */
    Import *child;   /* the crawl that it is, once opened */
    unsigned end_step;
} Wacz;

/* ---- what the list says ---- */

typedef const ZipMember *MemberRef;

static int compare_names(const void *a, const void *b)
{
    const MemberRef *x = a, *y = b;
    return slice_compare((*x)->name, (*y)->name);
}

static MemberRef *sort_by_name(Arena *arena, const ZipList *zip)
{
    MemberRef *members = ARENA_ARRAY(arena, MemberRef, zip->count + 1);
    for (size_t i = 0; i < zip->count; i++)
        members[i] = &zip->members[i];
    qsort(members, zip->count, sizeof *members, compare_names);
    return members;
}

static const ZipMember *find_member(const Wacz *wacz, const MemberRef *by_name, Slice name)
{
    const ZipMember key = {.name = name};
    const MemberRef wanted = &key;
    const MemberRef *found = bsearch(&wanted, by_name, wacz->zip.count, sizeof *by_name, compare_names);
    return found ? *found : NULL;
}

/* "sha256:..." of 1.1, or hash and kind apart as 1.0 has them. Other kinds of digest are not checked. */
static Slice digest_of_entry(const Json *entry)
{
    Slice digest = json_get_text(entry, "hash");
    if (slice_starts_with_nocase(digest, SLICE("sha256:")))
        return slice_trim(slice_skip(digest, 7));
    bool is_sha256 = slice_equal_nocase(json_get_text(entry, "hashing"), SLICE("sha256"));
    return is_sha256 ? slice_trim(json_get_text(json_get(entry, "stats"), "hash")) : SLICE_EMPTY;
}

static void take_list_entry(Wacz *wacz, const MemberRef *by_name, const Json *entry)
{
    Slice path = json_get_text(entry, "path");
    if (slice_is_empty(path))
        return;
    const ZipMember *member = find_member(wacz, by_name, path);
    if (member)
        wacz->digests[member - wacz->zip.members] = digest_of_entry(entry);
    else if (wacz->absent_count++ == 0)
        wacz->absent_first = path;
}

/* A JSON file of the ZIP; NULL: not there, or not to be read. */
static Json *read_json(const Wacz *wacz, const MemberRef *by_name, Slice name)
{
    Slice text = SLICE_EMPTY;
    Error ignored;
    const ZipMember *member = find_member(wacz, by_name, name);
    if (!member || zip_unpack(wacz->arena, member, CHECKED_MAX, &text, &ignored) != STATUS_OK)
        return NULL;
    return json_read(wacz->arena, utf8_repair(wacz->arena, text));
}

static void read_list(Wacz *wacz)
{
    MemberRef *by_name = sort_by_name(wacz->arena, &wacz->zip);
    wacz->digests = ARENA_ARRAY(wacz->arena, Slice, wacz->zip.count + 1);
    const Json *list = read_json(wacz, by_name, LIST_NAME);
    const Json *entries = json_get(list, "resources");
    wacz->has_list = entries != NULL;
    for (const Json *entry = entries ? entries->first : NULL; entry; entry = entry->next)
        take_list_entry(wacz, by_name, entry);
    const Json *digest = read_json(wacz, by_name, LIST_DIGEST_NAME);
    if (digest)
        take_list_entry(wacz, by_name, digest);
}

static bool is_crawl(const ZipMember *member)
{
    Slice name = member->name;
    return (slice_starts_with(name, SLICE("archive/")) || slice_contains(name, SLICE("/archive/"))) &&
           !slice_ends_with(name, SLICE("/"));
}

/* ---- one member ---- */

/* The member is read to its end; records may still point into what it holds. */
static void leave_member(Import *import)
{
    Wacz *wacz = import->own;
    if (wacz->child) {
        wacz->child->next_retired = import->retired;
        import->retired = wacz->child;
    }
    wacz->child = NULL;
    wacz->is_checked = false;
    wacz->at++;
}

static bool has_digest(const Import *import, Slice bytes, Slice wanted)
{
    unsigned char found[DIGEST_MAX_BYTES];
    const FileMap whole = {stream_file(import->stream)};
    bool is_mapped = bytes.data >= whole.bytes.data && bytes.data < whole.bytes.data + whole.bytes.size;
    Digest *digest = digest_open(DIGEST_SHA256);
    Arena *arena = arena_open(1024);
    for (size_t at = 0; at < bytes.size; at += CHECK_STEP) {
        Slice piece = slice_range(bytes, at, at + CHECK_STEP);
        digest_add(digest, piece);
        size_t begin = is_mapped ? (size_t)(piece.data - whole.bytes.data) : 0;
        if (is_mapped && piece.size == CHECK_STEP)
            file_map_forget(&whole, begin, begin + CHECK_STEP);
    }
    digest_finish(digest, found);
    bool fits = slice_equal_nocase(hex_of(arena, found, 32), wanted);
    arena_close(arena);
    digest_close(digest);
    return fits;
}

/* SKIP: the member does not have the digest that the list gives, or that cannot be told. */
static Status check_member(const Import *import, Error *err)
{
    const Wacz *wacz = import->own;
    const ZipMember *member = &wacz->zip.members[wacz->at];
    Slice wanted = wacz->digests[wacz->at], bytes = member->data;
    if (slice_is_empty(wanted))
        return STATUS_OK;
    Arena *scratch = arena_open(SCRATCH_MAX);
    Status status = STATUS_OK;
    if (member->method != ZIP_STORED || member->is_encrypted)
        status = zip_unpack(scratch, member, CHECKED_MAX, &bytes, err);
    if (status == STATUS_OK && !has_digest(import, bytes, wanted))
        status =
            error_set(err, STATUS_SKIP,
                      "it does not have the digest that the WACZ tells of it: it was changed or damaged%s",
                      is_crawl(member) ? "; its records are read all the same" : "");
    arena_close(scratch);
    return error_while(err, status, "'%.*s'", SLICE_ARG(slice_range(member->name, 0, 200)));
}

static Status open_member(Import *import, Error *err)
{
    Wacz *wacz = import->own;
    const ZipMember *member = &wacz->zip.members[wacz->at];
    if (member->method != ZIP_STORED || member->is_encrypted)
        return error_set(
            err, STATUS_SKIP,
            "it is packed within the ZIP, and a crawl has to be stored: unpack the WACZ and import it");
    return import_open_crawl(import, member->data, &wacz->child, err);
}

/* A place of the member as one of the whole. False: it has too large a number. */
static bool place_in_whole(const Wacz *wacz, uint64_t place, uint64_t *whole)
{
    *whole = wacz->zip.members[wacz->at].data_at + place;
    if (!(place & STREAM_PLAIN))
        return true;
    uint64_t plain = place & ~STREAM_PLAIN;
    *whole = STREAM_PLAIN | (uint64_t)wacz->at << PLAIN_BITS | plain;
    return plain <= PLAIN_MASK && wacz->at < NUMBERED_MAX;
}

/* The next record of the crawl that is open. */
static Status next_of_child(Import *import, Arena *arena, Record *record, Error *err)
{
    Wacz *wacz = import->own;
    const ZipMember *member = &wacz->zip.members[wacz->at];
    uint64_t end = member->data_at + member->data.size;
    import_release(wacz->child, arena);
    Status status = wacz->child->importer->next(wacz->child, arena, record, err);
    if (status == STATUS_END)
        return status;
    bool is_placed = place_in_whole(wacz, record->source_begin, &record->source_begin);
    is_placed &= place_in_whole(wacz, record->source_end, &record->source_end);
    if (!is_placed) {
        status = error_set(err, STATUS_SKIP, "it is packed as one piece, and too long for that");
        record->source_begin = record->source_end = end;
        leave_member(import);
    }
    return error_while(err, status, "'%.*s'", SLICE_ARG(slice_range(member->name, 0, 200)));
}

/* What comes next of the member at hand; END: nothing. */
static Status next_of_member(Import *import, Arena *arena, Record *record, Error *err)
{
    Wacz *wacz = import->own;
    const ZipMember *member = &wacz->zip.members[wacz->at];
    if (!wacz->is_checked) {
        wacz->is_checked = true;
        record->source_begin = member->begin;
        record->source_end = member->data_at;
        Status status = check_member(import, err);
        if (status != STATUS_OK)
            return status;
    }
    if (!is_crawl(member) || member->data.size == 0)
        return STATUS_END;
    if (!wacz->child) {
        Status status = open_member(import, err);
        if (status != STATUS_OK) {
            record->source_begin = member->data_at;
            record->source_end = member->data_at + member->data.size;
            leave_member(import);
            return error_while(err, status == STATUS_FAIL ? STATUS_SKIP : status, "'%.*s'",
                               SLICE_ARG(slice_range(member->name, 0, 200)));
        }
    }
    return next_of_child(import, arena, record, err);
}

/* ---- the whole ---- */

static Status tell_end(const Wacz *wacz, unsigned step, Error *err)
{
    if (step == END_MEMBERS && wacz->zip.is_salvaged)
        return error_set(err, STATUS_SKIP,
                         "the ZIP file is cut or damaged: it has no directory at its end, and "
                         "only what could be found without it was read");
    if (step == END_MEMBERS && wacz->zip.bad_count > 0)
        return error_set(err, STATUS_SKIP, "%zu members of the ZIP are not where its directory says",
                         wacz->zip.bad_count);
    if (step == END_LIST && !wacz->has_list)
        return error_set(err, STATUS_SKIP, "no digest was checked: datapackage.json is absent or damaged");
    if (step == END_ABSENT && wacz->absent_count > 0)
        return error_set(err, STATUS_SKIP, "'%.*s', which datapackage.json lists, is absent (one of %zu)",
                         SLICE_ARG(slice_range(wacz->absent_first, 0, 200)), wacz->absent_count);
    return STATUS_OK;
}

/* The stream of the whole stays where reading is, for the progress and to let go of what was read. */
static void follow(Import *import, uint64_t reached)
{
    uint64_t now = stream_done_bytes(import->stream);
    if (reached > now && reached <= stream_file(import->stream).size)
        stream_skip(import->stream, (size_t)(reached - now));
    stream_forget(import->stream);
}

static Status wacz_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Wacz *wacz = import->own;
    uint64_t size = stream_file(import->stream).size;
    while (wacz->at < wacz->zip.count) {
        const ZipMember *member = &wacz->zip.members[wacz->at];
        follow(import, member->data_at + (wacz->child ? stream_done_bytes(wacz->child->stream) : 0));
        Status status = next_of_member(import, arena, record, err);
        if (status != STATUS_END)
            return status;
        leave_member(import);
    }
    follow(import, size);
    while (wacz->end_step < END_STEPS) {
        Status status = tell_end(wacz, wacz->end_step, err);
        record->source_begin = size + wacz->end_step++;
        record->source_end = record->source_begin + 1;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_END;
}

/* To a place within a member's crawl. */
static Status seek_child(Import *import, uint64_t within, Error *err)
{
    Wacz *wacz = import->own;
    wacz->is_checked = true;
    if (within == 0)
        return STATUS_OK;
    Status status = open_member(import, err);
    if (status == STATUS_OK)
        status = stream_seek(wacz->child->stream, within, err);
    return status == STATUS_OK ? STATUS_OK : STATUS_FAIL;
}

static Status wacz_seek(Import *import, uint64_t place, Error *err)
{
    Wacz *wacz = import->own;
    uint64_t size = stream_file(import->stream).size;
    const ZipMember *members = wacz->zip.members;
    leave_member(import);
    wacz->at = 0;
    wacz->end_step = 0;
    if (place & STREAM_PLAIN) {
        wacz->at = (size_t)((place & ~STREAM_PLAIN) >> PLAIN_BITS);
        if (wacz->at >= wacz->zip.count)
            return error_set(err, STATUS_FAIL, "the WACZ has no member of number %zu", wacz->at);
        Status status = stream_seek(import->stream, members[wacz->at].data_at, err);
        return status == STATUS_OK ? seek_child(import, STREAM_PLAIN | (place & PLAIN_MASK), err) : status;
    }
    if (place > size + END_STEPS)
        return error_set(err, STATUS_FAIL, "byte %llu lies beyond the end of the file, %llu",
                         (unsigned long long)place, (unsigned long long)size);
    wacz->end_step = place > size ? (unsigned)(place - size) : 0;
    while (wacz->at < wacz->zip.count && members[wacz->at].data_at + members[wacz->at].data.size <= place)
        wacz->at++;
    Status status = stream_seek(import->stream, place < size ? place : size, err);
    bool is_within = wacz->at < wacz->zip.count && place >= members[wacz->at].data_at;
    return status == STATUS_OK && is_within ? seek_child(import, place - members[wacz->at].data_at, err)
                                            : status;
}

/* ---- opening ---- */

/* The name of the first member stands at the front. */
static int wacz_bid(Slice first, Slice file_name)
{
    static const char *const names[] = {"archive/", "indexes/", "pages/", "datapackage"};
    const size_t name_at = 30;
    if (!slice_starts_with(first, SLICE("PK\3\4")))
        return 0;
    if (slice_ends_with_nocase(file_name, SLICE(".wacz")))
        return 95;
    if (SLICE_ANY(slice_skip(first, name_at), slice_starts_with, names))
        return 80;
    return 0;
}

static Status wacz_open(Import *import, Error *err)
{
    size_t crawls = 0;
    Wacz *wacz = calloc(1, sizeof *wacz);
    if (!wacz)
        fatal("out of memory");
    import->own = wacz;
    import->seek = wacz_seek;
    wacz->arena = arena_open(SCRATCH_MAX);
    if (stream_is_packed(import->stream))
        return error_set(err, STATUS_SKIP, "the WACZ is packed once more: unpack it first");
    Status status = zip_list(wacz->arena, stream_file(import->stream), &wacz->zip, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < wacz->zip.count; i++)
        crawls += is_crawl(&wacz->zip.members[i]);
    if (crawls == 0)
        return error_set(err, STATUS_SKIP, "a ZIP file without a crawl: nothing lies in its folder archive/");
    read_list(wacz);
    return STATUS_OK;
}

static void wacz_close(Import *import)
{
    Wacz *wacz = import->own;
    if (!wacz)
        return;
    import_close(wacz->child);
    arena_close(wacz->arena);
    free(wacz);
}

const Importer importer_wacz = {"wacz", wacz_bid, wacz_open, wacz_next, wacz_close};
