"""Tell headings and lines of tables and lists, by their words and stops, from paragraphs."""

from __future__ import annotations

import re

TERMINAL_RE = re.compile(r"[.;:,][\"”’')\]]*$")
_CONJUNCTION_RE = re.compile(r"[;,]\s+(?:and|or)$")
_HEADING_WORDS = 60
# A row of a list of sums: `Income from staff assessment 273,171,400`; not a paragraph, which ends in a stop.
_SUM_RE = re.compile(r"[a-z]\s+\(?\d{1,3}(?:[, ]\d{3})+\)?$")
_BAR_RE = re.compile(r"(?:^|\s)\|(?:\s|$)")
_FEWEST_BARS = 2
# A person and a State: `Ms. Ada Example (Country)`; not a title with its abbreviation, `… (ABC)`.
_PERSON_RE = re.compile(r"[A-Z][^()|:;]{2,60}\s\((?:the )?[A-Z][^()]{0,60}[a-z][^()]{0,60}\)", re.ASCII)

# The words before a paragraph that a text gives to another instrument: `Article 9, new paragraph 4:`.
_AMENDED_RE = re.compile(r"\b[Pp]aragraph\s+(\d{1,3})\b[^.;:]{0,60}:$")


def looks_like_heading(text: str) -> bool:
    """Say whether a text begins with a capital, is short and has no stop at its end."""
    if TERMINAL_RE.search(text) or _CONJUNCTION_RE.search(text):
        return False
    return text[:1].isupper() and len(text.split()) <= _HEADING_WORDS


def announces_paragraph(text: str, number: str) -> bool:
    """Say whether words give the number that follows to a paragraph of another instrument.

    >>> announces_paragraph("Article 9, new paragraph 4:", "4")
    True
    """
    match = _AMENDED_RE.search(text)
    return bool(match and match[1] == number)


def is_table(text: str) -> bool:
    """Say whether a text is a table, or a row of one that has several columns."""
    return text.count(" | ") >= _FEWEST_BARS or text.startswith("|")


def has_cells(text: str) -> bool:
    """Say whether a text is at least the row of a table of two columns.

    >>> has_cells("Income from staff assessment | 273 171 400"), has_cells("States and/or parties")
    (True, False)
    """
    return bool(_BAR_RE.search(text))


def ends_in_sum(text: str) -> bool:
    """Say whether a text ends in a sum without a stop behind it."""
    return bool(_SUM_RE.search(text))


def names_person(text: str) -> bool:
    """Say whether a line is a person's name with a State in brackets.

    >>> names_person("Ms. Ada Example (Republic of Somewhere)"), names_person("A Mission Somewhere (AMS)")
    (True, False)
    """
    return bool(_PERSON_RE.fullmatch(text))
