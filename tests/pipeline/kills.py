"""Bring a store to where a kill in the middle of a command leaves it: written to, and not sealed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.ingested.texts import texts_path
from kg.graph.stores.seal import SEAL, begin_writing, read_seal, seal_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def killed_while_writing(store: Path) -> Iterator[ox.Store]:
    """Yield the store of a command that is killed at the end of the block; its texts may be written to too.

    The block keeps no hold of the store.
    """
    own = store.resolve()
    for seal in (own / SEAL, seal_of(texts_path(store).resolve())):
        begin_writing(seal, read_seal(seal))
    graph = ox.Store(str(own))
    yield graph
    graph.flush()
