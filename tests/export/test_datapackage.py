"""Do the tables hold what the graph says, is the package valid, and is nothing of anybody's overwritten?"""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import frictionless
import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.export.datapackage import DESCRIPTOR
from kg.export.tables import TABLES
from kg.graph.lookup.tabulate import Tabulator
from kg.graph.stores.store import memory_store
from kg.namespaces import CP, ID, RDF, RDFS, expand, sparql_prologue
from kg.pipeline.export import Chosen, choose_all, choose_thing, export_tables
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.export.tables import Table
    from kg.graph.stores.store import LocalStore

RESOLUTION = "A/HRC/RES/31/7"
TYPE = ox.NamedNode(RDF + "type")


@pytest.fixture(scope="module")
def everything(small_graph: LocalStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "tables"
    export_tables(choose_all(small_graph), folder, watch=unwatched)
    return folder


@pytest.fixture(scope="module")
def one(small_graph: LocalStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one") / "tables"
    export_tables(choose_thing(small_graph, RESOLUTION), folder, watch=unwatched)
    return folder


def unwatched(_done: int, _total: int) -> None: ...


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("which", ["everything", "one"])
def test_is_the_package_valid_for_frictionless(which: str, request: pytest.FixtureRequest) -> None:
    assert faults(request.getfixturevalue(which)) == []


def test_does_the_check_see_a_link_that_leads_nowhere(one: Path, tmp_path: Path) -> None:
    for path in one.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"A/HRC/RES/31/7,2016", b"lost,2016"))
    kept = (tmp_path / "acts.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "acts.csv").write_text("\n".join([kept[0], *kept[5:]]) + "\n", encoding="utf-8")
    assert "foreign-key" in {kind for kind, _ in faults(tmp_path)}


def faults(folder: Path) -> list[tuple[str, str]]:
    report = frictionless.validate(str(folder / DESCRIPTOR))
    return [(error.type, error.note) for task in report.tasks for error in task.errors]


# Table, and the query that counts its rows another way.
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("instruments", "?x a cp:Instrument"),
        ("provisions", "?x a cp:Provision"),
        ("acts", "?x a cp:Act"),
        ("citations", "?x a cp:Citation"),
        ("notes", "?x a cp:Footnote"),
        ("actors", "?x a cp:Agent"),
        ("treaty-actions", "?x a cp:TreatyAction"),
        ("themes", "?x a cp:Theme"),
        ("deliverables", "?x a cp:Deliverable"),
        ("correspondences", "?x a cp:Correspondence"),
        ("sources", "?x a cp:Source"),
        ("act-themes", "?x a cp:Act ; cp:hasTheme ?y"),
        ("provision-notes", "?x cp:hasNote ?y"),
        ("note-references", "?x cp:refersTo ?y"),
    ],
)
def test_does_a_table_have_the_rows_that_a_query_counts(
    name: str, query: str, everything: Path, small_graph: LocalStore
) -> None:
    found = small_graph.select(f"{sparql_prologue()} SELECT (COUNT(*) AS ?n) {{ {query} }}").rows[0][0]
    assert found is not None
    assert len(rows(everything, name)) == int(found.value) > 0


def test_does_the_table_of_acts_say_what_the_graph_says(one: Path) -> None:
    (act,) = [row for row in rows(one, "acts") if row["id"] == f"{RESOLUTION}/op/4#act-1"]
    assert act["provision"] == f"{RESOLUTION}/op/4"
    assert (act["verb"], act["phrase"], act["category"]) == ("calls upon", "Calls upon", "directing")
    assert act["performed_by"] == "body/HRC"
    assert int(act["strength_rank"]) > 0


def test_is_a_citation_split_into_instrument_and_provision(one: Path) -> None:
    cited = {(row["cited_instrument"], row["cited_provision"]) for row in rows(one, "citations")}
    assert ("treaty/UDHR", "treaty/UDHR/art/12") in cited
    assert ("A/HRC/RES/28/19", "") in cited


def test_are_the_paragraphs_asked_for_told_from_those_only_cited(one: Path) -> None:
    complete = Counter(row["complete"] for row in rows(one, "provisions") if row["instrument"] == RESOLUTION)
    assert complete == {"true": 48}
    assert {row["complete"] for row in rows(one, "provisions") if row["instrument"] != RESOLUTION} == {
        "false"
    }


def test_is_no_value_lost_where_a_column_takes_one(graph: LocalStore) -> None:
    """A property with several values belongs into a table of links."""
    crowded = set()
    for table in TABLES:
        own = {
            quad.subject
            for name in table.of.split("|")
            for quad in graph.ox.quads_for_pattern(None, TYPE, ox.NamedNode(expand(name)), None)
        }
        for column in table.columns:
            for place, step in enumerate(column.path.split("/")):
                if ":" in step and "|" not in step and not table.links:
                    prop = ox.NamedNode(expand(step))
                    values = Counter(
                        triple.subject
                        for triple in {q.triple for q in graph.ox.quads_for_pattern(None, prop, None)}
                        if place or triple.subject in own
                    )
                    crowded |= {(table.name, step)} if max(values.values(), default=0) > 1 else set()
    assert crowded == {("sources", "dcterms:source")}  # one of several addresses serves as well


def test_does_every_property_of_the_tables_exist(graph: LocalStore) -> None:
    declared = {q.subject.value for q in graph.ox.quads_for_pattern(None, TYPE, None)}  # type: ignore[union-attr]
    named = {part for table in TABLES for part in table.of.split("|")}
    for table in TABLES:
        named |= {prop for prop, _ in table.links}
        steps = [s for c in table.columns for s in c.path.removeprefix("which of ").split("/")]
        named |= {part for step in steps for part in step.split("|") if ":" in part}
    assert {name for name in named if expand(name) not in declared} == set()


def test_does_the_descriptor_say_licence_sources_types_and_keys(one: Path) -> None:
    package = json.loads((one / DESCRIPTOR).read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"]
    assert "Rights of the child" in package["title"]
    acts = next(resource for resource in package["resources"] if resource["name"] == "acts")
    fields = {field["name"]: field for field in acts["schema"]["fields"]}
    assert fields["strength_rank"]["type"] == "integer"
    assert all(field["description"] and field["title"] for field in fields.values())
    assert acts["schema"]["primaryKey"] == ["id"]
    assert {"fields": "provision", "reference": {"resource": "provisions", "fields": "id"}} in acts["schema"][
        "foreignKeys"
    ]


def test_do_the_docs_name_every_table_and_column() -> None:
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for table in TABLES:
        (line,) = [line for line in text.splitlines() if line.startswith(f"| `{table.name}.csv` |")]
        missing = [column.name for column in table.columns if f"`{column.name}`" not in line]
        assert not missing, f"{table.name}.csv: {missing}"


def test_are_two_exports_equal_byte_by_byte(small_graph: LocalStore, tmp_path: Path) -> None:
    chosen = choose_thing(small_graph, "theme/conduct/grooming")
    for name in ("a.zip", "b.zip"):
        export_tables(chosen, tmp_path / name, watch=unwatched)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_does_the_archive_hold_the_files_of_the_folder(
    small_graph: LocalStore, one: Path, tmp_path: Path
) -> None:
    export_tables(choose_thing(small_graph, RESOLUTION), tmp_path / "r.zip", watch=unwatched)
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert archive.namelist()[0] == DESCRIPTOR
        assert {name: archive.read(name) for name in archive.namelist()} == {
            p.name: p.read_bytes() for p in one.iterdir()
        }


def test_does_a_second_export_replace_the_first(small_graph: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    for name in (RESOLUTION, "body/UNODC"):
        export_tables(choose_thing(small_graph, name), folder, watch=unwatched)
    assert "UNODC" in json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))["title"]
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


# What lies in the folder already, and what the message says of it.
@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"thesis.docx": "mine"}, "thesis.docx"),
        ({DESCRIPTOR: '{"name": "mine", "resources": []}'}, DESCRIPTOR),  # a package of somebody else
        ({DESCRIPTOR: "no JSON"}, DESCRIPTOR),
        (
            {DESCRIPTOR: '{"name": "cpkg", "resources": [{"path": "a.csv"}]}', "a.csv": "", "plot.R": ""},
            "plot.R",
        ),
    ],
)
def test_is_a_folder_with_other_things_left_alone(
    files: dict[str, str], words: str, small_graph: LocalStore, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        export_tables(choose_thing(small_graph, RESOLUTION), tmp_path, watch=unwatched)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == files


def test_is_a_cell_like_a_formula_made_harmless_and_reported(tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://a.example","x")'
    thing, graph = ox.NamedNode(ID + "A/RES/99/1"), ox.NamedNode("https://a.example/g")
    store = memory_store(
        ox.Quad(thing, ox.NamedNode(prop), value, graph)
        for prop, value in (
            (RDF + "type", ox.NamedNode(CP + "Instrument")),
            (RDFS + "label", ox.Literal(hostile, language="en")),
        )
    )
    written = export_tables(Chosen("x", store, None), tmp_path / "t", watch=unwatched)
    assert [place for one in written for place in one.formulas] == ["instruments.csv, row 2, title"]
    assert rows(tmp_path / "t", "instruments")[0]["title"] == f"'{hostile}"


def test_does_a_table_go_row_by_row(small_graph: LocalStore) -> None:
    """The rows are made as they are asked for, so that a table of any length fits into memory."""
    acts: Table = next(table for table in TABLES if table.name == "acts")
    found: Any = Tabulator(small_graph.ox).rows(acts)
    assert next(found) < next(found)
