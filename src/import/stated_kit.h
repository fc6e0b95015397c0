/* What the readers of JSON items and of news exchange formats share: values as texts, moments as these
 * formats write them, additions to a Stated. */
#ifndef IMPORT_STATED_KIT_H
#define IMPORT_STATED_KIT_H

#include "import/inside.h"
#include "syntax/json.h"

/* White space collapsed and trimmed, in the arena; the text itself where nothing is to be done. */
Slice kit_words(Arena *arena, Slice text);
/* ISO 8601, extended or basic ("20090101T123000+0300", "20090101"), or seconds since 1970; unknown if
 * neither.
 */
Moment kit_moment(Arena *arena, Slice text);
bool kit_is_http(Slice url); /* an absolute http or https address */

/* Nothing is added for an empty value. */
void kit_add_tag(Arena *arena, Article *article, Slice slug, Slice label); /* once each */
void kit_add_custom(Arena *arena, Article *article, Slice key, Slice value);
void kit_add_alt_id(Arena *arena, Article *article, Slice role, Slice value);
void kit_add_author(Arena *arena, Article *article, Slice name, Slice role);
/* The names in a printed byline, for sources that print one and name nobody: "By A. Writer and B. Editor,
 * dpa". What stands behind the only comma is an agency where it looks like one, else the writer's role.
 * Nothing is added where a piece of it cannot be a name. */
void kit_read_byline(Arena *arena, Article *article);
/* An agency that a source names for the whole piece: of every author. Without authors it is one. */
void kit_set_agency(Arena *arena, Article *article, Slice agency);

/* The publisher's own identifier of an item: an address where it is one, else the id by which its versions
 * are known as one piece. Kept as an altId of that role too. */
void kit_identify(Arena *arena, Article *article, const char *role, Slice identifier);
/* "usable", "withheld", "canceled", in any of their spellings ("stat:withheld", a NewsCodes address). */
ArticleStatus kit_status(Slice word);
/* Published and modified out of what these formats tell: first published or created, then this version. */
void kit_dates(Article *article, Moment first, Moment content, Moment version);
/* The rest of an embargo, judged by when the record was had: EMBARGOED while it lasts, else as it was. */
ArticleStatus kit_embargo(const Record *record, ArticleStatus status, Moment until);

/* A printed dateline that stands alone, "MOSCOW, Monday (Reuters)": raw up to the dash, place, agency. */
void kit_dateline(Arena *arena, Article *article, Slice printed);
/* Where it was written: the dateline's place, unless the text begins with a dateline of its own, which is
 * what was printed. Kept as a custom field "located" too. */
void kit_located(Arena *arena, Article *article, Slice place, Slice body);

/* What a photo's address is: absolute, or the name of a file that came beside the text, by which it is then
 * known. */
void kit_set_href(Arena *arena, Media *media, Slice reference);
uint32_t kit_pixels(Slice text); /* 0 if it is no number of pixels */

/* JSON: a text, a number or a word as text; empty for others and null. */
Slice kit_json_text(const Json *value);
/* A member, by the first of the names that is there; NULL if none. */
const Json *kit_json_get(const Json *object, const char *const *names, size_t count);
/* Any value as text: a text as it is, objects and arrays as JSON. */
Slice kit_json_any(Arena *arena, const Json *value);

/* document_next with BODY_STATED; SKIP above RECORD_HELD_MAX, since such a body is not read. */
MUST_CHECK Status kit_document_next(Import *import, Arena *arena, const char *media_type, Record *record,
                                    Error *err);

/* Runs a reader under arena_guard: SKIP where it needs more memory than the arena's limit. */
MUST_CHECK Status kit_read_guarded(Record *record, Arena *arena,
                                   Status (*read)(Record *record, Arena *arena, Error *err), Error *err);

Stated *kit_add_stated(Arena *arena, StatedList *list, const char *source);
/* Gives the list to the record; SKIP with the reason if it is empty. */
MUST_CHECK Status kit_finish(Record *record, const StatedList *list, Error *err, const char *why_empty);

#endif
