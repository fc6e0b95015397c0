/* --help: the table of commands as text of at most 80 columns. */
#include "cli/help.h"

#include "cli/cli.h"
#include "cli/commands.h"

enum { WIDTH = 79, INDENT = 8 };

/* Words of a text, broken before the right margin, with spaces in front of each line. */
static void print_wrapped(FILE *out, int indent, const char *text)
{
    Slice rest = slice_from(text);
    Slice word;
    int column = 0;
    while (slice_next_split(&rest, ' ', &word)) {
        const int size = slice_print_size(word);
        if (column > indent && column + 1 + size > WIDTH) {
            fputc('\n', out);
            column = 0;
        }
        if (column == 0)
            column = fprintf(out, "%*s%.*s", indent, "", SLICE_ARG(word));
        else
            column += fprintf(out, " %.*s", SLICE_ARG(word));
    }
    fputc('\n', out);
}

static void print_operands(FILE *out, const Command *command)
{
    for (size_t i = 0; i < OPERANDS_MAX && command->operands[i].name; i++) {
        const Operand *operand = &command->operands[i];
        const char *dots = operand->is_repeatable ? "..." : "";
        fprintf(out, operand->is_optional ? " [%s%s]" : " %s%s", operand->name, dots);
    }
}

void help_commands(FILE *out, const Command *commands)
{
    fputs("usage: backfile COMMAND ...\n\nA newspaper's whole back file in one program.\n\nCommands:\n", out);
    for (const Command *command = commands; command->name; command++) {
        if (!command->is_hidden)
            fprintf(out, "  %-9s %s\n", command->name, command->summary);
    }
    fputs("\nSee 'backfile COMMAND --help' for one of them, and 'backfile --version'.\n", out);
}

/* What else may set it. */
static void print_sources(FILE *out, const OptionSpec *spec)
{
    if (spec->standard)
        fprintf(out, "%*sDefault: %s\n", INDENT, "", spec->standard);
    if (!spec->is_setting)
        return;
    char name[64], text[200];
    size_t i = 0;
    for (; spec->name[i] && i + 1 < sizeof name; i++)
        name[i] = (char)(spec->name[i] == '-'                           ? '_'
                         : spec->name[i] >= 'a' && spec->name[i] <= 'z' ? spec->name[i] - 32
                                                                        : spec->name[i]);
    name[i] = '\0';
    snprintf(text, sizeof text, "Also BACKFILE_%s, or '%s = ...' in backfile.conf", name, spec->name);
    print_wrapped(out, INDENT, text);
}

/* The name and what it takes; a long row of choices goes on below itself. */
static void print_argument(FILE *out, const OptionSpec *spec)
{
    Slice rest = slice_from(spec->argument);
    Slice choice;
    int column = fprintf(out, "  --%s%s", spec->name, spec->argument ? " " : "");
    const int margin = column;
    while (spec->argument && slice_next_split(&rest, '|', &choice)) {
        const bool is_last = rest.data == NULL;
        if (column > margin && column + slice_print_size(choice) + !is_last > WIDTH)
            column = fprintf(out, "\n%*s", margin, "") - 1;
        column += fprintf(out, "%.*s%s", SLICE_ARG(choice), is_last ? "" : "|");
    }
    fputc('\n', out);
}

static void print_option(FILE *out, const OptionSpec *spec)
{
    print_argument(out, spec);
    print_wrapped(out, INDENT, spec->help);
    if (spec->is_required)
        fprintf(out, "%*sRequired.\n", INDENT, "");
    if (spec->is_repeatable)
        fprintf(out, "%*sMay be given several times.\n", INDENT, "");
    print_sources(out, spec);
}

void help_command(FILE *out, const Command *command)
{
    fprintf(out, "usage: backfile %s%s", command->name, command->option_count ? " [OPTION...]" : "");
    print_operands(out, command);
    fputs("\n\n", out);
    print_wrapped(out, 0, command->description);
    fputs("\nOptions:\n", out);
    for (size_t i = 0; i < command->option_count; i++)
        print_option(out, &command->options[i]);
    fprintf(out, "  --help\n%*sShows this text\n", INDENT, "");
    if (!command->examples)
        return;
    fputs("\nExamples:\n", out);
    for (const char *const *example = command->examples; *example; example += 2)
        fprintf(out, "  %s\n%*s%s\n", example[0], INDENT, "", example[1]);
}

int command_help(Call *call)
{
    const char *name = options_operand(call->options, 0);
    if (!name) {
        help_commands(call->out, commands_all());
        return EXIT_DONE;
    }
    const Command *command = commands_find(slice_from(name));
    if (!command)
        return call_say(call, EXIT_USAGE, "no command is called '%s'", name);
    help_command(call->out, command);
    return EXIT_DONE;
}
