"""Routes of the pages: fixed ones first, then the page of a thing at any other path under `/page/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.web.pages.about import about
from kg.web.pages.assets import asset
from kg.web.pages.browse import browse
from kg.web.pages.compare import compare
from kg.web.pages.graph import graph, graph_gexf, graph_json
from kg.web.pages.home import home
from kg.web.pages.search import description, search, suggestions
from kg.web.pages.things import citation, thing
from kg.web.pages.why import witness

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def page_routes() -> list[BaseRoute]:
    """Return the routes of the pages."""
    return [
        Route("/", home),
        Route("/static/{path:path}", asset),
        Route("/search.json", suggestions),
        Route("/opensearch.xml", description),
        Route("/cite/{path:path}", citation),
        Route("/why", witness),
        Route("/page/search", search),
        Route("/page/browse", browse),
        Route("/page/compare", compare),
        Route("/page/about", about),
        Route("/page/graph", graph),
        Route("/graph.json", graph_json),
        Route("/graph.gexf", graph_gexf),
        Route("/page/{path:path}", thing),
    ]
