"""Let a command write to a disk that is too small, or read-only: a tmpfs in a mount namespace of its own."""

# ruff: noqa: S603, S607 - the system's own tools, with arguments of ours

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.dying import nursery

from benchmarks.faults.scene import NEW, OLD, SOME
from benchmarks.faults.scenes import FILLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.faults.scene import Scene

_ROOM = 1 << 30
_EXIT = 3
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
COLUMNS = ("command", "needs MB", "points", "refused", "had room", "read-only", "faults")


@dataclass
class Filled:
    """What came of one command on disks too small for it."""

    command: str
    needs: float = 0.0
    """Megabytes that a run cannot do without, beside what is there."""
    points: int = 0
    refused: int = 0
    room: int = 0
    read_only: str = ""
    faults: list[str] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)

    @property
    def row(self) -> tuple[str, ...]:
        """Return it as a row of the table."""
        numbers = map(str, (self.points, self.refused, self.room))
        return (self.command, f"{self.needs:.1f}", *numbers, self.read_only, str(len(self.faults)))


def can_run() -> str:
    """Return why this machine cannot have a mount namespace, or nothing where it can."""
    try:
        done = subprocess.run(
            [*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"],
            capture_output=True,
            check=False,
            text=True,
            timeout=30,
        )
    except OSError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""


def run_in_namespace(names: Sequence[str], points: int) -> list[str]:
    """Run this module in a namespace of its own; print what it found and return the faults."""
    if why := can_run():
        print(f"no namespace for mounts can be had, so no disk is filled: {why}", file=sys.stderr)
        return []
    faults = []
    print("| " + " | ".join(COLUMNS) + " |\n" + "| --- " * len(COLUMNS) + "|", flush=True)
    for name in names:
        if name not in {scene.name for scene in FILLED}:
            continue
        done = fill(name, points)
        print("| " + " | ".join(done.row) + " |", flush=True)
        for fault in done.faults:
            print(f"  {name}: {fault}", file=sys.stderr, flush=True)
        for message in sorted(done.messages):
            print(f"  {name} said: {message}", file=sys.stderr, flush=True)
        faults += done.faults
    return faults


def fill(name: str, points: int) -> Filled:
    """Return what came of a command, run in a namespace of its own."""
    command = [*NAMESPACE, sys.executable, "-m", "benchmarks.faults.full_disk", name, str(points)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(done.stdout)
    return Filled(**{**said, "messages": set(said["messages"])})


def main() -> None:
    """Fill the disk of one command, and print what came of it as JSON."""
    [kind] = [scene for scene in FILLED if scene.name == sys.argv[1]]
    with tempfile.TemporaryDirectory(prefix="cpkg-faults-") as folder, nursery() as running:
        scene = kind(Path(folder))
        scene.runner = running.run
        scene.begin()
        found = _fill(scene, int(sys.argv[2]))
        scene.close()
    print(json.dumps({**vars(found), "messages": sorted(found.messages)}))


def _fill(scene: Scene, points: int) -> Filled:
    found = Filled(scene.name)
    with _disk(scene.now, _ROOM):
        before, peak = _learnt(scene)
    enough = _least_room(scene, before, peak, points)
    found.needs = (enough - before) / 1e6
    for point in range(1, points + 1):
        size = before + (enough - before) * point // (points + 1)
        _try(scene, size, found)
    _try_read_only(scene, found)
    return found


def _learnt(scene: Scene) -> tuple[int, int]:
    """Return how many bytes the old state takes, and how many a run takes at its height."""
    scene.restore()
    before = _used(scene.now)
    with _watched(scene.now) as peak:
        scene.learn_once()
    return before, max(peak)


def _least_room(scene: Scene, before: int, peak: int, points: int) -> int:
    """Return the smallest size of the disk with which a run succeeds, to half the distance of the points.

    It is less than what a run takes at its height: the store's engine reserves room that it can do without.
    """
    low, high = before, peak
    while high - low > max((peak - before) / points / 2, 4096):
        size = (low + high) // 2
        with _disk(scene.now, size + _ROOM):
            scene.restore()
            _remount(scene.now, f"size={size}")
            code, _, _ = scene.run()
        low, high = (size, high) if code else (low, size)
    return high


def _try(scene: Scene, size: int, found: Filled) -> None:
    """Run the command with so much room, look, and run it again with room."""
    where = f"with {size / 1e6:.2f} MB"
    found.points += 1
    with _disk(scene.now, size + _ROOM):
        scene.restore()
        _remount(scene.now, f"size={size}")
        code, said, _ = scene.run()
        state = scene.look()
        if code == 0 and state == NEW:
            found.room += 1
            return
        found.refused += 1
        faults = _judged(scene, code, said, state, remedy="disk is full")
        found.faults += [f"{where}: {fault}" for fault in faults]
        found.messages.add(_masked(said, scene))
        _remount(scene.now, f"size={_ROOM}")
        code, said, _ = scene.run()
        if code or scene.look() != NEW:
            found.faults.append(f"{where}: the next run, with room, ended with {code}: {said}")
        found.faults += [f"{where}: orphan: {name}" for name in scene.orphans()]


def _try_read_only(scene: Scene, found: Filled) -> None:
    with _disk(scene.now, _ROOM):
        scene.restore()
        _remount(scene.now, "ro")
        code, said, _ = scene.run()
        faults = _judged(scene, code, said, scene.look(), remedy="may only be read")
        _remount(scene.now, "rw")
    found.read_only = "faulty" if faults else "refused"
    found.faults += [f"read-only: {fault}" for fault in faults]
    found.messages.add(_masked(said, scene))


def _judged(scene: Scene, code: int, said: str, state: str, *, remedy: str) -> list[str]:
    """Return what is wrong with a refusal."""
    lines = said.strip().splitlines()
    told = lines[:-1] if scene.piecemeal else lines
    faults = []
    if code != _EXIT:
        faults.append(f"exit code {code}: {said}")
    if not told or (len(told) > 1 and not scene.piecemeal):
        faults.append(f"not one line: {said}")
    faults += [f"does not name the place: {line}" for line in told if str(scene.now) not in line]
    faults += [f"no remedy: {line}" for line in told if remedy not in line]
    if state not in ((OLD, SOME) if scene.piecemeal else (OLD,)):
        faults.append(f"left {state}")
    return faults


def _masked(said: str, scene: Scene) -> str:
    return " / ".join(said.strip().splitlines()).replace(str(scene.place), "PLACE")


@contextlib.contextmanager
def _disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a disk of so many bytes on a folder."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _remount(folder: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)


def _used(folder: Path) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


@contextlib.contextmanager
def _watched(folder: Path) -> Iterator[list[int]]:
    """Gather how many bytes are used on a disk, every few milliseconds."""
    seen = [_used(folder)]
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            seen.append(_used(folder))
            time.sleep(0.002)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


if __name__ == "__main__":
    main()
