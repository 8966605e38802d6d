"""Do the hygiene rules find what they should, and nothing else?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.check.cycles import find_loops
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.check.shapes import with_types
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from kg.namespaces import compact
from tests.conftest import CASES, ROOT
from tests.graph.worlds import expectations, world_store

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.check.hygiene import Rule

RULES = read_rules(ROOT / "shapes" / "hygiene")
CASE_OF = {path.stem: path for path in (CASES / "hygiene").iterdir()}

HEADER = """#+ rule: A sentence.
#+ message: A message
#+ severity: Warning
#+ remedy: A remedy
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_does_the_rule_find_exactly_the_faults_of_its_case(rule: Rule) -> None:
    case = CASE_OF[rule.name]
    found = {_focus(finding.focus) for finding in check_hygiene(world_store(case), [rule])}
    expected = {rule_or_focus for rule_or_focus, _ in expectations(case)}
    assert expected
    assert found == expected


def test_has_every_case_a_rule() -> None:
    assert sorted(CASE_OF) == [rule.name for rule in RULES]
    assert len(RULES) >= 14


def test_is_a_world_without_fault_clean() -> None:
    assert check_hygiene(world_store(), RULES) == []


def test_does_the_data_break_no_rule_that_must_hold() -> None:
    store = memory_store(with_types(quad for file in read_sources(ROOT) for quad in file.quads))
    findings = check_hygiene(store, RULES)
    assert [finding for finding in findings if finding.severity == "Violation"] == []


def test_does_the_message_of_a_loop_show_the_whole_circle() -> None:
    (rule,) = (rule for rule in RULES if rule.name == "subgroup-loop")
    (finding,) = check_hygiene(world_store(CASE_OF["subgroup-loop"]), [rule])
    assert "group/a → group/parties → group/states → group/a" in finding.message
    assert compact(finding.value) == "group/parties"


def test_does_a_rule_name_the_graph_that_its_query_names() -> None:
    (rule,) = (rule for rule in RULES if rule.name == "written-inference")
    (finding,) = check_hygiene(world_store(CASE_OF["written-inference"]), [rule])
    assert finding.graph.endswith("/graph/curated/case")


@pytest.mark.parametrize(
    ("edges", "loops"),
    [
        # a tree has none
        ([("a", "b"), ("a", "c")], []),
        # two knots, each shown from its first node
        ([("b", "a"), ("a", "b"), ("d", "c"), ("c", "d")], [("a", "b"), ("c", "d")]),
        # of a knot of two circles one is shown
        ([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")], [("a", "b")]),
    ],
)
def test_is_every_knot_shown_as_one_circle(
    edges: list[tuple[str, str]], loops: list[tuple[str, ...]]
) -> None:
    assert find_loops(edges) == loops


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # a header line is missing
        (
            HEADER.replace("#+ remedy: A remedy\n", "") + "SELECT ?focus {}",
            "r.rq:1: the header has no `#+ remedy:`",
        ),
        # a severity that SHACL does not have
        (HEADER.replace("Warning", "Error") + "SELECT ?focus {}", "r.rq:3: 'Error' is no severity"),
        # a way of reading rows that there is not
        (HEADER + "#+ fault: circle\nSELECT ?focus {}", "r.rq:5: 'circle' is no fault"),
        # a misspelt header line
        (HEADER + "#+ remdy: Another\nSELECT ?focus {}", "r.rq:5: `#+ remdy:` is no header line"),
        # no SPARQL
        (HEADER + "SELECT ?focus WHERE", "r.rq: the query does not parse"),
        # a row that says of nothing that it is wrong
        (HEADER + "SELECT ?value {}", "r.rq: the query does not select ?focus"),
        # an edge that leads nowhere
        (HEADER + "#+ fault: loop\nSELECT ?focus {}", "r.rq: the query does not select ?value"),
        # a column that would be lost
        (HEADER + "SELECT ?focus ?label {}", "r.rq: the query selects ?label, which no report shows"),
    ],
)
def test_is_a_broken_rule_reported_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.rq").write_text(text)
    with pytest.raises(InvalidInputError) as caught:
        check_hygiene(world_store(), read_rules(tmp_path))
    assert message in str(caught.value)


def test_is_a_folder_without_rules_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no hygiene rules"):
        read_rules(tmp_path)


def _focus(iri: str) -> str:
    return compact(iri) if iri.startswith(("http://", "https://")) else "*"
