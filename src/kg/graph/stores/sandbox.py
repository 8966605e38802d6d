"""Run a query nobody vouches for: read-only, in a process of its own, with a deadline and a memory limit.

pyoxigraph cannot be interrupted, and a deeply nested query overruns the stack and takes its process along;
a process can be killed, and only the worker dies.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores import worker
from kg.graph.stores.external import ExternalGraphs, graphs_folder
from kg.graph.stores.guard import require_undamaged
from kg.graph.stores.joining import MOST_ROWS, find_blocks, too_many_rows
from kg.graph.stores.readonly import require_read_only
from kg.graph.stores.seal import DOCTOR, require_whole
from kg.graph.stores.store import rows_of, triples_of, unparsable
from kg.graph.stores.well_formed import parse_results, parse_whole
from kg.namespaces import ID, PREFIXES
from kg.system.files import writing_temporarily
from kg.system.temporary import TemporaryFolder

if TYPE_CHECKING:
    from kg.model import Rows, Triples

TIMEOUT = 30.0
"""Seconds that a query may take."""
MEMORY = 2 * 1024**3
"""Bytes that a query may take, beside the stack."""
ANSWER = 64 * 1024**2
"""Bytes that an answer may be long."""

_FULL = os.strerror(errno.ENOSPC)
_SHORTER = "Ask for less: add a LIMIT, name more of what you look for, or split the query"


def run_sandboxed(
    store: Path, query: str, *, timeout: float = TIMEOUT, memory: int = MEMORY, size: int = ANSWER
) -> Rows | Triples | bool:
    """Return the answer to a query put to a store on disk: rows, triples, or yes or no.

    The project's prefixes and base need no declaration in the query.

    Raises:
        UsageError: where the query writes or reaches out of the store; it is not run then.
        InputError: where it does not parse, or runs over one of the limits.
    """
    require_read_only(query)
    require_whole(store.resolve())
    with TemporaryFolder("query") as folder:
        out = folder / "answer"
        job = {
            "store": str(store.resolve()), "query": _parts(query, ExternalGraphs(graphs_folder(store))),
            "prefixes": PREFIXES, "base": ID, "out": str(out),
            "timeout": timeout, "memory": memory, "size": size, "parent": os.getpid(),
        }  # fmt: skip
        report = _work(job, timeout, memory)
        try:
            return _read(report, out, job)
        except SyntaxError as error:  # what was made of terms cannot be read again
            raise InputError(f"the answer cannot be read: {error.msg}", remedy=_SHORTER) from error


def _parts(query: str, graphs: ExternalGraphs) -> list[str | dict[str, Any]]:
    """Return the query in parts: its text, and each block that reads a loaded graph with its store."""
    parts: list[str | dict[str, Any]] = []
    done = 0
    for block in find_blocks(query):
        place = graphs.place(block.name)
        if place is not None:
            asked = {"store": str(place), "graph": block.graph, "query": block.query, "most": MOST_ROWS}
            parts += [query[done : block.start], asked]
            done = block.end
    return [*parts, query[done:]]


def _work(job: dict[str, Any], timeout: float, memory: int) -> dict[str, str]:
    """Return what the worker reports; kill it at the deadline."""
    process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
        [sys.executable, "-P", worker.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        report, complaint = process.communicate(json.dumps(job), timeout=timeout)
    except subprocess.TimeoutExpired as error:
        _require_undamaged(job)
        raise _too_slow(timeout) from error
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()
    if process.returncode:
        _require_undamaged(job)
        raise _crash(process.returncode, complaint, timeout, memory)
    answer: dict[str, str] = json.loads(report)
    return answer


def _require_undamaged(job: dict[str, Any]) -> None:
    """Raise where a store is damaged, as a query that reads a damaged block may not end."""
    parts = [part["store"] for part in job["query"] if isinstance(part, dict)]
    for store in (job["store"], *parts):
        require_undamaged(Path(store))


def _read(report: dict[str, str], out: Path, job: dict[str, Any]) -> Rows | Triples | bool:
    match report:
        case {"kind": "rows"}:
            solutions = parse_results(out.read_bytes(), ox.QueryResultsFormat.JSON)
            return rows_of(cast("ox.QuerySolutions", solutions))
        case {"kind": "boolean"}:
            return bool(parse_results(out.read_bytes(), ox.QueryResultsFormat.JSON))
        case {"kind": "triples"}:
            return triples_of(quad.triple for quad in parse_whole(out.read_bytes(), ox.RdfFormat.N_TRIPLES))
        case {"error": "syntax", "message": message}:
            raise unparsable(message)
        case {"error": "memory"}:
            raise _too_big(job["memory"])
        case {"error": "rows", "message": message}:
            raise too_many_rows(message)
        case {"error": "size"}:
            raise InputError(f"the answer is longer than {_megabytes(job['size'])}", remedy=_SHORTER)
        case {"error": "store", "message": message}:
            remedy = f"Make one with `kg build`, or name another with --store. {DOCTOR}"
            raise InputError(f"the store cannot be read ({message})", where=job["store"], remedy=remedy)
        case {"message": message} if _FULL in message:
            with writing_temporarily():
                raise OSError(errno.ENOSPC, _FULL)
    remedy = f"Simplify the query; if it has no fault, the store may be damaged. {DOCTOR}"
    raise InputError(f"the query failed: {report.get('message', report)}", remedy=remedy)


def _crash(code: int, complaint: str, timeout: float, memory: int) -> InputError:
    if code == -signal.SIGSEGV:
        remedy = "Write it flatter: use VALUES, IN or a property path instead of nesting"
        return InputError("the query is nested too deeply to be run", remedy=remedy)
    if code == -signal.SIGXCPU:
        return _too_slow(timeout)
    if code in {-signal.SIGABRT, -signal.SIGKILL} or "memory" in complaint.lower():
        return _too_big(memory)
    last = complaint.strip().splitlines()[-1:] or [f"exit code {code}"]
    return InputError(f"the query ended its process ({last[0]})", remedy="Simplify the query")


def _too_slow(timeout: float) -> InputError:
    what = f"the query took longer than {timeout:g} s and was stopped"
    return InputError(what, remedy=f"{_SHORTER}, or raise --timeout")


def _too_big(memory: int) -> InputError:
    what = f"the query needed more than {_megabytes(memory)} of memory and was stopped"
    return InputError(what, remedy=_SHORTER)


def _megabytes(size: int) -> str:
    return f"{size // 1024**2:,} MB"
