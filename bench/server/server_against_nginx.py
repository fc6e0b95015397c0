"""The site's speed: an article page beside nginx with the same bytes, and pages that are made anew.

The archive is a crawl of one site, made from a seed. Rounds of the two servers alternate, so that what else
the machine does falls on both; each server has one worker a core, no access log, and the client (wrk) shares
the cores with it. The ratio is that of the medians. Latency at half of the load is measured at a steady rate
(steady.c): a request counts from when it was due. Pages made anew (each query asked once) are timed one after
the other on one connection, and, in a large archive, at a steady rate.
"""

import argparse
import datetime
import http.client
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse

import kit
from measure import heading, line
from warcfile import WarcWriter

WORDS = (
    "port ferry harbour strike minister council budget election storm bridge market bank court school river "
    "island border talks crew captain dockers union crane olive harvest price tourist museum singer match "
    "season coach"
).split()
SECTIONS = ["news", "opinion", "business", "features", "sports"]


def word_of(rng):
    """A word; one in five is rare."""
    return rng.choice(WORDS) + (str(rng.randint(0, 400)) if rng.random() < 0.2 else "")


def article(rng, number):
    """Address and page of one article of the invented site."""
    section = rng.choice(SECTIONS)
    day = "%04d-%02d-%02d" % (rng.randint(2005, 2017), rng.randint(1, 12), rng.randint(1, 28))
    title = " ".join(rng.choice(WORDS) for _ in range(6)).capitalize()
    path = "/%s/%s-%d" % (section, title.lower().replace(" ", "-"), number)
    paragraphs = "".join("<p>%s.</p>" % " ".join(word_of(rng) for _ in range(60)) for _ in range(9))
    page = (
        '<!doctype html><html lang="en"><head><title>%s</title><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="%sT10:00:00Z">'
        '<meta property="article:section" content="%s"></head><body><article><h1>%s</h1>'
        '<p class="byline">By <a rel="author" href="/author/w%d">Writer %d</a></p>'
        '<div class="entry-content">%s</div></article></body></html>'
    ) % (title, day, section, title, number % 20, number % 20, paragraphs)
    return "http://bench.example" + path, page.encode()


def make_archive(folder, count):
    rng = random.Random(20170926)
    warc = os.path.join(folder, "bench.warc.gz")
    moment = datetime.datetime(2017, 10, 1, tzinfo=datetime.timezone.utc)
    with open(warc, "wb") as file:
        writer = WarcWriter(file)
        for number in range(count):
            url, page = article(rng, number)
            writer.response(url, moment, 200, "OK", [("Content-Type", "text/html")], page)
    options = ["--title", "Bench", "--base-url", "http://bench.example"]
    archive = kit.new_archive(os.path.join(folder, "archive"), options)
    kit.run("import", archive, warc, timeout=3600)
    os.remove(warc)
    return archive


class Nginx:
    """nginx over one folder, with settings that favour it: open files kept, no log, sendfile."""

    CONFIGURATION = (
        "worker_processes auto; daemon off; pid %(root)s/pid; error_log %(root)s/errors;"
        "events { worker_connections 1024; }"
        "http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=100;"
        "keepalive_requests 1000000000;"
        "types { text/html html; } client_body_temp_path %(root)s/b; proxy_temp_path %(root)s/p;"
        "fastcgi_temp_path %(root)s/f; uwsgi_temp_path %(root)s/u; scgi_temp_path %(root)s/s;"
        "server { listen 127.0.0.1:%(port)d; root %(root)s/www; } }"
    )

    def __init__(self, root, port, page):
        self.root, self.port = root, port
        os.makedirs(os.path.join(root, "www"))
        with open(os.path.join(root, "www", "page.html"), "wb") as file:
            file.write(page)
        with open(os.path.join(root, "nginx.conf"), "w") as file:
            file.write(self.CONFIGURATION % {"root": root, "port": port})

    def __enter__(self):
        self.process = subprocess.Popen(
            ["nginx", "-p", self.root, "-c", os.path.join(self.root, "nginx.conf")],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def wrk(url, seconds, connections=64):
    """Requests a second and the 99th percentile of latency in milliseconds."""
    told = subprocess.run(
        ["wrk", "-t2", "-c%d" % connections, "-d%ds" % seconds, "--latency", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(told)
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", told).group(1))
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    return rate, float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def steady(port, rate, seconds, paths, connections=32):
    """Asks at a steady rate whether the site keeps up or not (steady.c). Gives the rate that was reached, the
    milliseconds at 50 and 99 of 100, and how late the client itself was: what the machine adds."""
    program = os.path.join(kit.BUILD, "bench", "server", "server_bench")
    if not os.path.exists(program):
        raise SystemExit("no '%s': build the target server_bench" % program)
    told = subprocess.run(
        [program, str(port), "%.0f" % rate, str(seconds), str(connections)],
        input="".join(path + "\n" for path in paths),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return float(told[1]), float(told[2]), float(told[4]), float(told[6])


def measure_steady(name, port, rate, paths, options, connections=32):
    """Rounds at a steady rate; lines for the middle, the 99th percentile and the client's own lateness."""
    rounds = [steady(port, rate, options.seconds, paths, connections) for _ in range(options.rounds)]
    line(name + ", reached", "requests/s", [one[0] for one in rounds], 0)
    line(name + ", p50", "ms", [one[1] for one in rounds], 3)
    line(name + ", p99", "ms", [one[2] for one in rounds], 3)
    line(name + ", p99 of the client's own lateness", "ms", [one[3] for one in rounds], 3)


def time_pages(port, paths):
    """Milliseconds of each page, one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for path in paths:
        begin = time.monotonic()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.monotonic() - begin) * 1000)
        if answer.status not in (200, 301):
            raise SystemExit("%s answers %d" % (path, answer.status))
    connection.close()
    return times


def measure_article(server, work, path, options):
    status, _, page = server.get(path)
    if status != 200:
        raise SystemExit("%s answers %d" % (path, status))
    print("# an article page of %d bytes" % len(page))
    ours, theirs = [], []
    with Nginx(os.path.join(work, "nginx"), server.port + 1, page) as nginx:
        for _ in range(options.rounds):
            ours.append(wrk("http://127.0.0.1:%d%s" % (server.port, path), options.seconds))
            theirs.append(wrk("http://127.0.0.1:%d/page.html" % nginx.port, options.seconds))
    mine = line("article page, backfile", "requests/s", [rate for rate, _ in ours], 0)
    peer = line("article page, nginx", "requests/s", [rate for rate, _ in theirs], 0)
    line("article page, backfile over nginx", "ratio", [mine / peer])
    line("article page p99, backfile, 64 at once", "ms", [p99 for _, p99 in ours])
    line("article page p99, nginx, 64 at once", "ms", [p99 for _, p99 in theirs])
    url = "http://127.0.0.1:%d%s" % (server.port, path)
    few = [wrk(url, options.seconds, 4)[1] for _ in range(options.rounds)]
    line("article page p99, backfile, 4 at once", "ms", few)
    measure_steady("article page at half load, backfile", server.port, mine / 2, [path], options)
    with Nginx(os.path.join(work, "nginx2"), server.port + 2, page) as nginx:
        measure_steady(
            "article page at the same load, nginx", nginx.port, mine / 2, ["/page.html"], options
        )


def measure_made_anew(server, paths, options):
    rng = random.Random(7)
    queries = ["%s %s" % tuple(rng.sample(WORDS, 2)) for _ in range(200)] + rng.sample(WORDS, 20)
    searches = ["/search?" + urllib.parse.urlencode({"q": q, "x": n}) for n, q in enumerate(queries)]
    line("search page with facets, made anew", "ms", time_pages(server.port, searches), 3)
    line("article page, made anew", "ms", time_pages(server.port, paths), 3)
    old = ["/api/resolve?" + urllib.parse.urlencode({"url": path + "/?share=twitter"}) for path in paths]
    line("an old address resolved", "ms", time_pages(server.port, old), 3)


def measure_searches(server, kind, queries, options):
    """Search pages with facets and chart, no address asked twice: one by one, then at a steady rate."""
    numbers = iter(range(10**9))

    def fresh(count):
        asked = ((queries[n % len(queries)], n) for n in itertools.islice(numbers, count))
        return ["/search?" + urllib.parse.urlencode({"q": query, "x": n}) for query, n in asked]

    time_pages(server.port, fresh(200))
    name = "search page, large archive, " + kind
    line(name + ", one by one", "ms", time_pages(server.port, fresh(200)), 3)
    count = int(options.rate * options.seconds)
    rounds = [
        steady(server.port, options.rate, options.seconds, fresh(count), 16)
        for _ in range(options.rounds)
    ]
    name += ", %d a second" % options.rate
    line(name + ", reached", "requests/s", [one[0] for one in rounds], 0)
    line(name + ", p50", "ms", [one[1] for one in rounds], 3)
    line(name + ", p99", "ms", [one[2] for one in rounds], 3)
    line(name + ", p99 of the client's own lateness", "ms", [one[3] for one in rounds], 3)


def measure_suggestions(server, words):
    """Ways to go on typing (writers, sections, tags, places, words), after each letter of each word."""
    typed = sorted({word[:size] for word in words for size in range(1, len(word))})
    numbers = iter(range(10**9))
    for form in ("", "&full=1"):
        queries = [{"q": q, "x": next(numbers)} for q in typed * 3]
        paths = ["/api/suggest?" + urllib.parse.urlencode(query) + form for query in queries]
        name = "suggestions while typing, large archive" + (", all kinds" if form else ", words alone")
        line(name, "ms", time_pages(server.port, paths), 3)


def measure_large(archive, options):
    """Searches with facets and a chart of years, each asked once, at a steady rate, in a large archive
    (ask/run.sh BUILD 100000 FOLDER makes one); its article pages."""
    rng = random.Random(11)
    words = "harbour ferry strike minister council election storm bridge market bank school".split()
    pairs = [tuple(rng.sample(words, 2)) for _ in range(150)]
    kinds = {"two words or one": ["%s %s" % pair for pair in pairs] + words,
             "phrases": ['"the %s"' % word for word in words] + ['"%s of the"' % word for word in words],
             "words near each other": ["%s NEAR/10 %s" % pair for pair in pairs]}  # fmt: skip
    with kit.Server(archive) as server:
        for kind, queries in kinds.items():
            measure_searches(server, kind, queries, options)
        measure_suggestions(server, words)
        articles = []
        for number in range(1, 21):
            _, _, body = server.get("/search.json?q=ferry&page=%d" % number)
            articles += [hit["path"] for hit in json.loads(body)["hits"]]
        articles = sorted(set(articles))
        line("article page, large archive, made anew", "ms", time_pages(server.port, articles), 3)
        measure_steady(
            "article pages, large archive, 1,000 a second", server.port, 1000, articles, options
        )


def measure_small(work, options):
    archive = make_archive(work, options.articles)
    rng = random.Random(20170926)
    paths = [article(rng, n)[0][len("http://bench.example") :] for n in range(min(300, options.articles))]
    with kit.Server(archive) as server:
        measure_article(server, work, paths[0], options)
        measure_made_anew(server, paths[1:], options)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", help="a large archive, for searches over HTTP")
    parser.add_argument("--rate", type=int, default=100, help="searches a second in the large archive")
    parser.add_argument("--only-large", action="store_true")
    parser.add_argument(
        "--first",
        action="store_true",
        help="both servers and the client go before whatever else the machine does (root)",
    )
    options = parser.parse_args()
    if options.first:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    work = tempfile.mkdtemp(prefix="backfile-bench-")
    os.chmod(work, 0o755)  # nginx, started by root, reads as another user
    try:
        heading()
        if not options.only_large:
            measure_small(work, options)
        if options.large:
            measure_large(options.large, options)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
