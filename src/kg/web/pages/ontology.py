"""The page that documents the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.pages.render import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def ontology_page(request: Request) -> Response:
    """Return every term with its definition, example, axioms and alignments."""
    return render(request, "ontology.html")
