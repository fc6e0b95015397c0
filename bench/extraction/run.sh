#!/bin/sh
# Scores extraction on every set of the test data; says so where they are absent.
# usage: bench/extraction/run.sh BUILD-FOLDER [options of score.py, e.g. -v, or names of sets]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
shift
exec python3 -B "$here/score.py" --program "$build/backfile extract --list /dev/stdin" "$@"
