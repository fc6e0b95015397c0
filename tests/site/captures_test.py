"""Every capture of the sample newspaper is asked for, by its number and by its time and address: pages,
photos, feeds, sitemaps, redirects. Each answers, and the server is there afterwards."""

import gzip
import http.client
import shutil
import urllib.parse

import kit


def captures():
    """(14 digits, address) of every record of the sample that has one."""
    found, head = [], {}
    with gzip.open(kit.SAMPLE, "rb") as file:
        for line in file:
            if line.startswith(b"WARC/1."):
                head = {}
            name, colon, value = line.decode("latin-1").strip().partition(": ")
            if colon and name in ("WARC-Date", "WARC-Target-URI") and name not in head:
                head[name] = value
                if len(head) == 2:
                    digits = "".join(c for c in head["WARC-Date"] if c.isdigit())[:14]
                    found.append((digits, head["WARC-Target-URI"].strip("<>")))
    return sorted(set(found))


class Asking:
    """One connection, opened anew where the server closed it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def status(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def main():
    archive = kit.new_archive("captures")
    kit.run("import", archive, kit.SAMPLE)
    known = captures()
    assert len(known) > 150, len(known)
    statuses = {}
    with kit.Server(archive) as server:
        asking = Asking(server.port)
        for digits, address in known:
            path = "/web/%s/%s" % (digits, urllib.parse.quote(address, safe="/:?=&%+,;@~!$'()*"))
            status = asking.status(path)
            statuses[status] = statuses.get(status, 0) + 1
            assert status in (200, 301, 302, 404, 410), (path, status)
        number, absent = 1, 0
        while absent < 50:
            status = asking.status("/-/captured/%d" % number)
            assert status in (200, 404), (number, status)
            absent = absent + 1 if status == 404 else 0
            number += 1
        assert number - 50 > len(known) // 2, number
        assert asking.status("/healthz") == 200
    assert statuses.get(200, 0) > len(known) // 2, statuses
    print("%d captures by address: %s; %d by number" % (len(known), statuses, number - 51))
    shutil.rmtree(archive)


if __name__ == "__main__":
    main()
