"""Hold statements against SHACL shapes by shacl-rust, in seconds where pySHACL takes hours.

pySHACL is the reference: tests hold this engine to its findings on every mutant, on a whole graph and on the
suite of the W3C. What the engine would pass over in silence is refused first, see `shape_support`.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pyoxigraph as ox
import shacl_rust
from rdflib import SH as SH_NS
from rdflib import BNode, URIRef

from kg.errors import InputError
from kg.graph.check.shape_support import require_supported
from kg.graph.check.shapes import path_text
from kg.model import Finding
from kg.namespaces import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

    from kg.model import Severity

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_REASON_SHOWN = 240
_TYPE, _SUBCLASS = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "subClassOf")
_CLASS = ox.NamedNode(RDFS + "Class")
_TARGET_CLASS = ox.NamedNode(SH + "targetClass")
_OTHER_TARGETS = {ox.NamedNode(SH + name) for name in ("targetNode", "targetSubjectsOf", "targetObjectsOf")}
_PROPERTY_SHAPE = ox.NamedNode(SH + "PropertyShape")
_QUERIES = "SPARQLConstraintComponent"
_FAILED = "SPARQL parse error"


class ShapeEngine:
    """The shapes of a graph, read once and held against any number of graphs.

    Raises:
        InputError: where the engine cannot hold data to one of them.
    """

    def __init__(self, shapes: Graph) -> None:
        require_supported(shapes)
        self._shapes = shapes
        self._about = _by_subject(shapes)
        self._whole = _serialised(self._about, self._about)
        self._targets = {target for said in self._about.values() for target in _class_targets(said)}
        self._meant = [
            (said, self._lines_from(one)) for one, said in self._about.items() if _has_target(said)
        ]
        self._narrow = cache(self._narrowed)
        self._words = cache(self._words_of)

    def check(
        self, quads: Iterable[ox.Quad], focus: set[str] | None = None, *, but: str = ""
    ) -> list[Finding]:
        """Return what the shapes have against few statements, sorted.

        Shapes of classes that nothing in the statements is of are left out: to read them takes longest.

        Args:
            quads: the statements, of whatever graphs.
            focus: the things of which findings are wanted, where not of all.
            but: a component whose findings are not wanted.
        """
        triples = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
        left_out = f"<{SH}{but}>"
        results = self._run(_ntriples(triples), self._shapes_for(triples))
        wanted = (one for one in results if one["sourceConstraintComponent"] != left_out)
        found = {self._finding(one) for one in wanted}
        return sorted(one for one in found if focus is None or one.focus in focus)

    def check_all(self, ntriples: bytes) -> list[Finding]:
        """Return what the shapes have against statements in N-Triples, sorted."""
        return sorted(set(self.results(ntriples)))

    def results(self, ntriples: bytes) -> list[Finding]:
        """Return the results of a SHACL report, each as often as shapes come to it."""
        return [self._finding(result) for result in self._run(ntriples, self._whole)]

    def _shapes_for(self, triples: set[ox.Triple]) -> bytes:
        if any(triple.predicate == _SUBCLASS for triple in triples):
            return self._whole
        return self._narrow(
            frozenset({triple.object for triple in triples if triple.predicate == _TYPE} & self._targets)
        )

    def _narrowed(self, classes: frozenset[Subject]) -> bytes:
        wanted = [lines for said, lines in self._meant if _is_meant_for(said, classes)]
        return b"\n".join(set().union(*wanted))

    def _lines_from(self, shape: Subject) -> frozenset[bytes]:
        """Return what is said of a shape and of all that it uses, as lines of N-Triples."""
        reached: dict[Subject, None] = {}
        waiting = [shape]
        while waiting:
            subject = waiting.pop()
            if subject in self._about and subject not in reached:
                reached[subject] = None
                waiting += [triple.object for triple in self._about[subject]]
        return frozenset(_serialised(self._about, reached).splitlines())

    def _run(self, data: bytes, shapes: bytes) -> list[dict[str, Any]]:
        try:
            report: dict[str, Any] = shacl_rust.validate_file(
                io.BytesIO(data),
                io.BytesIO(shapes),
                data_format="nt",
                shapes_format="nt",
                experimental_index=True,
            )
        except ValueError as error:
            raise _not_runnable(str(error)) from error
        return list(report["results"])

    def _finding(self, result: dict[str, Any]) -> Finding:
        component = _bare(result["sourceConstraintComponent"]).removeprefix(SH)
        shape, walked = _bare(result["sourceShape"]), result.get("resultPath", "")
        messages = result.get("messages") or [""]
        if component == _QUERIES and messages[0].startswith(_FAILED):
            raise _not_runnable(messages[0])
        said, path = self._words(shape)
        # a query that selects no ?value, of a shape without path, is about the focus itself
        value = result.get("value", "_:" if path or component != _QUERIES else result["focusNode"])
        return Finding(
            severity=cast("Severity", _bare(result["severity"]).removeprefix(SH)),
            rule=shape,
            focus=_text(result["focusNode"]),
            message=said if said and component != _QUERIES else messages[0],
            path=_bare(walked) if walked.startswith("<") and walked.count("<") == 1 else path,
            value="" if value.startswith("_:") else _text(value),
            component=component,
        )

    def _words_of(self, shape: str) -> tuple[str, str]:
        """Return message and path of a shape by its bare name."""
        for node in (URIRef(shape), BNode(shape)):
            path = self._shapes.value(node, SH_NS.path)
            if (node, None, None) in self._shapes:
                said = self._shapes.value(node, SH_NS.message)
                return str(said or ""), "" if path is None else path_text(self._shapes, path)
        return "", ""


def _by_subject(shapes: Graph) -> dict[Subject, list[ox.Triple]]:
    """Return the statements about shapes, without the types that would have property shapes read twice."""
    about: dict[Subject, list[ox.Triple]] = {}
    written = shapes.serialize(format="nt", encoding="utf-8")
    for triple in sorted(ox.parse(written, format=ox.RdfFormat.N_TRIPLES), key=str):
        if triple.object != _PROPERTY_SHAPE:
            about.setdefault(triple.subject, []).append(
                ox.Triple(triple.subject, triple.predicate, triple.object)
            )
    return about


def _serialised(about: dict[Subject, list[ox.Triple]], subjects: Iterable[Subject]) -> bytes:
    return _ntriples(triple for subject in subjects for triple in about[subject])


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _class_targets(said: list[ox.Triple]) -> list[Subject]:
    return [triple.object for triple in said if triple.predicate == _TARGET_CLASS]


def _has_target(said: list[ox.Triple]) -> bool:
    return _is_meant_for(said, frozenset(_class_targets(said)))


def _is_meant_for(said: list[ox.Triple], classes: frozenset[Subject]) -> bool:
    """Say whether a shape, by what is said of it, has a target among things of these classes, or may have."""
    return any(
        triple.predicate in _OTHER_TARGETS
        or triple.object == _CLASS  # a shape that is a class is for all things of that class
        or (triple.predicate == _TARGET_CLASS and triple.object in classes)
        for triple in said
    )


def _bare(term: str) -> str:
    """Return an IRI or the name of a blank node without its marks.

    >>> _bare("<http://example.org/a>"), _bare("_:b0")
    ('http://example.org/a', 'b0')
    """
    return term[1:-1] if term.startswith("<") else term.removeprefix("_:")


def _text(term: str) -> str:
    r"""Return what a report shows of a term.

    >>> _text('"a\\"b"@en'), _text("<http://example.org/a>"), _text("_:b0")
    ('a"b', 'http://example.org/a', 'b0')
    """
    if not term.startswith('"'):
        return _bare(term)
    (triple,) = ox.parse(f"<urn:x:s> <urn:x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    return str(getattr(triple.object, "value", ""))


def _not_runnable(reason: str) -> InputError:
    return InputError(
        f"the fast engine cannot run the shapes: {' '.join(reason.split())[:_REASON_SHOWN]}",
        where="shapes",
        remedy="Mend the one it names, or check with --engine pyshacl",
    )
