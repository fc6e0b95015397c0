"""What the measurements share: a clock, a child's peak memory, and the line that each prints.

A line is: name, unit, median, 95th percentile, number of runs, parted by blanks that align.
"""

import math
import os
import resource
import subprocess
import sys
import time

sys.path[:0] = [
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", place) for place in ("tests", "scripts")
]
os.environ.setdefault(
    "BACKFILE_BUILD", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../build/release")
)


def percentile(values, share):
    """The nearest-rank percentile."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def line(name, unit, values, digits=2):
    values = list(values)
    median, high = percentile(values, 0.5), percentile(values, 0.95)
    print(
        "%-44s %-22s %12.*f %12.*f %5d" % (name, unit, digits, median, digits, high, len(values)), flush=True
    )
    return median


def heading():
    print("%-44s %-22s %12s %12s %5s" % ("name", "unit", "median", "p95", "runs"))


class Child:
    """One run of a command: seconds, seconds of processor time, peak memory in bytes, output."""

    def __init__(self, command, text=None):
        begin = time.monotonic()
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        if text is not None:
            process.stdin.write(text)
            process.stdin.close()
        self.errors = process.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - begin
        self.processor_seconds = usage.ru_utime + usage.ru_stime
        self.peak_bytes = usage.ru_maxrss * 1024
        if process.returncode != 0:
            raise SystemExit(
                "%s ended with %d\n%s" % (" ".join(command), process.returncode, self.errors[-2000:])
            )


def tree_bytes(path):
    """Bytes of a file or of all files below a folder; 0 if there is none."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    total = 0
    for base, _, names in os.walk(path):
        total += sum(os.path.getsize(os.path.join(base, name)) for name in names)
    return total


def own_peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
