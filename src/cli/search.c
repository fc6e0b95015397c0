/* backfile search: a query in, hits out as a table, JSON, JSON lines or CSV.
 *
 * JSON is one answer, the one that the HTTP API gives. The other forms go from page to page of hits by the
 * cursor, so that any number of them takes the memory of one page. What is not a result (notes, how many
 * there are) goes to stderr. */
#include "cli/cli.h"

#include <inttypes.h>

#include "base/builder.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "cli/terminal.h"
#include "export/export.h"

enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_JSONL, FORMAT_CSV };
enum { PAGE_HITS = 200, JSON_SNIPPETS = 3, TABLE_SNIPPETS = 1, DATE_COLUMNS = 10, ID_COLUMNS = 13 };

typedef struct Search {
    Call *call;
    Archive *archive;
    SearchRequest request;
    size_t format;
    size_t width;    /* of the terminal */
    uint64_t wanted; /* hits still to print */
    uint64_t shown, groups;
    Slice cursor; /* of the hits behind the last shown; empty at the end */
} Search;

/* "year:5" */
static Status parse_facet(Slice text, FacetRequest *facet, Error *err)
{
    const size_t colon = slice_find_byte(text, ':');
    const Slice name = slice_range(text, 0, colon);
    uint64_t limit = 0;
    *facet = (FacetRequest){0};
    if (!facet_field_find(name, &facet->field)) {
        Builder names;
        Arena *arena = arena_open(1 << 12);
        builder_init(&names, arena);
        for (int i = 0; i < FACET_FIELDS; i++)
            builder_format(&names, " %.*s", SLICE_ARG(facet_field_name((FacetField)i)));
        error_set(err, STATUS_SKIP, "no facet is called '%.*s'; there are:%.*s", SLICE_ARG(name),
                  SLICE_ARG(builder_slice(&names)));
        arena_close(arena);
        return STATUS_SKIP;
    }
    if (colon != SLICE_NONE && (!slice_to_u64(slice_skip(text, colon + 1), &limit) || limit > SIZE_MAX))
        return error_set(err, STATUS_SKIP, "--facet takes FIELD or FIELD:N, not '%.*s'", SLICE_ARG(text));
    facet->limit = (size_t)limit;
    return STATUS_OK;
}

static Status parse_facets(Call *call, SearchOptions *options, Error *err)
{
    const Slices *texts = options_list(call->options, "facet");
    FacetRequest *facets = ARENA_ARRAY(call->arena, FacetRequest, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        const Status status = parse_facet(texts->items[i], &facets[i], err);
        if (status != STATUS_OK)
            return status;
    }
    options->facets = facets;
    options->facet_count = texts->count;
    return STATUS_OK;
}

/* All operands behind the first, with a space between them: several words are one query. */
static Slice typed_query(Call *call)
{
    Builder b;
    builder_init(&b, call->arena);
    for (size_t i = 1; i < call->options->operands.count; i++) {
        if (i > 1)
            builder_add_byte(&b, ' ');
        builder_add(&b, call->options->operands.items[i]);
    }
    return builder_slice(&b);
}

static Status make_request(Search *search, Error *err)
{
    Call *call = search->call;
    SearchRequest *request = &search->request;
    const bool is_explained = options_flag(call->options, "explain");
    search->format = options_choice(call->options, "format");
    search->wanted = options_number(call->options, "limit");
    *request = (SearchRequest){
        .typed = typed_query(call),
        .lang = options_slice(call->options, "lang"),
        .is_count_only = options_flag(call->options, "count"),
        .options.sort = (SortKind)options_choice(call->options, "sort"), /* in the same order */
        .options.seed = options_number(call->options, "seed"),
        .options.is_fresh = options_flag(call->options, "fresh"),
        .options.is_folded = options_choice(call->options, "group") > 0,
        .options.cursor = options_slice(call->options, "cursor"),
        .options.bm25 = BM25_USUAL,
    };
    (void)group_find(options_slice(call->options, "group"), &request->options.folded);
    if (request->options.sort == SORT_RANDOM && request->options.seed == 0)
        request->options.seed = (uint64_t)clock_unix_s();
    request->with_clauses = !request->is_count_only && (is_explained || search->format == FORMAT_JSON);
    request->with_help = request->with_clauses;
    request->with_score_parts = is_explained;
    if (search->format == FORMAT_TABLE && call->out_is_terminal)
        request->snippets_per_hit = TABLE_SNIPPETS;
    else if (search->format == FORMAT_JSON || search->format == FORMAT_JSONL)
        request->snippets_per_hit = JSON_SNIPPETS;
    const Status status = parse_facets(call, &request->options, err);
    const bool has_place = search->format == FORMAT_TABLE || search->format == FORMAT_JSON;
    if (status == STATUS_OK && request->options.facet_count && !has_place)
        return error_set(err, STATUS_SKIP, "--facet needs --format table or json");
    return status;
}

/* ---- the table ---- */

static void print_marked(FILE *out, const Snippet *snippet)
{
    size_t at = 0;
    for (size_t i = 0; i < snippet->mark_count; i++) {
        const Span mark = snippet->marks[i];
        print_line_text(out, slice_range(snippet->text, at, mark.begin));
        fputs("\033[1m", out);
        print_line_text(out, slice_range(snippet->text, mark.begin, mark.end));
        fputs("\033[0m", out);
        at = mark.end;
    }
    print_line_text(out, slice_skip(snippet->text, at));
}

static void print_hit(const Search *search, Arena *arena, const HitView *hit)
{
    FILE *out = search->call->out;
    const Article *article = &hit->article;
    const Slice date = moment_format(arena, article->published);
    const size_t before = DATE_COLUMNS + 2 + ID_COLUMNS + 2;
    const size_t columns = search->width > before + 10 ? search->width - before : 10;
    print_cell(out, date.size ? slice_range(date, 0, DATE_COLUMNS) : SLICE("undated"), DATE_COLUMNS, true);
    fputs("  ", out);
    print_cell(out, article->id, search->call->out_is_terminal ? ID_COLUMNS : SIZE_MAX / 2, false);
    for (size_t i = utf8_count(article->id); i < ID_COLUMNS; i++)
        fputc(' ', out);
    fputs("  ", out);
    if (search->call->out_is_terminal)
        print_cell(out, article->headline, columns, false);
    else
        print_line_text(out, article->headline);
    fputc('\n', out);
    if (hit->alike > 0)
        fprintf(out, "%*sand %" PRIu64 " more folded under it\n", DATE_COLUMNS + 2, "", hit->alike);
    for (size_t i = 0; i < hit->parts.count; i++) {
        const ScorePart *part = &hit->parts.items[i];
        fprintf(out, "%*s%8.3f  ", DATE_COLUMNS + 2, "", (double)part->score / SCORE_ONE);
        print_line_text(out, part->leaf);
        if (part->frequency)
            fprintf(out, "  (weighs %" PRIu32 " here, in %" PRIu64 " pieces)", part->frequency,
                    part->documents);
        fputc('\n', out);
    }
    for (size_t i = 0; i < hit->snippet_count; i++) {
        fprintf(out, "%*s", DATE_COLUMNS + 2, "");
        print_marked(out, &hit->snippets[i]);
        fputc('\n', out);
    }
}

static void print_facets(FILE *out, const Answer *answer)
{
    for (size_t i = 0; i < answer->facet_count; i++) {
        const FacetCounts *facet = &answer->facets[i];
        fprintf(out, "\n%.*s\n", SLICE_ARG(facet_field_name(facet->field)));
        for (size_t k = 0; k < facet->count; k++) {
            const Slice label = answer->labels && answer->labels[i] ? answer->labels[i][k] : SLICE_EMPTY;
            fprintf(out, "%10" PRIu64 "  ", facet->values[k].count);
            print_line_text(out, facet->values[k].value);
            if (label.size && !slice_equal(label, facet->values[k].value)) {
                fputs("  ", out);
                print_line_text(out, label);
            }
            fputc('\n', out);
        }
    }
}

static void print_counted(FILE *out, uint64_t count, Slice text)
{
    fprintf(out, "%10" PRIu64 "  ", count);
    print_line_text(out, text);
}

static void print_others(FILE *out, const char *what, const OtherWordsList *list)
{
    for (size_t i = 0; i < list->count; i++) {
        fprintf(out, "%s ", what);
        print_line_text(out, list->items[i].word);
        for (size_t k = 0; k < list->items[i].count; k++) {
            fputs(k ? ", " : ": ", out);
            print_line_text(out, list->items[i].words[k].value);
            fprintf(out, " %" PRIu64, list->items[i].words[k].count);
        }
        fputc('\n', out);
    }
}

static void print_help(FILE *out, const Answer *answer)
{
    const AnswerHelp *help = &answer->help;
    for (size_t i = 0; i < help->added.count; i++) {
        print_counted(out, help->added.items[i].count, help->added.items[i].word);
        fprintf(out, "  (%.*s: ", SLICE_ARG(help->added.items[i].how));
        print_line_text(out, help->added.items[i].clause);
        fputs(")\n", out);
    }
    print_others(out, "other spellings of", &help->variants);
    print_others(out, "near to", &help->spellings);
    if (help->has_opened)
        fprintf(out, "%10" PRIu64 "  of any date\n", help->opened);
    for (size_t i = 0; i < help->narrow_count; i++) {
        fprintf(out, "by %.*s:", SLICE_ARG(facet_field_name(help->narrow[i].field)));
        for (size_t k = 0; k < help->narrow[i].count; k++) {
            fputs(k ? ", " : " ", out);
            print_line_text(out, help->narrow[i].values[k].value);
            fprintf(out, " %" PRIu64, help->narrow[i].values[k].count);
        }
        fputc('\n', out);
    }
}

static void print_explanation(FILE *out, const Answer *answer)
{
    fputs("native  ", out);
    print_line_text(out, answer->native);
    fputc('\n', out);
    for (size_t i = 0; i < answer->clause_count; i++) {
        print_counted(out, answer->clauses[i].count, answer->clauses[i].text);
        if (answer->help.without)
            fprintf(out, "  (without it: %" PRIu64 ")", answer->help.without[i]);
        fputc('\n', out);
    }
    print_help(out, answer);
    fputc('\n', out);
}

/* ---- all forms ---- */

static void print_notes(const Call *call, const Answer *answer)
{
    for (size_t i = 0; i < answer->notes.count; i++) {
        fputs("note: ", call->err);
        print_line_text(call->err, answer->notes.items[i]);
        fputc('\n', call->err);
    }
    for (size_t i = 0; i < answer->offer_count; i++) {
        fprintf(call->err, "note: with --lang %.*s this would be read as ",
                SLICE_ARG(answer->offers[i].lang));
        print_line_text(call->err, answer->offers[i].native);
        fputc('\n', call->err);
    }
}

static void print_page(Search *search, Arena *arena, const Answer *answer, bool is_first)
{
    FILE *out = search->call->out;
    if (search->format == FORMAT_CSV) {
        const Slice text = export_hits_csv(arena, answer, is_first);
        fwrite(text.data, 1, text.size, out);
        return;
    }
    for (size_t i = 0; i < answer->hit_count; i++) {
        if (search->format == FORMAT_TABLE) {
            print_hit(search, arena, &answer->hits[i]);
        } else {
            const Slice line = export_hit(arena, &answer->hits[i]);
            fwrite(line.data, 1, line.size, out);
            fputc('\n', out);
        }
    }
}

static void print_beginning(Search *search, const Answer *answer)
{
    const Call *call = search->call;
    print_notes(call, answer);
    search->groups = answer->groups;
    if (search->request.options.sort == SORT_RANDOM && search->format == FORMAT_TABLE)
        fprintf(call->err, "In the order of --seed %" PRIu64 ".\n", search->request.options.seed);
    if (options_flag(call->options, "explain"))
        print_explanation(search->format == FORMAT_TABLE ? call->out : call->err, answer);
}

static void print_end(Search *search, uint64_t total)
{
    const Call *call = search->call;
    if (search->format != FORMAT_TABLE)
        return;
    fprintf(call->err, "%" PRIu64 " hit%s", total, total == 1 ? "" : "s");
    if (search->request.options.is_folded)
        fprintf(call->err, " in %" PRIu64 " group%s", search->groups, search->groups == 1 ? "" : "s");
    if (search->shown < total && search->cursor.size)
        fprintf(call->err, ", %" PRIu64 " shown; go on with --cursor '%.*s'", search->shown,
                SLICE_ARG(search->cursor));
    fputs(".\n", call->err);
}

/* Page after page until enough hits are printed. */
static int search_pages(Search *search)
{
    Arena *arena = arena_open(CALL_ARENA_BYTES);
    Call *call = search->call;
    SearchOptions *options = &search->request.options;
    uint64_t total = 0;
    bool is_first = true;
    Status status = STATUS_OK;
    Error err;
    do {
        Answer answer = {0};
        arena_reset(arena);
        options->limit = (size_t)(search->wanted < PAGE_HITS ? search->wanted : PAGE_HITS);
        status = archive_search(search->archive, arena, &search->request, &answer, &err);
        if (status != STATUS_OK)
            break;
        if (is_first) {
            total = answer.total;
            print_beginning(search, &answer);
        }
        print_page(search, arena, &answer, is_first);
        if (is_first)
            print_facets(call->out, &answer); /* of one page or of many, they are of all hits */
        search->wanted -= answer.hit_count < search->wanted ? answer.hit_count : search->wanted;
        search->shown += answer.hit_count;
        search->cursor = arena_copy(call->arena, answer.cursor);
        options->cursor = search->cursor;
        options->facet_count = 0;
        search->request.with_clauses = search->request.with_help = false;
        is_first = false;
    } while (search->wanted > 0 && search->cursor.size && !ferror(call->out));
    arena_close(arena);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    print_end(search, total);
    return total ? EXIT_DONE : EXIT_NOTHING;
}

/* --format json and --count: one answer. */
static int search_once(Search *search)
{
    Call *call = search->call;
    Answer answer = {0};
    Error err;
    search->request.options.limit = search->request.is_count_only ? 0 : (size_t)search->wanted;
    const Status status = archive_search(search->archive, call->arena, &search->request, &answer, &err);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    print_notes(call, &answer);
    if (search->request.is_count_only) {
        fprintf(call->out, "%" PRIu64 "\n", answer.total);
        return EXIT_DONE;
    }
    const Slice text = export_answer(call->arena, &answer, call->out_is_terminal);
    call_print(call, text);
    return answer.total ? EXIT_DONE : EXIT_NOTHING;
}

int command_search(Call *call)
{
    Search search = {.call = call, .width = terminal_width(call->out)};
    Error err;
    const Status status = make_request(&search, &err);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    int code = call_open_archive(call, ARCHIVE_READ, &search.archive);
    if (code != EXIT_DONE)
        return code;
    const bool is_one = search.request.is_count_only || search.format == FORMAT_JSON;
    code = is_one ? search_once(&search) : search_pages(&search);
    archive_close(search.archive);
    return code;
}
