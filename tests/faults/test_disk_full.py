"""Is a disk without room, or one that may only be read, refused in one line, with the old state whole?

At twenty sizes of the disk, for each command that writes much: `python -m benchmarks.faults --kills 0`.
"""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from benchmarks.faults.full_disk import can_run, fill

from kg.errors import InputError
from kg.fetch.cache import Cache
from kg.graph.ingested.entries import Entry, Kept
from kg.graph.ingested.texts import open_texts
from kg.system.files import unwritable, write_atomically, writing_temporarily

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_does_a_full_disk_leave_the_old_state_and_say_what_to_do() -> None:
    if why := can_run():
        pytest.skip(f"no namespace for mounts can be had here: {why}")
    found = fill("load", 2)
    assert found.faults == []
    assert (found.points, found.refused, found.read_only) == (2, 2, "refused")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        # as the system says it
        (OSError(28, os.strerror(28)), "Its disk is full"),
        (OSError(30, os.strerror(30)), "Its disk may only be read"),
        # as the store's engine does, in words alone
        (OSError("IO error: No space left on device: While appending to file"), "Its disk is full"),
        # anything else
        (OSError(13, os.strerror(13)), "Check the folder and its rights"),
    ],
)
def test_has_a_failure_to_write_its_remedy(error: OSError, words: str) -> None:
    refusal = unwritable(Path("/srv/graph"), error)
    assert isinstance(refusal, InputError)
    assert refusal.where == "/srv/graph"
    assert words in refusal.remedy


def test_is_a_full_disk_of_temporary_files_told_as_such() -> None:
    with pytest.raises(InputError, match="TMPDIR") as told, writing_temporarily():
        raise OSError("IO error: No space left on device: While appending to file")
    assert told.value.where == tempfile.gettempdir()
    with pytest.raises(PermissionError), writing_temporarily():
        raise PermissionError(13, os.strerror(13))


@pytest.mark.parametrize(
    "size",
    [
        300_000,  # it is written as the transaction ends
        8_000_000,  # more than SQLite holds in memory: written within, and undone by SQLite itself
    ],
)
def test_is_a_full_disk_of_the_texts_told_as_such(size: int, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_texts(store, write=True):
        pass
    kept = Kept("A/1", "0" * 64, "a.txt", "2026-01-01")
    entry = Entry(kept, "text/plain", "1", None, None, None, bytes(size), b"", ())
    with pytest.raises(InputError) as told, open_texts(store, write=True) as texts, room_of(200_000):
        texts.put([entry])
    assert "Its disk is full" in told.value.remedy
    with open_texts(store, write=True) as texts:
        assert texts.kept() == {}
        texts.put([entry])
    with open_texts(store) as texts:
        assert set(texts.kept()) == {"A/1"}


@contextlib.contextmanager
def room_of(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a full disk would not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_is_a_full_disk_of_a_cache_no_other_trouble(tmp_path: Path) -> None:
    full = OSError(28, os.strerror(28))
    with patch.object(Path, "mkdir", side_effect=full), pytest.raises(InputError, match="Its disk is full"):
        Cache(tmp_path / "cache", write_atomically).keep(
            "https://example.org/a", "https://example.org/a", b"a"
        )
