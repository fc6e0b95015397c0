/* What an archive lacks, told to a person; `import` ends with it too. */
#ifndef CLI_MISSING_H
#define CLI_MISSING_H

#include "cli/cli.h"
#include "model/missing.h"

/* Headed sections with counts and the first examples of each; nothing for what is not missing. */
void print_missing(FILE *out, Arena *arena, const MissingReport *missing);
/* A line for each kind of thing missing, and the command that tells more; nothing where nothing is. */
void print_missing_counts(FILE *out, Arena *arena, const MissingReport *missing, const char *folder);

#endif
