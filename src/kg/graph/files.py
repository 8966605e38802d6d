"""Write files so that a reader, or a kill, never meets half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import Fault, InputError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

T = TypeVar("T")


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
        InputError: where the folder is missing or cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                yield device
            return
        path = path.resolve()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()  # gone already where all went well


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
    """Point the symbolic link `link` at `target`, replacing an older link in one step."""
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)


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


def _cannot_write(path: Path, error: OSError) -> InputError:
    return InputError(
        f"cannot be written ({error.strerror})", where=str(path), remedy="Check the folder and its rights"
    )
