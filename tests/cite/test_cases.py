"""Is every instrument and place cited by the rules of each style? Cases in tests/cases/citations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kg.cite.markup import Markup, render
from kg.cite.style import Options
from kg.cite.styles import STYLES, find_style
from kg.cite.write import write_citation
from kg.namespaces import sparql_prologue
from kg.pipeline.cite import cite
from tests.conftest import CASES
from tests.tables import read_yaml

if TYPE_CHECKING:
    from kg.citable import Work
    from kg.graph.stores.store import LocalStore

FOLDER = CASES / "citations"


def _cases() -> list[Any]:
    return [
        pytest.param(style, case, id=f"{style}-{number}")
        for style in STYLES
        for number, case in enumerate(read_yaml(FOLDER / f"{style}.yaml"), 1)
    ]


@pytest.mark.parametrize(("style", "case"), _cases())
def test_is_it_cited_by_the_rule(style: str, case: dict[str, Any], graph: LocalStore) -> None:
    given = dict(case.get("options", {}))
    markup = Markup(given.pop("markup", "plain"))
    if "accessed" in given:
        given["accessed"] = date.fromisoformat(given["accessed"])
    cited = cite(graph, case["ids"], style=style, options=Options(**given), markup=markup)
    assert [one.text for one in cited] == [case["expected"]]


@pytest.mark.parametrize("style", STYLES)
def test_has_each_case_its_reason(style: str) -> None:
    lines = (FOLDER / f"{style}.yaml").read_text("utf-8").splitlines()
    begins = [number for number, line in enumerate(lines) if line.startswith("- ids:")]
    assert all(lines[number - 1].startswith("# ") for number in begins)
    assert len(begins) == len(yaml.safe_load("\n".join(lines)))


@pytest.fixture(scope="module")
def works(graph: LocalStore) -> list[Work]:
    """Return every instrument, found by its IRI as `cite` finds it."""
    rows = graph.select(sparql_prologue() + "SELECT DISTINCT ?i { ?i a cp:Instrument } ORDER BY ?i").rows
    return [one.work for one in cite(graph, [row[0].value for row in rows if row[0]])]


@pytest.mark.parametrize("style", STYLES)
def test_can_every_instrument_be_cited(style: str, works: list[Work]) -> None:
    """No brace, doubled space or empty bracket is left where a fact is missing."""
    for options in (Options(), Options(form="short"), Options(title=True, define=True, url=True)):
        for work in works:
            text = render(write_citation(work, (), find_style(style), options).text, Markup.PLAIN)
            assert text
            assert not any(sign in text for sign in ("{", "}", "  ", "()", " ,", "None", ",,")), text
