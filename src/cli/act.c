/* backfile withhold, restore, delist, redirect, correct, undo, log: what a person decides, and the record of
 * it.
 *
 * In: a target, a verb, who, when and why. Out: a line for each act, NUMBER<TAB>VERB<TAB>TARGET<TAB>what it
 * did, or the act as JSON. */
#include "cli/cli.h"

#include <pwd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/zone.h"
#include "cli/terminal.h"
#include "export/export.h"
#include "server/server.h"

enum { FORMAT_TEXT, FORMAT_JSON };

/* ---- what all acts say ---- */

static Slice login_name(Arena *arena)
{
    const struct passwd *entry = getpwuid(getuid());
    return arena_copy(arena, entry ? slice_from(entry->pw_name) : SLICE("unknown"));
}

/* A day or a minute; without an offset it is in the archive's time zone. */
static Status read_when(Slice text, const Archive *archive, int64_t *at_s, Error *err)
{
    Moment moment;
    Zone *zone = NULL;
    if (slice_is_empty(text)) {
        *at_s = clock_unix_s();
        return STATUS_OK;
    }
    if (!moment_parse(text, &moment))
        return error_set(err, STATUS_SKIP,
                         "--when takes a time such as 2026-11-24 or 2026-11-24T14:05, not '%.*s'",
                         SLICE_ARG(text));
    const Status status = zone_open(archive_settings(archive)->timezone, &zone, err);
    if (status == STATUS_OK)
        *at_s = moment_utc_s(moment, zone);
    zone_close(zone);
    return status;
}

static Status begin_act(const Call *call, const Archive *archive, ActVerb verb, Act *act, Error *err)
{
    const Options *options = call->options;
    *act = (Act){.verb = verb, .who = options_slice(options, "who"), .why = options_slice(options, "why")};
    if (slice_is_empty(act->who))
        act->who = login_name(call->arena);
    if (slice_is_empty(act->why))
        call_note(call, "No reason is given (--why): the log will not say why.");
    return read_when(options_slice(options, "when"), archive, &act->at_s, err);
}

/* ---- telling what was done ---- */

static Slice thing_of(Arena *arena, const Act *act)
{
    if (!slice_is_empty(act->article))
        return arena_format(arena, "article %.*s", SLICE_ARG(act->article));
    if (!slice_is_empty(act->media))
        return arena_format(arena, "photo %.*s", SLICE_ARG(act->media));
    return arena_format(arena, "address %.*s", SLICE_ARG(act->url_key));
}

static Slice correction_of(Arena *arena, const Act *act)
{
    Slice field = slice_is_empty(act->field)
                      ? SLICE_EMPTY
                      : arena_format(arena, "%.*s: '%.*s' was '%.*s'", SLICE_ARG(act->field),
                                     SLICE_ARG(act->value), SLICE_ARG(act->was));
    if (slice_is_empty(act->notice))
        return field;
    return arena_format(arena, "%.*s%snotice: %.*s", SLICE_ARG(field), slice_is_empty(field) ? "" : "; ",
                        SLICE_ARG(act->notice));
}

static Slice effect_of(Arena *arena, const Act *act)
{
    const Slice thing = thing_of(arena, act);
    switch (act->verb) {
    case ACT_WITHHOLD:
        return arena_format(arena, "%.*s is shown nowhere and answers %s", SLICE_ARG(thing),
                            act->is_by_law ? "451" : "410");
    case ACT_RESTORE:
        return arena_format(arena, "%.*s is shown and listed again", SLICE_ARG(thing));
    case ACT_DELIST:
        return arena_format(arena, "%.*s answers at its address and stands in no list", SLICE_ARG(thing));
    case ACT_REDIRECT:
        return arena_format(arena, "leads to %.*s", SLICE_ARG(act->to));
    case ACT_CORRECT:
        return arena_format(arena, "%.*s: %.*s", SLICE_ARG(thing), SLICE_ARG(correction_of(arena, act)));
    default:
        return arena_format(arena, "act %lld no longer counts", (long long)act->undoes);
    }
}

static void print_act(const Call *call, const Act *act)
{
    if (options_choice(call->options, "format") == FORMAT_JSON) {
        call_print(call, export_act(call->arena, act, call->out_is_terminal));
        return;
    }
    fprintf(call->out, "%lld\t%.*s\t", (long long)act->number, SLICE_ARG(act_verb_name(act->verb)));
    print_line_text(call->out, act->target);
    fputc('\t', call->out);
    print_line_text(call->out, effect_of(call->arena, act));
    fputc('\n', call->out);
}

/* Does it and tells it; gives the exit code. */
static int do_act(const Call *call, Archive *archive, const Act *order)
{
    Act done;
    Error err = {{0}};
    const Status status = archive_act(archive, call->arena, order, &done, &err);
    if (status == STATUS_OK) {
        print_act(call, &done);
        if (done.verb == ACT_REDIRECT && !slice_is_empty(done.article))
            call_note(call, "'%.*s' is the address of article %.*s, which is no longer read there.",
                      SLICE_ARG(done.target), SLICE_ARG(done.article));
        return EXIT_DONE;
    }
    if (status != STATUS_END)
        return call_fail(call, status, &err);
    if (order->verb == ACT_UNDO)
        return order->undoes ? call_say(call, EXIT_NOTHING, "there is no act %lld", (long long)order->undoes)
                             : call_say(call, EXIT_NOTHING, "there is no act that could be undone");
    return call_say(call, EXIT_NOTHING, "nothing is known of '%.*s'", SLICE_ARG(order->target));
}

/* ---- the commands ---- */

/* Opens the archive for writing and fills what all acts say. */
static int open_for_act(Call *call, ActVerb verb, Archive **archive, Act *act)
{
    Error err;
    const int code = call_open_archive(call, ARCHIVE_WRITE, archive);
    if (code != EXIT_DONE)
        return code;
    const Status status = begin_act(call, *archive, verb, act, &err);
    return status == STATUS_OK ? EXIT_DONE : call_fail(call, status, &err);
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

/* One act for each target; a target that is unknown does not keep the others from being done. */
static int act_on_targets(Call *call, ActVerb verb, bool is_by_law)
{
    Archive *archive = NULL;
    Act act;
    int code = open_for_act(call, verb, &archive, &act);
    const bool is_open = code == EXIT_DONE;
    for (size_t i = 1; is_open && i < call->options->operands.count && code < EXIT_FAILED; i++) {
        act.target = call->options->operands.items[i];
        act.is_by_law = is_by_law;
        code = worse(code, do_act(call, archive, &act));
    }
    archive_close(archive);
    return code;
}

int command_withhold(Call *call)
{
    return act_on_targets(call, ACT_WITHHOLD, options_flag(call->options, "law"));
}

int command_restore(Call *call)
{
    return act_on_targets(call, ACT_RESTORE, false);
}

int command_delist(Call *call)
{
    return act_on_targets(call, ACT_DELIST, false);
}

int command_redirect(Call *call)
{
    Archive *archive = NULL;
    Act act;
    int code = open_for_act(call, ACT_REDIRECT, &archive, &act);
    if (code == EXIT_DONE) {
        act.target = slice_from(options_operand(call->options, 1));
        act.to = slice_from(options_operand(call->options, 2));
        code = do_act(call, archive, &act);
    }
    archive_close(archive);
    return code;
}

/* "FIELD=VALUE" */
static bool read_pair(Slice word, Slice *field, Slice *value)
{
    const size_t sign = slice_find_byte(word, '=');
    *field = slice_range(word, 0, sign == SLICE_NONE ? 0 : sign);
    *value = sign == SLICE_NONE ? SLICE_EMPTY : slice_skip(word, sign + 1);
    return !slice_is_empty(*field);
}

/* The notice stands with the first of several fields, so that it is shown once. */
static int correct_pairs(const Call *call, Archive *archive, Act act)
{
    const Slices *words = &call->options->operands;
    int code = EXIT_DONE;
    for (size_t i = 2; i < words->count && code == EXIT_DONE; i++) {
        if (!read_pair(words->items[i], &act.field, &act.value))
            return call_say(call, EXIT_USAGE, "'%.*s' is not FIELD=VALUE", SLICE_ARG(words->items[i]));
        code = do_act(call, archive, &act);
        act.notice = SLICE_EMPTY;
    }
    return code;
}

static int check_correct(const Call *call)
{
    const bool has_pairs = call->options->operands.count > 2;
    const bool has_field = options_text(call->options, "field") != NULL;
    const bool has_value = options_text(call->options, "value") != NULL;
    if (has_field != has_value)
        return call_say(call, EXIT_USAGE, "--field and --value go together");
    if (has_field && has_pairs)
        return call_say(call, EXIT_USAGE, "give --field and --value, or FIELD=VALUE, not both");
    if (!has_field && !has_pairs && options_slice(call->options, "notice").size == 0)
        return call_say(call, EXIT_USAGE, "say what to correct: FIELD=VALUE, or --notice TEXT");
    return EXIT_DONE;
}

int command_correct(Call *call)
{
    Archive *archive = NULL;
    Act act;
    int code = check_correct(call);
    if (code == EXIT_DONE)
        code = open_for_act(call, ACT_CORRECT, &archive, &act);
    if (code == EXIT_DONE) {
        act.target = slice_from(options_operand(call->options, 1));
        act.notice = options_slice(call->options, "notice");
        act.field = options_slice(call->options, "field");
        act.value = options_slice(call->options, "value");
        code = call->options->operands.count > 2 ? correct_pairs(call, archive, act)
                                                 : do_act(call, archive, &act);
    }
    archive_close(archive);
    return code;
}

int command_undo(Call *call)
{
    Archive *archive = NULL;
    Act act;
    int64_t number = 0;
    const char *typed = options_operand(call->options, 1);
    if (typed && (!slice_to_i64(slice_from(typed), &number) || number <= 0))
        return call_say(call, EXIT_USAGE, "'%s' is no number of an act; 'backfile log' lists them", typed);
    int code = open_for_act(call, ACT_UNDO, &archive, &act);
    if (code == EXIT_DONE) {
        act.undoes = number;
        code = do_act(call, archive, &act);
    }
    archive_close(archive);
    return code;
}

/* ---- the log ---- */

enum { LOG_TABLE, LOG_JSON, LOG_JSONL, LOG_URLS };
enum { ACTS_AT_A_TIME = 1000 };

/* Numbers rise without gaps, so the last act tells how many there are. */
static Status last_number(Archive *archive, int64_t *last, Error *err)
{
    Arena *arena = arena_open(CALL_ARENA_BYTES);
    Acts acts = {.count = ACTS_AT_A_TIME};
    Status status = STATUS_OK;
    *last = 0;
    while (status == STATUS_OK && acts.count == ACTS_AT_A_TIME) {
        arena_reset(arena);
        status = archive_acts(archive, arena, *last, ACTS_AT_A_TIME, &acts, err);
        if (status == STATUS_OK && acts.count > 0)
            *last = acts.items[acts.count - 1].number;
    }
    arena_close(arena);
    return status;
}

static void print_log_line(const Call *call, const Act *act)
{
    const Slice at = moment_format(call->arena, moment_from_utc(act->at_s, NULL));
    fprintf(call->out, "%6lld  %.*s  ", (long long)act->number, SLICE_ARG(at));
    print_cell(call->out, act->who, 12, true);
    fprintf(call->out, "  %-8.*s  ", SLICE_ARG(act_verb_name(act->verb)));
    print_line_text(call->out, act->target);
    fputs("  ", call->out);
    print_line_text(call->out, effect_of(call->arena, act));
    if (act->why.size) {
        fputs("  because: ", call->out);
        print_line_text(call->out, act->why);
    }
    if (act->undone_by)
        fprintf(call->out, "  (undone by act %lld)", (long long)act->undone_by);
    fputc('\n', call->out);
}

static void print_log(const Call *call, const Acts *acts)
{
    const size_t format = options_choice(call->options, "format");
    if (format == LOG_JSON)
        call_print(call, export_acts(call->arena, acts, call->out_is_terminal));
    for (size_t i = 0; format != LOG_JSON && i < acts->count; i++) {
        if (format == LOG_JSONL)
            call_print(call, export_act(call->arena, &acts->items[i], false));
        else
            print_log_line(call, &acts->items[i]);
    }
}

static void print_paths(const Call *call, const Slices *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        print_line_text(call->out, paths->items[i]);
        fputc('\n', call->out);
    }
}

int command_log(Call *call)
{
    Archive *archive = NULL;
    Slices paths = {0};
    Acts acts = {0};
    Error err;
    int64_t last = 0;
    const uint64_t limit = options_number(call->options, "limit");
    const int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    Status status = last_number(archive, &last, &err);
    const int64_t after = limit && limit < (uint64_t)last ? last - (int64_t)limit : 0;
    if (status == STATUS_OK)
        status = archive_acts(archive, call->arena, after, SIZE_MAX, &acts, &err);
    if (status == STATUS_OK && options_choice(call->options, "format") == LOG_URLS)
        status = archive_acts_addresses(archive, call->arena, &acts, THUMB_WIDTHS, &paths, &err);
    archive_close(archive);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    if (options_choice(call->options, "format") == LOG_URLS)
        print_paths(call, &paths);
    else
        print_log(call, &acts);
    return EXIT_DONE;
}
