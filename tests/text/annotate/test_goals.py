"""Sustainable Development Goals and targets are found by their numbers, and nobody else's goals are."""

from __future__ import annotations

import time

import pytest

from kg.text.annotate.goals import _TARGETS, annotate_goals
from tests.conftest import CASES
from tests.tables import read_yaml
from tests.text.annotate.documents import document_of

TABLE = read_yaml(CASES / "annotate" / "goals.yaml")


@pytest.mark.parametrize(("text", "goals", "targets"), TABLE, ids=[case[0] for case in TABLE])
def test_which_goals_and_targets_are_named(text: str, goals: list[str], targets: list[str]) -> None:
    (provision,) = annotate_goals(document_of([text])).provisions
    assert (list(provision.sdg_goals), list(provision.sdg_targets)) == (goals, targets)


def test_are_there_17_goals_with_169_targets() -> None:
    assert (len(_TARGETS), sum(numbered + len(letters) for numbered, letters in _TARGETS.values())) == (
        17,
        169,
    )


@pytest.mark.parametrize("piece", ["Goals 1, ", "Goals 1 ,", "1, ", "Sustainable Development ", "target 5."])
def test_does_a_hostile_text_take_time_in_proportion_to_its_length(piece: str) -> None:
    document = document_of(["Goals " + piece * (300_000 // len(piece))])
    started = time.process_time()
    annotate_goals(document)
    assert time.process_time() - started < 3
