"""Does `kg ingest` report what it did, and end with the right code?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.papers import new_store, resolution, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return a store of its own."""
    return str(new_store(tmp_path))


def test_does_the_report_name_each_file_as_json(kg: Run, store: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt", resolution("99/1"))
    write(folder, "b.txt", "Two eggs.\n")
    outcome = kg("ingest", str(folder), "--store", store, "--jobs", "1", "--format", "json")
    assert outcome.code == 3
    report = json.loads(outcome.out)
    assert report["counts"] == {"ingested": 1, "replaced": 0, "unchanged": 0, "failed": 1}
    good, bad = report["files"]
    assert (good["status"], good["documents"]) == ("ingested", ["A/RES/99/1"])
    assert bad["note"].startswith(f"{folder / 'b.txt'}: ")
    assert outcome.err.count("\n") == 1


def test_does_a_second_run_say_that_nothing_changed(kg: Run, store: str, tmp_path: Path) -> None:
    paper = str(write(tmp_path / "in", "a.txt", resolution("99/1")))
    first = kg("ingest", paper, "--store", store, "--jobs", "1")
    second = kg("ingest", paper, "--store", store)
    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("1 ingested\n")
    assert second.out.startswith("1 unchanged\n")


def test_does_a_dry_run_say_what_would_be(kg: Run, store: str, tmp_path: Path) -> None:
    paper = str(write(tmp_path / "in", "a.txt", resolution("99/1")))
    assert kg("ingest", paper, "--store", store, "--dry-run").out.startswith("would be 1 ingested\n")
    assert "no documents are ingested" in kg("search", "lighthouses", "--store", store).err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ingest",), 2, "what is to be ingested?"),
        (("ingest", "x.txt", "--from", "run"), 2, "--from takes no other files"),
        (("ingest", "x.txt", "--cluster", "tcp://127.0.0.1:1"), 2, "--cluster wants --out"),
        (("ingest", "x.txt", "--out", "run", "--dry-run"), 2, "--out goes with"),
        (("ingest", "x.txt", "--moment", "today"), 2, "'today' is no moment"),
        (("ingest", "x.txt", "--store", "http://localhost:1/sparql"), 2, "remote store"),
        (("ingest", "x.txt", "--format", "csv"), 2, "Choose one of: table, json"),
        (("ingest", "x.txt", "--jobs", "0"), 2, "jobs"),
        (("ingest", "x.txt", "--store", "nowhere"), 3, "there is no store here"),
    ],
)
def test_does_a_mistake_end_in_one_line(arguments: tuple[str, ...], code: int, words: str, kg: Run) -> None:
    outcome = kg(*arguments)
    assert outcome.code == code
    assert words in outcome.err
