"""Answer one query in a process that may be killed; started by `kg.graph.stores.sandbox`, as a file.

Reads a job as JSON on standard input, writes the answer to the job's file and one line of JSON to standard
output. Imports nothing of the package, so that it starts fast and its memory is all the query's.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pyoxigraph as ox

STACK = 256 * 1024**2
_OPENED = 1024**3  # address space of an opened store where the system does not tell
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from <sys/prctl.h>
_NEW_USER_AND_NET = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET, from <sched.h>


def main() -> None:
    """Open the store, put the limits in place, run the query and report what came of it."""
    _die_with_parent()
    job = json.load(sys.stdin)
    if os.getppid() != job["parent"]:  # it died before the system knew that we are to go with it
        return
    report: dict[str, str] = {}
    _leave_network()
    try:
        store = ox.Store.read_only(job["store"])
        for part in job["query"]:
            if isinstance(part, dict):
                part["opened"] = ox.Store.read_only(part["store"])
        empty = next(iter(store), None) is None
    except (OSError, RuntimeError) as error:
        report = {"error": "store", "message": str(error)}
        empty = False
    if empty:  # see `open_folder` in kg.graph.stores.store
        report = {"error": "store", "message": "it is empty or damaged"}
    if not report:
        _limit(job)
        threading.stack_size(STACK)  # the evaluator recurses; the main thread's stack is 8 MB
        thread = threading.Thread(target=_answer, args=(store, job, report))
        thread.start()
        thread.join()
    json.dump(report, sys.stdout)


def _limit(job: dict[str, Any]) -> None:
    """Limit what the query may take, beside what the opened store has taken."""
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, _address_space() + STACK + int(job["memory"])),
        (resource.RLIMIT_FSIZE, int(job["size"])),
        (resource.RLIMIT_CPU, 2 * int(job["timeout"]) + 2),  # where nobody ends with a parent
    ):
        hard = resource.getrlimit(kind)[1]  # of whoever runs us, which may not be raised
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return _OPENED
    return pages * resource.getpagesize()


def _die_with_parent() -> None:
    """Have the system end this process with the one that started it, also where that is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _leave_network() -> None:
    """Cut the network where the system lets an ordinary process do so; `readonly` is the first wall."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NET)


def _answer(store: ox.Store, job: dict[str, Any], report: dict[str, str]) -> None:
    try:
        report["kind"] = _run(store, job)
    except SyntaxError as error:
        report.update(error="syntax", message=str(error))
    except MemoryError:
        report["error"] = "memory"
    except TooManyRowsError as error:
        report.update(error="rows", message=str(error))
    except OSError as error:
        report.update(
            error="size" if f"os error {errno.EFBIG}" in str(error) else "engine", message=str(error)
        )
    except (RuntimeError, ValueError) as error:
        report.update(error="engine", message=str(error))


def _run(store: ox.Store, job: dict[str, Any]) -> str:
    query = "".join(part if isinstance(part, str) else _joined(part, job) for part in job["query"])
    result = store.query(
        query, prefixes=job["prefixes"], base_iri=job["base"], use_default_graph_as_union=True
    )
    if isinstance(result, ox.QueryTriples):
        ox.serialize(result, job["out"], ox.RdfFormat.N_TRIPLES)
        return "triples"
    result.serialize(job["out"], ox.QueryResultsFormat.JSON)
    return "boolean" if isinstance(result, ox.QueryBoolean) else "rows"


def _joined(block: dict[str, Any], job: dict[str, Any]) -> str:
    """Return the rows of a block that reads a loaded graph, see `kg.graph.stores.joining`."""
    return rows_as_values(
        block["opened"], block["query"], block["graph"], block["most"],
        prefixes=job["prefixes"], base=job["base"],
    )  # fmt: skip


class TooManyRowsError(ValueError):
    """A block gives more rows than are put into a query."""


def rows_as_values(
    store: ox.Store,
    query: str,
    graph: str,
    most: int,
    *,
    prefixes: dict[str, str] | None = None,
    base: str | None = None,
) -> str:
    """Return the rows of a query put to one graph of a store as a VALUES block.

    Raises:
        TooManyRowsError: where there are more than `most`.
        SyntaxError: where the query is no SPARQL.
    """
    result: Any = store.query(query, prefixes=prefixes, base_iri=base, default_graph=ox.NamedNode(graph))
    names = [variable.value for variable in result.variables]
    places, lines = range(len(names)), []
    for row in result:
        cells = (row[place] for place in places)
        lines.append(f"({' '.join('UNDEF' if cell is None else str(cell) for cell in cells)})")
        if len(lines) > most:
            raise TooManyRowsError(f"the block on {graph} gives more than {most:,} rows")
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


if __name__ == "__main__":
    main()
