"""Write CSL-JSON, the form in which Zotero and citation processors take data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.cite.export import author_of, day_of, genre_of, key_of, notes_of, number_of, series_of, title_of
from kg.cite.oscola import OSCOLA
from kg.cite.pinpoints import write_pinpoint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kg.cite.export import Reference


def csl_json(references: Iterable[Reference]) -> str:
    """Return a JSON array of items, whose names of fields are those of the CSL schema."""
    return json.dumps([_item(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    work = reference.work
    treaty = work.kind in {"treaty", "charter"}
    author = author_of(work)
    fields = {
        "id": key_of(work),
        "type": "treaty" if treaty else "report",
        "title": title_of(work),
        "title-short": work.abbreviation or work.short_title,
        "author": [{"literal": author}] if author else None,
        "authority": work.body.name if work.body else None,
        "genre": None if treaty else genre_of(work),
        "number": number_of(work),
        "container-title": series_of(work),
        "volume": str(work.unts_volume) if work.unts_volume else None,
        "page-first": str(work.unts_page) if work.unts_page else None,
        "issued": _parts(day_of(work)),
        "locator": write_pinpoint(reference.places, OSCOLA.pinpoints) or None,
        "note": "; ".join(notes_of(reference)) or None,
        "URL": work.url,
        "accessed": _parts(reference.accessed),
    }
    return {name: value for name, value in fields.items() if value}


def _parts(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
