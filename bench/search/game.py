#!/usr/bin/env python3
"""Asks engines the same queries in turn and compares counts and times.

An engine is a program that answers lines COMMAND<TAB>query, one line each (the protocol of the Search
Benchmark, the Game). All engines run at once and are asked each query one after another, so that whatever
else the machine does meets all alike. The time of a query is the median over the rounds; a row of the table
has mean, median and 99th percentile of these over the queries of a class, in microseconds, and the first
engine's share of each. `floor` is what asking alone costs: a command that no engine knows.

With --cpu the time is that of the processor which the engine's answering thread used (Linux, schedstat),
without what other programs took from it: for machines that are shared.

usage: game.py [--cpu] [--rounds N] [--warm N] [--queries-of-class N] QUERIES NAME=COMMAND...
       e.g. game.py queries.jsonl 'ours=build/bench/search/do_query ix' 'lucene=java -cp ... DoQuery lu'
"""
import argparse
import collections
import glob
import json
import shlex
import statistics
import subprocess
import time

CLASSES = ["term", "intersection", "union", "phrase", "negated", "intersection_union"]
COMMANDS = ["TOP_10", "TOP_100", "TOP_1000", "TOP_10_COUNT", "TOP_100_COUNT", "COUNT"]
# Published means of the Game (July 2026, five million articles) as ratios to Lucene 10.4 of the same row.
PUBLISHED = {
    ("TOP_10", "union"): (603 / 323, 379 / 323),
    ("TOP_10", "intersection"): (362 / 253, 398 / 253),
    ("TOP_10", "phrase"): (None, 860 / 968),
    ("TOP_100", "union"): (856 / 621, 637 / 621),
    ("TOP_100_COUNT", "union"): (3221 / 5282, 1510 / 5282),
    ("TOP_100_COUNT", "intersection"): (366 / 522, 411 / 522),
    ("TOP_100_COUNT", "phrase"): (None, 880 / 1568),
    ("COUNT", "union"): (3067 / 375, 315 / 375),
    ("COUNT", "phrase"): (None, 875 / 1545),
}


def run_time(path):
    with open(path, encoding="ascii") as file:
        return int(file.read().split()[0])


class Engine:
    def __init__(self, name, command):
        self.name = name
        self.thread = None  # whose processor time counts; None: the clock counts
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, line):
        begin = time.perf_counter()
        self.process.stdin.write(line)
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        seconds = time.perf_counter() - begin
        if not answer:
            raise SystemExit(f"{self.name} ended at {line!r}")
        return answer.strip().decode(), seconds * 1e6

    def used(self):
        """Microseconds of the processor that the answering thread has used so far."""
        return run_time(self.thread) / 1e3

    def choose_thread(self):
        """The thread that answers: of those with the program's name the one that has worked most."""
        threads = [path[: -len("/comm")] for path in glob.glob(f"/proc/{self.process.pid}/task/*/comm")]
        names = {path: open(path + "/comm", encoding="ascii").read() for path in threads}
        own = names[f"/proc/{self.process.pid}/task/{self.process.pid}"]
        paths = [path + "/schedstat" for path in threads if names[path] == own]
        self.thread = max(paths, key=run_time)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def read_queries(path, most):
    classes = collections.defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query = json.loads(line)
            name = query["tags"][0]
            if name in CLASSES and (most == 0 or len(classes[name]) < most):
                classes[name].append(query["query"])
    return classes


def measure(engines, command, queries, rounds):
    """Medians by engine and query; and the queries on whose count engines differ."""
    times = {engine.name: [[] for _ in queries] for engine in engines}
    counts = {}
    for turn in range(rounds):
        for number, query in enumerate(queries):
            line = f"{command}\t{query}\n".encode()
            first = (turn + number) % len(engines)  # who comes first after a pause finds the processor asleep
            asked = engines[first:] + engines[:first]
            # a thread that waits has its time written up: it is read before a question and after a pause
            for engine in asked:
                before = engine.used() if engine.thread else 0
                counts[engine.name, number], took = engine.ask(line)
                times[engine.name][number].append(took if not engine.thread else before)
            if engines[0].thread:
                time.sleep(0.0002)  # so that the last one waits again
            for engine in engines:
                if engine.thread:
                    times[engine.name][number][-1] = engine.used() - times[engine.name][number][-1]
    differ = [
        (query, [counts[engine.name, number] for engine in engines])
        for number, query in enumerate(queries)
        if len({counts[engine.name, number] for engine in engines}) > 1
    ]
    medians = {name: [statistics.median(t) for t in lists] for name, lists in times.items()}
    return medians, differ


def figures(values):
    ordered = sorted(values)
    return statistics.fmean(ordered), statistics.median(ordered), ordered[int(len(ordered) * 0.99)]


def print_row(command, name, count, engines, medians):
    cells = [figures(medians[engine.name]) for engine in engines]
    text = f"| {command} | {name} | {count} |"
    for cell in cells:
        text += " " + " / ".join(f"{value:.0f}" for value in cell) + " |"
    for other in cells[1:]:
        shares = [mine / value for mine, value in zip(cells[0], other) if value > 0]
        text += " " + " / ".join(f"{share:.2f}" for share in shares) + " |"
    lucene = next((i for i, engine in enumerate(engines) if engine.name == "lucene"), None)
    for ratio in PUBLISHED.get((command, name), (None, None)):
        known = ratio is not None and lucene is not None
        text += f" {cells[0][0] / (cells[lucene][0] * ratio):.2f} |" if known else " - |"
    print(text, flush=True)


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--warm", type=int, default=3)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--commands", default=",".join(COMMANDS))
    parser.add_argument("--classes", default=",".join(CLASSES))
    parser.add_argument("--queries-of-class", type=int, default=0)
    parser.add_argument("queries")
    parser.add_argument("engines", nargs="+")
    options = parser.parse_args()
    classes = read_queries(options.queries, options.queries_of_class)
    engines = [Engine(*each.split("=", 1)) for each in options.engines]
    names = [engine.name for engine in engines]
    ratios = "".join(f" {names[0]}/{name} |" for name in names[1:])
    print(f"| command | class | queries | {' | '.join(names)} |{ratios} /PISA | /IResearch |")
    print("| --- | --- | ---: |" + " ---: |" * (2 * len(names) + 1))
    commands = options.commands.split(",")
    for _ in range(options.warm):
        for command in commands:
            for name in options.classes.split(","):
                measure(engines, command, classes[name], 1)
    for engine in engines if options.cpu else []:
        engine.choose_thread()
    medians, _ = measure(engines, "NOTHING", ["a"] * 200, 3)
    print_row("NOTHING", "floor", 200, engines, medians)
    disagreed = 0
    for command in commands:
        for name in options.classes.split(","):
            medians, differ = measure(engines, command, classes[name], options.rounds)
            print_row(command, name, len(classes[name]), engines, medians)
            disagreed += len(differ)
            for query, counts in differ[:3]:
                print(f"counts differ: {query} {counts}")
    print(f"\ncounts that differ: {disagreed}")
    for engine in engines:
        engine.close()


if __name__ == "__main__":
    main()
