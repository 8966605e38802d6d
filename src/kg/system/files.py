"""Write files so that a reader, or a kill, never meets half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import Fault, InputError, InvalidInputError, why_unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

T = TypeVar("T")

_REMOVALS = 40
"""How often a folder is deleted that does not stay away."""
_OPEN_FILES = Path("/proc/self/fd")
"""Where Linux has the open files of a process by their numbers."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write bytes beside `path`, flush them to the disk, and rename them into place.

    A symbolic link stays one. A device or pipe, such as /dev/stdout, is written to as it is.

    Raises:
        InputError: where the folder is missing or cannot be written.
    """
    with writing_atomically(path) as file:
        file.write(data)


@contextlib.contextmanager
def writing_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `path`, which takes its place when all was written; where that fails, nothing does.

    Raises:
        InputError: where the folder is missing or cannot be written, or the disk is full.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                yield device
            return
        path = path.resolve()
        with _beside(path) as (file, put_in_place):
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
            put_in_place()
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """Yield a file that is to become another, and what makes it so."""
    handle = _open_nameless(path.parent)
    name = None
    if handle is None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, partial(_rename, Path(name), path) if name else partial(_name, file.fileno(), path)
    finally:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()  # gone already where all went well


def _open_nameless(folder: Path) -> int | None:
    """Return a file without a name, of which a kill leaves nothing; None where the system has none such."""
    if not _OPEN_FILES.is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except (AttributeError, OSError):  # not on this disk; what else is wrong shows as one with a name is made
        return None


def _name(handle: int, path: Path) -> None:
    """Give a file without a name the name of a path, in place of what has it."""
    try:
        _link(handle, path)
    except FileExistsError:
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        _link(handle, beside)
        _rename(beside, path)


def _link(handle: int, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)  # with a folder, though it is not used, links are followed
    try:
        os.link(_OPEN_FILES / str(handle), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _rename(beside: Path, path: Path) -> None:
    beside.replace(path)


@contextlib.contextmanager
def writing_temporarily() -> Iterator[None]:
    """Tell of a full disk as that of temporary files, which nobody named.

    Raises:
        InputError: where that disk is full, or may only be read.
    """
    try:
        yield
    except OSError as error:
        why, remedy = why_unwritable(error, else_="")
        if not remedy:
            raise
        place = tempfile.gettempdir()
        remedy += " by the variable TMPDIR"
        raise InputError(f"cannot be written ({why})", where=place, remedy=remedy) from error


def find_files(folder: Path, suffix: str) -> list[Path]:
    """Return the files under a folder whose names end so, sorted; none where there is no folder.

    Links to folders are not followed.

    Raises:
        InputError: where a folder cannot be read, rather than to pass over what is in it.
    """

    def refuse(error: OSError) -> None:
        raise InputError(
            f"cannot be read ({error.strerror})",
            where=str(error.filename),
            remedy="Check the folder's rights",
        ) from error

    walked = os.walk(folder, onerror=refuse) if folder.exists() else ()
    return sorted(Path(place, name) for place, _, names in walked for name in names if name.endswith(suffix))


def read_each(paths: Iterable[Path], read: Callable[[Path], T]) -> list[T]:
    """Return what `read` makes of each path, in order.

    Raises:
        InvalidInputError: with the faults of all files together, where any has some.
    """
    found: list[T] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append(read(path))
        except InvalidInputError as error:
            faults += error.faults
    if faults:
        raise InvalidInputError(faults)
    return found


def link_atomically(link: Path, target: str) -> None:
    """Point the symbolic link `link` at `target`, replacing an older link in one step.

    What a kill leaves beside bears a name that does not change, so that the next time takes it away.
    """
    beside = link.with_name(f".{link.name}.new")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)


@contextlib.contextmanager
def new_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that everybody may read; at the end of the block it goes, unless it has another name."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        remove_tree(folder)


def remove_tree(folder: Path) -> None:
    """Delete a folder that may be gone already, and what a store that was open in it adds meanwhile."""
    for _ in range(_REMOVALS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, so that renames in it outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush every file under a folder, and the folders, to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def unwritable(place: Path, error: OSError, *, else_: str = "Check the folder and its rights") -> InputError:
    """Return what an error of the system means for what is written at a place."""
    why, remedy = why_unwritable(error, else_=else_)
    return InputError(f"cannot be written ({why})", where=str(place), remedy=remedy)
