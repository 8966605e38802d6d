"""Are the measures what the textbooks say, on networks whose answers are known?"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.errors import MissingToolError
from kg.network import groups, measures
from kg.network.values import around, graph_of, links_of, part_of, strongest
from tests.network.made import network

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

STAR = "ba ca da ea"
TWO_CLIQUES = "ab ac bc de df ef cd"


def test_does_the_centre_of_a_star_lead_every_measure() -> None:
    star = network(STAR)
    assert measures.in_degree(star).values == {"a": 4, "b": 0, "c": 0, "d": 0, "e": 0}
    assert measures.out_degree(star).values["b"] == 1
    assert measures.degree(star).values["a"] == 4
    for measure in (measures.in_degree, measures.degree, measures.pagerank):
        assert measures.ranked(star, measure(star))[0] == "a"


def test_is_pagerank_what_its_equation_says() -> None:
    # one text that cites another: rank(a) = (0.15 + 0.85 rank(a)) / 2 with a's own rank spread over both
    found = measures.pagerank(network("ab")).values
    assert found["a"] + found["b"] == pytest.approx(1)
    assert found["b"] == pytest.approx(found["a"] * 1.85)


def test_do_more_citations_weigh_more_in_pagerank() -> None:
    found = measures.pagerank(network("ab ab ab ac")).values
    assert found["b"] > found["c"]


def test_is_betweenness_of_a_path_exact() -> None:
    # of the 12 ordered pairs of others, one path leads through b or c from a to d, one more through each
    found = measures.betweenness(network("ab bc cd"))
    assert found.values == pytest.approx({"a": 0, "b": 2 / 6, "c": 2 / 6, "d": 0})
    assert not found.estimated
    assert "exact" in found.method


@pytest.mark.parametrize("directed", [True, False])
def test_is_betweenness_that_of_networkx(directed: bool) -> None:
    made = network("ab bc cd de ce ea bf cg hc", directed=directed)
    expected = nx.betweenness_centrality(graph_of(made))
    assert measures.betweenness(made).values == pytest.approx(expected)


def test_is_an_estimate_said_to_be_one_and_near_the_exact_figures() -> None:
    long_path = network(" ".join(f"{chr(97 + n)}{chr(98 + n)}" for n in range(25)))
    exact, estimate = (
        measures.betweenness(long_path),
        measures.betweenness(long_path, pivots=20),
    )
    assert estimate.estimated
    assert "20 of the 25 texts" in estimate.method
    assert "seed" in estimate.method
    assert estimate.values["m"] == pytest.approx(exact.values["m"], rel=0.25)
    assert estimate == measures.betweenness(long_path, pivots=20)


def test_is_an_estimate_from_all_that_begin_paths_exact() -> None:
    made = network("ab bc bd ca de ef")  # f points to nothing, and begins no path
    assert not measures.betweenness(made, pivots=5).estimated
    assert measures.betweenness(made, pivots=4).estimated


@pytest.mark.parametrize("directed", [True, False])
def test_does_the_mean_of_estimates_come_near_the_exact_figure(
    directed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = network("ab bc cd de ce ea bf", directed=directed)
    exact = measures.betweenness(made).values
    sums = dict.fromkeys(exact, 0.0)
    for seed in range(200):
        monkeypatch.setattr(measures, "SEED", seed)
        for node, value in measures.betweenness(made, pivots=3).values.items():
            sums[node] += value / 200
    assert sums == pytest.approx(exact, abs=0.05)


def test_do_two_cliques_fall_into_two_communities() -> None:
    found = groups.communities(network(TWO_CLIQUES))
    assert found.numbers == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    assert "modularity 0.3" in found.method  # 5/14, from its definition


def test_do_components_leave_directions_aside() -> None:
    found = groups.components(network("ab cb de"))
    assert found.numbers == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
    assert found.sizes == {1: 3, 2: 2}


def test_does_a_network_of_nothing_have_measures() -> None:
    empty = network("")
    assert measures.pagerank(empty).values == {}
    assert measures.betweenness(empty).values == {}
    assert groups.communities(empty).numbers == {}
    assert groups.components(empty).numbers == {}


def test_are_nodes_without_links_their_own_communities() -> None:
    assert groups.communities(network("", dates="a=2001 b=2002")).numbers == {"a": 1, "b": 2}


def test_are_ties_ranked_by_times_cited_and_then_by_name() -> None:
    tied = network("xa xb xb xc")
    assert measures.ranked(tied, measures.in_degree(tied)) == ["b", "a", "c", "x"]


def test_does_an_ego_network_keep_the_links_among_neighbours() -> None:
    found = around(network("ab ac bc cd de"), {"a"})
    assert [node.iri for node in found.nodes] == ["a", "b", "c"]
    assert [(edge.source, edge.target) for edge in found.edges] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_do_the_strongest_links_leave_no_node_alone() -> None:
    # the heaviest is kept, then that of each node which it leaves alone; b to c is neither
    found = strongest(network("ab ab ab cd cd bc"), 1)
    assert [(edge.source, edge.target) for edge in found.edges] == [("a", "b"), ("c", "d")]


def test_are_links_counted_both_ways_where_they_have_no_direction() -> None:
    assert links_of(network("ab ab bc"))["b"] == (1, 2, 1)
    assert links_of(network("ab ab bc", directed=False))["b"] == (2, 3, 2)


def test_does_a_part_keep_only_edges_among_its_nodes() -> None:
    assert len(part_of(network("ab bc"), {"a", "b"}).edges) == 1


def test_is_a_missing_library_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def without_scipy(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "scipy" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_scipy)
    with pytest.raises(MissingToolError, match=r'pip install "cpkg\[network\]"') as raised:
        measures.pagerank(network(STAR))
    assert raised.value.exit_code == 5


def test_are_communities_the_same_whatever_the_seed_of_hashes() -> None:
    program = (
        "from tests.network.made import network\n"
        "from kg.network import groups, measures\n"
        f"made = network({TWO_CLIQUES + ' gh hi ig ca fd ag'!r})\n"
        "print(groups.communities(made), measures.betweenness(made, pivots=3).values)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1
