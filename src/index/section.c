/* A growing run of bytes with bounded memory. In: small pieces. Out: all of them as one slice.
 *
 * A small section never touches the disk; a large one goes through an unnamed file that is mapped at the end,
 * so the memory of a merge does not depend on the size of what it merges. */
#include "index/section.h"

#include "base/bytes.h"
#include "index/codec.h"

void section_init(Section *section, Arena *arena, const char *folder)
{
    *section = (Section){.folder = folder, .spool = {.fd = -1}};
    section->buffer = (unsigned char *)arena_text(arena, SECTION_BUFFER_SIZE);
}

void section_clear(Section *section)
{
    if (section->is_spooled)
        spool_close(&section->spool);
    section->is_spooled = false;
}

static void section_spill(Section *section)
{
    if (section->status == STATUS_OK && !section->is_spooled) {
        section->status = spool_open(section->folder, &section->spool, &section->error);
        section->is_spooled = section->status == STATUS_OK;
    }
    if (section->status == STATUS_OK)
        section->status =
            spool_add(&section->spool, slice_of(section->buffer, section->used), &section->error);
    section->used = 0;
}

void section_add(Section *section, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    section->size += size;
    while (size > SECTION_BUFFER_SIZE - section->used) {
        size_t fits = SECTION_BUFFER_SIZE - section->used;
        memcpy(section->buffer + section->used, from, fits);
        section->used += fits;
        from += fits;
        size -= fits;
        section_spill(section);
    }
    if (size > 0)
        memcpy(section->buffer + section->used, from, size);
    section->used += size;
}

void section_varint(Section *section, uint64_t number)
{
    unsigned char bytes[10];
    section_add(section, bytes, varint_put(bytes, number));
}

void section_u32(Section *section, uint32_t number)
{
    unsigned char bytes[4];
    bytes_put_u32(bytes, number);
    section_add(section, bytes, sizeof bytes);
}

void section_u64(Section *section, uint64_t number)
{
    unsigned char bytes[8];
    bytes_put_u64(bytes, number);
    section_add(section, bytes, sizeof bytes);
}

Status section_map(Section *section, Slice *bytes, Error *err)
{
    if (!section->is_spooled && section->status == STATUS_OK) {
        *bytes = slice_of(section->buffer, section->used);
        return STATUS_OK;
    }
    section_spill(section);
    if (section->status == STATUS_OK)
        section->status = spool_map(&section->spool, &section->error);
    if (section->status != STATUS_OK)
        return error_set(err, section->status, "%s", section->error.message);
    *bytes = section->spool.map.bytes;
    return STATUS_OK;
}
