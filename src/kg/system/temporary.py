"""Folders of temporary files, which nobody leaves behind for good."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from kg.system.files import writing_temporarily

if TYPE_CHECKING:
    from types import TracebackType


class TemporaryFolder:
    """A folder that goes with whoever made it; that of a process that was killed, with the next of its kind.

    As long as its maker lives it is locked, by which others know that it is in use.
    """

    def __init__(self, kind: str) -> None:
        """Make a folder, and delete those of the same kind that killed processes left.

        Raises:
            InputError: where the disk is full, or may only be read.
        """
        prefix = f"cpkg-{kind}-"
        _sweep(prefix)
        self.path, lock = _made(prefix)
        self.delete = weakref.finalize(self, _delete, self.path, lock)
        """Deletes it, if that was not done."""

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.delete()


def _made(prefix: str) -> tuple[Path, int]:
    while True:
        with writing_temporarily():
            path = Path(tempfile.mkdtemp(prefix=prefix))
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return path, lock
        os.close(lock)  # another took it for one left behind, in the moment before it was locked


def _delete(path: Path, lock: int) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


def _sweep(prefix: str) -> None:
    for path in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # it is another user's, in use, or gone already
            _delete_left(path)


def _delete_left(path: Path) -> None:
    lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid == os.getuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
    finally:
        os.close(lock)
