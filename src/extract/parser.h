/* The HTML parser that an extractor owns. Inside extract only. */
#ifndef EXTRACT_PARSER_H
#define EXTRACT_PARSER_H

#include "extract/extract.h"
#include "extract/page.h"
#include "syntax/html.h"

HtmlParser *extractor_parser(Extractor *extractor);
HintCache *extractor_hints(Extractor *extractor);

#endif
