#!/usr/bin/env python3
"""Asks engines what readers of a newspaper archive ask: dates, sections, nearness, counts, the newest first.

In: a corpus of corpus_lines --dated on standard input, of which words are drawn by a seed, so that nearly all
questions have hits; engines that answer as ask_dated does (ask_dated.c says how). Out: a table as game.py
prints it, a row for each of KINDS; "-" where an engine cannot be asked that. Answers, with the counts of
facets and the number of the newest article, are compared.

usage: dated.py [--cpu] [--rounds N] [--questions N] NAME=COMMAND... <CORPUS.jsonl
"""
import argparse
import json
import random
import sys

import game

SAMPLE = 50_000  # documents that are kept
FIRST_DAY, DAYS = 13879, 4383  # of corpus_lines --dated
OPERATORS = {"and", "or", "not", "near", "pre", "the", "to"}
# name, command, form (dated.c), words, days of the range or 0, in a section
KINDS = [
    ("a word, newest", "NEWEST", "all", 1, 0, False),
    ("a word in three years, newest", "NEWEST", "all", 1, 1096, False),
    ("a word in a section, newest", "NEWEST", "all", 1, 0, True),
    ("any of three words in a section, newest", "NEWEST", "any", 3, 0, True),
    ("everything in a section, newest", "NEWEST", "every", 0, 0, True),
    ("two words in a month, best", "BEST", "all", 2, 31, False),
    ("any of three words in a year, best", "BEST", "any", 3, 365, False),
    ("a phrase in a year, best", "BEST", "phrase", 2, 365, False),
    ("a NEAR/5 b, best", "BEST", "near", 2, 0, False),
    ("a NEAR/5 b in three years in a section, newest", "NEWEST", "near", 2, 1096, True),
    ("a PRE/5 b, count", "COUNT", "row", 2, 0, False),
    ("a W/S b, best", "BEST", "sentence", 2, 0, False),
    ("a W/P b in three years, newest", "NEWEST", "paragraph", 2, 1096, False),
    ("a word in the lead, best", "BEST", "lead", 1, 0, False),
    ("begins with four letters, count", "COUNT", "begins", 1, 0, False),
    ("a word in three years, count", "COUNT", "all", 1, 1096, False),
    ("page: a word", "PAGE", "all", 1, 0, False),
    ("page: two words in five years", "PAGE", "all", 2, 1826, False),
    ("page: any of three words", "PAGE", "any", 3, 0, False),
    ("page: a phrase", "PAGE", "phrase", 2, 0, False),
    ("page: everything", "PAGE", "every", 0, 0, False),
]


def read_corpus(lines):
    kept = []
    for line in lines:
        article = json.loads(line)
        words = [word for word in article["text"].split() if word[0].isalpha()]
        if len(words) >= 20:
            kept.append((words, int(article["day"]), article["section"]))
        if len(kept) == SAMPLE:
            break
    return kept


def is_fit(words):
    return len(set(words)) == len(words) and all(len(w) > 2 and w not in OPERATORS for w in words)


def draw_words(words, form, count, chance):
    """Words of an article: in a row, near each other, or anywhere."""
    while True:
        if form == "phrase":
            at = chance.randrange(len(words) - count)
            drawn = words[at : at + count]
        elif form in ("near", "row", "sentence", "paragraph"):
            at = chance.randrange(len(words) - 6)
            drawn = [words[at], words[at + 1 + chance.randrange(5)]]
        else:
            drawn = chance.sample(words, count)
        if form == "begins":
            drawn = [word[:4] for word in drawn if len(word) > 4]
        if is_fit(drawn) and len(drawn) == count:
            return drawn


def draw(articles, kind, chance):
    """A line: form, words, first and last day, section."""
    _, _, form, count, days, has_section = kind
    words, day, section = chance.choice(articles)
    drawn = draw_words(words, form, count, chance)
    begin, end = "", ""
    if days:
        begin = max(FIRST_DAY, min(day - chance.randrange(days), FIRST_DAY + DAYS - days))
        end = begin + days - 1
    return f"{form}\t{' '.join(drawn)}\t{begin}\t{end}\t{section if has_section else ''}"


def cell(values):
    return " / ".join(f"{value:.0f}" for value in game.figures(values))


def ask(engines, kind, questions, rounds):
    """Prints one row; how many answers differ."""
    medians, differ = game.measure(engines, kind[1], questions, rounds)
    able = {e.name for e in engines if e.ask(f"{kind[1]}\t{questions[0]}\n".encode())[0] != "UNSUPPORTED"}
    cells = [cell(medians[e.name]) if e.name in able else "-" for e in engines]
    mine = game.figures(medians[engines[0].name])
    for other in engines[1:]:
        theirs = game.figures(medians[other.name])
        shares = " / ".join(f"{a / b:.2f}" for a, b in zip(mine, theirs) if b > 0)
        cells.append(shares if other.name in able else "-")
    print(f"| {kind[0]} | {' | '.join(cells)} |", flush=True)
    wrong = 0
    for question, answers in differ:
        known = {a for e, a in zip(engines, answers) if e.name in able}
        wrong += len(known) > 1
        if len(known) > 1 and wrong <= 2:
            print(f"answers differ: {question!r} {answers}")
    return wrong


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=2)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("engines", nargs="+")
    options = parser.parse_args()
    articles = read_corpus(sys.stdin)
    chance = random.Random(7)
    asked = [[draw(articles, kind, chance) for _ in range(options.questions)] for kind in KINDS]
    engines = [game.Engine(*each.split("=", 1)) for each in options.engines]
    for _ in range(options.warm):
        for kind, questions in zip(KINDS, asked):
            game.measure(engines, kind[1], questions, 1)
    for engine in engines if options.cpu else []:
        engine.choose_thread()
    names = [engine.name for engine in engines]
    ratios = "".join(f" {names[0]}/{name} |" for name in names[1:])
    print(f"| question | {' | '.join(names)} |{ratios}")
    print("| --- |" + " ---: |" * (2 * len(names) - 1))
    wrong = sum(ask(engines, kind, questions, options.rounds) for kind, questions in zip(KINDS, asked))
    print(f"\nanswers that differ: {wrong}")
    for engine in engines:
        engine.close()


if __name__ == "__main__":
    main()
