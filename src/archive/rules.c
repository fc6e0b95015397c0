/* addresses.rules: lines come in, where an address leads goes out.
 *
 * Patterns are a person's, addresses are strangers': so what could make matching slow is refused when the
 * file is read (back-references; repetitions that multiply), and long addresses match nothing. Most lines of
 * a long list match no rule, so each pattern's plain beginning is compared first, eight bytes at a time;
 * a pattern is compiled when that first agrees. */
#include "archive/rules.h"

#include <regex.h>
#include <stdlib.h>

#include "base/builder.h"
#include "base/file.h"

enum {
    RULES_BYTES_MAX = 8 << 20,
    RULES_MAX = 100000,
    FAULTS_MAX = 1000,
    PATTERN_BYTES_MAX = 1000,
    PATTERN_WEIGHT_MAX = 5000, /* parts of a pattern with its repetitions written out */
    SUBJECT_BYTES_MAX = 4000,  /* servers and browsers of the time took no more */
    GROUPS_MAX = 10            /* the whole and nine */
};

typedef struct Rule {
    const char *pattern;
    Slice target;
    int status;
    bool is_of_path; /* begins with / or ^/: never laid on a host */
    bool is_anchored;
    Slice plain; /* stands in every match, at its beginning if anchored */
    bool is_compiled;
    regex_t regex;
} Rule;

/* The first bytes of `plain` of an anchored rule, so that a walk over thousands touches little memory. */
typedef struct RuleHead {
    uint64_t mask, bytes; /* mask 0: not anchored, look closer */
} RuleHead;

struct Rules {
    char *path;
    uint64_t stamp;
    Arena *arena;
    Slices faults;
    struct {
        Rule *items;
        size_t count, capacity;
    } list;
    RuleHead *heads;
};

/* ---- reading ---- */

static void tell(Rules *rules, uint64_t line, const char *what)
{
    if (rules->faults.count < FAULTS_MAX)
        *LIST_ADD(rules->arena, &rules->faults) =
            arena_format(rules->arena, "%s:%llu: %s, so this line is left out", rules->path,
                         (unsigned long long)line, what);
}

/* Takes the next word off the line; what begins with # is a comment. */
static Slice take_word(Slice *line)
{
    size_t begin = 0, end;
    while (begin < line->size && ascii_is_space(line->data[begin]))
        begin++;
    for (end = begin; end < line->size && !ascii_is_space(line->data[end]);)
        end++;
    Slice word = slice_range(*line, begin, end);
    *line = slice_skip(*line, end);
    if (slice_starts_with(word, SLICE("#")))
        *line = word = SLICE_EMPTY;
    return word;
}

/* The size of a "[...]" at its beginning, by the rules of POSIX; the rest where it has no end. */
static size_t bracket_size(Slice s)
{
    size_t i = 1;
    if (i < s.size && s.data[i] == '^')
        i++;
    if (i < s.size && s.data[i] == ']')
        i++;
    while (i < s.size && s.data[i] != ']') {
        char kind = i + 1 < s.size && s.data[i] == '[' ? s.data[i + 1] : '\0';
        if (kind == ':' || kind == '.' || kind == '=') {
            const char closing[] = {kind, ']'};
            size_t end = slice_find(slice_skip(s, i + 2), slice_of(closing, 2));
            i = end == SLICE_NONE ? s.size : i + 2 + end + 2;
        } else {
            i++;
        }
    }
    return i < s.size ? i + 1 : s.size;
}

/* The greatest number of a repetition "{m,n}" at its beginning, at least 1. */
static uint64_t repetition(Slice s, size_t *size)
{
    size_t end = slice_find_byte(s, '}');
    *size = end == SLICE_NONE ? s.size : end + 1;
    uint64_t most = 1, number;
    Slice rest = slice_range(s, 1, *size - 1), piece;
    while (slice_next_split(&rest, ',', &piece))
        if (slice_to_u64(piece, &number) && number > most)
            most = number;
    return most < PATTERN_WEIGHT_MAX ? most : PATTERN_WEIGHT_MAX;
}

/* Parts of the pattern with repetitions written out; more than PATTERN_WEIGHT_MAX means too many. */
static uint64_t pattern_weight(Slice s)
{
    struct {
        uint64_t sum, last; /* of the group that is open: all, and its last part */
    } open[PATTERN_BYTES_MAX + 1] = {{0}};
    size_t depth = 0;
    for (size_t i = 0, size; i < s.size; i += size) {
        size = 1;
        switch (s.data[i]) {
        case '(':
            depth++;
            open[depth].sum = open[depth].last = 0;
            continue;
        case ')':
            if (depth > 0)
                depth--;
            open[depth].last = open[depth + 1].sum + 1;
            break;
        case '{': {
            uint64_t most = repetition(slice_skip(s, i), &size);
            open[depth].sum -= open[depth].last;
            open[depth].last *= most;
            break;
        }
        case '[':
            size = bracket_size(slice_skip(s, i));
            open[depth].last = 1;
            break;
        default:
            size = s.data[i] == '\\' ? 2 : 1;
            open[depth].last = 1;
        }
        open[depth].sum += open[depth].last;
        if (open[depth].sum > PATTERN_WEIGHT_MAX)
            return open[depth].sum;
    }
    return open[depth].sum;
}

static bool has_back_reference(Slice s)
{
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == '[')
            i += bracket_size(slice_skip(s, i)) - 1;
        else if (s.data[i] == '\\' && i + 1 < s.size && ascii_is_digit(s.data[++i]))
            return true;
    }
    return false;
}

/* What stands at the beginning of every match: characters up to the first that means something. */
static Slice plain_beginning(Arena *arena, Slice s)
{
    if (slice_find_byte(s, '|') != SLICE_NONE)
        return SLICE_EMPTY; /* more than one beginning, maybe */
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < s.size;) {
        bool is_escaped = s.data[i] == '\\';
        if (is_escaped && (i + 1 == s.size || ascii_is_alpha(s.data[i + 1]) ||
                           memchr("<>`'", s.data[i + 1], 4))) /* \w, \b, \<: more than a character */
            break;
        char c = s.data[is_escaped ? i + 1 : i];
        if (!is_escaped && memchr(".[($^*+?{)", c, 10))
            break;
        size_t next = i + 1 + is_escaped;
        if (next < s.size && memchr("*?{", s.data[next], 3))
            break; /* it may be missing */
        builder_add_byte(&b, c);
        i = next;
    }
    return builder_slice(&b);
}

static bool compile(Rule *rule, char *why, size_t size)
{
    int code = regcomp(&rule->regex, rule->pattern, REG_EXTENDED);
    rule->is_compiled = code == 0;
    if (code != 0)
        regerror(code, &rule->regex, why, size);
    return code == 0;
}

static unsigned highest_group(Slice target)
{
    unsigned highest = 0;
    for (size_t i = 0; i + 1 < target.size; i++)
        if ((target.data[i] == '$' || target.data[i] == '\\') && ascii_is_digit(target.data[i + 1])) {
            unsigned group = (unsigned)(target.data[i + 1] - '0');
            highest = group > highest ? group : highest;
        }
    return highest;
}

static bool read_status(Slice word, int *status)
{
    uint64_t number = 301;
    bool is_number = slice_is_empty(word) || slice_to_u64(word, &number);
    *status = (int)(number % 1000);
    return is_number && (number == 301 || number == 404 || number == 410 || number == 451);
}

/* What is wrong with the words of a line; NULL: nothing. */
static const char *check_words(Slice pattern, Slice target, bool is_over)
{
    bool is_address = slice_starts_with(target, SLICE("/")) || slice_contains(target, SLICE("://")) ||
                      slice_starts_with(target, SLICE("$")) || slice_starts_with(target, SLICE("\\"));
    if (slice_is_empty(target))
        return "the target is missing";
    if (!is_over)
        return "there is something behind the status";
    if (pattern.size > PATTERN_BYTES_MAX)
        return "the pattern is over 1000 bytes long";
    if (slice_find_byte(pattern, '\0') != SLICE_NONE || slice_find_byte(target, '\0') != SLICE_NONE)
        return "there is a NUL byte in it";
    if (has_back_reference(pattern))
        return "a pattern may have no back-references";
    if (pattern_weight(pattern) > PATTERN_WEIGHT_MAX)
        return "the pattern repeats too much";
    if (!is_address && !slice_equal(target, SLICE("-")))
        return "the target is neither a path nor an address";
    return NULL;
}

static const char *read_words(Rules *rules, Slice line, Rule *rule)
{
    Slice pattern = take_word(&line), target = take_word(&line);
    if (slice_equal(target, SLICE("->")))
        target = take_word(&line);
    Slice status = take_word(&line);
    const char *fault = check_words(pattern, target, slice_is_empty(take_word(&line)));
    if (fault)
        return fault;
    if (!read_status(status, &rule->status))
        return "the status is not 301, 404, 410 or 451";
    if (slice_equal(target, SLICE("-")) && rule->status == 301)
        return "a target of - needs the status 404, 410 or 451";
    rule->pattern = arena_string(rules->arena, pattern);
    rule->target = arena_copy(rules->arena, target);
    rule->is_anchored = slice_starts_with(pattern, SLICE("^"));
    Slice body = slice_skip(pattern, rule->is_anchored);
    rule->is_of_path = slice_starts_with(body, SLICE("/"));
    rule->plain = plain_beginning(rules->arena, body);
    return NULL;
}

static void read_line(Rules *rules, uint64_t number, Slice line)
{
    Rule rule = {0};
    Slice rest = line;
    char why[200] = "";
    if (slice_is_empty(take_word(&rest)))
        return;
    const char *fault = read_words(rules, line, &rule);
    if (!fault && rules->list.count == RULES_MAX)
        fault = "there are over 100000 rules";
    if (!fault && !compile(&rule, why, sizeof why))
        fault = why;
    if (!fault && highest_group(rule.target) > rule.regex.re_nsub)
        fault = "the target asks for a group that the pattern has not";
    if (rule.is_compiled) /* again when it is needed: a compiled pattern takes some kilobytes */
        regfree(&rule.regex);
    rule.is_compiled = false;
    if (fault)
        tell(rules, number, fault);
    else
        *LIST_ADD(rules->arena, &rules->list) = rule;
}

/* Up to eight bytes in the order of memory; *mask covers them. */
static uint64_t first_bytes(Slice s, uint64_t *mask)
{
    unsigned char bytes[8] = {0}, ones[8] = {0};
    size_t size = s.size < 8 ? s.size : 8;
    if (size > 0)
        memcpy(bytes, s.data, size);
    memset(ones, 0xFF, size);
    uint64_t number;
    memcpy(&number, bytes, 8);
    memcpy(mask, ones, 8);
    return number;
}

static void read_file(Rules *rules)
{
    Slice text = SLICE_EMPTY, line;
    Error err;
    Status status = file_read(rules->arena, rules->path, RULES_BYTES_MAX, &text, &err);
    if (status == STATUS_SKIP || status == STATUS_FAIL)
        *LIST_ADD(rules->arena, &rules->faults) = arena_copy(rules->arena, slice_from(err.message));
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_skip(text, 3);
    for (uint64_t number = 1; slice_next_line(&text, &line); number++)
        read_line(rules, number, line);
    rules->heads = ARENA_ARRAY(rules->arena, RuleHead, rules->list.count);
    for (size_t i = 0; i < rules->list.count; i++) {
        const Rule *rule = &rules->list.items[i];
        if (rule->is_anchored && rule->is_of_path)
            rules->heads[i].bytes = first_bytes(rule->plain, &rules->heads[i].mask);
    }
}

static void forget(Rules *rules)
{
    for (size_t i = 0; i < rules->list.count; i++)
        if (rules->list.items[i].is_compiled)
            regfree(&rules->list.items[i].regex);
    rules->list.items = NULL;
    rules->list.count = rules->list.capacity = 0;
    rules->faults = (Slices){0};
    arena_reset(rules->arena);
}

void rules_refresh(Rules *rules)
{
    uint64_t stamp = file_stamp(rules->path);
    if (stamp == rules->stamp)
        return;
    forget(rules);
    rules->stamp = stamp;
    if (stamp != 0)
        read_file(rules);
}

Rules *rules_open(const char *path)
{
    Rules *rules = calloc(1, sizeof *rules);
    size_t size = strlen(path) + 1;
    if (!rules || !(rules->path = malloc(size)))
        fatal("out of memory");
    memcpy(rules->path, path, size);
    rules->arena = arena_open(SIZE_MAX);
    rules_refresh(rules);
    return rules;
}

void rules_close(Rules *rules)
{
    if (!rules)
        return;
    forget(rules);
    arena_close(rules->arena);
    free(rules->path);
    free(rules);
}

size_t rules_count(const Rules *rules)
{
    return rules->list.count;
}

const Slices *rules_faults(const Rules *rules)
{
    return &rules->faults;
}

/* ---- matching ---- */

/* The subject in the order in which a rule is laid on it; the last two with the host before them. */
enum { SUBJECTS = 4, SUBJECTS_OF_PATH = 2 };
typedef struct Laid {
    Slice texts[SUBJECTS]; /* with a NUL behind; empty: the same as one before, or too long */
    uint64_t heads[SUBJECTS];
} Laid;

static Slice usable(Arena *arena, Slice text)
{
    bool is_usable = text.size <= SUBJECT_BYTES_MAX && slice_find_byte(text, '\0') == SLICE_NONE;
    return is_usable && text.size > 0 ? slice_of(arena_string(arena, text), text.size) : SLICE_EMPTY;
}

static Laid lay(Arena *arena, const RuleSubject *subject)
{
    Laid laid = {0};
    uint64_t mask;
    bool is_normal = slice_equal(subject->path, subject->normal_path);
    bool is_normal_host = slice_equal(subject->host, subject->normal_host);
    laid.texts[0] = usable(arena, subject->path);
    laid.texts[1] = is_normal ? SLICE_EMPTY : usable(arena, subject->normal_path);
    laid.texts[2] =
        usable(arena, arena_format(arena, "%.*s%.*s", SLICE_ARG(subject->host), SLICE_ARG(subject->path)));
    laid.texts[3] = is_normal && is_normal_host
                        ? SLICE_EMPTY
                        : usable(arena, arena_format(arena, "%.*s%.*s", SLICE_ARG(subject->normal_host),
                                                     SLICE_ARG(subject->normal_path)));
    for (size_t i = 0; i < SUBJECTS; i++)
        laid.heads[i] = first_bytes(laid.texts[i], &mask);
    return laid;
}

static bool may_match(const Rule *rule, Slice text)
{
    return rule->is_anchored ? slice_starts_with(text, rule->plain)
                             : slice_is_empty(rule->plain) || slice_contains(text, rule->plain);
}

static Slice expand(Arena *arena, Slice target, Slice text, const regmatch_t *groups)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < target.size; i++) {
        char c = target.data[i];
        if ((c == '$' || c == '\\') && i + 1 < target.size && ascii_is_digit(target.data[i + 1])) {
            const regmatch_t *group = &groups[target.data[++i] - '0'];
            if (group->rm_so >= 0)
                builder_add(&b, slice_range(text, (size_t)group->rm_so, (size_t)group->rm_eo));
        } else {
            builder_add_byte(&b, c);
        }
    }
    return builder_slice(&b);
}

static bool match_text(Rule *rule, Arena *arena, Slice text, RuleMatch *match)
{
    regmatch_t groups[GROUPS_MAX];
    char why[1];
    if (slice_is_empty(text) || !may_match(rule, text) ||
        (!rule->is_compiled && !compile(rule, why, sizeof why)) ||
        regexec(&rule->regex, text.data, GROUPS_MAX, groups, 0) != 0)
        return false;
    *match = (RuleMatch){expand(arena, rule->target, text, groups), rule->status};
    return true;
}

bool rules_next(Rules *rules, Arena *arena, const RuleSubject *subject, size_t *at, RuleMatch *match)
{
    if (*at >= rules->list.count)
        return false;
    Laid laid = lay(arena, subject);
    while (*at < rules->list.count) {
        RuleHead head = rules->heads[*at];
        Rule *rule = &rules->list.items[(*at)++];
        if ((laid.heads[0] & head.mask) != head.bytes && (laid.heads[1] & head.mask) != head.bytes)
            continue;
        size_t count = rule->is_of_path ? SUBJECTS_OF_PATH : SUBJECTS;
        for (size_t i = 0; i < count; i++)
            if (match_text(rule, arena, laid.texts[i], match))
                return true;
    }
    return false;
}
