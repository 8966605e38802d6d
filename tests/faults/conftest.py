"""A process that dies on demand, shared by the tests of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.dying import Nursery, nursery

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def dying() -> Iterator[Nursery]:
    """Return what runs `kg`, and kills it where it is told to."""
    with nursery() as running:
        yield running
