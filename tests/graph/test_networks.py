"""Are the networks those of the graph? Each figure here was counted by hand in `data/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.graph.lookup.networks import theme_rows
from kg.namespaces import expand
from kg.pipeline.network import Selection, analyse, edge_rows, find_paths, make_network, node_rows
from kg.pipeline.network_making import FOOTNOTE, Library
from tests.graph.engines import RdflibEngine

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore
    from kg.network.values import Edge, Network
    from kg.pipeline.network import Kind
    from kg.pipeline.network_making import Level

EVERYTHING = Selection()


@pytest.fixture(scope="module")
def library(graph: LocalStore) -> Library:
    return Library(graph)


@pytest.fixture(scope="module")
def citations(library: Library) -> Network:
    return make_network(library, "citations", EVERYTHING, level="instruments")


def edge(network: Network, source: str, target: str) -> Edge:
    ends = expand(source), expand(target)
    return next(one for one in network.edges if (one.source, one.target) == ends)


CITED = [
    # the Protocol's citations of the Convention: articles 28, 29, 38 and 44
    ("treaty/OPAC", "treaty/CRC", 4, {"clarifies", "shall"}),
    # its own articles left aside, this one cites article 44 alone
    ("treaty/OPSC", "treaty/CRC", 1, {"shall"}),
    # preambular paragraph 8 recalls it, paragraph 3 calls upon its parties
    ("A/RES/74/174", "treaty/OPSC", 2, {"calls upon", "recalls"}),
    # preambular paragraph 5 welcomes the 2030 Agenda, paragraph 22 has it in view
    ("A/HRC/RES/31/7", "A/RES/70/1", 2, {"decides", "welcomes"}),
]


@pytest.mark.parametrize(("source", "target", "count", "kinds"), CITED)
def test_are_citations_counted_with_their_verbs(
    citations: Network, source: str, target: str, count: int, kinds: set[str]
) -> None:
    found = edge(citations, source, target)
    assert (found.count, set(found.kinds)) == (count, kinds)


def test_are_the_citing_paragraphs_named_as_lawyers_cite_them(citations: Network) -> None:
    found = edge(citations, "A/RES/74/174", "treaty/OPSC")
    assert found.where == "A/RES/74/174, preambular para. 8; para. 3"
    assert found.date == "2019-12-18"


def test_does_no_text_cite_itself(citations: Network) -> None:
    assert all(one.source != one.target for one in citations.edges)


def test_is_a_footnote_counted_only_where_its_paragraph_does_not_cite_anyway(
    citations: Network, graph: LocalStore
) -> None:
    notes = [one for one in citations.edges if FOOTNOTE in one.kinds]
    for one in notes:
        query = (
            f"ASK {{ ?note <{expand('cp:refersTo')}> <{one.target}> . ?p <{expand('cp:hasNote')}> ?note ;"
            f" <{expand('cp:provisionOf')}> <{one.source}> }}"
        )
        assert graph.ask(query)
    # paragraph 1 of A/HRC/RES/31/7 cites the report by words, and the note names it again
    assert edge(citations, "A/HRC/RES/31/7", "A/HRC/31/34").count == 1


def test_do_nodes_bear_symbol_kind_date_and_body(citations: Network) -> None:
    nodes = {node.iri: node for node in citations.nodes}
    found = nodes[expand("A/HRC/RES/31/7")]
    assert (found.name, found.kind, found.date, found.body) == (
        "A/HRC/RES/31/7", "resolution", "2016-03-23", "Human Rights Council",
    )  # fmt: skip
    assert nodes[expand("treaty/OPSC")].name == "OPSC"
    # a draft has the date of the resolution in which it is set out
    assert nodes[expand("E/RES/2019/20/draft")].date == "2019-07-23"


def test_are_paragraphs_joined_to_what_they_cite(library: Library) -> None:
    found = make_network(library, "citations", EVERYTHING, level="paragraphs")
    assert edge(found, "treaty/OPAC/art/3/5", "treaty/CRC/art/28").count == 1
    names = {node.iri: node.name for node in found.nodes}
    assert names[expand("treaty/OPAC/art/3/5")] == "OPAC, article 3 (5)"


def test_is_it_told_who_asks_whom(library: Library) -> None:
    found = make_network(library, "actors", EVERYTHING, level="instruments")
    member_states = edge(found, "body/GA", "group/member-states")
    assert member_states.count == 19  # acts of A/RES/74/174; those of its draft are not the Assembly's yet
    assert member_states.kinds[0] == "urges"  # the strongest verb, though it calls upon them more often
    assert edge(found, "body/HRC", "group/states").count == 18
    assert not any("treaty/" in place for one in found.edges for place in one.places)


def test_does_association_weigh_shared_places_against_chance(library: Library, graph: LocalStore) -> None:
    found = make_network(library, "themes", EVERYTHING, level="paragraphs")
    places: dict[str, set[str]] = {}
    for subject, theme in theme_rows(graph).rows:
        if subject and theme and subject.value in library.whole:
            places.setdefault(theme.value, set()).add(subject.value)
    total = len(set().union(*places.values()))
    one, other = expand("theme/conduct/grooming"), expand("theme/measure/criminalization")
    shared = places[one] & places[other]
    joined = edge(found, one, other)
    assert joined.count == len(shared) > 0
    assert joined.weight == pytest.approx(
        len(shared) / total / (len(places[one]) / total * len(places[other]) / total), abs=1e-5
    )


SELECTED: list[tuple[Kind, Selection, set[str]]] = [
    # who cites: the Council's texts alone
    ("citations", Selection(body="HRC"), {"A/HRC/RES/31/7"}),
    # by the day of what cites; the draft bears the day of its resolution
    ("citations", Selection(since="2019-01-01", until="2019-12-31"), {"A/RES/74/174", "E/RES/2019/20/draft"}),
    # an instrument in the middle: what cites it and what it cites
    ("citations", Selection(instrument="treaty/OPAC"), {"treaty/OPAC", "treaty/OPIC", "A/HRC/RES/31/7"}),
    # only what the Council's resolution asks
    ("actors", Selection(instrument="A/HRC/RES/31/7"), {"body/HRC"}),
]


@pytest.mark.parametrize(("kind", "selection", "sources"), SELECTED)
def test_do_selections_choose_paragraphs(
    library: Library, kind: Kind, selection: Selection, sources: set[str]
) -> None:
    found = make_network(library, kind, selection, level="instruments")
    assert {one.source for one in found.edges} == {expand(source) for source in sources}


def test_does_a_theme_choose_those_below_it_too(library: Library) -> None:
    def paragraphs(theme: str) -> set[str]:
        network = make_network(library, "actors", Selection(theme=theme), level="instruments")
        return {place for one in network.edges for place in one.places}

    wide, narrow = paragraphs("child sexual exploitation and abuse"), paragraphs("grooming")
    assert narrow
    assert narrow < wide


def test_is_an_unknown_name_refused_with_the_nearest(library: Library) -> None:
    with pytest.raises(UsageError, match="grooming"):
        make_network(library, "citations", Selection(theme="groomign"), level="instruments")


def test_do_paths_follow_citations(citations: Network) -> None:
    ends = expand("A/RES/74/174"), expand("treaty/UN-CHARTER")
    found = find_paths(citations, *ends, max_length=None, most=10)
    assert found.paths == ((ends[0], expand("treaty/CRC"), ends[1]),)


def test_are_rows_ranked_and_their_method_told(citations: Network) -> None:
    rows = node_rows(analyse(citations, "pagerank"), top=3)
    assert [row[0].value for row in rows.rows if row[0]] == ["1", "2", "3"]
    assert {row[-1].value for row in rows.rows if row[-1]} == {
        "PageRank, damping 0.85, edges weighed by citations"
    }
    assert edge_rows(citations, top=2).columns[:4] == ("source", "from", "target", "to")


LEVELS: list[tuple[Kind, Level]] = [
    ("citations", "instruments"),
    ("citations", "paragraphs"),
    ("actors", "instruments"),
    ("themes", "paragraphs"),
]


def test_do_both_engines_give_the_same_networks(small_graph: LocalStore) -> None:
    here, there = Library(small_graph), Library(RdflibEngine(small_graph))
    for kind, level in LEVELS:
        assert make_network(here, kind, EVERYTHING, level=level) == make_network(
            there, kind, EVERYTHING, level=level
        )
