"""Does `kg review` show where curated data and extraction differ, and write what is accepted for data/?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.cli.review import Only
from kg.graph.check.lint import find_faults
from kg.graph.lookup.facts import ASPECTS
from kg.graph.sources.curated import read_sources, read_turtle
from kg.identifiers import graph_iri
from kg.pipeline.review import GROUPS
from tests.conftest import ROOT
from tests.pipeline.papers import resolution, take_in, write
from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

COVER = """General Assembly

Human Rights Council

Thirty-first session
Agenda item 3

Resolution adopted by the Human Rights Council on 23 March 2016

31/7. Something else

The Human Rights Council,

Emphasizing the Convention on the Rights of the Child, and welcoming its resolution 28/19 of 27 March 2015,

1. Urges States to sing;

99. Decides to rest.

62nd meeting
23 March 2016
"""


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a store with a paper that bears a curated symbol, and one that does not."""
    place = tmp_path_factory.mktemp("review")
    store = copy_build(smaller_built(), place)
    folder = place / "in"
    done = take_in(
        store,
        write(folder, "a.txt", "A/HRC/RES/31/7\n\n" + COVER),
        write(folder, "b.txt", resolution("99/1")),
    )
    assert {one.status for one in done.values()} == {"ingested"}
    return str(store)


def differences(kg: Run, store: str, symbol: str = "A/HRC/RES/31/7") -> dict[str, dict[str, str]]:
    rows = json.loads(kg("review", symbol, "--store", store, "--format", "json").out)
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


def test_are_differences_listed_provision_by_provision(kg: Run, reviewed: str) -> None:
    found = differences(kg, reviewed)
    title = found["front title"]
    assert title["extracted"] == "Something else"
    assert not title["can_be_accepted"]
    assert found["pp/1 citation A/HRC/RES/28/19"]["extracted"] == "A/HRC/RES/28/19"
    assert found["pp/1 citation treaty/OPSC"]["curated"] == "treaty/OPSC"
    assert found["op/2 description"]["curated"] == "described"
    assert "urges" in found["op/1 act urges"]["extracted"]


def test_is_what_agrees_not_listed(kg: Run, reviewed: str) -> None:
    found = differences(kg, reviewed)
    assert not {"pp/1 citation treaty/CRC", "front symbol", "front adopted on", "pp/1 act emphasizes"} & set(
        found
    )


def test_is_the_list_narrowed_to_what_is_asked_for(kg: Run, reviewed: str) -> None:
    whole = differences(kg, reviewed)
    for names, aspects in [
        (("citations",), {"citation", "governing act", "pinpoint"}),
        (("acts", "addressees"), {"act", "phrase", "addressee"}),
        (("front",), {"title", "adoption"}),
    ]:
        only = [part for name in names for part in ("--only", name)]
        rows = json.loads(kg("review", "A/HRC/RES/31/7", "--store", reviewed, *only, "--format", "json").out)
        assert rows
        assert {row["aspect"] for row in rows} <= aspects
        listed = {row["id"] for row in rows}
        assert {name for name, row in whole.items() if row["aspect"] in aspects} == listed


def test_is_only_what_is_asked_for_accepted(kg: Run, reviewed: str, tmp_path: Path) -> None:
    out = tmp_path / "citations.ttl"
    arguments = ("--only", "citations", "--accept-all", "--out", str(out))
    outcome = kg("review", "A/HRC/RES/31/7", "--store", reviewed, *arguments)
    assert outcome.code == 0, outcome.err
    text = out.read_text(encoding="utf-8")
    assert "cp:citedEntity <A/HRC/RES/28/19>" in text
    assert "cp:actType" not in text


def test_has_every_aspect_a_group_to_narrow_by() -> None:
    grouped = sorted(aspect for group in GROUPS.values() for aspect in group)
    wholes = ("act", "phrase", "addressee", "citation", "governing act", "pinpoint", "description")
    assert grouped == sorted([*ASPECTS, *wholes])
    assert set(GROUPS) == {one.value for one in Only}


def _faults(path: Path) -> list[object]:
    file = read_turtle(path, name=path.name, graph=graph_iri(f"curated/documents/{path.stem}"))
    return list(find_faults([*read_sources(ROOT), file]))


def test_is_what_is_accepted_turtle_that_lints(kg: Run, reviewed: str, tmp_path: Path) -> None:
    out = tmp_path / "more.ttl"
    chosen = ("pp/1 citation A/HRC/RES/28/19", "op/1 act urges")
    outcome = kg(
        "review",
        "A/HRC/RES/31/7",
        "--store",
        reviewed,
        "--out",
        str(out),
        *(x for c in chosen for x in ("--accept", c)),
    )
    assert outcome.code == 0, outcome.err
    text = out.read_text(encoding="utf-8")
    assert "A/HRC/RES/31/7/op/1#act-2" in text  # the curated paragraph has an act already
    assert "A/HRC/RES/31/7/pp/1#citation-5" in text
    assert _faults(out) == []


def test_is_all_of_a_document_that_is_not_curated_accepted(kg: Run, reviewed: str, tmp_path: Path) -> None:
    out = tmp_path / "A-RES-99-1.ttl"
    outcome = kg("review", "A/RES/99/1", "--store", reviewed, "--accept-all", "--out", str(out))
    assert outcome.code == 0, outcome.err
    assert "cp:provisionOf <A/RES/99/1>" in out.read_text(encoding="utf-8")
    assert _faults(out) == []
    assert "not curated yet" in kg("review", "A/RES/99/1", "--store", reviewed).err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("A/RES/1/1",), 3, "is not ingested"),
        (("no symbol",), 2, "is no UN document symbol"),
        (("A/HRC/RES/31/7", "--accept-all"), 2, "nowhere to write"),
        (("A/HRC/RES/31/7", "--only", "verbs"), 2, "verbs"),
        (("A/HRC/RES/31/7", "--accept", "op/1 act sings", "--out", "x.ttl"), 2, "there is no difference"),
        (("A/HRC/RES/31/7", "--accept", "front title", "--out", "x.ttl"), 2, "Only what is new"),
        (("A/HRC/RES/31/7", "--accept-all", "--accept", "x", "--out", "x.ttl"), 2, "exclude each other"),
        (("A/HRC/RES/31/7", "--accept-all", "--out", "x.json"), 2, "no Turtle file"),
    ],
)
def test_does_a_mistake_end_in_one_line(
    arguments: tuple[str, ...], code: int, words: str, kg: Run, reviewed: str
) -> None:
    outcome = kg("review", *arguments, "--store", reviewed)
    assert outcome.code == code
    assert words in outcome.err
