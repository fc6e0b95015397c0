/* What is read out of one text: interface.md section 3, read. Plain data in one arena. */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include "model/article.h"

/* A credit where it stands. */
typedef struct FoundCredit {
    Credit credit;
    Span span; /* of credit.raw, in bytes of the text */
} FoundCredit;
typedef struct FoundCredits {
    FoundCredit *items;
    size_t count, capacity;
} FoundCredits;

typedef struct TextReading {
    Slice id;          /* as given; may be empty */
    Dateline dateline; /* raw empty: none; its span in bytes of the text */
    FoundCredits credits;
    Slice rules; /* which rules read it: raised with EXTRACTOR_VERSION */
} TextReading;

#endif
