#!/bin/sh
# Writes what is kept (expected/, faults.txt) anew. In: the Python to use. Called by the build's target `golden`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$1" -B "$here/golden_test.py" --write
"$1" -B "$here/truth_test.py" --write
