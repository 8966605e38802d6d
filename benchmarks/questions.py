"""Measure the catalogue: on a built store beside rdflib, or on any store, question by question.

`python -m benchmarks.questions STORE [ID…]` reads a store into memory and answers each question with its
default values. Times are of the processor, so that a busy machine does not lengthen them.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.graph.stores.rdflib_graph import rdflib_graph
from kg.graph.stores.store import LocalStore, memory_store, open_folder, open_store
from kg.pipeline.ask import answer, choose_values
from kg.pipeline.build import build
from kg.resources import find_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rdflib import Graph

    from kg.graph.questions.catalogue import Question

Row = tuple[str, float, str, float]

LIMIT = 60
"""Seconds of the processor for one question, all its runs together."""
PEER_LIMIT = 5
"""Seconds of the processor for one question asked of rdflib, which has one run: some would take minutes."""
RUNS = 3
"""The first one in a forked process pays for the pages that it copies; the best is told."""


def main() -> None:
    """Print what each question takes on a store, dearest first; then median, 95th percentile and worst."""
    if not sys.argv[1:]:
        sys.exit("usage: python -m benchmarks.questions STORE [ID…]")
    catalogue = read_catalogue(find_root())
    asked = [find_question(catalogue, wanted) for wanted in sys.argv[2:]] or catalogue
    store = memory_store(open_folder(Path(sys.argv[1])))
    taken = sorted(((*time_apart(store, question), question.id) for question in asked), reverse=True)
    for milliseconds, rows, name in taken:
        print(f"{milliseconds:8.0f} ms {rows:8} rows  {name}")
    times = sorted(milliseconds for milliseconds, _, _ in taken)
    print(f"p50 {percentile(times, 50):.0f} ms, p95 {percentile(times, 95):.0f} ms, worst {times[-1]:.0f} ms")


def time_apart(store: LocalStore, question: Question) -> tuple[float, int]:
    """Return milliseconds and rows of a question, asked in a process of its own that can be stopped.

    Beyond the limit, and where it fails, the time is infinite and there are no rows.
    """
    return apart(lambda: best_time(store, question), limit=LIMIT)


def apart(measure: Callable[[], tuple[float, int]], *, limit: int) -> tuple[float, int]:
    """Return a time and a number that a forked process finds within some seconds, else infinity and 0."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))  # ends the process, also within a query
        try:
            taken, rows = measure()
            os.write(writing, f"{taken} {rows}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read().split()
    os.waitpid(child, 0)
    return (float(told[0]), int(told[1])) if told else (float("inf"), 0)


def best_time(store: LocalStore, question: Question) -> tuple[float, int]:
    """Return the milliseconds of the processor that the best of some runs takes, and the number of rows."""
    values = choose_values(store, question, {})
    times, rows = [], 0
    for _ in range(RUNS):
        start = time.process_time()
        rows = len(answer(store, question, values).rows)
        times.append(time.process_time() - start)
    return min(times) * 1000, rows


def percentile(times: Sequence[float], percent: int) -> float:
    """Return the time that this many percent of the sorted times do not exceed.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50), percentile([1.0, 2.0, 3.0, 4.0], 95)
    (2.0, 4.0)
    """
    return times[max(0, -(-percent * len(times) // 100) - 1)]


def measure_questions(median_of: Callable[[Callable[[], object]], float]) -> Iterator[Row]:
    """Yield name, seconds on the store, yardstick and its seconds (infinite if too many) of each question."""
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
            peer_taken, _ = apart(lambda q=query: _once(peer, q), limit=PEER_LIMIT)  # type: ignore[misc]
            yield question.name, taken, "rdflib", peer_taken


def _once(peer: Graph, query: str) -> tuple[float, int]:
    """Return the seconds of the processor that rdflib takes for a query, and the number of rows."""
    start = time.process_time()
    rows = len(list(peer.query(query)))
    return time.process_time() - start, rows


if __name__ == "__main__":
    main()
