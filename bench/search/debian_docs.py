#!/usr/bin/env python3
"""Articles from Debian's documentation packages: a hundred thousand pages of real prose, tables and lists.

In: a folder of *-doc packages (.deb), or --download, which has apt fetch those of PACKAGES into it. Out: JSON
lines {"id","text"} on standard output, one for each HTML page, manual page and plain text with 200 characters
or more, in the order of PACKAGES (others behind them by name), then of their archives; no text twice, a long
one cut at a blank, and no more than asked for. The same packages give the same lines. A line on standard
error says how many of each package were taken, with its version.

usage: debian_docs.py [--download] [--most N] FOLDER >articles.jsonl
"""
import argparse
import glob
import gzip
import hashlib
import html
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tarfile

MOST = 115_784
SHORTEST, LONGEST = 200, 6_000  # characters
PACKAGES = """
manpages manpages-dev perl-doc debian-handbook developers-reference installation-guide-amd64 gnome-user-docs
apache2-doc postgresql-doc-15 git-doc zsh-doc linux-doc-6.1 python3.11-doc python-django-doc python-
sqlalchemy-doc python-pandas-doc python-scipy-doc python-sympy-doc python-dask-doc python-astropy-doc cmake-
doc llvm-15-doc erlang-doc ghc-doc racket-doc scala-doc openjdk-17-doc rust-doc libstdc++-12-doc
libboost1.74-doc libeigen3-doc libghc-gi-gtk-doc libghc-lens-doc libghc-pandoc-doc libglib2.0-doc
libgtk-3-doc libjogl2-java-doc qtbase5-doc-html qtdeclarative5-doc-html wx3.2-doc lazarus-doc-2.2
""".split()

DROPPED = re.compile(
    r"<!--.*?-->|<(script|style|head|nav|header|footer)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
BLANKS = re.compile(r"\s+")
MANUAL = re.compile(
    r'^[.\'](?:\\"|[a-z]|TH|PP?|LP|RS|RE|TP|UE|EE|EX).*$|^[.\'][A-Z]+ ?|\\f.|\\s[-+]?\d', re.MULTILINE
)


def text_of_page(name, data):
    """The words of a member of a package, or nothing where it is no page."""
    if name.endswith(".gz"):
        name, data = name[:-3], gzip.decompress(data)
    text = data.decode("utf-8", "replace")
    if name.endswith((".html", ".htm", ".xhtml", ".page")):
        text = html.unescape(DROPPED.sub(" ", text))
    elif "/man/" in name:
        text = MANUAL.sub("", text).replace("\\-", "-").replace("\\&", "")
    text = BLANKS.sub(" ", text).strip()
    if len(text) > LONGEST:
        text = text[: text.rfind(" ", 0, LONGEST) if " " in text[:LONGEST] else LONGEST]
    return text


def is_page(name):
    return re.search(r"\.(html?|xhtml|page|rst|txt|md)(\.gz)?$|/man/.*\.\d[a-z]*\.gz$", name) is not None


def read_package(path):
    """The texts of one package, in the order of its archive."""
    texts = []
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as members:
            for member in members:
                if not member.isfile() or member.size > 8 << 20 or not is_page(member.name):
                    continue
                text = text_of_page(member.name, members.extractfile(member).read())
                if len(text) >= SHORTEST:
                    texts.append(text)
    return path, texts


def in_order(folder):
    paths = {os.path.basename(path).split("_")[0]: path for path in glob.glob(os.path.join(folder, "*.deb"))}
    known = [paths[name] for name in PACKAGES if name in paths]
    return known + sorted(set(paths.values()) - set(known))


def write_all(paths, most):
    seen, count = set(), 0
    with multiprocessing.Pool(2) as pool:
        for path, texts in pool.imap(read_package, paths):
            before = count
            for text in texts:
                key = hashlib.blake2b(text.encode(), digest_size=16).digest()
                if key in seen or count == most:
                    continue
                seen.add(key)
                count += 1
                print(json.dumps({"id": str(count), "text": text}, ensure_ascii=False))
            print(os.path.basename(path), count - before, file=sys.stderr)
            if count == most:
                pool.terminate()
                break
    return count


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--download", action="store_true")
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("folder")
    options = parser.parse_args()
    if options.download:
        os.makedirs(options.folder, exist_ok=True)
        for name in PACKAGES:  # what this release does not have is left out
            subprocess.run(["apt-get", "download", "-qq", name], cwd=options.folder, check=False)
    paths = in_order(options.folder)
    if not paths:
        raise SystemExit(f"no packages in {options.folder}")
    print(write_all(paths, options.most), "articles", file=sys.stderr)


if __name__ == "__main__":
    main()
