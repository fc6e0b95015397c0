/* An article cited: "/x.ris", "/x.bib", "/x.csl.json", "/x?cite=chicago", or by Accept; and the Link header,
 * which tells programs of all this. */
#include "server/inside.h"

#include "export/export.h"
#include "syntax/url.h"

Status show_citation(Call *call, const Article *article, Error *err)
{
    CiteForm form;
    if (!cite_form_find(call->cite, &form))
        return error_set(
            err, STATUS_SKIP,
            "there is no citation '%.*s': ask for csl, ris, bibtex, biblatex, wikipedia, chicago, "
            "mla, apa or harvard",
            SLICE_ARG(call->cite));
    CitePaper paper = {.title = call->site->title,
                       .name = call->site->paper,
                       .publisher = call->site->publisher,
                       .address = site_absolute(call, article_href(call->arena, article))};
    reply_data(call, cite_form_type(form),
               export_citation(call->arena, article_shown(call, article), &paper, form));
    return STATUS_OK;
}

/* Letters, digits and hyphens: nothing that could end a header's value. */
static bool is_language(Slice tag)
{
    bool is_plain = tag.size > 0;
    for (size_t i = 0; i < tag.size && is_plain; i++)
        is_plain = ascii_is_alpha(tag.data[i]) || ascii_is_digit(tag.data[i]) || tag.data[i] == '-';
    return is_plain;
}

/* What an article's address may be written as. */
static const struct {
    const char *tail, *type;
} ALTERNATES[] = {
    {".json", "application/json"},
    {".csl.json", "application/vnd.citationstyles.csl+json"},
    {".ris", "application/x-research-info-systems"},
    {".bib", "application/x-bibtex"},
};

/* The same piece in other languages, where it is held. */
static void add_translations(Call *call, const Article *article, Builder *link)
{
    for (size_t i = 0; i < article->translations.count; i++) {
        const Relation *other = &article->translations.items[i];
        if (other->number == 0 || !is_language(other->lang))
            continue;
        Slice href = article_href(call->arena, &(Article){.id = other->id, .path = other->path});
        link_add_alternate(link, href, NULL, other->lang);
    }
}

void article_links(Call *call, const Article *article)
{
    Arena *arena = call->arena;
    Slice href = article_href(arena, article);
    Builder link;
    builder_init(&link, arena);
    link_add(&link, href, "canonical");
    link_add(&link, arena_format(arena, "/id/%.*s", SLICE_ARG(url_encode(arena, article->id))), "cite-as");
    for (size_t i = 0; i < sizeof ALTERNATES / sizeof ALTERNATES[0]; i++)
        link_add_alternate(&link, article_form(arena, article, ALTERNATES[i].tail), ALTERNATES[i].type,
                           SLICE_EMPTY);
    for (size_t i = 0; i < article->authors.count; i++)
        if (!slice_is_empty(article->authors.items[i].slug))
            link_add(&link,
                     arena_format(arena, "/author/%.*s",
                                  SLICE_ARG(url_encode(arena, article->authors.items[i].slug))),
                     "author");
    if (!slice_is_empty(article->section.slug))
        link_add(&link,
                 arena_format(arena, "/category/%.*s", SLICE_ARG(url_encode(arena, article->section.slug))),
                 "collection");
    if (!slice_is_empty(call->before))
        link_add(&link, call->before, "prev");
    if (!slice_is_empty(call->after))
        link_add(&link, call->after, "next");
    Slice license = slice_is_empty(article->license) ? call->site->license : article->license;
    if (!slice_is_empty(license))
        link_add(&link, license, "license");
    add_translations(call, article, &link);
    call->reply->link = builder_slice(&link);
}

void list_links(Call *call, const PageFrame *frame, Slice first, Slice last)
{
    static const struct {
        const char *tail, *type;
    } feeds[] = {
        {"", "application/rss+xml"}, {"/atom", "application/atom+xml"}, {"/json", "application/feed+json"}};
    Builder link;
    builder_init(&link, call->arena);
    link_add(&link, frame->path, "canonical");
    link_add_alternate(&link, frame->twin, "application/json", SLICE_EMPTY);
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++)
        link_add_alternate(&link,
                           arena_format(call->arena, "%.*s%s%.*s", SLICE_ARG(frame->feed), feeds[i].tail,
                                        SLICE_ARG(frame->feed_query)),
                           feeds[i].type, SLICE_EMPTY);
    link_add(&link, first, "first");
    if (!slice_is_empty(last))
        link_add(&link, last, "last");
    if (!slice_is_empty(frame->previous))
        link_add(&link, frame->previous, "prev");
    if (!slice_is_empty(frame->next))
        link_add(&link, frame->next, "next");
    call->reply->link = builder_slice(&link);
}
