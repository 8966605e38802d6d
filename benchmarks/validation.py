"""Hold the graph against its shapes with both engines, at several sizes, then infer what follows from it.

    python -m benchmarks.validation [STORE] [--largest N]

Larger sizes repeat the curated data under other names; pySHACL is run on the smallest alone. Each run is a
process of its own; times are of the processor, memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox

from kg.graph.check.checked import add_types, copy_graphs, ntriples_of
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph
from kg.graph.infer.base import read_base
from kg.graph.infer.entailment import Entailment
from kg.graph.sources.curated import INFERRED_GRAPH, PROVENANCE_GRAPH
from kg.graph.stores.rdflib_graph import rdflib_graph
from kg.graph.stores.store import DEFAULT_STORE, LocalStore, open_folder
from kg.namespaces import ID

SHAPES = Path(__file__).parent.parent / "shapes"
SIZES = (1, 3, 12, 30)
_REFERENCE_UP_TO = 1
_DERIVED = {ox.NamedNode(INFERRED_GRAPH), ox.NamedNode(PROVENANCE_GRAPH)}


@dataclass(frozen=True)
class Run:
    """What one engine needed for one size."""

    statements: int
    findings: int
    seconds: float
    megabytes: float


def main() -> None:
    """Print a line for each engine and size, then the rules and the inference."""
    given = _parser().parse_args()
    print(f"{'engine':10}{'statements':>12}{'findings':>10}{'seconds':>10}{'MB':>8}{'ratio':>8}")
    for times in [size for size in SIZES if size <= given.largest]:
        fast = _alone(check_fast, given.store, times)
        print(f"{'fast':10}{fast.statements:12,}{fast.findings:10,}{fast.seconds:10.2f}{fast.megabytes:8.0f}")
        if times <= _REFERENCE_UP_TO:
            slow = _alone(check_reference, given.store, times)
            ratio = slow.seconds / fast.seconds
            print(
                f"{'pySHACL':10}{slow.statements:12,}{slow.findings:10,}{slow.seconds:10.2f}"
                f"{slow.megabytes:8.0f}{ratio:8.1f}"
            )
    for name, measure in (("hygiene rules", check_rules), ("inference", infer_anew)):
        run = _alone(measure, given.store, 1)
        print(f"{name}: {run.findings:,} rows of {run.statements:,} statements, {run.seconds:.2f} s")


def check_fast(store: str, times: int) -> Run:
    """Measure the fast engine."""
    data, engine = ntriples_of(_data(store, times)), ShapeEngine(shapes_graph(read_shapes(SHAPES)))
    started = time.process_time()
    found = engine.check_all(data)
    return _run(data.count(b"\n"), len(found), started)


def check_reference(store: str, times: int) -> Run:
    """Measure pySHACL."""
    data, shapes = rdflib_graph(_data(store, times)), shapes_graph(read_shapes(SHAPES))
    started = time.process_time()
    found = check_shapes(data, shapes)
    return _run(len(data), len(found), started)


def check_rules(store: str, times: int) -> Run:
    """Measure the hygiene rules."""
    data = _data(store, times)
    started = time.process_time()
    found = check_hygiene(LocalStore(data), read_rules(SHAPES / "hygiene"))
    return _run(len(data), len(found), started)


def infer_anew(store: str, _: int) -> Run:
    """Measure what follows from the asserted statements."""
    base = read_base(open_folder(Path(store)))
    started = time.process_time()
    found = Entailment(base).of_base()
    return _run(len(base.quads), len(found), started)


def _run(statements: int, findings: int, started: float) -> Run:
    seconds = time.process_time() - started
    return Run(statements, findings, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def _data(location: str, times: int) -> ox.Store:
    """Return the asserted statements of a store, those about things as often as asked for, with all types."""
    store = open_folder(Path(location))
    graphs = [
        name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name not in _DERIVED
    ]
    copy = copy_graphs(store, graphs)
    written = {graph: copy.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) for graph in graphs}
    for number in range(1, times):
        for graph, text in written.items():
            renamed = (text or b"").replace(ID.encode(), f"{ID}copy-{number}/".encode())
            copy.bulk_load(renamed, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    add_types(copy)
    return copy


def _alone(measure: object, store: str, times: int) -> Run:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, store, times).result()  # type: ignore[arg-type]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", nargs="?", default=DEFAULT_STORE, metavar="STORE")
    parser.add_argument(
        "--largest", type=int, default=SIZES[2], help="how often the data are repeated at most"
    )
    return parser


if __name__ == "__main__":
    main()
