#!/usr/bin/env python3
"""Scores extraction against pages with gold, each set as it is scored at home.

In:  a folder of sets (SET/gold.jsonl and the pages that it names): an argument that is a folder, else --data,
     else $BACKFILE_DATA/extraction; a program that reads lines PATH<TAB>URL and writes one JSON article a line:
     --program, else `backfile extract --list /dev/stdin`.
Out: a line a set and measure, for all pages and for the two halves (by a hash of the page's domain), then the
     rows that are to hold, with their bounds; with -v N the N worst pages of each measure, and what is wrong.

A measure is a function of pairs (gold, article); it gives a Score, or None where no page has such gold.
What is absent from a page's gold is not annotated there, as data/README.md says of authors: so
captions count on the pages whose gold gives any caption, credits on those whose gold gives any
credit. On such a page every text of ours without a gold text is wrong, also at a picture whose own
gold has none. The stricter figure, with the pages whose gold has pictures but not that field,
stands behind it. A picture that gold lists twice counts once; gold gives credits as lists, so what
parts two names there ("," "|" ";" "/") is one mark on both sides.
README.md beside this file says what each measures.
"""
import argparse
import collections
import difflib
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import unicodedata

# The kinds that are one piece; every other kind (list, front, author, tag, search, other) is none.
PIECES = {"article", "interview", "opinion", "editorial", "gallery", "photo"}

# rows: (badness, page id, what is wrong), the worst first
Score = collections.namedtuple("Score", "value detail rows")


# ---- words and runs of them ----


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def runs4(text):
    # As the benchmark of scrapinghub cuts: words without marks; a short text is one run.
    tokens = re.findall(r"\w+", text or "", re.UNICODE)
    if not tokens:
        return collections.Counter()
    if len(tokens) < 4:
        return collections.Counter([tuple(tokens)])
    return collections.Counter(tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3))


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def bag(gold, found):
    gold, found = collections.Counter(words(gold)), collections.Counter(words(found))
    hits = sum((gold & found).values())
    p = hits / sum(found.values()) if found else (1.0 if not gold else 0.0)
    r = hits / sum(gold.values()) if gold else 1.0
    return p, r, f1(p, r)


def lcs_hits(ref, candidates):
    """Positions of ref that lie in a longest common subsequence with any candidate sentence."""
    hits = set()
    for cand in candidates:
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
    """Union of longest common subsequences, over the eight candidate sentences nearest to each sentence."""

    def split(text):
        return [words(line) for line in re.split(r"\n+", text or "") if words(line)]

    ref, cand = split(re.sub(r"^\[|\]$", "", gold, flags=re.M)), split(found)
    left_ref = collections.Counter(w for s in ref for w in s)
    left_cand = collections.Counter(w for s in cand for w in s)
    if not left_ref or not left_cand:
        return 0.0, 0.0, 0.0
    size_ref, size_cand = sum(left_ref.values()), sum(left_cand.values())
    by_word = collections.defaultdict(dict)
    for n, sentence in enumerate(cand):
        for word in sentence:
            by_word[word][n] = True
    hits = 0
    for sentence in ref:
        near = collections.Counter(n for w in dict.fromkeys(sentence) for n in by_word[w])
        for i in sorted(lcs_hits(sentence, [cand[n] for n, _ in near.most_common(8)])):
            word = sentence[i]
            if left_cand[word] > 0 and left_ref[word] > 0:
                hits += 1
                left_cand[word] -= 1
                left_ref[word] -= 1
    p, r = hits / size_cand, hits / size_ref
    return p, r, f1(p, r)


def fold(text):
    """Case, quotes, dashes and blanks of all kinds are one."""
    text = unicodedata.normalize("NFKC", text or "").casefold()
    text = re.sub("[\u2018\u2019\u201a\u201b\u2032`\u00b4]", "'", text)
    text = re.sub('[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]|\'\'', '"', text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def similarity(a, b):
    """1 for equal texts: twice what they share in order, by their sizes, in characters after folding."""
    a, b = fold(a), fold(b)
    if not a or not b or min(len(a), len(b)) * 2 < 0.9 * (len(a) + len(b)) * 0.9:
        return 0.0
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


# ---- measures ----


def found_counts(tp, fp, fn, rows):
    if tp + fn == 0:
        return None
    p, r = tp / max(1, tp + fp), tp / (tp + fn)
    return Score(f1(p, r), "p %.4f r %.4f (right %d, wrong %d, missed %d)" % (p, r, tp, fp, fn), sorted(rows))


def mean_runs(pairs):
    rows, sums = [], [0.0, 0.0]
    for g, a in pairs:
        gold, own = runs4(g["body"]), runs4(a.get("text"))
        hits = sum((gold & own).values())
        p = hits / sum(own.values()) if own else (0.0 if gold else 1.0)
        r = hits / sum(gold.values()) if gold else 1.0
        sums[0] += p
        sums[1] += r
        rows.append((f1(p, r), g["id"], "p %.2f r %.2f gold in page %s" % (p, r, g.get("gold_in_html"))))
    p, r = sums[0] / len(pairs), sums[1] / len(pairs)
    return Score(f1(p, r), "p %.4f r %.4f (%d pages)" % (p, r, len(pairs)), sorted(rows))


def mean_of(measure):
    def run(pairs):
        rows, sums = [], [0.0, 0.0, 0.0]
        for g, a in pairs:
            p, r, f = measure(g["body"], a.get("text"))
            sums = [s + v for s, v in zip(sums, (p, r, f))]
            kinds = "%s %s" % (g.get("page_type", ""), a.get("pageKind"))
            rows.append((f, g["id"], "p %.2f r %.2f %s" % (p, r, kinds)))
        p, r, f = (total / len(pairs) for total in sums)
        return Score(f, "p %.4f r %.4f (%d pages)" % (p, r, len(pairs)), sorted(rows))

    return run


def segments(pairs):
    tp = fp = tn = fn = 0
    rows = []
    for g, a in pairs:
        text = a.get("text") or ""
        missing = [s for s in g.get("with") or [] if s not in text]
        extra = [s for s in g.get("without") or [] if s in text]
        fn += len(missing)
        tp += len(g.get("with") or []) - len(missing)
        fp += len(extra)
        tn += len(g.get("without") or []) - len(extra)
        if missing or extra:
            rows.append((-len(missing) - len(extra), g["id"], "missing %r extra %r" % (missing, extra)))
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    accuracy = (tp + tn) / max(1, tp + tn + fp + fn)
    return Score(f1(p, r), "p %.4f r %.4f accuracy %.4f" % (p, r, accuracy), sorted(rows))


def titles(pairs):
    rows = [
        (0, g["id"], "%r | %r" % (g["title"], a.get("headline")))
        for g, a in pairs
        if fold(g["title"]) != fold(a.get("headline"))
    ]
    return Score(1 - len(rows) / len(pairs), "equal (%d pages)" % len(pairs), sorted(rows))


def names_of(values):
    names = (fold(name).strip(" .") for value in values or [] for name in re.split(r",| and | & |;", value))
    return {name for name in names if name}


def authors(pairs):
    tp = fp = fn = 0
    rows = []
    for g, a in pairs:
        found = [x["name"] if isinstance(x, dict) else x for x in a.get("authors") or []]
        gold, own = names_of(g["authors"]), names_of(found)
        tp += len(gold & own)
        fp += len(own - gold)
        fn += len(gold - own)
        if gold != own:
            rows.append((-len(gold ^ own), g["id"], "%s | %s" % (sorted(gold), sorted(own))))
    return found_counts(tp, fp, fn, rows)


def dates(pairs):
    """Equal day: right; another: wrong; none: missed."""
    tp = fp = fn = 0
    rows = []
    for g, a in pairs:
        gold, own = g["date"][:10], (a.get("published") or "")[:10]
        tp += gold == own
        fp += gold != own and own != ""
        fn += own == ""
        if gold != own:
            rows.append((0, g["id"], "%s | %s modified %s" % (gold, own, a.get("modified"))))
    return found_counts(tp, fp, fn, rows)


def picture_texts(field):
    """Captions, or credits, of a page as a bag; a text is right at 0.9 similarity, each gold text once."""

    def joined(text):
        text = ", ".join(text) if isinstance(text, list) else text or ""
        return re.sub(r"\s*[|;/,]\s*", ", ", text) if field == "credit" else text

    def own_text(media):
        return joined(media.get("caption") if field == "caption" else (media.get("credit") or {}).get("raw"))

    def run(pairs):
        tp = fp = fn = unannotated = 0
        rows = []
        for g, a in pairs:
            gold = {(i.get("url"), joined(i[field])): None for i in g["images"] if i.get(field)}
            gold = [text for _, text in gold]
            left, missed = [t for t in map(own_text, a.get("media") or []) if t], []
            if not gold:
                unannotated += len(left)
                continue
            for text in gold:
                best = max(left, key=lambda own: similarity(own, text), default=None)
                if best is not None and similarity(best, text) >= 0.9:
                    left.remove(best)
                else:
                    missed.append(text)
            tp += len(gold) - len(missed)
            fn += len(missed)
            fp += len(left)
            if missed or left:
                rows.append((-len(missed) - len(left), g["id"], "missed %r wrong %r" % (missed, left)))
        score = found_counts(tp, fp, fn, rows)
        if not score or not unannotated:
            return score
        strict = found_counts(tp, fp + unannotated, fn, [])
        return score._replace(detail="%s; %.4f with %d on pages without such gold" %
                              (score.detail, strict.value, unannotated))

    return run


def is_piece(pairs):
    """Is the page one piece? Gold: wcxb's page type; every page of the other sets is a piece."""
    tp = fp = fn = tn = 0
    rows = []
    for g, a in pairs:
        page_type = g.get("page_type", "article")
        gold, own = page_type == "article", a.get("pageKind") in PIECES
        tp += gold and own
        fp += own and not gold
        fn += gold and not own
        tn += not gold and not own
        if gold != own:
            rows.append((own, g["id"], "is %s, taken for %s" % (page_type, a.get("pageKind"))))
    score = found_counts(tp, fp, fn, rows)
    return score and score._replace(detail=score.detail + " none and seen so %d" % tn)


BODY = {"scrapinghub": ("4-word runs", mean_runs), "news424": ("4-word runs", mean_runs)}
BODY["fundus_eval"] = ("ROUGE-LSum", mean_of(rouge_lsum))


def measures_of(name):
    """(part, label, function, gold field that a page must have) of one set, in the order of printing."""
    if name == "trafilatura":
        yield "body", "segments", segments, "with"
    elif name == "wcxb":
        yield "body", "words, articles", lambda pairs: mean_of(bag)(only_articles(pairs)), "body"
        yield "body", "words, all types", mean_of(bag), "body"
    else:
        yield ("body", *BODY.get(name, ("words", mean_of(bag))), "body")
    yield "title", "titles", titles, "title"
    yield "author", "authors", authors, "authors"
    yield "date", "dates", dates, "date"
    yield "image", "captions", picture_texts("caption"), "images"
    yield "image", "credits", picture_texts("credit"), "images"
    if name != "htmldate":
        yield "kind", "piece or not", is_piece, "html"


def only_articles(pairs):
    return [(g, a) for g, a in pairs if g.get("page_type") == "article"]


# What is to hold: title, part, sets, function, gold field, bound.
ROWS = [
    ("scrapinghub, 4-word runs F1", "body", ["scrapinghub"], mean_runs, "body", 0.975),
    ("fundus_eval, ROUGE-LSum F1", "body", ["fundus_eval"], mean_of(rouge_lsum), "body", 0.955),
    ("news424, 4-word runs F1", "body", ["news424"], mean_runs, "body", 0.93),
    ("trafilatura, segments F", "body", ["trafilatura"], segments, "with", 0.935),
    ("wcxb articles, words F1", "body", ["wcxb"], lambda p: mean_of(bag)(only_articles(p)), "body", 0.945),
    ("wcxb all types, words F1", "body", ["wcxb"], mean_of(bag), "body", 0.88),
    ("htmldate, days F", "date", ["htmldate"], dates, "date", 0.96),
    ("news424 and fundus, titles", "title", ["news424", "fundus"], titles, "title", 0.97),
    ("news424, authors F1", "author", ["news424"], authors, "authors", 0.92),
    ("fundus, authors F1", "author", ["fundus"], authors, "authors", 0.92),
    ("fundus, captions F1", "image", ["fundus"], picture_texts("caption"), "images", 0.90),
    ("fundus, credits F1", "image", ["fundus"], picture_texts("credit"), "images", 0.90),
    ("wcxb, piece or not F1", "kind", ["wcxb"], is_piece, "html", 0.97),
    ("all sets, piece or not F1", "kind", None, is_piece, "html", 0.97),
]


# ---- the run ----


def half_of(gold):
    domain = gold.get("domain") or gold["id"]
    return "ab"[hashlib.sha1(domain.encode()).digest()[0] & 1]


def run_program(program, folder, golds):
    lines = "".join("%s\t%s\n" % (os.path.join(folder, g["html"]), g.get("url", "")) for g in golds)
    done = subprocess.run(shlex.split(program), input=lines.encode(), stdout=subprocess.PIPE, check=False)
    answer = done.stdout.decode("utf-8", "replace")
    articles = [json.loads(line) for line in answer.split("\n") if line.strip()]
    if len(articles) != len(golds):
        sys.exit("score: %d pages in, %d articles out" % (len(golds), len(articles)))
    return list(zip(golds, articles))


def having(pairs, field):
    return [(g, a) for g, a in pairs if g.get(field) or (field in g and field in ("authors", "images"))]


def scores(measure, field, pairs):
    """Of all pages, of half a and of half b; a half without such pages gives None."""
    pairs = having(pairs, field)
    parts = [pairs] + [[(g, a) for g, a in pairs if half_of(g) == half] for half in "ab"]
    return [measure(part) if part and having(part, field) else None for part in parts]


def figure(score):
    return "%.4f" % score.value if score else "  -   "


def show_set(name, pairs, options):
    print("%s (%d pages)" % (name, len(pairs)))
    for g, a in pairs:
        if "error" in a:
            print("  error", g["id"], a["error"])
    for part, label, measure, field in measures_of(name):
        if options.only and part not in options.only:
            continue
        whole, a, b = scores(measure, field, pairs)
        if not whole:
            continue
        halves = "" if options.half else "a %s b %s  " % (figure(a), figure(b))
        print("  %-16s %.4f  %s%s" % (label, whole.value, halves, whole.detail))
        for row in whole.rows[: options.verbose]:
            print("    %s %s %s" % (label, row[1], row[2] if row[0] <= 0 else "%.3f %s" % (row[0], row[2])))


def show_rows(by_set, options):
    print("\n%-30s %8s %8s %8s   bound" % ("to hold", "all", "half a", "half b"))
    for title, part, names, measure, field, bound in ROWS:
        names = [n for n in by_set if n != "htmldate"] if names is None else names
        if any(n not in by_set for n in names) or (options.only and part not in options.only):
            continue
        whole, a, b = scores(measure, field, [pair for n in names for pair in by_set[n]])
        if whole:
            mark = "" if whole.value > bound else "  below"
            print("%-30s %8s %8s %8s > %.3f%s" % (title, figure(whole), figure(a), figure(b), bound, mark))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", help="a folder of sets, names of sets; all that are there without")
    parser.add_argument("--data", help="folder of sets; default $BACKFILE_DATA/extraction")
    parser.add_argument("--program", default="backfile extract --list /dev/stdin")
    parser.add_argument("--only", action="append", help="body, title, author, date, image or kind")
    parser.add_argument("--half", choices=("a", "b"), help="only the pages of that half of the domains")
    parser.add_argument("--page", action="append", help="only pages whose id begins so")
    parser.add_argument("-v", "--verbose", nargs="?", type=int, const=15, default=0, help="the worst N pages")
    options = parser.parse_args()
    folders = [w for w in options.what if os.path.isdir(w)]
    default = os.path.join(os.environ.get("BACKFILE_DATA", "../shared/data"), "extraction")
    options.folder = folders[0] if folders else options.data or default
    options.sets = [w for w in options.what if w not in folders]
    return options


def is_wanted(gold, options):
    if options.half and half_of(gold) != options.half:
        return False
    return not options.page or any(gold["id"].startswith(page) for page in options.page)


def main():
    options = read_options()
    if not os.path.isdir(options.folder):
        print("score: skipped, no folder '%s'" % options.folder)
        return
    there = os.listdir(options.folder)
    there = sorted(n for n in there if os.path.exists(os.path.join(options.folder, n, "gold.jsonl")))
    by_set = {}
    for name in options.sets or there:
        with open(os.path.join(options.folder, name, "gold.jsonl"), encoding="utf-8") as lines:
            golds = [g for g in map(json.loads, lines) if is_wanted(g, options)]
        if golds:
            by_set[name] = run_program(options.program, options.folder, golds)
            show_set(name, by_set[name], options)
    show_rows(by_set, options)


if __name__ == "__main__":
    main()
