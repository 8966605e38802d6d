"""A command that writes, the state it starts from, and what a reader finds after it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.stores.store import LocalStore, open_folder
from kg.web.site import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

OLD, NEW, SOME = "old", "new", "some"
"""What a reader can find; `some`: of several files or graphs some are new, each of them whole."""

_RANDOM_RE = re.compile(r"(?<=generation-)\w{12}-\w{8}|(?<=unfinished-)\w+|(?<=\.)[0-9a-f]{12}-\w{8}(?=/|$)")
_STORE_FILE_RE = re.compile(
    r"(?:CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+|\d+\.(sst|log)|seal\.json)"
)


class Scene(ABC):
    """One command; `begin` is called first, once."""

    name: str
    piecemeal = False
    """Whether it goes thing by thing: those that fail have a line each, and a line at the end sums up."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.now = place / "now"
        """What the command writes to, and nothing else."""
        self.old = place / "old"
        """A copy of it as it was before."""
        self.runner: Callable[[Scene], tuple[int, str]] = run_by_process
        """Runs the command, and returns its exit code and what it said."""

    @abstractmethod
    def begin(self) -> None:
        """Make the inputs and the old state."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """Return the arguments of `kg`."""

    @abstractmethod
    def digests(self) -> Sequence[str]:
        """Return a digest of each thing that a reader finds by itself.

        Raises:
            Exception: of any kind, where it is not whole.
        """

    def environment(self) -> dict[str, str]:
        """Return what the command finds in its environment beside what is there."""
        return {}

    def close(self) -> None:  # noqa: B027 - most scenes start nothing
        """End what `begin` started."""

    def restore(self) -> None:
        """Bring the old state back."""
        for path in self.now.iterdir():  # the folder itself may be a disk of its own
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        shutil.copytree(self.old, self.now, symlinks=True, dirs_exist_ok=True)

    def keep(self) -> None:
        """Take what is there as the old state."""
        shutil.rmtree(self.old, ignore_errors=True)
        shutil.copytree(self.now, self.old, symlinks=True)

    def start(self, **more: str) -> subprocess.Popen[str]:
        """Start the command in a process group of its own; what it says can be read from it."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "kg", *self.command()],
            env=os.environ | self.environment() | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self) -> tuple[int, str, float]:
        """Run the command to its end; return its exit code, what it said, and the seconds it took."""
        began = time.monotonic()
        code, said = self.runner(self)
        return code, said, time.monotonic() - began

    def run_well(self) -> float:
        """Run the command to its end, and return the seconds it took.

        Raises:
            RuntimeError: where it does not succeed.
        """
        code, said, seconds = self.run()
        if code:
            raise RuntimeError(f"{self.name}: {said}")
        return seconds

    def learn(self) -> float:
        """Note how old and new states look, and return the seconds that an undisturbed run takes."""
        times = [self.learn_once(), self.learn_once()]
        self.run()  # once more: what was there before may stay for those who read it, or go
        self._names |= Counter(self.names())
        return min(times)

    def learn_once(self) -> float:
        """Note how old and new states look after a single run, and return its seconds."""
        self.restore()
        self._looks = {OLD: list(self.digests())}
        seconds = self.run_well()
        self._looks[NEW] = list(self.digests())
        self._names = Counter(self.names())
        if self._looks[OLD] == self._looks[NEW]:
            raise RuntimeError(f"{self.name}: nothing was written")
        return seconds

    def look(self) -> str:
        """Return which state a reader finds: old, new, some, or what is wrong with it."""
        try:
            found = list(self.digests())
        except Exception as error:  # noqa: BLE001 - whatever it is, a reader would have met it
            return f"torn: {type(error).__name__}: {error}"
        if found == self._looks[OLD]:
            return OLD
        if found == self._looks[NEW]:
            return NEW
        pairs = list(zip(self._looks[OLD], self._looks[NEW], found, strict=True))
        if all(one in (old, new) for old, new, one in pairs):
            return SOME
        return "torn: " + "; ".join(f"thing {n}" for n, (o, w, one) in enumerate(pairs) if one not in (o, w))

    def orphans(self) -> list[str]:
        """Return what lies there that no undisturbed run leaves."""
        found = Counter(self.names())
        found.subtract(self._names)
        strays = [stray for store in self.now.rglob("CURRENT") for stray in strays_of(store.parent)]
        return sorted([name for name, count in found.items() if count > 0] + strays)

    def names(self) -> list[str]:
        """Return the names of all that lies there, the random parts of them gone, but for files of stores."""
        paths = (path for path in sorted(self.now.rglob("*")) if not (path.parent / "CURRENT").is_file())
        return [_RANDOM_RE.sub("*", str(path.relative_to(self.now))) for path in paths]


def run_by_process(scene: Scene) -> tuple[int, str]:
    """Run a command as a user does."""
    process = scene.start()
    _, said = process.communicate()
    return process.returncode, said


def strays_of(store: Path) -> list[str]:
    """Return the files in the folder of a store that no part of it are."""
    beside = store.with_name(f"{store.name}.live")
    shutil.rmtree(beside, ignore_errors=True)
    ox.Store.read_only(str(store.resolve())).backup(str(beside))
    live = {path.name for path in beside.glob("*.sst")}
    shutil.rmtree(beside)
    return [
        str(path)
        for path in store.iterdir()
        if not _STORE_FILE_RE.fullmatch(path.name) or (path.suffix == ".sst" and path.name not in live)
    ]


def digest_of_store(store: Path) -> str:
    """Return a digest of all statements, by the code that opens stores for readers."""
    return digest_of(open_folder(store))


def seconds_to_open(store: Path) -> float:
    """Return the processor's seconds that it takes to open a store and to get an answer."""
    began = time.process_time()
    opened = open_folder(store)
    LocalStore(opened).ask("ASK { ?s ?p ?o }")
    return time.process_time() - began
