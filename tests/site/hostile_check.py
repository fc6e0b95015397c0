"""Is a page, a feed or a JSON answer harmless? Each function gives a list of faults, in words.

Our own pages are held to a narrow grammar: every '<' begins a tag written exactly as our templates write
tags, or it is a fault. So no difference between one HTML parser and another can hide anything. A page as
captured keeps a stranger's markup; of that, what acts or asks another host is looked for with an HTML
parser, and the sandbox of the headers is checked besides."""

import html
import html.parser
import json
import re
import xml.etree.ElementTree

ELEMENTS = set(
    "html head body meta link title header footer nav main article section aside div span p a h1 h2 h3 h4"
    " h5 h6 ul ol li dl dt dd figure figcaption img picture source blockquote q cite em strong b i sub sup"
    " br hr time abbr mark small code pre kbd bdi bdo table caption colgroup col thead tbody tfoot tr th td"
    " form input button select option optgroup label fieldset legend datalist output details summary search"
    " address data wbr template dfn del ins s u var samp meter progress hgroup dialog svg g path rect"
    " circle line polyline polygon text tspan desc script textarea".split()
)
TAG = re.compile(
    r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:_-]*(?:=(?:"[^"<>]*"|[A-Za-z0-9_./#-]+))?)*)\s*(/?)>'
)
ATTRIBUTE = re.compile(r'\s+([a-zA-Z][a-zA-Z0-9:_-]*)(?:=(?:"([^"<>]*)"|([A-Za-z0-9_./#-]+)))?')
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "ping",
    "xlink:href",
    "srcset",
    "imagesrcset",
    "manifest",
    "longdesc",
    "profile",
    "codebase",
}
FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "modulepreload",
    "manifest",
    "preconnect",
    "search",
    "dns-prefetch",
    "apple-touch-icon",
}
INNER = {
    "a",
    "em",
    "strong",
    "b",
    "i",
    "cite",
    "q",
    "sub",
    "sup",
    "br",
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "figure",
    "figcaption",
    "img",
    "time",
    "dl",
    "dt",
    "dd",
    "pre",
    "div",
    "span",
    "section",
    "aside",
    "tfoot",
    "caption",
}
DROPPED_BY_BROWSERS = re.compile("[\x00-\x20\u007f]")


def scheme_of(address):
    """As a browser sees it: without what it drops."""
    seen = DROPPED_BY_BROWSERS.sub("", html.unescape(address))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", seen)
    return found.group(1).lower() if found else ""


def is_own(address):
    """Does a browser stay on this host?"""
    seen = DROPPED_BY_BROWSERS.sub("", html.unescape(address)).replace("\\", "/")
    return not scheme_of(seen) and not seen.startswith("//")


def check_address(tag, name, value, rel, base):
    faults = []
    if name in ("srcset", "imagesrcset"):
        parts = [part.strip().split(" ")[0] for part in html.unescape(value).split(",")]
        return ["%s %s=%r" % (tag, name, value) for part in parts if not is_own(part)]
    if scheme_of(value) not in ("", "http", "https", "mailto"):
        faults.append("%s %s=%r" % (tag, name, value))
    goes_by_itself = tag not in ("a", "link", "blockquote", "q", "cite") or rel & FETCHED_LINKS
    if goes_by_itself and not is_own(value) and not value.startswith(base + "/"):
        faults.append("another host: %s %s=%r" % (tag, name, value))
    return faults


def check_tag(tag, attributes, base):
    faults, values = [], {}
    for name, quoted, bare in ATTRIBUTE.findall(attributes):
        if name.lower() in values:
            faults.append("%s has %s twice" % (tag, name))
        values[name.lower()] = quoted or bare
    rel = set(values.get("rel", "").lower().split())
    for name, value in values.items():
        if name.startswith("on") or name in ("srcdoc", "style", "contenteditable", "xmlns"):
            if not (name == "xmlns" and tag == "svg"):
                faults.append("%s has %s" % (tag, name))
        if name in ADDRESSES:
            faults += check_address(tag, name, value, rel, base)
        if name in ("id", "name") and re.search(r"alert|evil|hostile", value):
            faults.append("%s %s=%r" % (tag, name, value))
    if (
        tag == "script"
        and values.get("type") != "application/ld+json"
        and not values.get("src", "").startswith("/-/")
    ):
        faults.append("script %r" % attributes)
    if tag == "meta" and values.get("http-equiv", "").lower() not in ("", "x-ua-compatible"):
        faults.append("meta %r" % attributes)
    return faults


def check_own_page(text, base="http://paper.example"):
    """A page of ours."""
    faults, at = [], 0
    if "\0" in text:
        faults.append("a null byte")
    text = re.sub(r"^<!doctype html>", "", text, flags=re.IGNORECASE)
    while True:
        at = text.find("<", at)
        if at < 0:
            break
        found = TAG.match(text, at)
        if not found:
            faults.append("no tag of ours: %r" % text[at : at + 80])
            at += 1
            continue
        closing, name, attributes, _ = found.groups()
        tag = name.lower()
        at = found.end()
        if tag not in ELEMENTS:
            faults.append("element %s" % tag)
        if not closing:
            faults += check_tag(tag, attributes, base)
        if tag == "script" and not closing:
            end = text.find("</script>", at)
            inside = text[at:end]
            if "ld+json" in attributes:
                faults += check_data_block(inside)
            elif inside.strip():
                faults.append("script inside the page: %r" % inside[:80])
            at = end
    visible = re.sub(r"<[^>]*>", "", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))
    if re.search("[\u202d\u202e]", visible):
        faults.append("a direction override is left")
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", visible):
        faults.append("a control character is left")
    return faults


def check_data_block(text):
    if re.search(r"[<>]", text):
        return ["JSON-LD holds < or >: %r" % text[:80]]
    try:
        return check_values(json.loads(text), "JSON-LD")
    except ValueError as error:
        return ["JSON-LD is no JSON: %s" % error]


def check_values(value, where):
    """Addresses and markup within JSON."""
    faults = []
    for key, one in walk(value):
        if key in ("html", "content_html") and isinstance(one, str):
            faults += ["%s: %s" % (where, fault) for fault in check_inner(one)]
        elif key in ("href", "src", "url", "@id", "image", "external_url") and isinstance(one, str):
            if scheme_of(one) not in ("", "http", "https", "mailto") and where != "twin":
                faults.append("%s: %s=%r" % (where, key, one))
    return faults


def walk(value, key=""):
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walk(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, key)
    else:
        yield key, value


def check_inner(text):
    """Markup of a paragraph, for other programs to show."""
    faults = []
    for at in [m.start() for m in re.finditer("<", text)]:
        found = TAG.match(text, at)
        if not found:
            faults.append("no tag: %r" % text[at : at + 60])
            continue
        closing, name, attributes, _ = found.groups()
        if name not in INNER:
            faults.append("element %s" % name)
        for key, quoted, bare in ATTRIBUTE.findall(attributes):
            if key not in (
                "href",
                "src",
                "alt",
                "datetime",
                "width",
                "height",
                "class",
                "id",
                "lang",
                "dir",
                "title",
                "rel",
            ):
                faults.append("%s has %s" % (name, key))
            if key in ("href", "src") and scheme_of(quoted or bare) not in ("", "http", "https", "mailto"):
                faults.append("%s %s=%r" % (name, key, quoted or bare))
    return faults


def check_json(text, where="JSON"):
    try:
        return check_values(json.loads(text), where)
    except ValueError as error:
        return ["no JSON: %s" % error]


def check_xml(body):
    """A feed: well formed, without a document type, its markup harmless."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return ["a document type"]
    try:
        root = xml.etree.ElementTree.fromstring(body)
    except xml.etree.ElementTree.ParseError as error:
        return ["not well formed: %s" % error]
    faults = []
    for node in root.iter():
        tag = node.tag.split("}")[-1]
        if tag in ("script", "iframe", "object", "embed"):
            faults.append("element " + tag)
        for name, value in node.attrib.items():
            if name.split("}")[-1].startswith("on"):
                faults.append("%s has %s" % (tag, name))
            if name in ("href", "url", "src") and scheme_of(value) not in ("", "http", "https", "mailto"):
                faults.append("%s %s=%r" % (tag, name, value))
        if tag in ("encoded", "content", "description", "summary") and node.text:
            is_plain = "mrss" in node.tag and node.get("type", "plain") == "plain"  # media:description
            is_markup = not is_plain and tag in ("encoded", "description") or node.get("type") == "html"
            if is_markup:
                faults += ["%s: %s" % (tag, fault) for fault in check_inner(node.text)]
        if (
            tag in ("link", "uri", "comments", "guid", "id")
            and node.text
            and scheme_of(node.text) in ("javascript", "data", "vbscript")
        ):
            faults.append("%s %r" % (tag, node.text[:80]))
    return faults


class Captured(html.parser.HTMLParser):
    """What acts in a page as captured."""

    GONE = {
        "script",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "base",
        "portal",
        "fencedframe",
        "animate",
        "set",
        "animatetransform",
        "animatemotion",
        "foreignobject",
        "handler",
        "template",
    }

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults = []

    def handle_starttag(self, tag, attributes):
        if tag in self.GONE:
            self.faults.append("captured: element " + tag)
        for name, value in attributes:
            if name.startswith("on") or name in ("srcdoc", "ping", "formaction", "action", "autofocus"):
                self.faults.append("captured: %s has %s" % (tag, name))
            elif name in ADDRESSES and value and not re.match(r"data:image/", value):
                if not is_own(html.escape(value)):
                    self.faults.append("captured: %s %s=%r" % (tag, name, value[:80]))
            if tag == "meta" and name == "http-equiv":
                self.faults.append("captured: meta %s" % value)


def check_captured(text):
    reader = Captured()
    reader.feed(text)
    reader.close()
    return reader.faults
