# backfile withhold, restore, delist, redirect, correct, undo, log
. "$(dirname "$0")/kit.sh"

make_archive
run 0 search A 'headline:closes' --format json
ID=$(python3 -c 'import json; print(json.load(open("out"))["hits"][0]["id"])')

# a withheld article is nowhere, and its addresses answer 410
run 0 withhold A /2014/06/harbour-closes --why 'Asked for by the family' --who Keeper --when 2026-11-24T12:00Z
out_has "1${TAB}withhold${TAB}/2014/06/harbour-closes${TAB}article $ID is shown nowhere and answers 410"
err_is_empty
run 1 search A 'headline:closes'
run 0 search A 'strike' --count
out_is 1
run 0 resolve A /2014/06/harbour-closes https://www.tramontane.example/2014/06/harbour-closes/ "/id/$ID"
[ "$(cut -f2,3,4 out | sort -u)" = "410${TAB}-${TAB}withheld" ] || fail "a withheld address answers otherwise"
run 1 show A "$ID"
out_is_empty
err_has 'is withheld'
! grep -q Harbour err || fail "the headline is told"
run 1 show A /2014/06/harbour-closes --format json
out_is_empty
run 0 stats A --format json
json 'd["articles"] == 3 and d["publicArticles"] == 2'
run 0 export A --format jsonl -
jsonl 'len(d) == 3 and [a for a in d if a["id"] == "'"$ID"'"] == [{"id": "'"$ID"'", "status": "withheld"}]'
run 0 export A --format warc -
out_lacks 'Harbour Closes'
[ "$(grep -c '^WARC/1' out)" -eq 2 ] || fail "not two records"
err_has 'Left out 1 records of what is withheld.'
run 0 verify A

# imported again, the act stands
run 0 import A crawl.warc
run 0 import A pages
run 1 search A 'headline:closes'
run 0 reindex A
run 1 search A 'headline:closes'
run 0 verify A

# what a cache in front has to forget: the piece, its twins and the lists that name it
run 0 log A --limit 1 --format urls
for path in /2014/06/harbour-closes /2014/06/harbour-closes.json "/id/$ID" / /2014/06 /2014/feed; do
    grep -qxF "$path" out || fail "'$path' is not told"
done
[ "$(sort out | uniq -d | wc -l)" -eq 0 ] || fail "an address is told twice"

# the law
run 0 withhold A "$ID" --law --why 'Court order' --format json
json 'd["number"] == 2 and d["verb"] == "withhold" and d["law"] and d["article"] == "'"$ID"'" and d["why"] == "Court order"'
run 0 resolve A /2014/06/harbour-closes
out_has "451${TAB}-${TAB}law"

# undo without a number takes back the last act that counts; of an undo, does it again
run 0 undo A --why 'A slip'
out_has "3${TAB}undo${TAB}$ID${TAB}act 2 no longer counts"
run 0 resolve A /2014/06/harbour-closes
out_has "410${TAB}"
run 2 undo A 2
err_has 'undone already, by act 3'
run 0 undo A 3
run 0 resolve A /2014/06/harbour-closes
out_has "451${TAB}"
run 1 undo A 99
err_has 'there is no act 99'
run 2 undo A x

# restore
run 0 restore A /2014/06/harbour-closes
err_has 'No reason is given'
run 0 search A 'headline:closes' --count
out_is 1
run 0 resolve A /2014/06/harbour-closes
out_has "200${TAB}/2014/06/harbour-closes${TAB}canonical"
run 0 verify A

# delisted: it answers, and stands in no list
run 0 delist A "$ID" --why 'Charges were dropped'
run 1 search A 'headline:closes'
run 0 show A "$ID" --format json
json 'd["status"] == "delisted" and d["headline"] == "Harbour Closes After Strike"'
run 0 resolve A /2014/06/harbour-closes
out_has "200${TAB}"
run 0 undo A
run 0 search A 'headline:closes' --count
out_is 1

# redirects
run 0 redirect A /harbour /2014/06/harbour-closes --why 'Printed in the paper'
out_has "${TAB}leads to /2014/06/harbour-closes"
run 0 resolve A http://tramontane.example/harbour/
out_has "301${TAB}/2014/06/harbour-closes${TAB}redirect"
run 2 redirect A /2014/06/harbour-closes /harbour --why 'A circle'
err_has 'circle'
run 2 redirect A /harbour /harbour
run 2 redirect A harbour /2014/06/harbour-closes
run 0 redirect A /2014/07/ferry-returns /2014/06/harbour-closes --why 'The same news'
err_has 'is the address of article'
run 0 resolve A /2014/07/ferry-returns
out_has "301${TAB}/2014/06/harbour-closes${TAB}redirect"
run 0 undo A
run 0 resolve A /2014/07/ferry-returns
out_has "200${TAB}"

# corrections
run 0 correct A "$ID" 'headline=Harbour Shut By Strike' --notice 'We named it otherwise.' --why 'Reader' --when 2026-11-24
out_has "headline: 'Harbour Shut By Strike' was 'Harbour Closes After Strike'"
run 0 show A "$ID" --format json
json 'd["headline"] == "Harbour Shut By Strike"'
json 'd["corrections"] == [{"at": "2026-11-23T23:00:00Z", "field": "headline", "was": "Harbour Closes After Strike", "text": "We named it otherwise."}]'
json '[o["source"] for o in d["provenance"] if o["field"] == "headline"] == ["person"]'
run 0 search A 'headline:shut' --count
out_is 1
run 1 search A 'headline:closes'
run 0 correct A "$ID" --field published --value 2014-06-26 --why 'The archive of the port'
run 0 search A 'date:2014-06-26' --count
out_is 1
run 0 correct A "$ID" 'body[2]=The ferry to Tunis was cancelled.' 'authors=Omar Farouk, Lina Zammit' 'section=Harbour News' 'lang=mt' --why x
run 0 show A "$ID" --format json
json 'd["body"][1]["text"] == "The ferry to Tunis was cancelled." and "Tunis" in d["text"] and "Sicily" not in d["text"]'
json '[a["name"] for a in d["authors"]] == ["Omar Farouk", "Lina Zammit"] and all(a["slug"] for a in d["authors"])'
json 'd["section"] == {"slug": "harbour-news", "label": "Harbour News"} and d["lang"] == "mt"'
run 0 search A 'section:harbour-news' --count
out_is 1
run 0 search A 'Tunis' --count
out_is 1
run 1 search A 'Sicily'
run 2 correct A "$ID" published=soon
err_has "'soon' is no date"
run 2 correct A "$ID" status=draft
err_has 'these are: headline, kicker'
run 2 correct A "$ID" 'body[40]=x'
err_has 'it has 3 of them'
run 2 correct A "$ID" lang=
run 2 correct A "$ID"
run 2 correct A "$ID" --field headline
run 2 correct A "$ID" headline
run 1 correct A no-such headline=x
run 0 import A pages
run 0 reindex A
run 0 show A "$ID" --format json
json 'd["headline"] == "Harbour Shut By Strike" and d["published"] == "2014-06-26"'
run 0 verify A

# an undone correction leaves no trace
run 0 log A --format jsonl
N=$(python3 -c '
import json
acts = [json.loads(line) for line in open("out")]
assert [a["number"] for a in acts] == list(range(1, len(acts) + 1))
print(next(a["number"] for a in acts if a.get("field") == "headline"))')
run 0 undo A "$N"
run 0 show A "$ID" --format json
json 'd["headline"] == "Harbour Closes After Strike" and "headline" not in [c["field"] for c in d["corrections"]]'
run 0 search A 'headline:closes' --count
out_is 1

# the log
run 0 log A
out_has 'because: Asked for by the family'
out_has '(undone by act'
run 0 log A --format json
json 'd[0]["who"] == "Keeper" and d[0]["at"] == "2026-11-24T12:00:00Z" and d[0]["target"] == "/2014/06/harbour-closes"'
json 'all(a["who"] for a in d) and d[1]["undoneBy"] == 3 if "undoneBy" in d[1] else True'
run 0 log A --format jsonl --limit 2
jsonl 'len(d) == 2 and d[1]["number"] == d[0]["number"] + 1 and d[1]["undoes"] == '"$N"

# wrong usage, no archive
run 1 withhold A no-such-id
err_has "nothing is known of 'no-such-id'"
run 1 withhold A media:999
run 1 withhold A /no/such/path
run 2 withhold A
run 2 withhold A "$ID" --when yesterday
err_has "not 'yesterday'"
run 2 redirect A /harbour
python3 -c '
import fcntl, subprocess, sys
lock = open("A/lock", "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
done = subprocess.run([sys.argv[1], "withhold", "A", "/2014/07/ferry-returns", "--why", "x"], stderr=open("err", "w"))
sys.exit(done.returncode != 3)' "$BACKFILE" || fail "two writers at once"
err_has 'being written by another program'
run 3 log nowhere
run 3 withhold nowhere x
run 0 init B --title B
run 0 log B --format json
out_is '[]'
run 1 undo B
err_has 'no act that could be undone'
