"""Write RIS, one record a work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cite.export import author_of, day_of, genre_of, key_of, notes_of, number_of, series_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.cite.export import Reference

_TYPES = {"report": "RPRT", "general comment": "RPRT", "draft": "UNBILL"}
"""All else is a legal text."""


def ris(references: Iterable[Reference]) -> str:
    """Return a RIS file in UTF-8; lines end as the format asks."""
    return "".join(f"{line}\r\n" for reference in references for line in _record(reference))


def _record(reference: Reference) -> list[str]:
    work = reference.work
    day = day_of(work)
    tags = [
        ("TY", _TYPES.get(work.kind, "LEGAL")),
        ("ID", key_of(work)),
        ("TI", title_of(work)),
        ("ST", work.abbreviation or work.short_title),
        ("AU", author_of(work)),
        ("PB", work.body.name if work.body else None),
        ("M3", genre_of(work)),
        ("PY", str(day.year) if day else None),
        ("DA", day.strftime("%Y/%m/%d") if day else None),
        ("T2", series_of(work)),
        ("VL", str(work.unts_volume) if work.unts_volume else None),
        ("SP", str(work.unts_page) if work.unts_page else None),
        ("M1", number_of(work)),
        *(("N1", note) for note in notes_of(reference)),
        ("UR", work.url),
        ("Y2", reference.accessed.strftime("%Y/%m/%d") if reference.accessed else None),
    ]
    return [*(f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value), "ER  - ", ""]
