/* Feeds and sitemaps: whatever comes in, each reader gives things with an address or a headline, or says why
 * not; a bid needs nothing but the first bytes. */
#include "fuzz.h"
#include "import/inside.h"
#include "model/moment.h"

static void read_with(const StatedReader *reader, Arena *arena, Slice body)
{
    Record record = {.url = SLICE("http://a.example/feed/"), .body = body};
    Error err = {{0}};
    arena_reset(arena);
    CHECK(reader->bid(body) >= 0 && reader->bid(body) <= 100);
    Status status = reader->read(&record, arena, &err);
    CHECK(status == STATUS_OK || (status == STATUS_SKIP && err.message[0] != '\0'));
    for (size_t i = 0; i < record.stated_count; i++) {
        const Stated *stated = &record.stated[i];
        CHECK(stated->kind == STATED_PIECE || stated->kind == STATED_ADDRESS);
        CHECK(stated->article.url.size + stated->article.headline.size > 0);
        CHECK(stated->source.size > 0 && stated->at.size > 0);
        CHECK(stated->form != STATED_NO_BODY || stated->body.size == 0);
        CHECK(stated->article.published.grain <= GRAIN_MINUTE);
        moment_format(arena, stated->article.published);
        moment_format(arena, stated->article.modified);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const StatedReader *const readers[] = {&stated_feed_xml, &stated_feed_json, &stated_sitemap};
    Arena *arena = arena_open((size_t)64 << 20);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        read_with(readers[i], arena, slice_of(data, size));
    arena_close(arena);
    return 0;
}
