"""Compare what parts of a store say of each other: the build's manifest and graphs, graphs and texts."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.documents.quads import document_graph
from kg.graph.infer.base import read_base
from kg.graph.ingested.store import reading_key, stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.store import LocalStore, open_folder
from kg.namespaces import CP
from kg.pipeline.build import DUMP, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph.infer.base import Base
    from kg.graph.ingested.texts import Texts
    from kg.pipeline.places import Places

_SOURCE_FILE = ox.NamedNode(CP + "sourceFile")
_NAMED = 5
"""Documents or files that a message names."""


@dataclass(frozen=True)
class Disagreement:
    """What a part of a store says otherwise than another."""

    part: Literal["store", "build", "texts"]
    file: Path
    what: str
    remedy: str = "Run `kg doctor --repair`"


def find_disagreements(places: Places, *, is_texts_sound: bool, deep: bool) -> Iterator[Disagreement]:
    """Yield where the parts of a store disagree: the part, the file, and what is wrong.

    Deep means that every document that is kept is compared with its graph, and the dump with its digest.
    """
    try:
        store = open_folder(places.own)
        yield from _of_build(places, store, deep=deep)
        if is_texts_sound:
            yield from _of_texts(places, store, deep=deep)
    except RuntimeError as error:
        yield Disagreement("store", places.own, f"a block of it is damaged ({error})")


def read_manifest(generation: Path) -> dict[str, Any] | None:
    """Return the manifest of a build, or None where it says nothing that could be read."""
    try:
        found = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("graphs"), dict):
        return None
    dump = found.get("dump")
    return found if isinstance(dump, dict) and {"sha256", "quads"} <= dump.keys() else None


def is_dump_whole(generation: Path, manifest: dict[str, Any]) -> bool:
    """Say whether the dump of a build is the one that its manifest speaks of."""
    digest, lines = hashlib.sha256(), 0
    try:
        with gzip.open(generation / DUMP) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                lines += chunk.count(b"\n")
    except (OSError, EOFError, zlib.error):
        return False
    return (digest.hexdigest(), lines) == (manifest["dump"]["sha256"], manifest["dump"]["quads"])


def _of_build(places: Places, store: ox.Store, *, deep: bool) -> Iterator[Disagreement]:
    if places.generation is None:
        return
    manifest = read_manifest(places.generation)
    if manifest is None:
        yield Disagreement("build", places.generation / MANIFEST, "is no manifest of a build")
        return
    if deep and not is_dump_whole(places.generation, manifest):
        yield Disagreement("build", places.generation / DUMP, "is not the dump that the manifest speaks of")
    for name, stated in manifest["graphs"].items():
        count = _count(store, name)
        if name == INFERRED_GRAPH:
            count = min(count, stated)  # what follows of documents adds to it
        if count != stated:
            what = f"the graph {name} has {count:,} statements, and had {stated:,} when it was built"
            yield Disagreement("store", places.own, what)


def _count(store: ox.Store, graph: str) -> int:
    rows = LocalStore(store).select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows
    return int(rows[0][0].value) if rows[0][0] else 0


def _of_texts(places: Places, store: ox.Store, *, deep: bool) -> Iterator[Disagreement]:
    readings = stored_readings(store)
    if not places.texts.is_file():
        yield from _unlike(places, store, {}, readings)
        return
    try:
        with open_texts(places.store) as texts:
            kept = {path: reading_key(one.sha256, one.read_at) for path, one in texts.kept().items()}
            yield from _unlike(places, store, kept, readings)
            if texts.is_index_short():
                yield Disagreement(
                    "texts", places.texts, "the full-text index has not all texts that are kept"
                )
            if deep:
                yield from _of_documents(places, store, texts, kept.keys() & readings.keys())
    except InputError as error:
        yield Disagreement("texts", places.texts, error.what)


def _unlike(
    places: Places, store: ox.Store, kept: dict[str, str], readings: dict[str, str]
) -> Iterator[Disagreement]:
    """Yield which documents stand in the graph or among the texts only, or are of two readings."""
    if lost := sorted(kept.keys() - readings.keys()):
        what = f"{_several(lost)}: not in the graph, though the text is kept"
        yield Disagreement("store", places.own, what)
    if other := sorted(path for path in kept.keys() & readings.keys() if kept[path] != readings[path]):
        what = f"{_several(other)}: in the graph as read at another time than the text"
        yield Disagreement("store", places.own, what)
    if without := sorted(readings.keys() - kept.keys()):
        what = f"{_several(without)}: in the graph, though the text is not kept"
        yield Disagreement("texts", places.texts, what, _ingest_again(store, without))


def _ingest_again(store: ox.Store, paths: list[str]) -> str:
    files = [
        unquote(str(getattr(quad.object, "value", "")))
        for path in paths
        for quad in store.quads_for_pattern(None, _SOURCE_FILE, None, ox.NamedNode(document_graph(path)))
    ]
    named = " ".join(files) if len(files) <= _NAMED else "FOLDER"
    read_from = "" if len(files) <= _NAMED else f"; they were read from {_several(files)}"
    return f"Ingest again: `kg ingest --again {named}`{read_from}"


def _several(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else shown


def _of_documents(places: Places, store: ox.Store, texts: Texts, paths: set[str]) -> Iterator[Disagreement]:
    base = read_base(store)
    for path in sorted(paths):
        try:
            texts.source(path)
            quads = texts.quads(path)
        except (zlib.error, ValueError) as error:
            yield Disagreement("texts", places.texts, f"what is kept of {path} is damaged ({error})")
            continue
        if not _stands(path, quads, store, base):
            yield Disagreement("store", places.own, f"{path} does not say in the graph what was read of it")


def _stands(path: str, quads: list[ox.Quad], store: ox.Store, base: Base) -> bool:
    graph = ox.NamedNode(document_graph(path))
    return set(base.beside(path, quads)) == set(store.quads_for_pattern(None, None, None, graph))
