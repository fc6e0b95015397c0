/* XML written straight into a Builder: text, attributes and marked sections that no reader trips over.
 * Characters that XML 1.0 does not allow are dropped, bytes that are not UTF-8 become U+FFFD. */
#ifndef EXPORT_XML_OUT_H
#define EXPORT_XML_OUT_H

#include "base/builder.h"

#define XML_OUT_HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

/* Fit for an element and for an attribute in quotes, of XML and of HTML. */
void xml_out_text(Builder *b, Slice text);
/* <![CDATA[...]]>; an end within the text is split over two sections. */
void xml_out_cdata(Builder *b, Slice text);
/* <name>text</name> and a line feed; nothing for an empty text. */
void xml_out_element(Builder *b, const char *name, Slice text);
/* ` name="text"`, a blank before it; nothing for an empty text. */
void xml_out_attribute(Builder *b, const char *name, Slice text);

#endif
