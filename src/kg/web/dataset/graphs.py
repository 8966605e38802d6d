"""Named graphs as files, each written when it is first asked for in a format."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.portions.everything import quads_in_graph
from kg.graph.syntax.serialise import write_document
from kg.system.temporary import TemporaryFolder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.web.site import Site

CAPACITY = 512 * 1024**2
"""Bytes on disk from which on graphs leave that nobody has asked for lately."""


class GraphFolder:
    """Named graphs of one snapshot as documents; they go with the process.

    One thread at a time may write, whatever others find meanwhile.
    """

    def __init__(self, site: Site, capacity: int = CAPACITY) -> None:
        self._site = site
        self._capacity = capacity
        self._held = TemporaryFolder("graphs")
        self._sizes: OrderedDict[Path, int] = OrderedDict()
        """Files and their bytes, those asked for last at the end."""
        self._lock = Lock()

    def find(self, graph: str, ending: str) -> IO[bytes] | None:
        """Return a graph in a format, where it was written already; whoever reads closes it."""
        path = self._path(graph, ending)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with self._lock:
            if path in self._sizes:
                self._sizes.move_to_end(path)
        return file

    def write(self, graph: str, ending: str) -> IO[bytes]:
        """Return a graph in a format, written unless it was in the meantime."""
        path = self._path(graph, ending)
        if not path.exists():
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                write_graph(self._site, graph, ending, file)
            part.rename(path)
        found = path.open("rb")  # can be read even once its file has left
        with self._lock:
            self._sizes[path] = path.stat().st_size
            self._make_room()
        return found

    def _path(self, graph: str, ending: str) -> Path:
        return self._held.path / hashlib.blake2b(f"{ending} {graph}".encode(), digest_size=16).hexdigest()

    def _make_room(self) -> None:
        while sum(self._sizes.values()) > self._capacity:
            path, _ = self._sizes.popitem(last=False)
            path.unlink(missing_ok=True)


def write_graph(site: Site, graph: str, ending: str, file: IO[bytes]) -> None:
    """Write a named graph as a document."""
    write_document(quads_in_graph(site.engine.ox, ox.NamedNode(graph)), ending, file)
