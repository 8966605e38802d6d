"""What is attacked: a server of ours in processes of its own, watched, and good clients who go on asking.

    python -m benchmarks.attacked PORT CLIENTS RATE

is those good clients: a line of JSON for each answer, with the time, milliseconds and status.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINT = "SELECT ?p ?o WHERE {{ <https://w3id.org/cpkg/id/A/HRC/RES/31/7/op/{number}> ?p ?o }} # {kind}"
_KINDS = 20
_PATHS = ("/page/treaty/CRC", "/data/treaty/CRC/art/19.ttl", "/health", "/questions")
_KEPT = 200_000
_KIBIBYTE = 1024
_NAP = 0.1
_STILL = 1.0
"""Seconds that a sleep may take too long on a busy machine, before it counts as one that stood still."""
_AFTER = 2.0
"""Seconds in which a machine that stood still takes up its work."""


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def is_alive(self) -> bool:
        """Return whether the server's process runs."""
        return self.process.poll() is None

    def processes(self) -> list[int]:
        """Return the numbers of the server and of all processes under it."""
        found = [self.process.pid]
        for number in found:
            with contextlib.suppress(OSError):
                for thread in Path(f"/proc/{number}/task").iterdir():
                    found += map(int, (thread / "children").read_text(encoding="ascii").split())
        return found

    def memory(self) -> tuple[float, float]:
        """Return the megabytes that the server wrote to, and it with all its processes, each page once."""
        sizes = [_own_size(number) for number in self.processes()]
        return sizes[0] / _KIBIBYTE, sum(sizes) / _KIBIBYTE

    def descriptors(self) -> int:
        """Return how many descriptors the server itself has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def seconds(self) -> float:
        """Return the processor time that the server's own process has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_size(process: int) -> int:
    """Return kibibytes, those shared by several processes in parts; 0 for a process that ended.

    Pages of files are left out, such as those of libraries: other programs that begin and end share them too.
    """
    size = 0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                size += int(line.split()[1])
    return size


@contextmanager
def serving(store: Path, *, timeout: float) -> Iterator[Server]:
    """Start a server over a copy of a store, and end it afterwards."""
    with tempfile.TemporaryDirectory(prefix="kg-attack-") as folder:
        shutil.copytree(store.resolve(), Path(folder) / "store")
        complaints = (Path(folder) / "stderr").open("w+")
        command = [
            sys.executable, "-m", "kg", "serve", "--store", f"{folder}/store", "--port", "0",
            "--timeout", str(timeout),
        ]  # fmt: skip
        process = subprocess.Popen(command, stderr=complaints)  # noqa: S603 - our own command
        try:
            yield Server(await_port(process, complaints.name), process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            finally:
                process.kill()
                process.wait()
                complaints.close()


def await_port(process: subprocess.Popen[bytes], complaints: str) -> int:
    """Return the port once the server says it; it reads its store first."""
    for _ in range(1200):
        said = Path(complaints).read_text(encoding="utf-8")
        if " at http://" in said:
            return int(said.partition(" at http://")[2].partition(":")[2].partition("/")[0])
        if process.poll() is not None:
            raise SystemExit(f"the server ended: {said}")
        time.sleep(0.1)
    raise SystemExit("the server does not start")


@dataclass
class Good:
    """What good clients saw: for each answer its time, milliseconds and status, the last ones only."""

    answers: deque[tuple[float, float, int]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    stills: list[tuple[float, float]] = field(default_factory=list)
    """From when to when the machine stood still: nothing is to be learnt of a server then."""

    @property
    def still(self) -> float:
        """Return the seconds in which the machine stood still."""
        return sum(end - start for start, end in self.stills)

    def between(self, start: float, end: float) -> tuple[int, float, float]:
        """Return the number of answers, the share with status 200, and the 95th percentile in ms."""
        found = [
            (taken, status)
            for at, taken, status in list(self.answers)
            if start <= at <= end and not self._stood_still(at, taken / 1000)
        ]
        times = sorted(taken for taken, _ in found)
        if not times:
            return 0, 0.0, float("inf")
        fine = sum(status == 200 for _, status in found)  # noqa: PLR2004 - OK
        return len(found), fine / len(found), times[int(len(times) * 0.95)]

    def _stood_still(self, at: float, taken: float) -> bool:
        return any(at < end + _AFTER and at + taken > start for start, end in self.stills)

    def watch_clock(self) -> None:
        """Note, for as long as the process runs, when a short sleep took long."""
        while True:
            began = time.monotonic()
            time.sleep(_NAP)
            if (now := time.monotonic()) - began > _NAP + _STILL:
                self.stills.append((began, now))


@contextmanager
def good_clients(port: int, *, clients: int = 8, rate: float = 10.0) -> Iterator[Good]:
    """Let good clients ask in a process of their own, so that attackers do not slow down their clock."""
    good = Good()
    command = [sys.executable, "-m", "benchmarks.attacked", str(port), str(clients), str(rate)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this module
    reading = Thread(target=_read, args=(process.stdout, good), daemon=True)
    reading.start()
    Thread(target=good.watch_clock, daemon=True).start()
    try:
        yield good
    finally:
        process.terminate()
        process.wait()
        reading.join()


def _read(lines: IO[str] | None, good: Good) -> None:
    for line in lines or ():
        at, taken, status = json.loads(line)
        good.answers.append((at, taken, status))


async def _ask_on(port: int, clients: int, rate: float) -> None:
    await asyncio.gather(*(_one_client(port, f"127.0.1.{n + 1}", n, rate) for n in range(clients)))


async def _one_client(port: int, address: str, first: int, rate: float) -> None:
    """Ask at a rate, on one connection as long as it is kept; give up on an answer after 20 seconds."""
    from benchmarks.endpoint import Asking

    asking = Asking(port, address)
    for number in count(first):
        began = time.monotonic()
        try:
            async with asyncio.timeout(20):
                status = await asking.get(_path(number))
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            asking.hang_up()
            status = 0
        taken = time.monotonic() - began
        print(json.dumps([began, round(taken * 1000, 2), status]), flush=True)
        await asyncio.sleep(max(1 / rate - taken, 0))


def _path(number: int) -> str:
    if number % 3 == 0:
        return _PATHS[number // 3 % len(_PATHS)]
    query = _POINT.format(number=1 + number % 23, kind=number // 23 % _KINDS)
    return f"/sparql?query={quote(query)}"


if __name__ == "__main__":
    asyncio.run(_ask_on(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
