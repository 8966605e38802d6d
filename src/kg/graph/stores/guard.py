"""End a command that reads a damaged store: asked for a damaged block, a query of pyoxigraph may never end.

Nor can it be interrupted. So where a command takes its time, all bytes of what it opened are compared with
their seals meanwhile, once. A command that is done sooner pays nothing.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.stores.seal import SEAL, as_error, find_damage, read_seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 3.0
"""Seconds that a command may read a store before its bytes are compared."""


@dataclass(eq=False)
class _Command:
    """A command that runs, and what ends it."""

    end: Callable[[InputError], None]


_running: list[_Command] = []


@contextlib.contextmanager
def ending_if_damaged(end: Callable[[InputError], None]) -> Iterator[None]:
    """Have stores that are opened in the block compared; `end` is called where one is damaged."""
    command = _Command(end)
    _running.append(command)
    try:
        yield
    finally:
        _running.remove(command)


def note_opened(folder: Path) -> None:
    """Have an opened store compared with its seal in a while, where a command wants that."""
    for command in _running:
        timer = threading.Timer(PATIENCE, _compare, (folder, command))
        timer.daemon = True
        timer.start()


def require_undamaged(folder: Path) -> None:
    """Compare all bytes of a store with its seal, where it has one.

    Raises:
        InputError: where they differ.
    """
    seal = read_seal(folder / SEAL)
    damages = find_damage(folder / SEAL, seal, lambda _: None) if seal else []
    if damages and read_seal(folder / SEAL) == seal:  # else it was written to meanwhile
        raise as_error(damages)


def _compare(folder: Path, command: _Command) -> None:
    if command not in _running:
        return
    try:
        require_undamaged(folder)
    except InputError as error:
        if command in _running:
            command.end(error)
