"""Does `kg doctor` tell what is damaged, and do other commands send there?"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of a test's own."""
    return copy_build(smaller_built(), tmp_path)


def cut_manifest(store: Path) -> Path:
    path = next(store.resolve().glob("MANIFEST-*"))
    os.truncate(path, 10)
    return path


def test_is_a_healthy_store_said_to_be(kg: Run, store: Path) -> None:
    done = kg("doctor", "--store", str(store))
    assert (done.code, done.out, done.err) == (0, "", "all is well\n")


@pytest.mark.parametrize(
    "command", [["ask", "obligations/most-asked"], ["sparql", "ASK {}"], ["show", "treaty/OPSC"], ["stats"]]
)
def test_does_a_command_on_a_damaged_store_send_to_the_doctor(
    command: list[str], kg: Run, store: Path
) -> None:
    cut_manifest(store)
    done = kg(*command, "--store", str(store))
    assert (done.code, done.out) == (3, "")
    assert "is damaged: it has 10 bytes" in done.err
    assert "Run `kg doctor`" in done.err
    assert done.err.count("\n") == 1


def test_is_damage_told_with_its_file_and_remedy_and_mended(kg: Run, store: Path) -> None:
    path = cut_manifest(store)
    done = kg("doctor", "--store", str(store), "--format", "json")
    assert done.code == 3
    (row,) = json.loads(done.out)
    assert (row["kind"], row["part"], row["file"]) == ("damaged", "store", str(path))
    assert "--repair" in row["remedy"]
    repaired = kg("doctor", "--store", str(store), "--repair")
    assert repaired.code == 0
    assert "set the damaged one aside" in repaired.err
    assert kg("sparql", "ASK {}", "--store", str(store)).code == 0


def test_is_a_dump_examined_by_itself(kg: Run, store: Path) -> None:
    dump = store.resolve().parent / "cpkg.nq.gz"
    assert kg("doctor", str(dump)).code == 0
    os.truncate(dump, dump.stat().st_size - 1)
    done = kg("doctor", str(dump))
    assert done.code == 3
    assert "manifest.json" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        # a dump is read, and not mended
        (["x.nq", "--repair"], 2, "--repair"),
        (["missing.nq"], 3, "is no file"),
        (["--store", "nowhere"], 3, "there is no store"),
        (["--store", "https://example.org/sparql"], 2, "remote"),
    ],
)
def test_is_what_cannot_be_examined_said(arguments: list[str], code: int, said: str, kg: Run) -> None:
    done = kg("doctor", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
