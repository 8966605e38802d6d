"""Load the SPARQL endpoint with good clients, alone and beside hostile ones, and its peers with the same.

    python -m benchmarks.endpoint [--seconds N] [--peers] [STORE]

Each client sends from an address of its own on loopback (127.0.0.0/8 as Linux has it), one query after
another, on one connection. Good clients ask different point queries; hostile ones send queries that run on,
sort what does not fit, or nest deeply. Prints a line of JSON for each server and each mix: good answers a
second, the share of good queries answered with 200, and the median and 95th percentile in milliseconds of
good queries. The first line compares a point query through a worker with the same query put to the engine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATHS = {"cpkg": "/sparql", "oxigraph": "/query", "rdflib-endpoint": "/sparql"}
GOOD = 8
HOSTILE = 8
_PREFIX = "https://w3id.org/cpkg/id/"
_POINT = "SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }} # {number}"
_THINGS = tuple(f"{_PREFIX}A/HRC/RES/31/7/op/{number}" for number in range(1, 24))
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {number}",
    "SELECT * WHERE {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?c ?f # {number}",
    "SELECT ?x WHERE {{ VALUES ?n {{ {number} }} ?a ?b ?x . ?x ?y ?z . ?z (!<a:a>)* ?w . ?v (!<a:b>)* ?w }}",
    "SELECT (" + "IF(true, " * 900 + "{number}" + ", 2)" * 900 + " AS ?x) {{}}",
)


@dataclass
class Tally:
    """What came of the queries of some clients."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, status: int, seconds: float) -> None:
        """Count one answer; status 0 is none."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 200:  # noqa: PLR2004 - OK
            self.times.append(seconds)


def main() -> None:
    """Run every mix on every server."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", nargs="?", default=".kg/store")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--peers", action="store_true", help="measure oxigraph and rdflib-endpoint likewise")
    given = parser.parse_args()
    print(json.dumps(asyncio.run(overhead(given.store))), flush=True)
    for server in ("cpkg", "oxigraph", "rdflib-endpoint") if given.peers else ("cpkg",):
        for hostile in (0, 1, HOSTILE):
            with serving(server, given.store) as port:
                report = asyncio.run(load(port, _PATHS[server], given.seconds, hostile))
            print(json.dumps({"server": server, "good": GOOD, "hostile": hostile, **report}), flush=True)


async def overhead(store: str) -> dict[str, object]:
    """Return the medians, in milliseconds, of a point query to the engine and through a worker."""
    from kg.resources import find_root
    from kg.web.endpoint.pool import Job, Pool
    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import open_site

    site = open_site(find_root(), Path(store), "http://127.0.0.1/")
    pool = Pool(EndpointSettings(workers=1))
    await pool.start(site)
    direct, through = [], []
    try:
        for number in range(2000):
            query = _POINT.format(thing=_THINGS[number % len(_THINGS)], number=number)
            started = time.perf_counter()
            site.engine.select(query)
            direct.append(time.perf_counter() - started)
            job = Job(query, None, None, True, "application/sparql-results+json", "text/turtle", "")
            started = time.perf_counter()
            (await pool.answer(job, "one")).body.close()
            through.append(time.perf_counter() - started)
    finally:
        await pool.stop()
    medians = [1000 * statistics.median(times) for times in (direct, through)]
    return {"point query, ms": {"engine": round(medians[0], 3), "worker": round(medians[1], 3)}}


async def load(port: int, path: str, seconds: float, hostile: int) -> dict[str, object]:
    """Return what good clients saw."""
    good, bad = Tally(), Tally()
    end = time.perf_counter() + seconds
    clients = [_client(Asking(port, f"127.0.1.{n + 1}", path), (_POINT,), end, good) for n in range(GOOD)]
    clients += [_client(Asking(port, f"127.0.2.{n + 1}", path), _HOSTILE, end, bad) for n in range(hostile)]
    await asyncio.gather(*clients)
    times = sorted(good.times) or [float("nan")]
    answered = sum(good.statuses.values())
    return {
        "good queries a second": round(len(good.times) / seconds, 1),
        "answered": round(len(good.times) / max(answered, 1), 4),
        "p50 ms": round(1000 * times[len(times) // 2], 1),
        "p95 ms": round(1000 * times[min(len(times) - 1, int(len(times) * 0.95))], 1),
        "statuses of hostile": {str(status): n for status, n in sorted(bad.statuses.items())},
    }


async def _client(asking: Asking, queries: tuple[str, ...], end: float, tally: Tally) -> None:
    """Send one query after another until the end; wait a little where there was no answer."""
    number = sum(map(ord, asking.address)) * 100_000
    while time.perf_counter() < end:
        number += 1
        text = queries[number % len(queries)].format(thing=_THINGS[number % len(_THINGS)], number=number)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(max(end - started, 0.1) + 15):
                status = await asking.ask(text)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            asking.hang_up()
            status = 0
        tally.note(status, time.perf_counter() - started)
        if status in {0, 429, 503}:
            await asyncio.sleep(0.05)  # who means harm does not wait as long as it is told
    asking.hang_up()


class Asking:
    """One client: its address, and its connection as long as the server keeps it."""

    def __init__(self, port: int, address: str, path: str = "/sparql") -> None:
        self.address = address
        self._port = port
        self._path = path
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: str) -> int:
        """Return the status of the answer to a query, once it was read to its end."""
        return await self.get(f"{self._path}?query={quote(query)}")

    async def get(self, target: str) -> int:
        """Return the status of an answer that was read to its end."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self.address, 0), limit=2**20
            )
        reader, writer = self._streams
        request = (
            f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            "Accept: application/sparql-results+json, */*;q=0.5\r\n\r\n"
        )
        writer.write(request.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await _read_body(reader, head)
        if "connection: close" in head:
            self.hang_up()
        return int(head[9:12])

    def hang_up(self) -> None:
        """Close the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


async def _read_body(reader: asyncio.StreamReader, head: str) -> None:
    if "transfer-encoding: chunked" not in head:
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        await reader.readexactly(int(length or 0))
        return
    while size := int((await reader.readuntil(b"\r\n")), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


@contextmanager
def serving(server: str, store: str) -> Iterator[int]:
    """Start a server over a store and give its port; end it, and all it started, afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = _command(server, store, port, Path(folder))
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _await_port(port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(server: str, store: str, port: int, folder: Path) -> list[str]:
    tools = Path(sys.executable).parent
    if server == "cpkg":
        return [sys.executable, "-m", "kg", "serve", "--store", store, "--port", str(port), "--timeout", "5"]
    if server == "oxigraph":
        copy = folder / "store"
        shutil.copytree(Path(store).resolve(), copy)
        return [
            str(tools / "oxigraph"), "serve-read-only", "--location", str(copy), "--union-default-graph",
            "--bind", f"127.0.0.1:{port}", "--timeout-s", "5",
        ]  # fmt: skip
    dump = folder / "data.nt"
    dump.write_text(_triples(store), encoding="utf-8")
    script = folder / "serve.py"
    script.write_text(_RDFLIB_SERVER.format(dump=str(dump), port=port), encoding="utf-8")
    return [sys.executable, str(script)]


_RDFLIB_SERVER = """
import rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse({dump!r}, format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), host="127.0.0.1", port={port}, log_level="error")
"""


def _triples(store: str) -> str:
    from kg.graph.stores.store import open_folder

    return "".join(f"{quad.triple} .\n" for quad in open_folder(Path(store)))


def _await_port(port: int) -> None:
    """Wait until a server answers, a minute at most: rdflib reads its data slowly."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"no server answers on port {port}")


if __name__ == "__main__":
    main()
