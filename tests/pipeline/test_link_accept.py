"""Do a person's decisions become data that our checks accept, and does each slip come back with its line?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import yaml

from kg.counterparts import Check, Evidence, Found, Link, Name, Proposal, ReviewSource, Thing
from kg.errors import InputError, InvalidInputError
from kg.export.link_review import COLUMNS, read_review, write_review
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.check.shapes import check_shapes
from kg.namespaces import ID
from kg.pipeline.link import accept
from tests.conftest import ROOT
from tests.graph.worlds import project_shapes, world_graph, world_store

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = ReviewSource("Wikidata", "https://query.wikidata.org/sparql", "2026-11-22")
STATE = Thing(ID + "state/ABC", "state", "Abecedia")
THEME = Thing(ID + "theme/conduct/grooming", "theme", "grooming")
WIKIDATA = "http://www.wikidata.org/entity/"


def proposal(thing: Thing, name: str, predicate: str, ground: str) -> Proposal:
    evidence = Evidence(ground, f"{ground} ABC", "ABC")  # type: ignore[arg-type]  # one of three
    return Proposal(thing, Found(WIKIDATA + name, (Name("Abecedia", "en"),)), predicate, 0.8, (evidence,))


BY_CODE = proposal(STATE, "Q1", "exactMatch", "code")
BY_NAME = proposal(THEME, "Q2", "closeMatch", "name")
GONE = Check(STATE, Link("exactMatch", WIKIDATA + "Q9"), "missing", "nothing is said there")
HELD = Check(STATE, Link("exactMatch", WIKIDATA + "Q8"), "confirmed", "iso-3 ABC")


def decided(*decisions: str, proposals: tuple[Proposal, ...] = (BY_CODE, BY_NAME), **changed: str) -> str:
    """Return the table with decisions on its rows, in order, and cells of the first row changed."""
    lines = write_review(proposals, [], SOURCE).splitlines()
    head = lines.index("\t".join(COLUMNS))
    for place, decision in enumerate(decisions, start=head + 1):
        cells = dict(zip(COLUMNS, lines[place].split("\t"), strict=True)) | {"decision": decision}
        if place == head + 1:
            cells |= changed
        lines[place] = "\t".join(cells[column] for column in COLUMNS)
    return "\n".join(lines) + "\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "review.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_is_the_table_sssom_with_two_columns_declared_as_its_own() -> None:
    text = write_review([BY_CODE], [GONE, HELD], SOURCE)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    about = yaml.safe_load("\n".join(line.removeprefix("# ") for line in comments))
    rows = list(csv.DictReader(text.splitlines()[len(comments) :], dialect="excel-tab"))
    assert about["object_source"] == SOURCE.address
    assert {part["slot_name"] for part in about["extension_definitions"]} == {"status", "decision"}
    assert [row["status"] for row in rows] == ["missing", "proposed"]  # what holds is left out
    assert all(row["decision"] == "" for row in rows)
    for row in rows:
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix = row[column].partition(":")[0]
            assert prefix in about["curie_map"]


def test_are_accepted_links_data_that_break_no_shape_and_no_rule(tmp_path: Path) -> None:
    review = write(tmp_path, decided("accept", "accept"))
    done = accept(world_store(), review, tmp_path / "links.ttl")
    (tmp_path / "links.ttl").write_text(done.turtle, encoding="utf-8")
    assert done.links == 2
    assert check_shapes(world_graph(tmp_path / "links.ttl"), project_shapes()) == []
    found = check_hygiene(world_store(tmp_path / "links.ttl"), read_rules(ROOT / "shapes" / "hygiene"))
    # what rests on a name alone is open about it
    assert [(one.rule.rpartition("/")[2], one.severity) for one in found] == [("unverified-fact", "Info")]


def test_does_only_what_rests_on_a_name_count_as_unverified(tmp_path: Path) -> None:
    turtle = accept(world_store(), write(tmp_path, decided("accept", "")), tmp_path / "x.ttl").turtle
    assert "<state/ABC> skos:exactMatch <http://www.wikidata.org/entity/Q1>" in turtle
    assert 'cp:place "code ABC"' in turtle
    assert "unverified" not in turtle
    turtle = accept(world_store(), write(tmp_path, decided("", "accept")), tmp_path / "x.ttl").turtle
    assert "cp:verification <verification/unverified>" in turtle


def test_is_nothing_named_under_the_iri_of_a_thing_that_is_not_ours(tmp_path: Path) -> None:
    target = Thing("http://metadata.un.org/sdg/16.2", "target", "Target 16.2")
    stated = (proposal(target, "Q5", "exactMatch", "link"),)
    turtle = accept(
        world_store(), write(tmp_path, decided("accept", proposals=stated)), tmp_path / "x.ttl"
    ).turtle
    (tmp_path / "links.ttl").write_text(turtle, encoding="utf-8")
    assert "sdg:16.2 skos:exactMatch <http://www.wikidata.org/entity/Q5>" in turtle
    assert "prov:wasDerivedFrom <source/Wikidata-2026-11-22>" in turtle
    assert "attestation" not in turtle
    assert check_shapes(world_graph(tmp_path / "links.ttl"), project_shapes()) == []


def test_is_a_second_batch_of_decisions_added_to_the_first(tmp_path: Path) -> None:
    out = tmp_path / "links.ttl"
    first = accept(world_store(), write(tmp_path, decided("accept", "")), out)
    out.write_text(first.turtle, encoding="utf-8")
    second = accept(world_store(), write(tmp_path, decided("accept", "yes")), out)
    assert (first.links, second.links) == (1, 2)
    assert "Q1>" in second.turtle
    assert "Q2>" in second.turtle
    out.write_text(second.turtle, encoding="utf-8")
    assert accept(world_store(), write(tmp_path, decided("accept", "yes")), out).statements == 0


def test_are_attestations_numbered_on_from_those_there_are(tmp_path: Path) -> None:
    out = tmp_path / "links.ttl"
    out.write_text(accept(world_store(), write(tmp_path, decided("accept")), out).turtle, encoding="utf-8")
    more = (proposal(STATE, "Q3", "closeMatch", "code"),)
    turtle = accept(world_store(), write(tmp_path, decided("accept", proposals=more)), out).turtle
    assert "state/ABC#attestation-1>" in turtle
    assert "state/ABC#attestation-2>" in turtle


def test_is_a_table_read_as_a_spreadsheet_saves_it() -> None:
    rows = csv.reader(decided("accept", "reject").splitlines(), dialect="excel-tab")
    saved = io.StringIO()
    table = csv.writer(saved, dialect="excel-tab")  # every row as wide as the widest, quoted where it must be
    table.writerows([*row, *[""] * (len(COLUMNS) - len(row))] for row in rows)
    source, links = read_review("\ufeff" + saved.getvalue(), "review.tsv")
    assert source == SOURCE
    assert [link.object for link in links] == [WIKIDATA + "Q1"]


SLIPS = [
    # a decision that is none
    ({"decision": "maybe"}, "decision 'maybe' is none"),
    # a relation that is none
    ({"predicate_id": "owl:sameAs"}, "predicate_id 'owl:sameAs' is no SKOS mapping"),
    # an object that no prefix explains, or that is no address
    ({"object_id": "nowhere:Q1"}, "'nowhere:Q1' is no web address"),
    ({"object_id": "javascript:alert(1)"}, "'javascript:alert(1)' is no web address"),
    # a thing of ours on both sides
    ({"object_id": "id:state/ABC"}, "is a thing of ours"),
    # a link that we have is no proposal
    ({"status": "contradicted"}, "a link that is contradicted is mended in data/"),
]


@pytest.mark.parametrize(("changed", "words"), SLIPS)
def test_is_a_slip_in_a_row_reported_with_its_line(changed: dict[str, str], words: str) -> None:
    text = decided("accept", proposals=(BY_CODE,), **changed)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("subject_id")) + 1
    with pytest.raises(InvalidInputError) as caught:
        read_review(text, "review.tsv")
    assert str(caught.value).startswith(f"review.tsv:{line}: ")
    assert words in str(caught.value)


def test_are_all_slips_of_a_table_reported_at_once() -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_review(decided("maybe", "perhaps"), "review.tsv")
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # nothing at all
        ("", "its metadata lack curie_map"),
        # a table without its comments
        (decided("accept").split("# decision\n")[-1][-400:], "its metadata lack"),
        # a comment that is no YAML
        ("# curie_map: [\n", "its metadata are no YAML"),
        # a column deleted
        (decided("accept").replace("\tdecision", ""), "has no column decision"),
    ],
)
def test_is_a_file_that_is_no_review_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_review(text, "review.tsv")
    assert words in str(caught.value)


def test_is_a_thing_that_the_graph_does_not_know_refused(tmp_path: Path) -> None:
    review = write(tmp_path, decided("accept", subject_id="id:state/NONE"))
    with pytest.raises(InvalidInputError, match="state/NONE is not in the graph"):
        accept(world_store(), review, tmp_path / "x.ttl")


def test_can_one_thing_not_be_the_same_as_two_of_one_graph(tmp_path: Path) -> None:
    two = (BY_CODE, proposal(STATE, "Q7", "exactMatch", "name"))
    with pytest.raises(InvalidInputError, match=r"would be the same as .*Q7 and as .*Q1"):
        accept(world_store(), write(tmp_path, decided("accept", "accept", proposals=two)), tmp_path / "x.ttl")


def test_can_a_link_not_be_exact_and_close_at_once(tmp_path: Path) -> None:
    two = (BY_CODE, proposal(STATE, "Q1", "closeMatch", "name"))
    with pytest.raises(InvalidInputError, match=r"is linked to .*Q1 as exactMatch already"):
        accept(world_store(), write(tmp_path, decided("accept", "accept", proposals=two)), tmp_path / "x.ttl")


def test_is_a_review_that_is_not_there_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        accept(world_store(), tmp_path / "none.tsv", tmp_path / "x.ttl")
