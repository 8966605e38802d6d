"""What one running site serves: a snapshot of the store in memory, the catalogue, and its own address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.graph.questions.catalogue import read_catalogue
from kg.graph.stores.store import LocalStore, loaded_beside, open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.graph.questions.catalogue import Question


@dataclass(frozen=True)
class Site:
    """Everything that a page or an answer is made from; it does not change while the server runs."""

    url: str
    """Address of the site's root, with its last slash, as browsers write it."""
    root: Path
    """Folder with the project's sources: `queries/`, `ontology/`."""
    store: Path
    """Folder of the store: what query workers open, and where the texts of documents lie beside."""
    engine: LocalStore
    """The snapshot in memory."""
    catalogue: tuple[Question, ...]
    digest: str
    """Digest of every statement of the snapshot: two sites with one digest answer alike."""
    endpoint: str | None = "sparql"
    """Where queries are answered, as a path under the root or in full; None where nothing answers them."""

    @property
    def endpoint_address(self) -> str | None:
        """Return the address of the SPARQL endpoint, in full."""
        return None if self.endpoint is None else urljoin(self.url, self.endpoint)


def open_site(root: Path, store: Path, url: str) -> Site:
    """Read a store into memory and make the site that serves it.

    Raises:
        InputError: where there is no store, or it cannot be read.
        InvalidInputError: with every fault of the questions.
    """
    total = _Total()
    engine = LocalStore(_snapshot(store, total.passing), loaded_beside(store))
    for _ in total.passing(engine.loaded.provenance() if engine.loaded else ()):
        pass  # what was loaded beside the store changes answers too
    return Site(url, root, store, engine, tuple(read_catalogue(root)), total.digest)


def digest_of(quads: Iterable[ox.Quad]) -> str:
    """Return a digest of what is stated, whatever the order: the sum of the statements' own digests."""
    total = _Total()
    for _ in total.passing(quads):
        pass
    return total.digest


class _Total:
    """Adds up the digests of statements as they pass: reading the store of a large site twice takes long."""

    def __init__(self) -> None:
        self._sum = 0

    @property
    def digest(self) -> str:
        return f"{self._sum % 2**128:032x}"

    def passing(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            self._sum += int.from_bytes(hashlib.blake2b(str(quad).encode(), digest_size=16).digest(), "big")
            yield quad


def _snapshot(folder: Path, passing: Callable[[Iterable[ox.Quad]], Iterable[ox.Quad]] = iter) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(passing(open_folder(folder)))
    return copy
