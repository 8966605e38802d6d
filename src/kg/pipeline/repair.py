"""Mend what `kg.pipeline.doctor` finds, as far as it follows from what is whole; set the rest aside.

A store follows from the build's dump and from the texts that are kept with all that was read of them; a dump
from the store. What is mended is written beside and put in place in one step, as everywhere.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.external import ExternalGraphs
from kg.graph.stores.seal import SEAL, seal_folder, seal_of
from kg.pipeline.agreement import is_dump_whole, read_manifest
from kg.pipeline.build import MANIFEST
from kg.pipeline.doctor import REPAIR, Ailment, examine
from kg.pipeline.leftovers import find_leftovers
from kg.pipeline.lock import locked, locked_store
from kg.pipeline.places import find_places
from kg.pipeline.quarantine import QUARANTINE, set_aside
from kg.pipeline.restore import lay_anew, restore_store, write_dump_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.pipeline.doctor import Part
    from kg.pipeline.places import Places

_BUILD = "Nothing here tells what it was. Build anew: `kg build`"


def repair(
    store: Path,
    *,
    deep: bool = False,
    watch: Callable[[int, int], None] = lambda _, __: None,
    say: Callable[[str], None],
) -> list[Ailment]:
    """Mend a store and what belongs to it; return what is left to do, with the commands that do it.

    `say` is told each step in words.

    Raises:
        InputError: where there is no store, another command writes to it, or nothing can be written.
    """
    places = find_places(store)
    run = _Repair(places, say, examine(store, deep=deep, watch=watch))
    run.delete_leftovers()
    run.mend_loaded()
    run.mend_texts()
    run.mend_build()
    if not run.mend_store():
        return run.left
    rest = examine(store, deep=deep, watch=watch)
    return [*run.left, *(replace(one, remedy=_BUILD) if one.remedy == REPAIR else one for one in rest)]


@dataclass
class _Repair:
    """One run: where, what was found, and what is left for the user to do."""

    places: Places
    say: Callable[[str], None]
    found: list[Ailment]

    def __post_init__(self) -> None:
        self.left: list[Ailment] = []

    def of(self, part: Part) -> list[Ailment]:
        """Return what is wrong with a part."""
        return [ailment for ailment in self.found if ailment.part == part and ailment.kind != "left over"]

    def delete_leftovers(self) -> None:
        """Delete what killed commands left, as no command of ours runs."""
        folders = {self.places.builds or self.places.own.parent}
        if self.places.graphs.is_dir():
            folders.add(self.places.graphs)
        with contextlib.ExitStack() as stack:
            for folder in folders:
                stack.enter_context(locked(folder))
            for path in find_leftovers(self.places):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
                self.say(f"deleted {path}, which a killed command left")

    def mend_loaded(self) -> None:
        """Set damaged graphs of others aside, and seal those that are whole without a seal."""
        folders = {(self.places.graphs / name).resolve(): name for name in self._loaded()}
        for ailment in self.of("loaded graph"):
            folder = ailment.file if ailment.file in folders else ailment.file.parent
            if (name := folders.pop(folder, None)) is None:
                continue
            if ailment.kind == "damaged" or not _is_readable(folder):
                self._set_load_aside(name, folder, ailment.what)
            else:
                seal_folder(folder)
                self.say(f"sealed {folder}, all of which can be read")

    def _loaded(self) -> list[str]:
        return ExternalGraphs(self.places.graphs).names()

    def _set_load_aside(self, name: str, folder: Path, why: str) -> None:
        with locked(self.places.graphs):
            (self.places.graphs / name).unlink()
            place = set_aside(folder, why)
        self.say(f"set the loaded graph {name} aside: {place}")
        remedy = f"Load it again: `kg load {name} FILE`, or `kg load --as {name} FILE` where you named it"
        self.left.append(Ailment("damaged", "loaded graph", place, f"was the loaded graph {name}", remedy))

    def mend_texts(self) -> None:
        """Seal texts that can be read, and set others aside."""
        found = self.of("texts")
        place = seal_of(self.places.texts)
        if not found:
            return
        if any(one.kind == "damaged" and one.file != place for one in found):
            self._set_texts_aside(found[0].what)
            return
        try:
            self._seal_texts(place)
        except InputError as error:
            self._set_texts_aside(error.what)

    def _seal_texts(self, place: Path) -> None:
        with locked_store(self.places.store):
            place.unlink(missing_ok=True)
            with open_texts(self.places.store, write=True) as texts:
                texts.require_sound()
                if texts.mend_index():
                    self.say(f"made the full-text index of {self.places.texts} anew")
        self.say(f"sealed {self.places.texts}, all of which can be read")

    def _set_texts_aside(self, why: str) -> None:
        with locked_store(self.places.store):
            seal_of(self.places.texts).unlink(missing_ok=True)
            if self.places.texts.is_file():
                self.say(f"set the texts aside: {set_aside(self.places.texts, why)}")

    def mend_build(self) -> None:
        """Seal the dump and the manifest of a build that are whole, or write a lost dump again."""
        folder = self.places.generation
        found = self.of("build")
        if not found or folder is None:
            return
        manifest = read_manifest(folder)
        if manifest is None or any(one.file.name == MANIFEST for one in found):
            return
        with locked_store(self.places.store):
            if not is_dump_whole(folder, manifest) and not write_dump_again(self.places, manifest):
                return
            (folder / SEAL).unlink(missing_ok=True)
            seal_folder(folder)
        self.say(f"sealed the dump of {folder}, which is the one that its manifest speaks of")

    def mend_store(self) -> bool:
        """Seal a store that can be read, make a damaged one anew, or set it aside; say if one is there."""
        found = self.of("store")
        if not found:
            return True
        why = found[0].what
        is_whole = all(one.kind != "damaged" or one.file.name == SEAL for one in found)
        is_whole = is_whole and _is_readable(self.places.own)
        is_agreed = all(one.kind != "disagrees" for one in found)
        place = None if is_whole and is_agreed else restore_store(self.places, why)
        if place is None and is_whole:
            self._seal_store()
            return True
        if place is None:
            self._set_store_aside(why)
            return False
        self.say(f"made {self.places.store} anew from the dump and the texts that are kept")
        self.say(f"set the damaged one aside: {place}")
        return True

    def _seal_store(self) -> None:
        (self.places.own / SEAL).unlink(missing_ok=True)
        lay_anew(self.places)
        self.say(f"read all of {self.places.store}, and sealed it")

    def _set_store_aside(self, why: str) -> None:
        with locked_store(self.places.store):
            place = set_aside(self.places.generation or self.places.own, why)
        self.say(f"set the store aside: {place}")
        where = "" if self.places.generation else f" --store {self.places.store}"
        remedy = f"Run `kg build{where}`"
        if self.places.texts.is_file():
            remedy += f", then `kg doctor --repair{where}`, which lays the documents whose texts are kept"
        self.left.append(Ailment("damaged", "store", place, f"was the store; {QUARANTINE}d", remedy))


def _is_readable(folder: Path) -> bool:
    """Say whether every statement of a store can be read, by the checksums of its blocks."""
    try:
        return sum(1 for _ in ox.Store.read_only(str(folder))) > 0
    except (OSError, RuntimeError):
        return False
