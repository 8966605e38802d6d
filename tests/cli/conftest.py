"""Run the command in the test's own process, which is fast, with its errors turned into exit codes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.cli.main import run
from kg.graph.lookup.gazetteer import read_knowledge
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.stores.store import LocalStore


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def kg(kg_on_disk: Callable[..., Outcome], from_memory: None) -> Callable[..., Outcome]:  # noqa: ARG001
    """Return what runs `kg` with these arguments on the project's graph."""
    return kg_on_disk


@pytest.fixture
def kg_on_disk(
    store_path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what runs `kg` with these arguments on the built store itself."""
    monkeypatch.setenv("KG_STORE", store_path)

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def extractor(graph: LocalStore) -> Extractor:
    """Return an extractor with the knowledge of the built graph."""
    return Extractor(read_knowledge(graph))


@pytest.fixture
def one_extractor(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands, and the workers they fork, use one extractor, which takes longer to make than to use."""
    for user in ("kg.pipeline.extract", "kg.pipeline.compare"):
        monkeypatch.setattr(f"{user}.Extractor", lambda _: extractor)
