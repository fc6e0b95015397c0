"""Shows that each rule of tidy_test.py and symbols_test.py finds what it is for, on a small tree."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import symbols_test  # noqa: E402
import tidy_test  # noqa: E402

ROOMS = {
    "base": set(),
    "model": {"base"},
    "index": {"base", "model"},
    "store": {"base", "model"},
    "cli": {"store"},
}
GOOD = '/* What it is. */\n#include "base/slice.h"\n\nint f(void)\n{\n    return 1;\n}\n'


class Rules(unittest.TestCase):
    def faults(self, files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            return tidy_test.check_tree(root, ROOMS).lines()

    def finds(self, path, text, line, words):
        lines = self.faults({path: text})
        start = "%s:%d: " % (path, line)
        self.assertTrue(any(l.startswith(start) and words in l for l in lines), lines)

    def test_a_good_file_passes(self):
        self.assertEqual(self.faults({"src/index/index.h": GOOD, "src/index/test/a_test.c": GOOD}), [])

    def test_an_undeclared_arrow_is_found(self):
        self.finds("src/index/a.c", '/* a */\n#include "store/store.h"\n', 2, "may not include store")

    def test_an_undeclared_arrow_in_a_test_is_found(self):
        self.finds(
            "src/index/test/a_test.c", '/* a */\n#include "store/store.h"\n', 2, "may not include store"
        )

    def test_an_include_not_spelled_from_src_is_found(self):
        self.finds("src/index/a.c", '/* a */\n#include "index.h"\n', 2, "not spelled from src/")

    def test_an_undeclared_room_is_found(self):
        self.finds("src/attic/a.c", "/* a */\n", 1, "not declared")

    def test_outside_headers_stay_in_their_rooms(self):
        self.finds("src/index/a.c", "/* a */\n#include <sqlite3.h>\n", 2, "SQLite")
        self.finds("src/store/a.c", "/* a */\n#include <immintrin.h>\n", 2, "SIMD")
        self.finds("src/model/a.c", "/* a */\n#include <lexbor/dom/dom.h>\n", 2, "lexbor")
        self.assertEqual(self.faults({"src/store/a.c": "/* a */\n#include <sqlite3.h>\n"}), [])

    def test_printing_and_leaving_are_for_cli(self):
        printing = '/* a */\nvoid f(void)\n{\n    printf("x");\n}\n'
        self.finds("src/store/a.c", printing, 4, "prints")
        self.finds("src/store/a.c", "/* a */\nvoid f(void)\n{\n    exit(1);\n}\n", 4, "ends the process")
        self.assertEqual(self.faults({"src/cli/a.c": printing}), [])

    def test_words_in_comments_and_strings_are_no_calls(self):
        text = (
            '/* printf(x) and exit(1) are for cli */\nconst char *s = "exit(1)";\nint snprintf_like(int);\n'
        )
        self.assertEqual(self.faults({"src/store/a.c": text}), [])

    def test_a_member_of_that_name_is_no_call(self):
        text = "/* a */\nint f(struct t *t)\n{\n    return t->open(t) + t->exit(t);\n}\n"
        self.assertEqual(self.faults({"src/store/a.c": text}), [])

    def test_long_lines_tabs_and_blanks_are_found(self):
        self.finds("src/store/a.c", "/* a */\nint " + "x" * 110 + ";\n", 2, "columns")
        self.finds("src/store/a.c", "/* a */\n\tint x;\n", 2, "tab")
        self.finds("src/store/a.c", "/* a */\nint x; \n", 2, "blanks")
        self.finds("src/store/a.c", "/* a */\nint x;", 2, "newline")

    def test_columns_are_characters_not_bytes(self):
        self.assertEqual(self.faults({"src/store/a.c": "/* " + "é" * 100 + " */\n"}), [])
        self.assertEqual(self.faults({"src/store/a.c": "/* " + "e\u0301" * 100 + " */\n"}), [])

    def test_a_long_function_is_found(self):
        body = "    x++;\n" * 121
        self.finds("src/store/a.c", "/* a */\nvoid f(void)\n{\n" + body + "}\n", 3, "121 lines")

    def test_a_header_without_a_comment_is_found(self):
        self.finds("src/store/a.h", "#ifndef A\n#define A\n#endif\n", 1, "opens with a comment")

    def test_words_of_the_workshop_are_found(self):
        self.finds("docs/a.md", "see " + "/" + "work/x\n", 1, "path of one machine")
        self.finds("scripts/a", "one " + "ses" + "sion\n", 1, "workshop")
        self.finds(
            "README.md".replace("README", "docs/b"), "curl https://" + "py" + "pi.org/x\n", 1, "registry"
        )


class Symbols(unittest.TestCase):
    def faults(self, files):
        """Builds one library a room, each of one object, and gives what is wrong with them."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                full = os.path.join(root, path)
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, "w", encoding="utf-8") as file:
                    file.write(text)
                if path.endswith(".c"):
                    room = os.path.basename(os.path.dirname(path))
                    folder = os.path.join(root, "build", "src", room)
                    os.makedirs(folder, exist_ok=True)
                    subprocess.run(["cc", "-c", "-o", folder + "/a.o", full], check=True)
                    library = folder + "/libbackfile_%s.a" % room
                    subprocess.run(["ar", "rc", library, folder + "/a.o"], check=True)
            return symbols_test.check(root, os.path.join(root, "build"))[1]

    def test_rooms_that_keep_apart_pass(self):
        files = {
            "src/store/a.c": "static int own;\nint *store_own(void) { return &own; }\n",
            "src/index/a.c": "static int own;\nint *index_own(void) { return &own; }\n",
            "src/index/a.h": "/* a */\nint *index_own(void); /* f(x); */\n#define G(x) g(x);\n",
        }
        self.assertEqual(self.faults(files), [])

    def test_a_name_of_two_rooms_is_found(self):
        files = {
            "src/store/a.c": "int twice(void) { return 1; }\n",
            "src/index/a.c": "int twice(void) { return 2; }\n",
        }
        faults = self.faults(files)
        self.assertEqual(len(faults), 1)
        self.assertIn("'twice' is defined more than once", faults[0])

    def test_a_promise_that_nobody_keeps_is_found(self):
        files = {
            "src/index/a.c": "int kept(void) { return 1; }\n",
            "src/index/a.h": "/* a */\nint kept(void);\nint broken(int (*)(void));\n",
        }
        faults = self.faults(files)
        self.assertEqual(len(faults), 1)
        self.assertIn("'broken' is declared and nowhere defined in index", faults[0])

    def test_types_macros_and_inline_functions_promise_nothing(self):
        header = (
            "/* f(1); */\n#define A(x) \\\n  g(x)\ntypedef int (*Call)(void);\n"
            "typedef struct S {\n    int (*h)(void);\n} S;\n"
            "static inline int i(int x)\n{\n    return j(x);\n}\n__attribute__((unused)) int k(void);\n"
        )
        self.assertEqual(list(symbols_test.declared_functions(header)), ["k"])


if __name__ == "__main__":
    unittest.main()
