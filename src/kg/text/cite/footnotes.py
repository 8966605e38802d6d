"""Read footnotes in their order: what each cites, and what an `Ibid.` takes over from the note before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from kg.identifiers import parse_resolution
from kg.text.cite.pinpoints import pinpoint_behind
from kg.text.cite.placing import with_pinpoints
from kg.text.cite.reference import Reference, plain
from kg.text.cite.series import SeriesReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.text.cite.memory import Memory

_IBID_RE = re.compile(r"\b[Ii]bid\b\.?")
_SERIES_RE = re.compile(r"Treaty Series")
_RECORDS_RE = re.compile(r"Official Records|Supplement No\.|United Nations publication")
_PART_OF_DOCUMENT_RE = re.compile(r"\)?,(?: (?!and |see )[\w.]+,?)* ")  # not ", and resolution 1/1", "; see"
_LIST = r"\d{1,6}(?>(?:(?:, | and |, and |–|-)\d{1,6})*)"
_VOLUME_RE = re.compile(rf"\bvols?\. (?P<volumes>{_LIST})(?P<numbers>,? Nos?\. (?P<list>{_LIST}))?")
_NUMBER_RE = re.compile(r"(?P<range>–|-)?(?P<number>\d+)")
_LONGEST_RANGE = 20
_MOST = 20


@dataclass(frozen=True, slots=True)
class NoteContent:
    """What a footnote cites, and what kind of place it gives."""

    references: tuple[Reference, ...] = ()
    is_series: bool = False
    """It gives the place of a treaty in the Treaty Series."""
    is_records: bool = False
    """It gives the place of a text in the records of a body."""


class NoteReader:
    """Reads the footnotes of one document, each leaning on the one before it."""

    def __init__(self, treaty_series: Iterable[tuple[int, int, str]], memory: Memory) -> None:
        self._treaties: dict[tuple[int, int], list[str]] = {}
        for volume, number, path in treaty_series:
            self._treaties.setdefault((volume, number), []).append(path)
        self._memory = memory
        self._last = NoteContent()

    def read(self, printed: str, voice: str | None) -> NoteContent:
        """Return the content of the next footnote, read in the voice of the body whose text carries it."""
        text = plain(printed)
        ibid = _IBID_RE.search(text)
        is_series = bool(_SERIES_RE.search(text)) or bool(ibid and self._last.is_series)
        is_records = bool(_RECORDS_RE.search(text)) or bool(ibid and self._last.is_records)
        references = with_pinpoints(
            text, _outside_documents(text, SeriesReader(text, voice, self._memory).read())
        )
        if is_series:
            references = sorted([*references, *self._treaty_series(text)], key=lambda one: one.start)
        if ibid and not references:
            references = self._same_again(text, ibid)
        self._last = NoteContent(tuple(references), is_series, is_records)
        return self._last

    def _treaty_series(self, text: str) -> Iterator[Reference]:
        """Yield what `vols. 1 and 2, No. 3` refers to; a volume without a number takes the next one."""
        places = list(_VOLUME_RE.finditer(text))
        for at, place in enumerate(places):
            behind = places[at + 1] if at + 1 < len(places) else None
            numbers = place["list"] or (behind["list"] if behind else None)
            if numbers is None:
                continue
            pairs = product(_expanded(place["volumes"])[:_MOST], _expanded(numbers)[:_MOST])
            targets = tuple(dict.fromkeys(path for pair in pairs for path in self._treaties.get(pair, ())))
            reason = "" if targets else "no treaty of that volume and number is known"
            yield Reference(place.start(), place.end(), "place", targets, reason=reason)

    def _same_again(self, text: str, ibid: re.Match[str]) -> list[Reference]:
        """Return what the note before cited last, at another place where one is given."""
        last = [one for one in self._last.references if one.targets]
        if not last or _VOLUME_RE.search(text):
            return []
        base = last[-1]
        behind = pinpoint_behind(text, ibid.end(), resolution=parse_resolution(base.targets[0]) is not None)
        pinpoints = behind.paths if behind else base.pinpoints
        return [Reference(ibid.start(), ibid.end(), base.kind, base.targets, pinpoints)]


def _outside_documents(text: str, references: Sequence[Reference]) -> list[Reference]:
    """Return references but those to a part of the document before: `A/69/25, annex, resolution 1/1`."""
    found: list[Reference] = []
    for one in references:
        last = found[-1] if found else None
        inside = last is not None and last.kind == "symbol" and one.kind == "resolution"
        if not (inside and last and _PART_OF_DOCUMENT_RE.fullmatch(text, last.end, one.start)):
            found.append(one)
    return found


def _expanded(numbers: str) -> list[int]:
    """Return the numbers of a list, with those inside its ranges.

    >>> _expanded("970–973"), _expanded("2171 and 2173")
    ([970, 971, 972, 973], [2171, 2173])
    """
    found: list[int] = []
    for match in _NUMBER_RE.finditer(numbers):
        number = int(match["number"])
        if match["range"] and 0 < number - found[-1] <= _LONGEST_RANGE:
            found += range(found[-1] + 1, number)
        found.append(number)
    return found
