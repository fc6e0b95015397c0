/* All sections, writers or tags on one page: from A to Z, Arabic ones in a group of their own, each with how
 * many pieces it has. The twin is the same as the facet of an answer. */
#include "server/inside.h"

#include "base/utf8.h"
#include "export/export.h"
#include "syntax/url.h"

#include <stdlib.h>

enum { NAMES_MAX = 20000, GROUP_DIGITS = 'Z' + 1, GROUP_ARABIC, GROUP_OTHER };

typedef struct NamesKind {
    const char *title, *path;
    FacetField field;
} NamesKind;

static const NamesKind KINDS[ROUTES] = {
    [ROUTE_SECTIONS] = {"Sections", "/category", FACET_SECTION},
    [ROUTE_WRITERS] = {"Writers", "/author", FACET_AUTHOR},
    [ROUTE_TAGS] = {"Tags", "/tag", FACET_TAG},
};

typedef struct Named {
    int group;
    PageLink link;
} Named;

/* Latin letters with marks stand with those without: U+00C0 to U+00FF, '*' for what is no such letter. */
static int latin_group(uint32_t rune)
{
    static const char plain[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO*OUUUUYTY";
    if (rune < 0xc0 || rune > 0xff || plain[rune - 0xc0] == '*')
        return GROUP_OTHER;
    return plain[rune - 0xc0];
}

/* By its first letter or digit; quotation marks and their like before it are passed over. */
static int group_of(Slice label)
{
    size_t size = 1;
    for (size_t at = 0; at < label.size; at += size) {
        uint32_t rune = utf8_decode(label, at, &size);
        if (rune < 0x80 && ascii_is_alpha((char)rune))
            return ascii_lower((char)rune) - 'a' + 'A';
        if (rune < 0x80 && ascii_is_digit((char)rune))
            return GROUP_DIGITS;
        if (rune >= 0x600 && rune <= 0x6ff)
            return GROUP_ARABIC;
        if (rune >= 0xc0 && (rune < 0x2000 || rune > 0x206f))
            return latin_group(rune);
    }
    return GROUP_OTHER;
}

static int compare_labels(Slice a, Slice b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    for (size_t i = 0; i < size; i++) {
        unsigned char x = (unsigned char)ascii_lower(a.data[i]), y = (unsigned char)ascii_lower(b.data[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a.size > b.size) - (a.size < b.size);
}

static int compare_named(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    if (x->group != y->group)
        return x->group - y->group;
    int order = compare_labels(x->link.label, y->link.label);
    return order != 0 ? order : slice_compare(x->link.href, y->link.href);
}

static Slice group_title(Call *call, int group)
{
    if (group <= 'Z')
        return arena_format(call->arena, "%c", group);
    if (group == GROUP_DIGITS)
        return SLICE("0–9");
    return say(call, group == GROUP_ARABIC ? "Arabic" : "Other letters");
}

static void fill_groups(Call *call, const NamesKind *kind, const Answer *answer, NamesPage *page)
{
    const FacetCounts *facet = facet_of(answer, kind->field);
    if (!facet || facet->count == 0)
        return;
    Named *all = ARENA_ARRAY(call->arena, Named, facet->count);
    for (size_t i = 0; i < facet->count; i++) {
        Slice label = facet_label(answer, facet, i), value = facet->values[i].value;
        all[i] = (Named){.group = group_of(label),
                         .link = {.label = label,
                                  .href = arena_format(call->arena, "%s/%.*s", kind->path,
                                                       SLICE_ARG(url_encode(call->arena, value))),
                                  .count = facet->values[i].count}};
    }
    qsort(all, facet->count, sizeof *all, compare_named);
    for (size_t i = 0; i < facet->count; i++) {
        if (i == 0 || all[i].group != all[i - 1].group)
            *LIST_ADD(call->arena, &page->groups) = (NamesGroup){.title = group_title(call, all[i].group)};
        *LIST_ADD(call->arena, &page->groups.items[page->groups.count - 1].names) = all[i].link;
    }
    page->more = facet->all_count > facet->count ? facet->all_count - facet->count : 0;
}

Status show_names(Call *call, Error *err)
{
    const NamesKind *kind = &KINDS[call->route.kind];
    const FacetRequest facet = {kind->field, NAMES_MAX};
    SearchRequest request = {.typed = SLICE("NOT kind:photo"), /* as their lists count */
                             .options = {.sort = SORT_NEWEST, .facets = &facet, .facet_count = 1}};
    Answer answer = {0};
    Status status = archive_search(call->worker->archive, call->arena, &request, &answer, err);
    if (status != STATUS_OK)
        return status == STATUS_END ? STATUS_FAIL : status;
    if (call->wants_json) {
        reply_json(call, 200, export_answer(call->arena, &answer, false));
        return STATUS_OK;
    }
    Slice path = slice_from(kind->path), title = say(call, kind->title);
    NamesPage page = {.frame = {.site = call->site,
                                .title = title,
                                .path = path,
                                .twin = twin_of(call->arena, path, SLICE_EMPTY),
                                .description = arena_format(call->arena, "%.*s · %.*s", SLICE_ARG(title),
                                                            SLICE_ARG(call->site->title))}};
    fill_groups(call, kind, &answer, &page);
    Builder out;
    builder_init(&out, call->arena);
    page_names(&out, &page);
    reply_html(call, 200, &out);
    return STATUS_OK;
}
