"""What many tests share: the project's root, a built graph, and the sources in a folder to spoil."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.pipeline.build import build
from tests.smaller import copy_world, smaller_built, smaller_project

if TYPE_CHECKING:
    from kg.graph.store import LocalStore

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the project's graph, built once for all test processes."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cpkg-built"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "build" / "manifest.json").exists():
            build(ROOT, shared / "build", shared / "store", say=lambda _: None)
    return shared


@pytest.fixture(scope="session")
def store_path(built: Path) -> str:
    """Return the location of the built store, as `--store` takes it."""
    return str(built / "store")


@pytest.fixture(scope="session")
def graph(built: Path) -> LocalStore:
    """Return the project's graph, opened for reading."""
    return _opened(built)


@pytest.fixture(scope="session")
def small_graph() -> LocalStore:
    """Return the graph of the smaller project, opened for reading."""
    return _opened(smaller_built())


def _opened(built: Path) -> LocalStore:
    from kg.graph.store import LocalStore, open_store

    store = open_store(str(built / "store"))
    assert isinstance(store, LocalStore)
    return store


@pytest.fixture
def world_project(tmp_path: Path) -> Path:
    """Return a project whose data is the small world alone, for tests that build it many times."""
    project = tmp_path / "world"
    copy_world(ROOT, project)
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    return project


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Return a copy of a smaller project's sources (`tests/smaller.py`) that a test may spoil."""
    return Path(shutil.copytree(smaller_project(), tmp_path / "project"))
