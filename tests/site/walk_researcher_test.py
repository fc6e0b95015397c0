"""The first ten minutes of a historian: a question of proximity, what it was read as, peaks in time, a
citation, the texts of all that was found, and the page as it once stood."""

import csv
import hashlib
import importlib.util
import io
import json
import re
import urllib.parse

import kit
import walk

QUERY = '("ferry fire" OR ferry W/S door* OR drown*) date:2010..2015'


def ask(archive, visitor):
    walk.step(1, "proximity within a sentence with a truncated word, a span of years, oldest first")
    answer = visitor.search(QUERY, sort="date", limit=100)
    days = [hit["published"] for hit in answer["hits"]]
    assert answer["total"] == len(days) > 5 and days == sorted(days)
    assert all("2010" <= day < "2016" for day in days)
    typed = json.loads(
        kit.run("search", archive, QUERY, "--sort", "date", "--limit", "100", "--format", "json")
    )
    assert [hit["id"] for hit in typed["hits"]] == [hit["id"] for hit in answer["hits"]]
    near = visitor.search("ferry W/S door*")["hits"]
    for hit in near:
        text = visitor.open(hit["path"]).read.words.lower()
        assert "ferry" in text and "door" in text, hit["id"]
    refused = visitor.ask("/api/search?" + urllib.parse.urlencode({"q": 'said:"drown*"'}))
    if refused.status == 400:
        assert "said" in refused.json()["detail"], "a field that is not there is named, not left out"
        walk.waits("1b", "said: and speaker:", "speech (the reading issue)")
    return answer


def read_query(archive, visitor, answer):
    walk.step(
        2, "the query as it was read, with the count of each clause, on the page and in the terminal"
    )
    query = answer["query"]
    assert query["lang"] == "native" and "W/S" in query["native"] and len(query["clauses"]) == 2
    for clause in query["clauses"]:
        alone = visitor.search(clause["text"], limit=0)["total"]
        assert alone == clause["count"] > 0, clause
    page = visitor.open("/search?" + urllib.parse.urlencode({"q": QUERY}))
    assert query["native"] in page.read.words
    told = kit.run("search", archive, QUERY, "--explain", "--limit", "1")
    assert all(str(clause["count"]) in told for clause in query["clauses"]), told
    nexis = visitor.ask("/api/search?q=ferry+w%2Fs+door%21&lang=nexis&limit=0")
    if nexis.status == 400:
        assert "nexis" in nexis.json()["detail"], "a dialect that is not there is named"
        walk.waits("2b", "Factiva's, Nexis' and Lucene's spellings", "the dialects (the search issue)")
    else:
        assert "W/S" in nexis.json()["query"]["native"]


def bars(page):
    """{address: count} of the chart."""
    return {
        link["href"]: int(re.search(r"(\d[\d,]*) articles?", link["words"]).group(1).replace(",", ""))
        for link in page.read.links
        if link.get("class") == "bar"
    }


def follow_peak(visitor):
    walk.step(3, "a chart by year; a peak opened gives months, then days")
    page = visitor.open("/search?q=ferry")
    years = visitor.search("ferry", limit=0, facet="year")
    undated = sum(f["count"] for f in years["facets"]["year"] if f["value"] == "undated")
    total = years["total"] - undated
    sizes = []
    for _ in range(2):
        chart = bars(page)
        assert sum(chart.values()) == total, (chart, total)
        peak = max(chart, key=chart.get)
        total = chart[peak]
        page = visitor.open(peak)
        assert re.search(r"\b%d articles?" % total, page.read.words), peak
        sizes.append(total)
    assert sizes[0] > sizes[1] > 0 and "month=" in page.address


def hide_reprints(visitor):
    walk.step(4, "reprints hidden")
    answer = visitor.ask("/api/search?q=ferry+NOT+is%3Areprint")
    if answer.status == 400:
        walk.waits(4, "is:reprint and collapsing of wire copies", "reprints (the reading issue)")
    else:
        assert answer.json()["total"] < visitor.search("ferry")["total"]
    walk.waits(5, "first mention of a name, variants to be dropped", "people (the reading issue)")
    walk.waits(6, "every figure of one event with its source", "figures (the reading issue)")


def cite(visitor, answer):
    walk.step(7, "a citation without edits; a link to the paragraph")
    hit = answer["hits"][0]
    page = visitor.open(hit["path"])
    ris = visitor.open(page.link("RIS"))
    assert ris.headers["content-type"].startswith("application/x-research-info-systems")
    lines = dict(line.split("  - ", 1) for line in ris.text.split("\r\n") if "  - " in line)
    assert lines["TY"] == "NEWS" and lines["TI"] == hit["headline"] and lines["UR"] == hit["url"]
    assert lines["DA"] == hit["published"][:10].replace("-", "/") and lines["T2"] == kit.TITLE
    if importlib.util.find_spec("rispy"):
        import rispy

        entry = rispy.loads(ris.text)[0]
        assert entry["type_of_reference"] == "NEWS" and entry["date"] == lines["DA"], entry
    names = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)"', page.text))
    assert names["citation_publication_date"] == lines["DA"], "what Zotero reads from the page"
    assert 'class="Z3988"' in page.text
    body = visitor.open(hit["path"] + ".json").json()["body"]
    assert {"p%d" % block["p"] for block in body} <= page.read.ids
    walk.waits("7b", "a link to the sentence (#p12s3)", "sentences in the page (the reading issue)")


def download(archive, visitor, answer):
    walk.step(8, "all texts of the answer, as JSON Lines and CSV")
    wanted = {hit["id"] for hit in answer["hits"]}
    lines = kit.run("export", archive, "--format", "jsonl", "--query", QUERY, "-").splitlines()
    pieces = {piece["id"]: piece for piece in map(json.loads, lines)}
    assert set(pieces) == wanted and all(piece["body"] for piece in pieces.values())
    again = kit.run("export", archive, "--format", "jsonl", "--query", QUERY, "-").splitlines()
    assert (
        hashlib.sha256("\n".join(lines).encode()).digest()
        == hashlib.sha256("\n".join(again).encode()).digest()
    )
    rows = list(
        csv.DictReader(
            io.StringIO(kit.run("search", archive, QUERY, "--format", "csv", "--limit", "100"))
        )
    )
    assert len(rows) == len(wanted) and {row["id"] for row in rows} == wanted
    found, cursor = [], None
    while cursor is not None or not found:
        more = {"cursor": cursor} if cursor else {}
        part = visitor.search(QUERY, sort="date", limit=7, **more)
        found += [hit["id"] for hit in part["hits"]]
        cursor = part.get("cursor")
    assert found == [hit["id"] for hit in answer["hits"]], "page by page nothing is lost or told twice"
    walk.waits(
        "8b", "the same with a manifest of query, date and digest", "corpora (the preservation issue)"
    )


def see_original(archive, visitor, answer):
    walk.step(9, "the page as captured, beside the text: the very bytes, and nothing in them runs")
    hit = answer["hits"][0]
    link = next(a for a in visitor.open(hit["path"]).read.links if a["href"].startswith("/web/"))
    shown = visitor.open(link["href"])
    policy = shown.headers["content-security-policy"]
    assert "sandbox" in policy and "allow-scripts" not in policy
    assert "memento-datetime" in shown.headers and hit["headline"] in shown.read.words
    digits, url = link["href"].split("/", 3)[2:]
    assert (url, digits, link["title"].split()[1]) in walk.record_digests(archive)
    raw = visitor.open(re.sub(r"^/web/(\d{14})/", r"/web/\1id_/", link["href"])).text
    assert hit["headline"] in raw


def main():
    archive = walk.sample("researcher")
    with kit.Server(archive) as server:
        visitor = walk.Visitor(server)
        answer = ask(archive, visitor)
        read_query(archive, visitor, answer)
        follow_peak(visitor)
        hide_reprints(visitor)
        cite(visitor, answer)
        download(archive, visitor, answer)
        see_original(archive, visitor, answer)


if __name__ == "__main__":
    main()
