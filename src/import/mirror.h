/* Where a file of a mirror comes from: by the comment a program left in it, by its own head, by its path.
 * Inside import only. */
#ifndef IMPORT_MIRROR_H
#define IMPORT_MIRROR_H

#include "base/list.h"

typedef struct MirrorNote {
    Slice url;       /* absolute; empty if nothing is told */
    int64_t saved_s; /* Unix seconds UTC; 0 if unknown */
} MirrorNote;
/* The comment at the top of a page that HTTrack, SingleFile or a browser saved. */
MirrorNote mirror_note_of(Arena *arena, Slice page);
/* The address in the page's head: canonical link, else og:url. */
Slice mirror_head_address(Arena *arena, Slice page);

/* What a program put behind the names of pages that is no part of their addresses. */
typedef enum MirrorEnding {
    MIRROR_ENDING_NONE,
    MIRROR_ENDING_TEXT, /* ".txt": a text capture's */
    MIRROR_ENDING_HTML  /* ".html": wget -E puts it behind pages that have no ending */
} MirrorEnding;
/* Does a mirror of these files (sorted) have ".html" behind pages that had none? "slug?share=x.html" proves
 * it, and "slug.html?share=x.html" proves the contrary. */
bool mirror_adds_html(const Slices *paths);
/* The address of a file at `path` in the folder of that name: below the first folder whose name is a host's,
 * as wget and HTTrack lay out a mirror. Empty: no host is named. */
Slice mirror_path_address(Arena *arena, Slice folder_name, Slice path, MirrorEnding ending);
/* Settles the address of a page that tells one, and whose path tells one too, so that relative links lead
 * where they led. Where both mean the same, the path tells whether it is a folder. Where they lie in
 * different folders of one host, the page was found where the path says. is_sure: the program's comment tells
 * the address; that it was found elsewhere is then out of the question. */
Slice mirror_settle(Arena *arena, Slice url, Slice by_path, bool is_sure);

/* What a file of a mirroring program's own is ("HTTrack's log"); NULL: it is none. */
const char *mirror_own_file(Slice path);

#endif
