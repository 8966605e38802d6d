"""Change a store beside itself: a copy that shares its files is written to, and takes its place in one step.

RocksDB never changes a file of data once it is there, so that a copy is a folder of links to them and takes
milliseconds, whatever the size. Whoever reads the store sees what was, until all of a step is there:

    build/current             -> generation-A    what is read
    build/.unfinished-x/store                    what is written
    build/generation-B/store                     a copy of that, put in place by the renaming of one link

A store that no build made has no such link, and is exchanged for the new one as a folder (`kg.system.swap`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores.seal import DOCTOR, SEAL, require_whole, seal_folder
from kg.graph.stores.store import require_store
from kg.pipeline.generations import (
    GENERATION,
    STORE,
    UNFINISHED,
    leads_by_current,
    put_generation,
    sweep,
)
from kg.pipeline.lock import locked_store
from kg.system.files import new_folder, sync_folder, sync_tree, unwritable
from kg.system.swap import swap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

_ENGINES = ("LOCK", "LOG")
"""How the names of RocksDB's lock and diaries begin."""


class WorkingCopy:
    """A copy of a store, open for writing; nobody sees what is written until it is put in place."""

    def __init__(self, store: ox.Store, home: _Home) -> None:
        self.ox = store
        self._home = home

    def close(self) -> None:
        """Let the copy go; its engine may be rewriting files until then."""
        del self.ox

    @property
    def origin(self) -> Path:
        """Return the folder of the store that is read meanwhile."""
        return self._home.store

    @contextlib.contextmanager
    def placing(self) -> Iterator[None]:
        """Make ready what was written so far; when the block ends well, that is the store.

        Raises:
            InputError: where it cannot be written; the store stays as it was then.
        """
        with _understood(self.origin), self._home.new_folder() as made:
            self.ox.backup(str(made / STORE))
            _seal(made / STORE, self.origin)
            self._home.complete(made)
            sync_tree(made)
            yield
            self._home.put_in_place(made)

    def tidy(self) -> None:
        """Rewrite all files into few, in order, and put that in place: questions then read half as long.

        Raises:
            InputError: where there is no room for a second copy; the store stays as it was.
        """
        with _understood(self.origin):
            self.ox.optimize()
        with self.placing():
            pass


@contextlib.contextmanager
def working_copy(store: Path) -> Iterator[WorkingCopy]:
    """Open a copy of a store for writing, with the store locked against other writers.

    Raises:
        InputError: where there is no store, it is damaged, another command writes to it, or there is no room.
    """
    with locked_store(require_store(store)) as own, _understood(own):
        home: _Home = _Generations(own) if _is_of_build(store, own) else _Alone(own)
        home.sweep()
        with (
            home.new_folder() as place,
            contextlib.closing(WorkingCopy(_opened(own, place / STORE), home)) as copy,
        ):
            yield copy


class _Home(Protocol):
    """Where a store lies, and how another takes its place."""

    store: Path

    def new_folder(self) -> AbstractContextManager[Path]:
        """Make a folder near it, which goes at the end of the block unless it was put in place."""

    def sweep(self) -> None:
        """Delete what killed commands left."""

    def complete(self, made: Path) -> None:
        """Add what belongs with a new store."""

    def put_in_place(self, made: Path) -> None:
        """Make the store in a folder the one that counts."""


class _Generations:
    """The store of a build, with the other files of its generation."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._folder = store.parent.parent

    def new_folder(self) -> AbstractContextManager[Path]:
        return new_folder(self._folder, UNFINISHED)

    def sweep(self) -> None:
        sweep(self._folder)

    def complete(self, made: Path) -> None:
        for path in self.store.parent.iterdir():
            if path.is_file() and path.name != SEAL:
                _link(path, made / path.name)
        seal_folder(made)

    def put_in_place(self, made: Path) -> None:
        before = self.store.parent
        digest = before.name.removeprefix(GENERATION).partition("-")[0]
        self.store = put_generation(made, digest) / STORE
        for path in self._folder.glob(f"{GENERATION}*"):
            if path not in {before, self.store.parent}:  # a reader may be opening the one before
                shutil.rmtree(path)


class _Alone:
    """A store in a folder that no build made."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._prefix = f".{store.name}{UNFINISHED}"

    def new_folder(self) -> AbstractContextManager[Path]:
        return new_folder(self.store.parent, self._prefix)

    def sweep(self) -> None:
        for path in self.store.parent.iterdir():
            if path.name.startswith(self._prefix):
                shutil.rmtree(path)

    def complete(self, made: Path) -> None:
        """Add nothing: nothing belongs with it."""

    def put_in_place(self, made: Path) -> None:
        swap(made / STORE, self.store)
        sync_folder(self.store.parent)


def _is_of_build(store: Path, own: Path) -> bool:
    return own.parent.name.startswith(GENERATION) and leads_by_current(store, own.parent.parent)


def _opened(own: Path, copy: Path) -> ox.Store:
    """Return a copy of a store, open for writing."""
    require_whole(own)
    copy.mkdir()
    for path in own.iterdir():
        if path.suffix == ".sst":
            _link(path, copy / path.name)
        elif path.is_file() and not path.name.startswith(_ENGINES):
            shutil.copy2(path, copy / path.name)
    try:
        return ox.Store(str(copy))
    except RuntimeError as error:
        raise InputError(f"the store cannot be read ({error})", where=str(own), remedy=DOCTOR) from error


def _seal(store: Path, before: Path) -> None:
    """Seal a new store; files that it shares with the one before keep the digests they have."""
    if (before / SEAL).is_file():
        shutil.copy2(before / SEAL, store / SEAL)
    seal_folder(store)


def _link(path: Path, to: Path) -> None:
    """Give a file that is never changed a second name, or where the disk cannot, a copy."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


@contextlib.contextmanager
def _understood(store: Path) -> Iterator[None]:
    """Turn what can go wrong as files are written into one error; the store is as it was."""
    try:
        yield
    except OSError as error:
        raise unwritable(store, error) from error
