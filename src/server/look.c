/* Settings of the publisher in, what all pages share out. Colours are checked, since they go into the style
 * sheet: the pages' policy allows styles from there alone. */
#include "server/look.h"

#include "base/file.h"

enum { LOGO_BYTES_MAX = 1 << 20, LINKS_MAX = 12 };

/* "#8a1c1c", "#8ac" */
static bool is_colour(Slice text)
{
    if (!slice_starts_with(text, SLICE("#")) || (text.size != 4 && text.size != 7))
        return false;
    for (size_t i = 1; i < text.size; i++)
        if (!ascii_is_digit(text.data[i]) &&
            (ascii_lower(text.data[i]) < 'a' || ascii_lower(text.data[i]) > 'f'))
            return false;
    return true;
}

static unsigned hex_of(char digit)
{
    return ascii_is_digit(digit) ? (unsigned)(digit - '0') : (unsigned)(ascii_lower(digit) - 'a' + 10);
}

/* Black or white, whichever reads better on the colour: by its luminance as sRGB weighs it, roughly. */
static const char *ink_on(Slice colour)
{
    unsigned parts[3];
    for (size_t i = 0; i < 3; i++)
        parts[i] = colour.size == 4 ? hex_of(colour.data[1 + i]) * 17
                                    : hex_of(colour.data[1 + 2 * i]) * 16 + hex_of(colour.data[2 + 2 * i]);
    return 2126 * parts[0] + 7152 * parts[1] + 722 * parts[2] > 1400000 ? "#000000" : "#ffffff";
}

static void add_colours(Builder *style, const char *before, Slice colour, const char *after)
{
    if (!slice_is_empty(colour))
        builder_format(style, "%s{--accent:%.*s;--accent-ink:%s;--link:%.*s;--bar-on:%.*s}%s\n", before,
                       SLICE_ARG(colour), ink_on(colour), SLICE_ARG(colour), SLICE_ARG(colour), after);
}

static Status make_style(Arena *arena, const SiteOptions *options, Look *look, Error *err)
{
    const Slice colours[] = {options->accent, options->accent_dark};
    for (size_t i = 0; i < 2; i++)
        if (!slice_is_empty(colours[i]) && !is_colour(colours[i]))
            return error_set(err, STATUS_FAIL, "%s takes a colour such as #8a1c1c, not '%.*s'",
                             i == 0 ? "accent" : "accent-dark", SLICE_ARG(colours[i]));
    Builder style;
    builder_init(&style, arena);
    builder_add(&style, page_style());
    Slice light = options->accent, dark = options->accent_dark;
    add_colours(&style, "@media not all and (prefers-color-scheme:dark){html:not([data-theme=\"dark\"])",
                light, "}");
    add_colours(&style, "html[data-theme=\"light\"]", light, "");
    add_colours(&style, "@media screen and (prefers-color-scheme:dark){html:not([data-theme=\"light\"])",
                dark, "}");
    add_colours(&style, "@media screen{html[data-theme=\"dark\"]", dark, "}");
    look->style = builder_slice(&style);
    return STATUS_OK;
}

/* A path of this site, or an address of the web or of a letter box: what a page shows as a link. */
static bool is_link(Slice href)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    if (SLICE_ANY(href, slice_starts_with_nocase, schemes))
        return true;
    return slice_starts_with(href, SLICE("/")) &&
           (href.size == 1 || (href.data[1] != '/' && href.data[1] != '\\'));
}

/* "Today's paper https://paper.example/ | Subscribe /subscribe": the last word of each is its address. */
static Status read_links(Arena *arena, const char *setting, Slice text, PageLinks *links, Error *err)
{
    Slice piece;
    while (!slice_is_empty(text) && slice_next_split(&text, '|', &piece)) {
        piece = slice_trim(piece);
        size_t blank = slice_find_last_byte(piece, ' ');
        Slice label = blank == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_range(piece, 0, blank));
        if (slice_is_empty(label) || links->count == LINKS_MAX)
            return error_set(err, STATUS_FAIL,
                             "%s takes at most %d of 'LABEL ADDRESS' with | between them, not '%.*s'",
                             setting, LINKS_MAX, SLICE_ARG(piece));
        if (!is_link(slice_skip(piece, blank + 1)))
            return error_set(err, STATUS_FAIL,
                             "%s takes addresses that begin with https://, http://, mailto: or /, not '%.*s'",
                             setting, SLICE_ARG(slice_skip(piece, blank + 1)));
        *LIST_ADD(arena, links) = (PageLink){.label = arena_copy(arena, label),
                                             .href = arena_copy(arena, slice_skip(piece, blank + 1))};
    }
    return STATUS_OK;
}

static Status read_logo(Arena *arena, const char *folder, Slice name, Look *look, Error *err)
{
    static const struct {
        const char *ending, *type;
    } types[] = {{".svg", "image/svg+xml"}, {".png", "image/png"},   {".webp", "image/webp"},
                 {".jpg", "image/jpeg"},    {".jpeg", "image/jpeg"}, {".gif", "image/gif"}};
    if (slice_is_empty(name))
        return STATUS_OK;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (slice_ends_with_nocase(name, slice_from(types[i].ending)))
            look->logo_type = slice_from(types[i].type);
    if (slice_is_empty(look->logo_type))
        return error_set(err, STATUS_FAIL, "logo takes an svg, png, webp, jpg or gif, not '%.*s'",
                         SLICE_ARG(name));
    Slice path =
        slice_starts_with(name, SLICE("/")) ? name : arena_format(arena, "%s/%.*s", folder, SLICE_ARG(name));
    Status status = file_read(arena, arena_string(arena, path), LOGO_BYTES_MAX, &look->logo, err);
    if (status != STATUS_OK)
        return error_while(err, STATUS_FAIL, "reading the logo");
    look->logo_href =
        arena_format(arena, "/-/logo?v=%08llx", (unsigned long long)(slice_hash(look->logo) & 0xffffffffu));
    return STATUS_OK;
}

static Slice versioned(Arena *arena, const char *path, Slice bytes)
{
    return arena_format(arena, "%s?v=%08llx", path, (unsigned long long)(slice_hash(bytes) & 0xffffffffu));
}

Status look_open(Arena *arena, const char *folder, const SiteOptions *options, Look *look, Error *err)
{
    *look = (Look){.title = arena_copy(arena, options->title),
                   .paper = arena_copy(arena, options->paper),
                   .tagline = arena_copy(arena, options->tagline),
                   .rights = arena_copy(arena, options->rights),
                   .license = arena_copy(arena, options->license),
                   .contact = arena_copy(arena, options->contact)};
    if (!slice_is_empty(options->language) && !page_tongue_find(options->language, &look->tongue))
        return error_set(err, STATUS_FAIL, "interface-language takes en or ar, not '%.*s'",
                         SLICE_ARG(options->language));
    if (!slice_is_empty(look->license) && !slice_starts_with(look->license, SLICE("https://")) &&
        !slice_starts_with(look->license, SLICE("http://")))
        return error_set(err, STATUS_FAIL, "license takes the address of a page, not '%.*s'",
                         SLICE_ARG(look->license));
    Status status = make_style(arena, options, look, err);
    if (status == STATUS_OK)
        status = read_links(arena, "header-links", options->header_links, &look->header_links, err);
    if (status == STATUS_OK)
        status = read_links(arena, "footer-links", options->footer_links, &look->footer_links, err);
    if (status == STATUS_OK)
        status = read_logo(arena, folder, options->logo, look, err);
    look->style_href = versioned(arena, "/-/style.css", look->style);
    look->script_href = versioned(arena, "/-/script.js", page_script());
    return status;
}
