"""Does `kg sparql` answer every form of query, in every format, and stop what it must not run?"""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.graph.sparql_server import answers_from, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.graph.stores.store import LocalStore
    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

LABEL = "SELECT ?label { <theme/conduct/grooming> skos:prefLabel ?label }"


def test_does_a_select_give_rows(kg: Run) -> None:
    assert kg("sparql", LABEL, "--format", "csv").out == "label\ngrooming\n"
    assert json.loads(kg("sparql", LABEL, "--format", "json").out) == [{"label": "grooming"}]
    assert "grooming" in kg("sparql", LABEL).out


def test_does_an_ask_give_true_or_false(kg: Run) -> None:
    assert kg("sparql", "ASK { <theme/conduct/grooming> a cp:Theme }").out == "true\n"
    assert kg("sparql", "ASK { <theme/conduct/grooming> a cp:Body }").out == "false\n"


def test_does_a_construct_give_a_graph(kg: Run, tmp_path: Path) -> None:
    query = "CONSTRUCT WHERE { <theme/conduct/grooming> a cp:Theme }"
    assert "<theme/conduct/grooming>" in kg("sparql", query).out
    out = tmp_path / "grooming.nt"
    kg("sparql", query, "--out", str(out))
    assert out.read_text(encoding="utf-8").startswith("<https://w3id.org/cpkg/id/theme/conduct/grooming> ")


def test_is_a_query_read_from_a_file_or_standard_input(
    kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "label.rq"
    file.write_text(LABEL, encoding="utf-8")
    assert kg("sparql", "--file", str(file), "--format", "csv").out == "label\ngrooming\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LABEL.encode())))
    assert kg("sparql", "-", "--format", "csv").out == "label\ngrooming\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # no query, or two
        ((), 2, "one query is wanted"),
        ((LABEL, "--file", "x.rq"), 2, "one query is wanted"),
        # what reaches out or writes
        (("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",), 2, "SERVICE"),
        (("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",), 2, "FROM"),
        (("DROP ALL",), 2, "never writes"),
        # a graph's format for rows
        ((LABEL, "--format", "ttl"), 2, "format 'ttl' does not fit"),
        # a query that does not parse
        (("SELECT * { ?s ?p",), 3, "does not parse"),
        # a file that is not there
        (("--file", "/nonexistent.rq"), 3, "/nonexistent.rq"),
        # a query that runs away
        (
            ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.5"),
            3,
            "longer than 0.5 s",
        ),
        # a store that is not there, and one that does not answer
        ((LABEL, "--store", "/nonexistent"), 3, "kg build"),
        ((LABEL, "--store", "http://127.0.0.1:9/sparql"), 4, "cannot be reached"),
    ],
)
def test_does_a_query_that_does_not_do_get_one_message(
    arguments: tuple[str, ...], code: int, words: str, kg: Run
) -> None:
    outcome = kg("sparql", *arguments)
    assert outcome.code == code, outcome.err
    assert words in outcome.err
    assert outcome.out == ""


def test_does_a_remote_store_answer_the_same(kg: Run, graph: LocalStore) -> None:
    with serve(answers_from(graph.ox)) as url:
        for query, form in (
            (LABEL, "csv"),
            ("ASK { <theme/conduct/grooming> a cp:Theme }", "csv"),
            ("DESCRIBE <theme/conduct/grooming>", "ttl"),
        ):
            options = ("sparql", query, "--format", form)
            assert kg(*options, "--store", url).out == kg(*options).out
        asked = ("ask", "asked-of-actor", "--format", "csv")
        assert kg(*asked, "--store", url).out == kg(*asked).out
