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

# every reason that this paper has an example of
printf '%s\n' /harbour-closes '/2014/06/harbour-closes?share=twitter' http://tramontane.example/2014/06/harbour-closes \
    /2014/06/harbour-closes/feed /2014/06/27 /2014/06/2 >in
run 1 resolve A
cut -f2,4 out | tr '\t\n' ' ;' | grep -qxF '301 slug;301 share-key;301 host;301 alias;200 canonical;404 unknown;' ||
    fail "the reasons"

# rules of the keeper; a broken line is told and stops no other
printf '^/news\\.asp.*id=([0-9]+)$ -> /harbour-closes\n^/(x /y\n^/lost - 410\n' >A/addresses.rules
run 0 resolve A '/news.asp?section=1&id=7' /lost
cut -f2-4 out | head -1 | grep -qx "301${TAB}/2014/06/harbour-closes${TAB}legacy-rule" || fail "the rule"
cut -f2-4 out | tail -1 | grep -qx "410${TAB}-${TAB}legacy-rule" || fail "the rule without target"
err_has 'addresses.rules:2: '
run 1 verify A
out_has 'addresses.rules:2: '
rm A/addresses.rules
run 0 verify A

# a long list, on all cores: in the order of the input, the same as one by one; a huge line and NULs are lines too
python3 -c '
import random
random.seed(7)
forms = ["/harbour-closes", "/2014/06/harbour-closes/", "https://www.tramontane.example/2014/07/ferry-returns", "/no/%d",
         "/x/olive-harv", "/?p=%d", "http://tramontane.example/2016/11/olive-harvest?utm_source=%d"]
with open("list", "w") as out:
    for i in range(60000):
        form = random.choice(forms)
        out.write((form % i if "%" in form else form) + "\n")
'
cp list in
run 1 resolve A
mv out all
cut -f1 all | cmp -s - list || fail "not in the order of the input"
head -300 list >in
run 1 resolve A
head -300 all | cmp -s - out || fail "many are answered otherwise than few"
tail -300 list >in
run 1 resolve A
tail -300 all | cmp -s - out || fail "many are answered otherwise than few"
python3 -c 'import sys; sys.stdout.write("/" + "a" * 3000000 + "\n/harbour-closes\n/x\0y")' >in
run 1 resolve A
[ "$(wc -l <out)" -eq 3 ] || fail "not three lines"
sed -n 1p out | grep -q "a${TAB}404${TAB}-${TAB}unknown\$" || fail "the huge line"
sed -n 2p out | grep -qx "/harbour-closes${TAB}301${TAB}/2014/06/harbour-closes${TAB}slug" || fail "behind the huge line"
sed -n 3p out | grep -qx "/x%00y${TAB}404${TAB}-${TAB}unknown" || fail "a NUL, and no line end"
