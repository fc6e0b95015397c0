"""Photos in other widths: made once by backfile-resize, kept within a bound, and the original where that
cannot be.

Pictures are written by this test itself: PNG by hand; JPEG through backfile-resize. Among them are a bomb
(a head that promises four thousand million pixels), a cut file and words that only call themselves a
picture."""

import datetime
import http.client
import os
import shutil
import stat
import struct
import subprocess
import threading
import zlib

import kit
from warcfile import WarcWriter

HOST = "http://paper.example"
MOMENT = datetime.datetime(2017, 10, 1, tzinfo=datetime.timezone.utc)
RESIZE = os.path.join(kit.BUILD, "backfile-resize")


def png(width, height, pixel=b"\x20\x60\xa0", rows=None):
    """A PNG; `rows` other than the height make it a damaged one."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    kind = 6 if len(pixel) == 4 else 2
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    shades = [bytes((c + y) % 256 for c in pixel) for y in range(min(height, 256))]
    lines = b"".join(b"\0" + shades[y % 256] * width for y in range(height if rows is None else rows))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def size_of(picture):
    """Width and height of a PNG or JPEG."""
    if picture.startswith(b"\x89PNG"):
        return struct.unpack(">II", picture[16:24])
    at = 2
    while picture[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", picture[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
    return width, height


def resize(picture, width, expect=0):
    done = subprocess.run([RESIZE, str(width)], input=picture, capture_output=True, timeout=60)
    assert done.returncode == expect, (done.returncode, expect, done.stderr[-500:])
    return done.stdout


def check_program():
    wide = png(900, 600)
    made = resize(wide, 320)
    assert made.startswith(b"\xff\xd8\xff") and size_of(made) == (320, 213), size_of(made)
    clear = resize(png(500, 400, b"\x20\x60\xa0\x80"), 160)
    assert clear.startswith(b"\x89PNG") and size_of(clear) == (160, 128), "what is see-through stays so"
    assert size_of(resize(made, 160)) == (160, 107), "JPEG in, JPEG out"
    for bad in [
        b"",
        b"words",
        png(60000, 60000, rows=3),
        png(200000, 2, rows=2),
        made[:400],
        b"\xff\xd8\xff" + os.urandom(5000),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.4",
        b"GIF89a" + b"\xff" * 40,
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"II*\0" + b"\xff" * 60,
    ]:
        assert resize(bad, 320, expect=1) == b"", bad[:20]
    for words in [[], ["0"], ["x"], ["99999999"], ["320", "x"]]:
        assert subprocess.run([RESIZE] + words, input=wide, capture_output=True).returncode == 2
    return made


def write_warc(path, pictures):
    with open(path, "wb") as file:
        writer = WarcWriter(file)
        for name, (kind, body) in pictures.items():
            writer.response("%s/up/%s" % (HOST, name), MOMENT, 200, "OK", [("Content-Type", kind)], body)
        figures = "".join(
            '<figure><img src="/up/%s"><figcaption>%s</figcaption></figure>' % (n, n) for n in pictures
        )
        page = (
            "<!doctype html><html><head><title>Photos</title><meta property='og:type'"
            " content='article'></head><body><article><h1>Photos of a day</h1><div"
            " class='entry-content'><p>%s</p>%s</div></article></body></html>"
            % ("Words of a piece that is long enough to be one. " * 6, figures)
        )
        writer.response(HOST + "/piece", MOMENT, 200, "OK", [("Content-Type", "text/html")], page.encode())


def metric(server, name):
    status, _, body = server.get("/metrics")
    assert status == 200
    for line in body.decode().splitlines():
        if line.startswith("backfile_%s " % name):
            return int(line.split()[1])
    raise AssertionError("no %s in the metrics" % name)


def thumb(server, width, name, status=200):
    answer = server.get("/-/thumb/%d/up/%s" % (width, name))
    assert answer[0] == status, (name, answer[0], status)
    return answer


def check_site(server, jpeg):
    _, heads, body = thumb(server, 320, "wide.png")
    assert heads["content-type"] == "image/jpeg" and size_of(body) == (320, 213)
    assert "sandbox" in heads["content-security-policy"] and heads["x-content-type-options"] == "nosniff"
    assert "max-age" in heads["cache-control"] and heads["accept-ranges"] == "bytes"
    assert server.get("/-/thumb/320/up/wide.png", {"If-None-Match": heads["etag"]})[0] == 304
    part = server.get("/-/thumb/320/up/wide.png", {"Range": "bytes=0-1"})
    assert part[0] == 206 and part[2] == body[:2]
    for width in (160, 640):
        assert size_of(thumb(server, width, "wide.png")[2])[0] == width
    assert thumb(server, 1280, "wide.png", 302)[1]["location"], "it would only become larger"
    assert thumb(server, 160, "clear.png")[1]["content-type"] == "image/png"
    assert size_of(thumb(server, 160, "photo.jpg")[2]) == (160, 107)
    made = metric(server, "photos_resized_total")
    thumb(server, 160, "photo.jpg")
    assert metric(server, "photos_resized_total") == made, "made once"
    for name in ("bomb.png", "cut.jpg", "words.png", "drawing.svg"):
        for _ in range(2):
            heads = thumb(server, 320, name, 302)[1]
            assert heads["location"].startswith("/-/captured/"), heads
            assert server.get(heads["location"])[0] == 200
    refused = metric(server, "photos_not_resized_total")
    thumb(server, 320, "bomb.png", 302)
    assert metric(server, "photos_not_resized_total") == refused, "what cannot be is not tried again"
    for path in (
        "/-/thumb/321/up/wide.png",
        "/-/thumb/0/up/wide.png",
        "/-/thumb/320/",
        "/-/thumb/320",
        "/-/thumb/x/up/wide.png",
        "/-/thumb/320/up/none.png",
        "/-/thumb/320/piece",
        "/-/thumb/320/-/captured/99999",
        "/-/thumb/320/../../etc/passwd",
        "/-/thumb/320/%2e%2e/x",
        "/-/thumb/99999999999999/up/wide.png",
    ):
        status = server.get(path)[0]
        assert status in (404, 302) if "321" in path else status == 404, (path, status)
    location = thumb(server, 320, "bomb.png", 302)[1]["location"]
    assert (
        server.get("/-/thumb/160" + location.replace("/-/", "/-/", 1))[0] == 302
    ), "by the number of its capture"


def ask_many(server, names):
    """All at once, more than processes: each gets a picture."""
    results = []

    def ask(name):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", "/-/thumb/640/up/" + name)
        answer = connection.getresponse()
        body = answer.read()
        results.append((answer.status, size_of(body)[0] if answer.status == 200 else 0))
        connection.close()

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert server.get("/healthz")[0] == 200, "the site answers meanwhile"
        for thread in threads:
            thread.join(0.02)
    assert results == [(200, 640)] * len(names), results


def main():
    if not os.path.exists(RESIZE):
        kit.skip("libvips is absent: backfile-resize was not built")
    jpeg = check_program()
    pictures = {
        "wide.png": ("image/png", png(900, 600)),
        "clear.png": ("image/png", png(500, 400, b"\x20\x60\xa0\x80")),
        "photo.jpg": ("image/jpeg", jpeg),
        "bomb.png": ("image/png", png(65000, 65000, rows=2)),
        "cut.jpg": ("image/jpeg", jpeg[: len(jpeg) // 8]),
        "words.png": ("image/png", b"these are no pixels"),
        "drawing.svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    }
    many = ["many-%d.png" % n for n in range(12)]
    for number, name in enumerate(many):
        pictures[name] = ("image/png", png(800, 500 + number, bytes([number * 20, 90, 120])))
    write_warc("photos.warc.gz", pictures)
    archive = kit.new_archive("photos", ["--title", "Photos", "--base-url", HOST])
    kit.run("import", archive, "photos.warc.gz")

    with kit.Server(archive) as server:
        check_site(server, jpeg)
        ask_many(server, many)
    kit.run("verify", archive)
    kept = os.path.join(archive, "cache")
    assert len(os.listdir(kept)) > 15
    with kit.Server(archive) as server:
        thumb(server, 320, "wide.png")
        assert metric(server, "photos_resized_total") == 0, "they outlive the server"
        kit.run("withhold", archive, "/up/photo.jpg", "--why", "a test", expect=0)
        for path in ("/-/thumb/160/up/photo.jpg", "/-/thumb/640/up/photo.jpg"):
            assert server.get(path)[0] in (410, 451), (path, server.get(path)[0])

    for name in os.listdir(kept):
        with open(os.path.join(kept, name), "ab") as file:
            file.write(b"\0" * 300000)  # 1 MB is soon too little
    with kit.Server(archive, ["--photos", "1"]) as server:
        thumb(server, 320, "clear.png")
        assert metric(server, "photos_bytes") <= 1 << 20, "the bound holds"
    assert sum(os.path.getsize(os.path.join(kept, name)) for name in os.listdir(kept)) <= 1 << 20
    with kit.Server(archive, ["--photos", "0"]) as server:
        assert thumb(server, 320, "clear.png", 302)[1]["location"].startswith("/-/captured/")

    shutil.rmtree(kept)
    if os.geteuid() != 0:
        os.chmod(archive, stat.S_IRUSR | stat.S_IXUSR)
    else:
        with open(kept, "w") as file:  # root may write everywhere: a file stands where the folder should
            file.write("")
    try:
        with kit.Server(archive) as server:
            assert size_of(thumb(server, 320, "wide.png")[2]) == (
                320,
                213,
            ), "without a folder in the archive"
    finally:
        os.chmod(archive, 0o755)
    print("photos: made, kept, bounded, refused, withheld")


if __name__ == "__main__":
    main()
