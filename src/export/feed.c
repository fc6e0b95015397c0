/* The common parts of all feeds. The blocks' HTML was sanitised when the page was read; here its addresses
 * are made absolute, since a feed is read far from its site. */
#include "export/feed.h"

#include "syntax/html.h"
#include "syntax/url.h"

enum { DAY_S = 86400, NOON_S = DAY_S / 2, PLAIN_BYTES = 300 };

/* ---- times ---- */

/* The civil time that stands for a date, or false. */
static bool civil_of(Moment moment, int64_t *local_s, int *offset)
{
    *offset = moment.grain == GRAIN_MINUTE && moment.has_offset ? moment.offset_minutes : 0;
    *local_s = moment.local_s + (moment.grain == GRAIN_DAY ? NOON_S : 0);
    return moment.grain >= GRAIN_DAY;
}

static Slice format_time(Arena *arena, int64_t local_s, int offset)
{
    const int64_t days = local_s / DAY_S - (local_s % DAY_S < 0);
    const unsigned rest = (unsigned)(local_s - days * DAY_S);
    int64_t year;
    unsigned month, day;
    civil_from_days(days, &year, &month, &day);
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "%04lld-%02u-%02uT%02u:%02u:%02u", (long long)year, month, day, rest / 3600,
                   rest / 60 % 60, rest % 60);
    const int size = offset < 0 ? -offset : offset;
    if (offset == 0)
        builder_add_byte(&b, 'Z');
    else
        builder_format(&b, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60, size % 60);
    return builder_slice(&b);
}

Slice feed_time(Arena *arena, Moment moment)
{
    int64_t local_s;
    int offset;
    return civil_of(moment, &local_s, &offset) ? format_time(arena, local_s, offset) : SLICE_EMPTY;
}

Slice feed_mail_time(Arena *arena, Moment moment)
{
    static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t local_s, year;
    unsigned month, day;
    int offset;
    if (!civil_of(moment, &local_s, &offset))
        return SLICE_EMPTY;
    const int64_t days = local_s / DAY_S - (local_s % DAY_S < 0);
    const unsigned rest = (unsigned)(local_s - days * DAY_S);
    const int size = offset < 0 ? -offset : offset;
    civil_from_days(days, &year, &month, &day);
    return arena_format(arena, "%s, %02u %s %04lld %02u:%02u:%02u %c%02d%02d",
                        weekdays[weekday_of_days(days)], day, months[month - 1], (long long)year, rest / 3600,
                        rest / 60 % 60, rest % 60, offset < 0 ? '-' : '+', size / 60, size % 60);
}

Slice feed_updated(Arena *arena, const Article *article)
{
    Moment moment = moment_is_known(article->modified) ? article->modified : article->published;
    Slice exact = feed_time(arena, moment);
    if (!slice_is_empty(exact))
        return exact;
    if (moment_is_known(moment))
        return format_time(arena, moment.local_s, 0);
    return format_time(arena, article->captures.count ? article->captures.items[0].at_s : 0, 0);
}

/* ---- who ---- */

void feed_authors(Arena *arena, const Article *article, Authors *authors)
{
    *authors = article->authors;
    if (authors->count > 0 || slice_is_empty(article->byline))
        return;
    *LIST_ADD(arena, authors) = (Author){.name = article->byline};
}

Slice feed_author_href(Arena *arena, const Feed *feed, const Author *author)
{
    return slice_is_empty(author->slug) ? SLICE_EMPTY
                                        : arena_format(arena, "%.*s/author/%.*s", SLICE_ARG(feed->base),
                                                       SLICE_ARG(url_encode(arena, author->slug)));
}

Labels feed_sections(const Article *article)
{
    bool is_alone = !slice_is_empty(article->section.slug) || !slice_is_empty(article->section.label);
    if (article->sections.count > 0)
        return article->sections;
    return (Labels){.items = (Label *)&article->section, .count = is_alone};
}

/* ---- what ---- */

/* A whole start of the text, ending between words. */
Slice feed_outline(Arena *arena, const Article *article)
{
    if (!slice_is_empty(article->summary))
        return article->summary;
    Slice text = article->text;
    if (text.size <= PLAIN_BYTES)
        return text;
    size_t end = slice_find_last_byte(slice_range(text, 0, PLAIN_BYTES), ' ');
    return end == SLICE_NONE ? SLICE_EMPTY
                             : arena_format(arena, "%.*s…", SLICE_ARG(slice_range(text, 0, end)));
}

static bool is_web_address(Slice address)
{
    return slice_starts_with_nocase(address, SLICE("http://")) ||
           slice_starts_with_nocase(address, SLICE("https://")) ||
           slice_starts_with_nocase(address, SLICE("mailto:"));
}

/* An address of the body, read against that of the piece; "#" for what leads nowhere outside it. */
static void add_address(Builder *b, Slice written, Slice base)
{
    Slice address = slice_trim(html_unescape(b->arena, written));
    Slice absolute = slice_is_empty(base) ? address : url_resolve(b->arena, base, address);
    xml_out_text(b, is_web_address(absolute) ? absolute : SLICE("#"));
}

static void add_inner(Builder *b, Slice html, Slice base)
{
    const Slice key = SLICE(" href=\"");
    for (;;) {
        size_t at = slice_find(html, key);
        size_t end = at == SLICE_NONE ? SLICE_NONE : slice_find_byte(slice_skip(html, at + key.size), '"');
        if (end == SLICE_NONE)
            break;
        builder_add(b, slice_range(html, 0, at + key.size));
        add_address(b, slice_of(html.data + at + key.size, end), base);
        html = slice_skip(html, at + key.size + end);
    }
    builder_add(b, html);
}

static void add_block(Builder *b, const Block *block, Slice base)
{
    static const char *const tags[BLOCK_KINDS] = {
        [BLOCK_PARAGRAPH] = "p", [BLOCK_SUBHEAD] = "h2",  [BLOCK_QUOTE] = "blockquote",
        [BLOCK_LIST] = "div",    [BLOCK_TABLE] = "div",   [BLOCK_TURN] = "p",
        [BLOCK_INSET] = "aside", [BLOCK_EMBED] = "aside",
    };
    builder_format(b, "<%s>", tags[block->kind]);
    if (block->kind == BLOCK_TURN && !slice_is_empty(block->speaker) &&
        !slice_starts_with(block->text, block->speaker)) {
        builder_add_string(b, "<b>");
        xml_out_text(b, block->speaker);
        builder_add_string(b, "</b> ");
    }
    if (slice_is_empty(block->html))
        xml_out_text(b, block->text);
    else
        add_inner(b, block->html, base);
    builder_format(b, "</%s>\n", tags[block->kind]);
}

static void add_picture(Builder *b, const FeedPicture *picture)
{
    const Media *media = picture->media;
    builder_add_string(b, "<figure><img");
    xml_out_attribute(b, "src", picture->src);
    builder_add_string(b, " alt=\"");
    xml_out_text(b, slice_is_empty(media->alt) ? media->caption : media->alt);
    builder_add_string(b, "\">");
    if (!slice_is_empty(media->caption) || !slice_is_empty(media->credit.raw)) {
        builder_add_string(b, "<figcaption>");
        xml_out_text(b, media->caption);
        if (!slice_is_empty(media->caption) && !slice_is_empty(media->credit.raw))
            builder_add_byte(b, ' ');
        xml_out_text(b, media->credit.raw);
        builder_add_string(b, "</figcaption>");
    }
    builder_add_string(b, "</figure>\n");
}

Slice feed_content(Arena *arena, const FeedEntry *entry)
{
    const Article *article = entry->article;
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < article->corrections.count; i++)
        xml_out_element(&b, "aside", article->corrections.items[i].text);
    xml_out_element(&b, "h2", article->subheadline);
    for (size_t i = 0; i < entry->pictures.count; i++)
        add_picture(&b, &entry->pictures.items[i]);
    for (size_t i = 0; i < article->body.count; i++)
        add_block(&b, &article->body.items[i], slice_is_empty(article->url) ? entry->href : article->url);
    return builder_slice(&b);
}

/* ---- the head of a page, in RSS and Atom ---- */

void feed_link(Builder *b, const char *prefix, const char *relation, const char *type, Slice href)
{
    if (slice_is_empty(href))
        return;
    builder_format(b, "<%slink rel=\"%s\"", prefix, relation);
    if (type)
        builder_format(b, " type=\"%s\"", type);
    xml_out_attribute(b, "href", href);
    builder_add_string(b, "/>\n");
}

void feed_links(Builder *b, const char *prefix, const char *type, const Feed *feed)
{
    feed_link(b, prefix, "self", type, feed->self);
    feed_link(b, prefix, "first", type, feed->first);
    feed_link(b, prefix, "previous", type, feed->previous);
    feed_link(b, prefix, "next", type, feed->next);
    feed_link(b, prefix, "last", type, feed->last);
    feed_link(b, prefix, "search", "application/opensearchdescription+xml", feed->opensearch);
    feed_link(b, prefix, "license", NULL, feed->license);
    if (feed->total <= feed->size && feed->start <= 1)
        builder_add_string(b, "<fh:complete/>\n");
    builder_format(b,
                   "<opensearch:totalResults>%llu</opensearch:totalResults>\n"
                   "<opensearch:startIndex>%llu</opensearch:startIndex>\n"
                   "<opensearch:itemsPerPage>%llu</opensearch:itemsPerPage>\n",
                   (unsigned long long)feed->total, (unsigned long long)feed->start,
                   (unsigned long long)feed->size);
    if (!slice_is_empty(feed->query)) {
        builder_add_string(b, "<opensearch:Query role=\"request\"");
        xml_out_attribute(b, "searchTerms", feed->query);
        builder_add_string(b, "/>\n");
    }
}
