"""Is a printer's choice told from an author's?"""

from __future__ import annotations

import time

import pytest

from kg.compare.typography import same_wording, wording

SAME = [
    ("children's", "children’s"),
    ("the term “toy”", 'the term "toy"'),
    ("follow-up", "follow up"),
    ("follow-up", "follow\u2011up"),
    ("on-line", "online"),
    # a word broken at the end of a line
    ("post- conflict", "post-conflict"),
    ("co\u00adoperation", "cooperation"),
    ("2019–2020", "2019-2020"),
    ("a  wide\u00a0space", "a wide space"),
    ("held on19 May", "held on 19 May"),
    ("2017,35/34", "2017, 35/34"),
    ("\u200eRecalls", "Recalls"),
    ("\ufb01nance", "finance"),
]
OTHER = [
    ("paragraphs 1–5", "paragraphs 15"),
    ("10 000", "10000"),
    ("may be", "maybe"),
    ("States Parties", "States parties"),
    ("children", "children, too"),
    ("women and girls", "women or girls"),
    # a comma in the middle can change what a clause belongs to
    ("States, which agree", "States which agree"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_does_print_alone_change_no_wording(before: str, after: str) -> None:
    assert same_wording(before, after, closing=False)


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_does_a_word_change_the_wording(before: str, after: str) -> None:
    assert not same_wording(before, after, closing=True)


def test_does_the_stop_at_the_end_count_for_nothing() -> None:
    assert wording("To play;") == wording("To play.")
    assert not same_wording("To play;", "To play.", closing=False)


@pytest.mark.parametrize(
    "hard", [" " * 1_000_000 + "x", "- " * 500_000, ";." * 500_000 + "x", "“" * 1_000_000]
)
def test_is_a_hard_text_folded_in_linear_time(hard: str) -> None:
    begin = time.process_time()
    wording(hard)
    assert time.process_time() - begin < 3
