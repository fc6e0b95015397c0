#!/usr/bin/env python3
"""Scores extraction against pages with gold, each set as it is scored at home.

In:  a folder of sets (SET/gold.jsonl and the pages that it names): --data, else $BACKFILE_DATA/extraction;
     a program that reads lines PATH<TAB>URL and writes one JSON article a line: --program, else
     `backfile extract --list /dev/stdin`.
Out: a line a set; with -v the worst pages of each first, with what went wrong.

Measures: scrapinghub, news424: bag of 4-word runs, tp/fp/fn of a page divided by their sum, F1 of mean
precision and mean recall. fundus_eval: ROUGE-LSum. trafilatura: segments that must and must not be there.
wcxb and others: F1 of the bag of words, mean over pages. Titles: equal after folding case, quotes and blanks.
Authors: as a set of names. Dates: equal day.
"""
import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys
import unicodedata


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def runs4(text):
    # As the benchmark of scrapinghub cuts: words and marks apart by blanks; a short text is one run.
    tokens = re.findall(r"\w+", text or "", re.UNICODE)
    if not tokens:
        return collections.Counter()
    if len(tokens) < 4:
        return collections.Counter([tuple(tokens)])
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(len(tokens) - 3))


def counts(gold, found):
    tp = sum((gold & found).values())
    fp = sum((found - gold).values())
    fn = sum((gold - found).values())
    total = tp + fp + fn
    return (tp / total, fp / total, fn / total) if total else (0.0, 0.0, 0.0)


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def prf_bag(gold, found):
    tp = sum((gold & found).values())
    p = tp / sum(found.values()) if found else (1.0 if not gold else 0.0)
    r = tp / sum(gold.values()) if gold else 1.0
    return p, r, f1(p, r)


def lcs_hits(ref, cand_sentences):
    """Positions of ref that lie in a longest common subsequence with any candidate sentence."""
    hits = set()
    for cand in cand_sentences:
        if not ref or not cand:
            continue
        table = [[0] * (len(cand) + 1) for _ in range(len(ref) + 1)]
        for i, a in enumerate(ref):
            row, above = table[i + 1], table[i]
            for j, b in enumerate(cand):
                row[j + 1] = above[j] + 1 if a == b else max(row[j], above[j + 1])
        i, j = len(ref), len(cand)
        while i and j:
            if ref[i - 1] == cand[j - 1]:
                hits.add(i - 1)
                i, j = i - 1, j - 1
            elif table[i - 1][j] >= table[i][j - 1]:
                i -= 1
            else:
                j -= 1
    return hits


def rouge_lsum(gold, found):
    split = lambda t: [words(line) for line in re.split(r"\n+", t or "") if words(line)]
    ref, cand = split(gold), split(found)
    left_ref = collections.Counter(w for s in ref for w in s)
    left_cand = collections.Counter(w for s in cand for w in s)
    size_ref, size_cand = sum(left_ref.values()), sum(left_cand.values())
    if not size_ref or not size_cand:
        return 0.0, 0.0, 0.0
    by_word = collections.defaultdict(set)
    for n, sentence in enumerate(cand):
        for word in sentence:
            by_word[word].add(n)
    hits = 0
    for sentence in ref:
        near = collections.Counter(n for w in set(sentence) for n in by_word[w])
        best = [cand[n] for n, _ in near.most_common(8)]
        for i in sorted(lcs_hits(sentence, best)):
            word = sentence[i]
            if left_cand[word] > 0 and left_ref[word] > 0:
                hits += 1
                left_cand[word] -= 1
                left_ref[word] -= 1
    p, r = hits / size_cand, hits / size_ref
    return p, r, f1(p, r)


def fold(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    text = re.sub("[\u2018\u2019\u201b\u2032`\u00b4]", "'", text)
    text = re.sub("[\u201c\u201d\u201e\u201f\u00ab\u00bb]", '"', text)
    text = re.sub("[\u2010-\u2015]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def names_of(values):
    out = set()
    for value in values or []:
        for name in re.split(r",| and | & |;", value):
            name = fold(name).strip(" .")
            if name:
                out.add(name)
    return out


def run_program(program, folder, golds):
    # --list takes a file; /dev/stdin serves for the pipe
    lines = "".join("%s\t%s\n" % (os.path.join(folder, g["html"]), g.get("url", "")) for g in golds)
    done = subprocess.run(shlex.split(program), input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answer = done.stdout.decode("utf-8", "replace")
    articles = [json.loads(line) for line in answer.split("\n") if line.strip()]
    if len(articles) != len(golds):
        sys.exit("score: %d pages in, %d articles out" % (len(golds), len(articles)))
    return articles


def show(verbose, rows, what):
    if not verbose:
        return
    rows.sort(key=lambda row: row[0])
    for row in rows[:verbose]:
        print("    %s %.3f %s" % (what, row[0], "  ".join(str(part) for part in row[1:])))


def score_runs(golds, articles, verbose):
    sums, rows = [0, 0], []
    for g, a in zip(golds, articles):
        tp, fp, fn = counts(runs4(g["body"]), runs4(a.get("text")))
        p = tp / (tp + fp) if tp + fp else (1.0 if tp + fn == 0 else 0.0)
        r = tp / (tp + fn) if tp + fn else 1.0
        sums[0] += p
        sums[1] += r
        rows.append((f1(p, r), "p %.2f r %.2f" % (p, r), g["id"], g.get("gold_in_html", "")))
    n = len(golds)
    p, r = sums[0] / n, sums[1] / n
    print("  4-word runs F1 %.4f  p %.4f r %.4f  (%d pages)" % (f1(p, r), p, r, n))
    show(verbose, rows, "runs")


def score_mean(golds, articles, verbose, measure, name):
    rows, sums = [], [0.0, 0.0, 0.0]
    for g, a in zip(golds, articles):
        text = re.sub(r"^\[|\]$", "", g["body"], flags=re.M) if name.startswith("ROUGE") else g["body"]
        p, r, f = measure(text, a.get("text"))
        sums = [s + v for s, v in zip(sums, (p, r, f))]
        rows.append((f, "p %.2f r %.2f" % (p, r), g["id"], g.get("page_type", ""), a.get("pageKind", "")))
    n = max(1, len(golds))
    means = tuple(total / n for total in (sums[2], sums[0], sums[1]))
    print("  %s F1 %.4f  p %.4f r %.4f  (%d pages)" % (name, *means, len(golds)))
    show(verbose, rows, name)


def score_segments(golds, articles, verbose):
    tp = fp = tn = fn = 0
    rows = []
    for g, a in zip(golds, articles):
        text = a.get("text") or ""
        missing = [s for s in g.get("with") or [] if s not in text]
        extra = [s for s in g.get("without") or [] if s in text]
        fn += len(missing)
        tp += len(g.get("with") or []) - len(missing)
        fp += len(extra)
        tn += len(g.get("without") or []) - len(extra)
        if missing or extra:
            rows.append((-len(missing) - len(extra), g["id"], "missing", missing, "extra", extra))
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    accuracy = (tp + tn) / max(1, tp + tn + fp + fn)
    print("  segments F %.4f  p %.4f r %.4f accuracy %.4f" % (f1(p, r), p, r, accuracy))
    show(verbose, rows, "segments")


def score_titles(golds, articles, verbose):
    pairs = [(g, a) for g, a in zip(golds, articles) if g.get("title")]
    wrong = [
        (0, g["id"], g["title"], "|", a.get("headline"))
        for g, a in pairs
        if fold(g["title"]) != fold(a.get("headline"))
    ]
    if pairs:
        print("  titles %.4f  (%d)" % (1 - len(wrong) / len(pairs), len(pairs)))
        show(verbose, wrong, "title")


def score_authors(golds, articles, verbose):
    tp = fp = fn = 0
    rows = []
    for g, a in zip(golds, articles):
        if "authors" not in g:
            continue
        found = a.get("authors") or []
        found = [x["name"] if isinstance(x, dict) else x for x in found]
        gold, own = names_of(g["authors"]), names_of(found)
        tp += len(gold & own)
        fp += len(own - gold)
        fn += len(gold - own)
        if gold != own:
            rows.append((0, g["id"], sorted(gold), "|", sorted(own)))
    if tp + fn:
        p, r = tp / max(1, tp + fp), tp / (tp + fn)
        print("  authors F1 %.4f  p %.4f r %.4f" % (f1(p, r), p, r))
        show(verbose, rows, "authors")


def score_dates(golds, articles, verbose):
    tp = fp = fn = 0
    rows = []
    for g, a in zip(golds, articles):
        if not g.get("date"):
            continue
        gold, own = g["date"][:10], (a.get("published") or "")[:10]
        tp += gold == own
        fp += gold != own and own != ""
        fn += own == ""
        if gold != own:
            rows.append((0, g["id"], gold, "|", own, a.get("modified", "")))
    if tp + fp + fn:
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        print("  dates F %.4f  p %.4f r %.4f  (right %d wrong %d none %d)" % (f1(p, r), p, r, tp, fp, fn))
        show(verbose, rows, "date")


def similar(a, b):
    a, b = words(a), words(b)
    if not a or not b:
        return 0.0
    return prf_bag(collections.Counter(a), collections.Counter(b))[2]


def score_images(golds, articles, verbose):
    for field in ("caption", "credit"):
        tp = fp = fn = 0
        rows = []
        for g, a in zip(golds, articles):
            gold = [i[field] for i in g.get("images") or [] if i.get(field)]
            gold = [", ".join(t) if isinstance(t, list) else t for t in gold]
            media = a.get("media") or []
            if field == "caption":
                own = [m.get("caption") for m in media]
            else:
                own = [(m.get("credit") or {}).get("raw") for m in media]
            own = [o for o in own if o]
            left = list(own)
            for text in gold:
                best = max(left, key=lambda o: similar(o, text), default=None)
                if best is not None and similar(best, text) >= 0.9:
                    tp += 1
                    left.remove(best)
                else:
                    fn += 1
                    rows.append((0, g["id"], repr(text)[:150], "|", repr(own)[:200]))
            fp += len(left) if g.get("images") is not None else 0
        if tp + fn:
            p, r = tp / max(1, tp + fp), tp / (tp + fn)
            print("  %ss F1 %.4f  p %.4f r %.4f" % (field, f1(p, r), p, r))
            show(verbose, rows, field)


PIECES = {"article", "interview", "opinion", "editorial", "gallery", "photo"}


def score_kinds(golds, articles, verbose):
    tp = fp = fn = 0
    rows = []
    for g, a in zip(golds, articles):
        gold, own = g.get("page_type", "article") == "article", a.get("pageKind") in PIECES
        tp += gold and own
        fp += own and not gold
        fn += gold and not own
        if gold != own:
            rows.append((0, g["id"], g.get("page_type", "article"), "|", a.get("pageKind")))
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    print("  article or not F1 %.4f  p %.4f r %.4f" % (f1(p, r), p, r))
    show(verbose, rows, "kind")


def bag(gold, found):
    return prf_bag(collections.Counter(words(gold)), collections.Counter(words(found)))


def score_set(name, folder, program, verbose, what):
    golds = [json.loads(line) for line in open(os.path.join(folder, name, "gold.jsonl"), encoding="utf-8")]
    articles = run_program(program, folder, golds)
    print("%s (%d pages)" % (name, len(golds)))
    wants = lambda part: not what or part in what
    failed = [a for a in articles if "error" in a]
    for a in failed:
        print("  error", a["path"], a["error"])
    if wants("body"):
        bodied = [(g, a) for g, a in zip(golds, articles) if g.get("body")]
        g2, a2 = [g for g, _ in bodied], [a for _, a in bodied]
        if name in ("scrapinghub", "news424"):
            score_runs(g2, a2, verbose)
        elif name == "fundus_eval":
            score_mean(g2, a2, verbose, rouge_lsum, "ROUGE-LSum")
        elif name == "trafilatura":
            score_segments(golds, articles, verbose)
        elif name == "wcxb":
            articles_only = [(g, a) for g, a in bodied if g.get("page_type") == "article"]
            g1, a1 = [g for g, _ in articles_only], [a for _, a in articles_only]
            score_mean(g1, a1, verbose, bag, "words (articles)")
            score_mean(g2, a2, verbose, bag, "words (all)")
        elif g2:
            score_mean(g2, a2, verbose, bag, "words")
    if wants("title"):
        score_titles(golds, articles, verbose)
    if wants("author"):
        score_authors(golds, articles, verbose)
    if wants("date"):
        score_dates(golds, articles, verbose)
    if wants("image"):
        score_images(golds, articles, verbose)
    if wants("kind") and name != "htmldate":
        score_kinds(golds, articles, verbose)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", help="names of sets; all that are there without")
    parser.add_argument("--data", help="folder of sets; default $BACKFILE_DATA/extraction")
    parser.add_argument("--program", default="backfile extract --list /dev/stdin")
    parser.add_argument("--only", action="append", help="body, title, author, date, image or kind")
    parser.add_argument(
        "-v", "--verbose", nargs="?", type=int, const=15, default=0, help="show the worst N pages"
    )
    args = parser.parse_args()
    folder = args.data or os.path.join(os.environ.get("BACKFILE_DATA", "../shared/data"), "extraction")
    if not os.path.isdir(folder):
        print("score: skipped, no folder '%s'" % folder)
        return
    sets = args.sets or sorted(
        n for n in os.listdir(folder) if os.path.exists(os.path.join(folder, n, "gold.jsonl"))
    )
    for name in sets:
        score_set(name, folder, args.program, args.verbose, args.only)


if __name__ == "__main__":
    main()
