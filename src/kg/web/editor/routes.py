"""Routes of the SPARQL page, and of what its editor asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.web.editor.page import editor, labels, terms

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def editor_routes() -> list[BaseRoute]:
    """Return the routes of the SPARQL page."""
    return [
        Route("/page/sparql", editor),
        Route("/terms.json", terms),
        Route("/labels.json", labels, methods=["GET", "POST"]),
    ]
