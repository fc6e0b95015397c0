# backfile search
. "$(dirname "$0")/kit.sh"

make_archive

# a table: date, id, headline; the number of hits on stderr
run 0 search A strike --sort date
[ "$(wc -l <out)" -eq 2 ] || fail "not two lines"
head -1 out | grep -q '^2014-06-27  [^ ]* *Harbour Closes After Strike$' || fail "the first line"
tail -1 out | grep -q '^2014-07-02  [^ ]* *Ferry Returns to Harbour$' || fail "the last line"
err_is '2 hits.'
run 0 search A strike --sort -date
head -1 out | grep -q '^2014-07-02' || fail "not the newest first"

# other orders, the same one for one seed, and the same text once
run 0 search A strike --sort headline
head -1 out | grep -q 'Ferry Returns to Harbour$' || fail "not by headline"
run 0 search A strike --sort -headline
head -1 out | grep -q 'Harbour Closes After Strike$' || fail "not by headline, the other way round"
run 0 search A strike --sort random --seed 17
err_has 'In the order of --seed 17.'
cp out first
run 0 search A strike --sort random --seed 17
cmp -s out first || fail "another order for one seed"
run 0 search A strike --format json --sort random --seed 5
json 'd["sort"] == "random:5" and "groups" not in d and all("score" not in h for h in d["hits"])'
run 0 search A strike --group author --format json
json 'd["total"] == 2 and d["groups"] == len(d["hits"]) and d["groups"] + sum(h.get("alike", 0) for h in d["hits"]) == 2'
run 0 search A strike --fresh --explain --format json
json 'd["fresh"] and all(abs(h["score"] - sum(p["score"] for p in h["explain"])) < 0.001 for h in d["hits"])'
json 'd["hits"][0]["explain"][-1]["word"] == "(fresh)"'
run 2 search A strike --group story

# several words are one query
run 0 search A harbour closes --count
out_is 1

# JSON is one answer on one line
run 0 search A harbour --format json --facet year --facet section:1 --facet author
[ "$(wc -l <out)" -eq 1 ] || fail "not one line"
json 'd["query"]["text"] == "harbour" and d["query"]["lang"] == "native" and d["query"]["native"]'
json 'd["query"]["clauses"][0]["count"] == 2'
json 'd["total"] == 2 and len(d["hits"]) == 2'
json 'all("body" not in h and "text" not in h and isinstance(h["id"], str) and h["score"] > 0 for h in d["hits"])'
json 'all(s["text"].encode()[b:e].lower() == b"harbour" for h in d["hits"] for s in h["snippets"] for b, e in s.get("marks", []))'
json 'd["facets"]["year"] == [{"value": "2014", "count": 2}] or d["facets"]["year"][0]["value"] == "2014"'
json 'len(d["facets"]["section"]) == 1 and d["facets"]["section"][0]["count"] == 2'
json 'set(d["facets"]) == {"year", "section", "author"}'

# JSON lines and CSV
run 0 search A harbour --format jsonl --sort date
jsonl '[h["headline"] for h in d] == ["Harbour Closes After Strike", "Ferry Returns to Harbour"]'
jsonl 'all("score" not in h for h in d)'
run 0 search A harbour --format csv --sort date
head -1 out | tr -d '\r' | grep -qx 'id,published,headline,byline,section,lang,pageKind,path,url' || fail "the heading"
python3 -c 'import csv
rows = list(csv.DictReader(open("out", newline="", encoding="utf-8")))
assert [r["headline"] for r in rows] == ["Harbour Closes After Strike", "Ferry Returns to Harbour"], rows
assert rows[0]["published"].startswith("2014-06-27")' || fail "the table"

# counts and nothing found
run 0 search A nosuchword --count
out_is 0
run 1 search A nosuchword
out_is_empty
err_is '0 hits.'
run 1 search A nosuchword --format json
json 'd["total"] == 0 and d["hits"] == []'

# pages by cursor
run 0 search A harbour --format json --limit 1 --sort date
json 'len(d["hits"]) == 1 and d["total"] == 2'
CURSOR=$(python3 -c 'import json; print(json.load(open("out"))["cursor"])')
run 0 search A harbour --format json --limit 1 --sort date --cursor "$CURSOR"
json 'd["hits"][0]["headline"] == "Ferry Returns to Harbour" and "cursor" not in d'
run 0 search A harbour --limit 1 --sort date
err_has "2 hits, 1 shown; go on with --cursor '"
run 0 search A harbour --limit 0 --facet year
out_has '         2  2014'

# explanation
run 0 search A harbour ferry --explain
out_has 'native  '
head -3 out | grep -q ' 2  harbour' || fail "no clause 'harbour' with its count"

# what an explained hit scores, and what was added
run 0 search A 'harb*' --explain --limit 1
out_has '(prefix: harb*)'
out_has 'harb*'
run 0 search A harbour --format json --explain
json 'sum(p["score"] for p in d["hits"][0]["explain"]) > 0'

# nothing found: which clause brought it to nothing, and what is near
run 1 search A 'harbuor ferry' --explain
out_has 'near to harbuor: harbour'
run 1 search A 'harbour nowhereatall' --format json
json 'd["query"]["clauses"][1] == {"text": "nowhereatall", "count": 0, "without": 2}'

# the languages of others: read when asked for, offered when their signs are seen
run 0 search A 'harbour w/9 ferry' --lang nexis --explain
out_has 'native  harbour NEAR/9 ferry'
run 0 search A 'hd=ferry and harbour' --lang factiva --count
run 0 search A '+harbour -nowhereatall' --lang lucene --count
out_is '2'
run 1 search A 'harbour w/9 ferry'
err_has 'with --lang nexis this would be read as harbour NEAR/9 ferry'
run 2 search A 'harbour' --lang latin
run 2 search A 'speaker:x'
err_has 'cannot be searched'

# every query that cannot be read ends with 2 and says where
for query in '(harbour' 'nofield:x' 'harbour NEAR/x ferry' '"'; do
    code=0
    "$BACKFILE" search A "$query" >out 2>err || code=$?
    case $code in
    2) [ -s err ] || fail "no message for $query" ;;
    0 | 1) ;; # repaired: an unclosed bracket or quote is closed, and said so
    *) fail "$query: exit code $code" ;;
    esac
done
run 2 search A 'nofield:x'
err_has 'nofield'

# usage
run 2 search A harbour --sort name
err_has '--sort takes one of relevance|date|-date'
run 2 search A harbour --facet colour
err_has "no facet is called 'colour'; there are: section"
run 2 search A harbour --facet year:x
err_has '--facet takes FIELD or FIELD:N'
run 2 search A harbour --facet year --format csv
err_has '--facet needs --format table or json'
run 2 search A
err_has 'QUERY is missing'
run 2 search A -strike
err_has "put '--' before a word that begins with a dash"
run 0 search A --count -- '-olives strike'
out_is 2
run 3 search nowhere harbour
err_has "no archive in 'nowhere'"

# settings: a flag beats the environment, that beats backfile.conf, that beats the default
echo 'sort = -date' >A/backfile.conf
run 0 search A strike
head -1 out | grep -q '^2014-07-02' || fail "backfile.conf was not read"
export BACKFILE_SORT=date
run 0 search A strike
head -1 out | grep -q '^2014-06-27' || fail "the environment does not beat backfile.conf"
run 0 search A strike --sort -date
head -1 out | grep -q '^2014-07-02' || fail "the flag does not beat the environment"
unset BACKFILE_SORT
echo 'colour = red' >A/backfile.conf
run 2 search A strike
err_has "backfile.conf, line 1: no setting is called 'colour'"
rm A/backfile.conf

# a full disk is a failure, not a silent loss
code=0
"$BACKFILE" search A strike >/dev/full 2>err || code=$?
[ "$code" -eq 3 ] || fail "a result that could not be written ended with $code"
grep -q 'cannot write the result' err || fail "no word of the full disk"
