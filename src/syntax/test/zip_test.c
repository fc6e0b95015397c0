/* ZIP files with and without ZIP64, directories that lie, and bytes that are no ZIP. */
#include "base/test/cm.h"

#include "syntax/test/zipped.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Slice long_text(void)
{
    Builder b;
    builder_init(&b, arena);
    for (int i = 0; i < 200; i++)
        builder_format(&b, "line %d of a text that packs well\n", i);
    return builder_slice(&b);
}

static Slice two_members(bool is_64)
{
    Zipped zip = zipped_open(arena);
    zip.is_64 = is_64;
    zipped_add(&zip, "a/stored", SLICE("as it is"), ZIP_STORED);
    zipped_add(&zip, "packed", long_text(), ZIP_DEFLATED);
    zipped_add(&zip, "empty", SLICE_EMPTY, ZIP_STORED);
    return zipped_end(&zip);
}

static void members_are_found_where_they_lie(void **state)
{
    (void)state;
    for (int is_64 = 0; is_64 < 2; is_64++) {
        Slice file = two_members(is_64 != 0), plain = SLICE_EMPTY;
        ZipList list;
        assert_int_equal(zip_list(arena, file, &list, NULL), STATUS_OK);
        assert_int_equal(list.count, 3);
        assert_int_equal(list.bad_count, 0);
        assert_slice(list.members[0].name, "a/stored");
        assert_int_equal(list.members[0].begin, 0);
        assert_int_equal(list.members[0].data_at, 38);
        assert_true(list.members[0].data.data == file.data + 38);
        assert_slice(list.members[0].data, "as it is");
        assert_slice(list.members[1].name, "packed");
        assert_int_equal(list.members[1].size, long_text().size);
        assert_int_equal(zip_unpack(arena, &list.members[1], 1 << 20, &plain, NULL), STATUS_OK);
        assert_true(slice_equal(plain, long_text()));
        assert_int_equal(zip_unpack(arena, &list.members[1], 100, &plain, NULL), STATUS_SKIP);
        assert_int_equal(zip_unpack(arena, &list.members[2], 100, &plain, NULL), STATUS_OK);
        assert_int_equal(plain.size, 0);
    }
}

static void a_comment_at_the_end_is_passed_over(void **state)
{
    (void)state;
    Slice comment = SLICE("PK\5\6 is how an end begins, and this is none");
    Builder b;
    ZipList list;
    builder_init(&b, arena);
    builder_add(&b, two_members(false));
    bytes_put_u16(b.data + b.size - 2, (uint16_t)comment.size);
    builder_add(&b, comment);
    assert_int_equal(zip_list(arena, builder_slice(&b), &list, NULL), STATUS_OK);
    assert_int_equal(list.count, 3);
}

static void a_file_that_is_cut_gives_what_its_heads_tell(void **state)
{
    (void)state;
    for (int is_64 = 0; is_64 < 2; is_64++) {
        Slice file = two_members(is_64 != 0);
        ZipList whole;
        assert_int_equal(zip_list(arena, file, &whole, NULL), STATUS_OK);
        assert_false(whole.is_salvaged);
        for (size_t cut = 0; cut < file.size; cut++) {
            ZipList list;
            Error err = {0};
            char *copy = arena_text(arena, cut);
            memcpy(copy, file.data, cut);
            Status status = zip_list(arena, slice_of(copy, cut), &list, &err);
            assert_int_equal(status, cut < 38 ? STATUS_SKIP : STATUS_OK);
            assert_true(cut >= 38 || strstr(err.message, "no directory"));
            size_t count = 0;
            for (; count < 3 && whole.members[count].data_at <= cut; count++) {
                const ZipMember *member = &list.members[count];
                assert_true(list.is_salvaged);
                assert_true(slice_equal(member->name, whole.members[count].name));
                size_t there = cut - (size_t)member->data_at;
                assert_true(slice_equal(member->data, slice_range(whole.members[count].data, 0, there)));
            }
            assert_int_equal(list.count, count);
        }
    }
}

/* Written in one go, a member's size stands behind it: with four bytes each, or eight. */
static void sizes_that_stand_behind_a_member_are_found(void **state)
{
    (void)state;
    Slice text = SLICE("with PK\7\10 and PK\3\4 within, and no end of it");
    for (int is_64 = 0; is_64 < 2; is_64++) {
        Builder b;
        ZipList list;
        builder_init(&b, arena);
        for (int i = 0; i < 3; i++) {
            builder_add(&b, SLICE("PK\3\4"));
            zipped_sizes(&b, 8, ZIP_STORED, 0, 0);
            zipped_u16(&b, 1);
            zipped_u16(&b, 0);
            builder_add_byte(&b, 'n');
            builder_add(&b, text);
            builder_add(&b, SLICE("PK\7\10\0\0\0\0"));
            for (int k = 0; k < 2; k++)
                (is_64 ? zipped_u64 : zipped_u32)(&b, text.size);
        }
        builder_add(&b, SLICE("PK\1\2"));
        assert_int_equal(zip_list(arena, builder_slice(&b), &list, NULL), STATUS_OK);
        assert_int_equal(list.count, 3);
        for (size_t i = 0; i < list.count; i++) {
            assert_slice(list.members[i].name, "n");
            assert_true(slice_equal(list.members[i].data, text));
        }
    }
}

static void what_does_not_begin_as_a_zip_and_is_cut_is_refused(void **state)
{
    (void)state;
    Slice file = slice_skip(two_members(false), 1);
    file.size -= 30;
    for (size_t cut = 0; cut < file.size; cut++) {
        ZipList list;
        Error err = {0};
        char *copy = arena_text(arena, cut);
        memcpy(copy, file.data, cut);
        assert_int_equal(zip_list(arena, slice_of(copy, cut), &list, &err), STATUS_SKIP);
        assert_non_null(strstr(err.message, "no directory"));
        assert_int_equal(list.count, 0);
    }
}

static void members_that_are_not_where_they_should_be_are_counted(void **state)
{
    (void)state;
    static const struct {
        uint64_t packed, offset;
    } lies[] = {{8, 1}, {8, UINT32_MAX - 1}, {UINT32_MAX - 1, 0}, {1000000, 0}, {8, 100000}, {9, 0}, {8, 0}};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        Zipped zip = zipped_open(arena);
        ZipList list;
        zipped_add(&zip, "a/stored", SLICE("as it is"), ZIP_STORED);
        zipped_entry(&zip, SLICE("liar"), 0, ZIP_STORED, lies[i].packed, 8, lies[i].offset);
        assert_int_equal(zip_list(arena, zipped_end(&zip), &list, NULL), STATUS_OK);
        assert_int_equal(list.count, 1);
        assert_int_equal(list.bad_count, 1);
    }
}

static void many_members_are_salvaged(void **state)
{
    (void)state;
    Zipped zip = zipped_open(arena);
    ZipList list;
    for (int i = 0; i < 300; i++)
        zipped_add(&zip, arena_format(arena, "archive/%d.warc%c", i, 0).data, SLICE("text"), ZIP_STORED);
    assert_int_equal(zip_list(arena, builder_slice(&zip.bytes), &list, NULL), STATUS_OK);
    assert_int_equal(list.count, 300);
    assert_slice(list.members[299].name, "archive/299.warc");
    assert_slice(list.members[0].name, "archive/0.warc");
}

static void a_directory_of_which_nothing_is_true_is_done_without(void **state)
{
    (void)state;
    Zipped zip = zipped_open(arena);
    ZipList list;
    zipped_add(&zip, "a/stored", SLICE("as it is"), ZIP_STORED);
    bytes_put_u32(zip.directory.data + 42, 3);
    assert_int_equal(zip_list(arena, zipped_end(&zip), &list, NULL), STATUS_OK);
    assert_true(list.is_salvaged);
    assert_int_equal(list.count, 1);
    assert_slice(list.members[0].data, "as it is");
}

static void what_is_packed_otherwise_is_refused(void **state)
{
    (void)state;
    Zipped zip = zipped_open(arena);
    ZipList list;
    Slice plain;
    zipped_add(&zip, "a", SLICE("as it is"), 12);
    zipped_add(&zip, "b", SLICE("as it is"), ZIP_STORED);
    bytes_put_u16(zip.directory.data + zip.directory.size - 47 + 8, 1);
    zipped_add(&zip, "c", SLICE("this is not packed"), ZIP_STORED);
    bytes_put_u16(zip.directory.data + zip.directory.size - 47 + 10, ZIP_DEFLATED);
    assert_int_equal(zip_list(arena, zipped_end(&zip), &list, NULL), STATUS_OK);
    assert_int_equal(list.count, 3);
    assert_true(list.members[1].is_encrypted);
    for (size_t i = 0; i < 3; i++) {
        Error err = {0};
        assert_int_equal(zip_unpack(arena, &list.members[i], 1000, &plain, &err), STATUS_SKIP);
        assert_true(err.message[0] != '\0');
    }
}

static void changed_bytes_never_crash(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        arena_reset(arena);
        Slice file = two_members(round % 2 == 0), plain = SLICE_EMPTY;
        char *copy = arena_text(arena, file.size);
        memcpy(copy, file.data, file.size);
        for (int i = 0; i < 3; i++) {
            size_t back = random_below(&seed, 2) ? 400 : file.size;
            copy[file.size - 1 - random_below(&seed, back < file.size ? back : file.size)] =
                (char)random_below(&seed, 256);
        }
        ZipList list;
        Error err = {0};
        if (zip_list(arena, slice_of(copy, file.size), &list, &err) != STATUS_OK)
            continue;
        for (size_t i = 0; i < list.count; i++) {
            const ZipMember *member = &list.members[i];
            assert_true(member->data_at + member->data.size <= file.size);
            assert_true(zip_unpack(arena, member, 1 << 16, &plain, &err) != STATUS_FAIL);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_where_they_lie),
        cmocka_unit_test(a_comment_at_the_end_is_passed_over),
        cmocka_unit_test(a_file_that_is_cut_gives_what_its_heads_tell),
        cmocka_unit_test(sizes_that_stand_behind_a_member_are_found),
        cmocka_unit_test(what_does_not_begin_as_a_zip_and_is_cut_is_refused),
        cmocka_unit_test(members_that_are_not_where_they_should_be_are_counted),
        cmocka_unit_test(many_members_are_salvaged),
        cmocka_unit_test(a_directory_of_which_nothing_is_true_is_done_without),
        cmocka_unit_test(what_is_packed_otherwise_is_refused),
        cmocka_unit_test(changed_bytes_never_crash),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
