"""Is the scale of acts read as the graph has it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.lookup.strengths import read_strengths, read_wider_groups

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore


def test_is_every_type_of_act_ranked_once(graph: LocalStore) -> None:
    ranks = read_strengths(graph)
    [[count]] = graph.select(
        "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a <https://w3id.org/cpkg/ontology#ActType> }"
    ).rows
    assert count is not None
    assert len(ranks) == int(count.value) > 50


def test_does_urging_expect_more_than_inviting(graph: LocalStore) -> None:
    ranks = read_strengths(graph)
    assert ranks["invites"] < ranks["encourages"] < ranks["calls-upon"] < ranks["urges"]


def test_does_leaving_free_or_defining_expect_less_than_any_request(graph: LocalStore) -> None:
    ranks = read_strengths(graph)
    assert (
        ranks["reaffirms"]
        < ranks["defines"]
        < ranks["may"]
        < ranks["invites"]
        < ranks["decides"]
        < ranks["shall"]
    )


def test_are_wider_groups_found_however_far_above(graph: LocalStore) -> None:
    wider = read_wider_groups(graph)
    assert "group/states" in wider["group/member-states"]
    assert any(len(above) > 1 for above in wider.values())
