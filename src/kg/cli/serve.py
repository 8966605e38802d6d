"""`kg serve`: the site and its SPARQL endpoint on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import StoreOption


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8000,
    base: Annotated[
        str | None,
        typer.Option(help="Address under which the site is reached, where a proxy stands before it."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer SPARQL queries.")] = 4,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 10.0,
) -> None:
    """Serve the graph as linked data, with pages, the questions and a SPARQL endpoint.

    Examples:

      kg serve

      kg serve --port 8080 --base https://graph.example.org/
    """
    from kg.cli.output import talk
    from kg.graph.stores.store import local_path
    from kg.resources import find_root
    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.server import run_server
    from kg.web.site import open_site

    site = open_site(find_root(), local_path(store), base or f"http://{host}:{port}/")
    settings = EndpointSettings(workers=workers, timeout=timeout)
    run_server(site, settings, host=host, port=port, say=talk)
