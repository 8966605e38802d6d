"""Does an export hold what a scholar expects of a thing, and not the whole world?"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.portions.everything import local_copy, quads_by_graph, quads_by_subject
from kg.graph.portions.selection import order_in_graph, order_of, select_thing, select_things
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.syntax.serialise import KEEPS_GRAPHS, write_quads
from kg.namespaces import CP, ID, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.portions.selection import Selection
    from kg.graph.stores.store import LocalStore

RESOLUTION = "A/HRC/RES/31/7"
FORMATS = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdf": "xml"}


@pytest.fixture(scope="module")
def selection(small_graph: LocalStore) -> Selection:
    return select_thing(small_graph, ID + RESOLUTION)


def asked(graph: LocalStore, query: str) -> set[str]:
    return {row[0].value for row in graph.select(sparql_prologue() + query).rows if row[0]}


# What belongs to a resolution, as a query over the whole graph finds it.
@pytest.mark.parametrize(
    ("query", "least"),
    [
        (f"SELECT ?x {{ ?x cp:provisionOf <{RESOLUTION}> }}", 48),
        (f"SELECT ?x {{ ?p cp:provisionOf <{RESOLUTION}> ; cp:hasAct ?x }}", 58),
        (f"SELECT ?x {{ ?p cp:provisionOf <{RESOLUTION}> ; cp:hasCitation ?x }}", 22),
        (f"SELECT ?x {{ ?x cp:noteOf <{RESOLUTION}> }}", 4),
        (f"SELECT ?x {{ ?p cp:provisionOf <{RESOLUTION}> ; cp:hasAct/cp:hasDeliverable ?x }}", 2),
        (f"SELECT ?x {{ <{RESOLUTION}> prov:wasDerivedFrom ?x }}", 1),
    ],
)
def test_is_every_part_there_with_all_that_is_said_of_it(
    query: str, least: int, selection: Selection, small_graph: LocalStore
) -> None:
    parts = asked(small_graph, query)
    assert len(parts) >= least
    said = {quad for quad in small_graph.ox if getattr(quad.subject, "value", "") in parts}
    assert said <= set(selection.quads)


def test_does_everything_named_bear_a_label(selection: Selection) -> None:
    labelled = {
        str(q.subject)[1:-1] for q in selection.quads if q.predicate.value.endswith(("#label", "#prefLabel"))
    }
    named = {q.object.value for q in selection.quads if isinstance(q.object, ox.NamedNode)}
    mute = {iri for iri in named if iri.startswith(ID) and "#" not in iri and iri not in labelled}
    assert mute == set()


def test_is_a_cited_treaty_only_outlined(selection: Selection) -> None:
    convention = {
        quad.predicate.value for quad in selection.quads if quad.subject == ox.NamedNode(ID + "treaty/CRC")
    }
    assert CP + "adoptedOn" in convention
    assert CP + "untsVolume" not in convention
    assert ID + "treaty/CRC" not in selection.whole


def test_is_it_a_part_of_the_graph_and_a_small_one(selection: Selection, small_graph: LocalStore) -> None:
    assert set(selection.quads) <= set(small_graph.ox)
    assert len(selection.quads) < len(small_graph.ox) / 4


def test_does_a_theme_bring_what_is_indexed_under_it_and_below(small_graph: LocalStore) -> None:
    theme = "theme/conduct/online-child-sexual-exploitation-and-abuse"
    whole = select_thing(small_graph, ID + theme).whole
    indexed = asked(small_graph, f"SELECT ?x {{ ?x cp:indexedUnder <{theme}> ; a cp:Act }}")
    paragraphs = asked(small_graph, f"SELECT ?x {{ ?x cp:hasAct/cp:indexedUnder <{theme}> }}")
    assert len(indexed) > 20
    assert indexed | paragraphs <= whole
    assert ID + "theme/conduct/grooming" in whole


def test_does_a_body_bring_what_asks_it_and_what_it_adopted(small_graph: LocalStore) -> None:
    whole = select_thing(small_graph, ID + "body/UNODC").whole
    assert asked(small_graph, "SELECT ?p { ?a cp:addressee <body/UNODC> . ?p cp:hasAct ?a }") <= whole
    assert ID + RESOLUTION in select_thing(small_graph, ID + "body/HRC").whole


def test_does_a_state_bring_its_treaty_actions(small_graph: LocalStore) -> None:
    actions = asked(small_graph, "SELECT ?a { ?a cp:actionBy <state/ALB> }")
    assert actions
    assert actions <= select_thing(small_graph, ID + "state/ALB").whole


def test_does_an_act_found_by_a_question_bring_its_paragraph(small_graph: LocalStore) -> None:
    chosen = select_things(small_graph, [f"{ID}{RESOLUTION}/op/4#act-1"])
    assert f"{ID}{RESOLUTION}/op/4" in chosen.whole
    assert f"{ID}{RESOLUTION}/op/5" not in chosen.whole


def test_is_nothing_inferred_among_what_is_asserted(selection: Selection) -> None:
    graphs = {
        quad.graph_name.value
        for quad in selection.asserted().quads
        if isinstance(quad.graph_name, ox.NamedNode)
    }
    assert INFERRED_GRAPH not in graphs
    assert len(graphs) > 3


@pytest.mark.parametrize("form", FORMATS)
def test_does_every_format_hold_the_same_statements(form: str, selection: Selection) -> None:
    quads = sorted(selection.quads, key=order_in_graph) if form == "trig" else selection.quads
    text = written(quads, form)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format=FORMATS[form])
    assert len(set(dataset.triples((None, None, None)))) == len({quad.triple for quad in selection.quads})
    if form in KEEPS_GRAPHS:
        parser = ox.RdfFormat.TRIG if form == "trig" else ox.RdfFormat.N_QUADS
        assert set(ox.parse(text, format=parser)) == set(selection.quads)


@pytest.mark.parametrize("form", FORMATS)
def test_does_the_whole_graph_go_through_every_format(form: str, least_graph: LocalStore) -> None:
    parsers = {
        "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    walk = quads_by_graph if form == "trig" else quads_by_subject
    text = written(walk(least_graph.ox, lambda _done, _total: None), form)
    found = set(ox.parse(text, format=parsers[form]))
    if form in KEEPS_GRAPHS:
        assert found == set(least_graph.ox)
    else:
        assert {quad.triple for quad in found} == {quad.triple for quad in least_graph.ox}


def test_is_the_whole_graph_in_the_order_of_its_lines(least_graph: LocalStore) -> None:
    quads = list(quads_by_subject(least_graph.ox, lambda _done, _total: None))
    assert quads == sorted(quads, key=order_of)
    lines = [f"{quad} .\n" for quad in quads]
    assert lines == sorted(lines)


def test_is_a_store_behind_a_service_exported_alike(small_graph: LocalStore, selection: Selection) -> None:
    class Remote:
        """Answers as a service does, without a store at hand."""

        select, ask, construct = small_graph.select, small_graph.ask, small_graph.construct

    assert select_thing(Remote(), ID + RESOLUTION) == selection
    assert set(local_copy(Remote())) == set(small_graph.ox)


def written(quads: Iterable[ox.Quad], form: str) -> bytes:
    file = io.BytesIO()
    write_quads(quads, form, file)
    return file.getvalue()
