"""Read official documents into a folder of files on many machines, as tasks of a Dask cluster.

A task is one source: it reads it, and writes its files. So the loss of a worker costs the tasks it had, which
others take; and after the loss of the scheduler the same command goes on where it was, as what is written is
passed over. A source that ends its worker or takes too long is tried a few times among others, then alone, so
that none is blamed for another, and then set aside.
"""

from __future__ import annotations

import faulthandler
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import MissingToolError, RemoteError
from kg.pipeline.depot import Depot
from kg.pipeline.extract import SECONDS
from kg.pipeline.file_documents import Filed, Run, file_source, set_aside
from kg.pipeline.prepare import Ground, Preparer, make_preparer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = "cpkg-ingest"
_WAITING = 20.0
"""Seconds to wait for the scheduler, and for a first worker."""
_AHEAD = 8
"""Tasks that the cluster holds for each of its threads; more would only crowd the scheduler."""
_TRIES = 2
"""Further tries of a task whose place for files did not answer."""
_LOOK, _GONE = 0.5, 10.0
"""Seconds between two looks at the connection, and without one until the scheduler counts as lost."""
_ANSWER = 120.0
"""Seconds for the result of a task that has ended to arrive."""
_REMEDY = "Run the same command again once the cluster stands: it goes on where it was"


@dataclass(frozen=True)
class Setting:
    """What each worker is given once: all that does not change from source to source."""

    run: Run
    out: str
    ground: Ground
    seconds: float = SECONDS


def file_on_cluster(
    sources: Sequence[str], out: str, run: Run, ground: Ground, *, address: str, seconds: float = SECONDS
) -> Iterator[Filed]:
    """File sources on a cluster, as they get done; those that bring workers down come last.

    Raises:
        MissingToolError: where Dask is not installed.
        RemoteError: where the scheduler is not reached or is lost, or the place for files does not answer.
    """
    dask = _dask()
    client = _connected(dask, address)
    try:
        _require_version(client, address)
        client.register_plugin(_plugin(dask, Setting(run, out, ground, seconds)), name=_NAME)
        killers: list[str] = []
        yield from _filed(dask, client, sources, killers)
        for source in killers:
            again: list[str] = []
            yield from _filed(dask, client, [source], again)
            if again:
                reason = f"ended its worker, or took longer than {seconds:g} s, each time. Split the file"
                yield set_aside(Depot(out), run, source, reason)
    except (OSError, CancelledError) as error:
        what = f"the scheduler was lost ({type(error).__name__})"
        raise RemoteError(what, where=address, remedy=_REMEDY) from error
    finally:
        client.close(timeout=2)


def _dask() -> Any:  # noqa: ANN401 - its types are not all published
    try:
        return import_module("distributed")
    except ImportError as error:
        raise MissingToolError(
            "Dask is not installed, which spreads the work over a cluster",
            remedy="pip install 'cpkg[cluster]'",
        ) from error


def _connected(dask: Any, address: str) -> Any:  # noqa: ANN401
    try:
        return dask.Client(address, timeout=_WAITING, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers ({type(error).__name__})"
        remedy = "Start one with `dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1`"
        raise RemoteError(what, where=address, remedy=remedy) from error


def _require_version(client: Any, address: str) -> None:  # noqa: ANN401
    """Hold the workers to our version: two versions would write two things.

    Raises:
        RemoteError: where there is no worker, or one has another version or none.
    """
    try:
        client.wait_for_workers(1, timeout=_WAITING)
        found = client.run(_version)
    except TimeoutError as error:
        remedy = f"Start some with `dask worker {address} --nthreads 1`"
        raise RemoteError("the cluster has no worker", where=address, remedy=remedy) from error
    except (ImportError, AttributeError) as error:
        raise _other_version(address, f"cannot load cpkg {__version__} ({error})") from error
    for worker, version in sorted(found.items()):
        if version != __version__:
            raise _other_version(address, f"{worker} has cpkg {version}, not {__version__}")


def _version() -> str:
    return __version__


def _other_version(address: str, what: str) -> RemoteError:
    return RemoteError(what, where=address, remedy="Install the same version of cpkg on every machine")


def _filed(
    dask: Any,  # noqa: ANN401
    client: Any,  # noqa: ANN401
    sources: Sequence[str],
    killers: list[str],
) -> Iterator[Filed]:
    """Yield what comes of sources; add those whose worker ended under them to `killers`.

    Raises:
        ConnectionError: where the scheduler is lost.
    """
    waiting = iter(sources)
    threads = sum(client.nthreads().values())
    done: Queue[Any] = Queue()
    running: dict[str, tuple[Any, str]] = {}  # what nobody holds on to, the cluster drops

    def submit(source: str) -> None:
        future = client.submit(_task, source, pure=False, retries=_TRIES)
        running[future.key] = future, source
        future.add_done_callback(done.put)

    for source in islice(waiting, max(threads, 1) * _AHEAD):
        submit(source)
    while running:
        future, source = running.pop(_next_done(client, done).key)
        error = future.exception(timeout=_ANSWER) if future.status == "error" else None
        if isinstance(error, dask.KilledWorker):
            killers.append(source)
        elif error is not None:
            raise error
        else:
            yield future.result(timeout=_ANSWER)
        future.release()
        for further in islice(waiting, 1):
            submit(further)


def _next_done(client: Any, done: Queue[Any]) -> Any:  # noqa: ANN401
    """Return the next task that ended, however; Dask's `as_completed` can wait for a dead scheduler for ever.

    Raises:
        ConnectionError: where the scheduler has been gone for some time.
    """
    gone = 0.0
    while gone < _GONE:
        try:
            return done.get(timeout=_LOOK)
        except Empty:
            gone = 0.0 if _is_connected(client) else gone + _LOOK
    raise ConnectionError("no answer")


def _is_connected(client: Any) -> bool:  # noqa: ANN401
    stream = client.scheduler_comm
    return client.status == "running" and stream is not None and not stream.closed()


def _plugin(dask: Any, setting: Setting) -> Any:  # noqa: ANN401 - the class is made where Dask is installed
    class Given(dask.WorkerPlugin):  # type: ignore[misc, name-defined, unused-ignore]
        """Gives each worker the setting, those too that join later."""

        def setup(self, worker: object) -> None:
            del worker
            _give(setting)

    return Given()


_given: Setting | None = None
_made: tuple[str, Preparer] | None = None
_one_at_a_time = threading.Lock()


def _give(setting: Setting) -> None:
    global _given, _made
    _given, _made = setting, None


def _task(source: str) -> Filed:
    """File one source in a worker.

    A thread of a worker cannot be ended, and rules of text may run on without letting another thread in; so a
    timer of the interpreter's own ends the process where it takes too long.
    """
    with _one_at_a_time:
        setting, preparer = _setting()
        faulthandler.dump_traceback_later(setting.seconds, exit=True)
        try:
            return file_source(preparer, setting.run, Depot(setting.out), source)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _setting() -> tuple[Setting, Preparer]:
    global _made  # noqa: PLW0603
    if _given is None:
        raise RemoteError("the worker was not given what it needs", remedy=_REMEDY)
    if _made is None or _made[0] != _given.run.key:
        _made = _given.run.key, make_preparer(_given.ground)
    return _given, _made[1]
