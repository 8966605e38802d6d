"""What the graph knows, read once from the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kg.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return what the sources know, without a build."""
    return read_knowledge(memory_store(quad for file in read_sources(ROOT) for quad in file.quads))
