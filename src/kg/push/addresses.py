"""Where a store takes questions, updates and whole graphs: from one address, by the kind of store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(StrEnum):
    """Stores whose addresses we know."""

    OXIGRAPH = "oxigraph"
    VIRTUOSO = "virtuoso"
    FUSEKI = "fuseki"
    GRAPHDB = "graphdb"
    NEPTUNE = "neptune"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one store; without `graph_store`, graphs go by SPARQL Update."""

    query: str
    update: str
    graph_store: str | None


# From each store's documentation: what takes the last step of the address, and what is put there instead.
_PATHS: dict[Kind, tuple[tuple[str, ...], tuple[str, str, str]]] = {
    Kind.OXIGRAPH: (("query", "update", "store"), ("query", "update", "store")),
    Kind.VIRTUOSO: (
        ("sparql", "sparql-auth", "sparql-graph-crud-auth", "sparql-graph-crud"),
        ("sparql", "sparql-auth", "sparql-graph-crud-auth"),
    ),
    Kind.FUSEKI: (("sparql", "query", "update", "data", "get"), ("sparql", "update", "data")),
    Kind.GRAPHDB: (("statements",), ("", "statements", "rdf-graphs/service")),
    Kind.NEPTUNE: (("sparql",), ("sparql", "sparql", "sparql/gsp/")),
}
_NEPTUNE_PORT = 8182


def find_addresses(
    url: str,
    *,
    kind: Kind | None = None,
    query: str | None = None,
    update: str | None = None,
    graph_store: str | None = None,
    server: Callable[[str], str] = lambda _: "",
) -> Addresses:
    """Return the addresses of a store: those that are given, and the others by its kind.

    The kind is seen by the address, else by how the server names itself (`server` asks for that).

    Raises:
        UsageError: where an address is none, holds a password, or the kind is not seen and none is given.
    """
    for address in (url, query, update, graph_store):
        if address is not None:
            _require_address(address)
    if query and update:
        return Addresses(query, update, graph_store)
    found = kind or _by_address(url) or _by_name(server(url))
    if found is None:
        raise UsageError(
            "it is not plain what kind of store this is",
            where=url,
            remedy=f"Name it with --kind ({', '.join(Kind)}), or give --query-url and --update-url",
        )
    guessed = addresses_of(url, found)
    return Addresses(query or guessed.query, update or guessed.update, graph_store or guessed.graph_store)


def addresses_of(url: str, kind: Kind) -> Addresses:
    """Return the addresses of a store of a kind, from any one of them or the one they have in common.

    >>> addresses_of("http://localhost:8890/sparql", Kind.VIRTUOSO).update
    'http://localhost:8890/sparql-auth'
    >>> addresses_of("http://localhost:7200/repositories/cpkg", Kind.GRAPHDB).graph_store
    'http://localhost:7200/repositories/cpkg/rdf-graphs/service'
    """
    ends, steps = _PATHS[kind]
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    head, _, last = path.rpartition("/")
    base = head if last in ends else path
    query, update, graph_store = (
        urlunsplit((parts.scheme, parts.netloc, f"{base}/{step}" if step else base, "", "")) for step in steps
    )
    return Addresses(query, update, graph_store)


def _by_address(url: str) -> Kind | None:
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    if host.endswith(".neptune.amazonaws.com") or parts.port == _NEPTUNE_PORT:
        return Kind.NEPTUNE
    if "/repositories/" in path:
        return Kind.GRAPHDB
    if path.rstrip("/").endswith(("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud")):
        return Kind.VIRTUOSO
    return None


def _by_name(server: str) -> Kind | None:
    """Return the kind by the header `Server`; Fuseki runs in Jetty and names itself so."""
    for word, kind in (("virtuoso", Kind.VIRTUOSO), ("oxigraph", Kind.OXIGRAPH), ("fuseki", Kind.FUSEKI)):
        if word in server:
            return kind
    return Kind.FUSEKI if "jetty" in server else None


def _require_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        plain = False
    if not plain:
        raise UsageError("a store has an http or https address", remedy="Give it in full, as http://…")
    if parts.username or parts.password:
        remedy = "Give the name with --user, and the password in KG_PUSH_PASSWORD or with --password-file"
        raise UsageError(
            "an address must hold no name or password", where=parts.hostname or "", remedy=remedy
        )
