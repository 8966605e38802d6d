"""Measure networks on a store: how long each takes, beside the reading of what it is made of.

Run as `python -m benchmarks.networks STORE`, STORE being a folder with ingested documents. The estimate of
betweenness stands beside the exact figures, with the share of its fifty most central texts that both name.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg.errors import UsageError
from kg.graph.lookup.networks import citation_rows, footnote_rows, governing_rows, text_facts, whole_rows
from kg.graph.stores.store import open_store
from kg.network import groups, measures
from kg.pipeline.network import Selection, analyse, make_network
from kg.pipeline.network_files import network_picture
from kg.pipeline.network_making import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.stores.engine import Engine
    from kg.network.values import Network

T = TypeVar("T")
_COMPARED = 50
_PIVOTS = 300
"""Fewer than by default, so that there is something to estimate."""


@dataclass(frozen=True)
class Timing:
    """What one step took, in seconds of CPU, beside its yardstick."""

    name: str
    seconds: float
    yardstick: str
    yardstick_seconds: float

    def __str__(self) -> str:
        ratio = self.seconds / self.yardstick_seconds
        return f"{self.name:34}{self.seconds:9.2f} s  = {ratio:8.3f} x {self.yardstick}"


def measure_networks(engine: Engine) -> list[Timing]:
    """Return the time of making, measuring and drawing the citation network, and print its size."""
    reading, _ = _timed(lambda: [read(engine) for read in _READ])
    making, network = _timed(lambda: _citations(engine))
    print(f"{len(network.nodes):,} texts, {len(network.edges):,} links")
    ranking, _ = _timed(lambda: measures.pagerank(network))
    exact_time, exact = _timed(lambda: measures.betweenness(network, pivots=len(network.nodes)))
    estimate_time, estimate = _timed(lambda: measures.betweenness(network, pivots=_PIVOTS))
    parting, _ = _timed(lambda: groups.communities(network))
    drawing, _ = _timed(lambda: _draw(network))
    _compare(network, exact, estimate)
    return [
        Timing("the citation network", making, "read its rows", reading),
        Timing("PageRank", ranking, "read its rows", reading),
        Timing("the network and PageRank", making + ranking, "read its rows", reading),
        Timing("betweenness, estimated", estimate_time, "betweenness, exact", exact_time),
        Timing("betweenness, exact", exact_time, "read its rows", reading),
        Timing("communities", parting, "read its rows", reading),
        Timing("picture", drawing, "read its rows", reading),
    ]


_READ = (citation_rows, governing_rows, footnote_rows, whole_rows, text_facts)


def _citations(engine: Engine) -> Network:
    return make_network(Library(engine), "citations", Selection(), level="instruments")


def _draw(network: Network) -> bytes:
    analysis = analyse(network, "in-degree")
    return network_picture(analysis, "svg", colour_by="kind", top=60, labels=45, title="Who cites whom")


def _compare(network: Network, exact: measures.Measure, estimate: measures.Measure) -> None:
    """Print how many of the most central texts the estimate names too."""
    first, second = (set(measures.ranked(network, one)[:_COMPARED]) for one in (exact, estimate))
    print(f"{estimate.method}: {len(first & second)} of the {_COMPARED} most central are the same")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def main(arguments: list[str]) -> None:
    """Print the timings for one store.

    Raises:
        UsageError: where no store is named.
    """
    if len(arguments) != 1:
        raise UsageError("name a store", remedy="python -m benchmarks.networks .kg/store")
    for timing in measure_networks(open_store(arguments[0])):
        print(timing)


if __name__ == "__main__":
    main(sys.argv[1:])
