"""Reason over a store: is its ontology in OWL 2 DL, does everything agree, and what follows from it."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.graph.infer.base import is_of_documents
from kg.graph.infer.consistency import check_consistency
from kg.graph.infer.explain import explain, parse_literal
from kg.graph.infer.materialise import materialise
from kg.graph.infer.rules import key_of
from kg.graph.ingested.store import stored_readings
from kg.graph.ontology.axioms import TYPE, Axioms
from kg.graph.ontology.profile import check_profile, check_use
from kg.graph.ontology.skolem import unskolemise
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH
from kg.graph.stores.store import LocalStore, local_path, open_store
from kg.namespaces import expand
from kg.pipeline.follow import follow_in_store
from kg.pipeline.working_copy import working_copy

if TYPE_CHECKING:
    from kg.graph.infer.consistency import Verdict
    from kg.graph.infer.explain import Proof
    from kg.graph.infer.rules import Key
    from kg.model import Finding


@dataclass(frozen=True)
class Contents:
    """What a store asserts: the ontology, its anonymous classes anonymous again, and the data."""

    ontology: list[ox.Quad]
    data: list[ox.Quad]


def read_contents(location: str | None) -> Contents:
    """Read what a local store asserts; provenance of graphs and ingested documents are not part of it.

    Raises:
        UsageError: where the store is remote.
        InputError: where there is none, or it holds no ontology.
    """
    store = _open_local(location)
    ontology = unskolemise(store.ox.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
    if not ontology:
        raise InputError("the store holds no ontology", remedy="Build it with `kg build`")
    others = {ox.NamedNode(name) for name in (ONTOLOGY_GRAPH, INFERRED_GRAPH, PROVENANCE_GRAPH)}
    graphs = [name for name in store.ox.named_graphs() if name not in others and not is_of_documents(name)]
    return Contents(
        ontology, [quad for name in graphs for quad in store.ox.quads_for_pattern(None, None, None, name)]
    )


def check_terms(contents: Contents) -> list[Finding]:
    """Return where the ontology leaves OWL 2 DL, and where data do not use its terms as declared."""
    axioms = Axioms(contents.ontology)
    return [*check_profile(axioms), *check_use(axioms, contents.data)]


def check_agreement(contents: Contents, *, timeout: float) -> Verdict:
    """Return what HermiT says of ontology and data together, within `timeout` seconds.

    Raises:
        MissingToolError: where Java is missing.
        InputError: where HermiT cannot take the ontology or the time is not enough.
    """
    return check_consistency(contents.ontology, contents.data, timeout=timeout)


def infer_into(location: str | None, *, jobs: int) -> dict[str, int]:
    """Fill the store's graph `inferred` anew by `jobs` processes; return the statements by kind of rule."""
    gc.disable()  # nothing here goes in circles, and to look for that takes a fifth of the time
    try:
        with working_copy(local_path(location)) as copy:
            documents = follow_in_store(copy.origin, sorted(stored_readings(copy.ox)), jobs=jobs)
            counts = materialise(copy.ox, documents)
            with copy.placing():
                return counts
    finally:
        gc.enable()


def explain_in(location: str | None, subject: str, predicate: str, value: str) -> Proof:
    """Return why a statement, in short or full names, is in a local store.

    Raises:
        UsageError: where a name is none.
        InputError: where the statement does not hold.
    """
    store = _open_local(location)
    relation = TYPE if predicate == "a" else str(_read_name(predicate))
    return explain(store.ox, str(_read_name(subject)), relation, _read_name(value))


def _open_local(location: str | None) -> LocalStore:
    store = open_store(str(local_path(location)))
    if not isinstance(store, LocalStore):
        raise UsageError("a remote store cannot be reasoned over", remedy="Name a folder with --store")
    return store


def _read_name(text: str) -> Key:
    """Return the key of a name, or of a literal as Turtle writes it: `"grooming"@en`."""
    try:
        if text.startswith('"'):
            return key_of(parse_literal(text))
        return ox.NamedNode(expand(text)).value
    except (SyntaxError, ValueError) as error:
        raise UsageError(
            f"{text!r} is no name ({error})", remedy="Write a path, a prefixed name or an IRI"
        ) from error
