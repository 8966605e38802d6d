"""Answer queries in processes that can be killed, and keep quick ones apart from long ones.

A query starts on one of a few workers. Where it is not over after its first slice of time, its process goes
on at the lowest priority, outside the workers, and a new worker takes its place; there is room for few such
long queries, and they are killed at the deadline. So runaway queries take neither a place nor much of the
processors from others.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.stores.external import EXTERNAL_GRAPHS
from kg.graph.stores.joining import MOST_ROWS, find_blocks
from kg.namespaces import ID
from kg.web.endpoint import zygote
from kg.web.endpoint.refusals import Refused
from kg.web.endpoint.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import Site

_IN_MEMORY = 1024**2
"""Bytes of an answer that are kept in memory; a longer one goes to a file until the client has read it."""
_PENALTY = 5.0
"""Seconds of budget that a query costs which had to be ended."""
_TRIES = 3
"""How many workers a query is given to, where one after another ends before it has the query."""
_RESTART = 10.0
"""Seconds after which to come back to a server that is being stopped, or finds no room for a process."""
_NO_PROCESS = (OSError, ValueError, EOFError)
"""What comes where a process cannot begin, or the zygote says nothing more."""
_LOWEST_PRIORITY = 19
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Job:
    """One query, and what it is to be answered as."""

    query: str
    default: list[str] | None
    """Graphs that make the default graph; None for what the query or the store says."""
    named: list[str] | None
    union: bool
    """Whether the default graph is all graphs together."""
    tabular: str
    """Media type of rows; likewise of graphs and booleans below."""
    graph: str
    boolean: str


@dataclass
class Answer:
    """What came of a query; `body` is to be closed by whoever reads it."""

    kind: str
    media: str
    truncated: bool
    size: int
    body: IO[bytes]


@dataclass
class _Worker:
    process: int
    """File descriptor that stands for the process, whatever becomes of its number."""
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def kill(self) -> None:
        """End the process now; it may have ended by itself."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.process, signal.SIGKILL)
        os.close(self.process)
        self.writer.close()


class Pool:
    """The workers of one running site."""

    def __init__(self, settings: EndpointSettings) -> None:
        self.settings = settings
        self.turnstile = Turnstile(settings, settings.workers)
        self._idle: list[_Worker] = []
        self._runs: set[_Run] = set()
        self._is_closing = False
        self._spawning = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._snapshot: Site | None = None

    async def start(self, site: Site) -> None:
        """Begin to load the snapshot into the process that all workers are forked from, and fork the first.

        Pages need not wait for it; queries that come before do.
        """
        self._snapshot = site
        self._begin(self._prepare())
        await asyncio.sleep(0)  # so that it has the lock before any query can come

    def close(self) -> None:
        """End the queries that run, and take no more: the server is about to stop."""
        self._is_closing = True
        for run in self._runs:
            run.break_off()

    async def stop(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._idle:
            worker.kill()
        self._idle.clear()
        await self._stop_zygote()

    async def answer(self, job: Job, client: str) -> Answer:
        """Return the answer to a query of a client.

        Raises:
            Refused: where it is not answered, with the status that says why.
        """
        await self.turnstile.enter(client)
        run = _Run(self, client)
        self._runs.add(run)
        try:
            return await run.answer(job)
        finally:
            self._runs.discard(run)
            run.end()

    def require_open(self) -> None:
        """Refuse a query once the server is about to stop."""
        if self._is_closing:
            raise Refused(503, "the server is being stopped", retry_after=_RESTART)

    async def take(self) -> _Worker:
        """Return a worker that waits, or a new one.

        Raises:
            Refused: where the system lets no process begin.
        """
        while self._idle:
            worker = self._idle.pop()
            if not worker.reader.at_eof():
                return worker
            worker.kill()
        try:
            return await self._spawn()
        except _NO_PROCESS as error:
            what = "the machine has no room for a process that answers; try again"
            raise Refused(503, what, retry_after=_RESTART) from error

    def give_back(self, worker: _Worker) -> None:
        """Take back a worker whose query is over."""
        if len(self._idle) < self.settings.workers:
            self._idle.append(worker)
        else:
            worker.kill()

    def replace(self) -> None:
        """Begin to make a worker for one that is gone, so that the next query need not wait for it."""
        if not self._is_closing:
            self._begin(self._add_worker())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _prepare(self) -> None:
        with contextlib.suppress(*_NO_PROCESS):  # the first query tries again, and tells
            async with self._spawning:
                await self._start_zygote()
            for _ in range(self.settings.workers):
                self.give_back(await self._spawn())

    async def _add_worker(self) -> None:
        with contextlib.suppress(*_NO_PROCESS):  # who needs one tries again, and tells
            self.give_back(await self._spawn())

    async def _spawn(self) -> _Worker:
        async with self._spawning:
            try:
                return await self._fork()
            except _NO_PROCESS:  # the zygote died: it is made anew, once
                await self._stop_zygote()
                await self._start_zygote()
                return await self._fork()

    async def _fork(self) -> _Worker:
        if self._control is None:
            raise EOFError
        ours, theirs = socket.socketpair()
        loop = asyncio.get_running_loop()
        try:
            socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
            number = int(await loop.sock_recv(self._control, 32))
            process = os.pidfd_open(number)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=2**20)
        return _Worker(process, number, reader, writer)

    async def _start_zygote(self) -> None:
        ours, theirs = socket.socketpair()
        limits = json.dumps({"memory": self.settings.memory, "loaded": EXTERNAL_GRAPHS})
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-P", zygote.__file__, str(theirs.fileno()), limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self._control = ours
        await asyncio.to_thread(_write_snapshot, self._snapshot, self._process.stdin)
        if await asyncio.get_running_loop().sock_recv(ours, 32) != b"ready\n":
            raise EOFError

    async def _stop_zygote(self) -> None:
        if self._control:
            self._control.close()
            self._control = None
        if self._process:
            self._process.kill()
            self._process.wait()


class _NeverTaken(Exception):  # noqa: N818 - another worker takes the query
    """A worker ended before it had the query, which is not to blame for that."""


class _Run:
    """One query on its way through a worker."""

    def __init__(self, pool: Pool, client: str) -> None:
        self._pool = pool
        self._client = client
        self._worker: _Worker | None = None
        self._is_long = False
        self._began = monotonic()

    async def answer(self, job: Job) -> Answer:
        for _ in range(_TRIES):
            self._pool.require_open()
            self._worker = await self._pool.take()
            self._pool.require_open()  # as that takes its time
            self._began = monotonic()
            try:
                return await self._ask(self._worker, job)
            except _NeverTaken:
                self._discard()
        what = "the processes that answer queries are being ended from outside; try again"
        raise Refused(503, what, retry_after=_RESTART)

    async def _ask(self, worker: _Worker, job: Job) -> Answer:
        self._send(worker, job)
        task = asyncio.ensure_future(_receive(worker))
        try:
            if not await self._is_over_in_slice(task):
                self._prolong()
                await asyncio.wait({task}, timeout=self._left())
            if not task.done():
                raise self._too_slow()  # noqa: TRY301 - the worker is ended on the way out
            return self._checked(task.result())
        except BaseException:
            if task.done() and not task.cancelled() and not task.exception() and (found := task.result()):
                found[1].close()  # the client hung up as its answer came
            raise
        finally:
            if not task.done():
                self._discard()
                task.cancel()

    async def _is_over_in_slice(self, task: asyncio.Task[Any]) -> bool:
        """Wait until a query is over, or has had its slice: of the processor, where the machine is busy."""
        settings = self._pool.settings
        before = _processor_seconds(self._worker)
        while self._left() > 0:
            done, _ = await asyncio.wait({task}, timeout=min(settings.slice, self._left()))
            if done:
                return True
            if _processor_seconds(self._worker) - before >= settings.slice / 2:
                return False
        return False

    def _left(self) -> float:
        """Return the seconds until the deadline."""
        return max(self._began + self._pool.settings.timeout - monotonic(), 0)

    def break_off(self) -> None:
        """End the process, wherever the query is in it."""
        if self._worker:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._worker.process, signal.SIGKILL)

    def end(self) -> None:
        """Give back the worker, where it lives, and the place."""
        turnstile = self._pool.turnstile
        if self._is_long:
            turnstile.finish_long(self._client, monotonic() - self._began)
            self._discard()  # at its priority it is no use to others
        else:
            if self._worker:
                self._pool.give_back(self._worker)
            turnstile.leave(self._client)

    def _prolong(self) -> None:
        turnstile = self._pool.turnstile
        if self._worker is None or not turnstile.prolong(self._client):
            turnstile.charge(self._client, _PENALTY)
            what = (
                f"the query is a long one (over {self._pool.settings.slice:g} s), and no room is left for it"
            )
            raise Refused(503, what, retry_after=_PENALTY)
        self._is_long = True
        self._pool.replace()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._worker.number, _LOWEST_PRIORITY)

    def _send(self, worker: _Worker, job: Job) -> None:
        settings = self._pool.settings
        limits = {"rows": settings.rows, "size": settings.answer_size}
        request = {**vars(job), "query": _parts(job), "base": ID, **limits}
        text = json.dumps(request).encode()
        worker.writer.write(zygote.FRAME.pack(len(text)) + text)

    def _checked(self, found: tuple[dict[str, Any], IO[bytes], int] | None) -> Answer:
        if found is None:
            self._discard()
            self._pool.require_open()
            self._pool.turnstile.charge(self._client, _PENALTY)
            raise Refused(
                400, "the query ended its process: it is nested too deeply, or takes too much memory"
            )
        report, body, size = found
        if "error" not in report:
            return Answer(report["kind"], report["media"], report.get("truncated", False), size, body)
        body.close()
        match report["error"]:
            case "syntax":
                raise Refused(400, f"the query does not parse: {' '.join(report['message'].split())}")
            case "memory":
                raise Refused(503, "the query takes more memory than this endpoint gives")
            case "size":
                raise Refused(400, "the graph asked for is larger than this endpoint gives: ask for less")
        raise Refused(400, f"the query failed: {report['message']}")

    def _too_slow(self) -> Refused:
        self._pool.turnstile.charge(self._client, _PENALTY)
        return Refused(504, f"the query took longer than {self._pool.settings.timeout:g} s and was ended")

    def _discard(self) -> None:
        if self._worker:
            self._worker.kill()
            self._worker = None
            if not self._is_long:
                self._pool.replace()


def _processor_seconds(worker: _Worker | None) -> float:
    """Return what a worker has had of the processors; 0 where the system does not tell."""
    if worker is None:
        return 0.0
    try:
        fields = Path(f"/proc/{worker.number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def _receive(worker: _Worker) -> tuple[dict[str, Any], IO[bytes], int] | None:
    """Return what came of the query, the answer and its size; None where the worker died of the query.

    Raises:
        _NeverTaken: where it died before.
    """
    try:
        await worker.reader.readexactly(len(zygote.TAKEN))
    except (asyncio.IncompleteReadError, ConnectionError):
        raise _NeverTaken from None
    body = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - its reader closes it
    try:
        parts = _frames(worker.reader)
        report = json.loads(await anext(parts))
        size = 0
        async for part in parts:
            body.write(part)
            size += len(part)
    except (asyncio.IncompleteReadError, ConnectionError, StopAsyncIteration):
        body.close()
        return None
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return report, body, size


async def _frames(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := zygote.FRAME.unpack(await reader.readexactly(zygote.FRAME.size))[0]:
        yield await reader.readexactly(size)


def _parts(job: Job) -> list[str | dict[str, Any]]:
    """Return the query in parts: its text, and each block that reads a loaded graph."""
    parts: list[str | dict[str, Any]] = []
    done = 0
    for block in find_blocks(job.query) if job.union else []:
        asked = {"graph": block.graph, "query": block.query, "most": MOST_ROWS}
        parts += [job.query[done : block.start], asked]
        done = block.end
    return [*parts, job.query[done:]]


def _write_snapshot(site: Site | None, pipe: IO[bytes] | None) -> None:
    """Write the statements of a site, and those loaded beside them, to the zygote, and close the pipe."""
    if pipe is None:
        return
    with contextlib.suppress(BrokenPipeError), pipe:
        if site:
            site.engine.ox.dump(pipe, ox.RdfFormat.N_QUADS)
            for store in site.engine.loaded.stores() if site.engine.loaded else ():
                store.dump(pipe, ox.RdfFormat.N_QUADS)
