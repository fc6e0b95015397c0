"""One worker or four: the archive is the same, byte for byte; and importing the same again adds nothing."""

import os
import shutil
import sys

import kit
from sources import sources


def main():
    folder = os.getcwd()
    paths = sources(folder)
    digests = []
    for workers in ("1", "4", "3"):
        archive = kit.new_archive(os.path.join(folder, "workers-" + workers))
        kit.run("import", archive, "--workers", workers, *paths)
        digests.append(kit.archive_digests(archive, os.path.join(folder, "export.jsonl")))
        wrong = kit.differences(digests[0], digests[-1])
        if wrong:
            print("1 worker and %s workers give different archives:" % workers)
            print("\n".join("  " + line for line in wrong))
            return 1

    report_path = os.path.join(folder, "report.json")
    kit.run("import", archive, "--report", report_path, *paths)
    report = kit.read_report(report_path)
    if report.get("articles", 0) or report.get("versions", 0):
        print(
            "importing the same again gave %s articles and %s versions"
            % (report["articles"], report["versions"])
        )
        return 1
    again = kit.archive_digests(archive, os.path.join(folder, "export.jsonl"))
    wrong = kit.differences(digests[0], again)
    if wrong:
        print("importing the same again changed the archive:")
        print("\n".join("  " + line for line in wrong))
        return 1
    for workers in ("1", "4", "3"):
        shutil.rmtree(os.path.join(folder, "workers-" + workers))
    print("1, 4 and 3 workers, and an import repeated: the same archive")
    return 0


if __name__ == "__main__":
    sys.exit(main())
