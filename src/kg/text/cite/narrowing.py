"""Let a note that gives the places of treaties say which of several the words before its mark mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.text.cite.joining import NoteMark
    from kg.text.cite.reference import Reference

_GAP = 2
"""Signs between words and the mark of their note."""


def narrowed(references: Iterable[Reference], marks: Iterable[NoteMark]) -> list[Reference]:
    """Return references, those to several treaties without any that the note behind them leaves out."""
    notes = {mark.mark.at: mark for mark in marks if mark.content.is_series}
    return [_narrowed(one, notes) if len(one.targets) > 1 else one for one in references]


def _narrowed(one: Reference, notes: Mapping[int, NoteMark]) -> Reference:
    places = range(one.end, one.end + _GAP + 1)
    note = next((notes[at] for at in places if at in notes), None)
    if note is None or any(place.kind != "place" or not place.targets for place in note.content.references):
        return one  # the note may give some by other means, or some that are not known
    placed = {target for place in note.content.references for target in place.targets}
    targets = tuple(target for target in one.targets if target in placed)
    return replace(one, targets=targets) if targets else one
