/* A page of HTML: whatever it is, the article is sound. */
#include "article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Record record = {.kind = RECORD_RESPONSE,
                     .body_kind = BODY_HTML,
                     .http_status = 200,
                     .media_type = SLICE("text/html")};
    extract_from(&record, slice_of(data, size));
    return 0;
}
