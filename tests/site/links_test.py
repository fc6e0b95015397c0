"""No link of the site leads nowhere: every address that a page, a feed or a `Link` header names here is asked
for, twins, feeds, citations and pictures too, and none answers 404.

Two archives: the sample, whose paper and archive have one time zone; and, where the test data is there,
WordPress's theme unit test, whose pieces are dated seven hours west of the archive's days and one of which
has its address in a query. What a piece's own text links to is the paper's word, not ours: it is left out, as
are links on the pages of searches, which are asked for and not followed."""

import collections
import html
import json
import re
import time

import kit

BUDGET_S = 240
PAGES_MAX = 6000
THEME = ("formats", "wxr", "themeunittestdata.wordpress.xml")
LINK = re.compile(r'<(?:a|link|img|script|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
BODY = re.compile(r'<div class="body">.*?</article>', re.S)
FEED_LINK = re.compile(r"<(?:link|loc)>([^<]*)</|<link [^>]*?href=\"([^\"]*)\"")
HEADER_LINK = re.compile(r"<([^>]*)>;")


def local(address, base):
    """The path on this site that an address means; empty if it leads elsewhere."""
    address = html.unescape(address).split("#")[0]
    if base and address.startswith(base):
        address = address[len(base) :] or "/"
    return address if address.startswith("/") and not address.startswith("//") else ""


def links_of(path, headers, body, base):
    kind = headers.get("content-type", "")
    found = HEADER_LINK.findall(headers.get("link", ""))
    if path.startswith(("/web/", "/-/captured/", "/-/file/", "/search", "/-/search")):
        return []
    if kind.startswith("text/html"):
        found += LINK.findall(BODY.sub("", body.decode("utf-8")))
    elif "xml" in kind:
        found += [a or b for a, b in FEED_LINK.findall(body.decode("utf-8"))]
    return [link for link in (local(address, base) for address in found) if link]


def crawl(server, base, budget_s):
    """{address that answers 404 or worse: a page that links to it}, and how many were asked for."""
    ends = time.monotonic() + budget_s
    queue, seen, dead = collections.deque([("/", "")]), {"/"}, {}
    while queue and len(seen) < PAGES_MAX and time.monotonic() < ends:
        path, by = queue.popleft()
        status, headers, body = server.get(path)
        if status in (301, 302, 303, 308):
            target = local(headers.get("location", ""), base)
            links = [target] if target else []
            if target == path:
                dead[path] = (status, by)
        elif status != 200:
            dead[path] = (status, by)
            continue
        else:
            links = links_of(path, headers, body, base)
        for link in links:
            if link not in seen:
                seen.add(link)
                queue.append((link, path))
    return dead, len(seen) - len(queue)


def check(name, archive, base, least):
    with kit.Server(archive) as server:
        dead, asked = crawl(server, base, BUDGET_S)
    print("%s: %d addresses, %d lead nowhere" % (name, asked, len(dead)))
    lines = ["%s: %d, linked by %s" % (path, status, by) for path, (status, by) in sorted(dead.items())]
    assert not lines, "\n".join(lines[:60])
    assert asked >= least, (name, asked)


def check_sample(archive):
    """No address is told with the keys of a button that shares it; a jump leads to a piece of that time."""
    exported = kit.export_jsonl(archive, "links.jsonl").decode("utf-8")
    for line in exported.splitlines():
        assert "share=" not in json.loads(line).get("url", ""), line[:300]
    with kit.Server(archive) as server:
        status, headers, _ = server.get("/category/opinion?jump=2010-12")
        assert status == 302 and "#n" in headers["location"], headers
        path, number = headers["location"].split("#")
        page = server.get(path)[2].decode("utf-8")
        entry = page.split('id="%s"' % number)[1]
        assert re.search(r'datetime="(\d{4})', entry).group(1) == "2010", entry[:600]
        page = server.get("/search?q=feryr+montaban")[2].decode("utf-8").split('class="nothing"')[1]
        offered = re.findall(r'<li><a href="(/search[^"]*)"', page)
        assert all(server.get(href)[0] == 200 for href in map(html.unescape, offered)), offered
        for href in map(html.unescape, offered):
            assert 'class="nothing"' not in server.get(href)[2].decode("utf-8"), href
        page = server.get("/search?q=feryr+habrour")[2].decode("utf-8")
        assert '<a href="/search?q=ferry%20harbour"' in page
        page = server.get("/search?section=doesnotexist")[2].decode("utf-8")
        assert re.search(r"Without Section: doesnotexist</code></a> <span class=\"count\">\d+ articles", page)
        assert "1 articles" not in server.get("/tag/ferry")[2].decode("utf-8")


def check_theme():
    archive = kit.new_archive("theme", ["--title", "Theme", "--timezone", "UTC"])
    kit.run("import", archive, kit.data(*THEME))
    with kit.Server(archive) as server:
        page = server.get("/2018/10/20/keyboard-navigation/")[2].decode("utf-8")
        assert 'href="/2018/10/21"' in page and 'href="/2018/10/20"' not in page
        assert "21 October 2018" in page and "20 October 2018" not in page
        assert "keyboard-navigation" in server.get("/2018/10/21")[2].decode("utf-8")
        twin = server.get("/2018/10/20/keyboard-navigation.json")[2].decode("utf-8")
        assert '"published":"2018-10-20T20:03-07:00"' in twin, twin[:600]
        cited = server.get("/2018/10/20/keyboard-navigation/?cite=mla")[2].decode("utf-8")
        assert "21 Oct" in cited, cited
        page = server.get("/?attachment_id=1686")[2].decode("utf-8")
        page = server.get("/tag")[2].decode("utf-8")
        assert page.count('<li><a href="/tag/') > 50 and '<li><a href="#names-1">' in page
        tags = json.loads(server.get("/tag.json")[2])["facets"]["tag"]
        assert len(tags) == page.count('<li><a href="/tag/'), len(tags)
        for address in ("/-/tag", "/author", "/category", "/category.json", "/-/author.json"):
            assert server.get(address)[0] == 200, address
        page = server.get("/?attachment_id=1686")[2].decode("utf-8")
        for form in ("/id/1686.json", "/id/1686.ris", "/id/1686?cite=mla"):
            assert form in page, form
            assert server.get(form)[0] == 200, form
        page = server.get("/2009/09/05/edge-case-no-title/")[2].decode("utf-8")
        assert re.search(r"<title>[^<]+ · Theme</title>", page), page[:400]
        assert "“.”" not in page and 'content=""' not in page
    check("theme", archive, "", 500)


def main():
    archive = kit.new_archive("links")
    kit.run("import", archive, kit.SAMPLE)
    check("sample", archive, "https://archive.tramontane.example", 1000)
    check_sample(archive)
    check_theme()


if __name__ == "__main__":
    main()
