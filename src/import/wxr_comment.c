/* Readers' comments of an item: what was approved or waits for it; spam and what was thrown away stay out. */
#include "base/builder.h"
#include "import/wxr.h"
#include "syntax/html.h"

#define COMMENTS_MAX 20000

/* Where a tag's text would begin a line: two for a paragraph. */
static const char *gap_of(Slice name)
{
    static const char *const paragraphs[] = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3"};
    if (SLICE_ANY(name, slice_equal_nocase, paragraphs))
        return "\n\n";
    return slice_equal_nocase(name, SLICE("br")) || slice_equal_nocase(name, SLICE("li")) ? "\n" : "";
}

static Slice without_tags(Arena *arena, Slice html)
{
    Builder b;
    size_t at = 0;
    builder_init(&b, arena);
    while (at < html.size) {
        size_t size = slice_find_byte(slice_skip(html, at), '<');
        size_t angle = size == SLICE_NONE ? html.size : at + size;
        builder_add(&b, slice_range(html, at, angle));
        at = angle;
        if (at == html.size)
            break;
        size_t begin = at + 1 + (at + 1 < html.size && html.data[at + 1] == '/'), end = begin;
        while (end < html.size && (ascii_is_alpha(html.data[end]) || ascii_is_digit(html.data[end])))
            end++;
        size_t close = end > begin ? slice_find_byte(slice_skip(html, end), '>') : SLICE_NONE;
        if (close == SLICE_NONE) { /* no tag; and no ">" further on ends the search */
            size_t stop = end > begin ? html.size : at + 1;
            builder_add(&b, slice_range(html, at, stop));
            at = stop;
            continue;
        }
        builder_add_string(&b, gap_of(slice_range(html, begin, end)));
        at = end + close + 1;
    }
    return builder_slice(&b);
}

/* Lines trimmed, blank ones joined: paragraphs parted by an empty line. */
static Slice plain_text(Arena *arena, Slice html)
{
    Builder b;
    Slice rest = html_unescape(arena, without_tags(arena, html)), line;
    bool is_gap = false;
    builder_init(&b, arena);
    while (slice_next_line(&rest, &line)) {
        line = slice_trim(line);
        if (line.size == 0) {
            is_gap = true;
            continue;
        }
        if (b.size > 0)
            builder_add_string(&b, is_gap ? "\n\n" : "\n");
        builder_add(&b, line);
        is_gap = false;
    }
    return builder_slice(&b);
}

void wxr_read_comments(Arena *arena, const Xml *item, Article *article)
{
    for (const Xml *comment = wxr_child(item, "comment"); comment && article->comments.count < COMMENTS_MAX;
         comment = wxr_same(comment)) {
        Slice approved = wxr_text(arena, comment, "comment_approved");
        bool is_out = slice_equal(approved, SLICE("spam")) || slice_equal(approved, SLICE("trash")) ||
                      slice_equal(approved, SLICE("post-trashed"));
        if (is_out)
            continue;
        Slice parent = wxr_text(arena, comment, "comment_parent");
        *LIST_ADD(arena, &article->comments) =
            (Comment){.id = wxr_text(arena, comment, "comment_id"),
                      .parent = slice_equal(parent, SLICE("0")) ? SLICE_EMPTY : parent,
                      .author = html_unescape(arena, wxr_text(arena, comment, "comment_author")),
                      .author_url = wxr_text(arena, comment, "comment_author_url"),
                      .at = wxr_moment(wxr_text(arena, comment, "comment_date"),
                                       wxr_text(arena, comment, "comment_date_gmt")),
                      .text = plain_text(arena, wxr_text(arena, comment, "comment_content")),
                      .is_approved = !slice_equal(approved, SLICE("0"))};
    }
}
