"""Writes the hostile corpus of tests/site as sources to import, and its vectors as JSON beside them.

In: a FOLDER to make. Out: FOLDER with the sources; FOLDER.json with the vectors, for a browser's control."""

import json
import os
import shutil
import sys

import hostile_corpus as corpus

folder = sys.argv[1]
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
items = corpus.vectors()
corpus.write_all(folder, items)
with open(folder + ".json", "w", encoding="ascii") as file:
    json.dump([item["html"] for item in items], file)
