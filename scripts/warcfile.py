"""Writes WARC 1.1 files, one gzip member a record (ISO 28500), the same bytes for the same records.

In:  records given one by one.
Out: a file. Record ids are made from content, never at random, so that a file can be made again bit for bit.
"""

import base64
import datetime
import gzip
import hashlib
import io
import uuid

NAMESPACE = uuid.UUID("6a1f3f0e-52b1-5c1e-9a53-1f6b1a3c0d88")


def gzip_bytes(data, level=6):
    """One gzip member without a name or a time."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=level, mtime=0) as member:
        member.write(data)
    return out.getvalue()


def chunked(data, size=4096):
    """The body as HTTP/1.1 sends it in pieces."""
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def date_text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode("ascii")


def http_response(status, reason, headers, body, coding=None, is_chunked=False):
    """An HTTP message as it went over the line. Gives (message, payload as sent)."""
    headers = list(headers)
    payload = body
    if coding == "gzip":
        payload = gzip_bytes(body)
        headers.append(("Content-Encoding", "gzip"))
    sent = payload
    if is_chunked:
        sent = chunked(payload)
        headers.append(("Transfer-Encoding", "chunked"))
    else:
        headers.append(("Content-Length", str(len(payload))))
    head = "HTTP/1.1 %d %s\r\n" % (status, reason) + "".join("%s: %s\r\n" % pair for pair in headers) + "\r\n"
    return head.encode("latin-1"), sent


class WarcWriter:
    """Appends records to an open binary file."""

    def __init__(self, file, is_compressed=True):
        self.file = file
        self.is_compressed = is_compressed
        self.count = 0

    def record(self, kind, block, moment, url=None, media_type=None, extra=()):
        """Writes one record; gives its id."""
        seed = b"\0".join([kind.encode(), (url or "").encode(), date_text(moment).encode(), block])
        record_id = "<urn:uuid:%s>" % uuid.uuid5(NAMESPACE, hashlib.sha256(seed).hexdigest())
        lines = [
            "WARC/1.1",
            "WARC-Type: " + kind,
            "WARC-Record-ID: " + record_id,
            "WARC-Date: " + date_text(moment),
        ]
        if url:
            lines.append("WARC-Target-URI: " + url)
        lines += ["%s: %s" % pair for pair in extra]
        lines.append("WARC-Block-Digest: " + digest(block))
        if media_type:
            lines.append("Content-Type: " + media_type)
        lines.append("Content-Length: %d" % len(block))
        data = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8") + block + b"\r\n\r\n"
        self.file.write(gzip_bytes(data) if self.is_compressed else data)
        self.count += 1
        return record_id

    def info(self, moment, fields):
        block = "".join("%s: %s\r\n" % pair for pair in fields).encode("utf-8")
        return self.record("warcinfo", block, moment, media_type="application/warc-fields")

    def response(self, url, moment, status, reason, headers, body, coding=None, is_chunked=False):
        head, sent = http_response(status, reason, headers, body, coding, is_chunked)
        extra = [("WARC-Payload-Digest", digest(sent))]
        return self.record("response", head + sent, moment, url, "application/http;msgtype=response", extra)

    def request(self, url, moment, concurrent_to):
        """The request that a response answered."""
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        block = (
            "GET /%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: crawler\r\nAccept-Encoding: gzip\r\n\r\n"
            % (path, host)
        ).encode("utf-8")
        extra = [("WARC-Concurrent-To", concurrent_to)]
        return self.record("request", block, moment, url, "application/http;msgtype=request", extra)

    def revisit(self, url, moment, headers, refers_url, refers_moment, refers_id, payload_digest):
        """The same page as before: its head, and where the body lies."""
        block = ("HTTP/1.1 200 OK\r\n" + "".join("%s: %s\r\n" % pair for pair in headers) + "\r\n").encode(
            "latin-1"
        )
        extra = [
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
            ("WARC-Refers-To", refers_id),
            ("WARC-Refers-To-Target-URI", refers_url),
            ("WARC-Refers-To-Date", date_text(refers_moment)),
            ("WARC-Payload-Digest", payload_digest),
        ]
        return self.record("revisit", block, moment, url, "application/http;msgtype=response", extra)


class Ticker:
    """A clock that goes on by itself: crawl times that are the same in every run."""

    def __init__(self, text, step_s=3):
        self.now = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
        self.step = datetime.timedelta(seconds=step_s)

    def tick(self):
        self.now += self.step
        return self.now
