"""Find what killed commands left beside a store: folders and files that nothing will read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.graph.stores.external import ExternalGraphs
from kg.graph.stores.seal import SEAL
from kg.pipeline.generations import CURRENT, GENERATION, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.pipeline.places import Places

_LOADED_RE = re.compile(r"[a-z][a-z0-9-]*\.[0-9a-f]{12}-\w+")
_ENGINE_RE = re.compile(r"bulk-\d+\.sst|.*\.dbtmp")
_BESIDE = r"\.(?:{names})\.(?:new|[A-Za-z0-9_]{{8}})"
"""How files are called until they take the place of another (`kg.system.files`)."""


def find_leftovers(places: Places) -> list[Path]:
    """Return what was left, sorted; what belongs to a command that runs is among it."""
    return sorted({*_of_builds(places), *_of_store(places), *_of_graphs(places)})


def _of_builds(places: Places) -> Iterator[Path]:
    if places.builds is None or places.generation is None:
        return
    for path in places.builds.iterdir():
        is_other = path.name.startswith(GENERATION) and path != places.generation
        if path.name.startswith(UNFINISHED) or (is_other and _is_newer(path, places)):
            yield path
    names = (CURRENT, "cpkg.nq.gz", "manifest.json")
    yield from _temporary(places.builds, names)
    yield from _temporary(places.generation, (*names, SEAL))


def _is_newer(path: Path, places: Places) -> bool:
    """Say whether a build is newer than the one that counts: it was killed before it did."""
    link = places.builds / CURRENT if places.builds else path
    return link.is_symlink() and path.stat().st_mtime > link.lstat().st_mtime


def _of_store(places: Places) -> Iterator[Path]:
    names = (places.store.name, places.texts.name, f"{places.texts.name}.{SEAL}")
    for folder in {places.store.parent.resolve(), places.texts.parent}:
        yield from _temporary(folder, names)
        for path in folder.iterdir():
            if path.name.startswith(f".{places.store.name}{UNFINISHED}"):
                yield path
    yield from _temporary(places.own, (SEAL,))
    yield from (path for path in places.own.iterdir() if _ENGINE_RE.fullmatch(path.name))


def _of_graphs(places: Places) -> Iterator[Path]:
    if not places.graphs.is_dir():
        return
    used = {(places.graphs / name).resolve() for name in ExternalGraphs(places.graphs).names()}
    for path in places.graphs.iterdir():
        is_load = _LOADED_RE.fullmatch(path.name) and not path.is_symlink() and path.resolve() not in used
        if is_load or path.name.startswith(UNFINISHED):
            yield path


def _temporary(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    beside = re.compile(_BESIDE.format(names="|".join(map(re.escape, names))))
    yield from (path for path in folder.iterdir() if beside.fullmatch(path.name))
