"""Do the questions answer what the texts say, and the same on both engines?

Each file of `tests/cases/questions/` holds one question's cases: what was asked, the columns that make a row,
and every row expected, as checked by eye against the documents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.cli.output import display
from kg.graph.questions import Question, find_question, read_catalogue
from kg.pipeline.ask import answer, choose_values
from tests.conftest import CASES, ROOT
from tests.graph.engines import RdflibEngine

if TYPE_CHECKING:
    from kg.graph.engine import Engine
    from kg.graph.store import LocalStore
    from kg.model import Rows

FILES = sorted((CASES / "questions").glob("*.json"))
CATALOGUE = read_catalogue(ROOT)


def expected_cases() -> list[Any]:
    cases = []
    for path in FILES:
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            given = " ".join(f"{name}={value}" for name, value in case["given"].items())
            cases.append(pytest.param(file["question"], case, id=f"{path.stem} {given}".strip()))
    return cases


def key_rows(rows: Rows, key: list[str]) -> list[list[str]]:
    """Return the key columns as a reader sees them, in the order of the rows."""
    places = [rows.columns.index(column) for column in key]
    return [[display(row[place]) for place in places] for row in rows.rows]


@pytest.fixture(scope="session")
def rdflib_engine(graph: LocalStore) -> RdflibEngine:
    return RdflibEngine(graph)


@pytest.mark.parametrize(("question_id", "case"), expected_cases())
def test_does_the_question_answer_what_the_documents_say(
    question_id: str, case: dict[str, Any], graph: LocalStore, rdflib_engine: RdflibEngine
) -> None:
    question = find_question(CATALOGUE, question_id)
    engines: list[Engine] = [graph]
    if "any" not in case["given"].values():  # rdflib needs half a minute for some questions left open
        engines.append(rdflib_engine)
    values = choose_values(graph, question, case["given"])
    for engine in engines:
        rows = answer(engine, question, values)
        assert key_rows(rows, case["key"]) == case["rows"]


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_has_every_question_an_expected_answer(question: Question) -> None:
    assert question.id in {json.loads(path.read_text(encoding="utf-8"))["question"] for path in FILES}


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_the_question_answer_with_everything_left_open(question: Question, graph: LocalStore) -> None:
    given = {parameter.name: "any" for parameter in question.parameters if parameter.optional}
    open_rows = answer(graph, question, choose_values(graph, question, given)).rows
    default_rows = answer(graph, question, choose_values(graph, question, {})).rows
    assert set(default_rows) <= set(open_rows)
    assert default_rows
    for rows in (open_rows, default_rows):
        assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_the_file_as_it_stands_ask_for_the_defaults(question: Question, graph: LocalStore) -> None:
    rows = answer(graph, question, choose_values(graph, question, {})).rows
    assert graph.select(question.sparql).rows == rows


@pytest.mark.parametrize(
    "question", [q for q in CATALOGUE if "?paragraph ?place" in q.sparql], ids=lambda question: question.id
)
def test_does_a_paragraph_come_with_its_place_symbol_date_and_gist(
    question: Question, graph: LocalStore
) -> None:
    rows = graph.select(question.sparql)
    for column in ("place", "symbol", "date", "gist"):
        assert all(row[rows.columns.index(column)] for row in rows.rows)
