"""Is it said what became stronger and what weaker?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.compare.deadlines import find_deadlines
from kg.compare.strength import Scales, find_shifts
from tests.compare.made import act, addressee, provision

if TYPE_CHECKING:
    from kg.document import Act

SCALES = Scales(
    {"invites": 40, "encourages": 50, "urges": 80, "strongly-urges": 80, "notes": 10, "recognizes": 10},
    {"group/member-states": frozenset({"group/states"})},
)
STATES = addressee("States", "group/states")
MEMBERS = addressee("Member States", "group/member-states")
PARTIES = addressee("States", "group/states", "that have not done so")
FIRMS = addressee("toy makers")

ACTS = [
    ("a verb further up the scale", [act("invites", "Invites")], [act("urges", "Urges")], ["act stronger"]),
    ("a verb further down", [act("urges", "Urges")], [act("encourages", "Encourages")], ["act weaker"]),
    (
        "an intensifying word",
        [act("urges", "Urges")],
        [act("strongly-urges", "Strongly urges")],
        ["act stronger"],
    ),
    (
        "another verb of one place",
        [act("notes", "Noting")],
        [act("recognizes", "Recognizing")],
        ["act different"],
    ),
    ("a word that only orders", [act("urges", "Urges")], [act("urges", "Also urges")], []),
    ("an unknown verb that stays", [act(None, "Juggles")], [act(None, "juggles")], []),
    (
        "a second act",
        [act("urges", "Urges")],
        [act("urges", "Urges"), act("invites", "invites")],
        ["act added"],
    ),
    (
        "an act less",
        [act("urges", "Urges"), act("notes", "noting")],
        [act("urges", "Urges")],
        ["act dropped"],
    ),
    (
        "an item repeats what its chapeau says",
        [act("urges", "Urges", inherited=True)],
        [act("invites", "Invites", inherited=True)],
        [],
    ),
    (
        "some of a group",
        [act("urges", "Urges", STATES)],
        [act("urges", "Urges", MEMBERS)],
        ["addressee narrower"],
    ),
    (
        "the whole of it",
        [act("urges", "Urges", MEMBERS)],
        [act("urges", "Urges", STATES)],
        ["addressee wider"],
    ),
    (
        "one more",
        [act("urges", "Urges", STATES)],
        [act("urges", "Urges", STATES, FIRMS)],
        ["addressee wider"],
    ),
    (
        "one less",
        [act("urges", "Urges", STATES, FIRMS)],
        [act("urges", "Urges", STATES)],
        ["addressee narrower"],
    ),
    (
        "a qualifier",
        [act("urges", "Urges", STATES)],
        [act("urges", "Urges", PARTIES)],
        ["addressee narrower"],
    ),
    ("no qualifier", [act("urges", "Urges", PARTIES)], [act("urges", "Urges", STATES)], ["addressee wider"]),
    ("others", [act("urges", "Urges", STATES)], [act("urges", "Urges", FIRMS)], ["addressee different"]),
    ("anybody at all", [act("urges", "Urges")], [act("urges", "Urges", STATES)], ["addressee added"]),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in ACTS], ids=[case[0] for case in ACTS]
)
def test_what_becomes_of_an_act(before: list[Act], after: list[Act], expected: list[str]) -> None:
    first = provision("op/1: Urges them to play", acts=tuple(before))
    second = provision("op/1: Urges them to sing", acts=tuple(after))
    shifts = find_shifts(first, second, SCALES)
    assert [f"{shift.aspect} {shift.direction}" for shift in shifts] == expected


def test_which_themes_came_and_went() -> None:
    before = provision("op/1: Urges play", themes=("theme/play", "theme/rest"))
    after = provision("op/1: Urges song", themes=("theme/rest", "theme/song"))
    shifts = find_shifts(before, after, SCALES)
    assert [(shift.direction, shift.before or shift.after) for shift in shifts] == [
        ("dropped", "theme/play"),
        ("added", "theme/song"),
    ]


CONDITIONS = [
    ("to build parks", "to build parks, as appropriate", [("weaker", "", "as appropriate")]),
    ("to build parks, where possible", "to build parks", [("stronger", "where possible", "")]),
    ("to ratify it", "to consider ratifying it", [("weaker", "", "to consider")]),
    # what is considered is no reservation
    ("to read the report", "to consider the report", []),
    ("upon request", "on request", []),
    ("consistent with national law", "in accordance with their domestic laws", []),
]


@pytest.mark.parametrize(("before", "after", "expected"), CONDITIONS)
def test_which_words_take_the_edge_off(before: str, after: str, expected: list[tuple[str, str, str]]) -> None:
    shifts = find_shifts(provision(f"op/1: {before}"), provision(f"op/1: {after}"), SCALES)
    assert [(shift.direction, shift.before, shift.after) for shift in shifts] == expected


DEADLINES = [
    ("at its seventy-fifth session", "at its eightieth session", ["later"]),
    ("by 30 June 2026", "by March 2026", ["earlier"]),
    ("by 2025", "no later than 2030", ["later"]),
    ("by 2025", "soon", ["dropped"]),
    ("soon", "by the end of 2027", ["added"]),
    # a resolution's number is no year
    ("by 2019/20", "by 2021/20", []),
    # sessions and days cannot be compared
    ("at its first session", "by 2030", ["dropped", "added"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), DEADLINES)
def test_is_a_moved_deadline_seen(before: str, after: str, expected: list[str]) -> None:
    acts = (act("requests", "Requests", STATES),)
    first = provision(f"op/1: Requests States to report {before}", acts=acts)
    second = provision(f"op/1: Requests States to report {after}", acts=acts)
    shifts = find_shifts(first, second, SCALES)
    assert [shift.direction for shift in shifts if shift.aspect == "deadline"] == expected


def test_is_a_session_of_the_past_no_deadline() -> None:
    before = provision("pp/1: Recalling its debate at its fifth session", acts=(act("recalls", "Recalling"),))
    after = provision("pp/1: Recalling its debate at its sixth session", acts=(act("recalls", "Recalling"),))
    assert find_shifts(before, after, SCALES) == ()


@pytest.mark.parametrize(
    ("words", "number"), [("first", 1), ("twelfth", 12), ("twentieth", 20), ("ninety-ninth", 99)]
)
def test_which_session_is_meant(words: str, number: int) -> None:
    assert [one.value for one in find_deadlines(f"at its {words} session")] == [(number,)]
