"""Other graphs that users load: each in a store of its own beside ours, as one named graph of its own.

Queries of ours never see them, unless they name one: `GRAPH <https://w3id.org/cpkg/graph/external/sdg> { … }`
(`kg.graph.stores.joining`). Were they in our store, its union of all graphs would hold what others say of our
things too, and pyoxigraph answers 18 times slower where a query says which of 45 graphs make the union. They
lie in `<store>.graphs/`, where `kg build` leaves them: `sdg` is a link to the folder of the load that counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores.guard import note_opened
from kg.graph.stores.seal import DOCTOR, require_whole
from kg.graph.stores.store import is_store
from kg.identifiers import graph_iri
from kg.namespaces import CP, PROV, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXTERNAL_GRAPHS = graph_iri("external/")
"""How the names of these graphs begin."""
PROVENANCE = "/provenance"
"""What follows the name of a graph in that of the graph that says where it comes from."""

NAME_RE = re.compile(r"[a-z][a-z0-9-]{0,39}")

_DCTERMS = "http://purl.org/dc/terms/"
_TRIPLES = "http://rdfs.org/ns/void#triples"
_SUFFIX = ".graphs"


@dataclass(frozen=True)
class Loaded:
    """One graph that was loaded, and from what."""

    name: str
    statements: int
    file: str
    """Name of the file it was read from."""
    sha256: str
    """Digest of the file's bytes."""
    loaded_at: str
    """Moment, as an xsd:dateTime."""
    edition: str
    """Version or date that the source states, or nothing."""
    licence: str
    """IRI or words of the licence that the source states, or that is known of it, or nothing."""


class ExternalGraphs:
    """The loaded graphs of one store; each is opened when it is first asked for, and then kept open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, ox.Store] = {}

    def names(self) -> list[str]:
        """Return the names of the graphs that are loaded, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if is_load(path))

    def store(self, name: str) -> ox.Store | None:
        """Return the store that holds a graph, or None where none of this name is loaded.

        Raises:
            InputError: where it cannot be read.
        """
        if name not in self._open:
            path = self.place(name)
            if path is None:
                return None
            try:
                self._open[name] = ox.Store.read_only(str(path))
            except (OSError, RuntimeError) as error:
                raise InputError(
                    f"the loaded graph {name} cannot be read ({error})",
                    where=str(path),
                    remedy=f"{DOCTOR}; or load it anew, or remove it with `kg load --remove {name}`",
                ) from error
            note_opened(path)
        return self._open[name]

    def place(self, name: str) -> Path | None:
        """Return the folder of the store that holds a graph, or None where none of this name is loaded.

        Raises:
            InputError: where it is damaged.
        """
        path = self.folder / name
        if not NAME_RE.fullmatch(name) or not is_load(path):
            return None
        own = path.resolve()
        require_whole(own)
        return own

    def stores(self) -> Iterator[ox.Store]:
        """Yield the stores of all graphs that are loaded; they stay open from then on.

        Raises:
            InputError: where one cannot be read.
        """
        for name in self.names():
            store = self.store(name)
            if store is not None:
                yield store

    def provenance(self) -> Iterator[ox.Quad]:
        """Yield what is said of where each loaded graph comes from; they stay open from then on.

        Raises:
            InputError: where one cannot be read.
        """
        for store in self.stores():
            for graph in filter(_is_provenance, store.named_graphs()):
                yield from store.quads_for_pattern(None, None, None, graph)

    def loaded(self) -> Iterator[Loaded]:
        """Yield what is loaded, in order of the names.

        Raises:
            InputError: where one cannot be read.
        """
        for name in self.names():
            store = self.store(name)
            if store is not None:
                yield _described(name, store)


def graphs_folder(store: Path) -> Path:
    """Return the place of the loaded graphs of a store: beside the link or folder that the user names."""
    return store.with_name(store.name + _SUFFIX)


def external_graph(name: str) -> str:
    """Return the named graph of what was loaded under a name.

    >>> external_graph("sdg").rpartition("graph/")[2]
    'external/sdg'
    """
    return EXTERNAL_GRAPHS + name


def is_load(path: Path) -> bool:
    """Say whether a path is the link of a loaded graph."""
    return path.is_symlink() and is_store(path)


def _described(name: str, store: ox.Store) -> Loaded:
    graph = ox.NamedNode(external_graph(name))
    source = _value(store, graph, PROV + "wasDerivedFrom")
    activity = _value(store, graph, PROV + "wasGeneratedBy")
    return Loaded(
        name=name,
        statements=int(_text(store, graph, _TRIPLES) or 0),
        file=_text(store, source, RDFS + "label"),
        sha256=_text(store, source, CP + "sha256"),
        loaded_at=_text(store, activity, PROV + "endedAtTime"),
        edition=_text(store, source, _DCTERMS + "hasVersion"),
        licence=_text(store, source, _DCTERMS + "license") or _text(store, source, _DCTERMS + "rights"),
    )


def _text(store: ox.Store, subject: object, predicate: str) -> str:
    return str(getattr(_value(store, subject, predicate), "value", ""))


def _value(store: ox.Store, subject: object, predicate: str) -> object:
    if not isinstance(subject, ox.NamedNode):
        return None
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return next((quad.object for quad in found if _is_provenance(quad.graph_name)), None)


def _is_provenance(graph: object) -> bool:
    return isinstance(graph, ox.NamedNode) and graph.value.endswith(PROVENANCE)
