# backfile import
. "$(dirname "$0")/kit.sh"

make_crawl
run 0 init A --title 'The Tramontane' --timezone Europe/Malta --base-url https://www.tramontane.example
run 0 import A crawl.warc --report report.json
out_is_empty
err_has 'Read 3 records from 1 source'
err_has 'new articles'
json 'd["read"] == 3 and d["articles"] == 3 and d["versions"] == 0 and d["skipped"] == []' report.json
json 'len(d["sources"]) == 1 and d["sources"][0]["format"] == "warc"' report.json
json 'd["sources"][0]["sha256"] == __import__("hashlib").sha256(open("crawl.warc","rb").read()).hexdigest()' report.json
json 'd["sources"][0]["bytes"] == __import__("os").path.getsize("crawl.warc")' report.json

# the same again adds nothing
run 0 import A crawl.warc --report -
json 'd["articles"] == 0 and d["versions"] == 0'
run 0 search A harbour --count
out_is 2

# every record read is in exactly one class
json 'd["read"] == sum(d[k] for k in ("articles","versions","lists","media","others","evidence","duplicates","notPublic","skippedCount","articleCaptures"))' report.json

# a folder; packed; with one worker and with many: the same articles
gzip -k crawl.warc
for workers in 1 4; do
    run 0 init "W$workers" --title T --timezone Europe/Malta --base-url https://www.tramontane.example
    run 0 import "W$workers" crawl.warc.gz --workers $workers
    run 0 export "W$workers" --format jsonl "W$workers.jsonl"
done
cmp W1.jsonl W4.jsonl || fail "one worker and four make different archives"
run 0 init F --title F
run 0 import F pages
run 0 search F harbour --count
out_is 2

# a bad record is named and does not stop the rest
run 0 init B --title B
{ warc_record https://a.example/1 2017-01-01T00:00:00Z pages/harbour.html
  printf 'WARC/1.0\r\nWARC-Type: response\r\nContent-Length: nonsense\r\n\r\nrubbish\r\n\r\n'
  warc_record https://a.example/2 2017-01-01T00:00:00Z pages/ferry.html; } >bad.warc
run 0 import B bad.warc --report bad.json
json 'd["articles"] == 2 and d["skippedCount"] >= 1 and len(d["skipped"]) >= 1' bad.json
json 'all(s["source"] and s["reason"] for s in d["skipped"])' bad.json
err_has 'bad.warc at '

# nothing readable, nothing there, no archive
printf '\000\001\002\003' >rubbish.bin
run 3 import A rubbish.bin
err_has 'rubbish.bin'
run 3 import A no-such-file
err_has 'no-such-file'
run 3 import nowhere crawl.warc
err_has "nowhere"
run 2 import A
err_has 'SOURCE is missing'
run 2 import A crawl.warc --workers many
err_has '--workers takes a number'
run 2 import A crawl.warc --workers 100000
[ ! -e nowhere ] || fail "import made a folder"

# the archive is no source of itself; a link or a pipe stays one when it is given for the report
run 3 import A A
err_has 'belongs to the archive itself'
run 3 import A A/warc
: >linked.json; ln -s linked.json link.json
run 0 import A crawl.warc --report link.json
{ [ -L link.json ] && [ -s linked.json ]; } || fail "the report took the place of a link"
mkfifo pipe.json
timeout 20 cat pipe.json >piped.json &
run 0 import A crawl.warc --report pipe.json
wait
{ [ -p pipe.json ] && [ -s piped.json ]; } || fail "the report took the place of a pipe"

# one writer at a time: a second one is told who holds the archive and ends with 3; readers go on
LOCK=$(ls A/*lock* 2>/dev/null | head -1)
[ -n "$LOCK" ] || fail "no lock file in A"
python3 -c '
import fcntl, subprocess, sys
lock = open(sys.argv[1], "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
lock.truncate(0)
lock.write("process 7: a test")
lock.flush()
done = subprocess.run([sys.argv[2], "import", "A", "crawl.warc"], stderr=subprocess.PIPE)
sys.stderr.buffer.write(done.stderr)
assert done.returncode == 3, done.returncode
assert b"process 7: a test" in done.stderr
assert subprocess.run([sys.argv[2], "search", "A", "harbour", "--count"], stdout=subprocess.PIPE).stdout == b"2\n"
' "$LOCK" "$BACKFILE" || fail "a second writer"

# Ctrl-C: the batch in work is committed, the code is 130, and the same command goes on to the same archive
python3 -c '
for i in range(3000):
    body = "".join("<p>Paragraph %d of article %d speaks of harbour number %d at some length, and then of ferries.</p>" % (k, i, i * k) for k in range(8))
    page = ("<html lang=en><head><title>Article %d</title><link rel=canonical href=https://x.example/%d></head><body><article><h1>Article number %d</h1>%s</article></body></html>" % (i, i, i, body)).encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    print(end="")
    __import__("sys").stdout.buffer.write(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/%d\r\nWARC-Date: 2017-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (i, i, len(block)) + block + b"\r\n\r\n")
' >many.warc
run 0 init S --title S
python3 -c '
import glob, os, signal, subprocess, sys, time
process = subprocess.Popen([sys.argv[1], "import", "S", "many.warc"], stderr=subprocess.PIPE)
while process.poll() is None and not any(os.path.getsize(lock) for lock in glob.glob("S/*lock*")):
    time.sleep(0.01)
time.sleep(0.5)
process.send_signal(signal.SIGINT)
errors = process.communicate()[1]
sys.stderr.buffer.write(errors)
assert process.returncode in (130, 0), process.returncode
assert process.returncode == 0 or b"Stopped" in errors
' "$BACKFILE" || fail "Ctrl-C"
run 0 verify S
run 0 import S many.warc
run 0 export S --format jsonl S.jsonl
run 0 init T --title S
run 0 import T many.warc
run 0 export T --format jsonl T.jsonl
cmp S.jsonl T.jsonl || fail "an import that was stopped and taken up again differs"

# the model article, where the test data is
if [ -f "$DATA/formats/text/model-article.txt" ]; then
    run 0 init M --title 'ASHARQ AL-AWSAT English Archive 2005 -2017'
    run 0 import M "$DATA/formats/text/model-article.txt"
    run 0 search M haftar --format json
    json 'd["total"] == 1 and d["hits"][0]["headline"] == "Haftar Holds Secret Meetings in Rome on Migration"'
    json 'd["hits"][0]["media"][0]["id"] == "55384080" and d["hits"][0]["media"][0]["credit"]["agency"] == "AP"'
    json 'd["hits"][0]["dateline"]["raw"] == "Cairo-" and d["hits"][0]["dateline"]["places"] == ["Cairo"]'
else
    echo "not tried: the model article ($DATA is absent)"
fi
