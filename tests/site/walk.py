"""A visitor without script: pages, their links and their words, and the sample newspaper to visit.

The four walks (walk_*_test.py) are the first ten minutes of four people. Each step is done as they would
do it: by typing a command, or by opening an address and following what the page offers. A step that this
release does not have is named by waits(), with what will bring it; the line stands in the test's output.
"""

import hashlib
import html.parser
import json
import os
import shutil
import urllib.parse

import kit

HOME = "https://archive.tramontane.example"


class Reading(html.parser.HTMLParser):
    """The links, images, names and visible words of a page."""

    VOID = {"meta", "link", "img", "input", "br", "hr", "rect", "path", "line", "circle"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.heads, self.images, self.ids, self.words = [], [], [], set(), []
        self.open_link, self.hidden = None, 0
        self.feed(text)
        self.words = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        if tag == "a" and "href" in attributes:
            self.open_link = attributes
            attributes["words"] = ""
            self.links.append(attributes)
        elif tag == "link":
            self.heads.append(attributes)
        elif tag == "img":
            self.images.append(attributes)
        elif tag in ("script", "style"):
            self.hidden += 1

    def handle_endtag(self, tag):
        if tag == "a":
            self.open_link = None
        elif tag in ("script", "style"):
            self.hidden -= 1

    def handle_data(self, data):
        if self.hidden:
            return
        self.words.append(data)
        if self.open_link is not None:
            self.open_link["words"] += data


class Page:
    """One answer, read."""

    def __init__(self, address, status, headers, body):
        self.address, self.status, self.headers, self.body = address, status, headers, body
        self.is_html = headers.get("content-type", "").startswith("text/html")
        self.text = body.decode("utf-8", "replace")
        self.read = Reading(self.text) if self.is_html else None

    def json(self):
        return json.loads(self.body)

    def link(self, words="", rel=None, href=None):
        """The address of the first link with these words, relation or beginning of the address."""
        for link in self.read.links:
            if words not in link["words"] or (rel and rel not in (link.get("rel") or "").split()):
                continue
            if href is None or link["href"].startswith(href):
                return link["href"]
        raise AssertionError("%s has no link '%s' %s %s" % (self.address, words, rel or "", href or ""))


class Visitor:
    """Opens pages of a server; follows redirects as a browser does, and remembers them."""

    def __init__(self, server):
        self.server = server
        self.redirects = []

    def ask(self, address, headers=()):
        """One answer as it is. An address of the paper's own host is asked for on this server."""
        if address.startswith(HOME):
            address = address[len(HOME) :]
        address = address.split("#")[0] or "/"
        return Page(address, *self.server.get(address, headers))

    def open(self, address, expect=200, headers=()):
        self.redirects = []
        page = self.ask(address, headers)
        while page.status in (301, 302, 303, 307, 308):
            assert len(self.redirects) < 5, "%s goes round in circles" % address
            self.redirects.append((page.address, page.status))
            page = self.ask(urllib.parse.urljoin(page.address, page.headers["location"]), headers)
        assert page.status == expect, "%s answers %d, not %d" % (address, page.status, expect)
        return page

    def search(self, query, **more):
        return self.open("/api/search?" + urllib.parse.urlencode({"q": query, **more})).json()


def step(number, words):
    print("step %s: %s" % (number, words))


def waits(number, words, what):
    print("step %s: %s WAITS for %s" % (number, words, what))


def sample(name, sources=None):
    """A new archive of the sample newspaper."""
    if not os.path.isfile(kit.SAMPLE):
        kit.skip("no sample at '%s'" % kit.SAMPLE)
    archive = kit.new_archive(os.path.abspath(name))
    kit.run("import", archive, *(sources or [kit.SAMPLE]))
    return archive


def articles(archive, name="walk.jsonl"):
    """{id: article} of all that is public and no photo's own page."""
    lines = kit.export_jsonl(archive, os.path.abspath(name)).decode("utf-8").splitlines()
    return {
        a["id"]: a for a in map(json.loads, lines) if a["status"] == "public" and a["pageKind"] != "photo"
    }


def record_digests(archive):
    """{(url, 14 digits, SHA-256)} of all originals, as another program reads them: from the exported WARC,
    with nothing of ours."""
    found = set()
    kit.run("export", archive, "--format", "warc", os.path.abspath("walk.warc"))
    with open("walk.warc", "rb") as warc:
        while warc.readline().startswith(b"WARC/1."):
            head = {}
            for line in iter(warc.readline, b"\r\n"):
                name, _, value = line.decode().partition(":")
                head[name.lower()] = value.strip()
            block = warc.read(int(head["content-length"]))
            assert warc.read(4) == b"\r\n\r\n"
            digits = "".join(c for c in head["warc-date"] if c.isdigit())[:14]
            found.add((head.get("warc-target-uri"), digits, hashlib.sha256(block).hexdigest()))
    os.remove("walk.warc")
    return found


def copy_program(folder):
    """The program alone, in a folder of its own."""
    os.makedirs(folder, exist_ok=True)
    return shutil.copy(kit.program(), os.path.join(folder, "backfile"))
