"""Folders that documents are filed into, as tests make and compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.pipeline.ingest import file_away
from tests.pipeline.papers import SHAPES, resolution, write
from tests.smaller import least_built

if TYPE_CHECKING:
    from pathlib import Path

    from kg.pipeline.ingest import Ingested

MOMENT = "2044-12-03T10:00:00Z"


def filed(*sources: Path | str, out: Path | str, **given: str) -> dict[str, Ingested]:
    """File sources into a folder, and return what came of each by the last part of its name."""
    store = least_built() / "store"
    options = {"moment": MOMENT, **given}
    _, results = file_away(map(str, sources), store, str(out), shapes=SHAPES, jobs=1, **options)
    return {str(one.file).rpartition("/")[2]: one for one in results}


def content(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their names."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def some_papers(folder: Path, count: int) -> Path:
    """Write papers that cite each other, and one that is none."""
    for number in range(1, count + 1):
        cited = f"1. Recalls its resolution 99/{number % count + 1};"
        write(folder, f"{number:02}.txt", resolution(f"99/{number}", cited, "2. Urges States to sing."))
    write(folder, "recipe.txt", "Take two eggs.\n\nBeat them.\n")
    return folder
