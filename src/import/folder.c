/* A folder: all files below it, sorted by path, each read by its own format; links to folders are not
 * followed.
 *
 * A place is the number of the file, shifted left by STREAM_PLACE_BITS, and within it the file's own place,
 * so that a WARC in a folder is taken up again where it was left. What has no format is told with its reason
 * and passed over. In a mirror the path tells where a file comes from, if it does not tell itself. */
#include "base/builder.h"
#include "base/digest.h"
#include "import/inside.h"
#include "import/mirror.h"

#define WALK_BYTES_MAX ((size_t)8 << 30) /* names of some tens of millions of files */
#define FILES_MAX (UINT64_C(1) << (64 - STREAM_PLACE_BITS))

typedef struct Folder {
    Arena *arena;
    Slices paths;
    size_t at;     /* the file being read, or the next one */
    Import *child; /* the open file at `at`; NULL: not opened yet */
    uint64_t total_bytes, done_bytes;
    bool adds_html; /* mirror_adds_html */
} Folder;

static uint64_t place_in(size_t file, uint64_t place)
{
    return (uint64_t)file << STREAM_PLACE_BITS | place;
}

static const char *path_of(const Import *import, Arena *arena, size_t file)
{
    const Folder *folder = import->own;
    return path_join(arena, import->path, arena_string(arena, folder->paths.items[file]));
}

/* Bytes of the files [begin, end), as far as the system tells. */
static uint64_t bytes_of(const Import *import, size_t begin, size_t end)
{
    Arena *arena = arena_open(1 << 20);
    uint64_t sum = 0;
    for (size_t i = begin; i < end; i++) {
        uint64_t size = 0;
        Error ignored;
        arena_reset(arena);
        if (file_size(path_of(import, arena, i), &size, &ignored) == STATUS_OK)
            sum += size;
    }
    arena_close(arena);
    return sum;
}

/* Leaves out the files of a folder that lies within: they change by the import itself. */
static void leave_out(const Import *import, Folder *folder)
{
    char *whole = realpath(import->path, NULL);
    char *part = import->options.left_out ? realpath(import->options.left_out, NULL) : NULL;
    size_t size = whole ? strlen(whole) : 0;
    if (whole && part && strncmp(part, whole, size) == 0 && part[size] == '/') {
        Slice prefix = slice_from(part + size + 1);
        size_t kept = 0;
        for (size_t i = 0; i < folder->paths.count; i++) {
            Slice path = folder->paths.items[i];
            bool is_left =
                slice_starts_with(path, prefix) && path.size > prefix.size && path.data[prefix.size] == '/';
            if (!is_left)
                folder->paths.items[kept++] = path;
        }
        folder->paths.count = kept;
    }
    free(part);
    free(whole);
}

static Status folder_open(Import *import, Error *err)
{
    Folder *folder = calloc(1, sizeof *folder);
    if (!folder)
        fatal("out of memory");
    import->own = folder;
    folder->arena = arena_open(WALK_BYTES_MAX);
    Status status = file_walk(folder->arena, import->path, &folder->paths, err);
    if (status != STATUS_OK)
        return status;
    leave_out(import, folder);
    if (folder->paths.count == 0)
        return error_set(err, STATUS_SKIP, "the folder is empty");
    if (folder->paths.count >= FILES_MAX)
        return error_set(err, STATUS_SKIP, "the folder has more than %llu files",
                         (unsigned long long)FILES_MAX);
    folder->total_bytes = bytes_of(import, 0, folder->paths.count);
    folder->adds_html = mirror_adds_html(&folder->paths);
    return STATUS_OK;
}

static void folder_close(Import *import)
{
    Folder *folder = import->own;
    if (!folder)
        return;
    import_close(folder->child);
    arena_close(folder->arena);
    free(folder);
}

/* The file is read to its end; records may still point into it. */
static void retire_child(Import *import)
{
    Folder *folder = import->own;
    assert(folder->child);
    folder->done_bytes += import_total_bytes(folder->child);
    folder->child->next_retired = import->retired;
    import->retired = folder->child;
    folder->child = NULL;
    folder->at++;
}

static Status open_child(Import *import, Error *err)
{
    Folder *folder = import->own;
    Arena *arena = arena_open(1 << 20);
    Status status = import_open(path_of(import, arena, folder->at), import->options, &folder->child, err);
    arena_close(arena);
    if (status == STATUS_OK && folder->child->importer == &importer_folder) {
        import_close(folder->child); /* it could not be read when it was its turn to be walked */
        folder->child = NULL;
        return error_set(err, STATUS_SKIP, "the folder was not readable before");
    }
    return status == STATUS_FAIL ? STATUS_SKIP
                                 : status; /* one file that cannot be read is no reason to stop */
}

/* The number of a path among those of the folder; their count if it is not there. */
static size_t find_path(const Folder *folder, Slice path)
{
    size_t low = 0, high = folder->paths.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(folder->paths.items[middle], path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < folder->paths.count && slice_equal(folder->paths.items[low], path);
    return is_there ? low : folder->paths.count;
}

/* The path without the last ending: "a/quay" of "a/quay.jpg". */
static Slice stem_of(Slice path)
{
    size_t dot = slice_find_last_byte(path, '.'), slash = slice_find_last_byte(path, '/');
    bool is_ending = dot != SLICE_NONE && (slash == SLICE_NONE || dot > slash + 1);
    return is_ending ? slice_range(path, 0, dot) : path;
}

/* The file with the words of a picture: "quay.jpg.xmp", else "quay.xmp"; the count of paths if there is none.
 */
static size_t find_sidecar(const Folder *folder, Slice path, Arena *arena)
{
    static const char *const endings[] = {".xmp", ".XMP"};
    for (int i = 0; i < 4; i++) {
        Slice front = i < 2 ? path : stem_of(path);
        size_t found = find_path(folder, arena_format(arena, "%.*s%s", SLICE_ARG(front), endings[i % 2]));
        if (found < folder->paths.count)
            return found;
    }
    return folder->paths.count;
}

/* Is it a file of words whose picture is in the folder too? */
static bool is_sidecar(const Folder *folder, Slice path, Arena *arena)
{
    static const char *const kinds[] = {"",     ".jpg", ".jpeg", ".JPG", ".JPEG", ".png", ".PNG",
                                        ".tif", ".TIF", ".tiff", ".psd", ".webp", ".Jpg"};
    if (!slice_ends_with_nocase(path, SLICE(".xmp")))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Slice picture = arena_format(arena, "%.*s%s", SLICE_ARG(stem_of(path)), kinds[i]);
        if (find_path(folder, picture) == folder->paths.count)
            continue;
        size_t beside = find_sidecar(folder, picture, arena); /* none, if it ends in ".Xmp" */
        if (beside < folder->paths.count && slice_equal(folder->paths.items[beside], path))
            return true;
    }
    return false;
}

/* More is no photo desk's, and would not go into the head of a record. */
#define SIDECAR_BYTES_MAX ((size_t)256 << 10)

/* Why a file is passed over unread; NULL: it is read. */
static const char *passed_over(const Import *import, Slice path, Arena *arena)
{
    const Folder *folder = import->own;
    const char *what = mirror_own_file(path);
    if (what)
        return what;
    if (is_sidecar(folder, path, arena))
        return bytes_of(import, find_path(folder, path), find_path(folder, path) + 1) <= SIDECAR_BYTES_MAX
                   ? "no page: it holds the words of the picture beside it, which are kept with that"
                   : "more than 256 KiB of words for the picture beside it are not read";
    const Slice original = arena_format(arena, "%.*s.orig", SLICE_ARG(path));
    bool is_there = find_path(folder, original) < folder->paths.count;
    return is_there ? "changed by the program that mirrored it: the page as it was lies beside it" : NULL;
}

static void take_sidecar(const Import *import, Arena *arena, Slice path, Record *record)
{
    const Folder *folder = import->own;
    Error ignored;
    size_t at = find_sidecar(folder, path, arena);
    if (at == folder->paths.count || file_read(arena, path_of(import, arena, at), SIDECAR_BYTES_MAX,
                                               &record->sidecar, &ignored) != STATUS_OK)
        record->sidecar = SLICE_EMPTY;
}

/* The folder's own name: "www.example.org" of "mirrors/www.example.org/". */
static Slice name_of(const char *path)
{
    Slice name = slice_from(path);
    while (name.size > 1 && slice_ends_with(name, SLICE("/")))
        name.size--;
    size_t slash = slice_find_last_byte(name, '/');
    return slash == SLICE_NONE ? name : slice_skip(name, slash + 1);
}

static void tell_address(const Import *import, Arena *arena, Slice path, Record *record)
{
    const Folder *folder = import->own;
    const bool is_bare = record->body_kind == BODY_HTML && folder->adds_html;
    const MirrorEnding ending = record->body_kind == BODY_TEXT ? MIRROR_ENDING_TEXT
                                : is_bare                      ? MIRROR_ENDING_HTML
                                                               : MIRROR_ENDING_NONE;
    Slice by_path = mirror_path_address(arena, name_of(import->path), path, ending);
    if (slice_is_empty(record->url))
        record->url = by_path;
    else if (record->body_kind == BODY_HTML)
        record->url = mirror_settle(arena, record->url, by_path,
                                    !slice_is_empty(mirror_note_of(arena, record->block).url));
}

static Status folder_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Folder *folder = import->own;
    while (folder->at < folder->paths.count) {
        Status status = STATUS_OK;
        size_t file = folder->at;
        Slice path = folder->paths.items[file];
        record->source_path = path;
        if (!folder->child) {
            const char *why = passed_over(import, path, arena);
            status = why ? error_set(err, STATUS_SKIP, "%s", why) : open_child(import, err);
            if (status != STATUS_OK) {
                folder->done_bytes += bytes_of(import, file, file + 1);
                folder->at++;
                record->source_begin = place_in(file, 0);
                record->source_end = place_in(folder->at, 0);
                return status;
            }
        }
        assert(folder->child);
        status = import_next(folder->child, arena, record, err);
        if (status == STATUS_END) {
            retire_child(import);
            continue;
        }
        bool is_over = status == STATUS_FAIL || folder->child->is_document;
        if (status == STATUS_OK && folder->child->is_document && import_has_changed(import))
            status = error_set(err, STATUS_SKIP, "it changed while it was read: import the folder again");
        if (status == STATUS_OK && folder->child->is_document)
            tell_address(import, arena, path, record);
        if (status == STATUS_OK && folder->child->is_document && record->body_kind == BODY_IMAGE)
            take_sidecar(import, arena, path, record);
        record->source_path = path;
        record->source_begin = place_in(file, record->source_begin);
        record->source_end = is_over ? place_in(file + 1, 0) : place_in(file, record->source_end);
        if (is_over)
            retire_child(import);
        return status == STATUS_FAIL ? STATUS_SKIP : status;
    }
    return STATUS_END;
}

const Importer importer_folder = {"folder", NULL, folder_open, folder_next, folder_close};

const Import *folder_current(const Import *import)
{
    const Folder *folder = import->own;
    return folder->child;
}

uint64_t folder_total_bytes(const Import *import)
{
    const Folder *folder = import->own;
    return folder->total_bytes;
}

uint64_t folder_done_bytes(const Import *import)
{
    const Folder *folder = import->own;
    return folder->done_bytes + (folder->child ? import_done_bytes(folder->child) : 0);
}

Status folder_seek(Import *import, uint64_t place, Error *err)
{
    Folder *folder = import->own;
    uint64_t file = place >> STREAM_PLACE_BITS;
    uint64_t within = place & ((UINT64_C(1) << STREAM_PLACE_BITS) - 1);
    if (file > folder->paths.count)
        return error_set(err, STATUS_FAIL, "the folder has no file of number %llu", (unsigned long long)file);
    if (folder->child)
        retire_child(import);
    folder->at = (size_t)file;
    folder->done_bytes = bytes_of(import, 0, folder->at);
    if (within == 0)
        return STATUS_OK;
    Status status = open_child(import, err);
    return status == STATUS_OK ? import_seek(folder->child, within, err) : STATUS_FAIL;
}

Status folder_digest(const Import *import, Arena *arena, Slice *sha256, Error *err)
{
    static const char digits[] = "0123456789abcdef";
    const Folder *folder = import->own;
    unsigned char bytes[DIGEST_MAX_BYTES];
    Digest *whole = digest_open(DIGEST_SHA256);
    Arena *scratch = arena_open(1 << 20);
    (void)err;
    for (size_t i = 0; i < folder->paths.count; i++) {
        char hex[SHA256_HEX_SIZE];
        Error ignored;
        arena_reset(scratch);
        bool is_read = digest_of_file(path_of(import, scratch, i), bytes, &ignored) == STATUS_OK;
        for (size_t j = 0; j < 32; j++) {
            hex[2 * j] = is_read ? digits[bytes[j] >> 4]
                                 : '-'; /* a file that cannot be read is told when it is its turn */
            hex[2 * j + 1] = is_read ? digits[bytes[j] & 15] : '-';
        }
        digest_add(whole, slice_of(hex, sizeof hex));
        digest_add(whole, SLICE("  "));
        digest_add(whole, folder->paths.items[i]);
        digest_add(whole, SLICE("\n"));
    }
    digest_finish(whole, bytes);
    digest_close(whole);
    arena_close(scratch);
    *sha256 = hex_of(arena, bytes, 32);
    return STATUS_OK;
}
