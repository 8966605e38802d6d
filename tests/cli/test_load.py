"""Does `kg load` say what it did, list what is there, and end with the right code?"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from tests.conftest import CASES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

FILES = CASES / "external"
SDG = str(FILES / "sdg.ttl")


@pytest.fixture
def store(built: Path, tmp_path: Path) -> str:
    """Return the built store by a name of its own."""
    (tmp_path / "store").symlink_to((built / "store").resolve())
    return str(tmp_path / "store")


def test_is_a_file_known_by_its_content_listed_and_removed(kg: Run, store: str) -> None:
    done = kg("load", SDG, "--store", store)
    assert (done.code, done.out) == (0, "")
    count = sum(1 for _ in ox.parse(path=SDG))
    assert done.err == f"loaded sdg: {count} statements of sdg.ttl, edition 2020-05-28\n"
    [row] = csv.DictReader(kg("load", "--list", "--store", store, "--format", "csv").out.splitlines())
    assert (row["name"], row["statements"], row["file"]) == ("sdg", str(count), "sdg.ttl")
    assert kg("load", "--remove", "sdg", "--store", store).err == "removed sdg\n"
    assert "sdg" not in kg("load", "--list", "--store", store, "--format", "csv").out


def test_does_a_question_read_what_was_loaded(kg: Run, store: str) -> None:
    kg("load", "sdg", SDG, "--store", store)
    found = kg("ask", "targets-in-un-words", "--agency", "UNODC", "--store", store, "--format", "csv")
    assert "Victims of trafficking (as loaded)" in found.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # nothing to do, and two things to do
        ((), 2, "one thing is to be done"),
        ((SDG, "--list"), 2, "one thing is to be done"),
        # two files, or words that name no language
        (("sdg", SDG, SDG), 2, "one file is loaded at a time"),
        ((SDG, "--languages", "en;fr"), 2, "names no languages"),
        # what was never loaded
        (("--remove", "sdg"), 2, "no graph 'sdg' is loaded. Loaded is nothing"),
        # a service is not written
        ((SDG, "--store", "http://localhost:1/sparql"), 2, "remote store"),
        # no such file
        (("sdg", "missing.ttl"), 3, "missing.ttl: cannot be read"),
    ],
)
def test_is_a_wrong_call_refused(
    arguments: tuple[str, ...], code: int, words: str, kg: Run, store: str
) -> None:
    place = () if "--store" in arguments else ("--store", store)
    done = kg("load", *arguments, *place)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert done.err.count("\n") == 1
