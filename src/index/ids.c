/* Ids as bytes. In: the id of each document, in the order of documents. Out: blocks of 32.
 *
 * A paper's own ids are mostly numbers that rise with time: where all of a block are numbers of one length,
 * the first is kept, and of the others how far they are from the one before. Else each says how much it
 * shares with the one before, and the rest follows: half a byte a letter where all rests are hexadecimal. */
#include "index/ids.h"

#include "base/bytes.h"

enum { IDS_TEXT, IDS_HEX, IDS_NUMBERS };
#define DIGITS_MAX 18u
#define SHARED_MORE 15u /* and the same for the size of the rest: as many more as a varint says */

/* ---- writing ---- */

void ids_writer_init(IdsWriter *w, Arena *arena, Section *ids, Section *ends)
{
    *w = (IdsWriter){.section = ids, .arena = arena};
    column_writer_init(&w->ends, arena, ends);
}

static void reserve(IdBuffer *buffer, size_t size)
{
    if (size <= buffer->capacity)
        return;
    buffer->items = arena_grow(buffer->arena, buffer->items, buffer->capacity, size * 2);
    buffer->capacity = size * 2;
}

static bool is_number(Slice id, size_t size, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < id.size; i++) {
        unsigned digit = (unsigned char)id.data[i] - (unsigned)'0';
        if (digit > 9)
            return false;
        *number = *number * 10 + digit;
    }
    return id.size == size;
}

static bool add_numbers(IdsWriter *w)
{
    uint64_t numbers[IDS_BLOCK];
    size_t size = w->ids[0].size;
    if (size == 0 || size > DIGITS_MAX)
        return false;
    for (uint32_t i = 0; i < w->used; i++) {
        if (!is_number(w->ids[i], size, &numbers[i]))
            return false;
    }
    section_varint(w->section, IDS_NUMBERS);
    section_varint(w->section, size);
    section_varint(w->section, numbers[0]);
    for (uint32_t i = 1; i < w->used; i++) {
        int64_t step = (int64_t)(numbers[i] - numbers[i - 1]);
        section_varint(w->section, (uint64_t)step << 1 ^ (uint64_t)(step >> 63));
    }
    return true;
}

static int hex_value(char letter)
{
    return letter >= '0' && letter <= '9'   ? letter - '0'
           : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                            : -1;
}

static bool is_hex(Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (hex_value(text.data[i]) < 0)
            return false;
    }
    return true;
}

static void add_rest(IdsWriter *w, Slice rest, bool as_hex)
{
    if (!as_hex) {
        section_add(w->section, rest.data, rest.size);
        return;
    }
    for (size_t i = 0; i < rest.size; i += 2) {
        unsigned low = (unsigned)hex_value(rest.data[i]);
        unsigned high = i + 1 < rest.size ? (unsigned)hex_value(rest.data[i + 1]) : 0;
        unsigned char both = (unsigned char)(low | high << 4);
        section_add(w->section, &both, 1);
    }
}

static void add_texts(IdsWriter *w)
{
    bool as_hex = true;
    size_t shared[IDS_BLOCK] = {0};
    for (uint32_t i = 0; i < w->used; i++) {
        shared[i] = i > 0 ? slice_shared(w->ids[i - 1], w->ids[i]) : 0;
        as_hex &= is_hex(slice_skip(w->ids[i], i > 0 ? shared[i] : w->ids[i].size));
    }
    section_varint(w->section, as_hex ? IDS_HEX : IDS_TEXT);
    for (uint32_t i = 0; i < w->used; i++) {
        Slice rest = slice_skip(w->ids[i], shared[i]);
        size_t low = shared[i] < SHARED_MORE ? shared[i] : SHARED_MORE;
        size_t high = rest.size < SHARED_MORE ? rest.size : SHARED_MORE;
        unsigned char head = (unsigned char)(low | high << 4);
        section_add(w->section, &head, 1);
        if (low == SHARED_MORE)
            section_varint(w->section, shared[i] - low);
        if (high == SHARED_MORE)
            section_varint(w->section, rest.size - high);
        add_rest(w, rest, as_hex && i > 0);
    }
}

static void end_block(IdsWriter *w)
{
    if (!add_numbers(w))
        add_texts(w);
    column_add(&w->ends, (int64_t)w->section->size);
    w->used = 0;
}

void ids_add(IdsWriter *w, Slice id)
{
    IdBuffer *kept = &w->kept[w->used];
    kept->arena = w->arena;
    reserve(kept, id.size);
    if (id.size > 0)
        memcpy(kept->items, id.data, id.size);
    w->ids[w->used++] = slice_of(kept->items, id.size);
    if (w->used == IDS_BLOCK)
        end_block(w);
}

void ids_end(IdsWriter *w)
{
    if (w->used > 0)
        end_block(w);
    column_end(&w->ends);
}

/* ---- reading ---- */

static bool open_block(const Segment *segment, uint32_t block, Reader *reader)
{
    Column ends;
    int64_t begin = 0, end;
    uint64_t blocks = ((uint64_t)segment->documents + IDS_BLOCK - 1) / IDS_BLOCK;
    if (!column_open(&ends, segment, SECTION_ID_ENDS, (uint32_t)blocks) || !column_get(&ends, block, &end) ||
        (block > 0 && !column_get(&ends, block - 1, &begin)) || begin < 0 || end < begin)
        return false;
    const unsigned char *bytes =
        segment_bytes(segment, SECTION_IDS, (uint64_t)begin, (uint64_t)(end - begin));
    *reader = (Reader){bytes, bytes ? bytes + (end - begin) : NULL, false};
    return bytes != NULL;
}

static bool get_number(Reader *reader, uint32_t index, IdBuffer *buffer, Slice *id)
{
    uint64_t size = reader_varint(reader), number = reader_varint(reader);
    for (uint32_t i = 0; i < index; i++) {
        uint64_t step = reader_varint(reader);
        number += step >> 1 ^ (0 - (step & 1));
    }
    if (reader->failed || size > DIGITS_MAX)
        return false;
    reserve(buffer, DIGITS_MAX);
    for (size_t i = (size_t)size; i-- > 0; number /= 10)
        buffer->items[i] = (char)('0' + number % 10);
    *id = slice_of(buffer->items, (size_t)size);
    return true;
}

static bool get_rest(Reader *reader, char *out, uint64_t size, bool as_hex)
{
    const unsigned char *bytes = reader_take(reader, as_hex ? (size + 1) / 2 : size);
    if (!bytes)
        return false;
    for (uint64_t i = 0; as_hex && i < size; i++)
        out[i] = "0123456789abcdef"[i % 2 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15];
    if (!as_hex && size > 0)
        memcpy(out, bytes, (size_t)size);
    return true;
}

static bool get_text(Reader *reader, uint32_t index, bool as_hex, IdBuffer *buffer, Slice *id)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i <= index; i++) {
        const unsigned char *head = reader_take(reader, 1);
        uint64_t shared = head ? *head & 15u : 0, rest = head ? *head >> 4 : 0;
        shared += shared == SHARED_MORE ? reader_varint(reader) : 0;
        rest += rest == SHARED_MORE ? reader_varint(reader) : 0;
        if (!head || reader->failed || shared > size || rest > 2 * (uint64_t)(reader->end - reader->at) + 1)
            return false;
        size = shared + rest;
        reserve(buffer, (size_t)size);
        if (!get_rest(reader, buffer->items + shared, rest, as_hex && i > 0))
            return false;
    }
    *id = slice_of(buffer->items, (size_t)size);
    return true;
}

bool ids_get(const Segment *segment, uint32_t doc, IdBuffer *buffer, Slice *id)
{
    Reader reader;
    if (!open_block(segment, doc / IDS_BLOCK, &reader))
        return false;
    uint64_t kind = reader_varint(&reader);
    if (kind == IDS_NUMBERS)
        return get_number(&reader, doc % IDS_BLOCK, buffer, id);
    return kind <= IDS_HEX && get_text(&reader, doc % IDS_BLOCK, kind == IDS_HEX, buffer, id);
}
