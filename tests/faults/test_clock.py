"""Does all go well where the clock goes backwards, or files bear times of the future?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from kg.fetch import cache
from kg.fetch.cache import Cache
from kg.pipeline.build import build
from kg.system.files import write_atomically

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    import pytest

FUTURE, PAST = 4_000_000_000, 1
EXTRA = (
    "@base <https://w3id.org/cpkg/id/> .\n"
    "<body/extra> a <https://w3id.org/cpkg/ontology#Body> ;"
    ' <http://www.w3.org/2000/01/rdf-schema#label> "extra"@en .\n'
)


def test_is_a_changed_source_built_whatever_its_time(world_project: Path, tmp_path: Path) -> None:
    source = world_project / "data" / "extra.ttl"
    source.write_text(EXTRA, encoding="utf-8")
    os.utime(source, (FUTURE, FUTURE))
    first = build(world_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    for path in (first.folder / "current").resolve().rglob("*"):
        os.utime(path, (FUTURE, FUTURE))
    source.write_text(EXTRA.replace('"extra"', '"other"'), encoding="utf-8")  # of the same size
    os.utime(source, (PAST, PAST))
    second = build(world_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    assert first.manifest["dump"]["sha256"] != second.manifest["dump"]["sha256"]


class Yesterday(datetime):
    """A clock that was set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return a moment long before any other in the test."""
        return cls(1999, 1, 1, tzinfo=tz or UTC)


def test_is_what_was_fetched_last_what_the_cache_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(tmp_path, write_atomically)
    kept.keep("https://example.org/a", "https://example.org/a", b"older")
    monkeypatch.setattr(cache, "datetime", Yesterday)
    kept.keep("https://example.org/a", "https://example.org/a", b"newer")
    found = kept.find("https://example.org/a")
    assert found is not None
    assert found[1] == b"newer"
    assert found[0].fetched.startswith("1999-01-01")
