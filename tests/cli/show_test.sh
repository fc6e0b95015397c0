# backfile show
. "$(dirname "$0")/kit.sh"

make_archive
run 0 search A 'headline:closes' --format json
ID=$(python3 -c 'import json; print(json.load(open("out"))["hits"][0]["id"])')

# by id, path, URL, and a spelling of it
for what in "$ID" /2014/06/harbour-closes https://www.tramontane.example/2014/06/harbour-closes \
    http://tramontane.example/2014/06/harbour-closes/; do
    run 0 show A "$what"
    head -1 out | grep -qx 'Harbour Closes After Strike' || fail "the headline of $what"
    out_has 'Talks between the union and the ministry'
    err_is_empty
done

run 0 show A "$ID" --format json
[ "$(wc -l <out)" -eq 1 ] || fail "not one line"
json 'd["id"] == "'"$ID"'" and d["path"] == "/2014/06/harbour-closes" and d["status"] == "public"'
json 'd["headline"] == "Harbour Closes After Strike" and d["published"].startswith("2014-06-27T09:30")'
json '[b["kind"] for b in d["body"]] == ["paragraph"] * 3 and [b["p"] for b in d["body"]] == [1, 2, 3]'
json 'd["text"] == "\n\n".join(b["text"] for b in d["body"])'
json 'all(d["text"].encode()[b["span"][0]:b["span"][1]].decode() == b["text"] for b in d["body"])'
json 'd["authors"][0]["name"] == "Omar Farouk" and d["section"]["label"] == "World"'
json 'd["dateline"]["raw"] == "Valletta-" and d["dateline"]["places"] == ["Valletta"]'
json 'd["captures"][0]["at"] == "2017-01-02T03:04:05Z" and len(d["captures"][0]["sha256"]) == 64'
json 'any(o["field"] == "headline" and 0 < o["confidence"] <= 1 for o in d["provenance"])'

run 0 show A "$ID" --format html
out_has '<h1>Harbour Closes After Strike</h1>'
out_lacks '<script'

run 0 show A "$ID" --format ris
out_has 'TY  - NEWS'
out_has 'TI  - Harbour Closes After Strike'
run 0 show A "$ID" --format wikipedia
out_has '{{cite news |'
run 0 show A "$ID" --format csl
json 'd[0]["type"] == "article-newspaper" and d[0]["title"] == "Harbour Closes After Strike"'
run 2 show A media:12345 --format ris

run 1 show A no-such-id
out_is_empty
err_has "nothing is known of 'no-such-id'"
run 1 show A media:12345
run 2 show A media:12345 --format html
run 2 show A
err_has 'ID-OR-URL is missing'
run 2 show A "$ID" --format pdf
run 3 show nowhere "$ID"
