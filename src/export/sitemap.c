/* Sitemaps (sitemaps.org/protocol.html) and their index, address by address: the caller decides what stands
 * in which part. There is no news sitemap: it is for the last two days alone, of which an archive has none.
 */
#include "export/xml_out.h"

#include "export/export.h"

void sitemap_begin(Builder *b)
{
    builder_add_string(b, XML_OUT_HEAD);
    builder_add_string(b, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                          " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n");
}

void sitemap_add(Builder *b, Slice address, Slice changed, const Slice *images, size_t image_count)
{
    builder_add_string(b, "<url>\n");
    xml_out_element(b, "loc", address);
    xml_out_element(b, "lastmod", changed);
    for (size_t i = 0; i < image_count && i < SITEMAP_IMAGES_MAX; i++) {
        builder_add_string(b, "<image:image>\n");
        xml_out_element(b, "image:loc", images[i]);
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

void sitemap_index_add(Builder *b, Slice address)
{
    builder_add_string(b, "<sitemap>\n");
    xml_out_element(b, "loc", address);
    builder_add_string(b, "</sitemap>\n");
}

void sitemap_index_end(Builder *b)
{
    builder_add_string(b, "</sitemapindex>\n");
}
