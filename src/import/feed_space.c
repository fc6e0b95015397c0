/* An element's namespace in, which of the vocabularies of feeds it is out. Feeds declare each of them under a
 * dozen addresses, and use prefixes that they never declared. */
#include "import/feed_space.h"

/* A namespace that begins so; the longer stand before the shorter. Compared without regard to case. */
static const struct {
    const char *uri;
    FeedSpace space;
} uris[] = {
    {"http://purl.org/rss/1.0/modules/content", SPACE_CONTENT},
    {"http://purl.org/rss/1.0/modules/", SPACE_OTHER},
    {"http://purl.org/rss/1.0", SPACE_CORE},
    {"http://purl.org/net/rss1.1", SPACE_CORE},
    {"http://backend.userland.com/rss", SPACE_CORE},
    {"http://blogs.law.harvard.edu/tech/rss", SPACE_CORE},
    {"http://cyber.law.harvard.edu/rss", SPACE_CORE},
    {"http://my.netscape.com/rdf/simple/0.9", SPACE_CORE},
    {"http://channel.netscape.com/rdf/simple/0.9", SPACE_CORE},
    {"http://www.w3.org/2005/atom", SPACE_CORE},
    {"http://purl.org/atom/", SPACE_CORE},
    {"http://purl.org/dc/elements/", SPACE_DC},
    {"http://purl.org/dc/terms", SPACE_DCTERMS},
    {"http://search.yahoo.com/mrss", SPACE_MEDIA},
    {"http://video.search.yahoo.com/mrss", SPACE_MEDIA},
    {"http://www.rssboard.org/media-rss", SPACE_MEDIA},
    {"http://www.itunes.com/dtds/podcast", SPACE_ITUNES},
    {"http://example.com/dtds/podcast", SPACE_ITUNES},
    {"http://www.w3.org/1999/xhtml", SPACE_XHTML},
    {"http://rssnamespace.org/feedburner", SPACE_FEEDBURNER},
};

static const struct {
    const char *prefix;
    FeedSpace space;
} prefixes[] = {
    {"", SPACE_CORE},           {"rss", SPACE_CORE},
    {"atom", SPACE_CORE},       {"dc", SPACE_DC},
    {"dcterms", SPACE_DCTERMS}, {"content", SPACE_CONTENT},
    {"media", SPACE_MEDIA},     {"itunes", SPACE_ITUNES},
    {"xhtml", SPACE_XHTML},     {"feedburner", SPACE_FEEDBURNER},
};

FeedSpace feed_space_of(const Xml *element)
{
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++)
        if (slice_starts_with_nocase(element->uri, slice_from(uris[i].uri)))
            return uris[i].space;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_equal_nocase(element->prefix, slice_from(prefixes[i].prefix)))
            return prefixes[i].space;
    return SPACE_OTHER;
}
