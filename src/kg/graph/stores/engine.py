"""What every store answers, whether it is a folder, lies in memory or stands behind a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kg.model import Rows, Triples


class Engine(Protocol):
    """Something that answers SPARQL; its default graph is the union of all named graphs."""

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT query."""

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""

    def construct(self, query: str) -> Triples:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
