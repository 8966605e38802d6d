"""Tie footnotes to the documents and provisions that call them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Footnote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Document
    from kg.text.block import Note


def tie_notes(documents: list[Document], notes: Sequence[Note]) -> list[Document]:
    """Give each document the footnotes printed among its own words, in order of print."""
    starts = [document.provisions[0].span[0] if document.provisions else 0 for document in documents]
    shares: list[list[Note]] = [[] for _ in documents]
    for note in notes:
        at = note.passage.span()[0]
        owner = max((i for i, start in enumerate(starts) if start <= at), default=0)
        shares[owner].append(note)
    if len(documents) > 1:
        shares = _move_to_callers(documents, shares)
    return [_tied(document, share) for document, share in zip(documents, shares, strict=True)]


def _move_to_callers(documents: list[Document], shares: list[list[Note]]) -> list[list[Note]]:
    """Return the shares, a note that only another document calls moved there."""
    calls = [{mark.marker for p in document.provisions for mark in p.marks} for document in documents]
    moved: list[list[Note]] = [[] for _ in documents]
    for index, share in enumerate(shares):
        for note in share:
            callers = [i for i, called in enumerate(calls) if note.marker in called]
            moved[index if index in callers or len(callers) != 1 else callers[0]].append(note)
    return moved


def _tied(document: Document, notes: list[Note]) -> Document:
    """Return a document with its footnotes, each tied to the provision that calls it first."""
    caller: dict[str, str] = {}
    for provision in document.provisions:
        for mark in provision.marks:
            caller.setdefault(mark.marker, provision.id)
    footnotes = tuple(
        Footnote(
            note.marker,
            note.passage.text,
            note.passage.span(),
            note.passage.pieces(),
            caller.get(note.marker),
        )
        for note in notes
    )
    return replace(document, footnotes=footnotes)
