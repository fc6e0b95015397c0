# Completion of backfile for bash. Made from the table of commands by 'man/update'; do not edit.
_backfile()
{
    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
    local command="${COMP_WORDS[1]}" options="" paths=""
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "init import serve search show resolve extract read verify reindex stats missing export withhold restore delist redirect correct undo log help --help --version" -- "$word"))
        return
    fi
    case "$command:$before" in
    init:--title) return ;;
    init:--publisher) return ;;
    init:--language) return ;;
    init:--timezone) return ;;
    init:--base-url) return ;;
    import:--workers) return ;;
    import:--report) COMPREPLY=($(compgen -f -- "$word")); return ;;
    serve:--listen) return ;;
    serve:--threads) return ;;
    serve:--connections) return ;;
    serve:--timeout) return ;;
    serve:--log) COMPREPLY=($(compgen -f -- "$word")); return ;;
    serve:--site-name) return ;;
    serve:--paper) return ;;
    serve:--tagline) return ;;
    serve:--logo) COMPREPLY=($(compgen -f -- "$word")); return ;;
    serve:--accent) return ;;
    serve:--accent-dark) return ;;
    serve:--header-links) return ;;
    serve:--footer-links) return ;;
    serve:--interface-language) COMPREPLY=($(compgen -W "en ar" -- "$word")); return ;;
    serve:--rights) return ;;
    serve:--license) return ;;
    serve:--contact) return ;;
    serve:--log-format) COMPREPLY=($(compgen -W "combined kv" -- "$word")); return ;;
    serve:--slow) return ;;
    serve:--photos) return ;;
    search:--lang) COMPREPLY=($(compgen -W "native factiva nexis trove lucene" -- "$word")); return ;;
    search:--sort) COMPREPLY=($(compgen -W "relevance date -date headline -headline author -author words -words random" -- "$word")); return ;;
    search:--seed) return ;;
    search:--group) COMPREPLY=($(compgen -W "none reprint day author headline" -- "$word")); return ;;
    search:--limit) return ;;
    search:--cursor) return ;;
    search:--format) COMPREPLY=($(compgen -W "table json jsonl csv" -- "$word")); return ;;
    search:--facet) return ;;
    show:--format) COMPREPLY=($(compgen -W "text json html csl ris bibtex biblatex wikipedia chicago mla apa harvard" -- "$word")); return ;;
    show:--paper) return ;;
    extract:--url) return ;;
    extract:--list) COMPREPLY=($(compgen -f -- "$word")); return ;;
    extract:--jobs) return ;;
    stats:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    missing:--format) COMPREPLY=($(compgen -W "text json urls" -- "$word")); return ;;
    export:--format) COMPREPLY=($(compgen -W "jsonl warc" -- "$word")); return ;;
    export:--query) return ;;
    withhold:--why) return ;;
    withhold:--who) return ;;
    withhold:--when) return ;;
    withhold:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    restore:--why) return ;;
    restore:--who) return ;;
    restore:--when) return ;;
    restore:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    delist:--why) return ;;
    delist:--who) return ;;
    delist:--when) return ;;
    delist:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    redirect:--why) return ;;
    redirect:--who) return ;;
    redirect:--when) return ;;
    redirect:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    correct:--field) return ;;
    correct:--value) return ;;
    correct:--notice) return ;;
    correct:--why) return ;;
    correct:--who) return ;;
    correct:--when) return ;;
    correct:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    undo:--why) return ;;
    undo:--who) return ;;
    undo:--when) return ;;
    undo:--format) COMPREPLY=($(compgen -W "table json" -- "$word")); return ;;
    log:--format) COMPREPLY=($(compgen -W "table json jsonl urls" -- "$word")); return ;;
    log:--limit) return ;;
    esac
    case "$command" in
    init) options="--title --publisher --language --timezone --base-url --help" paths=1 ;;
    import) options="--workers --report --help" paths=1 ;;
    serve) options="--listen --threads --connections --timeout --log --site-name --paper --tagline --logo --accent --accent-dark --header-links --footer-links --interface-language --rights --license --contact --log-format --slow --photos --help" paths=1 ;;
    search) options="--lang --sort --seed --fresh --group --limit --cursor --format --count --facet --explain --help" paths=1 ;;
    show) options="--format --paper --help" paths=1 ;;
    resolve) options="--help" paths=1 ;;
    extract) options="--url --list --site --jobs --help" paths=1 ;;
    read) options="--jsonl --help" paths=1 ;;
    verify) options="--help" paths=1 ;;
    reindex) options="--extract --help" paths=1 ;;
    stats) options="--format --help" paths=1 ;;
    missing) options="--format --help" paths=1 ;;
    export) options="--format --query --help" paths=1 ;;
    withhold) options="--law --why --who --when --format --help" paths=1 ;;
    restore) options="--why --who --when --format --help" paths=1 ;;
    delist) options="--why --who --when --format --help" paths=1 ;;
    redirect) options="--why --who --when --format --help" paths=1 ;;
    correct) options="--field --value --notice --why --who --when --format --help" paths=1 ;;
    undo) options="--why --who --when --format --help" paths=1 ;;
    log) options="--format --limit --help" paths=1 ;;
    help) options="--help" options="init import serve search show resolve extract read verify reindex stats missing export withhold restore delist redirect correct undo log help" ;;
    esac
    if [ -n "$paths" ] && [ "${word#-}" = "$word" ]; then
        COMPREPLY=($(compgen -f -- "$word"))
    else
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    fi
}
complete -o filenames -F _backfile backfile
