/* Sitemaps (sitemaps.org, version 0.9, with Google's extensions for images and news) and plain lists of
 * addresses: which addresses a paper had.
 *
 * An address is stated as such, with the day of its last change and its pictures; one of which the sitemap
 * gives a headline is a piece. An index of sitemaps names the sitemaps' own addresses. A crawler keeps
 * "sitemap.xml.gz" packed as it was served; it is unpacked here. */
#include "import/feed.h"
#include "import/feed_date.h"
#include "import/feed_root.h"
#include "base/map.h"
#include "syntax/charset.h"
#include "syntax/codec.h"
#include "syntax/url.h"
#include "syntax/xml.h"

#define SITEMAP_MEDIA_TYPE "application/vnd.sitemap+xml"
#define SITEMAP_SIZE_MAX ((size_t)RECORD_HELD_MAX) /* unpacked, as of any document */

typedef struct Sitemap {
    Arena *arena;
    Slice base, bytes, charset;
    const Xml *root; /* NULL: a list of addresses */
    Map seen;        /* addresses */
    StatedList stated;
} Sitemap;

/* The address, absolute; empty if it is none or was named before. */
static Slice new_address(Sitemap *map, Slice text)
{
    bool is_new = false;
    Url url;
    text = slice_trim(text);
    if (slice_is_empty(text))
        return SLICE_EMPTY;
    Slice absolute = url_resolve(map->arena, map->base, text);
    if (!url_parse(absolute, &url))
        return SLICE_EMPTY;
    map_add(&map->seen, absolute, &is_new);
    return is_new ? absolute : SLICE_EMPTY;
}

static Stated *add_address(Sitemap *map, Slice url)
{
    Stated *stated = LIST_ADD(map->arena, &map->stated);
    stated->kind = STATED_ADDRESS;
    stated->source = SLICE("sitemap");
    stated->at = arena_format(map->arena, "url[%zu]", map->stated.count);
    stated->article.url = url;
    return stated;
}

static Slice words_of(Sitemap *map, const Xml *parent, const char *name)
{
    const Xml *child = parent ? xml_child(parent, name) : NULL;
    return child ? arena_copy(map->arena, slice_trim(xml_words(map->arena, child))) : SLICE_EMPTY;
}

static void take_image(Sitemap *map, const Xml *image, Article *article)
{
    Media *media = feed_add_media(map->arena, &article->media,
                                  url_resolve(map->arena, map->base, words_of(map, image, "loc")));
    if (!media)
        return;
    media->caption = words_of(map, image, "caption");
    if (slice_is_empty(media->caption))
        media->caption = words_of(map, image, "title");
}

/* What Google News asks for: the headline makes a piece of the address. */
static void take_news(Sitemap *map, const Xml *news, Stated *stated)
{
    const Xml *publication = xml_child(news, "publication");
    Article *article = &stated->article;
    article->headline = words_of(map, news, "title");
    feed_date_read(words_of(map, news, "publication_date"), &article->published);
    article->lang = feed_lang(map->arena, words_of(map, publication, "language"));
    article->site_name = words_of(map, publication, "name");
    feed_add_tags(map->arena, &article->tags, words_of(map, news, "keywords"));
    if (slice_is_empty(article->headline))
        return;
    stated->kind = STATED_PIECE;
    article->canonical = article->url;
    article->page_kind = PAGE_ARTICLE;
}

/* <url> or <sitemap>. */
static void take_url(Sitemap *map, const Xml *element)
{
    Slice address = new_address(map, words_of(map, element, "loc"));
    if (!slice_is_empty(address)) {
        Stated *stated = add_address(map, address);
        feed_date_read(words_of(map, element, "lastmod"), &stated->article.modified);
        for (const Xml *child = element->first; child; child = child->next) {
            if (xml_is(child, "image"))
                take_image(map, child, &stated->article);
            else if (xml_is(child, "news"))
                take_news(map, child, stated);
        }
    }
    for (const Xml *child = element->first; child; child = child->next)
        if (xml_is(child, "link") && slice_equal_nocase(xml_attribute(child, "rel"), SLICE("alternate"))) {
            Slice other = new_address(map, xml_attribute(child, "href"));
            if (!slice_is_empty(other))
                add_address(map, other); /* the same in another language */
        }
}

/* Room for all at once: a list that doubled would take twice the memory of what it ends with. */
static void reserve(Sitemap *map, size_t count)
{
    map->stated.items = ARENA_ARRAY(map->arena, Stated, count);
    map->stated.capacity = count;
}

static void state_xml(Sitemap *map)
{
    size_t count = 0;
    for (const Xml *child = map->root->first; child; child = child->next) {
        count += xml_is(child, "url") || xml_is(child, "sitemap");
        for (const Xml *link = child->first; link; link = link->next)
            count += xml_is(link, "link");
    }
    reserve(map, count);
    for (const Xml *child = map->root->first; child; child = child->next)
        if (xml_is(child, "url") || xml_is(child, "sitemap"))
            take_url(map, child);
}

static void state_list(Sitemap *map, Slice text)
{
    Slice line = SLICE_EMPTY, rest = text;
    size_t count = 0;
    while (slice_next_line(&rest, &line))
        count += !slice_is_empty(slice_trim(line));
    reserve(map, count);
    while (slice_next_line(&text, &line)) {
        Slice address = new_address(map, line);
        if (!slice_is_empty(address))
            add_address(map, address);
    }
}

/* Runs under arena_guard. */
static void state_sitemap(void *context)
{
    Sitemap *map = context;
    map_init(&map->seen, map->arena);
    if (map->root)
        state_xml(map);
    else
        state_list(map, charset_to_utf8(map->arena, map->bytes, map->charset, false, NULL));
}

/* The tree and what is unpacked lie on a desk, an arena of their own that is cleared afterwards: 50,000
 * addresses, which is what a sitemap may have, then fit into memory as Stated. */
static Status read_plain(Sitemap *map, Arena *desk, Record *record, Error *err)
{
    XmlDocument document = {0};
    FeedRoot root;
    if (feed_root_of(slice_range(map->bytes, 0, (size_t)64 << 10), &root)) {
        Status status = xml_read(desk, map->bytes, map->charset, &document, err);
        if (status != STATUS_OK)
            return status;
        map->root = document.root;
        record->is_body_cut |= document.is_cut;
    }
    if (!arena_guard(map->arena, state_sitemap, map))
        return error_set(err, STATUS_SKIP, "its addresses need more memory than there is for one document");
    record->stated = map->stated.items;
    record->stated_count = map->stated.count;
    return STATUS_OK;
}

static Status read_sitemap(Record *record, Arena *arena, Error *err)
{
    Error damage = {{0}};
    Status status = STATUS_OK;
    Arena *desk = arena_open((size_t)SITEMAP_SIZE_MAX * 8);
    Sitemap map = {.arena = arena, .base = record->url, .bytes = record->body, .charset = record->charset};
    if (codec_of_bytes(record->body) == CODEC_GZIP)
        status = codec_unpack(desk, CODEC_GZIP, record->body, SITEMAP_SIZE_MAX, &map.bytes, &damage);
    if (status != STATUS_OK && slice_is_empty(map.bytes))
        status = error_set(err, STATUS_SKIP, "%s", damage.message);
    else
        status = read_plain(&map, desk, record, err);
    arena_close(desk);
    return status;
}

/* ---- bids ---- */

#define LIST_LINES_MIN 2 /* one address alone is a note */

static bool is_list(Slice first)
{
    Slice line = SLICE_EMPTY;
    size_t lines = 0, size = first.size;
    if (slice_starts_with(first, SLICE("\xEF\xBB\xBF")))
        first = slice_skip(first, 3);
    while (slice_next_line(&first, &line)) {
        bool is_cut = slice_is_empty(first) && size > 4096; /* the first bytes end within a line */
        line = slice_trim(line);
        bool is_address =
            slice_starts_with(line, SLICE("http://")) || slice_starts_with(line, SLICE("https://"));
        bool is_one = is_address && slice_find_byte(line, ' ') == SLICE_NONE &&
                      slice_find_byte(line, '\t') == SLICE_NONE;
        if (!is_one && !slice_is_empty(line) && !is_cut)
            return false;
        lines += is_one;
    }
    return lines >= LIST_LINES_MIN;
}

static int plain_bid(Slice first)
{
    FeedRoot root;
    if (feed_root_of(first, &root))
        return slice_equal(root.name, SLICE("urlset")) || slice_equal(root.name, SLICE("sitemapindex")) ? 70
                                                                                                        : 0;
    return is_list(first) ? 45 : 0;
}

/* A bid has no arena: so much is unpacked as shows the root element. */
static int sitemap_bid(Slice first)
{
    char text[FEED_ROOT_SIZE];
    size_t size = 0;
    Error err;
    if (codec_of_bytes(first) != CODEC_GZIP)
        return plain_bid(first);
    Unpacker *unpacker = unpacker_open(CODEC_GZIP, first);
    Status status = unpacker_read(unpacker, text, sizeof text, &size, &err);
    unpacker_close(unpacker);
    return status == STATUS_OK ? plain_bid(slice_of(text, size)) : 0;
}

static int file_bid(Slice first, Slice file_name)
{
    (void)file_name;
    return plain_bid(first);
}

static Status sitemap_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return document_next(import, arena, BODY_STATED, SLICE(SITEMAP_MEDIA_TYPE), record, err);
}

const StatedReader stated_sitemap = {SITEMAP_MEDIA_TYPE, sitemap_bid, read_sitemap};
const Importer importer_sitemap = {"sitemap", file_bid, document_open, sitemap_next, document_close};
