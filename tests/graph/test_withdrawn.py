"""Does a statement that is corrected leave a trace: what was said, until when, why, what is said instead?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.document import Act, Document, FrontMatter, Origin, Provision
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import read_shapes, shapes_graph
from kg.graph.documents.quads import document_quads
from kg.graph.evidence.withdrawn import WITHDRAWN, WITHDRAWN_GRAPH, find_withdrawn
from kg.graph.infer.base import Base, read_base
from kg.graph.ingested.store import NAMED, DocumentStore
from kg.graph.stores.store import LocalStore
from kg.namespaces import CP, ID, PROV, compact, expand
from kg.pipeline.carry import carry_documents
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.evidence.withdrawn import Withdrawn

PATH = "A/RES/99/1"
ACT = f"{ID}{PATH}/op/1#act-1"
MORNING, NOON, EVENING = (f"2044-12-03T{hour}:00:00Z" for hour in ("08", "12", "18"))


def paragraph(number: str, verb: str) -> Provision:
    """Return an operative paragraph with one act."""
    text = f"{verb.capitalize()} all States to keep lighthouses open to children"
    act = Act(verb, verb.capitalize(), (0, len(verb)))
    return Provision(
        id=f"op/{number}", kind="operative", number=number, level=1, parent=None, text=text,
        span=(0, len(text)), pieces=((0, len(text)),), acts=(act,),
    )  # fmt: skip


def paper(name: str, *verbs: str) -> Document:
    """Return a resolution as read from a file of this name, with a paragraph for each verb."""
    found = tuple(paragraph(str(number), verb) for number, verb in enumerate(verbs, start=1))
    origin = Origin(name, name[0] * 64, "text/plain")
    return Document(FrontMatter(symbol=PATH, title="Care of lighthouses"), found, (), origin)


FIRST, MENDED = paper("a.txt", "urges", "requests"), paper("b.txt", "invites")


def read_in_turn(*readings: tuple[Document, str]) -> ox.Store:
    """Return a store that a document was laid into again and again, each time at a moment."""
    store = ox.Store()
    documents = DocumentStore(store, Base(()))
    for document, moment in readings:
        documents.replace(PATH, document_quads(document, read_at=moment))
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store whose document was read twice from one file, and then from one that mends its verb."""
    return read_in_turn((FIRST, MORNING), (FIRST, NOON), (MENDED, EVENING))


def traced(store: ox.Store, thing: str, relation: str | None = None) -> list[Withdrawn]:
    """Return the traces of what was said of a thing."""
    return find_withdrawn(LocalStore(store), thing, relation and expand(relation))


def trace_quads(store: ox.Store) -> set[ox.Quad]:
    """Return all that the graph of traces says."""
    return set(store.quads_for_pattern(None, None, None, WITHDRAWN))


def test_does_a_document_read_anew_leave_a_trace_of_what_it_says_no_more(store: ox.Store) -> None:
    (trace,) = traced(store, ACT, "cp:actType")
    assert compact(trace.value.value) == "act-type/urges"
    assert [compact(one.value) for one in trace.replacing] == ["act-type/invites"]
    assert (trace.since, trace.until) == (NOON, EVENING)
    assert "another file" in trace.reason
    assert trace.source_label == f"{PATH}, as read from b.txt"


def test_has_what_is_gone_for_good_no_replacement(store: ox.Store) -> None:
    (trace,) = traced(store, f"{ID}{PATH}/op/2", "rdf:type")
    assert compact(trace.value.value) == "cp:OperativeParagraph"
    assert trace.replacing == ()


def test_is_nothing_traced_that_still_stands(store: ox.Store) -> None:
    found = {(quad.subject, quad.predicate.value): quad.object for quad in trace_quads(store)}
    traces = {subject for subject, predicate in found if predicate == CP + "withdrawnOf"}
    assert len(traces) > 5
    for trace in traces:
        thing, relation = found[trace, CP + "withdrawnOf"], found[trace, CP + "withdrawnProperty"]
        assert relation not in {ox.NamedNode(CP + "textStart"), ox.NamedNode(CP + "textEnd")}
        assert not list(store.quads_for_pattern(thing, relation, found[trace, CP + "withdrawnValue"]))  # type: ignore[arg-type]  # as was laid


def test_is_the_file_that_said_it_still_described(store: ox.Store) -> None:
    revised = store.quads_for_pattern(None, ox.NamedNode(PROV + "wasRevisionOf"), None)
    (old,) = (quad.object for quad in revised)
    (digest,) = store.quads_for_pattern(old, ox.NamedNode(CP + "sha256"), None)  # type: ignore[arg-type]  # as above
    assert digest.object == ox.Literal("a" * 64)


def test_do_traces_fit_their_shape_and_stand_apart_from_the_ground_of_inference(store: ox.Store) -> None:
    engine = ShapeEngine(shapes_graph(read_shapes(ROOT / "shapes")))
    focus = {str(quad.subject)[1:-1] for quad in trace_quads(store) if "#withdrawn-" in str(quad.subject)}
    assert engine.check([*store], focus) == []
    assert trace_quads(store).isdisjoint(read_base(store).quads)


@pytest.mark.parametrize(
    ("second", "moment", "words"),
    [
        # the same file, read by the same rules, says the same
        (FIRST, NOON, None),
        # the clock was set back between: since when is left open
        (MENDED, "2044-12-02T08:00:00Z", "another file"),
        # the same file, of which other rules or names make something else
        (replace(MENDED, origin=FIRST.origin), NOON, "what the graph knows by now"),
    ],
)
def test_does_the_trace_say_why(second: Document, moment: str, words: str | None) -> None:
    found = traced(read_in_turn((FIRST, MORNING), (second, moment)), ACT, "cp:actType")
    assert [words in one.reason for one in found if words] == [True] * len(found)
    assert bool(found) is bool(words)
    assert all(one.until == moment and one.since in {"", MORNING} for one in found)
    assert all(one.since <= one.until for one in found)


def test_is_a_statement_that_comes_back_made_and_traced() -> None:
    store = read_in_turn((FIRST, MORNING), (MENDED, NOON), (FIRST, EVENING))
    verbs = [compact(one.value.value) for one in traced(store, ACT, "cp:actType")]
    assert verbs == ["act-type/urges", "act-type/invites"]
    said = store.quads_for_pattern(ox.NamedNode(ACT), ox.NamedNode(CP + "actType"), None)
    assert [compact(str(quad.object)[1:-1]) for quad in said] == ["act-type/urges"]
    assert not list(store.quads_for_pattern(None, None, None, NAMED))  # a trace calls nothing into being
    triples = [quad.triple for quad in store]
    assert len(triples) == len(set(triples))


def test_are_two_stores_that_read_the_same_in_turn_the_same(store: ox.Store) -> None:
    again = read_in_turn((FIRST, MORNING), (FIRST, NOON), (MENDED, EVENING))
    assert set(again) == set(store)


def test_do_traces_outlive_a_build(store: ox.Store, tmp_path: Path) -> None:
    old = ox.Store(str(tmp_path / "old"))
    old.bulk_extend(store)
    old.flush()
    del old
    new = ox.Store()
    carry_documents(tmp_path / "old", new)
    assert trace_quads(new) == trace_quads(store)
    assert str(WITHDRAWN_GRAPH) in {str(name.value) for name in new.named_graphs()}
