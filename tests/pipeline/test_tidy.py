"""Is a store rewritten into few files after much was laid into it, and only then?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores.seal import require_whole
from kg.pipeline import ingest
from kg.pipeline.working_copy import WorkingCopy
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAPERS = 2


def state_of(store: Path) -> tuple[set[str], int]:
    """Return the files of a store that hold its data, and how many statements they hold."""
    own = store.resolve()
    return {path.name for path in own.glob("*.sst")}, len(ox.Store.read_only(str(own)))


def take_papers(folder: Path) -> tuple[set[str], int]:
    store = new_store(folder)
    take_in(store, *(write(folder / "in", f"{n}.txt", resolution(f"99/{n}")) for n in range(PAPERS)))
    require_whole(store.resolve())
    return state_of(store)


def test_is_a_store_rewritten_after_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, statements = take_papers(tmp_path / "few")
    monkeypatch.setattr(ingest, "_MANY", PAPERS)
    tidied, same = take_papers(tmp_path / "many")
    assert same == statements
    assert len(tidied) < len(files)


def test_is_a_store_without_room_for_a_second_copy_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(copy: WorkingCopy) -> None:
        raise InputError("No space left on device", where=str(copy.origin))

    monkeypatch.setattr(ingest, "_MANY", PAPERS)
    monkeypatch.setattr(WorkingCopy, "tidy", full)
    assert take_papers(tmp_path)[1]
