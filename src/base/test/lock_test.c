/* The lock: one holder, who is named; let go by unlocking and by dying. Spools: written, then read. */
#include <signal.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/test/cm.h"
#include "base/test/scratch.h"

static void a_second_holder_is_told_who_holds_it(void **state)
{
    Arena *arena = arena_open(1 << 20);
    const char *path = path_join(arena, *state, "lock");
    FileLock first;
    FileLock second;
    Slice holder;
    Error err;
    assert_int_equal(file_lock(arena, path, SLICE("import of a.warc"), &first, &holder, &err), STATUS_OK);
    assert_int_equal(holder.size, 0);
    assert_int_equal(file_lock(arena, path, SLICE("other"), &second, &holder, &err), STATUS_SKIP);
    const Slice expected = arena_format(arena, "process %d: import of a.warc", (int)getpid());
    assert_true(slice_equal(holder, expected));
    assert_non_null(strstr(err.message, "held by process"));
    assert_int_equal(second.fd, -1);
    file_unlock(&first);
    assert_int_equal(first.fd, -1);
    assert_int_equal(file_lock(arena, path, SLICE_EMPTY, &second, &holder, &err), STATUS_OK);
    file_unlock(&second);
    file_unlock(&second);
    arena_close(arena);
}

static void the_dead_hold_nothing(void **state)
{
    Arena *arena = arena_open(1 << 20);
    const char *path = path_join(arena, *state, "lock");
    FileLock lock;
    Slice holder;
    Error err;
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const Status status = file_lock(arena, path, SLICE("child"), &lock, &holder, &err);
        (void)!write(ends[1], status == STATUS_OK ? "y" : "n", 1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    assert_int_equal(file_lock(arena, path, SLICE("parent"), &lock, &holder, &err), STATUS_SKIP);
    assert_true(slice_ends_with(holder, SLICE(": child")));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(file_lock(arena, path, SLICE("parent"), &lock, &holder, &err), STATUS_OK);
    file_unlock(&lock);
    arena_close(arena);
}

static void a_lock_in_no_folder_fails(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 20);
    FileLock lock;
    Slice holder;
    Error err;
    assert_int_equal(file_lock(arena, "no/such/lock", SLICE("x"), &lock, &holder, &err), STATUS_FAIL);
    assert_int_equal(lock.fd, -1);
    arena_close(arena);
}

static void a_long_note_is_cut(void **state)
{
    Arena *arena = arena_open(1 << 20);
    const char *path = path_join(arena, *state, "lock");
    char *note = arena_text(arena, 10000);
    FileLock first;
    FileLock second;
    Slice holder;
    Error err;
    memset(note, 'n', 10000);
    assert_int_equal(file_lock(arena, path, slice_of(note, 10000), &first, &holder, &err), STATUS_OK);
    assert_int_equal(file_lock(arena, path, SLICE("x"), &second, &holder, &err), STATUS_SKIP);
    assert_int_equal(holder.size, 4095);
    file_unlock(&first);
    arena_close(arena);
}

static void a_spool_gives_back_what_was_added(void **state)
{
    Arena *arena = arena_open(1 << 20);
    Slices names;
    Spool spool;
    Error err;
    assert_int_equal(spool_open(*state, &spool, &err), STATUS_OK);
    assert_int_equal(spool_map(&spool, &err), STATUS_OK);
    assert_int_equal(spool.map.bytes.size, 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(spool_add(&spool, SLICE("0123456789"), &err), STATUS_OK);
    assert_int_equal(spool_map(&spool, &err), STATUS_OK);
    assert_int_equal(spool.map.bytes.size, 10000);
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(spool.map.bytes.data[i], '0' + (int)(i % 10));
    assert_int_equal(spool_add(&spool, SLICE("more"), &err), STATUS_OK);
    assert_int_equal(spool_map(&spool, &err), STATUS_OK);
    assert_true(slice_ends_with(spool.map.bytes, SLICE("9more")));
    assert_int_equal(file_list(arena, *state, &names, &err), STATUS_OK);
    assert_int_equal(names.count, 0);
    spool_close(&spool);
    spool_close(&spool);
    assert_int_equal(spool_open("no/such", &spool, &err), STATUS_FAIL);
    spool_close(&spool);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_in_scratch(a_second_holder_is_told_who_holds_it),
        test_in_scratch(the_dead_hold_nothing),
        test_in_scratch(a_lock_in_no_folder_fails),
        test_in_scratch(a_long_note_is_cut),
        test_in_scratch(a_spool_gives_back_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
