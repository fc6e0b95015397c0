#!/usr/bin/env python3
"""Puts the tables of a run into docs/performance.md, between marks; the words around them stay.

    tables.py RUN DOCUMENT

RUN is a folder: NAME.txt as game.py prints it, dated-NAME.txt as dated.py does, growth.jsonl of grow.py,
builds.txt with lines `CORPUS ENGINE SECONDS PEAK_MB BYTES TEXT_BYTES` parted by tabs. A mark is a line of the
document:

    <!-- standing NAME=TITLE; NAME=TITLE -->   how many rows of each run are ahead
    <!-- behind NAME NAME -->                  the rows that are not
    <!-- game NAME -->, <!-- dated NAME -->    a run's table
    <!-- growth -->, <!-- builds -->           how figures grow; building beside others

and what stands behind it, up to `<!-- end -->`, is replaced. What RUN does not hold is left as it is, and
told.
"""
import os
import re
import subprocess
import sys

GROW = os.path.join(os.path.dirname(os.path.abspath(__file__)), "grow.py")
PLACES = ("mean", "median", "p99")
OURS, PEERS, MARKS = 3, {"Lucene": 6, "Tantivy": 7}, {"PISA": 8, "IResearch": 9}  # columns of game.py


def head(columns, left):
    return [line(columns), line(["---"] * left + ["---:"] * (len(columns) - left))]


def line(cells):
    return f"| {' | '.join(str(cell) for cell in cells)} |"


class Run:
    def __init__(self, folder):
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        with open(self.path(name + ".txt"), encoding="utf-8") as f:
            return f.read()

    def rows(self, name):
        cells = [[c.strip() for c in row.strip("|").split("|")] for row in self.text(name).splitlines()
                 if row.startswith("|") and not row.startswith("| ---")]
        return [row for row in cells if row[0] not in ("command", "question")]

    def classes(self, name):
        return [row for row in self.rows(name) if row[1] != "floor"]

    def differing(self, name):
        return re.search(r"that differ: (\d+)", self.text(name))[1]


def ratios(cell):
    return [float(x) for x in cell.split(" / ")]


def game(run, name):
    out = head(["command", "class", "ours", *PEERS, *(f"to {p}" for p in PEERS), *MARKS], 2)
    for row in run.rows(name):
        out.append(line(["(asking)" if row[1] == "floor" else row[0], row[1], *row[OURS:]]))
    return out


def dated(run, name):
    out = [f"Answers that differ: {run.differing('dated-' + name)}.", ""]
    out += head(["question", "ours", *PEERS, *(f"to {p}" for p in PEERS)], 1)
    return out + [line(row) for row in run.rows("dated-" + name)]


def standing(run, names):
    columns = ["corpus", "queries", "rows", "ahead in all three", "ahead in the mean", "counts that differ"]
    out = head(columns, 2)
    for item in names.split(";"):
        name, title = item.strip().split("=")
        rows = run.classes(name)
        all_three = sum(all(x <= 1 for p in PEERS.values() for x in ratios(row[p])) for row in rows)
        means = sum(all(ratios(row[p])[0] <= 1 for p in PEERS.values()) for row in rows)
        queries = "the 962 as they are" if name.endswith("-962") else "drawn"
        out.append(line([title, queries, len(rows), all_three, means, run.differing(name)]))
    return out


def shortfalls(row):
    for peer, column in PEERS.items():
        over = [f"{place} {x:.2f}" for place, x in zip(PLACES, ratios(row[column])) if x > 1]
        if over:
            yield f"{peer} {', '.join(over)}"
    for mark, column in MARKS.items():
        if row[column] != "-" and float(row[column]) > 1:
            yield f"{mark} {row[column]}"


def behind(run, names):
    out = head(["corpus", "command", "class", "behind"], 4)
    for name in names.split():
        for row in run.classes(name):
            over = "; ".join(shortfalls(row))
            if over:
                out.append(line([name, row[0], row[1], over]))
    return out


def growth(run, _):
    command = [sys.executable, GROW, "--draw", run.path("growth.jsonl")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().strip().splitlines()


def builds(run, _):
    out = head(["corpus", "text, MB", "engine", "seconds", "MB/s", "peak memory, MB",
                "index, bytes a byte of text"], 1)
    with open(run.path("builds.txt"), encoding="utf-8") as f:
        for row in f:
            corpus, engine, seconds, peak, size, text = row.rstrip("\n").split("\t")
            mb = int(text) / 1e6
            out.append(line([corpus, f"{mb:,.0f}", engine, f"{float(seconds):.1f}",
                             f"{mb / float(seconds):.0f}", f"{float(peak):,.0f}",
                             f"{int(size) / int(text):.2f}"]))
    return out


TABLES = {"standing": standing, "behind": behind, "game": game, "dated": dated, "growth": growth,
          "builds": builds}


def replace(run, match):
    try:
        table = TABLES[match["kind"]](run, match["names"].strip())
    except FileNotFoundError as missing:
        print(f"{match['kind']} {match['names'].strip()}: no {missing.filename}; the table is left",
              file=sys.stderr)
        return match[0]
    return f"<!-- {match['kind']}{match['names']}-->\n\n" + "\n".join(table) + "\n\n<!-- end -->"


def main():
    folder, document = sys.argv[1:]
    run = Run(folder)
    with open(document, encoding="utf-8") as f:
        text = f.read()
    mark = rf"<!-- (?P<kind>{'|'.join(TABLES)})(?P<names>[^>]*)-->\n.*?<!-- end -->"
    text = re.sub(mark, lambda match: replace(run, match), text, flags=re.S)
    with open(document, "w", encoding="utf-8") as f:
        f.write(text)


if __name__ == "__main__":
    main()
