"""Put the site together: each part brings its own routes, this module their order and what they share."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from kg.web.aside import in_turn, limit_threads
from kg.web.catalogue.routes import catalogue_routes
from kg.web.dataset.routes import dataset_routes
from kg.web.editor.routes import editor_routes
from kg.web.endpoint.routes import endpoint_routes, open_pool
from kg.web.pages.routes import page_routes
from kg.web.problems import exception_handlers
from kg.web.resolve import resolve_routes
from kg.web.resources import resource_routes
from kg.web.shell import shell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import Site


def create_app(site: Site, settings: EndpointSettings) -> Starlette:
    """Return the ASGI application that serves a site.

    `request.app.state` has the `site`, and the `pool` of query workers while the application runs.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        limit_threads()
        async with open_pool(site, settings) as pool:
            app.state.pool = pool
            yield

    app = Starlette(
        routes=in_turn(
            [
                *endpoint_routes(),
                *catalogue_routes(site),
                *dataset_routes(),
                *resource_routes(),
                *resolve_routes(),
                *editor_routes(),
                *page_routes(),
            ]
        ),
        middleware=shell(),
        exception_handlers=exception_handlers(),
        lifespan=lifespan,
    )
    app.state.site = site
    return app
