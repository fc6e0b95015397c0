"""What the tests of the whole program share: finding it, running it, leaving when data is missing.

The environment comes from tests/CMakeLists.txt: BACKFILE_SOURCE, BACKFILE_BUILD, BACKFILE_SAMPLE; and from
the person who runs the tests: BACKFILE_DATA (folder of the test data), BACKFILE_SOAK (longer versions).
"""

import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SOURCE = os.environ.get("BACKFILE_SOURCE", os.path.abspath(os.path.join(os.path.dirname(__file__), "..")))
BUILD = os.environ.get("BACKFILE_BUILD", os.path.join(SOURCE, "build", "test"))
SAMPLE = os.environ.get("BACKFILE_SAMPLE", os.path.join(BUILD, "sample", "sample.warc.gz"))
DATA = os.environ.get("BACKFILE_DATA", os.path.join(SOURCE, "..", "shared", "data"))
IS_SOAK = os.environ.get("BACKFILE_SOAK", "") not in ("", "0")

TITLE = "THE TRAMONTANE English Archive 2008 -2017"
PAPER = "The Tramontane"  # what is left of the title, as the publisher spells it
INIT = [
    "--title",
    TITLE,
    "--publisher",
    "The Tramontane",
    "--language",
    "en",
    "--timezone",
    "Europe/Malta",
    "--base-url",
    "https://archive.tramontane.example",
]
SKIPPED = 77


def skip(why):
    """Ends the test as skipped, with a clear line."""
    print("skipped: " + why)
    sys.exit(SKIPPED)


def program():
    """The path of the program under test."""
    for path in (os.environ.get("BACKFILE", ""), os.path.join(BUILD, "backfile")):
        if path and os.path.isfile(path):
            return path
    raise SystemExit("no program 'backfile' in '%s'" % BUILD)


def data(*parts):
    """A path of the test data; skips the test where it is absent."""
    path = os.path.join(DATA, *parts)
    if not os.path.exists(path):
        skip("no test data at '%s' (set BACKFILE_DATA)" % path)
    return path


def run(*arguments, expect=0, timeout=600, text=None):
    """Runs the program to its end; gives its standard output. Another exit code than expected fails."""
    done = subprocess.run(
        [program()] + list(arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=timeout,
        input=text.encode("utf-8") if text is not None else None,
    )
    if done.returncode != expect:
        raise AssertionError(
            "backfile %s: exit code %d, not %d\n%s%s"
            % (
                " ".join(arguments),
                done.returncode,
                expect,
                done.stdout.decode("utf-8", "replace")[-2000:],
                done.stderr.decode("utf-8", "replace")[-4000:],
            )
        )
    return done.stdout.decode("utf-8")


def new_archive(path, options=()):
    """A new, empty archive in place of whatever was there."""
    shutil.rmtree(path, ignore_errors=True)
    run("init", path, *(options or INIT))
    return path


def start(*arguments):
    """The program at work, for a test that disturbs it; what it says is dropped."""
    return subprocess.Popen(
        [program()] + list(arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def was_killed(after_s, *arguments):
    """Runs the program and kills it after that time. False if it was quicker; then it must have gone well."""
    process = start(*arguments)
    try:
        code = process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    if code != 0:
        raise AssertionError("%s, which nobody killed, ended with %d" % (arguments[0], code))
    return False


def undisturbed(folder, sources):
    """An archive of the sources made in peace, in folder/reference: its path, what archive_digests says of
    it, and how many seconds the import took."""
    archive = new_archive(os.path.join(folder, "reference"))
    begin = time.monotonic()
    run("import", archive, *sources)
    whole_s = time.monotonic() - begin
    return archive, archive_digests(archive, os.path.join(folder, "reference.jsonl")), whole_s


def read_report(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def export_jsonl(archive, out):
    """The export by which two archives are compared; gives its bytes."""
    if os.path.exists(out):
        os.remove(out)
    run("export", archive, "--format", "jsonl", out)
    with open(out, "rb") as file:
        return file.read()


def tree_digests(folder):
    """{path below the folder: SHA-256} of all its files."""
    found = {}
    for base, folders, files in os.walk(folder):
        folders.sort()
        for name in files:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def archive_digests(archive, scratch):
    """What is the same in two archives of the same sources: the export, the bytes of warc/ and of index/."""
    export = export_jsonl(archive, scratch)
    return {
        "export": hashlib.sha256(export).hexdigest(),
        "warc": tree_digests(os.path.join(archive, "warc")),
        "index": tree_digests(os.path.join(archive, "index")),
    }


def differences(a, b):
    """In words, where two results of archive_digests differ; empty if nowhere."""
    lines = [] if a["export"] == b["export"] else ["the export differs"]
    for part in ("warc", "index"):
        for name in sorted(set(a[part]) | set(b[part])):
            if a[part].get(name) != b[part].get(name):
                lines.append(
                    "%s/%s: %s"
                    % (
                        part,
                        name,
                        "differs" if name in a[part] and name in b[part] else "only in one of them",
                    )
                )
    return lines


class Server:
    """`backfile serve` on a free port of the loopback, for the time of a `with` block; it must end well."""

    def __init__(self, archive, options=()):
        self.archive = archive
        self.options = list(options)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self):
        address = "127.0.0.1:%d" % self.port
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [program(), "serve", self.archive, "--listen", address] + self.options,
            stdout=self.errors,
            stderr=self.errors,
        )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                if self.get("/healthz")[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        self.process.kill()
        self.process.wait()
        raise AssertionError("serve does not answer on %s\n%s" % (address, self.said()))

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")[-4000:]

    def get(self, path, headers=()):
        """Gives (status, headers, body) of one request; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def __exit__(self, kind, value, trace):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = "none within 60 s of SIGTERM"
        said = self.said()
        self.errors.close()
        if kind is None and code != 0:
            raise AssertionError("serve ended with %s\n%s" % (code, said))
