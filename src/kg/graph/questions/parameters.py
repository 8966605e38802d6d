"""What the asker of a question can choose: of which kind, and what a value of that kind looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kg.errors import UsageError, quoted
from kg.graph.stores.binding import UNBOUND, write_term
from kg.model import Term
from kg.namespaces import XSD, compact, expand
from kg.terms import integer

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["iri", "date", "integer", "text"]
KINDS: tuple[Kind, ...] = ("iri", "date", "integer", "text")

TEXT_LIMIT = 200
"""Characters of a text; longer ones are no words to look for."""

_DATE_RE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")  # not yet a day of the calendar
_INTEGER_RE = re.compile(r"[+-]?[0-9]{1,18}")  # not beyond what engines hold in 64 bits


@dataclass(frozen=True)
class Parameter:
    """One thing that the asker can choose."""

    name: str
    kind: Kind
    classes: tuple[str, ...]
    """IRIs of the classes of which a value must be one; none where it is a literal."""
    label: str
    default: str | None = None
    """What is taken when nothing is given: the id of a thing, or a literal as people write it."""
    example: str | None = None
    optional: bool = False
    """Whether it can be left open, so that every value answers."""

    @property
    def wants(self) -> str:
        """Return what a value is, in few words: `cp:Theme`, `date`, `whole number`, `text`."""
        names = {"date": "date: 2016, 2016-03 or 2016-03-23", "integer": "whole number", "text": "text"}
        return names.get(self.kind) or " or ".join(map(compact, self.classes))


def parse_literal(kind: Kind, text: str) -> Term:
    """Return a date, integer or text as people write it as a term.

    >>> parse_literal("date", "2016-03").value, parse_literal("integer", " 007 ").value
    ('2016-03-01', '7')

    Raises:
        UsageError: where the text is none of that kind.
    """
    parsers: dict[str, Callable[[str], Term]] = {
        "date": _parse_date,
        "integer": _parse_integer,
        "text": _parse_text,
    }
    return parsers[kind](" ".join(text.split()))


def written_block(parameter: Parameter) -> str:
    """Return a parameter's data block as the file of its question holds it, its default in it.

    Raises:
        UsageError: where the default is no value of its kind.
    """
    return f"VALUES ?{parameter.name} {{ {_written_default(parameter)} }}"


def _written_default(parameter: Parameter) -> str:
    if parameter.default is None:
        return UNBOUND
    if parameter.kind == "iri":
        return f"<{expand(parameter.default)}>"
    term = parse_literal(parameter.kind, parameter.default)
    if parameter.kind == "integer":
        return term.value
    return f'"{term.value}"^^xsd:date' if parameter.kind == "date" else write_term(term)


def _parse_date(text: str) -> Term:
    first_day = f"{text}-01-01"[:10] if _DATE_RE.fullmatch(text) else ""
    try:
        day = date.fromisoformat(first_day)
    except ValueError:
        remedy = "Write it as 2016-03-23, 2016-03 or 2016; a month or year means its first day"
        raise UsageError(f"{quoted(text)} is no date", remedy=remedy) from None
    return Term("literal", day.isoformat(), XSD + "date")


def _parse_integer(text: str) -> Term:
    if not _INTEGER_RE.fullmatch(text):
        raise UsageError(f"{quoted(text)} is no whole number", remedy="Write it in figures, such as 16")
    return integer(int(text))


def _parse_text(text: str) -> Term:
    if not text:
        raise UsageError("the text is empty", remedy="Give a word or a few")
    if len(text) > TEXT_LIMIT or not text.isprintable():
        what = f"{quoted(text)} is longer than {TEXT_LIMIT} characters, or holds some that cannot be printed"
        raise UsageError(what, remedy="Give a word or a few")
    return Term("literal", text)
