/* A post's text as WordPress keeps it: whatever it is, the article is sound, and no frame of strangers is in
 * it. */
#include "article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Extractor *extractor = extractor_open();
    const Stated stated = {.source = SLICE("wxr"),
                           .form = STATED_WORDPRESS_HTML,
                           .body = slice_of(data, size),
                           .article = {.url = SLICE("http://paper.example/a")}};
    Article article = {0};
    Error err = {0};
    Status status = extract_stated(extractor, arena, &stated, NULL, &article, &err);
    CHECK(status == STATUS_OK || status == STATUS_SKIP);
    if (status == STATUS_OK) {
        check_article(&article);
        for (size_t i = 0; i < article.body.count; i++)
            CHECK(slice_find_nocase(article.body.items[i].html, SLICE("<iframe")) == SLICE_NONE &&
                  slice_find_nocase(article.body.items[i].html, SLICE("<script")) == SLICE_NONE);
    }
    extractor_close(extractor);
    arena_close(arena);
    return 0;
}
