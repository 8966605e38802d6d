"""What many tests share: the project's root, a built graph, and the sources in a folder to spoil."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.pipeline.build import build

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


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Return a copy of the project's sources that a test may spoil."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / "project" / folder)
    return tmp_path / "project"
