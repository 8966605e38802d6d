"""Compare a file with the digest that whoever wrote it put beside it: `FILE.sha256`, or `SHA256SUMS`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"
_HEXADECIMAL = set("0123456789abcdef")
_DIGITS = 64


@dataclass(frozen=True)
class Stated:
    """A digest that is stated of a file."""

    sha256: str
    source: Path
    """The file that states it."""


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        InputError: where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read ({why})", where=str(path), remedy="Check the path") from error


def require_stated(path: Path, digest: str) -> None:
    """Check that a file is the one that the digest beside it was made of, where there is one.

    Raises:
        InputError: where it is not, or what is beside it states no digest.
    """
    stated = stated_of(path)
    if stated and stated.sha256 != digest:
        raise InputError(
            f"is damaged, or not the file that {stated.source.name} was made of: its digest differs",
            where=str(path),
            remedy="Get it anew from where it is published",
        )


def stated_of(path: Path) -> Stated | None:
    """Return the digest that is stated of a file beside it, or None.

    Raises:
        InputError: where the file that should state it does not.
    """
    for source, is_own in ((path.with_name(f"{path.name}.sha256"), True), (path.with_name(SUMS), False)):
        if source.is_file():
            sums = read_sums(source)
            if is_own and path.name not in sums:
                raise _states_nothing(source)
            if path.name in sums:
                return Stated(sums[path.name], source)
    return None


def read_sums(source: Path) -> dict[str, str]:
    """Return digests by file name, as `sha256sum` writes them.

    Raises:
        InputError: where a line is no such, or there is none.
    """
    try:
        lines = source.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", where=str(source), remedy="Get it anew") from error
    sums = {}
    for line in lines:
        digest, _, name = line.removesuffix("\r").partition(" ")
        if len(digest) != _DIGITS or not set(digest) <= _HEXADECIMAL or not name[1:]:
            raise _states_nothing(source)
        sums[name[1:]] = digest
    if not sums:
        raise _states_nothing(source)
    return sums


def _states_nothing(source: Path) -> InputError:
    return InputError("states no digest", where=str(source), remedy="Get it anew, or delete it")
