"""Holds the tree against the house rules that a compiler does not know.

In:  the source folder, and rooms.txt as cmake/room.cmake wrote it ("index: base model").
Out: one line "file:line: what is wrong" for each fault on standard output; exit 1 if there is any.

Why so: an arrow between rooms that is not declared should fail the build, not the review. The checks are
plain regular expressions over lines, because clang-format leaves no surprises in the sources.
"""

import os
import re
import sys
import unicodedata

LINE_MAX = 110
FUNCTION_MAX = 120

SKIPPED_FOLDERS = {".git", "build", "__pycache__", ".cache", ".vscode", ".idea"}
CODE = (".c", ".h", ".cpp")
TEXT = CODE + (".py", ".md", ".txt", ".cmake", ".sh", ".json", ".tsv", ".css", ".js", ".html", ".in", ".yml")

# An outside header and the rooms that may include it.
OUTSIDE = [
    (re.compile(r"<sqlite3\.h>"), {"store"}, "only store knows SQLite"),
    (re.compile(r"<lexbor/"), {"syntax", "extract"}, "only syntax and extract know lexbor"),
    (re.compile(r"<microhttpd\.h>"), {"server"}, "only server knows libmicrohttpd"),
    (
        re.compile(r"<(immintrin|x86intrin|[enst]mmintrin|arm_neon)\.h>"),
        {"index"},
        "SIMD stands in index only",
    ),
    (re.compile(r"<(zlib|libdeflate|brotli/[a-z]+)\.h>"), {"syntax"}, "only syntax undoes codings"),
    (re.compile(r"<zstd\.h>|<zdict\.h>"), {"syntax", "store"}, "only syntax and store know zstd"),
    (re.compile(r"<openssl/"), {"base"}, "only base makes digests"),
    (re.compile(r"<pthread\.h>"), {"base", "archive", "server"}, "only archive and server start threads"),
    (re.compile(r"<(sys/socket|netinet/in|arpa/inet)\.h>"), {"server", "base"}, "only server opens sockets"),
]

# A call and the rooms that may make it. Tests may do as they like.
CALLS = [
    (re.compile(r"(?<![\w.>])(printf|puts|putchar|vprintf|perror)\s*\("), {"cli"}, "only cli prints"),
    (re.compile(r"(?<![\w.>])(fprintf|fputs|vfprintf)\s*\("), {"cli", "base"}, "only cli prints"),
    (
        re.compile(r"(?<![\w.>])(exit|_exit|_Exit|quick_exit)\s*\("),
        {"cli", "base"},
        "only cli ends the process",
    ),
    (re.compile(r"(?<![\w.>])abort\s*\("), {"cli", "base"}, "only cli ends the process"),
    (
        re.compile(r"(?<![\w.>])(time|gettimeofday|clock_gettime)\s*\("),
        {"base", "cli", "server"},
        "the clock is passed in",
    ),
    (re.compile(r"(?<![\w.>])(s?rand|s?random|getrandom|arc4random)\s*\("), set(), "seeds are passed in"),
    (re.compile(r"(?<![\w.>])(secure_)?getenv\s*\("), {"cli", "base"}, "only cli reads the environment"),
    (re.compile(r"(?<![\w.>])sqlite3_\w+\s*\("), {"store"}, "only store knows SQLite"),
    (re.compile(r"(?<![\w.>])(_mm\d*_\w+)\s*\("), {"index"}, "SIMD stands in index only"),
    (re.compile(r"(?<![\w.>])(fopen|open|openat|mmap)\s*\("), {"base", "cli"}, "only base opens files"),
]

# Words that mean something only where this was written, and hosts that a build must not name; put together
# from pieces so that this file does not break its own rule.
FOREIGN = [
    (re.compile("/" + r"work/"), "a path of one machine"),
    (re.compile(r"\b" + "hel" + r"pers?\b", re.I), "a word that says nothing; name the thing"),
    (re.compile(r"\b" + "ses" + r"sions?\b", re.I), "a word of the workshop"),
    (
        re.compile(
            "py" + r"pi\.org|" + "deb" + r"ian\.org/debian|" + "npm" + r"js\.(org|com)|" + "crates" + r"\.io|"
            "proxy\\.gol" + r"ang\.org|" + "repo1?\\.mav" + r"en"
        ),
        "a registry's host",
    ),
]
# Texts of the invented newspaper may speak of a training s***ion or a lawyer's h***er.
FOREIGN_FREE = ("sample/articles/", "tests/golden/expected/")

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


class Faults:
    """Collects faults and prints them in order of file and line."""

    def __init__(self):
        self.found = []

    def add(self, path, line, what):
        self.found.append((path, line, what))

    def lines(self):
        return ["%s:%d: %s" % fault for fault in sorted(self.found)]


def read_rooms(path):
    """rooms.txt -> {room: set of rooms it uses}. A line without a colon goes on with the room above it."""
    rooms = {}
    name = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            before, colon, after = line.partition(":")
            if colon:
                name = before.strip()
                rooms[name] = set(after.split())
            elif name:
                rooms[name].update(line.split())
    return rooms


def walk(root):
    """Every file of the tree, as a path below root, sorted."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        for name in sorted(files):
            yield os.path.relpath(os.path.join(folder, name), root)


def room_of(path):
    """("index", False) for src/index/...; True for its tests and for programs that only run at build time."""
    parts = path.split("/")
    if len(parts) < 3 or parts[0] != "src":
        return None, False
    return parts[1], "test" in parts[2:-1] or "make" in parts[2:-1]


def without_comments(text):
    """The same lines with comments and string contents blanked, so that rules see code only."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def check_includes(path, text, rooms, faults):
    """An include shows an arrow: to the room itself, or to one that it USES."""
    room, is_test = room_of(path)
    if room not in rooms:
        faults.add(path, 1, "the room '%s' is not declared by room(...)" % room)
        return
    for number, line in enumerate(text.split("\n"), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        target = found.group(1)
        home = target.split("/")[0]
        if "/" not in target and is_test:
            continue  # a fixture beside its tests
        if "/" not in target:
            faults.add(path, number, 'include "%s" is not spelled from src/' % target)
        elif home in rooms and home != room and home not in rooms[room]:
            faults.add(path, number, "%s may not include %s: it is not among its USES" % (room, home))


def check_outside(path, text, faults):
    """Who may include which outside header, and make which call."""
    room, is_test = room_of(path)
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            for pattern, allowed, why in OUTSIDE:
                if pattern.search(line) and room not in allowed and not is_test:
                    faults.add(path, number, why)
    if is_test:
        return
    for number, line in enumerate(without_comments(text).split("\n"), 1):
        if line.lstrip().startswith("#") or re.match(r"^\s*(__attribute__|extern)\b", line):
            continue
        for pattern, allowed, why in CALLS:
            if pattern.search(line) and room not in allowed:
                faults.add(path, number, why)


def check_functions(path, text, faults):
    """No function above FUNCTION_MAX lines. Functions open and close with a brace in the first column."""
    opened = None
    for number, line in enumerate(text.split("\n"), 1):
        if line == "{":
            opened = number
        elif line == "}" and opened:
            if number - opened - 1 > FUNCTION_MAX:
                size = number - opened - 1
                faults.add(path, opened, "a function of %d lines (at most %d)" % (size, FUNCTION_MAX))
            opened = None


def check_header(path, text, faults):
    """A public header opens with a comment that says what it is."""
    room, is_test = room_of(path)
    if room and not is_test and path.endswith(".h") and not text.startswith("/*"):
        faults.add(path, 1, "a header opens with a comment that says what it is")


def columns(line):
    """As clang-format counts them: an accent that sits on its letter takes none."""
    if line.isascii():
        return len(line)
    return sum(1 for char in line if not unicodedata.combining(char))


def check_lines(path, text, faults):
    """Width, tabs, blanks at the end, the last newline."""
    is_code = path.endswith(CODE + (".py", ".cmake")) or path.endswith("CMakeLists.txt")
    for number, line in enumerate(text.split("\n"), 1):
        is_markup = path.endswith(".py") and "<" in line  # a line of HTML is as long as it is
        is_held = path.endswith(CODE + (".py",)) and not is_markup
        if is_held and columns(line) > LINE_MAX:
            faults.add(path, number, "%d columns (at most %d)" % (columns(line), LINE_MAX))
        if is_code and "\t" in line:
            faults.add(path, number, "a tab")
        if is_code and line != line.rstrip():
            faults.add(path, number, "blanks at the end of the line")
    if is_code and text and not text.endswith("\n"):
        faults.add(path, text.count("\n") + 1, "no newline at the end of the file")


def check_foreign(path, text, faults):
    """Nothing that only means something where it was written."""
    if path.startswith(FOREIGN_FREE):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, why in FOREIGN:
            found = pattern.search(line)
            if found:
                faults.add(path, number, "'%s': %s" % (found.group(0), why))


def check_tree(root, rooms):
    """All rules over all files; gives the Faults."""
    faults = Faults()
    for path in walk(root):
        is_script = "." not in os.path.basename(path) and path.startswith(("scripts/", ".ci/"))
        if not path.endswith(TEXT) and not is_script and path != "Makefile":
            continue
        with open(os.path.join(root, path), "rb") as file:
            raw = file.read()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if path.endswith(CODE):
                faults.add(path, raw[: error.start].count(b"\n") + 1, "not UTF-8")
            continue
        check_foreign(path, text, faults)
        check_lines(path, text, faults)
        if path.startswith("src/") and path.endswith(CODE):
            check_includes(path, text, rooms, faults)
            check_outside(path, text, faults)
            check_functions(path, text, faults)
            check_header(path, text, faults)
    return faults


def main():
    root, rooms_file = sys.argv[1], sys.argv[2]
    rooms = read_rooms(rooms_file)
    if len(rooms) < 10:
        print("%s: only %d rooms declared" % (rooms_file, len(rooms)))
        return 1
    lines = check_tree(root, rooms).lines()
    for line in lines:
        print(line)
    print("tidy: %d faults" % len(lines) if lines else "tidy: clean")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
