"""Are the figures in the documents those of the graph, or measured by a command that stands beside them?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from kg.namespaces import sparql_prologue
from tests.conftest import CASES, ROOT
from tests.docs.reading import name_of, pages, text_of
from tests.tables import read_yaml

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

ROWS: list[dict[str, Any]] = read_yaml(CASES / "figures.yaml")
COUNTED = [row for row in ROWS if "measured" not in row and "promise" not in row]
WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
]  # fmt: skip
_THINGS = (
    "questions|instruments|provisions|paragraphs|shapes|rules|treaties|resolutions|statements|triples|classes"
    "|properties|signatures|documents|citations|pages|things"
)
_FIGURE_RE = re.compile(
    r"(?<![\w,./:-])\d[\d,]+ "  # not part of a version, date or symbol
    r"(?:(?!to |of |and )[a-z-]+ )?"
    rf"(?:{_THINGS})\b"
)
_HISTORY = ("docs/decisions/", "docs/benchmarks", "docs/reliability", "docs/information-needs")
"""Pages of figures that were so on a day, each with its own command; and what other people's pages say."""


def _id(row: dict[str, Any]) -> str:
    return f"{row['page']}: {row['text']}"


@pytest.mark.parametrize("row", ROWS, ids=_id)
def test_does_the_figure_stand_where_it_is_said_to(row: dict[str, Any]) -> None:
    text = _in_one_line((ROOT / row["page"]).read_text(encoding="utf-8"))
    assert re.sub(r"[{}]", "", row["text"]) in text
    assert row.get("measured", "") in text


@pytest.mark.parametrize("row", COUNTED, ids=_id)
def test_is_a_figure_of_the_graph_or_project_true(row: dict[str, Any], graph: LocalStore) -> None:
    said = re.search(r"\{([\w,]+)\}", row["text"])
    assert said
    figure = WORDS.index(said[1]) if said[1] in WORDS else int(said[1].replace(",", ""))
    count = _count(row, graph)
    assert figure == count // row.get("about", 1) * row.get("about", 1)


def _count(row: dict[str, Any], graph: LocalStore) -> int:
    if "query" in row:
        cell = graph.select(sparql_prologue() + row["query"]).rows[0][0]
        assert cell
        return int(cell.value)
    if "lines" in row:
        return len((ROOT / row["lines"]).read_text(encoding="utf-8").splitlines()) - 1  # less the header
    return len(list(ROOT.glob(row["files"])))


def test_is_every_figure_that_counts_things_of_ours_known() -> None:
    unknown = []
    for path in pages():
        name = name_of(path)
        known = " ".join(re.sub(r"[{}]", "", row["text"]) for row in ROWS if row["page"] == name)
        for found in _FIGURE_RE.findall(_in_one_line(text_of(path))):
            figure = found.split()[0]
            if not name.startswith(_HISTORY) and not re.search(
                rf"(?<![\d,]){re.escape(figure)}(?![\d,])", known
            ):
                unknown.append(f"{name}: {found}")
    assert unknown == [], "count them in tests/cases/figures.yaml, or name the command there"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
