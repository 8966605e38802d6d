"""Load a store's statements and ask the catalogue, in pyoxigraph as we do and in rdflib; search by words.

`python -m benchmarks.engines [STORE]`

Each engine runs in a process of its own, so that its memory is its own. All figures are processor seconds;
loading is done once, questions and searches are medians of three. Questions are the first of each theme with
their default values, those left out that rdflib cannot answer within the limit; a search is put to the
full-text index of the site, and as a filter over all summaries, as SPARQL alone would have it.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph.questions.catalogue import read_catalogue
from kg.resources import find_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.engine import Engine

_LIMIT = 20
"""Seconds that rdflib gets for one question."""
_WORDS = ("grooming", "internet service providers", "victims")
_FILTER = """SELECT ?thing WHERE {{ ?thing cp:gist ?gist FILTER({}) }}"""


def main() -> None:
    """Measure both engines and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", nargs="?", default=".kg/store", type=Path)
    parser.add_argument("--one", choices=("pyoxigraph", "rdflib", "search"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(_measure(given.one, given.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "all.nq"
        statements = _dump(given.store, dump)
        ours, theirs = _apart("pyoxigraph", dump), _apart("rdflib", dump)
        words = _apart("search", given.store)
    print(f"{statements:,} statements\n")
    print("| what | ours | peer | ratio |\n|---|---|---|---|")
    _row("load, s", ours["load"], theirs["load"], "rdflib")
    _row("memory when loaded, MB", ours["memory"], theirs["memory"], "rdflib")
    shared = [name for name in theirs["questions"] if name in ours["questions"]]
    for name in shared:
        _row(f"ask {name}, s", ours["questions"][name], theirs["questions"][name], "rdflib")
    for name, (index, scan) in words.items():
        _row(f"search {name!r}, s", index, scan, "SPARQL filter")
    left = sorted(set(ours["questions"]) - set(shared))
    if left:
        print(f"\nNot answered by rdflib within {_LIMIT} s: {', '.join(left)}")


def _row(what: str, ours: float, theirs: float, peer: str) -> None:
    print(f"| {what} | {ours:.4g} | {peer} {theirs:.4g} | {theirs / ours if ours else 0:.1f} |", flush=True)


def _dump(store: Path, dump: Path) -> int:
    """Write a store as N-Quads, and beside it as N-Triples; return the number of statements."""
    from kg.graph.stores.store import open_folder

    count = 0
    with (
        dump.open("w", encoding="utf-8") as quads,
        dump.with_suffix(".nt").open("w", encoding="utf-8") as plain,
    ):
        for quad in open_folder(store):
            quads.write(f"{quad} .\n")
            plain.write(f"{quad.triple} .\n")
            count += 1
    return count


def _apart(name: str, place: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.engines", "--one", name, str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(name: str, place: Path) -> dict[str, Any]:
    if name == "search":
        return _search(place)
    started = time.process_time()
    engine = _pyoxigraph(place) if name == "pyoxigraph" else _rdflib(place)
    load = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load": load, "memory": memory, "questions": _questions(engine)}


def _pyoxigraph(dump: Path) -> Engine:
    import pyoxigraph as ox

    from kg.graph.stores.store import LocalStore

    store = ox.Store()
    store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
    return LocalStore(store)


def _rdflib(dump: Path) -> Engine:
    import pyoxigraph as ox
    from tests.graph.engines import RdflibEngine

    from kg.graph.stores.store import LocalStore

    engine = RdflibEngine(LocalStore(ox.Store()))
    engine.asked.parse(dump.with_suffix(".nt"), format="nt")
    return engine


def _questions(engine: Engine) -> dict[str, float]:
    """Return the median time of the first question of each theme that the engine answers in time."""
    from kg.pipeline.ask import answer, choose_values

    times = {}
    for question in _firsts():
        values = choose_values(engine, question, {})
        signal.alarm(_LIMIT)
        try:
            times[question.id] = _median(partial(answer, engine, question, values))
        except TimeoutError:
            continue
        finally:
            signal.alarm(0)
    return times


def _firsts() -> list[Question]:
    firsts: dict[str, Question] = {}
    for question in read_catalogue(find_root()):
        firsts.setdefault(question.id.partition("/")[0], question)
    return list(firsts.values())


def _search(store: Path) -> dict[str, tuple[float, float]]:
    """Return the times of the index and of a filter, for some words."""
    from kg.graph.ingested.search_words import fts_query
    from kg.graph.stores.store import memory_store, open_folder
    from kg.namespaces import sparql_prologue
    from kg.web.lookup import Lookup
    from kg.web.search_index import Narrow, SearchIndex

    engine = memory_store(open_folder(store))
    index = SearchIndex(Lookup(engine.ox))
    times = {}
    for words in _WORDS:
        tests = " && ".join(f'CONTAINS(LCASE(?gist), "{word}")' for word in words.split())
        sparql = sparql_prologue() + _FILTER.format(tests)
        match = fts_query(words)
        times[words] = (
            _median(partial(index.search, match, Narrow(), limit=20)),
            _median(partial(engine.select, sparql)),
        )
    return times


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def _give_up(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _give_up)
    main()
