"""Prepare a file for the store: extract its documents, check them, lay them out beside the curated data.

This is the work of one process of `kg ingest`: a pure function of a file and of what it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.base import Base
from kg.graph.document_check import DocumentCheck
from kg.graph.document_store import lay_out, pack
from kg.graph.documents import document_path, document_quads
from kg.graph.entailment import Entailment
from kg.namespaces import compact
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from pathlib import Path

    from kg.document import Document
    from kg.graph.sources import SourceFile
    from kg.knowledge import Knowledge
    from kg.model import Finding

_FINDINGS_SHOWN = 3


@dataclass(frozen=True)
class Ground:
    """What a process is made with: all that does not change from file to file, ready to be sent."""

    base: bytes
    """The quads of the base, as N-Quads."""
    knowledge: Knowledge
    shapes: list[SourceFile]


@dataclass(frozen=True)
class Prepared:
    """One document, ready to be written."""

    document: Document
    path: str
    read_at: str
    quads: bytes
    """All that was extracted, as N-Quads."""
    laid: bytes
    """What of it stands beside curated data, the outlines and what follows, as N-Quads."""


class Preparer:
    """Prepares files; made once in each process."""

    def __init__(self, ground: Ground) -> None:
        base = Base(ox.parse(ground.base, format=ox.RdfFormat.N_QUADS))
        self._extractor = Extractor(ground.knowledge)
        self._base = base
        self._entailment = Entailment(base)
        self._check = DocumentCheck(base, ground.shapes)

    def __call__(self, path: Path) -> list[Prepared]:
        """Return the documents of a file.

        Raises:
            InputError: where it cannot be read, or one of its documents violates a shape.
        """
        return [self._prepare(document) for document in self._extractor.extract_file(path)]

    def _prepare(self, document: Document) -> Prepared:
        read_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        path = document_path(document)
        quads = document_quads(document, read_at=read_at)
        if found := self._check.violations(quads):
            raise _refusal(document, path, found)
        laid = lay_out(path, quads, self._base, self._entailment)
        return Prepared(document, path, read_at, _packed(quads), pack(laid))


def _refusal(document: Document, path: str, found: list[Finding]) -> InputError:
    shown = [
        f"{compact(one.focus)} {compact(one.path)} {one.value}".strip() + f": {one.message}"
        for one in found[:_FINDINGS_SHOWN]
    ]
    more = f"; and {len(found) - len(shown)} more" if len(found) > len(shown) else ""
    return InputError(
        f"{path} violates {len(found)} shape{'s' if len(found) > 1 else ''}: {'; '.join(shown)}{more}",
        where=document.origin.path,
        remedy="Compare `kg extract` with the document; report what was misread",
    )


def _packed(quads: list[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
