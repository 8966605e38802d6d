"""Examine a store and all that lies beside it: whether files are as they were written, and agree.

What is found is told with its remedy; nothing is changed (`kg.pipeline.repair` does that).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.errors import InputError
from kg.graph.stores.external import ExternalGraphs
from kg.graph.stores.seal import SEAL, find_damage, read_seal, seal_of
from kg.graph.stores.store import open_folder
from kg.pipeline.agreement import find_disagreements
from kg.pipeline.leftovers import find_leftovers
from kg.pipeline.places import find_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph.stores.seal import Seal
    from kg.pipeline.places import Places

Kind = Literal["damaged", "cut off", "not sealed", "left over", "disagrees"]
Part = Literal["store", "build", "texts", "loaded graph", "dump"]

REPAIR = "Run `kg doctor --repair`"
_TO_BE_CHECKED: tuple[Kind, ...] = ("cut off", "not sealed")


@dataclass(frozen=True)
class Ailment:
    """One thing that is wrong."""

    kind: Kind
    part: Part
    file: Path
    what: str
    """What is wrong, and what that means."""
    remedy: str


@dataclass(frozen=True)
class _Sealed:
    """Files that one seal covers."""

    part: Part
    seal: Path
    what: Path
    """The folder or file that it covers."""


def examine(
    store: Path, *, deep: bool = False, watch: Callable[[int, int], None] = lambda _, __: None
) -> list[Ailment]:
    """Return all that is wrong with a store and what belongs to it; `watch` is told bytes read of all.

    Deep means that every statement and every document that is kept is read too.

    Raises:
        InputError: where there is no store.
    """
    places = find_places(store)
    sealed = _find_sealed(places)
    total, done = sum(map(_size_of, sealed)), 0

    def step(read: int) -> None:
        nonlocal done
        done += read
        watch(done, total)

    found = [ailment for one in sealed for ailment in _examine_sealed(one, step)]
    unsure = {ailment.part for ailment in found if ailment.kind in _TO_BE_CHECKED}
    if "store" in unsure and not _damaged(found, "store"):
        found += _examine_unsealed(places)
    found += [
        Ailment("left over", "build", path, "is what a command left that was killed", REPAIR)
        for path in find_leftovers(places)
    ]
    if not _damaged(found, "store"):
        is_texts_sound = not _damaged(found, "texts")
        disagreements = find_disagreements(places, is_texts_sound=is_texts_sound, deep=deep or bool(unsure))
        found += [Ailment("disagrees", one.part, one.file, one.what, one.remedy) for one in disagreements]
    return found


def _damaged(found: list[Ailment], part: Part) -> bool:
    return any(ailment.kind == "damaged" and ailment.part == part for ailment in found)


def _find_sealed(places: Places) -> list[_Sealed]:
    sealed = [_Sealed("store", places.own / SEAL, places.own)]
    if places.generation:
        sealed.append(_Sealed("build", places.generation / SEAL, places.generation))
    if places.texts.is_file() or seal_of(places.texts).is_file():
        sealed.append(_Sealed("texts", seal_of(places.texts), places.texts))
    graphs = ExternalGraphs(places.graphs)
    folders = ((places.graphs / name).resolve() for name in graphs.names())
    return [*sealed, *(_Sealed("loaded graph", folder / SEAL, folder) for folder in folders)]


def _size_of(one: _Sealed) -> int:
    try:
        seal = read_seal(one.seal)
    except InputError:
        return 0
    return sum(file.size for file in seal.files.values()) if seal else 0


def _examine_sealed(one: _Sealed, step: Callable[[int], None]) -> Iterator[Ailment]:
    try:
        seal = read_seal(one.seal)
    except InputError as error:
        yield Ailment("damaged", one.part, one.seal, error.what, REPAIR)
        return
    if seal is None:
        what = "has no seal: nothing says which bytes were written, so that damage could not be noticed"
        yield Ailment("not sealed", one.part, one.what, what, REPAIR)
        return
    yield from _examine_files(one, seal, step)


def _examine_files(one: _Sealed, seal: Seal, step: Callable[[int], None]) -> Iterator[Ailment]:
    for damage in find_damage(one.seal, seal, step):
        yield Ailment("damaged", one.part, damage.file, damage.what, REPAIR)
    if seal.is_open:
        what = "was being written by a command that did not come to its end; what it had written counts"
        yield Ailment("cut off", one.part, one.what, what, REPAIR)


def _examine_unsealed(places: Places) -> Iterator[Ailment]:
    """Yield what RocksDB's own checksums say of a store: every block of its statements is read."""
    try:
        for _ in open_folder(places.own):
            pass
    except InputError as error:
        yield Ailment("damaged", "store", places.own, error.what, REPAIR)
    except RuntimeError as error:
        yield Ailment("damaged", "store", places.own, f"a block of it is damaged ({error})", REPAIR)
