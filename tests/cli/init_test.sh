# backfile init
. "$(dirname "$0")/kit.sh"

run 0 init A --title 'The Tramontane 2008-2017' --publisher 'Tramontane Press' --language en \
    --timezone Europe/Malta --base-url https://www.tramontane.example/
out_is_empty
err_is "Made the archive 'A'."
[ -f A/archive.db ] || fail "no archive.db"
run 0 stats A --format json
json 'd["articles"] == 0 and d["captures"] == 0'

# a folder that holds something is not touched
run 3 init A --title again
out_is_empty
mkdir full && echo x >full/file
run 3 init full --title x
[ "$(ls full)" = file ] || fail "something was made in a folder that was not empty"

# an empty folder will do
mkdir empty
run 0 init empty --title x

# what is wrong is told before anything is made
run 2 init B
err_has '--title TEXT is missing'
run 2 init B --title ''
err_has '--title is empty'
run 2 init B --title x --timezone Mars/Olympus
err_has "no time zone 'Mars/Olympus'"
run 2 init B --title x --language 'not a tag'
err_has '--language takes a tag'
run 2 init B --title x --base-url ftp://x
err_has '--base-url takes an address'
run 2 init
err_has 'DIR is missing'
run 2 init B C --title x
err_has "'C' is one operand too many"
[ ! -e B ] || fail "an archive was made in spite of wrong usage"
run 3 init no/such/folder --title x
