#!/bin/sh
# Keeps a small archive of the present layout for all future versions: keep.sh MAKE OPEN SOURCE NUMBER.
# Run once when a layout is released; from then on layout-NUMBER never changes.
set -eu
make=$1 open=$2 kept=$3/tests/layout/layout-$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$make" "$work/archive" 2
mkdir -p "$kept"
cp "$work/archive/warc/000001.warc.zst" "$kept/"
python3 - "$work/archive/archive.db" "$4" >"$kept/archive.sql" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
application = database.execute("PRAGMA application_id").fetchone()[0]
print(f"PRAGMA application_id = {application};\nPRAGMA user_version = {sys.argv[2]};\nPRAGMA foreign_keys=OFF;")
print("\n".join(database.iterdump()))
PYTHON
"$open" "$work/archive" >"$kept/expected.txt"
