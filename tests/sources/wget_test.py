"""The sample newspaper mirrored by the real wget, links made local and pages renamed: the same archive as
from its files as they were.

A server on the loopback plays the paper's host, as wget's proxy. Skipped where wget is not installed.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading

import kit

HOST = "archive.tramontane.example"
FOLDER = os.path.join(os.path.dirname(kit.SAMPLE), "folder")
FIELDS = [
    "path",
    "canonical",
    "headline",
    "text",
    "authors",
    "section",
    "tags",
    "media",
    "pageKind",
    "published",
]


def site():
    """{path: (media type, bytes)} of the paper: pages without ending, a front that leads to them all."""
    root, pages = os.path.join(FOLDER, HOST), {}
    for base, _, names in os.walk(root):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                data = file.read()
            address = path[len(root) :]
            if address.endswith(".html"):
                data = data.replace(b"https://" + HOST.encode(), b"http://" + HOST.encode())
                pages[address[: -len(".html")]] = ("text/html; charset=UTF-8", data)
            else:
                pages[address] = ("image/png", data)
    links = "".join('<p><a href="%s">a page</a></p>' % p for p in sorted(pages) if not p.endswith(".png"))
    pages["/"] = (
        "text/html",
        ("<html><head><title>Front</title></head><body>%s</body></html>" % links).encode(),
    )
    return pages


class Host(http.server.BaseHTTPRequestHandler):
    pages = {}

    def do_GET(self):
        path = self.path.replace("http://" + HOST, "").split("?")[0]
        media_type, data = self.pages.get(path, ("", b""))
        if not media_type:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def mirror(folder, options):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shutil.rmtree(folder, ignore_errors=True)
    proxy = ["-e", "robots=off", "-e", "use_proxy=yes", "-e", "http_proxy=127.0.0.1:%d" % server.server_port]
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    subprocess.run(
        ["wget", "-q", "-m", "-p", *options, "-P", folder, *proxy, "http://%s/" % HOST],
        timeout=300,
        env=environment,
        check=False,  # wget ends with 8 when any page was not there
    )
    server.shutdown()


def articles_of(source):
    kit.new_archive("archive", ["--title", kit.TITLE, "--timezone", "Europe/Malta"])
    kit.run("import", "archive", source)
    lines = kit.export_jsonl("archive", "export.jsonl").decode("utf-8").splitlines()
    return {a["id"]: {f: a.get(f) for f in FIELDS} for a in map(json.loads, lines)}


def differences(wanted, found):
    lines = ["only one has %s" % sorted(set(wanted) ^ set(found))] if set(wanted) != set(found) else []
    for key in sorted(set(wanted) & set(found)):
        for field in FIELDS:
            one, other = (json.dumps(a[key][field]).replace("https:", "http:") for a in (wanted, found))
            if one != other:
                lines.append("%s: %s is %s, not %s" % (key, field, other[:300], one[:300]))
    return lines


def main():
    if not shutil.which("wget"):
        kit.skip("wget is not installed")
    Host.pages = site()
    wanted = articles_of(FOLDER)
    faults = []
    for options in (["-k", "-E"], ["-k", "-K", "-E"], ["-E", "--restrict-file-names=windows"]):
        mirror("mirror", options)
        found = articles_of("mirror")
        faults += ["wget %s: %s" % (" ".join(options), line) for line in differences(wanted, found)]
        print("wget %s: %d of %d articles" % (" ".join(options), len(found), len(wanted)))
    for fault in faults[:40]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
