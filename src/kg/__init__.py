"""cpkg: the knowledge graph of international child-protection instruments.

Nothing heavy is imported here: `kg --help` and `import kg` stay fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from kg.library import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(store: str | PathLike[str] | None = None) -> Graph:  # noqa: A001 - as in `kg.open()`
    """Open the graph for questions: a store's folder, or the URL of a SPARQL 1.1 service.

    Without one, `$KG_STORE` is taken, and `.kg/store` where that is not set.

    Raises:
        kg.errors.KgError: where there is no store, or it cannot be read; the message says what to do.
    """
    from kg.library import open_graph

    return open_graph(store)
