#!/bin/sh
# docs/read_archive.py, which knows nothing of this program, reads an archive: articles with their text, and
# originals with their SHA-256, with a dictionary (200 pages) and without (3 pages).
set -eu
make=$1 source=$3
reader=$source/docs/read_archive.py
for needed in python3 zstd; do
    command -v $needed >/dev/null || { echo "skipped: needs $needed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*"; exit 1; }

[ "$(wc -l <"$reader")" -le 100 ] || fail "the reader has more than 100 lines"

for pages in 3 200; do
    archive=$work/$pages
    "$make" "$archive" $pages
    python3 "$reader" "$archive" >"$work/articles"
    [ "$(grep -c '^id: ' "$work/articles")" -eq $pages ] || fail "not $pages articles are listed"
    grep -q '^headline:  Headline 0 – with a dash$' "$work/articles" || fail "no headline"
    grep -q '^published: 2014-06-27T14:05+03:00$' "$work/articles" || fail "no date"
    grep -q '^section:   The City$' "$work/articles" || fail "no section"
    grep -q '^authors:   Salma Haddad, Reuters, Omar Aziz$' "$work/articles" || fail "no authors"
    grep -q '^Marsa- Text 2 of the archive.$' "$work/articles" || fail "no text"
    ! grep -q 'An earlier text' "$work/articles" || fail "an older version is shown"
    ! grep -q 'Read also' "$work/articles" || fail "an inset stands in the text"

    python3 "$reader" "$archive" captures >"$work/captures"
    [ "$(wc -l <"$work/captures")" -eq $((pages + 1)) ] || fail "not all captures are listed"
    for number in 1 2 3 $((pages + 1)); do
        python3 "$reader" "$archive" $number >"$work/record" || fail "capture $number cannot be read"
        head -c 5 "$work/record" | grep -q 'WARC/' || fail "capture $number is no WARC record"
    done
    grep -q '<p>An earlier page</p>' "$work/record" || fail "the last capture is another page"
done

# The originals are an ordinary .warc.zst: zstd unpacks the whole file with the dictionary at its start.
file=$work/200/warc/000001.warc.zst
size=$(od -An -tu4 -j4 -N4 "$file" | tr -d ' ')
tail -c +9 "$file" | head -c "$size" | zstd -d -q >"$work/dictionary"
zstd -d -q -c -D "$work/dictionary" "$file" >"$work/all.warc"
[ "$(grep -a -c '^WARC/1' "$work/all.warc")" -eq 201 ] || fail "zstd -D does not unpack the file"

# docs/layout.md names every table and every column.
python3 - "$archive/archive.db" "$source/docs/layout.md" <<'CHECK' || fail "docs/layout.md is behind the layout"
import re, sqlite3, sys
database, page = sqlite3.connect(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read()
names = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
missing = [table for (table,) in names if not re.search(r"\b%s\b" % table, page)]
for (table,) in names:
    for row in database.execute(f"PRAGMA table_xinfo({table})"):
        name = re.sub("_(local_s|offset_minutes|grain)$", "", row[1])
        if not re.search(r"\b%s\b" % name, page):
            missing.append(f"{table}.{row[1]}")
print(*missing, sep="\n", end="")
sys.exit(bool(missing))
CHECK

# A flipped bit in an original is told.
printf 'X' | dd of="$file" bs=1 seek=$(($(wc -c <"$file") - 30)) conv=notrunc 2>/dev/null
! python3 "$reader" "$work/200" 201 >/dev/null 2>&1 || fail "damage went unnoticed"
echo "100% read"
