"""Carry ingested documents from the store that was there into a new build, laid on its ground anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.base import read_base
from kg.graph.document_store import DocumentStore, reading_key, stored_readings
from kg.graph.documents import document_graph
from kg.graph.entailment import Entailment
from kg.graph.materialise import INFERRED
from kg.graph.named import NAMED_GRAPH
from kg.graph.store import open_folder
from kg.graph.texts import open_texts

if TYPE_CHECKING:
    from pathlib import Path


def carry_documents(store: Path, new: ox.Store) -> int:
    """Lay the documents of the store that was there into a new one; return how many of their quads it holds.

    Where the ground is the same, all that followed from them is taken over too; else it is inferred anew, and
    what newly curated data settle gives way.

    Raises:
        InputError: where the store that was there cannot be read.
    """
    if not (store / "CURRENT").is_file():
        return 0
    try:
        old = open_folder(store)
    except InputError as error:
        remedy = "Move it away and build again; documents ingested into it are lost, ingest them again"
        raise InputError(error.what, where=str(store), remedy=remedy) from error
    readings = stored_readings(old)
    if readings:
        base, before = read_base(new), read_base(old)
        if set(base.quads) == set(before.quads):
            _take_over(old, new, readings)
        else:
            documents = DocumentStore(new, base, Entailment(base))
            for path, quads in _documents(store, old, readings).items():
                documents.replace(path, quads)
    return sum(len(_graph(new, document_graph(path))) for path in readings)


def _take_over(old: ox.Store, new: ox.Store, paths: dict[str, str]) -> None:
    for path in paths:
        new.bulk_extend(_graph(old, document_graph(path)))
    new.bulk_extend(_graph(old, NAMED_GRAPH))
    new.bulk_extend(set(_graph(old, INFERRED.value)) - set(_graph(new, INFERRED.value)))


def _documents(store: Path, old: ox.Store, readings: dict[str, str]) -> dict[str, list[ox.Quad]]:
    """Return all that was extracted of each document, or where that is lost, what the old store holds."""
    found = {path: _graph(old, document_graph(path)) for path in readings}
    try:
        with open_texts(store) as texts:
            for path, kept in texts.kept().items():
                if readings.get(path) == reading_key(kept.sha256, kept.read_at):
                    found[path] = texts.quads(path)
    except InputError:  # the next ingest says so; a build does not need the texts
        return found
    return found


def _graph(store: ox.Store, name: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
