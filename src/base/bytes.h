/* Numbers as bytes: little-endian, fixed width, at any place. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint16_t bytes_u16(const void *p)
{
    const unsigned char *b = p;
    return (uint16_t)(b[0] | b[1] << 8);
}
static inline uint32_t bytes_u32(const void *p)
{
    const unsigned char *b = p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}
static inline uint64_t bytes_u64(const void *p)
{
    return (uint64_t)bytes_u32(p) | (uint64_t)bytes_u32((const char *)p + 4) << 32;
}
static inline void bytes_put_u16(void *p, uint16_t v)
{
    unsigned char *b = p;
    b[0] = (unsigned char)v;
    b[1] = (unsigned char)(v >> 8);
}
static inline void bytes_put_u32(void *p, uint32_t v)
{
    unsigned char *b = p;
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(v >> (8 * i));
}
static inline void bytes_put_u64(void *p, uint64_t v)
{
    bytes_put_u32(p, (uint32_t)v);
    bytes_put_u32((char *)p + 4, (uint32_t)(v >> 32));
}

#endif
