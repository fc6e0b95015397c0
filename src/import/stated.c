/* Which reader understands a decoded body: the only place that knows all of them.
 *
 * In: a record whose body is no page. Out: its reader, by media type first, since our own records carry the
 * reader's own; else by the bytes, since servers call every feed "text/xml". */
#include "import/inside.h"
#include "import/sniff.h"

/* The order decides between equal bids. */
static const StatedReader *const readers[] = {
    &stated_nitf, &stated_newsml,   &stated_ninjs,     &stated_wxr,     &stated_jsonl,
    &stated_cdx,  &stated_feed_xml, &stated_feed_json, &stated_sitemap, NULL,
};

static bool may_hold_items(Slice media_type)
{
    static const char *const types[] = {"text/xml",  "application/xml",  "application/json",
                                        "text/json", "text/plain",       "application/octet-stream",
                                        "",          "application/gzip", "application/x-gzip"};
    if (SLICE_ANY(media_type, slice_equal, types))
        return true;
    return slice_ends_with(media_type, SLICE("+xml")) || slice_ends_with(media_type, SLICE("+json"));
}

const StatedReader *stated_reader_of(const Record *record)
{
    const StatedReader *best = NULL;
    int best_bid = 0;
    for (const StatedReader *const *reader = readers; *reader; reader++)
        if (slice_equal(record->media_type, slice_from((*reader)->media_type)))
            return *reader;
    if (!may_hold_items(record->media_type))
        return NULL;
    Slice first = slice_range(record->body, 0, SNIFF_SIZE);
    for (const StatedReader *const *reader = readers; *reader; reader++) {
        int bid = (*reader)->bid ? (*reader)->bid(first) : 0;
        if (bid > best_bid) {
            best_bid = bid;
            best = *reader;
        }
    }
    return best;
}

bool stated_is_feed(Slice first)
{
    return stated_feed_xml.bid(first) >= 60 || stated_sitemap.bid(first) >= 60;
}
