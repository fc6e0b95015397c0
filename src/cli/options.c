/* From argv, environment and backfile.conf to values beside a command's table.
 *
 * Words: "--name value", "--name=value", "--flag", "-h", "--" before operands that begin with a dash; options
 * may stand anywhere. A value is checked when it is read, so that the message can say where it came from.
 * Sources are read in order of their rank, and a later one only fills what is still unset. */
#include "cli/options.h"

#include "base/builder.h"

/* Where a value came from, for messages: "--limit", "BACKFILE_LIMIT", "backfile.conf: limit". */
typedef struct Source {
    const char *name;
} Source;

static bool has_choice(const char *choices, Slice value)
{
    Slice rest = slice_from(choices);
    Slice choice;
    while (slice_next_split(&rest, '|', &choice)) {
        if (slice_equal(choice, value))
            return true;
    }
    return false;
}

static Status check_value(const OptionSpec *spec, Slice value, Source source, Error *err)
{
    uint64_t number = 0;
    if (spec->kind == OPTION_NUMBER && !slice_to_u64(value, &number))
        return error_set(err, STATUS_SKIP, "%s takes a number, not '%.*s'", source.name, SLICE_ARG(value));
    if (spec->kind == OPTION_CHOICE && !has_choice(spec->argument, value))
        return error_set(err, STATUS_SKIP, "%s takes one of %s, not '%.*s'", source.name, spec->argument,
                         SLICE_ARG(value));
    if (spec->kind == OPTION_FILE && value.size == 0)
        return error_set(err, STATUS_SKIP, "%s takes the name of a file", source.name);
    return STATUS_OK;
}

static Status set_value(Arena *arena, const OptionSpec *spec, OptionValue *value, Slice text, Source source,
                        Error *err)
{
    const Status status = check_value(spec, text, source, err);
    if (status != STATUS_OK)
        return status;
    if (!value->is_given || !spec->is_repeatable)
        value->values.count = 0;
    value->is_given = true;
    *LIST_ADD(arena, &value->values) = slice_of(arena_string(arena, text), text.size);
    return STATUS_OK;
}

static size_t find_option(const Command *command, Slice name)
{
    size_t i = 0;
    while (i < command->option_count && !slice_equal(slice_from(command->options[i].name), name))
        i++;
    return i;
}

static void set_defaults(Arena *arena, Options *options)
{
    const Command *command = options->command;
    options->values = ARENA_ARRAY(arena, OptionValue, command->option_count);
    for (size_t i = 0; i < command->option_count; i++) {
        const char *standard = command->options[i].standard;
        if (standard)
            *LIST_ADD(arena, &options->values[i].values) = slice_from(standard);
    }
}

/* One "--..." word, with its value, which may be the next word. */
static Status parse_option(Arena *arena, Options *options, const char *const *words, size_t count, size_t *at,
                           Error *err)
{
    const Slice word = slice_skip(slice_from(words[*at]), 2);
    const size_t equals = slice_find_byte(word, '=');
    const Slice name = slice_range(word, 0, equals);
    const size_t i = find_option(options->command, name);
    if (i == options->command->option_count)
        return error_set(err, STATUS_SKIP, "'%s' has no option '--%.*s'", options->command->name,
                         SLICE_ARG(name));

    const OptionSpec *spec = &options->command->options[i];
    const Source source = {arena_string(arena, arena_format(arena, "--%s", spec->name))};
    Slice value = SLICE("1");
    if (spec->kind == OPTION_FLAG) {
        if (equals != SLICE_NONE)
            return error_set(err, STATUS_SKIP, "%s takes no value", source.name);
    } else if (equals != SLICE_NONE) {
        value = slice_skip(word, equals + 1);
    } else {
        if (*at + 1 == count)
            return error_set(err, STATUS_SKIP, "%s needs a value: %s", source.name, spec->argument);
        value = slice_from(words[++*at]);
    }
    return set_value(arena, spec, &options->values[i], value, source, err);
}

Status options_parse(Arena *arena, const Command *command, const char *const *words, size_t count,
                     Options *options, Error *err)
{
    bool is_operands_only = false;
    Status status = STATUS_OK;
    *options = (Options){.command = command};
    set_defaults(arena, options);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const Slice word = slice_from(words[i]);
        const bool is_option = !is_operands_only && word.size > 1 && word.data[0] == '-';
        if (!is_option)
            *LIST_ADD(arena, &options->operands) = word;
        else if (slice_equal(word, SLICE("--")))
            is_operands_only = true;
        else if (slice_equal(word, SLICE("--help")) || slice_equal(word, SLICE("-h")))
            options->is_help = true;
        else if (slice_starts_with(word, SLICE("--")))
            status = parse_option(arena, options, words, count, &i, err);
        else
            status = error_set(err, STATUS_SKIP,
                               "no option '%s'; put '--' before a word that begins with a dash", words[i]);
    }
    return status;
}

/* "BACKFILE_BASE_URL" */
static Slice environment_name(Arena *arena, const char *name)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "BACKFILE_");
    for (; *name; name++)
        builder_add_byte(&b, *name == '-' ? '_' : (char)(*name >= 'a' && *name <= 'z' ? *name - 32 : *name));
    return builder_slice(&b);
}

static Slice find_variable(const char *const *environment, Slice name)
{
    for (; environment && *environment; environment++) {
        const Slice entry = slice_from(*environment);
        if (slice_starts_with(entry, name) && entry.size > name.size && entry.data[name.size] == '=')
            return slice_skip(entry, name.size + 1);
    }
    return SLICE_EMPTY;
}

static Status set_setting(Arena *arena, const OptionSpec *spec, OptionValue *value, Slice text, Source source,
                          Error *err)
{
    if (spec->kind == OPTION_FLAG) {
        if (!has_choice("yes|no|1|0|true|false", text))
            return error_set(err, STATUS_SKIP, "%s takes yes or no, not '%.*s'", source.name,
                             SLICE_ARG(text));
        if (!has_choice("yes|1|true", text)) {
            value->is_given = true; /* said to be off: no lower source may turn it on */
            return STATUS_OK;
        }
    }
    return set_value(arena, spec, value, text, source, err);
}

Status options_from_environment(Arena *arena, Options *options, const char *const *environment, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < options->command->option_count; i++) {
        const OptionSpec *spec = &options->command->options[i];
        if (!spec->is_setting || options->values[i].is_given)
            continue;
        const Slice name = environment_name(arena, spec->name);
        const Slice value = find_variable(environment, name);
        if (value.size)
            status = set_setting(arena, spec, &options->values[i], value, (Source){arena_string(arena, name)},
                                 err);
    }
    return status;
}

static bool is_setting_of_any(const Command *commands, Slice key)
{
    for (; commands->name; commands++) {
        const size_t i = find_option(commands, key);
        if (i < commands->option_count && commands->options[i].is_setting)
            return true;
    }
    return false;
}

static Status take_line(Arena *arena, Options *options, const Command *commands, Slice line, size_t number,
                        Error *err)
{
    const size_t equals = slice_find_byte(line, '=');
    if (equals == SLICE_NONE)
        return error_set(err, STATUS_SKIP, "backfile.conf, line %zu: no '=' in '%.*s'", number,
                         SLICE_ARG(line));
    const Slice key = slice_trim(slice_range(line, 0, equals));
    const Slice text = slice_trim(slice_skip(line, equals + 1));
    if (!is_setting_of_any(commands, key))
        return error_set(err, STATUS_SKIP, "backfile.conf, line %zu: no setting is called '%.*s'", number,
                         SLICE_ARG(key));
    const size_t i = find_option(options->command, key);
    if (i == options->command->option_count || options->values[i].is_given)
        return STATUS_OK;
    const Slice place = arena_format(arena, "backfile.conf, line %zu: %.*s", number, SLICE_ARG(key));
    const Source source = {arena_string(arena, place)};
    options->values[i].place = place;
    return set_setting(arena, &options->command->options[i], &options->values[i], text, source, err);
}

void options_tell_place(const Options *options, Error *err)
{
    const Slice message = slice_from(err->message);
    const Slice name = slice_range(message, 0, slice_find(message, SLICE(" takes ")));
    const size_t i = find_option(options->command, name);
    if (name.size == message.size || i == options->command->option_count || !options->values[i].place.size)
        return;
    const Error told = *err;
    (void)error_set(err, STATUS_FAIL, "%.*s%s", SLICE_ARG(options->values[i].place),
                    told.message + name.size);
}

/* The first line that names a key counts, as the first source does. */
Status options_from_conf(Arena *arena, Options *options, const Command *commands, Slice conf, Error *err)
{
    Status status = STATUS_OK;
    Slice line;
    for (size_t number = 1; status == STATUS_OK && slice_next_line(&conf, &line); number++) {
        line = slice_trim(line);
        if (line.size && line.data[0] != '#')
            status = take_line(arena, options, commands, line, number, err);
    }
    return status;
}

static Status check_operands(const Options *options, Error *err)
{
    const Command *command = options->command;
    size_t least = 0;
    size_t most = 0;
    for (size_t i = 0; i < OPERANDS_MAX && command->operands[i].name; i++) {
        const Operand *operand = &command->operands[i];
        if (!operand->is_optional && options->operands.count <= i)
            return error_set(err, STATUS_SKIP, "%s is missing", operand->name);
        least += !operand->is_optional;
        most = operand->is_repeatable ? SIZE_MAX : most + 1;
    }
    if (options->operands.count > most)
        return error_set(err, STATUS_SKIP, "'%.*s' is one operand too many",
                         SLICE_ARG(options->operands.items[most]));
    assert(options->operands.count >= least);
    return STATUS_OK;
}

Status options_check(const Options *options, Error *err)
{
    const Status status = check_operands(options, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < options->command->option_count; i++) {
        const OptionSpec *spec = &options->command->options[i];
        if (spec->is_required && !options->values[i].is_given)
            return error_set(err, STATUS_SKIP, "--%s %s is missing", spec->name, spec->argument);
    }
    return STATUS_OK;
}

static const OptionValue *value_of(const Options *options, const char *name)
{
    const size_t i = find_option(options->command, slice_from(name));
    assert(i < options->command->option_count);
    return &options->values[i];
}

bool options_flag(const Options *options, const char *name)
{
    return value_of(options, name)->values.count > 0;
}

const char *options_text(const Options *options, const char *name)
{
    const Slices *values = &value_of(options, name)->values;
    return values->count ? values->items[0].data : NULL;
}

Slice options_slice(const Options *options, const char *name)
{
    const Slices *values = &value_of(options, name)->values;
    return values->count ? values->items[0] : SLICE_EMPTY;
}

uint64_t options_number(const Options *options, const char *name)
{
    uint64_t number = 0;
    (void)slice_to_u64(options_slice(options, name), &number); /* checked when it was read */
    return number;
}

const Slices *options_list(const Options *options, const char *name)
{
    return &value_of(options, name)->values;
}

size_t options_choice(const Options *options, const char *name)
{
    const size_t i = find_option(options->command, slice_from(name));
    assert(i < options->command->option_count && options->values[i].values.count > 0);
    Slice rest = slice_from(options->command->options[i].argument);
    Slice choice;
    size_t number = 0;
    while (slice_next_split(&rest, '|', &choice) && !slice_equal(choice, options->values[i].values.items[0]))
        number++;
    return number;
}

const char *options_operand(const Options *options, size_t i)
{
    return i < options->operands.count ? options->operands.items[i].data : NULL;
}
