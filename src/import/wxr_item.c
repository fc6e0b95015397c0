/* In: one <item> of a WordPress export, or what stands between items. Out: what it states.
 *
 * An item alone does not say where its namespaces lead, and knows its author by login only; so elements are
 * found by the prefix that WordPress always writes, and names come from the head's own records. */
#include "base/builder.h"
#include "base/utf8.h"
#include "import/feed_date.h"
#include "import/php.h"
#include "import/wxr.h"
#include "syntax/html.h"
#include "syntax/url.h"

/* ---- elements ---- */

static bool is_wordpress(const Xml *element)
{
    return element->uri.size ? slice_contains(element->uri, SLICE("wordpress.org/export/"))
                             : slice_equal(element->prefix, SLICE("wp"));
}

static const Xml *find_wordpress(const Xml *from, Slice name)
{
    for (const Xml *child = from; child; child = child->next)
        if (slice_equal(child->name, name) && is_wordpress(child))
            return child;
    return NULL;
}

const Xml *wxr_child(const Xml *parent, const char *name)
{
    return parent ? find_wordpress(parent->first, slice_from(name)) : NULL;
}

const Xml *wxr_same(const Xml *element)
{
    return element ? find_wordpress(element->next, element->name) : NULL;
}

Slice wxr_text(Arena *arena, const Xml *parent, const char *name)
{
    return slice_trim(xml_text(arena, wxr_child(parent, name)));
}

Slice wxr_slug(Arena *arena, Slice name)
{
    static const char digits[] = "0123456789abcdef";
    Builder b;
    builder_init(&b, arena);
    name = slice_trim(name);
    for (size_t i = 0; i < name.size; i++) {
        const char c = ascii_lower(name.data[i]);
        bool is_gap = ascii_is_space(c) || c == '.' || c == '-' || c == '/';
        if (ascii_is_alpha(c) || ascii_is_digit(c) || c == '_') {
            builder_add_byte(&b, c);
        } else if ((unsigned char)c >= 0x80) {
            builder_add_byte(&b, '%');
            builder_add_byte(&b, digits[(unsigned char)c >> 4]);
            builder_add_byte(&b, digits[(unsigned char)c & 15]);
        } else if (is_gap && b.size > 0 && b.data[b.size - 1] != '-') {
            builder_add_byte(&b, '-');
        }
    }
    while (b.size > 0 && b.data[b.size - 1] == '-')
        b.size--;
    return wxr_nicename(arena, builder_slice(&b));
}

Slice wxr_nicename(Arena *arena, Slice slug)
{
    if (slice_find_byte(slug, '%') == SLICE_NONE)
        return slug;
    Slice plain = url_decode(arena, slug, false);
    for (size_t i = 0; i < plain.size; i++)
        if ((unsigned char)plain.data[i] <= ' ' || memchr("/%?#", plain.data[i], 4))
            return slug;
    return utf8_is_valid(plain) ? plain : slug;
}

Stated *wxr_add_stated(Arena *arena, StatedList *list, StatedKind kind)
{
    Stated *stated = LIST_ADD(arena, list);
    stated->kind = kind;
    stated->source = SLICE("wxr");
    stated->at = SLICE("item");
    return stated;
}

/* ---- dates ---- */

static bool read_time(Slice text, Moment *moment)
{
    char iso[20];
    if (text.size < 19 || slice_starts_with(text, SLICE("0000")))
        return false;
    memcpy(iso, text.data, 19);
    iso[10] = 'T';
    return moment_parse(slice_of(iso, 19), moment);
}

#define OFFSET_MAX_MINUTES (14 * 60)

Moment wxr_moment(Slice local, Slice gmt)
{
    Moment here, there;
    bool has_local = read_time(slice_trim(local), &here), has_gmt = read_time(slice_trim(gmt), &there);
    if (!has_local && !has_gmt)
        return (Moment){0};
    if (!has_local) {
        there.has_offset = true;
        return there;
    }
    int64_t minutes = has_gmt ? (here.local_s - there.local_s) / 60 : 0;
    if (has_gmt && minutes % 15 == 0 && minutes >= -OFFSET_MAX_MINUTES && minutes <= OFFSET_MAX_MINUTES) {
        here.has_offset = true;
        here.offset_minutes = (int16_t)minutes;
    }
    return here;
}

/* ---- kinds and states ---- */

static bool is_one_of(Slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(text, slice_from(words[i])))
            return true;
    return false;
}

/* Types of posts that hold a site's furniture: menus, styles, parts of templates, logs. */
static bool is_furniture(Slice type)
{
    static const char *const types[] = {"nav_menu_item",
                                        "custom_css",
                                        "customize_changeset",
                                        "oembed_cache",
                                        "user_request",
                                        "wp_block",
                                        "wp_template",
                                        "wp_template_part",
                                        "wp_global_styles",
                                        "wp_navigation",
                                        "wp_font_family",
                                        "wp_font_face",
                                        "acf",
                                        "acf-field",
                                        "acf-field-group",
                                        "et_pb_layout",
                                        "et_template",
                                        "et_theme_builder",
                                        "elementor_library",
                                        "wpcf7_contact_form",
                                        "scheduled-action",
                                        "jp_pay_order",
                                        "feedback",
                                        "safecss",
                                        "vc4_templates",
                                        "vc_grid_item",
                                        "fusion_template",
                                        "shop_order",
                                        "shop_coupon",
                                        "polylang_mo",
                                        "amp_validated_url",
                                        "tablepress_table",
                                        "wp-types-group",
                                        "is_search_form",
                                        "mc4wp-form"};
    return is_one_of(type, types, sizeof types / sizeof types[0]);
}

static ArticleStatus status_of(Slice word, bool has_password)
{
    static const char *const shown[] = {"", "publish", "inherit", "static", "object", "attachment"};
    bool is_shown = is_one_of(word, shown, sizeof shown / sizeof shown[0]);
    return is_shown && !has_password ? ARTICLE_PUBLIC : ARTICLE_DRAFT;
}

/* ---- addresses ---- */

static bool is_http(Slice address)
{
    return slice_starts_with_nocase(address, SLICE("http://")) ||
           slice_starts_with_nocase(address, SLICE("https://"));
}

static void add_alt_id(Arena *arena, Article *article, const char *role, Slice value)
{
    if (value.size > 0)
        *LIST_ADD(arena, &article->alt_ids) = (AltId){slice_from(role), value};
}

Slice wxr_short_address(Arena *arena, Slice link, Slice id)
{
    Url url;
    if (id.size == 0 || !is_http(link) || !url_parse(link, &url))
        return SLICE_EMPTY;
    Slice port = url.port;
    return arena_format(arena, "%.*s://%.*s%s%.*s/?p=%.*s", SLICE_ARG(url.scheme), SLICE_ARG(url.host),
                        port.size ? ":" : "", SLICE_ARG(port), SLICE_ARG(id));
}

/* A guid that was lost is the site's own address: no name of a piece. */
static bool is_front(Slice address)
{
    Url url;
    return url_parse(address, &url) && url.path.size <= 1 && url.query.size == 0;
}

static void read_addresses(Arena *arena, const Xml *item, Article *article)
{
    const Xml *guid_element = xml_child(item, "guid");
    Slice link = slice_trim(xml_text(arena, xml_child_named(item, "link")));
    Slice guid = slice_trim(xml_text(arena, guid_element));
    bool is_permalink = !slice_equal_nocase(xml_attribute(guid_element, "isPermaLink"), SLICE("false"));
    if (!is_http(link))
        link = is_permalink && is_http(guid) ? guid : SLICE_EMPTY;
    article->url = article->canonical = link;
    add_alt_id(arena, article, "guid", is_front(guid) ? SLICE_EMPTY : guid);
    bool is_short = slice_contains(link, SLICE("?p=")) || slice_contains(link, SLICE("?page_id=")) ||
                    slice_contains(link, SLICE("?attachment_id="));
    add_alt_id(arena, article, "permalink",
               is_short ? link : wxr_short_address(arena, link, article->cms_id));
}

/* ---- authors, categories, tags ---- */

static bool is_domain(const Xml *category, const char *const *names, size_t count)
{
    return is_one_of(slice_trim(xml_attribute(category, "domain")), names, count);
}

/* Does a directory of the address have that name? Among several categories the address names the first. */
static bool is_in_path(Slice address, Slice slug)
{
    Url url;
    Slice rest, part;
    if (slug.size == 0 || !url_parse(address, &url))
        return false;
    rest = url.path;
    while (slice_next_split(&rest, '/', &part))
        if (slice_equal(part, slug))
            return true;
    return false;
}

#define CATEGORIES_MAX 500

/* Version 1.0 writes each category twice, once without its slug. */
static bool is_written_again(Arena *arena, const Xml *item, const Xml *category, Slice label)
{
    size_t count = 0;
    if (xml_attribute(category, "nicename").size > 0)
        return false;
    for (const Xml *other = xml_child(item, "category"); other && count < CATEGORIES_MAX;
         other = xml_next_same(other), count++)
        if (xml_attribute(other, "nicename").size > 0 &&
            slice_equal(slice_trim(xml_text(arena, other)), label))
            return true;
    return false;
}

/* The section that leads is the category that the address names, else the first. */
static void add_category(Arena *arena, Article *article, Label label, Slice raw_slug)
{
    if (article->sections.count == 0 || is_in_path(article->url, raw_slug))
        article->section = label;
    *LIST_ADD(arena, &article->sections) = label;
}

static void read_terms(Arena *arena, const Xml *item, Article *article)
{
    static const char *const category_names[] = {"", "category"};
    static const char *const tag_names[] = {"tag", "post_tag"};
    static const char *const author_names[] = {"author"};
    size_t count = 0;
    for (const Xml *category = xml_child(item, "category"); category && count < CATEGORIES_MAX;
         category = xml_next_same(category), count++) {
        Slice text = slice_trim(xml_text(arena, category));
        Slice raw = slice_trim(xml_attribute(category, "nicename"));
        Slice slug = raw.size ? wxr_nicename(arena, raw) : wxr_slug(arena, text);
        Slice domain = slice_trim(xml_attribute(category, "domain"));
        Label label = {slug, html_unescape(arena, text.size ? text : slug)};
        if (slug.size == 0 || is_written_again(arena, item, category, text))
            continue;
        if (is_domain(category, category_names, 2)) {
            add_category(arena, article, label, raw.size ? raw : slug);
        } else if (is_domain(category, tag_names, 2)) {
            *LIST_ADD(arena, &article->tags) = label;
        } else if (is_domain(category, author_names, 1)) { /* of a plug-in for several authors */
            Slice name = slice_starts_with(slug, SLICE("cap-")) ? slice_skip(slug, 4) : slug;
            *LIST_ADD(arena, &article->authors) = (Author){.slug = name};
        } else if (!wxr_read_language_term(arena, domain, slug, article)) {
            *LIST_ADD(arena, &article->custom) = (CustomField){domain, label.label};
        }
    }
    article_settle_sections(arena, article);
}

static void read_author(Arena *arena, const Xml *item, Article *article)
{
    Slice login = slice_trim(xml_text(arena, xml_child_named(item, "dc:creator")));
    if (article->authors.count == 0 && login.size > 0)
        *LIST_ADD(arena, &article->authors) = (Author){.slug = wxr_slug(arena, login)};
}

/* ---- custom fields ---- */

typedef struct ImageFacts {
    Media *media;
    Slice caption, title;
} ImageFacts;

static uint32_t pixels_of(Slice text)
{
    uint64_t number;
    return slice_to_u64(text, &number) && number < 1000000 ? (uint32_t)number : 0;
}

/* _wp_attachment_metadata: size, and of image_meta what the camera's or agency's own fields said. */
static void meet_metadata(void *context, const Slice *path, size_t depth, Slice value)
{
    ImageFacts *facts = context;
    if (depth == 1 && slice_equal(path[0], SLICE("width")))
        facts->media->width = pixels_of(value);
    if (depth == 1 && slice_equal(path[0], SLICE("height")))
        facts->media->height = pixels_of(value);
    if (depth != 2 || !slice_equal(path[0], SLICE("image_meta")))
        return;
    value = slice_trim(value);
    if (slice_equal(path[1], SLICE("credit")))
        facts->media->credit.raw = value;
    if (slice_equal(path[1], SLICE("caption")))
        facts->caption = value;
    uint64_t seconds;
    if (slice_equal(path[1], SLICE("created_timestamp")) && slice_to_u64(value, &seconds) && seconds > 0 &&
        seconds < UINT64_C(253402300800)) /* the camera's local time, written as if it were Greenwich's */
        facts->media->taken = (Moment){.local_s = (int64_t)(seconds / 60 * 60), .grain = GRAIN_MINUTE};
}

/* Keys that begin with "_" are WordPress's and its plug-ins' own; some say something of the piece. */
static void read_own_meta(Arena *arena, Slice key, Slice value, Article *article, Media *media)
{
    if (slice_equal(key, SLICE("_wp_attachment_image_alt"))) {
        media->alt = html_unescape(arena, value);
    } else if (slice_equal(key, SLICE("_wp_attachment_metadata"))) {
        ImageFacts facts = {.media = media};
        php_walk(value, meet_metadata, &facts);
        if (media->caption.size == 0)
            media->caption = facts.caption;
    } else if (slice_equal(key, SLICE("_thumbnail_id")) && article->page_kind != PAGE_PHOTO) {
        uint64_t number;
        if (slice_to_u64(value, &number) && number > 0)
            *LIST_ADD(arena, &article->media) = (Media){.id = value};
    } else if (slice_equal(key, SLICE("_wp_old_slug"))) {
        add_alt_id(arena, article, "slug", wxr_nicename(arena, value));
    } else if (slice_equal(key, SLICE("_yoast_wpseo_metadesc")) && article->summary.size == 0) {
        article->summary = value;
    }
}

static void read_meta(Arena *arena, const Xml *item, Article *article, Media *media)
{
    for (const Xml *meta = wxr_child(item, "postmeta"); meta; meta = wxr_same(meta)) {
        Slice key = wxr_text(arena, meta, "meta_key"), value = wxr_text(arena, meta, "meta_value");
        if (key.size == 0 || value.size == 0)
            continue;
        wxr_read_beside(arena, key, value, article);
        if (key.data[0] == '_')
            read_own_meta(arena, key, value, article, media);
        else
            *LIST_ADD(arena, &article->custom) = (CustomField){key, value};
    }
}

/* ---- items ---- */

static Slice number_or_none(Slice text)
{
    return slice_equal(text, SLICE("0")) ? SLICE_EMPTY : text;
}

static void read_attachment(Arena *arena, const Xml *item, Stated *stated, Media media)
{
    Article *article = &stated->article;
    Slice address = wxr_text(arena, item, "attachment_url");
    Slice guid = slice_trim(xml_text(arena, xml_child(item, "guid")));
    Slice caption = slice_trim(article->summary);
    article->page_kind = PAGE_PHOTO;
    article->summary = SLICE_EMPTY;
    media.id = article->cms_id;
    media.href = is_http(address) ? address : is_http(guid) ? guid : SLICE_EMPTY;
    media.caption = caption.size ? caption : stated->body.size ? SLICE_EMPTY : media.caption;
    *LIST_ADD(arena, &article->media) = media;
}

static void read_piece(Arena *arena, const Xml *item, Slice type, StatedList *list)
{
    Slice content = xml_text(arena, xml_child_named(item, "content:encoded"));
    Slice excerpt = slice_trim(xml_text(arena, xml_child_named(item, "excerpt:encoded")));
    bool is_attachment = slice_equal(type, SLICE("attachment"));
    bool is_usual = is_attachment || slice_equal(type, SLICE("post")) || slice_equal(type, SLICE("page"));
    if (!is_usual && slice_trim(content).size == 0)
        return; /* a type of somebody's own that holds no text */
    if (xml_child(item, "title") == NULL && slice_trim(content).size == 0 &&
        wxr_text(arena, item, "post_id").size == 0)
        return; /* what is left of an item that was cut */
    Stated *stated = wxr_add_stated(arena, list, STATED_PIECE);
    Article *article = &stated->article;
    Media media = {0};
    stated->body = content;
    stated->form = STATED_WORDPRESS_HTML;
    article->page_kind = is_attachment ? PAGE_PHOTO : PAGE_ARTICLE;
    article->cms_id = wxr_text(arena, item, "post_id");
    article->headline = slice_trim(xml_text(arena, xml_child_named(item, "title")));
    article->summary = excerpt;
    read_addresses(arena, item, article);
    article->status =
        status_of(wxr_text(arena, item, "status"), wxr_text(arena, item, "post_password").size > 0);
    article->published =
        wxr_moment(wxr_text(arena, item, "post_date"), wxr_text(arena, item, "post_date_gmt"));
    article->modified =
        wxr_moment(wxr_text(arena, item, "post_modified"), wxr_text(arena, item, "post_modified_gmt"));
    if (!moment_is_known(article->published) && article->status == ARTICLE_PUBLIC)
        feed_date_read(slice_trim(xml_text(arena, xml_child_named(item, "pubDate"))), &article->published);
    article->parent_id = number_or_none(wxr_text(arena, item, "post_parent"));
    read_terms(arena, item, article);
    read_author(arena, item, article);
    read_meta(arena, item, article, &media);
    if (is_attachment)
        read_attachment(arena, item, stated, media);
    if (!is_usual)
        *LIST_ADD(arena, &article->custom) = (CustomField){SLICE("post_type"), type};
    article_settle_relations(arena, article);
    wxr_read_comments(arena, item, article);
}

static void read_revision(Arena *arena, const Xml *item, StatedList *list)
{
    Slice parent = number_or_none(wxr_text(arena, item, "post_parent"));
    if (parent.size == 0)
        return;
    Stated *stated = wxr_add_stated(arena, list, STATED_REVISION);
    Article *article = &stated->article;
    stated->body = xml_text(arena, xml_child_named(item, "content:encoded"));
    stated->form = STATED_WORDPRESS_HTML;
    article->page_kind = PAGE_ARTICLE;
    article->cms_id = parent;
    article->headline = slice_trim(xml_text(arena, xml_child_named(item, "title")));
    article->summary = slice_trim(xml_text(arena, xml_child_named(item, "excerpt:encoded")));
    article->modified =
        wxr_moment(wxr_text(arena, item, "post_modified"), wxr_text(arena, item, "post_modified_gmt"));
    if (!moment_is_known(article->modified))
        article->modified =
            wxr_moment(wxr_text(arena, item, "post_date"), wxr_text(arena, item, "post_date_gmt"));
}

/* An author who is no user, of a plug-in for several authors. */
static void read_guest_author(Arena *arena, const Xml *item, StatedList *list)
{
    Slice slug = wxr_nicename(arena, wxr_text(arena, item, "post_name"));
    Slice name = slice_trim(xml_text(arena, xml_child_named(item, "title")));
    if (slug.size == 0 || name.size == 0)
        return;
    wxr_add_stated(arena, list, STATED_AUTHOR)->label = (Label){
        slice_starts_with(slug, SLICE("cap-")) ? slice_skip(slug, 4) : slug, html_unescape(arena, name)};
}

void wxr_read_item(Arena *arena, const Xml *item, StatedList *list)
{
    Slice type = wxr_text(arena, item, "post_type");
    if (type.size == 0)
        type = SLICE("post");
    if (slice_equal(type, SLICE("revision")))
        read_revision(arena, item, list);
    else if (slice_equal(type, SLICE("guest-author")))
        read_guest_author(arena, item, list);
    else if (!is_furniture(type))
        read_piece(arena, item, type, list);
}
