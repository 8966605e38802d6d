"""Build the graph: read, lint, load, infer, dump, and put the result in place in one step.

Everything is made beside the old build, flushed to the disk, and becomes the build by the renaming of one
link, `current`. A kill at any moment leaves the old build or the new one, never a mixture:

    build/current           -> generation-<digest>-<random>
    build/cpkg.nq.gz        -> current/cpkg.nq.gz
    build/manifest.json     -> current/manifest.json
    .kg/store               -> build/current/store
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError, InvalidInputError, UsageError, why_unwritable
from kg.graph.check.lint import find_faults
from kg.graph.infer.materialise import materialise
from kg.graph.ontology.skolem import skolemise
from kg.graph.sources.curated import read_sources
from kg.graph.sources.provenance import describe_graphs
from kg.graph.stores.seal import seal_folder
from kg.pipeline.carry import carry_documents
from kg.pipeline.generations import CURRENT, STORE, UNFINISHED, put_generation, sweep
from kg.pipeline.lock import locked, require_unlocked
from kg.system.files import link_atomically, new_folder, sync_tree, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph.sources.curated import SourceFile

DUMP, MANIFEST = "cpkg.nq.gz", "manifest.json"


@dataclass(frozen=True)
class Build:
    """What a build made."""

    folder: Path
    store: Path
    manifest: dict[str, Any]
    carried: int
    """Quads of ingested documents taken over from the store that was there."""


def build(root: Path, folder: Path, store: Path, *, say: Callable[[str], None]) -> Build:
    """Build the graph of the sources under `root` into `folder`, and point `store` at it.

    Ingested documents of the store that is there are carried over; the dump holds the sources only.

    Raises:
        InvalidInputError: with every fault of the sources; nothing is replaced then.
        InputError: where another build runs, or ended since this one began, or a folder cannot be written.
    """
    require_unlocked(folder)  # now rather than after all the reading
    before = _manifest_in(folder)
    files = _read_checked(root, say)
    graph = _load(files, say)
    _check_places(folder, store)
    with _writing(folder), locked(folder):
        if _manifest_in(folder) != before:  # it may have read later sources than this one
            raise InputError("another build ended just now", where=str(folder), remedy="Build again")
        sweep(folder)
        lines = sorted(f"{quad} .\n" for quad in graph)
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        manifest = _manifest(files, graph, lines, digest)
        with new_folder(folder, UNFINISHED) as unfinished:
            carried = _write_generation(unfinished, graph, lines, manifest, store)
            sync_tree(unfinished)
            _put_in_place(unfinished, folder, store, digest)
    return Build(folder, store, manifest, carried)


def _read_checked(root: Path, say: Callable[[str], None]) -> list[SourceFile]:
    files = read_sources(root)
    say(f"read {len(files)} files, {sum(len(file.quads) for file in files):,} statements")
    if faults := find_faults(files):
        raise InvalidInputError(faults)
    return files


def _load(files: list[SourceFile], say: Callable[[str], None]) -> ox.Store:
    graph = ox.Store()
    for file in files:
        graph.extend(skolemise(file.quads) if file.is_ontology else file.quads)
    graph.extend(describe_graphs(files))
    say(f"inferred {sum(materialise(graph).values()):,} statements")
    return graph


def _manifest_in(folder: Path) -> bytes:
    """Return the manifest of the build in a folder; nothing where there is none."""
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return b""


def _manifest(files: list[SourceFile], graph: ox.Store, lines: list[str], digest: str) -> dict[str, Any]:
    counts = Counter(str(quad.graph_name.value) for quad in graph)
    return {
        "dataset": "cpkg",
        "version": __version__,
        "dump": {"file": DUMP, "sha256": digest, "quads": len(lines), "canonical": "sorted N-Quads"},
        "graphs": dict(sorted(counts.items())),
        "sources": {file.path: file.sha256 for file in files},
        "tools": {"pyoxigraph": version("pyoxigraph")},
    }


def _write_generation(
    place: Path, graph: ox.Store, lines: list[str], manifest: dict[str, Any], old: Path
) -> int:
    with (place / DUMP).open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
        packed.write("".join(lines).encode())  # no name and no time in the header: equal bytes every time
    (place / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    store = ox.Store(str(place / STORE))
    store.bulk_extend(iter(graph))
    carried = carry_documents(old, store)
    store.flush()
    del store
    for folder in (place / STORE, place):
        seal_folder(folder)
    return carried


def _put_in_place(unfinished: Path, folder: Path, store: Path, digest: str) -> None:
    put_generation(unfinished, digest)
    for name in (DUMP, MANIFEST):
        _link_once(folder / name, f"{CURRENT}/{name}")
    _link_once(store, os.path.relpath(folder.resolve() / CURRENT / STORE, store.parent.resolve()))


def _link_once(link: Path, target: str) -> None:
    if not link.is_symlink() or str(link.readlink()) != target:
        link_atomically(link, target)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what can go wrong as files are written into one error; the old build is in place still."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise unwritable(Path(error.filename2 or error.filename or folder), error) from error


def _check_places(folder: Path, store: Path) -> None:
    """Refuse to replace what `kg build` did not make."""
    if folder.exists() and not folder.is_dir():
        raise InputError("is a file", where=str(folder), remedy="Name a folder with --out")
    own = (folder, *(folder / name for name in (CURRENT, DUMP, MANIFEST)))
    if store.parent.resolve() / store.name in {path.parent.resolve() / path.name for path in own}:
        raise UsageError(
            "--store and --out name the same place", where=str(store), remedy="Name another with --store"
        )
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        if not store.is_symlink() and not os.access(store.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        why, remedy = why_unwritable(error, else_="Name another with --store")
        raise InputError(f"cannot hold the store ({why})", where=str(store.parent), remedy=remedy) from error
    for link in (store, folder / CURRENT, folder / DUMP, folder / MANIFEST):
        if link.exists() and not link.is_symlink():
            raise InputError(
                "is there already and was not made by `kg build`",
                where=str(link),
                remedy="Move it away, or name another place with --store or --out",
            )
