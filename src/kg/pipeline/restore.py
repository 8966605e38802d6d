"""Make a store anew from the dump of its build and the texts of its documents, or a dump from its store."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import shutil
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.documents.quads import document_graph
from kg.graph.infer.base import is_of_documents, read_base
from kg.graph.infer.materialise import INFERRED, materialise
from kg.graph.ingested.store import DocumentStore, stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.seal import seal_folder
from kg.pipeline.agreement import is_dump_whole, read_manifest
from kg.pipeline.build import DUMP, MANIFEST
from kg.pipeline.generations import STORE, UNFINISHED, put_generation
from kg.pipeline.ingest import mend_documents
from kg.pipeline.lock import locked_store
from kg.pipeline.quarantine import set_aside
from kg.pipeline.working_copy import working_copy
from kg.system.files import new_folder, sync_tree, writing_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.pipeline.places import Places


def lay_anew(places: Places) -> None:
    """Put a copy of a store in its place that holds every document whose text is kept, sealed.

    Raises:
        InputError: where it cannot be read or written.
    """
    with contextlib.ExitStack() as stack:
        copy = stack.enter_context(working_copy(places.store))
        if places.texts.is_file():
            mend_documents(copy.ox, stack.enter_context(open_texts(places.store, write=True)))
        with copy.placing():
            pass


def restore_store(places: Places, why: str) -> Path | None:
    """Put a store in place that is made of dump and texts, and set the old one aside; return where that is.

    Return None where there is no whole dump.

    Raises:
        InputError: where it cannot be written.
    """
    old = places.generation
    manifest = read_manifest(old) if old else None
    if old is None or manifest is None or not is_dump_whole(old, manifest):
        return None
    with locked_store(places.store):
        with new_folder(old.parent, UNFINISHED) as made:
            _write(made, old, places)
            sync_tree(made)
            put_generation(made, manifest["dump"]["sha256"])
        return set_aside(old, why)


def write_dump_again(places: Places, manifest: dict[str, Any]) -> bool:
    """Write the dump of a build from its store, where that gives the one that the manifest speaks of.

    Raises:
        InputError: where it cannot be written.
    """
    graph = ox.Store()
    try:
        graph.extend(quad for quad in ox.Store.read_only(str(places.own)) if _is_of_sources(quad.graph_name))
    except (OSError, RuntimeError):  # the store is damaged, too
        return False
    materialise(graph)
    lines = sorted(f"{quad} .\n" for quad in graph)
    data = "".join(lines).encode()
    if places.generation is None or hashlib.sha256(data).hexdigest() != manifest["dump"]["sha256"]:
        return False
    place = places.generation / DUMP
    if place.is_file():
        set_aside(place, "was not the dump that the manifest speaks of")
    with writing_atomically(place) as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
        packed.write(data)
    return True


def _is_of_sources(graph: object) -> bool:
    return graph != INFERRED and not is_of_documents(graph)


def _write(made: Path, old: Path, places: Places) -> None:
    for name in (DUMP, MANIFEST):
        shutil.copy2(old / name, made / name)
    store = ox.Store(str(made / STORE))
    with gzip.open(made / DUMP) as dump:
        store.bulk_load(dump, ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # a file of bytes
    documents = DocumentStore(store, read_base(store))
    for path, quads in _documents(places):
        documents.replace(path, quads)
    documents.flush()
    del documents, store
    for folder in (made / STORE, made):
        seal_folder(folder)


def _documents(places: Places) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield all that was read of each document whose text is kept; of others, what the old store says."""
    kept: set[str] = set()
    if places.texts.is_file():
        with open_texts(places.store) as texts:
            for path in texts.kept():
                yield path, texts.quads(path)
                kept.add(path)
    with contextlib.suppress(OSError, RuntimeError):  # what the damaged store cannot tell is lost with it
        old = ox.Store.read_only(str(places.own))
        for path in stored_readings(old).keys() - kept:
            yield path, list(old.quads_for_pattern(None, None, None, ox.NamedNode(document_graph(path))))
