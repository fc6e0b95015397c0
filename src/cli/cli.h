/* The command line: argv, environment and terminal on one side, the archive on the other. The only room that
 * prints and the only one that says how the process ends.
 *
 * A command is a row of the table in commands.c: its operands, its options, its function. Parser, --help, man
 * pages and completion are all made from that table. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "archive/archive.h"
#include "cli/options.h"

/* How the process ends: interface.md section 3. */
enum {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, /* nothing found, or a check found fault */
    EXIT_USAGE = 2,   /* wrong usage, or a query that cannot be read */
    EXIT_FAILED = 3,  /* could not */
    EXIT_STOPPED = 130
};

/* One call of a command. */
struct Call {
    const Options *options;
    Arena *arena; /* for as long as the call lasts */
    FILE *out;    /* results */
    FILE *err;    /* everything else */
    bool out_is_terminal, err_is_terminal;
};

/* No limit of ours: what a person asks for is printed, whatever its size. */
#define CALL_ARENA_BYTES (SIZE_MAX / 4)

/* The whole program: gives its exit code. The streams are flushed. environment: as in environ. */
int cli_run(int argc, const char *const *argv, const char *const *environment, FILE *out, FILE *err);

/* "backfile: message", then the exit code back. */
int call_say(const Call *call, int code, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same for what a room could not do: STATUS_SKIP is the user's mistake, all else is EXIT_FAILED. */
int call_fail(const Call *call, Status status, const Error *err);
/* A line on stderr that is neither result nor failure. */
void call_note(const Call *call, const char *format, ...) PRINTF_LIKE(2, 3);
/* An option that counts threads, connections or seconds: at most a million, as more means nothing. */
unsigned call_number(const Call *call, const char *name);
/* A result as it is, and a line end. */
void call_print(const Call *call, Slice text);
/* Opens the archive of the first operand; EXIT_DONE if it is open. */
int call_open_archive(const Call *call, ArchiveMode mode, Archive **archive);
/* Notes for the lines of addresses.rules that cannot be used; the others are. */
void call_tell_rules(const Call *call, Archive *archive);

/* The commands, each in a file of its name. */
int command_init(Call *call);
int command_import(Call *call);
int command_serve(Call *call);
int command_search(Call *call);
int command_show(Call *call);
int command_resolve(Call *call);
int command_extract(Call *call);
int command_read(Call *call);
int command_verify(Call *call);
int command_reindex(Call *call);
int command_stats(Call *call);
int command_missing(Call *call);
int command_export(Call *call);
int command_withhold(Call *call);
int command_restore(Call *call);
int command_delist(Call *call);
int command_redirect(Call *call);
int command_correct(Call *call);
int command_undo(Call *call);
int command_log(Call *call);
int command_help(Call *call);
int command_table(Call *call);

#endif
