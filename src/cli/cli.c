/* From argv to a command and from its end to an exit code.
 *
 * Usage mistakes are told on stderr with where to find help, and end with 2. What a command prints is flushed
 * here, and a result that could not be written (a full disk behind a redirection) is a failure, never a
 * silent loss. */
#include "cli/cli.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/help.h"

enum { CONF_MAX_BYTES = 1 << 20 };

static void say(const Call *call, const char *before, const char *format, va_list arguments)
    PRINTF_LIKE(3, 0);

static void say(const Call *call, const char *before, const char *format, va_list arguments)
{
    fputs(before, call->err);
    vfprintf(call->err, format, arguments);
    fputc('\n', call->err);
}

int call_say(const Call *call, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(call, "backfile: ", format, arguments);
    va_end(arguments);
    return code;
}

void call_note(const Call *call, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(call, "", format, arguments);
    va_end(arguments);
}

unsigned call_number(const Call *call, const char *name)
{
    const uint64_t number = options_number(call->options, name);
    return number < 1000000 ? (unsigned)number : 1000000;
}

void call_print(const Call *call, Slice text)
{
    fwrite(text.data, 1, text.size, call->out);
    fputc('\n', call->out);
}

int call_fail(const Call *call, Status status, const Error *err)
{
    return call_say(call, status == STATUS_SKIP ? EXIT_USAGE : EXIT_FAILED, "%s", err->message);
}

int call_open_archive(const Call *call, ArchiveMode mode, Archive **archive)
{
    Error err = {0};
    const char *folder = options_operand(call->options, 0);
    const Status status = archive_open(folder, mode, archive, &err);
    if (status == STATUS_OK)
        return EXIT_DONE;
    if (status == STATUS_END || !err.message[0])
        return call_say(call, EXIT_FAILED, "no archive in '%s'", folder);
    return call_say(call, EXIT_FAILED, "%s", err.message);
}

void call_tell_rules(const Call *call, Archive *archive)
{
    Slices faults;
    archive_rule_faults(archive, call->arena, &faults);
    for (size_t i = 0; i < faults.count; i++)
        call_note(call, "%.*s", SLICE_ARG(faults.items[i]));
}

/* backfile.conf of the archive, if the command has one and it is there. */
static Status read_conf(Call *call, Options *options, Error *err)
{
    Slice conf;
    const char *folder = options_operand(options, 0);
    if (!options->command->has_archive || !folder)
        return STATUS_OK;
    const char *path = path_join(call->arena, folder, "backfile.conf");
    const Status status = file_read(call->arena, path, CONF_MAX_BYTES, &conf, err);
    if (status == STATUS_OK)
        return options_from_conf(call->arena, options, commands_all(), conf, err);
    return status == STATUS_END ? STATUS_OK : status;
}

static int run_command(Call *call, const Command *command, const char *const *words, size_t count,
                       const char *const *environment)
{
    Options options;
    Error err;
    Status status = options_parse(call->arena, command, words, count, &options, &err);
    if (status == STATUS_OK && options.is_help) {
        help_command(call->out, command);
        return EXIT_DONE;
    }
    if (status == STATUS_OK)
        status = options_check(&options, &err);
    if (status == STATUS_OK)
        status = options_from_environment(call->arena, &options, environment, &err);
    if (status == STATUS_OK)
        status = read_conf(call, &options, &err);
    if (status == STATUS_FAIL)
        return call_fail(call, status, &err);
    if (status != STATUS_OK) {
        call_say(call, EXIT_USAGE, "%s", err.message);
        call_note(call, "See 'backfile %s --help'.", command->name);
        return EXIT_USAGE;
    }
    call->options = &options;
    return command->run(call);
}

static int no_such_command(const Call *call, const char *word)
{
    const Command *nearest = commands_nearest(slice_from(word));
    call_say(call, EXIT_USAGE, "no command is called '%s'", word);
    if (nearest)
        call_note(call, "Did you mean 'backfile %s'?", nearest->name);
    else
        call_note(call, "See 'backfile help'.");
    return EXIT_USAGE;
}

static int run_words(Call *call, const char *const *words, size_t count, const char *const *environment)
{
    if (count == 0) {
        help_commands(call->err, commands_all());
        return EXIT_USAGE;
    }
    const Slice first = slice_from(words[0]);
    if (slice_equal(first, SLICE("--version"))) {
        fprintf(call->out, "backfile %s\n", BACKFILE_VERSION);
        return EXIT_DONE;
    }
    if (slice_equal(first, SLICE("--help")) || slice_equal(first, SLICE("-h"))) {
        help_commands(call->out, commands_all());
        return EXIT_DONE;
    }
    const Command *command = commands_find(first);
    if (!command)
        return no_such_command(call, words[0]);
    return run_command(call, command, words + 1, count - 1, environment);
}

int cli_run(int argc, const char *const *argv, const char *const *environment, FILE *out, FILE *err)
{
    Call call = {
        .arena = arena_open(CALL_ARENA_BYTES),
        .out = out,
        .err = err,
        .out_is_terminal = isatty(fileno(out)) == 1,
        .err_is_terminal = isatty(fileno(err)) == 1,
    };
    const bool has_words = argc > 1;
    int code = run_words(&call, has_words ? argv + 1 : argv, has_words ? (size_t)argc - 1 : 0, environment);
    errno = 0;
    if (fflush(out) != 0 || ferror(out))
        code = call_say(&call, EXIT_FAILED, "cannot write the result: %s",
                        errno ? strerror(errno) : "output error");
    fflush(err);
    arena_close(call.arena);
    return code;
}
