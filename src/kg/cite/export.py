"""What the exports for reference managers share: the plain fields of a citation, whatever their format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cite.dates import day_first
from kg.cite.oscola import OSCOLA
from kg.cite.pinpoints import write_pinpoint
from kg.cite.un import UN
from kg.cite.write import write_citation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kg.citable import Place, Work

_LABELS = {
    "resolution": "Resolution",
    "decision": "Decision",
    "statement": "Presidential statement",
    "draft": "Draft resolution",
    "treaty": "Treaty",
    "charter": "Charter",
    "declaration": "Declaration",
    "general comment": "General comment",
    "report": "Report",
}


@dataclass(frozen=True)
class Reference:
    """One entry of a bibliography, with the places that were asked for."""

    work: Work
    places: tuple[Place, ...] = ()
    accessed: date | None = None


def key_of(work: Work) -> str:
    """Return a key of letters, digits and hyphens that names a work in a file.

    >>> from kg.citable import Work
    >>> key_of(Work("A/RES/217(III)A", "resolution")), key_of(Work("treaty/CRC", "treaty"))
    ('A-RES-217-III-A', 'CRC')
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", work.path.removeprefix("treaty/")).strip("-")


def title_of(work: Work) -> str:
    """Return the title, or where the graph knows none what the United Nations call the text."""
    return work.title or write_citation(work, (), UN).text


def genre_of(work: Work) -> str:
    """Return the kind of a work in words."""
    return _LABELS[work.kind]


def author_of(work: Work) -> str | None:
    """Return whose text it is; treaties have no author."""
    if work.kind in {"treaty", "charter"}:
        return None
    body = work.author or work.body
    return body.name if body else None


def day_of(work: Work) -> date | None:
    """Return the day of a work: that of adoption, else of opening for signature or of issue."""
    return work.adopted or work.opened or work.issued


def series_of(work: Work) -> str | None:
    """Return the series that prints a treaty."""
    if work.unts_volume:
        return "United Nations Treaty Series"
    return "Council of Europe Treaty Series" if work.cets_number else None


def number_of(work: Work) -> str | None:
    """Return what finds the text: its symbol, else the number of a treaty in its series."""
    number = work.unts_number or work.cets_number
    return work.symbol or (str(number) if number else None)


def notes_of(reference: Reference) -> list[str]:
    """Return what fields of reference managers have no room for: symbol, volume, dates, pinpoint."""
    work = reference.work
    notes = [f"UN Doc {work.symbol}" if work.symbol else None]
    if work.unts_volume:
        page = f" {work.unts_page}" if work.unts_page else ""
        number = f", No. {work.unts_number}" if work.unts_number else ""
        notes.append(f"{work.unts_volume} UNTS{page}{number}")
    if work.cets_number:
        notes.append(f"Council of Europe Treaty Series, No. {work.cets_number}")
    notes += [f"{word} {day_first(day)}" for word, day in _days(work) if day]
    if reference.places:
        notes.append(f"cited at: {write_pinpoint(reference.places, OSCOLA.pinpoints)}")
    return [note for note in notes if note]


def _days(work: Work) -> Sequence[tuple[str, date | None]]:
    return (
        ("adopted", work.adopted),
        ("issued", work.issued),
        ("opened for signature", work.opened),
        ("entered into force", work.in_force),
    )
