"""Is what was inferred document by document, with replacing, what inference from scratch gives?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.evidence.withdrawn import WITHDRAWN
from kg.graph.infer.base import read_base
from kg.graph.infer.entailment import Entailment
from kg.graph.infer.materialise import INFERRED
from kg.graph.ingested.store import DocumentStore, follow_from_documents, stored_readings, unpack
from kg.graph.stores.store import LocalStore, open_folder
from kg.pipeline.follow import follow_in_store
from kg.pipeline.ingest import _ground
from kg.pipeline.prepare import Preparer
from kg.pipeline.reason import infer_into
from tests.pipeline.kills import killed_while_writing
from tests.pipeline.papers import SHAPES, new_store, resolution, take_in, write
from tests.smaller import least_built

if TYPE_CHECKING:
    from kg.graph.infer.base import Base
    from kg.graph.ingested.store import Laid

# each symbol in several states, that name each other, more or less, and what is curated
VERSIONS = {
    "99/1": (
        ("1. Recalls its resolution 99/2;", "2. Urges States to sing."),
        ("1. Decides to rest.",),
        ("1. Recalls paragraph 2 of resolution 99/3, and resolution 99/2.",),
    ),
    "99/2": (
        ("1. Recalls its resolution 99/1, and paragraph 1 of resolution 99/3;",),
        (
            "1. Recalls article 34 of the Convention on the Rights of the Child.",
            "2. Recalls resolution 98/7.",
        ),
    ),
    "99/3": (
        ("1. Recalls paragraph 2 of its resolution 99/1;", "2. Reaffirms target 16.2."),
        ("1. Calls upon States to sing;", "2. Recalls paragraphs 1 and 2 of its resolution 99/1."),
        ("1. Decides to rest.",),
    ),
}
CHOICES = [(number, at) for number, states in VERSIONS.items() for at in range(len(states))]


@cache
def papers() -> dict[tuple[str, int], Laid]:
    prepare = Preparer(_ground(LocalStore(open_folder(least_built() / "store")), SHAPES))
    found = {}
    with TemporaryDirectory() as folder:
        for number, at in CHOICES:
            name = f"{number.replace('/', '-')}-{at}.txt"
            (one,) = prepare(write(Path(folder), name, resolution(number, *VERSIONS[number][at])))
            found[number, at] = unpack(one.laid)
    return found


@cache
def ground() -> tuple[tuple[ox.Quad, ...], Base, Entailment]:
    store = open_folder(least_built() / "store")
    base = read_base(store)
    return tuple(store), base, Entailment(base)


def laid(steps: list[tuple[str, int]]) -> ox.Store:
    quads, base, entailment = ground()
    store = ox.Store()
    store.bulk_extend(quads)
    documents = DocumentStore(store, base, entailment)
    for step in steps:
        documents.lay(papers()[step])
    return store


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(CHOICES), min_size=3, max_size=9))
def test_is_a_store_after_replacing_as_if_it_knew_only_the_last_and_inferred_from_scratch(
    steps: list[tuple[str, int]],
) -> None:
    store = laid(steps)
    _, base, entailment = ground()
    followed = follow_from_documents(store, stored_readings(store), base, entailment)
    digests = followed.digests.union(map(hash, entailment.of_base()))
    standing = set(store.quads_for_pattern(None, None, None, INFERRED))
    assert not followed.lacking
    assert not [quad for quad in standing if hash(quad) not in digests]
    assert without_traces(store) == without_traces(laid(list(dict(steps).items())))


def without_traces(store: ox.Store) -> set[ox.Quad]:
    """Return all that a store says but for what its documents said before."""
    return {quad for quad in store if quad.graph_name != WITHDRAWN}


def test_is_what_a_fault_left_or_took_away_put_right(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    files = [
        write(tmp_path / "in", f"{n[3:]}.txt", resolution(n, *states[0])) for n, states in VERSIONS.items()
    ]
    take_in(store, *files)
    whole = frozenset(map(str, open_folder(store)))
    with killed_while_writing(store) as graph:
        inferred = graph.quads_for_pattern(None, None, None, INFERRED)
        taken = [quad for quad in inferred if "99/1" in str(quad.subject)]
        for quad in taken[::2]:
            graph.remove(quad)
        graph.add(
            ox.Quad(taken[0].subject, taken[0].predicate, ox.NamedNode("https://example.org/"), INFERRED)
        )
    del graph, inferred
    counts = infer_into(str(store), jobs=2)
    assert frozenset(map(str, open_folder(store))) == whole
    assert counts["documents"] > len(taken)


def test_does_the_number_of_processes_change_nothing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1", *VERSIONS["99/1"][0])))
    paths = sorted(stored_readings(open_folder(store)))
    one = follow_in_store(store.resolve(), paths, jobs=1)
    assert one == follow_in_store(store.resolve(), paths, jobs=2)
    assert len(one.digests) > len(one.lacking) == 0
