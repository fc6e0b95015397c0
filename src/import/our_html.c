/* In: HTML that says it is our own. Out: whether that is so.
 *
 * The inner HTML of a block comes back from an exported line, but the line may be a stranger's. What our own
 * writer cannot have written is not taken as HTML at all. */
#include "import/jsonl_article.h"

#define OPEN_MAX ((size_t)32)

static const Slice elements[] = {
    SLICE_INIT("a"),    SLICE_INIT("em"), SLICE_INIT("strong"), SLICE_INIT("b"),   SLICE_INIT("i"),
    SLICE_INIT("cite"), SLICE_INIT("q"),  SLICE_INIT("sub"),    SLICE_INIT("sup"), SLICE_INIT("ol"),
    SLICE_INIT("ul"),   SLICE_INIT("li"), SLICE_INIT("table"),  SLICE_INIT("tr"),  SLICE_INIT("td"),
    SLICE_INIT("th"),   SLICE_INIT("p")};

static bool is_element(Slice name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (slice_equal(name, elements[i]))
            return true;
    return false;
}

/* a href="https://..." */
static bool is_link(Slice tag)
{
    static const Slice before = SLICE_INIT("a href=\"");
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    if (!slice_starts_with(tag, before) || !slice_ends_with(tag, SLICE("\"")) || tag.size == before.size)
        return false;
    Slice href = slice_range(tag, before.size, tag.size - 1);
    if (slice_find_byte(href, '"') != SLICE_NONE)
        return false;
    return SLICE_ANY(href, slice_starts_with_nocase, schemes);
}

bool html_is_our_own(Slice html)
{
    Slice open[OPEN_MAX];
    size_t count = 0, at;
    while ((at = slice_find_byte(html, '<')) != SLICE_NONE) {
        html = slice_skip(html, at + 1);
        size_t end = slice_find_byte(html, '>');
        if (end == SLICE_NONE)
            return false;
        Slice tag = slice_range(html, 0, end);
        html = slice_skip(html, end + 1);
        if (slice_equal(tag, SLICE("br")))
            continue;
        if (slice_starts_with(tag, SLICE("/"))) {
            if (count == 0 || !slice_equal(open[count - 1], slice_skip(tag, 1)))
                return false;
            count--;
            continue;
        }
        if (count == OPEN_MAX || !(is_element(tag) || is_link(tag)))
            return false;
        open[count++] = is_element(tag) ? tag : SLICE("a");
    }
    return count == 0;
}
