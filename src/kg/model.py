"""Values that the parts of the project hand to each other; they know nothing of RDF libraries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

TermKind = Literal["iri", "literal", "blank"]
Severity = Literal["Violation", "Warning", "Info"]


@dataclass(frozen=True, order=True)
class Term:
    """One RDF term of a result: an IRI, a literal with its datatype or language, or a blank node."""

    kind: TermKind
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Rows:
    """A table of terms; a cell is None where the query left it unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    headings: dict[str, str] = field(default_factory=dict)
    """Column name to the heading a reader sees; the name itself where it has none."""

    def heading(self, column: str) -> str:
        """Return what to print above a column."""
        return self.headings.get(column, column)

    def readable(self) -> Rows:
        """Return the columns that have a heading, in the headings' order; all where none has one."""
        if not self.headings:
            return self
        places = [self.columns.index(column) for column in self.headings]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return Rows(tuple(self.headings), rows, self.headings)


@dataclass(frozen=True)
class Section:
    """One titled table of an answer that has several."""

    title: str
    rows: Rows


@dataclass(frozen=True)
class Triples:
    """The triples of a CONSTRUCT or DESCRIBE, sorted."""

    triples: tuple[tuple[Term, Term, Term], ...]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a shape or hygiene rule has against the data."""

    severity: Severity
    rule: str
    """IRI of the shape, or name of the hygiene rule."""
    focus: str
    """IRI of the thing concerned."""
    message: str
    path: str = ""
    value: str = ""
    graph: str = ""
    """Named graph that says so, where one was found."""
    component: str = "SPARQLConstraintComponent"
    """Local name of the SHACL constraint component that reports; hygiene rules are queries."""
