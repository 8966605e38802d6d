"""Is what vouches for each statement found again in an export, and is each nanopublication well formed?"""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.evidence.nanopubs import NP, is_trusty, nanopubs, trusty_code
from kg.graph.evidence.reified import with_evidence
from kg.graph.evidence.statements import EvidenceReader
from kg.graph.evidence.witness import find_witnesses, method_of
from kg.graph.portions.selection import select_thing
from kg.graph.syntax.serialise import write_quads
from kg.namespaces import ID, RDF, XSD, expand, sparql_prologue
from tests.graph.test_withdrawn import FIRST, MORNING, PATH, read_in_turn

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

CRC, RESOLUTION = f"{ID}treaty/CRC", f"{ID}A/HRC/RES/31/7"
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
TYPE = ox.NamedNode(RDF + "type")
CODE = "RA" + 43 * "-"


def quads_of(graph: LocalStore, thing: str) -> tuple[ox.Quad, ...]:
    """Return what an export of a thing holds."""
    return tuple(select_thing(graph, thing).quads)


def written(quads: list[ox.Quad], format: str) -> bytes:  # noqa: A002 - as the module calls it
    """Return quads as an export writes them."""
    file = BytesIO()
    write_quads(quads, format, file)
    return file.getvalue()


def nanopubs_of(quads: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the quads of each nanopublication by its name."""
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[str(quad.graph_name)[1:-1].partition("#")[0]].append(quad)
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_does_a_query_find_the_evidence_in_what_was_written(small_graph: LocalStore, format: str) -> None:  # noqa: A002
    quads = list(with_evidence(quads_of(small_graph, CRC), EvidenceReader(small_graph.ox)))
    back = ox.Store()
    back.load(written(quads, format), format=FORMATS[format])
    rows = back.query(
        sparql_prologue()
        + """SELECT ?source ?place { ?e rdf:reifies <<( id:treaty\\/CRC cp:untsVolume ?volume )>> ;
          prov:wasDerivedFrom ?source ; cp:place ?place ; dcterms:isPartOf ?graph }""",
        use_default_graph_as_union=True,
    )
    assert [(str(row["source"])[1:-1], row["place"].value) for row in rows] == [  # type: ignore[union-attr]
        (f"{ID}A/RES/74/174/note/4", "note 4, Ibid. resolved")
    ]
    if format in {"nq", "trig"}:
        assert set(back) == set(quads)


def test_is_the_same_written_each_time(small_graph: LocalStore) -> None:
    quads = quads_of(small_graph, CRC)
    first, second = (
        (
            written(list(with_evidence(quads, EvidenceReader(small_graph.ox))), "ttl"),
            written(list(nanopubs(quads, EvidenceReader(small_graph.ox))), "trig"),
        )
        for _ in range(2)
    )
    assert first == second


def test_has_every_curated_fact_evidence_with_a_source(small_graph: LocalStore) -> None:
    reader = EvidenceReader(small_graph.ox)
    facts = [q for q in quads_of(small_graph, RESOLUTION) if method_of(str(q.graph_name)[1:-1]) == "curated"]
    no_facts = {ox.NamedNode(expand(name)) for name in ("cp:Source", "skos:ConceptScheme")}
    apart = {q.subject for q in facts if q.object in no_facts}
    bare = [q for q in facts if q.subject not in apart and not all(e.source for e in reader.of(q))]
    assert len(facts) > 1000
    assert [str(q.subject) for q in bare if "/verification" not in str(q.subject)] == []  # ours as well


@pytest.mark.parametrize(
    ("thing", "relation"),
    [
        # an attestation of its own, of several properties
        ("treaty/CRC", "cp:untsVolume"),
        # the source of the thing as a whole
        ("A/HRC/RES/31/7", "cp:adoptedOn"),
        # a fragment, by the paragraph that it belongs to
        ("A/HRC/RES/31/7/op/7#act-1", "cp:actType"),
        # a fact that is marked as unverified
        ("A/C.3/74/L.6", "rdfs:label"),
    ],
)
def test_do_exports_and_the_command_name_the_same_witnesses(
    small_graph: LocalStore, thing: str, relation: str
) -> None:
    reader = EvidenceReader(small_graph.ox)
    labels = {"": "", f"{ID}verification/unverified": "unverified"}
    found = small_graph.ox.quads_for_pattern(ox.NamedNode(ID + thing), ox.NamedNode(expand(relation)), None)
    for quad in found:
        evidence = {(e.source, e.place, labels[e.verification]) for e in reader.of(quad)}
        value = quad.object
        assert isinstance(value, ox.NamedNode | ox.Literal)
        witnesses = find_witnesses(small_graph, ID + thing, expand(relation), None)
        sources = {(s.iri, s.place, s.verification) for one in witnesses for s in one.sources}
        assert evidence == sources


def test_has_an_extracted_statement_its_file_and_the_place_of_its_words() -> None:
    store = read_in_turn((FIRST, MORNING))
    reader = EvidenceReader(store)
    (act,) = store.quads_for_pattern(
        ox.NamedNode(f"{ID}{PATH}/op/1#act-1"), ox.NamedNode(expand("cp:phrase")), None
    )
    (evidence,) = reader.of(act)
    assert evidence.span == FIRST.provisions[0].span
    assert any("a" * 64 in str(triple) for triple in reader.describing(evidence.source))


def test_is_every_nanopublication_well_formed(small_graph: LocalStore) -> None:
    quads = list(nanopubs(quads_of(small_graph, RESOLUTION), EvidenceReader(small_graph.ox)))
    back = list(ox.parse(written(quads, "trig"), format=ox.RdfFormat.TRIG))
    found = nanopubs_of(back)
    assert len(found) > 100
    assert set(back) == set(quads)
    for name, own in found.items():
        assert find_faults(name, own) == []
        assert is_trusty(own, name)


def find_faults(name: str, quads: list[ox.Quad]) -> list[str]:
    """Return which criteria of the Nanopublication Guidelines (section Well-formed) do not hold."""
    n = ox.NamedNode(name)
    is_nanopub = ox.Triple(n, TYPE, ox.NamedNode(NP + "Nanopublication"))
    heads = [q.graph_name for q in quads if q.triple == is_nanopub]
    if len(heads) != 1:
        return ["not one head"]
    linked = [(q.predicate.value, q.object) for q in quads if (q.subject, q.graph_name) == (n, heads[0])]
    names = ("hasAssertion", "hasProvenance", "hasPublicationInfo")
    parts = [[part for predicate, part in linked if predicate == NP + name] for name in names]
    if [len(part) for part in parts] != [1, 1, 1]:
        return ["not one of each part"]
    (assertion,), (provenance,), (pubinfo,) = parts
    graphs = [n, heads[0], assertion, provenance, pubinfo]
    named = {graph: {t for q in quads if q.graph_name == graph for t in q.triple} for graph in graphs}
    criteria = {
        "two of the names are the same": len(set(map(str, graphs))) == len(graphs),
        "a statement stands elsewhere": {q.graph_name for q in quads} == set(graphs[1:]),
        "nothing is asserted": bool(named[assertion]),
        "the provenance is not of the assertion": assertion in named[provenance],
        "the publication info is not of the publication": n in named[pubinfo],
    }
    return [fault for fault, holds in criteria.items() if not holds]


def test_does_a_changed_nanopublication_lose_its_name(small_graph: LocalStore) -> None:
    quads = list(nanopubs(quads_of(small_graph, CRC), EvidenceReader(small_graph.ox)))
    name, own = next(iter(nanopubs_of(quads).items()))
    last = own[-1]
    other = ox.Quad(last.subject, last.predicate, ox.Literal("another"), last.graph_name)
    assert is_trusty(own, name)
    assert not is_trusty([*own[:-1], other], name)
    assert find_faults(name, own[1:]) == ["not one head"]


def test_is_the_code_that_of_the_reference_implementation() -> None:
    """The code was computed by the library `nanopub` 2.0.1 (trustyuri, module RA) of the same quads."""
    node, base = ox.NamedNode, "http://example.org/"
    name = f"{base}np/{CODE}"
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("says", ox.Literal("Light \\ in\nthe é dark", language="en")),
        ("says", ox.Literal("Light")),
        ("says", ox.Literal("Light", language="en-GB")),
        ("says", node(base + "zone")),
        ("height", ox.Literal("17", datatype=node(XSD + "integer"))),
    ]
    quads = [ox.Quad(node(name), TYPE, node(NP + "Nanopublication"), node(name + "#Head"))]
    quads += [ox.Quad(node(base + "lamp"), node(base + p), o, node(name + "#assertion")) for p, o in values]
    assert trusty_code(quads, CODE) == "RAW5NZQCjTixrxHmFLI1KVZXUI-JCz_tYf-Q8-P017dQI"
    assert trusty_code(reversed(quads), CODE) == trusty_code(quads, CODE)


def test_do_nanopublications_bear_a_time_only_where_it_is_given(small_graph: LocalStore) -> None:
    quads, reader = quads_of(small_graph, CRC), EvidenceReader(small_graph.ox)
    created = ox.NamedNode(expand("dcterms:created"))
    assert not [q for q in nanopubs(quads, reader) if q.predicate == created]
    times = {q.object for q in nanopubs(quads, reader, moment=MORNING) if q.predicate == created}
    assert times == {ox.Literal(MORNING, datatype=ox.NamedNode(XSD + "dateTime"))}
