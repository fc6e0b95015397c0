/* Counting what an import does, as interface.md section 3 wants it told. */
#ifndef ARCHIVE_REPORT_H
#define ARCHIVE_REPORT_H

#include "archive/batch.h"

void report_skip(ImportReport *report, Arena *arena, const Item *item);
void report_source_skip(ImportReport *report, Arena *arena, const char *path, const Error *why);
void report_article(ImportReport *report, Arena *arena, const Item *item, const Finding *finding,
                    PutOutcome outcome);
/* A record that gave no piece. */
void report_other(ImportReport *report, const Item *item);
/* Why a date is doubtful: the piece would be from after its own capture, or from before there were
 * newspapers. NULL: it is not. captured_s: 0 where unknown. */
const char *report_date_doubt(Moment published, int64_t captured_s);
/* STATUS_FAIL with the first reason. */
MUST_CHECK Status report_nothing_readable(const ImportReport *report, Error *err);

#endif
