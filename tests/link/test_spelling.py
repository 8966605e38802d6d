"""Are two ways to write one name taken for one, and two names for two?"""

from __future__ import annotations

import pytest

from kg.counterparts import clean_name
from kg.link.spelling import number_key, plain_key, spellings

SAME = [
    # capitals, as the UNBIS Thesaurus prints descriptors
    ("CHILD LABOUR", "child labour"),
    # an accent that a keyboard lacks, and a typographic apostrophe
    ("Côte d’Ivoire", "Cote d'Ivoire"),
    # letters composed in two ways
    ("Türkiye", "Tu\u0308rkiye"),
    # hyphens
    ("cyber-bullying", "cyber bullying"),
    # singular and plural, at the end and within
    ("computer crimes", "computer crime"),
    ("rights of the child", "right of the child"),
    ("policies", "policy"),
    # another script is left as it is
    ("儿童权利", "儿童权利"),
]
OTHER = [
    # an s that is no plural
    ("press", "pres"),
    ("crisis", "crisi"),
    ("gas", "ga"),
    # letters that make another word
    ("child", "chill"),
    # a word more
    ("child labour", "child labour law"),
    ("儿童权利", "儿童"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_are_two_spellings_of_a_name_taken_for_one(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_are_two_names_kept_apart(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


def test_is_a_plural_no_mere_matter_of_punctuation() -> None:
    assert plain_key("computer crimes") != plain_key("computer crime")


def test_is_a_name_looked_for_as_it_may_be_written() -> None:
    assert spellings("child abuse", ("as-is", "upper", "sentence")) == [
        "CHILD ABUSE", "CHILD ABUSES", "Child abuse", "Child abuses", "child abuse", "child abuses",
    ]  # fmt: skip
    assert spellings("Convention", ("as-is",)) == ["Convention", "Conventions"]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        # signs that drive a terminal
        ("\x1b]0;owned\x07child\x1b[2J", "]0;ownedchild[2J"),
        # signs that turn the direction of what follows
        ("child\u202eesuba", "childesuba"),
        # a table's own signs
        ("child\tabuse\r\nid:x", "child abuse id:x"),
        # a formula
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        # nothing but signs
        ("\x00\x1b", ""),
    ],
)
def test_can_a_strangers_name_do_nothing_but_be_read(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown


def test_is_a_name_without_end_cut() -> None:
    assert len(clean_name("child " * 10_000)) == 300
