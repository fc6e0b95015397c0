"""Writes the samples of this folder: an invented paper as two mirrors, as text captures, and its photos.

In:  nothing.
Out: mirror-wget, mirror-httrack, text, photos beside this file. The same bytes in every run; the files are
     kept in the repository, so this runs only when they are to change.

The mirrors are laid out and changed as `wget -m -k -E -p` and HTTrack 3.49 do it: links lead to files,
HTTrack writes its comment and its own pages, wget makes even the canonical link a relative one.
"""

import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = "www.herald.example"
BASE = "https://" + HOST

# ---- pictures: grey mosaics, as baseline JPEG with nothing but the mean of each block ----

DC_CODES = [
    "00",
    "010",
    "011",
    "100",
    "101",
    "110",
    "1110",
    "11110",
    "111110",
    "1111110",
    "11111110",
    "111111110",
]
DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def scan(blocks):
    """The blocks as bits: the change of each mean, and at once the end of the block."""
    bits, before = "", 0
    for grey in blocks:
        value = (grey - 128) // 2  # the quantum is 16, a mean counts eightfold
        change, before = value - before, value
        size = abs(change).bit_length()
        bits += DC_CODES[size]
        if size:
            bits += format(change if change > 0 else change + (1 << size) - 1, "0%db" % size)
        bits += "0"
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    return data.replace(b"\xff", b"\xff\x00")


def jpeg(rows, *words):
    """rows: texts of digits, 0 black to 9 white, a block each."""
    height, width = len(rows) * 8, len(rows[0]) * 8
    blocks = [int(c) * 255 // 9 for row in rows for c in row]
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")
        + b"".join(words)
        + segment(0xDB, b"\0" + b"\x10" * 64)
        + segment(0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0))
        + segment(0xC4, b"\0" + bytes(DC_COUNTS) + bytes(range(12)))
        + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0")
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + scan(blocks)
        + b"\xff\xd9"
    )


# ---- words ----


def iim(fields, is_utf8=True):
    sets = b"\x1c\x01\x5a\0\x03\x1b%G" if is_utf8 else b""
    for number, text in fields:
        data = text.encode("utf-8" if is_utf8 else "cp1252")
        sets += struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets + b"\0" * (len(sets) & 1)
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def xmp(inside):
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" %s</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>' % inside
    )
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode("utf-8"))


def exif(description, artist, taken):
    """Little-endian, with one directory of its own for the time."""
    texts = [t.encode("utf-8") + b"\0" for t in (description, artist, taken)]
    first, second = 8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + len(texts[0]) + len(texts[1])
    own = struct.pack("<HHHII", 1, 0x9003, 2, len(texts[2]), second + 2 + 12 + 4) + b"\0" * 4 + texts[2]
    head = b"II*\0" + struct.pack("<IH", 8, 3)
    head += struct.pack("<HHII", 0x10E, 2, len(texts[0]), first)
    head += struct.pack("<HHII", 0x13B, 2, len(texts[1]), first + len(texts[0]))
    head += struct.pack("<HHII", 0x8769, 4, 1, second) + b"\0" * 4
    return segment(0xE1, b"Exif\0\0" + head + texts[0] + texts[1] + own)


FERRY_ROWS = ["99999999", "99988999", "99877899", "88866888", "77000077", "33333333", "22322322", "23223232"]
MAYOR_ROWS = ["66666666", "66622666", "66288266", "66288266", "66622666", "66000066", "60000006", "60000006"]
MARKET_ROWS = ["88888888", "82828282", "88888888", "41414141", "55555555", "41414141", "33333333", "33333333"]


def ferry():
    return jpeg(
        FERRY_ROWS,
        iim(
            [
                (5, "Ferry fire Galea"),
                (25, "ferry"),
                (25, "fire"),
                (55, "20140627"),
                (60, "061500+0300"),
                (80, "Inès Calleja"),
                (85, "Staff"),
                (90, "Port Marenza"),
                (105, "Ferry burns off Galea"),
                (110, "Medwire"),
                (116, "© 2014 Medwire"),
                (
                    120,
                    "The ferry Almagest burns off the island of Galea at dawn. (Medwire Photo/Inès Calleja)",
                ),
                (103, "55328447"),
            ]
        ),
    )


def mayor():
    return jpeg(
        MAYOR_ROWS,
        xmp(
            'photoshop:Credit="AFP/Getty Images" photoshop:DateCreated="2014-06-28"'
            ' photoshop:Headline="The mayor at the quay"><dc:creator><rdf:Seq>'
            "<rdf:li>George Pavlou</rdf:li></rdf:Seq>"
            '</dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">Mayor Elif Karaman speaks to '
            "relatives at the quay of Port Marenza.</rdf:li></rdf:Alt></dc:description>"
            "<Iptc4xmpExt:PersonInImage>"
            "<rdf:Bag><rdf:li>Elif Karaman</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>"
        ),
    )


# ---- pages ----

PIECES = [
    {
        "id": 55328445,
        "path": "/news/ferry-burns",
        "title": "Ferry burns off Galea, eleven dead",
        "author": ("icalleja", "Inès Calleja"),
        "section": ("news", "News"),
        "day": ("2014-06-27T11:05:00+03:00", "Jun 27, 2014"),
        "photo": True,
        "text": [
            "Port Marenza, Medwire— A fire on the ferry Almagest killed at least eleven people off "
            "the island "
            "of Galea on Friday, the coast guard said.",
            "The ferry had left Galea before dawn with two hundred and twelve passengers on board. Fishing "
            "boats took most of them ashore before the first of the coast guard’s ships arrived.",
            "“We saw the smoke before we heard the call,” said the master of one of the boats. “There was no "
            "time to count.”",
        ],
    },
    {
        "id": 55328461,
        "path": "/opinion/the-harbour-needs-a-fireboat",
        "title": "Opinion: The harbour needs a fireboat",
        "author": ("gpavlou", "George Pavlou"),
        "section": ("opinion", "Opinion"),
        "day": ("2014-06-29T09:00:00+03:00", "Jun 29, 2014"),
        "photo": False,
        "text": [
            "For eleven years the port authority has been asked for a fireboat, and for eleven years it has "
            "answered that the money went into the new terminal.",
            "On Friday the nearest one lay in the harbour of another country, four hours away. "
            "Nobody who stood "
            "on the quay that morning will ask again what a fireboat costs.",
            "The council meets on Tuesday. It has the plans, it has the price, and it now has the reason.",
        ],
    },
]


def page(piece, link, canonical, comment=""):
    """link(path): how the mirror leads to an address of the site."""
    photo = ""
    if piece["photo"]:
        photo = (
            '<figure><img class="wp-image-55328447" src="%s" width="64" height="64" alt="Ferry">'
            "<figcaption>The ferry burns off Galea.</figcaption></figure>"
            % link("/wp-content/uploads/2014/06/ferry.jpg")
        )
    return """<!DOCTYPE html>
<html lang="en">
%s<head><meta charset="utf-8"><title>%s | The Harbour Herald</title>
<link rel="canonical" href="%s">
<meta property="og:url" content="%s"><meta property="og:site_name" content="The Harbour Herald">
<meta property="og:type" content="article"><meta property="article:published_time" content="%s">
<link rel="shortlink" href="%s/?p=%d"></head>
<body class="single single-post postid-%d">
<nav><a href="%s">The Harbour Herald</a> <a href="%s">News</a></nav>
<article><h1>%s</h1>
<p class="post-meta">by <a rel="author" href="%s">%s</a> | <span class="published">%s</span> | <a
rel="category tag" href="%s">%s</a></p>
%s%s
</article></body></html>
""" % (
        comment,
        piece["title"],
        canonical,
        BASE + piece["path"],
        piece["day"][0],
        BASE,
        piece["id"],
        piece["id"],
        link("/"),
        link("/category/news"),
        piece["title"],
        link("/author/" + piece["author"][0]),
        piece["author"][1],
        piece["day"][1],
        link("/category/" + piece["section"][0]),
        piece["section"][1],
        photo,
        "\n".join("<p>%s</p>" % text for text in piece["text"]),
    )


OLD_STORY = """<html><head><title>Lighthouse keeper retires - The Harbour Herald</title></head><body>
<h1>Lighthouse keeper retires</h1><p>By Staff Writer</p><p>March 3, 2003</p>
<p>GALEA - After thirty-one years the keeper of the lighthouse of Galea hands over his keys to a machine, and
does not mind, he says, as long as it looks out of the window now and then.</p>
<p>The lamp has been electric since 1958, and for the last four years a computer on the mainland has
lit it and
put it out. What was left to the keeper were the stairs, the paint, the log book, and the fishermen who
rang him to ask
what the sea looked like from up there.</p>
<p>“They will go on ringing,” he said on Sunday, when the harbour master came over to fetch the log books,
all thirty-one of them, for the museum of Port Marenza. “I have told them that the machine does not
answer.”</p>
<p>The keeper will stay on the island, in the house below the tower.</p>
</body></html>
"""


def write(path, data):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("utf-8"))


def relative(depth):
    """Links as a mirror writes them from a page so many folders below the host."""
    up = "../" * depth

    def link(path):
        if path == "/":
            return up + "index.html"
        return up + path[1:] + ("" if path.endswith(".jpg") else ".html")

    return link


def wget_mirror():
    root = "mirror-wget/" + HOST
    ferry_page, opinion = PIECES
    write(root + ferry_page["path"] + "/index.html", page(ferry_page, relative(2), "index.html"))
    write(root + opinion["path"] + ".html", page(opinion, relative(1), "the-harbour-needs-a-fireboat.html"))
    short = page(ferry_page, relative(0), "news/ferry-burns/index.html")
    write(root + "/index.html?p=55328445.html", short)
    write(root + "/news.asp?id=7.html", OLD_STORY)
    write(root + "/wp-content/uploads/2014/06/ferry.jpg", ferry())


def httrack_mirror():
    root = "mirror-httrack/"
    comment = (
        "<!-- Mirrored from %s%s by HTTrack Website Copier/3.x [XR&CO'2014], "
        "Tue, 03 Jan 2017 08:30:00 GMT -->\n"
    )
    ferry_page, opinion = PIECES
    text = page(ferry_page, relative(2), "index.html", comment % (HOST, ferry_page["path"] + "/"))
    write(root + HOST + ferry_page["path"] + "/index.html", text)
    text = page(opinion, relative(1), "the-harbour-needs-a-fireboat.html", comment % (HOST, opinion["path"]))
    write(root + HOST + opinion["path"] + ".html", text)
    text = OLD_STORY.replace("<html>", "<html>\n" + comment % (HOST, "/news.asp?id=7"))
    write(root + HOST + "/news2f1c.html", text)
    write(root + HOST + "/wp-content/uploads/2014/06/ferry.jpg", ferry())
    write(
        root + "index.html",
        '<html><head><title>Local index - HTTrack Website Copier</title></head><body><a href="%s/index.html">'
        "Herald</a></body></html>\n" % HOST,
    )
    write(root + "hts-log.txt", "HTTrack3.49-2 launched on Tue, 03 Jan 2017 08:30:00 at https://%s/\n" % HOST)
    write(
        root + "hts-cache/doit.log", "-qwC2%%Ps2u1%%s%%uN0%%I0p3DaK0H0%%kf2A25000%%f#f https://%s/\n" % HOST
    )


def capture(piece):
    lines = [
        "The Harbour Herald - News of the islands",
        "",
        piece["title"] + " | The Harbour Herald",
        "Select Page",
        "by %s | %s | %s" % (piece["author"][1], piece["day"][1], piece["section"][1]),
        "",
    ]
    return "\n".join(lines + ["\n\n".join(piece["text"])]) + "\n"


def texts():
    ferry_page, opinion = PIECES
    told = "URL: %s\nShortlink: %s/?p=%d\n" % (BASE + ferry_page["path"], BASE, ferry_page["id"])
    write("text/ferry.txt", capture(ferry_page) + "\n" + told)
    write("text/%s%s.txt" % (HOST, opinion["path"]), capture(opinion))


def photos():
    write("photos/2014/ferry.jpg", ferry())
    write("photos/2014/mayor.jpg", mayor())
    market = exif("Fish market", "Hatim Orlando", "2014:06:30 07:40:12")
    write("photos/market.jpg", jpeg(MARKET_ROWS, market))
    write("photos/silent.jpg", jpeg(MARKET_ROWS))
    write("photos/cut.jpg", ferry()[:290])


if __name__ == "__main__":
    wget_mirror()
    httrack_mirror()
    texts()
    photos()
