/* The table of commands: that its rows are sound, and that help, man pages and completion show all of them.
 */
#include <stdlib.h>

#include "base/test/cm.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/help.h"

static char *text;
static size_t size;

/* What a printer prints, until the next call. */
#define PRINTED(call)                                                                                        \
    (free(text), out = open_memstream(&text, &size), (call), fclose(out), (Slice){text, size})

static int free_text(void **state)
{
    (void)state;
    free(text);
    text = NULL;
    return 0;
}

static bool has_default_of_its_kind(const OptionSpec *spec)
{
    uint64_t number = 0;
    if (!spec->standard)
        return true;
    if (spec->kind == OPTION_NUMBER)
        return slice_to_u64(slice_from(spec->standard), &number);
    return spec->kind != OPTION_CHOICE ||
           slice_contains(slice_from(spec->argument), slice_from(spec->standard));
}

static void every_row_is_sound(void **state)
{
    (void)state;
    for (const Command *command = commands_all(); command->name; command++) {
        assert_non_null(command->run);
        assert_true(strlen(command->name) <= 9); /* the column of 'backfile help' */
        assert_ptr_equal(commands_find(slice_from(command->name)), command);
        assert_true(!command->has_archive ||
                    slice_equal(slice_from(command->operands[0].name), SLICE("DIR")));
        for (size_t i = 0; i < command->option_count; i++) {
            const OptionSpec *spec = &command->options[i];
            assert_true((spec->kind == OPTION_FLAG) == (spec->argument == NULL));
            assert_non_null(spec->help);
            assert_false(slice_ends_with(slice_from(spec->help), SLICE(".")));
            assert_true(has_default_of_its_kind(spec));
            assert_false(spec->is_required && (spec->standard || spec->is_setting));
            for (size_t k = 0; k < i; k++)
                assert_string_not_equal(spec->name, command->options[k].name);
        }
        for (size_t i = 0; command->examples && command->examples[i]; i++)
            assert_true(i % 2 == 0 ? command->examples[i + 1] != NULL : true);
    }
}

static void choices_of_a_default_need_no_checks(void **state)
{
    (void)state;
    static const struct {
        const char *command, *option;
        size_t choice;
    } defaults[] = {
        {"search", "format", 0}, {"search", "sort", 0}, {"show", "format", 0}, {"stats", "format", 0}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        Arena *arena = arena_open(1 << 16);
        Options options;
        Error err;
        const Command *command = commands_find(slice_from(defaults[i].command));
        assert_int_equal(options_parse(arena, command, NULL, 0, &options, &err), STATUS_OK);
        assert_int_equal(options_choice(&options, defaults[i].option), defaults[i].choice);
        arena_close(arena);
    }
}

static void help_shows_all_commands_and_options(void **state)
{
    (void)state;
    FILE *out = NULL;
    const Slice list = PRINTED(help_commands(out, commands_all()));
    for (const Command *command = commands_all(); command->name; command++)
        assert_int_equal(slice_contains(list, slice_from(command->summary)), !command->is_hidden);
    for (const Command *command = commands_all(); command->name; command++) {
        const Slice help = PRINTED(help_command(out, command));
        for (size_t i = 0; i < command->option_count; i++)
            assert_true(slice_contains(help, slice_from(command->options[i].name)));
        Slice rest = help;
        Slice line;
        while (slice_next_line(&rest, &line)) {
            const bool is_example =
                slice_starts_with(line, SLICE("  backfile")) || slice_starts_with(line, SLICE("  curl"));
            if (line.size > 80 && !is_example)
                fail_msg("too long: '%.*s'", SLICE_ARG(line));
        }
    }
}

static void help_of_a_command_reads_well(void **state)
{
    (void)state;
    FILE *out = NULL;
    assert_slice(PRINTED(help_command(out, commands_find(SLICE("stats")))),
                 "usage: backfile stats [OPTION...] DIR\n\n"
                 "Prints counts and sizes of the archive DIR.\n\n"
                 "Options:\n"
                 "  --format table|json\n"
                 "        A table for reading, or JSON\n"
                 "        Default: table\n"
                 "  --help\n"
                 "        Shows this text\n\n"
                 "Examples:\n"
                 "  backfile stats tramontane\n"
                 "        Shows how many articles and bytes the archive holds\n");
}

static void man_page_parts_are_mdoc(void **state)
{
    (void)state;
    FILE *out = NULL;
    assert_slice(
        PRINTED(manual_synopsis(out, commands_find(SLICE("export")))),
        ".Nm backfile export\n.Fl \\-format Ar jsonl|warc\n.Op Fl \\-query Ar \"QUERY\"\n.Ar DIR\n.Ar OUT\n");
    const Slice options = PRINTED(manual_options(out, commands_find(SLICE("search"))));
    assert_true(slice_starts_with(
        options, SLICE(".Bl -tag -width Ds\n.It Fl \\-lang Ar \"native|factiva|nexis|trove|lucene\"\n")));
    assert_true(slice_contains(options, SLICE(".Ev BACKFILE_LIMIT\n")));
    assert_true(slice_ends_with(options, SLICE(".El\n")));
    const Slice commands = PRINTED(manual_commands(out, commands_all()));
    assert_true(slice_contains(commands, SLICE(".It Xr backfile-import 1\n")));
    assert_false(slice_contains(commands, SLICE("table")));
}

static void completion_knows_all_commands_and_options(void **state)
{
    (void)state;
    for (int shell = 0; shell < 2; shell++) {
        FILE *out = NULL;
        const Slice file = shell ? PRINTED(completion_zsh(out, commands_all()))
                                 : PRINTED(completion_bash(out, commands_all()));
        for (const Command *command = commands_all(); command->name; command++) {
            if (command->is_hidden)
                continue;
            assert_true(slice_contains(file, slice_from(command->name)));
            for (size_t i = 0; i < command->option_count; i++)
                assert_true(slice_contains(file, slice_from(command->options[i].name)));
        }
    }
}

static void a_slip_of_the_finger_finds_the_command(void **state)
{
    (void)state;
    assert_string_equal(commands_nearest(SLICE("serach"))->name, "search");
    assert_string_equal(commands_nearest(SLICE("imprt"))->name, "import");
    assert_string_equal(commands_nearest(SLICE("Show"))->name, "show");
    assert_null(commands_nearest(SLICE("frobnicate")));
    assert_null(commands_nearest(SLICE("table"))); /* hidden */
    assert_null(commands_nearest(SLICE("x")));
    assert_null(commands_nearest(SLICE_EMPTY));
    assert_null(commands_nearest(SLICE("a very long word that is no command")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_sound),
        cmocka_unit_test(choices_of_a_default_need_no_checks),
        cmocka_unit_test_teardown(help_shows_all_commands_and_options, free_text),
        cmocka_unit_test_teardown(help_of_a_command_reads_well, free_text),
        cmocka_unit_test_teardown(man_page_parts_are_mdoc, free_text),
        cmocka_unit_test_teardown(completion_knows_all_commands_and_options, free_text),
        cmocka_unit_test(a_slip_of_the_finger_finds_the_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
