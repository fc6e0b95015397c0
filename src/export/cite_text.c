/* Citations that are text: BibTeX, BibLaTeX, Wikipedia's template, and four styles for people. Each escapes
 * what its reader would take for its own. */
#include "export/cite.h"

/* ---- BibTeX and BibLaTeX ---- */

static const char *tex_of(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '{': /* BibTeX counts braces, also escaped ones */
        return "\\textbraceleft{}";
    case '}':
        return "\\textbraceright{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '&':
        return "\\&";
    case '%':
        return "\\%";
    case '$':
        return "\\$";
    case '#':
        return "\\#";
    case '_':
        return "\\_";
    default:
        return NULL;
    }
}

static void tex_add(Builder *b, Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char *escaped = tex_of(text.data[i]);
        if (escaped)
            builder_add_string(b, escaped);
        else
            builder_add_byte(b, text.data[i]);
    }
}

/* open and close: "{" or, for what must keep its capitals, "{{". */
static void tex_field(Builder *b, const char *name, const char *open, Slice text, const char *close)
{
    if (slice_is_empty(text))
        return;
    builder_format(b, ",\n  %s = %s", name, open);
    tex_add(b, text);
    builder_add_string(b, close);
}

static void tex_names(Builder *b, const CiteNames *names)
{
    if (names->count == 0)
        return;
    builder_add_string(b, ",\n  author = {");
    for (size_t i = 0; i < names->count; i++) {
        const CiteName *name = &names->items[i];
        bool is_parted = !slice_is_empty(name->family);
        builder_add_string(b, i ? " and " : "");
        builder_add_string(b, is_parted ? "" : "{");
        tex_add(b, is_parted ? name->family : name->literal);
        builder_add_string(b, is_parted ? ", " : "}");
        if (!slice_is_empty(name->suffix)) {
            tex_add(b, name->suffix);
            builder_add_string(b, ", ");
        }
        tex_add(b, is_parted ? name->given : SLICE_EMPTY);
    }
    builder_add_byte(b, '}');
}

/* "rashed2014-55384080": letters, digits and a dash alone. */
static void tex_key(Builder *b, const Cited *cited)
{
    size_t begin = b->size;
    Slice name = cited->names.count ? cited->names.items[0].family : SLICE_EMPTY;
    for (size_t i = 0; i < name.size; i++)
        if (ascii_is_alpha(name.data[i]))
            builder_add_byte(b, ascii_lower(name.data[i]));
    if (b->size == begin)
        builder_add_string(b, "article");
    if (cited->grain != GRAIN_NONE)
        builder_add_i64(b, cited->year);
    builder_add_byte(b, '-');
    for (size_t i = 0; i < cited->id.size; i++)
        if (ascii_is_alpha(cited->id.data[i]) || ascii_is_digit(cited->id.data[i]))
            builder_add_byte(b, cited->id.data[i]);
}

static void tex_address(Builder *b, Slice address)
{
    if (!slice_is_empty(address)) /* verbatim, and without braces already */
        builder_format(b, ",\n  url = {%.*s}", SLICE_ARG(address));
}

static Slice tex_keywords(Arena *arena, const Slices *keywords)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < keywords->count; i++)
        builder_format(&b, "%s%.*s", i ? ", " : "", SLICE_ARG(keywords->items[i]));
    return builder_slice(&b);
}

static void tex_begin(Builder *b, Arena *arena, const Cited *cited)
{
    builder_init(b, arena);
    builder_add_string(b, "@article{");
    tex_key(b, cited);
    tex_names(b, &cited->names);
    tex_field(b, "title", "{{", cited->title, "}}");
}

static Slice tex_end(Builder *b, const Cited *cited)
{
    tex_field(b, "publisher", "{", cited->publisher, "}");
    tex_field(b, "keywords", "{", tex_keywords(b->arena, &cited->keywords), "}");
    tex_field(b, "abstract", "{", cited->summary, "}");
    tex_address(b, cited->address);
    builder_add_string(b, "\n}\n");
    return builder_slice(b);
}

Slice cite_bibtex(Arena *arena, const Cited *cited)
{
    Builder b;
    tex_begin(&b, arena, cited);
    tex_field(&b, "journal", "{", cited->paper, "}");
    if (cited->grain != GRAIN_NONE)
        builder_format(&b, ",\n  year = {%04lld}", (long long)cited->year);
    if (cited->grain >= GRAIN_MONTH) { /* a name that every style defines */
        Slice month = cite_month(cited->month);
        builder_format(&b, ",\n  month = %c%.*s", ascii_lower(month.data[0]),
                       SLICE_ARG(slice_range(month, 1, 3)));
    }
    if (cited->grain >= GRAIN_DAY)
        builder_format(&b, ",\n  day = {%u}", cited->day);
    tex_field(&b, "language", "{", cited->language, "}");
    return tex_end(&b, cited);
}

Slice cite_biblatex(Arena *arena, const Cited *cited)
{
    Builder b;
    tex_begin(&b, arena, cited);
    builder_add_string(&b, ",\n  entrysubtype = {newspaper}");
    tex_field(&b, "journaltitle", "{", cited->paper, "}");
    if (cited->grain != GRAIN_NONE) {
        builder_format(&b, ",\n  date = {%04lld", (long long)cited->year);
        if (cited->grain >= GRAIN_MONTH)
            builder_format(&b, "-%02u", cited->month);
        if (cited->grain >= GRAIN_DAY)
            builder_format(&b, "-%02u", cited->day);
        builder_add_byte(&b, '}');
    }
    return tex_end(&b, cited);
}

/* ---- Wikipedia ---- */

static const char *wiki_of(char c)
{
    switch (c) {
    case '|':
        return "{{!}}";
    case '{':
        return "&#123;";
    case '}':
        return "&#125;";
    case '[':
        return "&#91;";
    case ']':
        return "&#93;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '~':
        return "&#126;";
    default:
        return NULL;
    }
}

static void wiki_add(Builder *b, Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char *escaped = wiki_of(text.data[i]);
        bool is_doubled = text.data[i] == '\'' && ((i > 0 && text.data[i - 1] == '\'') ||
                                                   (i + 1 < text.size && text.data[i + 1] == '\''));
        if (escaped || is_doubled) /* two apostrophes are italics */
            builder_add_string(b, is_doubled ? "&#39;" : escaped);
        else
            builder_add_byte(b, text.data[i]);
    }
}

static void wiki_field(Builder *b, const char *name, Slice text)
{
    if (slice_is_empty(text))
        return;
    builder_format(b, " |%s=", name);
    wiki_add(b, text);
}

/* "27 June 2014", cut to its grain; empty for none. */
static Slice day_first(Arena *arena, const Cited *cited)
{
    Slice month = cite_month(cited->month);
    switch (cited->grain) {
    case GRAIN_NONE:
        return SLICE_EMPTY;
    case GRAIN_YEAR:
        return arena_format(arena, "%lld", (long long)cited->year);
    case GRAIN_MONTH:
        return arena_format(arena, "%.*s %lld", SLICE_ARG(month), (long long)cited->year);
    default:
        return arena_format(arena, "%u %.*s %lld", cited->day, SLICE_ARG(month), (long long)cited->year);
    }
}

Slice cite_wikipedia(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, "{{cite news");
    for (size_t i = 0; i < cited->names.count; i++) {
        const CiteName *name = &cited->names.items[i];
        Slice number = cited->names.count > 1 ? arena_format(arena, "%zu", i + 1) : SLICE_EMPTY;
        if (slice_is_empty(name->family)) {
            wiki_field(&b, arena_string(arena, arena_format(arena, "author%.*s", SLICE_ARG(number))),
                       name->literal);
            continue;
        }
        wiki_field(&b, arena_string(arena, arena_format(arena, "last%.*s", SLICE_ARG(number))),
                   arena_format(arena, "%.*s%s%.*s", SLICE_ARG(name->family), name->suffix.size ? " " : "",
                                SLICE_ARG(name->suffix)));
        wiki_field(&b, arena_string(arena, arena_format(arena, "first%.*s", SLICE_ARG(number))), name->given);
    }
    wiki_field(&b, "date", day_first(arena, cited));
    wiki_field(&b, "title", cited->title);
    if (!slice_is_empty(cited->address))
        builder_format(&b, " |url=%.*s", SLICE_ARG(cited->address));
    wiki_field(&b, "newspaper", cited->paper);
    wiki_field(&b, "agency", cited->agency);
    if (!slice_starts_with(cited->language, SLICE("en")))
        wiki_field(&b, "language", cited->language);
    builder_add_string(&b, "}}\n");
    return builder_slice(&b);
}

/* ---- for people ---- */

typedef enum NameOrder { FAMILY_FIRST, GIVEN_FIRST, INITIALS } NameOrder;

static void add_person(Builder *b, const CiteName *name, NameOrder order)
{
    if (slice_is_empty(name->family)) {
        builder_add(b, name->literal);
        return;
    }
    Slice given = order == INITIALS ? cite_initials(b->arena, name->given) : name->given;
    if (order == GIVEN_FIRST)
        builder_format(b, "%.*s %.*s", SLICE_ARG(given), SLICE_ARG(name->family));
    else
        builder_format(b, "%.*s, %.*s", SLICE_ARG(name->family), SLICE_ARG(given));
    if (!slice_is_empty(name->suffix))
        builder_format(b, "%s %.*s", order == GIVEN_FIRST ? "" : ",", SLICE_ARG(name->suffix));
}

/* "A, B, and C"; more than `most` are the first and "et al." */
static void add_people(Builder *b, const CiteNames *names, NameOrder first, NameOrder rest, const char *last,
                       size_t most)
{
    size_t shown = names->count > most ? 1 : names->count;
    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            builder_add_string(b, i + 1 == shown ? last : ", ");
        add_person(b, &names->items[i], i == 0 ? first : rest);
    }
    if (shown < names->count)
        builder_add_string(b, ", et al.");
}

static bool ends_sentence(Slice text)
{
    return text.size > 0 && strchr(".?!", text.data[text.size - 1]);
}

static void add_stop(Builder *b)
{
    if (b->size > 0 && !ends_sentence(builder_slice(b)))
        builder_add_byte(b, '.');
    if (b->size > 0)
        builder_add_byte(b, ' ');
}

/* Quotes within double ones are single; what stands there as an apostrophe stays one. */
static Slice within_quotes(Arena *arena, Slice title)
{
    static const Slice doubles[] = {SLICE_INIT("“"), SLICE_INIT("”")};
    static const char *const singles[] = {"‘", "’"};
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < title.size; i++) {
        size_t which = 0;
        while (which < 2 && !slice_starts_with(slice_skip(title, i), doubles[which]))
            which++;
        if (which < 2) {
            builder_add_string(&b, singles[which]);
            i += doubles[which].size - 1;
        } else {
            builder_add_byte(&b, title.data[i]);
        }
    }
    return builder_slice(&b);
}

static void add_quoted(Builder *b, Slice title, const char *open, const char *stop, const char *close)
{
    builder_add_string(b, open);
    builder_add(b, strcmp(open, "“") == 0 ? within_quotes(b->arena, title) : title);
    builder_add_string(b, ends_sentence(title) ? "" : stop);
    builder_add_string(b, close);
}

static Slice finish(Builder *b, Slice address)
{
    builder_add_string(b, slice_is_empty(address) ? "" : " ");
    builder_add(b, address);
    builder_add_byte(b, '\n');
    return builder_slice(b);
}

Slice cite_chicago(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    add_people(&b, &cited->names, FAMILY_FIRST, GIVEN_FIRST, ", and ", 6);
    add_stop(&b);
    add_quoted(&b, cited->title, "“", ".", "” ");
    builder_format(&b, "%.*s, ", SLICE_ARG(cited->paper));
    Slice month = cite_month(cited->month);
    if (cited->grain == GRAIN_NONE)
        builder_add_string(&b, "n.d.");
    else if (cited->grain >= GRAIN_DAY)
        builder_format(&b, "%.*s %u, %lld.", SLICE_ARG(month), cited->day, (long long)cited->year);
    else
        builder_format(&b, "%.*s.", SLICE_ARG(day_first(arena, cited)));
    Slice address = slice_is_empty(cited->address) ? SLICE_EMPTY
                                                   : arena_format(arena, "%.*s.", SLICE_ARG(cited->address));
    return finish(&b, address);
}

Slice cite_mla(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    add_people(&b, &cited->names, FAMILY_FIRST, GIVEN_FIRST, ", and ", 2);
    add_stop(&b);
    add_quoted(&b, cited->title, "“", ".", "” ");
    builder_add(&b, cited->paper);
    Slice day = day_first(arena, cited);
    if (!slice_is_empty(day))
        builder_format(&b, ", %.*s", SLICE_ARG(day));
    builder_add_string(&b, slice_is_empty(cited->address) ? "." : ",");
    Slice address = slice_is_empty(cited->address) ? SLICE_EMPTY
                                                   : arena_format(arena, "%.*s.", SLICE_ARG(cited->address));
    return finish(&b, address);
}

static void add_apa_date(Builder *b, const Cited *cited)
{
    Slice month = cite_month(cited->month);
    if (cited->grain == GRAIN_NONE)
        builder_add_string(b, "(n.d.). ");
    else if (cited->grain == GRAIN_YEAR)
        builder_format(b, "(%lld). ", (long long)cited->year);
    else if (cited->grain == GRAIN_MONTH)
        builder_format(b, "(%lld, %.*s). ", (long long)cited->year, SLICE_ARG(month));
    else
        builder_format(b, "(%lld, %.*s %u). ", (long long)cited->year, SLICE_ARG(month), cited->day);
}

Slice cite_apa(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    bool has_names = cited->names.count > 0;
    if (has_names)
        add_people(&b, &cited->names, INITIALS, INITIALS, ", & ", 20);
    else
        builder_add(&b, cited->title);
    add_stop(&b);
    add_apa_date(&b, cited);
    if (has_names)
        add_quoted(&b, cited->title, "", ".", " ");
    builder_format(&b, "%.*s.", SLICE_ARG(cited->paper));
    return finish(&b, cited->address);
}

Slice cite_harvard(Arena *arena, const Cited *cited)
{
    Builder b;
    builder_init(&b, arena);
    if (cited->names.count > 0)
        add_people(&b, &cited->names, INITIALS, INITIALS, " and ", 3);
    else
        builder_add(&b, cited->paper);
    if (cited->grain == GRAIN_NONE)
        builder_add_string(&b, " (no date) ");
    else
        builder_format(&b, " (%lld) ", (long long)cited->year);
    add_quoted(&b, cited->title, "‘", "", "’, ");
    builder_add(&b, cited->paper);
    Slice month = cite_month(cited->month);
    if (cited->grain >= GRAIN_DAY)
        builder_format(&b, ", %u %.*s", cited->day, SLICE_ARG(month));
    else if (cited->grain == GRAIN_MONTH)
        builder_format(&b, ", %.*s", SLICE_ARG(month));
    builder_add_byte(&b, '.');
    Slice address = slice_is_empty(cited->address)
                        ? SLICE_EMPTY
                        : arena_format(arena, "Available at: %.*s.", SLICE_ARG(cited->address));
    return finish(&b, address);
}
