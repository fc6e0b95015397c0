/* What the table of commands looks like to a person, to man pages and to shells. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/options.h"

void help_commands(FILE *out, const Command *commands);
void help_command(FILE *out, const Command *command);

/* Parts of a man page in mdoc: the lines of SYNOPSIS and of OPTIONS. */
void manual_synopsis(FILE *out, const Command *command);
void manual_options(FILE *out, const Command *command);
/* The list of commands for backfile(1). */
void manual_commands(FILE *out, const Command *commands);

void completion_bash(FILE *out, const Command *commands);
void completion_zsh(FILE *out, const Command *commands);

#endif
