"""Prepare a file for the store: extract its documents, check them, lay them out beside the curated data.

This is the work of one process of `kg ingest`: a pure function of a file, of what it was made with, and of
the moment. All that can be done here is done here, down to the compressing: the one process that writes is
the narrow place.
"""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.check.document_check import DocumentCheck
from kg.graph.documents.quads import document_path, document_quads
from kg.graph.infer.base import Base
from kg.graph.infer.entailment import Entailment
from kg.graph.ingested.entries import entry_of
from kg.graph.ingested.store import lay_out, nquads_of, pack
from kg.namespaces import compact
from kg.pipeline.extract import unread_warnings
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from pathlib import Path

    from kg.document import Document
    from kg.graph.ingested.entries import Entry
    from kg.graph.ingested.store import Packed
    from kg.graph.sources.curated import SourceFile
    from kg.knowledge import Knowledge
    from kg.model import Finding

_FINDINGS_SHOWN = 3
_OBJECTS = 50_000
"""New objects after which garbage is collected; few of a document's values refer to each other in circles."""


@dataclass(frozen=True)
class Ground:
    """What a process is made with: all that does not change from file to file, ready to be sent."""

    base: bytes
    """The quads of the base, as N-Quads."""
    knowledge: Knowledge
    shapes: list[SourceFile]
    moment: str = ""
    """The moment of reading that all documents bear, as an xsd:dateTime; where empty, each bears its own."""


@dataclass(frozen=True)
class Checked:
    """One document that was read, and found to keep to the shapes."""

    entry: Entry
    """Its text and all that was extracted."""
    quads: list[ox.Quad]
    unresolved: Counter[tuple[str, str]]
    """What was left open, words and reason."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """One document, ready to be written."""

    entry: Entry
    """Its text and all that was extracted."""
    laid: Packed
    """What of it stands beside curated data, the outlines and what follows."""
    unresolved: Counter[tuple[str, str]]
    """What was left open, words and reason."""
    warnings: tuple[str, ...]


def make_preparer(ground: Ground) -> Preparer:
    """Return the preparer of a process that does nothing else."""
    gc.disable()
    preparer = Preparer(ground)
    gc.freeze()  # what was just made stays; the collector need not walk it again for every file
    gc.set_threshold(_OBJECTS, 20, 20)
    gc.enable()
    return preparer


class Preparer:
    """Prepares files; made once in each process."""

    def __init__(self, ground: Ground) -> None:
        self._base = Base(ox.parse(ground.base, format=ox.RdfFormat.N_QUADS))
        self._extractor = Extractor(ground.knowledge)
        self._moment = ground.moment
        self._shapes = ground.shapes

    @cached_property
    def _entailment(self) -> Entailment:
        return Entailment(self._base)

    @cached_property
    def _check(self) -> DocumentCheck:
        return DocumentCheck(self._base, self._shapes)

    def __call__(self, path: Path) -> list[Prepared]:
        """Return the documents of a file.

        Raises:
            InputError: where it cannot be read, or one of its documents violates a shape.
        """
        return [self.lay_out(self._checked(document)) for document in self._extractor.extract_file(path)]

    def check_bytes(self, data: bytes, *, name: str) -> list[Checked]:
        """Return the documents in the bytes of a file, not laid out.

        Raises:
            InputError: where they cannot be read, or one of the documents violates a shape.
        """
        return [self._checked(document) for document in self._extractor.extract_bytes(data, name=name)]

    def _checked(self, document: Document) -> Checked:
        read_at = self._moment or now()
        path = document_path(document)
        quads = document_quads(document, read_at=read_at)
        self.require_valid(path, quads, where=document.origin.path)
        entry = entry_of(document, path, nquads_of(quads), read_at=read_at)
        unresolved = Counter((left.text, left.reason) for left in document.unresolved)
        return Checked(entry, quads, unresolved, unread_warnings([document]))

    def require_valid(self, path: str, quads: list[ox.Quad], *, where: str) -> None:
        """Hold a document against the shapes.

        Raises:
            InputError: where it violates one.
        """
        if found := self._check.violations(quads):
            raise _refusal(path, where, found)

    def lay_out(self, one: Checked) -> Prepared:
        """Return a document laid out beside the curated data."""
        laid = pack(lay_out(one.entry.kept.path, one.quads, self._base, self._entailment), self._base)
        return Prepared(one.entry, laid, one.unresolved, one.warnings)


def now() -> str:
    """Return the moment as an xsd:dateTime."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal(path: str, where: str, found: list[Finding]) -> InputError:
    shown = [
        f"{compact(one.focus)} {compact(one.path)} {one.value}".strip() + f": {one.message}"
        for one in found[:_FINDINGS_SHOWN]
    ]
    more = f"; and {len(found) - len(shown)} more" if len(found) > len(shown) else ""
    return InputError(
        f"{path} violates {len(found)} shape{'s' if len(found) > 1 else ''}: {'; '.join(shown)}{more}",
        where=where,
        remedy="Compare `kg extract` with the document; report what was misread",
    )
