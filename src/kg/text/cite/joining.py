"""Join what the text of a provision cites with what its footnotes add, each citation once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import Citation
from kg.identifiers import parse_resolution
from kg.text.cite.governing import governing_act

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document import Footnote, Mark, Provision
    from kg.text.cite.footnotes import NoteContent
    from kg.text.cite.reference import Reference

_ADJACENT_RE = re.compile(r"[\s,.;:”\"’)\]]*")
_OTHER_SUBJECT_RE = re.compile(r"\breports?\b|;")  # the note gives the place of what stands between
_PUBLISHED_IN_REPORTS = {"HRC", "CHR", "CCPCJ", "CND", "CSW", "CSocD"}
"""Bodies whose resolutions the notes place in the records of the body above them."""


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
    citations = [citation for reference in references for citation in _cited(provision, reference)]
    for mark in marks:
        _explain(provision, citations, mark)
        for reference in mark.content.references:
            _add(provision, citations, mark, reference)
    return tuple(_each_once(citations))


def cited(text: str, reference: Reference) -> Iterator[Citation]:
    """Yield a citation for each target and pinpoint of a reference, without its act."""
    words = text[reference.start : reference.end]
    for target in reference.targets:
        for pinpoint in reference.pinpoints or (None,):
            yield Citation(target, words, (reference.start, reference.end), pinpoint)


def _cited(provision: Provision, reference: Reference) -> Iterator[Citation]:
    act = governing_act(provision.text, provision.acts, reference.end)
    for citation in cited(provision.text, reference):
        yield replace(citation, act=act)


def _explain(provision: Provision, citations: list[Citation], mark: NoteMark) -> None:
    """Give the marker to the citation in the text whose source the note gives."""
    at, marker = mark.mark.at, mark.mark.marker
    content = mark.content
    gives_source = content.is_series or any(one.kind == "resolution" for one in content.references)
    before = [place for place, one in enumerate(citations) if one.span and one.span[1] <= at]
    if not before:
        return
    last = citations[before[-1]].span
    gap = provision.text[last[1] : at] if last else ""
    adjacent = bool(_ADJACENT_RE.fullmatch(gap))
    for place in before:
        one = citations[place]
        if one.span != last or one.note or one.target is None:
            continue
        named = adjacent and gives_source and parse_resolution(one.target) is None
        if named or (content.is_records and _is_published_there(one.target, gap)):
            citations[place] = replace(one, note=marker)


def _is_published_there(target: str, gap: str) -> bool:
    """Say whether the note after some words can give the place of a resolution before them."""
    parsed = parse_resolution(target)
    return bool(parsed and parsed[0] in _PUBLISHED_IN_REPORTS) and not _OTHER_SUBJECT_RE.search(gap)


def _add(provision: Provision, citations: list[Citation], mark: NoteMark, reference: Reference) -> None:
    """Add what a note cites, or give its marker to the citation in the text that says the same."""
    act = governing_act(provision.text, provision.acts, mark.mark.at)
    for one in cited(mark.note.text, reference):
        same = _said_in_text(citations, one, mark)
        if same is None:
            note = replace(one, span=None, act=act, note=mark.mark.marker, note_span=one.span)
            citations.append(note)
        else:
            citations[same] = replace(citations[same], note=mark.mark.marker)


def _said_in_text(citations: Sequence[Citation], one: Citation, mark: NoteMark) -> int | None:
    """Return the place of the last citation before a mark that cites the same in the text."""
    for place in range(len(citations) - 1, -1, -1):
        other = citations[place]
        if other.target != one.target or other.span is None or other.span[1] > mark.mark.at:
            continue
        if other.note in {None, mark.mark.marker} and other.pinpoint == one.pinpoint:
            return place
    return None


def _each_once(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Yield the first citation of each target and pinpoint, with the first note that explains it."""
    found: dict[tuple[str | None, str | None], Citation] = {}
    for one in citations:
        key = (one.target, one.pinpoint)
        first = found.setdefault(key, one)
        if first.note is None and one.note:
            found[key] = replace(first, note=one.note, note_span=one.note_span)
    yield from found.values()
