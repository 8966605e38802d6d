"""Does `kg extract` print what it promises, in each format, and go on past files that fail?"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.identifiers import iri
from tests.pipeline.resolutions import RECIPE, bad_files, resolution

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

pytestmark = pytest.mark.usefixtures("one_extractor")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two resolutions, and a file with both."""
    place = tmp_path / "documents"
    (place / "more").mkdir(parents=True)
    (place / "first.txt").write_text(resolution(1), encoding="utf-8")
    (place / "more" / "second.md").write_text(resolution(2), encoding="utf-8")
    (tmp_path / "both.txt").write_text(f"{resolution(3)}\n\n{resolution(4)}", encoding="utf-8")
    return place


def symbols(documents: list[dict[str, Any]]) -> list[str]:
    return [document["symbol"] for document in documents]


def test_is_one_document_printed_as_one_object(kg: Run, folder: Path) -> None:
    outcome = kg("extract", str(folder / "first.txt"))
    assert (outcome.code, outcome.err) == (0, "")
    document = json.loads(outcome.out)
    assert document["symbol"] == "A/RES/99/1"
    assert document["source"]["path"] == str(folder / "first.txt")
    assert "¹" not in document["provisions"][0]["text"]


def test_are_the_documents_of_several_files_one_array(kg: Run, folder: Path) -> None:
    outcome = kg("extract", str(folder))
    assert symbols(json.loads(outcome.out)) == ["A/RES/99/1", "A/RES/99/2"]


def test_are_two_documents_of_one_file_one_array(kg: Run, folder: Path) -> None:
    outcome = kg("extract", str(folder.parent / "both.txt"))
    assert symbols(json.loads(outcome.out)) == ["A/RES/99/3", "A/RES/99/4"]


def test_is_each_document_a_line_of_ndjson(kg: Run, folder: Path) -> None:
    outcome = kg("extract", str(folder), str(folder.parent / "both.txt"), "--format", "ndjson", "--jobs", "1")
    assert outcome.out.endswith("\n")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert symbols(lines) == ["A/RES/99/1", "A/RES/99/2", "A/RES/99/3", "A/RES/99/4"]


@pytest.mark.parametrize(
    ("name", "syntax"), [("ttl", ox.RdfFormat.TURTLE), ("nq", ox.RdfFormat.N_QUADS)], ids=["ttl", "nq"]
)
def test_is_a_graph_printed_that_others_can_read(
    name: str, syntax: ox.RdfFormat, kg: Run, folder: Path
) -> None:
    outcome = kg("extract", str(folder), "--format", name)
    read = {quad.subject for quad in ox.parse(outcome.out.encode(), format=syntax)}
    assert {ox.NamedNode(iri(f"A/RES/99/{n}/op/2/b")) for n in (1, 2)} <= read


@pytest.mark.parametrize("name", ["json", "ndjson", "ttl", "nq"])
def test_is_each_document_a_file_named_by_its_symbol(name: str, kg: Run, folder: Path) -> None:
    out = folder.parent / "new" / "out"
    outcome = kg("extract", str(folder), str(folder.parent / "both.txt"), "--out", str(out), "-f", name)
    assert (outcome.code, outcome.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == [f"A-RES-99-{n}.{name}" for n in (1, 2, 3, 4)]
    if "json" in name:
        assert json.loads((out / f"A-RES-99-2.{name}").read_bytes())["symbol"] == "A/RES/99/2"


def test_do_two_copies_of_a_document_not_overwrite_each_other(kg: Run, folder: Path) -> None:
    (folder / "again.txt").write_text(resolution(1), encoding="utf-8")
    out = folder.parent / "out"
    kg("extract", str(folder), "--out", str(out))
    assert sorted(path.name for path in out.iterdir()) == [
        "A-RES-99-1-2.json",
        "A-RES-99-1.json",
        "A-RES-99-2.json",
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_are_good_files_written_although_others_are_bad(jobs: str, kg: Run, folder: Path) -> None:
    bad = {name: data for name, data in bad_files().items() if name not in {"long.txt", "bomb.pdf"}}
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    out = folder.parent / "out"
    outcome = kg("extract", str(folder), "--out", str(out), "--jobs", jobs)
    assert (outcome.code, outcome.out) == (3, "")
    assert "Traceback" not in outcome.err
    lines = outcome.err.splitlines()
    assert len(lines) == len(bad)
    assert [name for name in bad if sum(str(folder / name) in line for line in lines) != 1] == []
    assert sorted(path.name for path in out.iterdir()) == ["A-RES-99-1.json", "A-RES-99-2.json"]


def test_is_no_folder_made_where_every_file_is_bad(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "bread.txt").write_text(RECIPE, encoding="utf-8")
    outcome = kg("extract", str(tmp_path / "bread.txt"), "--out", str(tmp_path / "new" / "out"))
    assert outcome.code == 3
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("into", ["folder", "terminal"])
def test_is_text_behind_the_closing_named_and_left_out(into: str, kg: Run, folder: Path) -> None:
    file = folder / "first.txt"
    plain = json.loads(kg("extract", str(file)).out)
    text = f"{file.read_text(encoding='utf-8')}\n\nA letter on wells, which nobody adopted.\n"
    file.write_text(text, encoding="utf-8")
    out = folder.parent / "out"
    outcome = kg("extract", str(file), *(("--out", str(out)) if into == "folder" else ()))
    printed = json.loads((out / "A-RES-99-1.json").read_text("utf-8") if into == "folder" else outcome.out)
    assert printed["provisions"] == plain["provisions"]
    assert outcome.code == 0
    place = text.index("A letter")
    assert outcome.err == (
        f"{file}: 40 characters behind the closing of A/RES/99/1 are no part of it and not read, "
        f"from character {place:,} on: 'A letter on wells, which nobody adopted.'\n"
    )


def test_is_a_bad_file_among_good_ones_no_part_of_what_is_printed(kg: Run, folder: Path) -> None:
    (folder / "bread.txt").write_text(RECIPE, encoding="utf-8")
    outcome = kg("extract", str(folder))
    assert outcome.code == 3
    assert symbols(json.loads(outcome.out)) == ["A/RES/99/1", "A/RES/99/2"]
    assert outcome.err.count("\n") == 1
    assert "bread.txt: holds no resolution" in outcome.err


def test_is_a_file_in_the_place_of_the_folder_left_as_it_is(folder: Path) -> None:
    file = folder / "first.txt"
    command = [sys.executable, "-m", "kg", "extract", str(file), "--out", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith(f"{file}: ")
    assert ended.stderr.count("\n") == 1
    assert file.read_text(encoding="utf-8") == resolution(1)


def test_is_nothing_printed_where_the_only_file_is_bad(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "bread.txt").write_text(RECIPE, encoding="utf-8")
    outcome = kg("extract", str(tmp_path / "bread.txt"))
    assert (outcome.code, outcome.out) == (3, "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # a path that is not there
        (("nowhere.txt",), 3, "nowhere.txt: does not exist"),
        # nothing to extract
        ((), 2, "Missing argument"),
        # a format of other commands
        (("{file}", "--format", "csv"), 2, "csv"),
        # nobody to do the work
        (("{file}", "--jobs", "0"), 2, "--jobs"),
        # a store that is none
        (("{file}", "--store", "/nonexistent"), 3, "there is no store here"),
    ],
)
def test_is_wrong_use_answered_in_a_few_words(
    arguments: tuple[str, ...], code: int, words: str, kg: Run, folder: Path
) -> None:
    outcome = kg("extract", *(part.replace("{file}", str(folder / "first.txt")) for part in arguments))
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    assert words in outcome.err
    assert "Traceback" not in outcome.err
