"""Does the server withstand clients who are slow, say too much or say it wrong, and does it end when told to?

The behaviours are those of `benchmarks/attack_http.py`, which asks for all of them, and for hostile queries,
while good clients go on asking. Here deadlines are short, and what takes the processor is left out.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from benchmarks.attack_http import BEHAVIOURS, Behaviour, Outcome, behave
from benchmarks.attacked import Server, await_port

from kg.pipeline.build import build
from kg.web import connections
from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from kg.web.server import server_of
from kg.web.site import open_site
from tests.clock import wait_until
from tests.conftest import ROOT
from tests.smaller import copy_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.web.connections import GuardedServer

LEFT_OUT = {
    # wait for what is long whatever the deadline
    "never reads",
    "reads slowly",
    "never reads, 30 times",
    "sends 200 runaway queries at once",
    "hangs up 300 times before the answer",
    # take the processor, and show little that others do not
    "asks for a dump 60 times at once",
    "asks for a large graph 60 times at once",
    "asks for a page 300 times at once",
    "searches 300 times at once",
    "opens 1,500 connections",
    "opens and closes 2,000 connections",
    "sends headers one by one, 400 times",
    "sends 300 requests at once",
}
CHOSEN = {name: one for name, one in BEHAVIOURS.items() if name not in LEFT_OUT}
ASK = "/sparql?query=ASK%7B%7D"
RUNAWAY = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store of the small world of the tests: a server over it starts soon."""
    place = tmp_path_factory.mktemp("world")
    copy_world(ROOT, place / "project")
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, place / "project" / folder)
    build(place / "project", place / "build", place / "store", say=lambda _: None)
    return place / "store"


@pytest.fixture(scope="module")
def server(world: Path) -> Iterator[GuardedServer]:
    """Return a server in this process that has little patience."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "REQUEST_SECONDS", 2.0)
        patch.setattr(connections, "ANSWER_SECONDS", 1.0)
        patch.setattr(connections, "MOST", 60)
        site = open_site(ROOT, world, "http://127.0.0.1/")
        app = create_app(site, EndpointSettings(workers=1))
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        server = server_of(app)
        running = Thread(target=server.run, kwargs={"sockets": [listener]})
        running.start()
        for target in (ASK, "/page/search?q=a"):  # once both are answered, all has loaded
            assert get(listener.getsockname()[1], target).startswith(b"HTTP/1.1 200")
        yield server
        server.should_exit = True
        running.join(10)
        assert not running.is_alive()


@pytest.fixture(scope="module")
def port(server: GuardedServer) -> int:
    taken: int = server.servers[0].sockets[0].getsockname()[1]
    return taken


def get(port: int, target: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.fixture(scope="module")
def outcomes(port: int) -> dict[str, Outcome]:
    """Return what came of each behaviour, a few at a time."""

    async def all_of_them() -> dict[str, Outcome]:
        gate = asyncio.Semaphore(20)

        async def one(number: int, behaviour: Behaviour) -> Outcome:
            async with gate:
                return await behave(behaviour, port, f"127.0.3.{number}")

        found = await asyncio.gather(*(one(n, b) for n, b in enumerate(CHOSEN.values(), start=1)))
        return dict(zip(CHOSEN, found, strict=True))

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("name", CHOSEN)
def test_is_a_client_who_misbehaves_refused_or_answered_in_time(
    name: str, outcomes: dict[str, Outcome]
) -> None:
    outcome = outcomes[name]
    assert set(outcome.statuses) <= CHOSEN[name].expected
    assert outcome.seconds < CHOSEN[name].within


def test_does_the_table_hold_what_was_promised() -> None:
    from benchmarks.attack_queries import QUERIES

    assert len(QUERIES) >= 40
    assert len(BEHAVIOURS) >= 20
    assert set(BEHAVIOURS) >= LEFT_OUT


def test_is_a_client_cut_off_who_does_not_take_its_answer(server: GuardedServer, port: int) -> None:
    rows = "SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo.%3Fa%20%3Fb%20%3Fc%7D%20LIMIT%2030000"
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with client:
        client.connect(("127.0.0.1", port))
        client.sendall(f"GET /sparql?query={rows}&format=json HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        client.settimeout(30)
        got = client.recv(1000)  # the answer has begun
        wait_until(lambda: not server.server_state.connections)
        got += _read_until_cut(client)
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    wanted = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert len(body) < wanted


def _read_until_cut(client: socket.socket) -> bytes:
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def test_does_a_flood_of_connections_leave_room_for_others(port: int) -> None:
    good = HTTPConnection("127.0.0.1", port, source_address=("127.0.4.2", 0))
    flood = [_silent(port) for _ in range(90)]
    try:
        for _ in range(3):
            good.request("GET", "/health")
            answer = good.getresponse()
            assert (answer.status, answer.read(9)) == (200, b'{"status"')
            answer.read()
            flood += [_silent(port) for _ in range(30)]
        assert good.sock.getsockname()[0] == "127.0.4.2"  # the connection was kept all the while
    finally:
        good.close()
        for one in flood:
            one.close()


def test_is_room_made_where_a_flood_waited_longest_some_of_it_at_once(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[None] = []
    really = connections.GuardedConnection._make_room

    def counted(connection: connections.GuardedConnection) -> None:
        looks.append(None)
        really(connection)

    monkeypatch.setattr(connections.GuardedConnection, "_make_room", counted)
    flood = [_silent(port) for _ in range(connections.MOST + 48)]
    try:
        assert get(port, "/health").startswith(b"HTTP/1.1 200")  # it came last: all were taken by then
        assert _is_over(flood[0])
        assert not _is_over(flood[-1])
        assert 0 < len(looks) < 48 / 2
    finally:
        for one in flood:
            one.close()


def _is_over(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def _silent(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), source_address=("127.0.4.1", 0))


def test_do_no_descriptors_stay_behind(port: int, outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    asyncio.run(_mix(port))
    before = _settled()
    for _ in range(3):
        asyncio.run(_mix(port))
    assert _settled() <= before + 2


async def _mix(port: int) -> None:
    names = ("says two lengths", "sends headers without end", "asks for the head", "leaves before it asks",
             "sends chunks without end", "asks for an address of 70 kB", "speaks TLS")  # fmt: skip
    await asyncio.gather(*(behave(BEHAVIOURS[name], port, "127.0.5.1") for name in names for _ in range(4)))


def _settled() -> int:
    """Return the number of open descriptors once it falls no more."""
    counts = [1_000_000, len(os.listdir("/proc/self/fd"))]  # noqa: PTH208 - counted, not used
    while counts[-1] < counts[-2]:
        time.sleep(0.3)
        counts.append(len(os.listdir("/proc/self/fd")))  # noqa: PTH208 - likewise
    return counts[-1]


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_does_the_server_end_at_once_during_a_runaway_query(
    told: signal.Signals, world: Path, tmp_path: Path
) -> None:
    with _served(world, tmp_path) as server, socket.create_connection(("127.0.0.1", server.port)) as client:
        assert get(server.port, ASK).startswith(b"HTTP/1.1 200")  # its worker has loaded
        client.sendall(f"GET /sparql?query={RUNAWAY} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        with socket.create_connection(("127.0.0.1", server.port)) as slow:
            slow.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                         b"Content-Type: application/sparql-query\r\n\r\n")  # fmt: skip
            wait_until(lambda: len(server.processes()) > 2)
            time.sleep(0.5)
            processes = server.processes()
            began = time.monotonic()
            server.process.send_signal(told)
            server.process.wait(15)
            assert time.monotonic() - began < (5 if os.getloadavg()[0] < 4 * (os.cpu_count() or 1) else 15)
            assert client.recv(65536).startswith(b"HTTP/1.1 503")
    assert not any(map(_runs, processes))
    socket.create_server(("127.0.0.1", server.port)).close()
    assert "Traceback" not in (tmp_path / "stderr").read_text(encoding="utf-8")


@contextmanager
def _served(store: Path, place: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", "--timeout", "60"]
    with (place / "stderr").open("w") as complaints:
        process = subprocess.Popen([*command, "--workers", "1"], stderr=complaints)
        try:
            yield Server(await_port(process, complaints.name), process)
        finally:
            process.kill()
            process.wait()


def _runs(number: int) -> bool:
    """Return whether a process still runs after a second; one that ended and nobody fetched does not."""
    for _ in range(10):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True
