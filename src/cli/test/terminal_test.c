/* Printing for people: nothing that drives a terminal gets through; numbers; the bar; files that appear when
 * complete. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/test/cm.h"
#include "base/test/scratch.h"
#include "cli/out_file.h"
#include "cli/page_file.h"
#include "cli/stop.h"
#include "cli/terminal.h"

static char printed[256];

typedef void (*Printer)(FILE *out, Slice text);

static Slice print(Printer printer, Slice text)
{
    FILE *out = fmemopen(printed, sizeof printed, "w");
    printer(out, text);
    const long size = ftell(out);
    fclose(out);
    return slice_of(printed, (size_t)size);
}

static Slice cell(Slice text, size_t columns, bool is_padded)
{
    FILE *out = fmemopen(printed, sizeof printed, "w");
    print_cell(out, text, columns, is_padded);
    const long size = ftell(out);
    fclose(out);
    return slice_of(printed, (size_t)size);
}

static void what_could_drive_a_terminal_becomes_a_space(void **state)
{
    (void)state;
    assert_slice(print(print_line_text, SLICE("a\x1b[31mb\nc\x7f\xc2\x9b"
                                              "d")),
                 "a [31mb c  d");
    assert_slice(print(print_block_text, SLICE("a\nb\x1b\t")), "a\nb  ");
    assert_slice(print(print_line_text, SLICE("\xe2\x80\xae"
                                              "abc")),
                 " abc"); /* right-to-left override */
    assert_slice(print(print_line_text, SLICE("\xff\xd8\xb3")), "\xef\xbf\xbd\xd8\xb3");
    assert_slice(print(print_address, SLICE("http://x/a b\t\n\x7f")), "http://x/a%20b%09%0A%7F");
}

static void cells_are_cut_and_filled(void **state)
{
    (void)state;
    assert_slice(cell(SLICE("abc"), 5, true), "abc  ");
    assert_slice(cell(SLICE("abc"), 5, false), "abc");
    assert_slice(cell(SLICE("abcdef"), 5, true), "abcd\xe2\x80\xa6");
    assert_slice(cell(SLICE("abcde"), 5, true), "abcde");
    assert_slice(cell(SLICE("\xd8\xb3\xd8\xb3\xd8\xb3"), 2, true), "\xd8\xb3\xe2\x80\xa6");
}

static void numbers_are_easy_to_read(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 16);
    assert_slice(format_count(arena, 0), "0");
    assert_slice(format_count(arena, 999), "999");
    assert_slice(format_count(arena, 1000), "1,000");
    assert_slice(format_count(arena, UINT64_MAX), "18,446,744,073,709,551,615");
    assert_slice(format_bytes(arena, 0), "0 bytes");
    assert_slice(format_bytes(arena, 999), "999 bytes");
    assert_slice(format_bytes(arena, 1000), "1.0 kB");
    assert_slice(format_bytes(arena, 999960), "1.0 MB");
    assert_slice(format_bytes(arena, 12345678901), "12.3 GB");
    assert_slice(format_bytes(arena, UINT64_MAX), "18.4 EB");
    arena_close(arena);
}

static void the_bar_says_how_far_it_is(void **state)
{
    (void)state;
    Arena *arena = arena_open(1 << 16);
    assert_slice(bar_format(arena, SLICE("a.warc"), 500000, 1000000, 1200, 2000000, 200),
                 "[##########----------]  50%  1,200, 600 a second, 500.0 kB  a.warc");
    assert_slice(bar_format(arena, SLICE("index"), 0, 0, 7, 0, 200), "7  index");
    assert_slice(bar_format(arena, SLICE("index"), 9, 5, 7, 0, 200),
                 "[####################] 100%  7, 9 bytes  index");
    assert_int_equal(bar_format(arena, SLICE("a very long name of a source"), 1, 2, 3, 4, 20).size, 20);
    arena_close(arena);
}

static void the_bar_is_silent_at_first_and_where_there_is_no_terminal(void **state)
{
    (void)state;
    Bar bar;
    Progress progress;
    FILE *out = fmemopen(printed, sizeof printed, "w");
    bar_open(&bar, out, true, NULL, &progress);
    progress.step(progress.context, SLICE("a"), 1, 2, 3);
    assert_false(bar.is_drawn);
    bar.begin_us -= 2000000;
    progress.step(progress.context, SLICE("a"), 1, 2, 3);
    assert_true(bar.is_drawn);
    const long size = ftell(out);
    progress.step(progress.context, SLICE("a"), 2, 2, 3); /* too soon */
    assert_int_equal(ftell(out), size);
    bar_close(&bar);
    assert_false(bar.is_drawn);
    fclose(out);
    bar_open(&bar, stderr, false, NULL, &progress);
    assert_null(progress.step);
    assert_false(progress_is_stopped(&progress));
}

static void a_signal_sets_the_flag_once(void **state)
{
    (void)state;
    const volatile int *stop = stop_on_signals();
    assert_int_equal(*stop, 0);
    raise(SIGINT);
    assert_int_equal(*stop, SIGINT);
    stop = stop_on_signals();
    assert_int_equal(*stop, 0);
    raise(SIGTERM);
    assert_int_equal(*stop, SIGTERM);
    stop_no_more();
}

static void a_file_appears_when_it_is_complete(void **state)
{
    Arena *arena = arena_open(1 << 20);
    const char *path = path_join(arena, *state, "out");
    OutFile file;
    Slice bytes;
    Slices names;
    Error err;
    assert_int_equal(file_replace(path, SLICE("old"), &err), STATUS_OK);
    assert_int_equal(out_file_open(arena, path, stdout, &file, &err), STATUS_OK);
    fputs("new", file.stream);
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "old");
    assert_int_equal(out_file_finish(&file, &err), STATUS_OK);
    out_file_close(&file);
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "new");

    assert_int_equal(out_file_open(arena, path, stdout, &file, &err), STATUS_OK);
    fputs("unfinished", file.stream);
    out_file_close(&file);
    assert_int_equal(file_read(arena, path, 100, &bytes, &err), STATUS_OK);
    assert_slice(bytes, "new");
    assert_int_equal(file_list(arena, *state, &names, &err), STATUS_OK);
    assert_int_equal(names.count, 1);
    arena_close(arena);
}

static void devices_and_standard_output_are_written_as_they_are(void **state)
{
    Arena *arena = arena_open(1 << 20);
    OutFile file;
    Error err;
    assert_int_equal(out_file_open(arena, "-", stdout, &file, &err), STATUS_OK);
    assert_ptr_equal(file.stream, stdout);
    assert_int_equal(out_file_finish(&file, &err), STATUS_OK);
    out_file_close(&file);
    assert_int_equal(out_file_open(arena, "/dev/null", stdout, &file, &err), STATUS_OK);
    assert_int_equal(out_file_finish(&file, &err), STATUS_OK);
    out_file_close(&file);
    assert_int_equal(file_kind("/dev/null"), FILE_OTHER);
    assert_int_equal(out_file_open(arena, *state, stdout, &file, &err), STATUS_FAIL);
    out_file_close(&file);
    assert_int_equal(out_file_open(arena, "/dev/full", stdout, &file, &err), STATUS_OK);
    fputs("too much", file.stream);
    assert_int_equal(out_file_finish(&file, &err), STATUS_FAIL);
    out_file_close(&file);
    arena_close(arena);
}

static void a_link_is_followed_and_stays(void **state)
{
    Arena *arena = arena_open(1 << 20);
    OutFile file;
    Error err;
    Slice text;
    const char *target = path_join(arena, *state, "target"), *link = path_join(arena, *state, "link");
    assert_int_equal(file_replace(target, SLICE("old"), &err), STATUS_OK);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(out_file_open(arena, link, stdout, &file, &err), STATUS_OK);
    fputs("new", file.stream);
    assert_int_equal(out_file_finish(&file, &err), STATUS_OK);
    out_file_close(&file);
    assert_int_equal(file_read(arena, target, 10, &text, &err), STATUS_OK);
    assert_true(slice_equal(text, SLICE("new")));
    assert_int_equal(unlink(target), 0);
    assert_int_equal(file_kind(link), FILE_MISSING); /* a link that leads nowhere now */
    arena_close(arena);
}

static void pages_are_told_from_texts_and_others(void **state)
{
    (void)state;
    static const struct {
        Slice bytes;
        BodyKind kind;
    } cases[] = {
        {SLICE_INIT("<!DOCTYPE html><html>"), BODY_HTML},
        {SLICE_INIT("\xEF\xBB\xBF\n  <HTML>"), BODY_HTML},
        {SLICE_INIT("\xFF\xFE<\0h\0t\0m\0l\0>\0"), BODY_HTML},
        {SLICE_INIT("garbage before <body class=x>"), BODY_HTML},
        {SLICE_INIT("Asharq Al-Awsat\nHeadline\n\nCairo- Text, 3 < 4."), BODY_TEXT},
        {SLICE_INIT(""), BODY_TEXT},
        {SLICE_INIT("\xFF\xD8\xFF\xE0"), BODY_IMAGE},
        {SLICE_INIT("%PDF-1.4"), BODY_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *what = "";
        assert_int_equal(page_file_kind(cases[i].bytes, &what), cases[i].kind);
        assert_int_equal(what[0] != '\0', cases[i].kind == BODY_OTHER);
    }
}

static void a_page_file_may_be_missing_or_packed_badly(void **state)
{
    Arena *arena = arena_open(1 << 20);
    const char *path = path_join(arena, *state, "page");
    Record record;
    Error err;
    assert_int_equal(page_file_read(arena, path, SLICE("u"), &record, &err), STATUS_END);
    assert_int_equal(file_replace(path, SLICE("\x1f\x8b\x08\0broken"), &err), STATUS_OK);
    assert_int_equal(page_file_read(arena, path, SLICE("u"), &record, &err), STATUS_SKIP);
    assert_int_equal(file_replace(path, SLICE("GIF89a"), &err), STATUS_OK);
    assert_int_equal(page_file_read(arena, path, SLICE("u"), &record, &err), STATUS_SKIP);
    assert_string_equal(err.message, "not a page but a GIF picture");
    assert_int_equal(file_replace(path, SLICE("<p>x"), &err), STATUS_OK);
    assert_int_equal(page_file_read(arena, path, SLICE("u"), &record, &err), STATUS_OK);
    assert_slice(record.body, "<p>x");
    assert_slice(record.url, "u");
    assert_int_equal(record.body_kind, BODY_HTML);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_could_drive_a_terminal_becomes_a_space),
        cmocka_unit_test(cells_are_cut_and_filled),
        cmocka_unit_test(numbers_are_easy_to_read),
        cmocka_unit_test(the_bar_says_how_far_it_is),
        cmocka_unit_test(the_bar_is_silent_at_first_and_where_there_is_no_terminal),
        cmocka_unit_test(a_signal_sets_the_flag_once),
        test_in_scratch(a_file_appears_when_it_is_complete),
        test_in_scratch(devices_and_standard_output_are_written_as_they_are),
        test_in_scratch(a_link_is_followed_and_stays),
        cmocka_unit_test(pages_are_told_from_texts_and_others),
        test_in_scratch(a_page_file_may_be_missing_or_packed_badly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
