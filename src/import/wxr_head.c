/* In: the record of an export: one item, or what stands between items. Out: all that it states: pieces, and
 * who is called how. */
#include "base/builder.h"
#include "import/wxr.h"
#include "syntax/html.h"

static void add_label(Arena *arena, StatedList *list, StatedKind kind, Slice slug, Slice label)
{
    label = html_unescape(arena, label);
    if (slug.size > 0 && label.size > 0)
        wxr_add_stated(arena, list, kind)->label = (Label){slug, label};
}

static void read_author(Arena *arena, const Xml *author, StatedList *list)
{
    Slice login = wxr_text(arena, author, "author_login"),
          name = wxr_text(arena, author, "author_display_name");
    Slice first = wxr_text(arena, author, "author_first_name"),
          last = wxr_text(arena, author, "author_last_name");
    if (name.size == 0 && (first.size > 0 || last.size > 0))
        name = slice_trim(arena_format(arena, "%.*s %.*s", SLICE_ARG(first), SLICE_ARG(last)));
    add_label(arena, list, STATED_AUTHOR, wxr_slug(arena, login), name.size ? name : login);
}

static void read_category(Arena *arena, const Xml *category, StatedList *list)
{
    Slice slug = wxr_text(arena, category, "category_nicename"), name = wxr_text(arena, category, "cat_name");
    add_label(arena, list, STATED_SECTION, slug.size ? wxr_nicename(arena, slug) : wxr_slug(arena, name),
              name);
}

static void read_tag(Arena *arena, const Xml *tag, StatedList *list)
{
    Slice slug = wxr_text(arena, tag, "tag_slug"), name = wxr_text(arena, tag, "tag_name");
    add_label(arena, list, STATED_TAG, slug.size ? wxr_nicename(arena, slug) : wxr_slug(arena, name), name);
}

static void read_term(Arena *arena, const Xml *term, StatedList *list)
{
    Slice taxonomy = wxr_text(arena, term, "term_taxonomy"), name = wxr_text(arena, term, "term_name");
    Slice slug = wxr_nicename(arena, wxr_text(arena, term, "term_slug"));
    if (slice_equal(taxonomy, SLICE("category")))
        add_label(arena, list, STATED_SECTION, slug, name);
    else if (slice_equal(taxonomy, SLICE("post_tag")))
        add_label(arena, list, STATED_TAG, slug, name);
}

static const struct {
    const char *name;
    void (*read)(Arena *arena, const Xml *element, StatedList *list);
} readers[] = {{"author", read_author}, {"category", read_category}, {"tag", read_tag}, {"term", read_term}};

static void read_channel(Arena *arena, const Xml *channel, StatedList *list)
{
    for (const Xml *child = channel->first; child; child = child->next) {
        if (xml_is(child, "item")) {
            wxr_read_item(arena, child, list);
            continue;
        }
        bool is_own = child->uri.size ? slice_contains(child->uri, SLICE("wordpress.org/export/"))
                                      : slice_equal(child->prefix, SLICE("wp"));
        for (size_t i = 0; is_own && i < sizeof readers / sizeof readers[0]; i++)
            if (xml_is(child, readers[i].name))
                readers[i].read(arena, child, list);
    }
}

/* Text between items has no root of its own. */
static Slice with_root(Arena *arena, Slice body)
{
    Builder b;
    Slice head = slice_range(body, 0, 8192);
    size_t declared = slice_starts_with(head, SLICE("<?xml")) ? slice_find_byte(head, '>') : SLICE_NONE;
    size_t begin = declared == SLICE_NONE ? 0 : declared + 1;
    if (slice_starts_with(slice_trim(slice_skip(head, begin)), SLICE("<item")) ||
        slice_contains(head, SLICE("<rss")) || slice_contains(head, SLICE("<channel")))
        return body;
    builder_init(&b, arena);
    builder_reserve(&b, body.size + 32);
    builder_add(&b, slice_range(body, 0, begin));
    builder_add(&b, SLICE("<channel>"));
    builder_add(&b, slice_skip(body, begin));
    builder_add(&b, SLICE("</channel>"));
    return builder_slice(&b);
}

static Status read_record(Record *record, Arena *arena, Error *err)
{
    XmlDocument document;
    StatedList list = {0};
    if (record->body.size > (arena_limit(arena) - arena_used(arena)) / 4)
        return error_set(err, STATUS_SKIP, "%zu bytes are more than can be read at once", record->body.size);
    Status status = xml_read(arena, with_root(arena, record->body), record->charset, &document, err);
    if (status != STATUS_OK)
        return status;
    const Xml *root = document.root;
    if (xml_is(root, "item")) {
        wxr_read_item(arena, root, &list);
    } else {
        const Xml *channel = xml_is(root, "rss") ? xml_child(root, "channel") : root;
        read_channel(arena, channel ? channel : root, &list);
        /* "<notachanneltag>": what is in it is what counts */
        if (!channel && root->first)
            for (const Xml *child = root->first; child; child = child->next)
                if (child->name.size > 0)
                    read_channel(arena, child, &list);
    }
    record->stated = list.items;
    record->stated_count = list.count;
    return STATUS_OK;
}

/* An answer of a server that is an export whole. */
static int bid(Slice first)
{
    return slice_contains(first, SLICE("wordpress.org/export/")) && slice_contains(first, SLICE("<rss")) ? 95
                                                                                                         : 0;
}

const StatedReader stated_wxr = {WXR_MEDIA_TYPE, bid, read_record};
