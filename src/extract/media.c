/* In: the pictures of a page. Out: media with address, caption, credit, alternative text, id and size.
 *
 * A picture belongs to the piece if it stands in the body, or between headline and body, or is claimed by
 * metadata. Lazy pages keep the true address in other attributes; srcset gives the largest. A caption is the
 * figcaption, the caption element of the figure, or the lines "Media ID: n" / "Caption:" that one content
 * system printed. */
#include "extract/caption.h"
#include "extract/credit_tail.h"
#include "extract/frame.h"
#include "extract/media.h"

#include "text/text.h"

#define MEDIA_MAX 200

static Slice digits_behind(Slice text, const char *mark)
{
    size_t at = slice_find(text, slice_from(mark));
    if (at == SLICE_NONE)
        return SLICE_EMPTY;
    size_t begin = at + strlen(mark), end = begin;
    while (end < text.size && ascii_is_digit(text.data[end]))
        end++;
    return slice_range(text, begin, end);
}

/* "wp-image-123", "attachment_123", data-attachment-id. */
static Slice image_id(const Page *page, uint32_t image, uint32_t figure)
{
    Slice id = digits_behind(page_node(page, image)->class, "wp-image-");
    if (id.size == 0)
        id = page_attribute(page, image, "data-attachment-id");
    if (id.size == 0 && figure)
        id = digits_behind(page_node(page, figure)->id, "attachment_");
    return id;
}

/* The same picture among the media already, by its address or by its number; NULL. */
static Media *known_media(const Desk *desk, const Media *media)
{
    for (size_t i = 0; i < desk->article->media.count; i++) {
        Media *own = &desk->article->media.items[i];
        if (slice_equal(own->href, media->href) || (media->id.size > 0 && slice_equal(own->id, media->id)))
            return own;
    }
    return NULL;
}

/* A picture shown a second time may say what the first said not: the one on top seldom has its caption. */
static void fill_again(Media *known, const Media *again)
{
    if (again->caption.size > 0)
        known->caption = again->caption;
    if (again->credit.raw.size > 0)
        known->credit = again->credit;
    if (known->alt.size == 0)
        known->alt = again->alt;
    if (known->id.size == 0)
        known->id = again->id;
}

static bool is_tiny(const Media *media)
{
    return (media->width > 0 && media->width < 60) || (media->height > 0 && media->height < 40);
}

/* What the element itself says of a picture. */
static Media read_image(const Desk *desk, uint32_t image, uint32_t figure)
{
    const Page *page = &desk->page;
    return (Media){.id = image_id(page, image, figure),
                   .href = image_address(page, image),
                   .alt = plain_value(desk->arena, page_attribute(page, image, "alt")),
                   .width = image_pixels(page, image, "width"),
                   .height = image_pixels(page, image, "height")};
}

bool media_of_image(const Desk *desk, uint32_t image, Media *media, uint32_t *frame)
{
    *frame = frame_figure(&desk->page, image);
    *media = read_image(desk, image, *frame);
    return media->href.size > 0 && !is_tiny(media) && !image_is_furniture(&desk->page, image, media);
}

/* "By Jane Roe, political editor" under a picture: the writer's face beside the byline. */
static bool is_face(const Desk *desk, const Media *media)
{
    Moment moment;
    const Authors *authors = &desk->article->authors;
    if (media->caption.size == 0 || media->caption.size > 160)
        return false;
    Slice key = compare_key(desk->arena, slice_range(media->caption, 0, 60));
    for (size_t i = 0; i < authors->count && i < 5; i++) {
        Slice name = compare_key(desk->arena, authors->items[i].name);
        size_t at = name.size >= 6 ? slice_find(key, name) : SLICE_NONE;
        if (at != SLICE_NONE && at <= 8 &&
            (at > 0 || key.size <= name.size + 2 || text_find_date(media->caption, false, &moment, NULL)))
            return true;
    }
    return false;
}

/* "By Jane Roe" and no more, whoever she is. */
static bool is_byline_alone(Slice caption)
{
    static const char *const words[] = {"By ",   "Von ", "Par ", "Por ",  "Di ",
                                        "Door ", "Av ",  "Af ",  "Text: "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_starts_with(caption, slice_from(words[i])))
            return caption.size < 60 && credit_is_names(slice_skip(caption, strlen(words[i])));
    return false;
}

/* The same picture in another size: whole sentences are not printed under two, nor a few words with one and
 * the same credit. */
static bool is_said_before(const Desk *desk, const Media *media)
{
    const MediaList *list = &desk->article->media;
    bool is_telling = media->caption.size >= 30 || (media->caption.size >= 12 && media->credit.raw.size > 0 &&
                                                    media->caption.size + media->credit.raw.size >= 30);
    for (size_t i = 0; is_telling && i < list->count; i++)
        if (slice_equal(list->items[i].caption, media->caption) &&
            slice_equal(list->items[i].credit.raw, media->credit.raw))
            return true;
    return false;
}

/* An element of the page's own making that a script turns into a picture: <x-image src="...">. */
static bool is_made_image(const Page *page, uint32_t number)
{
    const PageNode *node = page_node(page, number);
    if (node->tag < LXB_TAG__LAST_ENTRY || page_find_tag(page, number, LXB_TAG_IMG))
        return false;
    size_t size = 0;
    const lxb_char_t *own = lxb_dom_element_qualified_name(lxb_dom_interface_element(node->dom), &size);
    Slice name = own ? slice_of(own, size) : SLICE_EMPTY;
    bool is_named = slice_contains(name, SLICE("image")) || slice_contains(name, SLICE("img")) ||
                    slice_contains(name, SLICE("picture")) || slice_contains(name, SLICE("photo"));
    return is_named && (page_attribute(page, number, "src").size > 0 ||
                        page_attribute(page, number, "data-src").size > 0);
}

/* The frame's words, unless they are the piece's own headline. */
static void read_words(Desk *desk, uint32_t frame, Media *media)
{
    if (frame && !(desk->headline_node && page_holds(&desk->page, frame, desk->headline_node)))
        read_frame(desk, frame, media);
}

/* The still of a film or a sound: a player stands where it is shown. */
static bool is_still(const Page *page, uint32_t image)
{
    static const char *const words[] = {"video", "player", "audio", "podcast"};
    uint32_t at = page_node(page, image)->parent;
    for (int up = 0; up < 5 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->letters > 600 || node->tag == LXB_TAG_ARTICLE)
            return false;
        if (SLICE_ANY(node->class, slice_contains_nocase, words))
            return true;
    }
    return false;
}

/* The line behind the picture that says the same as its alternative text: a caption in a box that calls
 * itself nothing. A name or two in the line after it are the credit. */
static void read_line_behind(Desk *desk, uint32_t image, Media *media)
{
    const Page *page = &desk->page;
    if (media->alt.size < 8 || page_node(page, image)->under & HINT_LINK ||
        slice_equal(compare_key(desk->arena, media->alt), compare_key(desk->arena, desk->article->headline)))
        return;
    size_t low = 0, high = page->lines.count;
    while (low < high) { /* the first line behind the picture */
        size_t middle = low + (high - low) / 2;
        if (page->lines.items[middle].first > image)
            high = middle;
        else
            low = middle + 1;
    }
    for (size_t i = low; i < page->lines.count && i < low + 2; i++) {
        const Line *line = &page->lines.items[i];
        Slice text = line->letters <= media->alt.size + 60 ? page_line_text(page, line) : SLICE_EMPTY;
        const PageNode *owner = page_node(page, line->owner);
        bool is_title = (owner->tag >= LXB_TAG_H1 && owner->tag <= LXB_TAG_H6) ||
                        (owner->hints & HINT_HEADLINE) || line->owner == desk->headline_node ||
                        line->linked * 2 > line->letters;
        if (is_title || !slice_starts_with(text, media->alt))
            continue;
        caption_settle(desk, media->alt, media);
        Slice rest = slice_trim(slice_skip(text, media->alt.size));
        bool is_seller = rest.size <= 40 && credit_names_seller(rest) && !slice_ends_with(rest, SLICE("."));
        if (media->credit.raw.size == 0 && rest.size >= 2 && (credit_is_names(rest) || is_seller))
            credit_settle(desk, rest, media);
        return;
    }
}

static void add_image(Desk *desk, uint32_t image, bool *is_named)
{
    const Page *page = &desk->page;
    uint32_t figure = frame_figure(page, image);
    Media media = read_image(desk, image, figure);
    uint32_t frame = frame_of_image(page, image);
    bool names = frame && frame_names_caption(page, frame) && !(page_node(page, frame)->under & HINT_EMBED);
    /* A lazy picture without address has a twin in <noscript>; 16 to 9 is a shape where a caption stands. */
    uint32_t product = image_product_box(page, image);
    if (media.href.size == 0 || (is_tiny(&media) && !(figure && names)) ||
        image_is_furniture(page, image, &media) ||
        (!desk->is_whole && !product && image_is_of_teaser(page, image, figure)))
        return;
    Media *known = known_media(desk, &media);
    if (known && known->caption.size > 0 && (is_named[known - desk->article->media.items] || !names))
        return;
    if (!product || !read_product(desk, product, &media))
        read_words(desk, frame, &media);
    if (media.caption.size == 0)
        read_line_behind(desk, image, &media);
    read_image_title(desk, image, &media);
    uint32_t credit = media.credit.raw.size == 0 && frame ? frame_credit_beside(page, frame, image) : 0;
    if (credit)
        credit_settle(desk, page_visible_text(page, credit), &media);
    if (!desk->is_whole && media.credit.raw.size == 0 && is_still(page, image))
        return; /* with a credit it is shown as a picture too */
    if (known) {
        fill_again(known, &media);
        is_named[known - desk->article->media.items] = names;
    } else if (!is_face(desk, &media) && !is_byline_alone(media.caption) && !is_said_before(desk, &media)) {
        is_named[desk->article->media.count] = names;
        *LIST_ADD(desk->arena, &desk->article->media) = media;
    }
}

static void add_images(Desk *desk)
{
    const Page *page = &desk->page;
    bool is_named[MEDIA_MAX] = {false}; /* whose caption stands in an element that says so */
    for (uint32_t i = page->body; i < page->nodes.count && desk->article->media.count < MEDIA_MAX; i++)
        if ((page_node(page, i)->tag == LXB_TAG_IMG || is_made_image(page, i)) && image_is_of_piece(desk, i))
            add_image(desk, i, is_named);
}

/* The picture that a label stands by: the last before it, or the first behind, in the smallest element that
 * holds both and little else. 0: none. */
static uint32_t image_beside(const Page *page, uint32_t label)
{
    uint32_t at = page_node(page, label)->parent;
    for (int up = 0; up < 6 && at > page->body; up++, at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if (node->letters > 1200 || node->tag == LXB_TAG_ARTICLE)
            return 0;
        uint32_t found = 0;
        for (uint32_t i = at + 1; i < node->end && (i < label || !found); i++)
            if (page_node(page, i)->tag == LXB_TAG_IMG && image_address(page, i).size > 0)
                found = i;
        if (found)
            return found;
    }
    return 0;
}

/* The caption's line below the label; empty if it is a line of the body already. */
static Slice printed_caption(const Desk *desk, size_t line)
{
    const Page *page = &desk->page;
    if (line >= page->lines.count || page->lines.items[line].owner == desk->headline_node ||
        (desk->body_node && page_holds(page, desk->body_node, page->lines.items[line].first)))
        return SLICE_EMPTY;
    Slice caption = page_line_text(page, &page->lines.items[line]);
    if (slice_starts_with_nocase(caption, SLICE("caption:")))
        caption = slice_trim(slice_skip(caption, 8));
    return caption.size < 600 ? caption : SLICE_EMPTY;
}

/* "Media ID: 55384080" by a picture, and the caption's line below it; both may be empty, and the caption
 * printed twice. It stands before all pictures of the body. */
static void add_printed_media(Desk *desk)
{
    const Page *page = &desk->page;
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        Slice id;
        Slice first = slice_trim(page_node(page, line->first)->text);
        if (line->letters > 60 || !slice_starts_with_nocase(first, SLICE("media")) ||
            !read_media_id(page_line_text(page, line), &id))
            continue;
        uint32_t image = image_beside(page, line->first);
        Media media = image ? read_image(desk, image, 0) : (Media){0};
        media.id = id.size > 0 ? id : media.id;
        media.caption = printed_caption(desk, i + 1);
        Credit credit;
        if (extract_credit(desk->arena, &media.caption, &credit))
            media.credit = credit;
        *LIST_ADD(desk->arena, &desk->article->media) = media;
        return;
    }
}

/* A label that stands by no picture is that of the piece's first one. */
static void join_printed_media(Desk *desk)
{
    MediaList *media = &desk->article->media;
    if (media->count < 2 || media->items[0].href.size > 0 || media->items[1].id.size > 0)
        return;
    Media *second = &media->items[1];
    second->id = media->items[0].id;
    if (media->items[0].caption.size > 0) {
        second->caption = media->items[0].caption;
        second->credit = media->items[0].credit;
    }
    memmove(media->items, media->items + 1, (media->count - 1) * sizeof *media->items);
    media->count--;
}

void collect_media(Desk *desk)
{
    note_next_headline(desk);
    add_printed_media(desk);
    add_images(desk);
    join_printed_media(desk);
    add_stated_images(desk);
    for (size_t i = 0; i < desk->article->media.count; i++)
        caption_taken(desk, &desk->article->media.items[i]);
    if (desk->article->media.count > 0)
        origin_add(desk, "media", SLICE("visible"), SLICE("img"), "in-piece", 0.8f);
}

/* On a page without a caption some other text may have been taken for the body. */
static bool has_named_body(const Article *article)
{
    for (size_t i = 0; i < article->provenance.count; i++) {
        const Origin *origin = &article->provenance.items[i];
        if (slice_equal(origin->field, SLICE("body")))
            return slice_equal(origin->rule, SLICE("named-body"));
    }
    return false;
}

void settle_photo_page(Desk *desk)
{
    Article *article = desk->article;
    if (article->page_kind != PAGE_PHOTO || article->media.count == 0 ||
        (!desk->is_whole && !has_named_body(article)))
        return;
    Media *media = &article->media.items[0];
    if (media->caption.size == 0 && article->text.size > 0) {
        media->caption = article->text;
        Credit credit;
        Slice caption = article->text;
        if (extract_credit(desk->arena, &caption, &credit)) {
            media->caption = caption;
            if (media->credit.raw.size == 0)
                media->credit = credit;
        }
    }
    caption_taken(desk, media);
}
