"""Write a folder beside another and put it in its place in one step, where the system has such a step.

    site                      the folder that is read
    .site.unfinished-x7ab2    the one that is written; then, for a moment, the one that was there

Linux exchanges two folders in one step. Elsewhere, and on disks that cannot, the old one is moved away and
the new one in: a kill between the two leaves none, and the next run puts the old one back.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.system.files import sync_folder, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = -100  # AT_FDCWD, from <fcntl.h>
_EXCHANGE = 2  # RENAME_EXCHANGE, from <linux/fs.h>
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV}
_OLD = ".old"


@dataclass(frozen=True)
class Beside:
    """A folder that is written beside the one whose place it is to take."""

    path: Path
    folder: Path

    def put_in_place(self) -> None:
        """Put it in place, all of it flushed before by the caller; the one that was there goes."""
        self.path.chmod(0o755)
        if self.folder.exists():
            swap(self.path, self.folder)
        else:
            self.path.rename(self.folder)
        sync_folder(self.folder.parent)


@contextlib.contextmanager
def writing_beside(folder: Path) -> Iterator[Beside]:
    """Yield an empty folder beside the one named; at the end it goes, or what it took the place of.

    What killed commands left there goes first.

    Raises:
        InputError: where another command writes there, or it cannot be written, or the disk is full.
    """
    folder = folder.resolve()
    try:
        path, claim = _claimed(folder)
        try:
            yield Beside(path, folder)
        finally:
            shutil.rmtree(path, ignore_errors=True)
            os.close(claim)
    except OSError as error:
        if error.filename and not _is_near(Path(error.filename), folder):
            raise  # of something else, which it names
        raise unwritable(folder, error, else_="Check the folder above and its rights") from error


def _is_near(path: Path, folder: Path) -> bool:
    return path == folder.parent or str(path).startswith(
        (str(folder), str(folder.with_name(f".{folder.name}")))
    )


def swap(new: Path, old: Path) -> None:
    """Exchange two folders that are there."""
    try:
        _exchange(new, old)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        away = new.with_name(new.name + _OLD)
        old.rename(away)
        new.rename(old)
        away.rename(new)


def _exchange(one: Path, other: Path) -> None:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError) as error:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from error
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def _claimed(folder: Path) -> tuple[Path, int]:
    """Return a new folder beside, and a lock on it that goes when this process dies."""
    prefix = f".{folder.name}.unfinished-"
    with _only_one(folder.parent):
        for path in sorted(one for one in folder.parent.iterdir() if one.name.startswith(prefix)):
            if path.name.endswith(_OLD):
                _put_back(path, folder)
            else:
                _sweep(path, folder)
        path = Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix))
        claim = os.open(path, os.O_RDONLY)
        fcntl.flock(claim, fcntl.LOCK_EX)
    return path, claim


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Wait until no other command looks for places in a folder: that takes a moment."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(left: Path, folder: Path) -> None:
    """Delete what a killed command left.

    Raises:
        InputError: where the command lives.
    """
    handle = os.open(left, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left)
    except BlockingIOError as error:
        raise InputError(
            "another command is writing this folder", where=str(folder), remedy="Wait for it to end"
        ) from error
    finally:
        os.close(handle)


def _put_back(old: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(old)
    else:
        old.rename(folder)
