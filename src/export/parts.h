/* What the files of this room share: pieces of JSON inside a larger one, and times as they are written. */
#ifndef EXPORT_PARTS_H
#define EXPORT_PARTS_H

#include "export/export.h"
#include "export/json_out.h"

/* The members of an article, into an object that is open. */
void export_article_members(JsonOut *out, const Article *article, ArticleJson how);
/* The members of one photo, into an object that is open. */
void export_media_members(JsonOut *out, const Media *media);
/* "dateline", into an object that is open; nothing where there is none. */
void export_dateline_member(JsonOut *out, const Dateline *dateline);
void export_moment(JsonOut *out, const char *key, Moment moment);
/* 2017-09-26T14:05:30Z; empty for 0. */
Slice export_utc(Arena *arena, int64_t unix_s);

#endif
