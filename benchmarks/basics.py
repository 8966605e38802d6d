"""Measure the command's start, a build, inference and questions, each beside a yardstick of the same run.

Machines differ and are noisy, so each figure stands beside something measured in the same process minutes:
the bare interpreter, the bare parser, the other engine. `python -m benchmarks.basics`
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.questions import PEER_LIMIT, measure_questions

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Figure:
    """One measured figure, in seconds, beside its yardstick."""

    name: str
    seconds: float
    yardstick: str
    yardstick_seconds: float

    @property
    def ratio(self) -> float:
        """Return how many yardsticks the figure takes; 0 where the yardstick was not over in time."""
        return self.seconds / self.yardstick_seconds


def main() -> None:
    """Measure all and print a table."""
    print("| what | s | yardstick | s | ratio |\n|---|---|---|---|---|")
    questions = (Figure(*row) for row in measure_questions(median_of))
    for one in chain([measure_help()], measure_build(), questions):
        beside = f"{one.yardstick_seconds:.4g}" if one.ratio else f"over {PEER_LIMIT}"
        ratio = f"{one.ratio:.3g}" if one.ratio else f"under {one.seconds / PEER_LIMIT:.2g}"
        print(f"| {one.name} | {one.seconds:.4g} | {one.yardstick} | {beside} | {ratio} |", flush=True)


def measure_help() -> Figure:
    """Measure the CPU of `kg --help` beside that of the bare interpreter."""
    shown = cpu_of([sys.executable, "-m", "kg", "--help"])
    bare = cpu_of([sys.executable, "-c", "pass"])
    return Figure("kg --help, CPU", shown, "python -c pass", bare)


def measure_build() -> list[Figure]:
    """Measure a build, and its inference, beside the parsing of its sources."""
    from kg.graph.infer.materialise import materialise
    from kg.graph.sources.curated import read_sources
    from kg.graph.stores.store import memory_store
    from kg.pipeline.build import build
    from kg.resources import find_root

    root = find_root()
    files = read_sources(root)
    parse = median_of(lambda: read_sources(root))
    store = memory_store(quad for file in files for quad in file.quads)
    infer = median_of(lambda: materialise(store.ox))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        whole = median_of(lambda: build(root, place / "build", place / "store", say=lambda _: None))
        named = measure_names(place / "store", parse)
    return [Figure("build", whole, "parse", parse), Figure("infer", infer, "parse", parse), *named]


def measure_names(store: Path, parse: float) -> list[Figure]:
    """Measure showing a thing by its name, and reading all names that extraction looks for."""
    from kg.graph.lookup.gazetteer import read_knowledge
    from kg.graph.stores.store import open_store

    started = cpu_of([sys.executable, "-m", "kg", "--help"])
    shown = cpu_of([sys.executable, "-m", "kg", "show", "OPSC", "--store", str(store)])
    engine = open_store(str(store))
    read = median_of(lambda: read_knowledge(engine))
    return [
        Figure("kg show OPSC, CPU", shown, "kg --help, CPU", started),
        Figure("names for extraction", read, "parse", parse),
    ]


def median_of(work: Callable[[], object], *, times: int = 5) -> float:
    """Return the median wall time, in seconds, of some work."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def cpu_of(command: list[str], *, times: int = 5) -> float:
    """Return the median CPU time, user and system in seconds, of a command."""
    taken = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
