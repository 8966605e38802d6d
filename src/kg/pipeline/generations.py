"""Know the folders that builds lie in, each with a store that is never changed once it is in place.

`build/current` is a link to the one that counts, `build/generation-<digest>-<random>`; what is being written,
or what a kill left of it, is `build/.unfinished-<random>`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from kg.system.files import link_atomically, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

CURRENT, STORE = "current", "store"
GENERATION = "generation-"
"""How the folders of builds begin, in which their stores lie."""
UNFINISHED = ".unfinished-"


def put_generation(unfinished: Path, digest: str) -> Path:
    """Make a folder, all of it flushed, the generation that counts, and return its new place.

    The digest is that of its dump.
    """
    folder = unfinished.parent
    name = f"{GENERATION}{digest[:12]}-{unfinished.name.removeprefix(UNFINISHED)}"
    generation = unfinished.rename(folder / name)
    sync_folder(folder)
    link_atomically(folder / CURRENT, generation.name)  # the one step that makes it count
    return generation


def sweep(folder: Path) -> None:
    """Delete what killed commands left, and generations before the last, which readers may have open."""
    current = folder / CURRENT
    kept = current.readlink().name if current.is_symlink() else None
    for path in folder.iterdir():
        stale = path.name.startswith(GENERATION) and path.name != kept
        if stale or path.name.startswith(UNFINISHED):
            shutil.rmtree(path)


def leads_by_current(store: Path, folder: Path) -> bool:
    """Say whether a store is named by way of the link that a folder of builds turns."""
    link = folder.resolve() / CURRENT
    while True:
        if store.parent.name == CURRENT and store.parent.parent.resolve() / CURRENT == link:
            return True
        if not store.is_symlink():
            return False
        store = store.parent.resolve() / store.readlink()
