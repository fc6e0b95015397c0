/* In: what metadata say of pictures: og:image, JSON-LD's ImageObjects. Out: the picture of a page that shows
 * none, and captions and credits that the page prints nowhere.
 *
 * An ImageObject is about a picture on the page if both addresses end in the same file: servers of pictures
 * change all the rest. */
#include "extract/caption.h"

#include "extract/media.h"
#include "syntax/url.h"

/* "ABC123" of "https://host/a/ABC123.jpg?w=800"; empty where it is too short to tell pictures apart. */
static Slice file_stem(Slice address)
{
    Slice file = address_file(address);
    size_t dot = slice_find_last_byte(file, '.');
    file = dot == SLICE_NONE ? file : slice_range(file, 0, dot);
    return file.size >= 7 ? file : SLICE_EMPTY;
}

static Slice stated_address(const Json *object)
{
    static const char *const keys[] = {"contentUrl", "url", "@id"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        Slice value = linked_get_text(object, keys[i]);
        if (slice_starts_with_nocase(value, SLICE("http")) || slice_starts_with(value, SLICE("/")))
            return value;
    }
    return SLICE_EMPTY;
}

static uint32_t stated_pixels(const Json *object, const char *key)
{
    const Json *value = json_get(object, key);
    if (value && value->kind == JSON_OBJECT) /* a QuantitativeValue */
        value = json_get(value, "value");
    uint64_t number;
    return value && slice_to_u64(linked_text(value), &number) && number < 100000 ? (uint32_t)number : 0;
}

/* Author and holder, as papers print them together: "Jane Roe (Medwire)". */
static Slice stated_credit(Desk *desk, const Json *object)
{
    Slice text = linked_get_text(object, "creditText");
    if (text.size > 0)
        return plain_value(desk->arena, text);
    Slice author = linked_get_text(object, "author");
    if (author.size == 0)
        author = linked_get_text(object, "creator");
    Slice holder = linked_get_text(object, "copyrightHolder");
    if (holder.size == 0)
        holder = linked_get_text(object, "copyrightNotice");
    author = plain_value(desk->arena, author);
    holder = plain_value(desk->arena, holder);
    if (author.size == 0 || holder.size == 0 || slice_contains(holder, author))
        return author.size == 0 || slice_contains(holder, author) ? holder : author;
    return arena_format(desk->arena, "%.*s (%.*s)", SLICE_ARG(author), SLICE_ARG(holder));
}

static void fill_from(Desk *desk, const Json *object, Media *media)
{
    if (media->caption.size == 0) {
        Slice caption = plain_value(desk->arena, linked_get_text(object, "caption"));
        if (!slice_starts_with_nocase(caption, SLICE("http")))
            caption_settle(desk, caption, media);
    }
    Slice credit = media->credit.raw.size == 0 ? stated_credit(desk, object) : SLICE_EMPTY;
    if (credit.size > 0 && credit.size <= 140 && !is_site_name(desk, credit))
        credit_settle(desk, credit, media);
    media->width = media->width ? media->width : stated_pixels(object, "width");
    media->height = media->height ? media->height : stated_pixels(object, "height");
}

/* The ImageObject that is about the picture; NULL. */
static const Json *object_of(const Desk *desk, const Media *media)
{
    Slice stem = file_stem(media->href);
    for (size_t i = 0; stem.size > 0 && i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_IMAGE && claim->data &&
            slice_equal(file_stem(stated_address(claim->data)), stem))
            return claim->data;
    }
    return NULL;
}

/* The picture that metadata name, when the page shows none. */
static void add_claimed_image(Desk *desk)
{
    const Claim *best = claim_best(desk, CLAIM_IMAGE);
    if (!best || desk->article->media.count > 0 || best->confidence < CLAIM_OF_PAGE)
        return;
    Slice href = page_address(&desk->page, best->data ? stated_address(best->data) : best->value);
    if (href.size == 0)
        return;
    Media media = {.href = href};
    if (best->data)
        fill_from(desk, best->data, &media);
    *LIST_ADD(desk->arena, &desk->article->media) = media;
}

void add_stated_images(Desk *desk)
{
    add_claimed_image(desk);
    MediaList *media = &desk->article->media;
    for (size_t i = 0; i < media->count && i < 60; i++) {
        const Json *object = media->items[i].href.size > 0 ? object_of(desk, &media->items[i]) : NULL;
        if (object)
            fill_from(desk, object, &media->items[i]);
    }
}
