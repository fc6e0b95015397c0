/* HTTP/1 answers as crawls keep them: bytes in, slices out, and the body with its codings undone.
 *
 * Crawlers differ in what they keep: some undo the chunks and leave the field that promises them, some cut
 * the body, some write an empty chunk size. So a promise in the head is a hint here, and what can be read is
 * given, with a word on whether it is whole. */
#include "syntax/http.h"

#include "base/builder.h"

/* Codings on codings: chunks, gzip and one more. Each may cost as much memory as the limit, and nobody sends
 * more. */
#define CODINGS_MAX 3
#define CHUNK_LINE_MAX 1024

/* Takes one header line, unfolded continuation lines included as they stand. */
static bool next_field(Slice *rest, Slice *name, Slice *value)
{
    Slice line = SLICE_EMPTY;
    while (slice_next_line(rest, &line)) {
        const char *begin = line.data;
        if (slice_is_empty(slice_trim(line)))
            return false;
        while (rest->size && (rest->data[0] == ' ' || rest->data[0] == '\t')) {
            Slice more = SLICE_EMPTY, before = *rest;
            if (!slice_next_line(rest, &more) || slice_is_empty(slice_trim(more))) {
                *rest = before;
                break;
            }
            line = slice_of(begin, (size_t)(more.data + more.size - begin));
        }
        size_t colon = slice_find_byte(line, ':');
        if (colon == SLICE_NONE)
            continue;
        *name = slice_trim(slice_range(line, 0, colon));
        *value = slice_trim(slice_skip(line, colon + 1));
        return true;
    }
    return false;
}

Slice http_field(Slice head, Slice name)
{
    Slice found = SLICE_EMPTY, value = SLICE_EMPTY, first = SLICE_EMPTY;
    slice_next_line(&head, &first);
    while (next_field(&head, &found, &value))
        if (slice_equal_nocase(found, name))
            return value;
    return SLICE_EMPTY;
}

/* "HTTP/1.1 200 OK", "HTTP/1.0 404", "HTTP/2 200", "ICY 200 OK" */
static bool read_status_line(Slice line, int *status)
{
    *status = 0;
    if (!slice_starts_with_nocase(line, SLICE("HTTP/")) && !slice_starts_with(line, SLICE("ICY ")))
        return false;
    size_t space = slice_find_byte(line, ' ');
    if (space == SLICE_NONE)
        return true;
    Slice rest = slice_trim(slice_skip(line, space));
    uint64_t number = 0;
    size_t digits = 0;
    while (digits < rest.size && ascii_is_digit(rest.data[digits]))
        digits++;
    if (digits == 3 && slice_to_u64(slice_range(rest, 0, 3), &number) && number >= 100)
        *status = (int)number;
    return true;
}

/* Where the head ends: behind the first empty line; the whole block if there is none. */
static size_t head_end(Slice block)
{
    Slice rest = block, line = SLICE_EMPTY;
    while (slice_next_line(&rest, &line))
        if (slice_is_empty(slice_trim(line)))
            return block.size - rest.size;
    return block.size;
}

Status http_read_response(Slice block, HttpMessage *message, Error *err)
{
    static const struct {
        const char *name;
        size_t place;
    } fields[] = {
        {"Content-Type", offsetof(HttpMessage, content_type)},
        {"Location", offsetof(HttpMessage, location)},
        {"Transfer-Encoding", offsetof(HttpMessage, transfer_encoding)},
        {"Content-Encoding", offsetof(HttpMessage, content_encoding)},
        {"Link", offsetof(HttpMessage, link)},
    };
    *message = (HttpMessage){0};
    Slice rest = block, first = SLICE_EMPTY, name = SLICE_EMPTY, value = SLICE_EMPTY;
    if (!slice_next_line(&rest, &first) || !read_status_line(first, &message->status))
        return error_set(err, STATUS_SKIP, "no HTTP answer: it begins with '%.*s'",
                         SLICE_ARG(slice_range(first, 0, 20)));
    message->head = slice_range(block, 0, head_end(block));
    message->body = slice_skip(block, message->head.size);
    rest = slice_skip(message->head, (size_t)(rest.data ? rest.data - block.data : (ptrdiff_t)block.size));
    while (next_field(&rest, &name, &value)) {
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            Slice *field = (Slice *)(void *)((char *)message + fields[i].place);
            if (!field->data && slice_equal_nocase(name, slice_from(fields[i].name)))
                *field = value;
        }
    }
    return STATUS_OK;
}

void http_media_type(Arena *arena, Slice content_type, Slice *media_type, Slice *charset)
{
    Slice rest = content_type, piece = SLICE_EMPTY;
    *media_type = *charset = SLICE_EMPTY;
    if (!slice_next_split(&rest, ';', &piece))
        return;
    piece = slice_trim(slice_range(piece, 0, slice_find_byte(piece, ',')));
    if (slice_contains(piece, SLICE("/"))) {
        char *lower = arena_text(arena, piece.size);
        for (size_t i = 0; i < piece.size; i++)
            lower[i] = ascii_lower(piece.data[i]);
        *media_type = slice_of(lower, piece.size);
    }
    while (slice_next_split(&rest, ';', &piece)) {
        piece = slice_trim(piece);
        if (!slice_starts_with_nocase(piece, SLICE("charset")))
            continue;
        piece = slice_trim(slice_skip(piece, 7));
        if (!slice_starts_with(piece, SLICE("=")))
            continue;
        piece = slice_trim(slice_skip(piece, 1));
        while (piece.size && (piece.data[0] == '"' || piece.data[0] == '\''))
            piece = slice_skip(piece, 1);
        while (piece.size && (piece.data[piece.size - 1] == '"' || piece.data[piece.size - 1] == '\''))
            piece.size--;
        *charset = piece;
        return;
    }
}

/* "1a;name=value" -> 26. */
static bool chunk_size(Slice line, uint64_t *size)
{
    size_t digits = 0;
    line = slice_trim(slice_range(line, 0, slice_find_byte(line, ';')));
    *size = 0;
    for (; digits < line.size; digits++) {
        char c = ascii_lower(line.data[digits]);
        int value = ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0 || *size > UINT64_MAX >> 4)
            return false;
        *size = *size << 4 | (uint64_t)value;
    }
    return digits > 0;
}

/* Puts the chunks together. A body that does not begin with a chunk is left as it is: the crawler undid it
 * already. */
static Status undo_chunks(Arena *arena, size_t limit, Slice *body, bool *is_cut, Error *err)
{
    Builder b;
    Slice rest = *body, line = SLICE_EMPTY, packed = *body;
    uint64_t size = 0;
    bool is_whole = false;
    builder_init(&b, arena);
    while (!is_whole && slice_next_line(&rest, &line)) {
        if (b.size && slice_is_empty(line))
            continue; /* the line break behind a chunk */
        bool is_chunk = line.size <= CHUNK_LINE_MAX && chunk_size(line, &size);
        if (!is_chunk && b.size == 0)
            return STATUS_OK;
        if (!is_chunk) { /* no chunk begins here: the rest is taken as it stands */
            rest = slice_skip(packed, (size_t)(line.data - packed.data));
            size = rest.size + 1;
        }
        Slice chunk = size > rest.size ? rest : slice_range(rest, 0, (size_t)size);
        if (chunk.size > limit - b.size)
            return error_set(err, STATUS_SKIP, "body has more than %zu bytes", limit);
        if (b.size == 0)
            builder_reserve(&b, packed.size < limit ? packed.size : limit);
        builder_add(&b, chunk);
        is_whole = size == 0;
        if (size > rest.size)
            break;
        rest = slice_skip(rest, chunk.size);
    }
    *is_cut |= !is_whole;
    *body = builder_slice(&b);
    return STATUS_OK;
}

typedef enum Coding { CODING_UNKNOWN, CODING_NONE, CODING_CHUNKED, CODING_PACKED } Coding;

static Coding coding_of(Slice name, CodecKind *kind)
{
    static const struct {
        const char *name;
        Coding coding;
        CodecKind kind;
    } codings[] = {
        {"", CODING_NONE, CODEC_NONE},           {"identity", CODING_NONE, CODEC_NONE},
        {"none", CODING_NONE, CODEC_NONE},       {"utf-8", CODING_NONE, CODEC_NONE},
        {"chunked", CODING_CHUNKED, CODEC_NONE}, {"gzip", CODING_PACKED, CODEC_GZIP},
        {"x-gzip", CODING_PACKED, CODEC_GZIP},   {"deflate", CODING_PACKED, CODEC_DEFLATE},
        {"br", CODING_PACKED, CODEC_BROTLI},     {"zstd", CODING_PACKED, CODEC_ZSTD},
    };
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        if (slice_equal_nocase(name, slice_from(codings[i].name))) {
            *kind = codings[i].kind;
            return codings[i].coding;
        }
    }
    return CODING_UNKNOWN;
}

/* Some crawlers undo the coding and keep the field: what is not packed is left as it is. Brotli and deflate
 * have no mark of their own, so there the attempt decides. */
static Status undo_packing(Arena *arena, CodecKind kind, size_t limit, Slice *body, bool *is_cut, Error *err)
{
    Slice plain = SLICE_EMPTY;
    bool is_marked = kind == CODEC_GZIP || kind == CODEC_ZSTD;
    if (slice_is_empty(*body) || (is_marked && codec_of_bytes(*body) != kind))
        return STATUS_OK;
    Status status = codec_unpack(arena, kind, *body, limit, &plain, err);
    if (status == STATUS_OK) {
        *body = plain;
        return STATUS_OK;
    }
    if (plain.size >= limit) /* a bomb, or just too large */
        return status;
    *is_cut = true;
    if (is_marked || !slice_is_empty(plain))
        *body = plain;
    return STATUS_OK;
}

/* Undoes the codings of one field from the last applied to the first. */
static Status undo_field(Arena *arena, Slice field, size_t limit, int *count, Slice *body, bool *is_cut,
                         Error *err)
{
    while (!slice_is_empty(slice_trim(field))) {
        CodecKind kind = CODEC_NONE;
        size_t comma = slice_find_last_byte(field, ',');
        Slice name = slice_trim(comma == SLICE_NONE ? field : slice_skip(field, comma + 1));
        Coding coding = coding_of(name, &kind);
        Status status = STATUS_OK;
        if (coding == CODING_UNKNOWN)
            return error_set(err, STATUS_SKIP, "coding '%.*s' is not known",
                             SLICE_ARG(slice_range(name, 0, 40)));
        if (coding != CODING_NONE && ++*count > CODINGS_MAX)
            return error_set(err, STATUS_SKIP, "body has more than %d codings", CODINGS_MAX);
        if (coding == CODING_CHUNKED)
            status = undo_chunks(arena, limit, body, is_cut, err);
        else if (coding == CODING_PACKED)
            status = undo_packing(arena, kind, limit, body, is_cut, err);
        if (status != STATUS_OK)
            return status;
        field = slice_range(field, 0, comma == SLICE_NONE ? 0 : comma);
    }
    return STATUS_OK;
}

Status http_decode_body(Arena *arena, const HttpMessage *message, size_t limit, Slice *body, bool *is_cut,
                        Error *err)
{
    int count = 0;
    *is_cut = false;
    *body = message->body;
    Status status = undo_field(arena, message->transfer_encoding, limit, &count, body, is_cut, err);
    if (status == STATUS_OK)
        status = undo_field(arena, message->content_encoding, limit, &count, body, is_cut, err);
    if (status == STATUS_OK && body->size > limit)
        status = error_set(err, STATUS_SKIP, "body of %zu bytes is over the limit of %zu", body->size, limit);
    return status;
}
