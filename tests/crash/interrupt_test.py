"""Ctrl-C ends an import with 130; what it had committed is there; importing again ends up the same."""

import os
import shutil
import signal
import subprocess
import sys

import kit
from sources import sources

TRIES = 12
ENDS = (0, 130, -signal.SIGINT)  # the last: it came before the work or after it; a shell calls that 130 too


def interrupt(archive, paths, after_s):
    """Gives the exit code of an import that got SIGINT after that time."""
    process = kit.start("import", archive, *paths)
    try:
        return process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    try:
        return process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError("an import did not end within two minutes of SIGINT")


def main():
    folder = os.getcwd()
    paths = sources(folder)
    reference, wanted, whole_s = kit.undisturbed(folder, paths)
    codes = []
    for number in range(TRIES):
        archive = kit.new_archive(os.path.join(folder, "interrupted"))
        after_s = whole_s * (number + 0.5) / TRIES
        codes.append(interrupt(archive, paths, after_s))
        if codes[-1] not in ENDS:
            print("SIGINT after %.3f s: exit code %s, not 130" % (after_s, codes[-1]))
            return 1
        kit.run("stats", archive)
        kit.run("import", archive, *paths)
        digests = kit.archive_digests(archive, os.path.join(folder, "export.jsonl"))
        wrong = kit.differences(wanted, digests)
        if wrong:
            print("SIGINT after %.3f s of %.1f: the archive is not the same" % (after_s, whole_s))
            print("\n".join("  " + line for line in wrong))
            return 1
        print("SIGINT after %.3f s: exit code %d, resumed to the same archive" % (after_s, codes[-1]))
    if 130 not in codes:
        print("no import of %d was still running when interrupted" % TRIES)
        return 1
    shutil.rmtree(os.path.join(folder, "interrupted"))
    shutil.rmtree(reference)
    return 0


if __name__ == "__main__":
    sys.exit(main())
