"""Carry ingested documents from the store that was there into a new build, laid on its ground anew."""

from __future__ import annotations

import contextlib
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.documents.named import NAMED_GRAPH
from kg.graph.documents.quads import document_graph
from kg.graph.evidence.withdrawn import WITHDRAWN_GRAPH
from kg.graph.infer.base import read_base
from kg.graph.infer.materialise import INFERRED
from kg.graph.ingested.store import DocumentStore, reading_key, stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.seal import DOCTOR
from kg.graph.stores.store import is_store, open_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def carry_documents(store: Path, new: ox.Store) -> int:
    """Lay the documents of the store that was there into a new one; return how many of their quads it holds.

    Where the ground is the same, all that followed from them is taken over too; else it is inferred anew, and
    what newly curated data settle gives way.

    Raises:
        InputError: where the store that was there cannot be read.
    """
    if not is_store(store):
        return 0
    try:
        old = open_folder(store)
    except InputError as error:
        remedy = f"{DOCTOR}. Or move it away and build again; ingest what was ingested into it anew"
        raise InputError(error.what, where=str(store), remedy=remedy) from error
    readings = stored_readings(old)
    if readings:
        base, before = read_base(new), read_base(old)
        if set(base.quads) == set(before.quads):
            _take_over(old, new, readings)
        else:
            documents = DocumentStore(new, base)
            for path, quads in _documents(store, old, readings):
                documents.replace(path, quads)
    new.bulk_extend(_graph(old, WITHDRAWN_GRAPH))
    return sum(1 for path in readings for _ in _graph(new, document_graph(path)))


def _take_over(old: ox.Store, new: ox.Store, paths: Iterable[str]) -> None:
    """Copy documents, outlines and what followed from them, in one load: many small ones take minutes."""
    followed = set(_graph(new, INFERRED.value))
    names = [*map(document_graph, paths), NAMED_GRAPH]
    documents = (quad for name in names for quad in _graph(old, name))
    inferred = (quad for quad in _graph(old, INFERRED.value) if quad not in followed)
    new.bulk_extend(chain(documents, inferred))


def _documents(store: Path, old: ox.Store, readings: dict[str, str]) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield all that was extracted of each document, or where that is lost, what the old store holds."""
    with contextlib.ExitStack() as stack:
        try:
            texts = stack.enter_context(open_texts(store))
            kept = {path: reading_key(one.sha256, one.read_at) for path, one in texts.kept().items()}
        except InputError:  # the next ingest says so; a build does not need the texts
            kept = {}
        for path, reading in readings.items():
            whole = kept.get(path) == reading
            yield path, texts.quads(path) if whole else list(_graph(old, document_graph(path)))


def _graph(store: ox.Store, name: str) -> Iterator[ox.Quad]:
    return iter(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
