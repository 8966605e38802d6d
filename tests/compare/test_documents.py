"""What differs between two documents, made and real?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.compare.documents import compare_documents
from kg.compare.strength import Scales
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.lookup.strengths import read_strengths, read_wider_groups
from kg.text.extract import Extractor
from tests.compare.made import document
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.compare.report import Comparison
    from kg.graph.stores.store import LocalStore

SHARED = ROOT.parent / "shared"
AKN = SHARED / "corpus" / "akn"
needs_texts = pytest.mark.skipif(
    not AKN.is_dir(), reason="the official texts do not lie beside this checkout"
)
DRAFT = [
    "op/u1: Recommends the following draft:",
    "draft/pp/1: Recalling the joys of children's play,",
    "draft/op/1: Urges States to build parks;",
    "draft/op/2: Invites cities to open them on Sundays.",
]
ADOPTED = [
    "pp/1: Recalling the joys of children’s play,",
    "op/1: Urges States to build parks;",
    "op/2: Invites cities to open them on Mondays.",
]


def test_is_a_draft_compared_with_what_was_adopted() -> None:
    found = compare_documents(
        document(*DRAFT, symbol="E/RES/2090/1"), document(*ADOPTED, symbol="A/RES/90/1"), Scales()
    )
    assert (found.before.draft, found.after.draft, found.outside) == (True, False, ("op/u1",))
    assert [(row.shown.id, row.status) for row in found.differences] == [("op/2", "changed")]
    assert found.counts() == {
        "same": 2,
        "changed": 1,
        "added": 0,
        "dropped": 0,
        "moved": 0,
        "typography": 1,
    }


def test_are_two_drafts_compared_whole() -> None:
    found = compare_documents(document(*DRAFT), document(*DRAFT), Scales())
    assert (len(found.rows), found.differences, found.outside) == (4, (), ())


def test_are_footnotes_compared_by_their_words() -> None:
    before = document(
        "pp/1: Recalling play,", notes=("See the first report on play.", "See the book of toys.")
    )
    after = document("pp/1: Recalling play,", notes=("See the book of toys.", "A song of the sea."))
    found = compare_documents(before, after, Scales())
    assert [(row.status, row.shown.id) for row in found.rows if row.kind == "footnote"] == [
        ("same", "note/1"),
        ("added", "note/2"),
        ("dropped", "note/1"),
    ]


def test_is_a_changed_title_seen() -> None:
    found = compare_documents(document(title="Rights to play"), document(title="Right to play"), Scales())
    assert len(found.title_edits) == 1


@pytest.fixture(scope="module")
def extractor(graph: LocalStore) -> Extractor:
    return Extractor(read_knowledge(graph))


@pytest.fixture
def compare(graph: LocalStore, extractor: Extractor) -> Callable[[Path, Path], Comparison]:
    """Return what compares two official files."""

    def call(before: Path, after: Path) -> Comparison:
        first, second = (extractor.extract_file(path)[0] for path in (before, after))
        return compare_documents(first, second, Scales(read_strengths(graph), read_wider_groups(graph)))

    return call


@needs_texts
def test_which_slips_lie_between_a_draft_of_the_council_and_the_assembly(
    compare: Callable[[Path, Path], Comparison],
) -> None:
    """One small word is lost; straight apostrophes are the seed's, not the United Nations'."""
    found = compare(SHARED / "seeds" / "E-RES-2019-20.txt", AKN / "GA" / "74_174.xml")
    assert (found.before.name, found.before.draft, found.after.name) == (
        "E/RES/2019/20",
        True,
        "A/RES/74/174",
    )
    assert len(found.rows) == 19 + 21 + 9
    [row] = found.differences
    assert row.before is not None
    assert row.after is not None
    assert (row.before.id, row.after.id, row.moved, row.shifts) == ("draft/op/7", "op/7", False, ())
    assert [row.before.text[slice(*edit.before)] for edit in row.changes] == ["to"]
    assert [edit.after[1] - edit.after[0] for edit in row.changes] == [0]
    assert [one.shown.id for one in found.rows if one.typography] == ["pp/13", "pp/17"]
    assert found.outside == ("op/u1",)


@needs_texts
def test_was_the_second_draft_adopted_word_for_word(compare: Callable[[Path, Path], Comparison]) -> None:
    found = compare(AKN / "ECOSOC" / "E_RES_2022_14-2211663E.xml", AKN / "GA" / "A_RES_77_233-2228999E.xml")
    assert found.counts() == {
        "same": 31 + 22 + 5,
        "changed": 0,
        "added": 0,
        "dropped": 0,
        "moved": 0,
        "typography": 0,
    }


@needs_texts
def test_is_an_official_text_the_same_in_both_directions(
    compare: Callable[[Path, Path], Comparison],
) -> None:
    older, newer = SHARED / "seeds" / "A-HRC-RES-31-7.txt", SHARED / "seeds" / "E-RES-2019-20.txt"
    there, back = compare(older, newer).counts(), compare(newer, older).counts()
    assert (there["added"], there["dropped"]) == (back["dropped"], back["added"])
    assert there["added"] > 0
