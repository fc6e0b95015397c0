#!/bin/sh
# An archive of each older layout, kept here as SQL and a file of originals, opens, is brought up to date and
# says the same as when it was made. A new layout adds a folder: layout-N/archive.sql, 000001.warc.zst, expected.txt.
set -eu
open=$2 source=$3
command -v python3 >/dev/null || { echo "skipped: needs python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for kept in "$source"/tests/layout/layout-*; do
    archive=$work/$(basename "$kept")
    mkdir -p "$archive/warc"
    python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())' \
        "$archive/archive.db" "$kept/archive.sql"
    cp "$kept/000001.warc.zst" "$archive/warc/"
    "$open" "$archive" >"$work/told" || { cat "$work/told"; echo "FAILED: $kept"; exit 1; }
    diff "$kept/expected.txt" "$work/told" || { echo "FAILED: $kept says something else"; exit 1; }
done
echo "all opened"
