# backfile export
. "$(dirname "$0")/kit.sh"

make_archive
run 0 export A --format jsonl articles.jsonl
out_is_empty
[ ! -e articles.jsonl.new ] || fail "a temporary file is left"
cp articles.jsonl out
jsonl 'len(d) == 3 and [x["id"] for x in d] == sorted(x["id"] for x in d)'
jsonl 'all(x["body"] and x["captures"] and x["versions"] and x["provenance"] for x in d)'
run 0 export A --format jsonl -
cmp out articles.jsonl || fail "standard output gets something else"
run 0 export A --format jsonl --query 'harbour' -
jsonl 'len(d) == 2'
run 0 export A --format jsonl --query 'nosuchword' none.jsonl
[ -f none.jsonl ] && [ ! -s none.jsonl ] || fail "no hits are an empty file"

# the original records, and back: the same archive
run 0 export A --format warc originals.warc
[ "$(grep -ac '^WARC/1' originals.warc)" -ge 3 ] || fail "fewer than three records"
run 0 init B --title 'The Tramontane 2008-2017' --timezone Europe/Malta --base-url https://www.tramontane.example
run 0 import B originals.warc
run 0 export B --format jsonl again.jsonl
cmp articles.jsonl again.jsonl || fail "the exported originals make another archive"

# what goes wrong leaves what was there
echo old >kept
run 2 export A --format jsonl --query 'nofield:x' kept
[ "$(cat kept)" = old ] || fail "a query that cannot be read replaced the file"
run 3 export A --format jsonl no/such/folder/file
run 3 export A --format jsonl .
run 3 export A --format jsonl /dev/full
run 3 export nowhere --format jsonl out.jsonl
[ ! -e out.jsonl ] || fail "a file was made for no archive"
run 2 export A out.jsonl
err_has '--format jsonl|warc is missing'
run 2 export A --format warc --query harbour x.warc
run 2 export A --format jsonl
err_has 'OUT is missing'
