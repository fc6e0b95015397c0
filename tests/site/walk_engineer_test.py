"""The first ten minutes of a publisher's web engineer: one file, a thousand old addresses, own colours, a
cache in front, what robots and monitors read, load, a backup while it runs."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.parse

import kit
import walk

LOOK = """site-name = The Engineer's Tramontane
accent = #aa2200
header-links = Subscribe https://www.tramontane.example/subscribe | Shop /shop
footer-links = Imprint /imprint
"""


def start_alone():
    walk.step(1, "one file, one command, a port: nothing beside it, nothing to install")
    folder = os.path.abspath("alone")
    shutil.rmtree(folder, ignore_errors=True)
    program = walk.copy_program(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = {"cwd": folder, "env": {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}}
    for command in (["init", "paper", "--title", "A paper"], ["import", "paper", kit.SAMPLE]):
        subprocess.run([program] + command, check=True, capture_output=True, **here)
    site = subprocess.Popen([program, "serve", "paper", "--listen", "127.0.0.1:%d" % port],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **here)  # fmt: skip
    try:
        server = kit.Server("")  # to ask with; what it would start is running already
        server.port = port
        for _ in range(300):
            try:
                if server.get("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        assert server.get("/")[0] == 200
    finally:
        site.terminate()
        assert site.wait(60) == 0
    assert sorted(os.listdir(folder)) == ["backfile", "paper"], os.listdir(folder)


def old_addresses(articles):
    """A thousand and more, as they stand in old mails and other sites' links."""
    lines = []
    for article in articles.values():
        url = article["url"]
        lines += [url, url + "/", url + "?share=twitter", url.replace("https://", "http://"),
                  "%s/?p=%s" % (walk.HOME, article["id"]), url + "/amp", url + "-not-there",
                  url.rsplit("/", 1)[0].upper() + "/x-%s" % article["id"]]  # fmt: skip
    return lines


def table_of_addresses(archive, visitor, articles):
    walk.step(2, "a thousand old addresses in, a table of answers out; the site answers the same")
    lines = old_addresses(articles)
    assert len(lines) > 1000
    rows = [
        row.split("\t")
        for row in kit.run("resolve", archive, text="\n".join(lines) + "\n", expect=1).splitlines()
    ]
    assert [row[0] for row in rows] == lines and all(len(row) == 4 for row in rows)
    counts = {}
    for url, status, target, why in rows:
        counts[status] = counts.get(status, 0) + 1
        assert (status in ("200", "301")) == (target != "-"), (url, status, target)
    assert (
        set(counts) <= {"200", "301", "404", "410"}
        and min(counts["200"], counts["301"], counts["404"]) > 100
    )
    for url, status, target, why in rows[::37]:
        if not url.startswith(walk.HOME):
            continue  # http: is the matter of the server in front
        answer = visitor.ask(url)
        assert str(answer.status) == status, (url, status, answer.status)
        if status == "301":
            assert answer.headers["location"] in (target, walk.HOME + target), (
                url,
                target,
                answer.headers["location"],
            )
    print("        %s" % ", ".join("%s: %d" % (status, counts[status]) for status in sorted(counts)))


def own_look(archive):
    walk.step(3, "own name, colour, header and footer, without building anything")
    path = os.path.join(archive, "backfile.conf")
    assert not os.path.exists(path)
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(LOOK)
        with kit.Server(archive) as server:
            page = walk.Visitor(server).open("/")
            assert "The Engineer's Tramontane" in page.read.words
            assert page.link("Subscribe") == "https://www.tramontane.example/subscribe"
            assert page.link("Imprint") == "/imprint" and page.link("Shop") == "/shop"
            style = next(head["href"] for head in page.read.heads if head.get("rel") == "stylesheet")
            assert "#aa2200" in walk.Visitor(server).open(style).text.lower()
    finally:
        os.remove(path)


def purge_after(archive, visitor, articles):
    walk.step(4, "behind a CDN: tags, long lives, and the addresses to purge after a correction")
    piece = next(
        a for a in articles.values() if a.get("section", {}).get("slug") == "features" and a.get("tags")
    )
    section, tag = "/category/features", "/tag/" + piece["tags"][0]["slug"]
    day = "/" + piece["published"][:10].replace("-", "/")
    watched = [piece["path"], piece["path"] + ".json", piece["path"] + ".ris", "/api/articles/" + piece["id"],
               section, section + "/feed/atom", tag, tag + ".json", day, day[:8], day[:5]]  # fmt: skip
    calm = "/category/letters"
    before = {path: visitor.open(path).headers["etag"] for path in watched + [calm]}
    for path, tag_was in before.items():
        assert visitor.open(path).headers["cache-control"] == "public, no-cache"
        assert visitor.ask(path, {"If-None-Match": tag_was}).status == 304, path
    style = next(h["href"] for h in visitor.open("/").read.heads if h.get("rel") == "stylesheet")
    assert "immutable" in visitor.open(style).headers["cache-control"]
    kit.run(
        "correct", archive, piece["id"], "headline=The headline as it should have been", "--why", "A slip"
    )
    time.sleep(0.3)
    purge = kit.run("log", archive, "--limit", "1", "--format", "urls").splitlines()
    assert len(purge) == len(set(purge)) and all(path.startswith("/") for path in purge), purge
    changed = [
        path for path in watched if visitor.ask(path, {"If-None-Match": before[path]}).status != 304
    ]
    assert piece["path"] in changed and section in changed and tag in changed, changed
    for path in changed:
        assert path in purge, "%s has changed and is not told" % path
    assert visitor.ask(calm, {"If-None-Match": before[calm]}).status == 304 and calm not in purge
    kit.run("correct", archive, piece["id"], "section=Letters", "--why", "A slip")
    purge = kit.run("log", archive, "--limit", "1", "--format", "urls").splitlines()
    assert section in purge and calm in purge, "where it stood and where it stands"
    media = next(m for a in articles.values() for m in a.get("media", []) if "id" in m
                 and visitor.ask(m.get("href", "/no")).status == 200)  # fmt: skip
    kit.run("withhold", archive, "media:" + media["id"], "--why", "The licence ended")
    purge = kit.run("log", archive, "--limit", "1", "--format", "urls").splitlines()
    file = media["href"][len(walk.HOME) :]
    assert {"/media/" + media["id"], file, "/-/thumb/320" + file} <= set(purge), purge
    kit.run("undo", archive)
    again = kit.run("log", archive, "--limit", "1", "--format", "urls").splitlines()
    assert file in again, "what an undo changes is what the act changed"


def read_by_machines(visitor):
    walk.step(5, "robots.txt, sitemap index, feeds, metrics, health")
    robots = visitor.open("/robots.txt").text
    assert "Disallow: /search" in robots and "Sitemap: %s/sitemap.xml" % walk.HOME in robots
    index = visitor.open("/sitemap.xml").text
    parts = re.findall(r"<loc>(.*?)</loc>", index)
    assert "<sitemapindex" in index and parts
    assert sum(visitor.open(part).text.count("<url>") for part in parts) > 168
    for path, kind in [("/feed", "application/rss+xml"), ("/feed/atom", "application/atom+xml"),
                       ("/feed/json", "application/feed+json")]:  # fmt: skip
        assert visitor.open(path).headers["content-type"].startswith(kind)
    assert visitor.open("/healthz").text.strip() == "ok"
    assert "backfile_requests_total{" in visitor.open("/metrics").text


def resident(visitor):
    return int(
        re.search(r"(?m)^process_resident_memory_bytes (\d+)", visitor.open("/metrics").text).group(1)
    )


def load(visitor, server, articles, rounds=10):
    walk.step(6, "load: every article over and over, in the same memory (bench/server tells the speed)")
    paths = [urllib.parse.quote(a["path"], safe="/%") for a in articles.values()]

    def read_all():
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
            file = client.makefile("rb")
            for path in paths:
                client.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path.encode())
                assert file.readline().startswith(b"HTTP/1.1 200"), path
                size = 0
                for line in iter(file.readline, b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        size = int(line.split(b":")[1])
                assert len(file.read(size)) == size

    read_all()
    before, begin = resident(visitor), time.monotonic()
    for _ in range(rounds):
        threads = [threading.Thread(target=read_all) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    rate = rounds * 4 * len(paths) / (time.monotonic() - begin)
    grown = resident(visitor) - before
    print("        %.0f pages a second to a client in Python, %.1f MB more" % (rate, grown / 1e6))
    assert grown < 24 << 20, grown


def backup(archive, articles):
    walk.step(7, "a backup while it serves and imports; restored elsewhere, the same digests")
    copy = os.path.abspath("restored")
    shutil.rmtree(copy, ignore_errors=True)
    os.makedirs(copy)
    busy = kit.start("import", archive, kit.SAMPLE)  # all of it again: nothing new
    shutil.copytree(os.path.join(archive, "warc"), os.path.join(copy, "warc"))
    with sqlite3.connect(os.path.join(archive, "archive.db")) as source:
        with sqlite3.connect(os.path.join(copy, "archive.db")) as target:
            source.backup(target)
    busy.wait()
    assert kit.run("verify", archive) == ""
    kit.run("reindex", copy)
    assert kit.run("verify", copy) == ""
    ours = {
        a["id"]: a for a in map(json.loads, kit.export_jsonl(archive, "ours.jsonl").decode().splitlines())
    }
    theirs = {
        a["id"]: a for a in map(json.loads, kit.export_jsonl(copy, "theirs.jsonl").decode().splitlines())
    }
    assert ours == theirs and set(articles) <= set(ours), (len(ours), len(theirs), len(articles))
    with kit.Server(copy) as server:
        assert walk.Visitor(server).search("ferry")["total"] > 20
    walk.waits(8, "the same addresses on several machines", "the distributed engine")


def main():
    archive = walk.sample("engineer")
    start_alone()
    articles = walk.articles(archive)
    own_look(archive)
    with kit.Server(archive) as server:
        visitor = walk.Visitor(server)
        table_of_addresses(archive, visitor, articles)
        purge_after(archive, visitor, articles)
        read_by_machines(visitor)
        load(visitor, server, articles, rounds=10 if kit.IS_SOAK else 2)
        backup(archive, articles)


if __name__ == "__main__":
    main()
