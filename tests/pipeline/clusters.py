"""Dask schedulers and workers as processes of their own, on loopback, that tests may kill."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOST = "127.0.0.1"
_TWIST = """
import os, time
from kg.pipeline import spread
spread.straight = getattr(spread, "straight", spread.file_source)  # a worker may load this twice

def twisted(preparer, run, depot, source):
    if "poison" in source:
        os.kill(os.getpid(), 9)
    if "tar" in source:
        time.sleep(600)
    time.sleep({pause})
    return spread.straight(preparer, run, depot, source)

spread.file_source = twisted
"""
"""What a worker does first: some papers end it, some stick, and none is done before one can act."""


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path, address: str, scheduler: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.scheduler = scheduler
        self.workers: list[subprocess.Popen[bytes]] = []
        self._folder = folder

    def add_worker(self, *, pause: float = 0.0, comes_back: bool = False) -> None:
        """Start a worker; one that comes back is started anew by its nanny when it ended."""
        twist = self._folder / f"twist_{len(self.workers)}.py"
        twist.write_text(_TWIST.format(pause=pause), encoding="utf-8")
        options = ["--nanny" if comes_back else "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        options += ["--local-directory", str(self._folder), "--preload", str(twist), "--host", _HOST]
        self.workers.append(_started("worker", self.address, *options))


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a scheduler; end it and all its workers afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind((_HOST, 0))
        port = free.getsockname()[1]
    scheduler = _started("scheduler", "--host", _HOST, "--port", str(port), "--no-dashboard")
    made = Cluster(folder, f"tcp://{_HOST}:{port}", scheduler)
    try:
        _await(port)
        yield made
    finally:
        for process in (*made.workers, scheduler):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _started(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a process that heads its own group, so that what it starts ends with it."""
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"},
    )


def _await(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((_HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
