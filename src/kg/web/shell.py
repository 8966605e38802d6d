"""What lies around every answer: security headers, CORS, compression, HEAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.middleware import Middleware


def shell() -> list[Middleware]:
    """Return the middleware of the site, the outermost first."""
    return []
