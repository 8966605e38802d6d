"""Does each paragraph find its counterpart?"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compare.align import align
from tests.compare.made import provisions

if TYPE_CHECKING:
    from kg.document import Provision

PLAYGROUNDS = "Urges Member States to build safe playgrounds in every town within five years;"
SCHOOLS = "Requests the Secretary-General to report on the opening hours of school libraries;"
SPORT = "Invites sport associations to open their training grounds to children on weekends;"
MUSIC = "Encourages broadcasters to air music by young composers in the early evening;"
RADIO = "Encourages broadcasters to air concerts and music by young composers in the evening;"
LAST = "Decides to remain seized of the matter."


def ids(before: tuple[Provision, ...], after: tuple[Provision, ...]) -> list[tuple[str, str, bool]]:
    """Return the pairs by their ids, a dash for what is missing."""
    return [
        (pair.before.id if pair.before else "-", pair.after.id if pair.after else "-", pair.moved)
        for pair in align(before, after)
    ]


CASES = [
    (
        "a new paragraph makes new numbers and no moves",
        [f"op/1: {PLAYGROUNDS}", f"op/2: {LAST}"],
        [f"op/1: {PLAYGROUNDS}", f"op/2: {SCHOOLS}", f"op/3: {LAST}"],
        [("op/1", "op/1", False), ("-", "op/2", False), ("op/2", "op/3", False)],
    ),
    (
        "a dropped paragraph stands where it was",
        [f"op/1: {PLAYGROUNDS}", f"op/2: {SCHOOLS}", f"op/3: {LAST}"],
        [f"op/1: {PLAYGROUNDS}", f"op/2: {LAST}"],
        [("op/1", "op/1", False), ("op/2", "-", False), ("op/3", "op/2", False)],
    ),
    (
        "one paragraph that went to the end has moved, not the two that it passed",
        [f"op/1: {MUSIC}", f"op/2: {SCHOOLS}", f"op/3: {SPORT}"],
        [f"op/1: {SCHOOLS}", f"op/2: {SPORT}", f"op/3: {MUSIC}"],
        [("op/2", "op/1", False), ("op/3", "op/2", False), ("op/1", "op/3", True)],
    ),
    (
        "a paragraph can move and change",
        [f"op/1: {MUSIC}", f"op/2: {SCHOOLS}", f"op/3: {SPORT}"],
        [f"op/1: {SCHOOLS}", f"op/2: {SPORT}", f"op/3: {RADIO}"],
        [("op/2", "op/1", False), ("op/3", "op/2", False), ("op/1", "op/3", True)],
    ),
    (
        "the preamble answers the preamble only",
        [f"pp/1: {SPORT}"],
        [f"op/1: {SPORT}"],
        [("pp/1", "-", False), ("-", "op/1", False)],
    ),
    (
        "of two that are alike each finds its own",
        [f"op/1: {LAST}", f"op/2: {SCHOOLS}", f"op/3: {LAST}"],
        [f"op/1: {LAST}", f"op/2: {SCHOOLS}", f"op/3: {LAST}"],
        [("op/1", "op/1", False), ("op/2", "op/2", False), ("op/3", "op/3", False)],
    ),
    (
        "what was written anew is dropped and added",
        [f"op/1: {SCHOOLS}"],
        [f"op/1: {MUSIC}"],
        [("op/1", "-", False), ("-", "op/1", False)],
    ),
    (
        "a chapeau takes its items along, which have not moved themselves",
        [f"op/1: {MUSIC}", "op/2: Calls upon States:", f"op/2/a: {PLAYGROUNDS}", f"op/2/b: {SCHOOLS}"],
        ["op/1: Calls upon States:", f"op/1/a: {PLAYGROUNDS}", f"op/1/b: {SCHOOLS}", f"op/2: {MUSIC}"],
        [
            ("op/2", "op/1", False),
            ("op/2/a", "op/1/a", False),
            ("op/2/b", "op/1/b", False),
            ("op/1", "op/2", True),
        ],
    ),
    (
        "an item that went under another chapeau has moved",
        [
            "op/1: Calls upon States in the east:",
            f"op/1/a: {PLAYGROUNDS}",
            f"op/1/b: {SCHOOLS}",
            "op/2: Invites cities of the west:",
            f"op/2/a: {SPORT}",
        ],
        [
            "op/1: Calls upon States in the east:",
            f"op/1/a: {PLAYGROUNDS}",
            "op/2: Invites cities of the west:",
            f"op/2/a: {SPORT}",
            f"op/2/b: {SCHOOLS}",
        ],
        [
            ("op/1", "op/1", False),
            ("op/1/a", "op/1/a", False),
            ("op/2", "op/2", False),
            ("op/2/a", "op/2/a", False),
            ("op/1/b", "op/2/b", True),
        ],
    ),
    (
        "a draft's paragraphs answer those adopted",
        [f"draft/pp/1: {SPORT}", f"draft/op/1: {LAST}"],
        [f"pp/1: {SPORT}", f"op/1: {LAST}"],
        [("draft/pp/1", "pp/1", False), ("draft/op/1", "op/1", False)],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_which_paragraph_answers_which(
    before: list[str], after: list[str], expected: list[tuple[str, str, bool]]
) -> None:
    assert ids(provisions(*before), provisions(*after)) == expected


WORDS = "States children play safe toys parks report urge music sport water light bread open".split()  # noqa: SIM905 - reads better
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), max_size=12)
DOCUMENTS = st.builds(
    lambda preamble, operative: provisions(
        *(f"pp/{n}: {text}" for n, text in enumerate(preamble, start=1)),
        *(f"op/{n}: {text}" for n, text in enumerate(operative, start=1)),
    ),
    TEXTS,
    TEXTS,
)


@given(DOCUMENTS)
def test_is_a_document_the_same_as_itself(text: tuple[Provision, ...]) -> None:
    assert ids(text, text) == [(one.id, one.id, False) for one in text]


@given(DOCUMENTS, DOCUMENTS)
def test_does_exchanging_both_exchange_the_sides_only(
    first: tuple[Provision, ...], second: tuple[Provision, ...]
) -> None:
    there, back = ids(first, second), ids(second, first)
    assert sorted(there) == sorted((before, after, moved) for after, before, moved in back)


@given(DOCUMENTS, DOCUMENTS)
def test_does_every_paragraph_stand_in_one_row(
    first: tuple[Provision, ...], second: tuple[Provision, ...]
) -> None:
    rows = align(first, second)
    assert sorted(row.before.id for row in rows if row.before) == sorted(one.id for one in first)
    assert [row.after.id for row in rows if row.after] == [one.id for one in second]
    assert all(row.before.kind == row.after.kind for row in rows if row.before and row.after)


@given(st.lists(st.integers(0, 400), unique=True, max_size=40), st.randoms())
def test_does_a_shuffled_document_hold_moves_only(numbers: list[int], chance: object) -> None:
    before = provisions(*(f"op/{n}: Urges town {n} to open its park" for n in numbers))
    shuffled = list(before)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    after = tuple(replace(one, id=f"op/x{place}") for place, one in enumerate(shuffled))
    pairs = align(before, after)
    assert all(pair.before and pair.after and pair.before.text == pair.after.text for pair in pairs)
    stayed = [pair.before.number for pair in pairs if pair.before and not pair.moved]
    order = [one.number for one in before]
    assert stayed == sorted(stayed, key=order.index)
    assert len(stayed) == _longest_rise([order.index(one.number) for one in shuffled])


def _longest_rise(places: list[int]) -> int:
    best: list[int] = []
    for n, place in enumerate(places):
        best.append(1 + max((best[m] for m in range(n) if places[m] < place), default=0))
    return max(best, default=0)


def test_are_five_hundred_paragraphs_aligned_within_seconds() -> None:
    """Paragraphs that differ in one word only are the hardest: no word tells where to look."""
    before = provisions(*(f"op/{n}: Urges States to act on item {n} of the list" for n in range(500)))
    after = provisions(*(f"op/{n}: Urges States to move on item {n} of the list" for n in range(500)))
    begin = time.process_time()
    pairs = align(before, after)
    assert time.process_time() - begin < 5
    assert all(pair.before and pair.after and pair.before.id == pair.after.id for pair in pairs)
