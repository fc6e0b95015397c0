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

# pages of one host teach where a page that says nothing has its author, however the list comes
i=0
for name in 'Jane Roe' 'Omar Said' 'Lina Haddad' 'Paul Grech' 'Karl Borg'; do
    i=$((i + 1))
    said="<meta name=author content='$name'>"
    [ $i -lt 5 ] || said=
    {
        printf '<html><head><title>Harbour news %d</title>%s</head><body><div class=a>' $i "$said"
        printf '<h1>Harbour news %d</h1><p class=zq>%s</p>' $i "$name"
        for day in 1 2 3; do
            printf '<p>On day %d%d the ferry came back to the harbour, after a winter in which nobody ' $i $day
            printf 'had seen it, and the whole port was on its feet to see whether the captain would be '
            printf 'aboard, and what he would say of the %d missing crates of oranges.</p>' $i$day
        done
        printf '</div></body></html>'
    } >"site$i.html"
    printf 'site%d.html\thttps://paper.example/a%d\n' $i $i
done >site
run 0 extract --list site
jsonl 'len(d) == 5 and d[3]["authors"][0]["name"] == "Paul Grech" and "authors" not in d[4]'
run 0 extract --list site --site
jsonl '[x["authors"][0]["name"] for x in d][2:] == ["Lina Haddad", "Paul Grech", "Karl Borg"]'
jsonl '[p["source"] for p in d[4]["provenance"] if p["field"] == "authors"] == ["site"]'
cp out site1
cat site >in
run 0 extract --list - --site --jobs 3
cmp out site1 || fail "a list on standard input and three jobs give other lines with --site"
run 2 extract --site pages/ferry.html
err_has "--list"

# a picture gives its one photo
run 0 extract "$SOURCE/tests/samples/photos/2014/mayor.jpg" --url https://x.example/mayor.jpg
json 'd["href"] == "https://x.example/mayor.jpg" and d["caption"].startswith("Mayor Elif Karaman")'
json 'd["credit"] == {"raw": "AFP/Getty Images", "agency": "AFP", "photographer": "George Pavlou"}'
json 'd["taken"] == "2014-06-28" and d["width"] == 64 and d["height"] == 64 and "body" not in d'
printf '%s\t\n' "$SOURCE/tests/samples/photos/market.jpg" "$SOURCE/tests/samples/photos/silent.jpg" >pictures
run 0 extract --list pictures
jsonl '[x.get("caption") for x in d] == ["Fish market", None] and all("path" in x for x in d)'

# what is no page
run 3 extract no-such-page
err_has "no-such-page"
printf '\377\330\377\340rest' >photo.jpg
run 3 extract photo.jpg
err_has 'nothing in the picture can be read'
printf 'GIF89arest' >photo.gif
run 3 extract photo.gif
err_has 'a GIF picture'
printf '\037\213\010\000broken' >broken.gz
run 3 extract broken.gz
run 3 extract --list no-such-list
run 2 extract --list list --jobs 0
run 2 extract --list list pages/ferry.html
run 2 extract --list list --url http://x/
run 2 extract a b
