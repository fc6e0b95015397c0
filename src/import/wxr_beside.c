/* What a WordPress export tells of the other languages of a piece and of the terms of its use.
 *
 * WordPress knows neither; its plug-ins write both into terms and custom fields. Polylang: the term that a
 * piece shares with its translations ("post_translations") and its language. WPML: the group and the language
 * of an export made with its own exporter, and of a duplicate the piece it was made of. Themes: "license",
 * "copyright". */
#include "import/wxr.h"
#include "syntax/url.h"

/* One value for all languages of one piece; numbers of groups are a site's own. */
static void add_group(Arena *arena, Article *article, const char *plugin, Slice name)
{
    Slice host = url_host(arena, article->canonical);
    if (name.size > 0 && host.size > 0)
        *LIST_ADD(arena, &article->alt_ids) =
            (AltId){SLICE(ALT_ID_TRANSLATIONS),
                    arena_format(arena, "%.*s/%s/%.*s", SLICE_ARG(host), plugin, SLICE_ARG(name))};
}

/* "ar", "en", "pt-br"; a site's own words for its languages are none. */
static void set_language(Article *article, Slice tag)
{
    size_t primary = 0;
    while (primary < tag.size && ascii_is_alpha(tag.data[primary]))
        primary++;
    bool is_tag = (primary == 2 || primary == 3) && (primary == tag.size || tag.data[primary] == '-');
    if (is_tag && article->lang.size == 0)
        article->lang = slice_range(tag, 0, primary);
}

bool wxr_read_language_term(Arena *arena, Slice domain, Slice slug, Article *article)
{
    if (slice_equal(domain, SLICE("post_translations")))
        add_group(arena, article, "polylang", slug);
    else if (slice_equal(domain, SLICE("language")))
        set_language(article, slug);
    else
        return false;
    return true;
}

static bool is_http(Slice text)
{
    return slice_starts_with_nocase(text, SLICE("http://")) ||
           slice_starts_with_nocase(text, SLICE("https://"));
}

/* The piece of which this is a copy in another language, by the address that WordPress always answers. */
static void add_original(Arena *arena, Article *article, Slice id)
{
    Slice address = wxr_short_address(arena, article->canonical, id);
    if (address.size > 0 && !slice_equal(id, article->cms_id))
        *LIST_ADD(arena, &article->translations) = (Relation){.url = address};
}

void wxr_read_beside(Arena *arena, Slice key, Slice value, Article *article)
{
    if (slice_equal(key, SLICE("_wpml_import_translation_group")) || slice_equal(key, SLICE("_wpml_trid")) ||
        slice_equal(key, SLICE("trid")))
        add_group(arena, article, "wpml", value);
    else if (slice_equal(key, SLICE("_wpml_import_language_code")))
        set_language(article, value);
    else if (slice_equal(key, SLICE("_icl_lang_duplicate_of")))
        add_original(arena, article, value);
    else if (slice_equal_nocase(key, SLICE("license")) && is_http(value))
        article->license = value;
    else if (slice_equal_nocase(key, SLICE("copyright")) || slice_equal_nocase(key, SLICE("rights")))
        article->rights = value;
}
