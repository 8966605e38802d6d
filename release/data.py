"""Write the graph of a checkout as files: canonical N-Quads, TriG, JSON-LD, tables, its manifest."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING

from kg import __version__
from kg.graph.stores.store import LocalStore, open_folder
from kg.pipeline.build import DUMP, MANIFEST, build
from kg.pipeline.export import choose_all, export_graph, export_tables

if TYPE_CHECKING:
    from pathlib import Path

_GRAPH_FORMATS = ("trig", "jsonld")


def write_data(root: Path, out: Path, place: Path) -> None:
    """Build the graph in a folder of its own and write its files into another.

    Raises:
        InvalidInputError: with the faults of the sources.
    """
    built = build(root, place / "build", place / "store", say=_in_silence)
    shutil.copyfile(built.folder / DUMP, out / f"cpkg-{__version__}.nq.gz")
    shutil.copyfile(built.folder / MANIFEST, out / f"cpkg-{__version__}.manifest.json")
    everything = choose_all(LocalStore(open_folder(built.store)))
    for form in _GRAPH_FORMATS:
        plain = place / f"cpkg.{form}"
        export_graph(everything, form, plain, asserted=False, watch=_unwatched)
        _pack(plain, out / f"cpkg-{__version__}.{form}.gz")
    export_tables(everything, out / f"cpkg-{__version__}-tables.zip", watch=_unwatched)


def _pack(plain: Path, packed: Path) -> None:
    """Compress a file, without the name and the time that gzip would add."""
    with (
        plain.open("rb") as source,
        packed.open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as file,
    ):
        shutil.copyfileobj(source, file)


def _in_silence(_: str) -> None:
    pass


def _unwatched(_: int, __: int) -> None:
    pass
