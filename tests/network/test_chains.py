"""Are paths the ones there are, and does time bar what it should?"""

from __future__ import annotations

import pytest

from kg.network.paths import shortest_paths, simple_paths
from kg.network.reach import rested_on_by, rests_on
from tests.network.made import network

DIAMOND = "ab ac bd cd ad"


def test_are_all_shortest_paths_found_and_no_longer_one() -> None:
    assert shortest_paths(network("ab ac bd cd"), "a", "d").paths == (("a", "b", "d"), ("a", "c", "d"))
    assert shortest_paths(network(DIAMOND), "a", "d").paths == (("a", "d"),)


def test_do_simple_paths_come_shortest_first() -> None:
    found = simple_paths(network(DIAMOND), "a", "d")
    assert found.paths == (("a", "d"), ("a", "b", "d"), ("a", "c", "d"))
    assert not found.cut


def test_does_no_path_pass_a_node_twice() -> None:
    # b and c cite each other, so that a walk could go round for ever
    assert simple_paths(network("ab bc cb cd"), "a", "d", max_length=8).paths == (("a", "b", "c", "d"),)


def test_does_no_path_pass_through_its_end() -> None:
    assert simple_paths(network("ab bc cb"), "a", "b", max_length=5).paths == (("a", "b"),)


@pytest.mark.parametrize(("longest", "expected"), [(1, 1), (2, 3), (4, 3)])
def test_is_the_length_bounded(longest: int, expected: int) -> None:
    assert len(simple_paths(network(DIAMOND), "a", "d", max_length=longest).paths) == expected


def test_is_it_said_when_paths_are_cut() -> None:
    assert simple_paths(network(DIAMOND), "a", "d", most=2).cut
    assert not simple_paths(network(DIAMOND), "a", "d", most=3).cut
    assert shortest_paths(network("ab ac bd cd"), "a", "d", most=1).cut


def test_is_there_no_path_against_the_arrows() -> None:
    assert shortest_paths(network("ab"), "b", "a").paths == ()
    assert simple_paths(network("ab"), "b", "a").paths == ()


CASES = [
    # citations that go back in time reach all
    ("ab bc", "a=2019 b=2016 c=2015", "bc"),
    # b was made after a, so that a cannot have relied on it
    ("ab bc", "a=2010 b=2016 c=2005", ""),
    # each step goes back, but c is later than a: the chain through b is barred at c
    ("ab bc", "a=2010 b=2005 c=2008", "b"),
    # the same day is no bar
    ("ab", "a=2010 b=2010", "b"),
    # a text without a date passes, and hands on the date before it
    ("ab bc", "a=2010 c=2005", "bc"),
    ("ab bc", "a=2010 c=2012", "b"),
    # a text without a date at the start bars nothing
    ("ab bc", "b=2016 c=2015", "bc"),
    # two ways to the undated text x: the later bound counts, so that y is reached
    ("ab bx ax xy", "a=2010 b=2000 y=2005", "bxy"),
    # a circle ends
    ("ab ba", "a=2010 b=2010", "b"),
]


@pytest.mark.parametrize(("edges", "dates", "reached"), CASES)
def test_does_a_text_rest_only_on_what_existed(edges: str, dates: str, reached: str) -> None:
    assert {one.iri for one in rests_on(network(edges, dates=dates), "a")} == set(reached)


FORWARD = [
    # later texts that rest on a, over one text or two
    ("ba cb", "a=2001 b=2005 c=2010", "bc"),
    # c is earlier than b, so that it cannot have relied on it
    ("ba cb", "a=2001 b=2010 c=2005", "b"),
    # b is earlier than a
    ("ba cb", "a=2011 b=2010 c=2015", ""),
    # undated b hands on the date of a
    ("ba cb", "a=2001 c=2000", "b"),
]


@pytest.mark.parametrize(("edges", "dates", "reached"), FORWARD)
def test_do_only_later_texts_rest_on_one(edges: str, dates: str, reached: str) -> None:
    assert {one.iri for one in rested_on_by(network(edges, dates=dates), "a")} == set(reached)


def test_are_steps_and_the_text_before_told() -> None:
    found = rests_on(network("ab bc ac cd", dates="a=2019 b=2018 c=2017 d=2016"), "a")
    assert [(one.iri, one.steps, one.via) for one in found] == [("b", 1, "a"), ("c", 1, "a"), ("d", 2, "c")]
    assert [one.iri for one in rests_on(network("ab bc"), "a", max_steps=1)] == ["b"]
