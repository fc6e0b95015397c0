"""Holds what the program makes of the sample newspaper against what was kept in expected/.

In:  the sample; the lists of queries, addresses and pages below.
Out: exit 1 with the differences; with --write, expected/ is written anew and nothing is compared.

JSON is kept with two-space indents, so that a review sees fields, not one long line.
"""

import difflib
import json
import os
import re
import shutil
import sys

import kit

EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected")
DIFFERENCES_MAX = 60  # lines shown of each file that differs

SEARCHES = [
    ("one-word", ["ferry"]),
    ("two-words", ["padlock door"]),
    ("phrase", ['"signal tower"']),
    ("phrase-joined", ["ferry-fire"]),
    ("apostrophe", ["island’s"]),
    ("or-not", ["(strike OR pipeline) NOT gas"]),
    ("near", ["letter NEAR/3 88"]),
    ("pre", ["locked PRE/3 door"]),
    ("sentence", ["dead W/S missing"]),
    ("paragraph", ["gas W/P fee"]),
    ("prefix", ["archaeolog*"]),
    ("exact", ["=Galea"]),
    ("headline", ["headline:ferry", "--sort", "date"]),
    ("caption", ["caption:almagest"]),
    ("section-facets", ["section:opinion", "--facet", "author", "--facet", "year", "--facet", "tag:5"]),
    ("year", ["date:2012", "--sort", "-date", "--facet", "month"]),
    ("range", ["ferry date:2012-03-14..2012-03-18", "--sort", "date"]),
    ("everything", ["", "--sort", "date", "--limit", "5", "--facet", "section"]),
    ("folding", ["ALMAGEST"]),
    ("credit", ["credit:reuters"]),
    ("place", ["place:new-york"]),
]
FOUND_NOTHING = ["zeppelin", "headline:zeppelin OR caption:zeppelin"]
UNREADABLE = ["ferry AND", "date:2012-13-45", "letter NEAR/0 88", "nosuch:ferry"]

BASE = "https://archive.tramontane.example"
ADDRESSES = [
    "/thetramontane/news-marenza/fire-on-galea-ferry-kills-at-least-11",
    "/thetramontane/news-marenza/fire-on-galea-ferry-kills-at-least-11/",
    "/thetramontane/news-marenza/fire-on-galea-ferry-kills-at-least-11?share=twitter&utm_source=x",
    "/fire-on-galea-ferry-kills-at-least-11",
    "/ines-calleja/sports/fire-on-galea-ferry-kills-at-least-11",
    "http://www.archive.tramontane.example/thetramontane/editorial/to-our-readers",
    "http://www.tramontane.example/to-our-readers",
    "/?p=55328445",
    "/id/55328445",
    "/george-pavlou/features/talks-to-elif-karaman",
    "/george-pavlou/news-mediterranean/talks-to-elif-karaman-2",
    "/george-pavlou/features/talks-to-elif-karaman/attachment/anchor-karaman",
    "/wp-content/uploads/2014/05/dig-anchor.png",
    "/category/weather",
    "/thetramontane/news-marenza/the-bishops-parrot",
    "/category/opinion",
    "/category/opinion/page/2",
    "/nothing/at/all",
    "https://other.example/elsewhere",
]
PAGES = [
    ("front", "/"),
    ("article", "/thetramontane/news-marenza/death-toll-in-galea-ferry-fire-rises-to-17"),
    ("interview", "/tarek-montalban/interviews/interview-with-prime-minister-leila-boustani"),
    ("gallery", "/thetramontane/lifestyle-culture/the-harbour-at-dawn"),
    ("results", "/search?q=ferry+padlock"),
    ("results-none", "/search?q=zeppelin"),
    ("day", "/2012/03/15"),
    ("year", "/2012"),
    ("missing", "/nothing/at/all"),
]


def pretty(text):
    """JSON with indents; keys stay in the order of the program."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def import_report(archive, folder):
    """The report without what differs from machine to machine."""
    path = os.path.join(folder, "report.json")
    kit.run("import", archive, "--report", path, kit.SAMPLE)
    report = kit.read_report(path)
    for source in report["sources"]:
        source["path"] = os.path.basename(source["path"])
        for key in ("sha256", "bytes"):
            source.pop(key, None)  # the gzip of another zlib is another file
    for skip in report.get("skipped", []):
        skip["source"] = os.path.basename(skip["source"])
        skip.pop("at", None)
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def make_articles(archive, folder, results):
    """Some of the sample's pieces, with their photos' pages: those whose address ends as kept.txt says."""
    with open(os.path.join(os.path.dirname(EXPECTED), "kept.txt"), encoding="utf-8") as file:
        kept = set(file.read().split())
    export = kit.export_jsonl(archive, os.path.join(folder, "export.jsonl")).decode("utf-8")
    for line in export.rstrip("\n").split("\n"):
        article = json.loads(line)
        if article["path"].split("/attachment/")[0].rsplit("/", 1)[1] in kept:
            results["articles/%s.json" % article["id"]] = pretty(line)


def make_searches(archive, results):
    for name, arguments in SEARCHES:
        out = kit.run("search", archive, *arguments, "--format", "json")
        results["searches/%s.json" % name] = pretty(out)
    for query in FOUND_NOTHING:
        kit.run("search", archive, query, expect=1)
    for query in UNREADABLE:
        kit.run("search", archive, query, expect=2)
    counts = [
        "%s\t%s" % (" ".join(a), kit.run("search", archive, a[0], "--count").strip()) for _, a in SEARCHES
    ]
    results["searches/counts.tsv"] = "\n".join(counts) + "\n"


def make_addresses(archive, results):
    urls = [a if "://" in a else BASE + a for a in ADDRESSES]
    out = kit.run("resolve", archive, text="\n".join(urls) + "\n", expect=1)  # one of them is unknown
    results["addresses.tsv"] = out


def make_pages(archive, results):
    with kit.Server(archive) as server:
        for name, path in PAGES:
            status, headers, body = server.get(path)
            shown = body.decode("utf-8").replace("127.0.0.1:%d" % server.port, "HOST")
            shown = re.sub(r"\?v=[0-9a-f]{8}", "?v=DIGEST", shown)  # a change of style is no change of a page
            results["pages/%s.html" % name] = "<!-- %d %s -->\n%s" % (
                status,
                headers.get("content-type", ""),
                shown,
            )


def make_all(folder):
    """{name below expected/: text}."""
    results = {}
    archive = kit.new_archive(os.path.join(folder, "archive"))
    results["report.json"] = import_report(archive, folder)
    make_articles(archive, folder, results)
    make_searches(archive, results)
    make_addresses(archive, results)
    make_pages(archive, results)
    kit.run("verify", archive)
    return results


def write_expected(results):
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, text in results.items():
        path = os.path.join(EXPECTED, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    print("golden: %d files written to %s" % (len(results), EXPECTED))


def read_expected():
    found = {}
    for base, _, names in os.walk(EXPECTED):
        for name in names:
            path = os.path.join(base, name)
            with open(path, encoding="utf-8", newline="") as file:
                found[os.path.relpath(path, EXPECTED)] = file.read()
    return found


def without_widths(kept):
    """Where backfile-resize was not built (no libvips), photos are offered in their own width alone."""
    if os.path.exists(os.path.join(kit.BUILD, "backfile-resize")):
        return kept
    return {name: re.sub(r' srcset="[^"]*" sizes="[^"]*"', "", text) for name, text in kept.items()}


def compare(kept, made):
    """Prints what differs; gives the number of files."""
    count = 0
    for name in sorted(set(kept) | set(made)):
        if kept.get(name) == made.get(name):
            continue
        count += 1
        before, after = kept.get(name, ""), made.get(name, "")
        lines = difflib.unified_diff(
            before.split("\n"), after.split("\n"), name + " (kept)", name, lineterm=""
        )
        for number, line in enumerate(lines):
            if number == DIFFERENCES_MAX:
                print("  ... and more")
                break
            print(line[:400])
    return count


def main():
    results = make_all(os.getcwd())
    if "--write" in sys.argv:
        write_expected(results)
        return 0
    kept = without_widths(read_expected())
    if not kept:
        print("nothing is kept in %s: run `make golden`, read it, add it" % EXPECTED)
        return 1
    count = compare(kept, results)
    print("golden: %d files, %d differ" % (len(kept), count))
    return 1 if count else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as wrong:
        print(wrong)
        sys.exit(1)
