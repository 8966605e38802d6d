"""Themes are found by their names, and by words that together speak of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from kg.text.annotate.themes import _COVERED, _TABLE, _UNSPECIFIC, ThemeFinder, annotate_themes
from kg.text.annotate.word_patterns import parse_patterns
from tests.conftest import CASES
from tests.tables import read_yaml
from tests.text.annotate.documents import document_of

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

TABLE = read_yaml(CASES / "annotate" / "themes.yaml")


@pytest.fixture(scope="session")
def finder(knowledge: Knowledge) -> ThemeFinder:
    return ThemeFinder(knowledge)


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_which_themes_is_a_paragraph_about(case: dict[str, Any], finder: ThemeFinder) -> None:
    (provision,) = annotate_themes(document_of([case["text"]]), finder).provisions
    assert set(provision.themes) >= set(case.get("has", ()))
    assert not set(provision.themes) & set(case.get("lacks", ()))


def test_is_every_theme_of_the_tables_in_the_vocabularies(knowledge: Knowledge) -> None:
    known = {name.thing.removeprefix("theme/") for name in knowledge.names if name.kind == "theme"}
    patterns = parse_patterns(_TABLE.read_text(encoding="utf-8"))
    named = (
        {pattern.theme for pattern in patterns}
        | _UNSPECIFIC
        | set(_COVERED)
        | set().union(*_COVERED.values())
    )
    assert named - known == set()


def test_can_every_pattern_of_the_table_be_met(finder: ThemeFinder) -> None:
    patterns = parse_patterns(_TABLE.read_text(encoding="utf-8"))
    unmet = [
        pattern
        for pattern in patterns
        if pattern.theme
        not in finder.find(" ".join(group.split("|")[0].rstrip("~") for group in pattern.groups))
    ]
    assert unmet == []


@pytest.mark.parametrize("piece", ["child sexual abuse online ", "A ", "‘", "prevent abuse ", "x"])
def test_does_a_hostile_text_take_time_in_proportion_to_its_length(piece: str, finder: ThemeFinder) -> None:
    document = document_of([piece * (150_000 // len(piece))])
    started = time.process_time()
    annotate_themes(document, finder)
    assert time.process_time() - started < 3
