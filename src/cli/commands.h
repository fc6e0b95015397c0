/* The table of commands. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/* All commands in the order of a first walk; a row without a name ends it. */
const Command *commands_all(void);
/* NULL: none of that name. */
const Command *commands_find(Slice name);
/* The visible command whose name looks most like it; NULL if none does. */
const Command *commands_nearest(Slice name);

#endif
