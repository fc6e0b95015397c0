/* How other programs search here: an OpenSearch 1.1 description (github.com/dewitt/opensearch), and the
 * completions that browsers show while one types. */
#include "export/json_out.h"
#include "export/xml_out.h"

#include "base/utf8.h"
#include "export/export.h"

enum { SHORT_NAME_RUNES = 16, LONG_NAME_RUNES = 48 }; /* by the specification */

/* At most so many code points, and whole words where there are several. */
static Slice cut(Slice text, size_t runes)
{
    size_t at = 0;
    for (size_t size; at < text.size && runes > 0; at += size, runes--)
        (void)utf8_decode(text, at, &size);
    Slice start = slice_range(text, 0, at);
    size_t blank = slice_find_last_byte(start, ' ');
    if (at < text.size && text.data[at] != ' ' && blank != SLICE_NONE)
        start = slice_range(text, 0, blank);
    return slice_trim(start);
}

static const struct {
    const char *type, *relation, *template;
} DOORS[] = {
    {"text/html", "results", "/search?q={searchTerms}&language={language?}"},
    {"application/json", "results", "/api/search?q={searchTerms}&limit={count?}&language={language?}"},
    {"application/rss+xml", "results",
     "/search/feed?q={searchTerms}&paged={startPage?}&startIndex={startIndex?}&count={count?}"
     "&language={language?}"},
    {"application/atom+xml", "results",
     "/search/feed/atom?q={searchTerms}&paged={startPage?}&startIndex={startIndex?}&count={count?}"
     "&language={language?}"},
    {"application/feed+json", "results",
     "/search/feed/json?q={searchTerms}&paged={startPage?}&startIndex={startIndex?}&count={count?}"
     "&language={language?}"},
    {"application/x-suggestions+json", "suggestions", "/api/suggest?q={searchTerms}"},
};

Slice export_opensearch(Arena *arena, Slice title, Slice publisher, Slice language, Slice base)
{
    Builder b;
    builder_init(&b, arena);
    builder_add_string(&b, XML_OUT_HEAD);
    builder_add_string(&b, "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    xml_out_element(&b, "ShortName", cut(title, SHORT_NAME_RUNES));
    xml_out_element(&b, "LongName", cut(title, LONG_NAME_RUNES));
    xml_out_element(&b, "Description", arena_format(arena, "Search the archive of %.*s", SLICE_ARG(title)));
    for (size_t i = 0; i < sizeof DOORS / sizeof DOORS[0]; i++) {
        builder_format(&b, "<Url type=\"%s\" rel=\"%s\" indexOffset=\"1\" pageOffset=\"1\"", DOORS[i].type,
                       DOORS[i].relation);
        xml_out_attribute(&b, "template", arena_format(arena, "%.*s%s", SLICE_ARG(base), DOORS[i].template));
        builder_add_string(&b, "/>\n");
    }
    builder_add_string(&b, "<Url type=\"application/opensearchdescription+xml\" rel=\"self\"");
    xml_out_attribute(&b, "template", arena_format(arena, "%.*s/opensearch.xml", SLICE_ARG(base)));
    builder_add_string(&b, "/>\n<Image type=\"image/svg+xml\">");
    xml_out_text(&b, arena_format(arena, "%.*s/-/icon.svg", SLICE_ARG(base)));
    builder_add_string(&b, "</Image>\n");
    xml_out_element(&b, "Attribution", publisher);
    xml_out_element(&b, "Language", language);
    builder_add_string(&b, "<OutputEncoding>UTF-8</OutputEncoding>\n<InputEncoding>UTF-8</InputEncoding>\n"
                           "</OpenSearchDescription>\n");
    return builder_slice(&b);
}

Slice export_suggestions(Arena *arena, Slice typed, const Slices *completions)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_array(&out, NULL);
    json_out_text(&out, NULL, typed);
    json_out_array(&out, NULL);
    for (size_t i = 0; i < completions->count; i++)
        json_out_text(&out, NULL, completions->items[i]);
    json_out_keep_array(&out);
    json_out_keep_array(&out);
    return json_out_slice(&out);
}
