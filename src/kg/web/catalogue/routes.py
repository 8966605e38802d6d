"""Routes of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.web.catalogue.openapi import api_page, openapi
from kg.web.catalogue.rest import answer, question_by_name, questions

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from kg.web.site import Site


def catalogue_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of the catalogue."""
    del site
    return [
        Route("/questions", questions),
        Route("/questions.{ending}", questions),
        Route("/questions/{name}", question_by_name),
        Route("/questions/{theme}/{name}", answer),
        Route("/openapi.json", openapi),
        Route("/page/api", api_page),
    ]
