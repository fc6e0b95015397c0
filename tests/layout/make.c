/* Makes an archive whose content is known, for the tests of the layout: `make FOLDER PAGES`.
 *
 * Each page is a capture and an article; with some two hundred pages the originals get a dictionary. The
 * first article has one of everything and two captures with different texts. Only what store/ promises in its
 * header is used. */
#include <stdio.h>
#include <stdlib.h>

#include "base/builder.h"
#include "base/digest.h"
#include "store/store.h"
#include "syntax/warc.h"

static Slice make_page(Arena *arena, unsigned seed)
{
    static const char *const stock[] = {"ships", "the",    "harbour",   "of",  "Marsa",  "council",
                                        "said",  "bread",  "prices",    "and", "winter", "rain",
                                        "on",    "Monday", "ministers", "a"};
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "<!DOCTYPE html><html><head><title>Article %u | The Layout Times</title>", seed);
    builder_add_string(&b, "</head><body>");
    for (unsigned i = 0; i < 90; i++) /* what all pages of a site share */
        builder_format(&b, "<li class=\"menu-%x\"><a href=\"/section/%x\">%s %s</a></li>\r\n",
                       i * 2654435761u, i * 40503u, stock[i % 16], stock[i * 7 % 16]);
    uint32_t x = seed * 2654435761u + 7;
    for (int i = 0; i < 1200; i++) {
        x = x * 1664525u + 1013904223u;
        builder_format(&b, "%s%s", stock[x >> 28], i % 50 == 49 ? ".</p>\r\n\r\n<p>" : " ");
        if (i % 9 == 0)
            builder_format(&b, "%x ", (unsigned)(x >> 12));
    }
    builder_add_string(&b, "</body></html>");
    return builder_slice(&b);
}

static void check(Status status, const Error *err)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "make: %s\n", err->message);
        exit(1);
    }
}

static void put_page(Store *store, WarcPacker *packer, Arena *arena, Slice url, int64_t at_s, Slice page,
                     Article *article)
{
    Error err;
    Slice head = warc_wrap_head(arena, url, SLICE("page.html"), at_s, SLICE("text/html"), page);
    Slice frame = warc_pack(packer, store_codec(store), arena, head, page);
    Capture capture = {.kind = RECORD_RESOURCE,
                       .url = url,
                       .captured_s = at_s,
                       .media_type = SLICE("text/html"),
                       .sha256 = digest_sha256_hex(arena, page),
                       .page_kind = article->page_kind};
    Put put;
    check(store_capture_add(store, &capture, frame, 0, &err), &err);
    check(store_article_put(store, article, &capture, false, &put, &err), &err);
    const SitePage told = {SLICE("layout.example"), true, 1 << SITE_AUTHOR};
    check(store_site_page_put(store, &told, &capture, 4711, &err), &err);
}

static void teach(Store *store, Arena *arena)
{
    Error err;
    SiteRows rows;
    SiteRule items[] = {{SITE_AUTHOR, 0xFEDCBA9876543210u, 9, 10}, {SITE_LINE, 5, 30, 40}};
    const SiteRules rules = {1 << SITE_AUTHOR, 4711, items, 2, 2};
    check(store_sites(store, arena, &rows, &err), &err);
    check(store_site_learn(store, rows.items[0].number, 99, &rules, &err), &err);
}

static Article make_article(Arena *arena, unsigned i, Slice url, Slice text)
{
    Article a = {
        .page_kind = PAGE_ARTICLE, .url = url, .canonical = url, .lang = SLICE("en"), .dir = SLICE("ltr")};
    a.id = arena_format(arena, "%03u", i);
    a.headline = arena_format(arena, "Headline %u – with a dash", i);
    *LIST_ADD(arena, &a.body) = (Block){.kind = BLOCK_PARAGRAPH, .text = text, .html = text};
    *LIST_ADD(arena, &a.body) = (Block){
        .kind = BLOCK_SUBHEAD, .text = SLICE("Rain & wind"), .html = SLICE("Rain &amp; <em>wind</em>")};
    *LIST_ADD(arena, &a.body) =
        (Block){.kind = BLOCK_INSET, .text = SLICE("Read also"), .html = SLICE("Read also")};
    article_join_text(&a, arena);
    return a;
}

static void add_everything(Arena *arena, Article *a)
{
    Media media = {.id = SLICE("7001"),
                   .href = SLICE("https://layout.example/7001.jpg"),
                   .caption = SLICE("The harbour."),
                   .width = 640,
                   .height = 480};
    media.credit = (Credit){SLICE("AP"), SLICE("AP"), SLICE_EMPTY, true};
    *LIST_ADD(arena, &a->media) = media;
    *LIST_ADD(arena, &a->authors) = (Author){.name = SLICE("Salma Haddad"), .slug = SLICE("salma-haddad")};
    *LIST_ADD(arena, &a->authors) = (Author){.name = SLICE("Reuters"), .slug = SLICE("reuters")};
    *LIST_ADD(arena, &a->tags) = (Label){SLICE("harbour"), SLICE("Harbour")};
    a->section = (Label){SLICE("city"), SLICE("The City")};
    *LIST_ADD(arena, &a->sections) = a->section;
    *LIST_ADD(arena, &a->sections) = (Label){SLICE("coast"), SLICE("The Coast")};
    a->cms_id = SLICE("4711");
    a->dateline.raw = SLICE("Marsa-");
    *LIST_ADD(arena, &a->dateline.places) = SLICE("Marsa");
    *LIST_ADD(arena, &a->provenance) =
        (Origin){SLICE("headline"), SLICE("visible"), SLICE("h1"), SLICE("headline-h1"), 0.8f, 0};
    *LIST_ADD(arena, &a->repairs) = (Repair){SLICE("headline"), {11, 14}, SLICE("-"), SLICE("dash")};
    *LIST_ADD(arena, &a->alt_ids) = (AltId){SLICE("shortlink"), SLICE("https://layout.example/?p=4711")};
    *LIST_ADD(arena, &a->authors) = (Author){.slug = SLICE("omar")};
    *LIST_ADD(arena, &a->comments) = (Comment){
        .id = SLICE("c1"), .author = SLICE("A reader"), .text = SLICE("First!"), .is_approved = true};
    *LIST_ADD(arena, &a->custom) = (CustomField){SLICE("_wire"), SLICE("yes")};
    a->license = SLICE("https://creativecommons.org/licenses/by/4.0/");
    a->rights = SLICE("© 2014 The Layout Times");
    *LIST_ADD(arena, &a->translations) =
        (Relation){.url = SLICE("https://layout.example/city/1"), .lang = SLICE("ar")};
    *LIST_ADD(arena, &a->related) = (Relation){.url = SLICE("https://layout.example/city/1")};
    if (!moment_make(&a->published, GRAIN_MINUTE, 2014, 6, 27, 14, 5))
        abort();
    a->published.has_offset = true;
    a->published.offset_minutes = 180;
}

static void fill(Store *store, Arena *arena, unsigned count)
{
    Error err;
    WarcPacker *packer = warc_packer_open();
    Slice *pages = ARENA_ARRAY(arena, Slice, count);
    for (unsigned i = 0; i < count; i++)
        pages[i] = make_page(arena, i);
    check(store_warc_prepare(store, pages, count, true, &err), &err);
    check(store_begin(store, &err), &err);
    for (unsigned i = 0; i < count; i++) {
        Slice url = arena_format(arena, "https://layout.example/city/%u", i);
        Article article =
            make_article(arena, i, url, arena_format(arena, "Marsa- Text %u of the archive.", i));
        if (i == 0)
            add_everything(arena, &article);
        put_page(store, packer, arena, url, 1403867100 + i, pages[i], &article);
    }
    Slice first = SLICE("https://layout.example/city/0");
    Article older = make_article(arena, 0, first, SLICE("Marsa- An earlier text."));
    put_page(store, packer, arena, first, 1300000000, SLICE("<p>An earlier page</p>\r\n\r\n"), &older);
    check(store_label_put(store, FACET_AUTHOR, SLICE("omar"), SLICE("Omar Aziz"), CLASS_CMS, &err), &err);
    teach(store, arena);
    check(store_commit(store, &err), &err);
    warc_packer_close(packer);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: make FOLDER PAGES\n");
        return 2;
    }
    Error err;
    Store *store = NULL;
    Arena *arena = arena_open(SIZE_MAX);
    Settings settings = {
        .title = SLICE("The Layout Times"), .language = SLICE("en"), .timezone = SLICE("Asia/Beirut")};
    check(store_create(argv[1], &settings, &err), &err);
    check(store_open(argv[1], STORE_WRITE, &store, &err), &err);
    fill(store, arena, (unsigned)strtoul(argv[2], NULL, 10));
    store_close(store);
    arena_close(arena);
    return 0;
}
