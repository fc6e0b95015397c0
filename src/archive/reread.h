/* Captures that the archive holds, read again: one, or several side by side before they are asked for.
 *
 * The store is asked by one thread, in the order of the numbers; decoding and extraction are shared out. What
 * comes out depends on neither. */
#ifndef ARCHIVE_REREAD_H
#define ARCHIVE_REREAD_H

#include "archive/finding.h"

/* What a capture says, read by the present rules. */
typedef struct Reread {
    int64_t number;
    Arena *arena; /* for the results */
    Capture capture;
    bool is_read; /* false: it cannot be read, or says nothing */
    BodyKind body_kind;
    Findings findings;
    bool is_loose; /* a picture without an address */
    LoosePhoto loose;
    SiteLesson lesson; /* of rereader_learn */
    Slice warc;        /* private: the original, while it is read */
    Status status;     /* private: FAIL ends the walk */
    Error error;
} Reread;

typedef struct Rereader Rereader;
/* workers: threads that read ahead; 1: none. */
Rereader *rereader_open(Store *store, const Zone *zone, unsigned workers);
void rereader_close(Rereader *rereader);

/* Reads captures ahead, as many as there is room for. Texts are left out: their furniture is not known here.
 */
MUST_CHECK Status rereader_ahead(Rereader *rereader, const int64_t *numbers, size_t count,
                                 const ExtractOptions *how, Error *err);
/* Can the original still be read out of warc/? */
MUST_CHECK Status rereader_has(Rereader *rereader, int64_t number, bool *has, Error *err);
/* What a capture says: as it was read ahead, else it is read now. Valid until the next call of either. */
MUST_CHECK Status rereader_read(Rereader *rereader, int64_t number, const ExtractOptions *how,
                                const Reread **read, Error *err);
/* Reads pages alone and adds what they teach, in this order. Stops between some of them. */
MUST_CHECK Status rereader_learn(Rereader *rereader, const int64_t *numbers, size_t count,
                                 const ExtractOptions *how, const Progress *progress, Site *site, Error *err);

#endif
