"""Routes of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def page_routes() -> list[BaseRoute]:
    """Return the routes of the pages."""
    return []
