/* The table of commands as completion for bash and zsh. The files in completion/ are what is printed here. */
#include "cli/help.h"

/* The words of "a|b|c" with spaces between them. */
static void print_choices(FILE *out, const char *choices)
{
    for (; *choices; choices++)
        fputc(*choices == '|' ? ' ' : *choices, out);
}

static void print_names(FILE *out, const Command *commands)
{
    const char *between = "";
    for (const Command *command = commands; command->name; command++) {
        if (command->is_hidden)
            continue;
        fprintf(out, "%s%s", between, command->name);
        between = " ";
    }
}

static bool takes_paths(const Command *command)
{
    for (size_t i = 0; i < OPERANDS_MAX && command->operands[i].name; i++) {
        if (command->operands[i].is_path)
            return true;
    }
    return false;
}

/* ---- bash ---- */

static void bash_values(FILE *out, const Command *command)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const OptionSpec *spec = &command->options[i];
        if (spec->kind == OPTION_FLAG)
            continue;
        fprintf(out, "    %s:--%s) ", command->name, spec->name);
        if (spec->kind == OPTION_CHOICE) {
            fputs("COMPREPLY=($(compgen -W \"", out);
            print_choices(out, spec->argument);
            fputs("\" -- \"$word\")); return ;;\n", out);
        } else if (spec->kind == OPTION_FILE) {
            fputs("COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", out);
        } else {
            fputs("return ;;\n", out);
        }
    }
}

static void bash_command(FILE *out, const Command *command, const Command *commands)
{
    fprintf(out, "    %s) options=\"", command->name);
    for (size_t i = 0; i < command->option_count; i++)
        fprintf(out, "--%s ", command->options[i].name);
    fputs("--help\"", out);
    if (takes_paths(command))
        fputs(" paths=1", out);
    if (slice_equal(slice_from(command->name), SLICE("help"))) {
        fputs(" options=\"", out);
        print_names(out, commands);
        fputc('"', out);
    }
    fputs(" ;;\n", out);
}

void completion_bash(FILE *out, const Command *commands)
{
    fputs("# Completion of backfile for bash. Made from the table of commands by 'man/update'; do not edit.\n"
          "_backfile()\n"
          "{\n"
          "    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
          "    local command=\"${COMP_WORDS[1]}\" options=\"\" paths=\"\"\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W \"",
          out);
    print_names(out, commands);
    fputs(" --help --version\" -- \"$word\"))\n"
          "        return\n"
          "    fi\n"
          "    case \"$command:$before\" in\n",
          out);
    for (const Command *command = commands; command->name; command++) {
        if (!command->is_hidden)
            bash_values(out, command);
    }
    fputs("    esac\n    case \"$command\" in\n", out);
    for (const Command *command = commands; command->name; command++) {
        if (!command->is_hidden)
            bash_command(out, command, commands);
    }
    fputs("    esac\n"
          "    if [ -n \"$paths\" ] && [ \"${word#-}\" = \"$word\" ]; then\n"
          "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
          "    else\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
          "    fi\n"
          "}\n"
          "complete -o filenames -F _backfile backfile\n",
          out);
}

/* ---- zsh ---- */

/* Inside '...[...]' of _arguments: quotes, brackets and colons have meanings there. */
static void zsh_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

static void zsh_option(FILE *out, const OptionSpec *spec)
{
    fprintf(out, "            '%s--%s[", spec->is_repeatable ? "*" : "", spec->name);
    zsh_text(out, spec->help);
    fputc(']', out);
    if (spec->kind == OPTION_CHOICE) {
        fprintf(out, ":%s:(", spec->name);
        print_choices(out, spec->argument);
        fputc(')', out);
    } else if (spec->kind != OPTION_FLAG) {
        fprintf(out, ":%s:%s", spec->name, spec->kind == OPTION_FILE ? "_files" : "");
    }
    fputs("' \\\n", out);
}

static void zsh_operands(FILE *out, const Command *command)
{
    for (size_t i = 0; i < OPERANDS_MAX && command->operands[i].name; i++) {
        const Operand *operand = &command->operands[i];
        fputs("            '", out);
        if (operand->is_repeatable)
            fputc('*', out);
        fprintf(out, "%s", operand->is_optional && !operand->is_repeatable ? "::" : ":");
        zsh_text(out, operand->name);
        fprintf(out, ":%s' \\\n", operand->is_path ? "_files" : "");
    }
}

void completion_zsh(FILE *out, const Command *commands)
{
    fputs("#compdef backfile\n"
          "# Completion of backfile for zsh. Made from the table of commands by 'man/update'; do not edit.\n"
          "local -a commands\n"
          "commands=(\n",
          out);
    for (const Command *command = commands; command->name; command++) {
        if (command->is_hidden)
            continue;
        fprintf(out, "    '%s:", command->name);
        zsh_text(out, command->summary);
        fputs("'\n", out);
    }
    fputs(")\n"
          "if (( CURRENT == 2 )); then\n"
          "    _describe command commands\n"
          "    _arguments '--help[Lists the commands]' '--version[Shows the version]'\n"
          "    return\n"
          "fi\n"
          "local command=$words[2]\n"
          "shift words\n"
          "(( CURRENT-- ))\n"
          "case $command in\n",
          out);
    for (const Command *command = commands; command->name; command++) {
        if (command->is_hidden)
            continue;
        fprintf(out, "    %s)\n        _arguments \\\n", command->name);
        for (size_t i = 0; i < command->option_count; i++)
            zsh_option(out, &command->options[i]);
        zsh_operands(out, command);
        fputs("            '--help[Shows a summary of the command]'\n        ;;\n", out);
    }
    fputs("esac\n", out);
}
