"""Know where all that belongs to a store lies: its build, texts, and the graphs of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.ingested.texts import texts_path
from kg.graph.stores.external import graphs_folder
from kg.graph.stores.store import is_store, require_store
from kg.pipeline.generations import GENERATION, STORE

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Where a store and all that belongs to it lies."""

    store: Path
    """As the user names it."""
    own: Path
    """The folder that holds it, links followed."""
    texts: Path
    """The official texts; there need not be any."""
    graphs: Path
    """The folder of the graphs of others; there need not be any."""

    @property
    def generation(self) -> Path | None:
        """Return the folder of the build that the store belongs to; None where no build made it."""
        parent = self.own.parent
        return parent if self.own.name == STORE and parent.name.startswith(GENERATION) else None

    @property
    def builds(self) -> Path | None:
        """Return the folder of all builds."""
        return self.generation.parent if self.generation else None


def find_places(store: Path) -> Places:
    """Return the places of a store, which may be damaged.

    Raises:
        InputError: where there is none.
    """
    if store.is_symlink() and not is_store(store):
        raise InputError(
            f"leads to {store.readlink()}, where there is no store",
            where=str(store),
            remedy="Run `kg build`, then `kg doctor --repair`, which lays the documents whose texts are kept",
        )
    return Places(require_store(store), store.resolve(), texts_path(store).resolve(), graphs_folder(store))
