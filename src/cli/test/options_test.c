/* Options: how words are read, what wins over what, and what is told about mistakes. */
#include "base/test/cm.h"
#include "cli/commands.h"

static const OptionSpec specs[] = {
    {"limit", OPTION_NUMBER, "N", .standard = "20", .is_setting = true, .help = "h"},
    {"sort", OPTION_CHOICE, "relevance|date|-date", .standard = "relevance", .is_setting = true, .help = "h"},
    {"count", OPTION_FLAG, .is_setting = true, .help = "h"},
    {"facet", OPTION_TEXT, "F", .is_repeatable = true, .help = "h"},
    {"base-url", OPTION_TEXT, "URL", .is_setting = true, .help = "h"},
    {"report", OPTION_FILE, "FILE", .help = "h"},
};
static const Command commands[] = {
    {.name = "find",
     .operands = {{.name = "DIR"}, {"QUERY", .is_repeatable = true}},
     .options = specs,
     .option_count = sizeof specs / sizeof *specs},
    {.name = NULL},
};

static Arena *arena;
static Options options;
static Error err;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(1 << 20);
    memset(&err, 0, sizeof err);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static Status parse(const char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    return options_parse(arena, commands, words, count, &options, &err);
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void defaults_stand_where_nobody_says_another(void **state)
{
    (void)state;
    assert_int_equal(PARSE("A", "haftar"), STATUS_OK);
    assert_int_equal(options_number(&options, "limit"), 20);
    assert_int_equal(options_choice(&options, "sort"), 0);
    assert_false(options_flag(&options, "count"));
    assert_null(options_text(&options, "base-url"));
    assert_int_equal(options_slice(&options, "base-url").size, 0);
    assert_int_equal(options_list(&options, "facet")->count, 0);
    assert_int_equal(options_check(&options, &err), STATUS_OK);
}

static void options_stand_anywhere_and_have_two_forms(void **state)
{
    (void)state;
    assert_int_equal(PARSE("--limit", "5", "A", "--sort=-date", "a", "--count", "b", "--base-url", "-x"),
                     STATUS_OK);
    assert_int_equal(options_number(&options, "limit"), 5);
    assert_int_equal(options_choice(&options, "sort"), 2);
    assert_true(options_flag(&options, "count"));
    assert_string_equal(options_text(&options, "base-url"), "-x");
    assert_int_equal(options.operands.count, 3);
    assert_string_equal(options_operand(&options, 2), "b");
    assert_null(options_operand(&options, 3));
}

static void the_last_value_counts_unless_it_is_repeatable(void **state)
{
    (void)state;
    assert_int_equal(PARSE("--limit", "5", "--limit=7", "--facet", "year", "--facet", "tag:3"), STATUS_OK);
    assert_int_equal(options_number(&options, "limit"), 7);
    assert_int_equal(options_list(&options, "facet")->count, 2);
    assert_slice(options_list(&options, "facet")->items[1], "tag:3");
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    assert_int_equal(PARSE("A", "--", "--count", "-x", "--"), STATUS_OK);
    assert_int_equal(options.operands.count, 4);
    assert_string_equal(options_operand(&options, 1), "--count");
    assert_false(options_flag(&options, "count"));
    assert_int_equal(PARSE("-"), STATUS_OK);
    assert_string_equal(options_operand(&options, 0), "-");
}

static void assert_refused(Status status, const char *message)
{
    assert_int_equal(status, STATUS_SKIP);
    assert_string_equal(err.message, message);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    assert_refused(PARSE("--limt", "5"), "'find' has no option '--limt'");
    assert_refused(PARSE("--limit"), "--limit needs a value: N");
    assert_refused(PARSE("--limit", "five"), "--limit takes a number, not 'five'");
    assert_refused(PARSE("--limit=-1"), "--limit takes a number, not '-1'");
    assert_refused(PARSE("--limit="), "--limit takes a number, not ''");
    assert_refused(PARSE("--sort", "name"), "--sort takes one of relevance|date|-date, not 'name'");
    assert_refused(PARSE("--sort", "relevance|date"),
                   "--sort takes one of relevance|date|-date, not 'relevance|date'");
    assert_refused(PARSE("--count=yes"), "--count takes no value");
    assert_refused(PARSE("--report="), "--report takes the name of a file");
    assert_refused(PARSE("-x"), "no option '-x'; put '--' before a word that begins with a dash");
}

static void operands_are_counted(void **state)
{
    (void)state;
    assert_int_equal(PARSE("A"), STATUS_OK);
    assert_refused(options_check(&options, &err), "QUERY is missing");
    const Command *init = commands_find(SLICE("init"));
    const char *const one_too_many[] = {"A", "B", "--title", "T"};
    assert_int_equal(options_parse(arena, init, one_too_many, 4, &options, &err), STATUS_OK);
    assert_refused(options_check(&options, &err), "'B' is one operand too many");
    assert_int_equal(options_parse(arena, init, one_too_many, 1, &options, &err), STATUS_OK);
    assert_refused(options_check(&options, &err), "--title TEXT is missing");
}

static void flags_beat_environment_beats_conf_beats_defaults(void **state)
{
    (void)state;
    static const char *const environment[] = {"BACKFILE_LIMIT=6", "BACKFILE_SORT=date", "BACKFILE_BASE_URL=e",
                                              "BACKFILE_FACET=not a setting", NULL};
    const Slice conf =
        SLICE("# a comment\n\n limit = 7\nsort=-date\nbase-url = c\ncount = yes\ncount = no\n");
    assert_int_equal(PARSE("A", "q", "--limit", "5"), STATUS_OK);
    assert_int_equal(options_from_environment(arena, &options, environment, &err), STATUS_OK);
    assert_int_equal(options_from_conf(arena, &options, commands, conf, &err), STATUS_OK);
    assert_int_equal(options_number(&options, "limit"), 5);
    assert_int_equal(options_choice(&options, "sort"), 1);
    assert_string_equal(options_text(&options, "base-url"), "e");
    assert_true(options_flag(&options, "count"));
    assert_int_equal(options_list(&options, "facet")->count, 0);

    assert_int_equal(PARSE("A", "q"), STATUS_OK);
    assert_int_equal(options_from_environment(arena, &options, NULL, &err), STATUS_OK);
    assert_int_equal(options_from_conf(arena, &options, commands, conf, &err), STATUS_OK);
    assert_int_equal(options_number(&options, "limit"), 7);
    assert_int_equal(options_choice(&options, "sort"), 2);
}

static void a_message_about_a_setting_tells_its_line(void **state)
{
    (void)state;
    assert_int_equal(PARSE("A", "q"), STATUS_OK);
    assert_int_equal(options_from_conf(arena, &options, commands, SLICE("#\nbase-url = x\n"), &err),
                     STATUS_OK);
    (void)error_set(&err, STATUS_FAIL, "base-url takes an address, not 'x takes y'");
    options_tell_place(&options, &err);
    assert_string_equal(err.message, "backfile.conf, line 2: base-url takes an address, not 'x takes y'");
    static const char *const others[] = {"limit takes a number", "base-url: takes none", "x takes y", ""};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        (void)error_set(&err, STATUS_FAIL, "%s", others[i]);
        options_tell_place(&options, &err);
        assert_string_equal(err.message, others[i]);
    }
}

static void settings_are_checked_and_named_by_their_place(void **state)
{
    (void)state;
    static const char *const environment[] = {"BACKFILE_LIMITS=1", "BACKFILE_LIMIT=many", NULL};
    static const char *const empty[] = {"BACKFILE_LIMIT=", "BACKFILE_LIMIT", NULL};
    assert_int_equal(PARSE("A"), STATUS_OK);
    assert_int_equal(options_from_environment(arena, &options, empty, &err), STATUS_OK);
    assert_refused(options_from_environment(arena, &options, environment, &err),
                   "BACKFILE_LIMIT takes a number, not 'many'");
    assert_refused(options_from_conf(arena, &options, commands, SLICE("\nlimit = x"), &err),
                   "backfile.conf, line 2: limit takes a number, not 'x'");
    assert_refused(options_from_conf(arena, &options, commands, SLICE("limt = 3"), &err),
                   "backfile.conf, line 1: no setting is called 'limt'");
    assert_refused(options_from_conf(arena, &options, commands, SLICE("facet = 3"), &err),
                   "backfile.conf, line 1: no setting is called 'facet'");
    assert_refused(options_from_conf(arena, &options, commands, SLICE("limit 3"), &err),
                   "backfile.conf, line 1: no '=' in 'limit 3'");
    assert_refused(options_from_conf(arena, &options, commands, SLICE("count = maybe"), &err),
                   "backfile.conf, line 1: count takes yes or no, not 'maybe'");
}

static void off_in_the_environment_is_off_in_the_end(void **state)
{
    (void)state;
    static const char *const environment[] = {"BACKFILE_COUNT=no", NULL};
    assert_int_equal(PARSE("A"), STATUS_OK);
    assert_int_equal(options_from_environment(arena, &options, environment, &err), STATUS_OK);
    assert_int_equal(options_from_conf(arena, &options, commands, SLICE("count = yes"), &err), STATUS_OK);
    assert_false(options_flag(&options, "count"));
}

static void random_words_never_surprise(void **state)
{
    (void)state;
    static const char *const words[] = {
        "--",  "-",   "--limit", "--limit=3", "3",  "--count", "--sort=date", "--facet",  "",
        "--=", "---", "--sort",  "A",         "-h", "--help",  "--count=",    "--facet=", "\xff"};
    uint64_t seed = 3;
    for (int round = 0; round < 5000; round++) {
        const char *line[8];
        const size_t count = random_below(&seed, 8);
        for (size_t i = 0; i < count; i++)
            line[i] = words[random_below(&seed, sizeof words / sizeof *words)];
        arena_reset(arena);
        err.message[0] = '\0';
        const Status status = options_parse(arena, commands, line, count, &options, &err);
        assert_true(status == STATUS_OK || (status == STATUS_SKIP && err.message[0]));
        if (status == STATUS_OK)
            (void)!options_check(&options, &err);
    }
}

#define test(function) cmocka_unit_test_setup_teardown(function, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(defaults_stand_where_nobody_says_another),
        test(options_stand_anywhere_and_have_two_forms),
        test(the_last_value_counts_unless_it_is_repeatable),
        test(two_dashes_end_the_options),
        test(mistakes_are_named),
        test(operands_are_counted),
        test(flags_beat_environment_beats_conf_beats_defaults),
        test(settings_are_checked_and_named_by_their_place),
        test(a_message_about_a_setting_tells_its_line),
        test(off_in_the_environment_is_off_in_the_end),
        test(random_words_never_surprise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
