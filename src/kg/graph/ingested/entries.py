"""Documents as they are kept: each packed into the columns of its rows where it was read, by one of many.

The one that writes has then little left to do.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import __version__
from kg.graph.documents.places import place_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.document import Document, Span

ProvisionRow = tuple[str, str, str, str, int, int, str]
"""Id, name of the place, kind, text, start, end, pieces as JSON."""


@dataclass(frozen=True)
class Kept:
    """What is known of a document that is kept, without its text."""

    path: str
    sha256: str
    file: str
    read_at: str


@dataclass(frozen=True)
class Entry:
    """A document as it is kept, packed: what goes into the columns of its rows."""

    kept: Kept
    media_type: str
    version: str
    title: str | None
    body: str | None
    adopted: str | None
    source: bytes
    """The decoded text, compressed."""
    quads: bytes
    """All that was extracted, as compressed N-Quads."""
    provisions: tuple[ProvisionRow, ...]


def unpack_quads(packed: bytes) -> list[ox.Quad]:
    """Return the quads of compressed N-Quads."""
    return list(ox.parse(zlib.decompress(packed), format=ox.RdfFormat.N_QUADS))


def entry_of(document: Document, path: str, quads: bytes, *, read_at: str) -> Entry:
    """Return a document as it is kept; `quads` are all that was extracted, as N-Quads."""
    origin, front = document.origin, document.front
    source = zlib.compress(document.source_text.encode("utf-8", "surrogatepass"))
    return Entry(
        Kept(path, origin.sha256, origin.path, read_at), origin.media_type, __version__,
        front.title, front.body, front.adopted, source, zlib.compress(quads),
        tuple(_provision_rows(path, document)),
    )  # fmt: skip


def _provision_rows(path: str, document: Document) -> Iterator[ProvisionRow]:
    for provision in document.provisions:
        place = place_name(path, provision.id)
        yield _row(
            provision.id, place, provision.kind, provision.text, span=provision.span, pieces=provision.pieces
        )
    for note in document.footnotes:
        ident = f"note/{note.marker}"
        yield _row(ident, place_name(path, ident), "note", note.text, span=note.span, pieces=note.pieces)


def _row(ident: str, place: str, kind: str, text: str, *, span: Span, pieces: Sequence[Span]) -> ProvisionRow:
    return ident, place, kind, text, *span, json.dumps(pieces)
