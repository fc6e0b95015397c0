"""Clients that are slow, many, malformed or without end: the site goes on serving, in the same memory.

BACKFILE_SOAK=1: ten thousand connections (or as many as the system allows; the line says how many), twenty
thousand damaged requests and a hundred thousand whole ones; BACKFILE_REQUESTS=N for another number of these.
"""

import concurrent.futures
import os
import random
import re
import resource
import select
import socket
import struct
import time

import http_test
import kit

CONNECTIONS = 10000 if kit.IS_SOAK else 1000
DAMAGED = 20000 if kit.IS_SOAK else 400
REQUESTS = int(os.environ.get("BACKFILE_REQUESTS", 100000 if kit.IS_SOAK else 6000))
TIMEOUT_S = 2


def dial(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def hear(client):
    """All until the server closes."""
    parts = []
    try:
        while True:
            part = client.recv(1 << 16)
            if not part:
                break
            parts.append(part)
    except OSError:
        pass
    client.close()
    return b"".join(parts)


def serves(server, within_s=2.0):
    begin = time.monotonic()
    assert server.get("/healthz")[0] == 200 and server.get("/piece-0")[0] == 200
    took = time.monotonic() - begin
    assert took < within_s * (3 if kit.IS_SOAK else 1), "an answer took %.1f s" % took
    return took


def check_slow(server, count=300):
    """Each sends a byte now and then, never a whole request; some never read what they asked for."""
    clients = [dial(server) for _ in range(count)]
    readers = [dial(server) for _ in range(20)]
    for reader in readers:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        reader.sendall(b"GET /piece-1 HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
    worst, ended = 0.0, set()
    head = b"GET /piece-0 HTTP/1.1\r\nHost: paper.example\r\nX-Slow: "
    for step in range(TIMEOUT_S * 12):
        for number, client in enumerate(clients):
            try:
                client.sendall(head[step : step + 1] or b"a")
            except OSError:
                ended.add(number)
        worst = max(worst, serves(server))
        time.sleep(0.1)
    for client in clients + readers:
        client.close()
    print(
        "slow: %d clients, %d ended by the server; the others waited %.3f s at most"
        % (count, len(ended), worst)
    )


def check_ended(server):
    """Whatever trickles in, a request is whole within the time or the connection ends."""
    client = dial(server)
    begin = time.monotonic()
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
    client.settimeout(0.2)
    while time.monotonic() - begin < TIMEOUT_S * 5:
        try:
            client.sendall(b"a")
            if client.recv(1000) == b"":
                break
        except socket.timeout:
            continue
        except OSError:
            break
    took = time.monotonic() - begin
    client.close()
    assert took < TIMEOUT_S * 3, "a trickling client was let in for %.1f s" % took


MALFORMED = [
    b"",
    b"\r\n",
    b"\0" * 100,
    b"GET\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"get / http/1.1\r\nhost: x\r\n\r\n",
    b" GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET  /  HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
    b"GET / HTTP/1.1\r\n: x\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    (
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET"
        b" /x HTTP/1.1\r\n\r\n"
    ),
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xaa" * 200,
    b"GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /" + b"a" * 60000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1000000 + b"\r\n\r\n",
    b"G" * 100000,
    b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
    b"GET /\xff\xfe\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=" + b"0-1," * 3000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b;q=0.1," * 1500 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    (
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade,"
        b" HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    ),
    b"GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%00%0a%0d HTTP/1.1\r\nHost: x\r\n\r\n",
]


def send_raw(server, request):
    client = dial(server)
    try:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
    except OSError:
        pass
    return hear(client)


def check_malformed(server):
    rng = random.Random(4)
    told = 0
    noise = [bytes(rng.randrange(256) for _ in range(rng.randrange(1, 400))) for _ in range(60)]
    cut = [
        b"GET /piece-0 HTTP/1.1\r\nHost: paper.example\r\nAccept: */*\r\n\r\n"[:n]
        for n in range(0, 60, 3)
    ]
    with concurrent.futures.ThreadPoolExecutor(
        24
    ) as threads:  # many of them end only by the server's patience
        answers = list(threads.map(lambda request: send_raw(server, request), MALFORMED + noise + cut))
    for request, answer in zip(MALFORMED + noise + cut, answers):
        assert answer == b"" or answer.startswith(b"HTTP/1."), (request[:60], answer[:60])
        assert b"root:x:0" not in answer
        told += answer[9:10] == b"4"
    serves(server)
    print("malformed: %d requests, %d told so" % (len(MALFORMED) + len(noise) + len(cut), told))


SEEDS = [request for request in MALFORMED if request and len(request) < 400] + [
    b"GET /piece-0 HTTP/1.1\r\nHost: paper.example\r\nAccept-Encoding: gzip\r\nRange: bytes=0-9\r\n\r\n",
    b'HEAD /search?q=%22a+b%22+OR+(ferry) HTTP/1.1\r\nHost: x\r\nIf-None-Match: "0", W/"1"\r\n\r\n',
    b"GET /web/20171001102030id_/http://paper.example/piece-0 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
    b"POST /api/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"GET /-/thumb/320/up/a.jpg HTTP/1.1\r\nHost: [::1]:80\r\nAccept-Language: ar;q=1,*;q=0\r\n\r\n",
]


def damage(rng, request):
    """Bytes changed, cut out, doubled, or another request put into the middle."""
    made = bytearray(request)
    for _ in range(rng.choice((1, 1, 2, 4, 9))):
        at, size = rng.randrange(len(made) + 1), rng.randrange(1, 12)
        kind = rng.randrange(5)
        if kind == 0:
            made[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            del made[at : at + size]
        elif kind == 2:
            made[at:at] = made[at : at + size] * rng.randrange(1, 40)
        elif kind == 3:
            made[at:at] = rng.choice(
                (b"\r\n", b"\0", b"%00", b"%", b":", b" ", b"\xff" * 9, b"9" * 30, b"\t", b",;=")
            )
        else:
            made[at:at] = rng.choice(SEEDS)
    return bytes(made)


def check_damaged(server):
    """A corpus of requests, damaged at random from a seed: each is answered in HTTP or not at all."""
    rng = random.Random(20170930)
    requests = [damage(rng, rng.choice(SEEDS)) for _ in range(DAMAGED)]
    with concurrent.futures.ThreadPoolExecutor(48) as threads:
        answers = list(threads.map(lambda request: send_raw(server, request), requests))
    for request, answer in zip(requests, answers):
        assert answer == b"" or answer.startswith(b"HTTP/1."), (request, answer[:60])
        assert not answer.startswith(b"HTTP/1.1 5") or answer[9:12] in (b"501", b"505"), (
            request,
            answer[:200],
        )
    serves(server)
    told = sum(answer[9:10] == b"4" for answer in answers)
    print("damaged: %d requests from %d seeds, %d told so" % (DAMAGED, len(SEEDS), told))


def check_half_closed(server):
    """A client that has said all it wants still hears the whole answer; one that goes away in the middle
    harms nobody."""
    whole = server.get("/piece-0")[2]
    for _ in range(30):
        answer = send_raw(server, b"GET /piece-0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(whole), answer[:200]
    for number in range(200):
        client = dial(server)
        client.sendall(b"GET /piece-%d HTTP/1.1\r\nHost: x\r\n\r\n" % (number % 3) * (number % 5 + 1))
        if number % 2:
            client.recv(number)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()  # a reset, with answers on their way
    serves(server)
    print("half closed: whole answers; 200 resets in the middle")


def check_pipelined(server, count=60):
    """Answers come in the order of the questions."""
    client = dial(server)
    paths = [b"/piece-%d" % (n % 3) for n in range(count)]
    client.sendall(
        b"".join(b"GET %s.json HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in paths[:-1])
        + b"GET %s.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % paths[-1]
    )
    answers = hear(client).split(b"HTTP/1.1 200")[1:]
    assert len(answers) == count, len(answers)
    for path, answer in zip(paths, answers):
        assert b'"path":"%s"' % path in answer, path


def check_many(archive):
    """Connections that only stand there, as many as may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 700
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    except (ValueError, OSError):
        pass
    reach = min(CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 700)
    clients = []
    with kit.Server(archive, ["--connections", str(reach + 50), "--timeout", "60"]) as server:
        begin = time.monotonic()
        for _ in range(reach):
            clients.append(dial(server))
        opened = time.monotonic() - begin
        took = serves(server)
        for client in random.Random(1).sample(clients, min(reach, 200)) + clients[-3:]:
            client.sendall(b"GET /piece-2 HTTP/1.1\r\nHost: x\r\n\r\n")
            ready, _, _ = (
                select.select([client], [], [], 20) if client.fileno() < 1024 else poll_one(client)
            )
            assert ready and client.recv(12).startswith(b"HTTP/1.1 200")
        held = int(
            [
                l
                for l in server.get("/metrics")[2].decode().splitlines()
                if l.startswith("backfile_connections ")
            ][0].split()[1]
        )
        assert held >= reach, (held, reach)
        extra = [
            dial(server) for _ in range(80)
        ]  # over the bound: refused or left waiting, never harmful
        for client in extra + clients:
            client.close()
        time.sleep(0.3)
        serves(server)
    print(
        "many: %d connections at once (limit of files %d), opened in %.1f s; an answer took %.3f s"
        % (reach, hard, opened, took)
    )


def poll_one(client):
    poller = select.poll()
    poller.register(client, select.POLLIN)
    return poller.poll(20000), [], []


def resident(server):
    for line in server.get("/metrics")[2].decode().splitlines():
        if line.startswith("process_resident_memory_bytes "):
            return int(line.split()[1])
    raise AssertionError("no memory in the metrics")


def send_requests(server, count):
    """Pipelined in batches on one connection; a mixture of all that can be asked, good and bad."""
    paths = [b"/piece-%d?x=%d" % (n % 3, n) for n in range(400)] + [
        b"/search?q=ferry+%d" % n for n in range(40)
    ]
    paths += [
        b"/",
        b"/2014",
        b"/no/such/%s",
        b"/piece-1.json",
        b"/up/a.jpg",
        b"/old",
        b"/-/style.css",
        b"/missing",
    ] * 6
    rng = random.Random(count)
    client = dial(server)
    done = 0
    while done < count:
        batch = rng.choices(paths, k=50)
        client.sendall(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in batch))
        for _ in batch:
            read_answer(client)
        done += len(batch)
    client.close()


KEPT = {}


def read_answer(client):
    data = KEPT.pop(client, b"")
    while b"\r\n\r\n" not in data:
        part = client.recv(1 << 17)
        assert part, "the server closed"
        data += part
    head, _, rest = data.partition(b"\r\n\r\n")
    low = head.lower()
    at = low.index(b"content-length:")
    size = int(low[at + 15 :].split(b"\r\n", 1)[0])
    while len(rest) < size:
        part = client.recv(1 << 17)
        assert part, "the server closed"
        rest += part
    KEPT[client] = rest[size:]


def check_memory(server):
    send_requests(server, max(2000, REQUESTS // 5))
    before = resident(server)
    begin = time.monotonic()
    send_requests(server, REQUESTS)
    rate = REQUESTS / (time.monotonic() - begin)
    after = resident(server)
    print(
        "memory: %.1f MB, after %d requests more %.1f MB (%.0f a second on one connection)"
        % (before / 1e6, REQUESTS, after / 1e6, rate)
    )
    assert after - before < 24 << 20, "memory grows"


def newspaper_paths(server):
    """All kinds of pages of the sample: pieces, lists, feeds, citations, searches, photos in other widths."""
    pieces = re.findall(rb"<loc>https?://[^/]*(/[^<]*)</loc>", server.get("/sitemap-1.xml")[2])
    lists = re.findall(rb"<loc>https?://[^/]*(/[^<]*)</loc>", server.get("/sitemap-lists.xml")[2])
    assert len(pieces) > 150 and len(lists) > 50, (len(pieces), len(lists))
    paths = (
        pieces + [p + tail for p in pieces for tail in (b".json", b".ris", b"?cite=wikipedia")] + lists
    )
    paths += [p + tail for p in lists for tail in (b".json", b"/feed", b"/feed/atom")]
    words = [b"ferry", b"door", b"harbour", b"strike", b"bank", b"captain", b"letter", b"fire", b"water"]
    paths += [b"/search?q=%s+%s&x=%d" % (a, b, n) for n in range(20) for a in words for b in words]
    wall = b"".join(server.get("/media%s" % page)[2] for page in ("", "/page/2", "/page/3"))
    photos = sorted(set(re.findall(rb'<img src="(/[^"]*)"', wall)))
    assert len(photos) > 20, len(photos)
    return (
        paths + photos + [b"/-/thumb/%d%s" % (width, photo) for photo in photos for width in (160, 320)]
    )


def check_newspaper_memory():
    """The memory of a whole newspaper's site, under everything that can be asked of it."""
    archive = kit.new_archive(os.path.abspath("paper"))
    kit.run("import", archive, kit.SAMPLE)
    with kit.Server(archive) as server:
        paths = newspaper_paths(server)
        send_paths(server, paths, len(paths))  # all once: what may be kept is kept
        send_paths(server, paths, max(2000, REQUESTS // 5))
        before, begin = resident(server), time.monotonic()
        send_paths(server, paths, REQUESTS)
        rate, after = REQUESTS / (time.monotonic() - begin), resident(server)
    print(
        "memory of the sample: %.1f MB, after %d requests of %d addresses more %.1f MB (%.0f a second)"
        % (before / 1e6, REQUESTS, len(paths), after / 1e6, rate)
    )
    assert after - before < 24 << 20, "memory grows"


def send_paths(server, paths, count):
    rng = random.Random(count)
    client = dial(server)
    for done in range(0, count, 50):
        batch = paths[done : done + 50] if count == len(paths) else rng.choices(paths, k=50)
        client.sendall(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in batch))
        for _ in batch:
            read_answer(client)
    client.close()


def main():
    os.environ["ASAN_OPTIONS"] = (
        os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4:thread_local_quarantine_size_kb=64"
    )
    archive = http_test.make_archive()
    with kit.Server(archive, ["--timeout", str(TIMEOUT_S), "--connections", "600"]) as server:
        check_malformed(server)
        check_damaged(server)
        check_half_closed(server)
        check_pipelined(server)
        check_ended(server)
        check_slow(server)
        serves(server)
    check_many(archive)
    with kit.Server(archive) as server:
        check_memory(server)
    if os.path.isfile(kit.SAMPLE):
        check_newspaper_memory()


if __name__ == "__main__":
    main()
