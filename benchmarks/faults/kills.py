"""Kill a command at random moments, and look each time what a reader finds."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.faults.scene import NEW, OLD, SOME, seconds_to_open

if TYPE_CHECKING:
    from benchmarks.faults.scene import Scene

_MARK = "CPKG_FAULTS_ROUND"
_OVER = 1.1
"""How far beyond its usual end a kill may come."""
_GRACE = 5.0
"""Seconds that a process may live on after the one that started it: a kill of it may be under way."""


@dataclass
class Tally:
    """What came of the kills of one command."""

    command: str
    seconds: float = 0.0
    """Time of the last undisturbed run."""
    kills: int = 0
    found: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    """The processor's seconds of the slowest opening after a kill; 0 where no store is written."""
    completed: int = 0
    """Further runs after kills, which all have to succeed."""

    @property
    def row(self) -> tuple[str, ...]:
        """Return the tally as a row of the table."""
        counts = [self.found[state] for state in (OLD, NEW, SOME)]
        torn = self.kills - sum(counts)
        numbers = [self.kills, *counts, torn, self.completed, len(self.faults)]
        slowest = f"{self.slowest:.2f}" if self.slowest else "-"
        return (self.command, f"{self.seconds:.1f}", *map(str, numbers), slowest)


COLUMNS = (
    "command",
    "seconds",
    "kills",
    "old",
    "new",
    "some",
    "torn",
    "runs after",
    "faults",
    "slowest opening",
)


def kill_often(scene: Scene, *, kills: int, seed: int, every: int = 5, whole_group: bool = True) -> Tally:
    """Kill a command that often, each time from the old state, and after every few run it to its end.

    Without `whole_group` only the process itself is killed, and whatever it started has to end by itself.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    tally = Tally(scene.name, seconds=scene.learn())
    for number in range(1, kills + 1):
        scene.restore()
        _kill(scene, chance.uniform(0, _OVER * tally.seconds), tally, whole_group=whole_group)
        state = scene.look()
        tally.kills += 1
        tally.found[state.partition(":")[0]] += 1
        if state not in (OLD, NEW, SOME):
            tally.faults.append(state)
        _time_opening(scene, tally)
        if number % every == 0:
            _complete(scene, tally)
    return tally


def _kill(scene: Scene, moment: float, tally: Tally, *, whole_group: bool) -> None:
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    process = scene.start(**{_MARK: mark})
    time.sleep(moment)
    with contextlib.suppress(ProcessLookupError):
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGKILL)
    process.wait()
    if process.stderr:
        process.stderr.close()
    end = time.monotonic() + _GRACE
    while (left := living(mark)) and time.monotonic() < end:
        time.sleep(0.02)
    for pid in left:
        tally.faults.append(f"process {pid} outlived the kill")
        os.kill(pid, signal.SIGKILL)


def living(mark: str) -> list[int]:
    """Return the processes that have a mark in their environment."""
    found = []
    wanted = f"{_MARK}={mark}\0".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def _time_opening(scene: Scene, tally: Tally) -> None:
    store = scene.now / "store"
    if store.exists():
        with contextlib.suppress(Exception):  # `look` has said so
            tally.slowest = max(tally.slowest, seconds_to_open(store))


def _complete(scene: Scene, tally: Tally) -> None:
    code, said, tally.seconds = scene.run()  # the machine may be busier by now
    tally.completed += 1
    if code:
        tally.faults.append(f"the next run ended with {code}: {said}")
    elif (state := scene.look()) != NEW:
        tally.faults.append(f"the next run left {state}")
    tally.faults += [f"orphan: {name}" for name in scene.orphans()]
