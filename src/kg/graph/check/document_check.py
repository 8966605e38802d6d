"""Hold an extracted document against the project's shapes before it enters a store.

What a document does not show, or a scholar has to add (a gist, themes, the verb of a citation), does not
keep it out: of missing values nothing is said. All else that violates a shape does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import shapes_graph
from kg.graph.documents.named import outlines
from kg.graph.ontology.schema import Schema
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH
from kg.namespaces import ID, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.infer.base import Base
    from kg.graph.sources.curated import SourceFile
    from kg.model import Finding

_MISSING = "MinCountConstraintComponent"
_TYPE = ox.NamedNode(RDF + "type")
_ONTOLOGY = ox.NamedNode(ONTOLOGY_GRAPH)


class DocumentCheck:
    """The shapes, and the classes of what the base describes; made once for any number of documents."""

    def __init__(self, base: Base, shapes: list[SourceFile]) -> None:
        self._shapes = ShapeEngine(shapes_graph(shapes))
        self._schema = Schema(quad for quad in base.quads if quad.graph_name == _ONTOLOGY)
        self._types: dict[str, list[ox.Quad]] = {}
        for quad in base.quads:
            if quad.predicate == _TYPE and isinstance(quad.subject, ox.NamedNode):
                self._types.setdefault(quad.subject.value, []).append(quad)

    def violations(self, quads: Sequence[ox.Quad]) -> list[Finding]:
        """Return what the statements of a document violate."""
        focus = {name for quad in quads if (name := str(getattr(quad.subject, "value", ""))).startswith(ID)}
        named = outlines(quads)
        data = self._typed([*quads, *named, *self._context([*quads, *named])])
        found = self._shapes.check(data, focus, but=_MISSING)
        return [one for one in found if one.severity == "Violation"]

    def _context(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return the classes of what a document names and the base describes."""
        named = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        return [quad for name in sorted(named) for quad in self._types.get(name, ())]

    def _typed(self, quads: list[ox.Quad]) -> set[ox.Quad]:
        """Return the quads and every class above those that they name, as SHACL is to see it."""
        above = {
            ox.Quad(quad.subject, _TYPE, ox.NamedNode(name), ox.NamedNode(INFERRED_GRAPH))
            for quad in quads
            if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode)
            for name in self._schema.superclasses(quad.object.value)
            if name.startswith("http")
        }
        return {*quads, *above}
