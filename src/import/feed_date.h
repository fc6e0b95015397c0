/* Dates as feeds, sitemaps and old exports write them. */
#ifndef IMPORT_FEED_DATE_H
#define IMPORT_FEED_DATE_H

#include "model/moment.h"

/* Reads RFC 822 with the errors that are common, RFC 3339, W3C-DTF, ISO 8601 with week and ordinal days,
 * asctime, ctime, Unix seconds, SQL, and the forms of Korean, Greek, Hungarian and other localised programs.
 * What cannot be sure is left out: a day that does not exist leaves its month, "05/06/2004" its year. No
 * offset where none is told or its name is ambiguous (AST, IST). False: there is no date. */
bool feed_date_read(Slice text, Moment *moment);

#endif
