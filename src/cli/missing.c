/* backfile missing: what the archive lacks, as far as it can tell from what it holds.
 *
 * For a person: a headed section for each kind of thing, with its count, a few examples and at the end what
 * to do about it. For programs: JSON, or the wanted addresses alone, one a line, for a crawler to fetch. */
#include "cli/missing.h"

#include "cli/terminal.h"
#include "export/export.h"

enum { SHOWN = 8, DAY_S = 24 * 60 * 60, CAPTION_COLUMNS = 60 };

/* ---- one section ---- */

typedef struct Printer {
    FILE *out;
    Arena *arena;
    const MissingReport *missing;
} Printer;

static void print_number(const Printer *p, uint64_t number)
{
    fprintf(p->out, "%.*s", SLICE_ARG(format_count(p->arena, number)));
}

/* What was not shown of `total`. */
static void print_rest(const Printer *p, uint64_t total, size_t shown)
{
    if (total > shown)
        fprintf(p->out, "  ... and %.*s more\n", SLICE_ARG(format_count(p->arena, total - shown)));
}

static size_t shown_of(size_t count)
{
    return count < SHOWN ? count : SHOWN;
}

static void print_ids(const Printer *p)
{
    const IdRuns *runs = &p->missing->missing_ids;
    for (size_t i = 0; i < shown_of(runs->count); i++) {
        const IdRun *run = &runs->items[i];
        fprintf(p->out, "  %llu", (unsigned long long)run->first);
        if (run->last > run->first) {
            fprintf(p->out, " to %llu (", (unsigned long long)run->last);
            print_number(p, run->last - run->first + 1);
            fputc(')', p->out);
        }
        fputc('\n', p->out);
    }
    print_rest(p, p->missing->missing_id_count, shown_of(runs->count));
}

static int64_t day_number(Slice text)
{
    Moment moment = {0};
    return moment_parse(text, &moment) ? moment.local_s / DAY_S : 0;
}

/* Days in a row are told as one line. */
static void print_days(const Printer *p)
{
    const Slices *days = &p->missing->empty_days;
    size_t lines = 0, i = 0;
    while (i < days->count && lines < SHOWN) {
        size_t last = i;
        while (last + 1 < days->count &&
               day_number(days->items[last + 1]) == day_number(days->items[last]) + 1)
            last++;
        fprintf(p->out, "  %.*s", SLICE_ARG(days->items[i]));
        if (last > i)
            fprintf(p->out, " to %.*s (%zu)", SLICE_ARG(days->items[last]), last - i + 1);
        fputc('\n', p->out);
        lines++;
        i = last + 1;
    }
    print_rest(p, p->missing->empty_day_count, i);
}

static void print_spots(const Printer *p, const ThinSpots *spots, uint64_t total)
{
    for (size_t i = 0; i < shown_of(spots->count); i++) {
        const ThinSpot *spot = &spots->items[i];
        fprintf(p->out, "  %.*s  ", SLICE_ARG(spot->when));
        const Slice name = spot->section.label.size ? spot->section.label : spot->section.slug;
        if (name.size) {
            print_line_text(p->out, name);
            fputs(": ", p->out);
        }
        fprintf(p->out, "%u, usually %u\n", spot->found, spot->usual);
    }
    print_rest(p, total, shown_of(spots->count));
}

static void print_thin_days(const Printer *p)
{
    print_spots(p, &p->missing->thin_days, p->missing->thin_day_count);
}

static void print_thin_sections(const Printer *p)
{
    print_spots(p, &p->missing->thin_sections, p->missing->thin_section_count);
}

static void print_wanted(const Printer *p)
{
    const WantedList *wanted = &p->missing->wanted;
    for (size_t i = 0; i < shown_of(wanted->count); i++) {
        const uint32_t links = wanted->items[i].links;
        fputs("  ", p->out);
        print_address(p->out, wanted->items[i].url);
        if (links)
            fprintf(p->out, "  (%u article%s)\n", links, links == 1 ? "" : "s");
        else
            fputs("  (an index)\n", p->out);
    }
    print_rest(p, p->missing->wanted_count, shown_of(wanted->count));
}

static void print_photos(const Printer *p)
{
    const LostPhotos *photos = &p->missing->lost_photos;
    for (size_t i = 0; i < shown_of(photos->count); i++) {
        const LostPhoto *photo = &photos->items[i];
        fputs("  ", p->out);
        if (photo->href.size)
            print_address(p->out, photo->href);
        else
            print_line_text(p->out, photo->id);
        if (photo->caption.size) {
            fputs("  ", p->out);
            print_cell(p->out, photo->caption, CAPTION_COLUMNS, false);
        }
        fputc('\n', p->out);
    }
    print_rest(p, p->missing->lost_photo_count, shown_of(photos->count));
}

static void print_doubts(const Printer *p, const ReportDoubts *doubts, uint64_t total)
{
    for (size_t i = 0; i < shown_of(doubts->count); i++) {
        const ReportDoubt *doubt = &doubts->items[i];
        fputs("  ", p->out);
        print_line_text(p->out, doubt->id);
        fputs("  ", p->out);
        print_cell(p->out, doubt->value, CAPTION_COLUMNS, false);
        fprintf(p->out, "  %.*s\n", SLICE_ARG(doubt->reason));
    }
    print_rest(p, total, shown_of(doubts->count));
}

static void print_dates(const Printer *p)
{
    print_doubts(p, &p->missing->doubtful_dates, p->missing->doubtful_date_count);
}

static void print_bylines(const Printer *p)
{
    print_doubts(p, &p->missing->unresolved_bylines, p->missing->unresolved_byline_count);
}

/* ---- all sections ---- */

enum { SECTIONS = 8 };

typedef struct Section {
    const char *one, *many; /* heading behind the count */
    uint64_t count;
    void (*print)(const Printer *p);
} Section;

static void sections_of(const MissingReport *missing, Section sections[SECTIONS])
{
    const Section all[SECTIONS] = {
        {"id of the publisher's is not here, between ids that are",
         "ids of the publisher's are not here, between ids that are", missing->lost_ids, print_ids},
        {"day without articles, on a weekday that usually has some",
         "days without articles, on weekdays that usually have some", missing->empty_day_count, print_days},
        {"day with fewer than a third of its usual articles",
         "days with fewer than a third of their usual articles", missing->thin_day_count, print_thin_days},
        {"month in which a section has fewer than a third of its usual articles",
         "months in which a section has fewer than a third of its usual articles",
         missing->thin_section_count, print_thin_sections},
        {"address of the paper that is linked to or listed, and is not here",
         "addresses of the paper that are linked to or listed, and are not here", missing->wanted_count,
         print_wanted},
        {"photo that articles show, and whose file is not here",
         "photos that articles show, and whose files are not here", missing->lost_photo_count, print_photos},
        {"doubtful date", "doubtful dates", missing->doubtful_date_count, print_dates},
        {"byline in which no name was found", "bylines in which no name was found",
         missing->unresolved_byline_count, print_bylines},
    };
    memcpy(sections, all, sizeof all);
}

static void print_others(const Printer *p)
{
    const struct {
        const char *one, *many;
        uint64_t number;
    } counts[] = {
        {"article without a date", "articles without a date", p->missing->undated},
        {"photo without a caption", "photos without a caption", p->missing->empty_captions},
        {"article with repairs", "articles with repairs", p->missing->repaired},
    };
    bool is_first = true;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].number == 0)
            continue;
        fputs(is_first ? "Also: " : ", ", p->out);
        print_number(p, counts[i].number);
        fprintf(p->out, " %s", counts[i].number == 1 ? counts[i].one : counts[i].many);
        is_first = false;
    }
    if (!is_first)
        fputs(".\n", p->out);
}

static void print_advice(const Printer *p)
{
    if (p->missing->wanted_count)
        fputs("\nWhat to do: fetch the addresses that --format urls prints (from the Wayback Machine, if the "
              "paper is\nno longer there), and import what comes.\n",
              p->out);
    else if (p->missing->lost_ids || p->missing->empty_day_count || p->missing->thin_section_count)
        fputs("\nWhat to do: look for another source (a crawl, an export of the CMS) of those ids and days, "
              "and import it.\n",
              p->out);
}

void print_missing(FILE *out, Arena *arena, const MissingReport *missing)
{
    const Printer p = {out, arena, missing};
    Section sections[SECTIONS];
    bool is_any = false;
    sections_of(missing, sections);
    for (size_t i = 0; i < SECTIONS; i++) {
        if (sections[i].count == 0)
            continue;
        is_any = true;
        print_number(&p, sections[i].count);
        fprintf(out, " %s\n", sections[i].count == 1 ? sections[i].one : sections[i].many);
        sections[i].print(&p);
        fputc('\n', out);
    }
    if (!is_any)
        fputs("Nothing is missing, as far as the archive can tell from what it holds.\n", out);
    print_others(&p);
    print_advice(&p);
}

void print_missing_counts(FILE *out, Arena *arena, const MissingReport *missing, const char *folder)
{
    const struct {
        const char *what;
        uint64_t number;
    } counts[] = {
        {"missing ids", missing->lost_ids},
        {"days without articles", missing->empty_day_count},
        {"thin days", missing->thin_day_count},
        {"thin months of sections", missing->thin_section_count},
        {"addresses wanted", missing->wanted_count},
        {"photos without their file", missing->lost_photo_count},
        {"doubtful dates", missing->doubtful_date_count},
        {"bylines without a name", missing->unresolved_byline_count},
        {"articles without a date", missing->undated},
        {"photos without a caption", missing->empty_captions},
    };
    bool is_any = false;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].number == 0)
            continue;
        if (!is_any)
            fputs("What the archive lacks now, as far as it can tell:\n", out);
        is_any = true;
        fprintf(out, "  %-28s %12.*s\n", counts[i].what, SLICE_ARG(format_count(arena, counts[i].number)));
    }
    if (!is_any)
        return;
    fputs("More by: backfile missing ", out);
    print_line_text(out, slice_from(folder));
    fputc('\n', out);
}

/* ---- the command ---- */

static void print_urls(Call *call, const MissingReport *missing)
{
    for (size_t i = 0; i < missing->wanted.count; i++) {
        print_address(call->out, missing->wanted.items[i].url);
        fputc('\n', call->out);
    }
    if (missing->wanted_count > missing->wanted.count)
        call_note(call, "These are the %zu most linked of %.*s; import them and ask again.",
                  missing->wanted.count, SLICE_ARG(format_count(call->arena, missing->wanted_count)));
}

int command_missing(Call *call)
{
    enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_URLS };
    Archive *archive = NULL;
    MissingReport missing = {0};
    Error err;
    const int code = call_open_archive(call, ARCHIVE_READ, &archive);
    if (code != EXIT_DONE)
        return code;
    const Status status = archive_missing(archive, call->arena, &missing, &err);
    archive_close(archive);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    switch (options_choice(call->options, "format")) {
    case FORMAT_JSON:
        call_print(call, export_missing(call->arena, &missing, call->out_is_terminal));
        break;
    case FORMAT_URLS:
        print_urls(call, &missing);
        break;
    default:
        print_missing(call->out, call->arena, &missing);
    }
    return EXIT_DONE;
}
