/* An article for reading: as plain text, and as one HTML page that needs nothing beside it.
 *
 * The text is headline, byline, date, body and captions with a blank line between them. The page holds the
 * blocks' own HTML, which extract has sanitised; everything else is escaped here. */
#include "export/parts.h"

static void add_paragraph(Builder *b, Slice text)
{
    if (text.size == 0)
        return;
    if (b->size)
        builder_add_string(b, "\n\n");
    builder_add(b, text);
}

/* "By Omar Farouk", or the names where no line was printed. */
static Slice byline_of(Arena *arena, const Article *article)
{
    Builder b;
    if (article->byline.size)
        return article->byline;
    builder_init(&b, arena);
    for (size_t i = 0; i < article->authors.count; i++) {
        if (b.size)
            builder_add_string(&b, ", ");
        builder_add(&b, article->authors.items[i].name);
    }
    return builder_slice(&b);
}

static Slice caption_of(Arena *arena, const Media *media)
{
    Builder b;
    if (!media->caption.size && !media->credit.raw.size)
        return SLICE_EMPTY;
    builder_init(&b, arena);
    builder_add_byte(&b, '[');
    builder_add(&b, media->caption);
    if (media->caption.size && media->credit.raw.size)
        builder_add_byte(&b, ' ');
    builder_add(&b, media->credit.raw);
    builder_add_byte(&b, ']');
    return builder_slice(&b);
}

static void add_turn(Builder *b, const Block *block)
{
    add_paragraph(b, block->speaker);
    builder_add_string(b, ": ");
    builder_add(b, block->text);
}

Slice export_article_text(Arena *arena, const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    add_paragraph(&b, article->kicker);
    add_paragraph(&b, article->headline);
    add_paragraph(&b, article->subheadline);
    add_paragraph(&b, byline_of(arena, article));
    add_paragraph(&b, moment_format(arena, article->published));
    for (size_t i = 0; i < article->body.count; i++) {
        const Block *block = &article->body.items[i];
        if (block->kind == BLOCK_INSET || block->kind == BLOCK_EMBED)
            continue;
        if (block->kind == BLOCK_TURN && block->speaker.size)
            add_turn(&b, block);
        else
            add_paragraph(&b, block->text);
    }
    for (size_t i = 0; i < article->media.count; i++)
        add_paragraph(&b, caption_of(arena, &article->media.items[i]));
    return builder_slice(&b);
}

/* ---- HTML ---- */

static void add_escaped(Builder *b, Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.data[i]) {
        case '&':
            builder_add_string(b, "&amp;");
            break;
        case '<':
            builder_add_string(b, "&lt;");
            break;
        case '>':
            builder_add_string(b, "&gt;");
            break;
        case '"':
            builder_add_string(b, "&quot;");
            break;
        default:
            builder_add_byte(b, text.data[i]);
        }
    }
}

/* <tag>text</tag> on a line of its own; nothing for an empty text. */
static void add_element(Builder *b, const char *tag, Slice text)
{
    if (text.size == 0)
        return;
    builder_format(b, "<%s>", tag);
    add_escaped(b, text);
    builder_format(b, "</%s>\n", tag);
}

static const char *const block_tags[BLOCK_KINDS] = {
    [BLOCK_PARAGRAPH] = "p", [BLOCK_SUBHEAD] = "h2", [BLOCK_QUOTE] = "blockquote", [BLOCK_LIST] = "ul",
    [BLOCK_TABLE] = "table", [BLOCK_TURN] = "p",     [BLOCK_INSET] = "aside",      [BLOCK_EMBED] = "aside",
};

static void add_block(Builder *b, const Block *block)
{
    const bool has_html = block->html.size > 0;
    /* a list or a table of which only the text is known cannot stand in its own element */
    const bool needs_html = block->kind == BLOCK_LIST || block->kind == BLOCK_TABLE;
    const char *tag = needs_html && !has_html ? "p" : block_tags[block->kind];
    builder_format(b, "<%s>", tag);
    if (block->speaker.size) {
        builder_add_string(b, "<b>");
        add_escaped(b, block->speaker);
        builder_add_string(b, ":</b> ");
    }
    if (has_html)
        builder_add(b, block->html);
    else
        add_escaped(b, block->text);
    builder_format(b, "</%s>\n", tag);
}

static void add_html_head(Builder *b, const Article *article)
{
    builder_add_string(b, "<!DOCTYPE html>\n<html");
    if (article->lang.size) {
        builder_add_string(b, " lang=\"");
        add_escaped(b, article->lang);
        builder_add_byte(b, '"');
    }
    if (article->dir.size) {
        builder_add_string(b, " dir=\"");
        add_escaped(b, article->dir);
        builder_add_byte(b, '"');
    }
    builder_add_string(b, ">\n<head>\n<meta charset=\"utf-8\">\n");
    add_element(b, "title", article->headline);
    builder_add_string(b, "</head>\n<body>\n<article>\n");
}

Slice export_article_html(Arena *arena, const Article *article)
{
    Builder b;
    builder_init(&b, arena);
    add_html_head(&b, article);
    add_element(&b, "p", article->kicker);
    add_element(&b, "h1", article->headline);
    add_element(&b, "p", article->subheadline);
    add_element(&b, "address", byline_of(arena, article));
    add_element(&b, "time", moment_format(arena, article->published));
    for (size_t i = 0; i < article->body.count; i++)
        add_block(&b, &article->body.items[i]);
    for (size_t i = 0; i < article->media.count; i++) {
        const Media *media = &article->media.items[i];
        if (!media->caption.size && !media->credit.raw.size)
            continue;
        builder_add_string(&b, "<figure>\n");
        add_element(&b, "figcaption", media->caption);
        add_element(&b, "small", media->credit.raw);
        builder_add_string(&b, "</figure>\n");
    }
    builder_add_string(&b, "</article>\n</body>\n</html>\n");
    return builder_slice(&b);
}
