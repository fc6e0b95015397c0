#!/usr/bin/env python3
"""How good the first ten hits are: nDCG@10 on judged queries, beside plain BM25.

In: `backfile`, and what is judged:
  sample   the sample newspaper as an archive, and the grades of judged.txt, which were written by hand
  reuters  Reuters-21578 with topics and places as relevance: the query is the topic's words (TOPIC_WORDS
           where the code is no word), and a piece is right (1) where it has the topic. Topics and places of
           10 pieces or more, but the places of more than a tenth of all
Out: a line for each ranking: the mean over the queries, and with -v each query with its value.

`ours` is a search by relevance as a reader gets it: BM25F over headline, lead and body, and nearness; all
words must be there. With --lucene COMMAND (peers/lucene, class Rank) the same pieces, headline and text as
one field, are ranked by Lucene's BM25: all words, and any word. `ours, any` is --lang lucene.

The gain of a grade is 2^grade - 1, divided by log2(rank + 1).

usage: judge.py [-v] [--lucene COMMAND] BACKFILE sample ARCHIVE
       judge.py [-v] [--lucene COMMAND] BACKFILE reuters ARTICLES.jsonl [ARCHIVE: made where it is absent]
"""
import argparse
import collections
import json
import math
import os
import re
import shlex
import subprocess
import sys
import tempfile

DEPTH = 10
FEWEST, LARGEST_SHARE = 10, 0.1
TOPIC_WORDS = {
    "acq": "acquisition",
    "bop": "balance of payments",
    "cpi": "consumer prices",
    "dlr": "dollar",
    "earn": "earnings",
    "gnp": "gross national product",
    "ipi": "industrial production",
    "lei": "leading indicators",
    "money-fx": "foreign exchange",
    "nat-gas": "natural gas",
    "pet-chem": "petrochemicals",
    "veg-oil": "vegetable oil",
    "wpi": "wholesale prices",
    "uk": "britain",
    "ussr": "soviet union",
    "uae": "united arab emirates",
}


def ndcg(found, grades):
    """Of a list of ids, given the grades of all that are worth something."""
    gained = sum((2 ** grades.get(name, 0) - 1) / math.log2(at + 2) for at, name in enumerate(found[:DEPTH]))
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    return gained / sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(ideal))


def read_judged(path):
    """[(query, {piece: grade})]"""
    judged = []
    with open(path, encoding="utf-8") as lines:
        for line in (line.rstrip("\n") for line in lines):
            graded = re.fullmatch(r"([123]): (.+)", line)
            if graded:
                judged[-1][1].update({name: int(graded[1]) for name in graded[2].split()})
            elif line and not line.startswith("#"):
                judged.append((line, {}))
    return judged


def judge_topics(articles):
    """The same of topics and places: pieces by topic, each of grade 1."""
    pieces = collections.defaultdict(dict)
    for article in articles:
        for kind in ("topics", "places"):
            for code in article.get(kind, []):
                pieces[kind, code][article["id"]] = 1
    judged = []
    for (kind, code), grades in sorted(pieces.items()):
        if len(grades) >= FEWEST and (kind == "topics" or len(grades) <= LARGEST_SHARE * len(articles)):
            judged.append((TOPIC_WORDS.get(code, code.replace("-", " ")), grades))
    return judged


def search(backfile, archive, query, name_of, language="native"):
    how = ["--lang", language, "--limit", str(DEPTH), "--format", "jsonl"]
    command = [backfile, "search", *how, archive, query]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"no answer to {query!r}")
    return [name_of(json.loads(line)) for line in done.stdout.decode().splitlines()]


def read_articles(path):
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [article for article in articles if article.get("body")]


def make_archive(backfile, folder, articles):
    """Reuters as an archive: headline, dateline, text, time."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for a in articles:
            line = {
                "id": a["id"],
                "url": f"https://reuters.example/1987/{a['id']}",
                "headline": a["title"],
                "published": a["date"],
                "body": f"{a.get('dateline', '')} {a['body']}".strip(),
            }
            out.write(json.dumps(line) + "\n")
        out.flush()
        for command in (["init", folder, "--title", "Reuters 1987"], ["import", folder, out.name]):
            subprocess.run([backfile, *command], check=True, stdout=subprocess.DEVNULL)


def rank_plainly(lucene, mode, texts, queries):
    lines = ["%s\t%s" % (name, " ".join(text.split())) for name, text in texts] + [""] + queries
    done = subprocess.run(
        shlex.split(lucene) + [mode],
        input="\n".join(lines).encode() + b"\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return [line.split() for line in done.stdout.decode().split("\n")][: len(queries)]


def piece_name(hit):
    return hit["path"].rsplit("/", 1)[-1]


def export_texts(backfile, archive):
    """Headline and text of each piece with a text, by the last part of its address."""
    done = subprocess.run(
        [backfile, "export", "--format", "jsonl", archive, "-"], stdout=subprocess.PIPE, check=True
    )
    for line in done.stdout.decode().splitlines():
        article = json.loads(line)
        body = " ".join(block.get("text", "") for block in article.get("body") or [])
        captions = " ".join(media.get("caption") or "" for media in article.get("media") or [])
        yield piece_name(article), f"{article.get('headline') or ''} {body} {captions}"


def judge_ours(backfile, archive, judged, language="native"):
    """nDCG@10 by query."""
    return [ndcg(search(backfile, archive, q, piece_name, language), grades) for q, grades in judged]


def report(name, values, judged, is_long):
    print(f"{name:24} {sum(values) / len(values):.3f}   queries {len(values)}", flush=True)
    for (query, _), value in zip(judged, values) if is_long else []:
        print(f"    {value:.3f} {query}")


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--lucene")
    parser.add_argument("backfile")
    parser.add_argument("what", choices=["sample", "reuters"])
    parser.add_argument("source")
    parser.add_argument("archive", nargs="?")
    options = parser.parse_args()
    if options.what == "sample":
        archive = options.source
        judged = read_judged(os.path.join(os.path.dirname(os.path.abspath(__file__)), "judged.txt"))
        texts = list(export_texts(options.backfile, archive))
    else:
        articles = read_articles(options.source)
        judged = judge_topics(articles)
        texts = [(a["id"], f"{a['title']} {a.get('dateline', '')} {a['body']}") for a in articles]
        archive = options.archive or os.path.join(tempfile.mkdtemp(), "archive")
        if not os.path.exists(archive):
            make_archive(options.backfile, archive, articles)
    report("ours", judge_ours(options.backfile, archive, judged), judged, options.v)
    report("ours, any", judge_ours(options.backfile, archive, judged, "lucene"), judged, options.v)
    for mode in ("all", "any") if options.lucene else []:
        found = rank_plainly(options.lucene, mode, texts, [query for query, _ in judged])
        values = [ndcg(ids, grades) for ids, (_, grades) in zip(found, judged)]
        report(f"BM25 (Lucene), {mode}", values, judged, options.v)


if __name__ == "__main__":
    sys.exit(main())
