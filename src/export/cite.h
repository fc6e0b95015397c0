/* What the forms of a citation share. */
#ifndef EXPORT_CITE_H
#define EXPORT_CITE_H

#include "export/export.h"

/* One who wrote: a person whose name could be parted, or a name as it stands. */
typedef struct CiteName {
    Slice family, given, suffix; /* family empty: literal */
    Slice literal;
} CiteName;
typedef struct CiteNames {
    CiteName *items;
    size_t count, capacity;
} CiteNames;

/* All that a citation says; memory from the arena. Texts are on one line, without control characters. */
typedef struct Cited {
    CiteNames names;
    Slice title, paper, archive, publisher, section, language, address, id, summary;
    Slice agency; /* who supplied it, where that is not who wrote it */
    Slices keywords;
    Grain grain; /* of the publication */
    int64_t year;
    unsigned month, day;
} Cited;

CiteName cite_name(Arena *arena, Slice name, const CitePaper *paper);
Slice cite_line(Arena *arena, Slice text); /* white space and controls as one blank */
Slice cite_month(unsigned month);          /* "June" */
/* "Abdul Rahman" -> "A. R." */
Slice cite_initials(Arena *arena, Slice given);

Slice cite_csl(Arena *arena, const Cited *cited);
Slice cite_ris(Arena *arena, const Cited *cited);
Slice cite_bibtex(Arena *arena, const Cited *cited);
Slice cite_biblatex(Arena *arena, const Cited *cited);
Slice cite_wikipedia(Arena *arena, const Cited *cited);
Slice cite_chicago(Arena *arena, const Cited *cited);
Slice cite_mla(Arena *arena, const Cited *cited);
Slice cite_apa(Arena *arena, const Cited *cited);
Slice cite_harvard(Arena *arena, const Cited *cited);

#endif
