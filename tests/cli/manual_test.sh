# Man pages and completion are what the table of commands says, every command has a page, and all of it is installed.
. "$(dirname "$0")/kit.sh"

python3 "$SOURCE/man/update" --check "$BACKFILE" >out 2>err || fail "run 'man/update PROGRAM' and read the difference"
for command in init import serve search show resolve extract verify reindex stats export withhold restore delist redirect \
    correct undo log; do
    grep -q "^\.\\\\\" begin options $command\$" "$SOURCE/man/backfile-$command.1" || fail "no options in the page of $command"
    grep -q '^\.Sh EXAMPLES' "$SOURCE/man/backfile-$command.1" || fail "no examples in the page of $command"
    grep -q '^\.Sh EXIT STATUS' "$SOURCE/man/backfile-$command.1" || fail "no exit status in the page of $command"
done
if command -v groff >/dev/null; then
    for page in "$SOURCE"/man/*.1; do
        groff -mdoc -ww -Tutf8 -z "$page" 2>err || fail "groff cannot read $page"
        [ ! -s err ] || fail "groff complains about $page"
    done
fi

if command -v bash >/dev/null; then
    cat >complete.sh <<'END'
source "$1/completion/backfile.bash"
COMP_WORDS=(backfile search A --sort "")
COMP_CWORD=4
_backfile
echo "${COMPREPLY[@]}"
COMP_WORDS=(backfile se)
COMP_CWORD=1
_backfile
echo "${COMPREPLY[@]}"
COMP_WORDS=(backfile export A --f)
COMP_CWORD=3
_backfile
echo "${COMPREPLY[@]}"
END
    bash complete.sh "$SOURCE" >out 2>err || fail "completion"
    out_is 'relevance date -date headline -headline author -author words -words random
serve search
--format'
fi

if [ -f "${BACKFILE_BUILD:-none}/cmake_install.cmake" ]; then
    for part in src/cli man; do
        DESTDIR=$PWD/root cmake --install "$BACKFILE_BUILD/$part" --prefix /usr >out 2>err || fail "install of $part"
    done
    for file in bin/backfile share/man/man1/backfile.1 share/man/man1/backfile-search.1 \
        share/bash-completion/completions/backfile share/zsh/site-functions/_backfile; do
        [ -f "root/usr/$file" ] || fail "$file is not installed"
    done
fi
