"""Short invented resolutions, as files, and stores to ingest them into."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.infer.base import Base, read_base
from kg.graph.sources.curated import PROVENANCE_GRAPH
from kg.pipeline.build import build
from kg.pipeline.ingest import Ingested, ingest
from kg.pipeline.prepare import Ground, Preparer
from kg.pipeline.workers import Outcome
from tests.conftest import ROOT
from tests.smaller import copy_build, least_built

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


Made = TypeVar("Made")

SHAPES = ROOT / "shapes"
FIRST_PARAGRAPH = "1. Urges Member States to keep lighthouses open to children;"
SECOND_PARAGRAPH = "2. Requests the Secretary-General to report on live streaming from lighthouses."


def resolution(number: str, *paragraphs: str, title: str = "Care of lighthouses") -> str:
    """Return an invented resolution of the General Assembly in the form of plain text."""
    operative = "\n\n".join(paragraphs or (FIRST_PARAGRAPH, SECOND_PARAGRAPH))
    return f"""United Nations A/RES/{number}

General Assembly

Ninety-ninth session
Agenda item 7

Resolution adopted by the General Assembly on 3 December 2044

{number}. {title}

The General Assembly,

Recalling its resolution 98/4 of 2 May 2043, and the Convention on the Rights of the Child,

Concerned that lamps are lit too late,

{operative}

61st plenary meeting
3 December 2044
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a paper into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def new_store(place: Path, root: Path | None = None) -> Path:
    """Return a store for a test of its own: of a project, built for it, or a copy of the smaller one's."""
    if root is None:
        return copy_build(least_built(), place)
    build(root, place / "build", place / "store", say=lambda _: None)
    return place / "store"


def take_in(store: Path, *paths: Path, again: bool = False) -> dict[str, Ingested]:
    """Ingest files in this process, and return what came of each by its name.

    `kg ingest` starts workers, which takes longer than the work on papers so short; the tests that call the
    command, or `take_in_by_workers`, are about those.
    """
    with without_workers():
        return take_in_by_workers(store, *paths, again=again)


def take_in_by_workers(store: Path, *paths: Path, again: bool = False) -> dict[str, Ingested]:
    """Ingest files as `kg ingest` does, and return what came of each by its name."""
    _, results = ingest(paths, store, shapes=SHAPES, jobs=1, again=again)
    return {Path(one.file).name: one for one in results}


@contextmanager
def without_workers() -> Iterator[None]:
    """Do in this process what workers do, by the preparer and with the base that were made before."""
    with ExitStack() as patches:
        patches.enter_context(patch("kg.pipeline.ingest.read_base", kept_base))
        for module in ("ingest", "file_documents"):
            patches.enter_context(patch(f"kg.pipeline.{module}.map_in_workers", map_here))
        for module in ("ingest", "file_documents", "gather"):
            patches.enter_context(patch(f"kg.pipeline.{module}.make_preparer", kept_preparer))
        yield


def kept_base(store: ox.Store) -> Base:
    """Return the base that was read of the same sources before: reading it takes longer than the rest.

    Provenance has the digest of every source.
    """
    sources = frozenset(store.quads_for_pattern(None, None, None, ox.NamedNode(PROVENANCE_GRAPH)))
    return _kept(_BASES, sources, lambda: read_base(store))


def kept_preparer(ground: Ground) -> Preparer:
    """Return the preparer that was made with the same before: making takes longer than preparing."""
    shapes = tuple((file.path, file.sha256) for file in ground.shapes)
    key = (ground.base, ground.knowledge, ground.moment, shapes)
    return _kept(_PREPARERS, key, lambda: Preparer(ground))


def _kept(made: deque[tuple[object, Made]], key: object, make: Callable[[], Made]) -> Made:
    """Return what was made of an equal key before, of the last few."""
    for known, one in made:
        if known == key:
            return one
    made.append((key, make()))
    return made[-1][1]


_BASES: deque[tuple[object, Base]] = deque(maxlen=3)
_PREPARERS: deque[tuple[object, Preparer]] = deque(maxlen=3)


def map_here(
    make: Callable[[], Callable[[Path], Any]], items: list[Path], **_: object
) -> Iterator[Outcome[Path, Any]]:
    """Do what `map_in_workers` does, without workers."""
    function = cache(make)  # as a worker is, made when the first item is there
    for item in items:
        try:
            yield Outcome(item, function()(item))
        except KgError as error:
            yield Outcome(item, None, str(error))
