"""Hard times: a full disk, a read-only medium, damage, two writers, a source that is cut while it is read.

Each gives a clear message and the right exit code, loses nothing, and when the trouble is over the archive
comes out the same. The full disk and the read-only medium are a tmpfs of this test's own where the system
allows one to be mounted; else a limit on the size of files stands in for the first, and the second is skipped
with a line.
"""

import os
import resource
import signal
import shutil
import subprocess
import sys
import time

import kit

WORD = "ferry"


def mount(folder, options):
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], stderr=subprocess.DEVNULL)
    return done.returncode == 0


def remount(folder, options):
    subprocess.run(["mount", "-o", "remount," + options, folder], check=True)


def unmount(folder):
    subprocess.run(["umount", "-l", folder], check=False)


def attempt(*arguments, limit=None):
    """Runs the program; gives (exit code, what it said)."""

    def set_limit():
        if limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [kit.program()] + list(arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=set_limit,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def expect(what, code, wanted, said, *words):
    wrong = [word for word in words if word.lower() not in said.lower()]
    if code != wanted or wrong or "Sanitizer" in said:
        found = (what, code, wanted, wrong, said[-2000:])
        raise AssertionError("%s: exit code %s, not %s; without %s:\n%s" % found)
    print("%s: exit code %d, %s" % (what, code, said.strip().splitlines()[-1][:150] if said.strip() else ""))


def reference_of(folder):
    archive = kit.new_archive(os.path.join(folder, "reference"))
    kit.run("import", archive, kit.SAMPLE)
    return archive, kit.archive_digests(archive, os.path.join(folder, "export.jsonl"))


def same_again(archive, wanted, folder):
    kit.run("import", archive, kit.SAMPLE)
    wrong = kit.differences(wanted, kit.archive_digests(archive, os.path.join(folder, "export.jsonl")))
    if wrong:
        raise AssertionError("not the same archive afterwards: %s" % wrong)


def kilobytes(folder):
    paths = [os.path.join(base, name) for base, _, files in os.walk(folder) for name in files]
    return sum(os.path.getsize(path) for path in paths) >> 10


def full_disk(folder, reference, wanted):
    whole = kilobytes(reference)
    empty = kilobytes(kit.new_archive(os.path.join(folder, "empty")))
    for share in (0.1, 0.4, 0.7):
        room = int(2 * empty + 100 + (whole - empty) * share)
        disk = os.path.join(folder, "disk")
        is_mounted = mount(disk, "size=%dk" % room)
        try:
            archive = kit.new_archive(os.path.join(disk, "archive"))
            if is_mounted:
                code, said = attempt("import", archive, kit.SAMPLE)
                expect("a disk of %d kB" % room, code, 3, said, "left on")
                remount(disk, "size=400m")
            else:
                code, said = attempt("import", archive, kit.SAMPLE, limit=room << 9)
                expect("files of at most %d kB" % (room // 2), code, 3, said)
            kit.run("stats", archive)
            same_again(archive, wanted, folder)
        finally:
            if is_mounted:
                unmount(disk)
            shutil.rmtree(disk, ignore_errors=True)


def read_only(folder, reference, wanted):
    disk = os.path.join(folder, "medium")
    if not mount(disk, "size=400m"):
        print("skipped: a read-only medium needs the right to mount one")
        return
    try:
        archive = os.path.join(disk, "archive")
        shutil.copytree(reference, archive)
        remount(disk, "ro")
        kit.run("search", archive, WORD)
        kit.run("stats", archive)
        kit.run("verify", archive)
        kit.run("resolve", archive, "/")
        if kit.archive_digests(archive, os.path.join(folder, "export.jsonl")) != wanted:
            raise AssertionError("read from a read-only medium, the archive differs")
        code, said = attempt("import", archive, kit.SAMPLE)
        expect("import on a read-only medium", code, 3, said, "read-only")
        with kit.Server(archive) as server:
            if server.get("/search?q=" + WORD)[0] != 200:
                raise AssertionError("serve does not search on a read-only medium")
    finally:
        unmount(disk)


def damage(path, at, bytes_of_damage=b"\xa5" * 64):
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(bytes_of_damage)


def damaged_index(folder, reference, wanted):
    archive = os.path.join(folder, "damaged")
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(reference, archive)
    index = os.path.join(archive, "index")
    for name in os.listdir(index):
        damage(os.path.join(index, name), os.path.getsize(os.path.join(index, name)) // 2)
    code, said = attempt("search", archive, WORD)
    expect("search in a damaged index", code, 3, said, "reindex")
    code, said = attempt("verify", archive)
    expect("verify of a damaged index", code, 1, said)
    kit.run("reindex", archive)
    kit.run("verify", archive)
    same_again(archive, wanted, folder)


def damaged_database(folder, reference):
    archive = os.path.join(folder, "damaged")
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(reference, archive)
    database = os.path.join(archive, "archive.db")
    for at in range(8192, os.path.getsize(database), 3 * 8192):
        damage(database, at, b"\xa5" * 4096)
    code, said = attempt("verify", archive)
    if code not in (1, 3):
        raise AssertionError("verify of a damaged archive.db: exit code %d\n%s" % (code, said[-2000:]))
    code, said = attempt("import", archive, kit.SAMPLE)
    expect("import into a damaged archive.db", code, 3, said, "archive.db", "warc")
    damage(database, 0, b"\xa5" * 4096)
    code, said = attempt("search", archive, WORD)
    expect("search with an archive.db that is none", code, 3, said, "archive.db", "warc")
    rescued = kit.new_archive(os.path.join(folder, "rescued"))
    kit.run("import", rescued, os.path.join(archive, "warc"))
    exported = os.path.join(folder, "export.jsonl")
    ids = [
        sorted(line.split('"')[3] for line in kit.export_jsonl(a, exported).decode().splitlines())
        for a in (reference, rescued)
    ]
    if ids[0] != ids[1]:
        differing = set(ids[0]) ^ set(ids[1])
        raise AssertionError("an archive made again from warc/ has other articles: %s" % differing)


def two_writers(folder):
    archive = kit.new_archive(os.path.join(folder, "two"))
    pipe = os.path.join(folder, "slow")
    shutil.rmtree(pipe, ignore_errors=True)
    os.makedirs(pipe)
    for number in range(60):  # enough work for the second to come while the first writes
        shutil.copy(kit.SAMPLE, os.path.join(pipe, "%03d.warc.gz" % number))
    first = subprocess.Popen(
        [kit.program(), "import", archive, pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    code, said = 0, ""
    while first.poll() is None and code != 3:
        time.sleep(0.05)
        code, said = attempt("import", archive, kit.SAMPLE)
    expect("a second import", code, 3, said, "written by", str(first.pid))
    kit.run("stats", archive)
    if first.wait(timeout=600) != 0:
        raise AssertionError("the first import ended with %d" % first.returncode)


def cut_source(folder):
    archive = kit.new_archive(os.path.join(folder, "cut"))
    source = os.path.join(folder, "growing.warc.gz")
    with open(kit.SAMPLE, "rb") as file:
        whole = file.read()
    with open(source, "wb") as file:
        for _ in range(40):
            file.write(whole)
    size = os.path.getsize(source)
    process = subprocess.Popen(
        [kit.program(), "import", archive, source], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    time.sleep(0.15)
    os.truncate(source, size // 3)
    said = process.communicate(timeout=600)[0].decode("utf-8", "replace")
    is_told = process.returncode == 3 and "changed while it was read" in said
    if process.returncode != 0 and not is_told:
        found = (process.returncode, said[-2000:])
        raise AssertionError("a source cut while it was read: exit code %d\n%s" % found)
    print("a source cut while it was read: exit code %d" % process.returncode)
    kit.run("import", archive, source)
    kit.run("verify", archive)


def main():
    folder = os.getcwd()
    reference, wanted = reference_of(folder)
    full_disk(folder, reference, wanted)
    read_only(folder, reference, wanted)
    damaged_index(folder, reference, wanted)
    damaged_database(folder, reference)
    two_writers(folder)
    cut_source(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
