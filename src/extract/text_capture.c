/* In: the text of a page, all markup lost: site line, title line with the site's suffix, menu words, photo
 * block, perhaps the headline again, perhaps a line "by Name | Jun 27, 2014 | Section", the paragraphs, and
 * furniture around. Out: an article.
 *
 * Lines that tell where the page was taken are set aside. Lines that many pages of the site share are dropped
 * first, where they are known. The photo block is found
 * by its labels. The headline is the title line without its suffix: the one whose words the text speaks of.
 * The body is the run of lines with the most prose and the least else. */
#include "extract/text_capture.h"

#include "base/utf8.h"
#include "extract/blocks.h"
#include "extract/boilerplate.h"
#include "extract/caption.h"
#include "extract/furniture.h"
#include "syntax/address_line.h"
#include "text/text.h"

typedef enum LineKind { CAPTURE_SHORT, CAPTURE_PROSE, CAPTURE_DROPPED } LineKind;

typedef struct CaptureLine {
    Slice text;
    LineKind kind;
    uint32_t letters, stops;
} CaptureLine;

typedef struct Capture {
    Desk *desk;
    CaptureLine *items;
    size_t count, capacity;
    size_t first, last; /* the body: lines [first, last); first == last: none */
    Map spoken;         /* longer words of the prose, folded */
    size_t metas;       /* lines "by ... | date | ..." */
} Capture;

static bool ends_sentence(Slice text)
{
    static const char *const ends[] = {".", "!", "?", "”", "\"", "…", "؟", "»", ".)", ".]", "。", ":"};
    return SLICE_ANY(text, slice_ends_with, ends);
}

/* "News and Culture | The Paper", "Headline | THE PAPER Archive": what the first lines end with. */
static void note_site_line(Desk *desk)
{
    Slice rest = desk->html, line;
    for (int i = 0; i < 4 && slice_next_line(&rest, &line); i++)
        note_title_end(desk, slice_trim(line));
}

static void read_lines(Capture *capture)
{
    Desk *desk = capture->desk;
    Slice rest = desk->html, raw;
    while (slice_next_line(&rest, &raw)) {
        Slice text = text_collapse(desk->arena, raw);
        if (slice_is_empty(text))
            continue;
        CaptureLine *line = LIST_ADD(desk->arena, capture);
        line->text = text;
        text_measure(text, &line->letters, &line->stops);
        /* A title may be long and have a comma: its end gives it away. */
        Slice head = strip_site(desk, text);
        bool is_title = head.size < text.size && head.data == text.data && text.size < 300;
        bool is_prose = !is_title && ((line->letters >= 60 && line->stops >= 1) ||
                                      (line->letters >= 20 && ends_sentence(text)) ||
                                      (line->letters >= 8 && turn_begins(text) && ends_sentence(text)));
        line->kind = is_prose ? CAPTURE_PROSE : CAPTURE_SHORT;
        if (furniture_has(desk->options->furniture, raw) || is_boilerplate(desk->arena, text))
            line->kind = CAPTURE_DROPPED;
    }
}

#define TURNS_MIN 3 /* lines that one name opens */

/* Short lines that the same name opens as others do: "Grima: Bari." */
static void find_short_turns(Capture *capture)
{
    Map names;
    map_init(&names, capture->desk->arena);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < capture->count; i++) {
            CaptureLine *line = &capture->items[i];
            Slice name = line->kind == CAPTURE_DROPPED ? SLICE_EMPTY : turn_speaker(line->text);
            if (name.size == 0)
                continue;
            if (round == 0)
                map_add(&names, name, NULL)->number++;
            else if (map_find(&names, name)->number >= TURNS_MIN && ends_sentence(line->text))
                line->kind = CAPTURE_PROSE;
        }
}

/* "by Amir Taheri | Jun 27, 2014 | Opinion, Debate" */
static bool read_meta_line(Desk *desk, Slice text, bool set)
{
    if (!slice_starts_with_nocase(text, SLICE("by ")) || slice_find_byte(text, '|') == SLICE_NONE ||
        text.size > 300)
        return false;
    Slice rest = text, name, date, labels;
    if (!slice_next_split(&rest, '|', &name) || !slice_next_split(&rest, '|', &date))
        return false;
    Moment moment;
    if (!text_find_date(date, true, &moment, NULL))
        return false;
    labels = slice_trim(rest);
    if (!set)
        return true;
    claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                            .value = slice_trim(name),
                            .source = SLICE("text"),
                            .at = SLICE("meta line"),
                            .confidence = 0.9f});
    desk->article->published = moment;
    origin_add(desk, "published", SLICE("text"), SLICE("meta line"), "meta-line", 0.95f);
    Slice label;
    for (int i = 0; labels.size > 0 && slice_next_split(&labels, ',', &label); i++) {
        label = slice_trim(label);
        if (i == 0) {
            desk->article->section = (Label){.slug = text_slug(desk->arena, label), .label = label};
            origin_add(desk, "section", SLICE("text"), SLICE("meta line"), "meta-line", 0.9f);
        } else {
            *LIST_ADD(desk->arena, &desk->article->sections) =
                (Label){.slug = text_slug(desk->arena, label), .label = label};
        }
    }
    article_settle_sections(desk->arena, desk->article);
    return true;
}

static void find_meta_lines(Capture *capture)
{
    for (size_t i = 0; i < capture->count; i++)
        if (capture->items[i].kind != CAPTURE_DROPPED &&
            read_meta_line(capture->desk, capture->items[i].text, false)) {
            capture->metas++;
            capture->items[i].kind = CAPTURE_DROPPED;
            if (capture->metas == 1)
                read_meta_line(capture->desk, capture->items[i].text, true);
        }
}

/* The longer words of the page's prose. */
static void learn_words(Capture *capture)
{
    Arena *arena = capture->desk->arena;
    map_init(&capture->spoken, arena);
    for (size_t l = 0; l < capture->count && l < 400; l++) {
        Words words = {0};
        if (capture->items[l].kind == CAPTURE_PROSE)
            text_words(arena,
                       slice_range(capture->items[l].text, 0, utf8_floor(capture->items[l].text, 4000)),
                       &words);
        for (size_t i = 0; i < words.count; i++)
            if (words.items[i].folded.size >= 4)
                map_add(&capture->spoken, words.items[i].folded, NULL);
    }
}

/* How much of a line's longer words the prose of the page uses, of 100. */
static int spoken_of(const Capture *capture, Slice head)
{
    Words words = {0};
    int all = 0, met = 0;
    text_words(capture->desk->arena, head, &words);
    for (size_t i = 0; i < words.count; i++) {
        if (words.items[i].folded.size < 4 || (words.items[i].flags & WORD_JOINED))
            continue;
        all++;
        met += map_find(&capture->spoken, words.items[i].folded) != NULL;
    }
    return all ? 100 * met / all : 0;
}

/* A title's headline: without the archive's title, or without its last part. */
static Slice head_of_title(const Desk *desk, Slice text, bool *is_sure)
{
    Slice own = slice_trim(desk->options->archive_title);
    *is_sure = own.size > 0 && text.size > own.size && slice_ends_with_nocase(text, own);
    Slice stripped = strip_site(desk, text);
    if (*is_sure || stripped.size < text.size)
        return stripped;
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " » "};
    size_t best = 0;
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        Slice rest = text;
        size_t at, base = 0;
        while ((at = slice_find(rest, slice_from(marks[m]))) != SLICE_NONE) {
            best = base + at > best ? base + at : best;
            base += at + strlen(marks[m]);
            rest = slice_skip(text, base);
        }
    }
    return best ? slice_trim(slice_range(text, 0, best)) : text;
}

#define HEADLINE_SURE 70
#define ROWS_MAX 60 /* lines of one table */

/* The lines before the first prose compete for the headline; titles with a suffix are worth more. */
static void find_headline(Capture *capture, int least_points)
{
    Desk *desk = capture->desk;
    Slice best = SLICE_EMPTY;
    size_t best_line = 0;
    int best_points = least_points;
    size_t reach = capture->count < 40 ? capture->count : 40;
    for (size_t i = 0; i < reach; i++) {
        const CaptureLine *line = &capture->items[i];
        if (i >= capture->first && capture->last > capture->first)
            break;
        bool is_sure = false;
        if (line->kind == CAPTURE_DROPPED || line->letters < 5 || line->letters > 300)
            continue;
        Slice head = head_of_title(desk, line->text, &is_sure);
        if (head.size < 3 || is_site_name(desk, head))
            continue;
        int points = spoken_of(capture, head) + (is_sure ? 200 : 0) + (head.size < line->text.size ? 25 : 0) -
                     (int)i / 2;
        if (line->letters < 12)
            points -= 30;
        if (points > best_points) {
            best_points = points;
            best = head;
            best_line = i;
        }
    }
    if (best.size == 0)
        return;
    desk->article->headline = best;
    origin_add(desk, "headline", SLICE("text"), arena_format(desk->arena, "line %zu", best_line + 1),
               "title-line", best_points >= 200 ? 0.95f : 0.7f);
}

/* Lines that say the headline again, with or without the site's name, and all before the last of them. */
static void drop_headline_lines(Capture *capture)
{
    Desk *desk = capture->desk;
    Slice key = compare_key(desk->arena, desk->article->headline);
    for (size_t i = 0; key.size > 0 && i < capture->count && i < 60; i++) {
        if (capture->items[i].letters > 400)
            continue;
        bool is_sure;
        Slice own = compare_key(desk->arena, capture->items[i].text);
        Slice head = compare_key(desk->arena, head_of_title(desk, capture->items[i].text, &is_sure));
        if (slice_equal(own, key) || slice_equal(head, key))
            capture->items[i].kind = CAPTURE_DROPPED;
    }
}

/* Is the line behind a photo's label its caption, and not the first paragraph? */
static bool is_caption(const Capture *capture, size_t i)
{
    Desk *desk = capture->desk;
    if (i >= capture->count || capture->items[i].kind == CAPTURE_DROPPED)
        return false;
    Slice text = capture->items[i].text, id;
    Credit credit;
    Dateline dateline;
    if (read_media_id(text, &id) || read_meta_line(desk, text, false) || dateline_of(desk, text, &dateline))
        return false;
    bool is_double = i + 1 < capture->count && slice_equal(text, capture->items[i + 1].text);
    return is_double || extract_credit(desk->arena, &text, &credit) || capture->items[i].letters <= 220;
}

static void take_caption(Capture *capture, size_t i, Slice text, Media *media)
{
    Credit credit;
    Slice whole = capture->items[i].text;
    capture->items[i].kind = CAPTURE_DROPPED;
    if (i + 1 < capture->count && slice_equal(whole, capture->items[i + 1].text))
        capture->items[i + 1].kind = CAPTURE_DROPPED;
    if (extract_credit(capture->desk->arena, &text, &credit))
        media->credit = credit;
    media->caption = text;
}

/* "Media ID: n", "Caption: ..." and the line that belongs to them. */
static void find_photos(Capture *capture)
{
    Desk *desk = capture->desk;
    for (size_t i = 0; i < capture->count && desk->article->media.count < 50; i++) {
        CaptureLine *line = &capture->items[i];
        Slice id = SLICE_EMPTY;
        bool has_id = read_media_id(line->text, &id);
        bool has_label = slice_starts_with_nocase(line->text, SLICE("caption:"));
        if (!has_id && !has_label)
            continue;
        Media *media = LIST_ADD(desk->arena, &desk->article->media);
        media->id = id;
        line->kind = CAPTURE_DROPPED;
        size_t next = i + 1;
        Slice text = has_label ? slice_trim(slice_skip(line->text, 8)) : SLICE_EMPTY;
        if (has_id && next < capture->count &&
            slice_starts_with_nocase(capture->items[next].text, SLICE("caption:"))) {
            text = slice_trim(slice_skip(capture->items[next].text, 8));
            capture->items[next].kind = CAPTURE_DROPPED;
            next++;
        }
        if (text.size > 0) {
            take_caption(capture, next - 1, text, media);
            if (next < capture->count && slice_equal(capture->items[next].text, text))
                capture->items[next].kind = CAPTURE_DROPPED;
        } else if (is_caption(capture, next)) {
            take_caption(capture, next, capture->items[next].text, media);
        }
        if (media->id.size == 0 && media->caption.size == 0)
            desk->article->media.count--;
    }
    if (desk->article->media.count > 0)
        origin_add(desk, "media", SLICE("text"), SLICE("photo block"), "media-id-block", 0.9f);
}

static int32_t points_of(const CaptureLine *line)
{
    if (line->kind == CAPTURE_DROPPED)
        return -5;
    if (line->kind == CAPTURE_SHORT)
        return line->letters < 15 ? -40 : -25;
    return line->letters < 400 ? (int32_t)line->letters : 400;
}

/* The run of lines with the greatest sum. */
static void find_body(Capture *capture)
{
    int64_t best = 0, sum = 0;
    size_t begin = 0;
    capture->first = capture->last = 0;
    for (size_t i = 0; i < capture->count; i++) {
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += points_of(&capture->items[i]);
        if (sum > best) {
            best = sum;
            capture->first = begin;
            capture->last = i + 1;
        }
    }
}

/* "Bank | Deposits | Cash", "Galea 212 97": a row of a table, its markup lost. */
static bool is_row(Slice text)
{
    size_t digits = 0, bars = 0;
    for (size_t i = 0; i < text.size; i++) {
        digits += ascii_is_digit(text.data[i]);
        bars += text.data[i] == '|' && i > 0 && text.data[i - 1] == ' ';
    }
    return bars > 0 || (digits > 0 && digits * 10 >= text.size);
}

/* Where the text goes on behind the short lines at `from`, most of them rows: one past its prose; 0 if it
 * does not. A line that was dropped ends the piece. */
static size_t text_behind_rows(const Capture *capture, size_t from)
{
    size_t rows = 0, at = from;
    while (at < capture->count && at - from < ROWS_MAX && capture->items[at].kind == CAPTURE_SHORT)
        rows += is_row(capture->items[at++].text);
    if (at == from || rows * 2 < at - from)
        return 0;
    size_t end = at;
    uint32_t letters = 0;
    while (end < capture->count && capture->items[end].kind == CAPTURE_PROSE)
        letters += capture->items[end++].letters;
    return letters >= 60 ? end : 0;
}

static void extend_body(Capture *capture)
{
    size_t end = capture->last;
    while (capture->last > capture->first && (end = text_behind_rows(capture, end)) > 0)
        capture->last = end;
}

static void write_blocks(Capture *capture)
{
    Desk *desk = capture->desk;
    for (size_t i = capture->first; i < capture->last; i++) {
        const CaptureLine *line = &capture->items[i];
        if (line->kind == CAPTURE_DROPPED)
            continue;
        bool is_subhead = line->kind == CAPTURE_SHORT && line->letters < 90 && !ends_sentence(line->text) &&
                          !turn_begins(line->text) && i + 1 < capture->last &&
                          capture->items[i + 1].kind == CAPTURE_PROSE && i > capture->first;
        *LIST_ADD(desk->arena, &desk->article->body) =
            (Block){.kind = is_subhead ? BLOCK_SUBHEAD : BLOCK_PARAGRAPH,
                    .text = line->text,
                    .html = html_escape(desk->arena, line->text)};
    }
    if (desk->article->body.count > 0)
        origin_add(desk, "body", SLICE("text"),
                   arena_format(desk->arena, "lines %zu-%zu", capture->first + 1, capture->last),
                   "most-prose", 0.85f);
}

/* A date on a short line of its own between title and body. */
static void find_date(Capture *capture)
{
    Desk *desk = capture->desk;
    size_t from = capture->first > 12 ? capture->first - 12 : 0;
    for (size_t i = from; i < capture->first && !moment_is_known(desk->article->published); i++) {
        const CaptureLine *line = &capture->items[i];
        Moment moment;
        if (line->kind != CAPTURE_SHORT || line->letters > 50 ||
            !text_find_date(line->text, true, &moment, NULL) || moment.grain < GRAIN_DAY)
            continue;
        desk->article->published = moment;
        origin_add(desk, "published", SLICE("text"), arena_format(desk->arena, "line %zu", i + 1),
                   "line-before-body", 0.6f);
    }
}

static void decide_kind(Capture *capture)
{
    Desk *desk = capture->desk;
    size_t letters = 0;
    for (size_t i = 0; i < desk->article->body.count; i++)
        letters += desk->article->body.items[i].text.size;
    PageKind kind = PAGE_ARTICLE;
    if (capture->metas >= 3)
        kind = PAGE_LIST;
    else if (desk->record->http_status >= 400 || letters < 80)
        kind = desk->article->media.count > 0 && letters > 0 ? PAGE_PHOTO : PAGE_OTHER;
    else
        kind = kind_of_piece(desk);
    desk->article->page_kind = kind;
    origin_add(desk, "pageKind", SLICE("text"), SLICE_EMPTY, "weight", 0.7f);
}

/* Lines that say where the page was; they are no part of it. */
static void take_address_lines(Desk *desk)
{
    const AddressLines lines = address_lines_find(desk->html);
    const Slice id = address_short_id(lines.shortlink);
    if (lines.url.size > 0) {
        desk->article->canonical = lines.url;
        origin_add(desk, "canonical", SLICE("text"), SLICE("address line"), "address-line", 0.9f);
    }
    if (id.size > 0) {
        desk->article->cms_id = id;
        origin_add(desk, "id", SLICE("text"), SLICE("shortlink line"), "address-line", 0.9f);
    }
    if (lines.first < lines.last)
        desk->html = slice_range(desk->html, lines.first, lines.last);
}

void read_text_capture(Desk *desk)
{
    Capture capture = {.desk = desk};
    take_address_lines(desk);
    find_site_keys(desk);
    note_site_line(desk);
    read_lines(&capture);
    find_short_turns(&capture);
    find_meta_lines(&capture);
    /* A sure headline first, so that its second print is not taken for a caption; any other when the photos
     * are gone. */
    learn_words(&capture);
    find_body(&capture);
    find_headline(&capture, HEADLINE_SURE);
    drop_headline_lines(&capture);
    find_photos(&capture);
    find_body(&capture);
    if (slice_is_empty(desk->article->headline))
        find_headline(&capture, 0);
    drop_headline_lines(&capture);
    find_body(&capture);
    extend_body(&capture);
    find_date(&capture);
    write_blocks(&capture);
    lift_genre(desk);
    finish_blocks(desk);
    decide_byline(desk);
    decide_language(desk);
    decide_kind(&capture);
}
