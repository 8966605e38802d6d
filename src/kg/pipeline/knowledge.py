"""Get what the graph knows for extraction, from the user's store or, where none was built, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import local_path, memory_store, open_store, store_location
from kg.resources import find_root

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine
    from kg.graph.stores.store import LocalStore
    from kg.knowledge import Knowledge


def knowledge_of(store: str | None) -> Knowledge:
    """Return the names, acts and numbers of the store at a location, or of the sources where there is none.

    Raises:
        InputError: where a store was named and cannot be read.
    """
    return read_knowledge(graph_of(store))


def graph_of(store: str | None) -> Engine:
    """Return the store at a location, or one in memory of the sources where none was named or built.

    Raises:
        InputError: where a store was named and cannot be read.
    """
    if store is None and not _is_built():
        return graph_of_sources()
    return open_store(store)


def graph_of_sources() -> LocalStore:
    """Return the statements of the sources, without what follows from them, as a store in memory."""
    return memory_store(quad for source in read_sources(find_root()) for quad in source.quads)


def _is_built() -> bool:
    where = store_location(None)
    return where.startswith(("http://", "https://")) or (local_path(None) / "CURRENT").is_file()
