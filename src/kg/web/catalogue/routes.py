"""Routes of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from kg.web.site import Site


def catalogue_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of the catalogue."""
    del site
    return []
