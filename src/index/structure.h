/* Regions, sentences and paragraphs of one document as bytes, and back. */
#ifndef INDEX_STRUCTURE_H
#define INDEX_STRUCTURE_H

#include "index/codec.h"
#include "model/document.h"

Slice structure_encode(Arena *arena, const Document *document);

/* Read-only once decoded. `count` of a list may be 0. */
typedef struct Structure {
    Regions regions;
    Positions sentences, paragraphs;
    bool has_units; /* sentences and paragraphs are decoded */
    Slice units;    /* their bytes, for structure_units */
} Structure;

/* Decodes the regions, into the lists' memory where it suffices. False if the bytes are damaged. */
bool structure_decode(Arena *arena, Slice bytes, Structure *structure);
/* Walks over the base regions of a structure's bytes; false at the end, or when they are damaged. */
typedef struct RegionWalk {
    Reader reader;
    uint64_t left;
    uint32_t end; /* of the last region */
} RegionWalk;
void region_walk_init(RegionWalk *walk, Slice structure);
bool region_walk_next(RegionWalk *walk, Region *region);

/* Do both positions lie in one base region: decodes no more than that needs. False in *is_sound: the bytes
 * are damaged. */
bool structure_holds(Slice bytes, uint32_t first, uint32_t last, bool *is_sound);
/* Decodes sentences and paragraphs too, once they are needed. */
bool structure_units(Arena *arena, Structure *structure);

/* Number of the base region with the position, or SIZE_MAX. */
size_t structure_base_region(const Structure *structure, uint32_t position);
/* Number of the last start <= position, or SIZE_MAX. */
size_t positions_floor(const Positions *starts, uint32_t position);

#endif
