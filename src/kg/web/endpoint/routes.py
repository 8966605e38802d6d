"""Routes of the SPARQL endpoint."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute

    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import Site


def endpoint_routes() -> list[BaseRoute]:
    """Return the routes of the endpoint."""
    return []


@asynccontextmanager
async def open_pool(site: Site, settings: EndpointSettings) -> AsyncIterator[None]:
    """Start the query workers, and end them with the application."""
    del site, settings
    yield None
