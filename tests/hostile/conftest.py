"""The place where hostile inputs are tried: a store to write beside, and what must stay untouched."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


_SAID = "<body/HRC> <http://www.w3.org/2000/01/rdf-schema#comment> 'x'@en ."
_FILES = {
    "good.ttl": _SAID,
    "home/data/good.ttl": _SAID,
    "home/ontology/good.ttl": "<a> a <http://www.w3.org/2002/07/owl#Ontology> .",
    "home/queries/x/good.md": "",
    "home/shapes/good.md": "",
}
"""A project of its own whose sources can be spoilt, file by file."""


@pytest.fixture(scope="session")
def place(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store by a name of its own, beside which graphs can be loaded."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "store").symlink_to((built / "store").resolve())
    (folder / "store.graphs").mkdir()
    (folder / "loop.ttl").symlink_to("loop.ttl")
    os.mkfifo(folder / "pipe.ttl")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def forbidden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that nobody was told to read."""
    folder = tmp_path_factory.mktemp("forbidden")
    (folder / "canary.txt").write_text("the canary sings", encoding="utf-8")
    return folder
