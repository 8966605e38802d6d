"""Routes of things: 303 from an IRI to its page or data, and the data in each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def resource_routes() -> list[BaseRoute]:
    """Return the routes of things."""
    return []
