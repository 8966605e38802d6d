"""Measure the catalogue: each question on the store, and rdflib on the same graph as the yardstick."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.questions import read_catalogue
from kg.graph.rdflib_graph import rdflib_graph
from kg.graph.store import LocalStore, open_store
from kg.pipeline.ask import answer, choose_values
from kg.pipeline.build import build
from kg.resources import find_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = tuple[str, float, str, float]


def measure_questions(median_of: Callable[[Callable[[], object]], float]) -> Iterator[Row]:
    """Yield name, seconds on the store, yardstick and its seconds, for every question."""
    root = find_root()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build(root, place / "build", place / "store", say=lambda _: None)
        store = open_store(str(place / "store"))
        assert isinstance(store, LocalStore)  # noqa: S101 - a folder opens as a local store
        peer = rdflib_graph(store.ox)
        for question in read_catalogue(root):
            values = choose_values(store, question, {})
            query = question.bound(values)
            taken = median_of(lambda q=question, v=values: answer(store, q, v))  # type: ignore[misc]
            peer_taken = median_of(lambda q=query: list(peer.query(q)))  # type: ignore[misc]
            yield question.name, taken, "rdflib", peer_taken
