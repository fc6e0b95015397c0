# backfile read
. "$(dirname "$0")/kit.sh"

printf 'Nairobi, AP—A suspect was held.\n\nA man walks. (AP Photo/Jane Roe, File)\n' >text
run 0 read text
cp out one.json
err_is_empty
json 'd["dateline"] == {"raw": "Nairobi, AP—", "places": ["Nairobi"], "agencies": ["AP"], "span": [0, 14]}'
json 'd["credits"][0]["photographer"] == "Jane Roe" and d["credits"][0]["file"] is True'
json 'open("text", "rb").read()[slice(*d["credits"][0]["span"])] == b"AP Photo/Jane Roe, File"'
json '"entities" not in d and "id" not in d and d["rules"]'
for how in '' -; do
    cp text in
    run 0 read $how
    cmp out one.json || fail "from standard input it reads otherwise"
done

# what says nothing says so; bytes that are no UTF-8 move nothing
printf 'Nothing here.\n' >plain
run 0 read plain
json 'set(d) == {"rules"}'
printf '\377\376 x\n(EPA/Jane \377 Roe)\n' >broken
run 0 read broken
json 'd["credits"][0]["span"] == [6, 20]'

# lines: one for each, in their order, with ids and days
cat >lines <<'END'
{"id":"a","text":"LONDON, Feb 26 - Gold rose.","published":"1987-02-26"}
{"id":7,"text":"Nothing","lang":"en"}

not json
{"text":"القاهرة - رويترز: قال مسؤول"}
END
run 0 read --jsonl lines
cp out two.jsonl
jsonl 'len(d) == 4 and d[0]["id"] == "a" and d[0]["dateline"]["date"] == "1987-02-26"'
jsonl 'd[1]["id"] == "7" and "dateline" not in d[1]'
jsonl 'set(d[2]) == {"error"}'
jsonl 'd[3]["dateline"]["agencies"] == ["Reuters"] and "id" not in d[3]'
cp lines in
run 0 read --jsonl
cmp out two.jsonl || fail "lines on standard input read otherwise"

run 3 read no-such-file
err_has "no-such-file"
run 3 read --jsonl no-such-file
run 2 read --nonsense
