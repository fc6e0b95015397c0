# backfile reindex, and reindex --extract: articles made anew from the original records
. "$(dirname "$0")/kit.sh"

make_archive
run 0 search A strike --count
out_is 2
rm -r A/index
run 0 reindex A
out_is_empty
err_is 'Indexed 3 articles.'
run 0 search A strike --count
out_is 2
run 0 verify A

# nothing has changed: nothing comes out otherwise
run 0 export A --format jsonl before.jsonl
run 0 reindex A --extract
out_is_empty
err_is '0 articles came out otherwise.'
run 0 export A --format jsonl after.jsonl
cmp before.jsonl after.jsonl || fail "articles differ after --extract"

# an archive that an older reader left with another headline
python3 - <<'END_OF_PYTHON'
import sqlite3
db = sqlite3.connect("A/archive.db")
changed = db.execute("UPDATE article SET headline = 'Harbuor Clsoes', state = 'as the older reader left it' "
                     "WHERE headline LIKE 'Harbour Closes%'").rowcount
assert changed == 1, changed
db.commit()
END_OF_PYTHON
run 0 show A /2014/06/harbour-closes
out_has 'Harbuor'
run 0 reindex A --extract
err_is '1 article came out otherwise.'
run 0 export A --format jsonl after.jsonl
cmp before.jsonl after.jsonl || fail "--extract does not mend an article"
run 0 search A 'headline:closes' --count
out_is 1
run 0 verify A

run 3 reindex nowhere --extract
run 2 reindex A --extract=yes

# the sample newspaper, from all kinds of sources, with what people decided on top
SAMPLE=${BACKFILE_BUILD:-$SOURCE/build}/sample
if [ ! -f "$SAMPLE/sample.warc.gz" ]; then
    echo "skipped: the sample newspaper is not built in '$SAMPLE'"
    exit 0
fi

# remake FOLDER SOURCE...: an archive that comes out of --extract as it went in.
remake() {
    folder=$1
    shift
    run 0 init "$folder" --title 'The Tramontane' --timezone Europe/Malta --base-url https://www.tramontane.example
    run 0 import "$folder" "$@"
    run 0 search "$folder" ferry --format json
    set -- $(python3 -c 'import json; print(" ".join(h["id"] for h in json.load(open("out"))["hits"][:4]))')
    run 0 withhold "$folder" "$1" --why 'Asked for'
    run 0 correct "$folder" "$2" 'headline=Another Headline' --why 'A slip'
    run 0 correct "$folder" "$3" published=2012-03-04 --why 'The day of the move'
    run 0 delist "$folder" "$4" --why 'Charges were dropped'
    run 0 export "$folder" --format jsonl before.jsonl
    grep -q '"headline":"Another Headline"' before.jsonl || fail "the correction is not exported"
    run 0 reindex "$folder" --extract
    err_is '0 articles came out otherwise.'
    run 0 export "$folder" --format jsonl after.jsonl
    cmp before.jsonl after.jsonl || fail "articles of '$folder' differ after --extract"
    run 0 verify "$folder"
}
remake all "$SAMPLE/sample.warc.gz" "$SAMPLE/sample.wxr.xml" "$SAMPLE/text"
remake backwards "$SAMPLE/text" "$SAMPLE/folder" "$SAMPLE/sample.wxr.xml"
