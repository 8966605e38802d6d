"""Join what the text of a provision cites with what its footnotes add, each citation once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import Citation
from kg.identifiers import parse_resolution
from kg.text.cite.governing import governing_act
from kg.text.cite.pinpoints import pinpoint_of_report
from kg.text.cite.placing import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document import Footnote, Mark, Provision
    from kg.text.cite.footnotes import NoteContent
    from kg.text.cite.reference import Reference

_ADJACENT_RE = re.compile(r"[\s,.;:”\"’)\]]*")
_OTHER_SUBJECT_RE = re.compile(r"\breports?\b|;")  # the note gives the place of what stands between
_PUBLISHED_IN_REPORTS = {"HRC", "CHR", "CCPCJ", "CND", "CSW", "CSocD"}
"""Bodies whose resolutions the notes place in the records of the body above them."""
_FARTHEST = 2000
"""Characters between a resolution and the mark of the note that places it."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote where a provision carries its mark."""

    mark: Mark
    note: Footnote
    content: NoteContent


def join(
    provision: Provision, references: Sequence[Reference], marks: Sequence[NoteMark]
) -> tuple[Citation, ...]:
    """Return the citations of a provision, those of its text first in order, then those of its notes."""
    text = _TextCitations(provision, references)
    added: dict[str, list[Citation]] = {}
    for mark in marks:
        text.explain(mark)
        if mark.mark.marker not in added:
            added[mark.mark.marker] = list(text.add(mark))
    return tuple(_each_once([*text.citations, *(one for notes in added.values() for one in notes)]))


def cited(text: str, reference: Reference, act: str | None = None) -> Iterator[Citation]:
    """Yield a citation for each target and pinpoint of a reference."""
    words = text[reference.start : reference.end]
    for target in reference.targets:
        for pinpoint in reference.pinpoints or (None,):
            yield Citation(target, words, (reference.start, reference.end), pinpoint, act)


class _TextCitations:
    """The citations in the text of a provision, to which its notes add their markers."""

    def __init__(self, provision: Provision, references: Sequence[Reference]) -> None:
        self._provision = provision
        self.citations: list[Citation] = []
        self._ends: list[int] = []
        self._marks = sorted(mark.at for mark in provision.marks)
        self._places: dict[tuple[str | None, str | None], list[int]] = {}
        """Target and pinpoint: the places of the citations that have them."""
        for reference in references:
            act = governing_act(provision.text, provision.acts, reference.end)
            for one in cited(provision.text, reference, act):
                self._places.setdefault((one.target, one.pinpoint), []).append(len(self.citations))
                self._ends.append(reference.end)
                self.citations.append(one)

    def explain(self, mark: NoteMark) -> None:
        """Give the marker to the words before a mark whose source the note gives."""
        at = mark.mark.at
        count = bisect_right(self._ends, at)
        if not count or at - self._ends[count - 1] > _FARTHEST:
            return
        gap = self._provision.text[self._ends[count - 1] : at]
        words = self.citations[count - 1].span
        for place in range(count - 1, -1, -1):
            one = self.citations[place]
            if one.span != words:
                break
            if one.target and not one.note and _gives_source(mark.content, one.target, gap):
                self.citations[place] = replace(one, note=mark.mark.marker)

    def add(self, mark: NoteMark) -> Iterator[Citation]:
        """Yield what a note cites; what the text before its mark cites as well gets the marker instead."""
        act = governing_act(self._provision.text, self._provision.acts, mark.mark.at)
        marker = mark.mark.marker
        for reference in self._of_report(mark):
            for one in cited(mark.note.text, reference):
                place = self._said_before(one, mark)
                if place is None and (self._placed(one, mark) or self._located(one, mark)):
                    continue
                if place is None:
                    yield replace(one, span=None, act=act, note=marker, note_span=one.span)
                else:
                    self.citations[place] = replace(self.citations[place], note=marker)

    def _of_report(self, mark: NoteMark) -> tuple[Reference, ...]:
        """Return what a note cites; a document without a pinpoint gets that of the report in the text."""
        references = mark.content.references
        first = references[0] if references else None
        if first is None or first.kind != "symbol" or any(one.pinpoints for one in references):
            return references
        if any(not one.targets or not one.targets[0].startswith(first.targets[0]) for one in references):
            return references
        before = bisect_left(self._marks, mark.mark.at)
        start = self._marks[before - 1] if before else 0
        paths = pinpoint_of_report(self._provision.text, start, mark.mark.at)
        return tuple(replace(one, pinpoints=paths) for one in references) if paths else references

    def _located(self, one: Citation, mark: NoteMark) -> bool:
        """Give the marker to the words right before a mark whose treaty the note locates; say if it did."""
        last = bisect_right(self._ends, mark.mark.at) - 1
        if (
            one.pinpoint
            or last < 0
            or self.citations[last].target != one.target
            or parse_resolution(one.target or "")
        ):
            return False
        if not _ADJACENT_RE.fullmatch(self._provision.text, self._ends[last], mark.mark.at):
            return False
        words = self.citations[last].span
        while last >= 0 and self.citations[last].span == words:
            if self.citations[last].target == one.target:
                self.citations[last] = replace(self.citations[last], note=mark.mark.marker)
            last -= 1
        return True

    def _placed(self, one: Citation, mark: NoteMark) -> bool:
        """Give the words right before a mark the part of their target that the note says; say if it did."""
        at = mark.mark.at
        last = bisect_right(self._ends, at) - 1
        if (
            last < 0
            or not one.pinpoint
            or not _ADJACENT_RE.fullmatch(self._provision.text, self._ends[last], at)
        ):
            return False
        said = self.citations[last]
        whole = said.pinpoint is None
        if said.target != one.target or said.note or not (whole or (said.pinpoint or "").startswith("para/")):
            return False
        pinpoint = inside((one.pinpoint,), said.pinpoint) if said.pinpoint else one.pinpoint
        self.citations[last] = replace(said, pinpoint=pinpoint, note=mark.mark.marker)
        return True

    def _said_before(self, one: Citation, mark: NoteMark) -> int | None:
        """Return the place of the last citation before a mark that says the same, if no other note has it."""
        places = self._places.get((one.target, one.pinpoint), [])
        count = bisect_right(places, mark.mark.at, key=self._ends.__getitem__)
        if not count or self.citations[places[count - 1]].note not in {None, mark.mark.marker}:
            return None
        return places[count - 1]


def _gives_source(content: NoteContent, target: str, gap: str) -> bool:
    """Say whether a note can give the source of what is cited before its mark, and not of words between."""
    parsed = parse_resolution(target)
    if parsed is None:
        resolution = any(one.kind == "resolution" for one in content.references)
        return (content.is_series or content.is_records or resolution) and bool(_ADJACENT_RE.fullmatch(gap))
    return content.is_records and parsed[0] in _PUBLISHED_IN_REPORTS and not _OTHER_SUBJECT_RE.search(gap)


def _each_once(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Yield the first citation of each target and pinpoint, with the first note that explains it."""
    found: dict[tuple[str | None, str | None], Citation] = {}
    for one in citations:
        key = (one.target, one.pinpoint)
        first = found.setdefault(key, one)
        if first.note is None and one.note:
            found[key] = replace(first, note=one.note, note_span=one.note_span)
    yield from found.values()
