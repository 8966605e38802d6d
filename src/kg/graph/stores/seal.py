"""Seal files that nobody writes to, so that damage is noticed: their sizes and digests, in a file beside.

RocksDB opens a store whose MANIFEST was cut off as an empty one, without an error, and SQLite has no
checksums. A seal is made when a command is done with writing. While one writes, the seal says so, and files
may differ from it; what a kill leaves is such a seal. To look whether names and sizes are as sealed takes a
fraction of a millisecond, and is done at each opening; `kg doctor` reads all bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SEAL = "seal.json"
"""The seal of a folder, in it; that of a single file bears its name before this, after a full stop."""
DOCTOR = "Run `kg doctor`, which says what is damaged and how to mend it"

_ENGINE_LOG_RE = re.compile(
    r"LOG(?:\.old\.\d+)?|LOCK"
)  # RocksDB's diary and lock; no store is read from them
_TEMPORARY_RE = re.compile(
    r"\..*|bulk-\d+\.sst|.*\.dbtmp"
)  # what a kill can leave; no store is read from them
_ENGINE_RE = re.compile(r"CURRENT|MANIFEST-\d+|\d+\.(?:sst|log)")
_READ_AT_ONCE_RE = re.compile(r"CURRENT|MANIFEST-\d+|\d+\.log")
"""Files that say which others count. The others' blocks bear checksums, compared as they are read."""
_NEVER_CHANGED_RE = re.compile(r"\d+\.sst")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Sealed:
    """One file as it was when it was sealed."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Seal:
    """What a seal says."""

    is_open: bool
    """Whether a command was writing, or is: the files may be others by now."""
    files: dict[str, Sealed]
    """By name; folders within are not sealed with their folder."""


@dataclass(frozen=True)
class Damage:
    """One file that is not as it was sealed."""

    file: Path
    what: str


def require_whole(folder: Path) -> Seal | None:
    """Return the seal of a folder whose files have the names and sizes that were sealed, or None without one.

    Raises:
        InputError: where they do not.
    """
    place = folder / SEAL
    seal = read_seal(place)
    damages = find_changes(place, seal) if seal else []
    if damages and read_seal(place) != seal:  # a writer began, or ended, meanwhile
        return require_whole(folder)
    if damages:
        raise as_error(damages)
    return seal


def as_error(damages: list[Damage]) -> InputError:
    """Return the error that tells of damaged files."""
    more = f"; so it is with {len(damages) - 1} more" if len(damages) > 1 else ""
    return InputError(f"{damages[0].what}{more}", where=str(damages[0].file), remedy=DOCTOR)


def read_seal(place: Path) -> Seal | None:
    """Return what a seal says, or None where there is none.

    Raises:
        InputError: where it cannot be read, or is damaged itself.
    """
    try:
        first, digest, end = place.read_bytes().decode().split("\n")
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise _damaged_seal(place) from error
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(place), remedy="Check the rights"
        ) from error
    if _digest(first.encode()) != digest or end:
        raise _damaged_seal(place)
    said = json.loads(first)
    return Seal(said["open"], {name: Sealed(*one) for name, one in said["files"].items()})


def _damaged_seal(place: Path) -> InputError:
    return InputError("the seal of these files is damaged", where=str(place), remedy=DOCTOR)


def find_changes(place: Path, seal: Seal) -> list[Damage]:
    """Return what differs from a seal in names and sizes, and in bytes where a few bytes decide on the rest.

    Of a store that is written to, files that never change are looked at only.
    """
    lost = _find_lost(place, seal)
    known = {damage.file.name for damage in lost}
    read = () if seal.is_open else (name for name in seal.files if _READ_AT_ONCE_RE.fullmatch(name))
    compared = (_compare(place.with_name(name), seal.files[name]) for name in read if name not in known)
    return [*lost, *_find_strangers(place, seal), *(damage for damage in compared if damage)]


def find_damage(place: Path, seal: Seal, step: Callable[[int], None]) -> list[Damage]:
    """Return all that differs from a seal, every byte read; `step` is told how many bytes were."""
    lost = _find_lost(place, seal)
    known = {damage.file.name for damage in lost}
    read = [name for name in seal.files if name not in known and _is_comparable(place.with_name(name), seal)]
    damages = (_compare(place.with_name(name), seal.files[name], step) for name in read)
    return [*lost, *_find_strangers(place, seal), *(damage for damage in damages if damage)]


def seal_folder(folder: Path) -> None:
    """Seal the files of a folder, once nothing here writes to it any more.

    A file that never changes keeps the digest that it was sealed with, so that damage is not sealed as if it
    were right. Where this process has the store open still, it stays as it is: being written.

    Raises:
        InputError: where the seal cannot be written.
    """
    if _is_held_open(folder):
        return
    for path in folder.iterdir():
        if path.name.startswith((f".{SEAL}.", "LOG.old.")):
            path.unlink()
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and is_sealed(path.name))
    _seal(folder / SEAL, (folder / name for name in names))


def seal_file(path: Path) -> None:
    """Seal one file.

    Raises:
        InputError: where the seal cannot be written.
    """
    _seal(seal_of(path), [path])


def begin_writing(place: Path, seal: Seal | None) -> None:
    """Note in a seal that its files are being written.

    Raises:
        InputError: where it cannot be written.
    """
    write_seal(place, replace(seal, is_open=True) if seal else Seal(is_open=True, files={}))


def write_seal(place: Path, seal: Seal) -> None:
    """Write a seal.

    Raises:
        InputError: where it cannot be written.
    """
    files = {name: (one.size, one.sha256) for name, one in sorted(seal.files.items())}
    line = json.dumps({"open": seal.is_open, "files": files}, ensure_ascii=False, separators=(",", ":"))
    write_atomically(place, f"{line}\n{_digest(line.encode())}\n".encode())


def seal_of(path: Path) -> Path:
    """Return the place of the seal of a single file."""
    return path.with_name(f"{path.name}.{SEAL}")


def is_sealed(name: str) -> bool:
    """Say whether a file of this name belongs to what a folder's seal covers."""
    return name != SEAL and not _ENGINE_LOG_RE.fullmatch(name) and not _TEMPORARY_RE.fullmatch(name)


def _seal(place: Path, paths: Iterable[Path]) -> None:
    try:
        before = read_seal(place)
    except InputError:
        before = None
    known = before.files if before else {}
    write_seal(place, Seal(is_open=False, files={path.name: _sealed(path, known) for path in paths}))


def _sealed(path: Path, known: dict[str, Sealed]) -> Sealed:
    if path.name in known and _NEVER_CHANGED_RE.fullmatch(path.name):
        return known[path.name]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Sealed(path.stat().st_size, digest)


def _find_lost(place: Path, seal: Seal) -> list[Damage]:
    """Return the files that are missing or have another size."""
    sizes = _sizes(place)
    damages = []
    for name, sealed in seal.files.items():
        size = sizes.get(name)
        if seal.is_open and (size is None or not _NEVER_CHANGED_RE.fullmatch(name)):
            continue
        if size is None:
            damages.append(Damage(place.with_name(name), "is missing"))
        elif size != sealed.size:
            what = f"is damaged: it has {size:,} bytes, and had {sealed.size:,} when it was written"
            damages.append(Damage(place.with_name(name), what))
    return damages


def _find_strangers(place: Path, seal: Seal) -> list[Damage]:
    """Return files of the engine that were not there when the store was sealed."""
    if seal.is_open:
        return []
    what = "was not there when the store was sealed: something other than `kg` wrote to it"
    return [
        Damage(place.with_name(name), what)
        for name in sorted(_sizes(place).keys() - seal.files.keys())
        if place.name == SEAL and _ENGINE_RE.fullmatch(name)
    ]


def _sizes(place: Path) -> dict[str, int]:
    with os.scandir(place.parent) as entries:
        return {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}


def _is_comparable(path: Path, seal: Seal) -> bool:
    return path.is_file() and (not seal.is_open or bool(_NEVER_CHANGED_RE.fullmatch(path.name)))


def _compare(path: Path, sealed: Sealed, step: Callable[[int], None] = lambda _: None) -> Damage | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                step(len(chunk))
    except FileNotFoundError:
        return None  # among those that are missing
    except OSError as error:
        return Damage(path, f"cannot be read ({error.strerror})")
    if digest.hexdigest() == sealed.sha256:
        return None
    return Damage(path, "is damaged: its bytes are not those that were written")


def _is_held_open(folder: Path) -> bool:
    """Say whether this process has the store in a folder open for writing: RocksDB then has its LOCK open."""
    try:
        lock = (folder / "LOCK").stat()
        numbers = os.listdir("/dev/fd")  # noqa: PTH208 - numbers, not paths
    except OSError:
        return False
    for number in numbers:
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(int(number)), lock):
                return True
    return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
