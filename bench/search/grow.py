#!/usr/bin/env python3
"""How each figure of ours grows: build speed, memory, bytes, time to open, and times of answers, by size.

In: a folder of programs (build_index, do_query), a folder to work in, and for each size NAME=CORPUS=QUERIES:
JSON lines {"id","text"}, plain or packed by zstd (streamed, never unpacked to disk), and queries of draw.py.
Out: JSON lines, one for each size, which grow.py --draw turns into the tables and the drawing of
docs/performance.md.

Building is timed twice, by the processor: with the memory of an import (--memory 96, several segments that
are merged) and, up to --whole megabytes of text, with so much that one segment is made at once. Opening is
the median of 9 new processes by the clock, the files in the page cache. Answers are timed as game.py --cpu
does, ours alone.

usage: grow.py [--whole MB] PROGRAMS FOLDER NAME=CORPUS=QUERIES... >>grow.jsonl
       grow.py --draw grow.jsonl
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

import game

ASKED = [("TOP_10", "union"), ("TOP_10", "intersection"), ("TOP_10", "phrase"), ("TOP_100_COUNT", "union")]
ASKED += [("COUNT", "union"), ("COUNT", "intersection"), ("COUNT", "phrase")]
COLOURS = ["#005f73", "#ae2012", "#ca6702", "#5f0f40", "#386641", "#3a5a9b", "#6d6875"]


class Counted:
    """Lines of a corpus, and the bytes of their texts."""

    def __init__(self, path):
        self.path, self.articles, self.bytes = path, 0, 0

    def count(self):
        with self.open() as process:
            for line in process.stdout:
                self.articles += 1
                self.bytes += len(line) - len(b'{"id": "", "text": ""}\n') - len(str(self.articles))
        return self

    def open(self):
        command = ["zstd", "-dcq", self.path] if self.path.endswith(".zst") else ["cat", self.path]
        return subprocess.Popen(command, stdout=subprocess.PIPE)


def tree_bytes(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))


def build(program, folder, corpus, megabytes):
    """Seconds of the processor and peak memory in MB."""
    shutil.rmtree(folder, ignore_errors=True)
    with corpus.open() as source:
        command = [program, "--memory", str(megabytes), folder]
        with subprocess.Popen(command, stdin=source.stdout) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{program} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def open_ms(program, folder):
    took = [int(subprocess.check_output([program, "--open", folder])) for _ in range(9)]
    return round(statistics.median(took) / 1e3, 2)


def ask(program, folder, queries):
    """[mean, median, 99th percentile] in microseconds by command and class."""
    classes = game.read_queries(queries, 0)
    engine = game.Engine("ours", f"{program} {folder}")
    for command, name in ASKED:
        game.measure([engine], command, classes[name], 1)
    engine.choose_thread()
    found = {}
    for command, name in ASKED:
        medians, _ = game.measure([engine], command, classes[name], 3)
        found[f"{command} {name}"] = [round(value, 1) for value in game.figures(medians["ours"])]
    engine.close()
    return found


def measure(options, name, path, queries):
    corpus = Counted(path).count()
    folder = os.path.join(options.folder, "grow-" + name)
    make, answer = (os.path.join(options.programs, program) for program in ("build_index", "do_query"))
    row = {"name": name, "articles": corpus.articles, "text_mb": round(corpus.bytes / 1e6, 1)}
    if corpus.bytes <= options.whole * 1e6:
        row["whole_s"], row["whole_peak_mb"] = build(make, folder, corpus, 4 * options.whole)
    row["merged_s"], row["merged_peak_mb"] = build(make, folder, corpus, 96)
    row["index_mb"] = round(tree_bytes(folder) / 1e6, 2)
    row["open_ms"] = open_ms(answer, folder)
    row["answers"] = ask(answer, folder, queries)
    print(json.dumps(row), flush=True)


# ---- drawing ----


def build_table(rows):
    made = "MB/s, merged | peak, MB | MB/s, one segment | peak, MB"
    print(f"| articles | text, MB | {made} | index / text | open, ms |")
    print("| ---: " * 8 + "|")
    for r in rows:
        whole = ("-", "-")
        if "whole_s" in r:
            whole = (f"{r['text_mb'] / r['whole_s']:.0f}", f"{r['whole_peak_mb']:.0f}")
        print(
            f"| {r['articles']:,} | {r['text_mb']:,.0f} | {r['text_mb'] / r['merged_s']:.0f} "
            f"| {r['merged_peak_mb']:.0f} | {whole[0]} | {whole[1]} "
            f"| {r['index_mb'] / r['text_mb']:.3f} | {r['open_ms']:.2f} |"
        )


def answer_table(rows):
    sizes = " | ".join(format(r["articles"], ",") for r in rows)
    print(f"\n| mean / 99th percentile, microseconds | {sizes} |")
    print("| --- |" + " ---: |" * len(rows))
    for key in rows[0]["answers"]:
        cells = [f"{r['answers'][key][0]:,.0f} / {r['answers'][key][2]:,.0f}" for r in rows]
        print(f"| {key.replace(' ', ', ')} | {' | '.join(cells)} |")


def svg(rows):
    """Mean times over sizes, both in powers of ten."""
    import math

    left, top, width, height, names = 60, 20, 460, 320, 180
    x0, x1 = (math.log10(rows[at]["articles"]) for at in (0, -1))
    means = [value[0] for r in rows for value in r["answers"].values()]
    y0, y1 = math.floor(math.log10(min(means))), math.ceil(math.log10(max(means)))

    def place(articles, value):
        x = left + (math.log10(articles) - x0) / (x1 - x0) * width
        return x, top + (y1 - math.log10(value)) / (y1 - y0) * height

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + names} {top + height + 40}" '
        'font-family="sans-serif" font-size="12">',
        "<title>Mean time of an answer in microseconds by number of articles</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for power in range(y0, y1 + 1):
        y = place(rows[0]["articles"], 10**power)[1]
        out.append(f'<path d="M{left} {y:.0f}h{width}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{10**power:,}</text>')
    for r in rows:
        x = place(r["articles"], 10**y0)[0]
        out.append(f'<text x="{x:.0f}" y="{top + height + 20}" text-anchor="middle">{r["articles"]:,}</text>')
    for colour, (at, key) in zip(COLOURS, enumerate(rows[0]["answers"])):
        points = [place(r["articles"], r["answers"][key][0]) for r in rows]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        label = top + 14 + 20 * at
        out.append(f'<path d="M{left + width + 12} {label - 4}h18" stroke="{colour}" stroke-width="2"/>')
        out.append(f'<text x="{left + width + 36}" y="{label}">{key.replace(" ", ", ")}</text>')
    return "\n".join(out + ["</svg>", ""])


def draw(path):
    with open(path, encoding="utf-8") as lines:
        rows = sorted((json.loads(line) for line in lines), key=lambda row: row["articles"])
    build_table(rows)
    answer_table(rows)
    with open(os.path.splitext(path)[0] + ".svg", "w", encoding="utf-8") as out:
        out.write(svg(rows))


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--whole", type=int, default=1100)
    parser.add_argument("--draw")
    parser.add_argument("programs", nargs="?")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("sizes", nargs="*")
    options = parser.parse_args()
    if options.draw:
        return draw(options.draw)
    for size in options.sizes:
        measure(options, *size.split("="))
    return 0


if __name__ == "__main__":
    sys.exit(main())
