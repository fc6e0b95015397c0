"""Kills acts at random moments: the act is done whole or not at all, and what is withheld is found no more.

In:  the sample newspaper; BACKFILE_SEED for another series of moments.
Out: a line a kill; exit 1 with the seed and the moment when something does not hold.

After a kill the archive opens; if the log has the act, the piece is in no answer, even before the index has
followed; the next act mends the index, and verify finds no fault.
"""

import json
import os
import random
import shutil
import subprocess
import time

import kit

SEED = int(os.environ.get("BACKFILE_SEED", "20261124"))
KILLS = 100 if kit.IS_SOAK else 12


def some_article(archive):
    answer = json.loads(kit.run("search", archive, "date:2008..2017", "--format", "json", "--limit", "1"))
    return answer["hits"][0]


def count_of(archive, article):
    """How often the piece is an answer; no hits end with 1."""
    query = "id:%s" % article
    done = subprocess.run(
        [kit.program(), "search", archive, query, "--format", "jsonl"], stdout=subprocess.PIPE, check=False
    )
    if done.returncode not in (0, 1):
        raise AssertionError("searching ended with %d" % done.returncode)
    return len(done.stdout.splitlines())


def check_after(archive, article):
    """What must hold whether the act was done or not."""
    acts = json.loads(kit.run("log", archive, "--format", "json"))
    if len(acts) not in (0, 1):
        raise AssertionError("%d acts" % len(acts))
    wanted = 0 if acts else 1
    if count_of(archive, article) != wanted:
        raise AssertionError("%d acts, but the piece is found %d times" % (len(acts), 1 - wanted))
    kit.run("redirect", archive, "/a", "/b", "--why", "the next act")
    kit.run("verify", archive)
    if count_of(archive, article) != wanted:
        raise AssertionError("the next act changed what is found")
    return bool(acts)


def main():
    folder = os.getcwd()
    moments = random.Random(SEED)
    whole = kit.new_archive(os.path.join(folder, "whole"))
    kit.run("import", whole, kit.SAMPLE)
    hit = some_article(whole)
    archive = os.path.join(folder, "archive")
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(whole, archive)
    begin = time.monotonic()
    kit.run("withhold", archive, hit["id"], "--why", "test")
    whole_s = time.monotonic() - begin
    print("undisturbed: %.2f s, seed %d" % (whole_s, SEED))
    for number in range(KILLS):
        after_s = moments.uniform(0, whole_s * 1.1)
        shutil.rmtree(archive)
        shutil.copytree(whole, archive)
        was_killed = kit.was_killed(after_s, "withhold", archive, hit["path"], "--why", "test")
        try:
            is_done = check_after(archive, hit["id"])
        except AssertionError as error:
            raise SystemExit("seed %d, kill %d after %.3f s: %s" % (SEED, number, after_s, error))
        print("%s after %.3f s: the act is %s" % ("killed" if was_killed else "done", after_s,
                                                  "kept" if is_done else "not kept"))
    shutil.rmtree(archive)
    shutil.rmtree(whole)


if __name__ == "__main__":
    main()
