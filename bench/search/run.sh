#!/bin/sh
# Measures search on the Reuters articles of the test data, or on articles made from a seed where they are absent.
# usage: bench/search/run.sh BUILD-FOLDER [options of search_bench, e.g. --generate 100000]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1
shift
data=${BACKFILE_DATA:-$here/../../../shared/data}
corpus=$data/corpus/reuters21578.jsonl.zst
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -r "$corpus" ]; then
    zstd -dcq "$corpus" | "$build/bench/search/search_bench" --folder "$work" "$@"
else
    echo "no $corpus: articles are made from a seed"
    "$build/bench/search/search_bench" --folder "$work" "$@" </dev/null
fi
