"""Push a store to servers started for it, ask each the whole catalogue, and compare with the local answers.

`python -m benchmarks.stores [STORE] [--server virtuoso|oxigraph] [--question ID] [--once] [--differences]`

The first table is of the push: seconds of wall time, processor seconds of the client and of the server, the
server's memory. The second has a row for each question that it does not answer as pyoxigraph does: `order`
where only the order differs, `forms` where texts differ in no more than their language or the order of what
they join, `differs` where rows do, `cannot` with the reason. A server that dies or runs over the time is
started anew. Each must be in `kg.graph.stores.store_limits.WRONG_ON_VIRTUOSO` that differs there.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.services import running_oxigraph, running_virtuoso

from kg.errors import KgError, PassingError
from kg.graph.questions.catalogue import read_catalogue
from kg.graph.stores.remote import RemoteStore
from kg.graph.stores.store import LocalStore, open_folder
from kg.pipeline.ask import choose_values
from kg.pipeline.push import Wishes, push
from kg.push.addresses import Addresses
from kg.push.authentication import Credentials
from kg.push.client import Client
from kg.push.target import Target
from kg.resources import find_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services import Service

    from kg.graph.questions.catalogue import Question
    from kg.model import Rows, Term

_BUFFERS = 60_000
"""Of 8 kB: half a gigabyte for Virtuoso."""


@dataclass(frozen=True)
class Verdict:
    """How a server answered one question: the outcome, and seconds of wall time here and there."""

    question: str
    outcome: str
    here: float
    there: float
    note: str = ""


def main() -> None:
    """Push and ask, for each server."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", nargs="?", default=".kg/store", type=Path)
    parser.add_argument("--server", choices=("virtuoso", "oxigraph"), action="append")
    parser.add_argument("--question", action="append", help="ask these only")
    parser.add_argument("--timeout", type=float, default=60.0)
    parser.add_argument(
        "--once", action="store_true", help="push once, and not twice more to see what that costs"
    )
    parser.add_argument("--differences", action="store_true", help="print two rows of each side")
    given = parser.parse_args()
    store = LocalStore(open_folder(given.store))
    questions = [q for q in read_catalogue(find_root()) if not given.question or q.id in given.question]
    for server in given.server or ("oxigraph", "virtuoso"):
        with tempfile.TemporaryDirectory(prefix="cpkg-stores-") as folder:
            _measure(server, Path(folder), store, questions, given)


def _measure(
    server: str, folder: Path, store: LocalStore, questions: list[Question], given: argparse.Namespace
) -> None:
    with _running(server, folder) as service:
        _say_push(service, store, once=given.once)
    verdicts: list[Verdict] = []
    left = list(questions)
    while left:
        with _running(server, folder) as service:
            while left:
                verdict, alive = _ask(service, store, left.pop(0), given)
                verdicts.append(verdict)
                if verdict.outcome != "same":
                    print(f"| {verdict.question} | {verdict.outcome} | {verdict.note} |", flush=True)
                if not alive:
                    break
    _say_answers(server, verdicts)


@contextmanager
def _running(server: str, folder: Path) -> Iterator[Service]:
    if server == "virtuoso":
        with running_virtuoso(folder, buffers=_BUFFERS) as service:
            yield service
    else:
        with running_oxigraph(folder / "store") as service:
            yield service


def _say_push(service: Service, store: LocalStore, *, once: bool) -> None:
    credentials = Credentials(service.user, service.password) if service.user else None
    addresses = Addresses(service.query, service.update, service.graph_store)
    target = Target(Client(credentials), addresses)
    pushes = (("push", Wishes()), ("again", Wishes()), ("again, read back", Wishes(check=True)))
    for what, wishes in pushes[:1] if once else pushes:
        wall, own, server = time.perf_counter(), time.process_time(), _cpu(service.pid)
        _, done = push(store, target, wishes)
        results, statements, notes = Counter[str](), 0, []
        for one in done:
            results[one.result] += 1
            statements += one.statements
            notes += [f"{one.graph}: {one.note}"] if one.note else []
        said = ", ".join(f"{n} {result}" for result, n in results.items())
        print(
            f"{service.name}, {what}: {statements:,} statements, {said}; {time.perf_counter() - wall:.1f} s, "
            f"processor {time.process_time() - own:.1f} s here, {_cpu(service.pid) - server:.1f} s there; "
            f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB here, "
            f"{_memory(service.pid):.0f} MB there",
            flush=True,
        )
        print("\n".join(notes[:10]), end="\n" if notes else "", flush=True)


def _ask(
    service: Service, store: LocalStore, question: Question, given: argparse.Namespace
) -> tuple[Verdict, bool]:
    """Return how a question was answered, and whether the server can take another."""
    values = choose_values(store, question, _examples(question))
    started = time.perf_counter()
    query = question.bound(values)
    ours = store.select(query)
    here = time.perf_counter() - started
    started = time.perf_counter()
    try:
        theirs = RemoteStore(service.query, timeout=given.timeout).select(query)
    except KgError as error:
        note = error.what.replace("|", "/")
        return Verdict(question.id, "cannot", here, time.perf_counter() - started, note), not isinstance(
            error, PassingError
        )
    there = time.perf_counter() - started
    outcome, note = _compared(ours, theirs)
    if given.differences and outcome == "differs":
        _say_differences(ours, theirs)
    return Verdict(question.id, outcome, here, there, note), True


def _examples(question: Question) -> dict[str, str]:
    """Return an example of each parameter that has to be given."""
    needed = (p for p in question.parameters if p.default is None and not p.optional)
    return {parameter.name: parameter.example or "" for parameter in needed}


def _compared(ours: Rows, theirs: Rows) -> tuple[str, str]:
    if ours == theirs:
        return "same", ""
    if Counter(ours.rows) == Counter(theirs.rows):
        return "order", ""
    mine, others = (Counter(tuple(map(_plain, row)) for row in rows.rows) for rows in (ours, theirs))
    if mine == others:
        return "forms", ""
    return (
        "differs",
        f"{(mine - others).total()} of {len(ours.rows)} rows not there, {(others - mine).total()} others",
    )


def _plain(term: Term | None) -> tuple[str, str] | None:
    """Return what a term says, without its language, and the parts of a joined text in one order."""
    return None if term is None else ("; ".join(sorted(term.value.split("; "))), term.datatype)


def _say_differences(ours: Rows, theirs: Rows) -> None:
    mine, others = Counter(ours.rows), Counter(theirs.rows)
    for sign, rows in (("-", mine - others), ("+", others - mine)):
        for row in list(rows)[:2]:
            print("   ", sign, [term and term.value[:60] for term in row], flush=True)


def _say_answers(server: str, verdicts: list[Verdict]) -> None:
    counts = Counter(one.outcome for one in verdicts)
    answered = [one for one in verdicts if one.outcome != "cannot"]
    if not answered:
        print(f"{server}: none of {len(verdicts)}")
        return
    here, there = (
        statistics.median(times) for times in zip(*((v.here, v.there) for v in answered), strict=True)
    )
    print(
        f"{server}: {dict(counts)} of {len(verdicts)}; "
        f"medians {1000 * here:.0f} ms here, {1000 * there:.0f} there"
    )


def _cpu(pid: int) -> float:
    """Return the processor seconds of a process, Linux's count of hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _memory(pid: int) -> float:
    """Return the most memory that a process has held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
