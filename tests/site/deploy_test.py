"""The samples for a web server and for systemd, tried by the programs that they are for: `nginx -t` and a
running nginx with a throwaway certificate in front of a site; `systemd-analyze verify` and `security`.
What is not installed is told and left out."""

import gzip
import os
import re
import shutil
import socket
import ssl
import subprocess
import time

import http_test
import kit

NAME = "archive.tramontane.example"


def tool(name):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        print("without %s: it is not installed" % name)
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder):
    key, certificate = os.path.join(folder, "privkey.pem"), os.path.join(folder, "fullchain.pem")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            certificate,
            "-days",
            "2",
            "-subj",
            "/CN=" + NAME,
            "-addext",
            "subjectAltName=DNS:" + NAME,
        ],
        check=True,
        capture_output=True,
    )
    return key, certificate


def write_configuration(folder, key, certificate, plain, secure, backend):
    """The sample, with places and ports of this test in place of the system's."""
    with open(os.path.join(kit.SOURCE, "docs", "nginx.conf.example"), encoding="utf-8") as file:
        text = file.read()
    for was, now in [("/etc/letsencrypt/live/%s/fullchain.pem" % NAME, certificate),
                     ("/etc/letsencrypt/live/%s/privkey.pem" % NAME, key),
                     ("/var/cache/nginx/backfile", os.path.join(folder, "cache")),
                     ("/var/www/acme", folder), ("127.0.0.1:8080", "127.0.0.1:%d" % backend),
                     ("listen 80;", "listen 127.0.0.1:%d;" % plain),
                     ("listen 443 ssl http2;", "listen 127.0.0.1:%d ssl http2;" % secure)]:  # fmt: skip
        assert was in text, "the sample has no '%s' any more" % was
        text = text.replace(was, now)
    text = re.sub(r"(?m)^\s*listen \[::\]:.*\n", "", text)
    path = os.path.join(folder, "nginx.conf")
    temporary = "".join("%s_temp_path %s/%s;" % (kind, folder, kind)
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    with open(path, "w", encoding="utf-8") as out:
        out.write(
            "daemon off; pid %s/pid; error_log %s/errors;\nevents {}\nhttp { access_log off; %s\n%s\n}\n"
            % (folder, folder, temporary, text)
        )
    return path


def ask(port, path, headers=(), method="GET"):
    """(status, headers, body) over TLS with the name of the site, the certificate checked."""
    context = ssl.create_default_context(cafile=os.path.join("nginx", "fullchain.pem"))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        with context.wrap_socket(raw, server_hostname=NAME) as client:
            lines = ["%s %s HTTP/1.1" % (method, path), "Host: " + NAME, "Connection: close"]
            lines += ["%s: %s" % pair for pair in headers]
            client.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            parts = []
            for part in iter(lambda: client.recv(1 << 16), b""):
                parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    heads = {name.lower(): value.strip() for name, _, value in (l.partition(":") for l in lines[1:])}
    if heads.get("transfer-encoding") == "chunked":
        body = unchunk(body)
    return int(lines[0].split()[1]), heads, body


def unchunk(body):
    out = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        out, body = out + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return out


def check_proxied(server, plain, secure):
    """What a reader sees through nginx is what the site says; what is kept is asked for anew."""
    status, heads, body = ask(secure, "/piece-0")
    assert status == 200 and body == server.get("/piece-0")[2] and "strict-transport-security" in heads
    assert "x-cache" not in heads, "a page is asked for each time"
    assert [ask(secure, "/up/a.txt")[1]["x-cache"] for _ in range(2)] == ["MISS", "HIT"], "a file is kept"
    status, heads, _ = ask(secure, "/piece-0", [("If-None-Match", heads["etag"])])
    assert status == 304, status
    status, heads, packed = ask(secure, "/piece-0", [("Accept-Encoding", "gzip")])
    assert heads["content-encoding"] == "gzip" and gzip.decompress(packed) == body
    status, heads, part = ask(secure, "/up/a.jpg", [("Range", "bytes=3-9")])
    assert status == 206 and part == http_test.PICTURE[3:10], (status, part)
    assert ask(secure, "/metrics")[0] == 403 and ask(secure, "/-/metrics")[0] == 403
    assert ask(secure, "/no/such")[0] == 404 and ask(secure, "/old")[0] == 301
    assert ask(secure, "/piece-0", method="HEAD")[2] == b""
    with socket.create_connection(("127.0.0.1", plain), timeout=30) as client:
        client.sendall(
            ("GET /piece-0?a=b HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % NAME).encode()
        )
        answer = b"".join(iter(lambda: client.recv(1 << 16), b"")).decode("latin-1")
    assert answer.startswith("HTTP/1.1 301") and "https://%s/piece-0?a=b" % NAME in answer, answer


def check_nginx():
    nginx = tool("nginx")
    if not nginx or not tool("openssl"):
        return False
    folder = os.path.abspath("nginx")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    key, certificate = make_certificate(folder)
    archive = http_test.make_archive()
    with kit.Server(archive) as server:
        plain, secure = free_port(), free_port()
        path = write_configuration(folder, key, certificate, plain, secure, server.port)
        command = [nginx, "-p", folder, "-c", path, "-e", os.path.join(folder, "errors")]
        tried = subprocess.run(command + ["-t"], capture_output=True, text=True)
        assert tried.returncode == 0 and "warn" not in tried.stderr, tried.stderr
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", secure), timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            check_proxied(server, plain, secure)
        finally:
            running.terminate()
            running.wait()
    print("ok: nginx takes the sample, and serves the site through it")
    return True


def check_unit():
    analyze = tool("systemd-analyze")
    if not analyze:
        return False
    folder = os.path.abspath("systemd")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(kit.SOURCE, "docs", "backfile.service"), encoding="utf-8") as file:
        text = file.read()
    assert "/usr/local/bin/backfile" in text
    unit = os.path.join(folder, "backfile.service")
    with open(unit, "w", encoding="utf-8") as out:
        out.write(
            text.replace("/usr/local/bin/backfile", kit.program()).replace(
                "man:backfile-serve(1)", "http://x"
            )
        )
    tried = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True)
    said = [line for line in tried.stderr.splitlines() if "backfile" in line]
    assert tried.returncode == 0 and not said, tried.stderr
    judged = subprocess.run([analyze, "security", "--offline=true", unit], capture_output=True, text=True)
    if judged.returncode != 0 and "nknown" in judged.stderr + judged.stdout:
        print("ok: systemd-analyze verify; this release judges no files")
        return True
    found = re.search(r"Overall exposure level for backfile.service: ([\d.]+)", judged.stdout)
    assert found and float(found.group(1)) <= 3.0, judged.stdout + judged.stderr
    print("ok: systemd-analyze verify; exposure %s of 10" % found.group(1))
    return True


def main():
    done = [check_nginx(), check_unit()]
    if not any(done):
        kit.skip("neither nginx nor systemd-analyze is installed")


if __name__ == "__main__":
    main()
