/* The pieces of an answer that all shows share: HTML, JSON, addresses, facets of an Answer. */
#include "server/inside.h"

#include "base/utf8.h"
#include "export/export.h"
#include "syntax/url.h"

Slice say(const Call *call, const char *english)
{
    return page_say(call->site->tongue, english);
}

void reply_html(Call *call, int status, const Builder *out)
{
    call->reply->status = status;
    call->reply->body = builder_slice(out);
    call->reply->media_type = SLICE("text/html; charset=utf-8");
    call->reply->policy = POLICY_PAGE;
    call->reply->is_kept = status == 200;
}

void reply_json(Call *call, int status, Slice json)
{
    call->reply->status = status;
    call->reply->body = json;
    call->reply->media_type = SLICE("application/json");
    call->reply->policy = POLICY_DATA;
    call->reply->is_kept = status == 200;
}

void reply_data(Call *call, Slice media_type, Slice body)
{
    reply_json(call, 200, body);
    call->reply->media_type = media_type;
}

Slice site_base(Call *call)
{
    return slice_is_empty(call->site->base_url) ? SLICE("http://localhost") : call->site->base_url;
}

Slice site_absolute(Call *call, Slice path)
{
    Slice base = site_base(call);
    return arena_format(call->arena, "%.*s%.*s", SLICE_ARG(base), SLICE_ARG(path));
}

PagePicture picture_of(Call *call, const Media *media)
{
    Slice src = picture_src(call, media->href);
    return (PagePicture){.media = media, .src = src, .srcset = picture_srcset(call, src, media->width)};
}

static PagePicture first_picture(Call *call, const Article *article)
{
    enum { TRIED_MAX = 3 };
    for (size_t i = 0; i < article->media.count && i < TRIED_MAX; i++) {
        PagePicture picture = picture_of(call, &article->media.items[i]);
        if (!slice_is_empty(picture.src))
            return picture;
    }
    return (PagePicture){0};
}

void entries_of(Call *call, HitView *hits, size_t count, PageEntries *entries)
{
    bool has_picture = false;
    for (size_t i = 0; i < count; i++) {
        PageEntry *entry = LIST_ADD(call->arena, entries);
        *entry = entry_of(call, &hits[i].article);
        entry->picture = first_picture(call, &hits[i].article);
        entry->snippets = hits[i].snippets;
        entry->snippet_count = hits[i].snippet_count;
        entry->alike = hits[i].alike;
        entry->parts = hits[i].parts;
        entry->picture.is_first = !has_picture && !slice_is_empty(entry->picture.src);
        has_picture |= entry->picture.is_first;
    }
}

Slice header_address(Arena *arena, Slice address)
{
    static const char digits[] = "0123456789ABCDEF";
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < address.size; i++) {
        unsigned char c = (unsigned char)address.data[i];
        if (c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '`') {
            builder_add_byte(&out, (char)c);
            continue;
        }
        builder_add_byte(&out, '%');
        builder_add_byte(&out, digits[c >> 4]);
        builder_add_byte(&out, digits[c & 15]);
    }
    return builder_slice(&out);
}

Slice query_value(Call *call, const char *key)
{
    Slice value;
    if (!url_query_get(call->arena, call->request->query, slice_from(key), &value))
        return SLICE_EMPTY;
    return slice_trim(utf8_repair(call->arena, value));
}

Slice twin_of(Arena *arena, Slice path, Slice query)
{
    Slice name = slice_equal(path, SLICE("/")) ? SLICE("/index") : path;
    while (slice_ends_with(name, SLICE("/")))
        name.size--;
    if (slice_is_empty(query))
        return arena_format(arena, "%.*s.json", SLICE_ARG(name));
    return arena_format(arena, "%.*s.json?%.*s", SLICE_ARG(name), SLICE_ARG(query));
}

void clause_add(Builder *typed, FacetField field, Slice value)
{
    bool is_time = field == FACET_YEAR || field == FACET_MONTH || field == FACET_DAY;
    builder_add(typed, is_time ? SLICE("date") : facet_field_name(field));
    builder_add(typed, is_time ? SLICE(":") : field == FACET_AUTHOR ? SLICE(":=\"") : SLICE(":\""));
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        bool is_inert = is_time ? ascii_is_digit(c) || ascii_is_alpha(c) || c == '-'
                                : c != '"' && c != '\\' && c != '*' && c != '?';
        builder_add_byte(typed, is_inert ? c : ' ');
    }
    if (!is_time)
        builder_add_byte(typed, '"');
}

const FacetCounts *facet_of(const Answer *answer, FacetField field)
{
    for (size_t i = 0; i < answer->facet_count; i++)
        if (answer->facets[i].field == field)
            return &answer->facets[i];
    return NULL;
}

uint64_t facet_count(const FacetCounts *facet, Slice value)
{
    for (size_t i = 0; facet && i < facet->count; i++)
        if (slice_equal(facet->values[i].value, value))
            return facet->values[i].count;
    return 0;
}

Slice facet_label(const Answer *answer, const FacetCounts *facet, size_t value)
{
    Slice label = SLICE_EMPTY;
    size_t number = (size_t)(facet - answer->facets);
    if (answer->labels && answer->labels[number])
        label = answer->labels[number][value];
    return slice_is_empty(label) ? facet->values[value].value : label;
}

bool facet_years(const FacetCounts *years, int64_t *first, int64_t *last)
{
    bool is_any = false;
    for (size_t i = 0; years && i < years->count; i++) {
        uint64_t year;
        if (years->values[i].value.size != 4 || !slice_to_u64(years->values[i].value, &year))
            continue;
        if (!is_any || (int64_t)year < *first)
            *first = (int64_t)year;
        if (!is_any || (int64_t)year > *last)
            *last = (int64_t)year;
        is_any = true;
    }
    return is_any;
}

Slice words_query(Arena *arena, Slice text)
{
    enum { WORDS_MAX = 8 };
    Builder query;
    builder_init(&query, arena);
    size_t words = 0;
    text = utf8_repair(arena, text);
    for (size_t i = 0; i < text.size && words < WORDS_MAX;) {
        size_t begin = i;
        while (i < text.size && ((unsigned char)text.data[i] >= 0x80 || ascii_is_alpha(text.data[i]) ||
                                 ascii_is_digit(text.data[i])))
            i++;
        if (i - begin >= 3) {
            builder_add(&query, words++ ? SLICE(" OR ") : SLICE(""));
            for (size_t k = begin; k < i; k++) /* capitals are operators */
                builder_add_byte(&query, ascii_lower(text.data[k]));
        }
        i += i == begin;
    }
    return builder_slice(&query);
}

/* What stands around an error: the address that was asked for is not said again, since it may be the name of
 * what is withheld. */
static const PageSite *site_without_address(Call *call)
{
    PageSite *site = ARENA_NEW(call->arena, PageSite);
    *site = *call->site;
    site->here = SLICE_EMPTY;
    return site;
}

void show_redirect(Call *call, Slice target)
{
    if (slice_starts_with(target, SLICE("//")))
        target =
            arena_format(call->arena, "/.%.*s", SLICE_ARG(target)); /* a path of ours, not another host */
    MessagePage page = {
        .frame = {.site = site_without_address(call), .title = say(call, "Moved"), .is_noindex = true},
        .status = 301,
        .heading = say(call, "This page has moved"),
        .text = say(call, "It is now at:"),
        .target = target};
    Builder out;
    builder_init(&out, call->arena);
    page_message(&out, &page);
    reply_html(call, 301, &out);
    call->reply->location = header_address(call->arena, target);
    call->reply->is_kept = true;
}

/* Programs ask there, whatever their Accept says. */
static bool is_for_programs(const Call *call)
{
    return call->wants_json || call->feed != FEED_NONE || slice_starts_with(call->path, SLICE("/api/")) ||
           slice_equal(call->path, SLICE("/api"));
}

static void show_page_of(Call *call, MessagePage *page)
{
    if (is_for_programs(call)) {
        reply_json(call, page->status,
                   export_problem(call->arena, page->status, page->heading, page->text, call->request->path));
        call->reply->media_type = SLICE("application/problem+json");
        return;
    }
    page->frame.site = site_without_address(call);
    page->frame.title = page->heading;
    page->frame.is_noindex = true;
    page->frame.has_box = page->status == 404 || page->status == 410;
    Builder out;
    builder_init(&out, call->arena);
    page_message(&out, page);
    reply_html(call, page->status, &out);
}

void show_message(Call *call, int status, Slice heading, Slice text)
{
    MessagePage page = {.status = status, .heading = heading, .text = text};
    show_page_of(call, &page);
    call->reply->cache_control = status >= 500 ? SLICE("no-store") : SLICE_EMPTY;
}

void show_gone(Call *call, int status)
{
    if (status == 451)
        show_message(call, 451, say(call, "Not available for legal reasons"),
                     say(call, "The law keeps this archive from showing what stood here."));
    else
        show_message(call, 410, say(call, "No longer here"),
                     say(call, "What stood at this address has been withdrawn by its publisher."));
}

void show_missing(Call *call)
{
    MessagePage page = {.status = 404,
                        .heading = say(call, "There is nothing at this address"),
                        .text =
                            say(call, "This archive does not know it, nor any article with such a name.")};
    Slice words = words_query(call->arena, url_decode(call->arena, url_slug(call->path), false));
    page.frame.query = words;
    if (!is_for_programs(call) && !slice_is_empty(words)) {
        SearchRequest request = {.typed = words, .options = {.sort = SORT_RELEVANCE, .limit = 5}};
        Answer *answer = ARENA_NEW(call->arena, Answer);
        Error ignored; /* the page is of use without its guesses */
        if (archive_search(call->worker->archive, call->arena, &request, answer, &ignored) == STATUS_OK)
            entries_of(call, answer->hits, answer->hit_count, &page.nearest);
        page.search_href =
            arena_format(call->arena, "/search?q=%.*s", SLICE_ARG(url_encode(call->arena, words)));
    }
    show_page_of(call, &page);
}

Status show_choices(Call *call, const Resolution *found, Error *err)
{
    MessagePage page = {.status = 404,
                        .heading = say(call, "More than one piece has this name"),
                        .text = say(call, "The address alone does not tell which of them was meant.")};
    Status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < found->choice_count; i++) {
        Article *article = ARENA_NEW(call->arena, Article);
        status = archive_article_number(call->worker->archive, call->arena, found->choices[i], article, err);
        if (status == STATUS_OK && article->status == ARTICLE_PUBLIC)
            *LIST_ADD(call->arena, &page.nearest) = entry_of(call, article);
    }
    if (status == STATUS_OK)
        show_page_of(call, &page);
    return status;
}
