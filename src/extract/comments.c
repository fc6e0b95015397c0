/* In: the page laid flat. Out: the readers' comments, each with its author, moment and text, apart from the
 * piece.
 *
 * A comment is an element that its name or its schema calls one, or whose id numbers it, within what was
 * believed to be furniture of comments. An answer stands in the element of what it answers; its words are its
 * own. Where a page shows none, those of its JSON-LD are taken. */
#include "extract/desk.h"

#include "base/builder.h"
#include "base/utf8.h"
#include "text/text.h"

#define COMMENTS_MAX 1000
#define COMMENT_BYTES_MAX 20000
#define COMMENT_DEPTH_MAX 32 /* of answers to answers */
#define NAME_LETTERS_MAX 50

/* A comment in the making: its element, and what is known of it. */
typedef struct Draft {
    uint32_t node, text_node; /* the element of its words, 0: all of it */
    size_t place;             /* in the article's comments */
    bool is_guess;            /* the author is a short line before the words */
    Builder text;
    Comment comment;
} Draft;

typedef struct Reader {
    Desk *desk;
    Draft open[COMMENT_DEPTH_MAX]; /* one within another */
    size_t depth;
} Reader;

/* Class names, whole, of one comment. */
static bool is_comment_name(Slice name)
{
    static const char *const names[] = {
        "comment",        "comment-item",  "comment_item",    "comments-item",  "comment__item",
        "comments__item", "comment-entry", "comment-body",    "single-comment", "user-comment",
        "kommentar-item", "kommentar",     "comment-wrapper", "comentario",     "commentaire",
        "reader-comment", "comment-block", "komentarz"};
    return SLICE_ANY(name, slice_equal_nocase, names);
}

/* "comment-123", "li-comment-123", "c123": the number of one. */
static Slice number_of_id(Slice id)
{
    size_t digits = id.size;
    while (digits > 0 && ascii_is_digit(id.data[digits - 1]))
        digits--;
    Slice front = slice_range(id, 0, digits);
    bool is_comment = slice_find_nocase(front, SLICE("comment")) != SLICE_NONE ||
                      slice_find_nocase(front, SLICE("kommentar")) != SLICE_NONE ||
                      slice_equal_nocase(front, SLICE("c"));
    return is_comment && digits < id.size ? slice_skip(id, digits) : SLICE_EMPTY;
}

static bool is_comment(const Page *page, uint32_t number)
{
    const PageNode *node = page_node(page, number);
    const uint32_t lists = HINT_SIDEBAR | HINT_FOOTER | HINT_WIDGET; /* of comments on other pieces */
    if (!node->is_block || !(node->under & HINT_COMMENT) || node->under & lists || node->letters == 0)
        return false;
    if (number_of_id(node->id).size > 0)
        return true;
    Slice rest = node->class, name;
    while (slice_next_split(&rest, ' ', &name))
        if (is_comment_name(name))
            return true;
    return false;
}

/* Names of the element that holds the words of a comment. */
static bool is_text_name(Slice name)
{
    static const char *const parts[] = {"content", "text", "message", "description"};
    bool is_of_comment = slice_find_nocase(name, SLICE("comment")) != SLICE_NONE ||
                         slice_find_nocase(name, SLICE("kommentar")) != SLICE_NONE;
    for (size_t i = 0; is_of_comment && i < sizeof parts / sizeof parts[0]; i++)
        if (slice_find_nocase(name, slice_from(parts[i])) != SLICE_NONE)
            return true;
    return false;
}

/* "Ann Roe says:", "Ann Roe schreibt:": the name alone. */
static Slice name_alone(Slice text)
{
    size_t said = slice_find(text, SLICE(" said, on "));
    text = said == SLICE_NONE ? text : slice_range(text, 0, said);
    static const char *const verbs[] = {"says",  "said",  "wrote", "schreibt", "sagt",
                                        "sagte", "a dit", "dice",  "dijo",     "disse"};
    if (slice_ends_with(text, SLICE(":")))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (slice_ends_with(text, slice_from(verbs[i])))
            text = slice_trim(slice_range(text, 0, text.size - strlen(verbs[i])));
    return text;
}

static bool is_name_node(const PageNode *node)
{
    return html_has_class(node->dom, SLICE("fn")) || (node->hints & HINT_BYLINE);
}

static void close_comment(Reader *reader)
{
    Draft *draft = &reader->open[--reader->depth];
    draft->comment.text = slice_trim(builder_slice(&draft->text));
    if (draft->comment.text.size == 0 && draft->is_guess) { /* a comment of one word or two */
        draft->comment.text = draft->comment.author;
        draft->comment.author = SLICE_EMPTY;
    }
    reader->desk->article->comments.items[draft->place] = draft->comment;
}

/* Its place is taken when it begins: an answer stands behind what it answers. */
static void open_comment(Reader *reader, uint32_t node)
{
    Arena *arena = reader->desk->arena;
    Comments *comments = &reader->desk->article->comments;
    Slice parent = reader->depth > 0 ? reader->open[reader->depth - 1].comment.id : SLICE_EMPTY;
    Slice id = arena_copy(arena, number_of_id(page_node(&reader->desk->page, node)->id));
    Draft *draft = &reader->open[reader->depth++];
    *draft = (Draft){
        .node = node, .place = comments->count, .comment = {.id = id, .parent = parent, .is_approved = true}};
    builder_init(&draft->text, arena);
    *LIST_ADD(arena, comments) = draft->comment;
}

static void drop_empty(Comments *comments)
{
    size_t kept = 0;
    for (size_t i = 0; i < comments->count; i++)
        if (comments->items[i].text.size > 0)
            comments->items[kept++] = comments->items[i];
    comments->count = kept;
}

/* WordPress writes <li id=comment-9><article id=div-comment-9 class=comment-body>: one comment. */
static bool is_same_comment(const Reader *reader, uint32_t node)
{
    if (reader->depth == 0)
        return false;
    const Page *page = &reader->desk->page;
    const Draft *last = &reader->open[reader->depth - 1];
    Slice id = number_of_id(page_node(page, node)->id);
    if (id.size > 0 && last->comment.id.size > 0)
        return slice_equal(id, last->comment.id);
    return (uint64_t)page_node(page, node)->letters * 5 >= (uint64_t)page_node(page, last->node)->letters * 4;
}

/* Name and moment of a comment stand in elements of their own. */
static void read_node(Reader *reader, uint32_t number)
{
    const Page *page = &reader->desk->page;
    const PageNode *node = page_node(page, number);
    Draft *draft = &reader->open[reader->depth - 1];
    Slice at = node->tag == LXB_TAG_TIME ? page_attribute(page, number, "datetime") : SLICE_EMPTY;
    Moment moment;
    if (at.size > 0 && !moment_is_known(draft->comment.at) && read_date(reader->desk, at, &moment))
        draft->comment.at = moment;
    if (draft->comment.author.size == 0 && is_name_node(node) && node->letters > 0 &&
        node->letters <= NAME_LETTERS_MAX)
        draft->comment.author = name_alone(page_visible_text(page, number));
    if (draft->text_node == 0 && node->is_block && number != draft->node && is_text_name(node->class))
        draft->text_node = number;
}

/* A line beside the words: the moment, else, before them, the name. */
static void read_aside(Draft *draft, const Line *line, Slice text)
{
    Moment moment;
    if (line->letters >= 80)
        return;
    if (text_find_date(text, false, &moment, NULL) && moment.grain >= GRAIN_DAY) {
        if (!moment_is_known(draft->comment.at))
            draft->comment.at = moment;
    } else if (draft->comment.author.size == 0 && draft->text.size == 0 && line->letters >= 2 &&
               line->letters <= NAME_LETTERS_MAX / 2 && !memchr(".!?", text.data[text.size - 1], 3)) {
        draft->comment.author = name_alone(text);
        draft->is_guess = true;
    } else if (draft->text_node == 0 && !slice_equal(name_alone(text), draft->comment.author)) {
        builder_add(&draft->text, text);
    }
}

/* A line of a comment: a date, a name, a button, or its words. */
static void read_line(Reader *reader, const Line *line)
{
    const Page *page = &reader->desk->page;
    Draft *draft = &reader->open[reader->depth - 1];
    Slice text = page_line_text(page, line);
    Moment moment;
    bool is_button = line->linked == line->letters && line->letters < 25 && draft->comment.author.size > 0;
    if (is_button || text.size == 0)
        return;
    bool is_aside = draft->text_node ? !page_holds(page, draft->text_node, line->first)
                                     : line->letters < 40 &&
                                           (text_find_date(text, false, &moment, NULL) ||
                                            (draft->text.size == 0 && line->letters <= NAME_LETTERS_MAX / 2));
    if (is_aside) {
        read_aside(draft, line, text);
        return;
    }
    if (draft->text.size > COMMENT_BYTES_MAX)
        return;
    if (draft->text.size > 0)
        builder_add_string(&draft->text, "\n\n");
    builder_add(&draft->text, text);
}

/* Elements and lines in the order of the page. */
static void read_visible(Reader *reader)
{
    const Page *page = &reader->desk->page;
    size_t line = 0;
    for (uint32_t i = page->body; i < page_node(page, page->body)->end; i++) {
        while (reader->depth > 0 && page_node(page, reader->open[reader->depth - 1].node)->end <= i)
            close_comment(reader);
        while (line < page->lines.count && page->lines.items[line].first < i)
            line++;
        bool is_element = page_tag(page, i) != 0;
        if (is_element && is_comment(page, i) && !is_same_comment(reader, i) &&
            reader->depth < COMMENT_DEPTH_MAX && reader->desk->article->comments.count < COMMENTS_MAX)
            open_comment(reader, i);
        else if (reader->depth > 0 && is_element)
            read_node(reader, i);
        else if (reader->depth > 0 && line < page->lines.count && page->lines.items[line].first == i)
            read_line(reader, &page->lines.items[line]);
    }
    while (reader->depth > 0)
        close_comment(reader);
}

/* "comment" of the piece's JSON-LD. */
static void read_linked(Desk *desk)
{
    const Json *list = desk->piece ? json_get(desk->piece, "comment") : NULL;
    for (const Json *one = list && list->kind == JSON_ARRAY ? list->first : list;
         one && desk->article->comments.count < COMMENTS_MAX; one = list == one ? NULL : one->next) {
        Slice text =
            one->kind == JSON_OBJECT ? plain_value(desk->arena, linked_get_text(one, "text")) : SLICE_EMPTY;
        if (text.size == 0)
            continue;
        Comment comment = {.text = slice_range(text, 0, utf8_floor(text, COMMENT_BYTES_MAX)),
                           .author = arena_copy(desk->arena, linked_get_text(one, "author")),
                           .is_approved = true};
        if (!read_date(desk, linked_get_text(one, "dateCreated"), &comment.at))
            comment.at = (Moment){0};
        *LIST_ADD(desk->arena, &desk->article->comments) = comment;
    }
}

void collect_comments(Desk *desk)
{
    Reader reader = {.desk = desk};
    read_visible(&reader);
    drop_empty(&desk->article->comments);
    bool is_visible = desk->article->comments.count > 0;
    if (!is_visible)
        read_linked(desk);
    if (desk->article->comments.count > 0)
        origin_add(desk, "comments", is_visible ? SLICE("visible") : SLICE("json-ld"), SLICE("comment"),
                   is_visible ? "comment-boxes" : "piece-comment", 0.7f);
}
