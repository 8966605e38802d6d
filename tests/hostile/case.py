"""One bad or hostile input, and what must become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Case:
    """An input that a command is given, and the one message that must answer it."""

    name: str
    command: tuple[str, ...]
    """Arguments of `kg`; `{file}` stands for the file, `{url}` for the service."""
    words: tuple[str, ...]
    """What the message must hold: what is wrong, where, what to do."""
    file: str = ""
    """Name of the file that is made; none where the input is an argument."""
    data: bytes | str | Callable[[], bytes] = b""
    code: int = 3


def load(name: str, data: bytes | str | Callable[[], bytes], *words: str, file: str = "in.ttl") -> Case:
    """Return a case of a graph of others that is loaded."""
    return Case(name, ("load", "{file}", "--as", "other"), (file, *words), file, data)


def extract(name: str, data: bytes | str | Callable[[], bytes], *words: str, file: str = "in.txt") -> Case:
    """Return a case of a document that is extracted."""
    return Case(name, ("extract", "{file}"), (file, *words), file, data)
