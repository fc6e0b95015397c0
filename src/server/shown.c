/* An article as people are shown it, and where it and its other forms are. Days are the archive's: a piece of
 * 22:00 in New York stands on the next day of an archive in Malta, and so its date is printed and linked
 * here. JSON and feeds keep the moment as the paper wrote it. */
#include "server/inside.h"

#include "syntax/url.h"

const Article *article_shown(Call *call, const Article *article)
{
    Article *shown = ARENA_NEW(call->arena, Article);
    *shown = *article;
    shown->published = archive_local(call->worker->archive, article->published);
    shown->modified = archive_local(call->worker->archive, article->modified);
    return shown;
}

PageEntry entry_of(Call *call, const Article *article)
{
    return (PageEntry){.article = article_shown(call, article), .href = article_href(call->arena, article)};
}

static Slice href_by_id(Arena *arena, const Article *article)
{
    return arena_format(arena, "/id/%.*s", SLICE_ARG(url_encode(arena, article->id)));
}

Slice article_href(Arena *arena, const Article *article)
{
    if (!slice_is_empty(article->path) && !slice_starts_with(article->path, SLICE("/web/")))
        return article->path;
    return href_by_id(arena, article);
}

Slice article_form(Arena *arena, const Article *article, const char *tail)
{
    Slice stem = article_href(arena, article);
    if (slice_find_byte(stem, '?') != SLICE_NONE)
        stem = href_by_id(arena, article);
    while (*tail != '?' && stem.size > 1 && slice_ends_with(stem, SLICE("/")))
        stem.size--;
    return arena_format(arena, "%.*s%s", SLICE_ARG(stem), tail);
}
