"""Load a graph of others beside a store: read it into a store of its own, and put that in place by one link.

    .kg/store.graphs/sdg  ->  sdg.<digest>-<random>/

A kill at any moment leaves the graph that was there or the new one, never a mixture. `kg build` and
`kg ingest` do not touch these folders.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.graph.others.foreign import UN_LANGUAGES, Kind, kind_of, known_kind, read_foreign
from kg.graph.others.load_provenance import provenance_quads, stated_edition, stated_licence
from kg.graph.others.rdf_files import require_file
from kg.graph.stores.external import NAME_RE, ExternalGraphs, Loaded, external_graph, graphs_folder, is_load
from kg.graph.stores.seal import seal_folder
from kg.graph.stores.store import require_store
from kg.pipeline.generations import UNFINISHED
from kg.pipeline.lock import locked
from kg.system.files import link_atomically, new_folder, sync_folder, sync_tree, unwritable
from kg.system.sums import digest_of_file, require_stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_STEP = 10_000
"""Statements between two reports."""


@dataclass(frozen=True)
class Wish:
    """What is to be loaded."""

    path: Path
    kind: str | None = None
    """A kind known here; where it is None and no name is given, the file's content tells."""
    name: str | None = None
    """The user's own name for a graph of no kind known here."""
    languages: tuple[str, ...] = ()
    """Languages of texts that are kept; of a thesaurus those of the United Nations where none are named."""
    edition: str = ""
    """Version or date of the source, where the file does not state it."""


def load(wish: Wish, store: Path, *, step: Callable[[int], None] = lambda _: None) -> Loaded:
    """Load a graph beside a store, in place of an earlier one of its name; `step` is told statements read.

    Raises:
        UsageError: where kind or name do not fit, or the content does not tell the kind.
        InputError: where there is no store, the file cannot be read or holds nothing, or another load runs.
    """
    require_store(store)
    require_file(wish.path)
    kind, name = _chosen(wish)
    folder = graphs_folder(store)
    with _writing(folder), locked(folder):
        _sweep(folder, name)
        with new_folder(folder, UNFINISHED) as unfinished:
            digest = _write(unfinished, wish, kind, name, step)
            sync_tree(unfinished)
            _put_in_place(unfinished, folder, name, digest)
    return next(one for one in ExternalGraphs(folder).loaded() if one.name == name)


def remove(name: str, store: Path) -> None:
    """Remove a loaded graph.

    Raises:
        UsageError: where none of this name is loaded.
        InputError: where another load runs.
    """
    folder = graphs_folder(store)
    if not NAME_RE.fullmatch(name) or not is_load(folder / name):
        there = ", ".join(ExternalGraphs(folder).names()) or "nothing"
        raise UsageError(f"no graph {name!r} is loaded", remedy=f"Loaded is {there}")
    with locked(folder):
        (folder / name).unlink()
        sync_folder(folder)
        for path in _loads(folder, name):
            shutil.rmtree(path)


def _chosen(wish: Wish) -> tuple[Kind | None, str]:
    """Return the kind and the name of what is to be loaded."""
    if wish.name is not None:
        if not NAME_RE.fullmatch(wish.name):
            remedy = "Use small letters, digits and hyphens, beginning with a letter"
            raise UsageError(f"{wish.name!r} is no name for a graph", where="--as", remedy=remedy)
        return (known_kind(wish.kind) if wish.kind else None), wish.name
    if wish.kind:
        return _told(wish.path, known_kind(wish.kind)), wish.kind
    kind = kind_of(wish.path)
    if kind is None:
        raise UsageError(
            "is no graph that is known here by its content",
            where=str(wish.path),
            remedy="Name it with --as NAME, or say its kind",
        )
    return kind, kind.name


def _told(path: Path, kind: Kind) -> Kind:
    """Return the kind that the user named, where the file's content does not speak against it.

    Raises:
        InputError: where it holds nothing of that kind.
    """
    found = kind_of(path) if kind.space else kind
    if found != kind:
        other = f"it is {found.name} by its content" if found else f"it has nothing under {kind.space}"
        raise InputError(
            f"is not {kind.title}: {other}",
            where=str(path),
            remedy="Check the file, or name it with --as NAME",
        )
    return kind


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what can go wrong as files are written into one error; the graph that was there is in place."""
    try:
        folder.mkdir(exist_ok=True)
        yield
    except OSError as error:
        raise unwritable(folder, error) from error


def _write(place: Path, wish: Wish, kind: Kind | None, name: str, step: Callable[[int], None]) -> str:
    """Write what was read, and where it comes from, into a new store; return the digest of the file."""
    graph = external_graph(name)
    languages = wish.languages or (UN_LANGUAGES if kind and kind.thesaurus else ())
    digest = digest_of_file(wish.path)
    require_stated(wish.path, digest)
    store = ox.Store(str(place))
    store.bulk_extend(_counted(read_foreign(wish.path, kind, graph, languages), step))
    statements = len(store)
    if not statements:
        where = f"{kind.title} are" if kind else "it is"
        raise InputError(
            f"holds no statement that could be loaded; expected {where} in RDF",
            where=str(wish.path),
            remedy="Check that it is the file that was meant",
        )
    found = Loaded(
        name=name,
        statements=statements,
        file=wish.path.name,
        sha256=digest,
        loaded_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        edition=wish.edition or stated_edition(store),
        licence=stated_licence(store) or (kind.licence if kind else ""),
    )
    store.extend(provenance_quads(found, kind.title if kind else name))
    store.flush()
    del store
    seal_folder(place)
    return digest


def _counted(quads: Iterable[ox.Quad], step: Callable[[int], None]) -> Iterator[ox.Quad]:
    for number, quad in enumerate(quads, start=1):
        if number % _STEP == 0:
            step(number)
        yield quad


def _put_in_place(unfinished: Path, folder: Path, name: str, digest: str) -> None:
    load_folder = folder / f"{name}.{digest[:12]}-{unfinished.name.removeprefix(UNFINISHED)}"
    unfinished.rename(load_folder)
    sync_folder(folder)
    link_atomically(folder / name, load_folder.name)  # the one step that makes it the graph


def _sweep(folder: Path, name: str) -> None:
    """Delete what killed loads left, and loads of this name before the last, which readers may have open."""
    current = folder / name
    kept = current.readlink().name if current.is_symlink() else None
    unfinished = [path for path in folder.iterdir() if path.name.startswith(UNFINISHED)]
    for path in [*unfinished, *(path for path in _loads(folder, name) if path.name != kept)]:
        shutil.rmtree(path)


def _loads(folder: Path, name: str) -> list[Path]:
    """Return the folders of the loads of a name; no name has a stop in it."""
    return [path for path in folder.glob(f"{name}.*") if not path.is_symlink()]
