# What depends on a terminal: indented JSON, bold marks, the bar. And what must not: nothing of it goes into a pipe.
. "$(dirname "$0")/kit.sh"

make_archive
cat >on_terminal.py <<'END'
"""Runs a command with stdout or stderr (or both) on a terminal of its own; prints what came there."""
import os, pty, subprocess, sys

which, command = sys.argv[1], sys.argv[2:]
master, slave = pty.openpty()
streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
for name in which.split(","):
    streams[name] = slave
process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **streams)
os.close(slave)
seen = b""
while True:
    try:
        part = os.read(master, 65536)
    except OSError:
        break
    if not part:
        break
    seen += part
sys.stdout.buffer.write(seen.replace(b"\r\n", b"\n"))
sys.exit(process.wait())
END

on_terminal() {
    python3 on_terminal.py "$@" >out 2>err || fail "on a terminal: $*"
}

on_terminal stdout "$BACKFILE" search A harbour --format json
head -2 out | tail -1 | grep -qx '  "query": {' || fail "JSON is not indented on a terminal"
json 'd["total"] == 2'
on_terminal stdout "$BACKFILE" search A harbour --limit 1
grep -q "$(printf '\033\\[1m')" out || fail "no bold mark on a terminal"
run 0 search A harbour --format json
[ "$(wc -l <out)" -eq 1 ] || fail "JSON has several lines in a pipe"
run 0 search A harbour
! grep -q "$(printf '\033')" out || fail "an escape sequence in a pipe"

# a headline that would drive the terminal cannot
page evil/evil.html evil 2015-01-01 World X "Evil &#27;[31mRed&#7; Headline" 'A paragraph of some length about nothing in particular, and so on.' 'And another one of them, so that this is an article.'
run 0 import A evil
on_terminal stdout "$BACKFILE" search A evil --limit 5
! grep -q "$(printf '\033\\[31m')" out || fail "a headline drove the terminal"

# the bar: only on a terminal, only for work that lasts, and wiped at the end
python3 -c '
page = b"<html><head><title>T %d</title></head><body><article><h1>Headline %d</h1>" + b"<p>Some words about the harbour and the ferry and the sea.</p>" * 200 + b"</article></body></html>"
import os
os.mkdir("many")
for i in range(400):
    open("many/%04d.html" % i, "wb").write(page % (i, i))'
BEGIN=$(date +%s)
on_terminal stderr "$BACKFILE" import A many
END=$(date +%s)
if [ $((END - BEGIN)) -gt 4 ]; then
    grep -q ' a second, ' out || fail "no bar for work of more than four seconds"
fi
tail -1 out | grep -qv "$(printf '\r')" || fail "the bar was not wiped"
grep -q 'Read 400 records' out || fail "no report"
run 0 import A many
! grep -q "$(printf '\r')" err || fail "a bar in a pipe"
