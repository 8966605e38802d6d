"""Routes of the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def dataset_routes() -> list[BaseRoute]:
    """Return the routes of the dataset."""
    return []
