/* Options: what a command takes, and what it was given. Flags beat the environment, that beats backfile.conf,
 * that beats the defaults of the table. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/error.h"
#include "base/list.h"

typedef struct Call Call;

typedef enum OptionKind {
    OPTION_FLAG,   /* there or not */
    OPTION_TEXT,   /* anything */
    OPTION_NUMBER, /* 0 or more, decimal */
    OPTION_CHOICE, /* one of the words in `argument`, "a|b|c" */
    OPTION_FILE    /* a path; "-" for a standard stream where its help says so */
} OptionKind;

typedef struct OptionSpec {
    const char *name; /* "limit", typed --limit; BACKFILE_LIMIT; limit = ... in backfile.conf */
    OptionKind kind;
    const char *argument; /* "N"; NULL for a flag */
    const char *standard; /* the default as text; NULL: none */
    const char *help;     /* what it does, without full stop */
    bool is_repeatable;   /* several values */
    bool is_required;
    bool is_setting; /* also from environment and backfile.conf */
} OptionSpec;

typedef struct Operand {
    const char *name; /* "DIR" */
    bool is_optional, is_repeatable;
    bool is_path; /* completion offers files */
} Operand;

#define OPERANDS_MAX 3

typedef struct Command {
    const char *name;
    const char *summary;     /* for the list of commands, without full stop */
    const char *description; /* a few sentences for --help */
    Operand operands[OPERANDS_MAX];
    bool has_archive; /* the first operand is an archive: its backfile.conf counts */
    bool is_hidden;
    const OptionSpec *options;
    size_t option_count;
    const char *const *examples; /* pairs of command line and what it does; NULL at the end */
    int (*run)(Call *call);
} Command;

/* What was given. Values stand beside the command's options. */
typedef struct OptionValue {
    Slices values; /* one, or several if it is repeatable; NUL-terminated */
    bool is_given; /* by flag, environment or file; false: the default */
    Slice place;   /* "backfile.conf, line 3: limit", where it came from there */
} OptionValue;
typedef struct Options {
    const Command *command;
    OptionValue *values;
    Slices operands; /* NUL-terminated */
    bool is_help;    /* --help or -h */
} Options;

/* Reads the words behind the command's name. SKIP: wrong usage, err says what. */
MUST_CHECK Status options_parse(Arena *arena, const Command *command, const char *const *words, size_t count,
                                Options *options, Error *err);
/* Takes from "BACKFILE_NAME=value" what no flag has set. */
MUST_CHECK Status options_from_environment(Arena *arena, Options *options, const char *const *environment,
                                           Error *err);
/* Takes from the text of a backfile.conf what is not set by now: lines KEY = VALUE, comments with #. A key
 * that is a setting of no command is SKIP; `commands` ends with a NULL name. */
MUST_CHECK Status options_from_conf(Arena *arena, Options *options, const Command *commands, Slice conf,
                                    Error *err);
/* After all sources: required options, number of operands. */
MUST_CHECK Status options_check(const Options *options, Error *err);

/* A message about a setting ("limit takes ...") with the place in backfile.conf that it came from. */
void options_tell_place(const Options *options, Error *err);

/* By the option's name, which must be in the command's table. */
bool options_flag(const Options *options, const char *name);
const char *options_text(const Options *options, const char *name); /* NULL: not given and no default */
Slice options_slice(const Options *options, const char *name);      /* empty likewise */
uint64_t options_number(const Options *options, const char *name);  /* 0 likewise */
const Slices *options_list(const Options *options, const char *name);
/* Which of the option's choices it is, from 0 in the order of the table; its value must be known. */
size_t options_choice(const Options *options, const char *name);
const char *options_operand(const Options *options, size_t i); /* NULL: not given */

#endif
