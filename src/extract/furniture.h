/* What the text capture asks of Furniture. Inside extract only. */
#ifndef EXTRACT_FURNITURE_H
#define EXTRACT_FURNITURE_H

#include "extract/extract.h"

/* Is the line one that many pages of the site share? False while nothing is settled, or furniture is NULL. */
bool furniture_has(const Furniture *furniture, Slice line);

#endif
