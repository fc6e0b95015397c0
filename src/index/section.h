/* Bytes of one section while a segment is written: held in memory up to a size, then in an unnamed file. */
#ifndef INDEX_SECTION_H
#define INDEX_SECTION_H

#include "base/file.h"

#define SECTION_BUFFER_SIZE ((size_t)256 << 10)

/* Errors are kept until section_map asks for them: adding cannot fail for the caller. */
typedef struct Section {
    const char *folder;    /* where the unnamed file goes */
    unsigned char *buffer; /* SECTION_BUFFER_SIZE, in the arena */
    size_t used;
    uint64_t size; /* bytes added */
    Spool spool;
    bool is_spooled;
    Status status;
    Error error;
} Section;

void section_init(Section *section, Arena *arena, const char *folder);
void section_clear(Section *section);
void section_add(Section *section, const void *bytes, size_t size);
void section_varint(Section *section, uint64_t number);
void section_u32(Section *section, uint32_t number);
void section_u64(Section *section, uint64_t number);
/* Everything added; nothing may be added afterwards. Valid until section_clear. */
MUST_CHECK Status section_map(Section *section, Slice *bytes, Error *err);

#endif
