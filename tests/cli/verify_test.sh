# backfile verify, reindex and stats
. "$(dirname "$0")/kit.sh"

make_archive
run 0 verify A
out_is_empty
err_is 'No faults.'

run 0 stats A --format json
json 'd["articles"] == 3 and d["publicArticles"] == 3 and d["captures"] == 3 and d["sources"] == 1'
json 'd["indexDocuments"] == 3 and d["firstDay"] == "2014-06-27" and d["lastDay"] == "2016-11-14"'
json 'all(d[k] > 0 for k in ("warcBytes", "warcRawBytes", "databaseBytes", "indexBytes", "textBytes", "layoutVersion"))'
run 0 stats A
grep -q '^articles  *3$' out || fail "the table"

# the index is derived: without it nothing is lost, and it is made anew
rm -r A/index
run 3 search A harbour
err_has 'reindex'
run 1 verify A
[ -s out ] || fail "no line for the missing index"
run 0 reindex A
err_is 'Indexed 3 articles.'
out_is_empty
run 0 search A harbour --count
out_is 2
run 0 verify A

# a flipped byte of the evidence is found, by one line at least
python3 -c '
import glob, sys
path = sorted(glob.glob("A/warc/*.zst"))[-1]
data = bytearray(open(path, "rb").read())
data[-len(data) // 4] ^= 0xFF
open(path, "wb").write(data)' || fail "no file in A/warc"
run 1 verify A
[ -s out ] || fail "no line for the damage"
grep -q '^[0-9,]* faults*\.$' err || fail "no number of faults"

run 3 verify nowhere
run 3 reindex nowhere
run 3 stats nowhere
run 2 stats A --format xml
run 2 verify

# a damaged index is no fault of the query; a damaged original keeps none of the others from being written
run 0 init H --title H
run 0 import H crawl.warc
python3 -c '
import glob, sys
for name, at in ((glob.glob("H/index/*.seg")[0], 0.3), (glob.glob("H/warc/*.zst")[0], 0.9)):
    data = bytearray(open(name, "rb").read())
    begin = int(len(data) * at)
    data[begin:begin + 40] = b"\0" * 40
    open(name, "wb").write(data)
'
run 3 search H harbour
err_has 'reindex'
run 1 verify H
run 3 export H --format warc some.warc
err_has 'of the records cannot be read'
grep -a -q 'WARC-Type: response' some.warc || fail "the good records were left out"
