"""Does `kg push` say what it did, and end with the right code?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome
    from tests.services import Service

    Run = Callable[..., Outcome]

GRAPH = ("--graph", "curated/bodies")


def test_is_each_graph_a_row(kg: Run, oxigraph: Service) -> None:
    url = oxigraph.query.removesuffix("query")
    outcome = kg("push", url, *GRAPH, "--full", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(outcome.out))
    assert (outcome.code, row["graph"], row["result"]) == (
        0,
        "https://w3id.org/cpkg/graph/curated/bodies",
        "sent",
    )
    assert int(row["statements"]) > 100
    assert outcome.err == "1 sent\n"
    assert kg("push", url, *GRAPH, "--dry-run").err == "1 unchanged\n"


def test_does_virtuoso_let_in_who_has_the_password(
    kg: Run, virtuoso: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text(f"{virtuoso.password}\n")
    outcome = kg("push", virtuoso.query, *GRAPH, "--full", "--user", "dba", "--password-file", str(file))
    assert (outcome.code, outcome.err) == (0, "1 sent\n")
    monkeypatch.setenv("KG_PUSH_PASSWORD", "wrong-one")
    outcome = kg("push", virtuoso.query, *GRAPH, "--full", "--user", "dba")
    assert outcome.code == 4
    assert "may not do this" in outcome.err
    assert "wrong-one" not in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("http://127.0.0.1:9/", "--user", "dba"), 2, "no password for dba"),
        (("http://127.0.0.1:9/", "--password-file", "x"), 2, "a password needs a name"),
        (("http://127.0.0.1:9/", "--user", "dba", "--password-file", "nowhere"), 3, "cannot be read"),
        (("http://dba:secret@127.0.0.1:9/",), 2, "no name or password"),
        (("127.0.0.1:9",), 2, "http or https address"),
        (("http://127.0.0.1:9/", "--kind", "oxigraph", "--retries", "0"), 4, "cannot be reached"),
        (("http://127.0.0.1:9/", "--kind", "oxigraph", "--store", "http://h/"), 2, "remote store"),
    ],
)
def test_is_what_cannot_be_said_in_one_line(
    kg: Run, arguments: tuple[str, ...], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_PUSH_PASSWORD", raising=False)
    outcome = kg("push", *arguments)
    assert outcome.code == code
    assert words in outcome.err
    assert "secret" not in outcome.err
