/* WARC files, ISO 28500: versions 0.17 to 1.1 and what crawlers made of them; WET and WAT are WARC files too.
 * A record goes into the archive as it came. */
#include "import/crawl.h"
#include "syntax/warc.h"

#define MARK_SIZE ((size_t)5)    /* "WARC/" */
#define HEAD_USUAL ((size_t)128) /* a head shows by so many bytes */

static int warc_bid(Slice first, Slice file_name)
{
    WarcHead head;
    if (slice_starts_with(first, SLICE("WARC/")) && warc_read_head(first, &head, NULL) != STATUS_SKIP)
        return 100;
    if (warc_find_head(first, 0) == SLICE_NONE)
        return 0;
    return slice_contains(file_name, SLICE(".warc")) || slice_starts_with(first, SLICE("WARC/")) ? 90 : 0;
}

static Status read_head(Slice bytes, CrawlHead *head, Error *err)
{
    WarcHead warc;
    Status status = warc_read_head(bytes, &warc, err);
    *head = (CrawlHead){warc.head_size, warc.content_length};
    return status;
}

static size_t tail_size(Slice bytes)
{
    return bytes.size < MARK_SIZE - 1 ? bytes.size : MARK_SIZE - 1;
}

static Status fill(Import *import, Arena *arena, Slice bytes, Record *record, Error *err)
{
    (void)import;
    (void)arena;
    return record_of_warc(bytes, record, err);
}

static const CrawlForm form = {
    .name = "WARC",
    .mark_size = MARK_SIZE,
    .look_size = HEAD_USUAL,
    .sure_size = HEAD_USUAL,
    .read_head = read_head,
    .find_head = warc_find_head,
    .tail_size = tail_size,
    .fill = fill,
};

static Status warc_open(Import *import, Error *err)
{
    (void)err;
    return crawl_open(import, &form);
}

const Importer importer_warc = {"warc", warc_bid, warc_open, crawl_next, crawl_close};
