/* The table of commands as parts of man pages, in mdoc(7). man/update puts them between marks in the pages.
 */
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/help.h"

/* Text in which roff sees nothing of its own: backslashes doubled by name, no line begins with a dot or
 * quote. */
static void print_text(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            fputc(*text, out);
    }
}

/* An argument of an mdoc macro: quoted, since choices hold bars and words spaces. A long row of choices may
 * be broken behind each bar. */
static void print_argument(FILE *out, const char *text)
{
    enum { LONG_BYTES = 40 };
    const bool is_long = strlen(text) > LONG_BYTES;
    fputs(" \"", out);
    for (const char *bar; is_long && (bar = strchr(text, '|')); text = bar + 1)
        fprintf(out, "%.*s|\\:", (int)(bar - text), text);
    print_text(out, text);
    fputc('"', out);
}

static void print_option(FILE *out, const OptionSpec *spec, const char *macro)
{
    fprintf(out, "%s Fl \\-%s", macro, spec->name);
    if (spec->argument) {
        fputs(" Ar", out);
        print_argument(out, spec->argument);
    }
    fputc('\n', out);
}

static void print_operand(FILE *out, const Operand *operand)
{
    fputs(operand->is_optional ? ".Op Ar " : ".Ar ", out);
    print_text(out, operand->name);
    fputs(operand->is_repeatable ? " ...\n" : "\n", out);
}

void manual_synopsis(FILE *out, const Command *command)
{
    fprintf(out, ".Nm backfile %s\n", command->name);
    for (size_t i = 0; i < command->option_count; i++) {
        const OptionSpec *spec = &command->options[i];
        if (!spec->is_required)
            print_option(out, spec, ".Op");
        else
            fprintf(out, ".Fl \\-%s Ar %s\n", spec->name, spec->argument);
    }
    for (size_t i = 0; i < OPERANDS_MAX && command->operands[i].name; i++)
        print_operand(out, &command->operands[i]);
}

static void print_sources(FILE *out, const OptionSpec *spec)
{
    if (spec->is_required)
        fputs("Required.\n", out);
    if (spec->is_repeatable)
        fputs("May be given several times.\n", out);
    if (spec->standard) {
        fputs("The default is\n.Ql", out);
        print_argument(out, spec->standard);
        fputs(" .\n", out);
    }
    if (spec->is_setting) {
        fputs("Also set by\n.Ev BACKFILE_", out);
        for (const char *c = spec->name; *c; c++)
            fputc(*c == '-' ? '_' : *c >= 'a' && *c <= 'z' ? *c - 32 : *c, out);
        fputs("\nand by\n.Ql", out);
        print_argument(out, spec->name);
        fputs("\nin\n.Pa backfile.conf .\n", out);
    }
}

void manual_options(FILE *out, const Command *command)
{
    fputs(".Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < command->option_count; i++) {
        const OptionSpec *spec = &command->options[i];
        print_option(out, spec, ".It");
        print_text(out, spec->help);
        fputs(".\n", out);
        print_sources(out, spec);
    }
    fputs(".It Fl \\-help\nShows a summary of the command.\n.El\n", out);
}

void manual_commands(FILE *out, const Command *commands)
{
    fputs(".Bl -tag -width backfile-reindex\n", out);
    for (const Command *command = commands; command->name; command++) {
        if (command->is_hidden)
            continue;
        if (slice_equal(slice_from(command->name), SLICE("help")))
            fputs(".It Cm help\n", out);
        else
            fprintf(out, ".It Xr backfile-%s 1\n", command->name);
        print_text(out, command->summary);
        fputs(".\n", out);
    }
    fputs(".El\n", out);
}

int command_table(Call *call)
{
    static const struct {
        const char *name;
        void (*print_all)(FILE *out, const Command *commands);
        void (*print_one)(FILE *out, const Command *command);
    } parts[] = {
        {"commands", manual_commands, NULL}, {"bash", completion_bash, NULL},   {"zsh", completion_zsh, NULL},
        {"synopsis", NULL, manual_synopsis}, {"options", NULL, manual_options},
    };
    const Slice what = slice_from(options_operand(call->options, 0));
    const Slice name = slice_from(options_operand(call->options, 1));
    const Command *command = commands_find(name);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!slice_equal(what, slice_from(parts[i].name)))
            continue;
        if (parts[i].print_all)
            parts[i].print_all(call->out, commands_all());
        else if (command)
            parts[i].print_one(call->out, command);
        else
            return call_say(call, EXIT_USAGE, "no command is called '%.*s'", SLICE_ARG(name));
        return EXIT_DONE;
    }
    return call_say(call, EXIT_USAGE, "no part is called '%.*s'", SLICE_ARG(what));
}
