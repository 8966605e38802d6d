"""Keep two commands from writing to one build or store at a time; the lock goes when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.pipeline.generations import GENERATION
from kg.system.files import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

_LOCK = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder of builds.

    Raises:
        InputError: where another command holds it.
    """
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(
                "another build is running here, or an ingest", where=str(folder), remedy="Wait for it to end"
            ) from error
        yield


def require_unlocked(folder: Path) -> None:
    """Refuse a folder that another command is writing to; one that is not there is free.

    Raises:
        InputError: where another command holds its lock.
    """
    if (folder / _LOCK).exists():
        with locked(folder):
            pass


def _lock_file(folder: Path) -> IO[str]:
    try:
        return (folder / _LOCK).open("w")
    except OSError as error:
        raise unwritable(folder, error) from error


@contextlib.contextmanager
def locked_store(store: Path) -> Iterator[Path]:
    """Hold the lock of the build that a store belongs to, and yield the store's own folder.

    A store that no build made is locked by its parent folder.

    Raises:
        InputError: where another command holds the lock, or put a new build in place just now.
    """
    own = store.resolve()
    folder = own.parent.parent if own.parent.name.startswith(GENERATION) else own.parent
    with locked(folder):
        if store.resolve() != own:
            raise InputError("a new build was put in place", where=str(store), remedy="Try again")
        yield own
