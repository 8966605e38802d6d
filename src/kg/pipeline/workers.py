"""Map a function over many items in worker processes: one that hangs or dies costs one item."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kg.errors import KgError
from kg.system.parent import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess, SpawnProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_POLL = 0.2
"""Seconds between two looks at the clock."""
_MEMORY = 4 << 30
"""Bytes of address space that one worker may take; what it holds in memory is far less."""


@dataclass(frozen=True)
class Outcome(Generic[Item, Result]):
    """What came of one item."""

    item: Item
    result: Result | None
    error: str = ""
    """One line, empty where all went well."""


def map_in_workers(
    make: Callable[[], Callable[[Item], Result]],
    items: Iterable[Item],
    *,
    jobs: int,
    seconds: float,
    fresh: bool = False,
) -> Iterator[Outcome[Item, Result]]:
    """Yield the outcome of each item in the order of the items.

    `make` runs once in each worker and returns the function; both have to be importable. An item that takes
    longer than `seconds`, or ends its worker, has an error as its outcome, and a new worker goes on. Workers
    are `fresh` where they must not take over what is open here: a lock, the threads of a store.
    """
    crew = _Crew(make, seconds, fresh=fresh)
    waiting: deque[_Task[Item]] = deque()
    source = iter(items)
    try:
        for item in source:
            while len(crew.busy) >= jobs:
                crew.wait()
            waiting.append(crew.start(item))  # before an outcome is used, for which no worker need wait
            while waiting and (waiting[0].done or len(waiting) >= jobs * 8):
                while not waiting[0].done:
                    crew.wait()
                yield waiting.popleft().outcome()
        while waiting:
            while not waiting[0].done:
                crew.wait()
            yield waiting.popleft().outcome()
    finally:
        crew.dismiss()


@dataclass
class _Task(Generic[Item]):
    item: Item
    done: bool = False
    result: Any = None
    error: str = ""

    def outcome(self) -> Outcome[Item, Any]:
        return Outcome(self.item, self.result, self.error)


@dataclass
class _Worker:
    process: ForkProcess | SpawnProcess
    pipe: Connection
    task: _Task[Any] | None = None
    since: float = 0.0


class _Crew:
    """The workers, those at work and those free."""

    def __init__(self, make: Callable[[], Callable[[Any], Any]], seconds: float, *, fresh: bool) -> None:
        self._make = make
        self._seconds = seconds
        self._context: Any = multiprocessing.get_context(
            "fork" if not fresh and "fork" in multiprocessing.get_all_start_methods() else "spawn"
        )
        self.busy: list[_Worker] = []
        self._free: list[_Worker] = []

    def start(self, item: object) -> _Task[Any]:
        """Give an item to a free worker, or to a new one."""
        worker = self._free.pop() if self._free else self._hire()
        worker.task, worker.since = _Task(item), time.monotonic()
        self.busy.append(worker)
        try:
            worker.pipe.send(item)
        except OSError:
            self._lose(worker, "the worker process ended before it began")
        return worker.task

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._make, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def wait(self) -> None:
        """Wait until a worker has answered, has ended, or has had its time."""
        wait([worker.pipe for worker in self.busy], timeout=_POLL)
        for worker in list(self.busy):
            if worker.pipe.poll():
                self._collect(worker)
            elif time.monotonic() - worker.since > self._seconds:
                self._lose(worker, f"took longer than {self._seconds:g} s. Split the file, or report it")

    def _collect(self, worker: _Worker) -> None:
        try:
            result, error = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, "ended the worker process, out of memory perhaps. Split the file")
            return
        assert worker.task is not None  # noqa: S101  # a busy worker has one
        worker.task.result, worker.task.error, worker.task.done = result, error, True
        self.busy.remove(worker)
        self._free.append(worker)

    def _lose(self, worker: _Worker, why: str) -> None:
        if worker.task is not None:
            worker.task.error, worker.task.done = why, True
        if worker in self.busy:
            self.busy.remove(worker)
        self._end(worker)

    def dismiss(self) -> None:
        """End all workers."""
        for worker in [*self.busy, *self._free]:
            self._end(worker)

    def _end(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _work(make: Callable[[], Callable[[Any], Any]], pipe: Connection) -> None:
    """Answer items until the pipe closes; the loop of a worker process."""
    die_with_parent()  # which would not be there to end what takes too long
    _limit_memory()
    try:
        function = make()
        while True:
            pipe.send(_answer(function, pipe.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _answer(function: Callable[[Any], Any], item: object) -> tuple[Any, str]:
    try:
        return function(item), ""
    except KgError as error:
        return None, str(error)
    except MemoryError:
        return None, "needs too much memory. Split the file"
    except Exception as error:  # noqa: BLE001  # whatever a file brings about must not end the batch
        return None, f"cannot be handled ({type(error).__name__}: {error}). Report the file, please"


def _limit_memory() -> None:
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
