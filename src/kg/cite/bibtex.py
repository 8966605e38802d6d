"""Write BibTeX, one entry a work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cite.export import author_of, day_of, genre_of, key_of, notes_of, number_of, series_of, title_of
from kg.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.cite.export import Reference

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TYPES = {"report": "techreport", "general comment": "techreport"}


def bibtex(references: Iterable[Reference]) -> str:
    """Return a BibTeX file in UTF-8; titles keep their capitals by a second pair of braces."""
    return "\n".join(map(_entry, references))


def escape(text: str) -> str:
    r"""Return text as BibTeX and LaTeX read it.

    >>> escape("R&D_1 {50%}")
    'R\\&D\\_1 \\{50\\%\\}'
    """
    return "".join(_ESCAPES.get(character, character) for character in text)


def _entry(reference: Reference) -> str:
    work = reference.work
    day = day_of(work)
    author = author_of(work)
    kind = _TYPES.get(work.kind, "misc")
    fields = {
        "author": f"{{{escape(author)}}}" if author else None,
        "title": f"{{{escape(title_of(work))}}}",
        "shorttitle": escape(work.abbreviation or work.short_title or "") or None,
        "type": escape(genre_of(work)),
        "institution": escape(work.body.name) if kind == "techreport" and work.body else None,
        "year": str(day.year) if day else None,
        "month": MONTHS[day.month - 1][:3].lower() if day else None,
        "number": escape(number_of(work) or "") or None,
        "series": series_of(work),
        "volume": str(work.unts_volume) if work.unts_volume else None,
        "pages": str(work.unts_page) if work.unts_page else None,
        "note": escape("; ".join(notes_of(reference))) or None,
        "url": work.url,
        "urldate": reference.accessed.isoformat() if reference.accessed else None,
    }
    lines = [f"  {name} = {_value(name, value)}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key_of(work)},", *lines, "}", ""])


def _value(name: str, value: str) -> str:
    """Return a field's value; BibTeX knows the short names of months as they are."""
    return value if name == "month" else f"{{{value}}}"
