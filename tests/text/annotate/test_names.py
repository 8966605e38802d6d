"""Names are found as texts write them, and fast."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kg.knowledge import Name
from kg.text.annotate.names import NameIndex
from tests.conftest import CASES
from tests.tables import read_yaml

NAMES = [
    Name("body/OR", "body", "Office on Rivers", "label"),
    Name("body/ORL", "body", "Office on Rivers and Lakes", "label"),
    Name("body/ROD", "body", "ROD", "abbreviation"),
    Name("body/BF", "body", "Boatmen's Fund", "label"),
    Name("body/M", "body", "United Nations Museum", "label"),
    Name("mandate/ST", "mandate", "Secretary-Treasurer", "label"),
    Name("mandate/E", "mandate", "Envoy on sale, theft and loss", "label"),
    Name("programme/SOS", "programme", "United Nations Survey of Springs", "label"),
    Name("group/states", "group", "States", "label"),
    Name("group/media", "group", "The media", "alternative"),
    Name("treaty/SPRINGS", "treaty", "Charter of Springs", "label"),
    Name("A/RES/1/1", "instrument", "Charter of Springs", "label"),
    Name("theme/measure/flood-barrier", "theme", "flood barrier", "label"),
    Name("theme/measure/self-regulation", "theme", "self-regulation", "label"),
]
INDEX = NameIndex(NAMES)
TABLE = read_yaml(CASES / "annotate" / "names.yaml")


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_which_names_stand_in_a_text(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [
        f"{text[one.start : one.end]} -> {', '.join(sorted(name.thing for name in one.names))}"
        for one in INDEX.find(text)
    ]
    assert found == case["found"]


def test_does_an_index_of_nothing_find_nothing() -> None:
    assert NameIndex([]).find("the Office on Rivers") == []


def test_is_a_name_without_a_word_left_out() -> None:
    assert NameIndex([Name("body/X", "body", "the ", "label")]).find("the the the") == []


@pytest.mark.parametrize("piece", ["Office on ", "a-", "‘", "United Nations ", "x", "İ "])
def test_does_a_hostile_text_take_time_in_proportion_to_its_length(piece: str) -> None:
    started = time.process_time()
    INDEX.find(piece * (300_000 // len(piece)))
    assert time.process_time() - started < 3
