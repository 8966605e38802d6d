"""Compare two documents: align their paragraphs, mark the words that differ, say what that means.

Where one of the two sets out a draft and the other is an adopted text, the draft's paragraphs are compared,
and those around it (the recommendation that it be adopted) are named apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.compare.align import align
from kg.compare.matching import Wording, match
from kg.compare.report import Comparison, Paragraph, Row, Side
from kg.compare.strength import find_shifts
from kg.compare.words import compare_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.compare.align import Pair
    from kg.compare.strength import Scales
    from kg.document import Document, Footnote, Provision

_DRAFT = "draft/"


def compare_documents(before: Document, after: Document, scales: Scales) -> Comparison:
    """Return all paragraphs of two documents side by side, with what differs between them."""
    drafts = _has_draft(before), _has_draft(after)
    only = drafts[0] != drafts[1]
    first, second = _compared(before, only=only), _compared(after, only=only)
    rows = [_row(pair, scales) for pair in align(first, second)]
    compared = {id(provision) for provision in (*first, *second)}
    return Comparison(
        before=_side(before, draft=only and drafts[0]),
        after=_side(after, draft=only and drafts[1]),
        title_edits=compare_words(_title(before), _title(after)),
        rows=(*rows, *_notes(before.footnotes, after.footnotes)),
        outside=tuple(
            provision.id
            for provision in (*before.provisions, *after.provisions)
            if id(provision) not in compared
        ),
    )


def _has_draft(document: Document) -> bool:
    return any(provision.id.startswith(_DRAFT) for provision in document.provisions)


def _compared(document: Document, *, only: bool) -> Sequence[Provision]:
    """Return the provisions to compare; `only` those of the draft, where there is one."""
    if not only or not _has_draft(document):
        return document.provisions
    return [provision for provision in document.provisions if provision.id.startswith(_DRAFT)]


def _side(document: Document, *, draft: bool) -> Side:
    return Side(
        name=document.front.symbol or document.origin.path,
        title=_title(document),
        adopted=document.front.adopted or "",
        draft=draft,
        path=document.origin.path,
        sha256=document.origin.sha256,
    )


def _title(document: Document) -> str:
    return document.front.title or ""


def _row(pair: Pair, scales: Scales) -> Row:
    before, after = pair.before, pair.after
    if before is None or after is None:
        return Row(_paragraph(before) if before else None, _paragraph(after) if after else None)
    edits = compare_words(before.text, after.text)
    changed = pair.moved or not all(edit.typographic for edit in edits)
    shifts = find_shifts(before, after, scales) if changed else ()
    return Row(_paragraph(before), _paragraph(after), moved=pair.moved, edits=edits, shifts=shifts)


def _paragraph(provision: Provision) -> Paragraph:
    return Paragraph(
        provision.id, provision.kind, provision.number, provision.level, provision.text, provision.notes
    )


def _notes(before: Sequence[Footnote], after: Sequence[Footnote]) -> Iterator[Row]:
    """Yield the footnotes side by side; their marks count from one and say nothing."""
    pairs = match([Wording.of(note.text) for note in before], [Wording.of(note.text) for note in after])
    partners = {second: first for first, second in pairs}
    for place, note in enumerate(after):
        old = before[partners[place]] if place in partners else None
        edits = compare_words(old.text, note.text) if old else ()
        yield Row(_note(old) if old else None, _note(note), edits=edits)
    kept = set(partners.values())
    yield from (Row(_note(note), None) for place, note in enumerate(before) if place not in kept)


def _note(note: Footnote) -> Paragraph:
    return Paragraph(f"note/{note.marker}", "footnote", note.marker, 1, note.text)
