# What the scripts here share. A script sources this, then says what it runs and what must come of it:
#
#     run 0 search A haftar --count        runs the program; its exit code must be 0
#     out_is "3"                           all of stdout
#     out_has "Haftar"; err_has "note"     a part of it
#     json 'd["total"] == 3'               stdout is one JSON value d, and that holds
#
# Each script works in a new folder of its own, which is removed at the end.
set -eu
: "${BACKFILE:?the path of the program}"
unset BACKFILE_WORKERS BACKFILE_LIMIT BACKFILE_SORT BACKFILE_LANG BACKFILE_LISTEN BACKFILE_JOBS BACKFILE_LOG
TESTS=$(cd "$(dirname "$0")" && pwd)
SOURCE=${BACKFILE_SOURCE:-$TESTS/../..}
DATA=${BACKFILE_DATA:-$SOURCE/../shared/data}
WORK=$(mktemp -d "$PWD/cli-XXXXXX")
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"
TAB=$(printf '\t')

fail() {
    echo "FAILED: $*" >&2
    echo "--- stdout" >&2
    head -c 4000 out >&2 || true
    echo "--- stderr" >&2
    head -c 4000 err >&2 || true
    exit 1
}

# run CODE ARGUMENT...: stdin is taken from the file `in` if there is one.
run() {
    expected=$1
    shift
    code=0
    if [ -f in ]; then
        "$BACKFILE" "$@" <in >out 2>err || code=$?
        rm in
    else
        "$BACKFILE" "$@" </dev/null >out 2>err || code=$?
    fi
    [ "$code" -eq "$expected" ] || fail "backfile $*: exit code $code, not $expected"
    echo "ok: backfile $*"
}

out_is() {
    printf '%s\n' "$1" | cmp -s - out || fail "stdout is not: $1"
}
out_is_empty() {
    [ ! -s out ] || fail "stdout is not empty"
}
err_is() {
    printf '%s\n' "$1" | cmp -s - err || fail "stderr is not: $1"
}
err_is_empty() {
    [ ! -s err ] || fail "stderr is not empty"
}
out_has() {
    grep -qF -- "$1" out || fail "stdout lacks: $1"
}
err_has() {
    grep -qF -- "$1" err || fail "stderr lacks: $1"
}
out_lacks() {
    ! grep -qF -- "$1" out || fail "stdout has: $1"
}

# json EXPRESSION [FILE]: stdout (or the file) is one JSON value d.
json() {
    python3 -c '
import json, sys
d = json.load(open(sys.argv[2], encoding="utf-8"))
if not eval(sys.argv[1]):
    sys.exit("does not hold: " + sys.argv[1])' "$1" "${2:-out}" || fail "json: $1"
}
# jsonl EXPRESSION: stdout is lines of JSON, d is their list.
jsonl() {
    python3 -c '
import json, sys
d = [json.loads(line) for line in open("out", encoding="utf-8")]
if not eval(sys.argv[1]):
    sys.exit("does not hold: " + sys.argv[1])' "$1" || fail "jsonl: $1"
}

# page FILE SLUG DAY SECTION AUTHOR HEADLINE PARAGRAPH...: a page as many newspapers write them.
page() {
    file=$1 slug=$2 day=$3 section=$4 author=$5 headline=$6
    shift 6
    mkdir -p "$(dirname "$file")"
    {
        cat <<END
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>$headline - The Tramontane</title>
<link rel="canonical" href="https://www.tramontane.example/$slug">
<meta property="og:type" content="article"><meta property="og:title" content="$headline">
<meta property="og:site_name" content="The Tramontane">
<meta property="article:published_time" content="${day}T09:30:00+02:00">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"$headline",
"datePublished":"${day}T09:30:00+02:00","author":{"@type":"Person","name":"$author"},"articleSection":"$section"}</script>
</head><body class="single single-post"><header><nav><a href="/">Home</a> <a href="/category/world">World</a></nav></header>
<main><article class="post"><h1 class="entry-title">$headline</h1>
<p class="post-meta">by <span class="author vcard"><a rel="author" href="/author/x">$author</a></span> |
<span class="published">$day</span></p><div class="entry-content">
END
        for paragraph in "$@"; do
            printf '<p>%s</p>\n' "$paragraph"
        done
        echo '</div></article></main><footer>Copyright The Tramontane</footer></body></html>'
    } >"$file"
}

# Three articles in the folder pages.
make_pages() {
    page pages/harbour.html 2014/06/harbour-closes 2014-06-27 World 'Omar Farouk' 'Harbour Closes After Strike' \
        'Valletta- The harbour closed on Friday after dock workers began a strike over pay, the port authority said.' \
        'The ferry to Sicily was cancelled and more than two hundred passengers waited on the quay until the evening.' \
        'Talks between the union and the ministry will be held on Monday, a spokesman told The Tramontane.'
    page pages/ferry.html 2014/07/ferry-returns 2014-07-02 World 'Omar Farouk' 'Ferry Returns to Harbour' \
        'Valletta- The ferry returned to the harbour on Wednesday, two days after the strike of the dock workers ended.' \
        'Passengers were given new tickets free of charge and the captain thanked them for their patience.' \
        'The union said that it would vote on the offer of the ministry before the end of the summer.'
    page pages/olives.html 2016/11/olive-harvest 2016-11-14 Business 'Lina Zammit' 'Olive Harvest Is the Best in Ten Years' \
        'Gozo- Growers brought in more olives this autumn than in any year since 2006, the growers union said on Monday.' \
        'Rain in September and a dry October made the fruit heavy, and the presses worked through the nights.' \
        'Prices fell by a fifth, which pleased the cooks of the island more than it pleased those who grow the trees.'
}

# warc_record URL DATE FILE: the page as a WARC response on stdout.
warc_record() {
    {
        printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
        cat "$3"
    } >block
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\n' "$1" "$2"
    printf 'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n' "$(cksum <"$3" | cut -d' ' -f1)"
    printf 'Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n' "$(wc -c <block)"
    cat block
    printf '\r\n\r\n'
    rm block
}

# The same three articles as a crawl.
make_crawl() {
    [ -d pages ] || make_pages
    {
        warc_record https://www.tramontane.example/2014/06/harbour-closes 2017-01-02T03:04:05Z pages/harbour.html
        warc_record https://www.tramontane.example/2014/07/ferry-returns/ 2017-01-02T03:04:06Z pages/ferry.html
        warc_record https://www.tramontane.example/2016/11/olive-harvest 2017-01-02T03:04:07Z pages/olives.html
    } >crawl.warc
}

# An archive A of the crawl.
make_archive() {
    make_crawl
    run 0 init A --title 'The Tramontane 2008-2017' --timezone Europe/Malta --base-url https://www.tramontane.example
    run 0 import A crawl.warc
}
