"""What a site teaches depends on what is held, not on the order or the kills by which it came.

In:  the pages of the sample newspaper with names of classes that mean nothing, a third of them without any
     metadata, in three sources; BACKFILE_SEED for another series of moments.
Out: a line a trial; exit 1 with the seed and the moment when an archive does not end up the same.

The sources are imported at once, one by one, in the reverse order, and with kills; reading everything again
changes nothing, nor does it when it is killed and repeated, or when Ctrl-C ends it.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys

import kit

sys.path.insert(0, os.path.join(kit.SOURCE, "tests", "golden"))
from silent_test import meaningless, silent, write_folder  # noqa: E402

SEED = int(os.environ.get("BACKFILE_SEED", "20261124"))
KILLS = 60 if kit.IS_SOAK else 6
PARTS = 3


def parts_of(folder, truth):
    """Three folders of pages; of each the third page in three is silent."""
    paths = []
    for part in range(PARTS):
        path = os.path.join(folder, "part-%d" % part)
        shutil.rmtree(path, ignore_errors=True)
        paths.append(write_folder(path, truth[part::PARTS], change))
    for parent, _, names in os.walk(folder):
        for name in names:
            os.utime(os.path.join(parent, name), (1400000000, 1400000000))
    return paths


def change(number, page):
    return meaningless(silent(page) if number % 3 == 2 else page)


def export(archive):
    return kit.export_jsonl(archive, os.path.join(os.getcwd(), "export.jsonl"))


def expect(wanted, archive, told):
    if export(archive) != wanted:
        raise SystemExit("seed %d, %s: the archive is not the same" % (SEED, told))
    print("%s: the same" % told)


def check_whole(archive):
    """After a kill only the index may lag behind; the next writer mends that."""
    done = subprocess.run(
        [kit.program(), "verify", archive], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False
    )
    faults = [line for line in done.stdout.decode("utf-8").splitlines() if "index" not in line]
    if done.returncode not in (0, 1) or faults:
        raise SystemExit("after a kill, verify ends with %d: %s" % (done.returncode, faults[:5]))
    kit.run("stats", archive)


def in_orders(folder, parts, wanted):
    for name, order in (("one by one", parts), ("in the reverse order", parts[::-1])):
        archive = kit.new_archive(os.path.join(folder, "ordered"))
        for part in order:
            kit.run("import", archive, part)
        expect(wanted, archive, name)
        kit.run("verify", archive)


def killed_imports(folder, parts, reference, whole_s, moments):
    wanted = kit.archive_digests(reference, os.path.join(folder, "export.jsonl"))
    for number in range(KILLS):
        archive = kit.new_archive(os.path.join(folder, "killed"))
        after_s = whole_s * moments.uniform(0.3, 1.0)  # most of them while the silent pages are read again
        kit.was_killed(after_s, "import", archive, *parts)
        check_whole(archive)
        kit.run("import", archive, *parts)
        wrong = kit.differences(wanted, kit.archive_digests(archive, os.path.join(folder, "export.jsonl")))
        if wrong:
            print("\n".join("  " + line for line in wrong))
            raise SystemExit("seed %d, import killed after %.3f s: not the same" % (SEED, after_s))
        kit.run("verify", archive)
        print("import killed after %.3f s: the same" % after_s)


def unlearnt(archive):
    """Makes the archive forget what was taught, as one that an older version left."""
    import sqlite3

    database = sqlite3.connect(os.path.join(archive, "archive.db"))
    for table in ("site_lesson", "site_page", "site"):
        database.execute("DELETE FROM " + table)
    database.commit()
    database.close()


def killed_readings(folder, reference, wanted, whole_s, moments):
    archive = os.path.join(folder, "read-again")
    for number in range(KILLS):
        shutil.rmtree(archive, ignore_errors=True)
        shutil.copytree(reference, archive)
        unlearnt(archive)
        after_s = whole_s * moments.random()
        kit.was_killed(after_s, "reindex", "--extract", archive)
        check_whole(archive)
        kit.run("reindex", "--extract", archive)
        kit.run("verify", archive)
        expect(wanted, archive, "reading again killed after %.3f s" % after_s)


def interrupted_reading(folder, reference, wanted, whole_s):
    archive = os.path.join(folder, "read-again")
    process = kit.start("reindex", "--extract", archive)
    try:
        code = process.wait(timeout=whole_s / 3)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=120)
    if code not in (0, 130, -signal.SIGINT):
        raise SystemExit("Ctrl-C: exit code %d" % code)
    kit.run("reindex", "--extract", archive)
    expect(wanted, archive, "reading again ended by Ctrl-C with %d" % code)


def taught(export_bytes):
    """How many fields came from the site."""
    articles = [json.loads(line) for line in export_bytes.splitlines()]
    return sum(origin["source"] == "site" for a in articles for origin in a.get("provenance", []))


def timed(*arguments):
    import time

    begin = time.monotonic()
    kit.run(*arguments)
    return time.monotonic() - begin


def main():
    folder = os.getcwd()
    moments = random.Random(SEED)
    with open(os.path.join(os.path.dirname(kit.SAMPLE), "truth.jsonl"), encoding="utf-8") as file:
        truth = [json.loads(line) for line in file]
    parts = parts_of(folder, truth)
    reference = kit.new_archive(os.path.join(folder, "reference"))
    import_s = timed("import", reference, *parts)
    wanted = export(reference)
    if taught(wanted) < len(truth) // 4:
        raise SystemExit("only %d fields come from the site: the test shows nothing" % taught(wanted))
    reading_s = timed("reindex", "--extract", reference)
    expect(wanted, reference, "reading all again (%d fields from the site)" % taught(wanted))
    in_orders(folder, parts, wanted)
    killed_imports(folder, parts, reference, import_s, moments)
    killed_readings(folder, reference, wanted, reading_s, moments)
    interrupted_reading(folder, reference, wanted, reading_s)
    for name in ("reference", "ordered", "killed", "read-again"):
        shutil.rmtree(os.path.join(folder, name))


if __name__ == "__main__":
    main()
