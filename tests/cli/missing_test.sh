# backfile missing, what import says of it, and /missing
. "$(dirname "$0")/kit.sh"

# sixty days of a daily paper: ids 5501 to 5560 without 5521 to 5523, the days of two of them without any article,
# links to a piece that is not there, a photo without its file, one piece dated long before those next to it
python3 - <<'END'
import datetime, os
os.makedirs("pages")
first = datetime.date(2014, 5, 1)
for i in range(60):
    number = 5501 + i
    if 5521 <= number <= 5523:
        continue
    day = first + datetime.timedelta(days=min(i, 21) if number <= 5523 else i)
    if number == 5540:
        day = datetime.date(2011, 1, 2)
    address = "https://www.tramontane.example/2014/piece-%d" % number
    links = '<p>See <a href="/2014/lost-piece">the lost piece</a> and <a href="/category/world">the section</a>.</p>'
    photo = '<figure><img src="/wp-content/uploads/quay.jpg" alt="The quay"><figcaption>The quay. (AP)</figcaption></figure>'
    words = " ".join("Word%d-%d of the story of that day in the harbour was said by an officer." % (number, k) for k in range(12))
    page = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Piece %d - The Tramontane</title>
<link rel="canonical" href="%s"><link rel="shortlink" href="https://www.tramontane.example/?p=%d">
<meta property="og:type" content="article"><meta property="og:title" content="Piece %d">
<meta property="article:published_time" content="%sT09:30:00+02:00"></head>
<body class="single single-post postid-%d"><main><article class="post" id="post-%d"><h1 class="entry-title">Piece %d</h1>
<p class="post-meta">by <span class="author vcard"><a rel="author" href="/author/x">Lina Zammit</a></span></p>
<div class="entry-content">%s<p>%s</p>%s</div></article></main></body></html>""" % (
        number, address, number, number, day, number, number, number,
        photo if number == 5510 else "", words, links if number in (5510, 5511) else "")
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    with open("crawl.warc", "ab") as out:
        out.write(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2017-01-02T03:04:05Z\r\n"
                  b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
                  b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
                  % (address.encode(), number, len(block)) + block + b"\r\n\r\n")
END
run 0 init A --title 'The Tramontane' --timezone Europe/Malta --base-url https://www.tramontane.example
run 0 import A crawl.warc --report report.json
out_is_empty
err_has 'What the archive lacks now'
err_has 'missing ids'
err_has 'More by: backfile missing A'
json 'd["articles"] == 57' report.json
json 'd["missingIds"] == [[5521, 5523]]' report.json
json 'd["emptyDays"] == ["2014-05-21", "2014-05-22", "2014-05-23", "2014-06-09"]' report.json
json '[x["id"] for x in d["doubtfulDates"]] == ["5540"] and "2014-06-" in d["doubtfulDates"][0]["reason"]' report.json
json 'd["wanted"] == [{"url": "https://www.tramontane.example/2014/lost-piece", "links": 2, "from": "5510"}]' report.json
json '[p["href"] for p in d["lostPhotos"]] == ["https://www.tramontane.example/wp-content/uploads/quay.jpg"]' report.json
json 'd["missingCounts"]["missingIds"] == 3 and d["missingCounts"]["missingIdRuns"] == 1' report.json

# the command says the same
run 0 missing A --format json
json 'd["missingIds"] == [[5521, 5523]] and d["emptyDays"][0] == "2014-05-21" and len(d["wanted"]) == 1'
run 0 missing A
out_has '5521 to 5523 (3)'
out_has '2014-05-21 to 2014-05-23 (3)'
out_has 'https://www.tramontane.example/2014/lost-piece  (2 articles)'
out_has 'What to do'
err_is_empty
run 0 missing A --format urls
out_is 'https://www.tramontane.example/2014/lost-piece'

# the page, its twin, and what else leads there
"$BACKFILE" serve A --listen 127.0.0.1:0 >serve.out 2>serve.err &
SERVER=$!
trap 'kill $SERVER 2>/dev/null || true; rm -rf "$WORK"' EXIT
python3 - "$WORK/serve.err" "$WORK/serve.out" <<'END' || fail "the site"
import json, re, sys, time, urllib.request
for _ in range(100):
    text = open(sys.argv[1]).read() + open(sys.argv[2]).read()
    found = re.search(r"http://127\.0\.0\.1:(\d+)", text)
    if found:
        break
    time.sleep(0.1)
base = "http://127.0.0.1:" + found.group(1)
get = lambda path: urllib.request.urlopen(base + path)
page = get("/missing").read().decode()
assert "What is missing" in page and "5521 to 5523" in page and "lost-piece" in page, page
assert all(" src=\"/-/" in tag for tag in re.findall("<script[^>]*>", page))
assert get("/-/missing").read().decode().count("5521") == page.count("5521")
for path in ("/missing.json", "/-/missing.json", "/missing?format=json"):
    assert json.load(get(path))["missingIds"] == [[5521, 5523]], path
assert get("/missing?nocache=1").url == base + "/missing"
assert 'href="/missing"' in get("/").read().decode()
month = re.search(r'<caption>\s*<a href="([^"]+)">May 2014', page).group(1)
assert get(month).status == 200
END
kill $SERVER

# a withheld piece is no gap
if "$BACKFILE" help withhold >/dev/null 2>&1; then
    run 0 withhold A 5530 --who a-keeper --why 'a test'
    run 0 missing A --format json
    json 'd["missingIds"] == [[5521, 5523]] and len(d["emptyDays"]) == 4'
    out_lacks '"5530"'
fi

# importing what was wanted closes the gap
mkdir lost
page lost/lost.html 2014/lost-piece 2014-05-21 World 'Lina Zammit' 'The Lost Piece' \
    'The piece that was lost for years was found in a drawer of the harbour office on Wednesday, the keeper said.' \
    'It had been cut out of the paper and was kept between two sheets of glass, with a note on who had found it.' \
    'Nobody knew why it had been taken out of the bound volume in which it had stood since the spring.'
warc_record https://www.tramontane.example/2014/lost-piece 2017-01-02T03:04:05Z lost/lost.html >lost.warc
run 0 import A lost.warc --report lost.json
json 'd["wanted"] == [] and "2014-05-21" not in d["emptyDays"]' lost.json
run 0 missing A --format urls
out_is_empty

# an archive that lacks nothing, and none
run 0 init E --title Empty
run 0 missing E
out_is 'Nothing is missing, as far as the archive can tell from what it holds.'
run 0 missing E --format urls
out_is_empty
run 3 missing nowhere
run 2 missing A --format table
