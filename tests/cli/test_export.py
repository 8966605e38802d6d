"""Does `kg export` write what was asked for where it was asked, and nothing when something is wrong?"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

RESOLUTION = "A/HRC/RES/31/7"
QUESTION = ("--question", "obligations-on-theme", "--theme", "grooming", "--addressee=States")


def subjects(path: Path, parser: ox.RdfFormat) -> set[str]:
    return {getattr(quad.subject, "value", "") for quad in ox.parse(path=str(path), format=parser)}


# Extension of the file, and the format that it means.
@pytest.mark.parametrize(
    ("name", "parser"),
    [
        ("r.ttl", ox.RdfFormat.TURTLE),
        ("r.nt", ox.RdfFormat.N_TRIPLES),
        ("r.nq", ox.RdfFormat.N_QUADS),
        ("r.trig", ox.RdfFormat.TRIG),
        ("r.jsonld", ox.RdfFormat.JSON_LD),
        ("r.rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_does_the_extension_choose_the_format(
    name: str, parser: ox.RdfFormat, kg: Run, tmp_path: Path
) -> None:
    assert kg("export", RESOLUTION, "--out", str(tmp_path / name)).code == 0
    assert f"{ID}{RESOLUTION}/op/23" in subjects(tmp_path / name, parser)


def test_is_turtle_printed_where_no_file_is_named(kg: Run) -> None:
    outcome = kg("export", "body/UNODC")
    assert outcome.code == 0
    assert outcome.out.startswith(f"@base <{ID}> .\n")


def test_does_the_format_stand_above_the_extension(kg: Run, tmp_path: Path) -> None:
    kg("export", RESOLUTION, "--out", str(tmp_path / "r.txt"), "--format", "jsonld")
    assert json.loads((tmp_path / "r.txt").read_text(encoding="utf-8"))["@context"]["id"] == "@id"


def test_is_a_thing_found_by_its_name(kg: Run) -> None:
    assert "<theme/conduct/grooming>" in kg("export", "grooming").out


def test_does_a_question_export_what_its_rows_are_about(kg: Run, tmp_path: Path) -> None:
    assert kg("export", *QUESTION, "--out", str(tmp_path / "x.ttl")).code == 0
    assert f"{ID}{RESOLUTION}/op/4" in subjects(tmp_path / "x.ttl", ox.RdfFormat.TURTLE)


def test_are_the_options_of_a_question_taken_in_any_place(kg: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "1.nt", tmp_path / "2.nt"
    kg("export", *QUESTION, "--out", str(one))
    kg("export", "--theme", "grooming", "--out", str(two), "--addressee", "States", "--question", QUESTION[1])
    assert one.read_bytes() == two.read_bytes()


def test_is_what_is_only_inferred_left_out_on_request(kg: Run) -> None:
    whole = kg("export", RESOLUTION, "-f", "nq").out
    asserted = kg("export", RESOLUTION, "-f", "nq", "--asserted").out
    assert "graph/inferred> ." in whole
    assert "graph/inferred> ." not in asserted


def test_is_the_whole_graph_the_dump_of_the_build(kg: Run, built: Path, tmp_path: Path) -> None:
    import gzip

    assert kg("export", "all", "--out", str(tmp_path / "all.nq")).code == 0
    assert (tmp_path / "all.nq").read_bytes() == gzip.decompress(
        (built / "build" / "cpkg.nq.gz").read_bytes()
    )


def test_are_tables_written_to_a_folder_or_an_archive(kg: Run, tmp_path: Path) -> None:
    outcome = kg("export", RESOLUTION, "--format", "datapackage", "--out", str(tmp_path / "tables"))
    assert (outcome.code, outcome.out) == (0, "")
    assert "tables with" in outcome.err
    assert (tmp_path / "tables" / "acts.csv").is_file()
    assert kg("export", *QUESTION, "--out", str(tmp_path / "q.zip")).code == 0
    assert "datapackage.json" in zipfile.ZipFile(tmp_path / "q.zip").namelist()


def test_is_a_summary_said_to_be_one(kg: Run, tmp_path: Path) -> None:
    outcome = kg("export", RESOLUTION, "--out", str(tmp_path / "r.xml"))
    assert outcome.code == 0
    assert "not the official text" in outcome.err
    assert "not the official text" in (tmp_path / "r.xml").read_text(encoding="utf-8")


# Arguments that do not fit, the exit code, and what the message names.
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("theme/conduct/groming",), 2, "Did you mean"),
        (("--out", "x.ttl"), 2, "one selection is wanted"),
        (("Rights", "of", "the", "child"), 2, "in quotation marks"),
        ((RESOLUTION, "--out", "x.csv"), 2, "'csv' does not fit"),
        ((RESOLUTION, "--format", "csv"), 2, "datapackage"),
        ((RESOLUTION, "--theme", "grooming"), 2, "unknown option '--theme'"),
        ((RESOLUTION, "--format", "datapackage"), 2, "Name it with --out"),
        ((RESOLUTION, "--out", "x.zip", "--asserted"), 2, "--asserted"),
        ((RESOLUTION, "--out", "no/such/folder/r.ttl"), 3, "cannot be written"),
        ((RESOLUTION, "--out", "no/such/folder/tables", "-f", "datapackage"), 3, "cannot be written"),
        ((RESOLUTION, "--out", "no/such/folder/r.zip"), 3, "cannot be written"),
        ((RESOLUTION, "--out", "file", "-f", "datapackage"), 3, "is a file"),
        ((RESOLUTION, "--out", "mine", "-f", "datapackage"), 3, "thesis.txt"),
        (("--question", "no-such-question"), 2, "there is no question"),
        (("--question", "obligations-on-theme", "--colour", "red"), 2, "--colour"),
        (("treaty/OPSC", "--format", "akn"), 2, "is no resolution"),
        (("all", "--format", "akn"), 2, "no thing is called 'all'"),
        (("--question", "obligations-on-theme", "--format", "akn"), 2, "one resolution"),
    ],
)
def test_is_nothing_written_where_something_is_wrong(  # noqa: PLR0917
    arguments: tuple[str, ...],
    code: int,
    words: str,
    kg: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    outcome = kg("export", *arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "mine", "thesis.txt"]


def test_is_an_old_file_kept_where_the_new_one_fails(
    kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.errors import InputError

    def fail(*_: object) -> None:
        raise InputError("the disk is full", remedy="Free space")

    place = tmp_path / "r.ttl"
    place.write_text("old", encoding="utf-8")
    monkeypatch.setattr("kg.pipeline.export.write_quads", fail)
    assert kg("export", RESOLUTION, "--out", str(place)).code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["r.ttl"]
    assert place.read_text(encoding="utf-8") == "old"


def test_is_the_evidence_written_where_it_was_asked_for(kg: Run, tmp_path: Path) -> None:
    for form, name in (
        ("rdf12", "crc.ttl"),
        ("rdf12", "crc.nq"),
        ("rdf12", "crc.trig"),
        ("nanopub", "crc.trig"),
    ):
        done = kg("export", "body/UNODC", "--evidence", form, "--out", str(tmp_path / name))
        assert (done.code, done.err) == (0, "")
        wanted = b"reifies" if form == "rdf12" else b"hasAssertion"
        assert wanted in (tmp_path / name).read_bytes()
    assert kg("export", "body/UNODC", "--evidence", "nanopub").out.count("np:Nanopublication") > 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        # what the format has no place for
        (("--evidence", "rdf12", "--format", "jsonld"), "jsonld cannot say evidence as rdf12"),
        (("--evidence", "nanopub", "--format", "ttl"), "ttl cannot say evidence as nanopub"),
        # another model has no reifiers of ours
        (("--evidence", "rdf12", "--model", "eli"), "--evidence does not go with --model"),
        # a time without nanopublications, and one that is none
        (("--moment", "2026-11-22"), "--moment goes with --evidence nanopub only"),
        (("--evidence", "nanopub", "--moment", "today"), "'today' is no moment"),
        # what only follows was neither curated nor extracted
        (("--evidence", "triples"), "triples"),
    ],
)
def test_is_evidence_that_cannot_be_written_wrong_usage(
    kg: Run, arguments: tuple[str, ...], message: str
) -> None:
    done = kg("export", "body/UNODC", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
