#!/bin/sh
# Pages a second and their latency, beside nginx serving the same bytes from disk in the same run.
# usage: bench/server/run.sh BUILD-FOLDER [--articles N] [--seconds S] [--rounds R] [--large ARCHIVE]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
shift
for tool in wrk nginx; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 0; }
done
BACKFILE_BUILD=$build PYTHONPATH=$here/..:$here/../../tests:$here/../../scripts \
    exec python3 -B "$here/server_against_nginx.py" "$@"
