/* What the head of an HTML page says its address is, without building its tree. */
#ifndef SYNTAX_PAGE_HEAD_H
#define SYNTAX_PAGE_HEAD_H

#include "base/arena.h"

typedef struct PageHead {
    Slice canonical; /* <link rel="canonical">, if it is absolute */
    Slice og_url;    /* <meta property="og:url">, if it is absolute */
    Slice shortlink; /* <link rel="shortlink">, if it is absolute */
    Slice refresh;   /* where <meta http-equiv="refresh"> leads within REFRESH_SECONDS_MAX, as written */
} PageHead;
#define REFRESH_SECONDS_MAX 10 /* a page that is to be read first is no redirect */
/* Looks at the first 128 KiB, up to the body; comments, scripts, styles and what is for browsers
 * without script are passed over. */
PageHead page_head_read(Arena *arena, Slice html);

#endif
