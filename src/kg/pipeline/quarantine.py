"""Set damaged files and folders aside, with the reason: nothing that a user may miss is deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from kg.errors import InputError, why_unwritable
from kg.system.files import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

QUARANTINE = "quarantine"


def set_aside(path: Path, why: str) -> Path:
    """Move a file or folder into the folder `quarantine` beside it, and return its new place.

    Raises:
        InputError: where it cannot be moved.
    """
    folder = path.parent / QUARANTINE
    try:
        folder.mkdir(exist_ok=True)
        place = _free(folder, f"{datetime.now(UTC):%Y-%m-%d}-{path.name}")
        place.with_name(f"{place.name}.why.txt").write_text(f"{path}: {why}\n", encoding="utf-8")
        path.rename(place)
        sync_folder(folder)
        sync_folder(path.parent)
    except OSError as error:
        why, remedy = why_unwritable(error, else_="Check the folder's rights")
        raise InputError(f"cannot be moved ({why})", where=str(path), remedy=remedy) from error
    return place


def _free(folder: Path, name: str) -> Path:
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(folder / one for one in names if not (folder / one).exists())
