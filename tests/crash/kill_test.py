"""Kills an import at random moments, imports again, and holds the archive against one that was left in peace.

In:  the sources of sources.py; BACKFILE_SEED for another series of moments.
Out: a line a kill; exit 1 with the seed, the moment and the difference when an archive does not end up the
     same.

After each kill the archive must open and answer. Every third is killed a second and a third time before it
may end, since a resumed import is the one least often seen.
"""

import os
import random
import shutil
import sys

import kit
from sources import sources

SEED = int(os.environ.get("BACKFILE_SEED", "20170930"))
KILLS = 200 if kit.IS_SOAK else 15


def check_opens(archive):
    """A killed archive answers, though perhaps with less."""
    kit.run("stats", archive, "--format", "json")
    kit.run("search", archive, "ferry", "--count")


def main():
    folder = os.getcwd()
    paths = sources(folder)
    reference, wanted, whole_s = kit.undisturbed(folder, paths)
    print("undisturbed: %.1f s, %d files of index, seed %d" % (whole_s, len(wanted["index"]), SEED))

    rng = random.Random(SEED)
    killed = 0
    for number in range(KILLS):
        archive = kit.new_archive(os.path.join(folder, "killed"))
        moments = []
        for _ in range(3 if number % 3 == 2 else 1):
            after_s = rng.random() * whole_s / (1 if not moments else 2)
            moments.append(after_s)
            killed += kit.was_killed(after_s, "import", archive, *paths)
            check_opens(archive)
        kit.run("import", archive, *paths)
        wrong = kit.differences(wanted, kit.archive_digests(archive, os.path.join(folder, "killed.jsonl")))
        told = ", ".join("%.3f" % moment for moment in moments)
        if wrong:
            print("seed %d, kill %d after %s s of %.1f: not the same" % (SEED, number, told, whole_s))
            for line in wrong:
                print("  " + line)
            return 1
        print("kill %d after %s s: the same" % (number, told))
    if killed < KILLS // 2:
        print("only %d imports of %d were still running when killed" % (killed, KILLS))
        return 1
    kit.run("verify", os.path.join(folder, "killed"))
    shutil.rmtree(os.path.join(folder, "killed"))
    shutil.rmtree(reference)
    print("%d kills, every archive ended up the same" % killed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
