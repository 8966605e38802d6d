"""Identifiers as rows of a table, wherever one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Term
from kg.namespaces import XSD, compact
from kg.schemes import SCHEME_BY_KEY

if TYPE_CHECKING:
    from kg.schemes import Identifier

COLUMNS = ("scheme", "value", "iri", "relation", "justification", "confidence", "source")
HEADINGS = {
    "scheme": "Scheme", "value": "Identifier", "relation": "Relation", "iri": "IRI",
    "confidence": "Confidence", "source": "Source",
}  # fmt: skip
"""The columns that readers see."""


def cells_of(identifier: Identifier) -> tuple[Term | None, ...]:
    """Return an identifier as the cells of its columns."""
    return (
        Term("literal", SCHEME_BY_KEY[identifier.scheme].label),
        Term("literal", identifier.value),
        Term("iri", identifier.iri) if identifier.iri else None,
        Term("literal", identifier.relation),
        Term("literal", identifier.justification),
        Term("literal", f"{identifier.confidence:g}", XSD + "decimal"),
        _source(identifier.source.split()),
    )


def _source(iris: list[str]) -> Term:
    """Return sources as one cell: an IRI, or short ids where there are several."""
    return Term("iri", iris[0]) if len(iris) == 1 else Term("literal", " ".join(map(compact, iris)))
