"""Are the words that differ found, and no more of them than differ?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compare.subsequence import common_subsequence
from kg.compare.words import compare_words

WORDS = st.lists(st.sampled_from(["to", "urge", "States", "and", "play", ",", "toys", "the"]), max_size=30)

CASES = [
    # why: nothing differs
    ("Urges States to play;", "Urges States to play;", []),
    # why: one word less
    ("the time taken to do so", "the time taken do so", [("to", "")]),
    # why: one word more
    ("Urges States to play", "Urges all States to play", [("", "all")]),
    # why: a symbol is one word
    ("resolution 74/174 of 2019", "resolution 75/196 of 2019", [("74/174", "75/196")]),
    # why: so is a compound
    ("at its fifty-sixth session", "at its fifty-ninth session", [("fifty-sixth", "fifty-ninth")]),
    # why: two rewritten phrases with a lone small word between them are one
    (
        "Urges States to build bright playgrounds of solid timber",
        "Urges States to fund summer festivals of modern theatre",
        [("build bright playgrounds of solid timber", "fund summer festivals of modern theatre")],
    ),
    # why: a word that was kept between two additions stays
    ("to prevent bullying", "to effectively prevent school bullying", [("", "effectively"), ("", "school")]),
    # why: text from nothing
    ("", "Play", [("", "Play")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_which_words_differ(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    edits = compare_words(before, after)
    assert [(before[slice(*edit.before)], after[slice(*edit.after)]) for edit in edits] == expected
    assert not any(edit.typographic for edit in edits)


@pytest.mark.parametrize(
    ("before", "after"),
    [("children's toys,", "children’s toys,"), ("To play;", "To play."), ("a follow-up", "a follow up")],
)
def test_is_a_difference_of_print_marked_as_such(before: str, after: str) -> None:
    edits = compare_words(before, after)
    assert edits
    assert all(edit.typographic for edit in edits)


@given(WORDS, WORDS)
def test_do_the_edits_turn_one_text_into_the_other(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    rebuilt, at = [], 0
    for edit in compare_words(before, after):
        rebuilt += [before[at : edit.before[0]], after[slice(*edit.after)]]
        at = edit.before[1]
    rebuilt.append(before[at:])
    assert "".join("".join(rebuilt).split()) == "".join(after.split())


@given(WORDS, WORDS)
def test_is_the_common_subsequence_the_longest(old: list[str], new: list[str]) -> None:
    pairs = common_subsequence(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert len(pairs) == _longest(old, new)


def _longest(old: list[str], new: list[str]) -> int:
    """Return the length by the table of the textbook."""
    row = [0] * (len(new) + 1)
    for word in old:
        above = row[:]
        for j, other in enumerate(new, start=1):
            row[j] = above[j - 1] + 1 if word == other else max(above[j], row[j - 1])
    return row[-1]


def test_is_a_text_of_a_megabyte_compared_within_seconds() -> None:
    before = " ".join(("to play", "and rest")[n % 2] for n in range(120_000))
    after = " ".join(("and rest", "to learn", "to play")[n % 3] for n in range(120_000))
    begin = time.process_time()
    assert compare_words(before, after)
    assert time.process_time() - begin < 5
