"""A corpus of hostile vectors is imported, served and walked: nothing active stands outside text anywhere.

Each vector of tests/samples/hostile comes in as the body of a page, as every field of another, as an
address, a file, a redirect, an item of a WordPress export with a comment, an entry of a feed and a line
of JSON. Then the articles, lists, results with snippets, twins, captured views, feeds, pictures and error
pages are read by tests/site/hostile_check.py, with the headers of each answer; and the log has one line
for each request. BACKFILE_SOAK=1 asks each vector at each kind of address; otherwise at three of them."""

import collections
import http.client
import json
import os
import re
import sys
import urllib.parse

import hostile_check as check
import hostile_corpus as corpus
import kit

INIT = [
    "--title",
    "Paper {{title}} <b>&",
    "--publisher",
    "\"><script>alert('hostile')</script>",
    "--language",
    "en",
    "--timezone",
    "UTC",
    "--base-url",
    corpus.HOST,
]
HEADERS = {
    "date",
    "content-type",
    "content-length",
    "content-encoding",
    "content-range",
    "content-security-policy",
    "etag",
    "last-modified",
    "vary",
    "cache-control",
    "x-content-type-options",
    "referrer-policy",
    "location",
    "link",
    "memento-datetime",
    "repr-digest",
    "x-robots-tag",
    "accept-ranges",
    "connection",
    "allow",
    "retry-after",
    "content-disposition",
    "cross-origin-resource-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "x-frame-options",
    "access-control-allow-origin",
    "content-language",
}
LOG_LINE = re.compile(
    rb'127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "[!-~ ]*" \d{3} \d+ "[!-~ ]*"'
    rb' "[!-~ ]*"$'
)
SLOW_LINE = re.compile(
    rb'time=[0-9TZ:-]+ event=slow client=127\.0\.0\.1 method="GET" target="[!-~]*" route=[ -~]*$'
)
ROUND = 60  # links followed of each kind of page


class Walk:
    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.faults = collections.Counter()
        self.examples = {}
        self.counts = collections.Counter()
        self.feeds, self.links = set(), set()

    def fault(self, path, faults):
        for fault in faults:
            kind = fault[:60]
            self.faults[kind] += 1
            self.examples.setdefault(kind, "%s: %s" % (path, fault))

    def get(self, path, accept=None):
        headers = {"Accept": accept} if accept else {}
        for _ in range(2):
            try:
                self.connection.putrequest("GET", path, skip_host=False)
                for name, value in headers.items():
                    self.connection.putheader(name, value)
                self.connection.endheaders()
                answer = self.connection.getresponse()
                body = answer.read()
                break
            except (http.client.HTTPException, OSError):
                self.connection.close()
        else:
            self.fault(path, ["no answer"])
            return 0, {}, b""
        heads = [(name.lower(), value) for name, value in answer.getheaders()]
        self.fault(path, self.check_headers(answer.status, heads))
        self.counts[answer.status] += 1
        return answer.status, dict(heads), body

    def check_headers(self, status, heads):
        faults = ["header %s" % name for name, _ in heads if name not in HEADERS]
        held = dict(heads)
        if status == 414 and "content-security-policy" not in held:
            return faults  # a head beyond the library's bound: it answers itself, in fixed words
        if status >= 400 and "content-security-policy" not in held:
            return faults + ["%d without a policy" % status]
        policy = held.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
            faults.append("policy %r" % policy)
        if "'unsafe-inline'" in policy and "sandbox" not in policy and "object-src 'self'" not in policy:
            faults.append("inline allowed without a sandbox")
        if "unsafe-eval" in policy or re.search(r"script-src [^;]*(\*|unsafe|http)", policy):
            faults.append("policy allows script: %r" % policy)
        if held.get("x-content-type-options") != "nosniff":
            faults.append("no nosniff")
        if held.get("referrer-policy") not in (
            "same-origin",
            "no-referrer",
            "strict-origin-when-cross-origin",
        ):
            faults.append("referrer policy %r" % held.get("referrer-policy"))
        if any(re.search("[^\t -~]", value) for _, value in heads):
            faults.append("a header holds more than plain ASCII")
        location = held.get("location", "")
        if location and not check.is_own(location) and check.scheme_of(location) not in ("http", "https"):
            faults.append("location %r" % location)
        return faults

    def page(self, path):
        """One page of any kind, checked by what it says it is."""
        status, heads, body = self.get(path)
        kind = heads.get("content-type", "")
        policy = heads.get("content-security-policy", "")
        text = body.decode("utf-8", "replace")
        is_captured = path.startswith(("/web/", "/-/captured/", "/-/file/")) and status == 200
        if is_captured or (
            kind.startswith("text/html") and "sandbox" in policy and "unsafe-inline" in policy
        ):
            if "sandbox" not in policy and "application/pdf" not in kind:
                self.fault(path, ["captured without a sandbox"])
            if kind.startswith("text/html") and "id_/" not in path and "raw=1" not in path:
                self.fault(path, check.check_captured(text))
        elif kind.startswith("text/html"):
            self.fault(path, check.check_own_page(text))
            self.collect(text)
        elif "json" in kind:
            self.fault(path, check.check_json(text, "twin"))
        elif "xml" in kind and "svg" not in kind:
            self.fault(path, check.check_xml(body))
        elif kind.startswith(("text/javascript", "application/javascript")) and not path.startswith("/-/"):
            self.fault(path, ["script served as script"])
        return status, text

    def collect(self, text):
        for tag in re.findall(r"<link [^>]*>", text):
            href = re.search(r'href="([^"]*)"', tag)
            if href and re.search(r"rss|atom|feed\+json|opensearch|sitemap", tag):
                self.feeds.add(href.group(1).replace("&amp;", "&"))
        for href in re.findall(r'href="(/[^"]*)"', text):
            self.links.add(href.replace("&amp;", "&").replace("&#39;", "'"))


def export_of(archive):
    return [
        json.loads(line)
        for line in kit.run("export", archive, "--format", "jsonl", "-").split("\n")
        if line
    ]


def quoted(path):
    return urllib.parse.quote(path, safe="/%:?&=+,;@!$'()*~#-._")


def walk_articles(walk, articles):
    for number, article in enumerate(articles):
        path = quoted(article["path"])
        status, text = walk.page(path)
        if status not in (200, 301):
            walk.fault(path, ["an article answers %d" % status])
        if kit.IS_SOAK or number % 4 == 0:
            walk.page("/api/articles/" + urllib.parse.quote(article["id"], safe=""))
        if kit.IS_SOAK or number % 3 == 0:
            captures = [c for c in article.get("captures", []) if c.get("url")]
            if captures:
                walk.page("/web/2017/" + quoted(captures[0]["url"]))
        if number % 7 == 0:
            walk.page("/id/" + urllib.parse.quote(article["id"], safe=""))


def walk_vectors(walk, items):
    """Addresses with the vector in them: searches, nowhere, lists, media, API."""
    places = [
        "/search?q=%s",
        "/nowhere/%s",
        "/category/%s",
        "/tag/%s",
        "/author/%s",
        "/-/media/%s",
        "/search?q=hostile&section=%s",
        "/api/resolve?url=%s",
        "/api/search?q=%s",
        "/search?q=hostile&cursor=%s",
        "/web/2017/%s",
        "/id/%s",
        "/-/thumb/320/%s",
        "/search?q=%%22%s%%22&lang=factiva",
        "/%s.json",
        "/api/articles/%s",
        "/missing?x=%s",
    ]
    for number, item in enumerate(items):
        value = urllib.parse.quote(item["html"][:400].encode("utf-8", "replace"), safe="")
        for step in range(len(places) if kit.IS_SOAK else 3):
            walk.page(places[(number + step * 5) % len(places)] % value)


def walk_files(walk, count):
    for number in range(count):
        if kit.IS_SOAK or number % 4 == 0:
            walk.page("/files/raw-%d.bin" % number)
            walk.page("/web/2017id_/%s/files/raw-%d.bin" % (corpus.HOST, number))
        if kit.IS_SOAK or number % 2 == 0:
            walk.page("/moved/%d" % number)


def walk_lists(walk):
    for path in [
        "/",
        "/search?q=hostile",
        "/search?q=hostile&sort=date",
        "/search?q=alert",
        "/search?q=script",
        "/missing",
        "/robots.txt",
        "/about",
        "/calendar",
        "/index.json",
        "/search.json?q=alert",
        "/api/search?q=alert&facet=author",
    ]:
        walk.page(path)
    for start in range(5):
        walk.page("/201%d" % start)
    for page in range(2, 8):
        walk.page("/2012/page/%d" % page)


def walk_links(walk):
    """What the pages themselves lead to, some of each kind."""
    kinds = collections.Counter()
    for path in sorted(walk.links):
        kind = re.sub(r"[^/?]{12,}", "*", path)[:24].split("?")[0]
        kinds[kind.split("/")[1] if kind.count("/") else kind] += 1
        if kinds[kind.split("/")[1] if kind.count("/") else kind] <= (ROUND * 20 if kit.IS_SOAK else ROUND):
            if check.is_own(path):
                walk.page(quoted(path))
    for path in sorted(walk.feeds)[: None if kit.IS_SOAK else ROUND]:
        walk.page(quoted(path.replace(corpus.HOST, "")))


def send_hostile_heads(walk):
    """Line ends and controls in a request's own lines and headers."""
    import socket

    for target in [
        "/x%0d%0aX-Injected:%20yes",
        "/search?q=%0d%0aSet-Cookie:a=b",
        "/moved/%0d%0a",
        "/%00",
        "/x%1b[2J",
    ]:
        status, heads, _ = walk.get(target)
        if "x-injected" in heads or "set-cookie" in heads:
            walk.fault(target, ["a header was injected"])
    for raw in [
        b"GET /a\x1b[2J HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        (
            b'GET /b HTTP/1.1\r\nHost: x\r\nUser-Agent: a"b\\c\x1b[1m\xff\r\nReferer: \t"\r\nConnection:'
            b" close\r\n\r\n"
        ),
        b"GET /c\rX: y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ]:
        if walk.server.process.poll() is not None:
            raise AssertionError(walk.server.said())
        with socket.create_connection(("127.0.0.1", walk.server.port), timeout=30) as client:
            client.sendall(raw)
            while client.recv(65536):
                pass


def check_log(path, faults):
    with open(path, "rb") as log:
        lines = log.read().split(b"\n")
    if lines[-1] != b"" or len(lines) < 100:
        faults["the log is cut"] += 1
    for line in lines[:-1]:
        if not LOG_LINE.match(line) and not SLOW_LINE.match(line):
            faults["log line %r" % line[:120]] += 1


def check_the_checks(items):
    """A check that finds nothing is worth nothing: most vectors, put into a page as they are, are found."""
    found = sum(bool(check.check_own_page("<p>%s</p>" % item["html"])) for item in items)
    assert found > 0.8 * len(items), "only %d of %d vectors are seen" % (found, len(items))
    for bad in [
        '<p onclick="x">',
        '<a href="javascript:x">',
        '<img src="//evil.example/x">',
        "<script>x</script>",
        '<script type="application/ld+json">{"a":"<!--"}</script>',
        "<svg onload=x>",
        '<p style="a:b">',
        "a\u202eb",
    ]:
        assert check.check_own_page(bad), bad
    for bad in [
        "<script>x</script>",
        "<p onclick=x>",
        "<img src=https://evil.example>",
        "<form action=/x>",
        "<base href=/>",
    ]:
        assert check.check_captured(bad), bad
    for bad in [
        b"<a><b></a>",
        b"<!DOCTYPE a><a/>",
        b'<a href="javascript:x"/>',
        b"<a><description>&lt;script&gt;</description></a>",
    ]:
        assert check.check_xml(bad), bad
    assert check.check_json('{"html":"<img src=x onerror=y>"}') and check.check_json("{")
    assert not check.check_own_page(
        '<!doctype html><html lang="en"><p>a <em>b</em> <a href="https://x.example/">c</a></p></html>'
    )


def main():
    items = corpus.vectors()
    assert len(items) >= 200, len(items)
    check_the_checks(items)
    archive = kit.new_archive("hostile", INIT)
    kit.run("import", archive, *corpus.write_all(".", items), timeout=1800)
    articles = export_of(archive)
    print("%d vectors, %d articles" % (len(items), len(articles)))
    assert len(articles) > 3 * len(items), "most of the pieces were not taken in"
    for article in articles:
        for block in article.get("body", []):
            faults = check.check_inner(block.get("html", ""))
            assert not faults, (article["id"], faults[:3])
    if os.path.exists("access.log"):
        os.remove("access.log")
    with kit.Server(archive, ["--log", "access.log"]) as server:
        walk = Walk(server)
        walk_lists(walk)
        walk_articles(walk, articles)
        walk_vectors(walk, items)
        walk_files(walk, len(items))
        walk_links(walk)
        send_hostile_heads(walk)
    check_log("access.log", walk.faults)
    print("answers: %s" % dict(walk.counts))
    if walk.counts[500] or walk.counts[503]:
        walk.faults["answers 5xx"] += walk.counts[500] + walk.counts[503]
    for kind, count in walk.faults.most_common(40):
        print("FAULT %4d %s" % (count, walk.examples.get(kind, kind)))
    sys.exit(1 if walk.faults else 0)


if __name__ == "__main__":
    main()
