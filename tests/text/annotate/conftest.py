"""What the graph knows, read once from the sources, and what is made of all its names once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from kg.text.annotate.act_grammar import ActGrammar
from kg.text.annotate.addressees import AddresseeFinder
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kg.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return what the sources know, without a build."""
    return read_knowledge(memory_store(quad for file in read_sources(ROOT) for quad in file.quads))


@pytest.fixture(scope="session")
def grammar(knowledge: Knowledge) -> ActGrammar:
    """Return the grammar of the acts that the sources know."""
    return ActGrammar(knowledge)


@pytest.fixture(scope="session")
def addressee_finder(knowledge: Knowledge) -> AddresseeFinder:
    """Return what finds the agents that the sources know."""
    return AddresseeFinder(knowledge)
