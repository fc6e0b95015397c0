/* An article for reference managers that read pages: the key-value string of a COinS span (OpenURL 0.1,
 * Z39.88-2004, the journal format), and dates as they want them. */
#include "model/paper.h"
#include "page/parts.h"

static void add_key(Builder *b, const char *key, Slice value)
{
    if (slice_is_empty(value))
        return;
    builder_format(b, "&%s=", key);
    page_query(b, value);
}

Slice page_paper(const PageSite *site)
{
    return slice_is_empty(site->paper) ? site->title : site->paper;
}

bool page_is_paper(const PageSite *site, Slice name)
{
    return paper_is_same(name, page_paper(site)) || paper_is_same(name, site->title);
}

Slice page_slash_date(Builder *out, Moment moment)
{
    if (moment.grain > GRAIN_DAY) {
        moment.grain = GRAIN_DAY;
        moment.has_offset = false;
    }
    Slice iso = moment_format(out->arena, moment);
    char *date = arena_string(out->arena, iso);
    for (size_t i = 0; i < iso.size; i++)
        if (date[i] == '-')
            date[i] = '/';
    return slice_of(date, iso.size);
}

Slice page_coins(Builder *out, const ArticlePage *page)
{
    const Article *article = page->article;
    const PageSite *site = page->frame.site;
    Builder b;
    builder_init(&b, out->arena);
    builder_add(&b, SLICE("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"
                          "&rft.genre=article"));
    add_key(&b, "rft.atitle", article_title(out->arena, article));
    add_key(&b, "rft.jtitle", page_paper(site));
    for (size_t i = 0; i < article->authors.count; i++)
        if (!page_is_paper(site, article->authors.items[i].name))
            add_key(&b, "rft.au", article->authors.items[i].name);
    Slice iso = moment_format(out->arena, article->published);
    add_key(&b, "rft.date", slice_range(iso, 0, 10));
    add_key(&b, "rft.language", article->lang);
    if (!slice_is_empty(site->base_url))
        add_key(&b, "rft_id", page_absolute(out, site, page->frame.path));
    return builder_slice(&b);
}

Slice page_license(const ArticlePage *page)
{
    Slice own = page->article->license;
    return slice_is_empty(own) ? page->frame.site->license : own;
}

Slice page_rights(const ArticlePage *page)
{
    Slice own = page->article->rights;
    return slice_is_empty(own) ? page->frame.site->rights : own;
}
