/* Sitemaps (sitemaps.org/protocol.html) and their index, address by address: the caller decides what stands
 * in which part. There is no news sitemap: it is for the last two days alone, of which an archive has none.
 */
#include "export/xml_out.h"

#include "export/export.h"

void sitemap_begin(Builder *b)
{
    builder_add_string(b, XML_OUT_HEAD);
    builder_add_string(b, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                          " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\""
                          " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
}

void sitemap_add(Builder *b, const SitemapEntry *entry)
{
    builder_add_string(b, "<url>\n");
    xml_out_element(b, "loc", entry->address);
    xml_out_element(b, "lastmod", entry->changed);
    for (size_t i = 0; i < entry->alternate_count; i++) {
        builder_add_string(b, "<xhtml:link rel=\"alternate\"");
        xml_out_attribute(b, "hreflang", entry->alternates[i].lang);
        xml_out_attribute(b, "href", entry->alternates[i].address);
        builder_add_string(b, "/>\n");
    }
    for (size_t i = 0; i < entry->image_count && i < SITEMAP_IMAGES_MAX; i++) {
        builder_add_string(b, "<image:image>\n");
        xml_out_element(b, "image:loc", entry->images[i]);
        builder_add_string(b, "</image:image>\n");
    }
    builder_add_string(b, "</url>\n");
}

void sitemap_end(Builder *b)
{
    builder_add_string(b, "</urlset>\n");
}

void sitemap_index_begin(Builder *b)
{
    builder_add_string(b, XML_OUT_HEAD);
    builder_add_string(b, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
}

void sitemap_index_add(Builder *b, Slice address, Slice changed)
{
    builder_add_string(b, "<sitemap>\n");
    xml_out_element(b, "loc", address);
    xml_out_element(b, "lastmod", changed);
    builder_add_string(b, "</sitemap>\n");
}

void sitemap_index_end(Builder *b)
{
    builder_add_string(b, "</sitemapindex>\n");
}
