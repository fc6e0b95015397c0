/* NITF, NewsML-G2, ninjs, our own JSON lines, indexes of crawls: whatever comes in, each reader states things
 * that hold together, or says why not. */
#include "base/utf8.h"
#include "fuzz.h"
#include "import/inside.h"
#include "import/jsonl_article.h"

static void check_article(const Article *a)
{
    const Slice texts[] = {a->headline, a->subheadline, a->summary, a->byline, a->dateline.raw, a->text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK(utf8_is_valid(texts[i]));
    for (size_t i = 0; i < a->body.count; i++) {
        CHECK(html_is_our_own(a->body.items[i].html));
        CHECK(a->body.items[i].span.end <= a->text.size);
    }
    CHECK(a->dateline.span.begin <= a->dateline.span.end && a->dateline.span.end <= a->text.size);
    CHECK(a->published.grain <= GRAIN_MINUTE && a->modified.grain <= GRAIN_MINUTE);
    CHECK(a->page_kind < PAGE_KINDS && a->status < ARTICLE_STATUSES);
    for (size_t i = 0; i < a->provenance.count; i++)
        CHECK(a->provenance.items[i].confidence >= 0 && a->provenance.items[i].confidence <= 1);
}

static void read_with(const StatedReader *reader, Arena *arena, Slice body)
{
    Record record = {.body = body};
    Error err = {{0}};
    arena_reset(arena);
    int bid = reader->bid ? reader->bid(body) : 0;
    CHECK(bid >= 0 && bid <= 100);
    Status status = reader->read(&record, arena, &err);
    CHECK(status == STATUS_OK || (status == STATUS_SKIP && err.message[0] != '\0'));
    for (size_t i = 0; status == STATUS_OK && i < record.stated_count; i++) {
        const Stated *stated = &record.stated[i];
        CHECK(stated->source.size > 0);
        CHECK(stated->kind == STATED_PIECE || stated->article.url.size > 0);
        CHECK(stated->form != STATED_NO_BODY || stated->body.size == 0);
        check_article(&stated->article);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const StatedReader *const readers[] = {&stated_nitf, &stated_newsml, &stated_ninjs, &stated_jsonl,
                                                  &stated_cdx};
    Arena *arena = arena_open((size_t)128 << 20);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        read_with(readers[i], arena, slice_of(data, size));
    arena_close(arena);
    return 0;
}
