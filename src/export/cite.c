/* An article -> a citation in the form that is asked for. What is said stands in one place (Cited); how it is
 * said, in one function a form. Date fields hold the day of publication alone: neither the day of capture nor
 * that of the archive, which reference managers would take for it. */
#include "export/cite.h"

#include "export/json_out.h"
#include "model/paper.h"

typedef struct CiteKind {
    Slice name;
    const char *type; /* media type */
    Slice (*write)(Arena *arena, const Cited *cited);
} CiteKind;

static const CiteKind KINDS[CITE_FORMS] = {
    [CITE_CSL] = {SLICE_INIT("csl"), "application/vnd.citationstyles.csl+json", cite_csl},
    [CITE_RIS] = {SLICE_INIT("ris"), "application/x-research-info-systems; charset=utf-8", cite_ris},
    [CITE_BIBTEX] = {SLICE_INIT("bibtex"), "application/x-bibtex; charset=utf-8", cite_bibtex},
    [CITE_BIBLATEX] = {SLICE_INIT("biblatex"), "application/x-bibtex; charset=utf-8", cite_biblatex},
    [CITE_WIKIPEDIA] = {SLICE_INIT("wikipedia"), "text/plain; charset=utf-8", cite_wikipedia},
    [CITE_CHICAGO] = {SLICE_INIT("chicago"), "text/plain; charset=utf-8", cite_chicago},
    [CITE_MLA] = {SLICE_INIT("mla"), "text/plain; charset=utf-8", cite_mla},
    [CITE_APA] = {SLICE_INIT("apa"), "text/plain; charset=utf-8", cite_apa},
    [CITE_HARVARD] = {SLICE_INIT("harvard"), "text/plain; charset=utf-8", cite_harvard},
};

bool cite_form_find(Slice name, CiteForm *form)
{
    if (slice_equal(name, SLICE("bib")))
        name = KINDS[CITE_BIBTEX].name;
    for (size_t i = 0; i < CITE_FORMS; i++) {
        if (slice_equal(name, KINDS[i].name)) {
            *form = (CiteForm)i;
            return true;
        }
    }
    return false;
}

Slice cite_form_name(CiteForm form)
{
    return KINDS[form].name;
}

Slice cite_form_type(CiteForm form)
{
    return slice_from(KINDS[form].type);
}

Slice cite_month(unsigned month)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    return month >= 1 && month <= 12 ? slice_from(months[month - 1]) : SLICE_EMPTY;
}

/* ---- what is said ---- */

/* "By Omar Farouk" -> "Omar Farouk" */
static Slice without_by(Slice byline)
{
    return slice_starts_with_nocase(byline, SLICE("by ")) ? slice_skip(byline, 3) : byline;
}

/* Whatever of its names it goes by. */
static bool is_paper(Slice name, const CitePaper *paper)
{
    return paper_is_same(name, paper->name) || paper_is_same(name, paper->title);
}

static void add_name(Arena *arena, Slice name, bool is_agency, const CitePaper *paper, CiteNames *names)
{
    if (slice_is_empty(slice_trim(name)) || is_paper(name, paper))
        return; /* the paper itself is no author beside the paper */
    CiteName *added = LIST_ADD(arena, names);
    *added = is_agency ? (CiteName){.literal = cite_line(arena, name)} : cite_name(arena, name, paper);
}

static void read_names(Arena *arena, const Article *article, const CitePaper *paper, Cited *cited)
{
    for (size_t i = 0; i < article->authors.count; i++) {
        const Author *author = &article->authors.items[i];
        add_name(arena, author->name, slice_equal_nocase(author->name, author->agency), paper, &cited->names);
        if (slice_is_empty(cited->agency) && !slice_equal_nocase(author->name, author->agency))
            cited->agency = cite_line(arena, author->agency);
    }
    if (cited->names.count == 0)
        add_name(arena, without_by(article->byline), false, paper, &cited->names);
    if (slice_is_empty(cited->agency) && article->dateline.agencies.count > 0)
        cited->agency = cite_line(arena, article->dateline.agencies.items[0]);
    if (is_paper(cited->agency, paper))
        cited->agency = SLICE_EMPTY;
}

static void read_day(Moment published, Cited *cited)
{
    enum { DAY_S = 86400 };
    cited->grain = published.grain;
    if (!moment_is_known(published))
        return;
    civil_from_days(published.local_s / DAY_S - (published.local_s % DAY_S < 0), &cited->year, &cited->month,
                    &cited->day);
    if (cited->grain > GRAIN_DAY)
        cited->grain = GRAIN_DAY;
}

/* Addresses in citations are ASCII without what any of the forms takes for its own. */
static Slice plain_address(Arena *arena, Slice address)
{
    static const char digits[] = "0123456789ABCDEF";
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < address.size; i++) {
        unsigned char c = (unsigned char)address.data[i];
        if (c > ' ' && c < 0x7F && !strchr("\"'<>\\^`{|}[]", c)) {
            builder_add_byte(&b, (char)c);
        } else {
            builder_add_byte(&b, '%');
            builder_add_byte(&b, digits[c >> 4]);
            builder_add_byte(&b, digits[c & 15]);
        }
    }
    return builder_slice(&b);
}

static Cited cited_of(Arena *arena, const Article *article, const CitePaper *paper)
{
    Cited cited = {.title = cite_line(arena, article_title(arena, article)),
                   .paper = cite_line(arena, paper->name),
                   .archive = cite_line(arena, paper->title),
                   .publisher = cite_line(arena, paper->publisher),
                   .section =
                       cite_line(arena, slice_is_empty(article->section.label) ? article->section.slug
                                                                               : article->section.label),
                   .language = article->lang,
                   .address = plain_address(arena, paper->address),
                   .id = article->id,
                   .summary = cite_line(arena, article->summary)};
    for (size_t i = 0; i < article->tags.count; i++) {
        const Label *tag = &article->tags.items[i];
        *LIST_ADD(arena, &cited.keywords) =
            cite_line(arena, slice_is_empty(tag->label) ? tag->slug : tag->label);
    }
    read_names(arena, article, paper, &cited);
    read_day(article->published, &cited);
    return cited;
}

Slice export_citation(Arena *arena, const Article *article, const CitePaper *paper, CiteForm form)
{
    CitePaper named = *paper;
    if (slice_is_empty(named.name))
        named.name = paper_name(named.title, named.publisher);
    Cited cited = cited_of(arena, article, &named);
    return KINDS[form].write(arena, &cited);
}

/* ---- CSL-JSON ---- */

static void csl_date(JsonOut *out, const Cited *cited)
{
    if (cited->grain == GRAIN_NONE)
        return;
    json_out_object(out, "issued");
    json_out_array(out, "date-parts");
    json_out_array(out, NULL);
    json_out_number(out, NULL, (uint64_t)cited->year);
    if (cited->grain >= GRAIN_MONTH)
        json_out_number(out, NULL, cited->month);
    if (cited->grain >= GRAIN_DAY)
        json_out_number(out, NULL, cited->day);
    json_out_end_array(out);
    json_out_end_array(out);
    json_out_end_object(out);
}

static Slice joined_keywords(Arena *arena, const Slices *keywords)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < keywords->count; i++) {
        builder_add_string(&b, i ? ", " : "");
        builder_add(&b, keywords->items[i]);
    }
    return builder_slice(&b);
}

Slice cite_csl(Arena *arena, const Cited *cited)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_array(&out, NULL);
    json_out_object(&out, NULL);
    json_out_text(&out, "id", cited->id);
    json_out_text(&out, "type", SLICE("article-newspaper"));
    json_out_text(&out, "title", cited->title);
    json_out_array(&out, "author");
    for (size_t i = 0; i < cited->names.count; i++) {
        const CiteName *name = &cited->names.items[i];
        json_out_object(&out, NULL);
        json_out_text(&out, "family", name->family);
        json_out_text(&out, "given", name->given);
        json_out_text(&out, "suffix", name->suffix);
        if (slice_is_empty(name->family))
            json_out_text(&out, "literal", name->literal);
        json_out_end_object(&out);
    }
    json_out_end_array(&out);
    json_out_text(&out, "container-title", cited->paper);
    csl_date(&out, cited);
    json_out_text(&out, "section", cited->section);
    json_out_text(&out, "publisher", cited->publisher);
    json_out_text(&out, "URL", cited->address);
    json_out_text(&out, "archive", cited->archive);
    json_out_text(&out, "archive_location", cited->id);
    json_out_text(&out, "language", cited->language);
    json_out_text(&out, "abstract", cited->summary);
    json_out_text(&out, "keyword", joined_keywords(arena, &cited->keywords));
    if (!slice_is_empty(cited->agency))
        json_out_text(&out, "note", arena_format(arena, "Agency: %.*s", SLICE_ARG(cited->agency)));
    json_out_end_object(&out);
    json_out_end_array(&out);
    Slice json = json_out_slice(&out);
    return slice_ends_with(json, SLICE("\n")) ? json : arena_format(arena, "%.*s\n", SLICE_ARG(json));
}

/* ---- RIS ---- */

static void ris_line(Builder *b, const char *tag, Slice value)
{
    if (!slice_is_empty(value))
        builder_format(b, "%s  - %.*s\r\n", tag, SLICE_ARG(value));
}

/* The comma parts the names of a person; that of a body has none. */
static void ris_names(Builder *b, const CiteNames *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const CiteName *name = &names->items[i];
        if (slice_is_empty(name->family)) {
            char *copy = arena_string(b->arena, name->literal);
            for (size_t k = 0; k < name->literal.size; k++)
                if (copy[k] == ',')
                    copy[k] = ' ';
            ris_line(b, "AU", cite_line(b->arena, slice_of(copy, name->literal.size)));
        } else {
            ris_line(b, "AU",
                     arena_format(b->arena, "%.*s, %.*s%s%.*s", SLICE_ARG(name->family),
                                  SLICE_ARG(name->given), name->suffix.size ? ", " : "",
                                  SLICE_ARG(name->suffix)));
        }
    }
}

Slice cite_ris(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "TY  - NEWS\r\n");
    ris_names(&b, &cited->names);
    ris_line(&b, "TI", cited->title);
    ris_line(&b, "T2", cited->paper);
    ris_line(&b, "JO", cited->paper);
    if (cited->grain != GRAIN_NONE) {
        Slice year = arena_format(arena, "%04lld", (long long)cited->year);
        Slice day = arena_format(arena, "%.*s/%02u/%02u", SLICE_ARG(year), cited->month, cited->day);
        ris_line(&b, "PY", year);
        ris_line(&b, "DA",
                 cited->grain >= GRAIN_DAY     ? day
                 : cited->grain == GRAIN_MONTH ? slice_range(day, 0, 8)
                                               : slice_range(day, 0, 5));
    }
    ris_line(&b, "SE", cited->section);
    ris_line(&b, "PB", cited->publisher);
    ris_line(&b, "AB", cited->summary);
    for (size_t i = 0; i < cited->keywords.count; i++)
        ris_line(&b, "KW", cited->keywords.items[i]);
    ris_line(&b, "LA", cited->language);
    ris_line(&b, "DP", cited->archive);
    ris_line(&b, "AN", cited->id);
    ris_line(&b, "UR", cited->address);
    builder_add_string(&b, "ER  - \r\n");
    return builder_slice(&b);
}
