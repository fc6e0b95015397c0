"""The sample is printed the same each time, and its WARC is one: lengths, digests, ids that are unique."""

import base64
import gzip
import hashlib
import os
import re
import subprocess
import sys
import unittest
import zlib

import kit


def members(path):
    """Each gzip member of the file, unpacked."""
    with open(path, "rb") as file:
        packed = file.read()
    while packed:
        unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(packed)
        packed = unpacker.unused_data


def split(record):
    """(headers with lower-case names, block)."""
    head, _, block = record.partition(b"\r\n\r\n")
    lines = head.decode("utf-8").split("\r\n")
    return (
        lines[0],
        {name.lower(): value.strip() for name, _, value in (l.partition(":") for l in lines[1:])},
        block,
    )


class Sample(unittest.TestCase):
    def test_every_member_is_one_record(self):
        ids = set()
        for record in members(kit.SAMPLE):
            version, head, block = split(record)
            self.assertEqual(version, "WARC/1.1")
            self.assertTrue(block.endswith(b"\r\n\r\n"))
            block = block[:-4]
            self.assertEqual(int(head["content-length"]), len(block))
            digest = base64.b32encode(hashlib.sha1(block).digest()).decode("ascii")
            self.assertEqual(head["warc-block-digest"], "sha1:" + digest)
            self.assertRegex(head["warc-record-id"], r"^<urn:uuid:[0-9a-f-]{36}>$")
            self.assertRegex(head["warc-date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertNotIn(head["warc-record-id"], ids)
            ids.add(head["warc-record-id"])
        self.assertGreater(len(ids), 200)

    def test_printed_again_it_is_the_same(self):
        again = os.path.join(os.getcwd(), "again.warc.gz")
        build = os.path.join(kit.SOURCE, "sample", "build.py")
        subprocess.run([sys.executable, "-B", build, "--warc", again], check=True, stdout=subprocess.DEVNULL)
        with open(again, "rb") as a, open(kit.SAMPLE, "rb") as b:
            self.assertEqual(hashlib.sha256(a.read()).digest(), hashlib.sha256(b.read()).digest())
        os.remove(again)

    def test_weekdays_agree_with_dates(self):
        """A full date in the sources that names its weekday names the right one."""
        import datetime

        pattern = re.compile(
            r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),? "
            r"(January|February|March|April|May|June|July|August|September|October|November|December) "
            r"(\d{1,2}), (\d{4})"
        )
        folder = os.path.join(kit.SOURCE, "sample", "articles")
        count = 0
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for day, month, number, year in pattern.findall(file.read()):
                    date = datetime.datetime.strptime("%s %s %s" % (number, month, year), "%d %B %Y")
                    self.assertEqual(date.strftime("%A"), day, name)
                    count += 1
        self.assertGreater(count, 2)

    def test_the_whole_unpacks_as_one_stream(self):
        with gzip.open(kit.SAMPLE) as file:
            self.assertIn(b"WARC-Type: warcinfo", file.read(200))


if __name__ == "__main__":
    unittest.main()
