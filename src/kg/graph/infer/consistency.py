"""Check whether ontology and data agree, and find the statements to blame where they do not."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import pyoxigraph as ox

from kg.graph.infer.hermit import ReasonerTimeoutError, ask_hermit
from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.logical import Logic
from kg.namespaces import OWL, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")
_Thing = tuple[object, object]  # a graph and a subject
_Part = tuple[ox.Quad, ...]

_SCHEMA_TYPES = (
    *(OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    OWL + "Ontology",
    RDFS + "Datatype",
)


@dataclass(frozen=True)
class Culprits:
    """Statements that cannot hold together, given the ontology."""

    quads: tuple[ox.Quad, ...]
    """Empty where the ontology's own terms contradict each other and the time did not reach further."""
    minimal: bool
    """True where each of them is needed for the contradiction; False where time ran out before."""
    in_ontology: bool
    """True where the ontology's terms contradict each other without any data."""


@dataclass(frozen=True)
class Verdict:
    """What HermiT says, and where it finds a contradiction, what makes it."""

    consistent: bool
    unsatisfiable: tuple[str, ...]
    """IRIs of the classes that can have no member."""
    culprits: Culprits | None


def check_consistency(ontology: Sequence[ox.Quad], data: Sequence[ox.Quad], *, timeout: float) -> Verdict:
    """Return whether ontology and data are consistent, the unsatisfiable classes, and culprits.

    All of it ends within `timeout` seconds; the search for culprits then stops where it stands.

    Raises:
        MissingToolError: where Java is missing.
        InputError: where HermiT cannot take the ontology, or (ReasonerTimeoutError) has no answer in time.
    """
    deadline = time.monotonic() + timeout
    logic = Logic(Axioms(ontology))
    answer = ask_hermit(logic.triples([*ontology, *data]), timeout=timeout)
    if answer.consistent:
        return Verdict(consistent=True, unsatisfiable=answer.unsatisfiable, culprits=None)

    def contradicts(quads: Iterable[ox.Quad]) -> bool:
        left = max(deadline - time.monotonic(), 0.0)
        return not ask_hermit(logic.triples(quads), timeout=left).consistent

    return Verdict(consistent=False, unsatisfiable=(), culprits=_find_culprits(ontology, data, contradicts))


def _find_culprits(
    ontology: Sequence[ox.Quad], data: Sequence[ox.Quad], contradicts: Callable[[Iterable[ox.Quad]], bool]
) -> Culprits:
    """Narrow the blame down to things first, then to single statements of them."""
    schema, individuals = _split_schema(ontology)

    def contradict(parts: Sequence[_Part]) -> bool:
        return contradicts([*schema, *_flat(parts)])

    things = _by_subject([*data, *individuals])
    try:
        in_ontology = contradicts(schema)
    except ReasonerTimeoutError:
        return Culprits(_flat(things), minimal=False, in_ontology=False)
    if in_ontology:
        terms = narrow(_by_subject(schema), lambda parts: contradicts(_flat(parts)))
        return Culprits(_flat(terms.parts), minimal=terms.complete, in_ontology=True)
    to_blame = narrow(things, contradict, _share_a_subject)
    statements = narrow([(quad,) for quad in _flat(to_blame.parts)], contradict, _share_a_subject)
    complete = to_blame.complete and statements.complete
    return Culprits(_flat(statements.parts), minimal=complete, in_ontology=False)


@dataclass(frozen=True)
class Narrowed(Generic[T]):
    """Parts that contradict each other; each of them is needed where the search was complete."""

    parts: tuple[T, ...]
    complete: bool


def narrow(
    parts: Sequence[T],
    contradicts: Callable[[Sequence[T]], bool],
    are_near: Callable[[T, Sequence[T]], bool] = lambda _part, _found: False,
) -> Narrowed[T]:
    """Return parts that contradict each other, none of which can be left out, of parts that do together.

    Each is found by halving: the last part of the shortest beginning that contradicts, together with those
    found before, is needed. For k of n parts this asks about k log2 n times; after the first, parts near
    those found are tried alone, which takes fewer questions and leads to reasons of one thing. What is known
    is not asked: without any part there is no contradiction, and with all that are left there is one. Where
    the time runs out, the parts that were left are returned.
    """
    found: list[T] = []
    left = list(parts)
    try:
        while left and not (found and contradicts(found)):
            near = [part for part in left if are_near(part, found)]
            if len(near) < len(left) and near and contradicts([*found, *near]):
                left = near
            low, high = 1, len(left)
            while low < high:
                middle = (low + high) // 2
                if contradicts([*found, *left[:middle]]):
                    high = middle
                    left = left[:high]
                else:
                    low = middle + 1
            found.append(left[high - 1])
            left = left[: high - 1]
    except ReasonerTimeoutError:
        return Narrowed((*found, *left), complete=False)
    return Narrowed(tuple(found), complete=True)


def _split_schema(ontology: Sequence[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the statements about terms and those about individuals, such as act types and themes."""
    terms = set(Axioms(ontology).of_type(*_SCHEMA_TYPES))
    schema = [q for q in ontology if isinstance(q.subject, ox.BlankNode) or q.subject in terms]
    of_terms = set(map(id, schema))
    return schema, [quad for quad in ontology if id(quad) not in of_terms]


def _by_subject(quads: Sequence[ox.Quad]) -> list[_Part]:
    """Return the statements of each thing of each graph, with those of the blank nodes they lead to."""
    about: dict[_Thing, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        about[quad.graph_name, quad.subject].append(quad)
    inner = {(quad.graph_name, quad.object) for quad in quads if isinstance(quad.object, ox.BlankNode)}
    return [tuple(_closure(root, about)) for root in about if root not in inner]


def _closure(root: _Thing, about: dict[_Thing, list[ox.Quad]]) -> Iterator[ox.Quad]:
    for quad in about.get(root, ()):
        yield quad
        if isinstance(quad.object, ox.BlankNode):
            yield from _closure((quad.graph_name, quad.object), about)


def _share_a_subject(part: _Part, found: Sequence[_Part]) -> bool:
    """Say whether statements are about a thing that others found before are about too."""
    subjects = {quad.subject for quad in _flat(found)}
    return any(quad.subject in subjects for quad in part)


def _flat(parts: Iterable[_Part]) -> tuple[ox.Quad, ...]:
    return tuple(quad for part in parts for quad in part)
