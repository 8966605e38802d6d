"""A service to ask, a client without patience, and the command."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from kg.cli.main import run
from kg.fetch.cache import Cache
from kg.fetch.client import Client
from kg.fetch.manners import Manners
from kg.fetch.shelf import Library
from kg.system.files import write_atomically
from tests.fetch.web_server import Service, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUICK = Manners(delay=0, retries=2, timeout=30, connect=10, silence=10)


@dataclass
class Asker:
    """Clients that note how long they would have slept, and do not sleep."""

    slept: list[float] = field(default_factory=list)

    def client(self, **limits: float) -> Client:
        """Return a client with other limits than the quick ones."""
        return Client(replace(QUICK, **limits), sleep=self.slept.append)  # type: ignore[arg-type]  # by field


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def service() -> Iterator[Service]:
    with serve() as running:
        yield running


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def library(asker: Asker, tmp_path: Path) -> Library:
    return Library(asker.client(), Cache(tmp_path / "cache", write_atomically))


@pytest.fixture
def kg_fetch(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what runs `kg fetch` against the service, into `out/`."""
    monkeypatch.setenv("KG_UN_DOCUMENTS", service.url)
    monkeypatch.setenv("KG_AKN4UN", service.url)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))

    def call(*arguments: str) -> Outcome:
        quick = ("--out", str(tmp_path / "out"), "--delay", "0", "--retries", "0", "--timeout", "3")
        monkeypatch.setattr(sys, "argv", ["kg", "fetch", *quick, *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return call
