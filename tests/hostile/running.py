"""Run one command in a process that can be measured and killed, and tell what it did beside answering.

The processes are forked from a server that has imported what commands import, so that each costs little and
its memory is its own. What they open is watched by Python's audit events; what native code opens is not seen
there, which is why hostile inputs point at canaries too (`test_canaries.py`).
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

_ROOT = Path(__file__).parent.parent.parent
MEGABYTE = 1024**2
ADDRESSES = 3072 * MEGABYTE
"""Bytes of address space that a command may take; threads and RocksDB reserve far more than they use."""
PATIENCE = 60.0
"""Seconds after which a command is killed that sleeps; it is its processor time that is judged."""
_CLONE_NEWNET = 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PRELOADED = ["tests.hostile.preloaded", "tests.hostile.running"]


@dataclass(frozen=True)
class Ended:
    """What a command printed, how it ended, and what it took."""

    code: int
    """Exit code; the negative number of a signal where one ended it."""
    out: str
    err: str
    seconds: float
    """Of processor time, its children's too."""
    megabytes: float
    """The most memory that it or one of its children held."""
    opened: tuple[str, ...]
    """Files outside its folders that were opened for writing, or lie where nothing may be read."""


def run_kg(
    arguments: Sequence[str], folder: Path, *, forbidden: Path, network: bool = False, **environment: str
) -> Ended:
    """Run `kg` in a folder, the one place where it may write; `forbidden` is where it may not even read."""
    with tempfile.TemporaryDirectory() as name:
        return _run(_Wish(tuple(arguments), folder, forbidden, Path(name), network, environment))


@dataclass(frozen=True)
class _Wish:
    arguments: tuple[str, ...]
    folder: Path
    forbidden: Path
    output: Path
    network: bool
    environment: Mapping[str, str]


def _run(wish: _Wish) -> Ended:
    receiver, sender = _server().Pipe(duplex=False)
    process = _server().Process(target=_inside, args=(wish, sender))
    process.start()
    sender.close()
    told: dict[str, Any] = {}
    try:
        if receiver.poll(PATIENCE):
            told = receiver.recv()
    except EOFError:  # it died without a word
        pass
    if not told and process.is_alive():
        process.kill()
    process.join()
    out, err = ((wish.output / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
    code = int(told.get("code", process.exitcode or 0))
    return Ended(
        code, out, err, told.get("seconds", PATIENCE), told.get("megabytes", 0.0), told.get("opened", ())
    )


@cache
def _server() -> ForkServerContext:
    """Return what starts processes; its server finds modules by the environment alone."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_ROOT), before]))
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before
    return context


def _inside(wish: _Wish, sender: Connection) -> None:
    """Be the process: limit it, run the command, and tell what it took."""
    os.chdir(wish.folder)
    os.environ.update(wish.environment)
    for name, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(wish.output / name, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
    opened = _watched(wish)
    _limit(network=wish.network)
    began = _spent()
    code = _call(wish.arguments)
    sys.stderr.flush()
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sender.send(
        {
            "code": code,
            "seconds": _spent() - began,
            "megabytes": most / 1024,
            "opened": tuple(opened),
        }
    )
    sender.close()
    os._exit(0)  # no handler of the server's at exit may run


def _call(arguments: Sequence[str]) -> int:
    import traceback

    from kg.cli import main

    sys.argv = ["kg", *arguments]
    try:
        main.run()
    except SystemExit as ended:
        return int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - what no command may let out
        traceback.print_exc()
        return 70
    return 0


def _limit(*, network: bool) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(PATIENCE), int(PATIENCE)))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if not network:
        ctypes.CDLL(None).unshare(_CLONE_NEWNET)  # where the system lets an ordinary process do so


def _spent() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _watched(wish: _Wish) -> list[str]:
    """Return a list that fills with the files which may not be opened."""
    found: list[str] = []
    home, forbidden = str(wish.folder), str(wish.forbidden)
    allowed = (home, "/dev/", "/proc/", tempfile.gettempdir() + "/pymp-")

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - a link is not followed
            writes = bool((arguments[2] or 0) & _WRITING)
            if path.startswith(forbidden) or (writes and not path.startswith(allowed)):
                found.append(path)

    sys.addaudithook(look)
    return found


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file, link and folder below a folder, with its size and the moment it last changed."""
    found = {}
    for path in sorted(one for one in folder.rglob("*") if one.name != ".lock"):
        state = path.lstat()
        moment = (
            0 if path.is_dir() else state.st_mtime_ns
        )  # that of a folder changes with files that came and went
        found[str(path.relative_to(folder))] = (state.st_size if not path.is_dir() else 0, moment)
    return found
