"""Bodies, mandates, programmes and initiatives are found by their names and by what texts call them after."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from kg.text.annotate.mentions import MentionFinder, annotate_mentions
from tests.conftest import CASES
from tests.tables import read_yaml
from tests.text.annotate.documents import document_of

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

TABLE = read_yaml(CASES / "annotate" / "mentions.yaml")


@pytest.fixture(scope="session")
def finder(knowledge: Knowledge) -> MentionFinder:
    return MentionFinder(knowledge)


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_what_does_a_paragraph_mention(case: dict[str, Any], finder: MentionFinder) -> None:
    document = document_of([text for text, _ in case["paragraphs"]], body=case["body"])
    found = annotate_mentions(document, finder)
    assert [
        [f"{mention.text} -> {mention.id}" for mention in provision.mentions]
        for provision in found.provisions
    ] == [mentions for _, mentions in case["paragraphs"]]


def test_does_a_span_give_back_the_words(finder: MentionFinder) -> None:
    text = "Asks UNICEF, the United Nations Children’s Fund, to help the Fund"
    (provision,) = annotate_mentions(document_of([text]), finder).provisions
    assert [text[slice(*mention.span)] for mention in provision.mentions] == [
        "UNICEF", "United Nations Children’s Fund", "Fund",
    ]  # fmt: skip


def test_who_speaks_in_a_draft_that_another_organ_is_to_adopt(finder: MentionFinder) -> None:
    text = "Recalling that the Economic and Social Council told the General Assembly"
    draft = document_of([text], body="ECOSOC", prefix="draft/", draft_for="GA")
    (provision,) = annotate_mentions(draft, finder).provisions
    assert [mention.id for mention in provision.mentions] == ["body/ECOSOC"]


def test_is_a_document_of_an_unknown_body_read_as_well(finder: MentionFinder) -> None:
    (provision,) = annotate_mentions(document_of(["Thanks UNICEF"], body=None), finder).provisions
    assert [mention.id for mention in provision.mentions] == ["body/UNICEF"]


HOSTILE = [
    "Office of the ",
    "the Special Rapporteur on ",
    "and on the sale of children, ",
    "Committee to the Ab Ab ",
    "Special Rapporteur of the Ab ",
    "the Council ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_does_a_hostile_text_take_time_in_proportion_to_its_length(piece: str, finder: MentionFinder) -> None:
    document = document_of([piece * (150_000 // len(piece))])
    started = time.process_time()
    annotate_mentions(document, finder)
    assert time.process_time() - started < 3
