"""Run the site on uvicorn until it is told to end."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import InputError
from kg.web.app import create_app
from kg.web.connections import GuardedConnection, GuardedServer
from kg.web.pages.snapshot import make_ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import Site


def run_server(
    site: Site, settings: EndpointSettings, *, host: str, port: int, say: Callable[[str], None]
) -> None:
    """Serve a site on an address of this machine until SIGINT or SIGTERM.

    Raises:
        InputError: where the address cannot be listened on.
    """
    with _listen(host, port) as listener:
        taken = listener.getsockname()[1]
        site = replace(site, url=site.url.replace(":0/", f":{taken}/")) if port == 0 else site
        app = create_app(site, settings)
        say(f"serving {len(site.engine.ox):,} statements at {site.url}")
        threading.Thread(target=make_ready, args=(app.state,), daemon=True).start()
        server_of(app).run(sockets=[listener])


def server_of(app: Starlette) -> GuardedServer:
    """Return a server of an application that is made by `create_app`."""
    config = uvicorn.Config(
        app,
        http=GuardedConnection,
        ws="none",
        log_level="error",  # or every request that is none would write a line
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=3,
    )
    return GuardedServer(config, before_stop=lambda: app.state.pool.close())  # noqa: PLW0108 - it has no pool yet


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        what = f"cannot be listened on ({getattr(error, 'strerror', None) or error})"
        raise InputError(what, where=f"{host}:{port}", remedy="Choose another --port or --host") from error
    listener.listen(128)
    return listener
