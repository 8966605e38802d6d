"""Real SPARQL services on this machine, for tests and benchmarks: Virtuoso 7 and Oxigraph's server.

Each starts empty in a temporary folder, on free ports of 127.0.0.1, and ends with its `with` block.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 180.0
"""Seconds that a service may take to start: Virtuoso wants two on an idle machine, and many on a busy one."""


@dataclass(frozen=True)
class Service:
    """A SPARQL service that runs: the addresses of its three protocols, and who may write."""

    name: str
    query: str
    update: str
    graph_store: str
    user: str = ""
    password: str = ""
    pid: int = 0


def find_virtuoso() -> str | None:
    """Return the place of Virtuoso's server, or None where the machine has none."""
    return shutil.which("virtuoso-t")


@contextlib.contextmanager
def running_virtuoso(
    place: Path | None = None, *, buffers: int = 10_000, timeout: int = 60
) -> Iterator[Service]:
    """Yield a Virtuoso; `dba` writes by digest authentication, anybody reads.

    A folder that is named stays, and what was written to it is there the next time, as after a crash.
    A buffer is 8 kB of memory; the time-out, in seconds, is for one query.
    """
    if (program := find_virtuoso()) is None:
        raise FileNotFoundError("virtuoso-t")
    with _folder(place) as folder:
        ports = _free_port(), _free_port()
        _write_ini(folder, *ports, buffers=buffers, timeout=timeout)
        base = f"http://127.0.0.1:{ports[1]}"
        with _running([program, "-f", "-c", "virtuoso.ini"], folder, f"{base}/sparql") as pid:
            yield Service(
                "virtuoso",
                query=f"{base}/sparql",
                update=f"{base}/sparql-auth",
                graph_store=f"{base}/sparql-graph-crud-auth",
                user="dba",
                password=_password(folder, ports[0]),
                pid=pid,
            )


@contextlib.contextmanager
def running_oxigraph(location: Path | None = None) -> Iterator[Service]:
    """Yield Oxigraph's server, in memory or over a folder; anybody writes, queries see the union."""
    program = Path(sys.executable).parent / "oxigraph"
    base = f"http://127.0.0.1:{(port := _free_port())}"
    command = [str(program), "serve", "--union-default-graph", "--bind", f"127.0.0.1:{port}"]
    with _folder(None) as folder:
        place = ["--location", str(location)] if location else []
        with _running([*command, *place], folder, f"{base}/query") as pid:
            yield Service("oxigraph", f"{base}/query", f"{base}/update", f"{base}/store", pid=pid)


def put(service: Service, graph: str, turtle: str) -> None:
    """Replace a named graph of a service by what a Turtle text says."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{service.graph_store}?graph={quote(graph, safe='')}",
        data=turtle.encode(),
        headers={"Content-Type": "text/turtle"},
        method="PUT",
    )
    if service.user:
        request.add_header("Authorization", _digest(service, request))
    urllib.request.urlopen(request, timeout=60).close()  # noqa: S310 - our own server


def _digest(service: Service, request: urllib.request.Request) -> str:
    """Return the answer to a service's challenge, asked for beforehand: Virtuoso hangs up on a long body."""
    try:
        urllib.request.urlopen(request.full_url, timeout=60).close()  # noqa: S310 - our own server
    except urllib.error.HTTPError as error:
        error.close()
        challenge = urllib.request.parse_http_list(error.headers["WWW-Authenticate"].removeprefix("Digest "))
    keys = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    keys.add_password(None, request.full_url, service.user, service.password)
    handler = urllib.request.HTTPDigestAuthHandler(keys)
    return "Digest " + str(handler.get_authorization(request, urllib.request.parse_keqv_list(challenge)))


@contextlib.contextmanager
def _folder(place: Path | None) -> Iterator[Path]:
    """Yield a folder that stays where it was named, and else goes with what is in it."""
    if place:
        place.mkdir(parents=True, exist_ok=True)
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="cpkg-service-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it answers at an address."""
    log = folder / "said.txt"
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    try:
        _await(url, process, log)
        yield process.pid
    finally:
        process.kill()  # what it holds goes with the folder, so it need not put anything in order
        process.wait()


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:  # it answers, and that is enough
            error.close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(f"{process.args!r} did not start: {log.read_text(errors='replace')[-2000:]}")


def _password(folder: Path, port: int) -> str:
    """Return the password of `dba`: a new one for a new database, the same for one that was there."""
    kept = folder / "password"
    if kept.exists():
        return kept.read_text()
    password = secrets.token_hex(8)
    program = shutil.which("isql-vt") or "isql"
    done = subprocess.run(
        [program, f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT"],
        # not as arguments, which the list of processes shows; a crash would undo it without the checkpoint
        input=f'set password "dba" "{password}";\ncheckpoint;\n',
        text=True,
        capture_output=True,
        timeout=60,
        check=True,
    )
    if "Error" in done.stdout:
        raise RuntimeError(done.stdout)
    kept.touch(mode=0o600)
    kept.write_text(password)
    return password


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _write_ini(folder: Path, sql: int, http: int, *, buffers: int, timeout: int) -> None:
    text = _INI.format(sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4, timeout=timeout)
    (folder / "virtuoso.ini").write_text(text, encoding="utf-8")


# CheckpointInterval 0: none while it runs. ResultSetMaxRows cuts answers off in silence, so it is high.
_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
MaxKeepAlives = 20
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {timeout}
MaxQueryCostEstimationTime = 4000
"""
