/* In: an <img> on a page. Out: the true address of its picture, and its size.
 *
 * Lazy pages keep the true address in other attributes, srcset gives the largest, a <picture> has sources of
 * its own; src alone is often a placeholder. */
#include "extract/media.h"

#include "syntax/url.h"

/* The largest of "a.jpg 320w, b.jpg 640w" or "a.jpg 1x, b.jpg 2x". */
static Slice largest_of_srcset(Slice srcset)
{
    Slice best = SLICE_EMPTY;
    uint64_t best_size = 0;
    size_t at = 0;
    while (at < srcset.size) {
        while (at < srcset.size && (ascii_is_space(srcset.data[at]) || srcset.data[at] == ','))
            at++;
        size_t end = at;
        while (end < srcset.size && !ascii_is_space(srcset.data[end]))
            end++;
        Slice address = slice_range(srcset, at, end);
        at = end;
        while (at < srcset.size && srcset.data[at] != ',')
            at++;
        Slice size = slice_trim(slice_range(srcset, end, at));
        uint64_t number = 1;
        if (size.size > 1 && !slice_to_u64(slice_range(size, 0, size.size - 1), &number))
            number = 1;
        while (address.size > 0 && address.data[address.size - 1] == ',')
            address.size--;
        if (address.size > 0 && number > best_size) {
            best = address;
            best_size = number;
        }
    }
    return best;
}

static bool is_placeholder(Slice src)
{
    return src.size == 0 || slice_starts_with(src, SLICE("data:")) ||
           slice_contains(src, SLICE("placeholder")) || slice_contains(src, SLICE("spacer.")) ||
           slice_contains(src, SLICE("blank.gif")) || slice_contains(src, SLICE("1x1")) ||
           slice_contains(src, SLICE("lazyload.")) || slice_contains(src, SLICE("transparent.")) ||
           (slice_contains(src, SLICE("transparent")) && slice_ends_with(src, SLICE(".gif")));
}

Slice address_file(Slice address)
{
    size_t end = 0;
    while (end < address.size && address.data[end] != '?' && address.data[end] != '#')
        end++;
    address = slice_range(address, 0, end);
    size_t slash = slice_find_last_byte(address, '/');
    return slash == SLICE_NONE ? address : slice_skip(address, slash + 1);
}

bool address_is_picture(Slice value)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp", ".avif"};
    if (SLICE_ANY(value, slice_contains_nocase, ends))
        return slice_find_byte(value, ' ') == SLICE_NONE && value.size < 2000;
    return false;
}

/* Some script's own name for the true address: the first data attribute that holds one of a picture. */
static Slice lazy_address(const Page *page, uint32_t image)
{
    lxb_dom_attr_t *attribute = lxb_dom_interface_element(page_node(page, image)->dom)->first_attr;
    for (int count = 0; attribute && count < 40; attribute = attribute->next, count++) {
        size_t size = 0, value_size = 0;
        const lxb_char_t *name = lxb_dom_attr_qualified_name(attribute, &size);
        const lxb_char_t *data = lxb_dom_attr_value(attribute, &value_size);
        Slice value = data ? slice_trim(slice_of(data, value_size)) : SLICE_EMPTY;
        if (size > 5 && memcmp(name, "data-", 5) == 0 && address_is_picture(value) && !is_placeholder(value))
            return page_address(page, value);
    }
    return SLICE_EMPTY;
}

/* The true address of an <img>, with its <picture>'s sources. */
Slice image_address(const Page *page, uint32_t image)
{
    static const char *const lazy[] = {"data-src",        "data-lazy-src", "data-original",   "data-lazy",
                                       "data-orig-file",  "data-img-src",  "data-hi-res-src", "data-full-src",
                                       "data-large-file", "data-image",    "data-url"};
    static const char *const sets[] = {"srcset", "data-srcset", "data-lazy-srcset"};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        Slice best = largest_of_srcset(page_attribute(page, image, sets[i]));
        if (!is_placeholder(best))
            return page_address(page, best);
    }
    for (size_t i = 0; i < sizeof lazy / sizeof lazy[0]; i++) {
        Slice value = page_attribute(page, image, lazy[i]);
        if (!is_placeholder(value))
            return page_address(page, value);
    }
    Slice src = page_attribute(page, image, "src");
    if (!is_placeholder(src))
        return page_address(page, src);
    uint32_t picture = page_node(page, image)->parent;
    if (page_node(page, picture)->tag != LXB_TAG_PICTURE)
        return lazy_address(page, image);
    for (uint32_t i = picture + 1; i < page_node(page, picture)->end; i++)
        for (size_t s = 0; page_node(page, i)->tag == LXB_TAG_SOURCE && s < 2; s++) {
            Slice best = largest_of_srcset(page_attribute(page, i, sets[s]));
            if (!is_placeholder(best))
                return page_address(page, best);
        }
    return lazy_address(page, image);
}

uint32_t image_pixels(const Page *page, uint32_t image, const char *name)
{
    uint64_t number;
    Slice value = slice_trim(page_attribute(page, image, name));
    if (slice_ends_with(value, SLICE("px")))
        value.size -= 2;
    return slice_to_u64(value, &number) && number < 100000 ? (uint32_t)number : 0;
}
