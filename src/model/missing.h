/* What an archive lacks, as far as it can tell from what it holds. Plain data in one arena. */
#ifndef MODEL_MISSING_H
#define MODEL_MISSING_H

#include "model/answer.h"

/* A run of the publisher's ids, none of which is held although those around it are. */
typedef struct IdRun {
    uint64_t first, last; /* both missing */
} IdRun;
typedef struct IdRuns {
    IdRun *items;
    size_t count, capacity;
} IdRuns;

/* A day, or a section in a month, with fewer pieces than are usual there. */
typedef struct ThinSpot {
    Slice when;    /* "2014-06-27", "2014-06" */
    Label section; /* empty for a day of the whole paper */
    uint32_t found;
    uint32_t usual; /* median of its neighbours */
} ThinSpot;
typedef struct ThinSpots {
    ThinSpot *items;
    size_t count, capacity;
} ThinSpots;

/* An address of the paper that pieces held link to, or that an index, a sitemap or a feed names, and that is
 * not held. */
typedef struct Wanted {
    Slice url;
    uint32_t links; /* pieces that link to it; 0: only an index names it */
    Slice from;     /* id of one of them */
} Wanted;
typedef struct WantedList {
    Wanted *items;
    size_t count, capacity;
} WantedList;

typedef struct LostPhoto {
    Slice id, href, caption;
    Slice article; /* id of a piece that shows it */
} LostPhoto;
typedef struct LostPhotos {
    LostPhoto *items;
    size_t count, capacity;
} LostPhotos;

typedef struct MissingReport {
    IdRuns missing_ids;
    Slices empty_days; /* "2014-06-28": a day on which the paper usually has pieces, and has none */
    ThinSpots thin_days, thin_sections;
    WantedList wanted; /* the most linked first */
    LostPhotos lost_photos;
    ReportDoubts doubtful_dates, unresolved_bylines;
    uint64_t undated, empty_captions, repaired;
    uint64_t lost_ids; /* all ids in the runs of missing_ids */
    /* all there are (of ids: all runs); the lists above hold at most MISSING_LIST_MAX of each */
    uint64_t missing_id_count, empty_day_count, thin_day_count, thin_section_count, wanted_count,
        lost_photo_count, doubtful_date_count, unresolved_byline_count;
} MissingReport;
#define MISSING_LIST_MAX 1000
/* A deep copy that shares nothing with the original. */
MissingReport missing_report_copy(Arena *arena, const MissingReport *report);

#endif
