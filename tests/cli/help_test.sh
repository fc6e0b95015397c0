# backfile help, --help, --version, and what is said to those who mistype
. "$(dirname "$0")/kit.sh"

run 0 --version
grep -qx 'backfile [0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*' out || fail "the version"
err_is_empty
run 0 --help
cp out help
run 0 help
cmp out help || fail "help and --help differ"
for command in init import serve search show resolve extract verify reindex stats export help; do
    grep -q "^  $command " help || fail "help does not list $command"
    run 0 $command --help
    grep -q "^usage: backfile $command" out || fail "no usage of $command"
    cp out help_of
    run 0 help $command
    cmp out help_of || fail "help $command and $command --help differ"
done

run 2
out_is_empty
err_has 'usage: backfile COMMAND'
run 2 serach A x
err_has "no command is called 'serach'"
err_has "Did you mean 'backfile search'?"
run 2 frobnicate
err_has "See 'backfile help'."
run 2 help frobnicate
run 2 search A x --nonsense
err_has "'search' has no option '--nonsense'"
err_has "See 'backfile search --help'."
