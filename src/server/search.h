/* A search as its address tells it; shared by show_search.c (asking) and results.c (what stands around the
 * hits). */
#ifndef SERVER_SEARCH_H
#define SERVER_SEARCH_H

#include "server/inside.h"

/* One way to narrow. */
typedef struct Narrowing {
    FacetField field;
    const char *name; /* of its parameter: the facet's, but "language", since "lang" is that of the query */
    const char *title;
    size_t limit; /* values shown beside the results; 0: not shown there */
} Narrowing;

enum { NARROWING_COUNT = 12 };
extern const Narrowing NARROWINGS[];

typedef struct Search {
    Slice typed, lang, cursor, sort_name;
    Slices values[NARROWING_COUNT];  /* of NARROWINGS: one of them; none: not narrowed */
    Slices without[NARROWING_COUNT]; /* none of them */
    bool is_short;                   /* headlines alone */
    SortKind sort;
    uint64_t seed; /* of SORT_RANDOM */
    bool is_fresh; /* by relevance, with a little more for the new */
    bool is_folded, is_fold_unknown;
    bool is_explained; /* what was added, what else might be meant, what each hit's place is made of */
    Slice fold_name;
    FacetField folded;
    size_t limit;
    uint64_t start; /* number of the first hit, for show only */
} Search;

/* What the request asks. */
void search_read(Call *call, Search *search);
/* The query with its narrowings as clauses. */
Slice search_whole(Call *call, const Search *search);
/* The address of a search; cursor and start (1: not written) are of a later page. */
Slice search_href(Call *call, const Search *search, Slice cursor, uint64_t start);
/* Takes up a query that the form for single fields wrote; false if the request is none of that form. */
bool ask_form_read(Call *call, Slice *typed);
void ask_form_fill(Call *call, ResultsPage *page);
/* Counts of each narrowed facet as if it were not narrowed, so that another value can be added. */
void search_widen(Call *call, const Search *search, Answer *answer);
void search_densities(Call *call, const Search *search, PageLinks *links);
/* What its feed asks for: "?q=x&year=2014", without order and place; may be empty. */
Slice search_parameters(Call *call, const Search *search);
/* Years, or the months of the year, or the days of the month that the search is narrowed to. */
FacetField search_chart_field(const Search *search);
/* Orders, those that are wanted less often, and what may be folded. */
void search_sorts(Call *call, const Search *search, PageLinks *links);
void search_more_sorts(Call *call, const Search *search, PageLinks *links);
void search_folds(Call *call, const Search *search, PageLinks *links);
/* Links, facets, chart, entries; help where nothing was found. The answer may be NULL. */
void results_fill(Call *call, const Search *search, ResultsPage *page);

#endif
