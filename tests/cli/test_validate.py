"""Does `kg validate` tell a contributor what is wrong, where, and with the right exit code?"""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import RDF, SH, Graph, URIRef

from kg.cli.main import run
from kg.namespaces import CP, ID, SHAPES
from kg.pipeline.build import build
from tests.conftest import ROOT
from tests.pipeline.papers import resolution, take_in, write
from tests.smaller import copy_build, copy_world, smaller_built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """@base <https://w3id.org/cpkg/id/> .
@prefix cp: <https://w3id.org/cpkg/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SOUND = """<body/NEW> a cp:Body ;
    rdfs:label "New body"@en ;
    cp:abbreviation "NEW" ;
    prov:wasDerivedFrom <source/one> .
"""
# two violations (no label, no source), an info (no other name), and a violation of a hygiene rule (a loop)
FAULTY = "<body/NEW> a cp:Body ; cp:subsidiaryOf <body/NEW> ."


class Answer(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    def call(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["kg", *(str(argument) for argument in arguments)])
        try:
            run()
            code: int | str | None = 0
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return Answer(int(code or 0), out, err)

    return call


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose data is the small world, with the shapes of bodies and two hygiene rules."""
    project = tmp_path / "project"
    copy_world(ROOT, project)
    for folder in ("queries", "shapes/hygiene"):
        (project / folder).mkdir(parents=True)
    for name in (
        "common.ttl",
        "agent.ttl",
        "body.ttl",
        "hygiene/subsidiary-loop.rq",
        "hygiene/note-uncalled.rq",
    ):
        shutil.copy(ROOT / "shapes" / name, project / "shapes" / name)
    for name in ("gist", "editorialNote", "textStart", "textEnd"):  # property shapes that no agent needs
        _cut(project / "shapes" / "common.ttl", name)
    monkeypatch.setenv("KG_HOME", str(project))
    return project


@pytest.fixture
def folder_with_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder that holds new.ttl, which is sound, and an empty folder."""
    (tmp_path / "empty").mkdir()
    _write(tmp_path, SOUND)
    monkeypatch.chdir(tmp_path)


def _cut(path: Path, name: str) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith(f"shapes:{name} ")]
    path.write_text("\n\n".join(kept), encoding="utf-8")


def _write(folder: Path, text: str) -> Path:
    path = folder / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_does_the_projects_own_graph_pass(kg: Callable[..., Answer], store_path: str) -> None:
    answer = kg("validate", "--store", store_path)
    assert answer.code == 0, answer.out
    assert "shapes and" in answer.err
    assert " 0 violations" in answer.err


@pytest.mark.usefixtures("small_project")
def test_does_a_sound_file_pass(kg: Callable[..., Answer], tmp_path: Path) -> None:
    answer = kg("validate", _write(tmp_path, SOUND))
    assert (answer.code, answer.out) == (0, "")
    assert "against 2 shapes and 2 rules" in answer.err
    assert answer.err.endswith("0 violations, 0 warnings, 0 infos\n")


@pytest.mark.usefixtures("small_project")
def test_does_the_table_group_faults_by_rule_with_count_and_place(
    kg: Callable[..., Answer], tmp_path: Path
) -> None:
    answer = kg("validate", _write(tmp_path, FAULTY))
    assert answer.code == 1
    assert "Violation  shapes:label  (1)\n  Every thing has exactly one rdfs:label" in answer.out
    assert "    body/NEW  rdfs:label  in curated/new\n" in answer.out
    assert "Violation  subsidiary-loop  (1)" in answer.out
    assert "body/NEW → body/NEW" in answer.out
    assert "    body/NEW  cp:abbreviation|skos:altLabel  in curated/new\n" in answer.out
    assert answer.err.endswith("3 violations, 0 warnings, 1 info\n")


@pytest.mark.usefixtures("small_project")
def test_do_both_engines_say_the_same(kg: Callable[..., Answer], tmp_path: Path) -> None:
    file = _write(tmp_path, FAULTY)
    assert kg("validate", file, "--engine", "pyshacl").out == kg("validate", file, "--engine", "fast").out


@pytest.mark.usefixtures("small_project")
def test_is_one_thing_checked_at_a_time(kg: Callable[..., Answer], tmp_path: Path) -> None:
    answer = kg("validate", _write(tmp_path, SOUND), "--document", "A/RES/1/2")
    assert (answer.code, answer.out) == (2, "")
    assert "exclude each other" in answer.err


def test_is_a_document_that_nobody_ingested_named(kg: Callable[..., Answer], store_path: str) -> None:
    answer = kg("validate", "--store", store_path, "--document", "A/RES/99/9")
    assert answer.code == 3
    assert "A/RES/99/9: no such document was ingested" in answer.err


@pytest.mark.usefixtures("small_project")
def test_does_json_keep_its_keys(kg: Callable[..., Answer], tmp_path: Path) -> None:
    answer = kg("validate", _write(tmp_path, FAULTY), "--format", "json")
    report = json.loads(answer.out)
    assert answer.code == 1
    assert set(report) == {"checked", "counts", "findings"}
    assert report["counts"] == {"Violation": 3, "Warning": 0, "Info": 1}
    assert {
        "severity": "Violation",
        "rule": SHAPES + "derivedFrom",
        "focus": ID + "body/NEW",
        "path": "http://www.w3.org/ns/prov#wasDerivedFrom",
        "value": None,
        "graph": "https://w3id.org/cpkg/graph/curated/new",
    }.items() <= next(f for f in report["findings"] if f["rule"].endswith("derivedFrom")).items()


@pytest.mark.usefixtures("small_project")
def test_is_the_turtle_report_one_that_w3c_knows(kg: Callable[..., Answer], tmp_path: Path) -> None:
    out = tmp_path / "report.ttl"
    assert kg("validate", _write(tmp_path, FAULTY), "--out", out).code == 1
    report = Graph().parse(out)
    (head,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(head, SH.conforms).toPython() is False  # type: ignore[union-attr]
    results = set(report.objects(head, SH.result))
    assert len(results) == 4
    for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
        assert {len(set(report.objects(result, predicate))) for result in results} == {1}
    rules = {str(rule).rpartition("/")[2] for rule in report.objects(None, SH.sourceShape)}
    assert "subsidiary-loop" in rules
    assert URIRef(CP + "abbreviation") in set(report.objects(None, RDF.first))


@pytest.mark.usefixtures("small_project")
def test_does_severity_hide_what_is_less_grave_and_keep_the_exit_code(
    kg: Callable[..., Answer], tmp_path: Path
) -> None:
    answer = kg("validate", _write(tmp_path, FAULTY), "--severity", "Warning")
    assert answer.code == 1
    assert "Body-known" not in answer.out
    assert "shapes:label" in answer.out


@pytest.mark.usefixtures("small_project")
def test_is_a_misspelt_term_in_a_file_reported_with_its_line(
    kg: Callable[..., Answer], tmp_path: Path
) -> None:
    path = _write(tmp_path, "<body/NEW> a cp:Boddy .")
    answer = kg("validate", path)
    assert answer.code == 3
    assert f"{path}:5: cp:Boddy is declared nowhere in ontology/. Did you mean cp:Body?" in answer.err


def test_is_a_file_of_the_sources_checked_in_its_place(
    kg: Callable[..., Answer], small_project: Path
) -> None:
    answer = kg("validate", small_project / "data" / "world.ttl")
    assert (answer.code, answer.out) == (0, "")


def test_is_a_broken_shape_an_error_and_not_a_pass(kg: Callable[..., Answer], small_project: Path) -> None:
    shape = small_project / "shapes" / "body.ttl"
    shape.write_text(shape.read_text(encoding="utf-8").replace("sh:minCount", "sh:minCont"), encoding="utf-8")
    answer = kg("validate", small_project / "data", "--shapes", small_project / "shapes")
    assert answer.code == 3
    assert "sh:minCont is no term of SHACL. Did you mean sh:minCount?" in answer.err


def test_are_inferred_statements_left_out_of_the_check(
    kg: Callable[..., Answer], small_project: Path, tmp_path: Path
) -> None:
    made = build(small_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    answer = kg("validate", "--store", made.store)
    stated = sum(
        count
        for graph, count in made.manifest["graphs"].items()
        if not graph.endswith(("/inferred", "/provenance"))
    )
    assert answer.code == 0
    assert answer.err.startswith(f"checked {stated:,} statements")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        # files and a store at once
        (["validate", "new.ttl", "--store", "store"], 2, "files and --store exclude each other"),
        # a store that is not there
        (["validate", "--store", "nowhere"], 3, "there is no store here"),
        # a file that is not there
        (["validate", "nowhere.ttl"], 3, "nowhere.ttl: cannot be read"),
        # a folder without shapes
        (["validate", "new.ttl", "--shapes", "empty"], 3, "empty: holds no shapes"),
        # a severity that SHACL does not have
        (["validate", "--severity", "Error"], 2, "Invalid value"),
    ],
)
@pytest.mark.usefixtures("small_project", "folder_with_a_file")
def test_does_a_wrong_call_end_with_its_exit_code(
    kg: Callable[..., Answer], arguments: list[str], code: int, message: str
) -> None:
    answer = kg(*arguments)
    assert answer.code == code
    assert message in answer.err


def test_is_what_a_document_leaves_to_scholars_no_violation(
    kg: Callable[..., Answer], tmp_path: Path
) -> None:
    store = copy_build(smaller_built(), tmp_path)
    named = "1. Recalls article 5 of the Protocol Additional to the Geneva Conventions (Protocol I);"
    take_in(store, write(tmp_path, "a.txt", resolution("99/9", named, "1. Decides to rest;", "5. Decides.")))
    answer = kg("validate", "--documents", "--store", str(store), "--format", "json")
    found = json.loads(answer.out)["findings"]
    rules = {one["rule"].rpartition("/")[2]: one["severity"] for one in found if "99/9" in one["focus"]}
    graphs = {one["graph"] for one in found if one["severity"] == "Violation"}
    assert rules["number-gap"] == "Warning"
    assert not [graph for graph in graphs if "document/" in graph or graph.endswith("/named")]
