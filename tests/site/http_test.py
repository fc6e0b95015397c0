"""HTTP as RFC 9110 has it: HEAD, validators, ranges, codings, and what a cache in front may keep.

One archive of a page, a picture, a text file and a redirect; each rule is asked for over a plain
connection."""

import datetime
import gzip
import http.client
import os
import re
import shutil
import subprocess

import kit
from warcfile import WarcWriter

HOST = "http://paper.example"
MOMENT = datetime.datetime(2017, 10, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
MODIFIED = "Sun, 01 Oct 2017 10:20:30 GMT"
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 8
WORDS = "Words of a piece that is long enough to be one, about a ferry and its harbour. "


def make_archive():
    with open("http.warc.gz", "wb") as file:
        writer = WarcWriter(file)

        def add(path, kind, body, status=200, headers=()):
            writer.response(
                HOST + path, MOMENT, status, "OK", [("Content-Type", kind)] + list(headers), body
            )

        for number in range(3):
            page = (
                "<!doctype html><html><head><title>Piece %d</title><meta property='og:type'"
                " content='article'><meta property='article:published_time'"
                " content='2014-06-%02dT10:00:00Z'></head><body><article><h1>Piece %d of the ferry</h1><div"
                " class='entry-content'><p>%s</p><p>%s</p></div></article></body></html>"
                % (number, number + 1, number, WORDS * 4, WORDS * 9)
            )
            add("/piece-%d" % number, "text/html", page.encode())
        add("/up/a.jpg", "image/jpeg", PICTURE)
        add("/up/a.txt", "text/plain", (WORDS * 40).encode())
        add("/old", "text/html", b"moved", 301, [("Location", "/piece-0")])
    archive = kit.new_archive("http", ["--title", "Paper", "--base-url", HOST])
    kit.run("import", archive, "http.warc.gz")
    return archive


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def check_head(server):
    for path in [
        "/piece-0",
        "/",
        "/search?q=ferry",
        "/up/a.jpg",
        "/no/such",
        "/old",
        "/piece-0.json",
        "/healthz",
        "/metrics",
    ]:
        whole, head = ask(server, path), ask(server, path, "HEAD")
        assert head[0] == whole[0] and head[2] == b"", path
        for name in (
            "content-type",
            "etag",
            "vary",
            "cache-control",
            "content-security-policy",
            "location",
        ):
            assert head[1].get(name) == whole[1].get(name) or (path, name) == ("/metrics", "etag"), (
                path,
                name,
            )
        if path != "/metrics":  # it counts its own readers
            assert head[1]["content-length"] == whole[1]["content-length"] == str(len(whole[2])), path


def check_validators(server):
    for path in [
        "/piece-0",
        "/",
        "/search?q=ferry",
        "/up/a.jpg",
        "/piece-0.json",
        "/2014",
        "/robots.txt",
    ]:
        for coding in ("identity", "gzip", "zstd"):
            status, heads, _ = ask(server, path, Accept_Encoding=coding)
            etag = heads["etag"]
            for tags in (etag, "W/" + etag, '"other", %s' % etag, "*"):
                again = ask(server, path, Accept_Encoding=coding, If_None_Match=tags)
                assert again[0] == 304 and again[2] == b"", (path, tags, again[0])
                for name in ("etag", "vary", "cache-control"):
                    assert again[1].get(name) == heads.get(name), (path, name)
                assert "content-type" not in again[1] and "content-encoding" not in again[1]
            assert ask(server, path, Accept_Encoding=coding, If_None_Match='"other"')[0] == 200
            assert ask(server, path, Accept_Encoding=coding, If_None_Match=etag.strip('"'))[0] == 200
    assert ask(server, "/up/a.jpg")[1]["last-modified"] == MODIFIED
    for since, status in [
        (MODIFIED, 304),
        ("Mon, 02 Oct 2017 00:00:00 GMT", 304),
        ("Sat, 30 Sep 2017 10:20:30 GMT", 200),
        ("nonsense", 200),
        ("", 200),
        ("Sun, 32 Xxx 2017 10:20:30 GMT", 200),
    ]:
        assert ask(server, "/up/a.jpg", If_Modified_Since=since)[0] == status, since
    etag = ask(server, "/up/a.jpg")[1]["etag"]
    assert (
        ask(server, "/up/a.jpg", If_None_Match='"x"', If_Modified_Since=MODIFIED)[0] == 200
    ), "the tag decides"
    assert ask(server, "/up/a.jpg", If_None_Match=etag, Range="bytes=0-1")[0] == 304, "before the range"


def check_ranges(server):
    path, size = "/up/a.jpg", len(PICTURE)
    status, heads, body = ask(server, path)
    assert status == 200 and body == PICTURE and heads["accept-ranges"] == "bytes"
    for text, begin, end in [
        ("0-0", 0, 1),
        ("0-9", 0, 10),
        ("5-", 5, size),
        ("-7", size - 7, size),
        ("0-999999", 0, size),
        ("-999999", 0, size),
        ("%d-" % (size - 1), size - 1, size),
        (" 2 - 3 ", 2, 4),
    ]:
        for _ in range(2):  # the second from wherever it may stand ready
            status, heads, body = ask(server, path, Range="bytes=" + text)
            assert status == 206 and body == PICTURE[begin:end], (text, status, len(body))
            assert heads["content-range"] == "bytes %d-%d/%d" % (begin, end - 1, size), text
            assert heads["content-length"] == str(end - begin)
    for text in ["%d-" % size, "%d-%d" % (size, size + 5), "-0"]:
        status, heads, body = ask(server, path, Range="bytes=" + text)
        assert status == 416 and heads["content-range"] == "bytes */%d" % size, (text, status)
    for text in [
        "bytes=9-2",
        "bytes=a-b",
        "bytes=",
        "bytes=-",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes",
        "bytes=--5",
        "bytes=99999999999999999999-",
        "bytes=0x1-2",
    ]:
        status, _, body = ask(server, path, Range=text)
        assert (status == 200 and body == PICTURE) or (status == 416 and "9999" in text), (text, status)
    heads = ask(server, path)[1]
    for mark, status in [
        (heads["etag"], 206),
        (MODIFIED, 206),
        ('"other"', 200),
        ("W/" + heads["etag"], 200),
        ("Sat, 30 Sep 2017 10:20:30 GMT", 200),
    ]:
        assert ask(server, path, Range="bytes=0-4", If_Range=mark)[0] == status, mark
    status, heads, body = ask(server, "/piece-0", Range="bytes=0-4", Accept_Encoding="gzip")
    assert status == 200 and "content-range" not in heads, "pages are given whole"
    assert ask(server, path)[2] == PICTURE, "a part is not kept for the whole"
    status, heads, body = ask(server, path, "HEAD", Range="bytes=0-4")
    assert status in (200, 206) and body == b""


def unzstd(body):
    return subprocess.run(["zstd", "-dc"], input=body, capture_output=True, check=True).stdout


def check_codings(server):
    plain = ask(server, "/piece-0")[2]
    tags = set()
    for header, coding in [
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("br", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("*", "zstd"),
        ("*;q=0, identity", None),
        ("gzip;q=0.001", None),
        ("GZIP", "gzip"),
        ("", None),
        ("gzip;q=nonsense", None),
        ("deflate, gzip", "gzip"),
    ]:
        status, heads, body = ask(server, "/piece-0", Accept_Encoding=header)
        assert status == 200
        got = heads.get("content-encoding")
        if header not in ("gzip;q=0.001", "*"):
            assert got == coding, (header, got)
        made = (
            gzip.decompress(body)
            if got == "gzip"
            else unzstd(body) if got == "zstd" and shutil.which("zstd") else body
        )
        assert made == plain or got == "zstd", header
        assert "accept-encoding" in heads["vary"].lower()
        tags.add((got, heads["etag"]))
    assert (
        len(tags) == len({coding for coding, _ in tags}) == len({tag for _, tag in tags})
    ), "a tag for each coding"
    assert "content-encoding" not in ask(server, "/up/a.jpg", Accept_Encoding="gzip")[1]


def check_caches(server):
    """What may be kept where, and by what it differs."""
    rules = {
        "/piece-0": "public, no-cache",
        "/search?q=ferry": "public, no-cache",
        "/2014": "public, no-cache",
        "/up/a.jpg": "public, max-age=",
        "/healthz": "no-store",
        "/metrics": "no-store",
        "/robots.txt": "public, max-age=",
    }
    for path, rule in rules.items():
        heads = ask(server, path)[1]
        assert heads["cache-control"].startswith(rule), (path, heads["cache-control"])
        assert "set-cookie" not in heads
    style = re.search(r'href="(/-/style\.css\?v=[^"]*)"', ask(server, "/")[2].decode()).group(1)
    assert "immutable" in ask(server, style)[1]["cache-control"]
    for accept, kind in [
        ("text/html", "text/html"),
        ("application/json", "application/json"),
        ("*/*", "text/html"),
    ]:
        heads = ask(server, "/piece-0", Accept=accept)[1]
        assert heads["content-type"].startswith(kind) and "Accept" in heads["vary"]
    for path in ("/no/such", "/old", "/search?q=((", "/id/none"):
        heads = ask(server, path)[1]
        assert "content-security-policy" in heads and "cache-control" in heads


def check_metrics(server):
    for _ in range(5):
        assert ask(server, "/piece-1")[0] == 200
    ask(server, "/no/such/page")
    status, heads, body = ask(server, "/metrics")
    assert status == 200 and heads["content-type"].startswith("text/plain; version=0.0.4")
    values, kinds = {}, {}
    for line in body.decode().splitlines():
        if line.startswith("# TYPE "):
            kinds[line.split()[2]] = line.split()[3]
        elif not line.startswith("#"):
            found = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? ([0-9.e+-]+)', line)
            assert found, line
            name = re.sub("_(bucket|sum|count)$", "", found.group(1))
            assert found.group(1) in kinds or name in kinds, line
            assert found.group(1) + (found.group(2) or "") not in values, "twice: " + line
            values[found.group(1) + (found.group(2) or "")] = float(found.group(3))
    assert values['backfile_requests_total{route="page",status="200"}'] >= 5
    assert values['backfile_requests_total{route="page",status="404"}'] >= 1
    assert values["backfile_cache_hits_total"] >= 4
    assert values["backfile_generation"] >= 1 and values["process_resident_memory_bytes"] > 1 << 20
    assert values["backfile_connections"] >= 1 and values["backfile_answering"] >= 1
    last = 0
    for line, value in values.items():
        if line.startswith('backfile_answer_seconds_bucket{group="page"'):
            assert value >= last
            last = value
    assert last == values['backfile_answer_seconds_count{group="page"}'] >= 5


def check_log(archive):
    for name in ("fields.log",):
        if os.path.exists(name):
            os.remove(name)
    with kit.Server(archive, ["--log", "fields.log", "--log-format", "kv", "--slow", "0"]) as server:
        ask(server, '/piece-0?a="b"%20', Referer='x" event=forged', User_Agent="agent\\")
    with open("fields.log") as log:
        lines = log.read().splitlines()
    line = [one for one in lines if "piece-0" in one]
    assert len(line) == 1 and re.fullmatch(
        r'time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ event=request client=127\.0\.0\.1 method="GET"'
        r' target="[!-~]*" route=\w+ '
        r'status=\d+ bytes=\d+ ms=[\d.]+ referer="[ -~]*" agent="[ -~]*"',
        line[0],
    ), line
    assert ' event=forged"' not in line[0].replace('\\x22 event=forged"', ""), line


KINDS = """/ /index.json /piece-0 /piece-0.json /piece-0.ris /piece-0.bib /piece-0.csl.json /2014 /2014/06
/2014/06/01 /calendar /media /about /missing /search /search?q=ferry /search.json?q=ferry /api/search?q=ferry
/api/suggest?q=fer /feed /feed/atom /feed/json /search/feed?q=ferry /sitemap.xml /sitemap-1.xml
/sitemap-lists.xml /robots.txt /opensearch.xml /up/a.jpg /up/a.txt /-/style.css /-/script.js
/-/icon.svg /?ui=ar /web/20171001102030/http://paper.example/piece-0""".split()


def check_every_kind(server):
    """Each kind of address by curl, which knows nothing of us: what it unpacks is what was not packed; its
    own tag gives a 304; HEAD tells the same; a rule for caches."""
    if not shutil.which("curl"):
        print("without curl: it is not installed")
        return
    base = "http://127.0.0.1:%d" % server.port

    def curl(*options):
        return subprocess.run(["curl", "-sS", *options], capture_output=True, check=True).stdout

    told_by = "%{http_code} %{size_download}"
    for path in KINDS:
        status, heads, plain = ask(server, path)
        assert status == 200, (path, status)
        assert curl("--compressed", base + path) == plain, path
        if os.path.exists("tag"):
            os.remove("tag")
        wanted = curl("--etag-save", "tag", "-o", "/dev/null", "-w", told_by, base + path)
        assert wanted == b"200 %d" % len(plain), (path, wanted)
        again = curl("--etag-compare", "tag", "-o", "/dev/null", "-w", told_by, base + path)
        assert again == b"304 0", (path, again)
        told = curl("-I", base + path).decode().lower()
        assert (
            "content-length: %d\r\n" % len(plain) in told and "etag: %s\r\n" % heads["etag"] in told
        ), path
        assert "cache-control: public" in told or "immutable" in told, path
        assert "vary: " in told and "x-content-type-options: nosniff" in told, path


def main():
    archive = make_archive()
    with kit.Server(archive) as server:
        for check in (
            check_head,
            check_validators,
            check_ranges,
            check_codings,
            check_caches,
            check_every_kind,
            check_metrics,
        ):
            check(server)
            print(check.__name__.replace("check_", "ok: "))
    check_log(archive)


if __name__ == "__main__":
    main()
