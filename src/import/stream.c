/* Mapped files in, plain bytes out; see stream.h for what a place is.
 *
 * A file that is not packed is read from its map without copying. A packed one goes through a window of plain
 * bytes that holds what was peeked and not yet consumed; where the window is empty at the end of a packed
 * piece, the place is that of the next piece. How many plain bytes stand before the piece at which reading
 * was taken up is counted only when a place within a piece is asked for, by unpacking the file once more up
 * to there. */
#include "import/stream.h"

#define WINDOW_FIRST ((size_t)64 << 10)
#define FORGET_STEP ((size_t)8 << 20) /* so much is let go at once, and so much stays behind the reader */

struct Stream {
    FileMap map;
    CodecKind kind;
    Unpacker *unpacker; /* NULL: not packed */
    size_t at;          /* not packed: offset of the next byte */

    char *window;
    size_t capacity, head, tail; /* plain bytes [head, tail) were unpacked and not consumed */
    uint64_t origin;             /* packed offset at which reading was taken up */
    uint64_t origin_plain;       /* plain bytes before it */
    bool is_origin_known;
    uint64_t plain; /* plain bytes consumed since */
    size_t forgotten;
    bool is_part; /* the map is another's */
};

static void stream_rewind(Stream *s, uint64_t origin)
{
    s->head = s->tail = 0;
    s->origin = origin;
    s->origin_plain = 0;
    s->is_origin_known = origin == 0;
    s->plain = 0;
}

static Stream *stream_new(void)
{
    Stream *s = calloc(1, sizeof *s);
    if (!s)
        fatal("out of memory");
    return s;
}

/* With the bytes in place. */
static Status stream_start(Stream *s, Stream **stream, Status status, Error *err)
{
    if (status == STATUS_OK && slice_is_empty(s->map.bytes))
        status = error_set(err, STATUS_SKIP, "the file is empty");
    if (status == STATUS_OK && s->map.bytes.size > STREAM_FILE_MAX)
        status = error_set(err, STATUS_SKIP, "the file has more than %llu bytes",
                           (unsigned long long)STREAM_FILE_MAX);
    if (status != STATUS_OK) {
        stream_close(s);
        return status;
    }
    s->kind = codec_of_bytes(s->map.bytes);
    if (s->kind != CODEC_NONE)
        s->unpacker = unpacker_open(s->kind, s->map.bytes);
    stream_rewind(s, 0);
    *stream = s;
    return STATUS_OK;
}

Status stream_open(const char *path, Stream **stream, Error *err)
{
    Stream *s = stream_new();
    return stream_start(s, stream, file_map(path, &s->map, err), err);
}

Status stream_open_part(Slice bytes, Stream **stream, Error *err)
{
    Stream *s = stream_new();
    s->is_part = true;
    s->map.bytes = bytes;
    return stream_start(s, stream, STATUS_OK, err);
}

void stream_close(Stream *s)
{
    if (!s)
        return;
    unpacker_close(s->unpacker);
    free(s->window);
    if (!s->is_part)
        file_unmap(&s->map);
    free(s);
}

bool stream_is_packed(const Stream *s)
{
    return s->unpacker != NULL;
}

Slice stream_file(const Stream *s)
{
    return s->map.bytes;
}

/* Room for `want` bytes in all, those waiting included. */
static void window_reserve(Stream *s, size_t want)
{
    if (want <= s->capacity - s->head)
        return;
    if (s->tail > s->head)
        memmove(s->window, s->window + s->head, s->tail - s->head);
    s->tail -= s->head;
    s->head = 0;
    if (want <= s->capacity)
        return;
    size_t capacity = s->capacity ? s->capacity : WINDOW_FIRST;
    while (capacity < want)
        capacity *= 2;
    s->window = realloc(s->window, capacity);
    if (!s->window)
        fatal("out of memory");
    s->capacity = capacity;
}

Status stream_peek(Stream *s, size_t want, Slice *bytes, Error *err)
{
    Status status = STATUS_OK;
    if (!s->unpacker) {
        *bytes = slice_skip(s->map.bytes, s->at);
        return slice_is_empty(*bytes) ? STATUS_END : STATUS_OK;
    }
    if (s->head == s->tail)
        s->head = s->tail = 0;
    window_reserve(s, want);
    while (status == STATUS_OK && s->tail - s->head < want) {
        size_t got = 0;
        status = unpacker_read(s->unpacker, s->window + s->tail, s->capacity - s->tail, &got, err);
        s->tail += got;
    }
    *bytes = slice_of(s->window + s->head, s->tail - s->head);
    return slice_is_empty(*bytes) ? status : STATUS_OK;
}

void stream_skip(Stream *s, size_t size)
{
    if (!s->unpacker) {
        assert(size <= s->map.bytes.size - s->at);
        s->at += size;
        return;
    }
    assert(size <= s->tail - s->head);
    s->head += size;
    s->plain += size;
}

Status stream_read(Stream *s, char *out, size_t size, size_t *got, Error *err)
{
    Slice bytes = SLICE_EMPTY;
    Status status = STATUS_OK;
    *got = 0;
    if (s->unpacker && s->head == s->tail) {
        status = unpacker_read(s->unpacker, out, size, got, err);
        s->plain += *got;
        return status;
    }
    status = stream_peek(s, 1, &bytes, err);
    if (status != STATUS_OK)
        return status;
    *got = bytes.size < size ? bytes.size : size;
    memcpy(out, bytes.data, *got);
    stream_skip(s, *got);
    return STATUS_OK;
}

bool stream_is_at_piece(const Stream *s)
{
    return s->unpacker && s->head == s->tail && unpacker_is_at_member(s->unpacker);
}

bool stream_piece_ends(const Stream *s)
{
    return s->unpacker && unpacker_is_at_member(s->unpacker);
}

/* Plain bytes before the piece that begins at `packed`, as this very reader would count them. */
static uint64_t count_plain(const Stream *s, uint64_t packed)
{
    Unpacker *u = unpacker_open(s->kind, s->map.bytes);
    char *piece = malloc(WINDOW_FIRST);
    uint64_t size = 0;
    if (!piece)
        fatal("out of memory");
    while (!unpacker_is_at_member(u) || unpacker_member_begin(u) < packed) {
        size_t got = 0;
        Status status = unpacker_read(u, piece, WINDOW_FIRST, &got, NULL);
        size += got;
        if (status == STATUS_END || (status == STATUS_SKIP && !unpacker_resync(u)))
            break;
    }
    free(piece);
    unpacker_close(u);
    return size;
}

uint64_t stream_place(Stream *s)
{
    if (!s->unpacker)
        return s->at;
    if (stream_is_at_piece(s))
        return unpacker_member_begin(s->unpacker);
    if (!s->is_origin_known) {
        s->origin_plain = count_plain(s, s->origin);
        s->is_origin_known = true;
    }
    return STREAM_PLAIN | (s->origin_plain + s->plain);
}

uint64_t stream_done_bytes(const Stream *s)
{
    return s->unpacker ? unpacker_place(s->unpacker) : s->at;
}

/* Unpacks from the beginning up to that many plain bytes. */
static Status seek_plain(Stream *s, uint64_t plain, Error *err)
{
    Status status = unpacker_seek(s->unpacker, 0, err);
    stream_rewind(s, 0);
    while (status == STATUS_OK && s->plain < plain) {
        Slice bytes = SLICE_EMPTY;
        Error ignored;
        status = stream_peek(s, 1, &bytes, &ignored);
        if (status == STATUS_SKIP && stream_resync(s))
            status = STATUS_OK;
        else if (status != STATUS_OK)
            return error_set(err, STATUS_FAIL, "the unpacked text ends before byte %llu",
                             (unsigned long long)plain);
        stream_skip(s, bytes.size < plain - s->plain ? bytes.size : (size_t)(plain - s->plain));
    }
    return status;
}

Status stream_seek(Stream *s, uint64_t place, Error *err)
{
    s->forgotten = 0;
    if (s->unpacker && (place & STREAM_PLAIN))
        return seek_plain(s, place & ~STREAM_PLAIN, err);
    if (s->unpacker) {
        stream_rewind(s, place);
        return unpacker_seek(s->unpacker, place, err);
    }
    if (place > s->map.bytes.size)
        return error_set(err, STATUS_FAIL, "byte %llu lies beyond the end of the file, %zu",
                         (unsigned long long)place, s->map.bytes.size);
    s->at = (size_t)place;
    return STATUS_OK;
}

bool stream_resync(Stream *s)
{
    return s->unpacker && s->head == s->tail && unpacker_resync(s->unpacker);
}

void stream_forget(Stream *s)
{
    size_t done = (size_t)stream_done_bytes(s);
    if (s->is_part || done < s->forgotten + 2 * FORGET_STEP)
        return;
    file_map_forget(&s->map, s->forgotten, done - FORGET_STEP);
    s->forgotten = done - FORGET_STEP;
}

PlaceName place_name(uint64_t place)
{
    PlaceName name;
    snprintf(name.text, sizeof name.text, "byte %llu%s", (unsigned long long)(place & ~STREAM_PLAIN),
             place & STREAM_PLAIN ? " of the unpacked text" : "");
    return name;
}
