"""What many tests share: the project's root, a built graph, and the sources in a folder to spoil."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.pipeline.build import build
from tests.smaller import smaller_project

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
def graph(store_path: str) -> LocalStore:
    """Return the project's graph, opened for reading."""
    from kg.graph.store import LocalStore, open_store

    store = open_store(store_path)
    assert isinstance(store, LocalStore)
    return store


@pytest.fixture(scope="session")
def smaller() -> Path:
    """Return a folder with a smaller project (`tests/smaller.py`), to be left as it is."""
    return smaller_project()


@pytest.fixture(scope="session")
def small_built(smaller: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the graph of the smaller project."""
    place = tmp_path_factory.mktemp("small")
    build(smaller, place / "build", place / "store", say=lambda _: None)
    return place


@pytest.fixture(scope="session")
def small_graph(small_built: Path) -> LocalStore:
    """Return the graph of the smaller project, opened for reading."""
    from kg.graph.store import LocalStore, open_store

    store = open_store(str(small_built / "store"))
    assert isinstance(store, LocalStore)
    return store


@pytest.fixture
def world_project(tmp_path: Path) -> Path:
    """Return a project whose data is the small world alone, for tests that build it many times."""
    project = tmp_path / "world"
    for folder in ("ontology", "data"):
        (project / folder).mkdir(parents=True)
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    for path in (ROOT / "ontology").glob("*.ttl"):
        if path.stem != "alignments":  # it speaks of vocabularies that the world does not have
            shutil.copy(path, project / "ontology")
    shutil.copy(CASES / "world.ttl", project / "data")
    return project


@pytest.fixture
def sources(smaller: Path, tmp_path: Path) -> Path:
    """Return a copy of a smaller project's sources that a test may spoil."""
    return Path(shutil.copytree(smaller, tmp_path / "project"))
