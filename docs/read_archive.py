#!/usr/bin/env python3
"""Reads a Backfile archive with nothing of Backfile: Python's standard library and the `zstd` command.

    read_archive.py ARCHIVE             lists every article with its text
    read_archive.py ARCHIVE captures    lists every original
    read_archive.py ARCHIVE NUMBER      writes that original, a WARC record, and checks its SHA-256

It is the proof of docs/layout.md, which says what all of it means.
"""
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

DICTIONARY_MAGIC = 0x184D2A5D  # a skippable zstd frame that holds the dictionary of a file
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def open_database(archive):
    path = os.path.abspath(os.path.join(archive, "archive.db"))
    database = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=ro", uri=True)
    database.text_factory = lambda data: data.decode("utf-8", "replace")  # addresses may hold any bytes
    database.row_factory = sqlite3.Row
    if database.execute("PRAGMA user_version").fetchone()[0] != 4:
        sys.exit("this reader knows layout 4 only")
    return database


def list_articles(database):
    articles = database.execute(
        "SELECT article.*, version.text AS text, section.label AS section_name FROM article"
        " JOIN version ON version.number = article.version LEFT JOIN section ON section.number = section"
        " WHERE held IS NOT 'withheld' ORDER BY article.id")
    for article in articles:
        authors = database.execute(
            "SELECT coalesce(article_author.name, author.label) FROM article_author"
            " JOIN author ON author.number = article_author.author WHERE article = ? ORDER BY position",
            (article["number"],))
        print("id:       ", article["id"])
        print("headline: ", article["headline"] or "")
        print("published:", article["published"] or "undated")
        print("section:  ", article["section_label"] or article["section_name"] or "")
        print("authors:  ", ", ".join(row[0] or "" for row in authors))
        print("address:  ", article["canonical"] or article["url"] or "")
        print("captures: ", *[str(row[0]) for row in database.execute(
            "SELECT capture FROM article_capture WHERE article = ? ORDER BY capture", (article["number"],))])
        print()
        print(article["text"])
        print("-" * 70)


def list_captures(database):
    for row in database.execute("SELECT * FROM capture ORDER BY number"):
        print(row["number"], row["kind"], row["captured"] or "-", row["sha256"], row["url"] or "-", sep="\t")


def unpack(data, dictionary_path=None):
    command = ["zstd", "-d", "-c", "-q"] + (["-D", dictionary_path] if dictionary_path else [])
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def read_record(archive, database, number):
    row = database.execute(
        "SELECT capture.*, warc_file.name AS name FROM capture JOIN warc_file"
        " ON warc_file.number = capture.warc_file WHERE capture.number = ?", (number,)).fetchone()
    if row is None:
        sys.exit(f"there is no capture {number}")
    path = os.path.join(archive, "warc", row["name"])
    with open(path, "rb") as file, tempfile.NamedTemporaryFile() as kept:
        magic, size = (int.from_bytes(file.read(4), "little") for _ in range(2))
        has_dictionary = magic == DICTIONARY_MAGIC
        if has_dictionary:
            frame = file.read(size)
            kept.write(unpack(frame) if frame.startswith(ZSTD_MAGIC) else frame)
            kept.flush()
        file.seek(row["warc_offset"])
        record = unpack(file.read(row["warc_size"]), kept.name if has_dictionary else None)
    head, block = record[:-4].split(b"\r\n\r\n", 1)
    if len(record) != row["raw_size"] or hashlib.sha256(block).hexdigest() != row["sha256"]:
        sys.exit(f"capture {number} is damaged")
    return record


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    database = open_database(sys.argv[1])
    if len(sys.argv) == 2:
        list_articles(database)
    elif sys.argv[2] == "captures":
        list_captures(database)
    else:
        sys.stdout.buffer.write(read_record(sys.argv[1], database, int(sys.argv[2])))


if __name__ == "__main__":
    main()
