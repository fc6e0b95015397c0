# backfile extract
. "$(dirname "$0")/kit.sh"

make_pages

# one page, named or on standard input, packed or not: the same article
run 0 extract --url https://www.tramontane.example/2014/06/harbour-closes pages/harbour.html
cp out one.json
err_is_empty
json '"id" not in d and "path" not in d and d["pageKind"] == "article"'
json 'd["headline"] == "Harbour Closes After Strike" and len(d["body"]) == 3'
json 'd["url"] == d["canonical"] == "https://www.tramontane.example/2014/06/harbour-closes"'
json 'd["published"].startswith("2014-06-27") and d["authors"][0]["name"] == "Omar Farouk"'
for how in '' -; do
    cp pages/harbour.html in
    run 0 extract --url https://www.tramontane.example/2014/06/harbour-closes $how
    cmp out one.json || fail "from standard input it is another article"
done
gzip -c pages/harbour.html >harbour.gz
run 0 extract --url https://www.tramontane.example/2014/06/harbour-closes harbour.gz
cmp out one.json || fail "packed it is another article"
run 0 extract pages/harbour.html
json '"url" not in d and d["headline"] == "Harbour Closes After Strike"'

# a list: a line for each, in its order, failures among them
gzip -c pages/olives.html >pages/olives.html.gz
printf 'pages/ferry.html\thttps://www.tramontane.example/2014/07/ferry-returns\nno-such-page\thttp://x/\n\npages/olives.html.gz\t\npages/harbour.html\n' >list
for jobs in 1 3; do
    run 0 extract --list list --jobs $jobs
    cp out "list$jobs"
    jsonl 'len(d) == 4 and [x["path"] for x in d] == ["pages/ferry.html", "no-such-page", "pages/olives.html.gz", "pages/harbour.html"]'
    jsonl 'd[0]["headline"] == "Ferry Returns to Harbour" and d[0]["url"].endswith("ferry-returns")'
    jsonl 'set(d[1]) == {"path", "error"} and "no-such-page" in d[1]["error"]'
    jsonl 'd[2]["headline"].startswith("Olive Harvest") and "url" not in d[2]'
done
cmp list1 list3 || fail "three jobs give other lines than one"
cp list in
run 0 extract --list -
cmp out list1 || fail "a list on standard input gives other lines"
for i in $(seq 300); do printf 'pages/ferry.html\thttp://x/%d\n' "$i"; done >long
run 0 extract --list long --jobs 2
jsonl 'len(d) == 300 and [x["url"] for x in d] == ["http://x/%d" % i for i in range(1, 301)]'

# what is no page
run 3 extract no-such-page
err_has "no-such-page"
printf '\377\330\377\340rest' >photo.jpg
run 3 extract photo.jpg
err_has 'a JPEG picture'
printf '\037\213\010\000broken' >broken.gz
run 3 extract broken.gz
run 3 extract --list no-such-list
run 2 extract --list list --jobs 0
run 2 extract --list list pages/ferry.html
run 2 extract --list list --url http://x/
run 2 extract a b
