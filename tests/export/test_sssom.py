"""Is the table of identifiers what SSSOM 1.0 says that one is?"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.errors import InputError
from kg.export.sssom import COLUMNS
from kg.namespaces import ID
from kg.pipeline.export import choose_all, choose_thing, mapping_table
from kg.schemes import SCHEMES

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

Table = tuple[dict[str, Any], list[dict[str, str]]]
"""Metadata and rows."""

# The rules below are those of the LinkML schema of SSSOM (classes `mapping` and `mapping set`).
SLOTS = {
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "object_category",
    "mapping_justification", "object_type", "confidence", "see_also", "comment", "mapping_source",
}  # fmt: skip
SET_SLOTS = {
    "curie_map", "license", "mapping_set_id", "mapping_set_title", "mapping_set_version", "mapping_tool",
    "mapping_tool_version",
}  # fmt: skip
JUSTIFICATION_RE = re.compile(
    r"semapv:(MappingReview|ManualMappingCuration|LogicalReasoning|LexicalMatching|CompositeMatching"
    r"|UnspecifiedMatching|MappingChaining|MappingInversion|StructuralMatching|InstanceBasedMatching"
    r"|BackgroundKnowledgeBasedMatching)"
)


def read(text: str) -> Table:
    """Return the metadata and the rows, as the TSV serialisation lays them out."""
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    rows = csv.DictReader(io.StringIO("".join(lines[len(head) :])), delimiter="\t")
    return yaml.safe_load("".join(line.removeprefix("#") for line in head)), list(rows)


@pytest.fixture(scope="module")
def table(small_graph: LocalStore) -> Table:
    return read(mapping_table(choose_all(small_graph)).text)


def test_says_the_set_what_it_must_and_nothing_unheard_of(table: Table) -> None:
    metadata, _ = table
    assert set(metadata) <= SET_SLOTS
    for required in ("mapping_set_id", "license"):
        assert re.match(r"https?://", metadata[required])
    assert isinstance(metadata["mapping_set_version"], str)  # 0.1 would be a number


def test_keeps_every_row_the_rules_of_a_mapping(table: Table) -> None:
    _, rows = table
    assert set(COLUMNS) <= SLOTS
    assert len(rows) > 1000
    for row in rows:
        assert JUSTIFICATION_RE.fullmatch(row["mapping_justification"])
        assert 0 <= float(row["confidence"]) <= 1
        assert row["subject_id"]
        assert row["predicate_id"]
        if row["object_type"] == "rdfs literal":
            assert row["object_label"]
            assert not row["object_id"]
        else:
            assert row["object_type"] == ""
            assert row["object_id"]


def test_is_every_prefix_declared_and_every_name_short(table: Table) -> None:
    metadata, rows = table
    for row in rows:
        for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, colon, local = row[slot].partition(":")
            assert not row[slot] or (colon and local and prefix in metadata["curie_map"]), row
        assert all(source.startswith("http") for source in row["see_also"].split("|"))


def test_has_the_table_every_scheme(graph: LocalStore) -> None:
    _, rows = read(mapping_table(choose_all(graph)).text)
    labels = {scheme.label for scheme in SCHEMES if scheme.key not in {"cpkg", "sdg"}}
    assert {row["object_category"] for row in rows} == labels
    assert ("id:state/ALB", "skos:exactMatch", "wikidata:Q222") in {
        (row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows
    }


def test_is_the_table_of_one_thing_that_of_its_parts(small_graph: LocalStore) -> None:
    table = mapping_table(choose_thing(small_graph, "A/RES/74/174"))
    _, rows = read(table.text)
    subjects = {row["subject_id"] for row in rows}
    assert {"id:A/RES/74/174", "id:A/RES/74/174/op/3"} <= subjects
    assert len(subjects) == table.things
    assert all(subject.startswith("id:A/RES/74/174") for subject in subjects)


def test_is_a_thing_without_identifiers_refused(small_graph: LocalStore) -> None:
    with pytest.raises(InputError, match="nothing in it has an identifier elsewhere"):
        mapping_table(choose_thing(small_graph, "A/RES/74/174/note/4"))


def test_are_two_tables_of_one_graph_equal(small_graph: LocalStore) -> None:
    chosen = choose_thing(small_graph, "treaty/OPSC")
    assert mapping_table(chosen) == mapping_table(chosen)
    assert ID not in mapping_table(chosen).text.split("subject_id", 1)[1].split("\t", 1)[0]
