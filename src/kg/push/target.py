"""One store that is written to: whole graphs by the Graph Store Protocol, or else by SPARQL Update.

Statements go and come as lines of N-Triples, which every store reads as Turtle; they are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from kg.push.addresses import Addresses
    from kg.push.client import Client

T = TypeVar("T")
PIECE = 50_000
"""Statements in one request of the Graph Store Protocol, some 8 MB."""
INSERTED = 1_000
"""Statements in one INSERT DATA: Virtuoso compiles each of them, and gives up at 10,000 lines."""

_TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
_GRAPHS = "application/n-triples, text/turtle;q=0.8, text/plain;q=0.5"
_RESULTS = "application/sparql-results+json"
_FORM = "application/x-www-form-urlencoded"


class Target:
    """A store's graphs, read and replaced one by one."""

    def __init__(self, client: Client, addresses: Addresses, *, piece: int | None = None) -> None:
        self._client = client
        self.addresses = addresses
        self._piece = piece or (PIECE if addresses.graph_store else INSERTED)

    def replace(self, graph: str, lines: Sequence[bytes], *, whole: bool = False) -> None:
        """Replace a graph by statements, in as many requests as they need; `whole`: in one.

        A graph is half written between two of them; blank nodes would not be the same in both.
        """
        step = len(lines) if whole else self._piece
        pieces = [b"".join(lines[start : start + step]) for start in range(0, len(lines), max(step, 1))]
        if self.addresses.graph_store is None:
            self.update(f"DROP SILENT GRAPH <{graph}>")
            for piece in pieces:
                self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{piece.decode()}}} }}")
            return
        for number, piece in enumerate(pieces):
            method = "POST" if number else "PUT"
            self._client.send(method, self._graph(graph), body=piece, headers=_TURTLE)

    def remove(self, graph: str) -> None:
        """Remove a graph."""
        self.update(f"DROP SILENT GRAPH <{graph}>")

    def read(self, graph: str, parse: Callable[[str, IO[bytes]], T], *, absent: T) -> T:
        """Return what `parse` makes of a graph's media type and content; `absent` where there is no graph."""
        if self.addresses.graph_store:
            return self._client.read(
                "GET", self._graph(graph), parse, headers={"Accept": _GRAPHS}, absent=absent
            )
        return self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", parse)

    def construct(self, query: str, parse: Callable[[str, IO[bytes]], T]) -> T:
        """Return what `parse` makes of the media type and body of the graph that a query builds."""
        return self._ask(query, _GRAPHS, parse)

    def select(self, query: str, parse: Callable[[str, IO[bytes]], T]) -> T:
        """Return what `parse` makes of the media type and body of a query's results."""
        return self._ask(query, _RESULTS, parse)

    def update(self, text: str) -> None:
        """Run an update, which must do no harm when it runs twice."""
        body = urlencode({"update": text}).encode()
        self._client.send("POST", self.addresses.update, body=body, headers={"Content-Type": _FORM})

    def _ask(self, query: str, accept: str, parse: Callable[[str, IO[bytes]], T]) -> T:
        body = urlencode({"query": query}).encode()
        headers = {"Content-Type": _FORM, "Accept": accept}
        return self._client.read("POST", self.addresses.query, parse, body=body, headers=headers)

    def _graph(self, graph: str) -> str:
        return f"{self.addresses.graph_store}?graph={quote(graph, safe='')}"
