/* In: the page as it is printed. Out: claims on authors: elements that templates call a byline, links to
 * authors, lines that begin with "by" beside the headline, and labels that name who wrote. byline.c weighs
 * them. */
#include "extract/byline.h"

#include "extract/credit_tail.h"
#include "extract/desk.h"

static bool is_aside(const PageNode *node)
{
    return (node->under &
            (HINT_RELATED | HINT_COMMENT | HINT_SIDEBAR | HINT_NAVIGATION | HINT_FOOTER | HINT_TEASER |
             HINT_ADVERT | HINT_CAPTION | HINT_CREDIT | HINT_FIGURE | HINT_CONSENT)) != 0;
}

static void claim_author(Desk *desk, uint32_t node, Slice at, float confidence)
{
    claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                            .value = page_visible_text(&desk->page, node),
                            .source = SLICE("visible"),
                            .at = at,
                            .confidence = confidence,
                            .node = node});
}

static bool is_rel_author(const Page *page, uint32_t node)
{
    return page_node(page, node)->tag == LXB_TAG_A &&
           slice_find(page_attribute(page, node, "rel"), SLICE("author")) != SLICE_NONE;
}

/* The links of a byline that lead to authors; false if there are none. */
static bool claim_author_links(Desk *desk, uint32_t byline, float confidence)
{
    static const char *const marks[] = {"author",   "/staff",       "/by/",  "/people/",
                                        "/profile", "/contributor", "/autor"};
    const Page *page = &desk->page;
    bool found = false;
    for (uint32_t i = byline; i < page_node(page, byline)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != LXB_TAG_A || node->letters < 4 || node->letters > 50)
            continue;
        if (is_rel_author(page, i) && confidence < 0.58f) {
            claim_author(desk, i, SLICE("a[rel=author]"), confidence + 0.13f);
            found = true;
            continue;
        }
        Slice href = page_attribute(page, i, "href");
        for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++)
            if (slice_find_nocase(href, slice_from(marks[m])) != SLICE_NONE) {
                claim_author(desk, i, SLICE("a[href=author]"), confidence);
                found = true;
                break;
            }
    }
    return found;
}

/* The line that a template calls byline or author, and links that call themselves rel=author. */
void claim_visible_authors(Desk *desk)
{
    const Page *page = &desk->page;
    size_t found = 0;
    for (uint32_t i = page->body; i < page->nodes.count && found < 20; i++) {
        const PageNode *node = page_node(page, i);
        if (page_tag(page, i) == 0 || node->letters < 3 || node->letters > 120 || is_aside(node))
            continue;
        bool is_rel = is_rel_author(page, i);
        if (!is_rel && !(node->hints & HINT_BYLINE))
            continue;
        uint32_t distance = i > desk->headline_node ? i - desk->headline_node : desk->headline_node - i;
        bool is_near = desk->headline_node && distance < 150;
        found++;
        float confidence = (is_rel ? 0.58f : 0.45f) + (is_near ? 0.05f : 0.0f);
        if (is_rel || !claim_author_links(desk, i, confidence))
            claim_author(desk, i, is_rel ? SLICE("a[rel=author]") : node->class, confidence);
        i = node->end - 1;
    }
}

static bool is_by_line(Slice text, Slice *names)
{
    static const char *const words[] = {
        "by ",   "by: ",  "von ",        "von: ",     "par : ",         "par ",
        "por ",  "door ", "written by ", "words by ", "text: ",         "av ",
        "af ",   "di ",   "oleh ",       "autor: ",   "autorin/autor ", "بقلم: ",
        "بقلم ", "كتب: ", "作者：",      "文/",       "責任編集：",     "yazan: "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (begins_with_word(text, words[i]) && text.size > strlen(words[i])) {
            *names = slice_trim(slice_skip(text, strlen(words[i])));
            return true;
        }
    return false;
}

/* "by Jane Roe, 9 September": a printed line by the headline that begins so and goes on with a name is the
 * byline, whatever its element is called, and whoever publishes the page. */
void claim_by_lines(Desk *desk)
{
    const Page *page = &desk->page;
    size_t headline = 0, found = 0;
    while (headline < page->lines.count &&
           page->lines.items[headline].first < page_node(page, desk->headline_node)->end)
        headline++;
    for (size_t i = headline > 3 ? headline - 3 : 0; i < page->lines.count && i < headline + 12 && found < 2;
         i++) {
        const Line *line = &page->lines.items[i];
        Slice names, name;
        if (line->letters > 90 || is_aside(page_node(page, line->owner)) ||
            !is_by_line(page_line_text(page, line), &names))
            continue;
        size_t end = 0;
        while (end < names.size && !ascii_is_digit(names.data[end]) && !memchr("|,(", names.data[end], 3))
            end++;
        name = byline_without_tail(slice_trim(slice_range(names, 0, end)));
        if (!credit_is_names(name) || name.size < 4 || name.size > 60)
            continue;
        found++;
        if (claim_author_links(desk, line->owner, 0.72f))
            continue;
        claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                                .value = names,
                                .source = SLICE("visible"),
                                .at = SLICE("by-line"),
                                .confidence = 0.72f,
                                .node = line->owner});
    }
}

/* Labels that say nothing but who wrote, wherever they stand: at the foot of the piece, in a list of its
 * facts. */
void claim_labelled_lines(Desk *desk)
{
    static const char *const labels[] = {
        "autorin/autor", "autor:", "autorin:", "author:", "auteur:", "auteur :", "autore:", "penulis:",
        "szerző:",       "yazar:", "автор:",   "Автор:",  "作者：",  "作者:",    "责编：",  "责任编辑：",
        "責任編集：",    "文/",    "الكاتب:",  "بقلم:",   "بقلم :",  "إعداد:"};
    const Page *page = &desk->page;
    size_t found = 0;
    for (size_t i = 0; i < page->lines.count && found < 2; i++) {
        const Line *line = &page->lines.items[i];
        if (line->letters > 90 || line->letters < 6 || is_aside(page_node(page, line->owner)))
            continue;
        Slice text = page_line_text(page, line);
        if (slice_starts_with(text, SLICE("(")) || slice_starts_with(text, SLICE("[")))
            text = slice_range(text, 1, text.size - 1);
        for (size_t k = 0; k < sizeof labels / sizeof labels[0]; k++) {
            Slice names = begins_with_word(text, labels[k]) ? slice_trim(slice_skip(text, strlen(labels[k])))
                                                            : SLICE_EMPTY;
            if (names.size < 4 || names.size > 80 || !credit_is_names(names))
                continue;
            found++;
            claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                                    .value = names,
                                    .source = SLICE("visible"),
                                    .at = SLICE("label"),
                                    .confidence = 0.715f,
                                    .node = line->owner});
            break;
        }
    }
}

/* "Reporting by The Herald.", "Photos and story by Jane Roe": who wrote, told in a line of its own where no
 * template says it. */
static bool signed_names(Slice text, Slice *names)
{
    static const char *const words[] = {
        "reporting by ",       "photos and story by ", "story and photos by ", "words and photos by ",
        "text and photos by ", "text und fotos: ",     "texte et photos : ",   "texto y fotos: "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!begins_with_word(text, words[i]))
            continue;
        *names = slice_skip(text, strlen(words[i]));
        size_t end = slice_find_byte(*names, ';'); /* "; Editing by John Doe" */
        if (end != SLICE_NONE)
            *names = slice_range(*names, 0, end);
        while (slice_ends_with(*names, SLICE(".")))
            names->size--;
        return true;
    }
    return false;
}

/* A short line of two or more words at the right margin is a signature, as letters have it. */
static bool is_at_right(const Page *page, uint32_t node)
{
    Slice style = page_attribute(page, node, "style");
    return slice_find_nocase(style, SLICE("text-align:right")) != SLICE_NONE ||
           slice_find_nocase(style, SLICE("text-align: right")) != SLICE_NONE ||
           slice_equal_nocase(page_attribute(page, node, "align"), SLICE("right"));
}

void claim_signatures(Desk *desk)
{
    const Page *page = &desk->page;
    size_t found = 0;
    for (size_t i = 0; i < page->lines.count && found < 2; i++) {
        const Line *line = &page->lines.items[i];
        if (line->letters > 90 || line->letters < 5 || is_aside(page_node(page, line->owner)))
            continue;
        Slice text = page_line_text(page, line), names = text;
        bool is_said = signed_names(text, &names);
        bool is_right = !is_said && line->letters <= 40 && is_at_right(page, line->owner) &&
                        slice_find_byte(text, ' ') != SLICE_NONE && slice_find_byte(text, ':') == SLICE_NONE;
        if ((!is_said && !is_right) || names.size < 4 || names.size > 80 || !credit_is_names(names))
            continue;
        found++;
        claim_add(desk, (Claim){.field = CLAIM_AUTHOR,
                                .value = names,
                                .source = SLICE("visible"),
                                .at = SLICE("signature"),
                                .confidence = is_said ? 0.4f : 0.35f,
                                .node = line->owner});
    }
}

/* The words before a name by the headline that say what else its bearer did. */
static const char *const maker_words[] = {"photography by ",   "photographs by ",  "photos by ",
                                          "photo by ",         "photographed by ", "styled by ",
                                          "illustrations by ", "illustrated by ",  "graphics by ",
                                          "video by ",         "edited by ",       "produced by ",
                                          "reviewed by ",      "fact checked by ", "translated by ",
                                          "fotos: ",           "foto: ",           "fotos von ",
                                          "illustration: ",    "fotografie: ",     "photos : ",
                                          "photos de ",        "fotos de ",        "fotografía de ",
                                          "bilder: ",          "foto di ",         "تصوير: "};

bool byline_names_maker(Desk *desk, Slice name)
{
    const Page *page = &desk->page;
    Slice key = compare_key(desk->arena, name);
    if (!desk->headline_node || key.size < 6)
        return false;
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line->first + 60 < desk->headline_node || line->letters > 90)
            continue;
        if (line->first > page_node(page, desk->headline_node)->end + 120)
            break;
        Slice text = page_line_text(page, line);
        for (size_t k = 0; k < sizeof maker_words / sizeof maker_words[0]; k++)
            if (slice_starts_with_nocase(text, slice_from(maker_words[k])) &&
                slice_equal(compare_key(desk->arena, slice_skip(text, strlen(maker_words[k]))), key))
                return true;
    }
    return false;
}
