"""Every WARC of the test data, whole and cut off at random places: good records come in, bad ones get a line.

In:  data/formats/warc.
Out: exit 1 with the file and what went wrong: a crash, a hang, a report that does not add up, a record
     skipped without a reason.
"""

import os
import random
import shutil
import subprocess
import sys

import kit
from pages_test import check_sum

SEED = int(os.environ.get("BACKFILE_SEED", "28500"))
CUTS = 2000 if kit.IS_SOAK else 40
LIMIT_S = 120


def import_one(path, folder):
    """Imports one file into a new archive; gives what is wrong, in words."""
    archive = kit.new_archive(os.path.join(folder, "archive"), ["--title", "Formats"])
    report_path = os.path.join(folder, "report.json")
    if os.path.exists(report_path):
        os.remove(report_path)
    command = [kit.program(), "import", archive, "--report", report_path, path]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return "not done after %d s" % LIMIT_S
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 3):
        return "exit code %d\n%s" % (done.returncode, said[-3000:])
    if done.returncode == 3 and not said.strip():
        return "exit code 3 without a word"
    if os.path.exists(report_path):
        try:
            check_sum(kit.read_report(report_path))
        except AssertionError as wrong:
            return str(wrong)
    kit.run("stats", archive)
    return ""


def files_of(folder):
    found = []
    for base, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(base, name) for name in sorted(names)]
    return [path for path in found if not path.endswith((".md", ".txt"))]


def cut_file(path, out, rng):
    with open(path, "rb") as file:
        data = file.read()
    place = rng.randrange(len(data) + 1)
    with open(out, "wb") as file:
        file.write(data[:place])
    return place


def main():
    files = files_of(kit.data("formats", "warc"))
    folder = os.getcwd()
    faults = 0
    for path in files:
        wrong = import_one(path, folder)
        if wrong:
            faults += 1
            print("%s: %s" % (path, wrong))
    rng = random.Random(SEED)
    for number in range(CUTS):
        path = rng.choice(files)
        part = os.path.join(folder, "part-" + os.path.basename(path))
        place = cut_file(path, part, rng)
        wrong = import_one(part, folder)
        os.remove(part)
        if wrong:
            faults += 1
            print("seed %d, cut %d: %s cut at %d: %s" % (SEED, number, path, place, wrong))
    shutil.rmtree(os.path.join(folder, "archive"), ignore_errors=True)
    print("%d files whole, %d cut, %d faults" % (len(files), CUTS, faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
