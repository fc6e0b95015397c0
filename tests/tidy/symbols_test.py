"""Holds the libraries of the rooms against each other and against their headers.

In:  the source folder, the build folder with src/ROOM/libbackfile_ROOM.a.
Out: one line a fault on standard output; exit 1 if there is any, 77 where nothing is built.

Why so: two rooms that define one name link well until some program needs both objects, and then only that
program fails, or takes the wrong one. A declaration without a definition is a promise that nobody keeps, and
no compiler says so.
"""

import glob
import os
import re
import subprocess
import sys

DEFINED = set("TDBRGSC")  # code and data of external linkage; weak ones (of C++) may stand twice
MADE_BY_TOOLS = re.compile(r"^(__|_Z|_start$|_GLOBAL_)")  # sanitizers, coverage, C++

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
FUNCTION = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(")
NOT_FUNCTIONS = {"__attribute__", "__attribute", "sizeof", "_Static_assert"}


def read_symbols(library):
    """Yields (name, object file) of what a library defines for others."""
    done = subprocess.run(
        ["nm", "--extern-only", "--defined-only", "--print-file-name", library],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        place, _, rest = line.rpartition(":")
        words = rest.split()
        if len(words) == 3 and words[1] in DEFINED and not MADE_BY_TOOLS.match(words[2]):
            yield words[2], place.rpartition(":")[2]


def outside_braces(text):
    """The text without what stands in braces; a brace that closes ends a statement."""
    out, depth = [], 0
    for char in text:
        depth += char == "{"
        if depth == 0:
            out.append(char)
        if char == "}":
            depth -= 1
            out.append(";" if depth == 0 else "")
    return "".join(out)


def declared_functions(header):
    """Names of the functions that a header promises: no types, no macros, no inline ones."""
    text = DIRECTIVE.sub("", COMMENT.sub(" ", header))
    for statement in outside_braces(text.replace('extern "C" {', "")).split(";"):
        statement = " ".join(statement.split())
        if not statement or re.match(r"(typedef|static|struct|enum|union)\b[^()]*$", statement):
            continue
        if re.match(r"(typedef|static|extern \w+ \w+$)", statement):
            continue
        names = [name for name in FUNCTION.findall(statement) if name not in NOT_FUNCTIONS]
        if names:
            yield names[0]


def check(source, build):
    """All faults, as lines."""
    homes, faults = {}, []
    libraries = sorted(glob.glob(os.path.join(build, "src", "*", "libbackfile_*.a")))
    for library in libraries:
        room = os.path.basename(os.path.dirname(library))
        for name, member in read_symbols(library):
            homes.setdefault(name, []).append((room, member))
    for name, places in sorted(homes.items()):
        if len(places) > 1:
            told = ", ".join("%s (%s)" % place for place in places)
            faults.append("'%s' is defined more than once: %s" % (name, told))

    for library in libraries:
        room = os.path.basename(os.path.dirname(library))
        for path in sorted(glob.glob(os.path.join(source, "src", room, "*.h"))):
            with open(path, encoding="utf-8") as file:
                names = list(declared_functions(file.read()))
            for name in names:
                if room not in [place[0] for place in homes.get(name, [])]:
                    shown = os.path.relpath(path, source)
                    faults.append("%s: '%s' is declared and nowhere defined in %s" % (shown, name, room))
    return libraries, faults


def main():
    source, build = sys.argv[1], sys.argv[2]
    libraries, faults = check(source, build)
    if not libraries:
        print("symbols: skipped, no libraries in '%s'" % build)
        return 77
    for fault in faults:
        print(fault)
    print("symbols: %d libraries, %s" % (len(libraries), "%d faults" % len(faults) if faults else "clean"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
