"""Do the questions answer what the texts say, and the same on both engines?

Each file of `tests/cases/questions/` holds one question's cases: what was asked, the columns that make a row,
and every row expected, as checked by eye against the documents. Of a long answer it holds, as `among`, rows
that must be in it, in this order. A case with `loaded` is asked with the graphs of `tests/cases/external`
loaded beside ours.

rdflib takes seconds where pyoxigraph takes milliseconds, so it answers one case of each question: the first
of which the smaller project has rows enough, or all, else the first, over the whole graph. With
KG_TEST_BOTH_ENGINES=1 it answers all cases, over the whole graph.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import UsageError
from kg.graph.questions.catalogue import Question, find_question, read_catalogue
from kg.graph.stores.store import LocalStore
from kg.pipeline.ask import answer, choose_values
from kg.row_text import display
from tests.conftest import CASES, ROOT
from tests.graph.engines import RdflibEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.stores.engine import Engine
    from kg.model import Rows

FILES = sorted((CASES / "questions").glob("*.json"))
CATALOGUE = read_catalogue(ROOT)
EVERY_CASE = bool(os.environ.get("KG_TEST_BOTH_ENGINES"))
ENOUGH = 3
"""Rows of the smaller graph, where the whole has more."""


def expected_cases() -> list[Any]:
    cases = []
    for path in FILES:
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            given = " ".join(f"{name}={value}" for name, value in case["given"].items())
            cases.append(pytest.param(file["question"], case, id=f"{path.stem} {given}".strip()))
    return cases


def agreement_cases() -> list[Any]:
    """Return for each question the cases of which both engines answer one: those that leave nothing open."""
    closed: dict[str, list[Any]] = {}
    for one in expected_cases():
        question_id, case = one.values
        if "any" not in case["given"].values():
            closed.setdefault(one.id if EVERY_CASE else question_id, []).append(one.values)
    return [pytest.param(found[0][0], [case for _, case in found], id=name) for name, found in closed.items()]


def key_rows(rows: Rows, key: list[str]) -> list[list[str]]:
    """Return the key columns as a reader sees them, in the order of the rows."""
    places = [rows.columns.index(column) for column in key]
    return [[display(row[place]) for place in places] for row in rows.rows]


def is_in_order(wanted: list[list[str]], found: list[list[str]]) -> bool:
    """Return whether all the wanted rows come one after the other among those found."""
    rest = iter(found)
    return all(row in rest for row in wanted)


Peers = tuple["Engine", "Engine"]


@pytest.fixture(scope="session")
def whole_peers(graph: LocalStore) -> Peers:
    """Return both engines over the whole graph."""
    return graph, RdflibEngine(graph)


@pytest.fixture(scope="session")
def small_peers(small_graph: LocalStore) -> Peers:
    """Return both engines over the graph of the smaller project."""
    return small_graph, RdflibEngine(small_graph)


@pytest.fixture(scope="session")
def loaded_peers(small_graph: LocalStore, loaded_graph: LocalStore) -> Peers:
    """Return both engines over the graph of the smaller project with graphs of others beside it."""
    beside = LocalStore(small_graph.ox, loaded_graph.loaded)
    return beside, RdflibEngine(beside)


@pytest.fixture
def agreed(
    cases: list[dict[str, Any]],
    question_id: str,
    small_graph: LocalStore,
    graph: LocalStore,
    request: pytest.FixtureRequest,
) -> tuple[Peers, dict[str, Any]]:
    """Return both engines with the case that they answer."""
    first = cases[0]
    if first.get("loaded"):
        return request.getfixturevalue("loaded_peers"), first
    for case in () if EVERY_CASE else (case for case in cases if not case.get("loaded")):
        part = count_rows(small_graph, question_id, case["given"])
        if part >= ENOUGH or part >= count_rows(graph, question_id, case["given"]):
            return request.getfixturevalue("small_peers"), case
    return request.getfixturevalue("whole_peers"), first


def count_rows(store: LocalStore, question_id: str, given: dict[str, str]) -> int:
    """Return the number of rows of an answer; none where what is asked about is not in the store."""
    question = find_question(CATALOGUE, question_id)
    try:
        return len(answer(store, question, choose_values(store, question, given)).rows)
    except UsageError:
        return 0


@pytest.mark.parametrize(("question_id", "case"), expected_cases())
def test_does_the_question_answer_what_the_documents_say(
    question_id: str, case: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    question = find_question(CATALOGUE, question_id)
    graph: LocalStore = request.getfixturevalue("loaded_graph" if case.get("loaded") else "graph")
    rows = answer(graph, question, choose_values(graph, question, case["given"]))
    found = key_rows(rows, case["key"])
    if "among" in case:
        assert [row for row in case["among"] if row not in found] == []
        assert is_in_order(case["among"], found)
    else:
        assert found == case["rows"]


@pytest.mark.parametrize(("question_id", "cases"), agreement_cases())
def test_do_both_engines_give_the_same_rows(question_id: str, agreed: tuple[Peers, dict[str, Any]]) -> None:
    question = find_question(CATALOGUE, question_id)
    peers, case = agreed
    values = choose_values(peers[0], question, case["given"])
    by_pyoxigraph, by_rdflib = (answer(engine, question, values) for engine in peers)
    assert key_rows(by_rdflib, list(by_rdflib.columns)) == key_rows(
        by_pyoxigraph, list(by_pyoxigraph.columns)
    )


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_has_every_question_an_expected_answer(question: Question) -> None:
    assert question.id in {json.loads(path.read_text(encoding="utf-8"))["question"] for path in FILES}


@pytest.fixture(scope="session")
def by_default(graph: LocalStore) -> Callable[[str], Rows]:
    """Return what gives the answer to a question by its defaults, asked once."""

    @cache
    def answered(question_id: str) -> Rows:
        question = find_question(CATALOGUE, question_id)
        return answer(graph, question, choose_values(graph, question, {}))

    return answered


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_the_question_answer_with_everything_left_open(
    question: Question, graph: LocalStore, by_default: Callable[[str], Rows]
) -> None:
    given = {parameter.name: "any" for parameter in question.parameters if parameter.optional}
    default_rows = by_default(question.id).rows
    open_rows = answer(graph, question, choose_values(graph, question, given)).rows if given else default_rows
    assert set(default_rows) <= set(open_rows)
    assert default_rows
    for rows in (open_rows, default_rows):
        assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_the_file_as_it_stands_ask_for_the_defaults(
    question: Question, graph: LocalStore, by_default: Callable[[str], Rows]
) -> None:
    assert graph.select(question.sparql).rows == by_default(question.id).rows


@pytest.mark.parametrize(
    "question", [q for q in CATALOGUE if "?paragraph ?place" in q.sparql], ids=lambda question: question.id
)
def test_does_a_paragraph_come_with_its_place_symbol_date_and_gist(
    question: Question, by_default: Callable[[str], Rows]
) -> None:
    rows = by_default(question.id)
    for column in ("place", "symbol", "date", "gist"):
        assert all(row[rows.columns.index(column)] for row in rows.rows)


@pytest.mark.parametrize(
    "name", ["obligations-on-theme", "asked-of-actor", "strongest-on-theme", "provisions-on-target"]
)
def test_does_a_reader_see_no_row_twice(name: str, by_default: Callable[[str], Rows]) -> None:
    readable = by_default(name).readable().rows
    assert len(set(readable)) == len(readable)


def test_is_a_state_asked_by_the_treaties_it_joined_and_not_by_those_it_only_signed(
    graph: LocalStore,
) -> None:
    question = find_question(CATALOGUE, "asked-of-actor")
    rows = answer(graph, question, choose_values(graph, question, {"actor": "state/SRB"}))
    addressed = {row[0] for row in key_rows(rows, ["addressed"])}
    assert {"group/states", "group/states-parties-OPSC"} <= addressed
    assert "group/states-parties-OPIC" not in addressed
