# backfile serve
. "$(dirname "$0")/kit.sh"

make_archive
python3 - "$BACKFILE" <<'END' || fail "serving"
import json, re, signal, subprocess, sys, urllib.error, urllib.request

def start(*words):
    process = subprocess.Popen([sys.argv[1], "serve", "A", "--listen", "127.0.0.1:0", *words], stderr=subprocess.PIPE)
    line = process.stderr.readline().decode()
    place = re.match(r"Serving 'A' at (http://127\.0\.0\.1:\d+)/$", line)
    assert place, line
    return process, place.group(1)

def get(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()

process, site = start("--log", "access.log")
assert get(site + "/healthz")[0] == 200
assert get(site + "/")[0] == 200
status, body = get(site + "/2014/06/harbour-closes")
assert status == 200 and b"Harbour Closes After Strike" in body
status, body = get(site + "/api/search?q=harbour")
assert status == 200 and json.loads(body)["total"] == 2
assert get(site + "/no/such/page")[0] == 404
process.send_signal(signal.SIGTERM)
assert process.wait(30) == 0, process.returncode
assert len(open("access.log").readlines()) == 5

process, site = start()
process.send_signal(signal.SIGINT)
assert process.wait(30) == 130, process.returncode
END

# what the HTTP API prints is what the command prints
run 3 serve nowhere
err_has "no archive in 'nowhere'"
run 2 serve A --threads x
run 2 serve A --listen nonsense
[ -s err ] || fail "no message for an address that is none"
