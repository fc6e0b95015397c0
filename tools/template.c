/* Templates and style sheets in, C out: the generator that page/ is built with. It runs on the building
 * machine only.
 *
 *     template INPUT.tmpl OUTPUT.c              functions that append HTML to a Builder named `out`
 *     template --text NAME INPUT OUTPUT.c       Slice NAME(void), the file's bytes
 *
 * A template is HTML with directives between two braces. They stand in place, line by line, so that the C
 * compiler checks types and its messages name the template's own line:
 *
 *     {{# words}}  a remark                     {{use "page/parts.h"}}  an include
 *     {{page NAME(ARGS)}} ... {{end}}           a public function; {{part NAME(ARGS)}} a static one
 *     {{if C}} {{elif C}} {{else}} {{end}}      {{for A; B; C}} ... {{end}}
 *     {{each TYPE *NAME : LIST}} ... {{end}}    LIST has `items` and `count`; NAME_i is the index
 *     {{let DECLARATION}}                       {{call FUNCTION(ARGS)}}   calls FUNCTION(out, ARGS)
 *     {{= SLICE}}  escaped text                 {{number N}}  a whole number
 *     {{url SLICE}}  a checked address          {{query SLICE}}  one percent-encoded piece of an address
 *     {{html SLICE}}  HTML that is safe already {{json SLICE}}  JSON inside <script
 * type="application/ld+json">
 *
 *     {{~}}  joins the next line to this one
 *
 * The generator follows the HTML as it goes and refuses what would be unsafe in its place: text in an
 * address, in a tag, in an event handler or a style, ready HTML in an attribute, anything but JSON in a
 * script; and branches that leave the HTML in different states. A line that holds only a directive leaves no
 * trace; indentation is dropped. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64, NAME_MAX_SIZE = 64, CHUNK_MAX = 1200 };

typedef enum Place {
    PLACE_TEXT,
    PLACE_TAG_NAME,
    PLACE_TAG,
    PLACE_ATTRIBUTE,
    PLACE_VALUE,
    PLACE_REMARK,
    PLACE_RAW
} Place;

/* Where in the HTML we stand. */
typedef struct Context {
    Place place;
    char quote;
    bool is_value_begun;
    char tag[NAME_MAX_SIZE], attribute[NAME_MAX_SIZE];
} Context;

typedef enum BlockKind { BLOCK_FUNCTION, BLOCK_IF, BLOCK_LOOP } BlockKind;
typedef struct OpenBlock {
    BlockKind kind;
    size_t line;
    Context context;
} OpenBlock;

typedef struct Generator {
    const char *path;
    FILE *out;
    char *literal; /* HTML not yet written */
    size_t literal_size, literal_capacity;
    size_t line;
    Context context;
    OpenBlock blocks[DEPTH_MAX];
    size_t depth;
} Generator;

__attribute__((format(printf, 2, 3))) static _Noreturn void stop(const Generator *g, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%zu: error: ", g->path, g->line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        goto failed;
    long end = ftell(file);
    if (end < 0 || fseek(file, 0, SEEK_SET) != 0)
        goto failed;
    *size = (size_t)end;
    char *text = malloc(*size + 1);
    if (!text || fread(text, 1, *size, file) != *size)
        goto failed;
    text[*size] = '\0';
    fclose(file);
    return text;
failed:
    fprintf(stderr, "%s: error: cannot be read: %s\n", path, strerror(errno));
    exit(1);
}

/* ---- following the HTML ---- */

static void name_add(char name[NAME_MAX_SIZE], char c)
{
    size_t size = strlen(name);
    if (size + 1 < NAME_MAX_SIZE) {
        name[size] = (char)tolower((unsigned char)c);
        name[size + 1] = '\0';
    }
}

static void leave_tag(Context *c)
{
    bool is_raw = strcmp(c->tag, "script") == 0 || strcmp(c->tag, "style") == 0;
    c->place = is_raw ? PLACE_RAW : PLACE_TEXT;
}

static void context_step(Generator *g, const char *at)
{
    Context *c = &g->context;
    switch (c->place) {
    case PLACE_TEXT:
        if (strncmp(at, "<!--", 4) == 0)
            c->place = PLACE_REMARK;
        else if (*at == '<')
            *c = (Context){.place = PLACE_TAG_NAME};
        break;
    case PLACE_TAG_NAME:
        if (*at == '>')
            leave_tag(c);
        else if (isspace((unsigned char)*at))
            c->place = PLACE_TAG;
        else
            name_add(c->tag, *at);
        break;
    case PLACE_TAG:
        if (*at == '>') {
            leave_tag(c);
        } else if (!isspace((unsigned char)*at) && *at != '/') {
            c->attribute[0] = '\0';
            name_add(c->attribute, *at);
            c->place = PLACE_ATTRIBUTE;
        }
        break;
    case PLACE_ATTRIBUTE:
        if (*at == '"' || *at == '\'') {
            c->quote = *at;
            c->is_value_begun = false;
            c->place = PLACE_VALUE;
        } else if (*at == '>') {
            leave_tag(c);
        } else if (isspace((unsigned char)*at)) {
            c->place = PLACE_TAG;
        } else if (*at != '=') {
            if (at[-1] == '=')
                stop(g, "attribute '%s' has no quotes", c->attribute);
            name_add(c->attribute, *at);
        }
        break;
    case PLACE_VALUE:
        if (*at == c->quote)
            c->place = PLACE_TAG;
        c->is_value_begun = true;
        break;
    case PLACE_REMARK:
        if (strncmp(at, "-->", 3) == 0)
            c->place = PLACE_TEXT;
        break;
    case PLACE_RAW:
        if (*at == '<' && at[1] == '/')
            *c = (Context){.place = PLACE_TAG_NAME};
        break;
    }
}

static bool is_same_place(const Context *a, const Context *b)
{
    if (a->place != b->place)
        return false;
    switch (a->place) {
    case PLACE_ATTRIBUTE:
    case PLACE_VALUE:
        return strcmp(a->attribute, b->attribute) == 0;
    case PLACE_RAW:
        return strcmp(a->tag, b->tag) == 0;
    default:
        return true;
    }
}

static bool is_url_attribute(const char *name)
{
    static const char *const names[] = {"href", "src",    "action", "formaction",
                                        "cite", "poster", "data",   "xlink:href"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* ---- what comes out ---- */

static void literal_add(Generator *g, char c)
{
    if (g->literal_size == g->literal_capacity) {
        g->literal_capacity = g->literal_capacity ? 2 * g->literal_capacity : 4096;
        g->literal = realloc(g->literal, g->literal_capacity);
        if (!g->literal)
            stop(g, "out of memory");
    }
    g->literal[g->literal_size++] = c;
}

static void write_string(FILE *out, const char *text, size_t size)
{
    fputc('"', out);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\n')
            fputs("\\n", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 32 || c > 126 || c == '?')
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void flush_literal(Generator *g)
{
    for (size_t i = 0; i < g->literal_size; i += CHUNK_MAX) {
        size_t size = g->literal_size - i < CHUNK_MAX ? g->literal_size - i : CHUNK_MAX;
        fputs("builder_add(out, SLICE(", g->out);
        write_string(g->out, g->literal + i, size);
        fputs("));\n", g->out);
    }
    g->literal_size = 0;
}

__attribute__((format(printf, 2, 3))) static void write_code(Generator *g, const char *format, ...)
{
    flush_literal(g);
    fprintf(g->out, "#line %zu \"%s\"\n", g->line, g->path);
    va_list args;
    va_start(args, format);
    vfprintf(g->out, format, args);
    va_end(args);
    fputc('\n', g->out);
}

/* ---- directives ---- */

static void open_block(Generator *g, BlockKind kind)
{
    if (g->depth == DEPTH_MAX)
        stop(g, "blocks are nested too deep");
    g->blocks[g->depth++] = (OpenBlock){kind, g->line, g->context};
}

static OpenBlock *top_block(Generator *g, const char *word)
{
    if (g->depth == 0)
        stop(g, "'%s' without a block", word);
    OpenBlock *block = &g->blocks[g->depth - 1];
    if (!is_same_place(&block->context, &g->context))
        stop(g, "the block of line %zu ends in another place of the HTML than it began", block->line);
    return block;
}

/* "name(args)" to "name(Builder *out, args)"; `first` is what goes before the arguments. */
static void write_call(Generator *g, const char *prefix, const char *call, const char *first,
                       const char *suffix)
{
    const char *bracket = strchr(call, '(');
    if (!bracket)
        stop(g, "'%s' is not of the form name(arguments)", call);
    const char *args = bracket + 1;
    while (isspace((unsigned char)*args))
        args++;
    write_code(g, "%s%.*s(%s%s%s%s", prefix, (int)(bracket - call), call, first, *args == ')' ? "" : ", ",
               args, suffix);
}

static void do_page(Generator *g, const char *rest)
{
    if (g->depth)
        stop(g, "a function inside a block");
    write_call(g, "void ", rest, "Builder *out", "\n{");
    open_block(g, BLOCK_FUNCTION);
}

static void do_part(Generator *g, const char *rest)
{
    if (g->depth)
        stop(g, "a function inside a block");
    write_call(g, "static void ", rest, "Builder *out", "\n{");
    open_block(g, BLOCK_FUNCTION);
}

static void do_use(Generator *g, const char *rest)
{
    write_code(g, "#include %s", rest);
}

static void do_if(Generator *g, const char *rest)
{
    write_code(g, "if (%s) {", rest);
    open_block(g, BLOCK_IF);
}

static void do_elif(Generator *g, const char *rest)
{
    if (top_block(g, "elif")->kind != BLOCK_IF)
        stop(g, "'elif' without 'if'");
    write_code(g, "} else if (%s) {", rest);
}

static void do_else(Generator *g, const char *rest)
{
    (void)rest;
    if (top_block(g, "else")->kind != BLOCK_IF)
        stop(g, "'else' without 'if'");
    write_code(g, "} else {");
}

static void do_end(Generator *g, const char *rest)
{
    (void)rest;
    top_block(g, "end");
    write_code(g, "}");
    g->depth--;
}

static void do_for(Generator *g, const char *rest)
{
    write_code(g, "for (%s) {", rest);
    open_block(g, BLOCK_LOOP);
}

static void do_each(Generator *g, const char *rest)
{
    const char *colon = strstr(rest, " : ");
    const char *star = colon ? memchr(rest, '*', (size_t)(colon - rest)) : NULL;
    if (!star)
        stop(g, "each wants 'TYPE *NAME : LIST'");
    int name_size = (int)(colon - star - 1);
    const char *list = colon + 3;
    write_code(g, "for (size_t %.*s_i = 0; %.*s_i < (%s).count; %.*s_i++) { %.*s = &(%s).items[%.*s_i];",
               name_size, star + 1, name_size, star + 1, list, name_size, star + 1, (int)(colon - rest), rest,
               list, name_size, star + 1);
    open_block(g, BLOCK_LOOP);
}

static void do_let(Generator *g, const char *rest)
{
    write_code(g, "%s;", rest);
}

static void do_call(Generator *g, const char *rest)
{
    if (g->context.place != PLACE_TEXT)
        stop(g, "a call inside a tag");
    write_call(g, "", rest, "out", ";");
}

static void do_text(Generator *g, const char *rest)
{
    const Context *c = &g->context;
    if (c->place == PLACE_VALUE) {
        if (is_url_attribute(c->attribute))
            stop(g, "'%s' holds an address: use url or query", c->attribute);
        if (strncmp(c->attribute, "on", 2) == 0 || strcmp(c->attribute, "style") == 0)
            stop(g, "nothing may be put into '%s'", c->attribute);
    } else if (c->place != PLACE_TEXT) {
        stop(g, "text may stand between tags or in a quoted attribute only");
    }
    write_code(g, "page_escape(out, %s);", rest);
}

static void do_number(Generator *g, const char *rest)
{
    if (g->context.place != PLACE_TEXT && g->context.place != PLACE_VALUE)
        stop(g, "a number may stand between tags or in a quoted attribute only");
    write_code(g, "builder_add_i64(out, (int64_t)(%s));", rest);
}

static void do_url(Generator *g, const char *rest)
{
    const Context *c = &g->context;
    bool is_meta = strcmp(c->tag, "meta") == 0 && strcmp(c->attribute, "content") == 0;
    if (c->place != PLACE_VALUE || (!is_url_attribute(c->attribute) && !is_meta))
        stop(g, "url outside an attribute that holds an address");
    if (c->is_value_begun)
        stop(g, "url must begin the attribute: use query for a piece of an address");
    write_code(g, "page_url(out, %s);", rest);
    g->context.is_value_begun = true;
}

static void do_query(Generator *g, const char *rest)
{
    if (g->context.place != PLACE_VALUE || !is_url_attribute(g->context.attribute) ||
        !g->context.is_value_begun)
        stop(g, "query stands behind the beginning of an address only");
    write_code(g, "page_query(out, %s);", rest);
}

static void do_html(Generator *g, const char *rest)
{
    if (g->context.place != PLACE_TEXT)
        stop(g, "html may stand between tags only");
    write_code(g, "builder_add(out, %s);", rest);
}

static void do_json(Generator *g, const char *rest)
{
    if (g->context.place != PLACE_RAW || strcmp(g->context.tag, "script") != 0)
        stop(g, "json may stand in a script of data only");
    write_code(g, "page_json(out, %s);", rest);
}

static const struct Directive {
    const char *word;
    void (*run)(Generator *g, const char *rest);
    bool is_output; /* leaves something in the line */
} DIRECTIVES[] = {
    {"page", do_page, false}, {"part", do_part, false},  {"use", do_use, false},      {"if", do_if, false},
    {"elif", do_elif, false}, {"else", do_else, false},  {"end", do_end, false},      {"for", do_for, false},
    {"each", do_each, false}, {"let", do_let, false},    {"call", do_call, false},    {"=", do_text, true},
    {"url", do_url, true},    {"query", do_query, true}, {"number", do_number, true}, {"html", do_html, true},
    {"json", do_json, true},
};

/* Runs the directive between two braces; tells whether it leaves something in its line. */
static bool run_directive(Generator *g, char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    for (size_t end = strlen(text); end > 0 && isspace((unsigned char)text[end - 1]); end--)
        text[end - 1] = '\0';
    if (*text == '#')
        return false;
    for (size_t i = 0; i < sizeof DIRECTIVES / sizeof DIRECTIVES[0]; i++) {
        const struct Directive *d = &DIRECTIVES[i];
        size_t size = strlen(d->word);
        if (strncmp(text, d->word, size) != 0 || (text[size] && !isspace((unsigned char)text[size])))
            continue;
        for (text += size; isspace((unsigned char)*text); text++)
            ;
        if (d->is_output && g->depth == 0)
            stop(g, "'%s' outside a function", d->word);
        d->run(g, text);
        return d->is_output;
    }
    stop(g, "'%s' is no directive", text);
}

static bool is_rest_of_line_blank(const char *text)
{
    while (*text == ' ' || *text == '\t' || *text == '\r')
        text++;
    return *text == '\n' || *text == '\0';
}

static bool is_begin_of_line(const char *whole, const char *at)
{
    while (at > whole && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    return at == whole || at[-1] == '\n';
}

static const char *literal_step(Generator *g, const char *whole, const char *at)
{
    if (g->depth == 0) {
        if (!isspace((unsigned char)*at))
            stop(g, "text outside a function");
    } else if (isspace((unsigned char)*at) && is_begin_of_line(whole, at)) {
        /* indentation, or an empty line */
    } else {
        context_step(g, at);
        literal_add(g, *at);
    }
    g->line += *at == '\n';
    return at + 1;
}

static const char *directive_step(Generator *g, const char *whole, const char *at)
{
    const char *end = strstr(at, "}}");
    if (!end)
        stop(g, "a directive is not closed");
    size_t size = (size_t)(end - at - 2);
    char *text = malloc(size + 1);
    if (!text)
        stop(g, "out of memory");
    memcpy(text, at + 2, size);
    text[size] = '\0';
    bool is_join = size == 1 && at[2] == '~';
    bool is_alone = is_begin_of_line(whole, at) && is_rest_of_line_blank(end + 2);
    bool is_output = !is_join && run_directive(g, text);
    free(text);
    for (const char *c = at; c < end; c++)
        g->line += *c == '\n';
    if (is_join && !is_rest_of_line_blank(end + 2))
        stop(g, "'~' ends a line");
    if (!is_join && (!is_alone || is_output))
        return end + 2;
    const char *newline = strchr(end, '\n');
    g->line += newline != NULL;
    return newline ? newline + 1 : end + strlen(end);
}

static void generate(Generator *g, const char *whole)
{
    fprintf(g->out, "/* Made from %s by tools/template.c: edit that. */\n", g->path);
    for (const char *at = whole; *at;)
        at = strncmp(at, "{{", 2) == 0 ? directive_step(g, whole, at) : literal_step(g, whole, at);
    if (g->depth)
        stop(g, "the block of line %zu is not closed", g->blocks[g->depth - 1].line);
    flush_literal(g);
}

static void embed(FILE *out, const char *path, const char *name, const char *text, size_t size)
{
    fprintf(out, "/* Made from %s by tools/template.c: edit that. */\n", path);
    fprintf(out, "#include \"page/page.h\"\n\nSlice %s(void)\n{\n    static const char text[] = {", name);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%s%d,", i % 24 ? "" : "\n        ", (signed char)text[i]);
    fprintf(out, "\n    };\n    return slice_of(text, sizeof text);\n}\n");
}

int main(int count, char **args)
{
    bool is_text = count == 5 && strcmp(args[1], "--text") == 0;
    if (!is_text && count != 3) {
        fprintf(stderr, "usage: template INPUT OUTPUT | template --text NAME INPUT OUTPUT\n");
        return 2;
    }
    size_t size;
    char *text = read_whole(args[count - 2], &size);
    Generator g = {.path = args[count - 2], .line = 1, .out = fopen(args[count - 1], "wb")};
    if (!g.out) {
        fprintf(stderr, "%s: error: cannot be written: %s\n", args[count - 1], strerror(errno));
        return 1;
    }
    if (is_text)
        embed(g.out, g.path, args[2], text, size);
    else
        generate(&g, text);
    free(g.literal);
    free(text);
    if (fclose(g.out) != 0) {
        fprintf(stderr, "%s: error: cannot be written whole\n", args[count - 1]);
        return 1;
    }
    return 0;
}
