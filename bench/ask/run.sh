#!/bin/sh
# Measures questions to an archive made from a seed, in one process.
# usage: bench/ask/run.sh BUILD-FOLDER [ARTICLES, else 20000] [ARCHIVE: kept, and taken as it is where it is there]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1
articles=${2:-20000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archive=${3:-$work/archive}
if [ ! -e "$archive/archive.db" ]; then
    PYTHONPATH="$here/../../sample:$here/../../scripts" python3 -B -c \
        'import sys, grow; grow.write_site(sys.argv[1], int(sys.argv[2]), 20080107)' "$work/site.warc" "$articles"
    "$build/backfile" init "$archive" --title "A grown newspaper" >/dev/null
    "$build/backfile" import "$archive" "$work/site.warc" >/dev/null 2>&1
    rm -f "$work/site.warc"
fi
"$build/bench/ask/ask_bench" "$archive"
