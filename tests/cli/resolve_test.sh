# backfile resolve
. "$(dirname "$0")/kit.sh"

make_archive
run 0 resolve A https://www.tramontane.example/2014/06/harbour-closes
out_is "https://www.tramontane.example/2014/06/harbour-closes${TAB}200${TAB}/2014/06/harbour-closes${TAB}canonical"
err_is_empty

# another spelling leads there
run 0 resolve A 'http://tramontane.example/2014/06/harbour-closes/?utm_source=x'
cut -f2,3 out | grep -qx "301${TAB}/2014/06/harbour-closes" || fail "not a redirect to the path"

# an unknown one is told, and the code is 1; the others are answered all the same
run 1 resolve A /no/such/page /2014/06/harbour-closes
[ "$(wc -l <out)" -eq 2 ] || fail "not two lines"
head -1 out | grep -qx "/no/such/page${TAB}404${TAB}-${TAB}unknown" || fail "the unknown one"
tail -1 out | cut -f2 | grep -qx 200 || fail "the known one"

# standard input: line by line, blank lines left out, nothing that could break the line
printf '/2014/07/ferry-returns\r\n\n/with space and\ttab\n' >in
run 1 resolve A
[ "$(wc -l <out)" -eq 2 ] || fail "not two lines"
head -1 out | cut -f1-3 | grep -qx "/2014/07/ferry-returns${TAB}200${TAB}/2014/07/ferry-returns" || fail "from standard input"
tail -1 out | cut -f1 | grep -qx '/with%20space%20and%09tab' || fail "the address was not made safe"
awk -F "$TAB" 'NF != 4 { exit 1 }' out || fail "not four fields"

# it answers each line before the next is there
python3 -c '
import subprocess, sys
process = subprocess.Popen([sys.argv[1], "resolve", "A"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for line in (b"/2014/06/harbour-closes", b"/x"):
    process.stdin.write(line + b"\n")
    process.stdin.flush()
    assert process.stdout.readline().startswith(line + b"\t")
process.stdin.close()
assert process.wait() == 1
' "$BACKFILE" || fail "streaming"

: >in
run 0 resolve A
out_is_empty
run 3 resolve nowhere /x
