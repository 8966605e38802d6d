"""Do the counts agree with the store and with the documents?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.lookup.stats import count_graph
from kg.row_text import records

if TYPE_CHECKING:
    from typing import Any

    from kg.graph.stores.store import LocalStore


@pytest.fixture(scope="module")
def counts(graph: LocalStore) -> dict[str, list[dict[str, Any]]]:
    return {section.title: records(section.rows) for section in count_graph(graph)}


def test_do_the_graphs_add_up_to_the_store(
    counts: dict[str, list[dict[str, Any]]], graph: LocalStore
) -> None:
    assert sum(row["statements"] for row in counts["Graphs"]) == len(graph.ox)


def test_are_the_paragraphs_counted_that_the_documents_have(counts: dict[str, list[dict[str, Any]]]) -> None:
    texts = {row["instrument"].split("/id/")[1]: row for row in counts["Texts with provisions in the graph"]}
    assert (texts["A/HRC/RES/31/7"]["preambular"], texts["A/HRC/RES/31/7"]["operative"]) == (25, 23)
    assert (texts["E/RES/2019/20/draft"]["preambular"], texts["E/RES/2019/20/draft"]["operative"]) == (19, 21)
    assert (texts["A/RES/74/174"]["preambular"], texts["A/RES/74/174"]["operative"]) == (19, 21)
    assert texts["A/HRC/RES/31/7"]["notes"] == 4
    assert texts["E/RES/2019/20"]["notes"] == 9


def test_are_the_acts_of_the_texts_those_of_the_types(counts: dict[str, list[dict[str, Any]]]) -> None:
    by_text = sum(row["acts"] for row in counts["Texts with provisions in the graph"])
    by_type = sum(row["acts"] for row in counts["Act types used"])
    by_class = next(row["things"] for row in counts["Things by class"] if row["label"] == "act")
    assert by_text == by_type == by_class > 0


def test_is_no_more_of_a_scheme_used_than_it_has(counts: dict[str, list[dict[str, Any]]]) -> None:
    assert {row["label"] for row in counts["Themes by scheme"]} >= {"Conducts", "Measures", "Terms"}
    assert all(0 < row["used"] <= row["themes"] for row in counts["Themes by scheme"])


def test_are_the_inferred_statements_those_of_their_graph(counts: dict[str, list[dict[str, Any]]]) -> None:
    inferred = next(row["statements"] for row in counts["Graphs"] if row["name"] == "inferred")
    assert sum(row["statements"] for row in counts["Inferred statements by property"]) == inferred


def test_are_the_treaties_as_deep_as_promised(counts: dict[str, list[dict[str, Any]]]) -> None:
    rows = {row["name"]: row for row in counts["Treaties and general comments, provision by provision"]}
    child = rows["Convention on the Rights of the Child"]
    assert (child["articles"], child["gists"]) == (54, child["articles"] + child["paragraphs"])
    assert rows["United Nations Convention against Transnational Organized Crime"]["articles"] == 41
    assert sum(row["acts"] for row in rows.values()) > 1_500


def test_are_the_states_counted_that_are_bound(counts: dict[str, list[dict[str, Any]]]) -> None:
    bound = {row["treaty"].split("/")[-1]: row["parties"] for row in counts["What States did"]}
    assert {"CRC", "OPAC", "OPSC", "OPIC", "UNTOC", "TIP"} == set(bound)
    assert bound["UNTOC"] == 179  # as of March 2015
