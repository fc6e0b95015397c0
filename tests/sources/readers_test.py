"""Readers keep reading while an import runs: no error, and only whole batches.

Threads ask a server for the front page, searches, lists, articles and addresses while sources are imported
one after another. Every answer must be well; the number of articles that `*` counts never falls and fits the
articles that the same answer lists; an article once seen stays.
"""

import json
import os
import subprocess
import sys
import threading
import time

import kit

SAMPLE = os.path.dirname(kit.SAMPLE)
SOURCES = [os.path.join(SAMPLE, name) for name in ("text", "folder", "sample.wxr.xml", "sample.warc.gz")]
READERS = 4


class Reader(threading.Thread):
    def __init__(self, server, number, stop):
        super().__init__(daemon=True)
        self.server, self.number, self.stop = server, number, stop
        self.asked, self.faults, self.counts, self.seen = 0, [], [], set()

    def ask(self, path, expect=(200,)):
        status, _, body = self.server.get(path)
        self.asked += 1
        if status not in expect:
            self.faults.append("%s: %d" % (path, status))
        return body if status == 200 else b""

    def look(self):
        self.ask("/")
        self.ask("/search?q=ferry")
        body = self.ask("/api/search?q=*&limit=100&sort=date")
        if not body:
            return
        answer = json.loads(body)
        hits = answer.get("hits", [])
        self.counts.append(answer["total"])
        if len(hits) != min(answer["total"], 100):
            self.faults.append("total %d, but %d hits" % (answer["total"], len(hits)))
        for hit in hits[:: 1 + self.number]:
            page = self.ask(hit["path"], (200, 301))
            if page and hit["headline"].split("’")[0].split("&")[0][:12].encode() not in page:
                self.faults.append("%s is not the article of its headline" % hit["path"])
            self.seen.add(hit["id"])

    def run(self):
        try:
            while not self.stop.is_set():
                self.look()
        except Exception as error:  # told, not lost with the thread
            self.faults.append("%s: %s" % (type(error).__name__, error))


def main():
    folder = os.getcwd()
    archive = kit.new_archive(os.path.join(folder, "archive"))
    faults = []
    with kit.Server(archive) as server:
        stop = threading.Event()
        readers = [Reader(server, number, stop) for number in range(READERS)]
        for reader in readers:
            reader.start()
        for source in SOURCES:
            subprocess.run([kit.program(), "import", archive, source], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        time.sleep(1)
        stop.set()
        for reader in readers:
            reader.join(timeout=120)
        last = json.loads(server.get("/api/search?q=*&limit=1")[2])["total"]
        for reader in readers:
            faults += reader.faults
            if reader.counts != sorted(reader.counts):
                faults.append("the count fell: %s" % reader.counts)
            for name in reader.seen:
                if server.get("/id/" + name)[0] not in (200, 301):
                    faults.append("/id/%s was there and is gone" % name)
    asked = sum(reader.asked for reader in readers)
    for fault in faults[:20]:
        print(fault)
    print("%d answers to %d readers during %d imports, %d articles at the end, %d faults"
          % (asked, READERS, len(SOURCES), last, len(faults)))
    return 1 if faults or asked < 50 or last == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
