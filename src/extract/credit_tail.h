/* Where the credit begins at the end of a caption, by its form alone. Inside extract only. */
#ifndef EXTRACT_CREDIT_TAIL_H
#define EXTRACT_CREDIT_TAIL_H

#include "model/article.h"

/* Names only, of persons, agencies and papers: "Jane Roe/The Herald", "Matt Campbell / DPA". */
bool credit_is_names(Slice text);
/* Is a name in it that sells or sends pictures? */
bool credit_names_seller(Slice text);
/* A credit that needs no table to be known: behind a dash and a label ("— Picture by Jane Roe"), in a bracket
 * of names with a slash, as the last words without a stop ("... in Aden. Jane Roe / Medwire"), in the forms
 * of East Asia ("（潟沼義樹撮影）", "（Ｃ）共同", "... 있다. 연합뉴스"). `begin` is where the caption ends;
 * `inner` is the credit, its label taken off. False: none. */
bool credit_find_tail(Slice caption, size_t *begin, Slice *inner);
/* A credit at the end of a line that may be a sentence: only in a bracket, or an agency with a slash or a
 * label. *caption is what is left. */
bool credit_of_line(Slice *caption, Credit *credit);

#endif
