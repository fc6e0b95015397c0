/* An HTTP answer: its parts make the whole, and its body is bounded. */
#include "fuzz.h"
#include "syntax/http.h"

#define LIMIT ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_open((size_t)32 << 20);
    Error err = {0};
    HttpMessage message;
    Slice body, type, charset;
    bool is_cut = false;
    if (http_read_response(slice_of(data, size), &message, &err) == STATUS_OK) {
        CHECK(message.head.size + message.body.size == size);
        http_media_type(arena, message.content_type, &type, &charset);
        http_field(message.head, SLICE("Server"));
        if (http_decode_body(arena, &message, LIMIT, &body, &is_cut, &err) == STATUS_OK)
            CHECK(body.size <= LIMIT);
    }
    arena_close(arena);
    return 0;
}
