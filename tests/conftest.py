"""What many tests share: the project's root, a built graph, and the sources in a folder to spoil."""

from __future__ import annotations

import gc
import gzip
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pyoxigraph as ox
import pytest
from hypothesis import settings
from pyparsing import ParserElement

from kg.pipeline.build import DUMP
from tests.loopback import require_loopback
from tests.services import Service, find_virtuoso, running_oxigraph, running_virtuoso
from tests.smaller import (
    SHARED,
    build_here,
    copy_world,
    least_built,
    made_once,
    smaller_built,
    smaller_project,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph.stores.store import LocalStore

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"

# It changes what commands read, for processes of their own; collecting its doctests would import it here.
collect_ignore = ["hostile/preloaded.py"]

# The same examples in each run, however busy the machine: a failure comes back when it is looked for.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
require_loopback()

# matplotlib lets all grammars of a process keep what they tried: rdflib reads a query in twice the time so.
patch.object(ParserElement, "enable_packrat").start()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are processors: one of them waits for what it started, most times."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors + 1


# Looking for circles among millions of objects that stay took a seventh of the time.
gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector pass over what all tests share, and look less often for what goes in circles."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what all processes of a run share, and let `tests/smaller.py` know of it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cpkg-shared"
    os.environ[SHARED] = str(folder)
    return folder


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """Return a folder with the project's graph, built once for all test processes.

    CPKG_BUILT names a folder with `build/` and `store` to take instead, for runs of a few tests many times.
    """
    if given := os.environ.get("CPKG_BUILT"):
        return Path(given)
    return made_once(shared / "built", lambda place: build_here(place, ROOT))


@pytest.fixture(scope="session")
def store_path(built: Path) -> str:
    """Return the location of the built store, as `--store` takes it."""
    return str(built / "store")


@pytest.fixture(scope="session")
def graph(built: Path) -> LocalStore:
    """Return the project's graph, in memory."""
    return _in_memory(built)


@pytest.fixture(scope="session")
def stored_graph(store_path: str) -> LocalStore:
    """Return the project's graph, opened as commands open it."""
    return _opened(store_path)


@pytest.fixture
def from_memory(built: Path, graph: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that a test runs in its own process ask the project's graph in memory.

    `tests/cli/test_on_disk.py` holds what they print against what they print of the store itself.
    """
    from kg.graph.stores import store

    def opened(path: Path, *, really: Callable[[Path], ox.Store] = store.open_folder) -> ox.Store:
        return graph.ox if path.resolve() == (built / "store").resolve() else really(path)

    monkeypatch.setattr(store, "open_folder", opened)


@pytest.fixture(scope="session")
def small_graph() -> LocalStore:
    """Return the graph of the smaller project, in memory."""
    return _in_memory(smaller_built())


@pytest.fixture(scope="session")
def least_graph() -> LocalStore:
    """Return the graph of the least project, which holds no text, in memory."""
    return _in_memory(least_built())


@pytest.fixture(scope="session")
def loaded_store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built store by a name of its own, with the small graphs of others loaded beside it."""
    from kg.pipeline.load import Wish, load

    store = tmp_path_factory.mktemp("loaded") / "store"
    store.symlink_to((built / "store").resolve())
    for path in sorted((CASES / "external").iterdir()):
        load(Wish(path), store)
    return store


@pytest.fixture(scope="session")
def loaded_graph(loaded_store: Path) -> LocalStore:
    """Return the project's graph, opened as commands open it, with the small graphs of others beside it."""
    return _opened(str(loaded_store))


@pytest.fixture(scope="session")
def virtuoso() -> Iterator[Service]:
    """Return a Virtuoso that tests share: each takes named graphs of its own."""
    if find_virtuoso() is None:
        pytest.skip("virtuoso-t is not installed (Debian: virtuoso-opensource-7-bin)")
    with running_virtuoso() as service:
        yield service


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[Service]:
    """Return Oxigraph's server that tests share: each takes named graphs of its own."""
    with running_oxigraph() as service:
        yield service


def _opened(location: str) -> LocalStore:
    from kg.graph.stores.store import LocalStore, open_store

    store = open_store(location)
    assert isinstance(store, LocalStore)
    return store


def _in_memory(built: Path) -> LocalStore:
    """Return what a build wrote, out of its dump: a third of the time of the store for a question.

    Sites of the tests, and commands in processes of their own, open the store itself.
    """
    from kg.graph.stores.store import LocalStore

    store = ox.Store()
    store.bulk_load(gzip.decompress((built / "build" / DUMP).read_bytes()), format=ox.RdfFormat.N_QUADS)
    return LocalStore(store)


@pytest.fixture
def world_project(tmp_path: Path) -> Path:
    """Return a project whose data is the small world alone, for tests that build it many times."""
    project = tmp_path / "world"
    copy_world(ROOT, project)
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    return project


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what a test starts take an interrupt: a shell that runs the tests in its background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Return a copy of a smaller project's sources (`tests/smaller.py`) that a test may spoil."""
    return Path(shutil.copytree(smaller_project(), tmp_path / "project"))
