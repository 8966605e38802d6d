"""Gather quads of one named graph, term by term."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import CP, ID, RDF, RDFS, XSD

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")


class Pen:
    """Writes quads of one named graph; what has no value is left out."""

    def __init__(self, graph: str) -> None:
        self._graph = ox.NamedNode(graph)
        self.quads: list[ox.Quad] = []

    def link(self, subject: str, predicate: str, value: str | None) -> None:
        """Write a relation between two IRIs."""
        if value:
            self._write(subject, predicate, node(value))

    def type(self, subject: str, name: str) -> None:
        """Write the class of a thing, by its name in our ontology."""
        self._write(subject, TYPE.value, node(CP + name))

    def label(self, subject: str, text: str) -> None:
        """Write the label of a thing, in English."""
        self._write(subject, LABEL.value, ox.Literal(text, language="en"))

    def english(self, subject: str, predicate: str, text: str | None) -> None:
        """Write a text in English."""
        if text:
            self._write(subject, predicate, ox.Literal(text, language="en"))

    def text(self, subject: str, predicate: str, text: str | None) -> None:
        """Write a plain string."""
        if text:
            self._write(subject, predicate, ox.Literal(text))

    def number(self, subject: str, predicate: str, value: int | None) -> None:
        """Write an integer."""
        if value is not None:
            self._write(subject, predicate, _typed(str(value), "integer"))

    def moment(self, subject: str, predicate: str, value: str | None, kind: str) -> None:
        """Write a `date` or `dateTime`."""
        if value:
            self._write(subject, predicate, _typed(value, kind))

    def _write(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.quads.append(ox.Quad(node(subject), ox.NamedNode(predicate), value, self._graph))


def node(iri: str) -> ox.NamedNode:
    """Return the node of an IRI; one without a scheme is a path under `id/`.

    Raises:
        InputError: where it is no IRI.
    """
    whole = iri if iri.startswith(("http://", "https://")) else ID + iri
    try:
        return ox.NamedNode(whole)
    except ValueError as error:
        raise InputError(f"{iri!r} cannot be named by an IRI", remedy="Report the document") from error


def _typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
