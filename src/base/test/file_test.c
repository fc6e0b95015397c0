/* Files: whole reads, maps, replacement, folders, and what is said when it does not go. */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <signal.h>

#include "base/file.h"
#include "base/test/cm.h"
#include "base/test/scratch.h"

enum { ARENA_BYTES = 8 << 20 };

static void put(const char *path, Slice bytes)
{
    Error err;
    int fd = -1;
    assert_int_equal(file_open(path, O_WRONLY | O_CREAT | O_TRUNC, &fd, &err), STATUS_OK);
    assert_int_equal(file_write(fd, bytes, &err), STATUS_OK);
    file_close(fd);
}

static void a_missing_file_is_told_from_an_unreadable_one(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    Slice bytes;
    FileMap map;
    Error err;
    const char *path = path_join(arena, *state, "none");
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_END);
    assert_int_equal(file_read(arena, *state, 100, &bytes, &err), STATUS_FAIL); /* a folder */
    assert_int_equal(file_map(path, &map, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "No such file"));
    assert_int_equal(file_map(*state, &map, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "not a regular file"));
    file_unmap(&map);
    arena_close(arena);
}

static void a_file_is_read_whole_up_to_the_limit(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    Slice bytes;
    Error err;
    const char *path = path_join(arena, *state, "file");
    put(path, SLICE("0123456789"));
    assert_int_equal(file_read(arena, path, 10, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "0123456789");
    assert_int_equal(file_read(arena, path, 9, &bytes, &err), STATUS_SKIP);
    assert_non_null(strstr(err.message, "is over 9 bytes"));
    put(path, SLICE_EMPTY);
    assert_int_equal(file_read(arena, path, 9, &bytes, &err), STATUS_OK);
    assert_int_equal(bytes.size, 0);
    arena_close(arena);
}

static void a_pipe_and_a_file_of_unknown_size_are_read_too(void **state)
{
    (void)state;
    Arena *arena = arena_open(ARENA_BYTES);
    Slice bytes;
    Error err;
    int ends[2];
    char name[32];
    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < 60; i++)
        assert_int_equal(file_write(ends[1], SLICE("0123456789"), &err), STATUS_OK);
    close(ends[1]);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    assert_int_equal(file_read(arena, name, 600, &bytes, &err), STATUS_OK);
    assert_int_equal(bytes.size, 600);
    close(ends[0]);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(file_write(ends[1], SLICE("from a socket"), &err), STATUS_OK);
    close(ends[1]);
    assert_int_equal(file_read_stream(arena, ends[0], "socket", 12, &bytes, &err), STATUS_SKIP);
    assert_string_equal(err.message, "'socket' is over 12 bytes");
    assert_int_equal(file_read_stream(arena, ends[0], "socket", 12, &bytes, &err), STATUS_OK);
    assert_int_equal(bytes.size, 0);
    close(ends[0]);
    assert_int_equal(file_read_stream(arena, ends[0], "socket", 12, &bytes, &err), STATUS_FAIL);
    assert_non_null(strstr(err.message, "'socket': cannot read"));
    assert_int_equal(file_read(arena, "/proc/self/status", 1 << 20, &bytes, &err), STATUS_OK);
    assert_true(slice_starts_with(bytes, SLICE("Name:")));
    assert_int_equal(file_read(arena, "/dev/zero", 300000, &bytes, &err), STATUS_SKIP);
    arena_close(arena);
}

typedef struct Reading {
    Arena *arena;
    const char *path;
} Reading;

static void read_it(void *context)
{
    const Reading *reading = context;
    Slice bytes;
    Error err;
    (void)!file_read(reading->arena, reading->path, 1 << 20, &bytes, &err);
}

static void a_file_that_outgrows_the_arena_leaves_no_descriptor_open(void **state)
{
    Arena *names = arena_open(ARENA_BYTES);
    Reading reading = {arena_open(100), path_join(names, *state, "large")};
    char bytes[1000] = {0};
    put(reading.path, slice_of(bytes, sizeof bytes));
    const int before = dup(0);
    close(before);
    for (int i = 0; i < 20; i++)
        assert_false(arena_guard(reading.arena, read_it, &reading));
    reading.path = "/proc/self/status";
    for (int i = 0; i < 20; i++)
        assert_false(arena_guard(reading.arena, read_it, &reading));
    const int after = dup(0);
    close(after);
    assert_int_equal(before, after);
    arena_close(reading.arena);
    arena_close(names);
}

static void a_map_shows_the_bytes_also_after_forgetting_them(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const size_t size = 3 * 4096 + 17;
    char *bytes = arena_text(arena, size);
    FileMap map;
    Error err;
    const char *path = path_join(arena, *state, "map");
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 31 >> 3);
    put(path, slice_of(bytes, size));
    assert_int_equal(file_map(path, &map, &err), STATUS_OK);
    assert_true(slice_equal(map.bytes, slice_of(bytes, size)));
    file_map_forget(&map, 100, 9000);
    file_map_forget(&map, 0, size);
    file_map_forget(&map, 5, 3);
    file_map_forget(&map, 0, SIZE_MAX);
    assert_true(slice_equal(map.bytes, slice_of(bytes, size)));
    file_unmap(&map);
    assert_int_equal(map.bytes.size, 0);
    put(path, SLICE_EMPTY);
    assert_int_equal(file_map(path, &map, &err), STATUS_OK);
    assert_int_equal(map.bytes.size, 0);
    file_map_forget(&map, 0, 10);
    file_unmap(&map);
    arena_close(arena);
}

static void positioned_reads_are_whole_or_fail(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const char *path = path_join(arena, *state, "file");
    char out[8] = {0};
    Error err;
    int fd = -1;
    put(path, SLICE("0123456789"));
    assert_int_equal(file_open(path, O_RDONLY, &fd, &err), STATUS_OK);
    assert_int_equal(file_read_at(fd, 6, out, 4, &err), STATUS_OK);
    assert_memory_equal(out, "6789", 4);
    assert_int_equal(file_read_at(fd, 7, out, 4, &err), STATUS_FAIL);
    assert_string_equal(err.message, "the file ends at byte 10, 1 bytes too early");
    assert_int_equal(file_read_at(fd, UINT64_MAX, out, 4, &err), STATUS_FAIL);
    assert_int_equal(file_read_at(fd, INT64_MAX - 1, out, 4, &err), STATUS_FAIL);
    file_close(fd);
    file_close(-1);
    assert_int_equal(file_read_at(fd, 0, out, 4, &err), STATUS_FAIL);
    arena_close(arena);
}

static void a_replaced_file_has_the_new_content_and_no_leftover(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const char *path = path_join(arena, *state, "file");
    Slices names;
    Slice bytes;
    Error err;
    put(path_join(arena, *state, "file.new"), SLICE("left by a crash, longer than what comes"));
    assert_int_equal(file_replace(path, SLICE("first"), &err), STATUS_OK);
    assert_int_equal(file_replace(path, SLICE("second"), &err), STATUS_OK);
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "second");
    assert_int_equal(file_list(arena, *state, &names, &err), STATUS_OK);
    assert_int_equal(names.count, 1);
    arena_close(arena);
}

static void a_replacement_that_fails_leaves_the_old_content(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const char *path = path_join(arena, *state, "file");
    char large[9000] = {0};
    Slice bytes;
    Error err;
    struct rlimit before;
    assert_int_equal(file_replace(path, SLICE("old"), &err), STATUS_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {8192, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const Status status = file_replace(path, slice_of(large, sizeof large), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, STATUS_FAIL);
    assert_non_null(strstr(err.message, "replacing"));
    assert_int_equal(file_kind(path_join(arena, *state, "file.new")), FILE_MISSING);
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "old");
    assert_int_equal(file_replace("no/such/folder/file", SLICE("x"), &err), STATUS_FAIL);
    arena_close(arena);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    Error err;
    int fd = -1;
    assert_int_equal(file_open("/dev/full", O_WRONLY, &fd, &err), STATUS_OK);
    assert_int_equal(file_write(fd, SLICE_EMPTY, &err), STATUS_OK);
    assert_int_equal(file_write(fd, SLICE("x"), &err), STATUS_FAIL);
    assert_string_equal(err.message, "cannot write: No space left on device");
    file_close(fd);
    assert_int_equal(file_write(fd, SLICE("x"), &err), STATUS_FAIL);
    assert_int_equal(file_sync(fd, &err), STATUS_FAIL);
}

static void kinds_sizes_and_removal(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const char *file = path_join(arena, *state, "file");
    const char *folder = path_join(arena, *state, "folder");
    uint64_t size = 0;
    Error err;
    assert_int_equal(file_kind(file), FILE_MISSING);
    assert_int_equal(file_modified(file), 0);
    put(file, SLICE("12345"));
    assert_int_equal(file_kind(file), FILE_REGULAR);
    assert_int_equal(file_kind("/dev/null"), FILE_OTHER);
    assert_true(file_modified(file) > 1500000000);
    assert_int_equal(file_size(file, &size, &err), STATUS_OK);
    assert_int_equal(size, 5);
    assert_int_equal(file_make_folder(folder, &err), STATUS_OK);
    assert_int_equal(file_make_folder(folder, &err), STATUS_OK);
    assert_int_equal(file_make_folder(file, &err), STATUS_FAIL);
    assert_int_equal(file_kind(folder), FILE_FOLDER);
    assert_int_equal(file_rename(file, path_join(arena, folder, "moved"), &err), STATUS_OK);
    assert_int_equal(file_rename(file, folder, &err), STATUS_FAIL);
    assert_int_equal(file_remove(file, &err), STATUS_OK); /* missing is fine */
    assert_int_equal(file_remove(path_join(arena, folder, "moved"), &err), STATUS_OK);
    assert_int_equal(file_sync_folder(folder, &err), STATUS_OK);
    assert_int_equal(file_sync_folder(file, &err), STATUS_FAIL);
    assert_int_equal(file_size(file, &size, &err), STATUS_FAIL);
    arena_close(arena);
}

static void a_walk_finds_all_files_in_the_same_order(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    Slices paths;
    Error err;
    static const char *const folders[] = {"b", "b/empty", "a.d", "b/c"};
    static const char *const files[] = {"b/z", "a.d/1", "b/c/deep", "b.txt", "A", ".hidden"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(file_make_folder(path_join(arena, *state, folders[i]), &err), STATUS_OK);
    for (size_t i = 0; i < 6; i++)
        put(path_join(arena, *state, files[i]), SLICE("x"));
    assert_int_equal(symlink("..", path_join(arena, *state, "b/loop")), 0);
    assert_int_equal(symlink("nowhere", path_join(arena, *state, "b/dangling")), 0);
    assert_int_equal(symlink("z", path_join(arena, *state, "b/link")), 0);
    assert_int_equal(mkfifo(path_join(arena, *state, "pipe"), 0600), 0);
    assert_int_equal(file_walk(arena, *state, &paths, &err), STATUS_OK);
    static const char *const expected[] = {".hidden", "A", "a.d/1", "b.txt", "b/c/deep", "b/link", "b/z"};
    assert_int_equal(paths.count, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(paths.items[i].data, expected[i]);
        assert_int_equal(paths.items[i].size, strlen(expected[i]));
    }
    assert_int_equal(file_walk(arena, "no/such", &paths, &err), STATUS_FAIL);
    arena_close(arena);
}

static void a_folder_below_that_cannot_be_read_is_listed_itself(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    Slices paths;
    Error err;
    const char *closed = path_join(arena, *state, "closed");
    put(path_join(arena, *state, "a"), SLICE("x"));
    assert_int_equal(file_make_folder(closed, &err), STATUS_OK);
    assert_int_equal(chmod(closed, 0), 0);
    assert_int_equal(file_walk(arena, *state, &paths, &err), STATUS_OK);
    assert_int_equal(paths.count, geteuid() == 0 ? 1 : 2); /* nothing is closed to root */
    if (paths.count == 2)
        assert_string_equal(paths.items[1].data, "closed");
    assert_int_equal(chmod(closed, 0700), 0);
    arena_close(arena);
}

static void a_very_deep_folder_is_walked(void **state)
{
    Arena *arena = arena_open(64 << 20);
    Slices paths;
    Error err;
    const char *path = *state;
    for (int depth = 0; depth < 300; depth++) {
        path = path_join(arena, path, "d");
        assert_int_equal(file_make_folder(path, &err), STATUS_OK);
    }
    put(path_join(arena, path, "file"), SLICE("x"));
    assert_int_equal(file_walk(arena, *state, &paths, &err), STATUS_OK);
    assert_int_equal(paths.count, 1);
    arena_close(arena);
}

static void a_changed_file_has_another_stamp(void **state)
{
    Arena *arena = arena_open(ARENA_BYTES);
    const char *path = path_join(arena, *state, "stamped");
    assert_int_equal(file_stamp(path), 0);
    put(path, SLICE("one"));
    const uint64_t first = file_stamp(path);
    assert_int_not_equal(first, 0);
    assert_int_equal(file_stamp(path), first);
    put(path, SLICE("other"));
    assert_int_not_equal(file_stamp(path), first);
    arena_close(arena);
}

static void paths_are_joined(void **state)
{
    (void)state;
    Arena *arena = arena_open(ARENA_BYTES);
    assert_string_equal(path_join(arena, "a", "b"), "a/b");
    assert_string_equal(path_join(arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(arena, "", "b"), "b");
    assert_string_equal(path_join(arena, "/", "b"), "/b");
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(a_missing_file_is_told_from_an_unreadable_one),
        test_in_scratch(a_file_is_read_whole_up_to_the_limit),
        test_in_scratch(a_pipe_and_a_file_of_unknown_size_are_read_too),
        test_in_scratch(a_file_that_outgrows_the_arena_leaves_no_descriptor_open),
        test_in_scratch(a_map_shows_the_bytes_also_after_forgetting_them),
        test_in_scratch(positioned_reads_are_whole_or_fail),
        test_in_scratch(a_replaced_file_has_the_new_content_and_no_leftover),
        test_in_scratch(a_replacement_that_fails_leaves_the_old_content),
        test_in_scratch(a_full_disk_is_told),
        test_in_scratch(kinds_sizes_and_removal),
        test_in_scratch(a_walk_finds_all_files_in_the_same_order),
        test_in_scratch(a_folder_below_that_cannot_be_read_is_listed_itself),
        test_in_scratch(a_very_deep_folder_is_walked),
        test_in_scratch(a_changed_file_has_another_stamp),
        test_in_scratch(paths_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
